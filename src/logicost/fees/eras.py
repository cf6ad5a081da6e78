"""Fees that go by the card of another day than the ship date: what was on file on each day that it can be.

Inbound fees are charged when Amazon receives a unit: on ``received_on``, else as many days before the ship date as the unit
is stored, else on the ship date itself.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass

from logicost.inputs.days import FIRST_DAY
from logicost.inputs.fields import FIELD, NOT_GIVEN
from logicost.rules.expressions import first_of
from logicost.rules.plan import Kind, Plan, defines
from logicost.tables.shelf import Choice, Shelf, kept_by_shelf

RECENT = 180  # days before the ship date on which a unit is likely to have been received: from day 181 on it is aged
LONGEST_STAY = dt.timedelta(days=FIELD["days_in_storage"].largest)


@dataclass(frozen=True, slots=True)
class Era:
    """Days, from `first` on, on which the same is on file."""

    first: dt.date
    choice: Choice


@kept_by_shelf(4096)
def eras_to(shelf: Shelf, day: dt.date, market: str, fee: str) -> tuple[Era, ...]:
    """What was on file for a fee on each day up to one, in order."""
    found: list[Era] = []
    for first in (FIRST_DAY, *(each for each in shelf.changes(market, fee) if each <= day)):
        choice = shelf.choose(market, fee, first)
        if not found or found[-1].choice != choice:
            found.append(Era(first, choice))
    return tuple(found)


def ends_on_ship_day(shelf: Shelf, market: str, fee: str) -> Callable[[dt.date], tuple[Era, ...]]:
    """The eras of a fee up to each ship date, as a plan asks for them: those up to the last change."""
    changes = shelf.changes(market, fee)

    def eras(day: dt.date) -> tuple[Era, ...]:
        place = bisect_right(changes, day)
        return eras_to(shelf, changes[place - 1] if place else FIRST_DAY, market, fee)

    return eras


def eras_of_stays(shelf: Shelf, market: str, fee: str) -> Callable[[dt.date], tuple[Era, ...]]:
    """Of a ship date, what was on file on the days of the longest stay before it."""

    up_to = ends_on_ship_day(shelf, market, fee)

    def eras(day: dt.date) -> tuple[Era, ...]:
        every = up_to(day)
        begin = day - LONGEST_STAY
        return tuple(
            era for place, era in enumerate(every) if place + 1 == len(every) or every[place + 1].first > begin
        )

    return eras


@defines("received_day", "received_day_is_open")
def received_day(plan: Plan) -> None:
    """When FBA received the unit."""
    given, days = plan.input("received_on"), plan.input("days_in_storage")
    shipped = plan.input("ship_day")
    plan.step(
        "received_day",
        first_of((given > NOT_GIVEN, given), (days > NOT_GIVEN, shipped - days), otherwise=shipped),
        Kind.DAY,
        "as given, else the ship date less the days stored",
    )
    unknown = given.equals(NOT_GIVEN) & days.equals(NOT_GIVEN)
    plan.step("received_day_is_open", unknown, Kind.FLAG, "neither received_on nor the days stored are given")


@defines("awd_received_day", "awd_received_day_is_open")
def awd_received_day(plan: Plan) -> None:
    """When AWD received the unit."""
    given, days, moved = plan.input("received_on"), plan.input("awd_days_in_storage"), plan["received_day"]
    plan.step(
        "awd_received_day",
        first_of((given > NOT_GIVEN, given), (days > NOT_GIVEN, moved - days), otherwise=moved),
        Kind.DAY,
        "as given, else the ship date less the days stored, in AWD and in FBA",
    )
    unknown = plan["received_day_is_open"] & plan.input("awd_days_in_storage").equals(NOT_GIVEN)
    plan.step("awd_received_day_is_open", unknown, Kind.FLAG, "nothing says when the unit was received")
