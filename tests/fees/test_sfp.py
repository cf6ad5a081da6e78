"""Seller Fulfilled Prime: priced as FBM, its own size classes, and the shares of orders that are in time."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

MIX = {"zone_mix": "2:30,5:45,8:25"}


def told(priced: Any, promise: str) -> tuple[str, int]:
    """What the notes say of a promise, and the share that misses it, in 0.000001."""
    flags = ("misses", "meets", "is_unknown")
    said = [flag for flag in flags if priced.values[f"sfp_{promise}_{flag}"]]
    return " ".join(said), priced.values[f"sfp_{promise}_missing"]


def test_it_costs_what_fbm_costs(price: Any) -> None:
    for program, carrier in (("sfp", "fbm"), ("sfp:ups_ground", "fbm:ups_ground")):
        given = {"cost": "3.10", "packaging": "0.50", "return_rate": "5 %", **MIX}
        prime = price("2026-11-02", program, **given)
        assert prime.lines.pop("faster_delivery") == (Decimal("0.00"), "estimate")  # what Prime asks for is not known
        assert prime.lines == price("2026-11-02", carrier, **given).lines
    flat = price("2026-11-02", "sfp:flat", postage="6.10")
    assert flat.amount("carrier_postage") == "6.10"


def test_other_channels_are_refused(price: Any) -> None:
    assert price("2026-11-02", "sfp", channel="shopify").refused == "channel_not_served"
    assert price("2026-11-02", "sfp", channel="amazon").refused is None


@pytest.mark.parametrize(
    ("on", "one_day", "two_days"),
    [
        # zone 2 in one day: 30 % of orders; zones up to 5 in two days: 75 %
        ("2024-11-23", ("meets", 0), ("meets", 0)),  # 30 % and 70 % are asked for
        ("2024-11-24", ("meets", 0), ("meets", 0)),  # 20 % and 45 % in the season
        ("2026-07-05", ("meets", 0), ("meets", 0)),
        ("2026-07-06", ("misses", 100_000), ("meets", 0)),  # 40 % and 75 %
    ],
)
def test_promises_on_both_sides_of_each_change(
    price: Any, on: str, one_day: tuple[str, int], two_days: tuple[str, int]
) -> None:
    priced = price(on, "sfp:flat", postage="6", one_day_up_to_zone=2, two_days_up_to_zone=5, **MIX)
    assert (told(priced, "one_day"), told(priced, "two_days")) == (one_day, two_days)


def test_the_relaxed_season_of_2024(price: Any) -> None:
    given = {"postage": "6", "one_day_up_to_zone": 2, "two_days_up_to_zone": 2, "zone_mix": "2:20,5:80"}
    for on, one_day, two_days in (
        ("2024-11-23", ("misses", 100_000), ("misses", 500_000)),
        ("2024-11-24", ("meets", 0), ("misses", 250_000)),
        ("2025-01-04", ("meets", 0), ("misses", 250_000)),
        ("2025-01-05", ("misses", 100_000), ("misses", 500_000)),
    ):
        priced = price(on, "sfp:flat", **given)
        assert (told(priced, "one_day"), told(priced, "two_days")) == (one_day, two_days)


def test_a_ten_thousandth_below_misses(price: Any) -> None:
    given = {"postage": "6", "two_days_up_to_zone": 5}
    assert told(price("2026-11-02", "sfp:flat", zone_mix="5:75,8:25", **given), "two_days") == ("meets", 0)
    assert told(price("2026-11-02", "sfp:flat", zone_mix="5:74.99,8:25.01", **given), "two_days") == ("misses", 100)
    assert told(price("2026-11-02", "sfp:flat", zone_mix="8:100", **given), "two_days") == ("misses", 750_000)


@pytest.mark.parametrize(
    ("dimensions", "weight", "size_class"),
    [
        ("17.999 x 13.999 x 7.999 in", "19.999 lb", 0),
        ("18 x 13.999 x 7.999 in", "1 lb", 1),
        ("17 x 14 x 7 in", "1 lb", 1),
        ("17 x 13 x 8 in", "1 lb", 1),
        ("17 x 13 x 7 in", "20 lb", 1),
        ("95.999 x 5 x 5 in", "49.999 lb", 1),
        ("96 x 5 x 5 in", "1 lb", 2),
        ("17 x 13 x 7 in", "50 lb", 2),
    ],
)
def test_its_own_size_classes(price: Any, dimensions: str, weight: str, size_class: int) -> None:
    priced = price("2026-11-02", "sfp:flat", postage="30", dimensions=dimensions, weight=weight)
    assert priced.values["sfp_size_class"] == size_class


def test_what_is_not_on_file_or_not_given(price: Any) -> None:
    priced = price("2026-11-02", "sfp:flat", postage="6")
    assert (told(priced, "one_day")[0], told(priced, "two_days")[0]) == ("is_unknown", "is_unknown")
    # no two-day share is on file for oversize from 2026-07-06, and no one-day share for extra-large
    oversize = price("2026-11-02", "sfp:flat", postage="6", dimensions="20 x 5 x 5 in", two_days_up_to_zone=1)
    assert told(oversize, "two_days") == ("", 0)
    large = price("2026-11-02", "sfp:flat", postage="30", weight="55 lb", one_day_up_to_zone=1)
    assert told(large, "one_day") == ("", 0)


@pytest.mark.parametrize(
    ("sides", "weight", "asked"),
    [
        ("5.1 x 4.3 x 4.2 in", "14.2 oz", (40, 75, 90)),
        ("30 x 12 x 2 in", "5 lb", (15, 0, 80)),  # oversize: no share of two days is on file
        ("60 x 30 x 20 in", "60 lb", (0, 25, 60)),  # extra-large: none of one day
    ],
)
def test_what_prime_asks_for_of_each_size(price: Any, sides: str, weight: str, asked: tuple[int, int, int]) -> None:
    values = price("2026-09-23", "sfp:flat", postage="9", dimensions=sides, weight=weight).values
    found = [values[name] for name in ("sfp_one_day_asked", "sfp_two_days_asked", "sfp_five_days_asked")]
    assert found == [share * 1000 for share in asked]
    gaps = [values[f"sfp_{promise}_not_on_file"] for promise in ("one_day", "two_days")]
    assert gaps == [int(share == 0) for share in asked[:2]]
    unknown = [values[f"sfp_{promise}_is_unknown"] for promise in ("one_day", "two_days")]
    assert unknown == [int(share > 0) for share in asked[:2]]
