"""What a stock costs, month by month: storage, utilization and aged-inventory surcharges, low-inventory-level fee.

Each month's cost is exact until it is rounded, half-up, to the cent: of aged inventory each tier, of the others the
month. The plan's totals are the sums of its months.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from logicost.answers.defaults_file import find_defaults
from logicost.answers.engine import Engine
from logicost.answers.quote import title_of, with_defaults
from logicost.errors import InputError, shown
from logicost.fees.aged_stays import SNAPSHOT_DAY
from logicost.inputs.fields import NOT_GIVEN
from logicost.number import half_up
from logicost.planning.money import Cost, cost_of, sum_of
from logicost.planning.new_selection import FreeDay, first_received, free_days
from logicost.planning.stock import Stock, StockDay, average_units, by_month, month_end, stock_days
from logicost.planning.stock_figures import AgedTier, StockMonth, StockPlan
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
    volume, feet = fees.volumes(stock.start)
    return StockPlan(
        sku, fees.market.code, fees.market.currency.code, fees.size_tier(stock.start),
        volume, fees.market.storage_volume.name, feet, tuple(months), tuple(days), tuple(_notes(fees, stock, months)),
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
