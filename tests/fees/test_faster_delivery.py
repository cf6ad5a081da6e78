"""Faster parcels for Prime, by hand. On 2026-08-03 USPS Ground Advantage asks 6.94, 7.69 and 8.40 for the mug (14.2 oz) to the
zones 2, 5 and 8. From 2026-07-06 Prime asks for 40 % in one day and 75 % in two; before, for 30 % and 70 %."""

from __future__ import annotations

from typing import Any

import pytest

import logicost as lc

DAY = "2026-08-03"
GIVEN = {"zone_mix": "2:20,5:60,8:20", "one_day_up_to_zone": 2, "two_days_up_to_zone": 2}  # 20 % in one day and in two


def shares(priced: Any) -> tuple[int, ...]:
    """In percent: by the one-day service, by the two-day service, and of the zones 2, 5 and 8."""
    names = ("one_day", "two_days", "zone_2", "zone_5", "zone_8")
    return tuple(priced.values[f"sfp_faster_{name}"] // 10_000 for name in names)


def test_only_as_many_as_are_asked_for_and_the_farthest_first(price: Any) -> None:
    # 20 % miss one day, 55 % two days: all of zone 8, and 35 % to zone 5
    both = price(DAY, "sfp", one_day_postage="21", two_days_postage="13", **GIVEN)
    assert shares(both) == (20, 35, 0, 35, 20)
    assert both.amount("carrier_postage") == "7.6820"  # 0.2 x 6.94 + 0.6 x 7.69 + 0.2 x 8.40, as without
    # 0.2 x 21 + 0.35 x 13 - 0.2 x 8.40 - 0.35 x 7.69 = 8.75 - 4.3715
    assert (both.amount("faster_delivery"), both.status("faster_delivery")) == ("4.3785", "estimate")
    assert both.editions["faster_delivery"] == "us/sfp_delivery_speed/2026-07-06"
    # a one-day service alone keeps both promises: 0.55 x 21 - 4.3715
    one = price(DAY, "sfp", one_day_postage="21", **GIVEN)
    assert (shares(one), one.amount("faster_delivery")) == ((20, 35, 0, 35, 20), "7.1785")
    # a two-day service alone keeps one of them: 0.55 x 13 - 4.3715
    two = price(DAY, "sfp", two_days_postage="13", **GIVEN)
    assert (shares(two), two.amount("faster_delivery")) == ((0, 55, 0, 35, 20), "2.7785")
    assert any("give one_day_postage" in note for note in two.notes)
    assert not any("give two_days_postage" in note for note in two.notes)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"one_day_postage": "21", "two_days_postage": "13"}, "20 % of orders in one day at $21.00 and 35 % of orders in two days at $13.00"),
        ({"two_days_postage": "13"}, "55 % of orders in two days at $13.00"),
        ({"one_day_postage": "21", "two_days_postage": "13", "two_days_up_to_zone": "8"}, "20 % of orders in one day at $21.00"),
    ],
)  # fmt: skip
def test_each_service_is_told_with_its_share_and_price(given: dict[str, str], told: str) -> None:
    row = {"sku": "A", "dimensions": "10 x 8 x 4 in", "weight": "2 lb", "price": "30", "category": "toys_and_games"}
    quote = lc.quote({**row, **GIVEN, **given}, "sfp", market="US", on=DAY)
    (line,) = (each for each in quote.lines if each.fee == "faster_delivery")
    assert line.why.startswith(f"by a faster service {told}: ")


def test_without_a_price_or_a_reach_nothing_changes(price: Any) -> None:
    plain = price(DAY, "sfp", **GIVEN)
    assert (plain.amount("faster_delivery"), plain.status("faster_delivery")) == ("0.00", "estimate")
    assert sum("which needs a faster service: give" in note for note in plain.notes) == 2
    unknown = price(DAY, "sfp", zone_mix="8:100", one_day_postage="21", two_days_postage="13")
    assert (unknown.amount("faster_delivery"), unknown.status("faster_delivery")) == ("0.00", "estimate")
    assert sum("to see the share of orders" in note for note in unknown.notes) == 2
    assert price(DAY, "fbm", one_day_postage="21", **GIVEN).amount("faster_delivery") is None


@pytest.mark.parametrize(
    ("on", "extra"),
    [
        ("2024-11-23", "0.00"),  # 30 % in one day are asked for, and met
        ("2026-07-05", "0.00"),
        ("2026-07-06", "1.40"),  # 40 %: 10 % at 20 in place of 6
        ("2026-11-22", "1.40"),
    ],
)
def test_on_both_sides_of_the_change(price: Any, on: str, extra: str | None) -> None:
    priced = price(
        on, "sfp:flat", postage="6", zone_mix="2:30,5:45,8:25", one_day_up_to_zone=2, two_days_up_to_zone=5, one_day_postage="20"
    )  # fmt: skip
    assert priced.amount("faster_delivery") == extra


def test_a_share_just_met_and_just_missed(price: Any) -> None:
    given = {"postage": "6", "two_days_up_to_zone": 5, "two_days_postage": "16"}
    assert price(DAY, "sfp:flat", zone_mix="5:75,8:25", **given).amount("faster_delivery") == "0.00"
    # one order in ten thousand at 10.00 more
    assert price(DAY, "sfp:flat", zone_mix="5:74.99,8:25.01", **given).amount("faster_delivery") == "0.0010"


def test_what_arrives_in_one_day_also_arrives_in_two(price: Any) -> None:
    # zone 5 in one day covers zone 5 in two, whatever is said of two: 80 % of 75 %
    given = {"zone_mix": "5:80,8:20", "one_day_up_to_zone": 5, "two_days_up_to_zone": 2, "postage": "6"}
    assert price(DAY, "sfp:flat", one_day_postage="20", **given).amount("faster_delivery") == "0.00"


def test_a_cheaper_service_saves(price: Any) -> None:
    # 0.75 x (5 - 6): two_days_up_to_zone 0 says that no zone is reached
    priced = price(DAY, "sfp:flat", postage="6", zone="5", two_days_up_to_zone=0, two_days_postage="5")
    assert priced.amount("faster_delivery") == "-0.75"


def test_units_share_the_parcel(price: Any) -> None:
    priced = price(
        DAY, "sfp:flat", postage="6", zone="8", one_day_up_to_zone=1, one_day_postage="20", units_per_order=3
    )
    assert priced.amount("faster_delivery") == "1.8667"  # 0.40 x 14 = 5.60, by 3


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"zone": "2"}, "exact"),  # in one day, and so in five
        ({"zone_mix": "2:90,8:10"}, "exact"),  # 90 % within five days are just met
        ({"zone_mix": "2:89.99,8:10.01"}, "estimate"),
        ({"zone_mix": "2:30,8:70", "two_days_up_to_zone": 8}, "override"),  # 10 % by a faster service, all in two days
        ({"zone": "8"}, "estimate"),  # a faster service for 75 %, of 90 % within five days nothing is said
        ({}, "estimate"),  # the national mix of zones
        ({"postage": "6"}, "estimate"),
        ({"zone": "8", "dimensions": "20 x 5 x 5 in"}, "estimate"),  # no two-day share is on file for oversize
    ],
)
def test_how_well_it_is_known(price: Any, given: dict[str, Any], status: str) -> None:
    reach = {"one_day_up_to_zone": 2, "one_day_postage": "20", "two_days_up_to_zone": 2}
    priced = price(DAY, "sfp", **{**reach, **given})
    if status == "exact":
        assert priced.amount("faster_delivery") is None
        assert priced.status("carrier_postage") == "exact"
    else:
        assert priced.status("faster_delivery") == status
    assert any("it is not counted" in note for note in priced.notes) == ("dimensions" in given)


def test_without_a_price_for_the_zone_it_is_not_known(price: Any) -> None:
    priced = price(DAY, "sfp:ups_ground", zone="9", one_day_up_to_zone=1, one_day_postage="20")
    assert priced.amount("carrier_postage") == priced.amount("faster_delivery") == "unsourced"
    known = price(DAY, "sfp:ups_ground", zone="9", one_day_up_to_zone=1, one_day_postage="20", postage="10")
    assert known.amount("faster_delivery") == "4.00"  # 0.40 x (20 - 10)


@pytest.mark.parametrize(
    ("on", "extra"), [("2024-11-23", "4.20"), ("2024-11-24", "2.80"), ("2025-01-04", "2.80"), ("2025-01-05", "4.20")]
)
def test_the_relaxed_season(price: Any, on: str, extra: str) -> None:
    """30 % or 20 % of the orders at 20 in place of 6."""
    given = {"postage": "6", "zone": "8", "one_day_up_to_zone": 1, "one_day_postage": "20"}
    assert price(on, "sfp:flat", **given).amount("faster_delivery") == extra
