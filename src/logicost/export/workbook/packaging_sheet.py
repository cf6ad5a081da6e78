"""The Packaging sheet: how much smaller or lighter a product must be to cost less, and how near it stands to costing more.

No formula searches for a step: `pack` finds the nearest when the file is written. What it brings is live. The steps of a
program stand twice more on each row, at the measure in the yellow cell and a step on this side of it; so the row says also
whether there still is a step and whether it still is the nearest, and any other measure may be typed to see what it saves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from logicost.decide.pack import Measure, PackTool
from logicost.export.workbook.cells import FIRST_ROW, ROW, Value, letter, literal, number, same_row
from logicost.export.workbook.conversions import SIDE_INPUTS
from logicost.export.workbook.decided import live_group
from logicost.export.workbook.formats import Formats
from logicost.export.workbook.layout import CHANNEL, MONTHLY, Layout, ProgramSheet
from logicost.export.workbook.price_sheet import ASK, PriceSheet
from logicost.export.workbook.rows import SheetRow
from logicost.export.workbook.seats import KIND_WORDS
from logicost.export.workbook.sheet_writer import SheetWriter
from logicost.export.workbook.step_sheets import BEYOND, STATUS, UNRANKED
from logicost.export.workbook.variant import Variant
from logicost.fees.sides import SIDES
from logicost.inputs.fields import MONTHLY_GRAINS
from logicost.inputs.scalar import INPUTS
from logicost.money import GRAINS_PER_UNIT
from logicost.rules.exact import Run, Values, compile_steps
from logicost.rules.sheet.formula import ATOM, Formula
from logicost.rules.specialised import specialised
from logicost.tables.status import Status

MOST_PACKED = 50  # products: each of their rows takes some hundred cells
LOOKED = Fraction("25.4"), Fraction("226.8")  # millimetres and grams within which a dearer step is looked for
WEIGHT, SIPP = "weight", "sipp"
VARIED = (*SIDE_INPUTS, "unit_weight", SIPP)
SKU, TITLE, PROGRAM, ORDERS, MEASURE, IF, NOW, TO, UNIT, SAVES, YEAR, SO, WHAT = range(13)
HEADS = ("sku", "title", "program", "orders", "measure", "if it is", "now", "to", "unit", "saves a unit", "saves a year",
         "nearest step?", "what changes there (when the file was written)")  # fmt: skip
WIDTHS = (22, 30, 18, 8, 10, 10, 9, 9, 5, 13, 13, 24, 90)
TRIED = len(HEADS)  # the measures that are tried: at the step and on this side of it
CHECK, NOT_TAKEN, NO_FIGURE = "check: a number", "is not taken", "no figure on file"
NEAREST, REACHED, NO_STEP, A_STEP = "yes", "reached", "no step here", "a step; nearer ones: logicost pack"
_OTHER_SHEETS = re.compile(rf"(![$][A-Z]+){ROW}(?::([$][A-Z]+){ROW})?")


@dataclass(frozen=True, slots=True)
class PackRow:
    """A row of the sheet: one answer of `pack`.

    Attributes:
        at: the number of the product; place: of the program's sheet.
        side: the measure's place among sides and weight, None for the certification; to: in grains.
        away: from the step to this side of it, in grains; above 0 where the product shrinks.
    """

    at: int
    place: int
    answer: Mapping[str, Any]
    measure: Measure | None
    side: int | None
    to: int
    away: int

    @property
    def what(self) -> str:
        return "certified" if self.side is None else "smaller" if self.away > 0 else "bigger"


@dataclass(slots=True)
class Block:
    """One program's steps: at the step, and on this side of it."""

    variants: tuple[Variant, Variant]
    runs: list[tuple[str, Run]]


class PackagingSheet:
    """The sheet's layout and its rows.

    Args:
        price: whose known inputs keep the steps few.
    """

    def __init__(self, layout: Layout, rows: Sequence[SheetRow], price: PriceSheet) -> None:
        self.layout, self.rows, self.price = layout, rows, price
        self.jump = 2 * layout.plan.market.currency.minor_unit
        self.listed: list[PackRow] = []
        self.blocks: list[Block] = []
        column = TRIED + 2 * len(VARIED)
        for place, program in enumerate(layout.programs):
            self.blocks.append(self._block(program, column))
            column += sum(len(variant.columns) for variant in self.blocks[-1].variants)
            self.listed += self._listed(place)
        self.listed.sort(key=lambda each: (each.at, each.place))
        self.end = column

    @property
    def sheet(self) -> str:
        return self.layout.sheets.of("Packaging")

    def _block(self, program: ProgramSheet, column: int) -> Block:
        bounds = {name: (spec.smallest, spec.largest) for name, spec in INPUTS.items()}
        known = {name: (value, value) for name, value in self.price.known.items() if name not in VARIED}
        if program.seat.fill and CHANNEL in known:
            known[CHANNEL] = (self.layout.plan.words[CHANNEL].index(program.seat.fill),) * 2
        steps = specialised(self.layout.plan.steps.values(), {**bounds, **known}, whole_tables=True)
        wanted = [program.plan.step(name) for name in ("total_cost", "status")]
        wanted += [refusal.condition for refusal in program.plan.refusals]
        made: list[Variant] = []
        for tried in (TRIED, TRIED + len(VARIED)):
            cells = {
                name: Formula(same_row(None, tried + place), ATOM, max(INPUTS[name].smallest, 0), INPUTS[name].largest)
                for place, name in enumerate(VARIED)
            }
            made.append(Variant(self.layout, program, column, cells, wanted, steps))
            column += len(made[-1].columns)
        used = {each.name for each in made[0].columns}
        plan = self.layout.plan
        return Block((made[0], made[1]), compile_steps(step for step in plan.steps.values() if step.name in used))

    def _listed(self, place: int) -> Iterator[PackRow]:
        """The answers of `pack` for the rows that are live and whose costs are all known."""
        group = live_group(self.layout, self.rows, place)
        if group is None:
            return
        tool = PackTool(group, LOOKED)
        for number_of, answer in tool.answers(np.arange(len(group.cases))):
            at = group.cases[number_of].place
            if answer["change"] == SIPP:
                yield PackRow(at, place, answer, None, None, 0, 0)
            elif answer.get("to") is not None:
                is_risk = answer["change"] == "risk"
                name = answer["effect"].partition(":")[0] if is_risk else answer["change"]
                side = [*SIDES, WEIGHT].index(name)
                measure = tool.measures[VARIED[side]]
                to = round(Fraction(answer["to"]) * measure.grains_a_unit)
                yield PackRow(at, place, answer, measure, side, to, -1 if is_risk else measure.step)

    def now(self, side: int) -> str:
        """The row's own measure: sides by their length."""
        cells = [self.layout.seen_from_outside(name, "").text for name in VARIED[:4]]
        return cells[3] if side == 3 else f"{('MAX', 'MEDIAN', 'MIN')[side]}({','.join(cells[:3])})"

    def tried_formulas(self, row: PackRow) -> list[str]:
        """The sides, the weight and the certification at the step, then on this side of it."""
        has_sipp = SIPP in self.layout.conversions
        own = [*map(self.now, range(4)), self.layout.seen_from_outside(SIPP, "").text if has_sipp else "0"]
        if row.measure is None or row.side is None:
            return [*own[:4], "1", *own]
        scale, largest = int(row.measure.grains_a_unit), INPUTS[VARIED[row.side]].largest
        to, at = same_row(None, TO), same_row(None, TRIED + row.side)
        typed = f"IF(ISNUMBER({to}),MIN({largest},MAX(1,ROUND({to}*{scale},0))),NA())"
        now = own[row.side]
        near = f"MIN({now},{at}+{row.away})" if row.away > 0 else f"MAX({now},{at}{row.away})"
        return [*_with(own, row.side, typed), *_with(own, row.side, near)]

    def tried(self, row: PackRow) -> tuple[list[Values], Values]:
        """The exact reading at the step and on this side of it, and at the row's own measures."""
        own = self._values(row)
        sides = sorted((own[name] for name in SIDE_INPUTS), reverse=True)
        measures = [*sides, own["unit_weight"], own[SIPP]]
        if row.side is None:
            both = [_with(measures, 4, 1), measures]
        else:
            now, near = measures[row.side], row.to + row.away
            both = [
                _with(measures, row.side, row.to),
                _with(measures, row.side, min(now, near) if row.away > 0 else max(now, near)),
            ]
        found = []
        for each in both:
            values = {**own, **dict(zip(VARIED, each, strict=True))}
            for name, run in self.blocks[row.place].runs:
                values[name] = run(values)
            found.append(values)
        return found, {**own, **dict(zip(VARIED, measures, strict=True))}

    def _values(self, row: PackRow) -> Values:
        values = self.rows[row.at].seat_values[row.place]
        assert values is not None
        return values

    def shown_formulas(self, row: PackRow, own: Values) -> dict[int, str]:
        """Of what the product measures now, what the step saves, and whether it is the nearest."""
        program = self.layout.programs[row.place]
        sheet = program.sheet
        step = program.plan.step
        at, near = self.blocks[row.place].variants
        status, saves = same_row(sheet, STATUS), same_row(None, SAVES)
        now = self.layout.seen_from_outside(step("total_cost"), sheet).text
        cost, beside = at.cell(step("total_cost")), near.cell(step("total_cost"))
        refused, refused_beside = (
            "+".join(each.cell(refusal.condition) for refusal in program.plan.refusals) or "0" for each in (at, near)
        )
        unknown = "OR(" + ",".join(f"{status}={literal(word)}" for word in UNRANKED) + ")"
        no_figure = f"{at.cell(step('status'))}={int(Status.UNSOURCED)}"
        saved = (
            f"IF(ISERROR({cost}+{at.cell(step('status'))}+{refused}),{literal(BEYOND)},IF({refused}>0,{literal(NOT_TAKEN)},"
            f"IF({no_figure},{literal(NO_FIGURE)},({now}-{cost})/{GRAINS_PER_UNIT})))"
        )
        if row.measure is not None:
            saved = f"IF(ISNUMBER({same_row(None, TO)}),{saved},{literal(CHECK)})"
        saved = f"IF({unknown},{status},IF({self.price.others_given},{literal(ASK)},{saved}))"
        monthly = self.layout.seen_from_outside(MONTHLY, sheet).text
        unit = self.layout.plan.market.currency.minor_unit
        year = f"ROUND({saves}*{GRAINS_PER_UNIT}*12*{monthly}/{MONTHLY_GRAINS * unit},0)*{unit}/{GRAINS_PER_UNIT}"
        shown = {SAVES: saved, YEAR: f'IF(ISNUMBER({saves}),IF({monthly}<0,"",{year}),"")'}
        if row.measure is None or row.side is None:
            return {**shown, SO: '""'}
        measured, tried = self.now(row.side), same_row(None, TRIED + row.side)
        falls = f"{beside}-{cost}" if row.away > 0 else f"{cost}-{beside}"
        before = f"ABS({now}-{beside})<{self.jump}"
        sides = sorted((own[name] for name in SIDE_INPUTS), reverse=True)
        written = ",".join(
            f"{self.now(side)}={grains}" for side, grains in enumerate([*sides, own["unit_weight"]])
        )  # then `pack` itself has found it
        passed = f"{tried}>={measured}" if row.away > 0 else f"{tried}<={measured}"
        is_step = f"AND({falls}>={self.jump},{refused_beside}=0,{near.cell(step('status'))}<>{int(Status.UNSOURCED)})"
        so = (
            f"IF({passed},{literal(REACHED)},IF(ISERROR({beside}+{refused_beside}),{literal(A_STEP)},"
            f"IF({is_step},IF(OR({before},AND({written})),{literal(NEAREST)},{literal(A_STEP)}),{literal(NO_STEP)})))"
        )
        return {NOW: f"{measured}/{int(row.measure.grains_a_unit)}", **shown, SO: f'IF(ISNUMBER({saves}),{so},"")'}

    def shown(self, row: PackRow, found: Sequence[Values], own: Values) -> dict[int, Value]:
        """What those come to."""
        program, (at, _) = self.layout.programs[row.place], found
        cost, currency = program.plan.step("total_cost"), self.layout.plan.market.currency
        saves: Value = (own[cost] - at[cost]) / GRAINS_PER_UNIT
        if any(at[refusal.condition] for refusal in program.plan.refusals):
            saves = NOT_TAKEN
        elif at[program.plan.step("status")] == Status.UNSOURCED:
            saves = NO_FIGURE
        units, year = own[MONTHLY], ""
        cells: dict[int, Value] = {SAVES: saves, YEAR: year, SO: ""}
        if isinstance(saves, float) and units >= 0:
            cells[YEAR] = float(currency.rounded(Fraction((own[cost] - at[cost]) * 12 * units, MONTHLY_GRAINS)))
        if row.measure is not None and row.side is not None:
            sides = sorted((own[name] for name in SIDE_INPUTS), reverse=True)
            cells[NOW] = number([*sides, own["unit_weight"]][row.side], row.measure.grains_a_unit)
            cells[SO] = NEAREST if isinstance(saves, float) else ""
        return cells


def _with(values: Iterable[Any], place: int, value: Any) -> list[Any]:
    found = list(values)
    found[place] = value
    return found


def _for_product(formula: str, product: int) -> str:
    """The formula where other sheets have the product on another row than this one has it."""
    own = FIRST_ROW + product + 1
    return _OTHER_SHEETS.sub(lambda found: f"{found[1]}{own}" + (f":{found[2]}{own}" if found[2] else ""), formula)


def write_packaging(sheet: SheetWriter, formats: Formats, pack: PackagingSheet) -> None:
    worksheet = sheet.worksheet
    for column, width in enumerate(WIDTHS):
        is_bare = column == TITLE and not any(row.title for row in pack.rows)
        worksheet.set_column(column, column, 8 if is_bare else width)
    worksheet.set_column(TRIED, pack.end - 1, 13, None, {"level": 1, "hidden": True})
    worksheet.set_column(pack.end, pack.end, 9, None, {"collapsed": True})
    sheet.text(
        0, 0, "Packaging: how much smaller must it be to cost less, and how near is it to costing more?", formats.title
    )
    told = "the yellow cells are the nearest steps by logicost pack: type any other measure to see what it saves; below 0: what it costs more"
    sheet.text(1, 0, told, formats.plain_note)
    if not pack.listed:
        sheet.text(2, 0, "no step is near, or costs have no figure on file", formats.plain_note)
    for column, head in enumerate(HEADS):
        sheet.text(FIRST_ROW - 1, column, head, formats.head)
    for column in range(TRIED, TRIED + 2 * len(VARIED)):
        sheet.text(
            FIRST_ROW - 1, column, f"{VARIED[(column - TRIED) % len(VARIED)].replace('_', ' ')} tried", formats.head
        )
    for block in pack.blocks:
        for variant in block.variants:
            for each in variant.columns:
                sheet.text(FIRST_ROW - 1, each.column, each.name.replace("_", " "), formats.head)
    for line, row in enumerate(pack.listed, start=FIRST_ROW):
        _write_row(sheet, formats, pack, row, line)
    last = FIRST_ROW + max(len(pack.listed), 1) - 1
    sheet.frame(2, last, pack.end - 1, WHAT)
    saves = letter(SAVES)
    for compared, style in ((">", formats.good), ("<", formats.negative)):
        criteria = f"=AND(ISNUMBER({saves}{FIRST_ROW + 1}),{saves}{FIRST_ROW + 1}{compared}0)"
        worksheet.conditional_format(
            FIRST_ROW, SAVES, last, SAVES, {"type": "formula", "criteria": criteria, "format": style}
        )


def _write_row(sheet: SheetWriter, formats: Formats, pack: PackagingSheet, row: PackRow, line: int) -> None:
    layout, answer = pack.layout, row.answer
    seat, of = layout.programs[row.place].seat, pack.rows[row.at]
    money = formats.number(layout.plan.market.currency.cell_format)
    found, own = pack.tried(row)

    def formula(column: int, text: str, value: Value, style: Any = None) -> None:
        sheet.formula(line, column, _for_product(text, row.at), value, style)

    for column, text in ((SKU, of.sku), (TITLE, of.title)):
        formula(column, f'{same_row(layout.sheets.catalog, column)}&""', text)
    name = "SIPP" if row.side is None else [*SIDES, WEIGHT][row.side]
    for column, text in ((PROGRAM, seat.shown_as), (ORDERS, KIND_WORDS[seat.kind]), (MEASURE, name), (IF, row.what)):
        sheet.text(line, column, text)
    formulas, values = pack.shown_formulas(row, own), pack.shown(row, found, own)
    if row.measure is not None:
        formula(NOW, formulas[NOW], values[NOW])
        sheet.value(line, TO, number(row.to, row.measure.grains_a_unit), formats.input())
        sheet.text(line, UNIT, row.measure.unit, formats.beside)
    for column in (SAVES, YEAR):
        formula(column, formulas[column], values[column], money)
    formula(SO, formulas[SO], values[SO], formats.beside)
    effect = answer["effect"].partition(": ")[2] if row.what == "bigger" else answer["effect"]
    sheet.text(line, WHAT, effect)
    tried = [each[name] for each in found for name in VARIED]
    for column, (text, value) in enumerate(zip(pack.tried_formulas(row), tried, strict=True), start=TRIED):
        formula(column, text, value, formats.grain)
    for variant, at in zip(pack.blocks[row.place].variants, found, strict=True):
        for each in variant.columns:
            assert each.formula is not None
            formula(each.column, each.formula, at[each.name], formats.grain)
