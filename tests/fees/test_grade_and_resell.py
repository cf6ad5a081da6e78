"""Grade and Resell by hand: every cell of its card, the fees of the used sale by its own price, what is not given."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

import logicost as lc
from logicost.errors import InputError
from logicost.fees.end_of_life import UnitCost, end_of_life_costs
from logicost.tables.shelf import find_market, open_shelf

MUG = {"dimensions": "5.1 x 4.3 x 4.2 in", "weight": "14.2 oz", "price": "18.99", "category": "home_and_kitchen"}
CASE = {"dimensions": "6.5 x 3.9 x 0.7 in", "weight": "3.2 oz", "price": "18.99", "category": "electronics_accessories"}
CARD = "us/grade_and_resell/2024-02-05"
WAY = {"unsellable_returns": "grade_and_resell", "return_rate": "10 %", "resellable_rate": "0"}


def cost(on: str, **row: object) -> UnitCost:
    day = dt.date.fromisoformat(on)
    return end_of_life_costs(open_shelf(), find_market("US"), day, row)["grade_and_resell"]


def test_a_mug_sold_as_used() -> None:
    # 12.00 - 1.80 grading - 15 % = 1.80 - 4.60 fulfillment - 3.5 % of it = 0.16: 3.64 is left
    assert cost("2026-06-10", **MUG, resale_value="12") == UnitCost(Decimal("-3.64"), "override", CARD)


def test_the_referral_of_the_published_example(price: Any) -> None:
    # Home & Garden, 3.35 lb: 28.50, 25.50, 24.00 and 22.50 at 15 % are 4.28, 3.83, 3.60 and 3.38; grading 1.80
    row = WAY | {"weight": "3.35 lb"}
    for value, referral in (("28.50", "4.28"), ("25.50", "3.83"), ("24.00", "3.60"), ("22.50", "3.38")):
        values = price("2026-06-10", resale_value=value, **row).values
        assert values["resale_referral"] == int(Decimal(referral) * 10_000)
        assert values["grade_and_resell_fee"] == 18_000


@pytest.mark.parametrize(
    ("row", "fee", "status"),
    [
        (CASE, "1.50", "override"),
        (CASE | {"weight": "16 oz"}, "1.50", "override"),
        (CASE | {"weight": "16.001 oz"}, "1.80", "override"),  # large standard now
        (MUG | {"weight": "20 lb"}, "1.80", "override"),
        (MUG | {"weight": "20.001 lb"}, "2.65", "estimate"),  # bulky: the old tiers' names do not fit today's
        (MUG | {"dimensions": "30 x 22 x 22 in", "weight": "151 lb"}, "2.65", "estimate"),
        (MUG | {"dimensions": "30 x 22 x 22 in", "weight": "151.001 lb"}, "4.10", "estimate"),
    ],
)
def test_every_cell_of_the_card(price: Any, row: dict[str, str], fee: str, status: str) -> None:
    priced = price("2026-03-02", resale_value="12", **WAY | row)
    assert priced.values["grade_and_resell_fee"] == int(Decimal(fee) * 10_000)
    assert priced.status("grade_and_resell") == status


def test_the_bands_are_those_of_the_used_price(price: Any) -> None:
    # 2026-03-02, large standard, 12 to 16 oz: 3.78 under 10, 4.60 from 10 on; no surcharge yet; the new unit is over 10
    for value, fulfillment in (("9.99", "3.78"), ("10.00", "4.60")):
        values = price("2026-03-02", resale_value=value, **WAY).values
        assert values["resale_fba_fulfillment"] == int(Decimal(fulfillment) * 10_000)
        assert values["fba_fulfillment"] == 46_000
    # clothing: 5 % up to 15.00, 10 % up to 20.00, else 17 %
    for value, referral in (("15.00", "0.75"), ("15.01", "1.50"), ("20.01", "3.40")):
        values = price("2026-03-02", resale_value=value, category="clothing_and_accessories", **WAY).values
        assert values["resale_referral"] == int(Decimal(referral) * 10_000)


def test_the_card_of_the_day(price: Any) -> None:
    # the surcharge from 2026-04-17: 3.5 % of 4.60 = 0.16; the first day with size tiers, the holiday peak at 4.89
    assert price("2026-04-16", resale_value="12", **WAY).values["resale_brings"] == 38_000
    assert price("2026-04-17", resale_value="12", **WAY).values["resale_brings"] == 36_400
    assert price("2026-11-22", resale_value="12", **WAY).values["resale_fba_fulfillment"] == 48_900
    first = price("2024-02-05", resale_value="12", **WAY)
    assert first.values["grade_and_resell_fee"] == 18_000
    assert first.amount("grade_and_resell") == "unsourced"  # no fulfillment card before 2024-04-15
    assert price("2027-01-15", resale_value="12", **WAY).status("grade_and_resell") == "projected"


def test_bulky_packaging_overmax_and_closing_are_paid_again(price: Any) -> None:
    # a cot of 7.77 lb of dimensional weight: packaging 1.68; a surfboard of 97 in, 61 lb: overmax 21.00; media: closing 1.80
    cot = {"dimensions": "24 x 7.5 x 6 in", "weight": "7.9 lb", "category": "furniture", "resale_value": "120"}
    assert price("2026-03-02", **WAY | cot).values["resale_other_fees"] == 16_800
    assert price("2026-03-02", sipp=True, **WAY | cot).values["resale_other_fees"] == 0
    board = cot | {"dimensions": "97 x 22 x 4 in", "weight": "14 lb"}
    assert price("2026-03-02", **WAY | board).values["resale_other_fees"] == 210_000
    assert price("2026-03-02", **WAY, category="media", resale_value="8").values["resale_other_fees"] == 18_000


def test_per_unit_sold(price: Any) -> None:
    # 3.64 x 40 % x 10 % = 0.1456; the other ways have no line
    given = {"unsellable_returns": "grade_and_resell", "resellable_rate": "60 %", "resale_value": "12"}
    priced = price("2026-06-10", return_rate="10 %", **given)
    assert (priced.amount("grade_and_resell"), priced.status("grade_and_resell")) == ("-0.1456", "override")
    assert not {"disposal", "removal", "liquidation"} & set(priced.lines)
    assert (
        price("2026-06-10", return_rate="10 %", **given | {"resellable_rate": "100 %"}).amount("grade_and_resell")
        is None
    )
    # a sale may cost more than it brings: 5.00 - 1.80 - 0.75 - 3.78 - 0.13 = -1.46
    assert (
        price("2026-06-10", return_rate="10 %", **given | {"resale_value": "5", "resellable_rate": "0"}).amount(
            "grade_and_resell"
        )
        == "0.1460"
    )


def test_the_value_is_never_guessed(price: Any) -> None:
    assert price("2026-06-10", **WAY).amount("grade_and_resell") == "unsourced"
    quote = lc.quote(lc.Product(sku="MUG-11", **MUG), on="2026-06-10", **WAY)
    line = quote.line("grade_and_resell")
    assert line is not None
    assert line.amount is None
    assert line.why == "what a used unit sells for is not known; give resale_value"
    assert cost("2026-06-10", **MUG).amount is None
    for value, code in (("-3", "negative"), ("x", "not_a_number"), ("1000001", "too_large")):
        with pytest.raises(InputError) as caught:
            price("2026-06-10", resale_value=value, **WAY)
        assert (caught.value.field, caught.value.code) == ("resale_value", code)


def test_given_away_as_used(price: Any) -> None:
    # nothing - 1.80 - the least referral of 0.30 - 3.78 under 10 - 0.13: it costs 6.01
    assert price("2026-06-10", resale_value="0", **WAY).amount("grade_and_resell") == "0.6010"


def test_a_value_without_use_is_noted(price: Any) -> None:
    def idle(**given: str) -> bool:
        return any("resale_value" in note for note in price("2026-06-10", resale_value="12", **given).notes)

    assert idle()
    assert idle(return_rate="10 %")
    assert idle(unsellable_returns="grade_and_resell")
    assert not idle(**WAY)


def test_an_assumed_category_makes_an_estimate(price: Any) -> None:
    assert price("2026-06-10", resale_value="12", category=None, **WAY).status("grade_and_resell") == "estimate"
