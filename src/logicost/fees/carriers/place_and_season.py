"""What a carrier adds by place and by season: delivery area and demand surcharges, and what else may come on top."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from logicost.fees.carriers.delivery_area import Areas, called, delivery_area_surcharge
from logicost.fees.charge import Charge
from logicost.fees.declared import (
    day,
    day_of,
    key,
    listed,
    money_of,
    nested,
    one,
    pairs,
    part,
    text,
)
from logicost.fees.known import estimate_where
from logicost.inputs.days import day_number
from logicost.rules.expressions import Expression, expression, first_of, maximum, select, some
from logicost.rules.plan import Kind, Plan
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition

Season = tuple[tuple[dt.date, int], ...]


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
        area, status = delivery_area_surcharge(fee, carrier, extras.delivery_areas, by_card)
        amount, statuses = amount + area, [*statuses, status]
    for number, remark in enumerate(extras.remarks):
        flag = fee.step(f"{carrier}_remark_{number}", by_card & _holds(plan, carrier, remark), Kind.FLAG, remark.text)
        fee.note(f"{called(fee)}: {remark.text}", flag)
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
