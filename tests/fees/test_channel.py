"""Commissions and payment fees of other channels, by hand for 18.99 unless another price is named."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

import logicost as lc
from logicost.fees import FEES

ON = "2026-11-02"


@pytest.mark.parametrize(
    ("columns", "amount"),
    [
        ({}, "2.98"),  # 13.6 % = 2.58264 -> 2.58, and 0.40 per order
        ({"sales_tax": "8 %"}, "3.19"),  # 18.99 + 1.52 = 20.51; 2.78936 -> 2.79
        ({"units_per_order": 2}, "2.78"),  # 0.40 is shared by two
        ({"price": "10.00"}, "1.66"),  # 0.30 up to and including 10.00
        ({"price": "10.01"}, "1.76"),
        ({"price": "9.50", "sales_tax": "8 %"}, "1.80"),  # 10.26 with tax: 1.39536 -> 1.40, and 0.40
        ({"price": "5.00", "units_per_order": 2}, "0.83"),  # 0.68 + 0.30 / 2
        ({"price": "7500"}, "1020.40"),
        ({"price": "8000"}, "1032.15"),  # 1,020 for the portion up to 7,500, 2.35 % of 500 = 11.75
        ({"price": "149.99", "channel_category": "athletic_shoes"}, "20.80"),
        ({"price": "150.00", "channel_category": "athletic_shoes"}, "12.00"),  # 8 % of all, no fee per order
        ({"price": "2000", "channel_category": "womens_bags"}, "300.40"),
        ({"price": "2000.01", "channel_category": "womens_bags"}, "180.40"),
        ({"ebay_store": "starter"}, "2.98"),
        ({"ebay_store": "basic"}, "2.81"),  # 12.7 % = 2.41173 -> 2.41
        ({"price": "3000", "ebay_store": "premium"}, "329.65"),  # 317.50 + 2.35 % of 500
        ({"channel_category": "motors_parts"}, "2.98"),  # part of most categories without a store
        ({"channel_category": "motors_parts", "ebay_store": "basic"}, "2.58"),  # 11.5 % = 2.18385 -> 2.18
    ],
)
def test_ebay(price: Any, columns: dict[str, str], amount: str) -> None:
    for program in ("mcf", "fbm"):
        assert price(ON, program, channel="ebay", **columns).amount("channel_fee") == amount


@pytest.mark.parametrize(
    ("columns", "amount"),
    [
        ({}, "2.85"),
        ({"sales_tax": "8 %"}, "2.85"),  # taxes excluded
        ({"channel_category": "apparel_accessories", "price": "15.00"}, "0.75"),
        ({"channel_category": "apparel_accessories", "price": "15.01"}, "1.50"),
        ({"channel_category": "apparel_accessories", "price": "20.00"}, "2.00"),
        ({"channel_category": "apparel_accessories", "price": "20.01"}, "3.00"),
        ({"channel_category": "electronics_accessories", "price": "150"}, "19.00"),  # 15.00 + 8 % of 50
        ({"channel_category": "watches", "price": "2000"}, "240.00"),  # 225.00 + 3 % of 500
        ({"channel_category": "personal_computers", "price": "1000"}, "60.00"),
    ],
)
def test_walmart(price: Any, columns: dict[str, str], amount: str) -> None:
    assert price(ON, "mcf", channel="walmart", **columns).amount("channel_fee") == amount


def test_etsy(price: Any) -> None:
    # 6.5 % = 1.23435 -> 1.23, and 0.20 for the listing; payment 3 % = 0.5697 -> 0.57, and 0.25
    one = price(ON, "mcf", channel="etsy")
    assert (one.amount("channel_fee"), one.amount("payment")) == ("1.43", "0.82")
    # payment of three units: 3 % of 56.97 = 1.71, and 0.25, by three
    three = price(ON, "mcf", channel="etsy", units_per_order=3)
    assert (three.amount("channel_fee"), three.amount("payment")) == ("1.43", "0.6533")
    # the payment fee counts sales tax, the commission does not: 3 % of 20.51 = 0.6153 -> 0.62
    taxed = price(ON, "mcf", channel="etsy", sales_tax="8 %")
    assert (taxed.amount("channel_fee"), taxed.amount("payment"), taxed.status("payment")) == ("1.43", "0.87", "exact")


def test_tiktok(price: Any) -> None:
    # 18.99: 6 % = 1.1394; from 2026-08-04 8 % = 1.5192, known from one source alone
    for on, amount, status in (("2026-08-03", "1.14", "exact"), ("2026-08-04", "1.52", "estimate")):
        priced = price(on, "mcf", channel="tiktok", channel_category="watches")
        assert (priced.amount("channel_fee"), priced.status("channel_fee")) == (amount, status)
        assert priced.amount("payment") is None


@pytest.mark.parametrize(
    ("columns", "channel", "payment"),
    [
        ({}, None, "0.85"),  # 2.9 % = 0.55071 -> 0.55, and 0.30
        ({"shopify_plan": "grow"}, None, "0.81"),
        ({"shopify_plan": "advanced"}, None, "0.77"),  # 0.47475 -> 0.47
        ({"shopify_plan": "plus"}, None, "0.73"),  # 0.427275 -> 0.43
        ({"payment": "paypal"}, "0.38", "1.15"),  # 2 % on top; 3.49 % = 0.662751 -> 0.66, and 0.49
        ({"payment": "stripe", "shopify_plan": "plus"}, "0.04", "0.85"),
    ],
)
def test_shopify(price: Any, columns: dict[str, str], channel: str | None, payment: str) -> None:
    for program in ("mcf", "fbm"):
        priced = price(ON, program, channel="shopify", **columns)
        assert (priced.amount("channel_fee"), priced.amount("payment")) == (channel, payment)


@pytest.mark.parametrize(("payment", "amount"), [("stripe", "0.85"), ("paypal", "1.15"), ("paypal_card", "1.06")])
def test_direct_orders(price: Any, payment: str, amount: str) -> None:
    for program, channel in (("mcf", "direct"), ("mcf", None), ("fbm", "direct")):
        priced = price(ON, program, channel=channel, payment=payment)
        assert (priced.amount("channel_fee"), priced.amount("payment")) == (None, amount)
        assert not any("payment provider" in note for note in priced.notes)


def test_orders_of_the_amazon_store_pay_no_provider(price: Any) -> None:
    priced = price(ON, "fbm", payment="stripe")
    assert (priced.amount("referral"), priced.amount("payment"), priced.amount("channel_fee")) == ("2.85", None, None)


def test_a_direct_order_without_provider_has_a_note(price: Any) -> None:
    priced = price(ON, "mcf")
    assert priced.amount("payment") is None
    assert any("give payment" in note for note in priced.notes)
    assert any("name the channel" in note for note in priced.notes)


def test_assumptions_are_noted(price: Any) -> None:
    for channel, word in (("ebay", "channel_category"), ("ebay", "sales_tax"), ("shopify", "shopify_plan")):
        assert any(word in note for note in price(ON, "mcf", channel=channel).notes)
    given = {"channel_category": "watches", "sales_tax": "7.25", "shopify_plan": "grow"}
    for channel in ("ebay", "walmart", "shopify", "etsy"):
        notes = " ".join(price(ON, "mcf", channel=channel, **given).notes)
        assert not any(word in notes for word in given)


def test_status(price: Any) -> None:
    assert price(ON, "mcf", channel="ebay").status("channel_fee") == "estimate"
    known = {"sales_tax": "0", "channel_category": "most_categories"}
    assert price(ON, "mcf", channel="ebay", **known).status("channel_fee") == "exact"
    assert price(ON, "mcf", channel="walmart").status("channel_fee") == "estimate"
    assert price(ON, "mcf", channel="walmart", channel_category="baby").status("channel_fee") == "exact"
    assert price(ON, "mcf", channel="shopify", sales_tax="0").status("payment") == "estimate"
    assert price(ON, "mcf", channel="shopify", sales_tax="0", shopify_plan="basic").status("payment") == "exact"
    assert price(ON, "mcf", payment="stripe", sales_tax="0").status("payment") == "exact"


@pytest.mark.parametrize(
    ("channel", "first_day", "day_before", "fee"),
    [
        ("ebay", "2026-08-21", "2026-08-20", "channel_fee"),
        ("walmart", "2025-03-25", "2025-03-24", "channel_fee"),
        ("etsy", "2026-08-21", "2026-08-20", "payment"),
        ("tiktok", "2024-04-01", "2024-03-31", "channel_fee"),
        ("shopify", "2026-05-04", "2026-05-03", "payment"),
    ],
)
def test_before_the_first_reading_nothing_is_known(
    price: Any, channel: str, first_day: str, day_before: str, fee: str
) -> None:
    assert price(day_before, "mcf", channel=channel).amount(fee) == "unsourced"
    assert price(first_day, "mcf", channel=channel).amount(fee) != "unsourced"


@pytest.mark.parametrize(
    ("channel", "columns", "amount", "status"),
    [
        # 13.6 % of 18.99 is 2.58, of which a tenth; the 0.40 per order stay
        ("ebay", {"channel_category": "most_categories", "sales_tax": "0"}, "-0.2580", "estimate"),
        ("ebay", {"sales_tax": "8 %"}, "-0.2790", "estimate"),  # 2.79 of 20.51; the category is assumed
        ("ebay", {"return_rate": "100 %", "units_per_order": 2}, "-2.58", "estimate"),
        ("etsy", {}, "-0.1230", "estimate"),  # 6.5 % is 1.23; the listing fee of 0.20 stays
        ("tiktok", {}, "-0.1220", "estimate"),  # 8 % is 1.52, of which 0.30 is kept
        ("tiktok", {"price": "900", "return_rate": "100 %"}, "-67.00", "estimate"),  # 72.00 less 5.00, not 14.40
        ("walmart", {"channel_category": "toys_games"}, "0.00", "estimate"),  # not on file
        ("shopify", {"payment": "stripe", "shopify_plan": "basic"}, "0.00", "estimate"),
    ],
)
def test_what_channels_give_back(price: Any, channel: str, columns: dict[str, str], amount: str, status: str) -> None:
    given = {"return_rate": "10 %", **columns}
    for program in ("mcf", "fbm"):
        priced = price(ON, program, channel=channel, **given)
        assert (priced.amount("channel_refund"), priced.status("channel_refund")) == (amount, status)


def test_where_there_is_no_commission_none_comes_back(price: Any) -> None:
    for channel in ("direct", "amazon", "shopify"):  # Shopify takes nothing where it handles the payment
        assert price(ON, "fbm", channel=channel, return_rate="10 %").amount("channel_refund") is None
    assert price(ON, "fbm", channel="ebay").amount("channel_refund") is None
    early = price("2024-02-01", "fbm", channel="ebay", return_rate="10 %")
    assert (early.amount("channel_fee"), early.amount("channel_refund")) == ("unsourced", None)
    bought = price(ON, "mcf", channel="buy_with_prime", return_rate="10 %")
    assert (bought.amount("channel_refund"), bought.status("channel_refund")) == ("0.00", "estimate")


def test_a_category_of_another_channel_is_refused(price: Any) -> None:
    assert price(ON, "mcf", channel="ebay", channel_category="toys_games").refused == "unknown_channel_category"
    assert price(ON, "mcf", channel="walmart", channel_category="nft").refused == "unknown_channel_category"
    assert price(ON, "mcf", channel="walmart", channel_category="toys_games").refused is None
    assert price(ON, "mcf", channel="etsy", channel_category="nft").refused is None


def test_amazon_charges_nothing_on_orders_of_other_channels(price: Any) -> None:
    """Fees of the Amazon store are on its own orders only, where a program serves others too; a book pays all of them."""
    given = {
        "category": "books",
        "seller_country": "uk",
        "return_rate": "10 %",
        "postage": "4",
        "selling_plan": "individual",
    }
    own = {slug for slug, fee in FEES.items() if fee.amazon_orders and fee.is_paid_by("fbm")}
    assert {"referral", "closing", "digital_services", "referral_refund"} <= own
    for channel in ("amazon", None):
        lines = price(ON, "fbm", channel=channel, **given).lines
        # books are free of the refund administration fee
        assert own - set(lines) <= {"refund_administration"}, channel
    for channel in ("ebay", "shopify", "direct"):
        assert not own & set(price(ON, "fbm", channel=channel, **given).lines), channel


@pytest.mark.parametrize(("channel", "is_told"), [("amazon", True), ("shopify", False), ("direct", False)])
def test_an_order_of_another_channel_hears_nothing_of_the_referral_fee(channel: str, is_told: bool) -> None:
    row = {"sku": "A", "dimensions": "10 x 8 x 4 in", "weight": "2 lb", "price": "30", "channel": channel}
    quote = lc.quote(row, "fbm", market="US", on="2026-07-10")
    assert any("the referral fee assumes" in note for note in quote.notes) == is_told
    assert any(line.fee == "referral" for line in quote.lines) == is_told
    frame = lc.quote_frame(pl.DataFrame([{**row, "on": "2026-07-10", "market": "US"}]), ["fbm"])
    assert ("the referral fee assumes" in (frame["notes"][-1] or "")) == is_told
