"""What a line without a price would come to, band by band: the plan run at many prices.

The bands are found and not told by any card: where a comparison, or the row of a card, changes as the price does. Between
two such prices nothing of that kind changes, and what is equal at both ends holds for all between.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise

from logicost.answers.explain import used_names
from logicost.answers.results import PriceBand
from logicost.fees.charge import NEEDS_PRICE
from logicost.inputs.fields import FIELD, NOT_GIVEN
from logicost.rules.exact import Run, Values, compile_expression, compile_steps
from logicost.rules.expressions import Binary, Expression, FindRow, nodes_of, references
from logicost.rules.plan import Plan
from logicost.rules.program_plan import Line, ProgramPlan
from logicost.rules.text import PLACEHOLDER, TextReading
from logicost.tables.status import Status

Signs = tuple[Run, ...]
_COMPARISONS = ("<=", "<", ">=", ">", "=")
_REMEMBERED = 20  # prices of other rows that are worth a look
_PAID = ("price", "sale_price", "sale_with_shipping")  # in reasons, what is not known


class ByPrice:
    """The bands of the lines of one row whose price is missing.

    Args:
        values: of every step and input, without a price.
    """

    def __init__(self, plan: Plan, program: ProgramPlan, text: TextReading, values: Values) -> None:
        self._plan, self._text, self._values = plan, text, values
        self._unit = plan.market.currency.minor_unit
        self._most = FIELD["price"].largest // self._unit
        self._moving = _moving(plan, program.name)
        self._tried: dict[int, Values] = {}

    def of(self, line: Line) -> tuple[PriceBand, ...]:
        """The line in each band, equal neighbours joined."""
        currency, signs = self._plan.market.currency, _signs(self._plan, line)
        found: list[PriceBand] = []
        for first, after in pairwise([1, *self._changes_of(line, signs), self._most + 1]):
            last = after - 1
            amounts = {self._amount(line, price) for price in {first, (first + last) // 2, last}}
            amount = amounts.pop() if len(amounts) == 1 else None
            band = PriceBand(
                currency.decimal(first * self._unit),
                None if last == self._most else currency.decimal(last * self._unit),
                None if amount is None else currency.decimal(amount),
                self._why(line, first, last),
            )
            if found and found[-1].amount == band.amount and (amount is not None or found[-1].why == band.why):
                before = found.pop()
                band = PriceBand(before.first, band.last, band.amount, before.why)
            found.append(band)
        return tuple(found)

    def _amount(self, line: Line, price: int) -> int | None:
        """Nothing where the line does not stand; None where it is not known at any price."""
        values = self._at(price)
        if not values[line.shown]:
            return 0
        return None if values[line.status] == Status.UNSOURCED else values[line.amount]

    def _why(self, line: Line, first: int, last: int) -> str:
        values = self._at(last)
        if not values[line.shown]:
            return "does not apply"
        template = line.reasons[values[line.reason]]
        return self._text.reason(PLACEHOLDER.sub(lambda each: self._told(each[1], first, last), template), values)

    def _told(self, name: str, first: int, last: int) -> str:
        """What stands for a step in a band's reason: an amount that moves with the price is no figure of the band."""
        if name in _PAID:
            return "the price"
        return f"{{{name}}}" if self._at(first)[name] == self._at(last)[name] else "…"

    def _at(self, price: int) -> Values:
        if price not in self._tried:
            values = {**self._values, "price": price * self._unit}
            for name, run in self._moving.items():
                values[name] = run(values)
            self._tried[price] = values
        return self._tried[price]

    def _changes_of(self, line: Line, signs: Signs) -> list[int]:
        """The prices at which the line changes. Where other rows' did is looked at first: most rows' change there too."""
        elsewhere = _changes_elsewhere(self._plan, line)
        ends = sorted({1, self._most, *elsewhere, *(price - 1 for price in elsewhere if price > 1)})
        found = [price for low, high in pairwise(ends) for price in self._changes(signs, low, high)]
        if len(elsewhere) > _REMEMBERED:
            elsewhere.clear()
        elsewhere.update(found)
        return found

    def _changes(self, signs: Signs, low: int, high: int) -> Iterator[int]:
        """The prices at which something changes, in order: where both ends are the same, nothing does between them."""
        one, other = self._at(low), self._at(high)
        if all(run(one) == run(other) for run in signs):
            return
        if high - low == 1:
            yield high
            return
        middle = (low + high) // 2
        yield from self._changes(signs, low, middle)
        yield from self._changes(signs, middle, high)


def needs_price(line: Line, values: Mapping[str, int]) -> bool:
    """Whether the line's amount is not known for want of a price."""
    return values["price"] == NOT_GIVEN and line.reasons[values[line.reason]] == NEEDS_PRICE


def told(bands: tuple[PriceBand, ...], text: TextReading) -> str:
    """The bands in words."""
    currency = text.plan.market.currency
    parts = []
    for band in bands:
        first, last = currency.text(band.first), None if band.last is None else currency.text(band.last)
        where = (
            f"up to {last}"
            if band.first == bands[0].first and last
            else f"{first} to {last}"
            if last
            else f"from {first}"
        )
        what = band.why if band.amount is None else currency.text(band.amount)
        parts.append(f"{where} {what}" if len(bands) > 1 else what)
    return f"no price is given: {'; '.join(parts)}"


def _names_of(line: Line) -> set[str]:
    """The steps that say what the line comes to, and how it is told."""
    mentioned = (name for text in line.reasons for name in PLACEHOLDER.findall(text))
    return {line.shown, line.amount, line.status, line.reason, *mentioned}


@lru_cache(maxsize=256)
def _moving(plan: Plan, program: str) -> dict[str, Run]:
    """The steps that depend on the price, as far as the program's lines need them."""
    needed = used_names(plan, {name for line in plan.programs[program].lines for name in _names_of(line)})
    moved = _moved(plan)
    return dict(compile_steps(step for name, step in plan.steps.items() if name in moved and name in needed))


@lru_cache(maxsize=64)
def _moved(plan: Plan) -> set[str]:
    moved = {"price"}
    for name, step in plan.steps.items():
        if any(part in moved for part in references(step.expression)):
            moved.add(name)
    return moved


@lru_cache(maxsize=2_000)
def _changes_elsewhere(plan: Plan, line: Line) -> set[int]:
    """Where the line changed in rows before, filled as they come."""
    return set()


@lru_cache(maxsize=2_000)
def _signs(plan: Plan, line: Line) -> Signs:
    """Every comparison, and every row of a card, behind the line that may change with the price."""
    needed, moved, found = used_names(plan, _names_of(line)), _moved(plan), dict[Expression, None]()
    for name in needed & moved & plan.steps.keys():
        for node in nodes_of(plan.steps[name].expression):
            sign: Expression | None = node if isinstance(node, FindRow) else None
            if isinstance(node, Binary):
                if node.operator in _COMPARISONS:
                    sign = node
                elif node.operator in ("max", "min"):  # which of the two it is
                    sign = node.left <= node.right
            if sign is not None and any(part in moved for part in references(sign)):
                found[sign] = None
    return tuple(compile_expression(node) for node in found)
