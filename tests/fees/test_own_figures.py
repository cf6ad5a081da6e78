"""Figures of a seller's own: costs beside Amazon's, discounts, and rates that stand in place of the cards.

Worked by hand for a mug of 18.99 in home_and_kitchen (15 %), 5.1 x 4.3 x 4.2 in, 14.2 oz, on 2026-11-22: referral 2.8485
-> 2.85, FBA fulfillment 4.89 with 3.5 % surcharge 0.17115 -> 0.17.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import logicost as lc

MUG = {
    "sku": "MUG", "dimensions": "5.1 x 4.3 x 4.2 in", "weight": "14.2 oz", "price": "18.99", "category": "home_and_kitchen",
    "cost": "3.10",
}  # fmt: skip
ON = "2026-11-22"
LONG_AGO = "2022-06-01"  # before the first referral card on file


def quote(program: str = "fba", on: str = ON, **more: Any) -> lc.Quote:
    return lc.quote({**MUG, **more}, program, on=on)


def why(quoted: lc.Quote, fee: str) -> str:
    line = quoted.line(fee)
    assert line is not None
    return line.why


def test_own_preparation_is_a_cost_and_an_investment() -> None:
    plain, own = quote(), quote(own_prep="0.35")
    assert plain.line("own_prep") is None
    assert own.amount("own_prep") == Decimal("0.35")
    assert plain.profit is not None
    assert own.profit == plain.profit - Decimal("0.35")
    assert own.roi == (own.profit / Decimal("3.45")).quantize(Decimal("0.0001"))
    assert {"cost_of_goods", "own_prep"} <= {line.fee for line in own.lines}


@pytest.mark.parametrize(
    ("given", "amount", "reason"),
    [
        ({"advertising_rate": "8 %"}, "1.5192", "your advertising per unit sold: 8 % of $18.99"),
        ({"advertising": "0.50"}, "0.50", "your advertising per unit sold"),
        (
            {"advertising": "0.50", "advertising_rate": "0.08"},
            "2.0192",
            "your advertising per unit sold: $0.50 and 8 % of $18.99",
        ),
        ({"advertising_rate": "8 %", "discount": "2"}, "1.5192", "your advertising per unit sold: 8 % of $18.99"),
    ],
)
def test_advertising_is_an_amount_and_a_share_of_the_price(given: dict[str, str], amount: str, reason: str) -> None:
    quoted = quote(**given)
    assert quoted.amount("advertising") == Decimal(amount)
    assert why(quoted, "advertising") == reason


def test_other_selling_costs() -> None:
    quoted = quote("mcf", other_selling_fee="0.20", other_selling_rate="2 %", discount="1.99")
    assert quoted.amount("other_selling") == Decimal("0.54")  # 0.20 + 2 % of 17.00
    assert why(quoted, "other_selling") == "your other selling costs per unit sold: $0.20 and 2 % of $17.00"
    assert quote().line("other_selling") is None


def test_a_discount_comes_off_revenue_and_shares() -> None:
    plain, quoted = quote(), quote(discount="1.99")
    assert (plain.revenue, quoted.revenue) == (Decimal("18.99"), Decimal("17.00"))
    assert (plain.amount("referral"), quoted.amount("referral")) == (Decimal("2.85"), Decimal("2.55"))
    assert why(quoted, "referral") == "15 % of $17.00"
    assert quoted.amount("fba_fulfillment") == Decimal("4.89")  # the band of 18.99
    assert quote(price="10.50", discount="1.00").amount("fba_fulfillment") == quote(price="10.50").amount(
        "fba_fulfillment"
    )
    returned = quote(discount="1.99", return_rate="10 %")
    assert returned.amount("refund") == Decimal("1.70")
    shop = quote("mcf", discount="1.99", channel="walmart")
    assert shop.amount("channel_fee") == Decimal("2.55")
    paid = quote("mcf", discount="1.99", channel="direct", payment="stripe")
    assert paid.amount("payment") == Decimal("0.79")  # 2.9 % of 17.00, 0.493 -> 0.49, and 0.30
    assert any(step.name == "sale_price" for step in quoted.explain())
    assert not any(step.name == "sale_price" for step in plain.explain())


@pytest.mark.parametrize("discount", ["18.99", "25"])
@pytest.mark.parametrize("program", ["fba", "mcf", "fbm"])
def test_a_discount_leaves_something_of_the_price(discount: str, program: str) -> None:
    with pytest.raises(lc.RefusedError, match="leaves nothing of the price") as caught:
        quote(program, discount=discount)
    assert (caught.value.code, caught.value.field) == ("discount_too_large", "discount")


def test_tax_is_inside_what_the_buyer_pays() -> None:
    """(12.00 - 2.40) x 20 / 120 = 1.60."""
    quoted = lc.quote(
        {"sku": "A", "market": "UK", "dimensions": "20 x 10 x 5 cm", "weight": "300 g", "price": "12.00", "discount": "2.40"},
        "fba", on=ON, vat_rate="20 %",
    )  # fmt: skip
    assert quoted.sales_tax_included == Decimal("1.60")
    assert quoted.revenue == Decimal("8.00")
    assert quoted.price == Decimal("12.00")


@pytest.mark.parametrize("program", ["fba", "fbm:ups_ground", "sfp:ups_ground"])
def test_an_own_referral_share_replaces_the_card(program: str) -> None:
    quoted = quote(program, referral_rate="12.5 %")
    line = quoted.line("referral")
    assert line is not None
    assert (line.amount, line.status, line.edition) == (Decimal("2.37"), "override", None)  # 2.37375
    assert line.why == "your own share, 12.5 % of $18.99"
    assert quote(program, referral_rate="0").amount("referral") == 0
    assert quote(program, referral_rate="10 %", discount="1.99").amount("referral") == Decimal("1.70")
    assert quote(program, price="1.00", referral_rate="15 %").amount("referral") == Decimal(
        "0.15"
    )  # no minimum of 0.30


def test_an_own_referral_share_needs_no_category_and_no_card() -> None:
    bare = {**{name: value for name, value in MUG.items() if name != "category"}, "apparel": False}
    assert any("everything_else" in note for note in lc.quote(bare, "fba", on=ON).notes)
    own = lc.quote(bare, "fba", on=ON, referral_rate="15 %")
    assert not any("everything_else" in note for note in own.notes)
    assert own.status == lc.quote(MUG, "fba", on=ON, referral_rate="15 %").status
    goes_by = "no category was given, and the fulfillment fee goes by it; name the category"
    open_goods = {name: value for name, value in bare.items() if name != "apparel"}
    assert goes_by in lc.quote(open_goods, "fba", on=ON, referral_rate="15 %").notes
    for told in (
        lc.quote(open_goods, "fba", on=ON),
        own,
        lc.quote({**open_goods, "category": "no such word"}, "fba", on=ON, referral_rate="15 %"),
    ):
        assert goes_by not in told.notes  # another note says it, apparel is given, or the word is no blank
    early = quote("fbm:flat", LONG_AGO, postage="5", referral_rate="15 %")
    assert early.amount("referral") == Decimal("2.85")
    with pytest.raises(lc.RefusedError) as caught:
        quote("fbm:flat", LONG_AGO, postage="5").amount("referral")
    assert caught.value.code == "fee_unsourced"


def test_an_own_fulfillment_fee_holds_surcharge_and_discount() -> None:
    certified, own = quote(sipp="true"), quote(sipp="true", fba_fulfillment_rate="4.10")
    assert certified.amount("fuel_surcharge") == Decimal("0.17")
    assert certified.amount("sipp_discount") < 0
    line = own.line("fba_fulfillment")
    assert line is not None
    assert (line.amount, line.status, line.edition) == (Decimal("4.10"), "override", None)
    assert own.line("fuel_surcharge") is None
    assert own.line("sipp_discount") is None
    assert own.profit is not None
    assert certified.profit is not None
    listed = sum(certified.amount(fee) for fee in ("fba_fulfillment", "fuel_surcharge", "sipp_discount"))
    assert own.profit - certified.profit == listed - Decimal("4.10")
    mcf = quote("mcf", fba_fulfillment_rate="4.10")
    assert mcf == quote("mcf") or mcf.total_cost == quote("mcf").total_cost


def test_a_share_off_the_whole_postage() -> None:
    """Half-up to the cent of the parcel's price; own postage is what it is."""
    plain = quote("fbm:ups_ground", zone=5)
    assert plain.amount("carrier_postage") > 10
    quoted = quote("fbm:ups_ground", zone=5, postage_discount="40 %")
    off = (plain.amount("carrier_postage") * Decimal("0.4")).quantize(Decimal("0.01"), "ROUND_HALF_UP")
    assert quoted.amount("carrier_postage") == plain.amount("carrier_postage") - off
    assert "your discount of 40 % is taken off the carrier's card" in quoted.notes
    line, listed = quoted.line("carrier_postage"), plain.line("carrier_postage")
    assert line is not None
    assert listed is not None
    assert (line.status, line.edition) == (listed.status, listed.edition)
    own = quote("fbm:ups_ground", zone=5, postage="7.00", postage_discount="40 %")
    assert own.amount("carrier_postage") == Decimal("7.00")
    assert not any("discount" in note for note in own.notes)


def test_every_reading_agrees() -> None:
    more = {
        "own_prep": "0.35", "advertising_rate": "8 %", "discount": "1.99", "referral_rate": "12 %", "postage_discount": "33.3 %",
        "fba_fulfillment_rate": "4.10", "other_selling_fee": "0.2", "other_selling_rate": "1.7 %", "return_rate": "9 %",
    }  # fmt: skip
    rows = [{**MUG, "sku": name, **({} if name == "none" else {name: more[name]})} for name in ("none", *more)]
    rows.append({**MUG, "sku": "all", **more})
    programs = "fba,fbm:ups_ground,sfp:fedex_ground"
    found = lc.quote_frame(rows, programs, on=ON)
    expected = [quoted for row in rows for quoted in lc.compare(row, programs, on=ON).quotes]
    assert [(row["sku"], row["program"], row["profit"]) for row in found] == [
        (quoted.sku, quoted.program, quoted.profit) for quoted in expected
    ]
