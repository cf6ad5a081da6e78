"""The Shared sheet and the sheet of each program: results, cost lines, and a column for every step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from logicost.answers.results import Quote
from logicost.answers.seats import AMAZON
from logicost.export.workbook.cells import FIRST_ROW, Value, literal, same_row
from logicost.export.workbook.formats import Formats
from logicost.export.workbook.layout import CHANNEL, RESULTS, Layout, ProgramSheet, StepColumn
from logicost.export.workbook.rows import SheetRow, Values
from logicost.export.workbook.seats import KIND_NAMES, channel_number
from logicost.export.workbook.sheet_writer import SheetWriter
from logicost.export.workbook.units import grain_name
from logicost.fees import FEES
from logicost.inputs.fields import NOT_GIVEN
from logicost.inputs.scalar import INPUTS
from logicost.money import GRAINS_PER_UNIT, Currency
from logicost.rules.plan import ALWAYS
from logicost.rules.program_plan import Line
from logicost.rules.sheet.table import LIMIT
from logicost.rules.text import PLACEHOLDER
from logicost.tables.status import Status

CHECK_INPUTS = "check the inputs"
BEYOND = "beyond what the workbook computes"
OTHER_ORDERS = "the row's orders are of another kind"
UNSOURCED = Status.UNSOURCED.word
PROBLEM, STATUS, TIER, COST, PROFIT, MARGIN, ROI = range(1, len(RESULTS))


def write_shared(sheet: SheetWriter, formats: Formats, layout: Layout, rows: Sequence[SheetRow]) -> None:
    """The inputs in grains, and the steps that several programs share."""
    _title(sheet, formats, "Inputs in whole numbers, and the steps that several programs share")
    sheet.worksheet.set_column(0, 0, 22)
    sheet.worksheet.set_column(1, len(layout.shared), 13)
    check = len(layout.catalog.inputs) + 1
    heads = {0: ("sku", "", ""), check: ("problem", "", "whether every input can be used")}
    _write_heads(sheet, formats, layout, heads, layout.shared)
    sheet.last_row = FIRST_ROW + len(rows) - 1
    for number, row in enumerate(rows):
        _write_sku(sheet, FIRST_ROW + number, row)
        inputs = [column for column in layout.shared if column.step is None]
        _write_steps(sheet, formats, FIRST_ROW + number, row, inputs, row.values)
        formula = f'IF(ISERROR(SUM({layout.inputs_range})),{literal(CHECK_INPUTS)},"")'
        sheet.formula(FIRST_ROW + number, check, None if row.fixed else formula, "")
        _write_steps(sheet, formats, FIRST_ROW + number, row, layout.shared[len(inputs) :], row.values)


def write_program(
    sheet: SheetWriter, formats: Formats, layout: Layout, program: ProgramSheet, rows: Sequence[SheetRow], place: int
) -> None:
    """One program; `place`: its number among the sheets."""
    _title(
        sheet,
        formats,
        f"{program.seat.shown_as}, {KIND_NAMES[program.seat.kind]}: results per unit, cost lines, and the steps behind them",
    )
    sheet.worksheet.freeze_panes(FIRST_ROW, 1)
    sheet.worksheet.set_column(0, 0, 22)
    sheet.worksheet.set_column(1, 1, 18)
    last = len(RESULTS) + len(program.plan.lines) + len(program.steps)
    sheet.worksheet.set_column(2, last, 13)
    currency = layout.plan.market.currency.code
    units = ("", "", "", "", currency, currency, "of price", "of investment")
    heads = {column: (name, units[column], "") for column, name in enumerate(RESULTS)}
    for column, line in enumerate(program.plan.lines, start=len(RESULTS)):
        heads[column] = (
            line.fee,
            currency,
            f"{FEES[line.fee].stage}; {'; '.join(cards_of(line)) or 'your own figure'}",
        )
    _write_heads(sheet, formats, layout, heads, program.steps)
    formulas = _result_formulas(layout, program)
    sheet.last_row = FIRST_ROW + len(rows) - 1
    for number, row in enumerate(rows):
        at = FIRST_ROW + number
        _write_sku(sheet, at, row)
        cached = cached_results(row, place, program)
        for column, (formula, value) in enumerate(zip(formulas, cached, strict=True), start=1):
            style = _style(formats, column, layout.plan.market.currency)
            sheet.formula(at, column, None if row.fixed else formula, value, style)
        _write_steps(sheet, formats, at, row, program.steps, row.seat_values[place])


def _title(sheet: SheetWriter, formats: Formats, text: str) -> None:
    sheet.text(0, 0, text, formats.title)


def _write_heads(
    sheet: SheetWriter,
    formats: Formats,
    layout: Layout,
    heads: dict[int, tuple[str, str, str]],
    columns: Sequence[StepColumn],
) -> None:
    """Names, units and notes, row by row."""
    for column in columns:
        step = column.step
        kind = step.kind if step is not None else INPUTS[column.name].kind
        note = "input" if step is None else "; ".join(text for text in (step.note, step.edition) if text)
        heads[column.column] = (column.name, grain_name(kind, layout.plan.market), note)
    for row, style in enumerate((formats.head, formats.unit, formats.note)):
        for place, texts in sorted(heads.items()):
            sheet.text(row + 1, place, texts[row], style)


def _write_sku(sheet: SheetWriter, row: int, of: SheetRow) -> None:
    sku = of.comparison.sku
    sheet.formula(row, 0, None if of.fixed else f'{same_row("Catalog", 0)}&""', sku)


def _write_steps(
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
        return formats.number("0.00%")
    if column in (PROBLEM, STATUS, TIER):
        return formats.text
    return formats.number(currency.number_format, bold=column == PROFIT)


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
    return [
        own_problem,
        f'IF({problem}<>"",{literal(Status.ERROR.word)},CHOOSE({status}+1,{words}))',
        served(tier),
        served(f"{cell(plan.step('total_cost'))}/{GRAINS_PER_UNIT}"),
        served(f"{profit}/{GRAINS_PER_UNIT}"),
        served(f"{cell(plan.step('margin'))}/10000"),
        served(f'IF({invested}>0,{roi}/10000,"")'),
        *(served(_line_formula(layout, sheet, line)) for line in plan.lines),
    ]


def _other_orders(layout: Layout, program: ProgramSheet) -> str | None:
    """Whether the row's orders are of the other kind; None where the program itself refuses them."""
    if not program.seat.program.startswith("fbm"):
        return None
    channel, amazon = layout.cell(CHANNEL, program.sheet), channel_number(AMAZON)
    if program.seat.kind == AMAZON:
        return f"AND({channel}<>{NOT_GIVEN},{channel}<>{amazon})"
    return f"{channel}={amazon}"


def _has_other_orders(values: Mapping[str, int] | None, program: ProgramSheet) -> bool:
    """What the formula of `_other_orders` comes to."""
    if values is None or not program.seat.program.startswith("fbm"):
        return False
    channel, amazon = values[CHANNEL], channel_number(AMAZON)
    return channel not in (NOT_GIVEN, amazon) if program.seat.kind == AMAZON else channel == amazon


def _line_formula(layout: Layout, sheet: str, line: Line) -> str:
    amount = f"{layout.cell(line.amount, sheet)}/{GRAINS_PER_UNIT}"
    known = f"IF({layout.cell(line.status, sheet)}={int(Status.UNSOURCED)},{literal(UNSOURCED)},{amount})"
    return known if line.shown == ALWAYS else f'IF({layout.cell(line.shown, sheet)}=1,{known},"")'


def cards_of(line: Line) -> list[str]:
    """The cards that the line may be from."""
    return list(dict.fromkeys(card for card in reversed(line.cards) if card))


def plain_message(message: str) -> str:
    """A refusal's message without the values that it would name."""
    return PLACEHOLDER.sub(lambda match: match[1].replace("_", " "), message)


def cached_results(row: SheetRow, place: int, program: ProgramSheet) -> list[Value]:
    """What the formulas above come to, by the exact reading; `place`: the number of the sheet."""
    plan, values, quote = program.plan, row.seat_values[place], row.quotes[place]
    blank: list[Value] = [""] * (len(RESULTS) - 3 + len(plan.lines))
    if quote is None:
        refused = next((each for each in plan.refusals if values is not None and values[each.condition]), None)
        others = refused is None or row.fixed or _has_other_orders(values, program)
        return [OTHER_ORDERS if others or refused is None else plain_message(refused.message)[:250],
                Status.ERROR.word, *blank]  # fmt: skip
    if values is None:
        if quote.is_error or (row.fixed and quote.profit is None):
            return [quote.error or row.fixed, Status.ERROR.word, *blank]
        return _of_quote(quote, plan.lines)
    refusal = next((refusal for refusal in plan.refusals if values[refusal.condition]), None)
    if quote.is_error:
        message = plain_message(refusal.message) if refusal and not row.fixed else quote.error or ""
        return [message[:250], Status.ERROR.word, *blank]
    lines: list[Value] = []
    for line in plan.lines:
        if not values[line.shown]:
            lines.append("")
        elif values[line.status] == Status.UNSOURCED:
            lines.append(UNSOURCED)
        else:
            lines.append(values[line.amount] / GRAINS_PER_UNIT)
    invested = values[plan.step("invested")]
    return [
        "",
        quote.status,
        quote.size_tier or "",
        values[plan.step("total_cost")] / GRAINS_PER_UNIT,
        values[plan.step("profit")] / GRAINS_PER_UNIT,
        values[plan.step("margin")] / 10_000,
        values[plan.step("roi")] / 10_000 if invested > 0 else "",
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
