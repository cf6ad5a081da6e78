"""`logicost compare`: a catalog, several programs side by side."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

import typer

from logicost.cli.options import (
    DefaultsOption,
    FileGiven,
    FormOption,
    OutputOption,
    PlainOption,
    ProgramsOption,
    SelectOption,
    StrictOption,
    TablesOption,
    UpliftOption,
    with_columns,
)
from logicost.errors import CatalogError, shown

MOST_SHOWN = 200  # SKUs on a terminal; the rest is for a file

MOST_NOTES = 8


def register(app: typer.Typer) -> None:
    app.command("compare")(with_columns(compare_command))


def compare_command(
    *,
    given: dict[str, Any],
    catalogs: Annotated[
        list[str],
        typer.Argument(
            metavar="CATALOG...",
            help="a .csv, .tsv, .parquet, .jsonl or .xlsx file, - for standard input; several are joined by SKU and store",
        ),
    ],
    programs: ProgramsOption = "fba,fbm,mcf",
    on: Annotated[str | None, typer.Option("--on", help="the ship date, 2026-11-22; default today")] = None,
    market: Annotated[str | None, typer.Option("--market", help="the Amazon store")] = None,
    output: OutputOption = None,
    form: FormOption = None,
    static: Annotated[bool, typer.Option("--static", help="an .xlsx without formulas: values only")] = False,
    live: Annotated[
        bool, typer.Option("--live", help="an .xlsx with formulas for more than 2,000 products, too")
    ] = False,
    second_date: Annotated[
        str | None,
        typer.Option(
            "--second-date", help="of an .xlsx, beside the ship date; default the next on which a cost changes"
        ),
    ] = None,
    plain: PlainOption = False,
    strict: StrictOption = False,
    file: FileGiven,
    select: SelectOption = None,
    uplift: UpliftOption = None,
    fee_tables: TablesOption = None,
    defaults: DefaultsOption = None,
) -> int:
    """Compare programs over a whole catalog; a row that cannot be quoted keeps its place with its error."""
    from logicost.catalog.comparison import compare_catalog, is_explained, open_catalog, result_blocks, selection_of
    from logicost.cli.console import warn
    from logicost.cli.progress import progress
    from logicost.cli.saved import saved_defaults
    from logicost.export.documents import write_document
    from logicost.inputs.dates import read_day
    from logicost.output_files import DOCUMENTS, EXPLAINED, format_of, refuse_input

    if output is None and (plain or form):
        output, form = "-", form or "tsv"
    written_as = format_of(output, form) if output is not None else ""
    if select is not None and (output is None or written_as in DOCUMENTS):
        output, written_as = _selected_goes_to(output, written_as)
    if second_date is not None:
        read_day(second_date, "second_date")
    if static and live:
        raise CatalogError("static_and_live", "--static writes values alone, --live formulas: give one of them", "live")
    refuse_input(output or "-", *catalogs)
    saved = saved_defaults(defaults, fee_tables, output)
    options = replace(file.options(), saved=saved.columns)
    job = open_catalog(catalogs, programs, market, on, strict, fee_tables, uplift, options, select, given, saved)
    for warning in job.catalog.warnings:
        warn(warning)
    titles = job.catalog.titles
    if "price" not in {*titles.names, *titles.headings, *given}:
        others = ", ".join(shown(name, 30) for name in titles.extra[:20] if name != "title")
        warn(
            f"{job.catalog.name} has no column price: revenue, profit and what goes by the price are not known; "
            f'give --price, or say which it is: --columns "HEADING=price"{f". Not read: {others}" if others else ""}'
        )
    with progress(job) as following:
        if output is not None and written_as not in DOCUMENTS:
            from logicost.catalog.sinks import write_blocks

            explained = written_as in EXPLAINED and is_explained(job)
            results = result_blocks(job, explained)
            write_blocks(output, written_as, following(results), selection_of(job, explained).schema)
        else:
            comparisons = [comparison for comparison, _ in following(compare_catalog(job))]
    if output is None:
        _show(comparisons)
    elif written_as in DOCUMENTS:
        remark = write_document(output, written_as, comparisons, static, live, second_date)
        if remark:
            warn(remark)
    if not job.quoted:
        warn(f"{job.catalog.name} has no rows below its header")
    if blank := job.catalog.blank_rows:
        warn("1 blank row was skipped" if blank == 1 else f"{blank} blank rows were skipped")
    if duplicates := job.duplicates():
        warn(f"{_rows(duplicates)} the sku of an earlier row; each is quoted")
    for line in job.left_out():
        warn(line)
    if job.request.uplift and "monthly_units" not in job.catalog.titles.names:
        warn("the uplift counts in the month's profit only: give monthly_units in the catalog")
    if job.too_dense * 2 > job.quoted:
        warn(
            f"{job.too_dense} of {job.quoted} quotes are of units denser than steel: are the weights grams, "
            "or the sides inches? Name the units in the headings, such as weight (g)"
        )
    if job.no_products:
        warn(f"{job.no_products} {'row is no product' if job.no_products == 1 else 'rows are no products'}")
    if job.errors:
        warn(f"{job.errors} of {job.quoted} quotes are in error")
    return 1 if job.errors else 0


def _selected_goes_to(output: str | None, form: str) -> tuple[str, str]:
    """Where chosen columns go: to standard output where no file is named; never into a document for people.

    Raises:
        CatalogError: ``select_in_document``.
    """
    if form:
        raise CatalogError(
            "select_in_document", f"--select chooses columns of tables and JSON; a .{form} has its own layout", "select"
        )
    return output or "-", "tsv"


def _rows(count: int) -> str:
    return "1 row repeats" if count == 1 else f"{count} rows repeat"


def _show(comparisons: list[Any]) -> None:
    from logicost.cli.console import stdout
    from logicost.export.terminal import comparison_table, error_lines, promise_lines, reason_lines
    from logicost.export.terminal import unmarked as text

    console = stdout()
    console.print(comparison_table(comparisons[:MOST_SHOWN], console.width))
    if len(comparisons) > MOST_SHOWN:
        console.print(text(f"… and {len(comparisons) - MOST_SHOWN} more products; write them all with -o results.csv"))
    for error in error_lines(comparisons)[:MOST_SHOWN]:
        console.print(error)
    if len(comparisons) == 1:
        for line in reason_lines(comparisons[0]):
            console.print(line)
        for promise in promise_lines(comparisons):
            console.print(promise)
        for note in dict.fromkeys(note for quote in comparisons[0].quotes for note in quote.notes):
            console.print(text(f"note: {note}"))
        return
    from logicost.answers.headline import summary
    from logicost.catalog.comparison import common_notes

    for said in summary(comparisons):
        console.print(text(said))
    for promise in promise_lines(comparisons):
        console.print(promise)
    for note, count in common_notes(comparisons)[:MOST_NOTES]:
        console.print(text(f"note ({count} quote{'s' if count > 1 else ''}): {note}"))
