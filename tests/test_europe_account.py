"""What a European seller's account decides: tax in prices and on fees, what `strict` misses, MCF in Germany's programme, other
channels, and the tolerance at edges; by hand."""

from __future__ import annotations

from typing import Any

import pytest

import logicost as lc
from tests.test_europe import fba, fee

SELLER = {"vat_registered": None, "seller_country": None}


@pytest.mark.parametrize(
    ("given", "included", "revenue", "status"),
    [
        ({}, "5.00", "25.00", "estimate"),  # 30 x 20 / 120
        ({"vat_registered": True}, "5.00", "25.00", "exact"),
        ({"vat_rate": "5 %"}, "1.43", "28.57", "exact"),  # 30 x 5 / 105 = 1.428...
        ({"vat_registered": True, "vat_rate": "0"}, "0.00", "30.00", "exact"),
        ({"vat_registered": True, "discount": "3"}, "4.50", "22.50", "exact"),
        ({"vat_registered": False}, "0.00", "30.00", "exact"),
        ({"vat_registered": False, "vat_rate": "5 %"}, "0.00", "30.00", "exact"),
        ({"vat_registered": False, "seller_country": "uk"}, "0.00", "30.00", "exact"),
        ({"vat_registered": False, "seller_country": "us"}, "5.00", "25.00", "exact"),  # Amazon collects it
        ({"vat_registered": False, "seller_country": "us", "vat_rate": "5 %"}, "1.43", "28.57", "exact"),
        ({"vat_registered": True, "seller_country": "de"}, "5.00", "25.00", "exact"),
    ],
)
def test_tax_inside_the_price(given: dict[str, Any], included: str, revenue: str, status: str) -> None:
    """By post at a flat cost to another channel, so that no fee has a doubt of its own."""
    row = {**SELLER, "program": "fbm:flat", "channel": "direct", "payment_rate": "0", "postage": "4", **given}
    goods = {name: row.pop(name) for name in ("discount",) if name in row}
    product = lc.Product(
        sku="A",
        market="UK",
        dimensions="30 x 20 x 10 cm",
        weight="350 g",
        price="30",
        category="toys_and_games",
        **goods,
    )
    quote = lc.quote(product, str(row.pop("program")), on="2026-06-01", **row)
    assert (str(quote.sales_tax_included), str(quote.revenue), quote.status) == (
        included, revenue, "override" if status == "exact" else status
    )  # fmt: skip
    assert any("Amazon collects" in note for note in quote.notes) == (row.get("seller_country") == "us")


@pytest.mark.parametrize(
    ("given", "amount", "status"),
    [
        # on 4.50 of referral, 3.05 of fulfilment and 0.05 of surcharge, each half-up; and on the digital services fee of 0.15
        ({"seller_country": "uk"}, "1.55", "exact"),  # 20 %: 0.90 + 0.61 + 0.01 + 0.03
        ({"seller_country": "de"}, "1.48", "exact"),  # 19 %: 0.86 + 0.58 + 0.01 + 0.03
        (
            {"seller_country": "it"},
            "1.70",
            "exact",
        ),  # 22 %: 0.99 + 0.67 + 0.01, and 0.03 on 0.14 for 3 % of the selling fees
        ({"seller_country": "us"}, None, ""),  # nothing outside Europe
        ({}, "1.55", "estimate"),
        ({"fee_tax_rate": "10 %"}, "0.79", "estimate"),  # 0.45 + 0.31 + 0.01 + 0.02, which is of an estimate
        ({"fee_tax_rate": "0"}, None, ""),
    ],
)
def test_tax_on_fees_of_a_seller_who_is_not_registered(given: dict[str, Any], amount: str | None, status: str) -> None:
    quote = fba("2026-06-01", **{**SELLER, "vat_registered": False, **given})
    line = quote.line("tax_on_fees")
    assert (None if line is None else (str(line.amount), line.status)) == (amount and (amount, status))


@pytest.mark.parametrize(
    ("on", "market", "given", "amount"),
    [
        # 3.15 of fulfilment, 0.05 of surcharge, 4.50 of referral, digital services 0.15: 2 % of 4.50 and of 3.15, each half-up
        ("2026-06-01", "DE", {"seller_country": "uk"}, "0.93"),  # 20 % of referral and digital services alone: 0.90 + 0.03
        ("2026-06-01", "DE", {"seller_country": "uk", "fee_tax_rate": "20 %"}, "1.57"),  # and 0.63 + 0.01
        ("2026-06-01", "DE", {"seller_country": "de"}, "1.47"),  # 19 %: 0.86 + 0.60 + 0.01
        ("2026-06-01", "UK", {"seller_country": "uk"}, "1.55"),  # within Great Britain: 0.90 + 0.61 + 0.01 + 0.03
        ("2024-07-31", "DE", {"seller_country": "uk", "fba_fulfillment_rate": "3"}, "0.60"),  # before; the referral is not on file
        ("2024-08-01", "DE", {"seller_country": "uk", "fba_fulfillment_rate": "3"}, None),
    ],
)  # fmt: skip
def test_a_business_in_the_uk_pays_no_tax_on_shipments_abroad(
    on: str, market: str, given: dict[str, Any], amount: str | None
) -> None:
    quote = fba(on, market, vat_registered=False, price="30", **given)
    line = quote.line("tax_on_fees")
    assert (None if line is None else str(line.amount)) == amount


@pytest.mark.parametrize(("registered", "amount"), [(True, "-0.59"), (False, None)])
def test_tax_inside_a_carriers_price(registered: bool, amount: str | None) -> None:
    """4.45 less 20 % is 3.56, of which 0.593 is tax; your own postage is what you finally bear."""
    row = {"vat_registered": registered, "seller_country": "us", "program": "fbm", "dimensions": "45 x 35 x 16 cm"}
    line = fba("2026-05-01", postage_discount="20 %", **row).line("tax_on_fees")
    assert (None if line is None else str(line.amount)) == amount
    assert fba("2026-05-01", postage="3.56", **row).line("tax_on_fees") is None


def test_products_of_other_prices_share_the_note_on_tax() -> None:
    told = [
        {note for note in fba("2026-11-26", "DE", price=price, **SELLER).notes if "tax" in note}
        for price in ("15.99", "49.90")
    ]
    assert told[0] == told[1] != set()


def test_days_without_a_standard_rate() -> None:
    quote = fba("2023-06-01", vat_registered=True)
    assert str(quote.sales_tax_included) == "0.00"
    assert any("no standard rate is on file" in note for note in quote.notes)


ACCOUNT = {"account": {"vat_registered": "true", "seller_country": "uk", "cep": "true", "selling_plan": "professional"}}


@pytest.mark.parametrize(
    ("market", "misses"),
    [("UK", ["vat_registered, or vat_rate", "seller_country"]), ("DE", ["vat_registered, or vat_rate"])],
)
def test_one_account_block_ends_the_estimates(market: str, misses: list[str]) -> None:
    goods = {"sku": "A", "market": market, "dimensions": "31 x 22 x 14 cm", "weight": "1.1 kg", "price": "34.99"}
    lamp = lc.Product(category="home_products", **goods)
    with pytest.raises(lc.LogicostError) as caught:
        lc.quote(lamp, "fba", on="2026-09-01", strict=True)
    assert caught.value.code == "not_exact"
    assert [part.split(")")[0] for part in str(caught.value).split("(give ")[1:]] == misses
    for program in ("fba", "fbm"):
        assert lc.quote(lamp, program, on="2026-09-01", strict=True, defaults=ACCOUNT).status == "exact"


@pytest.mark.parametrize(
    ("program", "given", "named"),
    [
        ("fba", {"days_of_supply_30": "3"}, "low_inventory_level is estimate (give days_of_supply_90 and pan_european)"),
        ("fba", {"category": None}, "referral is estimate (give category, or referral_rate)"),
        ("fba", {"category": None, "price": "15"}, "fba_fulfillment is estimate (give category, or fba_fulfillment_rate)"),
        ("mcf", {"channel": "direct", "payment_rate": "0"}, "mcf_fulfillment is estimate (give mcf_fulfillment_rate)"),
        ("fbm", {"channel": "ebay"}, "channel_fee is unsourced (give channel_rate)"),
    ],
)  # fmt: skip
def test_strict_names_what_is_missing(program: str, given: dict[str, Any], named: str) -> None:
    with pytest.raises(lc.LogicostError) as caught:
        fba("2026-06-01", market="DE", program=program, strict=True, **given)
    assert named in str(caught.value)


@pytest.mark.parametrize(
    ("market", "dimensions", "weight", "given", "amount"),
    [
        ("UK", "31 x 22 x 14 cm", "1.1 kg", {}, "6.15"),  # a standard parcel by plain weight: up to 1.4 kg
        ("DE", "31 x 22 x 14 cm", "1.1 kg", {"cep": False}, "8.79"),
        ("DE", "31 x 22 x 14 cm", "1.1 kg", {}, "8.53"),  # 0.26 less in the programme, the default
        ("DE", "31 x 22 x 14 cm", "1.1 kg", {"units_per_order": 2}, None),
        ("UK", "30 x 20 x 2 cm", "60 g", {}, "3.37"),  # the card's tiers are those of 2024: a standard envelope
        ("UK", "20 x 15 x 1 cm", "80 g", {}, "3.35"),  # a small envelope
        ("UK", "70 x 40 x 30 cm", "5 kg", {}, "16.90"),  # standard oversize
        ("UK", "130 x 70 x 20 cm", "5 kg", {}, "23.80"),  # large oversize
        ("UK", "180 x 20 x 20 cm", "5 kg", {}, None),  # special oversize is not on the card
        ("UK", "31 x 22 x 14 cm", "1.1 kg", {"program": "mcf:expedited"}, None),
    ],
)
def test_mcf_of_one_unit(market: str, dimensions: str, weight: str, given: dict[str, Any], amount: str | None) -> None:
    row = {"program": "mcf", "market": market, "channel": "direct", "dimensions": dimensions, "weight": weight, **given}
    line = fba("2026-06-01", **row).line("mcf_fulfillment")
    assert line is not None
    assert (line.amount and str(line.amount), line.status) == (amount, "estimate" if amount else "unsourced")
    assert amount or "give mcf_fulfillment_rate" in line.why


@pytest.mark.parametrize(
    ("given", "channel_fee", "payment"),
    [
        ({"channel": "shopify", "shopify_plan": "basic"}, None, "0.85 estimate"),  # 2 % of 30.00 and 0.25; one source
        ({"channel": "shopify", "shopify_plan": "grow"}, None, "None unsourced"),
        ({"channel": "shopify", "shopify_plan": "basic", "payment": "stripe"}, "0.60 estimate", "None unsourced"),
        ({"channel": "shopify", "shopify_plan": "basic", "payment": "stripe", "payment_rate": "1.5 %"}, "0.60 estimate", "0.45 override"),
        ({"channel": "ebay"}, "None unsourced", None),
        ({"channel": "ebay", "channel_rate": "12.8 %"}, "3.84 override", None),
        ({"channel": "etsy", "channel_rate": "6.5 %", "payment_rate": "4 %"}, "1.95 override", "1.20 override"),
        ({"channel": "direct", "payment": "paypal"}, None, "None unsourced"),
        ({"channel_rate": "10 %", "payment_rate": "10 %"}, None, None),  # an order of the Amazon store
        ({"channel": "ebay", "channel_rate": "0", "sales_tax": "7 %"}, "0.00 override", None),
    ],
)  # fmt: skip
def test_other_channels_in_the_uk(given: dict[str, Any], channel_fee: str | None, payment: str | None) -> None:
    """What the buyer pays contains the tax: none comes on top."""
    quote = fba("2026-09-01", program="fbm", **given)
    for name, expected in (("channel_fee", channel_fee), ("payment", payment)):
        line = quote.line(name)
        assert (None if line is None else f"{line.amount} {line.status}") == expected
        assert line is None or line.amount is not None or "give" in line.why
        assert line is None or "0.00 per order" not in line.why
    assert not any("sales_tax" in note and "give" in note for note in quote.notes)


@pytest.mark.parametrize(
    ("dimensions", "weight", "tolerance", "told"),
    [
        ("33 x 23 x 4 cm", "500 g", 0, "longer and 1 g more it would be small parcel"),
        ("33.1 x 23 x 4 cm", "500 g", 0, "shorter and 1 g less it would be large envelope"),
        ("33.2 x 23 x 4 cm", "500 g", 0, None),
        ("33.1 x 23 x 4 cm", "500 g", 1, None),  # asked for, so that nothing is left to say
        ("32.8 x 22.8 x 3.8 cm", "500 g", 0, None),
        ("30 x 20 x 3 cm", "960.5 g", 0, "shorter and 1 g less it would be large envelope"),
        ("30 x 20 x 3 cm", "959.5 g", 0, "longer and 1 g more it would be small parcel"),
        ("35 x 25 x 12.1 cm", "1 kg", 0, "shorter and 1 g less it would be small parcel"),
        ("45 x 34 x 26.1 cm", "1 kg", 0, "shorter and 1 g less it would be standard parcel"),  # the second ceiling too
        ("175 x 46 x 46 cm", "20 kg", 0, "longer and 1 g more it would be special oversize"),
    ],
)
def test_a_note_where_a_millimetre_decides(dimensions: str, weight: str, tolerance: int, told: str | None) -> None:
    quote = fba("2026-06-01", dimensions=dimensions, weight=weight, side_tolerance_mm=tolerance)
    notes = [note for note in quote.notes if note.startswith("on the edge of a size tier")]
    assert len(notes) == (told is not None)
    assert told is None or told in notes[0]


@pytest.mark.parametrize(
    ("on", "market", "program", "rates", "amount", "status", "noted"),
    [
        ("2025-06-01", "UK", "fbm:royal_mail_2nd", None, "3.90", "exact", False),
        ("2025-06-01", "UK", "fbm:royal_mail_2nd", "retail", "3.90", "exact", False),  # the card's own prices
        ("2025-06-01", "UK", "fbm:royal_mail_2nd", "online", "3.35", "exact", False),
        ("2025-10-05", "UK", "fbm:royal_mail_1st", "online", "4.19", "exact", False),
        ("2025-10-06", "UK", "fbm:royal_mail_1st", "online", "4.19", "projected", False),  # superseded by a card not found
        ("2025-04-06", "UK", "fbm:royal_mail_1st_online", "online", "4.09", "exact", False),
        ("2025-06-01", "UK", "fbm", "online", "4.05", "exact", True),  # tracked: not on file
        ("2026-10-04", "UK", "fbm", None, "4.45", "exact", False),
        ("2026-10-05", "UK", "fbm", None, "4.81", "estimate", False),  # 4.45 x 1.08 = 4.806
        ("2026-10-05", "UK", "fbm:royal_mail_1st", None, "5.90", "exact", False),
        ("2026-10-04", "UK", "fbm:parcelforce_48", None, "13.60", "exact", False),
        ("2026-10-05", "UK", "fbm:parcelforce_48", None, "13.60", "projected", False),
        ("2025-06-01", "DE", "fbm", "online", "4.19", "exact", False),
    ],
)  # fmt: skip
def test_which_of_a_carrier_s_prices(
    on: str, market: str, program: str, rates: str | None, amount: str, status: str, noted: bool
) -> None:
    quote = fba(on, market, program, carrier_rates=rates)
    assert fee(quote, "carrier_postage") == (amount, status)
    assert any("is not used" in note for note in quote.notes) is noted


@pytest.mark.parametrize(
    ("dimensions", "weight", "amount", "status"),
    [
        ("90 x 7 x 7 cm", "2 kg", "7.25", "estimate"), ("61 x 7 x 7 cm", "2 kg", "7.25", "exact"),
        ("90 x 7 x 7 cm", "2001 g", None, ""), ("90.1 x 7 x 7 cm", "1 kg", None, ""), ("90 x 7.1 x 7 cm", "1 kg", None, ""),
    ],
)  # fmt: skip
def test_tubes(dimensions: str, weight: str, amount: str | None, status: str) -> None:
    if amount is None:
        with pytest.raises(lc.LogicostError) as caught:
            fba("2026-05-01", program="fbm", dimensions=dimensions, weight=weight)
        assert caught.value.code == "carrier_limit_exceeded"
    else:
        assert fee(fba("2026-05-01", program="fbm", dimensions=dimensions, weight=weight), "carrier_postage") == (
            amount,
            status,
        )


def test_the_tax_that_comes_back_is_known_as_well_as_the_postage() -> None:
    assert fee(fba("2026-10-04", program="fbm"), "tax_on_fees") == ("-0.74", "exact")  # 4.45 x 20 / 120
    assert fee(fba("2026-10-05", program="fbm"), "tax_on_fees") == ("-0.80", "estimate")
