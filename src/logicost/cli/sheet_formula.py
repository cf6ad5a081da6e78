"""`logicost sheet-formula`: one product's formulas, to be pasted into a sheet of one's own."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from logicost.cli.options import DefaultsOption, ProgramOption, TablesOption, with_columns
from logicost.cli.quote import make_quote_of, read_lines
from logicost.errors import InputError


def register(app: typer.Typer) -> None:
    app.command("sheet-formula")(with_columns(sheet_formula_command))


def sheet_formula_command(
    *,
    columns: dict[str, Any],
    program: ProgramOption = "fba",
    fee_tables: TablesOption = None,
    defaults: DefaultsOption = None,
    fees: Annotated[
        str | None, typer.Option("--fees", help="only these lines, with commas: fba_fulfillment,referral")
    ] = None,
) -> None:
    """Formulas of one product with their tables, tab-separated: paste them into cell A1 of an empty sheet."""
    from logicost.cli.echo import echo
    from logicost.cli.saved import saved_defaults
    from logicost.export.formula_block import FormulaBlock

    wanted = () if fees is None else read_lines(fees, "fees")

    quoted = make_quote_of(columns, program, False, fee_tables, saved_defaults(defaults, fee_tables))
    assert quoted._trace is not None, "a quote in error was raised"
    answer = quoted._trace.answer()
    plan = answer.plan.program_of(quoted._canonical)
    for name in wanted:
        if name not in (known := [line.fee for line in plan.lines]):
            raise InputError(
                "unknown_choice",
                f"--fees has {name}, which {quoted.program} does not have. It has {', '.join(known)}",
                "fees",
            )
    echo(FormulaBlock(answer, plan, columns, wanted).text(), end="")
