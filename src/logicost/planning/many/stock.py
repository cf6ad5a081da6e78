"""The stock model over many products at once: the same days, cohorts and costs as `plan_of_units`, in arrays.

First in, first out needs no loop over days: a cohort has lost what all sales up to a day exceed the cohorts before it
by, and all sales up to a day are the least of what was wanted and what had arrived, on that day or any day before.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logicost.array_kinds import Numbers, Places, Statuses
from logicost.fees.aged_stays import SNAPSHOT_DAY
from logicost.fees.volume import MICRO
from logicost.inputs.fields import NOT_GIVEN, SUPPLY_GRAINS
from logicost.planning.many.fees import Fees, ManyFees
from logicost.planning.many.numbers import half_up, product, sum_by, worst_by
from logicost.planning.stock import Stock, add_months, month_end
from logicost.planning.supply import WINDOWS
from logicost.tables.status import Status

EXACT, ESTIMATE, UNSOURCED = int(Status.EXACT), int(Status.ESTIMATE), int(Status.UNSOURCED)
COSTS = ("storage", "storage_utilization", "aged_inventory", "low_inventory_level")
Span = tuple[int, int]  # days by number, the last not included


@dataclass(frozen=True)
class Stocks:
    """Stocks that begin on one day and run for as many months.

    Attributes:
        sales: units of each row and month.
        rows, ages, units, arrives: of each cohort its row, days of age at the close of the first day, units, and the
            number of the day on which it arrives, -1 for those of the opening; a row's cohorts stand oldest first.
        first: the ordinal day on which each row's first unit was received; 0 where there never is one.
    """

    start: dt.date
    sales: Numbers
    rows: Places
    ages: Numbers
    units: Numbers
    arrives: Numbers
    first: Numbers

    @classmethod
    def of(cls, stocks: Sequence[Stock]) -> Stocks:
        """Out of stocks that were read one by one."""
        start = stocks[0].start
        cohorts: list[tuple[int, int, int, int]] = []
        for row, stock in enumerate(stocks):
            cohorts += [(row, age, count, -1) for age, count in stock.opening]
            numbered = (((day - start).days, count) for day, count in stock.arrivals)
            cohorts += [(row, -number, count, number) for number, count in numbered]
        rows, ages, units, arrives = np.array(cohorts, np.int64).reshape(-1, 4).T
        first = np.zeros(len(stocks), np.int64)
        places, begins = np.unique(rows, return_index=True)
        first[places] = start.toordinal() - ages[begins]
        sales = np.array([stock.sales for stock in stocks], np.int64)
        return cls(start, sales, rows.astype(np.intp), ages, units, arrives, first)

    @property
    def size(self) -> int:
        return len(self.sales)

    @cached_property
    def months(self) -> list[Span]:
        """The numbers of each month's days."""
        last = [month_end(add_months(self.start, number)) for number in range(self.sales.shape[1])]
        ends = [(day - self.start).days + 1 for day in last]
        return list(zip([0, *ends[:-1]], ends, strict=True))

    def day(self, number: int) -> dt.date:
        return self.start + dt.timedelta(days=number)

    @cached_property
    def before(self) -> Numbers:
        """Units of the row in the cohorts before each cohort."""
        running = np.cumsum(self.units) - self.units
        places, begins = np.unique(self.rows, return_index=True)
        base = np.zeros(self.size, np.int64)
        base[places] = running[begins]
        return running - base[self.rows]


@dataclass(frozen=True)
class Movements:
    """Units by day: column *n* holds what was so at the close of day *n* - 1, the first column what was before the start.

    Attributes:
        arrived: opening and arrivals; wanted, sold: all up to then.
    """

    arrived: Numbers
    wanted: Numbers
    sold: Numbers

    @classmethod
    def of(cls, stocks: Stocks) -> Movements:
        days = stocks.months[-1][1]
        steps = np.zeros((stocks.size, days + 1), np.int64)
        np.add.at(steps, (stocks.rows, stocks.arrives + 1), stocks.units)
        arrived = np.cumsum(steps, axis=1)
        wanted = np.zeros_like(arrived)
        before = np.zeros(stocks.size, np.int64)
        for (begin, end), sales in zip(stocks.months, stocks.sales.T, strict=True):
            day = stocks.day(begin)
            length = month_end(day).day
            places = np.arange(day.day, length + 1)
            gone = sales * (day.day - 1) // length  # of the days of the month before the start
            wanted[:, begin + 1 : end + 1] = (before - gone)[:, None] + sales[:, None] * places // length
            before = wanted[:, end]
        short = np.minimum.accumulate((arrived - wanted)[:, 1:], axis=1)
        sold = wanted.copy()
        sold[:, 1:] += np.minimum(short, 0)
        return cls(arrived, wanted, sold)

    @cached_property
    def on_hand(self) -> Numbers:
        """At the close of each day, the first column before the start."""
        return self.arrived - self.sold

    def left(self, stocks: Stocks, cohorts: Any, days: Any) -> Numbers:
        """Units of cohorts left at the close of days with these numbers; none before they arrive."""
        after = stocks.before[cohorts] + stocks.units[cohorts]
        left = np.clip(after - self.sold[stocks.rows[cohorts], days + 1], 0, stocks.units[cohorts])
        return np.where(stocks.arrives[cohorts] <= days, left, 0)


@dataclass
class Costs:
    """One cost by row and month.

    Attributes:
        minor: what of it is known, in minor units of the currency; statuses: the worst of its parts.
        known: whether any part of it is known; included: whether it is part of the total.
    """

    minor: Numbers
    statuses: Statuses
    known: NDArray[np.bool_]
    included: NDArray[np.bool_]

    @classmethod
    def none(cls, rows: int, months: int, included: bool) -> Costs:
        shape = (rows, months)
        return cls(
            np.zeros(shape, np.int64), np.zeros(shape, np.int8), np.ones(shape, np.bool_), np.full(shape, included)
        )

    def put(self, month: int, numerators: NDArray[Any], divisor: int, statuses: Statuses) -> None:
        """A month's cost as one part: numerators / divisor, half-up to the minor unit."""
        known = statuses < UNSOURCED
        self.minor[:, month] = np.where(known, half_up(numerators, divisor), 0)
        self.statuses[:, month] = statuses
        self.known[:, month] = known


@dataclass
class StockMonths:
    """What `plan_of_units` says of each month, by row and month.

    Attributes:
        costs: each of `COSTS`.
    """

    stocks: Stocks
    moved: Movements
    costs: dict[str, Costs] = field(default_factory=dict)

    def of_month(self, units: Numbers) -> Numbers:
        """What came to pass in each month, out of what had up to each day."""
        return np.stack([units[:, end] - units[:, begin] for begin, end in self.stocks.months], axis=1)

    @cached_property
    def opening(self) -> Numbers:
        return self.moved.on_hand[:, [begin for begin, _ in self.stocks.months]]

    @cached_property
    def closing(self) -> Numbers:
        return self.moved.on_hand[:, [end for _, end in self.stocks.months]]

    @cached_property
    def sold(self) -> Numbers:
        return self.of_month(self.moved.sold)

    @cached_property
    def demand(self) -> Numbers:
        return self.of_month(self.moved.wanted)

    @cached_property
    def stockout_days(self) -> Numbers:
        """Days with nothing to sell, or less than was wanted."""
        wanted, sold = np.diff(self.moved.wanted, axis=1), np.diff(self.moved.sold, axis=1)
        nothing = self.moved.on_hand[:, :-1] + np.diff(self.moved.arrived, axis=1) == 0
        out = np.zeros_like(self.moved.sold)
        np.cumsum((wanted > sold) | nothing, axis=1, out=out[:, 1:])
        return self.of_month(out)

    @cached_property
    def total(self) -> Costs:
        """The sum of the known parts, under the worst of their statuses."""
        parts = list(self.costs.values())
        return Costs(
            sum((np.where(cost.included, cost.minor, 0) for cost in parts[1:]), parts[0].minor),
            np.maximum.reduce([np.where(cost.included, cost.statuses, 0).astype(np.int8) for cost in parts]),
            np.logical_or.reduce([cost.included & cost.known for cost in parts]),
            parts[0].included,
        )


def stock_months(fees: ManyFees, stocks: Stocks) -> StockMonths:
    """The months of stocks and what they cost; none of the products is in FBA New Selection."""
    months = StockMonths(stocks, Movements.of(stocks))
    months.costs = {
        "storage": _storage(fees, months),
        "storage_utilization": _utilization(fees, months),
        "aged_inventory": _aged(fees, months),
        "low_inventory_level": _low_inventory(fees, months),
    }
    return months


def _runs(fees: ManyFees, fee: str, stocks: Stocks, span: Span) -> Iterator[Span]:
    """The days of a span on which the same cards are in force, together."""
    for _, days in groupby(range(*span), lambda number: fees.key(fee, stocks.day(number))):
        numbers = list(days)
        yield numbers[0], numbers[-1] + 1


def _storage(fees: ManyFees, months: StockMonths) -> Costs:
    """Units on hand x a month's storage of one unit / days of the month, day by day."""
    stocks, held = months.stocks, months.moved.on_hand
    costs = Costs.none(stocks.size, len(stocks.months), included=True)
    for month, span in enumerate(stocks.months):
        numerators: NDArray[Any] = np.zeros(stocks.size, np.int64)
        statuses = np.zeros(stocks.size, np.int8)
        for begin, end in _runs(fees, "storage", stocks, span):
            unit_days = held[:, begin + 1 : end + 1].sum(axis=1)
            amounts, status = fees.storage_month(stocks.day(begin))
            numerators = numerators + product(unit_days, amounts)
            statuses = np.maximum(statuses, np.where(unit_days > 0, int(status), 0)).astype(np.int8)
        costs.put(month, numerators, MICRO * fees.minor_unit * month_end(stocks.day(span[0])).day, statuses)
    return costs


def _utilization(fees: ManyFees, months: StockMonths) -> Costs:
    """The ratio is taken on the last day of the month; what is surcharged is the daily average of old enough units."""
    stocks = months.stocks
    weeks = fees.given("storage_utilization_weeks")
    costs = Costs.none(stocks.size, len(stocks.months), included=False)
    costs.included[weeks != NOT_GIVEN] = True
    places = np.flatnonzero(weeks != NOT_GIVEN)
    cohorts = np.flatnonzero(np.isin(stocks.rows, places))
    for month, (begin, end) in enumerate(stocks.months if len(places) else []):
        found, older = fees.utilization_month(stocks.day(end - 1), stocks.first, places)
        numbers = np.arange(begin, end)
        left = months.moved.left(stocks, cohorts[:, None], numbers[None, :])
        old = stocks.ages[cohorts][:, None] + numbers[None, :] > older
        unit_days = sum_by(stocks.rows[cohorts], np.where(old, left, 0).sum(axis=1), stocks.size)[places]
        numerators: NDArray[Any] = np.zeros(stocks.size, object)
        numerators[places] = product(unit_days, found.amounts)
        statuses = np.zeros(stocks.size, np.int8)
        statuses[places] = np.where(unit_days > 0, found.statuses, EXACT)
        costs.put(month, numerators, MICRO * fees.minor_unit * month_end(stocks.day(begin)).day, statuses)
    return costs


def _aged(fees: ManyFees, months: StockMonths) -> Costs:
    """A whole month's charge for every unit at the snapshot; each band of ages is rounded by itself."""
    stocks = months.stocks
    costs = Costs.none(stocks.size, len(stocks.months), included=True)
    for month, (begin, end) in enumerate(stocks.months):
        number = (stocks.day(begin).replace(day=SNAPSHOT_DAY) - stocks.start).days
        if not begin <= number < end:
            continue
        left = months.moved.left(stocks, slice(None), number)
        cohorts = np.flatnonzero(left)
        rows, counts = stocks.rows[cohorts], left[cohorts]
        rows, counts, found = _by_band(rows, counts, fees.aged(stocks.day(number), rows, stocks.ages[cohorts] + number))
        minor = half_up(product(counts, found.amounts), MICRO * fees.minor_unit)
        known = found.statuses < UNSOURCED
        costs.minor[:, month] = sum_by(rows, np.where(known, minor, 0), stocks.size)
        costs.statuses[:, month] = worst_by(rows, found.statuses, stocks.size)
        parts, known_parts = (sum_by(rows, np.asarray(each, np.int64), stocks.size) for each in (rows >= 0, known))
        costs.known[:, month] = (parts == 0) | (known_parts > 0)
    return costs


def _by_band(rows: Places, counts: Numbers, found: Fees) -> tuple[Places, Numbers, Fees]:
    """The units of a row that pay the same, together."""
    order = np.lexsort((found.statuses, found.amounts, found.kinds, rows))
    keys = np.stack([rows, found.kinds, found.amounts, found.statuses])[:, order]
    begins = np.flatnonzero(np.concatenate([[True], (np.diff(keys, axis=1) != 0).any(axis=0)])) if len(rows) else order
    sums = np.add.reduceat(counts[order], begins) if len(rows) else counts
    first = order[begins]
    return rows[first], sums, Fees(found.amounts[first], found.statuses[first], found.kinds[first])


def _low_inventory(fees: ManyFees, months: StockMonths) -> Costs:
    """The fee of each week, by the days of supply at its eve, for every unit shipped in it."""
    stocks, sold = months.stocks, months.moved.sold
    costs = Costs.none(stocks.size, len(stocks.months), included=fees.has_fee("low_inventory_level"))
    if not fees.has_fee("low_inventory_level"):
        return costs
    week = _Weeks(fees, months)
    for month, (begin, end) in enumerate(stocks.months):
        grains = np.zeros(stocks.size, np.int64)
        statuses = np.zeros(stocks.size, np.int8)
        for number in range(begin, end):
            if number and number > begin and stocks.day(number).weekday() != 0:
                continue
            until = min(number + 7 - stocks.day(number).weekday(), end)
            shipped = sold[:, until] - sold[:, number]
            found = week.fees_on(number)
            grains += shipped * found.amounts
            statuses = np.maximum(statuses, np.where(shipped > 0, found.statuses, 0)).astype(np.int8)
        costs.put(month, grains, fees.minor_unit, statuses)
    return costs


class _Weeks:
    """The low-inventory-level fee of each week, as `SupplyHistory` and `weekly_fees` have it."""

    def __init__(self, fees: ManyFees, months: StockMonths) -> None:
        self.fees, self.stocks, self.sold = fees, months.stocks, months.moved.sold
        self.held = np.zeros_like(months.moved.on_hand)
        np.cumsum(months.moved.on_hand[:, 1:], axis=1, out=self.held[:, 1:])
        self.pace, self.length = self.stocks.sales[:, 0], month_end(self.stocks.start).day
        self.given = [fees.given(f"days_of_supply_{window}") for window in WINDOWS]
        self.shipped_7 = fees.given("units_shipped_7")
        self.assumed = np.logical_or(*(own == NOT_GIVEN for own in self.given))
        self._known: tuple[int, Fees] = (-1, Fees(self.pace, self.assumed.astype(np.int8), self.pace))

    def fees_on(self, number: int) -> Fees:
        """Of a unit shipped on the day with that number."""
        begin = max(number - self.stocks.day(number).weekday(), 0)
        if self._known[0] != begin:
            self._known = begin, self._fees(begin)
        return self._known[1]

    def _fees(self, begin: int) -> Fees:
        statuses = np.where(self.assumed & (begin < max(WINDOWS)), ESTIMATE, EXACT).astype(np.int8)
        amounts, kinds = np.zeros(self.stocks.size, np.int64), np.zeros(self.stocks.size, np.int64)
        short, long = (self._supply(begin, window, own) for window, own in zip(WINDOWS, self.given, strict=True))
        places = np.flatnonzero((short >= 0) & (long >= 0))  # "a window without sales counts as above 28": no fee
        if len(places):
            found = self.fees.low_inventory(
                self.stocks.day(begin),
                self.stocks.first,
                places,
                short[places],
                long[places],
                self._shipped(begin)[places],
            )
            amounts[places] = found.amounts
            statuses[places] = np.maximum(statuses[places], found.statuses)
        return Fees(amounts, statuses, kinds)

    def _supply(self, begin: int, window: int, own: Numbers) -> Numbers:
        """Days of supply at the close of the day before, in hundredths, rounded down; -1 where nothing was shipped."""
        missing = max(window - begin, 0)
        since = max(begin - window, 0)
        # what lay before the start, x 100 x the days of the first month
        opening = self.stocks_opening * SUPPLY_GRAINS * self.length
        before = np.where(own == NOT_GIVEN, opening, own * self.pace)
        held = (self.held[:, begin] - self.held[:, since]) * SUPPLY_GRAINS * self.length + missing * before
        shipped = (self.sold[:, begin] - self.sold[:, since]) * self.length + missing * self.pace
        return np.where(shipped > 0, held // np.maximum(shipped, 1), -1)

    @cached_property
    def stocks_opening(self) -> Numbers:
        return sum_by(self.stocks.rows, np.where(self.stocks.arrives < 0, self.stocks.units, 0), self.stocks.size)

    def _shipped(self, begin: int) -> Numbers:
        """Units shipped in the 7 days before, rounded down."""
        since = max(begin - 7, 0)
        shipped = (self.sold[:, begin] - self.sold[:, since]) * self.length + max(7 - begin, 0) * self.pace
        found: Numbers = shipped // self.length
        return np.where(self.shipped_7 != NOT_GIVEN, self.shipped_7, found) if begin == 0 else found
