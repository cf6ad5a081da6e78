"""The units in which people read and write what the rules count: one place for texts, columns and sheets."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from logicost.market import Market
from logicost.measurement import GRAMS, MILLIMETRES
from logicost.rules.plan import Kind

SMALLER_WEIGHT = {"lb": "oz", "kg": "g"}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit's name, how many of what is counted make one, and how many decimals are shown at most."""

    name: str
    grains: Fraction
    places: int = 6


def unit_of(kind: Kind, market: Market) -> Unit | None:
    """The unit of values of that kind; None where they are counted as they are, or are days, words or flags."""
    match kind:
        case Kind.MONEY:
            return Unit(market.currency.code, Fraction(10_000), 4)
        case Kind.MICROS:
            return Unit(market.currency.code, Fraction(1_000_000))
        case Kind.LENGTH:
            return Unit(market.length_unit, MILLIMETRES[market.length_unit] / market.length_grain)
        case Kind.VOLUME:
            side = MILLIMETRES[market.length_unit] / market.length_grain
            return Unit(f"{market.length_unit}\N{SUPERSCRIPT THREE}", side**3)
        case Kind.WEIGHT:
            return weight_unit(market.weight_unit, market)
        case Kind.STORAGE_VOLUME:
            return Unit(market.storage_volume.plural, Fraction(1_000_000))
        case Kind.RATE:
            return Unit("%", Fraction(1000))
        case Kind.RATIO:
            return Unit("%", Fraction(100))
        case Kind.SHARE:
            return Unit("%", Fraction(10_000))
        case Kind.SUPPLY:
            return Unit("days", Fraction(100))
        case Kind.MONTHS:
            return Unit("months", Fraction(377_580), 4)
    return None


def weight_unit(name: str, market: Market) -> Unit:
    """A unit of weight by its name."""
    return Unit(name, GRAMS[name] / market.weight_grain, 4)
