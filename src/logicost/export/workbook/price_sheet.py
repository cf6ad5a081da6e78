"""The Price sheet: for every program the break-even price, and whether a price below the next edge of a fee leaves more.

A break-even price has no formula of its own: the steps that depend on the price stand once more for each price that is
tried. First is the one that `price` found when the file was written: it is shown as long as it still breaks even and the one
below it does not. Else the search goes on from there along a secant, and what is shown is what the rules say of the found
price and its neighbours. What no product of the file gives is taken as not given, which keeps the steps few; where it is typed later,
the cell says so instead of a figure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from logicost.decide.price import break_even_prices
from logicost.export.workbook.cells import FIRST_ROW, Value, fixed_row, letter, literal, same_row
from logicost.export.workbook.conversions import LARGEST_AMOUNT
from logicost.export.workbook.decided import live_group
from logicost.export.workbook.formats import Formats
from logicost.export.workbook.layout import CHANNEL, FIRST_INPUT, Layout, ProgramSheet
from logicost.export.workbook.price_edges import PRICE, Edge, best_of, edges_of
from logicost.export.workbook.rows import SheetRow
from logicost.export.workbook.seats import KIND_WORDS
from logicost.export.workbook.sheet_writer import SheetWriter
from logicost.export.workbook.step_sheets import STATUS, UNRANKED, cached_results
from logicost.export.workbook.variant import Variant
from logicost.inputs.fields import FIELD
from logicost.inputs.scalar import INPUTS
from logicost.money import GRAINS_PER_UNIT
from logicost.rules.exact import Run, Values, compile_steps
from logicost.rules.expressions import references
from logicost.rules.plan import Step
from logicost.rules.sheet.formula import ATOM, Formula
from logicost.rules.specialised import specialised

MOST_PRICED = 200  # products: each price that is tried costs some dozens of cells
ASK = "ask: logicost price"  # where the formulas do not tell
KNOWN_ROW = 0  # of the Steps sheet: what the inputs are taken for that no product gives
HEADS = ("break-even", "edge below", "leaves more there")
_FIRST_SHARE = 85  # percent of a change of price that stay, for the first step
_TRIED = 6  # prices: what broke even when the file was written and one below it, the next along the secant, and the found one
# between its neighbours; behind them those at edges


@dataclass(slots=True)
class Priced:
    """One program's columns.

    Attributes:
        first: its first shown column; prices: the columns of the prices tried; variants: the steps at each.
        edges: that are tried: limits of a price, and bands of the fees that go by it.
        written: the column of the break-even price of when the file was written; evens: those of the rows, in grains.
    """

    program: ProgramSheet
    first: int
    prices: list[int]
    variants: list[Variant]
    edges: list[Edge]
    runs: list[tuple[str, Run]]
    written: int
    evens: Mapping[int, int]

    @property
    def profit(self) -> str:
        return self.program.plan.step("profit")


class PriceSheet:
    """The sheet's layout.

    Args:
        rows: of the workbook; what all of them leave out is known.
    """

    def __init__(self, layout: Layout, rows: Sequence[SheetRow]) -> None:
        self.layout, self._rows = layout, rows
        live = [row.values for row in rows if row.values is not None and not row.fixed]
        absent = {name: FIELD[name].absent for name in layout.conversions if name in FIELD and FIELD[name].read}
        self.known = {
            name: value
            for name, value in absent.items()
            if name != PRICE and live and all(values[name] == value for values in live)
        }
        self.unit = layout.plan.market.currency.minor_unit
        self.programs: list[Priced] = []
        column = 3 + len(layout.programs) * len(HEADS)
        for place, program in enumerate(layout.programs):
            column = self._add(program, 3 + place * len(HEADS), column)
        self.end = column

    @property
    def sheet(self) -> str:
        return self.layout.sheets.of("Price")

    @property
    def others_given(self) -> str:
        """Whether the row gives an input that no product of the file gave, so that the steps of this sheet do not hold for it."""
        steps, last = self.layout.sheets.steps, self.layout.check_column - 1
        inputs = f"{same_row(steps, FIRST_INPUT)}:{same_row(None, last)}"
        known = f"'{steps}'!{fixed_row(KNOWN_ROW, FIRST_INPUT, last)}"
        return f'SUMPRODUCT(({known}<>"")*({inputs}<>{known}))>0'

    def _add(self, program: ProgramSheet, first: int, column: int) -> int:
        layout, plan = self.layout, self.layout.plan
        bounds = {name: (spec.smallest, spec.largest) for name, spec in INPUTS.items()}
        known = {name: (value, value) for name, value in self.known.items()}
        if program.seat.fill and CHANNEL in known:
            known[CHANNEL] = (plan.words[CHANNEL].index(program.seat.fill),) * 2
        steps = specialised(plan.steps.values(), {**bounds, **known}, whole_tables=True)
        moved = _moved(plan.steps)
        runs = compile_steps(step for step in plan.steps.values() if step.name in moved)
        profit = program.plan.step("profit")
        priced = Priced(program, first, [], [], [], runs, column, _evens(layout, self._rows, len(self.programs)))
        column += 1
        for each in edges_of(layout, self.unit, steps, profit, moved, program):
            priced.edges.append(Edge(column, each))
            column += len(each)
        for _ in range(_TRIED + len(priced.edges)):
            cell = Formula(same_row(None, column), ATOM, self.unit, LARGEST_AMOUNT)
            variant = Variant(layout, program, column + 1, {PRICE: cell}, [profit], steps)
            priced.prices.append(column)
            priced.variants.append(variant)
            column += 1 + len(variant.columns)
        self.programs.append(priced)
        return column

    def formulas(self, priced: Priced) -> tuple[list[str], list[str]]:
        """Of the prices tried, and of what is shown."""
        layout, unit, sheet = self.layout, self.unit, priced.program.sheet
        own, left = (layout.seen_from_outside(name, sheet).text for name in (PRICE, priced.profit))
        at = [same_row(None, column) for column in priced.prices]
        profits = [variant.cell(priced.profit) for variant in priced.variants]

        def price(value: str) -> str:
            return f"MIN({LARGEST_AMOUNT},MAX({unit},ROUNDUP(ROUND(({value})/{unit},4),0)*{unit}))"

        def secant(p: str, gain: str, q: str, other: str) -> str:
            return f"IF({gain}={other},{q},{price(f'{q}-{other}*({q}-{p})/({other}-{gain})')})"

        found, written = at[4], same_row(None, priced.written)
        tried = [
            f"IF(ISNUMBER({written}),{written},{price(f'{own}-{left}*100/{_FIRST_SHARE}')})",
            f"MAX({unit},{at[0]}-{unit})",
            secant(own, left, at[0], profits[0]),
            f"MAX({unit},{found}-{unit})",
            secant(at[0], profits[0], at[2], profits[2]),
            f"{found}+{unit}",
            *(edge.nearest(own, unit) for edge in priced.edges),
        ]
        status = same_row(sheet, STATUS)
        unknown = "OR(" + ",".join(f"{status}={literal(word)}" for word in UNRANKED) + ")"
        other = self.others_given
        below, here, above = profits[3:_TRIED]
        edges = list(zip(at[_TRIED:], profits[_TRIED:], strict=True))
        at_first = f"{found}={unit}"
        even = (
            f"IF(AND({below}<0,{here}>=0),{found}/{GRAINS_PER_UNIT},IF(AND({here}<0,{above}>=0),{at[5]}/{GRAINS_PER_UNIT},"
            f"IF(AND({at_first},{here}>=0),{found}/{GRAINS_PER_UNIT},{literal(ASK)})))"
        )
        shown = f"IF({unknown},{status},IF({other},{literal(ASK)},IF(ISERROR({'+'.join(profits[3:])}),{literal(ASK)},{even})))"
        for edge, there in edges:  # it may break even once more at a lower price
            even = f"IF(AND({edge}<{found},{there}>=0),{literal(ASK)},{even})"
        still = f"AND(ISNUMBER({written}),{profits[0]}>=0,OR({at[0]}={unit},{profits[1]}<0))"  # as when the file was written
        even = f"IF({still},{at[0]}/{GRAINS_PER_UNIT},{even})"
        edge, there = best_of(edges, own)
        at_edge = f'IF(OR({unknown},{other},{edge}>={own},{there}<={left}),"",{{}})'
        return tried, [
            shown,
            at_edge.format(f"{edge}/{GRAINS_PER_UNIT}"),
            at_edge.format(f"({there}-{left})/{GRAINS_PER_UNIT}"),
        ]

    def values(self, priced: Priced, values: Values, even: int | None) -> list[Values]:
        """The exact reading at each price tried."""
        unit, profit = self.unit, priced.profit

        def at(price: int) -> Values:
            found = {**values, PRICE: price}
            for name, run in priced.runs:
                found[name] = run(found)
            return found

        def price(value: Fraction) -> int:
            fine = (value / unit * 10_000 * 2 + 1) // 2  # half-up to four places, as the sheet does
            whole = -((-fine) // 10_000) if fine > 0 else 0
            return min(LARGEST_AMOUNT, max(unit, int(whole) * unit))

        def secant(p: int, gain: int, q: int, other: int) -> int:
            return q if gain == other else price(q - Fraction(other * (q - p), other - gain))

        own, left = values[PRICE], values[profit]
        first = at(price(own - Fraction(left * 100, _FIRST_SHARE)) if even is None else even)
        second = at(max(unit, first[PRICE] - unit))
        third = at(secant(own, left, first[PRICE], first[profit]))
        found = secant(first[PRICE], first[profit], third[PRICE], third[profit])
        edges = [at(edge.value(values, unit)) for edge in priced.edges]
        return [first, second, third, at(max(unit, found - unit)), at(found), at(found + unit), *edges]

    def shown(
        self,
        priced: Priced,
        tried: Sequence[Values] | None,
        own: Values | None,
        status: Value,
        written: int | None,
    ) -> list[Value]:
        if tried is None or own is None or status in UNRANKED:
            return [status, "", ""]
        profit, unit = priced.profit, self.unit
        below, here, above = tried[3:_TRIED]
        even: Value = ASK
        if below[profit] < 0 <= here[profit] or (here[PRICE] == unit and here[profit] >= 0):
            even = here[PRICE] / GRAINS_PER_UNIT
        elif here[profit] < 0 <= above[profit]:
            even = above[PRICE] / GRAINS_PER_UNIT
        edges = [edge for edge in tried[_TRIED:] if edge[PRICE] < own[PRICE]]
        if any(edge[PRICE] < here[PRICE] and edge[profit] >= 0 for edge in edges):
            even = ASK
        if written is not None and tried[0][profit] >= 0 and (tried[0][PRICE] == unit or tried[1][profit] < 0):
            even = tried[0][PRICE] / GRAINS_PER_UNIT
        if not edges:
            return [even, "", ""]
        edge = max(edges, key=lambda each: each[profit])  # of equals the first, as the sheet has it
        if edge[profit] <= own[profit]:
            return [even, "", ""]
        return [even, edge[PRICE] / GRAINS_PER_UNIT, (edge[profit] - own[profit]) / GRAINS_PER_UNIT]


def _evens(layout: Layout, rows: Sequence[SheetRow], place: int) -> dict[int, int]:
    """The break-even prices that `logicost price` finds, in grains, by the number of the row."""
    group = live_group(layout, rows, place)
    if group is None:
        return {}
    found = break_even_prices(group)
    return {case.place: even for case, even in zip(group.cases, found, strict=True) if even is not None}


def _moved(steps: dict[str, Step]) -> set[str]:
    moved = {PRICE}
    for step in steps.values():
        if any(name in moved for name in references(step.expression)):
            moved.add(step.name)
    return moved


def write_prices(sheet: SheetWriter, formats: Formats, price: PriceSheet, rows: Sequence[SheetRow]) -> None:
    layout, worksheet = price.layout, sheet.worksheet
    first_step = 3 + len(layout.programs) * len(HEADS)
    worksheet.set_column(0, 0, 22)
    worksheet.set_column(1, 1, 30 if any(row.title for row in rows) else 8)
    worksheet.set_column(2, first_step - 1, 13)
    for priced in price.programs:
        worksheet.set_column(priced.first, priced.first, 20)  # where it may say whom to ask
    worksheet.set_column(first_step, price.end - 1, 13, None, {"level": 1, "hidden": True})
    worksheet.set_column(price.end, price.end, 9, None, {"collapsed": True})
    worksheet.set_row(FIRST_ROW - 1, 46)
    sheet.text(
        0, 0, "Price: where each program breaks even, and whether a price below an edge leaves more", formats.title
    )
    told = "break-even: the price, near that of Catalog, from which on nothing is lost; every range of prices: logicost price"
    sheet.text(1, 0, told, formats.plain_note)
    heads = {0: "sku", 1: "title", 2: f"price ({layout.plan.market.currency.code})"}
    for priced in price.programs:
        name = f"{priced.program.seat.shown_as} {KIND_WORDS[priced.program.seat.kind]}"
        heads |= {priced.first + place: f"{head}, {name}" for place, head in enumerate(HEADS)}
        for column, variant in zip(priced.prices, priced.variants, strict=True):
            heads[column] = f"price tried, {name}"
            heads |= {each.column: each.name.replace("_", " ") for each in variant.columns}
        heads[priced.written] = f"break-even when written, {name}"
        heads |= {column: f"edge, {name}" for edge in priced.edges for column in edge.columns}
    for place, head in sorted(heads.items()):
        sheet.text(FIRST_ROW - 1, place, head, formats.head)
    money = formats.number(layout.plan.market.currency.cell_format)
    formulas = [price.formulas(priced) for priced in price.programs]
    sheet.last_row = FIRST_ROW + len(rows) - 1
    for at, row in enumerate(rows, start=FIRST_ROW):
        for column, text in enumerate((row.sku, row.title)):
            formula = f'{same_row(layout.sheets.catalog, column)}&""'
            sheet.formula(at, column, None if row.fixed else formula, text)
        own = same_row(layout.sheets.catalog, layout.catalog.place[PRICE])
        sheet.formula(at, 2, None if row.fixed else f'IF({own}="","",{own})', row.cells.get(PRICE), money)
        tried_of = []
        for place, (priced, (_, shown)) in enumerate(zip(price.programs, formulas, strict=True)):
            values = row.seat_values[place]
            even = priced.evens.get(at - FIRST_ROW)
            tried = None if row.fixed or values is None else price.values(priced, values, even)
            tried_of.append(tried)
            status = cached_results(row, place, priced.program)[STATUS - 2]
            known = price.shown(priced, tried, values, status, even)
            for number, (formula, value) in enumerate(zip(shown, known, strict=True)):
                sheet.formula(at, priced.first + number, None if row.fixed else formula, value, money)
        for place, (priced, (prices, _), tried) in enumerate(zip(price.programs, formulas, tried_of, strict=True)):
            if tried is None or (own_values := row.seat_values[place]) is None:
                continue
            # a file is written from left to right: edges, then each price before the steps at it
            sheet.value(at, priced.written, priced.evens.get(at - FIRST_ROW), formats.grain)
            for edge in priced.edges:
                for column, (formula, run) in zip(edge.columns, edge.formulas, strict=True):
                    sheet.formula(at, column, formula, run(own_values), formats.grain)
            for column, formula, variant, values in zip(priced.prices, prices, priced.variants, tried, strict=True):
                sheet.formula(at, column, formula, values[PRICE], formats.grain)
                for each in variant.columns:
                    sheet.formula(at, each.column, each.formula, values[each.name], formats.grain)
    sheet.frame(3, FIRST_ROW + max(len(rows), 1) - 1, price.end - 1, first_step - 1)
    for priced in price.programs:
        more = letter(priced.first + 2)
        rule = {"type": "formula", "criteria": f"=AND(ISNUMBER({more}{FIRST_ROW + 1}),{more}{FIRST_ROW + 1}>0)",
                "format": formats.good}  # fmt: skip
        worksheet.conditional_format(FIRST_ROW, priced.first + 2, FIRST_ROW + len(rows), priced.first + 2, rule)
