"""`logicost pack`: what a smaller or lighter package saves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from logicost.cli.decide import CatalogArgument, FormOption, OutputOption, decide
from logicost.cli.options import (
    ColumnsOption,
    DecimalOption,
    DefaultsOption,
    HeaderRowOption,
    JsonOption,
    PlainOption,
    ProgramsOption,
    SheetOption,
    TablesOption,
    file_options,
    with_columns,
)

if TYPE_CHECKING:
    from logicost.answers.engine import Engine
    from logicost.answers.request import Request
    from logicost.decide.decision import Decision


def register(app: typer.Typer) -> None:
    app.command("pack")(with_columns(pack_command))


def pack_command(
    *,
    given: dict[str, Any],
    catalog: CatalogArgument = None,
    tolerance: Annotated[
        str | None, typer.Option("--tolerance", help='by how much Amazon may measure more: "0.1 in,0.5 oz"')
    ] = None,
    programs: ProgramsOption = "fba,fbm,mcf",
    output: OutputOption = None,
    form: FormOption = None,
    json: JsonOption = False,
    plain: PlainOption = False,
    columns: ColumnsOption = None,
    sheet: SheetOption = None,
    header_row: HeaderRowOption = None,
    decimal: DecimalOption = None,
    fee_tables: TablesOption = None,
    defaults: DefaultsOption = None,
) -> int:
    """Find how much smaller or lighter a package must be to cost less, nearest first."""
    from logicost.decide.pack import decide_packs

    def make(rows: Any, request: Request, engine: Engine, one: bool) -> Decision:
        return decide_packs(rows, request, engine, tolerance, raising=one)

    return decide(
        make, catalog=catalog, given=given, programs=programs, fee_tables=fee_tables, defaults=defaults,
        file=file_options(columns, sheet, header_row, decimal), output=output, form=form, json=json, plain=plain,
    )  # fmt: skip
