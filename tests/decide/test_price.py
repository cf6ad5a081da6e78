"""Prices: against every cent tried one by one, worked by hand, and at the doors."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from decide.brute import differences

import logicost as lc
from logicost.cli.main import run
from logicost.decide import search
from logicost.decide.price import _max_cost, _prices
from logicost.decide.targets import Target, read_target
from logicost.errors import CatalogError, InputError
from logicost.tables.shelf import find_market

USD = find_market("US").currency

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
    """FBA in the peak of 2026, large standard up to 16 oz, 15 % referral, 3.5 % fuel on the fee, goods at 3.10.

    Below 10.00 the fee is 4.07 + 0.14: 8.60 - 3.10 - 4.21 - 1.29 = 0.00, and one cent less leaves -0.01. 9.99 leaves 1.18.
    From 10.00 on it is 4.89 + 0.17: 10.00 - 3.10 - 5.06 - 1.50 = 0.34, 0.84 less; 10.93 leaves 1.13, 0.05 less; 10.94 leaves
    1.14. 50.00 leaves 34.34; above it the fee is 5.15 + 0.18: 50.01 leaves 34.08, 0.26 less.
    """
    (row,) = lc.price_for(MUG, "fba", on=ON).rows()
    assert row["break_even"] == row["lowest_price"] == row["safe_price"] == D("8.60")
    assert row["ranges"] == [[D("8.60"), None]]
    assert row["dead_zones"] == [
        [D("10.00"), D("10.93"), D("9.99"), D("0.84")],
        [D("50.01"), D("50.26"), D("50.00"), D("0.26")],
    ]
    assert row["max_cost"] == D("11.08")  # 18.99 - 5.06 - 2.85
    assert row["break_even_acos"] == D("0.4202")  # 7.98 / 18.99 = 0.42022
    assert row["status"] == "exact"


def test_two_ranges_by_hand() -> None:
    """A profit of 1.00: 9.78 - 7.31 - 1.47 = 1.00 up to 9.99; from 10.00 on 10.78 - 8.16 - 1.62 = 1.00, and 10.77 leaves 0.99."""
    (row,) = lc.price_for(MUG, "fba", on=ON, profit="1").rows()
    assert row["ranges"] == [[D("9.78"), D("9.99")], [D("10.78"), None]]
    assert (row["lowest_price"], row["safe_price"], row["break_even"]) == (D("9.78"), D("10.78"), D("8.60"))


PLAIN: dict[str, Any] = {
    "sku": "P", "dimensions": "5 x 4 x 3 in", "weight": "9 oz", "price": "20", "category": "home_and_kitchen", "cost": "3", "postage": "5", "advertising": "1",
}  # fmt: skip


@pytest.mark.parametrize(
    ("target", "lowest", "most"),
    [
        # p - 3 - 5 - 1 - 15 %: 10.59 - 9 - 1.59 = 0.00, 10.58 leaves -0.01; at 20.00 a cost of 11.00 leaves nothing
        ({}, "10.59", "11.00"),
        # 0.65 p = 9: 13.85 leaves 2.77 = 20 % of it, 13.84 leaves 2.76 (2.768 needed); 20 - 5 - 1 - 3 - 7.00 = 4.00
        ({"margin": "20 %"}, "13.85", "7.00"),
        # 1.50 on 3.00: 12.35 - 9 - 1.85 = 1.50, 12.34 leaves 1.49; 11.00 - c = 0.5 c at 7.33 (3.67 >= 3.665), 7.34 leaves 3.66
        ({"roi": "50 %"}, "12.35", "7.33"),
        # 14.12 - 9 - 2.12 = 3.00, 14.11 leaves 2.99
        ({"profit": "3"}, "14.12", "8.00"),
    ],
)
def test_definitions_by_hand(target: dict[str, Any], lowest: str, most: str) -> None:
    """Own postage of 5.00, goods of 3.00, advertising of 1.00, 15 % referral: no cliff anywhere."""
    (row,) = lc.price_for(PLAIN, "fbm:flat", on=ON, **target).rows()
    assert (row["lowest_price"], row["max_cost"]) == (D(lowest), D(most))
    assert row["safe_price"] == D(lowest)
    assert row["ranges"] == [[D(lowest), None]]
    assert row["dead_zones"] == []
    assert row["break_even"] == D("10.59")
    assert row["break_even_acos"] == D("0.45")  # 20 - 3 - 5 - 3.00 = 9.00 of 20.00, the advertising included


def test_tax_by_hand() -> None:
    """UK, registered at 20 %, goods at 2.00, own postage of 3.00, a referral fee of 8 % of the whole price, 2 % of that for
    digital services: 6.65 holds 1.11 of tax: 5.54 - 2.00 - 3.00 - 0.53 - 0.01 = 0.00, and 6.64 leaves -0.01."""
    product = {
        "sku": "M", "dimensions": "12 x 10 x 10 cm", "weight": "0.4 kg", "price": "12", "category": "home_products", "cost": "2", "postage": "3",
        "vat_registered": "true", "vat_rate": "20 %",
    }  # fmt: skip
    (row,) = lc.price_for(product, "fbm:flat", market="UK", on="2026-03-01").rows()
    assert row["break_even"] == D("6.65")
    (row,) = lc.price_for(product, "fbm:flat", market="UK", on="2026-03-01", margin="20 %").rows()
    for cents, met in ((0, True), (1, False)):  # of the revenue, which is without the tax
        price = row["lowest_price"] - D(cents).scaleb(-2)
        quote = lc.quote({**product, "price": price}, "fbm:flat", market="UK", on="2026-03-01")
        assert quote.profit is not None
        assert quote.revenue is not None
        assert (quote.profit >= quote.revenue / 5) == met


def test_products_without_a_price() -> None:
    """The same prices, without what goes by the row's own."""
    bare = {name: value for name, value in MUG.items() if name != "price"}
    for decision in (
        lc.price_for(bare, "fba", on=ON, margin="20 %"),
        lc.price_for([bare], "fba", on=ON, margin="20 %"),
        lc.price_for(pl.DataFrame([{**MUG, "price": None}]), "fba", on=ON, margin="20 %"),
    ):
        (row,) = decision.rows()
        assert (row["lowest_price"], row["break_even"], row["status"]) == (D("12.55"), D("8.60"), "exact")
        assert (row["max_cost"], row["break_even_acos"]) == (None, None)


def test_costs_without_a_figure() -> None:
    """Before its first card the carrier's price is not known: no price is told, and it says why."""
    decision = lc.price_for(MUG, "fbm:ups_ground", on="2024-08-01")
    (row,) = decision.rows()
    assert row["status"] == "unsourced"
    assert (row["break_even"], row["lowest_price"], row["safe_price"], row["max_cost"]) == (None, None, None, None)
    assert (row["ranges"], row["dead_zones"]) == ([], [])
    assert decision.notes == ("MUG-11, fbm:ups_ground: no figure is on file for carrier_postage",)
    own = lc.price_for({**MUG, "postage": "6"}, "fbm:ups_ground", on="2024-08-01").rows()[0]
    assert own["break_even"] is not None


def test_what_is_not_known_is_not_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a figure there is nothing to be found between two prices."""
    tried = []
    true = search.search
    monkeypatch.setattr("logicost.decide.price.search", lambda *given: tried.append(true(*given)) or tried[-1])
    lc.price_for(MUG, "fbm:ups_ground", on="2024-08-01")
    assert len(tried[0].price) < 2_000


def answer_of(profits: list[int], least: int) -> dict[str, Any]:
    """The prices of 1, 2, 3 … cents that leave so many cents, for a profit of `least`."""
    profit = np.array(profits, np.int64) * 100
    prices, nothing = np.arange(1, len(profits) + 1), np.zeros(len(profits), np.int64)
    before = np.concatenate([[-(2**60)], np.maximum.accumulate(profit)[:-1]])
    tried = search.Tried(nothing, prices, profit, nothing, nothing, before, profit <= before - 500)
    return _prices(tried, Target("profit", D(least).scaleb(-2)), len(profits), find_market("US").currency)


def test_pieces_of_prices_by_hand() -> None:
    cents = lambda *numbers: [None if number is None else D(number).scaleb(-2) for number in numbers]  # noqa: E731
    close = answer_of(
        [0, 3, 0, 0, 0, 0, 3, 0], 2
    )  # met at 2 and 7: four prices between them, one piece; not met at the end
    assert close["ranges"] == [cents(2, 7)]
    assert (close["lowest_price"], close["safe_price"], close["break_even"]) == (D("0.02"), None, D("0.01"))
    apart = answer_of([0, 3, 0, 0, 0, 0, 0, 3, 3], 2)  # five between 2 and 8
    assert apart["ranges"] == [cents(2, 2), cents(8, None)]
    assert apart["safe_price"] == D("0.08")
    # 9 is left at 3 and at 4: 5 less is dead, 4 less is not; of equal best the higher is the better price
    dead = answer_of([1, 8, 9, 9, 4, 3, 5, 4, 10], 0)
    assert dead["dead_zones"] == [[*cents(5, 6, 4), D("0.06")], [*cents(8, 8, 4), D("0.05")]]
    assert answer_of([-1, -1], 0)["break_even"] is None


def test_notes_name_few_of_many() -> None:
    frame = pl.DataFrame([{**MUG, "sku": f"M{number}"} for number in range(5)])
    assert lc.price_for(frame, "fba", on=ON, margin="90 %").notes == (
        "5 products (M0, M1, M2, …), fba: no price up to the end of the search reaches margin 0.9",
    )


def test_titles_and_unknown_columns_stay() -> None:
    frame = pl.DataFrame(
        [{**MUG, "title": "A mug", "Colour": "<b>red", "Status": "=1+1"}, {**MUG, "weight": "x", "Colour": "blue"}]
    )
    first, second = lc.price_for(frame, "fba", on=ON).rows()
    assert (first["title"], first["Colour"], first["Status"]) == (
        "A mug",
        "<b>red",
        "=1+1",
    )
    assert (second["error_code"], second["Colour"]) == ("not_a_measurement", "blue")
    (row, *_) = lc.pack(frame, "fba", on=ON).rows()
    assert (row["title"], row["Colour"]) == ("A mug", "<b>red")


def test_the_sellers_defaults(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A packaging of 0.60 raises break-even of 13.43 by 0.60 / 0.85, to 14.14 (14.13 leaves -0.01)."""
    saved = tmp_path / "logicost.toml"
    saved.write_text("[defaults.program.fbm]\npackaging = 0.60\n", encoding="utf-8")
    options = [word for name, value in MUG.items() for word in (f"--{name}", value)]
    assert run(["price", *options, "--on", ON, "--programs", "fba,fbm", "--defaults", str(saved), "--json"]) == 0
    assert [row["break_even"] for row in json.loads(capsys.readouterr().out)["rows"]] == ["8.60", "14.14"]
    assert lc.price_for(MUG, "fbm", on=ON, defaults=saved).rows()[0]["break_even"] == D("14.14")


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
    assert str(read_target(USD, margin="20 %")) == "margin 0.2"
    assert str(read_target(USD, roi="1500 %")) == "roi 15"
    assert str(read_target(USD)) == "profit 0"
    assert str(read_target(USD, profit="$3.50")) == "profit 3.5"


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


def test_no_figure_is_cut_on_narrow_terminals(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two stores side by side, each product under its own name; where the table is too wide, sentences."""
    catalog = tmp_path / "c.csv"
    catalog.write_text(
        "sku,title,market,dimensions,weight,price,cost\nA-RATHER-LONG-SKU-1,A mug,US,5.1 x 4.3 x 4.2 in,14.2 oz,18.99,3.10\n"
        "B,Becher,DE,13 x 11 x 11 cm,400 g,14.99,3\nC,,UK,33 x 22 cm,1 kg,9,1\n",
        encoding="utf-8",
    )
    figures = [
        (row["sku"], f"{sign}{row[name]}")
        for row, sign in zip(
            lc.price_for(pl.read_csv(catalog, infer_schema=False), "fba", on=ON).rows()[:2], "$€", strict=True
        )
        for name in ("break_even", "lowest_price", "safe_price", "max_cost")
    ]
    for width in (40, 60, 80, 120):
        monkeypatch.setenv("COLUMNS", str(width))
        assert run(["price", str(catalog), "--on", ON, "--programs", "fba"]) == 1
        told = capsys.readouterr().out
        assert "…" not in told
        assert all(sku in told and figure in told for sku, figure in figures)
        assert "A mug" in told
        assert "[not_three_sides]" in told
        assert max(map(len, told.splitlines())) <= width
        assert ("break-even $" in told) == (width < 80)  # a sentence


@pytest.mark.parametrize("lift", range(1, search.DEAD + 1))
def test_a_cost_that_rounding_lifts(lift: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Halving may end below a cost that meets the target once more: those next to it are tried. The highest is told."""

    class Costs:
        """A program that leaves nothing up to a cost, and at one cost a little above it."""

        size = 200

        def __init__(self, *_: Any) -> None:
            pass

        def at(self, cases: Any, values: Any) -> dict[str, Any]:
            cents, most = values["cost"] // 100, cases * 7
            left = np.where((cents <= most) | (cents == most + lift), 0, -1)
            return {"profit": left, "revenue": left * 0, "invested": left * 0}

    monkeypatch.setattr("logicost.decide.price.Curves", Costs)
    program = SimpleNamespace(revenue="revenue", step=lambda name: name)
    group: Any = SimpleNamespace(program=program)
    assert _max_cost(group, Target("profit"), 100).tolist() == [place * 7 + lift for place in range(200)]


def test_one_product_may_have_a_title(capsys: pytest.CaptureFixture[str]) -> None:
    options = [word for name, value in MUG.items() for word in (f"--{name}", value)]
    for command, *more in (["price"], ["pack"], ["sweep", "--vary", "days_in_storage=0,30"]):
        assert run([command, *options, "--title", "A mug", "--on", ON, "--programs", "fba", *more]) == 0
        assert capsys.readouterr().out.startswith("MUG-11, A mug  US  ships 2026-11-22")


def test_chosen_columns(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    options = [word for name, value in MUG.items() for word in (f"--{name}", value)] + ["--on", ON, "--programs", "fba"]
    assert run(["price", *options, "--select", "Lowest_Price,sku"]) == 0
    assert capsys.readouterr().out == "lowest_price\tsku\n8.60\tMUG-11\n"
    assert run(["price", *options, "--select", "sku,dead_zones", "--json"]) == 0
    assert list(json.loads(capsys.readouterr().out)["rows"][0]) == ["sku", "dead_zones"]
    page = tmp_path / "o.html"
    assert run(["price", *options, "--select", "sku,ranges", "-o", str(page)]) == 0
    assert "from 8.60 on" in page.read_text(encoding="utf-8")
    assert run(["sweep", *options, "--vary", "cost=1,x", "--select", "cost,profit"]) == 1
    assert capsys.readouterr().out == "cost\tprofit\n1\t10.08\nx\t\n"
    assert run(["pack", *options, "--select", "nothing"]) == 2
    assert "[select_unknown]" in capsys.readouterr().err
