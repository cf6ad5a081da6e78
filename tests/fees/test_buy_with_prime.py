"""Buy with Prime, by hand for 18.99: 3 % = 0.5697, 0.57; 2.4 % = 0.45576, 0.46, and 0.30 is 0.76."""

from __future__ import annotations

from typing import Any

import pytest

import logicost as lc

ON = "2026-08-03"
MUG = {"dimensions": "5.1 x 4.3 x 4.2 in", "weight": "14.2 oz", "price": "18.99", "category": "home_and_kitchen"}


def test_service_fee_and_payment(price: Any) -> None:
    priced = price(ON, "mcf", channel="buy_with_prime")
    assert (priced.amount("channel_fee"), priced.amount("payment")) == ("0.57", "0.76")
    assert priced.status("channel_fee") == priced.status("payment") == "estimate"  # one source of low confidence
    # shared by the units: 1.71 and 1.37 + 0.30 of 56.97
    three = price(ON, "mcf", channel="buy with prime", units_per_order=3)
    assert (three.amount("channel_fee"), three.amount("payment")) == ("0.57", "0.5567")
    # of the order's value, whatever is given for other channels
    assert price(ON, "mcf", channel="buy_with_prime", payment="paypal", sales_tax="8 %").lines == priced.lines


@pytest.mark.parametrize(
    ("amount", "fee", "is_open"),
    [
        ("5.00", "0.30", True),
        ("10.00", "0.30", True),
        ("10.16", "0.30", True),  # 0.3048
        ("10.17", "0.31", True),  # 0.3051
        ("33.16", "0.99", True),  # 0.9948
        ("33.17", "1.00", False),  # 0.9951: either minimum is met
        ("100.00", "3.00", False),
    ],
)
def test_the_minimum_that_is_not_settled(price: Any, amount: str, fee: str, is_open: bool) -> None:
    priced = price(ON, "mcf", channel="buy_with_prime", price=amount)
    assert priced.amount("channel_fee") == fee
    assert any("minimum of the Prime service fee" in note for note in priced.notes) == is_open
    other = price(ON, "mcf", channel="shopify", price=amount)
    assert not any("minimum of the Prime service fee" in note for note in other.notes)


@pytest.mark.parametrize("on", ["2024-09-02", "2026-08-03", "2026-11-22"])
def test_its_fulfillment_is_never_the_mcf_card(price: Any, on: str) -> None:
    priced = price(on, "mcf", channel="buy_with_prime")
    assert priced.amount("mcf_fulfillment") == "unsourced"
    assert price(on, "mcf", channel="buy_with_prime", units_per_order=9).amount("mcf_fulfillment") == "unsourced"
    assert price(on, "mcf", channel="shopify").amount("mcf_fulfillment") != "unsourced"


@pytest.mark.parametrize(("on", "surcharge"), [("2026-05-01", None), ("2026-05-02", "0.19"), ("2026-11-22", "0.19")])
def test_your_own_fee_and_the_surcharge_on_it(price: Any, on: str, surcharge: str | None) -> None:
    for channel in ("buy_with_prime", "shopify", ""):
        priced = price(on, "mcf", channel=channel, mcf_fulfillment_rate="5.50", mcf_block_amazon_logistics=True)
        assert priced.lines["mcf_fulfillment"][1] == "override"
        assert (priced.amount("mcf_fulfillment"), priced.amount("fuel_surcharge")) == ("5.50", surcharge)


def test_no_card_is_named_where_none_is_used() -> None:
    goods = lc.Product(sku="MUG", **MUG)
    own = lc.quote(goods, "mcf", on="2026-11-22", channel="direct", mcf_fulfillment_rate="5.50")
    line = own.line("mcf_fulfillment")
    assert line is not None
    assert (line.edition, line.why) == (None, "your own fulfillment fee per unit")
    assert not any("stands in" in note for note in own.notes)
    card = lc.quote(goods, "mcf", on="2026-11-22", channel="direct")
    assert any("stands in" in note for note in card.notes)
    prime = lc.quote(goods, "mcf", on="2026-11-22", channel="buy_with_prime")
    assert prime.delivery_promise is None  # MCF's days are not those of Buy with Prime
    assert prime.status == "unsourced"
    assert not any("stands in" in note for note in prime.notes)
    assert "fuel_surcharge is not known: 3.5 % of a fulfillment fee that is not known" in prime.notes


@pytest.mark.parametrize("program", ["fba", "fbm", "fbm:flat", "sfp", "mcf:expedited", "mcf:priority"])
def test_only_mcf_serves_it(price: Any, program: str) -> None:
    assert price(ON, program, channel="buy_with_prime", postage="6").refused == "channel_not_served"


def test_a_card_of_ones_own_settles_the_minimum(price: Any, write_card: Any) -> None:
    body = "service_fee: {rate: 3 %, minimum: 1.00}\npayment: {rate: 2.4 %, per_order: 0.30}\n"
    folder = write_card("channel_buy_with_prime", "2026-01-01", "buy_with_prime/1", body).parents[2]
    priced = price(ON, "mcf", own=folder, channel="buy_with_prime")
    assert (priced.amount("channel_fee"), priced.status("channel_fee")) == ("1.00", "override")
    assert not any("minimum of the Prime service fee" in note for note in priced.notes)
