"""The Read me sheet: what may be changed, what is fixed, and what the workbook cannot do."""

from __future__ import annotations

from collections.abc import Sequence

from logicost.export.workbook.conversions import LARGEST_AMOUNT
from logicost.export.workbook.formats import Formats
from logicost.export.workbook.layout import Layout
from logicost.export.workbook.rows import Rows
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


def write_readme(sheet: SheetWriter, formats: Formats, books: Sequence[tuple[Layout, Rows]], version: str) -> None:
    sheet.worksheet.set_column(0, 0, 18)
    sheet.worksheet.set_column(1, 1, 110)
    sheet.text(0, 0, "Read me", formats.title)
    row = 2
    for head, text in _paragraphs(sheet, books, version):
        sheet.text(row, 0, head, formats.strong)
        sheet.text(row, 1, text, formats.wrapped)
        row += 1
    sheet.worksheet.freeze_panes(2, 0)
    sheet.worksheet.fit_to_pages(1, 0)
    sheet.paper()


def _paragraphs(sheet: SheetWriter, books: Sequence[tuple[Layout, Rows]], version: str) -> list[tuple[str, str]]:
    codes = dict.fromkeys(layout.plan.market.currency.code for layout, _ in books)
    most = f"{LARGEST_AMOUNT // GRAINS_PER_UNIT:,} {' or '.join(codes)}"
    fixed = sum(bool(row.fixed) for _, rows in books for row in rows.rows)
    spare = sum(row.comparison is None for _, rows in books for row in rows.rows)
    days = "; ".join(
        f"{layout.plan.market.code} {layout.days[0].isoformat()} to {layout.days[1].isoformat()}" for layout, _ in books
    )
    live = [
        (
            "Change",
            (
                "the yellow cells on Catalog (measures, price, category, options, your costs): every sheet follows. Columns that "
                "your file did not give are folded by group: click on the + above a group's name."
            ),
        ),
        (
            "Share",
            (
                "what holds for every product that does not say it itself, and the ship date: the yellow cells on Shared. Each is a "
                "named cell, such as ship_date or shared_packaging."
            ),
        ),
        (
            "Try",
            "the yellow figures on Tables show what a changed card would do; the published ones are what is on file.",
        ),
        (
            "Packaging",
            (
                "lists, for up to 50 products, the nearest steps by which a smaller or lighter package costs less, as found when the file "
                "was written; what they save is live. Type any other measure into a yellow cell to see what it saves."
            ),
        ),
        (
            "Add a product",
            f"type it into one of the {spare} free rows below the others on Catalog: every sheet has its formulas ready.",
        ),
        (
            "Sort and filter",
            (
                "filter any sheet. Sort on Catalog alone: row n is the same product on Products, Catalog, Steps and the programs' "
                "sheets, so that they follow."
            ),
        ),
        (
            "Units",
            (
                "sides and weights stand as your file gave them; an empty unit is the store's own (inches and pounds in the US, "
                "centimetres and kilograms elsewhere)."
            ),
        ),
        (
            "Ship date",
            (
                f"the cards in this file hold for ship dates {days}: any of these may be typed on Shared, or in a row's cell 'on'. "
                "For other days write another workbook."
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
            "Problems",
            "a cell that cannot be used makes its product say which one and what it must be, under 'problem' of each program.",
        ),
        (
            "How it counts",
            (
                "amounts show to the minor unit and are exact behind it. The grey numbers are whole: amounts in 0.0001 of the currency, "
                "lengths in 0.001 in (0.1 mm), weights in 0.001 oz (0.1 g). Shares and discounts round half-up, as on the cards."
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
    not_live = [("Not live", f"{fixed} rows are as they were quoted; the remark on Catalog says why.")] if fixed else []
    made = "; ".join(f"market {layout.plan.market.code}, ship date {layout.day.isoformat()}" for layout, _ in books)
    meanings = [(status.word, text) for status, text in _MEANINGS.items()]
    return [
        *live, *not_live, ("Made by", f"logicost {version}; {made}."),
        ("Status", "how well a figure is known, from best to worst:"), *meanings,
    ]  # fmt: skip
