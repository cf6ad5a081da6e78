"""`logicost explain`: every step behind a quote."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from logicost.cli.options import (
    TITLE,
    DefaultsOption,
    FileGiven,
    JsonOption,
    ProgramOption,
    TablesOption,
    with_columns,
)
from logicost.cli.quote import make_quote_of
from logicost.errors import CatalogError, InputError, shown
from logicost.inputs.fields import FIELD
from logicost.inputs.readers import is_blank

if TYPE_CHECKING:
    from logicost.catalog.block import FileOptions
    from logicost.tables.shelf import Shelf


def register(app: typer.Typer) -> None:
    app.command("explain")(with_columns(explain_command))


def explain_command(
    *,
    columns: dict[str, Any],
    catalogs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[CATALOG...]",
            help="a catalog, or several files and reports that are joined by SKU and store; then --sku picks the product, and --market its store",
        ),
    ] = None,
    program: ProgramOption = "fba",
    everything: Annotated[bool, typer.Option("--all", help="also the steps of lines that do not apply")] = False,
    json: JsonOption = False,
    fee_tables: TablesOption = None,
    defaults: DefaultsOption = None,
    file: FileGiven,
) -> None:
    """Explain a quote: each step's value, its rule in words, its card and the source's address."""
    from logicost.cli.saved import saved_defaults

    saved = saved_defaults(defaults, fee_tables)
    if catalogs:
        from logicost.output_files import refuse_input

        refuse_input("-", *catalogs)
        given = replace(file.options(), saved=saved.columns)
        columns = {**_catalog_row(catalogs, given, columns, saved.market, fee_tables), **columns}
    quoted = make_quote_of(columns, program, False, fee_tables, saved)
    steps = quoted.explain(everything=everything)
    if json:
        import json as writer

        from logicost.cli.echo import echo_json

        echo_json(writer.dumps([step.to_dict() for step in steps], indent=2, ensure_ascii=False))
        return
    from logicost.cli.console import stdout
    from logicost.export.terminal import explanation_parts, quote_parts, unmarked

    console = stdout()
    for part in quote_parts(quoted, console.width):
        console.print(part)
    console.print()
    for step_text in explanation_parts(steps):
        console.print(step_text)
    console.print()
    for edition, sources in {step.edition: step.sources for step in steps if step.edition}.items():
        console.print(unmarked(f"{edition} was read in:"), soft_wrap=True)
        for source in sources:
            console.print(unmarked(f"    {source.words}: {source.url or 'no public address'}"), soft_wrap=True)


def _catalog_row(
    paths: list[str], file: FileOptions, given: dict[str, Any], usual: str | None, fee_tables: str | None
) -> dict[str, Any]:
    """What the first row of the product says: in the store that is asked for, where one is."""
    from logicost.catalog.joined import open_catalogs
    from logicost.cli.console import warn
    from logicost.inputs.far_times import without_far_times
    from logicost.tables.shelf import open_shelf

    sku, wanted = given.get("sku"), given.get("market")
    if not sku:
        raise CatalogError("missing_value", "name the product with --sku", "sku")
    shelf = open_shelf(fee_tables)
    store = shelf.markets.find(wanted or usual).code
    catalog = open_catalogs(paths, replace(file, assumed_market=None if wanted or usual else store), shelf, store)
    for warning in catalog.warnings:
        warn(warning)
    known = [name for name in (*FIELD, TITLE) if name in catalog.titles.read or name in catalog.titles.extra]
    for block in catalog.blocks():
        for number, row in enumerate(without_far_times(block.rows).iter_rows(named=True)):
            if (
                row["sku"] is not None
                and str(row["sku"]).strip() == sku.strip()
                and _is_of(row.get("market"), wanted, shelf)
            ):
                if number in block.broken:
                    raise block.broken[number]
                return {name: row[name] for name in known if not is_blank(row[name])}
    where = f" in {store}" if wanted else ""
    raise CatalogError("sku_not_found", f"{catalog.name} has no sku {shown(sku)}{where}", "sku")


def _is_of(said: object, wanted: str | None, shelf: Shelf) -> bool:
    """Whether a row is of the store that is asked for; one that names none is of any."""
    if wanted is None or is_blank(said):
        return True
    try:
        return shelf.markets.find(said) == shelf.markets.find(wanted)
    except InputError:  # of a row that is not asked for
        return False
