"""Volumes and what they cost, beside fractions: whole units and their rest, halves, and the largest boxes that there are."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from math import floor
from typing import Any

import pytest

from logicost.fees.volume import cost_of_volume
from logicost.programs import build_plan
from logicost.rules.exact import compile_expression
from logicost.rules.expressions import Reference
from logicost.tables.shelf import find_market, open_shelf

SIDES = {
    "US": (
        "12 x 12 x 12 in", "12 x 12 x 0.001 in", "24 x 24 x 24 in", "143.999 x 144 x 143.999 in", "36 x 12 x 12.001 in", "17.28 x 10 x 10 in", "9 x 7 x 5.5 in",
        "59 x 33 x 33 in", "13.7 x 9.3 x 7.1 in", "12 x 12 x 11.999 in", "0.001 x 0.001 x 0.001 in", "100 x 17.28 x 1 in", "99.999 x 88.888 x 77.777 in", "60 x 57.6 x 24 in",
    ),
    "UK": ("25 x 20 x 10 cm", "30.48 x 30.48 x 30.48 cm", "30.48 x 30.48 x 30.49 cm", "365 x 365 x 365 cm", "100.01 x 99.99 x 77.77 cm", "0.01 x 0.01 x 0.01 cm", "61 x 46 x 46 cm", "12.3 x 45.6 x 78.9 cm"),
    "DE": ("100 x 100 x 100 cm", "365 x 365 x 365 cm", "100 x 100 x 100.01 cm", "25 x 20 x 10 cm", "0.01 x 0.01 x 0.01 cm", "12.3 x 45.6 x 78.9 cm", "99.99 x 100 x 100 cm"),
}  # fmt: skip


def half_up(number: Fraction) -> int:
    return floor(number + Fraction(1, 2))


@pytest.mark.parametrize(
    ("market", "sides", "days"),
    [(market, sides, days) for market, of in SIDES.items() for sides in of for days in ("1", "37", "1095")],
)
def test_what_a_volume_costs(price: Any, market: str, sides: str, days: str) -> None:
    weight = "60 lb" if market == "US" else "20 kg"
    if sides.startswith("0.0"):
        weight = "0.001 oz" if market == "US" else "0.1 g"
    given = {
        "dimensions": sides,
        "weight": weight,
        "price": "30",
        "category": "toys_and_games",
        "days_in_storage": days,
        "inventory_age_days": "400",
    }
    found = price("2026-11-15", market=market, **given)
    if found.refused:  # too light or too dense for such a box
        assert found.refused == "density_impossible"
        return
    values, shop = found.values, find_market(market)
    volume = values["unit_storage_volume"]
    assert volume == half_up(values["unit_volume"] * shop.length_grain**3 / shop.storage_volume.size * 10**6)
    assert values["storage"] == half_up(Fraction(volume * values["storage_cost_per_volume"], 10**8))
    assert values["aged_inventory_by_volume"] == half_up(Fraction(volume * values["aged_inventory_rate"], 10**6))


def test_the_months_of_a_stay(price: Any) -> None:
    """Of other than standard size in the US: 0.56 a cubic foot and month from January to September, 1.40 from October to December."""
    foot = {"dimensions": "12 x 12 x 12 in", "weight": "10 lb"}
    for on, days, cost in (
        ("2026-10-01", 30, 560_000),  # September
        ("2026-10-02", 31, 560_000 + half_up(Fraction(1_400_000, 31))),  # and the first of October
        ("2026-11-01", 31, 1_400_000),
        ("2026-03-01", 28, 560_000),
        ("2026-03-01", 1, half_up(Fraction(560_000, 28))),
        ("2026-06-10", 0, 0),
        ("2027-01-01", 365, 9 * 560_000 + 3 * 1_400_000),
    ):
        values = price(on, days_in_storage=days, **foot).values
        assert values["storage_cost_per_volume"] == cost, (on, days)
        assert values["storage"] == half_up(Fraction(cost, 100)), (on, days)


@pytest.mark.parametrize("most", [1, 10**9], ids=["small costs", "large costs"])
def test_both_ways_to_the_same_cost_of_a_volume(most: int) -> None:
    """At once where the product stays small, else whole units and the rest apart: half-up to 0.0001 either way."""
    plan = build_plan(find_market("DE"), dt.date(2026, 7, 1), open_shelf(), ("fba",))
    plan["unit_storage_volume"]
    run = compile_expression(cost_of_volume(plan, Reference("cost"), most))
    for volume, cost in (
        (1, 1),
        (49_999_999, 1),
        (50_000_000, 1),
        (3, 16_666_666),
        (3, 16_666_667),
        (1_500_000, 100),
        (2_000_033, 99_999),
        (10**6, 49),
    ):
        assert run({"unit_storage_volume": volume, "cost": cost}) == half_up(Fraction(volume * cost, 10**8)), (
            volume,
            cost,
        )
