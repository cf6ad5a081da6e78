"""The Read me sheet: what may be changed, what is fixed, and what the workbook cannot do."""

from __future__ import annotations

from collections.abc import Sequence

from logicost.export.workbook.catalog_columns import LARGEST_AMOUNT
from logicost.export.workbook.formats import Formats
from logicost.export.workbook.layout import Layout
from logicost.export.workbook.rows import SheetRow
from logicost.export.workbook.sheet_writer import SheetWriter
from logicost.money import GRAINS_PER_UNIT
from logicost.tables.status import Status

_MEANINGS = {
    Status.EXACT: "every figure is a published cell of the card in force on the ship date, or your own cost",
    Status.OVERRIDE: "a figure of your own stands in",
    Status.PROJECTED: "a card stands in for a date on which none was on file, or which lies after its last check",
    Status.ESTIMATE: "an assumption, or a point in a published range",
    Status.UNSOURCED: "no figure is on file: the cost is unknown, not zero, and the program is not ranked",
    Status.ERROR: "the program cannot serve the product, or an input is missing or beyond its bounds",
}


def write_readme(sheet: SheetWriter, formats: Formats, layout: Layout, rows: Sequence[SheetRow], version: str) -> None:
    sheet.worksheet.set_column(0, 0, 18)
    sheet.worksheet.set_column(1, 1, 110)
    sheet.text(0, 0, "Read me", formats.title)
    row = 2
    for head, text in _paragraphs(sheet, layout, rows, version):
        sheet.text(row, 0, head, formats.strong)
        sheet.text(row, 1, text, formats.wrapped)
        row += 1


def _paragraphs(sheet: SheetWriter, layout: Layout, rows: Sequence[SheetRow], version: str) -> list[tuple[str, str]]:
    plan = layout.plan
    most = f"{LARGEST_AMOUNT // GRAINS_PER_UNIT:,} {plan.market.currency.code}"
    fixed = sum(bool(row.fixed) for row in rows)
    live = [
        (
            "Change",
            "the yellow cells on Catalog (measures, price, category, options, your costs): every sheet follows.",
        ),
        (
            "Try",
            "the yellow figures on Tables show what a changed card would do; the published ones are what is on file.",
        ),
        (
            "Add a product",
            (
                "copy the last row of Catalog, Shared, of every program's sheet and of Summary one row down, on each sheet; "
                "then change the copy on Catalog. Charts and counts cover the rows that were written."
            ),
        ),
        (
            "Fixed",
            (
                f"the ship date, {layout.day.isoformat()}, chose the cards in this file, and the edges of their bands: "
                "for another day write another workbook. Every product here has that ship date, or is marked as not live."
            ),
        ),
        (
            "Bounds",
            (
                f"amounts up to {most}, sides up to 400 in (10.16 m) with a volume up to 400,000 cubic inches (US), so that "
                "every whole number stays below 15 digits. Beyond them a cell shows #N/A, never a wrong figure."
            ),
        ),
        (
            "How it counts",
            (
                "the grey numbers are whole: amounts in 0.0001 of the currency, lengths in 0.001 in (0.1 mm), weights in "
                "0.001 oz (0.1 g). Shares and discounts round half-up, as on the cards."
            ),
        ),
        (
            "Programs",
            (
                "works in Excel 2010 and later, LibreOffice and Google Sheets; no macros, no links to other files, nothing "
                "that changes by itself."
            ),
        ),
    ]
    if sheet.static:
        live = [("Values", "this workbook holds values only: it was asked for, or it has more rows than stay alive.")]
    not_live = (
        [("Not live", f"{fixed} rows are as they were quoted; the last column of Catalog says why.")] if fixed else []
    )
    about = [("Made by", f"logicost {version}; market {plan.market.code}; ship date {layout.day.isoformat()}.")]
    meanings = [(status.word, text) for status, text in _MEANINGS.items()]
    return [*live, *not_live, *about, ("Status", "how well a figure is known, from best to worst:"), *meanings]
