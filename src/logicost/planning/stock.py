"""The units of one SKU in Amazon's network, day by day: arrivals, sales, ageing; first in, first out.

Whole units and whole days throughout. On each day the arrivals come first (age 0), then the day's demand is served
from the oldest units, and what is left at the close counts as on hand. A unit that arrives on the 3rd and sells on the
10th is thus stored for 7 days, the day of its arrival included, the day of its sale not: as in a quote's
``days_in_storage``.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from logicost.errors import InputError
from logicost.planning.schedule import (
    read_monthly_sales,
    read_months,
    read_opening,
    read_replenishments,
    read_start,
    shared,
)

Cohort = tuple[int, int]  # days of age, units


@dataclass(frozen=True, init=False)
class Stock:
    """What lies in stock at the start, what sells and what arrives.

    Args:
        opening: units by days of age on the start day: ``"30:200,200:50"``, ``{30: 200, 200: 50}``, or ``200`` (new).
        monthly_sales: units of each calendar month: one number for all, or a list, one for each month from the start's.
        start: the first day, before its sales.
        months: how many calendar months, the start's included, up to 24; default 12, or the length of the list.
        seasonality: 12 weights, January to December; `monthly_sales` is then the average month of a year.
        replenishments: ``"2026-12-05:300"``, a list of such, a mapping of days to units, or pairs.

    A month's sales are spread over all its days as evenly as whole units allow: day *i* of *n* brings the running total
    to ``floor(sales x i / n)``. Where the start lies within a month, only that month's remaining days count.

    Attributes:
        opening: (age, units), oldest first; `sales`: units for each month; `arrivals`: (day, units) in order.

    Raises:
        InputError: with `.code` and `.field`.
    """

    opening: tuple[Cohort, ...]
    sales: tuple[int, ...]
    arrivals: tuple[tuple[dt.date, int], ...]
    start: dt.date

    def __init__(
        self,
        *,
        monthly_sales: object,
        start: dt.date | str,
        opening: str | int | Mapping[int, int] | Iterable[Cohort] | None = None,
        months: object = None,
        seasonality: object = None,
        replenishments: object = None,
    ) -> None:
        first = read_start(start)
        asked = None if months is None else read_months(months)
        sales = read_monthly_sales(monthly_sales, seasonality, asked, first)
        self._set(read_opening(opening), sales, read_replenishments(replenishments), first)
        for day, _units in self.arrivals:
            if not first <= day <= self.end:
                raise InputError(
                    "replenishment_outside",
                    f"{day} lies outside {first} to {self.end}, the months looked at",
                    "replenishments",
                )

    def _set(
        self,
        opening: tuple[Cohort, ...],
        sales: tuple[int, ...],
        arrivals: tuple[tuple[dt.date, int], ...],
        start: dt.date,
    ) -> None:
        for name, value in (("opening", opening), ("sales", sales), ("arrivals", arrivals), ("start", start)):
            object.__setattr__(self, name, value)

    @classmethod
    def of(cls, opening: Sequence[Cohort], sales: Sequence[int], start: dt.date) -> Stock:
        """The stock of figures that were read before; nothing arrives."""
        stock = cls.__new__(cls)
        stock._set(tuple(sorted(opening, reverse=True)), tuple(sales), (), start)
        return stock

    @property
    def opening_units(self) -> int:
        return sum(units for _, units in self.opening)

    @property
    def end(self) -> dt.date:
        """The last day of the last month."""
        return month_end(add_months(self.start, len(self.sales) - 1))

    @property
    def first_pace(self) -> Fraction:
        """Units a day in the first month."""
        return Fraction(self.sales[0], month_end(self.start).day)

    def demand(self) -> Iterator[tuple[dt.date, int]]:
        """Each day with the units that buyers want."""
        for number, sales in enumerate(self.sales):
            first = add_months(self.start, number).replace(day=1)
            for place, units in enumerate(shared(sales, [1] * month_end(first).day)):
                day = first + dt.timedelta(days=place)
                if day >= self.start:
                    yield day, units


@dataclass(frozen=True, slots=True)
class StockDay:
    """One day.

    Attributes:
        opening: units before it; `received`, `demand`, `sold`: units.
        cohorts: (age, units) on hand at the close, oldest first.
    """

    day: dt.date
    opening: int
    received: int
    demand: int
    sold: int
    cohorts: tuple[Cohort, ...]

    @property
    def on_hand(self) -> int:
        return sum(units for _, units in self.cohorts)

    @property
    def lost(self) -> int:
        """Units wanted that were not there."""
        return self.demand - self.sold

    @property
    def is_stockout(self) -> bool:
        """Nothing to sell that day, or less than was wanted."""
        return self.lost > 0 or self.opening + self.received == 0

    def older_than(self, age: int) -> int:
        return sum(units for days, units in self.cohorts if days > age)


def stock_days(stock: Stock) -> list[StockDay]:
    """Every day from the start to the end of the last month."""
    arriving = dict(stock.arrivals)
    shelf = [[age, units] for age, units in stock.opening if units]  # oldest first
    days: list[StockDay] = []
    for day, demand in stock.demand():
        if days:
            for cohort in shelf:
                cohort[0] += 1
        opening = sum(units for _, units in shelf)
        received = arriving.get(day, 0)
        if received:
            shelf.append([0, received])
        sold = _take(shelf, demand)
        days.append(StockDay(day, opening, received, demand, sold, tuple((age, units) for age, units in shelf)))
    return days


def _take(shelf: list[list[int]], wanted: int) -> int:
    """Take units from the oldest on; returns how many there were to take."""
    taken = 0
    while shelf and taken < wanted:
        part = min(shelf[0][1], wanted - taken)
        taken += part
        shelf[0][1] -= part
        if not shelf[0][1]:
            del shelf[0]
    return taken


def by_month(days: Sequence[StockDay]) -> list[list[StockDay]]:
    """The days, month by month."""
    return [list(group) for _, group in groupby(days, key=lambda day: (day.day.year, day.day.month))]


def average_units(days: Sequence[StockDay]) -> Fraction:
    """The daily average on hand, over the days given."""
    return Fraction(sum(day.on_hand for day in days), len(days))


def month_end(day: dt.date) -> dt.date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def add_months(day: dt.date, months: int) -> dt.date:
    """The first of the month that lies so many months later; the day itself for none."""
    if not months:
        return day
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, 1)
