"""Clearing aged stock: keep it, sell it at a discount, liquidate, remove or dispose of it; what each leaves, by the month.

Every way ends without stock: what keeping or discounting has not sold by the end of the last month is then got rid of
in the best of the known ways. Costs that are sunk (the goods, their freight and duty) do not count. An order to remove,
dispose or liquidate is given on the first day of a month, before that month's snapshot, at the card of that day, and is
taken to end the storage at once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from logicost.answers.defaults_file import find_defaults
from logicost.answers.engine import Engine
from logicost.answers.quote import title_of, with_defaults
from logicost.answers.shown import Titled
from logicost.errors import InputError
from logicost.fees.end_of_life import end_of_life_costs
from logicost.inputs.fields import END_OF_LIFE
from logicost.inputs.readers import is_blank
from logicost.market import Market
from logicost.money import Currency, to_grains
from logicost.planning.contribution import Contribution
from logicost.planning.money import Net, as_json, less, no_money
from logicost.planning.schedule import read_units
from logicost.planning.stock import Stock, by_month
from logicost.planning.stock_costs import plan_of_units
from logicost.planning.unit_fees import UnitFees
from logicost.tables.status import UNSOURCED

if TYPE_CHECKING:
    from typing import Unpack

    from logicost.answers.defaults_file import Given as GivenDefaults
    from logicost.inputs.options import Options
    from logicost.inputs.product import Product

KEEP, DISCOUNT = "keep", "discount"
WAYS = (KEEP, DISCOUNT, "liquidation", "removal", "disposal")  # of equals the first is preferred


@dataclass(frozen=True, slots=True)
class ClearanceMonth:
    """A month in which to decide, having kept the stock until then.

    Attributes:
        first: the day of the decision; units: those left.
        money: what keeping brings in this month: sales less fees and storage.
        totals: way to the money left in the end, the months before included; ``keep`` is keeping to the end.
        values: way to the money from this day on.
        best: the way to take on this day; ``keep`` where waiting, to the end or to a better month, leaves no less.
    """

    first: dt.date
    units: int
    money: Net
    totals: Mapping[str, Net]
    values: Mapping[str, Net]
    best: str | None

    def to_dict(self) -> dict[str, Any]:
        return {
            "from": self.first.isoformat(),
            "units": self.units,
            "money_of_the_month": self.money.to_dict(),
            "best": self.best,
            "totals": {way: net.to_dict() for way, net in self.totals.items()},
            "money_from_then": {way: net.to_dict() for way, net in self.values.items()},
        }


@dataclass(frozen=True, slots=True)
class Verdict:
    """How long a way is worth taking.

    Attributes:
        stops: the month from which on it is never the best; None where it is the best to the end.
        beaten_by: what is better in that month.
        negative_from: the first month from which on it leaves less than nothing; for ``keep`` the month's own money.
    """

    way: str
    stops: dt.date | None
    beaten_by: str | None
    negative_from: dt.date | None


@dataclass(frozen=True, slots=True)
class Clearance(Titled):
    """The ways to clear a stock, month by month.

    Attributes:
        months: while there is stock; verdicts: one for each way.
        best_day, best_way, best_total: the best of all: keep until that day, then take that way.
    """

    sku: str
    market: str
    currency: str
    months: tuple[ClearanceMonth, ...]
    verdicts: tuple[Verdict, ...]
    best_day: dt.date | None
    best_way: str | None
    best_total: Net | None
    notes: tuple[str, ...]
    title: str = ""

    @property
    def best_now(self) -> str | None:
        """What to do on the first day."""
        return self.months[0].best if self.months else None

    def rows(self) -> list[dict[str, object]]:
        """One row for each month and way."""
        return [
            {
                **self._named(),
                "market": self.market,
                "currency": self.currency,
                "from": month.first.isoformat(),
                "units": month.units,
                "way": way,
                "money_from_then": month.values[way].amount,
                "total": total.amount,
                "status": total.status,
                "best": "true" if way == month.best else "false",
            }
            for month in self.months
            for way, total in month.totals.items()
        ]

    def to_dict(self) -> dict[str, Any]:
        return {
            **self._named(),
            "market": self.market,
            "currency": self.currency,
            "best_now": self.best_now,
            "best_day": as_json(self.best_day),
            "best_way": self.best_way,
            "best_total": self.best_total.to_dict() if self.best_total else None,
            "months": [month.to_dict() for month in self.months],
            "verdicts": [
                {field.name: as_json(getattr(verdict, field.name)) for field in fields(verdict)}
                for verdict in self.verdicts
            ],
            "notes": list(self.notes),
        }


def clear(
    product: Product | Mapping[str, Any],
    opening: str | int | Mapping[int, int],
    monthly_sales: object,
    *,
    start: dt.date | str,
    months: object = None,
    seasonality: object = None,
    discount_price: object = None,
    discount_sales: object = None,
    removed_value: object = None,
    market: str | None = None,
    fee_tables: str | Path | None = None,
    defaults: GivenDefaults = None,
    **options: Unpack[Options],
) -> Clearance:
    """Compare the ways to clear a stock.

    Args:
        product: what is in stock; its price is the present one.
        opening, monthly_sales, start, months, seasonality: as of `Stock`; the sales are those at the present price.
        discount_price, discount_sales: the price of a discount sale, and the units a month that it would sell.
        removed_value: what a unit is worth to the seller once removed; default nothing.
        market: the store; default the product's.
        fee_tables: a folder of the user's own cards.
        defaults: as in `quote`.
        options: catalog columns: ``liquidation_recovery``, ``storage_utilization_weeks``, ``return_rate`` …

    Returns:
        What each way of clearing leaves, decided month by month, and the best of all; money of the whole stock.

    Raises:
        InputError, RefusedError, TableError: with code and field; ``discount_incomplete``, ``no_stock``.
    """
    from logicost.inputs.product import row_of

    engine = Engine(fee_tables)
    saved = find_defaults(defaults, engine.shelf.own)
    row = row_of(product, options, engine.shelf.markets, market, saved=saved.market)
    row = {**with_defaults(engine, row, saved, row["market"]).row}
    stock = Stock(opening=opening, monthly_sales=monthly_sales, start=start, months=months, seasonality=seasonality)
    return clear_row(
        engine, row, str(row.get("sku", "")), row["market"], stock,
        discount_price=discount_price, discount_sales=discount_sales, removed_value=removed_value,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Terms:
    """`worth`: of a removed unit, in grains; `sales`: units a month of a discount sale, None without one."""

    worth: int
    sales: int | None


def read_terms(
    stock: Stock, currency: Currency, discount_price: object, discount_sales: object, removed_value: object
) -> Terms:
    """On which terms a stock is cleared.

    Raises:
        InputError: ``no_stock``, ``discount_incomplete``, or a value that cannot be read.
    """
    if not stock.opening_units:
        raise InputError("no_stock", "there is no stock to clear: give opening like 200:50", "opening")
    if is_blank(discount_price) != is_blank(discount_sales):
        missing = "discount_price" if is_blank(discount_price) else "discount_sales"
        raise InputError("discount_incomplete", "discount_price and discount_sales go together", missing)
    worth = 0 if is_blank(removed_value) else to_grains(currency.bare(removed_value, "removed_value"), "removed_value")
    if is_blank(discount_price):
        return Terms(worth, None)
    to_grains(currency.bare(discount_price, "discount_price"), "discount_price", positive=True)
    return Terms(worth, read_units(discount_sales, "discount_sales"))


def clear_row(
    engine: Engine,
    row: Mapping[str, Any],
    sku: str,
    market: str,
    stock: Stock,
    *,
    discount_price: object = None,
    discount_sales: object = None,
    removed_value: object = None,
) -> Clearance:
    """The comparison for one row of catalog columns."""
    store = engine.shelf.markets.find(market)
    money = store.currency
    terms = read_terms(stock, money, discount_price, discount_sales, removed_value)
    worth = money.decimal(terms.worth)
    # old stock is past the days of FBA New Selection, and a discount sale would count its first units anew
    row = {**row, "new_selection": None}
    fees = UnitFees(engine.shelf, store, row)
    ends = _Ends(engine, row, store, worth, bool(fees.inputs["dangerous_goods"]))
    kept = _kept(fees, Contribution(engine, row, store.code), stock)
    after = stock.end + dt.timedelta(days=1)
    rest = ends.best(after, kept[-1].closing)
    discounts: list[dict[str, Net]] = [{} for _ in kept]
    if terms.sales is not None:
        cheaper = Contribution(engine, {**row, "price": discount_price}, store.code)
        discounts = _discounts(fees, cheaper, stock, kept, ends, terms.sales)
    values: list[dict[str, Net]] = []
    tail = rest
    for number in reversed(range(len(kept))):
        tail = kept[number].money + tail
        values.insert(0, {KEEP: tail, **discounts[number], **ends.ways(kept[number].first, kept[number].units)})
    months = _months(kept, values, money)
    cells = [(month.first, way, total) for month in months for way, total in month.totals.items()]
    notes: tuple[str, ...] = (
        () if worth else ("a removed unit counts as worth nothing: give removed_value where it can be sold elsewhere",)
    )
    if ends.barred:
        notes += ("dangerous goods cannot be liquidated",)
    unknown = [way for way in WAYS if any(way in month.totals and month.totals[way].amount is None for month in months)]
    if unknown:
        notes += (f"what {', '.join(unknown)} leaves is not known, as a figure is not on file: quote names it",)
    known = [cell for cell in cells if cell[2].amount is not None]
    best_day, best_way, best_total = max(known, key=lambda cell: cell[2].amount or 0, default=(None, None, None))
    return Clearance(
        sku,
        store.code,
        money.code,
        tuple(months),
        tuple(_verdicts(months)),
        best_day,
        best_way,
        best_total,
        notes,
        title_of(row),
    )


@dataclass(frozen=True, slots=True)
class _Kept:
    """A month of keeping: its first day, units and their ages at its beginning, its money, units at its end."""

    first: dt.date
    cohorts: tuple[tuple[int, int], ...]
    money: Net
    closing: int

    @property
    def units(self) -> int:
        return sum(units for _, units in self.cohorts)


def _kept(fees: UnitFees, contribution: Contribution, stock: Stock) -> list[_Kept]:
    """The months of selling that stock in FBA, as long as there is any."""
    plan = plan_of_units(fees, "", stock)
    kept: list[_Kept] = []
    cohorts = stock.opening
    for month, days in zip(plan.months, by_month(plan.days), strict=True):
        if not month.opening:
            break
        kept.append(_Kept(days[0].day, cohorts, contribution.of(days) + less(month.total), month.closing))
        cohorts = tuple((age + 1, units) for age, units in days[-1].cohorts)
    return kept


class _Ends:
    """What the ways that end a stock at once leave."""

    def __init__(
        self, engine: Engine, row: Mapping[str, Any], market: Market, worth: Decimal, dangerous_goods: bool
    ) -> None:
        self.engine, self.row, self.market, self.worth = engine, row, market, worth
        self.barred = ("liquidation",) if dangerous_goods else ()

    def ways(self, day: dt.date, units: int) -> dict[str, Net]:
        costs = end_of_life_costs(self.engine.shelf, self.market, day, self.row)
        ways: dict[str, Net] = {}
        for way in WAYS:
            if way in END_OF_LIFE and way not in self.barred:
                cost = costs[way]
                gain = self.worth if way == "removal" else Decimal(0)
                amount = (
                    None
                    if cost.amount is None
                    else self.market.currency.rounded(int((gain - cost.amount).scaleb(4)) * units)
                )
                ways[way] = Net(amount, cost.status)
        return ways

    def best(self, day: dt.date, units: int) -> Net:
        """The best of the known ways; unknown where none is."""
        if not units:
            return no_money(self.market.currency)
        known = [net for net in self.ways(day, units).values() if net.amount is not None]
        return max(known, key=lambda net: net.amount or 0, default=Net(None, UNSOURCED))


def _discounts(
    fees: UnitFees, contribution: Contribution, stock: Stock, kept: Sequence[_Kept], ends: _Ends, monthly: int
) -> list[dict[str, Net]]:
    """For each month: the money of a discount sale that begins in it."""
    result: list[dict[str, Net]] = []
    for number, month in enumerate(kept):
        begun = Stock.of(month.cohorts, [monthly] * (len(stock.sales) - number), month.first)
        sold = _kept(fees, contribution, begun)
        money = sum((part.money for part in sold), no_money(ends.market.currency))
        result.append({DISCOUNT: money + ends.best(begun.end + dt.timedelta(days=1), sold[-1].closing)})
    return result


def _months(kept: Sequence[_Kept], values: Sequence[Mapping[str, Net]], currency: Currency) -> list[ClearanceMonth]:
    """The decisions, from the last month back: waiting is worth as much as the best that it leads to."""
    before = [no_money(currency)]
    for month in kept:
        before.append(before[-1] + month.money)
    totals = [{way: before[number] + net for way, net in ways.items()} for number, ways in enumerate(values)]
    best: list[str | None] = []
    later: Decimal | None = None  # the best total of the months after
    for ways in reversed(totals):
        waiting = [amount for amount in (ways[KEEP].amount, later) if amount is not None]
        known = {way: net.amount for way, net in ways.items() if way != KEEP and net.amount is not None}
        if waiting:
            known = {KEEP: max(waiting), **known}
        chosen = max(known, key=lambda way: (known[way], -WAYS.index(way)), default=None)
        best.insert(0, chosen)
        later = known[chosen] if chosen else None
    return [
        ClearanceMonth(month.first, month.units, month.money, totals[number], values[number], best[number])
        for number, month in enumerate(kept)
    ]


def _verdicts(months: Sequence[ClearanceMonth]) -> list[Verdict]:
    verdicts: list[Verdict] = []
    for way in WAYS:
        if way in months[0].values:
            last = max((number for number, month in enumerate(months) if month.best == way), default=-1)
            stops = months[last + 1] if last + 1 < len(months) else None
            money = [month.money if way == KEEP else month.values[way] for month in months]
            losing = next((m.first for m, net in zip(months, money, strict=True) if (net.amount or 0) < 0), None)
            verdicts.append(Verdict(way, stops.first if stops else None, stops.best if stops else None, losing))
    return verdicts
