"""Groups of steps that several fees share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from logicost.fees.cards import NO_STEP
from logicost.fees.charge import Charge
from logicost.fees.sourced import Sourced
from logicost.inputs.readers import RATE_GRAINS
from logicost.rules.expressions import (
    HALF_UP,
    UP,
    Cell,
    Expression,
    Reference,
    Value,
    expression,
    maximum,
    select,
)
from logicost.rules.plan import Kind, Plan
from logicost.rules.table import NO_ROW, Table, WordTable, number_of
from logicost.tables.status import Status


@dataclass(frozen=True, slots=True)
class Looked:
    """The outcome of a look-up in a band table: the row, the amount that it comes to, and the cell's own status.

    Attributes:
        steps: how many steps above its base were counted, None for a table without such steps.
    """

    name: str
    row: Reference
    amount: Reference
    status: Expression
    steps: Reference | None

    def found(self) -> Expression:
        return self.row > NO_ROW


def look_up(
    fee: Sourced,
    name: str,
    table: Table | WordTable,
    by: Sequence[Value],
    along: Expression,
    prorate: Expression | None = None,
    note: str = "",
    of: Kind = Kind.WEIGHT,
) -> Looked:
    """Find the band and price it: base, plus so much for each started `per` above `above`.

    Args:
        name: the amount's step; the others are named after it.
        prorate: a flag; where it is 1 a part of `per` is charged as a part, half-up to the cent.
        of: what the bands are of.
    """
    find = fee.plan.find(table, by, along)
    table = find.table
    row = fee.step(f"{name}_row", find, Kind.ROW, f"the row of {table.name}")

    def cell(column: str, missing: int, kind: Kind, when: str | None = None) -> Reference:
        return fee.step(f"{name}_{column}", Cell(table, row, column, missing), kind, f"the row's {column}", when=when)

    base = cell("base", 0, Kind.MONEY)
    status = Cell(table, row, "status", Status.UNSOURCED)
    if not any(table.values_of("plus")):
        return Looked(name, row, fee.step(name, base, Kind.MONEY, note), status, None)
    plus = cell("plus", 0, Kind.MONEY, has_steps := f"{name}_has_steps")
    fee.step(has_steps, plus > 0, Kind.FLAG, "the row has steps above its base")
    above, widths = cell("above", 0, of, has_steps), _step_widths(table)
    if len(widths) == 1:
        each = "the same in every row that has steps"
        per = fee.step(f"{name}_per", widths.pop(), of, each, when=has_steps)
    else:
        per = cell("per", NO_STEP, of, has_steps)
    excess = maximum(along - above, 0)
    over = fee.step(f"{name}_weight_above", excess, of, "what lies above that", when=has_steps)
    steps = fee.step(f"{name}_steps", over.divided_by(per, UP), Kind.COUNT, "each started step counts", when=has_steps)
    amount: Expression = base + plus * steps
    if prorate is not None:
        minor = fee.plan.market.currency.minor_unit
        part = (over * plus).divided_by(per * minor, HALF_UP) * minor
        amount = select(prorate, base + part, amount)
    priced = fee.step(name, amount, Kind.MONEY, note or "base + plus x steps")
    return Looked(name, row, priced, status, steps)


def _step_widths(table: Table) -> set[int]:
    pairs = zip(table.values_of("plus"), table.values_of("per"), strict=True)
    return {per for plus, per in pairs if plus}


def percent_of(plan: Plan, amount: Expression, rate: Value) -> Expression:
    """That rate of an amount, half-up to the currency's minor unit."""
    minor = plan.market.currency.minor_unit
    return (amount * rate).divided_by(RATE_GRAINS * minor, HALF_UP) * minor


def percent_with_fixed(plan: Plan, fixed: Expression, portion: Expression, rate: Value) -> Expression:
    """A fixed amount and a rate of a portion, half-up to the currency's minor unit once."""
    minor = plan.market.currency.minor_unit
    return (fixed * RATE_GRAINS + portion * rate).divided_by(RATE_GRAINS * minor, HALF_UP) * minor


def share_of(amount: Expression, rate: Value) -> Expression:
    """That rate of an amount, to 0.0001."""
    return (amount * rate).divided_by(RATE_GRAINS, HALF_UP)


def less_share(plan: Plan, amount: Expression, rate: Expression) -> Expression:
    """An amount less that rate of it, which is rounded half-up to the currency's minor unit."""
    return amount - percent_of(plan, amount, rate)


def per_unit(plan: Plan, order_amount: Expression) -> Expression:
    """An amount of the whole order, shared by its units, to 0.0001."""
    return order_amount.divided_by(plan.input("units_per_order"), HALF_UP)


def by_word(plan: Plan, of: Reference, amounts: Mapping[str, int], otherwise: int = 0) -> Expression:
    """The amount for the word that an input counts; `otherwise` for those that the card does not name.

    Raises:
        TableError: the card names a word that the input has not.
    """
    known = plan.vocabulary(of.name)
    for word in amounts:
        number_of(known, word, of.name)
    return chosen(of, [amounts.get(word, otherwise) for word in known])


def chosen(by: Expression, amounts: Sequence[int]) -> Expression:
    """The amount whose place is the number of `by`, 0 for any other."""
    result = expression(0)
    for place, amount in enumerate(amounts):
        if amount:
            result = select(by.equals(place), amount, result)
    return result


def tell_band(
    fee: Charge, looked: Looked, lead: str, counted: str = "", when: Reference | None = None, ask: str = ""
) -> None:
    """The reasons of a line whose amount is a look-up, where `when` holds; `ask`: what to do where it has no figure."""
    name, plan = looked.name, fee.plan
    gap = looked.status.equals(Status.UNSOURCED)
    missing = plan.step(f"{name}_is_missing", gap if when is None else when & gap, Kind.FLAG, "a gap, or no such row")
    fee.why(f"{lead}the figure is not on file{ask}", missing)
    band = f"{lead}{{{name}_base}} for the band"
    if looked.steps is not None:
        steps = (
            f", and {{{name}_plus}} for each started {{{name}_per}} above {{{name}_above}}: {{{name}_steps}}{counted}"
        )
        has_steps = fee.plan[f"{name}_has_steps"]
        if when is not None:
            has_steps = fee.plan.step(f"{name}_tells_steps", when & has_steps, Kind.FLAG)
        fee.why(band + steps, has_steps)
    fee.why(band, when)
