"""Results are data: they pickle, copy and hash, stay small, print, and explain themselves wherever they are."""

from __future__ import annotations

import copy
import json
import pickle
import shutil
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from decimal import Decimal
from multiprocessing import get_context
from typing import Any

import polars as pl
import pytest

import logicost as lc
from logicost.answers.shown import Shown
from logicost.tables.shelf import built_in_tables

MUG = lc.Product(
    sku="<MUG>",
    dimensions="5.1 x 4.3 x 4.2 in",
    weight="14.2 oz",
    price="18.99",
    category="home_and_kitchen",
    cost="3.10",
)
ON = "2026-11-22"
STOCK = lc.Stock(opening="200:300", monthly_sales=100, start=date(2026, 11, 1), months=3)
ITEMS = [{"sku": "<A>", "dimensions": "5 x 4 x 3 in", "weight": "1 lb", "cost": "3", "units": 100}]


def results() -> list[Any]:
    return [
        lc.quote(MUG, "fba", on=ON),
        lc.compare(MUG, on=ON, uplift="fba:20", monthly_units=100),
        lc.clear(MUG, "100:300", 30, start="2026-11-01", months=2),
        lc.stock_costs(MUG, STOCK),
        lc.hybrid(MUG, "amazon:30,direct:10", on=ON),
        lc.landed_cost(ITEMS, container=4200),
    ]


RESULTS = results()
IDS = [type(each).__name__ for each in RESULTS]


@pytest.mark.parametrize("result", RESULTS, ids=IDS)
def test_pickles_copies_and_prints(result: Shown) -> None:
    for other in (pickle.loads(pickle.dumps(result)), copy.copy(result), copy.deepcopy(result)):
        assert other == result
        assert str(other) == str(result)
    assert "MUG" in str(result) or "<A>" in str(result)
    shown = result._repr_html_()
    assert "<table>" in shown
    assert "<MUG>" not in shown
    assert "<A>" not in shown


def test_a_line_stands_for_a_quote_and_a_comparison() -> None:
    mug = {
        "sku": "MUG",
        "dimensions": "5.1 x 4.3 x 4.2 in",
        "weight": "14.2 oz",
        "price": "18.99",
        "category": "home_and_kitchen",
    }
    then = lc.quote(mug, on="2025-11-22")
    assert repr(then) == "<Quote 'MUG' fba US 2025-11-22: profit 11.30 of 18.99 USD, exact>"
    made = lc.compare(mug, "fba,fbm", on="2026-11-22")
    assert repr(made) == "<Comparison 'MUG': Amazon orders: fba>"
    assert len(made) == len(made.quotes) == 2
    wrong = lc.compare({**mug, "weight": "200 lb", "dimensions": "5 x 5 x 5 in"}, "fbm", on="2026-11-22").quotes[0]
    assert wrong.error_code is not None
    assert repr(wrong) == f"<Quote 'MUG' fbm US 2026-11-22: {wrong.error_code}>"


def test_a_title_stands_beside_the_sku_of_every_plan() -> None:
    mug = lc.Product(sku="M-1", title="Stone <mug>", dimensions="5 x 4 x 3 in", weight="1 lb", price="19", cost="3")
    plans = (
        lc.clear(mug, "100:300", 30, start="2026-11-01", months=2),
        lc.stock_costs(mug, STOCK),
        lc.hybrid(mug, "amazon:30,direct:10", on=ON),
    )
    for plan in plans:
        assert str(plan).startswith("M-1, Stone <mug>  US")
        assert "Stone &lt;mug&gt;" in plan._repr_html_()
        assert plan.to_dict()["title"] == "Stone <mug>"
        assert plan.rows()[0]["title"] == "Stone <mug>"
    assert "title" not in lc.hybrid(MUG, "amazon:30", on=ON).to_dict()


def test_quotes_and_comparisons_hash() -> None:
    again = lc.compare(MUG, on=ON)
    assert len({*again.quotes, *lc.compare(MUG, on=ON).quotes}) == 4
    assert len({again, lc.compare(MUG, on=ON), lc.compare(MUG, "fba", on=ON)}) == 2


def test_quotes_stay_small() -> None:
    quoted = lc.quote(MUG, "fba", on=ON)
    assert len(pickle.dumps(quoted)) < 8_000
    compared = lc.compare(MUG, on=ON)
    assert len(pickle.dumps(compared)) < 16_000  # the three share what they were asked


def _there(quoted: lc.Quote) -> tuple[str, list[str], bytes]:
    return str(quoted), [f"{step.name} = {step.value}" for step in quoted.explain()], pickle.dumps(quoted)


def test_explained_in_another_process() -> None:
    quotes = lc.compare(MUG, "fba,fbm:ups_ground,mcf", on=ON).quotes
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        for quoted, (text, steps, pickled) in zip(quotes, pool.map(_there, quotes), strict=True):
            assert text == str(quoted)
            assert steps == [f"{step.name} = {step.value}" for step in quoted.explain()]
            assert len(steps) > 20
            assert pickle.loads(pickled) == quoted


def test_the_same_tables_explain(tmp_path: Any) -> None:
    """A quote out of a user's own cards is explained out of them, too."""
    shutil.copytree(built_in_tables() / "us" / "closing", tmp_path / "us" / "closing")
    quoted = pickle.loads(pickle.dumps(lc.quote(MUG, "fba", on=ON, fee_tables=tmp_path)))
    assert quoted._trace.plan.shelf.own == tmp_path
    assert quoted.explain()


def test_an_amount_is_never_none() -> None:
    quoted = lc.quote(MUG, "fba", on=ON)
    assert quoted.amount("referral") == Decimal("2.85")
    assert quoted.amount("carrier_postage") == 0
    assert sum(quoted.amount(fee.name) for fee in lc.list_fees()) == quoted.total_cost
    with pytest.raises(lc.InputError, match="Did you mean 'referral'") as caught:
        quoted.amount("referal")
    assert caught.value.code == "unknown_fee"
    with pytest.raises(lc.RefusedError, match="carrier_postage is not known") as refused:
        lc.quote(MUG, "fbm:amazon_shipping", on=ON).amount("carrier_postage")
    assert (refused.value.code, refused.value.field) == ("fee_unsourced", "carrier_postage")
    wrong = lc.compare(MUG, "mcf", on=ON, channel="amazon").quotes[0]
    with pytest.raises(lc.RefusedError) as error:
        wrong.amount("referral")
    assert error.value.code == wrong.error_code == "channel_not_served"


@pytest.mark.parametrize("result", RESULTS, ids=IDS)
def test_every_result_becomes_json_rows_and_a_frame(result: Shown) -> None:
    assert json.loads(result.to_json()) == result.to_dict()
    rows = result.rows()
    assert rows
    frame = result.to_frame()
    assert frame.height == len(rows)
    assert frame.columns == list(rows[0])
    assert "currency" in frame.columns
    for row, framed in zip(rows, frame.iter_rows(named=True), strict=True):
        for name, value in row.items():
            if not isinstance(value, float):
                assert framed[name] == value, name


def test_what_there_is() -> None:
    assert {market.code for market in lc.list_markets() if market.fees_on_file} >= {"US"}
    assert [fee.name for fee in lc.list_fees()][:2] == ["cost_of_goods", "inbound_freight"]
    programs = lc.list_programs()
    assert {"fba", "mcf:standard", "fbm:ups_ground"} <= {program.name for program in programs}
    for program in programs:
        assert lc.compare(MUG, program.name, on=ON).quotes[0].program == program.name
    assert pl.DataFrame(programs, orient="row").height == len(programs)
    assert {*lc.__all__} <= {*dir(lc)}
