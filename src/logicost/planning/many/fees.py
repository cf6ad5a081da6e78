"""What one unit of each of many products costs on a day: the steps and cards of `UnitFees`, read by the column.

Amounts are exact: whole grains, or counts of 0.000001 grain where the name says micro.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logicost.array_kinds import Flags, Numbers, Places
from logicost.fees.cards import read_card
from logicost.fees.low_inventory_card import LowInventory
from logicost.fees.storage_rates import StorageCard
from logicost.fees.utilization_rates import Utilization
from logicost.fees.vocabularies import open_plan
from logicost.fees.volume import MICRO
from logicost.inputs.columns import Inputs, absent_bounds
from logicost.inputs.fields import FIELD
from logicost.market import Market
from logicost.planning.unit_fees import VOLUME
from logicost.rules.columns.reading import ColumnReading
from logicost.rules.plan import Plan
from logicost.tables.shelf import Choice, Shelf
from logicost.tables.status import Status

Key = tuple[object, ...]
_AGED = ("aged_inventory_row", "aged_inventory_rate", "aged_inventory_minimum", "aged_inventory_applies",
         "aged_inventory_status", "unit_storage_volume")  # fmt: skip
_UTILIZATION = ("storage_utilization_applies", "storage_utilization_new_seller", "storage_utilization_rate",
                "storage_utilization_status", "unit_storage_volume")  # fmt: skip
_LOW = ("low_inventory_level_applies", "low_inventory_level", "low_inventory_level_status")


_STEPS = {"storage": "storage_month_rate"}  # of a fee whose line is not what a plan of a stock needs


@dataclass(frozen=True, slots=True)
class Fees:
    """A fee of one unit for each of some rows: `amounts` in grains or micro-grains, `statuses`, and `kinds`, the number
    of the card's band (the same band is one sum)."""

    amounts: Numbers
    statuses: NDArray[np.int8]
    kinds: Numbers


class ManyFees:
    """The storage fees of many products of one market, looked up by day.

    Args:
        inputs: columns, as the door reads them; those that nobody gives are left out.
        size: how many rows they have.
    """

    def __init__(self, shelf: Shelf, market: Market, inputs: Inputs, size: int) -> None:
        self.shelf, self.market, self.inputs, self.size = shelf, market, dict(inputs), size
        self.inputs.pop("new_selection", None)
        self.minor_unit = market.currency.minor_unit
        self._readings: dict[Key, tuple[Plan, ColumnReading]] = {}
        self._volumes: dict[Key, dict[str, NDArray[Any]]] = {}

    def some(self, places: Places) -> ManyFees:
        """The same for some of the rows."""
        part = ManyFees(
            self.shelf, self.market, {name: column[places] for name, column in self.inputs.items()}, len(places)
        )
        part._readings = self._readings  # they depend on which inputs are given, not on their values
        return part

    def given(self, name: str) -> Numbers:
        """An input of every row, and its `absent` where nobody gives it."""
        if name in self.inputs:
            return self.inputs[name].astype(np.int64)
        return np.full(self.size, FIELD[name].absent, np.int64)

    def choose(self, fee: str, day: dt.date) -> Choice:
        return self.shelf.choose(self.market.code, fee, day)

    def has_fee(self, fee: str) -> bool:
        return fee in self.shelf.files(self.market.code)

    def key(self, fee: str, day: dt.date) -> Key:
        """Days of the same key have the same cards of a fee, and of the size tiers that it goes by."""
        tiers, choice = self.choose("size_tiers", day), self.choose(fee, day)
        season = None
        if fee == "storage" and choice.edition is not None:
            card: StorageCard = read_card(choice.edition)
            season = card.season(day.month)
        return fee, tiers.edition, choice.edition, choice.status, season

    def _values(
        self, day: dt.date, fee: str, wanted: tuple[str, ...], places: Places, **given: Numbers
    ) -> dict[str, NDArray[Any]]:
        key = (*self.key(fee, day), frozenset(given))
        if key not in self._readings:
            plan = open_plan(self.market, day, self.shelf)
            for step in ("size_tier", *VOLUME, *([_STEPS.get(fee, fee)] if fee != "size_tiers" else [])):
                plan[step]
            bounds = absent_bounds(dict.fromkeys([*self.inputs, *given]))
            self._readings[key] = (
                plan,
                ColumnReading(plan.steps.values(), bounds, [name for name in wanted if name in plan.steps]),
            )
        _, reading = self._readings[key]
        columns: Mapping[str, NDArray[Any]] = {
            name: given[name] if name in given else self.inputs[name][places] for name in reading.needed_inputs
        }
        return reading.run_blocks(columns, len(places))

    def _volume(self, day: dt.date) -> dict[str, NDArray[Any]]:
        key = self.key("size_tiers", day)
        if key not in self._volumes:
            wanted = ("unit_storage_volume", "stored_as_standard_size", "size_tier")
            self._volumes[key] = self._values(day, "size_tiers", wanted, np.arange(self.size))
        return self._volumes[key]

    def storage_volume(self, day: dt.date) -> Numbers:
        """Of each unit, in millionths of the unit in which the market charges storage."""
        return self._volume(day)["unit_storage_volume"].astype(np.int64)

    def size_tiers(self, day: dt.date) -> list[str]:
        plan = (
            next(plan for key, (plan, _) in self._readings.items() if key[:1] == ("size_tiers",))
            if self._volume(day)
            else None
        )
        assert plan is not None
        words = plan.steps["size_tier"].words
        return [words[number] for number in self._volume(day)["size_tier"].tolist()]

    def storage_month(self, day: dt.date) -> tuple[Numbers, Status]:
        """What one unit costs that is stored for the whole of a month, in micro-grains."""
        choice = self.choose("storage", day)
        if choice.edition is None:
            return np.zeros(self.size, np.int64), choice.status
        wanted = ("storage_month_rate", "storage_month_status")
        values = self._values(day, "storage", wanted, np.arange(self.size))
        rates = values["storage_month_rate"].astype(np.int64)
        worst = max(int(choice.status), int(values["storage_month_status"].max(initial=0)))
        return rates * self.storage_volume(day), Status(worst)

    def _new_seller(self, day: dt.date, days: int, first: Numbers, places: Places) -> dict[str, Numbers]:
        """`first`: the ordinal day of each row's first unit; 0 where it never has any."""
        if "new_seller" not in self.inputs:
            return {}
        over = (first[places] > 0) & (day.toordinal() - first[places] >= days)
        return {"new_seller": np.where(over, 0, self.inputs["new_seller"][places]).astype(np.int64)}

    def utilization_month(self, day: dt.date, first: Numbers, places: Places) -> tuple[Fees, int]:
        """A month's surcharge of one unit that is old enough, in micro-grains, and the age above which it is charged."""
        choice = self.choose("storage_utilization", day)
        if choice.edition is None:
            return _same(len(places), 0, choice.status), 0
        card: Utilization = read_card(choice.edition)
        age = np.full(len(places), card.age_over + 1, np.int64)
        given = {"inventory_age_days": age, **self._new_seller(day, card.exempt_new_seller_days, first, places)}
        values = self._values(day, "storage_utilization", _UTILIZATION, places, **given)
        charged = values["storage_utilization_applies"].astype(np.bool_)
        charged &= ~values["storage_utilization_new_seller"].astype(np.bool_)
        amounts = values["storage_utilization_rate"].astype(np.int64) * values["unit_storage_volume"].astype(np.int64)
        return _charged(charged, amounts, values["storage_utilization_status"], choice.status), card.age_over

    def aged(self, snapshot: dt.date, places: Places, ages: Numbers) -> Fees:
        """The aged-inventory surcharge of one unit of each age at the snapshot, in micro-grains."""
        choice = self.choose("aged_inventory", snapshot)
        if choice.edition is None:
            return _same(len(places), 0, choice.status)
        ages = np.minimum(ages, FIELD["inventory_age_days"].largest)
        values = self._values(snapshot, "aged_inventory", _AGED, places, inventory_age_days=ages)
        rates = values["aged_inventory_rate"].astype(np.int64)
        by_volume = rates * values["unit_storage_volume"].astype(np.int64)
        amounts = np.maximum(by_volume, values["aged_inventory_minimum"].astype(np.int64) * MICRO)
        charged = values["aged_inventory_applies"].astype(np.bool_)
        # where a known rate is zero no exemption is in question, and nothing about it is uncertain
        certain = ~charged & (rates == 0)
        statuses = np.where(certain, int(choice.status), values["aged_inventory_status"]).astype(np.int8)
        return Fees(np.where(charged, amounts, 0), statuses, values["aged_inventory_row"].astype(np.int64))

    def low_inventory(
        self, day: dt.date, first: Numbers, places: Places, supply_30: Numbers, supply_90: Numbers, shipped_7: Numbers
    ) -> Fees:
        """The low-inventory-level fee of a unit shipped on the day, in grains."""
        choice = self.choose("low_inventory_level", day)
        if choice.edition is None:
            return _same(len(places), 0, choice.status)
        card: LowInventory = read_card(choice.edition)
        names = {"days_of_supply_30": supply_30, "days_of_supply_90": supply_90, "units_shipped_7": shipped_7}
        given = {name: np.minimum(numbers, FIELD[name].largest) for name, numbers in names.items()}
        given |= self._new_seller(day, card.exempt_new_seller_days, first, places)
        values = self._values(day, "low_inventory_level", _LOW, places, **given)
        charged = values["low_inventory_level_applies"].astype(np.bool_)
        amounts = values["low_inventory_level"].astype(np.int64)
        return _charged(charged, amounts, values["low_inventory_level_status"], choice.status)


def _charged(charged: Flags, amounts: Numbers, statuses: NDArray[Any], otherwise: Status) -> Fees:
    size = len(charged)
    status = np.where(charged, statuses, int(otherwise)).astype(np.int8)
    return Fees(np.where(charged, amounts, 0), status, np.zeros(size, np.int64))


def _same(size: int, amount: int, status: Status) -> Fees:
    return Fees(np.full(size, amount, np.int64), np.full(size, int(status), np.int8), np.zeros(size, np.int64))
