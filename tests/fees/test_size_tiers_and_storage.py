"""Sides, size tiers, the volume of storage and stays by hand, at the edge itself."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import logicost as lc

ON = "2026-06-10"
UK = {"market": "UK", "weight": "900 g", "price": "30", "category": "toys_and_games"}


@pytest.mark.parametrize(
    ("sides", "weight", "tier"),
    [
        ("59 x 33 x 2.5 in", "10 lb", "large bulky"),  # 59 + 2 x (33 + 2.5) = 130 inches
        ("59 x 33 x 2.501 in", "10 lb", "extra large 0 50"),
        ("2.5 x 59 x 33 in", "10 lb", "large bulky"),
        ("37 x 28 x 6 in", "10 lb", "small bulky"),  # 37 + 68 = 105; 44.7 lb of dimensional weight
        ("37.001 x 28 x 6 in", "10 lb", "large bulky"),
        ("37 x 28.001 x 6 in", "10 lb", "large bulky"),
        ("15 x 12 x 0.75 in", "1 lb", "small standard"),
        ("15.001 x 12 x 0.75 in", "1 lb", "large standard"),
        ("15 x 12 x 0.751 in", "1 lb", "large standard"),
        ("18 x 14 x 8 in", "20 lb", "large standard"),
        ("18.001 x 14 x 8 in", "20 lb", "small bulky"),
        ("18 x 14 x 8 in", "20.001 lb", "small bulky"),
    ],
)
def test_every_limit_of_a_tier(sides: str, weight: str, tier: str) -> None:
    found = lc.quote(
        {"sku": "A", "dimensions": sides, "weight": weight, "price": "20", "category": "home_and_kitchen"},
        "fba",
        market="US",
        on=ON,
    ).line("fba_fulfillment")
    assert found is not None
    assert found.why.split(", ")[1] == tier


def test_length_and_girth(price: Any) -> None:
    values = price(ON, dimensions="10 x 7 x 2 in").values
    assert (values["longest"], values["median"], values["shortest"]) == (10_000, 7_000, 2_000)
    assert values["length_plus_girth"] == 10_000 + 2 * (7_000 + 2_000)
    for sides in ("7 x 10 x 2 in", "2 x 7 x 10 in", "10 x 2 x 7 in", "7 x 2 x 10 in", "2 x 10 x 7 in"):
        turned = price(ON, dimensions=sides).values
        assert [turned[name] for name in ("longest", "median", "shortest")] == [10_000, 7_000, 2_000]


@pytest.mark.parametrize(
    ("thickness", "tolerance", "shortest"),
    [("0.3", "", 30), ("0.3", "1", 20), ("0.12", "1", 2), ("0.11", "1", 1), ("0.1", "1", 1), ("0.05", "1", 1)],
)
def test_a_millimetre_less_on_every_side_and_never_nothing(
    price: Any, thickness: str, tolerance: str, shortest: int
) -> None:
    values = price(ON, **UK, dimensions=f"30 x 20 x {thickness} cm", side_tolerance_mm=tolerance).values
    off = 10 if tolerance else 0
    assert (values["longest"], values["median"], values["shortest"]) == (3000 - off, 2000 - off, shortest)
    real = int(Decimal(thickness) * 100)
    assert (values["unit_volume"], values["measured_volume"]) == (
        3000 * 2000 * real,
        (3000 - off) * (2000 - off) * shortest,
    )


@pytest.mark.parametrize(
    ("market", "sides", "micro"),
    [
        ("US", "12 x 12 x 12 in", 1_000_000),
        ("US", "12 x 12 x 0.001 in", 83),  # 0.144 / 1,728 = 0.0000833
        ("US", "12 x 9 x 0.008 in", 500),  # 0.864 / 1,728 = 0.0005
        ("US", "1 x 1 x 0.001 in", 1),  # 0.00000058
        ("UK", "25 x 20 x 10 cm", 176_573),  # 5,000 / 28,316.846592 = 0.17657333
        ("UK", "30.48 x 30.48 x 30.48 cm", 1_000_000),  # a cubic foot
        ("UK", "200 x 100 x 100 cm", 70_629_333),  # 2,000,000 / 28,316.846592 = 70.6293334
        ("DE", "100 x 100 x 100 cm", 1_000_000),  # a cubic metre
        ("DE", "10 x 10 x 10 cm", 1_000),
    ],
)
def test_the_volume_that_storage_is_charged_by(price: Any, market: str, sides: str, micro: int) -> None:
    given = {**UK, "market": market} if market != "US" else {}
    assert price(ON, **given, dimensions=sides).values["unit_storage_volume"] == micro


@pytest.mark.parametrize(
    ("days", "amount"),
    [
        # toys in the UK, 0.176573 cubic feet at 0.76 a month from January to September
        ("0", "0.00"),
        ("10", "0.0446"),  # the last day of May and nine of June: 1 / 31 and 9 / 30
        ("41", "0.1789"),  # the last of April, May and nine days of June: 1 / 30 + 1 + 9 / 30
    ],
)
def test_storage_by_the_day(price: Any, days: str, amount: str) -> None:
    priced = price(ON, **UK, dimensions="25 x 20 x 10 cm", days_in_storage=days)
    assert priced.status("storage") == "exact"
    assert priced.amount("storage") == amount


def test_what_the_storage_of_a_unit_depends_on(price: Any) -> None:
    """An estimate where a group of categories has a rate of its own and none is given; dangerous goods are in none."""
    given = {**UK, "dimensions": "25 x 20 x 10 cm", "days_in_storage": "10"}
    assert price(ON, **given).status("storage") == "exact"
    assert price(ON, **{**given, "category": ""}).status("storage") == "estimate"
    assert price(ON, **{**given, "category": "", "dangerous_goods": "true"}).status("storage") == "exact"


@pytest.mark.parametrize(
    ("age", "days", "is_told"),
    [("50", "20", False), ("51", "20", True), ("31", "0", True), ("30", "0", False), ("400", "", False)],
)
def test_an_age_that_its_stay_cannot_have(price: Any, age: str, days: str, is_told: bool) -> None:
    """The snapshot of the month may lie up to 30 days after the ship date."""
    notes = price(ON, inventory_age_days=age, days_in_storage=days).notes
    assert any("is not that old" in note for note in notes) == is_told


def test_a_snapshot_whose_rate_is_not_on_file(price: Any) -> None:
    """UK, 2024: free up to 240 days, no rate on file from 241 to 270. On the ship date of 2025-06-20 a stay of 260 days was 255 days old at
    the snapshot of June and 224 at that of May: one snapshot without a rate; a stay of 245 days was 240 days old, and pays nothing."""
    given = {**UK, "dimensions": "25 x 20 x 10 cm"}
    paid = {
        days: price("2025-06-20", **given, days_in_storage=days).amount("aged_inventory")
        for days in ("245", "246", "260")
    }
    assert paid == {"245": None, "246": "unsourced", "260": "unsourced"}
    # 0.176573 cubic feet at 2.32 from 271 days on; the age itself is known
    ages = {age: price("2025-06-20", **given, inventory_age_days=age) for age in ("240", "241", "270", "271")}
    assert {age: each.amount("aged_inventory") for age, each in ages.items()} == {
        "240": None,
        "241": "unsourced",
        "270": "unsourced",
        "271": "0.4096",
    }
