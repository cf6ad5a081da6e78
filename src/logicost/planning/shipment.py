"""What a shipment holds and what it is charged: several products, freight by any of the usual prices, duty, fees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal, TypedDict

from logicost.errors import InputError, shown, text_of
from logicost.inputs.readers import RATE_GRAINS, is_blank, read_count, read_percent, read_word
from logicost.inputs.scalar import read_sides, read_weight
from logicost.market import Market
from logicost.money import to_grains
from logicost.number import read_decimal
from logicost.planning.schedule import MOST_UNITS

if TYPE_CHECKING:
    from logicost.inputs.options import Amount

CUBIC_METRE = 10**9  # cubic millimetres
KILOGRAM = 1000
ALLOCATIONS = ("volume", "weight", "value", "units")
DUTY_BASES = ("goods", "goods_freight_insurance")


@dataclass(frozen=True, slots=True)
class ShipmentItem:
    """The units of one product: `cubic_metres` and `kilograms` of one unit, None where they are not given, `value` of one
    unit in money grains."""

    sku: str
    units: int
    cubic_metres: Fraction | None
    kilograms: Fraction | None
    value: int
    duty_rate: int | None

    def weight_by(self, way: str) -> Fraction:
        """What it counts for when a charge is shared that way.

        Raises:
            InputError: ``missing_value`` where that is not given.
        """
        each = {
            "volume": self.cubic_metres,
            "weight": self.kilograms,
            "value": Fraction(self.value),
            "units": Fraction(1),
        }
        amount = each[way]
        if amount is None:
            name = "dimensions" if way == "volume" else "weight"
            raise InputError(
                "missing_value",
                f"{self.sku or 'a product'}: {name} {'are' if way == 'volume' else 'is'} missing; give that, or prices and "
                f"shares that do not go by {way}",
                name,
            )
        return amount * self.units


def read_item(row: Mapping[str, Any], market: Market) -> ShipmentItem:
    """A product of the shipment, from catalog columns with ``units`` and, where it differs, ``duty_rate``.

    Raises:
        InputError: with code and field.
    """
    for name in ("units", "cost"):
        if is_blank(row.get(name)):
            raise InputError("missing_value", f"{name} is missing", name)
    volume = weight = None
    if "sides" in row or any(not is_blank(row.get(name)) for name in ("dimensions", "length", "width", "height")):
        volume = Fraction(1)
        for side in row["sides"] if "sides" in row else read_sides(row, market.length_unit):
            volume *= side
        if volume <= 0:
            raise InputError("dimension_not_positive", "a side is not more than 0", "dimensions")
    if "mass" in row or not is_blank(row.get("weight")):
        weight = row["mass"] if "mass" in row else read_weight(row, market.weight_unit)
        if weight <= 0:
            raise InputError("weight_not_positive", "the weight is not more than 0", "weight")
    rate = row.get("duty_rate")
    return ShipmentItem(
        text_of(row.get("sku") or ""),
        read_count(1, MOST_UNITS)(row["units"], "units"),
        None if volume is None else volume / CUBIC_METRE,
        None if weight is None else weight / KILOGRAM,
        to_grains(market.currency.bare(row["cost"], "cost"), "cost"),
        None if is_blank(rate) else read_percent(rate, "duty_rate"),
    )


class Charges(TypedDict, total=False):
    """The fields of `ShipmentPrices` as keyword arguments."""

    freight: Amount | None
    container: Amount | None
    containers: Amount | None
    per_cbm: Amount | None
    per_kg: Amount | None
    per_parcel: Amount | None
    parcels: Amount | None
    cbm: Amount | None
    kg: Amount | None
    volumetric_kg_per_cbm: Amount | None
    duty_rate: Amount | None
    duty_base: Literal["goods", "goods_freight_insurance"]
    customs_fees: Amount | None
    insurance: Amount | None
    insurance_rate: Amount | None
    freight_by: Literal["volume", "weight", "value", "units"]
    fees_by: Literal["volume", "weight", "value", "units"]


@dataclass(frozen=True, slots=True)
class ShipmentPrices:
    """What the shipment is charged, as the forwarder's and the broker's offers say; given freight prices add up.

    Attributes:
        freight: a price for the whole shipment; container x containers; per_cbm, per_kg, per_parcel x parcels.
        cbm, kg: the billed measure, where it is not that of the units (cartons, pallets).
        volumetric_kg_per_cbm: kilograms that a cubic metre counts for at least, for per_kg: 167 for air, as agreed.
        duty_rate: percent, where a product has none of its own; duty_base: of what it is taken.
        customs_fees, insurance: for the whole; insurance_rate: percent of the goods' value.
        freight_by, fees_by: how freight, and customs fees and insurance, are shared.
    """

    freight: object = None
    container: object = None
    containers: object = None
    per_cbm: object = None
    per_kg: object = None
    per_parcel: object = None
    parcels: object = None
    cbm: object = None
    kg: object = None
    volumetric_kg_per_cbm: object = None
    duty_rate: object = None
    duty_base: object = "goods"
    customs_fees: object = None
    insurance: object = None
    insurance_rate: object = None
    freight_by: object = "volume"
    fees_by: object = "value"

    @classmethod
    def names(cls) -> tuple[str, ...]:
        return tuple(field.name for field in fields(cls))

    def money(self, name: str) -> int:
        """The price of that name in money grains; 0 where it is not given."""
        value = getattr(self, name)
        return 0 if is_blank(value) else to_grains(value, name)

    def rate(self, name: str) -> Fraction:
        value = getattr(self, name)
        return Fraction(0) if is_blank(value) else Fraction(read_percent(value, name), RATE_GRAINS)

    def word(self, name: str, words: tuple[str, ...]) -> str:
        return words[read_word(words)(getattr(self, name), name)]

    def count(self, name: str, otherwise: int | None = None) -> int:
        """A whole number; without `otherwise` it must be given."""
        value = getattr(self, name)
        if is_blank(value) and otherwise is not None:
            return otherwise
        if is_blank(value):
            raise InputError("missing_value", f"{name} is missing", name)
        return read_count(1, 1_000_000)(value, name)

    def measure(self, name: str, otherwise: Fraction) -> Fraction:
        value = getattr(self, name)
        if is_blank(value):
            return otherwise
        number = read_decimal(value, name, "12.5")
        if not 0 < number <= Decimal(1_000_000):
            raise InputError("out_of_range", f"{name} is {shown(value)}; give a number above 0", name)
        return Fraction(number)

    def freight_grains(self, items: Sequence[ShipmentItem]) -> Fraction:
        """The freight of the whole shipment; its volume and weight count only where a price goes by them.

        Raises:
            InputError: ``freight_missing`` where no price of freight is given, ``missing_value`` where a measure is not.
        """
        prices = [name for name in ("freight", "container", "per_cbm", "per_kg", "per_parcel") if self.is_given(name)]
        if not prices:
            raise InputError(
                "freight_missing", "give the freight: container, per_cbm, per_kg, per_parcel or freight", "freight"
            )
        volumetric = self.measure("volumetric_kg_per_cbm", Fraction(0))
        freight = Fraction(self.money("freight") + self.money("container") * self.count("containers", 1))
        by_volume = "per_cbm" in prices or (volumetric and "per_kg" in prices)
        cbm = self.measure("cbm", whole(items, "volume") if by_volume and not self.is_given("cbm") else Fraction(0))
        by_weight = "per_kg" in prices and not self.is_given("kg")
        kilograms = self.measure("kg", whole(items, "weight") if by_weight else Fraction(0))
        parcels = self.count("parcels") if "per_parcel" in prices else 0
        freight += self.money("per_cbm") * cbm + self.money("per_kg") * max(kilograms, cbm * volumetric)
        return freight + self.money("per_parcel") * parcels

    def is_given(self, name: str) -> bool:
        return not is_blank(getattr(self, name))


def whole(items: Sequence[ShipmentItem], way: str) -> Fraction:
    """What all the items count for.

    Raises:
        InputError: ``missing_value`` where that of one is not given.
    """
    return sum((item.weight_by(way) for item in items), Fraction(0))
