"""The calendar of storage: how many months of each card and season lie between two days, from one table for all days.

"Charge = daily average volume over the calendar month": each day costs the month's rate by the days of that month. The
table counts the months of each card and season from its first day on, so that what lies between two days is a
difference of two look-ups, whatever the ship date is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from logicost.fees.cards import read_card
from logicost.fees.eras import LONGEST_STAY, eras_of_stays
from logicost.inputs.days import FIRST_DAY, day_number
from logicost.rules.expressions import (
    Cell,
    Expression,
    FindRow,
    Reference,
    first_of,
    maximum,
    minimum,
)
from logicost.rules.plan import Kind, Plan
from logicost.rules.table import Row, Table, make_table
from logicost.tables.edition import Edition
from logicost.tables.shelf import Choice, Shelf, kept_by_shelf
from logicost.tables.status import Status

MONTH_GRAINS = 377_580  # the least number that 28, 29, 30 and 31 divide
DAY = dt.timedelta(days=1)
# months that a unit can be stored; said, as sums of tables cannot prove it
MOST = LONGEST_STAY.days * (MONTH_GRAINS // 28)
Period = tuple[Edition, str]
Decade = tuple[dt.date, dt.date]  # its first and its last day


def decade_of(day: dt.date) -> Decade:
    """The ten years in which a day lies: calendars are made for so many at once."""
    first = dt.date(day.year // 10 * 10, 1, 1)
    return first, dt.date(first.year + 9, 12, 31)


@dataclass(frozen=True, slots=True)
class Calendar:
    """`periods`: card and season, in the order of the table's columns ``months_<number>``; `statuses`: the worse than
    exact ones that some day has, in the order of the columns ``days_<status>``."""

    table: Table
    periods: tuple[Period, ...]
    statuses: tuple[Status, ...]


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Days of one month under one card."""

    first: dt.date
    last: dt.date
    daily: int
    period: Period | None
    status: Status


def make_calendar(
    name: str,
    choose: Callable[[dt.date], Choice],
    season: Callable[[Edition, int], str],
    first: dt.date,
    last: dt.date,
    changes: Collection[dt.date],
) -> Calendar:
    """The calendar of all days from one to another, and before the first of those that are not paid by a card.

    Args:
        choose: the storage card of a day; `season`: of a card, in a month.
        first, last: the days; `changes`: the days on which what `choose` says may change within a month.
    """
    stretches = list(_stretches(choose, season, first, last, changes))
    periods = tuple(dict.fromkeys(each.period for each in stretches if each.period is not None))
    statuses = tuple(sorted({each.status for each in stretches} - {Status.EXACT}))
    months, days = [0] * len(periods), [0] * len(statuses)
    rows = []
    for each in stretches:
        held = periods.index(each.period) if each.period is not None else -1
        rows.append(
            Row(
                (),
                day_number(each.last),
                (
                    day_number(each.first),
                    *months,
                    *(each.daily if number == held else 0 for number in range(len(periods))),
                    *days,
                    *(int(each.status >= status) for status in statuses),
                ),
            )
        )
        length = (each.last - each.first).days + 1
        if held >= 0:
            months[held] += each.daily * length
        days = [count + length * (each.status >= status) for count, status in zip(days, statuses, strict=True)]
    columns = [
        "first",
        *(f"months_{number}" for number in range(len(periods))),
        *(f"daily_{number}" for number in range(len(periods))),
        *(f"days_{status.word}" for status in statuses),
        *(f"is_{status.word}" for status in statuses),
    ]
    return Calendar(make_table(name, (), "day", columns, rows), periods, statuses)


def _stretches(
    choose: Callable[[dt.date], Choice],
    season: Callable[[Edition, int], str],
    first: dt.date,
    last: dt.date,
    changes: Collection[dt.date],
) -> Iterator[_Stretch]:
    """From long before the first day to the last, month by month, and cut where another card or status begins."""
    yield _Stretch(FIRST_DAY - LONGEST_STAY, first - DAY, 0, None, choose(first - DAY).status)
    begin = first
    while begin <= last:
        month_end = (begin.replace(day=28) + 4 * DAY).replace(day=1) - DAY
        end = min([month_end, last, *(day - DAY for day in changes if begin < day <= month_end)])
        choice = choose(begin)
        period = (choice.edition, season(choice.edition, begin.month)) if choice.edition is not None else None
        yield _Stretch(begin, end, MONTH_GRAINS // month_end.day if period else 0, period, choice.status)
        begin = end + DAY


class Span:
    """The days of storage up to the ship date, as steps of a plan.

    Args:
        days: how many they are.
    """

    def __init__(self, plan: Plan, calendar: Calendar, days: Expression) -> None:
        self._plan = plan
        self._table = calendar.table
        self._statuses = calendar.statuses
        ship_day = plan.input("ship_day")
        self._ends = [
            (plan.step(f"storage_calendar_{end}", FindRow(self._table, (), day), Kind.ROW, note), day)
            for end, day, note in (
                ("last", ship_day, "the month of the ship date"),
                (
                    "first",
                    plan.step("stored_from", ship_day - days, Kind.DAY, "the first day that is paid"),
                    "its month",
                ),
            )
        ]

    def months(self, period: int) -> Expression:
        """The months of a card and season that lie in it, in `MONTH_GRAINS`."""
        return minimum(maximum(self._counted(f"months_{period}", f"daily_{period}"), 0), MOST)

    def worst(self) -> Expression:
        """The worst status of its days."""
        found = (
            (self._counted(f"days_{status.word}", f"is_{status.word}") > 0, int(status))
            for status in reversed(self._statuses)
        )
        return first_of(*found, otherwise=int(Status.EXACT))

    def _counted(self, before: str, daily: str) -> Expression:
        """What is counted up to the ship date less what is counted up to the first day."""
        last, first = (self._up_to(row, day, before, daily) for row, day in self._ends)
        return last - first

    def _up_to(self, row: Reference, day: Expression, before: str, daily: str) -> Expression:
        in_month = (day - Cell(self._table, row, "first", 0)) * Cell(self._table, row, daily, 0)
        return Cell(self._table, row, before, 0) + in_month


def storage_calendar(plan: Plan) -> Calendar:
    """The calendar of the cards by which a stay can be paid that ends on the plan's day."""
    shelf, market = plan.shelf, plan.market.code
    reached = eras_of_stays(shelf, market, "storage")
    first, last = plan.fact(decade_of)
    return _calendar(shelf, market, max(first - LONGEST_STAY, plan.fact(lambda day: reached(day)[0].first)), last)


@kept_by_shelf(32)
def _calendar(shelf: Shelf, market: str, first: dt.date, last: dt.date) -> Calendar:
    with_figures = [edition.effective for edition in shelf.editions(market, "storage") if edition.has_figures]
    return make_calendar(
        f"storage calendar of {market}",
        lambda day: shelf.choose(market, "storage", day),
        lambda edition, month: str(read_card(edition).season(month)),
        max(first, min(with_figures)),
        last,
        shelf.changes(market, "storage"),
    )
