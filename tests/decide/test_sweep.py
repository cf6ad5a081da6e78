"""Sweeps: each row is the quote at that value; what varies, and what cannot."""

from __future__ import annotations

import datetime as dt
import json
import time
from decimal import Decimal
from typing import Any

import pytest

import logicost as lc
from logicost.cli.main import run
from logicost.decide.sweep import read_values
from logicost.errors import InputError
from logicost.tables.shelf import find_market

USD = find_market("US").currency

MUG: dict[str, Any] = {
    "sku": "MUG-11", "dimensions": "5.1 x 4.3 x 4.2 in", "weight": "14.2 oz", "price": "18.99", "category": "home_and_kitchen", "cost": "3.10",
}  # fmt: skip
ON = "2026-11-22"


@pytest.mark.parametrize(
    ("vary", "count"),
    [
        ({"price": "9.90:10.10:0.05"}, 5), ({"weight": "10 oz:30 oz:5"}, 5), ({"on": "2026-10-14,2026-10-15"}, 2), ({"days_in_storage": [10, 200]}, 2),
        ({"price": "9,10.01", "cost": "1:3"}, 6), ({"category": ["media", "jewelry"]}, 2), ({"return_rate": "0 %:10 %:2.5 %"}, 5), ({"channel": "shopify,ebay"}, 2),
    ],
)  # fmt: skip
def test_each_row_is_the_quote_at_its_value(vary: dict[str, Any], count: int) -> None:
    rows = lc.sweep(lc.Product(**MUG), vary, "fbm", on=ON).rows()
    assert len(rows) == count
    assert list(rows[0])[: len(vary)] == list(vary)
    for row in rows:
        values = {name: row[name] for name in vary}
        (quote,) = lc.compare({**MUG, **values}, "fbm", on=values.get("on", ON)).quotes
        assert (row["total_cost"], row["profit"], row["status"]) == (quote.total_cost, quote.profit, quote.status)


def test_values() -> None:
    assert read_values("price", "9.99:24.99:5", USD) == ["9.99", "14.99", "19.99", "24.99"]
    assert read_values("price", "9.99:21:5", USD) == ["9.99", "14.99", "19.99", "21"]  # both ends
    assert read_values("cost", "1:3", USD) == ["1", "2", "3"]
    assert read_values("weight", "10:12:1 oz", USD) == ["10 oz", "11 oz", "12 oz"]
    assert read_values("on", "2026-10-14:2026-10-28:7", USD) == [
        dt.date(2026, 10, 14),
        dt.date(2026, 10, 21),
        dt.date(2026, 10, 28),
    ]
    assert read_values("zone_mix", "2:100", USD) == ["2:100"]
    assert read_values("price", [1, 2], USD) == [1, 2]


@pytest.mark.parametrize(
    ("vary", "code"),
    [
        ({"price": "9:8"}, "range_malformed"), ({"price": "9:10:0"}, "range_malformed"), ({"price": "9:10 oz:1 lb"}, "range_malformed"), ({"price": ""}, "range_malformed"),
        ({"price": "::"}, "range_malformed"), ({"price": "a:b"}, "range_malformed"), ({"price": "1,5:2"}, "decimal_comma"), ({"on": "2026-10-14:x"}, "not_a_date"), ({"price": "0:1000000:0.0001"}, "too_many_values"),
        ({"price": "1:2000:0.01", "cost": "1:2000:0.01"}, "too_many_values"), ({"prise": "1:2"}, "unknown_option"), ({"sku": "a,b"}, "unknown_option"), ({}, "vary_one_or_two"),
        ({"price": "1", "cost": "1", "weight": "1 lb"}, "vary_one_or_two"), ({"length": "1:5"}, "vary_sides"), ({"price": []}, "range_malformed"),
    ],
)  # fmt: skip
def test_what_cannot_vary(vary: dict[str, Any], code: str) -> None:
    with pytest.raises(InputError) as caught:
        lc.sweep(MUG, vary, "fba", on=ON)
    assert caught.value.code == code


def test_rows_in_error_keep_their_value() -> None:
    decision = lc.sweep(MUG, {"price": "0,5,x"}, "fba", on=ON)
    assert [row["price"] for row in decision.rows()] == [Decimal(0), Decimal(5), None]
    assert [row["error_code"] for row in decision.rows()] == ["price_not_positive", None, "not_a_number"]
    assert decision.errors == 2


def test_every_cent_to_500_in_three_programs_is_quick() -> None:
    lc.sweep(MUG, {"price": "1:2"}, "fba,fbm,fbm:ups_ground", on=ON)
    begun = time.process_time()
    frame = lc.sweep(MUG, {"price": "0.01:500:0.01"}, "fba,fbm,fbm:ups_ground", on=ON).to_frame()
    assert frame.height == 150_000
    assert time.process_time() - begun < 2  # well under one alone on a machine


def test_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    options = [word for name, value in MUG.items() for word in (f"--{name}", value)]
    assert run(["sweep", *options, "--on", ON, "--programs", "fba", "--vary", "price=9.99,10.00", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert rows[0]["price"] == "9.9900"
    assert run(["sweep", *options, "--vary", "price"]) == 2
    assert run(["sweep", *options, "--programs", "fba", "--vary", "price=0"]) == 1


def test_the_store_and_the_day_that_are_asked_for() -> None:
    """They stand before the product's own, as in `compare`."""
    rows = lc.sweep(lc.Product(**MUG, market="US"), {"cost": "3"}, "fba", market="UK", on=ON).rows()
    assert [(row["market"], row["currency"], str(row["on"])) for row in rows] == [("UK", "GBP", ON)]
    rows = lc.sweep({**MUG, "on": "2026-03-03"}, {"cost": "3"}, "fba", on=ON).rows()
    assert [str(row["on"]) for row in rows] == [ON]
