"""The Shared sheet and the sheet of each program: results, cost lines, and a column for every step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from logicost.answers.results import INVESTED, Quote
from logicost.export.workbook.cells import FIRST_ROW, Value, letter, literal, literal_text, same_row
from logicost.export.workbook.formats import Formats
from logicost.export.workbook.layout import (
    CHANNEL,
    FILLED,
    MUST_ROW,
    RESULTS,
    Layout,
    ProgramSheet,
    StepColumn,
)
from logicost.export.workbook.rows import SheetRow
from logicost.export.workbook.seats import KIND_NAMES
from logicost.export.workbook.sheet_writer import SheetWriter
from logicost.export.workbook.units import grain_name
from logicost.fees import FEES
from logicost.inputs.fields import NOT_GIVEN
from logicost.inputs.scalar import INPUTS
from logicost.market import AMAZON, AMAZON_PLACE
from logicost.money import GRAINS_PER_UNIT, Currency
from logicost.rules.exact import Values
from logicost.rules.plan import ALWAYS
from logicost.rules.program_plan import Line, Note
from logicost.rules.sheet.table import LIMIT
from logicost.rules.text import PLACEHOLDER
from logicost.tables.status import ERROR, NOT_RANKED, UNSOURCED, Status

EMPTY = " "  # the problem of a row that stands ready to be filled in
BEYOND = "beyond what the workbook computes"
UNRANKED = ("", *NOT_RANKED)  # statuses of rows of which nothing can be ranked
OTHER_ORDERS = "the row's orders are of another kind"
FIRST_RESULT = 2
PROBLEM, STATUS, TIER, COST, PROFIT, MARGIN, ROI = range(FIRST_RESULT, len(RESULTS))


def write_steps(
    sheet: SheetWriter, formats: Formats, layout: Layout, rows: Sequence[SheetRow], known: Mapping[str, int]
) -> None:
    """The inputs in grains, and the steps that several programs share; above, what the Price sheet takes as known."""
    _title(sheet, formats, "Inputs in whole numbers, and shared steps")
    for column in layout.steps:
        if column.step is None and column.name in known:
            sheet.value(0, column.column, known[column.name], formats.note)
    sheet.worksheet.set_column(0, 0, 22)
    sheet.worksheet.set_column(1, layout.check_column + len(layout.steps), 13)
    sheet.worksheet.set_column(layout.check_column, layout.check_column, 40)
    inputs = [column for column in layout.steps if column.step is None]
    heads = {
        0: ("sku", "", ""),
        FILLED: ("filled in", "1 = yes", "whether the row of the catalog holds anything"),
        layout.check_column: ("problem", "", "the first input that cannot be used"),
    }
    must = {
        column.column: f"check {layout.catalog_name(column.name)}: {conversion.must}"
        for column in inputs
        if (conversion := layout.conversions.get(column.name)) is not None
    }
    _write_heads(sheet, formats, layout, heads, layout.steps, must)
    _frame(sheet, layout, FILLED, len(rows), layout.check_column + len(layout.steps) - len(inputs))
    sheet.last_row = FIRST_ROW + len(rows) - 1
    for number, row in enumerate(rows, start=FIRST_ROW):
        _write_name(sheet, layout, number, row)
        filled = None if row.fixed else layout.filled_formula
        sheet.formula(number, FILLED, filled, int(row.comparison is not None), formats.grain)
        _write_values(sheet, formats, number, row, inputs, row.values)
        problem = None if row.fixed else layout.problem_formula
        sheet.formula(number, layout.check_column, problem, "" if row.comparison is not None else EMPTY)
        _write_values(sheet, formats, number, row, layout.steps[len(inputs) :], row.values)


def write_program(
    sheet: SheetWriter, formats: Formats, layout: Layout, program: ProgramSheet, rows: Sequence[SheetRow], place: int
) -> None:
    """One program; `place`: its number among the sheets."""
    _title(
        sheet,
        formats,
        f"{program.seat.shown_as}, {KIND_NAMES[program.seat.kind]}: results per unit, cost lines, and the steps behind them",
    )
    lines = program.plan.lines
    notes = len(RESULTS) + len(lines)
    currency = layout.plan.market.currency
    results = [cached_results(row, place, program) for row in rows]
    idle = {
        column
        for column in range(len(RESULTS), notes)
        if all(result[column - FIRST_RESULT] in ("", None) for result in results)
    }
    problems = [len(str(result[0])) for result in results]
    widths = {0: 22, 1: 30 if any(row.title for row in rows) else 8, PROBLEM: max(14, min(70, max(problems))), TIER: 22,
              notes: 90}  # fmt: skip
    sheet.worksheet.set_row(MUST_ROW, 48)
    sheet.worksheet.set_row(FIRST_ROW - 1, 46)
    for column in range(notes + 1):
        folded = {"level": 1, "hidden": True} if column in idle else {}
        sheet.worksheet.set_column(column, column, widths.get(column, 13), None, folded)
    sheet.worksheet.outline_settings(True, True, True, False)
    last = notes + len(program.steps)
    if last > notes:
        sheet.worksheet.set_column(notes + 1, last, 13, None, {"level": 1, "hidden": True})
        sheet.worksheet.set_column(last + 1, last + 1, 9, None, {"collapsed": True})
    units = ("", "", "", "", "", currency.code, currency.code, "of price", "of goods")
    heads = {column: (name, units[column], "") for column, name in enumerate(RESULTS)}
    heads[ROI] = ("roi", units[ROI], f"profit by {INVESTED}")
    for column, line in enumerate(lines, start=len(RESULTS)):
        stage = FEES[line.fee].stage
        heads[column] = (line.fee, currency.code, f"{stage}; {'; '.join(cards_of(line)) or 'your own figure'}")
    heads[notes] = ("notes", "", "what to mind in the row's figures")
    _write_heads(sheet, formats, layout, heads, program.steps)
    _frame(sheet, layout, 2, len(rows), last, notes - 1)
    formulas = _result_formulas(layout, program)
    note = _notes_formula(layout, program)
    sheet.last_row = FIRST_ROW + len(rows) - 1
    for number, (row, cached) in enumerate(zip(rows, results, strict=True)):
        at = FIRST_ROW + number
        _write_name(sheet, layout, at, row, titled=True)
        for column, (formula, value) in enumerate(zip(formulas, cached, strict=True), start=FIRST_RESULT):
            style = _style(formats, column, currency)
            sheet.formula(at, column, None if row.fixed else formula, value, style)
        sheet.formula(at, notes, None if row.fixed else note, _notes(row, place, program), formats.beside)
        _write_values(sheet, formats, at, row, program.steps, row.seat_values[place])
    _colour(sheet, formats, len(rows))


def _title(sheet: SheetWriter, formats: Formats, text: str) -> None:
    sheet.text(0, 0, text, formats.title)


def _frame(sheet: SheetWriter, layout: Layout, frozen: int, rows: int, last: int, printed: int | None = None) -> None:
    """What every sheet of rows has: headings that stay, a filter, and how it prints."""
    sheet.frame(frozen, FIRST_ROW + max(rows, 1) - 1, last, printed)


def _colour(sheet: SheetWriter, formats: Formats, rows: int) -> None:
    end = FIRST_ROW + max(rows, 1) - 1
    status, profit = letter(STATUS), letter(PROFIT)
    first = FIRST_ROW + 1
    doubt = f'=AND(${status}{first}<>"",${status}{first}<>"exact",${status}{first}<>"override")'
    bad = f'=OR(${status}{first}="error",${status}{first}="unsourced")'
    for criteria, style in ((bad, formats.wrong), (doubt, formats.doubt)):
        rule = {"type": "formula", "criteria": criteria, "format": style}
        sheet.worksheet.conditional_format(FIRST_ROW, STATUS, end, STATUS, rule)
    negative = f"=AND(ISNUMBER({profit}{first}),{profit}{first}<0)"
    rule = {"type": "formula", "criteria": negative, "format": formats.negative}
    sheet.worksheet.conditional_format(FIRST_ROW, PROFIT, end, ROI, rule)


def _write_heads(
    sheet: SheetWriter,
    formats: Formats,
    layout: Layout,
    heads: dict[int, tuple[str, str, str]],
    columns: Sequence[StepColumn],
    must: Mapping[int, str] | None = None,
) -> None:
    """Notes and units above the names, which stand next to the rows."""
    for column in columns:
        step = column.step
        kind = step.kind if step is not None else INPUTS[column.name].kind
        note = "input" if step is None else "; ".join(text for text in (step.note, step.edition) if text)
        heads[column.column] = (column.name, grain_name(kind, layout.plan.market), note)
    told = {**{place: texts[2] for place, texts in heads.items()}, **(must or {})}
    for place, text in sorted(told.items()):
        sheet.text(MUST_ROW, place, text, formats.note)
    for place, texts in sorted(heads.items()):
        sheet.text(MUST_ROW + 1, place, texts[1], formats.unit)
    for place, texts in sorted(heads.items()):
        sheet.text(MUST_ROW + 2, place, texts[0].replace("_", " "), formats.head)


def _write_name(sheet: SheetWriter, layout: Layout, row: int, of: SheetRow, titled: bool = False) -> None:
    """The sku, and what the product is called."""
    for column, text in enumerate((of.sku, of.title) if titled else (of.sku,)):
        formula = f'{same_row(layout.sheets.catalog, column)}&""'
        sheet.formula(row, column, None if of.fixed else formula, text)


def _write_values(
    sheet: SheetWriter, formats: Formats, row: int, of: SheetRow, columns: Sequence[StepColumn], values: Values | None
) -> None:
    if values is None:
        return
    for column in columns:
        formula = None if of.fixed else column.formula
        value: Value = values[column.name]
        if of.fixed and abs(values[column.name]) >= LIMIT:
            value = str(value)  # a number of more than fifteen digits would lose the last ones
        sheet.formula(row, column.column, formula, value, formats.grain)


def _style(formats: Formats, column: int, currency: Currency) -> object:
    if column in (MARGIN, ROI):
        return formats.number("0.0%")
    if column in (PROBLEM, STATUS, TIER):
        return formats.beside
    return formats.number(currency.cell_format, bold=column == PROFIT)


def _result_formulas(layout: Layout, program: ProgramSheet) -> list[str]:
    """Problem, status, tier, total cost, profit, margin, return on investment, and every line."""
    plan, sheet = program.plan, program.sheet
    problem = same_row(None, PROBLEM)

    def cell(name: str) -> str:
        return layout.cell(name, sheet)

    def served(formula: str) -> str:
        return f'IF({problem}<>"","",{formula})'

    profit, status = cell(plan.step("profit")), cell(plan.step("status"))
    refused = '""'
    for refusal in reversed(plan.refusals):
        refused = f"IF({cell(refusal.condition)}=1,{literal(plain_message(refusal.message))},{refused})"
    # a refusal comes before what cannot be computed: a parcel that no carrier takes may be beyond the sheet's numbers
    beyond = f'IF(ISERROR({profit}+{status}),{literal(BEYOND)},"")'
    conditions = "+".join(cell(refusal.condition) for refusal in plan.refusals)
    if conditions:
        beyond = f"IF(ISERROR({conditions}),{literal(BEYOND)},IF({conditions}>0,{refused},{beyond}))"
    if (other := _other_orders(layout, program)) is not None:
        beyond = f"IF({other},{literal(OTHER_ORDERS)},{beyond})"
    own_problem = f'IF({layout.check}<>"",{layout.check},{beyond})'
    words = ",".join(literal(each.word) for each in Status if each is not Status.ERROR)
    tier = '""'
    if plan.size_tier:
        names = ",".join(literal(word) for word in layout.plan.steps[plan.size_tier].words)
        tier = f"CHOOSE({cell(plan.size_tier)}+1,{names})"
    invested, roi = cell(plan.step("invested")), cell(plan.step("roi"))
    priceless = f"{cell('price_is_missing')}=1"
    return [
        own_problem,
        f'IF({problem}={literal(EMPTY)},"",IF({problem}<>"",{literal(ERROR)},CHOOSE({status}+1,{words})))',
        served(tier),
        served(f"{cell(plan.step('total_cost'))}/{GRAINS_PER_UNIT}"),
        served(f'IF({priceless},"",{profit}/{GRAINS_PER_UNIT})'),
        served(f'IF({priceless},"",{cell(plan.step("margin"))}/10000)'),
        served(f'IF({priceless},"",IF({invested}>0,{roi}/10000,""))'),
        *(served(_line_formula(layout, sheet, line)) for line in plan.lines),
    ]


def _other_orders(layout: Layout, program: ProgramSheet) -> str | None:
    """Whether the row's orders are of the other kind; None where the program itself refuses them."""
    if not program.parts_orders:
        return None
    channel, amazon = layout.cell(CHANNEL, program.sheet), AMAZON_PLACE
    if program.seat.kind == AMAZON:
        return f"AND({channel}<>{NOT_GIVEN},{channel}<>{amazon})"
    return f"{channel}={amazon}"


def _has_other_orders(values: Mapping[str, int] | None, program: ProgramSheet) -> bool:
    """What the formula of `_other_orders` comes to."""
    if values is None or not program.parts_orders:
        return False
    channel, amazon = values[CHANNEL], AMAZON_PLACE
    return channel not in (NOT_GIVEN, amazon) if program.seat.kind == AMAZON else channel == amazon


def _line_formula(layout: Layout, sheet: str, line: Line) -> str:
    amount = f"{layout.cell(line.amount, sheet)}/{GRAINS_PER_UNIT}"
    known = f"IF({layout.cell(line.status, sheet)}={int(Status.UNSOURCED)},{literal(UNSOURCED)},{amount})"
    return known if line.shown == ALWAYS else f'IF({layout.cell(line.shown, sheet)}=1,{known},"")'


def _notes_formula(layout: Layout, program: ProgramSheet) -> str:
    """The notes whose flags hold, each on a line of its own in the formula's text."""
    parts = [
        f'IF({layout.cell(note.flag, program.sheet)}=1,{literal_text(_told(note))},"")' for note in program.plan.notes
    ]
    return f'IF({same_row(None, PROBLEM)}<>"","",{"&".join(parts)})' if parts else '""'


def _told(note: Note) -> str:
    return f"{plain_message(note.text)}. "


def _notes(row: SheetRow, place: int, program: ProgramSheet) -> str:
    """What that formula comes to."""
    values, quote = row.seat_values[place], row.quotes[place]
    if row.comparison is None or quote is None or quote.is_error:
        return ""
    if values is None:
        return "".join(f"{note}. " for note in quote.notes)
    return "".join(_told(note) for note in program.plan.notes if values[note.flag])


def cards_of(line: Line) -> list[str]:
    """The cards that the line may be from."""
    return list(dict.fromkeys(card for card in reversed(line.cards) if card))


def plain_message(message: str) -> str:
    """A refusal's message without the values that it would name."""
    return PLACEHOLDER.sub(lambda match: match[1].replace("_", " "), message)


def cached_results(row: SheetRow, place: int, program: ProgramSheet) -> list[Value]:
    """What the formulas above come to, by the exact reading; `place`: the number of the sheet."""
    plan, values, quote = program.plan, row.seat_values[place], row.quotes[place]
    blank: list[Value] = [""] * (len(RESULTS) - TIER + len(plan.lines))
    if row.comparison is None:
        return [EMPTY, "", *blank]
    if quote is None:
        refused = next((each for each in plan.refusals if values is not None and values[each.condition]), None)
        others = refused is None or row.fixed or _has_other_orders(values, program)
        return [OTHER_ORDERS if others or refused is None else plain_message(refused.message)[:250],
                ERROR, *blank]  # fmt: skip
    if values is None:
        if quote.is_error or (row.fixed and quote.profit is None):
            return [quote.error or row.fixed, ERROR, *blank]
        return _of_quote(quote, plan.lines)
    refusal = next((refusal for refusal in plan.refusals if values[refusal.condition]), None)
    if quote.is_error:
        message = plain_message(refusal.message) if refusal and not row.fixed else quote.error or ""
        return [message[:250], ERROR, *blank]
    lines: list[Value] = []
    for line in plan.lines:
        if not values[line.shown]:
            lines.append("")
        elif values[line.status] == Status.UNSOURCED:
            lines.append(UNSOURCED)
        else:
            lines.append(values[line.amount] / GRAINS_PER_UNIT)
    invested, priced = values[plan.step("invested")], not values["price_is_missing"]
    return [
        "",
        quote.status,
        quote.size_tier or "",
        values[plan.step("total_cost")] / GRAINS_PER_UNIT,
        values[plan.step("profit")] / GRAINS_PER_UNIT if priced else "",
        values[plan.step("margin")] / 10_000 if priced else "",
        values[plan.step("roi")] / 10_000 if priced and invested > 0 else "",
        *lines,
    ]


def _of_quote(quote: Quote, lines: Sequence[Line]) -> list[Value]:
    """The results of a quote under another plan than the workbook's, which may have other lines."""
    amounts: dict[str, Value] = {}
    for line in quote.lines:
        amounts[line.fee] = UNSOURCED if line.amount is None else float(line.amount)
    numbers = (quote.total_cost, quote.profit, quote.margin, quote.roi)
    return [
        "",
        quote.status,
        quote.size_tier or "",
        *("" if figure is None else float(figure) for figure in numbers),
        *(amounts.get(line.fee, "") for line in lines),
    ]
