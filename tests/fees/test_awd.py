"""AWD by hand: boxes of 24 mugs in 2.5 cubic feet, every rate and edition, and what it waives."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from logicost.fees.vocabularies import open_plan
from logicost.rules.exact import compile_steps, run_steps
from logicost.tables.shelf import open_shelf as shelf_of

BOX = {"units_per_box": 24, "box_cubic_feet": "2.4"}  # 0.1 cubic foot a unit
FEES = ("awd_storage", "awd_processing", "awd_transportation")


@pytest.mark.parametrize(
    ("on", "rate", "processing", "transportation", "storage"),
    [
        # 73 days are 2.4 months of 365/12 days: 0.24 x the rate
        ("2025-03-31", "base", "0.1042", "0.10", "0.1152"),  # 2.50 / 24; 1.00; 0.48
        ("2025-03-31", "integrated", "0.0888", "0.0850", "0.0864"),  # 2.13 / 24; 0.85; 0.36
        ("2025-04-01", "base", "0.1125", "0.1150", "0.1152"),  # 2 x 1.35 / 24; 1.15
        ("2025-04-01", "smart", "0.1125", "0.1150", "0.1032"),
        ("2026-01-14", "amazon_managed", "0.1125", "0.1040", "0.0912"),
        ("2026-01-15", "base", "0.1167", "0.14", "0.1152"),  # 2 x 1.40 / 24
        ("2026-01-15", "smart", "0.1167", "0.14", "0.1032"),
        ("2026-01-15", "amazon_managed", "0.1167", "0.1260", "0.0912"),
    ],
)
def test_every_rate(price: Any, on: str, rate: str, processing: str, transportation: str, storage: str) -> None:
    priced = price(on, "fba:awd", awd_rate=rate, awd_days_in_storage=73, received_on=on, **BOX)
    assert [priced.amount(fee) for fee in FEES] == [storage, processing, transportation]


@pytest.mark.parametrize(
    ("rate", "west", "other"),
    [("base", "0.1368", "0.1152"), ("smart", "0.1224", "0.1032"), ("amazon_managed", "0.1104", "0.0912")],
)
def test_the_west_is_dearer_from_2026(price: Any, rate: str, west: str, other: str) -> None:
    given = {"awd_rate": rate, "awd_days_in_storage": 73, **BOX}
    assert price("2026-06-10", "fba:awd", awd_region="west", **given).amount("awd_storage") == west
    assert price("2026-06-10", "fba:awd", awd_region="other", **given).amount("awd_storage") == other
    assert (
        price("2026-06-10", "fba:awd", awd_region="west", received_on="2026-01-14", **given).amount("awd_storage")
        == other
    )


def test_without_the_box_a_unit_counts_its_own_volume(price: Any) -> None:
    # 0.053302 cubic feet x 1.40 = 0.0746
    priced = price("2026-06-10", "fba:awd", units_per_box=24, received_on="2026-03-01")
    assert (priced.amount("awd_transportation"), priced.status("awd_transportation")) == ("0.0746", "estimate")
    assert priced.status("awd_processing") == "exact"
    known = price("2026-06-10", "fba:awd", awd_days_in_storage=73, **BOX)
    assert (known.status("awd_transportation"), known.status("awd_storage")) == ("exact", "estimate")


def test_what_it_needs(price: Any) -> None:
    assert price("2026-06-10", "fba:awd").refused == "units_per_box_missing"
    priced = price("2026-06-10", "fba:awd", **BOX)
    assert priced.refused is None
    assert priced.amount("awd_storage") is None
    assert any("not included: AWD storage" in note and "awd_days_in_storage" in note for note in priced.notes)


def test_a_rate_of_another_year_is_refused(price: Any) -> None:
    assert price("2025-03-31", "fba:awd", awd_rate="smart", **BOX).refused == "awd_rate_not_offered"
    assert price("2025-04-01", "fba:awd", awd_rate="smart", **BOX).refused is None
    assert price("2025-04-01", "fba:awd", awd_rate="integrated", **BOX).refused == "awd_rate_not_offered"


def test_placement_is_waived(price: Any) -> None:
    priced = price("2026-06-10", "fba:awd", placement="minimal", placement_rate="0.50", **BOX)
    assert priced.amount("inbound_placement") is None
    assert not any("placement" in note for note in priced.notes)


def test_low_inventory_is_waived_where_awd_replenishes(price: Any) -> None:
    low = {"days_of_supply_30": 10, "days_of_supply_90": 10, **BOX}
    assert price("2026-06-10", "fba:awd", **low).amount("low_inventory_level") == "0.97"
    assert price("2026-06-10", "fba:awd", awd_auto_replenished="yes", **low).amount("low_inventory_level") is None
    # the waiver belongs to stock that comes through AWD
    assert price("2026-06-10", "fba", awd_auto_replenished="yes", **low).amount("low_inventory_level") == "0.97"


def test_the_utilization_surcharge_is_waived_from_june_2024(price: Any) -> None:
    high = {"storage_utilization_weeks": 60, "awd_auto_replenished": "yes", **BOX}
    assert price("2024-05-31", "fba:awd", **high).amount("storage_utilization") == "0.1002"  # 0.053302 x 1.88
    assert price("2024-06-01", "fba:awd", **high).amount("storage_utilization") is None
    assert (
        price("2024-06-01", "fba:awd", **high | {"awd_auto_replenished": "no"}).amount("storage_utilization")
        == "0.1002"
    )


def test_the_rest_is_as_for_fba(price: Any) -> None:
    plain, through_awd = (price("2026-06-10", program, **BOX).lines for program in ("fba", "fba:awd"))
    assert {fee: line for fee, line in through_awd.items() if fee not in FEES} == plain


@pytest.mark.parametrize(
    ("market", "volume"),
    # 2.4 cubic feet are 0.0679604 cubic metres, and 67.960432 cubes of 10 cm; 24 units share them
    [("US", 100_000), ("DE", 2_832), ("JP", 2_831_685)],
)
@pytest.mark.parametrize("own", [None, 1_200_000])
def test_a_box_in_the_unit_of_the_market(market: str, volume: int, own: int | None) -> None:
    """`box_cubic_feet` is in cubic feet in every market, whatever the unit in which it charges storage; `box_volume` is in
    that unit, and counts where both are given."""
    found = shelf_of()
    plan = open_plan(found.markets.by_code[market], dt.date(2026, 6, 1), found)
    box = plan["awd_volume"].name
    inputs = {"box_cubic_feet": 2_400_000, "units_per_box": 24, "unit_weight": 1, "side_tolerance_mm": 0}
    given = inputs | {"box_volume": -1 if own is None else own} | {f"side_{number}": 100 for number in (1, 2, 3)}
    assert run_steps(compile_steps(plan.steps.values()), given)[box] == (volume if own is None else own // 24)


@pytest.mark.parametrize(
    ("units", "processing", "transportation"),
    [(1, "2.80", "2.80"), (9, "0.3111", "0.3111"), (3, "0.9333", "0.9333"), (7, "0.40", "0.40")],
)
def test_a_unit_s_share_of_its_box(price: Any, units: int, processing: str, transportation: str) -> None:
    """2 x 1.40 a box and 2 cubic feet at 1.40, by the units half-up: 2.80 / 9 = 0.31111; 0.222222 x 1.40 = 0.31111."""
    priced = price("2026-06-10", "fba:awd", units_per_box=units, box_cubic_feet="2", received_on="2026-03-01")
    assert (priced.amount("awd_processing"), priced.amount("awd_transportation")) == (processing, transportation)
    assert (priced.status("awd_processing"), priced.status("awd_transportation")) == ("exact", "exact")


@pytest.mark.parametrize(("box", "refused"), [("0.183333", "box_too_small"), ("0.183334", None)])
def test_a_box_may_be_a_hundredth_too_small(price: Any, box: str, refused: str | None) -> None:
    """10 x 8 x 4 inches are 0.185185 cubic feet, 99 % of them 0.18333315."""
    sides = {"dimensions": "10 x 8 x 4 in", "weight": "2 lb"}
    for name in ("box_cubic_feet", "box_volume"):
        assert price("2026-06-10", "fba:awd", units_per_box=1, **{name: box}, **sides).refused == refused
    assert price("2026-06-10", "fba:awd", units_per_box=1, **sides).refused is None


def test_without_the_day_of_receipt_the_card_is_an_estimate(price: Any) -> None:
    open_day = price("2026-06-10", "fba:awd", **BOX)
    known = price("2026-06-10", "fba:awd", received_on="2026-06-01", **BOX)
    for fee in ("awd_processing", "awd_transportation"):
        assert (open_day.status(fee), known.status(fee)) == ("estimate", "exact")
    assert any("fees of AWD are by the card of 2026-06-10" in note for note in open_day.notes)
    assert not any("fees of AWD are by the card" in note for note in known.notes)
