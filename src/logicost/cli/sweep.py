"""`logicost sweep`: a quote over values of one input, or of two."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from logicost.cli.decide import DecisionWritten, give
from logicost.cli.options import (
    DefaultsOption,
    ProgramsOption,
    StrictOption,
    TablesOption,
    with_columns,
)
from logicost.errors import InputError, shown


def register(app: typer.Typer) -> None:
    app.command("sweep")(with_columns(sweep_command))


def sweep_command(
    *,
    given: dict[str, Any],
    vary: Annotated[
        list[str],
        typer.Option("--vary", help="price=9.99:24.99:0.50 or on=2026-10-14,2026-10-15; twice for two inputs"),
    ],
    programs: ProgramsOption = "fba,fbm,mcf",
    written: DecisionWritten,
    strict: StrictOption = False,
    fee_tables: TablesOption = None,
    defaults: DefaultsOption = None,
) -> int:
    """Quote a product at each value of an input: a price, a weight, a day, or any other."""
    from logicost.cli.saved import saved_defaults
    from logicost.decide.sweep import sweep

    ranges: dict[str, str] = {}
    for text in vary:
        name, mark, values = text.partition("=")
        if not mark or name.strip() in ranges:
            raise InputError(
                "range_malformed", f"--vary {shown(text)}; write --vary price=9.99:24.99:0.50, each input once", "vary"
            )
        ranges[name.strip()] = values
    return give(
        sweep(
            given,
            ranges,
            programs,
            strict=strict,
            fee_tables=fee_tables,
            defaults=saved_defaults(defaults, fee_tables, written.output),
        ),
        written,
    )
