"""The rows of a workbook: which of them stay alive, and why the others are written as they were quoted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from logicost.answers.comparison import Comparison
from logicost.answers.engine import Answer
from logicost.answers.results import Quote, Trace
from logicost.export.workbook.layout import Layout
from logicost.export.workbook.seats import channel_number, keyed, row_channel
from logicost.inputs.fields import NOT_GIVEN

BEYOND = "its figures are beyond what the workbook computes"
OTHER_PLAN = "another ship date or market than the workbook's"


OWN_VALUES = "its programs have values of their own"
Values = dict[str, int]


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One SKU.

    Attributes:
        values: the exact reading's value of every input and step; None for a row that could not be read.
        quotes: of each sheet; None where the program serves none of the row's orders.
        seat_values: the values behind each of them.
        fixed: why the row is written without formulas; empty for a live row.
    """

    comparison: Comparison
    values: Values | None
    quotes: Sequence[Quote | None]
    seat_values: Sequence[Values | None]
    fixed: str


def main_answer(comparisons: Sequence[Comparison], programs: Sequence[str]) -> Answer | None:
    """An answer under the plan (market and ship date) that most rows share."""
    traces = [trace for comparison in comparisons if (trace := _trace(comparison)) is not None]
    if not traces:
        return None
    (most, _), *_ = Counter(_place(trace) for trace in traces).most_common(1)
    trace = next(trace for trace in traces if _place(trace) == most)
    return trace.answer_for(programs, trace.inputs)


def _trace(comparison: Comparison) -> Trace | None:
    return next((quote._trace for quote in comparison.quotes if quote._trace is not None), None)


def _place(trace: Trace) -> tuple[object, ...]:
    return trace.key[:2]


def read_rows(comparisons: Sequence[Comparison], main: Answer, layout: Layout) -> list[SheetRow]:
    return [_row(comparison, main, layout) for comparison in comparisons]


def _row(comparison: Comparison, main: Answer, layout: Layout) -> SheetRow:
    by_key = dict(keyed(comparison))
    quotes = [by_key.get(sheet.seat.key) for sheet in layout.programs]
    trace = _trace(comparison)
    none: list[Values | None] = [None] * len(quotes)
    if trace is None:
        error = next((quote.error for quote in comparison.quotes if quote.error), None)
        return SheetRow(comparison, None, quotes, none, error or "it was quoted elsewhere")
    if _place(trace) != (main.plan.market.code, main.day):
        return SheetRow(comparison, None, quotes, none, OTHER_PLAN)
    names, channel = tuple(main.programs), row_channel(comparison)
    given = {**_together(quotes, layout, trace), "channel": channel}
    answer = trace.answer_for(names, given)
    seen: dict[int, Values] = {channel: answer.values}
    values: list[Values] = []
    for sheet in layout.programs:
        number = channel_number(sheet.seat.fill) if sheet.seat.fill and channel == NOT_GIVEN else channel
        if number not in seen:
            seen[number] = trace.answer_for(names, {**given, "channel": number}).values
        values.append(seen[number])
    fixed = _why_fixed(comparison, quotes, values, answer, layout)
    if fixed:  # as they were quoted, whatever the row says
        values = [
            quote._trace.answer_for(names, quote._trace.inputs).values if quote and quote._trace else each
            for quote, each in zip(quotes, values, strict=True)
        ]
    return SheetRow(comparison, answer.values, quotes, values, fixed)


def _together(quotes: Sequence[Quote | None], layout: Layout, trace: Trace) -> dict[str, int]:
    """The inputs of the row: what a program alone was given, such as a default of its own, does no harm to the others
    that do not look at it."""
    given = dict(trace.inputs)
    for quote, sheet in zip(quotes, layout.programs, strict=True):
        if quote is not None and quote._trace is not None:
            given |= {name: quote._trace.inputs[name] for name in layout.inputs_of[sheet.seat.key]}
    return given


def _why_fixed(
    comparison: Comparison, quotes: Sequence[Quote | None], values: Sequence[Values], answer: Answer, layout: Layout
) -> str:
    for quote, seen, sheet in zip(quotes, values, layout.programs, strict=True):
        if quote is None:
            continue
        own = quote._trace.inputs if quote._trace is not None else seen
        if any(seen[name] != own[name] for name in layout.inputs_of[sheet.seat.key]):
            return OWN_VALUES
        if quote.is_error and not any(seen[refusal.condition] for refusal in sheet.plan.refusals):
            return quote.error or ""
    for name, conversion in layout.conversions.items():
        if not conversion.low <= answer.values[name] <= conversion.high:
            return BEYOND
    if any(abs(run(each)) >= limit for run, limit in layout.limits for each in values):
        return BEYOND
    return ""
