"""What a stock costs, as data: a plan of months, each with its storage, surcharges and low-inventory-level fee."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from logicost.answers.shown import Titled
from logicost.market import STORAGE_VOLUMES
from logicost.planning.money import Cost, as_json, per_unit, sum_of
from logicost.planning.stock import StockDay


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
        storage_volume: of a unit, in the unit in which the market charges storage, `storage_volume_unit`; `cubic_feet`: the
            same, whatever that is.
        months: in order; days: the model behind them; notes: what the reader should know.
    """

    sku: str
    market: str
    currency: str
    size_tier: str
    storage_volume: Decimal
    storage_volume_unit: str
    cubic_feet: Decimal
    months: tuple[StockMonth, ...]
    days: tuple[StockDay, ...]
    notes: tuple[str, ...]
    title: str = ""

    @property
    def volume(self) -> str:
        """The storage volume in words."""
        return f"{self.storage_volume:f} {STORAGE_VOLUMES[self.storage_volume_unit].plural}"

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
            "storage_volume": as_json(self.storage_volume),
            "storage_volume_unit": self.storage_volume_unit,
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


def _per_sold(total: Cost, sold: int) -> Decimal | None:
    if not sold or total.amount is None or not total.is_known:
        return None
    return per_unit(total.amount, sold)
