"""What one unit costs on a day, by the same steps and cards as a quote: storage, aged inventory, utilization, low stock.

The stock model multiplies these by units and days; no figure and no rule is repeated here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from logicost.errors import RefusedError
from logicost.fees.aged_rates import AgedInventory
from logicost.fees.cards import read_card
from logicost.fees.low_inventory_card import LowInventory
from logicost.fees.new_selection import find_limits, professional_only, storage_fee
from logicost.fees.selling_plan import pays_per_item
from logicost.fees.storage_rates import StorageCard
from logicost.fees.utilization_rates import Utilization
from logicost.fees.vocabularies import open_plan, vocabulary
from logicost.fees.volume import MICRO
from logicost.inputs.days import FIRST_DAY, day_number
from logicost.inputs.fields import FIELD
from logicost.inputs.scalar import read_inputs
from logicost.market import Market, in_cubic_feet
from logicost.number import half_up
from logicost.rules.exact import Run, Values, compile_steps, run_steps
from logicost.rules.plan import Plan
from logicost.rules.table import NO_LIMIT
from logicost.tables.shelf import Choice, Shelf
from logicost.tables.status import Status


@dataclass(frozen=True, slots=True)
class UnitFee:
    """A fee of one unit: exact money grains, how well it is known, and its card's id.

    Attributes:
        tier: the card's band that it falls into, in words.
    """

    grains: Fraction
    status: Status
    edition: str | None
    tier: str = ""

    @property
    def editions(self) -> tuple[str, ...]:
        return (self.edition,) if self.edition else ()


VOLUME = ("unit_storage_volume", "stored_as_standard_size")
NO_FEE = UnitFee(Fraction(0), Status.EXACT, None)


class UnitFees:
    """The storage fees of one product, looked up by day.

    Args:
        row: columns of the catalog. The price, on which none of these fees depends, may be missing.

    Raises:
        LogicostError: the row cannot be read.
    """

    def __init__(self, shelf: Shelf, market: Market, row: Mapping[str, Any]) -> None:
        if not shelf.has_cards(market):
            raise RefusedError(
                "market_without_tables",
                f"no fee tables are on file for {market.code}; give your own with fee_tables",
                "market",
            )
        self.shelf = shelf
        self.market = market
        self.inputs = read_inputs(row, vocabulary(shelf, market), FIRST_DAY)  # `_values` puts in its own
        # the programme's days and units end within the months: `stored_free` and `shipped_free` count them
        self.in_new_selection = bool(self.inputs["new_selection"])
        self.inputs["new_selection"] = 0
        if self.inputs["selling_plan"] in pays_per_item(shelf, market) and (
            self.in_new_selection or self.inputs["new_seller"]
        ):
            raise professional_only()
        self._first_received: dt.date | None = None
        self._months: dict[object, Values] = {}
        self._volumes: dict[object, tuple[Plan, Values]] = {}
        self._built: dict[tuple[object, ...], tuple[Plan, list[tuple[str, Run]]]] = {}

    def received(self, first: dt.date | None) -> None:
        """The product's first unit: the days of a new seller end so many days after it at the latest. The first call counts."""
        self._first_received = self._first_received or first

    def _new_seller(self, day: dt.date, days: int) -> dict[str, int]:
        over = self._first_received is not None and (day - self._first_received).days >= days
        return {"new_seller": 0} if over else {}

    def choose(self, fee: str, day: dt.date) -> Choice:
        return self.shelf.choose(self.market.code, fee, day)

    def has_fee(self, fee: str) -> bool:
        """Whether any card of the fee is on file for the market."""
        return fee in self.shelf.files(self.market.code)

    def _values(self, day: dt.date, fee: str, **given: int) -> tuple[Plan, Values]:
        """The steps' values; built anew only where other cards are in force, on which alone they depend."""
        tiers, choice = self.choose("size_tiers", day), self.choose(fee, day)
        key = (fee, tiers.edition, choice.edition, choice.status)
        if key not in self._built:
            plan = open_plan(self.market, day, self.shelf)
            for step in ("size_tier", *VOLUME, *([fee] if fee != "size_tiers" else [])):
                plan[step]
            self._built[key] = plan, compile_steps(plan.steps.values())
        plan, steps = self._built[key]
        return plan, run_steps(steps, {**self.inputs, "ship_day": day_number(day), **given})

    def _volume(self, day: dt.date) -> tuple[Plan, Values]:
        edition = self.choose("size_tiers", day).edition
        if edition not in self._volumes:
            self._volumes[edition] = self._values(day, "size_tiers")
        return self._volumes[edition]

    def size_tier(self, day: dt.date) -> str:
        plan, values = self._volume(day)
        return plan.steps["size_tier"].words[values["size_tier"]]

    def volumes(self, day: dt.date) -> tuple[Decimal, Decimal]:
        """The unit's volume, to 0.000001: in the unit in which the market charges storage, and in cubic feet."""
        stored = self._volume(day)[1]["unit_storage_volume"]
        feet = half_up(stored * in_cubic_feet(self.market))
        return Decimal(stored).scaleb(-6), Decimal(feet).scaleb(-6)

    def storage_month(self, day: dt.date) -> UnitFee:
        """What one unit costs that is stored for the whole of a month, at the rate in force on the day."""
        choice = self.choose("storage", day)
        if choice.edition is None:
            return UnitFee(Fraction(0), choice.status, None)
        card: StorageCard = read_card(choice.edition)
        key = (self.choose("size_tiers", day).edition, choice.edition, card.season(day.month))
        if key not in self._months:
            plan = open_plan(self.market, day, self.shelf)
            for step in ("storage_month_rate", "unit_storage_volume"):
                plan[step]
            self._months[key] = run_steps(compile_steps(plan.steps.values()), self.inputs)
        values = self._months[key]
        status = max(choice.status, Status(values["storage_month_status"]))
        if status is Status.UNSOURCED:
            return UnitFee(Fraction(0), status, None)
        amount = values["storage_month_rate"] * Fraction(values["unit_storage_volume"], MICRO)
        return UnitFee(amount, status, choice.edition.id)

    def stored_free(self, day: dt.date, age: int, sold: int) -> tuple[int, UnitFee]:
        """How many units FBA New Selection stores free on the day, and by which card.

        Args:
            age: days since the product's first unit was received; sold: units since then.
        """
        choice = self.choose("new_selection", day)
        _, values = self._volume(day)
        found = find_limits(choice, storage_fee(bool(values["stored_as_standard_size"])))
        if not self.in_new_selection or choice.edition is None or found is None:
            return 0, NO_FEE
        limits, status = found
        if limits.units is None or limits.days is None or age >= limits.days:
            return 0, NO_FEE
        return max(limits.units - sold, 0), UnitFee(Fraction(0), status, choice.edition.id)

    def shipped_free(self, day: dt.date, age: int, sold: int) -> UnitFee | None:
        """In place of the low-inventory-level fee of that day; None where it is due.

        Args:
            age: days since the product's first unit was received; sold: units since then, that day's included.
        """
        choice = self.choose("new_selection", day)
        found = find_limits(choice, "low_inventory_level")
        if not self.in_new_selection or choice.edition is None or found is None:
            return None
        limits, status = found
        if limits.days is None or age >= limits.days or (limits.units is not None and sold > limits.units):
            return None
        return UnitFee(Fraction(0), status, choice.edition.id)

    def utilization_month(self, day: dt.date, weeks: int) -> tuple[UnitFee, int]:
        """A month's storage utilization surcharge of one unit that is old enough, and the age above which it is charged.

        Args:
            weeks: the ratio, in hundredths of a week.
        """
        choice = self.choose("storage_utilization", day)
        if choice.edition is None:
            return UnitFee(Fraction(0), choice.status, None), 0
        card: Utilization = read_card(choice.edition)
        given = {"storage_utilization_weeks": weeks, "inventory_age_days": card.age_over + 1}
        given |= self._new_seller(day, card.exempt_new_seller_days)
        _, values = self._values(day, "storage_utilization", **given)
        if not values["storage_utilization_applies"] or values["storage_utilization_new_seller"]:
            return UnitFee(Fraction(0), choice.status, choice.edition.id), card.age_over
        amount = values["storage_utilization_rate"] * Fraction(values["unit_storage_volume"], MICRO)
        return UnitFee(amount, Status(values["storage_utilization_status"]), choice.edition.id), card.age_over

    def aged(self, snapshot: dt.date, age: int) -> UnitFee:
        """The aged-inventory surcharge of one unit of that age at the snapshot."""
        choice = self.choose("aged_inventory", snapshot)
        if choice.edition is None:
            return UnitFee(Fraction(0), choice.status, None)
        age = min(age, FIELD["inventory_age_days"].largest)
        _, values = self._values(snapshot, "aged_inventory", inventory_age_days=age)
        card: AgedInventory = read_card(choice.edition)
        tier = _days(card, values["aged_inventory_row"])
        status = Status(values["aged_inventory_status"])
        if not values["aged_inventory_applies"]:
            # where a known rate is zero no exemption is in question, and nothing about it is uncertain
            certain = not values["aged_inventory_rate"]
            return UnitFee(Fraction(0), choice.status if certain else status, choice.edition.id, tier)
        by_volume = values["aged_inventory_rate"] * Fraction(values["unit_storage_volume"], MICRO)
        return UnitFee(max(by_volume, Fraction(values["aged_inventory_minimum"])), status, choice.edition.id, tier)

    def low_inventory(self, day: dt.date, supply_30: int, supply_90: int, shipped_7: int) -> UnitFee:
        """The low-inventory-level fee of a unit shipped on the day.

        Args:
            supply_30, supply_90: historical days of supply, in hundredths of a day.
            shipped_7: units shipped in the 7 days before.
        """
        choice = self.choose("low_inventory_level", day)
        if choice.edition is None:
            return UnitFee(Fraction(0), choice.status, None)
        given = {
            name: min(value, FIELD[name].largest)
            for name, value in (
                ("days_of_supply_30", supply_30), ("days_of_supply_90", supply_90), ("units_shipped_7", shipped_7),
            )
        }  # fmt: skip
        card: LowInventory = read_card(choice.edition)
        given |= self._new_seller(day, card.exempt_new_seller_days)
        _, values = self._values(day, "low_inventory_level", **given)
        if not values["low_inventory_level_applies"]:
            return UnitFee(Fraction(0), choice.status, choice.edition.id)
        status = Status(values["low_inventory_level_status"])
        return UnitFee(Fraction(values["low_inventory_level"]), status, choice.edition.id)


def _days(card: AgedInventory, row: int) -> str:
    """A band of ages in words: ``181-210``, ``456+``."""
    rows = card.rates.rows
    first = rows[row - 1].upper + 1 if row else 0
    return f"{first}+" if rows[row].upper == NO_LIMIT else f"{first}-{rows[row].upper}"
