"""What goes by the seller's plan and by the kind of goods, in quotes and in plans alike. All figures by hand."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

import logicost as lc

MUG: dict[str, Any] = {
    "dimensions": "5.1 x 4.3 x 4.2 in",
    "weight": "14.2 oz",
    "price": "18.99",
    "category": "home_and_kitchen",
}


def line(fee: str, on: str, **options: Any) -> lc.CostLine | None:
    product = lc.Product(sku="MUG", **MUG)
    return next((line for line in lc.quote(product, on=on, **options).lines if line.fee == fee), None)


def test_individual_sellers_pay_no_utilization_surcharge() -> None:
    weeks = {"storage_utilization_weeks": 30}
    found = line("storage_utilization", "2026-07-20", **weeks)
    assert found is not None
    assert found.amount == Decimal("0.0405")
    assert line("storage_utilization", "2026-07-20", selling_plan="individual", **weeks) is None
    plan = lc.stock_costs(
        lc.Product(sku="MUG", **MUG),
        lc.Stock(opening="0:5000", monthly_sales=100, start="2026-01-01", months=2),
        selling_plan="individual",
        **weeks,
    )
    assert [month.utilization.amount for month in plan.months if month.utilization] == [Decimal("0.00")] * 2


@pytest.mark.parametrize("waiver", ["new_selection", "new_seller"])
def test_waivers_are_for_the_professional_plan(waiver: str) -> None:
    with pytest.raises(lc.RefusedError) as caught:
        line("storage", "2026-07-20", selling_plan="individual", **{waiver: True})
    assert (caught.value.code, caught.value.field) == ("professional_only", "selling_plan")
    stock = lc.Stock(opening="0:50", monthly_sales=1, start="2026-01-01", months=2)
    with pytest.raises(lc.RefusedError) as caught:
        lc.stock_costs(lc.Product(sku="MUG", **MUG), stock, selling_plan="individual", **{waiver: True})
    assert caught.value.code == "professional_only"
    assert line("referral", "2026-07-20", selling_plan="professional", **{waiver: True}) is not None


def test_a_new_seller_pays_from_day_365_on() -> None:
    """Of 5,000 units 3,799 are left at the end of 2026-12, and the first of 2027-01 is day 365."""
    plan = lc.stock_costs(
        lc.Product(sku="MUG", **MUG),
        lc.Stock(opening="0:5000", monthly_sales=100, start="2026-01-01", months=14),
        new_seller=True,
        storage_utilization_weeks=30,
    )
    due = {month.first: month.utilization.amount for month in plan.months if month.utilization}
    assert {day for day, amount in due.items() if amount} == {dt.date(2027, 1, 1), dt.date(2027, 2, 1)}
    january = due[dt.date(2027, 1, 1)]
    assert january is not None
    assert abs(january - Decimal("3750") * Decimal("0.053302") * Decimal("0.76")) < 1


def test_the_used_sale_is_an_item_sold() -> None:
    """12.00 - 8.36 - 0.99 = 2.65, of half of 8 %: 0.1060."""
    way = {
        "return_rate": "8 %",
        "resellable_rate": "50 %",
        "unsellable_returns": "grade_and_resell",
        "resale_value": 12,
    }
    found = line("grade_and_resell", "2026-06-10", selling_plan="individual", **way)
    assert found is not None
    assert found.amount == Decimal("-0.1060")
    without = line("grade_and_resell", "2026-06-10", **way)
    assert without is not None
    assert without.amount == Decimal("-0.1456")
    unknown = line("grade_and_resell", "2024-03-20", **way)
    assert unknown is not None
    assert (unknown.amount, unknown.why) == (None, "a fee of the used sale is not on file for this day")


def test_dangerous_goods_are_not_liquidated() -> None:
    goods = lc.Product(sku="MUG", **MUG, dangerous_goods=True)
    cleared = lc.clear(goods, "300:100", 1, start="2026-01-10", months=2)
    assert [sorted(month.totals) for month in cleared.months] == [["disposal", "keep", "removal"]] * 2
    assert "dangerous goods cannot be liquidated" in cleared.notes
    assert cleared.best_way == "removal"
    plain = lc.clear(lc.Product(sku="MUG", **MUG), "300:100", 1, start="2026-01-10", months=2)
    assert plain.best_way == "liquidation"


def test_a_share_that_is_not_on_file_is_named() -> None:
    """From 2026-07-06 no two-day share of oversize is on file; until then it was 45 %."""
    big = lc.Product(sku="BIG", dimensions="18 x 13.9 x 7.9 in", weight="19 lb", price="60")
    notes = [
        lc.quote(big, "sfp", on=on, postage=9, zone=5, one_day_up_to_zone=5, two_days_up_to_zone=0).notes
        for on in ("2026-07-05", "2026-07-06")
    ]
    gap = "no share to promise two days is on file for oversize: it is not counted"
    assert [gap in each for each in notes] == [False, True]


def test_the_channel_that_nothing_serves_is_named() -> None:
    answer = lc.hybrid(lc.Product(sku="MUG", **MUG), "amazon:100,buy_with_prime:10", on="2026-08-25")
    assert answer.best is None
    assert "best: no program whose every cost is known serves buy_with_prime" in str(answer)
    assert "give mcf_fulfillment_rate" in " ".join(str(answer).split())
    apart = lc.hybrid(lc.Product(sku="MUG", **MUG), "amazon:100,shopify:50", ["fba", "mcf"], on="2026-08-25")
    assert "the rest by oneself: none of its programs serves every channel" in " ".join(str(apart).split())
