"""Aged inventory by hand: one cubic foot shows the rate itself; every edge of age, the snapshot, the exemption."""

from __future__ import annotations

from typing import Any

import pytest

FEE = "aged_inventory"
ONE_FOOT = {"dimensions": "12 x 12 x 12 in", "weight": "10 lb"}  # 1,728 cubic inches


@pytest.mark.parametrize(
    ("age", "before", "after"),
    [
        (0, None, None),
        (180, None, None),
        (181, "0.50", "0.50"),
        (210, "0.50", "0.50"),
        (211, "1.00", "1.00"),
        (240, "1.00", "1.00"),
        (241, "1.50", "1.50"),
        (270, "1.50", "1.50"),
        (271, "5.45", "5.45"),
        (300, "5.45", "5.45"),
        (301, "5.70", "5.70"),
        (330, "5.70", "5.70"),
        (331, "5.90", "5.90"),
        (365, "5.90", "5.90"),
        (366, "6.90", "6.90"),
        (455, "6.90", "6.90"),
        (456, "6.90", "7.90"),
        (2000, "6.90", "7.90"),
    ],
)
def test_every_edge_of_age(price: Any, age: int, before: str | None, after: str | None) -> None:
    assert price("2025-06-10", inventory_age_days=age, **ONE_FOOT).amount(FEE) == before
    assert price("2026-06-10", inventory_age_days=age, **ONE_FOOT).amount(FEE) == after


@pytest.mark.parametrize(("age", "amount"), [(271, "3.80"), (301, "4.00"), (331, "4.20"), (366, "6.90")])
def test_rates_of_2023(price: Any, age: int, amount: str) -> None:
    # the snapshot of February 2024 is the first of the next card
    assert price("2024-03-01", inventory_age_days=age, **ONE_FOOT).amount(FEE) != amount or age == 366
    assert price("2024-02-05", inventory_age_days=age, **ONE_FOOT).amount(FEE) != amount or age == 366


def test_the_snapshot_of_the_month_picks_the_card(price: Any) -> None:
    # 5.1 x 4.3 x 4.2 = 92.106 cubic inches = 0.053302 cubic feet; x 6.90 = 0.3678; x 7.90 = 0.4211
    amounts = {
        on: price(on, inventory_age_days=500).amount(FEE)
        for on in ("2026-01-15", "2026-01-31", "2026-02-01", "2026-02-15")
    }
    assert amounts == {"2026-01-15": "0.3678", "2026-01-31": "0.3678", "2026-02-01": "0.4211", "2026-02-15": "0.4211"}


def test_from_366_days_a_small_unit_pays_the_minimum(price: Any) -> None:
    small = {"dimensions": "8 x 5 x 0.5 in", "weight": "4 oz"}  # 20 cubic inches: 0.011574 cubic feet x 6.90 = 0.0799
    assert price("2025-06-10", inventory_age_days=366, **small).amount(FEE) == "0.15"
    assert price("2026-06-10", inventory_age_days=366, **small).amount(FEE) == "0.30"
    assert price("2026-06-10", inventory_age_days=456, **small).amount(FEE) == "0.35"
    assert price("2026-06-10", inventory_age_days=365, **small).amount(FEE) == "0.0683"  # 0.011574 x 5.90, no minimum


def test_the_minimum_is_compared_per_unit_at_its_edge(price: Any) -> None:
    # 6.90 x volume = 0.30 at 75.13 cubic inches: 75.1 gives 0.29988 -> 0.2999, 75.2 gives 0.30028 -> 0.3003
    below = price("2026-06-10", inventory_age_days=366, dimensions="7.51 x 5 x 2 in")
    above = price("2026-06-10", inventory_age_days=366, dimensions="7.52 x 5 x 2 in")
    assert (below.amount(FEE), above.amount(FEE)) == ("0.30", "0.3003")


@pytest.mark.parametrize(
    "category", ["clothing_and_accessories", "footwear", "backpacks_handbags_luggage", "jewelry", "watches"]
)
def test_some_categories_are_exempt_up_to_270_days(price: Any, category: str) -> None:
    assert price("2026-06-10", inventory_age_days=270, category=category, **ONE_FOOT).amount(FEE) is None
    assert price("2026-06-10", inventory_age_days=271, category=category, **ONE_FOOT).amount(FEE) == "5.45"


def test_apparel_of_any_category_is_exempt(price: Any) -> None:
    assert price("2026-06-10", inventory_age_days=200, apparel="yes", **ONE_FOOT).amount(FEE) is None


def test_status(price: Any) -> None:
    assert price("2026-06-10", inventory_age_days=200).status(FEE) == "exact"
    assert price("2026-06-10", inventory_age_days=200, category="").status(FEE) == "estimate"
    assert price("2026-06-10", inventory_age_days=271, category="").status(FEE) == "exact"
    assert price("2027-03-10", inventory_age_days=200).status(FEE) == "projected"


def test_without_an_age_there_is_no_line(price: Any) -> None:
    assert price("2026-06-10").amount(FEE) is None


def test_stock_for_mcf_pays_it_too(price: Any) -> None:
    assert price("2026-06-10", "mcf", inventory_age_days=271, **ONE_FOOT).amount(FEE) == "5.45"
