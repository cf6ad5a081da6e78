"""The units in which people read and write what the rules count in grains."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from logicost.market import Market
from logicost.measurement import GRAMS, MILLIMETRES
from logicost.rules.plan import Kind


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit's name, how many grains make one, and the number format that shows it."""

    name: str
    scale: int
    format: str = "0.####"


def unit_of(kind: Kind, market: Market) -> Unit:
    """The unit in which a sheet shows values of that kind."""
    match kind:
        case Kind.MONEY:
            return Unit(market.currency.code, 10_000, market.currency.number_format)
        case Kind.MICROS:
            return Unit(market.currency.code, 1_000_000, f"{market.currency.number_format}##")
        case Kind.LENGTH:
            return Unit(market.length_unit, _per(MILLIMETRES[market.length_unit] / market.length_grain), "0.0##")
        case Kind.WEIGHT:
            name = "oz" if market.weight_unit == "lb" else market.weight_unit
            return Unit(name, _per(GRAMS[name] / market.weight_grain), "0.0###")
        case Kind.RATE:
            return Unit("%", 1000, "0.0##")
        case Kind.SHARE:
            return Unit("%", 10_000)
        case Kind.SUPPLY:
            return Unit("days", 100)
    return Unit("", 1, "0")


def grain_name(kind: Kind, market: Market) -> str:
    """What a whole number in a step's cell counts, for the sheet's row of units."""
    match kind:
        case Kind.MONEY | Kind.MICROS | Kind.LENGTH | Kind.WEIGHT | Kind.RATE | Kind.SHARE | Kind.SUPPLY:
            unit = unit_of(kind, market)
            return f"{unit.name} / {unit.scale:,}"
        case Kind.VOLUME:
            unit = unit_of(Kind.LENGTH, market)
            return f"{unit.name}\N{SUPERSCRIPT THREE} / {unit.scale**3:,}"
        case Kind.STORAGE_VOLUME:
            return f"{market.storage_volume.plural} / 1,000,000"
        case Kind.MONTHS:
            return "months / 377,580"
        case Kind.RATIO:
            return "% / 100"
        case Kind.FLAG:
            return "1 = yes"
    return str(kind.value)


def _per(ratio: Fraction) -> int:
    if ratio.denominator != 1:
        raise ValueError("a unit must be a whole number of grains")
    return ratio.numerator
