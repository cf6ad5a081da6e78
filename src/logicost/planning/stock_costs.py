"""What a stock costs, month by month: storage, utilization and aged-inventory surcharges, low-inventory-level fee.

Each month's cost is exact until it is rounded, half-up, to the cent: of aged inventory each tier, of the others the
month. The plan's totals are the sums of its months.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from logicost.answers.defaults_file import find_defaults
from logicost.answers.engine import Engine
from logicost.answers.quote import title_of, with_defaults
from logicost.answers.shown import Titled
from logicost.errors import InputError, shown
from logicost.fees.aged_stays import SNAPSHOT_DAY
from logicost.inputs.fields import NOT_GIVEN
from logicost.number import half_up
from logicost.planning.money import Cost, as_json, cost_of, per_unit, sum_of
from logicost.planning.new_selection import FreeDay, first_received, free_days
from logicost.planning.stock import Stock, StockDay, average_units, by_month, month_end, stock_days
from logicost.planning.supply import SupplyHistory, weekly_fees
from logicost.planning.unit_fees import UnitFee, UnitFees
from logicost.tables.shelf import Shelf
from logicost.tables.status import Status

if TYPE_CHECKING:
    from typing import Unpack

    from logicost.answers.defaults_file import Given as GivenDefaults
    from logicost.inputs.options import Options
    from logicost.inputs.product import Product

UTILIZATION_WINDOW = 91  # "trailing 13 weeks"


@dataclass(frozen=True, slots=True)
class AgedTier:
    """The units of one band of ages at the snapshot, and their surcharge."""

    days: str
    units: int
    cost: Cost


@dataclass(frozen=True, slots=True)
class StockMonth:
    """One calendar month, or what of it lies after the start.

    Attributes:
        first, last: its days; opening, received, demand, sold, lost, closing: units.
        average_units: the daily average on hand over those days.
        stockout_days: days with nothing to sell, or less than was wanted.
        days_of_supply_30, days_of_supply_90: at the close of the last day; None where nothing was shipped.
        utilization_weeks: stored by shipped over the trailing 13 weeks, of this product alone.
        storage, aged_inventory, low_inventory_level: their costs; utilization: None where the ratio is not given.
        aged_tiers: the surcharged units at the snapshot, by age; low_inventory_units: the units that pay the fee.
        total: the sum of the costs; cost_per_unit_sold: to 0.0001, None where nothing is sold or a cost is not known.
    """

    first: dt.date
    last: dt.date
    opening: int
    received: int
    demand: int
    sold: int
    lost: int
    closing: int
    average_units: Fraction
    stockout_days: int
    days_of_supply_30: Decimal | None
    days_of_supply_90: Decimal | None
    utilization_weeks: Decimal | None
    storage: Cost
    utilization: Cost | None
    aged_inventory: Cost
    aged_tiers: tuple[AgedTier, ...]
    low_inventory_level: Cost | None
    low_inventory_units: int

    @property
    def total(self) -> Cost:
        return sum_of((self.storage, self.utilization, self.aged_inventory, self.low_inventory_level))

    @property
    def _costs(self) -> dict[str, Cost | None]:
        """By fee, in the order of their columns."""
        return {
            "storage": self.storage,
            "storage_utilization": self.utilization,
            "aged_inventory": self.aged_inventory,
            "low_inventory_level": self.low_inventory_level,
        }

    def row(self) -> dict[str, object]:
        """The month as flat columns; None where a cost is not included or not known."""
        amounts = {fee: None if cost is None else cost.amount for fee, cost in self._costs.items()}
        average = Decimal(self.average_units.numerator) / self.average_units.denominator
        return {
            "month": f"{self.first:%Y-%m}",
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            **{name: getattr(self, name) for name in ("opening", "received", "demand", "sold", "lost", "closing")},
            "average_units": average.quantize(Decimal("0.0001")),  # the exact average is the model's
            "stockout_days": self.stockout_days,
            "days_of_supply_30": self.days_of_supply_30,
            "days_of_supply_90": self.days_of_supply_90,
            "utilization_weeks": self.utilization_weeks,
            "storage": amounts["storage"],
            "storage_utilization": amounts["storage_utilization"],
            "aged_inventory": amounts["aged_inventory"],
            "aged_units": sum(tier.units for tier in self.aged_tiers),
            "low_inventory_level": amounts["low_inventory_level"],
            "low_inventory_units": self.low_inventory_units,
            "total": self.total.amount,
            "cost_per_unit_sold": self.cost_per_unit_sold,
            "status": self.total.status,
        }

    def to_dict(self) -> dict[str, Any]:
        return {
            **{name: as_json(value) for name, value in self.row().items()},
            **{fee: None if cost is None else cost.to_dict() for fee, cost in self._costs.items()},
            "aged_tiers": [{"days": tier.days, "units": tier.units, **tier.cost.to_dict()} for tier in self.aged_tiers],
        }

    @property
    def cost_per_unit_sold(self) -> Decimal | None:
        return _per_sold(self.total, self.sold)


@dataclass(frozen=True, slots=True)
class StockPlan(Titled):
    """The months of a stock and what they cost.

    Attributes:
        volume: of a unit, in words, in the unit in which the market charges storage; `cubic_feet`: the same, whatever that is.
        months: in order; days: the model behind them; notes: what the reader should know.
    """

    sku: str
    market: str
    currency: str
    size_tier: str
    cubic_feet: Decimal
    volume: str
    months: tuple[StockMonth, ...]
    days: tuple[StockDay, ...]
    notes: tuple[str, ...]
    title: str = ""

    @property
    def sold(self) -> int:
        return sum(month.sold for month in self.months)

    @property
    def lost(self) -> int:
        return sum(month.lost for month in self.months)

    @property
    def stockout_days(self) -> int:
        return sum(month.stockout_days for month in self.months)

    @property
    def total(self) -> Cost:
        return sum_of(month.total for month in self.months)

    @property
    def status(self) -> str:
        return self.total.status

    @property
    def cost_per_unit_sold(self) -> Decimal | None:
        return _per_sold(self.total, self.sold)

    def rows(self) -> list[dict[str, object]]:
        """One row for each month."""
        head = {**self._named(), "market": self.market, "currency": self.currency}
        return [{**head, **month.row()} for month in self.months]

    def to_dict(self) -> dict[str, Any]:
        return {
            **self._named(),
            "market": self.market,
            "currency": self.currency,
            "size_tier": self.size_tier,
            "cubic_feet": as_json(self.cubic_feet),
            "months": [month.to_dict() for month in self.months],
            "sold": self.sold,
            "lost": self.lost,
            "stockout_days": self.stockout_days,
            "total": self.total.to_dict(),
            "cost_per_unit_sold": as_json(self.cost_per_unit_sold),
            "status": self.status,
            "notes": list(self.notes),
        }


def stock_costs(
    product: Product | Mapping[str, Any],
    stock: Stock,
    *,
    market: str | None = None,
    fee_tables: str | Path | None = None,
    defaults: GivenDefaults = None,
    **options: Unpack[Options],
) -> StockPlan:
    """What the stock of a product costs at Amazon, month by month.

    Args:
        product: what is stored.
        stock: opening units, sales and arrivals.
        market: the store; default the product's.
        fee_tables: a folder of the user's own cards.
        defaults: as in `quote`.
        options: catalog columns: ``storage_utilization_weeks`` for the utilization surcharge (the ratio of the whole
            size class), ``days_of_supply_30``, ``days_of_supply_90`` and ``units_shipped_7`` as they stand at the start.

    Returns:
        Storage and surcharges of each calendar month, and units day by day; money of the whole stock.

    Raises:
        InputError, RefusedError, TableError: with code and field.
    """
    from logicost.inputs.product import row_of

    if not isinstance(stock, Stock):
        raise InputError("value_unusable", f"stock is {shown(stock)}; give a logicost.Stock", "stock")
    engine = Engine(fee_tables)
    saved = find_defaults(defaults, engine.shelf.own)
    row = row_of(product, options, engine.shelf.markets, market, saved=saved.market)
    row = {**with_defaults(engine, row, saved, row["market"]).row}
    return stock_plan(engine.shelf, row, str(row.get("sku", "")), row["market"], stock)


def stock_plan(shelf: Shelf, row: Mapping[str, Any], sku: str, market: str, stock: Stock) -> StockPlan:
    """The plan for one row of catalog columns."""
    return replace(plan_of_units(UnitFees(shelf, shelf.markets.find(market), row), sku, stock), title=title_of(row))


def plan_of_units(fees: UnitFees, sku: str, stock: Stock) -> StockPlan:
    """The plan for units whose fees are at hand."""
    days = stock_days(stock)
    fees.received(first_received(stock))
    given = (fees.inputs["days_of_supply_30"], fees.inputs["days_of_supply_90"])
    history = SupplyHistory(stock, days, given, fees.inputs["units_shipped_7"])
    free = free_days(fees, stock, days)
    shipping = [free_day.shipping or fee for free_day, fee in zip(free, weekly_fees(fees, history, days), strict=True)]
    months: list[StockMonth] = []
    seen = 0
    for part in by_month(days):
        first, seen = seen, seen + len(part)
        months.append(_month(fees, part, free[first:seen], shipping[first:seen], history, seen - 1, days))
    feet, volume = fees.volumes(stock.start)
    return StockPlan(
        sku, fees.market.code, fees.market.currency.code, fees.size_tier(stock.start), feet, volume,
        tuple(months), tuple(days), tuple(_notes(fees, stock, months)),
    )  # fmt: skip


def _month(
    fees: UnitFees,
    part: Sequence[StockDay],
    free: Sequence[FreeDay],
    shipping: Sequence[UnitFee],
    history: SupplyHistory,
    last: int,
    days: Sequence[StockDay],
) -> StockMonth:
    low, low_units = _low_inventory(fees, part, shipping)
    tiers = _aged(fees, part)
    supply = history.at_close(last).windows
    return StockMonth(
        first=part[0].day,
        last=part[-1].day,
        opening=part[0].opening,
        received=sum(day.received for day in part),
        demand=sum(day.demand for day in part),
        sold=sum(day.sold for day in part),
        lost=sum(day.lost for day in part),
        closing=part[-1].on_hand,
        average_units=average_units(part),
        stockout_days=sum(day.is_stockout for day in part),
        days_of_supply_30=_hundredths(supply[0]),
        days_of_supply_90=_hundredths(supply[1]),
        utilization_weeks=_weeks(days[max(last + 1 - UTILIZATION_WINDOW, 0) : last + 1]),
        storage=_storage(fees, part, free),
        utilization=_utilization(fees, part),
        aged_inventory=sum_of((tier.cost for tier in tiers), fees.market.currency),
        aged_tiers=tuple(tier for tier in tiers if tier.cost.amount != 0),
        low_inventory_level=low,
        low_inventory_units=low_units,
    )


def _storage(fees: UnitFees, part: Sequence[StockDay], free: Sequence[FreeDay]) -> Cost:
    """Units on hand that are not free x a month's storage of one unit / days of the month, day by day."""
    grains, status = Fraction(0), Status.EXACT
    editions: set[str] = set()
    for day, free_day in zip(part, free, strict=True):
        paid = day.on_hand - free_day.units
        for units, fee in ((paid, fees.storage_month(day.day)), (free_day.units, free_day.storage)):
            if units:
                grains += units * fee.grains / month_end(day.day).day
                status = max(status, fee.status)
                editions.update(fee.editions)
    return cost_of(grains, status, fees.market.currency, editions)


def _utilization(fees: UnitFees, part: Sequence[StockDay]) -> Cost | None:
    """The ratio is taken on the last day of the month; what is surcharged is the daily average of old enough units."""
    weeks = fees.inputs["storage_utilization_weeks"]
    if weeks == NOT_GIVEN:
        return None
    fee, age = fees.utilization_month(part[-1].day, weeks)
    unit_days = sum(day.older_than(age) for day in part)
    if not unit_days:
        return cost_of(0, Status.EXACT, fees.market.currency)
    grains = unit_days * fee.grains / month_end(part[-1].day).day
    return cost_of(grains, fee.status, fees.market.currency, fee.editions)


def _aged(fees: UnitFees, part: Sequence[StockDay]) -> list[AgedTier]:
    """Each band of ages in the snapshot, youngest first; a whole month's charge."""
    snapshot = next((day for day in part if day.day.day == SNAPSHOT_DAY), None)
    if snapshot is None:
        return []
    units: dict[UnitFee, int] = defaultdict(int)
    for age, count in reversed(snapshot.cohorts):
        units[fees.aged(snapshot.day, age)] += count
    return [
        AgedTier(fee.tier, count, cost_of(count * fee.grains, fee.status, fees.market.currency, fee.editions))
        for fee, count in units.items()
    ]


def _low_inventory(fees: UnitFees, part: Sequence[StockDay], shipping: Sequence[UnitFee]) -> tuple[Cost | None, int]:
    if not fees.has_fee("low_inventory_level"):
        return None, 0
    sales = [(day.sold, fee) for day, fee in zip(part, shipping, strict=True) if day.sold]
    status = max((fee.status for _, fee in sales), default=Status.EXACT)
    grains = sum((units * fee.grains for units, fee in sales), Fraction(0))
    cost = cost_of(
        grains, status, fees.market.currency, [edition for _, fee in sales if fee.grains for edition in fee.editions]
    )
    return cost, sum(units for units, fee in sales if fee.grains)


def _weeks(window: Sequence[StockDay]) -> Decimal | None:
    shipped = sum(day.sold for day in window)
    return _hundredths(Fraction(sum(day.on_hand for day in window), shipped * 7)) if shipped else None


def _hundredths(value: Fraction | None) -> Decimal | None:
    return None if value is None else Decimal(half_up(value * 100)).scaleb(-2)


def _per_sold(total: Cost, sold: int) -> Decimal | None:
    if not sold or total.amount is None or not total.is_known:
        return None
    return per_unit(total.amount, sold)


def _notes(fees: UnitFees, stock: Stock, months: Sequence[StockMonth]) -> list[str]:
    notes: list[str] = []
    first = first_received(stock)
    if fees.in_new_selection and first:
        notes.append(
            f"FBA New Selection counts from {first}, when the oldest unit arrived, as if none had been sold before "
            f"{stock.start}; its sales rebate is not included"
        )
    if fees.inputs["new_seller"]:
        notes.append(f"new_seller is taken to hold for 365 days from {first or stock.start}")
    if fees.inputs["storage_utilization_weeks"] == NOT_GIVEN and fees.has_fee("storage_utilization"):
        notes.append(
            "the storage utilization surcharge is not included: it goes by the ratio of the whole size class; "
            "give storage_utilization_weeks"
        )
    assumed = any(
        month.low_inventory_level and month.low_inventory_level.status == Status.ESTIMATE.word for month in months
    )
    if NOT_GIVEN in (fees.inputs["days_of_supply_30"], fees.inputs["days_of_supply_90"]) and assumed:
        notes.append(
            "low_inventory_level is an estimate in the first 90 days: give days_of_supply_30 and days_of_supply_90 "
            "as they stand at the start"
        )
    missing = dict.fromkeys(
        name
        for month in months
        for name in ("storage", "utilization", "aged_inventory", "low_inventory_level")
        if (cost := getattr(month, name)) is not None and not cost.is_known
    )
    return notes + [f"{name} is not known: no card is on file for every day" for name in missing]
