"""The units of a stock by hand: spreading of sales, first in first out, ageing, stockouts; and what must always hold."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from logicost.errors import InputError
from logicost.planning.schedule import shared
from logicost.planning.stock import Stock, average_units, by_month, stock_days


def test_sales_are_spread_as_evenly_as_whole_units_allow() -> None:
    # 10 units over the 30 days of November: one on every third day
    days = stock_days(Stock(opening=10, monthly_sales=10, start="2026-11-01", months=1))
    assert [day.day.day for day in days if day.sold] == [3, 6, 9, 12, 15, 18, 21, 24, 27, 30]
    assert days[-1].on_hand == 0
    assert days[-1].cohorts == ()


def test_a_month_that_began_before_the_start_keeps_its_remaining_days() -> None:
    # of 10 units, those of the 24th, 27th and 30th are left from the 22nd on
    days = stock_days(Stock(opening=10, monthly_sales=10, start="2026-11-22", months=2))
    assert [day.day.day for day in days[:9] if day.sold] == [24, 27, 30]
    assert days[0].day == dt.date(2026, 11, 22)
    assert days[-1].day == dt.date(2026, 12, 31)


def test_the_oldest_units_go_first_and_the_others_age() -> None:
    days = stock_days(
        Stock(opening="10:2,200:1", monthly_sales=30, start="2026-11-01", months=1, replenishments="2026-11-03:5")
    )
    assert days[0].cohorts == ((10, 2),)  # the unit of 200 days went first
    assert days[1].cohorts == ((11, 1),)
    assert days[2].cohorts == ((0, 5),)  # arrived that morning, after which the last old one was sold
    assert days[3].cohorts == ((1, 4),)


def test_stockouts_and_lost_sales() -> None:
    # two units, one wanted a day: the 1st and 2nd are served, 28 days are without stock, 28 units are lost
    days = stock_days(Stock(opening=2, monthly_sales=30, start="2026-11-01", months=1))
    assert sum(day.sold for day in days) == 2
    assert sum(day.lost for day in days) == 28
    assert [day.is_stockout for day in days] == [False, False] + [True] * 28
    # without demand a day with nothing to sell is a stockout as well, but nothing is lost
    idle = stock_days(Stock(opening=0, monthly_sales=0, start="2026-11-01", months=1))
    assert all(day.is_stockout and day.lost == 0 for day in idle)


def test_the_average_is_of_the_days_closes() -> None:
    # 10, 10, 9, 9, 9, 8 ... 0: three days each but the first two and the last
    days = stock_days(Stock(opening=10, monthly_sales=10, start="2026-11-01", months=1))
    # 2 x 10 + 3 x (9 + 8 + ... + 1) + 0 = 155 unit-days in 30 days
    assert average_units(days) * 30 == 155


def test_a_seasonal_curve_keeps_the_year() -> None:
    # 12 x 10 = 120 units; December weighs 9 of 20, every other month 1: 120 / 20 = 6 and 54
    stock = Stock(monthly_sales=10, seasonality=[1] * 11 + [9], start="2026-11-01", months=12)
    assert stock.sales == (6, 54, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6)


def test_a_list_of_months_sets_how_many() -> None:
    stock = Stock(monthly_sales="100,120,140", start="2026-11-22")
    assert stock.sales == (100, 120, 140)
    assert stock.end == dt.date(2027, 1, 31)


def test_opening_in_every_form() -> None:
    wanted = ((200, 50), (30, 200))
    for opening in ("30:200,200:50", " 30 : 200 , 200:50 ", {30: 200, 200: 50}, [(30, 200), (200, 50)]):
        assert Stock(opening=opening, monthly_sales=1, start="2026-11-01").opening == wanted
    assert Stock(opening="250", monthly_sales=1, start="2026-11-01").opening == ((0, 250),)


@pytest.mark.parametrize(
    ("code", "field", "changes"),
    [
        ("opening_malformed", "opening", {"opening": "thirty"}),
        ("opening_malformed", "opening", {"opening": "1:2:3,4"}),
        ("not_a_number", "opening", {"opening": "a:5"}),
        ("out_of_range", "opening", {"opening": "30:-5"}),
        ("not_whole", "opening", {"opening": "30:1.5"}),
        ("age_given_twice", "opening", {"opening": "30:1,30:2"}),
        ("missing_value", "monthly_sales", {"monthly_sales": " "}),
        ("out_of_range", "monthly_sales", {"monthly_sales": "-1"}),
        ("monthly_sales_count", "monthly_sales", {"monthly_sales": "1,2,3", "months": 2}),
        ("out_of_range", "months", {"monthly_sales": ",".join("1" * 25), "months": None}),
        ("out_of_range", "months", {"months": 25}),
        ("out_of_range", "months", {"months": 0}),
        ("seasonality_with_list", "seasonality", {"monthly_sales": "1,2", "seasonality": "1,1,1,1,1,1,1,1,1,1,1,1"}),
        ("seasonality_malformed", "seasonality", {"seasonality": "1,2,3"}),
        ("seasonality_malformed", "seasonality", {"seasonality": [0] * 12}),
        ("seasonality_malformed", "seasonality", {"seasonality": [-1, *[1] * 11]}),
        ("replenishments_malformed", "replenishments", {"replenishments": "2026-11-05"}),
        ("not_a_date", "replenishments", {"replenishments": "soon:5"}),
        ("replenishment_outside", "replenishments", {"replenishments": "2026-10-31:5"}),
        ("replenishment_outside", "replenishments", {"replenishments": "2027-02-01:5"}),
        ("not_a_date", "start", {"start": "22.13.2026"}),
        ("out_of_range", "start", {"start": "1999-12-31"}),
    ],
)
def test_what_cannot_be_used(code: str, field: str, changes: dict[str, Any]) -> None:
    with pytest.raises(InputError) as caught:
        Stock(**{"monthly_sales": 1, "start": "2026-11-01", "months": 3, **changes})
    assert (caught.value.code, caught.value.field) == (code, field)


stocks = st.builds(
    Stock,
    opening=st.dictionaries(st.integers(0, 600), st.integers(0, 300), max_size=4),
    monthly_sales=st.integers(0, 400),
    start=st.dates(dt.date(2024, 1, 1), dt.date(2027, 12, 31)),
    months=st.integers(1, 4),
)


@settings(max_examples=40, deadline=None)
@given(stocks, st.integers(0, 27), st.integers(0, 500))
def test_units_are_conserved_and_never_grow_younger(stock: Stock, after: int, arriving: int) -> None:
    arrival = min(stock.start + dt.timedelta(days=after), stock.end)
    stock = Stock(
        opening=stock.opening, monthly_sales=list(stock.sales), start=stock.start, replenishments=[(arrival, arriving)]
    )
    days = stock_days(stock)
    held, ages = stock.opening_units, [age for age, _ in stock.opening]
    for day in days:
        assert day.opening == held
        assert day.opening + day.received - day.sold == day.on_hand
        assert 0 <= day.sold <= day.demand
        assert day.lost == 0 or day.on_hand == 0  # nothing is refused while there is stock
        held = day.on_hand
        assert list(day.cohorts) == sorted(day.cohorts, key=lambda cohort: -cohort[0])
        assert all(units > 0 for _, units in day.cohorts)
        old = [age for age, _ in day.cohorts if age or not day.received]
        assert set(old) <= {age + (day is not days[0]) for age in ages} | {0}
        ages = [age for age, _ in day.cohorts]
    assert sum(day.received for day in days) == arriving
    assert sum(len(part) for part in by_month(days)) == len(days)


@given(st.integers(0, 10_000), st.lists(st.integers(0, 50) | st.decimals(0, 9, places=2), min_size=1, max_size=40))
def test_shares_add_up_to_the_whole(whole: int, weights: list[int | Decimal]) -> None:
    if any(weights):
        parts = shared(whole, weights)
        assert sum(parts) == whole
        assert min(parts) >= 0
