"""The same products on a second date, beside the first: what they cost and leave when other cards hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from logicost.answers.engine import compiled_plan
from logicost.answers.explain import used_names
from logicost.errors import LogicostError
from logicost.export.workbook.cells import FIRST_ROW, Value, fixed_cell, letter, literal, same_row
from logicost.export.workbook.conversions import SHIP_DAY, day_formula
from logicost.export.workbook.formats import Formats
from logicost.export.workbook.layout import GRAINS, VALUE, Layout, ProgramSheet, days_of
from logicost.export.workbook.rows import SheetRow
from logicost.export.workbook.seats import KIND_WORDS
from logicost.export.workbook.sheet_writer import SheetWriter
from logicost.export.workbook.step_sheets import COST, STATUS, cached_results
from logicost.export.workbook.tables_layout import TablesLayout
from logicost.export.workbook.variant import Variant, changed_steps
from logicost.inputs.days import day_number
from logicost.inputs.scalar import INPUTS
from logicost.money import GRAINS_PER_UNIT
from logicost.rules.exact import Run, Values, compile_steps
from logicost.rules.plan import Plan, Step
from logicost.rules.sheet.formula import ATOM, Formula
from logicost.tables.status import ERROR, Status

MOST_TRIED = 50  # products, to see whether one of them costs another sum
MOST_CLASSES = 8  # of days that are looked through for one on which a figure changes
HEADS = ("cost", "cost then", "costs more", "profit then", "status then")


def find_second_day(layout: Layout, wanted: dt.date | None, rows: Sequence[SheetRow]) -> tuple[dt.date, Plan] | None:
    """The date that is asked for, else the first later one on which one of the products costs another sum; with its plan.

    None where no such date is near, or its cards are not on file.
    """
    plan = layout.plan
    names = tuple(plan.programs)
    day = wanted or layout.days[1] + dt.timedelta(1)
    try:
        for _ in range(MOST_CLASSES):
            other = compiled_plan(plan.shelf, plan.market.code, day, names).plan
            if wanted or _costs_change(layout, other, day, rows):
                return day, other
            day = days_of(other, day)[1] + dt.timedelta(1)
    except LogicostError:
        return None
    return None


def _costs_change(layout: Layout, other: Plan, day: dt.date, rows: Sequence[SheetRow]) -> bool:
    runs = compile_steps(_changed(layout, other))
    live = [row for row in rows if row.comparison is not None and not row.fixed][:MOST_TRIED]
    for place, program in enumerate(layout.programs):
        cost = program.plan.step("total_cost")
        for row in live:
            before, then = row.seat_values[place], values_then(runs, day, row, place)
            if before is not None and then is not None and before[cost] != then[cost]:
                return True
    return False


def _changed(layout: Layout, other: Plan) -> list[Step]:
    """The steps that are others on the second date, or are worked out from the day."""
    used = {name for program in layout.programs for name in _used(other, program)}
    return changed_steps(layout.plan, other, used, lambda name: name == SHIP_DAY)


def _wanted(program: ProgramSheet, plan: Plan) -> list[str]:
    own = plan.program_of(program.seat.program)
    return [own.step(name) for name in ("total_cost", "profit", "status")] + [each.condition for each in own.refusals]


def inputs_then(layout: Layout, plan: Plan) -> set[str]:
    """The inputs by which the programs go on that date."""
    return {name for program in layout.programs for name in _used(plan, program) if name in INPUTS}


def _used(plan: Plan, program: ProgramSheet) -> set[str]:
    return used_names(plan, _wanted(program, plan))


@dataclass(slots=True)
class SecondDate:
    """The sheet of a second date.

    Attributes:
        days: for which its cards hold; `variants`: one for each program's sheet; `first`: the first column of each.
    """

    layout: Layout
    day: dt.date
    plan: Plan
    days: tuple[dt.date, dt.date]
    tables: TablesLayout
    variants: list[Variant]
    runs: list[tuple[str, Run]] = field(init=False)

    def __post_init__(self) -> None:
        self.runs = compile_steps(_changed(self.layout, self.plan))

    @classmethod
    def of(cls, layout: Layout, day: dt.date, plan: Plan) -> SecondDate:
        tables = TablesLayout(plan, _changed(layout, plan), layout.words_of_all, layout.sheets.of("Tables then"))
        cell = fixed_cell(layout.sheets.shared, layout.second_row, GRAINS)
        days = days_of(plan, day)
        other = {SHIP_DAY: Formula(cell, ATOM, day_number(days[0]), day_number(days[1]))}
        made = cls(layout, day, plan, days, tables, [])
        column = made.first_step
        for program in layout.programs:
            variant = Variant(layout, program, column, other, _wanted(program, plan), plan.steps, tables)
            made.variants.append(variant)
            column += len(variant.columns)
        return made

    @property
    def sheet(self) -> str:
        return self.layout.sheets.of("Second date")

    @property
    def first_step(self) -> int:
        return 2 + len(self.layout.programs) * len(HEADS)

    def formula(self) -> str:
        """Of the whole number of the second date on Shared."""
        first, last = (day_number(day) for day in self.days)
        return day_formula(fixed_cell(None, self.layout.second_row, VALUE), "NA()", first, last)


def write_second_date(sheet: SheetWriter, formats: Formats, second: SecondDate, rows: Sequence[SheetRow]) -> None:
    layout = second.layout
    worksheet, currency = sheet.worksheet, layout.plan.market.currency
    worksheet.set_column(0, 0, 22)
    worksheet.set_column(1, 1, 30 if any(row.title for row in rows) else 8)
    worksheet.set_column(2, second.first_step - 1, 13)
    worksheet.set_row(FIRST_ROW - 1, 46)
    columns = [column for variant in second.variants for column in variant.columns]
    end = second.first_step + len(columns)
    if columns:
        worksheet.set_column(second.first_step, end - 1, 13, None, {"level": 1, "hidden": True})
        worksheet.set_column(end, end, 9, None, {"collapsed": True})
    first, last = (day.isoformat() for day in second.days)
    sheet.text(0, 0, f"And on {second.day.isoformat()}? What each program then costs and leaves", formats.title)
    told = f"the second date stands on {layout.sheets.shared} (named second_date): any day from {first} to {last}; the first is {layout.day.isoformat()}"
    sheet.text(1, 0, told, formats.plain_note)
    for place, program in enumerate(layout.programs):
        sheet.text(2, 2 + place * len(HEADS), f"{program.seat.shown_as}, {KIND_WORDS[program.seat.kind]}", formats.band)
    heads = ["sku", "title"]
    for program in layout.programs:
        heads += [f"{head}, {program.seat.shown_as} {KIND_WORDS[program.seat.kind]}" for head in HEADS]
    heads += [column.name.replace("_", " ") for column in columns]
    for place, head in enumerate(heads):
        sheet.text(FIRST_ROW - 1, place, head, formats.head)
    money = formats.number(currency.cell_format)
    formulas = [_formulas(second, place) for place in range(len(layout.programs))]
    sheet.last_row = FIRST_ROW + len(rows) - 1
    for at, row in enumerate(rows, start=FIRST_ROW):
        for column, text in enumerate((row.sku, row.title)):
            formula = f'{same_row(layout.sheets.catalog, column)}&""'
            sheet.formula(at, column, None if row.fixed else formula, text)
        answers = [values_then(second.runs, second.day, row, place) for place in range(len(layout.programs))]
        for place, (own, values) in enumerate(zip(formulas, answers, strict=True)):
            cached = _cached(second, row, place, values)
            for number, (formula, value) in enumerate(zip(own, cached, strict=True)):
                style = formats.beside if number == len(HEADS) - 1 else money
                sheet.formula(at, 2 + place * len(HEADS) + number, None if row.fixed else formula, value, style)
        for variant, values in zip(second.variants, answers, strict=True):
            for each in variant.columns:
                if values is not None:
                    sheet.formula(at, each.column, each.formula, values[each.name], formats.grain)
    sheet.frame(2, FIRST_ROW + max(len(rows), 1) - 1, max(end - 1, 2), second.first_step - 1)
    line = FIRST_ROW + 1
    for place in range(len(layout.programs)):
        column = 2 + place * len(HEADS) + 2
        more = f"=AND(ISNUMBER({letter(column)}{line}),{letter(column)}{line}>0)"
        rule = {"type": "formula", "criteria": more, "format": formats.negative}
        worksheet.conditional_format(FIRST_ROW, column, FIRST_ROW + len(rows), column, rule)


def _formulas(second: SecondDate, place: int) -> list[str]:
    """Cost on the first date, on the second, the difference, profit and status on the second."""
    layout, variant = second.layout, second.variants[place]
    program = layout.programs[place]
    own = second.plan.program_of(program.seat.program)
    cost, profit, status = (variant.cell(own.step(name)) for name in ("total_cost", "profit", "status"))
    now, problem = same_row(program.sheet, COST), same_row(program.sheet, STATUS)
    first, digits = 2 + place * len(HEADS), layout.plan.market.currency.minor_digits
    then = same_row(None, first + 4)
    words = ",".join(literal(each.word) for each in Status if each is not Status.ERROR)
    conditions = "+".join(variant.cell(each.condition) for each in own.refusals) or "0"
    error = literal(ERROR)
    known = f'OR({then}="",{then}={error})'
    bad = f"ISERROR({cost}+{profit}+{status}+{conditions})"
    return [
        now,
        f'IF({known},"",{cost}/{GRAINS_PER_UNIT})',
        f'IF(AND(ISNUMBER({now}),ISNUMBER({same_row(None, first + 1)})),ROUND(ROUND({same_row(None, first + 1)}-{now},4),{digits}),"")',
        f'IF({known},"",{profit}/{GRAINS_PER_UNIT})',
        f'IF({problem}="","",IF(OR({layout.check}<>"",{problem}={error}),{error},IF({bad},{error},IF({conditions}>0,{error},CHOOSE({status}+1,{words})))))',
    ]


def values_then(runs: Sequence[tuple[str, Run]], day: dt.date, row: SheetRow, place: int) -> Values | None:
    """The exact reading of the row on another date, by the steps that are others then; None where the row is not live."""
    values = row.seat_values[place]
    if row.fixed or values is None:
        return None
    found: Values = {**values, SHIP_DAY: day_number(day)}
    for name, run in runs:
        found[name] = run(found)
    return found


def _cached(second: SecondDate, row: SheetRow, place: int, values: Values | None) -> list[Value]:
    program = second.layout.programs[place]
    results: list[Value] = ["", "", *cached_results(row, place, program)]
    now, status = results[COST], results[STATUS]
    if values is None or status in ("", ERROR):
        return [now, "", "", "", status if row.fixed or status == "" else ERROR]
    own = second.plan.program_of(program.seat.program)
    if any(values[each.condition] for each in own.refusals):
        return [now, "", "", "", ERROR]
    cost, profit = (values[own.step(name)] / GRAINS_PER_UNIT for name in ("total_cost", "profit"))
    more: Value = ""
    if isinstance(now, int | float):  # half-up and not half-even, as the sheet rounds
        difference = values[own.step("total_cost")] - round(now * GRAINS_PER_UNIT)
        more = float(second.layout.plan.market.currency.rounded(difference))
    return [now, cost, more, profit, Status(values[own.step("status")]).word]
