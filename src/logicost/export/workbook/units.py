"""The units in which sheets show what the rules count, with their number formats."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from logicost.market import Market
from logicost.rules.plan import Kind
from logicost.rules.units import SMALLER_WEIGHT, Unit, unit_of, weight_unit

_FORMATS = {
    Kind.LENGTH: "0.0##",
    Kind.WEIGHT: "0.0###",
    Kind.RATE: "0.0##",
    Kind.SHARE: "0.####",
    Kind.SUPPLY: "0.####",
}


@dataclass(frozen=True, slots=True)
class SheetUnit:
    """A unit's name, how many grains make one, and the number format that shows it."""

    name: str
    scale: int
    format: str


def sheet_unit(kind: Kind, market: Market) -> SheetUnit:
    """The unit in which a sheet shows values of that kind; other kinds stand as they are counted."""
    unit, money = _unit(kind, market), market.currency.number_format
    form = {Kind.MONEY: money, Kind.MICROS: f"{money}##", **_FORMATS}.get(kind)
    if unit is None or form is None:
        return SheetUnit("", 1, "0")
    return SheetUnit(unit.name, _whole(unit.grains), form)


def grain_name(kind: Kind, market: Market) -> str:
    """What a whole number in a step's cell counts, for the sheet's row of units."""
    unit = _unit(kind, market)
    if unit is not None:
        return f"{unit.name} / {_whole(unit.grains):,}"
    return "1 = yes" if kind is Kind.FLAG else str(kind.value)


def _unit(kind: Kind, market: Market) -> Unit | None:
    """Weights in ounces where the market's are in pounds."""
    unit = unit_of(kind, market)
    if unit is not None and unit.name == "lb":
        return weight_unit(SMALLER_WEIGHT["lb"], market)
    return unit


def _whole(grains: Fraction) -> int:
    if grains.denominator != 1:
        raise ValueError("a unit must be a whole number of grains")
    return grains.numerator
