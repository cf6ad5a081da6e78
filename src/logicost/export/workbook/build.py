"""Building the file, sheet by sheet."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter import Workbook

from logicost import __version__
from logicost.answers.comparison import Comparison
from logicost.errors import CatalogError
from logicost.export.workbook.catalog_sheet import write_catalog, write_lists
from logicost.export.workbook.formats import Formats
from logicost.export.workbook.layout import LISTS, SHARED, Layout
from logicost.export.workbook.readme_sheet import write_readme
from logicost.export.workbook.rows import main_answer, read_rows
from logicost.export.workbook.seats import sheet_seats
from logicost.export.workbook.sheet_writer import FormulaSheet, SheetWriter
from logicost.export.workbook.sources_sheet import write_sources
from logicost.export.workbook.step_sheets import write_program, write_shared
from logicost.export.workbook.summary_sheet import write_summary
from logicost.export.workbook.tables_sheet import write_tables
from logicost.fees.vocabularies import category_book
from logicost.inputs.fields import FIELDS
from logicost.rules.plan import Plan


def words_of_inputs(plan: Plan) -> dict[str, tuple[str, ...]]:
    """The words of every input that is a choice."""
    words = {field.name: field.words for field in FIELDS if field.words}
    return {"category": category_book(plan.shelf, plan.market).slugs, **words}


def build_workbook(path: str, comparisons: Sequence[Comparison], *, static: bool) -> None:
    seats = sheet_seats(comparisons)
    answer = main_answer(comparisons, list(dict.fromkeys(seat.program for seat in seats)))
    if answer is None:
        raise CatalogError("nothing_to_write", "no product could be read: there is nothing to lay out", "output")
    layout = Layout(answer.plan, answer.day, seats, words_of_inputs(answer.plan))
    rows = read_rows(comparisons, answer, layout)
    options = {
        "constant_memory": True,
        "strings_to_urls": False,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
    }
    plan = layout.plan
    with Workbook(path, options) as workbook:
        workbook.set_properties({"title": f"logicost {plan.market.code} {layout.day.isoformat()}"})
        workbook.set_calc_mode("auto")
        formats = Formats(workbook)

        def sheet(name: str) -> SheetWriter:
            return SheetWriter(workbook.add_worksheet(name, FormulaSheet), static)

        fixed = sum(bool(row.fixed) for row in rows)
        about = f"{len(rows)} products, {plan.market.code}, ship date {layout.day.isoformat()}"
        about += f"; {fixed} of them as quoted, not live" if fixed and not static else ""
        write_summary(workbook, sheet("Summary"), formats, layout, rows, about)
        write_catalog(sheet("Catalog"), formats, layout, rows)
        write_shared(sheet(SHARED), formats, layout, rows)
        for place, program in enumerate(layout.programs):
            write_program(sheet(program.sheet), formats, layout, program, rows, place)
        write_tables(sheet("Tables"), formats, layout)
        write_sources(sheet("Sources"), formats, layout.plan)
        write_lists(sheet(LISTS), formats, layout)
        write_readme(sheet("Read me"), formats, layout, rows, __version__)
