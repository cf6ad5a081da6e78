"""The Sources sheet: everything that the cards used name as a source, with its address where there is a public one."""

from __future__ import annotations

from logicost.export.workbook.formats import Formats
from logicost.export.workbook.sheet_writer import SheetWriter
from logicost.rules.plan import Plan

_HEADS = ("card", "publisher", "title", "covers", "address")
_WIDTHS = (38, 40, 60, 60, 60)


def write_sources(sheet: SheetWriter, formats: Formats, plan: Plan) -> None:
    sheet.text(0, 0, "Where the cards used were read", formats.title)
    for column, (head, width) in enumerate(zip(_HEADS, _WIDTHS, strict=True)):
        sheet.worksheet.set_column(column, column, width)
        sheet.text(2, column, head, formats.head)
    cards = plan.cards
    row = 3
    for name in sorted(cards):
        for source in cards[name].sources:
            for column, text in enumerate((name, source.publisher, source.title, source.covers)):
                sheet.text(row, column, text)
            if source.url is None:
                sheet.text(row, 4, "no public address", formats.plain_note)
            else:
                sheet.link(row, 4, source.url)
            row += 1
    sheet.worksheet.freeze_panes(3, 1)
    sheet.worksheet.autofilter(2, 0, max(row - 1, 3), len(_HEADS) - 1)
    sheet.worksheet.repeat_rows(2)
    sheet.worksheet.fit_to_pages(1, 0)
    sheet.paper()
