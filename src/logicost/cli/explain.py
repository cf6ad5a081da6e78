"""`logicost explain`: every step behind a quote."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from logicost.cli.options import TITLE, DefaultsOption, JsonOption, ProgramOption, TablesOption, with_columns
from logicost.cli.quote import make_quote_of
from logicost.errors import CatalogError
from logicost.inputs.fields import FIELD
from logicost.inputs.readers import is_blank


def register(app: typer.Typer) -> None:
    app.command("explain")(with_columns(explain_command))


def explain_command(
    *,
    columns: dict[str, Any],
    catalog: Annotated[str | None, typer.Argument(help="a catalog; then --sku picks the product")] = None,
    program: ProgramOption = "fba",
    everything: Annotated[bool, typer.Option("--all", help="also the steps of lines that do not apply")] = False,
    json: JsonOption = False,
    fee_tables: TablesOption = None,
    defaults: DefaultsOption = None,
) -> None:
    """Explain a quote: each step's value, its rule in words, its card and the source's address."""
    if catalog is not None:
        columns = {**_catalog_row(catalog, columns.get("sku")), **columns}
    quoted = make_quote_of(columns, program, False, fee_tables, defaults)
    steps = quoted.explain(everything=everything)
    if json:
        import json as writer

        from logicost.cli.echo import echo_json

        echo_json(writer.dumps([step.to_dict() for step in steps], indent=2, ensure_ascii=False))
        return
    from logicost.cli.console import stdout
    from logicost.export.terminal import explanation_parts, plain, quote_parts

    console = stdout()
    for part in quote_parts(quoted, console.width):
        console.print(part)
    console.print()
    for step_text in explanation_parts(steps):
        console.print(step_text)
    console.print()
    for edition, sources in {step.edition: step.sources for step in steps if step.edition}.items():
        console.print(plain(f"{edition} was read in:"), soft_wrap=True)
        for source in sources:
            console.print(plain(f"    {source.words}: {source.url or 'no public address'}"), soft_wrap=True)


def _catalog_row(path: str, sku: str | None) -> dict[str, Any]:
    from logicost.catalog.source import open_catalog_file

    if not sku:
        raise CatalogError("missing_value", "name the product with --sku", "sku")
    catalog = open_catalog_file(path)
    known = [name for name in (*FIELD, TITLE) if name in catalog.titles.read or name in catalog.titles.extra]
    for block in catalog.blocks():
        for number, row in enumerate(block.rows.iter_rows(named=True)):
            if row["sku"] is not None and str(row["sku"]).strip() == sku.strip():
                if number in block.broken:
                    raise block.broken[number]
                return {name: row[name] for name in known if not is_blank(row[name])}
    raise CatalogError("sku_not_found", f"{catalog.name} has no sku '{sku}'", "sku")
