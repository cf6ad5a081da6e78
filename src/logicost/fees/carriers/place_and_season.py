"""What a carrier adds by place and by season: delivery area and demand surcharges, and what else may come on top."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from logicost.fees.charge import Charge
from logicost.fees.declared import (
    by_word,
    day,
    day_of,
    is_said,
    key,
    listed,
    money_of,
    nested,
    one,
    or_gap,
    pairs,
    part,
    text,
)
from logicost.fees.known import estimate_where
from logicost.inputs.days import day_number
from logicost.inputs.fields import NOT_GIVEN
from logicost.rules.expressions import Expression, expression, first_of, maximum, select, some
from logicost.rules.plan import Kind, Plan
from logicost.rules.text import show
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition
from logicost.tables.status import Status

Season = tuple[tuple[dt.date, int], ...]


@part
class Areas:
    """Delivery area surcharges by class, which both have; None where no amount is on file.

    Attributes:
        derived: the amounts are of one source, or doubtful: an estimate where one is charged.
    """

    residential: dict[str, int | None] = by_word(or_gap(money_of))
    commercial: dict[str, int | None] = by_word(or_gap(money_of))
    derived: bool = is_said("derived", "one_source", of="origin")

    def check(self, body: Cursor) -> None:
        if set(self.residential) != set(self.commercial):
            body.need("commercial").fail("must have the classes of residential")


def _of(cursor: Cursor, edition: Edition) -> tuple[str, ...]:
    return tuple(name.choice(*_surcharges(edition)) for name in cursor.list())


def _surcharges(edition: Edition) -> list[str]:
    """Those that the card has, by name."""
    named = edition.body().get("surcharges")
    return [name.text() for name, _ in named.items()] if named else []


@part
class Remark:
    """What may come on top and is not priced: such a line is an estimate, and a note says so.

    Attributes:
        from_, until: the days for which it holds; None where the card does not end it.
        of: surcharges by size; where it is not empty, it holds only where one of them applies.
    """

    text: str = text()
    from_: dt.date | None = day(absent=None)
    until: dt.date | None = day(absent=None)
    of: tuple[str, ...] = key(_of, ())


def _demand(cursor: Cursor, edition: Edition) -> dict[str, Season]:
    """``{residential: {2026-10-26: 0.50, 2027-01-18: 0.00}}``."""
    found: dict[str, Season] = {}
    for name, days in cursor.items():
        season: Season = pairs(day_of, money_of)(days, edition)
        if season[-1][1]:
            days.fail("must be first days with their amounts; the last ends the season with 0.00")
        found[name.choice(*dict.fromkeys(("residential", *_surcharges(edition))))] = season
    return found


@part
class PlaceAndSeason:
    """`demand`: by surcharge by size, or ``residential``, what the season adds from each day on, until the next day."""

    delivery_areas: Areas | None = one(Areas, absent=None)
    demand: dict[str, Season] = key(_demand, {})
    remarks: tuple[Remark, ...] = key(listed(nested(Remark)), ())

    def demand_of(self, plan: Plan, surcharge: str) -> Expression:
        """What the season adds to that surcharge; such amounts are of one source, and estimates."""
        day = plan.input("ship_day")
        cases = [(day >= day_number(first), amount) for first, amount in reversed(self.demand.get(surcharge, ()))]
        return first_of(*cases, otherwise=0) if cases else expression(0)


@dataclass(frozen=True, slots=True)
class Added:
    """What place and season add to every parcel, with the status that it leaves."""

    amount: Expression
    status: Expression


def place_and_season(fee: Charge, carrier: str, extras: PlaceAndSeason, by_card: Expression) -> Added:
    """The surcharges of the parcel's place, and of the season on parcels to a home; tells what is not priced.

    Args:
        by_card: where the price is that of the card.
    """
    plan = fee.plan
    amount, statuses = expression(0), [expression(0)]
    if "residential" in extras.demand:
        season = select(plan.input("residential"), extras.demand_of(plan, "residential"), 0)
        demand = fee.step(f"{carrier}_demand", season, Kind.MONEY, "the demand surcharge on parcels to a home")
        amount, statuses = amount + demand, [*statuses, estimate_where(demand > 0)]
    if extras.delivery_areas is not None:
        area, status = _delivery_area(fee, carrier, extras.delivery_areas, by_card)
        amount, statuses = amount + area, [*statuses, status]
    for number, remark in enumerate(extras.remarks):
        flag = fee.step(f"{carrier}_remark_{number}", by_card & _holds(plan, carrier, remark), Kind.FLAG, remark.text)
        fee.note(f"{_called(fee)}: {remark.text}", flag)
        statuses.append(estimate_where(flag))
    return Added(amount, maximum(*statuses))


def _holds(plan: Plan, carrier: str, remark: Remark) -> Expression:
    day = plan.input("ship_day")
    holds = expression(1) if not remark.of else some(*(plan[f"{carrier}_{name}_applies"] for name in remark.of))
    if remark.from_ is not None:
        holds = holds & (day >= day_number(remark.from_))
    if remark.until is not None:
        holds = holds & (day <= day_number(remark.until))
    return holds


def _delivery_area(fee: Charge, carrier: str, areas: Areas, by_card: Expression) -> tuple[Expression, Expression]:
    plan = fee.plan
    given, home = plan.input("delivery_area"), plan.input("residential")
    classes = dict.fromkeys((*plan.vocabulary(given.name)[1:], *areas.residential))  # the first is none
    cells = [
        (plan.is_word(given, area) & kind, cell)
        for kind, amounts in ((home, areas.residential), (~home, areas.commercial))
        for area, cell in ((area, amounts.get(area)) for area in classes)
    ]
    charged = first_of(*((when, cell) for when, cell in cells if cell), otherwise=0)
    amount = fee.step(f"{carrier}_delivery_area", charged, Kind.MONEY, "the delivery area surcharge")
    gap = some(*(when for when, cell in cells if cell is None))
    missing = fee.step(f"{carrier}_delivery_area_is_missing", gap, Kind.FLAG, "its surcharge is not on file")
    fee.why(f"{_called(fee)}: its surcharge in such a delivery area is not on file; give postage", missing)
    most = max((cell or 0 for _, cell in cells), default=0)
    how_much = f" of up to {show(most, Kind.MONEY, plan.market)}" if most else ""
    asked = fee.step(f"{carrier}_area_not_given", by_card & given.equals(NOT_GIVEN), Kind.FLAG, "not given")
    fee.note(
        f"{_called(fee)}: a delivery area surcharge{how_much} may come on top, by ZIP code: give delivery_area", asked
    )
    known = estimate_where(amount > 0) if areas.derived else expression(0)
    return amount, select(missing, Status.UNSOURCED, select(given.equals(NOT_GIVEN), Status.ESTIMATE, known))


def _called(fee: Charge) -> str:
    name: str = fee.card.carrier
    return name.partition(",")[0]
