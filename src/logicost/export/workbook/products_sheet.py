"""The Products sheet: for every product the programs side by side, the best of each kind of orders, and the month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter.utility import xl_range

from logicost.export.workbook.cells import FIRST_ROW, Value, letter, same_row
from logicost.export.workbook.formats import Formats
from logicost.export.workbook.layout import Layout
from logicost.export.workbook.month_block import MonthBlock
from logicost.export.workbook.rows import SheetRow
from logicost.export.workbook.seats import KIND_NAMES, KIND_WORDS
from logicost.export.workbook.sheet_writer import SheetWriter
from logicost.export.workbook.step_sheets import COST, FIRST_RESULT, MARGIN, PROFIT, STATUS, UNRANKED, cached_results

NO_RIVAL, NONE = "no rival", "none"
BEST, BEST_PROFIT, BEST_MARGIN, LEAD = range(4)  # columns of each kind of orders
PROFITS, MARGINS, COSTS, STATUSES = range(4)  # blocks with a column for each program
NAMES_ROW = FIRST_ROW - 2  # the programs' names, which the formulas show


@dataclass(frozen=True, slots=True)
class Columns:
    """Where what stands on the sheet.

    Attributes:
        kinds: of orders, with the numbers of their programs' sheets; titles: what these orders are called.
        names: of the programs, as results show them; sheets: theirs.
    """

    kinds: tuple[tuple[str, tuple[int, ...]], ...]
    titles: tuple[str, ...]
    names: tuple[str, ...]
    sheets: tuple[str, ...]

    @classmethod
    def of(cls, layout: Layout, rows: Sequence[SheetRow]) -> Columns:
        seats = [program.seat for program in layout.programs]
        kinds = {kind: tuple(place for place, seat in enumerate(seats) if seat.kind == kind) for kind in KIND_NAMES}
        names = []
        for seat in seats:
            twins = [other for other in seats if (other.kind, other.shown_as) == (seat.kind, seat.shown_as)]
            names.append(seat.sheet if len(twins) > 1 else seat.shown_as)
        groups = {
            (group.kind, group.title) for row in rows if row.comparison is not None for group in row.comparison.groups
        }
        titles = {kind: [title for of, title in groups if of == kind] for kind in kinds}
        return cls(
            tuple((kind, places) for kind, places in kinds.items() if places),
            tuple(
                titles[kind][0] if len(titles[kind]) == 1 else KIND_NAMES[kind]
                for kind, places in kinds.items()
                if places
            ),
            tuple(names),
            tuple(program.sheet for program in layout.programs),
        )

    def best(self, kind: int, column: int) -> int:
        return 2 + kind * 4 + column

    def block(self, block: int) -> int:
        """The first column of a block with a column for each program."""
        return 2 + len(self.kinds) * 4 + block * len(self.names)

    def weighed(self, kind: int) -> int:
        """The column of what the choice is worth, a month where units are known."""
        return self.block(4) + kind

    @property
    def month(self) -> int:
        """The first column of the month's block."""
        return self.block(4) + len(self.kinds)

    def range(self, block: int, kind: int, row: int) -> str:
        places = self.kinds[kind][1]
        return str(xl_range(row, self.block(block) + places[0], row, self.block(block) + places[-1]))

    def asks(self, kind: int) -> str:
        """fba or fbm?"""
        names = [self.names[place] for place in self.kinds[kind][1]]
        return f"{', '.join(names[:-1])} or {names[-1]}?" if len(names) > 1 else f"{names[0]} alone"


def month_of(layout: Layout, at: Columns, rows: Sequence[SheetRow]) -> MonthBlock | None:
    """The block of the month, where units sold are known of any product."""
    if not any(row.comparison is not None and row.comparison.monthly_units is not None for row in rows):
        return None
    kinds = [(KIND_WORDS[kind], places) for kind, places in at.kinds]
    shown = [program.seat.shown_as for program in layout.programs]
    return MonthBlock(
        kinds, at.names, shown, at.month, FIRST_ROW - 1, at.block(PROFITS), layout.plan.market.currency,
        same_row(layout.sheets.steps, next(c.column for c in layout.steps if c.name == "monthly_units")),
    )  # fmt: skip


def write_products(
    sheet: SheetWriter,
    formats: Formats,
    layout: Layout,
    at: Columns,
    rows: Sequence[SheetRow],
    month: MonthBlock | None,
) -> list[list[Value]]:
    """The sheet; returns what its rows hold from the third column on, up to the month."""
    last = FIRST_ROW + len(rows) - 1
    _write_heads(sheet, formats, layout, at, rows, month)
    currency = layout.plan.market.currency
    money, share = formats.number(currency.cell_format), formats.number("0.0%")
    styles = [style for _ in at.kinds for style in (formats.choice, money, share, money)]
    styles += [style for style in (money, share, money, formats.beside) for _ in at.names]
    styles += [formats.grain for _ in at.kinds]
    cached = [_cached_row(row, layout, at, month, line) for line, row in enumerate(rows, start=FIRST_ROW)]
    results = range(at.block(PROFITS), at.block(4))  # what the programs' sheets hold
    sheet.last_row = last
    for line, (row, values) in enumerate(zip(rows, cached, strict=True), start=FIRST_ROW):
        for column, text in enumerate((row.sku, row.title)):
            formula = f'{same_row(layout.sheets.catalog, column)}&""'
            sheet.formula(line, column, None if row.fixed else formula, text)
        formulas = _row_formulas(layout, at, line, month)
        for column, (formula, value, style) in enumerate(zip(formulas, values, styles, strict=True), start=2):
            sheet.formula(line, column, None if row.fixed and column in results else formula, value, style)
        if month is not None:
            month.write_row(sheet, formats, line, row)
    end = month.last if month is not None else at.weighed(len(at.kinds) - 1)
    sheet.frame(2, last, end, at.block(COSTS) - 1 if month is None else end)
    _conditional_formats(sheet, formats, at, last)
    return cached


def _write_heads(
    sheet: SheetWriter,
    formats: Formats,
    layout: Layout,
    at: Columns,
    rows: Sequence[SheetRow],
    month: MonthBlock | None,
) -> None:
    worksheet, currency = sheet.worksheet, layout.plan.market.currency.code
    worksheet.set_row(FIRST_ROW - 1, 46)
    worksheet.set_column(0, 0, 22)
    worksheet.set_column(1, 1, 34 if any(row.title for row in rows) else 8)
    worksheet.set_column(2, at.block(COSTS) - 1, 13)
    worksheet.set_column(at.block(COSTS), at.block(4) - 1, 13, None, {"level": 1, "hidden": True})
    worksheet.set_column(at.weighed(0), at.weighed(len(at.kinds) - 1), 13, None, {"level": 1, "hidden": True})
    worksheet.set_column(at.month, at.month, 13, None, {"collapsed": True})
    if month is not None:
        worksheet.set_column(at.month + 1, month.last, 13)
    sheet.text(0, 0, f"Products: every program side by side, per unit in {currency}", formats.title)
    if month is not None:
        month.write_uplifts(sheet, formats, [row.comparison for row in rows if row.comparison is not None])
    for kind, title in enumerate(at.titles):
        sheet.text(NAMES_ROW, at.best(kind, BEST), title, formats.band)
    for block in range(4):
        for place, name in enumerate(at.names):
            sheet.text(NAMES_ROW, at.block(block) + place, name, formats.unit)
    if month is not None:
        month.write_names(sheet, formats)
    heads = ["sku", "title"]
    heads += [head for _ in at.kinds for head in ("best program", "its profit", "its margin", "more than the next")]
    kinds = {place: KIND_WORDS[kind] for kind, places in at.kinds for place in places}
    for word in ("profit", "margin", "cost", "status"):
        heads += [f"{word}, {name} {kinds[place]}" for place, name in enumerate(at.names)]
    heads += [f"weight of the choice, {KIND_WORDS[kind]}" for kind, _ in at.kinds]
    for place, head in enumerate(heads):
        sheet.text(FIRST_ROW - 1, place, head, formats.head)
    if month is not None:
        month.write_heads(sheet, formats)


def _row_formulas(layout: Layout, at: Columns, line: int, month: MonthBlock | None) -> list[str]:
    formulas: list[str] = []
    for kind in range(len(at.kinds)):
        profits, margins = at.range(PROFITS, kind, line), at.range(MARGINS, kind, line)
        heads = at.range(PROFITS, kind, NAMES_ROW)
        heads = "$" + heads.replace(":", ":$").replace(str(NAMES_ROW + 1), f"${NAMES_ROW + 1}")
        best = f"MATCH(MAX({profits}),{profits},0)"
        none = f'IF($A{line + 1}="","","{NONE}")'
        formulas += [
            f'IF(COUNT({profits})=0,{none},IF(COUNT({profits})=1,"{NO_RIVAL}",INDEX({heads},{best})))',
            f'IF(COUNT({profits})=0,"",MAX({profits}))',
            f'IF(COUNT({profits})=0,"",INDEX({margins},{best}))',
            f'IF(COUNT({profits})<2,"",ROUND(MAX({profits})-LARGE({profits},2),4))',
        ]

    def result(sheet: str, column: int) -> str:
        return f"'{sheet}'!${letter(column)}{line + 1}"

    unranked = ["OR(" + ",".join(f'{result(s, STATUS)}="{word}"' for word in UNRANKED) + ")" for s in at.sheets]
    for column in (PROFIT, MARGIN):
        formulas += [
            f"IF({test},{result(s, STATUS)},{result(s, column)})" for s, test in zip(at.sheets, unranked, strict=True)
        ]
    formulas += [result(s, COST) for s in at.sheets]
    formulas += [result(s, STATUS) for s in at.sheets]
    for kind in range(len(at.kinds)):  # a millionth of a row each, so that no two are the same
        lead = f"{letter(at.best(kind, LEAD))}{line + 1}"
        if month is not None:
            lead = month.lead(kind, line, lead)
        formulas.append(f'IF(ISNUMBER({lead}),{lead}+ROW()/10000000,"")')
    return formulas


def _cached_row(row: SheetRow, layout: Layout, at: Columns, month: MonthBlock | None, line: int) -> list[Value]:
    results: list[list[Value]] = [
        [*[""] * FIRST_RESULT, *cached_results(row, place, program)] for place, program in enumerate(layout.programs)
    ]
    statuses = [result[STATUS] for result in results]
    ranked = [status not in UNRANKED for status in statuses]
    blocks: list[Value] = []
    for column in (PROFIT, MARGIN):
        blocks += [result[column] if ok else result[STATUS] for result, ok in zip(results, ranked, strict=True)]
    blocks += [result[COST] for result in results]
    best: list[Value] = []
    weights: list[Value] = []
    for kind, (_, places) in enumerate(at.kinds):
        known = sorted(
            ((results[place][PROFIT], place) for place in places if ranked[place]),
            key=lambda item: (-float(item[0] or 0), item[1]),
        )
        if not known:
            best += [NONE if row.sku else "", "", "", ""]
            weights.append("")
            continue
        profit, first = known[0]
        more: Value = round(float(profit or 0) - float(known[1][0] or 0), 4) if len(known) > 1 else ""
        best += [at.names[first] if len(known) > 1 else NO_RIVAL, profit, results[first][MARGIN], more]
        weight = more if month is None or row.comparison is None else month.known_lead(kind, row, more)
        weights.append("" if weight == "" else float(weight or 0) + (line + 1) / 10_000_000)
    return [*best, *blocks, *statuses, *weights]


def _conditional_formats(sheet: SheetWriter, formats: Formats, at: Columns, last: int) -> None:
    row = FIRST_ROW + 1
    worksheet = sheet.worksheet
    negative = {"type": "cell", "criteria": "<", "value": 0, "format": formats.negative}
    scale = {"type": "data_bar", "bar_color": "#9BC1BC", "bar_solid": True, "min_type": "num", "min_value": 0}
    for kind, (_, places) in enumerate(at.kinds):
        first, end = at.block(PROFITS) + places[0], at.block(PROFITS) + places[-1]
        own = f"${letter(first)}{row}:${letter(end)}{row}"
        is_best = f"=AND(ISNUMBER({letter(first)}{row}),{letter(first)}{row}=MAX({own}),COUNT({own})>1)"
        worksheet.conditional_format(
            FIRST_ROW, first, last, end, {"type": "formula", "criteria": is_best, "format": formats.good}
        )
        profit, margin = at.best(kind, BEST_PROFIT), at.best(kind, BEST_MARGIN)
        worksheet.conditional_format(FIRST_ROW, profit, last, margin, negative)
        worksheet.conditional_format(FIRST_ROW, margin, last, margin, scale)
    worksheet.conditional_format(FIRST_ROW, at.block(PROFITS), last, at.block(COSTS) - 1, negative)
    status = letter(at.block(STATUSES))
    doubt = f'=AND({status}{row}<>"exact",{status}{row}<>"override",{status}{row}<>"")'
    rule = {"type": "formula", "criteria": doubt, "format": formats.doubt}
    worksheet.conditional_format(FIRST_ROW, at.block(STATUSES), last, at.block(4) - 1, rule)
