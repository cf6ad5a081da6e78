"""Stocks and clearances of many products are those of one, to the cent and the status, over catalogs made at random."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import polars as pl
import pytest

from logicost.answers.engine import Engine
from logicost.errors import LogicostError
from logicost.fees.vocabularies import vocabulary
from logicost.inputs.columns import Door
from logicost.inputs.days import FIRST_DAY
from logicost.planning.clear import WAYS, clear_row
from logicost.planning.many.clear import Discount, ManyContributions, ManyEnds, clearances
from logicost.planning.many.fees import ManyFees
from logicost.planning.many.money import Money
from logicost.planning.many.numbers import half_up, product
from logicost.planning.many.stock import COSTS, Movements, StockMonths, Stocks, _Weeks, stock_months
from logicost.planning.money import Cost, Net
from logicost.planning.stock import Stock, stock_days
from logicost.planning.stock_costs import stock_plan
from logicost.planning.supply import WINDOWS, SupplyHistory
from logicost.planning.unit_fees import UnitFees
from logicost.tables.shelf import find_market
from logicost.tables.status import Status

ENGINE, US = Engine(), find_market("US")
WORDS = vocabulary(ENGINE.shelf, US)
CATEGORIES = ["home_and_kitchen", "", "clothing_and_accessories", "grocery_and_gourmet", "shoes", "books"]


@dataclass
class Made:
    start: dt.date
    rows: list[dict[str, str]]
    stocks: list[Stock]


def made(seed: int, size: int, arrivals: bool) -> Made:
    """Products with all that the model looks at, given or not."""
    pick = random.Random(seed)
    known = [name for name in CATEGORIES if not name or name in WORDS.categories.names]
    start = dt.date(2026, pick.choice([1, 6, 11]), pick.choice([1, 14, 16, 27]))
    months = pick.choice([2, 7, 14])
    rows, stocks = [], []
    for number in range(size):
        sides = [pick.randint(1, 40), pick.randint(1, 20), pick.randint(1, 20)]
        rows.append(
            {
                "sku": f"S{number}",
                "dimensions": "{} x {} x {} in".format(*sides),
                "weight": f"{pick.randint(1, 600) / 10} lb",
                "price": f"{pick.randint(300, 9000) / 100}",
                "category": pick.choice(known),
                "days_of_supply_30": pick.choice(["", f"{pick.randint(0, 6000) / 100}"]),
                "days_of_supply_90": pick.choice(["", f"{pick.randint(0, 6000) / 100}"]),
                "units_shipped_7": pick.choice(["", "5", "50"]),
                "storage_utilization_weeks": pick.choice(["", str(pick.randint(10, 60))]),
                "dangerous_goods": pick.choice(["", "", "true"]),
                "new_seller": pick.choice(["", "true"]),
                "return_rate": pick.choice(["", "8 %"]),
                "liquidation_recovery": pick.choice(["", "10 %"]),
            }
        )
        each = pick.random() < 0.3
        sales: Any = [pick.randint(0, 60) for _ in range(months)] if each else pick.choice([0, 3, 30, 300])
        stocks.append(
            Stock(
                monthly_sales=sales,
                start=start,
                months=months,
                opening={
                    pick.randint(0, 500): pick.randint(1, 400) for _ in range(pick.randint(0 if arrivals else 1, 5))
                },
                replenishments={start + dt.timedelta(pick.randint(0, 20)): pick.randint(0, 300) for _ in "ab"}
                if arrivals and pick.random() < 0.5
                else None,
            )
        )
    return Made(start, rows, stocks)


def read(rows: list[dict[str, str]]) -> Any:
    inputs, errors = Door(WORDS).read(pl.DataFrame(rows), FIRST_DAY)
    assert not errors.any.any()
    return inputs


def cost_of(cost: Cost | None) -> tuple[int | None, int] | None:
    if cost is None:
        return None
    return None if cost.amount is None else int(cost.amount * 100), int(Status[cost.status.upper()])


@pytest.mark.parametrize("seed", range(6))
def test_stocks_of_many_are_those_of_one(seed: int) -> None:
    made_up = made(seed, 14, arrivals=True)
    fees = ManyFees(ENGINE.shelf, US, read(made_up.rows), len(made_up.rows))
    found = stock_months(fees, Stocks.of(made_up.stocks))
    total = found.total
    for row, stock in enumerate(made_up.stocks):
        plan = stock_plan(ENGINE.shelf, made_up.rows[row], "", "US", stock)
        assert fees.size_tiers(made_up.start)[row] == plan.size_tier
        for month, expected in enumerate(plan.months):
            units = ("opening", "demand", "sold", "closing", "stockout_days")
            assert [int(getattr(found, name)[row, month]) for name in units] == [
                getattr(expected, name) for name in units
            ]
            costs = (expected.storage, expected.utilization, expected.aged_inventory, expected.low_inventory_level)
            for name, cost in [*zip(COSTS, costs, strict=True), ("total", expected.total)]:
                many = total if name == "total" else found.costs[name]
                minor = int(many.minor[row, month]) if many.known[row, month] else None
                told = (minor, int(many.statuses[row, month])) if many.included[row, month] else None
                assert told == cost_of(cost), (row, month, name)


@pytest.mark.parametrize("seed", range(6))
def test_clearances_of_many_are_those_of_one(seed: int) -> None:
    made_up = made(seed, 10, arrivals=False)
    size = len(made_up.rows)
    pick = random.Random(-seed)
    worth = [pick.choice([0, 0, 20_000]) for _ in range(size)]
    discounted = [number for number in range(size) if pick.random() < 0.5] or [0]
    prices = {number: f"{pick.randint(200, 5000) / 100}" for number in discounted}
    sales = {number: pick.choice([5, 50, 500]) for number in discounted}
    inputs = read(made_up.rows)
    cheaper = read([{**made_up.rows[number], "price": prices[number]} for number in discounted])
    found = clearances(
        ManyFees(ENGINE.shelf, US, inputs, size),
        ManyContributions(ENGINE.shelf, US, inputs, size),
        ManyEnds(ENGINE.shelf, US, inputs, np.array(worth)),
        Stocks.of(made_up.stocks),
        Discount(
            np.array(discounted),
            np.array([sales[number] for number in discounted]),
            ManyContributions(ENGINE.shelf, US, cheaper, len(discounted)),
        ),
    )

    def told(money: Money, row: int) -> tuple[Decimal, str] | None:
        return (
            (Decimal(int(money.minor[row])).scaleb(-2), Status(int(money.statuses[row])).word)
            if money.known[row]
            else None
        )

    def net(each: Net | None) -> tuple[Decimal, str] | None:
        return None if each is None or each.amount is None else (each.amount, each.status)

    for row, stock in enumerate(made_up.stocks):
        try:
            one = clear_row(
                ENGINE, made_up.rows[row], "", "US", stock, discount_price=prices.get(row),
                discount_sales=sales.get(row), removed_value=Decimal(worth[row]) / 10_000,
            )  # fmt: skip
        except LogicostError:
            assert found.refused[row]
            continue
        assert not found.refused[row]
        assert one.best_now == WAYS[found.best_now[row]]
        assert (one.best_day, one.best_way) == (found.starts[found.best_month[row]], WAYS[found.best_way[row]])
        assert net(one.best_total) == told(found.best, row)
        for way in WAYS:
            assert net(one.months[0].totals.get(way)) == (told(found.now[way], row) if way in found.now else None), way


def test_days_without_a_card_are_not_known() -> None:
    """Before the first storage card: the amount is not known, and the rest of the total stands."""
    stock = Stock(opening="5:100", monthly_sales=10, start="2024-02-10", months=2)
    row = {"dimensions": "5 x 4 x 3 in", "weight": "1 lb", "price": "20", "category": "books"}
    plan = stock_plan(ENGINE.shelf, row, "", "US", stock)
    found = stock_months(ManyFees(ENGINE.shelf, US, read([row]), 1), Stocks.of([stock]))
    for month, expected in enumerate(plan.months):
        low = found.costs["low_inventory_level"]
        told = int(low.minor[0, month]) if low.known[0, month] else None
        assert (told, int(low.statuses[0, month])) == cost_of(expected.low_inventory_level)


def test_products_beyond_64_bits_are_exact() -> None:
    huge = np.array([10**12, 7, -5], np.int64)
    assert list(product(huge, np.array([10**9, 3, 3], np.int64))) == [10**21, 21, -15]
    assert list(half_up(product(huge, np.array([10**9, 3, 3], np.int64)), 10**15)) == [10**6, 0, 0]
    assert list(half_up(np.array([5, -5, 4, -4, 15], np.int64), 10)) == [1, -1, 0, 0, 2]


@pytest.mark.parametrize("seed", range(3))
def test_days_of_supply_of_every_week_are_those_of_one(seed: int) -> None:
    """To the hundredth, in which a fee need not show: also while the windows reach back before the start."""
    made_up = made(seed, 8, arrivals=True)
    fees = ManyFees(ENGINE.shelf, US, read(made_up.rows), len(made_up.rows))
    months = StockMonths(stocks := Stocks.of(made_up.stocks), Movements.of(stocks))
    weeks = _Weeks(fees, months)
    for row, stock in enumerate(made_up.stocks):
        one = UnitFees(ENGINE.shelf, US, made_up.rows[row])
        given = (one.inputs["days_of_supply_30"], one.inputs["days_of_supply_90"])
        history = SupplyHistory(stock, stock_days(stock), given, one.inputs["units_shipped_7"])
        for begin in range(0, stocks.months[-1][1], 3):
            found = history.at_close(begin - 1)
            for window, own, expected in zip(WINDOWS, weeks.given, found.windows, strict=True):
                supply = int(weeks._supply(begin, window, own)[row])
                assert supply == (-1 if expected is None else int(expected * 100)), (row, begin, window)
            assert int(weeks._shipped(begin)[row]) == history.shipped_in_7(begin - 1)
