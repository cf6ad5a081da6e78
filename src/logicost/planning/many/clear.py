"""Clearing the stock of many products: the ways and decisions of `clear_row`, in arrays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logicost.answers.engine import compiled_plan
from logicost.array_kinds import Flags, Numbers, Statuses
from logicost.fees import FEES
from logicost.fees.vocabularies import open_plan
from logicost.inputs.columns import Inputs, absent_bounds
from logicost.market import Market
from logicost.planning.clear import DISCOUNT, KEEP, WAYS
from logicost.planning.contribution import is_of_the_sale, is_of_the_stock
from logicost.planning.many.fees import ManyFees
from logicost.planning.many.money import NEVER, UNSOURCED, Money, best_of
from logicost.planning.many.numbers import half_up, product
from logicost.planning.many.stock import StockMonths, Stocks, stock_months
from logicost.rules.columns.reading import ColumnReading
from logicost.tables.shelf import Shelf

PROGRAM = "fba"
ENDS = WAYS[2:]  # the ways that end a stock at once


@dataclass(frozen=True, slots=True)
class Sale:
    """What one unit sold leaves, in grains; `refused`: the program cannot serve the row."""

    grains: Numbers
    statuses: Statuses
    known: Flags
    refused: Flags


class ManyContributions:
    """`Contribution` of many rows, by the column."""

    def __init__(self, shelf: Shelf, market: Market, inputs: Inputs, size: int) -> None:
        self.shelf, self.market, self.inputs, self.size = shelf, market, inputs, size
        self._fees: tuple[str, ...] = ()
        self._known: dict[object, Sale] = {}

    def key(self, day: dt.date) -> object:
        """Days of the same key bring the same."""
        chosen = (self.shelf.choose(self.market.code, fee, day) for fee in self._fees)
        return tuple((choice.edition, choice.status) for choice in chosen)

    def on(self, day: dt.date) -> Sale:
        if not self._fees or (key := self.key(day)) not in self._known:
            sale = self._quoted(day)
            key = self.key(day)
            self._known[key] = sale
        return self._known[key]

    def _quoted(self, day: dt.date) -> Sale:
        plan = compiled_plan(self.shelf, self.market.code, day, (PROGRAM,)).plan
        program = plan.programs[PROGRAM]
        lines = [line for line in program.lines if is_of_the_sale(FEES[line.fee].stage, line.fee)]
        self._fees = tuple(fee for fee in plan.editions if not is_of_the_stock(fee))
        wanted = ["price", *(refusal.condition for refusal in program.refusals)]
        for line in lines:
            wanted += [line.amount, line.status, line.shown]
        reading = ColumnReading(plan.steps.values(), absent_bounds(dict.fromkeys(self.inputs)), wanted)
        values = reading.run_blocks(self.inputs, self.size)
        grains = values["price"].astype(np.int64)
        statuses = np.zeros(self.size, np.int8)
        for line in lines:
            shown = values[line.shown].astype(np.bool_)
            grains = grains - np.where(shown, values[line.amount], 0)
            statuses = np.maximum(statuses, np.where(shown, values[line.status], 0)).astype(np.int8)
        refused = np.zeros(self.size, np.bool_)
        for refusal in program.refusals:
            refused |= values[refusal.condition].astype(np.bool_)
        return Sale(grains, statuses, statuses < UNSOURCED, refused)

    def of_month(self, months: StockMonths, places: NDArray[np.intp], month: int) -> tuple[Money, Flags]:
        """What the units sold in a month leave, and which rows the program refuses on a day on which they sell.

        Args:
            months: of the rows in those places.
        """
        stocks, sold = months.stocks, months.moved.sold
        grains: NDArray[Any] = np.zeros(stocks.size, np.int64)
        statuses, known = np.zeros(stocks.size, np.int8), np.ones(stocks.size, np.bool_)
        refused = np.zeros(stocks.size, np.bool_)
        for begin, end in self._runs(stocks, month):
            units = sold[:, end] - sold[:, begin]
            sale = self.on(stocks.day(begin))
            grains = grains + product(units, sale.grains[places])
            sells = units > 0
            statuses = np.maximum(statuses, np.where(sells, sale.statuses[places], 0)).astype(np.int8)
            known &= ~sells | sale.known[places]
            refused |= sells & sale.refused[places]
        return Money.of(half_up(grains, self.market.currency.minor_unit), statuses, known), refused

    def _runs(self, stocks: Stocks, month: int) -> Iterator[tuple[int, int]]:
        begin, end = stocks.months[month]
        self.on(stocks.day(begin))
        for _, days in groupby(range(begin, end), lambda number: self.key(stocks.day(number))):
            numbers = list(days)
            yield numbers[0], numbers[-1] + 1


class ManyEnds:
    """What the ways that end a stock at once leave.

    Args:
        worth: what a removed unit is worth, in grains.
    """

    def __init__(self, shelf: Shelf, market: Market, inputs: Inputs, worth: Numbers) -> None:
        self.shelf, self.market, self.inputs, self.worth = shelf, market, inputs, worth
        size = len(worth)
        goods = inputs.get("dangerous_goods")
        self.barred = np.zeros(size, np.bool_) if goods is None else goods.astype(np.bool_)
        self._known: dict[object, dict[str, tuple[Numbers, Statuses]]] = {}
        self._fees: tuple[str, ...] = ()

    def _per_unit(self, day: dt.date) -> dict[str, tuple[Numbers, Statuses]]:
        def key() -> object:
            chosen = (self.shelf.choose(self.market.code, fee, day) for fee in self._fees)
            return tuple((choice.edition, choice.status) for choice in chosen)

        if self._fees and key() in self._known:
            return self._known[key()]
        plan = open_plan(self.market, day, self.shelf)
        for way in ENDS:
            plan[f"{way}_per_unit_status"]
        self._fees = tuple(plan.editions)
        wanted = [f"{way}_per_unit{suffix}" for way in ENDS for suffix in ("", "_status")]
        reading = ColumnReading(plan.steps.values(), absent_bounds(dict.fromkeys(self.inputs)), wanted)
        values = reading.run_blocks(self.inputs, len(self.worth))
        found = {
            way: (values[f"{way}_per_unit"].astype(np.int64), values[f"{way}_per_unit_status"].astype(np.int8))
            for way in ENDS
        }
        self._known[key()] = found
        return found

    def ways(self, day: dt.date, units: Numbers) -> dict[str, Money]:
        """Each way for those units of every row; liquidation is not known where it is barred."""
        ways: dict[str, Money] = {}
        for way, (grains, statuses) in self._per_unit(day).items():
            gain = self.worth if way == "removal" else 0
            known = statuses < UNSOURCED
            if way == "liquidation":
                known = known & ~self.barred
            ways[way] = Money.of(
                half_up(product(gain - grains, units), self.market.currency.minor_unit), statuses, known
            )
        return ways

    def best(self, day: dt.date, units: Numbers) -> Money:
        """The best of the known ways; nothing for no units."""
        return best_of(list(self.ways(day, units).values())).where(units > 0, Money.nothing(len(units)))


@dataclass(frozen=True, slots=True)
class Clearances:
    """What `clear_row` says of each row.

    Attributes:
        now: way to the money left in the end where it is taken on the first day.
        best_now: the number in `WAYS` of what to do on the first day; -1 where nothing is known.
        best_month, best_way: of the best of all, by number; -1 where nothing is known; best: what it leaves.
        refused: rows that the program cannot serve.
    """

    now: dict[str, Money]
    best_now: NDArray[np.intp]
    best_month: NDArray[np.intp]
    best_way: NDArray[np.intp]
    best: Money
    refused: Flags
    starts: tuple[dt.date, ...]


@dataclass(frozen=True, slots=True)
class Discount:
    """A discount sale of some rows: what its sales leave, and its units a month."""

    rows: NDArray[np.intp]
    sales: Numbers
    contributions: ManyContributions


def clearances(
    fees: ManyFees, contributions: ManyContributions, ends: ManyEnds, stocks: Stocks, discount: Discount | None = None
) -> Clearances:
    """The comparison of the ways for every row; none of the products is in FBA New Selection, and nothing arrives."""
    months = stock_months(fees, stocks)
    everyone = np.arange(stocks.size)
    kept, refused = _kept(months, contributions, everyone)
    there = months.opening > 0  # the months that are looked at: while there is stock
    after = stocks.day(stocks.months[-1][1])
    tail = ends.best(after, months.closing[:, -1])
    values: list[dict[str, Money]] = []
    for number in reversed(range(len(kept))):
        tail = (kept[number] + tail).where(there[:, number], tail)
        ways = {KEEP: tail}
        if discount is not None:
            ways[DISCOUNT] = _discounted(fees, ends, months, number, discount, refused)
        ways |= ends.ways(stocks.day(stocks.months[number][0]), months.opening[:, number])
        values.insert(0, {way: money.where(there[:, number], _unknown(money)) for way, money in ways.items()})
    before = Money.nothing(stocks.size)
    totals: list[dict[str, Money]] = []
    for money, ways in zip(kept, values, strict=True):
        totals.append({way: before + value for way, value in ways.items()})
        before = before + money
    return _decided(stocks, totals, there, refused)


def _unknown(money: Money) -> Money:
    return Money.of(money.minor, money.statuses, np.zeros_like(money.known))


def _kept(months: StockMonths, contributions: ManyContributions, places: NDArray[np.intp]) -> tuple[list[Money], Flags]:
    """The money of each month of selling, nothing in those without stock, and the rows that are refused."""
    total, refused = months.total, np.zeros(months.stocks.size, np.bool_)
    kept: list[Money] = []
    for month in range(len(months.stocks.months)):
        cost_known = total.known[:, month] & (total.statuses[:, month] < UNSOURCED)
        cost = Money.of(-total.minor[:, month], total.statuses[:, month], cost_known)
        sales, here = contributions.of_month(months, places, month)
        refused |= here
        kept.append((sales + cost).where(months.opening[:, month] > 0, Money.nothing(months.stocks.size)))
    return kept, refused


def _discounted(
    fees: ManyFees, ends: ManyEnds, months: StockMonths, number: int, discount: Discount, refused: Flags
) -> Money:
    """The money of a discount sale that begins in a month."""
    stocks = months.stocks
    begin = stocks.months[number][0]
    on_hand = months.moved.left(stocks, slice(None), begin - 1)
    going = np.zeros(stocks.size, np.bool_)
    going[discount.rows] = months.opening[discount.rows, number] > 0
    rows = np.flatnonzero(going)
    place = np.full(stocks.size, -1, np.int64)
    place[rows] = np.arange(len(rows))
    cohorts = np.flatnonzero(going[stocks.rows] & (on_hand > 0))
    count = len(stocks.months) - number
    sales = np.zeros(stocks.size, np.int64)
    sales[discount.rows] = discount.sales
    begun = Stocks(
        start=stocks.day(begin),
        sales=np.repeat(sales[rows][:, None], count, axis=1),
        rows=place[stocks.rows[cohorts]].astype(np.intp),
        ages=stocks.ages[cohorts] + begin,
        units=on_hand[cohorts],
        arrives=np.full(len(cohorts), -1, np.int64),
        first=stocks.first[rows],
    )
    if not len(rows):
        return _unknown(Money.nothing(stocks.size))
    where = np.full(stocks.size, -1, np.int64)
    where[discount.rows] = np.arange(len(discount.rows))
    sold = stock_months(fees.some(rows), begun)
    kept, here = _kept(sold, discount.contributions, where[rows].astype(np.intp))
    refused[rows] |= here
    money = Money.nothing(len(rows))
    for part in kept:
        money = money + part
    closing = np.zeros(stocks.size, np.int64)
    closing[rows] = sold.closing[:, -1]
    rest = ends.best(stocks.day(stocks.months[-1][1]), closing)[rows]
    return (money + rest).spread(rows, stocks.size)


def _decided(stocks: Stocks, totals: list[dict[str, Money]], there: Flags, refused: Flags) -> Clearances:
    """From the last month back: waiting is worth as much as the best that it leads to."""
    size = stocks.size
    everyone = np.arange(size)
    later = np.full(size, NEVER, np.int64)
    chosen = np.full(size, -1, np.intp)
    for number in reversed(range(len(totals))):
        ranked = np.stack(
            [totals[number][way].ranked if way in totals[number] else np.full(size, NEVER) for way in WAYS], axis=1
        )
        ranked[:, 0] = np.maximum(ranked[:, 0], later)
        best = np.argmax(ranked, axis=1)
        most = ranked[everyone, best]
        best = np.where(most > NEVER, best, -1)
        chosen = np.where(there[:, number], best, chosen)
        later = np.where(there[:, number], most, later)
    ways = [way for way in WAYS if way in totals[0]]
    cells = np.stack([month[way].ranked for month in totals for way in ways], axis=1)
    place = np.argmax(cells, axis=1)
    known = cells[everyone, place] > NEVER
    month, way = np.where(known, place // len(ways), -1), np.where(known, place % len(ways), -1)
    numbers = np.array([WAYS.index(name) for name in ways])
    statuses = np.stack([each[name].statuses for each in totals for name in ways], axis=1)
    best_of_all = Money.of(cells[everyone, place], statuses[everyone, place], known)
    return Clearances(
        now=totals[0],
        best_now=chosen,
        best_month=month,
        best_way=np.where(known, numbers[way], -1),
        best=best_of_all,
        refused=refused,
        starts=tuple(stocks.day(begin) for begin, _ in stocks.months),
    )
