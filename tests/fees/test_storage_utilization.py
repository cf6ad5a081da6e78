"""Storage utilization surcharge by hand: one cubic foot shows the rate itself."""

from __future__ import annotations

from typing import Any

import pytest

FEE = "storage_utilization"
ONE_FOOT = {"dimensions": "18 x 12 x 8 in", "weight": "10 lb", "inventory_age_days": 31}  # large standard
BULKY = {"dimensions": "24 x 12 x 6 in", "weight": "10 lb", "inventory_age_days": 31}  # one cubic foot too


@pytest.mark.parametrize(
    ("weeks", "standard", "other"),
    [
        ("0", None, None),
        ("22", None, None),  # "above 22 weeks"
        ("22.01", "0.44", "0.23"),
        ("26.5", "0.44", "0.23"),  # Amazon's own report example: 0.44
        ("27.99", "0.44", "0.23"),
        ("28", "0.76", "0.46"),
        ("35.99", "0.76", "0.46"),
        ("36", "1.16", "0.63"),
        ("43.99", "1.16", "0.63"),
        ("44", "1.58", "0.76"),
        ("51.99", "1.58", "0.76"),
        ("52", "1.88", "1.26"),
        ("1000", "1.88", "1.26"),
    ],
)
def test_every_edge_of_the_ratio(price: Any, weeks: str, standard: str | None, other: str | None) -> None:
    assert price("2026-06-10", storage_utilization_weeks=weeks, **ONE_FOOT).amount(FEE) == standard
    assert price("2026-06-10", storage_utilization_weeks=weeks, **BULKY).amount(FEE) == other


def test_only_stock_older_than_30_days(price: Any) -> None:
    fresh = ONE_FOOT | {"inventory_age_days": 30}
    assert price("2026-06-10", storage_utilization_weeks=30, **fresh).amount(FEE) is None
    old = price("2026-06-10", storage_utilization_weeks=30, **ONE_FOOT)
    assert (old.amount(FEE), old.status(FEE)) == ("0.76", "exact")
    unsaid = price("2026-06-10", storage_utilization_weeks=30, **ONE_FOOT | {"inventory_age_days": None})
    assert (unsaid.amount(FEE), unsaid.status(FEE)) == ("0.76", "estimate")


def test_the_same_in_the_holiday_season(price: Any) -> None:
    assert price("2025-11-10", storage_utilization_weeks=30, **ONE_FOOT).amount(FEE) == "0.76"


def test_dangerous_goods_are_not_sourced(price: Any) -> None:
    assert (
        price("2026-06-10", storage_utilization_weeks=30, dangerous_goods="yes", **ONE_FOOT).amount(FEE) == "unsourced"
    )


def test_the_card_before_april_2024_is_not_on_file(price: Any) -> None:
    assert price("2024-03-31", storage_utilization_weeks=30, **ONE_FOOT).amount(FEE) == "unsourced"
    assert price("2024-04-01", storage_utilization_weeks=30, **ONE_FOOT).amount(FEE) == "0.76"
    assert price("2024-03-31", **ONE_FOOT).amount(FEE) is None


def test_to_a_ten_thousandth(price: Any) -> None:
    # 0.053302 cubic feet x 0.76 = 0.04051
    assert price("2026-06-10", storage_utilization_weeks=30, inventory_age_days=60).amount(FEE) == "0.0405"
