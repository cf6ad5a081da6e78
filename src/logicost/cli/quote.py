"""`logicost quote`: one product, one program."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from logicost.cli.options import (
    DefaultsOption,
    JsonOption,
    PlainOption,
    ProgramOption,
    StrictOption,
    TablesOption,
    with_columns,
)
from logicost.errors import InputError

if TYPE_CHECKING:
    from logicost.answers.results import Quote
    from logicost.inputs.defaults import Defaults


LinesOption = Annotated[
    str | None, typer.Option("--lines", help="show only these lines, by fee: fba_fulfillment,fuel_surcharge")
]


def register(app: typer.Typer) -> None:
    app.command("quote")(with_columns(quote_command))


def make_quote_of(
    columns: dict[str, Any], program: str, strict: bool, fee_tables: str | None, saved: Defaults
) -> Quote:
    """The quote that the options describe."""
    from logicost.answers.engine import Engine
    from logicost.answers.quote import quote_row
    from logicost.answers.request import Request

    _see_what_is_missing(columns)
    request = Request.of([program], strict=strict, fee_tables=fee_tables, defaults=saved)
    return quote_row(Engine(fee_tables), columns, request)


def _see_what_is_missing(columns: dict[str, Any]) -> None:
    """Everything that is needed and was not given, at once, in the words of the command line."""
    sides = not any(columns.get(name) for name in ("dimensions", "length", "width", "height"))
    needed = {
        '--dimensions "5.1 x 4.3 x 4.2 in"': sides and "dimensions",
        '--weight "14.2 oz"': not columns.get("weight") and "weight",
        "--price 18.99": sides and not columns.get("weight") and not columns.get("price") and "price",
    }
    missing = {option: name for option, name in needed.items() if name}
    if missing:
        example = " ".join(("logicost quote", *needed))
        raise InputError(
            "missing_value", f"give {' '.join(missing)}, as in: {example}", str(next(iter(missing.values())))
        )


def quote_command(
    *,
    columns: dict[str, Any],
    program: ProgramOption = "fba",
    lines: LinesOption = None,
    json: JsonOption = False,
    plain: PlainOption = False,
    strict: StrictOption = False,
    fee_tables: TablesOption = None,
    defaults: DefaultsOption = None,
) -> None:
    """Quote one product: every cost line, its reason and its card."""
    from logicost.cli.echo import echo, echo_json
    from logicost.cli.saved import saved_defaults

    wanted = None if lines is None else read_lines(lines)
    quoted = make_quote_of(columns, program, strict, fee_tables, saved_defaults(defaults, fee_tables))
    if wanted is not None:
        quoted = replace(quoted, lines=tuple(line for line in quoted.lines if line.fee in wanted))
    if json:
        echo_json(quoted.to_json())
        return
    if plain:
        for line in quoted.lines:
            amount = "" if line.amount is None else f"{line.amount:f}"
            echo("\t".join((line.fee, amount, line.status, line.edition or "", line.why)))
        if wanted is not None:
            return
        echo(f"total_cost\t{quoted.total_cost:f}\t{quoted.status}\t\t")
        echo(f"profit\t{quoted.profit:f}\t{quoted.status}\t\t")
        return
    from logicost.cli.console import stdout
    from logicost.export.terminal import quote_parts

    console = stdout()
    for part in quote_parts(quoted, console.width, only=wanted):
        console.print(part)


def read_lines(text: str, option: str = "lines") -> tuple[str, ...]:
    """The fees that an option names.

    Raises:
        InputError: ``unknown_choice``, with the nearest known one.
    """
    from logicost.errors import InputError, nearest, shown
    from logicost.fees import FEES

    names = tuple(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))
    for name in names:
        if name not in FEES:
            raise InputError("unknown_choice", f"--{option} has {shown(name)}.{nearest(name, list(FEES))}", option)
    return names
