"""Referral fees, MCF's options and the SIPP discount by hand: which reason is told, and what is sure, at the edge itself."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import logicost as lc

ON = "2026-07-01"
MUG = {
    "sku": "A",
    "dimensions": "5.1 x 4.3 x 4.2 in",
    "weight": "14.2 oz",
    "price": "18.99",
    "category": "home_and_kitchen",
}


def line(fee: str, program: str = "fba", market: str = "US", on: str = ON, **given: str) -> lc.Line:
    found = lc.quote({**MUG, **given}, program, market=market, on=on).line(fee)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("amount", "fee", "why"),
    [
        ("1.96", "0.30", "the minimum per item, as 15 % of $1.96 would be less"),  # 0.29
        ("1.97", "0.30", "15 % of $1.97"),  # 0.2955: the same, and no less
        ("2.00", "0.30", "15 % of $2.00"),
        ("2.04", "0.31", "15 % of $2.04"),
    ],
)
def test_the_minimum_is_told_only_where_it_is_more(amount: str, fee: str, why: str) -> None:
    found = line("referral", price=amount)
    assert (str(found.amount), found.why) == (fee, why)


@pytest.mark.parametrize(
    ("amount", "fee", "status"),
    [("166.50", "25.00", "estimate"), ("166.64", "25.00", "exact"), ("166.74", "25.01", "exact")],
)
def test_a_derived_minimum_is_an_estimate_only_where_it_is_more(amount: str, fee: str, status: str) -> None:
    """Special oversize in the UK: 25.00 at least, which is derived; 15 % of 166.50 are 24.98, of 166.64 just 25.00."""
    found = line(
        "referral",
        market="UK",
        dimensions="180 x 100 x 100 cm",
        weight="61 kg",
        price=amount,
        category="toys_and_games",
    )
    assert (str(found.amount), found.status) == (fee, status)


@pytest.mark.parametrize(
    ("given", "market", "missing", "assumed", "note"),
    [
        ({}, "US", 0, 0, False),
        ({"category": ""}, "US", 1, 1, True),
        ({"category": "", "referral_rate": "15 %"}, "US", 1, 1, False),
        ({}, "UK", 0, 1, False),  # no referral category there: priced as kitchen, which is not certain
    ],
    ids=str,
)
def test_what_is_said_of_a_category(
    price: Any, given: dict[str, str], market: str, missing: int, assumed: int, note: bool
) -> None:
    priced = price(ON, market=market, **given)
    assert (priced.values["category_is_missing"], priced.values["category_is_assumed"]) == (missing, assumed)
    told = "no category was given: the referral fee assumes 'everything_else'; name the category"
    assert (told in priced.notes) == note


@pytest.mark.parametrize(
    ("given", "is_told"),
    [
        ({"category": "", "referral_rate": "15 %"}, True),
        ({"category": ""}, False),  # the referral fee says it
        ({"referral_rate": "15 %"}, False),
        (
            {"category": "", "referral_rate": "15 %", "dimensions": "60 x 30 x 20 in", "weight": "60 lb"},
            False,
        ),  # one table
        ({"category": "", "referral_rate": "15 %", "apparel": "false"}, False),
    ],
    ids=str,
)
def test_that_the_fulfilment_fee_goes_by_the_category(price: Any, given: dict[str, str], is_told: bool) -> None:
    notes = price(ON, **given).notes
    assert ("no category was given, and the fulfillment fee goes by it; name the category" in notes) == is_told


@pytest.mark.parametrize(("units", "many"), [("1", 0), ("2", 0), ("4", 0), ("5", 1)])
def test_more_units_than_the_card_of_mcf_has_columns(price: Any, units: str, many: int) -> None:
    priced = price(ON, "mcf", channel="shopify", units_per_order=units)
    told = "orders of more units may be cheaper: the card's last column says '4 units and more'"
    assert (priced.values["mcf_many_units"], told in priced.notes) == (many, bool(many))
    assert priced.status("mcf_fulfillment") == (
        "exact" if units < "3" else "estimate"
    )  # the columns beyond have one source


@pytest.mark.parametrize(
    ("given", "amount", "status"),
    [
        ({}, "8.93", "exact"),
        ({"mcf_block_amazon_logistics": "true"}, "9.38", "exact"),  # 5 % of 8.93 are 0.4465
        ({"mcf_outside_contiguous": "true"}, "17.86", "exact"),  # twice
        ({"mcf_block_amazon_logistics": "true", "mcf_outside_contiguous": "true"}, "18.31", "estimate"),
        (
            {"mcf_block_amazon_logistics": "true", "mcf_outside_contiguous": "true", "mcf_percentages": "compound"},
            "18.76",
            "estimate",
        ),
        ({"mcf_fulfillment_rate": "7.77"}, "7.77", "override"),
    ],
    ids=str,
)
def test_the_options_of_mcf(price: Any, given: dict[str, str], amount: str, status: str) -> None:
    priced = price(ON, "mcf", channel="shopify", **given)
    assert (priced.amount("mcf_fulfillment"), priced.status("mcf_fulfillment")) == (amount, status)


@pytest.mark.parametrize(
    ("given", "amount", "why"),
    [
        ({}, Decimal("-0.08"), "$0.08 off for large standard, 14.2 oz"),
        (
            {"dangerous_goods": "true"},
            None,
            "whether certified dangerous goods get the discount is not published",
        ),
    ],
    ids=str,
)
def test_why_there_is_a_discount_or_none(given: dict[str, str], amount: Decimal | None, why: str) -> None:
    found = line("sipp_discount", sipp="true", **given)
    assert (found.amount, found.why) == (amount, why)


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ({}, "established in the store's country"),
        ({"seller_country": "uk"}, "established in uk"),
        ({"seller_country": "it"}, "established in it"),
    ],
    ids=str,
)
def test_for_whom_the_digital_services_fee_is_paid(given: dict[str, str], where: str) -> None:
    found = line("digital_services", market="UK", category="toys_and_games", **given)
    assert found.why.endswith(where)
    assert found.status == ("exact" if given else "estimate")


@pytest.mark.parametrize(
    ("given", "is_told"),
    [
        ({"channel": "ebay"}, True),
        ({"channel": "ebay", "channel_category": "everything_else"}, False),
        ({"channel": "ebay", "channel_rate": "10 %"}, False),
        ({"channel": "direct"}, False),
        ({"channel": "amazon"}, False),
    ],
    ids=str,
)
def test_that_the_category_of_a_channel_is_assumed(price: Any, given: dict[str, str], is_told: bool) -> None:
    priced = price("2026-09-01", "fbm:flat", postage="5", **given)
    assert ("the channel's default category is assumed: give channel_category" in priced.notes) == is_told
