"""Clearing a stock, by hand. A mug sold for 18.99 on 2026-06-01 leaves 18.99 - 4.60 - 0.16 - 2.85 = 11.38."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

import logicost as lc
from logicost.answers.engine import Engine
from logicost.errors import InputError
from logicost.planning.clear import Clearance, clear_row
from logicost.planning.contribution import Contribution
from logicost.planning.stock import Stock

JUNE = dt.date(2026, 6, 1)


def cleared(
    row: dict[str, Any], opening: str, sales: object, months: int = 3, start: str = "2026-06-01", **more: Any
) -> Clearance:
    return clear_row(
        Engine(), row, "MUG", "US", Stock(opening=opening, monthly_sales=sales, start=start, months=months), **more
    )


def totals(clearance: Clearance, month: int = 0) -> dict[str, str]:
    return {way: str(net.amount) for way, net in clearance.months[month].totals.items()}


def test_what_a_sale_leaves_follows_the_cards(mug: dict[str, Any]) -> None:
    contribution = Contribution(
        Engine(), {**mug, "cost": "3.10", "days_in_storage": "30", "inventory_age_days": "300"}, "US"
    )
    assert contribution.on(dt.date(2026, 6, 1)).amount == Decimal("11.38")  # goods and storage do not count
    # the peak card of 2026-10-15 replaces 4.60 by what a quote of that day says
    product = lc.Product(**mug)
    for day in (dt.date(2026, 10, 14), dt.date(2026, 10, 15), dt.date(2026, 6, 2)):
        assert contribution.on(day).amount == lc.quote(product, "fba", on=day).profit


def test_now_by_hand(mug: dict[str, Any]) -> None:
    # 100 units at 14.2 oz: removal and disposal 1.53 each (8 to 16 oz);
    # liquidation 0.30 processing + 0.21 referral - 1.42 (7.5 % of 18.99) = 0.91 gained
    clearance = cleared(mug, "200:100", 5)
    now = totals(clearance)
    assert (now["removal"], now["disposal"], now["liquidation"]) == ("-153.00", "-153.00", "91.00")
    # June: 5 x 11.38 = 56.90; 2,935 unit-days x 0.053302 x 0.78 / 30 = 4.07; on the 15th 98 units of 214 days:
    # 98 x 0.053302 x 1.00 = 5.22; 56.90 - 4.07 - 5.22 = 47.61; then 95 units x -1.53 = -145.35
    assert clearance.months[0].money.amount == Decimal("47.61")
    assert totals(clearance, 1)["removal"] == "-97.74"
    assert clearance.months[1].values["removal"].amount == Decimal("-145.35")
    assert clearance.months[1].units == 95


def test_keeping_ends_without_stock(mug: dict[str, Any]) -> None:
    clearance = cleared(mug, "200:100", 5)
    # the 85 units left on September 1 go to the liquidator for 0.91 each
    money = sum(month.money.amount or 0 for month in clearance.months)
    assert clearance.months[0].totals["keep"].amount == money + 85 * Decimal("0.91")
    # and keeping to the end leaves the same from wherever it is looked at
    assert len({month.totals["keep"].amount for month in clearance.months}) == 1


def test_months_end_with_the_stock(mug: dict[str, Any]) -> None:
    clearance = cleared(mug, "200:100", 60, months=6)
    assert [month.units for month in clearance.months] == [100, 40]
    assert clearance.best_way == clearance.best_now == "keep"
    keep = clearance.verdicts[0]
    assert (keep.way, keep.stops, keep.negative_from) == ("keep", None, None)


def test_slow_and_old_stock_is_better_liquidated_now(mug: dict[str, Any]) -> None:
    clearance = cleared(mug, "260:400,300:200", 10, months=6)
    assert (clearance.best_day, clearance.best_way, clearance.best_now) == (JUNE, "liquidation", "liquidation")
    assert str(clearance.best_total and clearance.best_total.amount) == "546.00"  # 600 x 0.91
    verdicts = {verdict.way: verdict for verdict in clearance.verdicts}
    assert (verdicts["keep"].stops, verdicts["keep"].beaten_by, verdicts["keep"].negative_from) == (
        JUNE,
        "liquidation",
        JUNE,
    )
    assert verdicts["liquidation"].stops is None


def test_waiting_for_the_surcharge_to_climb(mug: dict[str, Any]) -> None:
    # 0.91 is what a liquidated unit brings. With a sale of 10 of 200 a month, June pays 200 x 0.0533 x 0.50 for ages of
    # 181 to 210 days and is still worth it; by the time of 5.45 a cubic foot (0.29 a unit and month) it is not.
    clearance = cleared(mug, "170:1500", 10, months=8)
    best = [month.best for month in clearance.months]
    assert best[0] == "keep"
    assert best[-1] == "liquidation"
    stops = next(verdict.stops for verdict in clearance.verdicts if verdict.way == "keep")
    assert stops is not None
    assert clearance.best_day == stops
    # it is the best of all cells, and no month before it is better left
    everything = [net.amount for month in clearance.months for net in month.totals.values() if net.amount is not None]
    assert clearance.best_total is not None
    assert clearance.best_total.amount == max(everything)


def test_a_discount_sale(mug: dict[str, Any]) -> None:
    # 13.99: 4.60 + 0.16 + 2.10 (15 % of 13.99 = 2.0985) leave 7.13; all 100 go in June at 100 a month
    clearance = cleared(mug, "100:100", 5, discount_price="13.99", discount_sales="100")
    # closes: floor(10 i / 3) sold by day i: 1,550 - ... = 1,440 unit-days? 100 x 30 - sum(floor(100 i / 30)) = 3000 - 1540
    held = sum(100 - 100 * day // 30 for day in range(1, 31))
    storage = (Decimal(held) * Decimal("0.053302") * Decimal("0.78") / 30).quantize(Decimal("0.01"))
    # 100 units in 30 days are under 28 days of supply, in the second week and later: the model says how many
    plan = lc.stock_costs(lc.Product(**mug), lc.Stock(opening="100:100", monthly_sales=100, start=JUNE, months=1))
    low = plan.months[0].low_inventory_level
    assert low is not None
    assert plan.months[0].storage.amount == storage
    assert totals(clearance)["discount"] == str(Decimal("713.00") - storage - (low.amount or 0))


def test_a_discount_of_nothing_is_keeping(mug: dict[str, Any]) -> None:
    # the same price and sales, begun in any month, must leave what keeping leaves: the stock goes on with its ages.
    # 167 days on June 1 are 181 on June 15 and 211 on July 15, each the first day of a dearer band
    clearance = cleared(mug, "167:200", 5, discount_price="18.99", discount_sales="5")
    assert all(month.totals["discount"] == month.totals["keep"] for month in clearance.months)


def test_a_removed_unit_may_be_worth_something(mug: dict[str, Any]) -> None:
    clearance = cleared(mug, "200:100", 5, removed_value="4.00")
    assert totals(clearance)["removal"] == "247.00"  # 100 x (4.00 - 1.53)
    assert clearance.notes == ()


def test_the_order_date_picks_the_card(mug: dict[str, Any]) -> None:
    light = {**mug, "weight": "7 oz", "dimensions": "5 x 4 x 1 in"}
    # up to 8 oz: 1.04 until 2026-01-14, 0.84 from the day after
    clearance = cleared(light, "10:10", 0, start="2026-01-14", months=2)
    assert totals(clearance)["removal"] == "-10.40"
    assert clearance.months[1].values["removal"].amount == Decimal("-8.40")


def test_unknown_figures_are_not_ranked(mug: dict[str, Any]) -> None:
    row = {**mug, "dangerous_goods": "true", "storage_utilization_weeks": "30"}
    clearance = cleared(row, "200:100", 5)
    assert clearance.months[0].totals["keep"].amount is None
    assert clearance.months[0].best == "removal"  # dangerous goods cannot be liquidated


@pytest.mark.parametrize(
    ("code", "field", "changes"),
    [
        ("no_stock", "opening", {"opening": ""}),
        ("discount_incomplete", "discount_sales", {"discount_price": "9.99"}),
        ("discount_incomplete", "discount_price", {"discount_sales": "9"}),
        ("price_not_positive", "discount_price", {"discount_price": "0", "discount_sales": "9"}),
        ("not_whole", "discount_sales", {"discount_price": "9.99", "discount_sales": "9.5"}),
        ("negative", "removed_value", {"removed_value": "-1"}),
    ],
)
def test_what_cannot_be_used(mug: dict[str, Any], code: str, field: str, changes: dict[str, Any]) -> None:
    with pytest.raises(InputError) as caught:
        cleared(mug, **{"opening": "200:100", "sales": 5, **changes})
    assert (caught.value.code, caught.value.field) == (code, field)


def test_programmes_for_returned_and_for_new_units_are_no_part(mug: dict[str, Any]) -> None:
    # Grade and Resell takes returned units; the first units of a new product are not counted anew by a discount sale
    plain = cleared(mug, "30:100", 5)
    given = mug | {"new_selection": True, "unsellable_returns": "grade_and_resell", "resale_value": "12"}
    assert totals(cleared(given, "30:100", 5)) == totals(plain)
    assert set(plain.months[0].values) == {"keep", "liquidation", "removal", "disposal"}


def test_the_public_function_prints(mug: dict[str, Any]) -> None:
    shown = str(
        lc.clear(
            lc.Product(sku="MUG-11", **mug), "200:100", 5, start="2026-06-01", months=2, liquidation_recovery="10 %"
        )
    )
    assert "MUG-11" in shown
    assert "liquidation" in shown
