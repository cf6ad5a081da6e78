"""FBA New Selection in a stock, by hand: the first 100 units and 120 days of storage, 180 days of low stock."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from logicost.planning.stock import Stock
from logicost.planning.stock_costs import stock_plan
from logicost.planning.stock_figures import StockPlan
from logicost.tables.shelf import open_shelf


def plan_of(row: dict[str, Any], **stock: Any) -> StockPlan:
    return stock_plan(open_shelf(), row | {"new_selection": True}, "MUG", "US", Stock(**stock))


def test_the_first_hundred_units_are_stored_free(mug: dict[str, Any]) -> None:
    # two sell each day of April: of 1,000 - 2 i on hand 100 - 2 i are free, 900 are paid: 900 x 0.053302 x 0.78 = 37.418
    april = plan_of(mug, opening=1000, monthly_sales=60, start="2026-04-01", months=1).months[0].storage
    assert (str(april.amount), april.status) == ("37.42", "exact")
    assert april.editions == ("us/new_selection/2025-04-01", "us/storage/2024-04-01")
    for units, amount in ((100, "0.00"), (101, "0.04")):  # one unit for a month: 0.04157556
        month = plan_of(mug, opening=units, monthly_sales=0, start="2026-04-01", months=1).months[0]
        assert str(month.storage.amount) == amount


@pytest.mark.parametrize(
    ("age", "amount"),
    # ten units a whole month: 0.4157556; by the days that are paid, of 30
    [(0, "0.00"), (90, "0.00"), (91, "0.01"), (119, "0.40"), (120, "0.42"), (200, "0.42")],
)
def test_for_120_days_from_the_oldest_unit(mug: dict[str, Any], age: int, amount: str) -> None:
    plan = plan_of(mug, opening={age: 10}, monthly_sales=0, start="2026-04-01", months=1)
    assert str(plan.months[0].storage.amount) == amount


def test_from_the_first_arrival(mug: dict[str, Any]) -> None:
    # arrives on May 1: free to August 28, the 120th day; the last three days of August 10 x 0.053302 x 0.78 x 3 / 31 = 0.0402
    plan = plan_of(mug, monthly_sales=0, start="2026-04-01", months=5, replenishments="2026-05-01:10")
    assert [str(month.storage.amount) for month in plan.months] == ["0.00", "0.00", "0.00", "0.00", "0.04"]
    assert any("counts from 2026-05-01" in note for note in plan.notes)


def test_other_sizes_are_an_estimate_for_fifty_units(mug: dict[str, Any]) -> None:
    cot = mug | {"dimensions": "24 x 7.5 x 6 in", "weight": "7.9 lb"}
    month = plan_of(cot, opening=50, monthly_sales=0, start="2026-04-01", months=1).months[0]
    assert (str(month.storage.amount), month.storage.status) == ("0.00", "estimate")
    # one unit: 1080 / 1728 x 0.56 = 0.35
    assert (
        str(plan_of(cot, opening=51, monthly_sales=0, start="2026-04-01", months=1).months[0].storage.amount) == "0.35"
    )


def test_low_stock_is_free_for_180_days(mug: dict[str, Any]) -> None:
    # five sell each day; the oldest unit is 179 days old on the first day, which alone is free, of 5 x 0.97 (0 to 14 days)
    row = mug | {"days_of_supply_30": 5, "days_of_supply_90": 5}
    stock: dict[str, Any] = {"monthly_sales": 150, "start": "2026-04-01", "months": 1}
    plan = plan_of(row, opening={179: 150}, **stock)
    plain = stock_plan(open_shelf(), row, "MUG", "US", Stock(opening={179: 150}, **stock))
    assert (plan.months[0].low_inventory_units, plain.months[0].low_inventory_units) == (145, 150)
    assert plain.total.amount - plan.total.amount == Decimal("4.85")  # type: ignore[operator]
    assert plan_of(row, opening={150: 150}, **stock).months[0].low_inventory_units == 0


def test_low_stock_is_free_for_200_units_from_2026_07_30(mug: dict[str, Any]) -> None:
    # ten sell each day of September; 200 up to the 20th, the units of the last ten days pay
    row = mug | {"days_of_supply_30": 5, "days_of_supply_90": 5}
    for on, charged in (("2026-09-01", 100), ("2026-04-01", 0)):
        plan = plan_of(row, opening=400, monthly_sales=300, start=on, months=1)
        assert plan.months[0].low_inventory_units == charged


def test_a_new_seller(mug: dict[str, Any]) -> None:
    given = mug | {"days_of_supply_30": 5, "days_of_supply_90": 5, "storage_utilization_weeks": 30}
    for flag, units, surcharged in ((False, 150, True), (True, 0, False)):
        row = given | {"new_seller": flag}
        stock = Stock(opening={60: 150}, monthly_sales=150, start="2026-04-01", months=1)
        plan = stock_plan(open_shelf(), row, "MUG", "US", stock)
        assert plan.months[0].low_inventory_units == units
        assert (plan.months[0].utilization.amount > 0) is surcharged  # type: ignore[union-attr, operator]
        assert any("new_seller" in note for note in plan.notes) is flag
