"""The rows of a workbook: which of them stay alive, and why the others are written as they were quoted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from logicost.answers.comparison import Comparison
from logicost.answers.engine import Answer
from logicost.answers.results import Quote, Trace
from logicost.export.workbook.catalog_columns import cell_of
from logicost.export.workbook.cells import Value
from logicost.export.workbook.conversions import SHIP_DAY, SIDE_INPUTS, SIDES, ZONE_INPUTS, stand_in
from logicost.export.workbook.given import is_given, measures_of
from logicost.export.workbook.layout import CHANNEL, Layout
from logicost.export.workbook.lists import CATEGORY
from logicost.export.workbook.seats import keyed, row_channel
from logicost.inputs.days import day_number
from logicost.inputs.fields import FIELD, NOT_GIVEN
from logicost.inputs.readers import is_blank
from logicost.inputs.scalar import INPUTS
from logicost.rules.exact import Values

BEYOND = "its figures are beyond what the workbook computes"
OTHER_PLAN = "cards of another day than the workbook's hold on its ship date"
OWN_VALUES = "its programs have values of their own"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One SKU.

    Attributes:
        comparison: None for a row that stands ready to be filled in.
        values: the exact reading's value of every input and step; None for a row that could not be read.
        quotes: of each sheet; None where the program serves none of the row's orders.
        seat_values: the values behind each of them.
        fixed: why the row is written without formulas; empty for a live row.
        cells: what the Catalog sheet holds, by column.
    """

    comparison: Comparison | None
    values: Values | None
    quotes: Sequence[Quote | None]
    seat_values: Sequence[Values | None]
    fixed: str
    cells: Mapping[str, Value] = field(default_factory=dict)

    @property
    def sku(self) -> str:
        return self.comparison.sku if self.comparison is not None else ""

    @property
    def title(self) -> str:
        return self.comparison.title if self.comparison is not None else ""


def main_answer(comparisons: Sequence[Comparison], programs: Sequence[str]) -> Answer | None:
    """An answer under the plan (ship date) that most rows share."""
    traces = [trace for comparison in comparisons if (trace := trace_of(comparison)) is not None]
    if not traces:
        return None
    (most, _), *_ = Counter(trace.key[:2] for trace in traces).most_common(1)
    trace = next(trace for trace in traces if trace.key[:2] == most)
    return trace.answer_for(programs, trace.inputs)


def trace_of(comparison: Comparison) -> Trace | None:
    return next((quote._trace for quote in comparison.quotes if quote._trace is not None), None)


def market_of(comparison: Comparison) -> str:
    return comparison.quotes[0].market


class Rows:
    """The rows of one market's sheets.

    Attributes:
        shared: what stands on the Shared sheet: by input, as whole numbers.
        rows: one for each comparison, and then those that stand ready.
    """

    def __init__(self, comparisons: Sequence[Comparison], main: Answer, layout: Layout, spare: int) -> None:
        self.main = main
        self.layout = layout
        self.names = tuple(main.programs)
        made = [self._row(comparison) for comparison in comparisons]
        self.shared = self._shared(made)
        rows = [replace(row, cells=self._cells(row)) for row in made]
        self.rows = [*rows, *([self._spare()] * spare if spare else [])]
        self.products = len(rows)

    def _row(self, comparison: Comparison) -> SheetRow:
        layout, by_key = self.layout, dict(keyed(comparison))
        quotes = [by_key.get(sheet.seat.key) for sheet in layout.programs]
        trace = trace_of(comparison)
        none: list[Values | None] = [None] * len(quotes)
        if trace is None:
            error = next((quote.error for quote in comparison.quotes if quote.error), None)
            return SheetRow(comparison, None, quotes, none, error or "it was quoted elsewhere")
        if not layout.days[0] <= trace.key[1] <= layout.days[1]:
            return SheetRow(comparison, None, quotes, none, OTHER_PLAN)
        channel = row_channel(comparison)
        given = {**self._together(quotes, trace), CHANNEL: channel}
        answer, values = self._seat_values(trace, given, channel)
        fixed = self._why_fixed(quotes, values, answer)
        if fixed:  # as they were quoted, whatever the row says
            values = [
                quote._trace.answer_for(self.names, quote._trace.inputs).values if quote and quote._trace else each
                for quote, each in zip(quotes, values, strict=True)
            ]
        return SheetRow(comparison, answer.values, quotes, values, fixed)

    def _seat_values(self, trace: Trace, given: Values, channel: int) -> tuple[Answer, list[Values]]:
        answer = trace.answer_for(self.names, given)
        seen: dict[int, Values] = {channel: answer.values}
        values: list[Values] = []
        for sheet in self.layout.programs:
            number = (
                self.layout.plan.words[CHANNEL].index(sheet.seat.fill)
                if sheet.seat.fill and channel == NOT_GIVEN
                else channel
            )
            if number not in seen:
                seen[number] = trace.answer_for(self.names, {**given, CHANNEL: number}).values
            values.append(seen[number])
        return answer, values

    def _together(self, quotes: Sequence[Quote | None], trace: Trace) -> Values:
        """The inputs of the row: what a program alone was given, such as a default of its own, does no harm to the
        others that do not look at it."""
        given = dict(trace.inputs)
        for quote, sheet in zip(quotes, self.layout.programs, strict=True):
            if quote is not None and quote._trace is not None:
                given |= {name: quote._trace.inputs[name] for name in self.layout.inputs_of[sheet.seat.key]}
        return given

    def _why_fixed(self, quotes: Sequence[Quote | None], values: Sequence[Values], answer: Answer) -> str:
        layout = self.layout
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

    def _shared(self, rows: Sequence[SheetRow]) -> Values:
        """What all rows that do not say it themselves have in common: a default of the seller's."""
        live = [row for row in rows if not row.fixed and row.values is not None]
        shared = {name: FIELD[name].absent for name in self.layout.shared_inputs}
        for name in shared:
            found = {
                row.values[name]
                for row in live
                if row.values is not None and row.comparison and not is_given(row.comparison.given, name)
            }
            known = self.layout.conversions[name]
            if len(found) == 1 and known.low <= min(found) <= known.high:
                shared[name] = found.pop()
        return {**shared, SHIP_DAY: day_number(self.layout.day)}

    def _cells(self, row: SheetRow) -> Mapping[str, Value]:
        if row.comparison is None:
            return {}
        given = row.comparison.given
        if row.values is None:
            return _as_given(given, self.layout)
        cells: dict[str, Value] = {}
        measures = measures_of(given, row.values, self.layout.plan.market)
        cells |= dict(zip(SIDES, measures.sides, strict=True))
        cells |= {
            "weight": measures.weight,
            "dimension_unit": measures.length_unit,
            "weight_unit": measures.weight_unit,
        }
        for column in self.layout.catalog.all:
            name = column.name
            if name in cells:
                continue
            if name == "on":
                other = row.values[SHIP_DAY] != self.shared[SHIP_DAY]
                cells[name] = row.values[SHIP_DAY] if other else None
            elif name == CATEGORY:
                word = given.get(CATEGORY)
                cells[name] = self._label(row.values[CATEGORY]) if is_blank(word) else str(word)
            elif name == "category_assumed":
                cells[name] = None if is_blank(given.get(name)) else bool(row.values[name])
            elif name in self.shared and self.shared[name] != FIELD[name].absent:
                own = is_given(given, name)  # also where it is what is taken for not given elsewhere
                cells[name] = (
                    cell_of(name, row.values, self.layout.words, self.layout.plan.market, said=True) if own else None
                )
            else:
                cells[name] = cell_of(name, row.values, self.layout.words, self.layout.plan.market)
        return cells

    def _label(self, category: int) -> Value:

        plan = self.layout.plan
        book = plan.categories
        return None if category == NOT_GIVEN else book.labels[book.slugs[category]]

    def _spare(self) -> SheetRow:
        """A row that stands ready: the formulas take stand-ins for what is required, and no result shows."""
        market = self.layout.plan.market
        inputs = {name: _absent(name) for name in self.main.plan.inputs}
        inputs |= self.shared
        inputs |= {name: stand_in(name, market) for name in (*SIDE_INPUTS, "unit_weight")}
        trace = _Spare(self.main)
        answer, values = self._seat_values(trace, inputs, NOT_GIVEN)  # type: ignore[arg-type]
        return SheetRow(None, answer.values, [None] * len(values), values, "")


@dataclass(frozen=True)
class _Spare:
    """Answers for inputs that no row gave."""

    main: Answer

    def answer_for(self, programs: Sequence[str], inputs: Values) -> Answer:
        from logicost.answers.engine import answer_inputs, compiled_plan

        plan = self.main.plan
        compiled = compiled_plan(plan.shelf, plan.market.code, self.main.day, tuple(programs))
        return answer_inputs(compiled, dict(inputs), programs)


def _absent(name: str) -> int:
    return FIELD[name].absent if name in FIELD else 0 if name in ZONE_INPUTS else INPUTS[name].smallest


def _as_given(given: Mapping[str, object], layout: Layout) -> Mapping[str, Value]:
    """The cells of a row that could not be read: its own words."""
    return {
        column.name: str(given[column.name])[:250]
        for column in layout.catalog.all
        if column.name in given and not is_blank(given[column.name])
    }
