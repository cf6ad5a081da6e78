"""`logicost sheet-formula`: one product's formulas, to be pasted into a sheet of one's own."""

from __future__ import annotations

from typing import Any

import typer

from logicost.cli.options import DefaultsOption, ProgramOption, TablesOption, with_columns
from logicost.cli.quote import make_quote_of


def register(app: typer.Typer) -> None:
    app.command("sheet-formula")(with_columns(sheet_formula_command))


def sheet_formula_command(
    *,
    columns: dict[str, Any],
    program: ProgramOption = "fba",
    fee_tables: TablesOption = None,
    defaults: DefaultsOption = None,
) -> None:
    """Formulas of one product with their tables, tab-separated: paste them into cell A1 of an empty sheet."""
    from logicost.cli.echo import echo
    from logicost.export.formula_block import FormulaBlock

    quoted = make_quote_of(columns, program, False, fee_tables, defaults)
    assert quoted._trace is not None, "a quote in error was raised"
    answer = quoted._trace.answer()
    echo(FormulaBlock(answer, answer.plan.program_of(quoted._canonical)).text(), end="")
