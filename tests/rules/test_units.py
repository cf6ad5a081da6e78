"""How many of what the rules count make the unit in which people read it, by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from logicost.rules.plan import Kind
from logicost.rules.units import SMALLER_WEIGHT, unit_of, weight_unit
from logicost.tables.shelf import find_market

ANYWHERE = {  # 0.0001 of the currency, 0.000001 of it, 0.001 %, 0.01 %, 0.0001 %, 0.01 day, and a month that 28, 29, 30 and 31 divide
    Kind.MICROS: (10**6, 6), Kind.RATE: (1000, 6), Kind.RATIO: (100, 6), Kind.SHARE: (10_000, 6), Kind.SUPPLY: (100, 6),
    Kind.MONTHS: (28 * 29 * 15 * 31, 4), Kind.MONEY: (10_000, 4), Kind.STORAGE_VOLUME: (10**6, 6),
}  # fmt: skip
OF_MARKET = {  # 0.001 in and 0.001 oz; 0.1 mm and 0.1 g
    "US": {Kind.LENGTH: (1000, 6), Kind.VOLUME: (1000**3, 6), Kind.WEIGHT: (16_000, 4)},
    "DE": {Kind.LENGTH: (100, 6), Kind.VOLUME: (100**3, 6), Kind.WEIGHT: (10_000, 4)},
}
NAMES = {
    "US": {Kind.MONEY: "USD", Kind.MICROS: "USD", Kind.LENGTH: "in", Kind.VOLUME: "in³", Kind.WEIGHT: "lb", Kind.MONTHS: "months", Kind.SUPPLY: "days"},
    "DE": {Kind.MONEY: "EUR", Kind.LENGTH: "cm", Kind.VOLUME: "cm³", Kind.WEIGHT: "kg", Kind.RATE: "%", Kind.RATIO: "%", Kind.SHARE: "%"},
}  # fmt: skip


@pytest.mark.parametrize("market", OF_MARKET)
def test_units(market: str) -> None:
    of = find_market(market)
    known = {kind: unit_of(kind, of) for kind in Kind}
    found = {kind: (unit.grains, unit.places) for kind, unit in known.items() if unit is not None}
    assert found == {**ANYWHERE, **OF_MARKET[market]}
    assert {kind: unit.name for kind, unit in known.items() if unit is not None and kind in NAMES[market]} == NAMES[
        market
    ]
    storage = known[Kind.STORAGE_VOLUME]
    assert storage is not None
    assert storage.name == {"US": "cubic feet", "DE": "cubic metres"}[market]


@pytest.mark.parametrize(("market", "name", "grains"), [("US", "oz", 1000), ("DE", "g", 10)])
def test_smaller_weights(market: str, name: str, grains: int) -> None:
    of = find_market(market)
    assert SMALLER_WEIGHT[of.weight_unit] == name
    assert weight_unit(name, of).grains == Fraction(grains)
