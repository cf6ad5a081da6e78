"""`logicost template`: an empty catalog to fill in."""

from __future__ import annotations

from typing import Annotated

import typer

from logicost.cli.options import ProgramsOption, TablesOption


def register(app: typer.Typer) -> None:
    app.command("template")(template_command)


def template_command(
    output: Annotated[
        str, typer.Option("-o", "--output", help="a .xlsx or .csv file; - for CSV on standard output")
    ] = "-",
    programs: ProgramsOption = "fba,fbm,mcf",
    market: Annotated[str | None, typer.Option("--market", help="the Amazon store")] = None,
    on: Annotated[str | None, typer.Option("--on", help="the ship date, 2026-11-22; default today")] = None,
    fee_tables: TablesOption = None,
) -> None:
    """Write an empty catalog with the columns that the programs use, lists, bounds, notes and two example rows."""
    from pathlib import Path

    from logicost.cli.echo import echo
    from logicost.cli.saved import refuse_cards
    from logicost.errors import CatalogError
    from logicost.export.template import csv_text, make_template, write_template
    from logicost.tables.shelf import open_shelf
    from logicost.whole_files import atomic_text

    form = "csv" if output == "-" else Path(output).suffix.removeprefix(".").lower()
    if form not in ("csv", "xlsx"):
        raise CatalogError("format_unknown", f"cannot write '{output}': a template is a .xlsx or a .csv file", "output")
    refuse_cards(output, open_shelf(fee_tables).own)
    template = make_template(programs, market, on, fee_tables)
    if form == "xlsx":
        write_template(output, template)
    elif output == "-":
        echo(csv_text(template), end="")
    else:
        with atomic_text(Path(output)) as stream:
            stream.write(csv_text(template))
