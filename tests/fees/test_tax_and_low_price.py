"""Tax inside a price and on fees, and low prices, by hand: who bears it, how well it is known, and each edge of a price."""

from __future__ import annotations

from typing import Any

import pytest

ON = "2026-07-01"
KITCHEN = {"market": "UK", "dimensions": "25 x 20 x 10 cm", "weight": "900 g", "price": "30", "category": "kitchen"}
UK_SELLER = {"vat_registered": "false", "seller_country": "uk"}
COLLECTED = "Amazon collects the tax inside the price, as the seller is established abroad"


def test_a_seller_of_the_country_who_is_not_registered_bears_the_tax_on_fees(price: Any) -> None:
    # small parcel to 1 kg 3.05, 1.5 % of it 0.05, 15 % of 30.00 are 4.50, 2 % of 4.50 and of 3.05: 0.09 + 0.06
    priced = price(ON, **KITCHEN, **UK_SELLER)
    assert [priced.amount(fee) for fee in ("fba_fulfillment", "fuel_surcharge", "referral", "digital_services")] == ["3.05", "0.05", "4.50", "0.15"]  # fmt: skip
    # 20 % of each: 0.61 + 0.01 + 0.90 + 0.03
    assert (priced.amount("tax_on_fees"), priced.status("tax_on_fees")) == ("1.55", "exact")
    # the rate of the seller's own country, 19 %: 0.5795 + 0.0095 + 0.855 + 0.0285, each to the penny
    german = price(ON, **KITCHEN, vat_registered="false", seller_country="de")
    assert (german.amount("tax_on_fees"), german.status("tax_on_fees")) == ("1.48", "exact")
    # the seller's own rate is as sure as a country's
    own = price(ON, **KITCHEN, vat_registered="false", fee_tax_rate="10 %")
    assert (own.amount("tax_on_fees"), own.lines["digital_services"][1]) == ("0.79", "estimate")


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"seller_country": "uk"}, "exact"),
        ({}, "estimate"),  # the store's country is taken
        ({"seller_country": "uk", "category": ""}, "estimate"),  # as the fees that it is on
        ({"seller_country": "uk", "fba_fulfillment_rate": "3.05"}, "override"),
        ({"seller_country": "uk", "price": ""}, "unsourced"),
    ],
    ids=str,
)
def test_the_tax_on_fees_is_known_as_its_fees_are(price: Any, given: dict[str, str], status: str) -> None:
    priced = price(ON, **{**KITCHEN, "vat_registered": "false", **given})
    assert priced.status("tax_on_fees") == status


def test_registered_sellers_pay_none(price: Any) -> None:
    for given in ({"vat_registered": "true"}, {}, {"vat_registered": "true", "seller_country": "de"}):
        assert price(ON, **KITCHEN, **given).amount("tax_on_fees") is None


@pytest.mark.parametrize(
    ("given", "is_told"),
    [
        ({"vat_registered": "false", "seller_country": "us"}, True),
        ({"vat_registered": "false", "seller_country": "us", "vat_rate": "0.001 %"}, True),  # the smallest rate
        ({"vat_registered": "false", "seller_country": "us", "vat_rate": "0 %"}, False),
        ({"vat_registered": "true", "seller_country": "us"}, False),
        ({"vat_registered": "false", "seller_country": "uk"}, False),
        ({"vat_registered": "false"}, False),
        ({"seller_country": "us"}, False),
    ],
    ids=str,
)
def test_who_collects_the_tax_of_a_seller_from_abroad(price: Any, given: dict[str, str], is_told: bool) -> None:
    assert (COLLECTED in price(ON, **KITCHEN, **given).notes) == is_told


@pytest.mark.parametrize(
    ("given", "revenue", "status"),
    [
        # 30.00 x 20 / 120 = 5.00
        ({"vat_registered": "true"}, 250_000, 0),
        ({}, 250_000, 3),
        ({"vat_registered": "false", "seller_country": "uk"}, 300_000, 0),
        ({"vat_registered": "false", "seller_country": "de"}, 250_000, 0),
        ({"vat_rate": "5 %"}, 285_700, 0),  # 30.00 x 5 / 105 = 1.4286 -> 1.43
        ({"vat_rate": "0 %"}, 300_000, 0),
    ],
    ids=str,
)
def test_what_is_left_of_the_price(price: Any, given: dict[str, str], revenue: int, status: int) -> None:
    values = price(ON, **KITCHEN, **given).values
    assert (values["revenue"], values["sales_tax_included"], values["sales_tax_status"]) == (
        revenue,
        300_000 - revenue,
        status,
    )


def test_before_the_first_card_no_tax_is_taken_out_and_that_is_said(price: Any) -> None:
    note = "no tax is taken out of the price, as no standard rate is on file for that day: give vat_rate"
    for given, is_told, status in (
        ({"vat_registered": "true"}, True, 3),
        (UK_SELLER, False, 0),  # he owes none
        ({"vat_registered": "false", "seller_country": "us"}, True, 3),
        ({"vat_registered": "true", "vat_rate": "20 %"}, False, 0),
        ({}, False, 3),
    ):
        priced = price("2023-06-01", **KITCHEN, **given)
        assert (note in priced.notes, priced.values["sales_tax_status"]) == (is_told, status), given
        assert priced.values["fee_tax_rate_used"] == 0


def test_from_the_first_card_on_the_standard_rate_is_known(price: Any) -> None:
    days = [price(on, **KITCHEN, vat_registered="true").values for on in ("2023-12-31", "2024-01-01")]
    assert [(each["sales_tax_rate"], each["sales_tax_status"]) for each in days] == [(0, 3), (20_000, 0)]


FLAT = {**KITCHEN, "dimensions": "25 x 20 x 3 cm", "weight": "300 g"}


@pytest.mark.parametrize(
    ("amount", "category", "is_low", "status"),
    [
        ("9.99", "", True, "exact"),  # up to 10.00 it is one for every category
        ("10.00", "", True, "exact"),
        ("10.01", "", True, "estimate"),  # some categories end at 10.00
        ("20.00", "", True, "estimate"),
        ("20.01", "", False, "exact"),
        ("10.00", "kitchen", True, "exact"),
        ("10.01", "kitchen", False, "exact"),
        ("20.00", "toys_and_games", True, "exact"),
        ("20.01", "toys_and_games", False, "exact"),
    ],
)
def test_every_edge_of_a_low_price(price: Any, amount: str, category: str, is_low: bool, status: str) -> None:
    """Large envelope of 300 g: 2.42 by the low-price card, 2.72 by the other."""
    priced = price(ON, **{**FLAT, "price": amount, "category": category})
    assert (priced.amount("fba_fulfillment"), priced.status("fba_fulfillment")) == (
        "2.42" if is_low else "2.72",
        status,
    )


@pytest.mark.parametrize(
    ("amount", "band"),
    [("9.99", "3.78"), ("10.00", "4.60"), ("50.00", "4.60"), ("50.01", "4.86")],
)
def test_every_edge_of_a_price_band(price: Any, amount: str, band: str) -> None:
    """Large standard, 14.2 oz: the bands are under 10, 10 to 50 and over 50."""
    assert price(ON, price=amount).amount("fba_fulfillment") == band
