"""Groups of steps that several fees share."""

from __future__ import annotations

from dataclasses import dataclass

from logicost.fees.cards import NO_STEP
from logicost.rules.expressions import (
    HALF_UP,
    UP,
    Cell,
    Expression,
    FindRow,
    Reference,
    Value,
    expression,
    maximum,
    select,
)
from logicost.rules.plan import Kind, Plan
from logicost.rules.table import NO_ROW, Table
from logicost.tables.cursor import RATE_GRAINS
from logicost.tables.shelf import Choice
from logicost.tables.status import Status


@dataclass(frozen=True, slots=True)
class Looked:
    """The steps of one look-up in a band table: names of the row, its cells, and the amount it comes to."""

    name: str
    row: Reference
    amount: Reference
    status: Reference

    def found(self) -> Expression:
        return self.row > NO_ROW


def look_up(
    plan: Plan,
    name: str,
    table: Table,
    keys: tuple[Value, ...],
    weight: Expression,
    choice: Choice,
    prorate: Expression | None = None,
    note: str = "",
) -> Looked:
    """Find the band and price it: base, plus so much for each started `per` above `above`.

    Args:
        name: the amount's step; the others are named after it.
        prorate: a flag; where it is 1 a part of `per` is charged as a part, half-up to the cent.
    """
    source = choice.edition.id if choice.edition else None
    row = plan.step(
        f"{name}_row",
        FindRow(table, tuple(expression(key) for key in keys), weight),
        Kind.ROW,
        f"the row of {table.name}",
        source,
    )

    def cell(column: str, missing: int, kind: Kind, when: str | None = None) -> Reference:
        value = Cell(table, row, column, missing)
        return plan.step(f"{name}_{column}", value, kind, f"the row's {column}", source, when=when)

    base = cell("base", 0, Kind.MONEY)
    status = plan.step(
        f"{name}_status",
        maximum(Cell(table, row, "status", int(Status.UNSOURCED)), int(choice.status)),
        Kind.STATUS,
        choice.why or "the cell's own status",
        source,
    )
    if not any(item.values[table.column("plus")] for item in table.rows):
        return Looked(name, row, plan.step(name, base, Kind.MONEY, note, source), status)
    plus = cell("plus", 0, Kind.MONEY, has_steps := f"{name}_has_steps")
    plan.step(has_steps, plus > 0, Kind.FLAG, "the row has steps above its base")
    above, widths = cell("above", 0, Kind.WEIGHT, has_steps), _step_widths(table)
    if len(widths) == 1:
        each = "the same in every row that has steps"
        per = plan.step(f"{name}_per", widths.pop(), Kind.WEIGHT, each, source, when=has_steps)
    else:
        per = cell("per", NO_STEP, Kind.WEIGHT, has_steps)
    excess = maximum(weight - above, 0)
    over = plan.step(f"{name}_weight_above", excess, Kind.WEIGHT, "the weight above that", when=has_steps)
    steps = plan.step(f"{name}_steps", over.divided_by(per, UP), Kind.COUNT, "each started step counts", when=has_steps)
    amount: Expression = base + plus * steps
    if prorate is not None:
        minor = plan.market.currency.minor_unit
        part = (over * plus).divided_by(per * minor, HALF_UP) * minor
        amount = select(prorate, base + part, amount)
    return Looked(name, row, plan.step(name, amount, Kind.MONEY, note or "base + plus x steps", source), status)


def _step_widths(table: Table) -> set[int]:
    plus, per = table.column("plus"), table.column("per")
    return {row.values[per] for row in table.rows if row.values[plus]}


def percent_of(plan: Plan, amount: Expression, rate: Value) -> Expression:
    """That rate of an amount, half-up to the currency's minor unit."""
    minor = plan.market.currency.minor_unit
    return (amount * rate).divided_by(RATE_GRAINS * minor, HALF_UP) * minor


def percent_with_fixed(plan: Plan, fixed: Expression, portion: Expression, rate: Value) -> Expression:
    """A fixed amount and a rate of a portion, half-up to the currency's minor unit once."""
    minor = plan.market.currency.minor_unit
    return (fixed * RATE_GRAINS + portion * rate).divided_by(RATE_GRAINS * minor, HALF_UP) * minor


BAND_WHY = "{NAME_base} for the band"
STEPS_WHY = (
    "{NAME_base} for the band, and {NAME_plus} for each started {NAME_per} above {NAME_above}: {NAME_steps} of them"
)


def band_why(plan: Plan, looked: Looked) -> tuple[tuple[str | None, str], ...]:
    """The texts for a line whose amount is a look-up."""
    name = looked.name
    cases: list[tuple[str | None, str]] = []
    if plan.has(f"{name}_steps"):
        cases.append((f"{name}_has_steps", STEPS_WHY.replace("NAME", name)))
    cases.append((None, BAND_WHY.replace("NAME", name)))
    return tuple(cases)
