"""What the buyer pays for shipping: revenue, and part of what shares are charged on, where the seller may charge it."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest

import logicost as lc

ON = "2026-11-22"
GOODS = {
    "sku": "A", "dimensions": "4 x 4 x 4 in", "weight": "14.2 oz", "price": "18.99", "category": "home_and_kitchen",
    "zone": 5,
}  # fmt: skip


def amounts(quote: lc.Quote) -> dict[str, str]:
    return {line.fee: str(line.amount) for line in quote.lines}


def test_an_amazon_order() -> None:
    """5.00 for two units: 2.50 each. 15 % of 21.49 = 3.2235. Of 5 % returns 21.49 and 3.22 go back, less 0.64."""
    quote = lc.quote(GOODS, "fbm", on=ON, units_per_order=2, shipping_charged="5.00", return_rate="5 %")
    assert (quote.price, quote.paid, quote.revenue) == (Decimal("18.99"), Decimal("21.49"), Decimal("21.49"))
    found = amounts(quote)
    assert found["referral"] == "3.22"
    assert (found["refund"], found["referral_refund"]) == ("1.0745", "-0.1610")
    assert found["refund_administration"] == "0.0320"
    assert quote.profit == quote.revenue - quote.total_cost


def test_the_band_goes_by_the_total() -> None:
    """Clothing: 5 % up to 15.00, 10 % up to 20.00: 14.00 and 4.00 of shipping are 18.00, 10 %."""
    shirt = {**GOODS, "category": "clothing_and_accessories", "price": "14.00"}
    assert amounts(lc.quote(shirt, "fbm", on=ON))["referral"] == "0.70"
    assert amounts(lc.quote(shirt, "fbm", on=ON, shipping_charged=4))["referral"] == "1.80"


def test_three_units_and_a_part_that_does_not_divide() -> None:
    """5.00 by three: 1.6667 each; the order itself is 3 x 18.99 + 5.00 = 61.97, 2.9 % 1.80 and 0.30, by three 0.70."""
    quote = lc.quote(GOODS, "fbm", on=ON, units_per_order=3, shipping_charged=5, channel="shopify", sales_tax=0)
    assert quote.revenue == Decimal("20.6567")
    assert amounts(quote)["payment"] == "0.70"


@pytest.mark.parametrize(
    ("channel", "fees"),
    [
        # goods 18.99 and 1.52 of tax, shipping 2.50 and 0.20: 13.6 % of 23.21 = 3.16, and 0.40 by two
        ("ebay", {"channel_fee": "3.36"}),
        ("walmart", {"channel_fee": "3.22"}),  # 15 % of 21.49, without tax
        (
            "etsy",
            {"channel_fee": "1.60", "payment": "0.82"},
        ),  # 6.5 % of 21.49 = 1.40 and 0.20; 3 % of 46.42 = 1.39 and 0.25
        ("shopify", {"payment": "0.8250"}),  # 2.9 % of 46.42 = 1.35 and 0.30
    ],
)
@pytest.mark.parametrize("program", ["fbm", "mcf"])
def test_other_channels(program: str, channel: str, fees: dict[str, str]) -> None:
    quote = lc.quote(
        GOODS, program, on=ON, channel=channel, units_per_order=2, shipping_charged="5.00", sales_tax="8 %"
    )
    assert quote.paid == Decimal("21.49")
    assert {name: amounts(quote)[name] for name in fees} == fees
    if channel != "walmart":  # whether shipping is taxed differs by state
        assert "estimate" in {line.status for line in quote.lines if line.fee in fees}


def test_an_order_of_buy_with_prime() -> None:
    """2 x 18.99 + 5.00 = 42.98: 3 % are 1.29 and 2.4 % 1.03, and 0.30; each by two."""
    quote = lc.quote(GOODS, "mcf", on=ON, channel="buy_with_prime", units_per_order=2, shipping_charged="5.00")
    found = amounts(quote)
    assert (found["channel_fee"], found["payment"]) == ("0.6450", "0.6650")


def test_other_selling_costs_are_a_share_of_all_that_is_paid() -> None:
    assert (
        amounts(lc.quote(GOODS, "fbm", on=ON, shipping_charged=1, other_selling_rate="10 %"))["other_selling"]
        == "1.9990"
    )
    assert (
        amounts(lc.quote(GOODS, "fba", on=ON, shipping_charged=1, other_selling_rate="10 %"))["other_selling"]
        == "1.8990"
    )


def test_tax_inside() -> None:
    """(20.00 - 2.00 + 4.40) x 20 / 120 = 3.73; revenue 18.67; 15 % of 22.40 with tax = 3.36."""
    quote = lc.quote(
        {**GOODS, "market": "UK", "price": "20.00", "discount": "2.00", "dimensions": "10 x 10 x 10 cm", "weight": "400 g", "zone": None},
        "fbm", on="2026-03-01", shipping_charged="4.40", vat_registered=True,
    )  # fmt: skip
    assert (quote.sales_tax_included, quote.revenue, quote.paid) == (
        Decimal("3.73"),
        Decimal("18.67"),
        Decimal("22.40"),
    )
    assert amounts(quote)["referral"] == "3.36"


@pytest.mark.parametrize("program", ["fba", "sfp"])
def test_amazon_delivers_and_prime_is_free(program: str) -> None:
    with_shipping = lc.quote(GOODS, program, on=ON, shipping_charged="5.00")
    assert with_shipping.revenue == Decimal("18.99")
    assert with_shipping.total_cost == lc.quote(GOODS, program, on=ON).total_cost
    told = f"no effect on {program}: shipping_charged, as such orders are delivered free"
    assert told in with_shipping.notes
    beside = lc.compare(GOODS, [program, "fbm"], on=ON, shipping_charged="5.00")
    assert [told in quote.notes for quote in beside.quotes] == [True, False]


def test_columns_say_the_same() -> None:
    rows = [
        {
            **GOODS,
            "sku": f"{number}",
            "shipping_charged": charged,
            "units_per_order": units,
            "return_rate": 0.05,
            "channel": channel,
        }
        for number, (charged, units, channel) in enumerate(
            [
                (None, 1, None),
                ("4.99", 1, None),
                ("4.99", 3, "ebay"),
                (2, 2, "etsy"),
                ("-1", 1, None),
                ("7", 7, "walmart"),
            ]
        )
    ]
    found = lc.quote_frame(pl.DataFrame(rows, strict=False), programs=["fbm"], on=ON)
    assert found["error_code"].to_list() == [None, None, None, None, "negative", None]
    for row, given in zip(found.iter_rows(named=True), rows, strict=True):
        if row["error_code"] is None:
            quote = lc.quote(given, "fbm", on=ON)
            assert (row["revenue"], row["total_cost"], row["profit"]) == (quote.revenue, quote.total_cost, quote.profit)
            assert [row[line.fee] for line in quote.lines] == [line.amount for line in quote.lines]
