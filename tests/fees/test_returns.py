"""Returns by hand, per unit sold: processing with and without threshold, refund, referral, goods and their end."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from logicost.errors import InputError
from logicost.inputs.readers import read_share

SHIRT = {"category": "clothing_and_accessories", "dimensions": "8 x 5 x 0.5 in", "weight": "8 oz"}


def test_the_published_example(price: Any) -> None:
    # 1,000 shipped, 120 returned, threshold 10 %: 20 units are charged, 0.02 of a fee per unit sold
    priced = price(
        "2026-06-10",
        return_rate="12 %",
        return_threshold="10 %",
        units_shipped_month=1000,
        returns_processing_rate="2.50",
    )
    assert (priced.amount("returns_processing"), priced.status("returns_processing")) == ("0.05", "override")


@pytest.mark.parametrize(
    ("category", "at", "above", "amount"),
    [
        ("furniture", "9.6 %", "10.6 %", "0.02"),
        ("office_products", "4.4 %", "5.4 %", "0.02"),
        ("watches", "12 %", "13 %", "0.02"),
        ("handmade", "4.8 %", "5.8 %", "0.02"),  # not named: everything else
        ("grocery_and_gourmet", "2.9 %", "3.9 %", "0.02"),
        ("toys_and_games", "4.7 %", "5.7 %", "0.02"),
        ("beauty_health_personal_care", "5.5 %", "6.5 %", "0.02"),
        ("home_and_kitchen", "8.1 %", "9.1 %", "0.02"),
        ("consumer_electronics", "11.2 %", "12.2 %", "0.02"),
        ("computers", "11.4 %", "12.4 %", "0.02"),
        ("backpacks_handbags_luggage", "12.8 %", "13.8 %", "0.02"),
    ],
)
def test_only_the_excess_is_charged(price: Any, category: str, at: str, above: str, amount: str) -> None:
    given = {"category": category, "units_shipped_month": 25, "returns_processing_rate": "2.00"}
    assert price("2026-06-10", return_rate=at, **given).amount("returns_processing") is None
    assert price("2026-06-10", return_rate=above, **given).amount("returns_processing") == amount


@pytest.mark.parametrize(
    ("columns", "fee", "status"),
    [
        ({"dimensions": "8 x 5 x 0.5 in", "weight": "8 oz"}, "1.96", "exact"),
        ({"dimensions": "8 x 5 x 0.5 in", "weight": "8.001 oz"}, "2.02", "exact"),
        ({"weight": "14.2 oz"}, "3.39", "exact"),
        ({"weight": "1 lb"}, "3.39", "exact"),
        ({"weight": "1.001 lb"}, "3.70", "estimate"),  # 1 to 3 lb has one source
        ({"weight": "3 lb"}, "4.73", "estimate"),
        ({"weight": "3.001 lb"}, "5.05", "exact"),  # 5.00 and one started 4 oz
        ({"weight": "3.251 lb"}, "5.10", "exact"),
        ({"dimensions": "24 x 7.5 x 6 in", "weight": "7.9 lb"}, "8.98", "exact"),  # small bulky: 6.74 + 7 x 0.32
        ({"dimensions": "54 x 35 x 3.5 in", "weight": "41 lb"}, "44.19", "estimate"),  # 47.59 lb: 26.33 + 47 x 0.38
        ({"dimensions": "40 x 20 x 10 in", "weight": "10 lb"}, "45.37", "exact"),  # 57.55 lb: 40.12 + 7 x 0.75
        ({"dimensions": "30 x 22 x 22 in", "weight": "180 lb"}, "162.86", "exact"),  # 157.35 + 29 x 0.19
    ],
)
def test_excess_units_by_the_card(price: Any, columns: dict[str, str], fee: str, status: str) -> None:
    """Home and kitchen, 8.1 %: at 18.1 % of 1,000 units 10 % are charged, a tenth of the fee per unit sold."""
    priced = price("2026-06-10", return_rate="18.1 %", units_shipped_month=1000, **columns)
    assert Decimal(priced.amount("returns_processing") or "") == Decimal(fee) / 10
    assert priced.status("returns_processing") == status


def test_few_units_in_the_month_are_exempt(price: Any) -> None:
    given = {"return_rate": "20 %", "returns_processing_rate": "2.00"}
    assert price("2026-06-10", units_shipped_month=24, **given).amount("returns_processing") is None
    assert price("2026-06-10", units_shipped_month=25, **given).status("returns_processing") == "override"
    assert price("2026-06-10", **given).status("returns_processing") == "estimate"


def test_a_category_without_threshold_on_file(price: Any) -> None:
    given = {
        "category": "pet_supplies_veterinary_diets",
        "units_shipped_month": 100,
        "returns_processing_rate": "2.00",
    }
    # no threshold lies below 2.9 %
    assert price("2026-06-10", return_rate="2.9 %", **given).amount("returns_processing") is None
    assert price("2026-06-10", return_rate="2.901 %", **given).amount("returns_processing") == "unsourced"
    assert (
        price("2026-06-10", return_rate="10 %", return_threshold="6 %", **given).amount("returns_processing") == "0.08"
    )


@pytest.mark.parametrize(
    ("columns", "amount"),
    [
        ({"weight": "4 oz"}, "0.33"),  # 20 % of 1.65
        ({"weight": "4.001 oz"}, "0.35"),
        ({"weight": "8.001 oz"}, "0.37"),
        ({"weight": "12.001 oz"}, "0.39"),
        ({"weight": "1.2 lb"}, "0.5240"),  # large standard, 2.62
        ({"weight": "2 lb"}, "0.5960"),
        ({"weight": "2.1 lb"}, "0.6660"),
        ({"weight": "3.001 lb"}, "0.7980"),  # 3.89 and one started half pound of 0.10
    ],
)
def test_clothing_pays_for_every_unit(price: Any, columns: dict[str, str], amount: str) -> None:
    priced = price("2026-06-10", return_rate="20", units_shipped_month=5, **SHIRT | columns)
    assert priced.amount("returns_processing") == amount
    assert priced.status("returns_processing") == "estimate"  # one full source


def test_dates(price: Any) -> None:
    # the excess regime begins on 2024-06-01; clothing has no card of cells before the size tiers of 2024-02-05
    mug = {"return_rate": "20 %", "returns_processing_rate": "2.00", "units_shipped_month": 100}
    assert price("2024-05-31", **mug).amount("returns_processing") is None
    assert price("2024-06-01", **mug).amount("returns_processing") == "0.2380"  # (20 - 8.1) % of 2.00
    by_card = mug | {"returns_processing_rate": None}
    assert price("2026-01-14", **by_card).status("returns_processing") == "estimate"  # carried back from 2026
    assert price("2026-01-15", **by_card).amount("returns_processing") == "0.4034"  # 11.9 % of 3.39, 0.40341
    assert price("2026-01-15", **by_card).status("returns_processing") == "exact"
    for on, amount in (("2024-02-05", "0.35"), ("2026-01-14", "0.35"), ("2026-01-15", "0.35")):
        assert price(on, return_rate="20 %", **SHIRT).amount("returns_processing") == amount


def test_refund_and_referral(price: Any) -> None:
    # 18.99: referral 2.85, of it 20 % = 0.57 is kept; 10 % of units come back
    priced = price("2026-06-10", return_rate="10 %", resellable_rate="60 %", cost="3.10", inbound_freight="0.40")
    amounts = {fee: str(amount) for fee, (amount, _) in priced.lines.items()}
    assert amounts["refund"] == "1.8990"
    assert amounts["referral_refund"] == "-0.2850"
    assert amounts["refund_administration"] == "0.0570"
    assert amounts["returned_goods"] == "-0.21"  # 60 % of 3.50, of 10 % of units
    assert amounts["disposal"] == "0.0612"  # 1.53 x 40 % x 10 %
    assert {priced.status(fee) for fee in ("refund", "referral_refund", "refund_administration", "disposal")} == {
        "exact"
    }


def test_half_up_and_the_cap_of_five(price: Any) -> None:
    # 22.80: referral 3.42, 20 % = 0.684 -> 0.68, as a seller was charged
    assert price("2026-06-10", return_rate="100 %", price="22.80").amount("refund_administration") == "0.68"
    # 166.40: referral 24.96, 4.992 -> 4.99; 166.50: 24.98, 4.996 -> 5.00; beyond, the cap
    assert price("2026-06-10", return_rate="100 %", price="166.50").amount("refund_administration") == "5.00"
    assert price("2026-06-10", return_rate="100 %", price="166.40").amount("refund_administration") == "4.99"
    assert price("2026-06-10", return_rate="100 %", price="900").amount("refund_administration") == "5.00"


def test_books_and_films_pay_no_refund_administration(price: Any) -> None:
    priced = price("2026-06-10", return_rate="10 %", category="media")
    assert priced.amount("refund_administration") is None
    assert priced.amount("referral_refund") is not None


BOOK = {"category": "media", "dimensions": "8 x 5 x 1 in", "weight": "1 lb", "price": "20", "cost": "4"}


@pytest.mark.parametrize("program", ["fba", "fbm"])
def test_the_closing_fee_of_media_comes_back(price: Any, program: str) -> None:
    # 1.80 is charged for each unit sold, and comes back for the tenth that is refunded in full
    priced = price("2026-09-01", program, return_rate="10 %", resellable_rate="100 %", **BOOK)
    assert (priced.amount("closing"), priced.amount("closing_refund")) == ("1.80", "-0.18")
    assert priced.status("closing_refund") == "exact"
    assert price("2026-09-01", program, return_rate="100 %", **BOOK).amount("closing_refund") == "-1.80"
    assert price("2026-09-01", program, **BOOK).amount("closing_refund") is None


def test_where_it_is_not_on_file_whether_the_closing_fee_comes_back(price: Any) -> None:
    console = price("2026-09-01", return_rate="10 %", category="video_game_consoles")
    assert (console.amount("closing"), console.amount("closing_refund")) == ("1.80", "0.00")
    assert console.status("closing_refund") == "estimate"
    assert price("2026-09-01", return_rate="10 %").amount("closing_refund") is None  # a mug pays none


def test_the_ways_of_unsellable_units(price: Any) -> None:
    given = {"return_rate": "10 %", "resellable_rate": "0"}
    for way, amount in (("disposal", "0.1530"), ("removal", "0.1530"), ("liquidation", "-0.0910")):
        priced = price("2026-06-10", unsellable_returns=way, **given)
        assert {w: priced.amount(w) for w in ("disposal", "removal", "liquidation") if priced.amount(w)} == {
            way: amount
        }
    whole = price("2026-06-10", return_rate="10 %", resellable_rate="100 %")
    assert whole.amount("disposal") is None
    unknown = price("2026-06-10", return_rate="10 %")
    assert (unknown.amount("disposal"), unknown.status("disposal")) == ("0.1530", "estimate")
    assert any("resellable_rate" in note for note in unknown.notes)
    told = "taken as disposed of: give unsellable_returns"
    assert any(told in note for note in unknown.notes)
    chosen = price("2026-06-10", return_rate="10 %", unsellable_returns="disposal")
    for silent in (whole, chosen, price("2026-06-10"), price("2026-06-10", "fbm", return_rate="10 %")):
        assert not any(told in note for note in silent.notes)


def test_dangerous_goods_are_not_liquidated(price: Any) -> None:
    given = {"dangerous_goods": "yes", "unsellable_returns": "liquidation"}
    assert price("2026-06-10", return_rate="10 %", **given).refused == "liquidation_not_possible"
    assert price("2026-06-10", **given).refused is None


def test_returns_to_the_seller(price: Any) -> None:
    given = {"return_rate": "10 %", "resellable_rate": "50 %", "cost": "3.10", "return_handling": "1.00"}
    priced = price("2026-06-10", "fbm", return_label="4.20", **given)
    assert priced.amount("return_label") == "0.42"
    assert priced.amount("return_handling") == "0.10"
    assert priced.amount("returned_goods") == "-0.1550"
    assert priced.amount("refund_administration") == "0.0570"
    assert priced.amount("disposal") is None
    assert not any("return_label" in note for note in priced.notes)
    assert any("return_label" in note for note in price("2026-06-10", "fbm", **given).notes)
    elsewhere = price("2026-06-10", "mcf", channel="shopify", return_label="4.20", **given)
    assert elsewhere.amount("refund") == "1.8990"
    assert elsewhere.amount("refund_administration") is None


def test_without_a_return_rate_nothing_is_expected(price: Any) -> None:
    for program in ("fba", "fbm", "mcf"):
        priced = price("2026-06-10", program, resellable_rate="50 %", cost="3.10", return_label="4.20")
        assert not {"refund", "returned_goods", "return_label", "disposal"} & set(priced.lines)


@pytest.mark.parametrize(("value", "code"), [("1", "ambiguous_share"), (1, "ambiguous_share"), ("101", "out_of_range")])
def test_a_share_is_read_without_doubt(price: Any, value: object, code: str) -> None:
    with pytest.raises(InputError) as caught:
        price("2026-06-10", return_rate=value)
    assert caught.value.code == code
    assert price("2026-06-10", return_rate="0.5 %").amount("refund") == "0.0950"


@pytest.mark.parametrize(
    ("value", "grains"), [("8 %", 8000), ("8", 8000), (8, 8000), ("0.08", 8000), (0.08, 8000), ("0.5 %", 500), (0, 0)]
)
def test_a_share_may_be_a_percentage_or_a_fraction(value: object, grains: int) -> None:
    assert read_share(value, "return_rate") == grains


TOLD = "returned units are taken as unsellable: give resellable_rate, the share that is not"
ASSUMED = "returned units that cannot be sold again are taken as disposed of: give unsellable_returns"
IDLE = "resale_value is not used: it takes a return_rate and unsellable_returns=grade_and_resell"


@pytest.mark.parametrize(
    ("given", "notes"),
    [
        ({}, []),
        ({"resellable_rate": "50 %"}, []),
        ({"return_rate": "10 %"}, [TOLD, ASSUMED]),
        ({"return_rate": "10 %", "resellable_rate": "0 %"}, [ASSUMED]),
        ({"return_rate": "10 %", "resellable_rate": "100 %"}, []),
        ({"return_rate": "10 %", "unsellable_returns": "removal"}, [TOLD]),
        ({"return_rate": "10 %", "unsellable_returns": "disposal", "resellable_rate": "50 %"}, []),
        ({"resale_value": "10"}, [IDLE]),
        ({"resale_value": "10", "return_rate": "10 %", "unsellable_returns": "disposal"}, [TOLD, IDLE]),
        ({"resale_value": "10", "unsellable_returns": "grade_and_resell"}, [IDLE]),
        ({"resale_value": "10", "return_rate": "10 %", "unsellable_returns": "grade_and_resell"}, [TOLD]),
        ({"return_rate": "10 %", "unsellable_returns": "grade_and_resell"}, [TOLD]),
    ],
    ids=str,
)
def test_what_is_assumed_of_returned_units_is_told(price: Any, given: dict[str, str], notes: list[str]) -> None:
    found = price("2026-06-10", **given).notes
    assert sorted(note for note in found if note in (TOLD, ASSUMED, IDLE)) == sorted(notes)


@pytest.mark.parametrize(
    ("columns", "amount", "status"),
    [
        # small standard to 8 oz: 1.75 for every unit, which has one source; 1.96 for those above 8.1 %
        ({"category": "footwear"}, "0.35", "estimate"),  # no apparel, and each unit is charged
        ({"category": "home_and_kitchen", "apparel": "true"}, "0.35", "estimate"),
        ({"category": "home_and_kitchen", "apparel": "false", "units_shipped_month": 100}, "0.2332", "exact"),
        ({"category": "home_and_kitchen", "units_shipped_month": 25}, "0.2332", "exact"),
        ({"category": "home_and_kitchen", "units_shipped_month": 24}, None, ""),
        ({"category": "home_and_kitchen"}, "0.2332", "estimate"),  # whether enough were shipped is not known
    ],
    ids=str,
)
def test_which_units_are_charged(price: Any, columns: dict[str, Any], amount: str | None, status: str) -> None:
    priced = price("2026-06-10", return_rate="20 %", dimensions="8 x 5 x 0.5 in", weight="8 oz", **columns)
    assert priced.amount("returns_processing") == amount
    assert amount is None or priced.status("returns_processing") == status


@pytest.mark.parametrize(
    ("given", "amount", "status"),
    [
        ({}, "0.1530", "estimate"),  # 1.53 of a large standard unit up to 1 lb, x 10 %
        ({"resellable_rate": "0 %"}, "0.1530", "exact"),
        ({"resellable_rate": "50 %"}, "0.0765", "exact"),
        ({"resellable_rate": "100 %"}, None, ""),
    ],
    ids=str,
)
def test_only_what_cannot_be_sold_again_is_removed(
    price: Any, given: dict[str, str], amount: str | None, status: str
) -> None:
    for way in ("removal", "disposal"):
        priced = price("2026-06-10", return_rate="10 %", unsellable_returns=way, **given)
        assert priced.amount(way) == amount
        assert amount is None or priced.status(way) == status
        assert priced.amount("disposal" if way == "removal" else "removal") is None
