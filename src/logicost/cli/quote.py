"""`logicost quote`: one product, one program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from logicost.cli.options import JsonOption, PlainOption, ProgramOption, StrictOption, TablesOption, with_columns

if TYPE_CHECKING:
    from logicost.answers.results import Quote


def register(app: typer.Typer) -> None:
    app.command("quote")(with_columns(quote_command))


def make_quote_of(columns: dict[str, Any], program: str, strict: bool, fee_tables: str | None) -> Quote:
    """The quote that the options describe."""
    from logicost.answers.engine import Engine
    from logicost.answers.quote import quote_row
    from logicost.answers.request import Request

    return quote_row(Engine(fee_tables), columns, Request.of([program], strict=strict, fee_tables=fee_tables))


def quote_command(
    *,
    columns: dict[str, Any],
    program: ProgramOption = "fba",
    json: JsonOption = False,
    plain: PlainOption = False,
    strict: StrictOption = False,
    fee_tables: TablesOption = None,
) -> None:
    """Quote one product: every cost line, its reason and its card."""
    from logicost.cli.echo import echo, echo_json

    quoted = make_quote_of(columns, program, strict, fee_tables)
    if json:
        echo_json(quoted.to_json())
        return
    if plain:
        for line in quoted.lines:
            amount = "" if line.amount is None else f"{line.amount:f}"
            echo("\t".join((line.fee, amount, line.status, line.edition or "", line.why)))
        echo(f"total_cost\t{quoted.total_cost:f}\t{quoted.status}\t\t")
        echo(f"profit\t{quoted.profit:f}\t{quoted.status}\t\t")
        return
    from logicost.cli.console import stdout
    from logicost.export.terminal import quote_parts

    console = stdout()
    for part in quote_parts(quoted, console.width):
        console.print(part)
