"""Sweeps: each row is the quote at that value; what varies, and what cannot."""

from __future__ import annotations

import datetime as dt
import json
import time
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

import logicost as lc
from logicost.cli.main import run
from logicost.decide.sweep import read_values
from logicost.errors import InputError, LogicostError
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


@pytest.mark.parametrize("kind", ["polars", "pandas", "list", "columns"])
def test_each_product_of_a_frame_varies(kind: str) -> None:
    """Product by product, each row the quote at its value; rows in error keep their places."""
    rows = [
        {**MUG, "title": "=1+1"},
        {**MUG, "sku": "B", "weight": "heavy", "title": None},
        {**MUG, "sku": "C", "market": "UK", "title": None},
    ]
    frame = pl.DataFrame(rows, infer_schema_length=None)
    given: Any = {
        "polars": frame,
        "pandas": frame.to_pandas(),
        "list": rows,
        "columns": frame.to_dict(as_series=False),
    }[kind]
    decision = lc.sweep(given, {"price": "9.99:10:0.01", "cost": [1, 2]}, "fba,fbm", on=ON, days_in_storage=30)
    found = decision.rows()
    assert [(row["sku"], str(row["price"] or ""), row["program"]) for row in found[:4]] == [
        ("MUG-11", "9.9900", "fba"), ("MUG-11", "9.9900", "fbm"), ("MUG-11", "9.9900", "fba"), ("MUG-11", "9.9900", "fbm"),
    ]  # fmt: skip
    assert [row["sku"] for row in found] == ["MUG-11"] * 8 + ["B"] * 8 + ["C"] * 8
    assert {row["error_code"] for row in found[8:16]} == {"not_a_measurement"}
    for row in (*found[:8], *found[16:]):
        store = "UK" if row["sku"] == "C" else "US"
        given_row = {**MUG, "price": row["price"], "cost": row["cost"], "days_in_storage": 30}
        (quote,) = lc.compare(given_row, row["program"], market=store, on=ON).quotes
        assert (row["total_cost"], row["profit"]) == (quote.total_cost, quote.profit)
    told = str(decision)
    assert "C  UK  ships" in told
    assert told.count("MUG-11, =1+1") == 1


def test_frames_that_cannot_vary() -> None:
    frame = pl.DataFrame([MUG])
    for given, vary, code in (
        (frame, {"length": "5 in"}, "vary_sides"), (frame.drop("weight"), {"price": "1"}, "column_missing"), ("mug", {"price": "1"}, "frame_unknown"),
        (pl.concat([frame] * 3), {"price": "0.01:10000:0.01"}, "too_many_values"),
    ):  # fmt: skip
        with pytest.raises(LogicostError) as caught:
            lc.sweep(given, vary, "fba", on=ON)
        assert caught.value.code == code
    assert lc.sweep(frame.drop("weight"), {"weight": "1 lb,2 lb"}, "fba", on=ON).to_frame().height == 2
    assert lc.sweep(frame.clear(), {"price": "1"}, "fba", on=ON).rows() == []


def test_as_many_values_as_are_quoted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("logicost.decide.sweep.MOST", 4)
    frame = pl.DataFrame([MUG, MUG])
    assert len(lc.sweep(MUG, {"price": "1,2", "cost": "1,2"}, "fba", on=ON).rows()) == 4
    assert len(lc.sweep(frame, {"price": "1:2"}, "fba", on=ON).rows()) == 4
    for given, vary in ((MUG, {"price": "1:5"}), (frame, {"price": "1,2,3"})):
        with pytest.raises(InputError) as caught:
            lc.sweep(given, vary, "fba", on=ON)
        assert caught.value.code == "too_many_values"
