"""Building the file, market by market, sheet by sheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter import Workbook

from logicost import __version__
from logicost.answers.comparison import Comparison
from logicost.errors import CatalogError
from logicost.export.workbook.catalog_sheet import write_catalog, write_lists
from logicost.export.workbook.formats import Formats, undated
from logicost.export.workbook.given import is_given, own_columns
from logicost.export.workbook.layout import Layout, Sheets
from logicost.export.workbook.notes_sheet import write_notes
from logicost.export.workbook.packaging_sheet import MOST_PACKED, PackagingSheet, write_packaging
from logicost.export.workbook.price_sheet import MOST_PRICED, PriceSheet, write_prices
from logicost.export.workbook.products_sheet import Columns, month_of, write_products
from logicost.export.workbook.readme_sheet import write_readme
from logicost.export.workbook.rows import Rows, main_answer, market_of, trace_of
from logicost.export.workbook.seats import sheet_seats
from logicost.export.workbook.second_date import SecondDate, find_second_day, inputs_then, write_second_date
from logicost.export.workbook.shared_sheet import write_shared
from logicost.export.workbook.sheet_writer import FormulaSheet, SheetWriter
from logicost.export.workbook.sources_sheet import write_sources
from logicost.export.workbook.step_sheets import write_program, write_steps
from logicost.export.workbook.summary_sheet import write_summary
from logicost.export.workbook.tables_sheet import write_tables
from logicost.inputs.fields import FIELDS
from logicost.inputs.readers import is_blank
from logicost.rules.plan import Plan

SPARE = 20  # rows that stand ready to be filled in
_OPTIONS = {
    "constant_memory": True,
    "strings_to_urls": False,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
}


def words_of_inputs(plan: Plan) -> dict[str, tuple[str, ...]]:
    """The words of every input that is a choice."""
    return {
        "category": plan.words["category"],
        **{each.name: plan.words[each.name] for each in FIELDS if each.examples},
    }


@dataclass(frozen=True, slots=True)
class Book:
    """The sheets of one market."""

    layout: Layout
    rows: Rows
    own: Sequence[str]
    second: SecondDate | None

    @classmethod
    def of(cls, comparisons: Sequence[Comparison], mark: str, second: dt.date | None, *, static: bool) -> Book | None:
        """None where no product could be read."""
        seats = sheet_seats(comparisons)
        answer = main_answer(comparisons, list(dict.fromkeys(seat.program for seat in seats)))
        if answer is None:
            return None
        rows = [comparison.given for comparison in comparisons]
        given = [each.name for each in FIELDS if any(is_given(row, each.name) for row in rows)]
        typed = dict.fromkeys(str(row["category"]) for row in rows if not is_blank(row.get("category")))

        def laid_out(also: Iterable[str] = ()) -> tuple[Layout, Rows]:
            layout = Layout(
                answer.plan,
                answer.day,
                seats,
                words_of_inputs(answer.plan),
                given,
                typed,
                Sheets(mark),
                not static,
                also,
            )
            return layout, Rows(comparisons, answer, layout, 0 if static else SPARE)

        layout, made = laid_out()
        found = find_second_day(layout, second, made.rows)
        if found is None:
            return cls(layout, made, own_columns(comparisons), None)
        if new := inputs_then(layout, found[1]) - set(layout.conversions):
            layout, made = laid_out(new)
        return cls(layout, made, own_columns(comparisons), SecondDate.of(layout, *found))


def build_workbook(
    path: str, comparisons: Sequence[Comparison], *, static: bool, second: dt.date | None = None
) -> None:
    """Write the file: the sheets of each market after another, those of the first named without it where it is alone.

    Raises:
        CatalogError: ``nothing_to_write``.
    """
    by_market: dict[str, list[Comparison]] = {}
    for comparison in comparisons:
        by_market.setdefault(market_of(comparison), []).append(comparison)
    read = {market for market, several in by_market.items() if any(trace_of(each) is not None for each in several)}
    if read:  # rows of stores that could not be read at all stand with the first
        first = next(market for market in by_market if market in read)
        lost = [each for market, several in by_market.items() if market not in read for each in several]
        by_market = {market: by_market[market] for market in by_market if market in read}
        by_market[first] += lost
    books = {
        market: book
        for market, several in by_market.items()
        if (book := Book.of(several, market if len(by_market) > 1 else "", second, static=static)) is not None
    }
    if not books:
        raise CatalogError("nothing_to_write", "no product could be read: there is nothing to lay out", "output")
    with Workbook(path, _OPTIONS) as workbook:
        undated(workbook, f"logicost {', '.join(books)}")
        workbook.set_calc_mode("auto")
        formats = Formats(workbook)

        def sheet(name: str) -> SheetWriter:
            return SheetWriter(workbook.add_worksheet(name, FormulaSheet), static, formats.quoted)

        summaries = [sheet(book.layout.sheets.summary) for book in books.values()]
        for summary, book in zip(summaries, books.values(), strict=True):
            _write_book(workbook, summary, sheet, formats, book, static)
        write_readme(sheet("Read me"), formats, [(book.layout, book.rows) for book in books.values()], __version__)


def _write_book(
    workbook: Workbook, summary: SheetWriter, sheet: Any, formats: Formats, book: Book, static: bool
) -> None:
    layout, rows, names = book.layout, book.rows.rows, book.layout.sheets
    fixed = sum(bool(row.fixed) for row in rows)
    first, last = (day.isoformat() for day in layout.days)
    about = f"{book.rows.products} products, {layout.plan.market.code}, ship date {layout.day.isoformat()}"
    if not static:
        about += f", or any day from {first} to {last} (sheet {names.shared})" if first != last else ""
        about += f"; {fixed} of them as quoted, not live" if fixed else ""
    at = Columns.of(layout, rows)
    month = month_of(layout, at, rows)
    products, catalog = sheet(names.products), sheet(names.catalog)
    cached = write_products(products, formats, layout, at, rows, month)
    write_summary(workbook, summary, formats, layout, at, rows, cached, about, month is not None)
    write_catalog(catalog, formats, layout, rows, book.own)
    for place, program in enumerate(layout.programs):
        write_program(sheet(program.sheet), formats, layout, program, rows, place)
    price = PriceSheet(layout, rows) if not static and book.rows.products <= MOST_PRICED else None
    if price is not None:
        write_prices(sheet(price.sheet), formats, price, rows)
    if price is not None and book.rows.products <= MOST_PACKED:
        packaging = PackagingSheet(layout, rows, price)
        write_packaging(sheet(packaging.sheet), formats, packaging)
    if book.second is not None:
        write_second_date(sheet(book.second.sheet), formats, book.second, rows)
    write_notes(sheet(names.notes), formats, layout, rows)
    write_shared(workbook, sheet(names.shared), formats, layout, book.rows.shared, book.second)
    write_steps(sheet(names.steps), formats, layout, rows, price.known if price is not None else {})
    write_tables(sheet(names.tables), formats, layout.tables, layout.plan)
    if book.second is not None:
        title = f"Cards of {book.second.day.isoformat()} that are others"
        write_tables(sheet(book.second.tables.sheet), formats, book.second.tables, book.second.plan, title)
    write_sources(sheet(names.sources), formats, layout.plan)
    write_lists(sheet(names.lists), formats, layout)
