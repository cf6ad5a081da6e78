"""Prices: against every cent tried one by one, worked by hand, and at the doors."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest
from decide.brute import differences

import logicost as lc
from logicost.cli.main import run
from logicost.decide import search
from logicost.decide.targets import read_target
from logicost.errors import CatalogError, InputError

MUG: dict[str, Any] = {
    "sku": "MUG-11", "dimensions": "5.1 x 4.3 x 4.2 in", "weight": "14.2 oz", "price": "18.99", "category": "home_and_kitchen", "cost": "3.10",
}  # fmt: skip
ON = "2026-11-22"
D = Decimal


@pytest.mark.parametrize(("seed", "market"), [(3, "US"), (5, "UK"), (17, "DE")])
def test_every_cent_tried_gives_the_same(seed: int, market: str) -> None:
    """`brute.py` tries as many products as are wished for."""
    assert differences(seed, market, 8_000) == []


def test_the_test_can_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    """A search that reckons with no edge of a card is found out."""
    flat = lambda evaluate: lambda cases, prices: (*evaluate(cases, prices)[:3], prices * 0)  # noqa: E731
    true = search.search
    monkeypatch.setattr("logicost.decide.price.search", lambda evaluate, *more: true(flat(evaluate), *more))
    monkeypatch.setattr(search, "NOISE", 0)
    assert any(differences(seed, end=8_000) for seed in (3, 5))


def test_a_mug_by_hand() -> None:
    """FBA in the peak of 2026, 14.2 oz by dimensional weight below 1 lb, 15 % referral, 3.5 % fuel on the fee.

    Below 10.00 the fee is 4.00 + 0.14 (0.77 lower), from 10.00 on 4.89 + 0.17. 8.60: 3.10 + 4.00 + 0.14 + 1.29 = 8.53 leaves 0.07 …
    """
    (row,) = lc.price_for(MUG, "fba", on=ON).rows()
    quote = lambda price: lc.quote({**MUG, "price": price}, "fba", on=ON).profit  # noqa: E731
    even = row["break_even"]
    assert quote(even) >= 0 > quote(even - D("0.01"))
    assert row["lowest_price"] == row["safe_price"] == even
    (first, last, better, loss), second = row["dead_zones"]
    assert (first, better) == (D("10.00"), D("9.99"))
    assert quote(better) - quote(first) == loss == D("0.84")
    assert quote(last) <= quote(better) - D("0.05") < quote(last + D("0.01"))
    assert second[:3] == [D("50.01"), D("50.26"), D("50.00")]
    assert row["max_cost"] == D("3.10") + quote(D("18.99"))
    assert row["break_even_acos"] == (quote(D("18.99")) / D("18.99")).quantize(D("0.0001"))
    assert row["status"] == "exact"


@pytest.mark.parametrize(
    ("target", "share"),
    [({"margin": "20 %"}, D("0.2")), ({"margin": 0.2}, D("0.2")), ({"margin": "37.5%"}, D("0.375"))],
)
def test_the_cent_below_the_lowest_price_fails(target: dict[str, Any], share: Decimal) -> None:
    for row in lc.price_for(MUG, "fba,fbm,mcf", on=ON, **target).rows():
        for price, met in ((row["lowest_price"], True), (row["lowest_price"] - D("0.01"), False)):
            quotes = lc.compare({**MUG, "price": price}, "fba,fbm,mcf", on=ON).quotes
            quote = next(each for each in quotes if (each.program, each.channel) == (row["program"], row["channel"]))
            assert quote.profit is not None
            assert (quote.profit >= share * price) == met  # by the quotient itself, not by one that was rounded


def test_a_cost_at_most_and_one_more() -> None:
    for target in ({"margin": "20 %"}, {"roi": "50 %"}, {"profit": "2"}):
        for row in lc.price_for({**MUG, "return_rate": "10 %"}, "fba,fbm", on=ON, **target).rows():
            costs = row["max_cost"], row["max_cost"] + D("0.01")
            reached = []
            for cost in costs:
                quotes = lc.compare({**MUG, "return_rate": "10 %", "cost": cost}, row["program"], on=ON).quotes
                quote = next(each for each in quotes if each.channel == row["channel"])
                assert quote.profit is not None
                floor = {"margin": D("0.2") * D("18.99"), "roi": D("0.5") * cost, "profit": D(2)}[next(iter(target))]
                reached.append(quote.profit >= floor)
            assert reached == [True, False], row


def test_out_of_reach() -> None:
    decision = lc.price_for(MUG, "fba", on=ON, margin="90 %")
    (row,) = decision.rows()
    assert (row["lowest_price"], row["safe_price"], row["ranges"]) == (None, None, [])
    assert row["break_even"] == D("8.60")
    assert row["max_cost"] is None
    assert decision.notes == ("MUG-11, fba: no price up to the end of the search reaches margin 0.9",)
    assert decision.errors == 0


def test_targets_that_are_none() -> None:
    for given, code in (
        ({"margin": "20 %", "roi": "50 %"}, "several_targets"), ({"margin": 20}, "ambiguous_share"), ({"margin": "100 %"}, "too_large"),
        ({"roi": "-5 %"}, "negative"), ({"profit": "x"}, "not_a_number"), ({"margin": "nan"}, "not_finite"), ({"roi": "0.00000001 %"}, "too_fine"),
    ):  # fmt: skip
        with pytest.raises(InputError) as caught:
            lc.price_for(MUG, "fba", on=ON, **given)
        assert caught.value.code == code
    assert str(read_target(margin="20 %")) == "margin 0.2"
    assert str(read_target(roi="1500 %")) == "roi 15"
    assert str(read_target()) == "profit 0"
    assert str(read_target(profit="$3.50")) == "profit 3.5"


def test_a_return_needs_a_cost() -> None:
    bare = {name: value for name, value in MUG.items() if name != "cost"}
    with pytest.raises(InputError) as caught:
        lc.price_for(bare, "fba", on=ON, roi="50 %")
    assert caught.value.code == "cost_missing"
    frame = pl.DataFrame([bare, {**MUG, "sku": "B"}])
    first, second = lc.price_for(frame, "fba", on=ON, roi="50 %").rows()
    assert (first["error_code"], first["status"], second["error_code"]) == ("cost_missing", "error", None)


@pytest.mark.parametrize("kind", ["polars", "pandas", "arrow", "list", "lazy"])
def test_frames_with_bad_rows_keep_their_places(kind: str) -> None:
    rows = [
        MUG,
        {**MUG, "sku": "B", "weight": "heavy"},
        {**MUG, "sku": "C", "channel": "shopify"},
        {**MUG, "sku": "D", "on": "2199-01-01"},
    ]
    frame = pl.DataFrame(rows, infer_schema_length=None)
    given: Any = {
        "polars": frame,
        "pandas": pd.DataFrame(rows),
        "arrow": frame.to_arrow(),
        "list": rows,
        "lazy": frame.lazy(),
    }[kind]
    found = lc.price_for(given, "fba,fbm", on=ON, margin="20 %").rows()
    assert [(row["sku"], row["program"], row["channel"], row["error_code"]) for row in found] == [
        ("MUG-11", "fba", "amazon", None), ("MUG-11", "fbm", "amazon", None), ("B", "fba", "amazon", "not_a_measurement"),
        ("B", "fbm", "amazon", "not_a_measurement"), ("C", "fbm", "shopify", None), ("D", "fba", "amazon", None), ("D", "fbm", "amazon", None),
    ]  # fmt: skip
    alone = lc.price_for(MUG, "fba,fbm", on=ON, margin="20 %").rows()
    assert [{**row, "on": None} for row in found[:2]] == [{**row, "on": None} for row in alone]


def test_what_comes_out(tmp_path: Path) -> None:
    decision = lc.price_for(MUG, "fba,fbm", on=ON)
    told = decision.to_dict()
    assert told["rows"][0]["dead_zones"][0] == ["10.00", "10.93", "9.99", "0.84"]
    assert told["rows"][0]["ranges"] == [["8.60", None]]
    assert json.loads(decision.to_json()) == told
    frame = decision.to_frame()
    assert frame["break_even"].to_list() == [D("8.6000"), D("13.4300")]
    assert json.loads(frame["ranges"][0]) == [["8.60", None]]
    assert "never price from 10.00 to 10.93: 9.99 leaves up to 0.84 more" in str(decision)
    assert "<table" in decision._repr_html_()
    catalog = tmp_path / "c.csv"
    catalog.write_text(",".join(MUG) + "\n" + ",".join(MUG.values()) + "\n,,,,,\nX,5,1 lb,9,,\n", encoding="utf-8")
    for form in ("csv", "tsv", "parquet", "json", "jsonl", "xlsx", "html"):
        output = tmp_path / f"o.{form}"
        assert run(["price", str(catalog), "--on", ON, "--programs", "fba", "-o", str(output)]) == 1
        assert output.stat().st_size > 100
    assert pl.read_parquet(tmp_path / "o.parquet")["error_code"].to_list() == [None, "not_three_sides"]
    assert json.loads((tmp_path / "o.json").read_text(encoding="utf-8"))["rows"][0]["break_even"] == "8.60"


def test_the_command(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    options = [word for name, value in MUG.items() for word in (f"--{name}", value)]
    assert run(["price", *options, "--on", ON, "--margin", "20 %", "--json"]) == 0
    assert [row["lowest_price"] for row in json.loads(capsys.readouterr().out)["rows"]] == [
        "12.55",
        "17.56",
        "14.27",
        "15.43",
    ]
    assert run(["price", *options[:-2], "--on", ON, "--roi", "50 %"]) == 2
    assert "[cost_missing]" in capsys.readouterr().err
    catalog = tmp_path / "c.csv"
    catalog.write_text("sku,weight,price\nA,1 lb,9\n", encoding="utf-8")
    assert run(["price", str(catalog), "-o", str(catalog)]) == 2
    assert run(["price", str(catalog)]) == 2


def test_what_is_no_frame() -> None:
    with pytest.raises(CatalogError):
        lc.price_for("mug")
    with pytest.raises(CatalogError):
        lc.price_for(pl.DataFrame({"sku": ["a"]}))


def test_yen_and_pounds_have_their_own_units() -> None:
    """UK prices contain VAT: the target is met by what is left of it."""
    product = {
        "sku": "M",
        "dimensions": "12 x 10 x 10 cm",
        "weight": "0.4 kg",
        "price": "18.99",
        "category": "home_and_kitchen",
        "cost": "3",
    }
    for row in lc.price_for(product, "fba", market="UK", on="2026-03-01", margin="20 %").rows():
        if row["error_code"] is None:
            quote = lc.quote({**product, "price": row["lowest_price"]}, "fba", market="UK", on="2026-03-01")
            below = lc.quote({**product, "price": row["lowest_price"] - D("0.01")}, "fba", market="UK", on="2026-03-01")
            assert quote.profit >= D("0.2") * quote.revenue
            assert below.profit < D("0.2") * below.revenue
            assert row["currency"] == "GBP"
