"""What a stock costs, by hand. The mug holds 5.1 x 4.3 x 4.2 / 1728 = 0.053302 cubic feet."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import logicost as lc
from logicost.errors import RefusedError
from logicost.planning.money import Cost
from logicost.planning.stock import Stock
from logicost.planning.stock_costs import stock_plan
from logicost.planning.stock_figures import StockPlan
from logicost.tables.shelf import open_shelf


def plan_of(row: dict[str, Any], **stock: Any) -> StockPlan:
    return stock_plan(open_shelf(), row, "MUG", "US", Stock(**stock))


def amounts(plan: StockPlan, name: str) -> list[str]:
    return [str(getattr(month, name).amount) for month in plan.months]


def test_storage_follows_the_months_rates(mug: dict[str, Any]) -> None:
    # 1,000 units: 53.302 cubic feet at 0.78 in September = 41.57556, at 2.40 in October = 127.9248
    plan = plan_of(mug, opening=1000, monthly_sales=0, start="2026-09-01", months=2)
    assert amounts(plan, "storage") == ["41.58", "127.92"]
    assert plan.months[0].storage == Cost(Decimal("41.58"), "exact", ("us/storage/2024-04-01",))
    # published material was read to 2026-10-12: 90 days later nothing is exact
    assert (
        plan_of(mug, opening=1000, monthly_sales=0, start="2027-02-01", months=1).months[0].storage.status
        == "projected"
    )


def test_storage_goes_by_the_daily_average(mug: dict[str, Any]) -> None:
    # 155 unit-days in June (see the stock's own test) x 0.053302 x 0.78 / 30 = 0.21480706
    plan = plan_of(mug, opening=10, monthly_sales=10, start="2026-06-01", months=1)
    assert amounts(plan, "storage") == ["0.21"]
    # nine days of September: 1,000 x 0.053302 x 0.78 x 9 / 30 = 12.472668
    assert amounts(plan_of(mug, opening=1000, monthly_sales=0, start="2026-09-22", months=1), "storage") == ["12.47"]


def test_aged_inventory_is_charged_on_the_15th(mug: dict[str, Any]) -> None:
    # at the close of 2026-06-15 units that are 180 days old on the 1st are 194 days old: 0.50 a cubic foot;
    # 100 x 0.053302 x 0.50 = 2.6651; a month later 224 days: x 1.00 = 5.3302
    plan = plan_of(mug, opening="180:100", monthly_sales=0, start="2026-06-01", months=2)
    assert amounts(plan, "aged_inventory") == ["2.67", "5.33"]
    tier = plan.months[0].aged_tiers[0]
    assert (tier.days, tier.units, tier.cost.status) == ("181-210", 100, "exact")
    # 166 days on the 1st are 180 on the 15th: free
    assert amounts(
        plan_of(mug, opening="166:100", monthly_sales=0, start="2026-06-01", months=1), "aged_inventory"
    ) == ["0.00"]
    assert amounts(
        plan_of(mug, opening="167:100", monthly_sales=0, start="2026-06-01", months=1), "aged_inventory"
    ) == ["2.67"]


def test_a_unit_sold_by_the_15th_is_not_charged(mug: dict[str, Any]) -> None:
    # 15 of 30 are sold by the 15th of June; 15 x 0.053302 x 0.50 = 0.399765
    plan = plan_of(mug, opening="180:30", monthly_sales=30, start="2026-06-01", months=1)
    assert amounts(plan, "aged_inventory") == ["0.40"]
    # after the 15th there is no snapshot left in the month
    assert amounts(
        plan_of(mug, opening="180:30", monthly_sales=30, start="2026-06-16", months=1), "aged_inventory"
    ) == ["0.00"]


def test_the_oldest_pay_the_greater_of_rate_and_minimum(mug: dict[str, Any]) -> None:
    small = {**mug, "dimensions": "4 x 3 x 0.5 in", "weight": "2 oz"}  # 6 / 1728 = 0.003472 cubic feet
    # 0.003472 x 6.90 = 0.0239568 < 0.30; x 7.90 < 0.35: 100 units pay 30.00, then 35.00
    plan = plan_of(small, opening="430:100", monthly_sales=0, start="2026-06-01", months=2)
    assert [tier.days for month in plan.months for tier in month.aged_tiers] == ["366-455", "456+"]
    assert amounts(plan, "aged_inventory") == ["30.00", "35.00"]


def test_clothing_is_exempt_to_270_days(mug: dict[str, Any]) -> None:
    shirt = {**mug, "category": "clothing_and_accessories"}
    plan = plan_of(shirt, opening="256:100", monthly_sales=0, start="2026-06-01", months=2)
    # 270 days on June 15: exempt; 300 on July 15: 100 x 0.053302 x 5.45 = 29.04959
    assert amounts(plan, "aged_inventory") == ["0.00", "29.05"]


def test_utilization_needs_the_ratio_of_the_size_class(mug: dict[str, Any]) -> None:
    assert plan_of(mug, opening=100, monthly_sales=0, start="2026-06-01", months=1).months[0].utilization is None
    row = {**mug, "storage_utilization_weeks": "30"}
    # 1,000 units are 31 days old on the 12th of June: 19 of 30 days x 53.302 x 0.76 = 25.65603
    plan = plan_of(row, opening="20:1000", monthly_sales=0, start="2026-06-01", months=2)
    assert amounts(plan, "utilization") == ["25.66", "40.51"]  # and the whole of July: 40.50952
    exactly_22 = {**mug, "storage_utilization_weeks": "22"}
    assert amounts(
        plan_of(exactly_22, opening="60:1000", monthly_sales=0, start="2026-06-01", months=1), "utilization"
    ) == ["0.00"]
    dangerous = {**row, "dangerous_goods": "true"}
    unknown = plan_of(dangerous, opening="60:1000", monthly_sales=30, start="2026-06-01", months=1)
    assert unknown.months[0].utilization == Cost(None, "unsourced", ("us/storage_utilization/2024-04-01",))
    assert unknown.status == "unsourced"
    assert unknown.cost_per_unit_sold is None
    assert any("utilization is not known" in note for note in unknown.notes)


def test_low_inventory_goes_by_both_windows_week_by_week(mug: dict[str, Any]) -> None:
    # 300 a month of June is 10 a day; 0.97 under 14 days, 0.70 under 21, 0.36 under 28 (14.2 oz: up to 3 lb)
    row = {**mug, "days_of_supply_30": "20", "days_of_supply_90": "20"}
    # on the eve both windows stand at 20 days: 0.70 for each unit of the first week, June 1 (a Monday) to 7
    plan = plan_of(row, opening=10_000, monthly_sales=300, start="2026-06-01", months=1)
    # on June 7 the 30-day window holds about 10,000 x 7 days: far above 28 days
    assert plan.months[0].low_inventory_units == 70
    assert plan.months[0].low_inventory_level == Cost(Decimal("49.00"), "exact", ("us/low_inventory_level/2026-01-15",))
    # one window of 28 days or more is enough to be free
    free = {**row, "days_of_supply_90": "28"}
    assert (
        plan_of(free, opening=10_000, monthly_sales=300, start="2026-06-01", months=1).months[0].low_inventory_units
        == 0
    )


def test_low_inventory_without_a_history_is_an_estimate(mug: dict[str, Any]) -> None:
    # opening stock of 100 at 10 a day: 10 days of supply are taken for the time before: 70 units x 0.97
    plan = plan_of(mug, opening=100, monthly_sales=300, start="2026-06-01", months=1)
    month = plan.months[0]
    assert month.low_inventory_level is not None
    assert month.low_inventory_level.status == "estimate"
    # 100 units sell in ten days, all of them at under 14 days of supply
    assert (month.low_inventory_units, month.low_inventory_level.amount) == (100, Decimal("97.00"))
    assert any("days_of_supply_30" in note for note in plan.notes)


def test_few_units_in_seven_days_are_exempt(mug: dict[str, Any]) -> None:
    row = {**mug, "days_of_supply_30": "10", "days_of_supply_90": "10", "units_shipped_7": "19"}
    plan = plan_of(row, opening=10_000, monthly_sales=300, start="2026-06-01", months=1)
    assert plan.months[0].low_inventory_units == 0
    twenty = plan_of({**row, "units_shipped_7": "20"}, opening=10_000, monthly_sales=300, start="2026-06-01", months=1)
    assert twenty.months[0].low_inventory_units == 70


def test_days_of_supply_at_the_months_end(mug: dict[str, Any]) -> None:
    # June: 10 a day from 1,000: closes 990, 980 ... 700; 30 x (990 + 700) / 2 = 25,350 unit-days by 300 shipped
    plan = plan_of(mug, opening=1000, monthly_sales=300, start="2026-06-01", months=1)
    assert plan.months[0].days_of_supply_30 == Decimal("84.50")
    # before the start, 60 days of 1,000 held and 10 a day: (25,350 + 60,000) / 900
    assert plan.months[0].days_of_supply_90 == Decimal("94.83")
    # 25,350 / 300 days is 12.07 weeks
    assert plan.months[0].utilization_weeks == Decimal("12.07")


def test_totals_and_the_cost_per_unit_sold(mug: dict[str, Any]) -> None:
    plan = plan_of(mug, opening="180:300", monthly_sales=30, start="2026-06-01", months=2)
    for month in plan.months:
        assert month.total.amount == (month.storage.amount or 0) + (month.aged_inventory.amount or 0)
    assert plan.total.amount == sum(month.total.amount or 0 for month in plan.months)
    # (11.83 + 7.60) / 30 = 0.6477: storage of 8,550 - 15 unit-days ... is checked above; here the division
    first = plan.months[0]
    assert first.total.amount is not None
    assert first.cost_per_unit_sold == (first.total.amount / 30).quantize(Decimal("0.0001"))


def test_nothing_stored_costs_nothing(mug: dict[str, Any]) -> None:
    month = plan_of(mug, opening=0, monthly_sales=0, start="2026-06-01", months=1).months[0]
    assert month.total == Cost(Decimal("0.00"), "exact")
    assert month.cost_per_unit_sold is None


def test_a_day_before_the_tables_is_refused(mug: dict[str, Any]) -> None:
    with pytest.raises(RefusedError) as caught:
        plan_of(mug, opening=1, monthly_sales=1, start="2020-01-01", months=1)
    assert caught.value.code == "date_before_tables"


def test_a_market_without_tables_is_refused(mug: dict[str, Any]) -> None:
    with pytest.raises(RefusedError) as caught:
        stock_plan(open_shelf(), mug, "MUG", "JP", Stock(opening=1, monthly_sales=1, start="2026-06-01", months=1))
    assert caught.value.code == "market_without_tables"


def test_the_public_function() -> None:
    mug = lc.Product(
        sku="MUG-11", dimensions="5.1 x 4.3 x 4.2 in", weight="14.2 oz", price="18.99", category="home_and_kitchen"
    )
    plan = lc.stock_costs(
        mug, lc.Stock(opening="180:100", monthly_sales=0, start="2026-06-01", months=1), storage_utilization_weeks=30
    )
    assert plan.months[0].utilization is not None
    assert "MUG-11" in str(plan)
    assert plan.months[0].first == dt.date(2026, 6, 1)


@settings(max_examples=25, deadline=None)
@given(
    st.dictionaries(st.integers(0, 700), st.integers(0, 200), max_size=3),
    st.integers(0, 200),
    st.integers(1, 3),
    st.integers(0, 700),
    st.integers(1, 200),
)
def test_more_stock_never_costs_less_to_store(
    opening: dict[int, int], sales: int, months: int, age: int, more: int
) -> None:
    row = {
        "dimensions": "5.1 x 4.3 x 4.2 in",
        "weight": "14.2 oz",
        "category": "home_and_kitchen",
        "storage_utilization_weeks": "30",
    }
    fuller = {**opening, age: opening.get(age, 0) + more}
    less, full = (
        plan_of(row, opening=units, monthly_sales=sales, start="2026-03-05", months=months)
        for units in (opening, fuller)
    )
    for before, after in zip(less.months, full.months, strict=True):
        assert (before.storage.amount or 0) <= (after.storage.amount or 0)
        assert (before.utilization or Cost(Decimal("0.00"), "exact")).amount <= (
            after.utilization or Cost(Decimal("0.00"), "exact")
        ).amount  # type: ignore[operator]
    assert full.sold >= less.sold
    assert less.total.amount == sum(month.total.amount or 0 for month in less.months)
