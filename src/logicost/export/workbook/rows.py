"""The rows of a workbook: which of them stay alive, and why the others are written as they were quoted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from logicost.answers.engine import Answer
from logicost.answers.results import Comparison
from logicost.errors import RefusedError
from logicost.export.workbook.layout import Layout

BEYOND = "its figures are beyond what the workbook computes"
OTHER_PLAN = "another ship date or market than the workbook's"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One SKU.

    Attributes:
        values: the exact reading's value of every input and step; None for a row that could not be read.
        fixed: why the row is written without formulas; empty for a live row.
    """

    comparison: Comparison
    values: Mapping[str, int] | None
    fixed: str


def main_answer(comparisons: Sequence[Comparison]) -> Answer | None:
    """An answer under the plan (market and ship date) that most rows share."""
    traces = [comparison._trace for comparison in comparisons if comparison._trace is not None]
    if not traces:
        return None
    (most, _), *_ = Counter(trace.key for trace in traces).most_common(1)
    return next(trace for trace in traces if trace.key == most).answer()


def _key(answer: Answer) -> tuple[object, ...]:
    return answer.plan.market.code, answer.plan.day, tuple(answer.programs)


def read_rows(comparisons: Sequence[Comparison], main: Answer | None, layout: Layout | None) -> list[SheetRow]:
    rows: list[SheetRow] = []
    for comparison in comparisons:
        trace = comparison._trace
        if trace is None or main is None or layout is None:
            error = next((quote.error for quote in comparison.quotes if quote.error), None)
            rows.append(SheetRow(comparison, None, error or "it was quoted elsewhere"))
        elif trace.key != _key(main):
            rows.append(SheetRow(comparison, None, OTHER_PLAN))
        else:
            answer = trace.answer()
            rows.append(SheetRow(comparison, answer.values, _why_fixed(comparison, answer, layout)))
    return rows


def _why_fixed(comparison: Comparison, answer: Answer, layout: Layout) -> str:
    for quote, program in zip(comparison.quotes, answer.programs.values(), strict=True):
        if quote.is_error and not isinstance(program, RefusedError):
            return quote.error or ""
    for name, conversion in layout.conversions.items():
        if not conversion.low <= answer.values[name] <= conversion.high:
            return BEYOND
    if any(abs(run(answer.values)) >= limit for run, limit in layout.limits):
        return BEYOND
    return ""
