"""Removal, disposal and liquidation by hand: every edge of both size classes, the change of 2026, the recovery."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from logicost.fees.end_of_life import UnitCost, end_of_life_costs
from logicost.tables.shelf import find_market, open_shelf

FLAT = {"dimensions": "8 x 5 x 0.9 in", "price": "18.99"}  # large standard from 16 oz: 0.26 lb of dimensional weight
BULKY = {"dimensions": "24 x 4 x 2 in", "price": "18.99"}  # 192 / 139 = 1.39 lb


def costs(on: str, **row: object) -> dict[str, UnitCost]:
    return end_of_life_costs(open_shelf(), find_market("US"), dt.date.fromisoformat(on), row)


@pytest.mark.parametrize(
    ("weight", "before", "after", "processing"),
    [
        ("8 oz", "1.04", "0.84", "0.25"),
        ("8.001 oz", "1.53", "1.53", "0.30"),
        ("16 oz", "1.53", "1.53", "0.30"),
        ("16.001 oz", "2.27", "2.27", "0.35"),
        ("32 oz", "2.27", "2.27", "0.35"),
        ("32.001 oz", "3.95", "3.95", "0.60"),  # 2.89 + 1.06; 0.40 + 0.20: the third pound is started
        ("3 lb", "3.95", "3.95", "0.60"),
        ("48.001 oz", "5.01", "5.01", "0.80"),
        ("20 lb", "21.97", "21.97", "4.00"),  # 2.89 + 18 x 1.06
    ],
)
def test_standard_size(weight: str, before: str, after: str, processing: str) -> None:
    for on, amount in (("2026-01-14", before), ("2026-01-15", after)):
        unit = costs(on, weight=weight, liquidation_recovery="0", **FLAT)
        assert unit["removal"].amount == unit["disposal"].amount == Decimal(amount)
        assert unit["liquidation"].amount == Decimal(processing)


@pytest.mark.parametrize(
    ("weight", "amount", "processing"),
    [
        ("1 lb", "4.30", "0.70"),  # dimensional weight, 1.39 lb, decides
        ("2 lb", "4.30", "0.70"),
        ("32.001 oz", "6.36", "0.90"),
        ("4 lb", "6.36", "0.90"),
        ("64.001 oz", "10.04", "1.45"),
        ("10 lb", "10.04", "1.45"),
        ("160.001 oz", "15.38", "2.10"),  # 14.32 + 1.06; 1.90 + 0.20
        ("12 lb", "16.44", "2.30"),
    ],
)
def test_other_sizes(weight: str, amount: str, processing: str) -> None:
    unit = costs("2026-06-10", weight=weight, liquidation_recovery="0", **BULKY)
    assert unit["removal"].amount == unit["disposal"].amount == Decimal(amount)
    assert unit["liquidation"].amount == Decimal(processing)


def test_liquidation_recovers_the_middle_of_the_range() -> None:
    # 7.5 % of 18.99 = 1.42425 -> 1.42; referral 15 % = 0.213 -> 0.21; 0.30 + 0.21 - 1.42 = -0.91
    unit = costs("2026-06-10", weight="14 oz", **FLAT)["liquidation"]
    assert unit == UnitCost(Decimal("-0.91"), "estimate", "us/liquidation/2021-01-01")
    # 10 %: 1.899 -> 1.90; 0.285 -> 0.29 (half-up); 0.30 + 0.29 - 1.90 = -1.31
    stated = costs("2026-06-10", weight="14 oz", liquidation_recovery="10 %", **FLAT)["liquidation"]
    assert (stated.amount, stated.status) == (Decimal("-1.31"), "override")


def test_the_cards_are_named() -> None:
    unit = costs("2026-11-22", weight="8 oz", **FLAT)
    assert unit["removal"] == UnitCost(Decimal("0.84"), "exact", "us/removal/2026-01-15")
    assert unit["disposal"].edition == "us/disposal/2026-01-15"


def test_heavier_never_costs_less(price: Any) -> None:
    amounts = [costs("2026-06-10", weight=f"{oz} oz", **FLAT)["removal"].amount for oz in range(1, 320, 7)]
    assert all(amount is not None for amount in amounts)
    assert amounts == sorted(amounts, key=lambda amount: amount or Decimal(0))


def test_what_is_said_of_a_status(price: Any) -> None:
    """Of a card in force that a cell has its own; past what was read why another stands in."""
    from logicost.programs import build_plan
    from logicost.tables.shelf import open_shelf

    for on, starts in (("2026-06-10", "the cell's own status"), ("2029-06-10", "")):
        plan = build_plan(find_market("US"), dt.date.fromisoformat(on), open_shelf(), ("fba",))
        plan["removal_per_unit_status"], plan["liquidation_per_unit_status"]
        assert plan.steps["removal_per_unit_status"].note.startswith(starts or plan.choose("removal").why)
        assert plan.choose("removal").why == "" if starts else plan.choose("removal").why
