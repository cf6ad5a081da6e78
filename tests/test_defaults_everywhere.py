"""A seller's defaults are seen by every command and from Python, by both doors alike, and each value says where it came from."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import logicost as lc
from logicost.answers.compare import compare_row
from logicost.answers.engine import Engine
from logicost.answers.request import Request
from logicost.catalog.pipeline import Pipeline
from logicost.cli.main import run
from logicost.errors import LogicostError

ON = "2026-11-22"
MUG: dict[str, Any] = {
    "sku": "MUG", "dimensions": "5.1 x 4.3 x 4.2 in", "weight": "14.2 oz", "price": "18.99", "category": "home_and_kitchen",
}  # fmt: skip
SAVED = """
[columns]
"Mein Preis" = "price"

[defaults]
packaging = 0.60
days_in_storage = 45

[defaults.program.fbm]
handling = 1.20
zone_mix = "2:10,5:60,8:30"

[defaults.program.mcf]
channel = "shopify"

[defaults.channel.shopify]
payment = "stripe"

[defaults.category.home_and_kitchen]
return_rate = "3 %"
"""


@pytest.fixture
def saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "logicost.toml"
    path.write_text(SAVED, encoding="utf-8")
    return path


def amounts(quote: lc.Quote) -> dict[str, str]:
    return {line.fee: str(line.amount) for line in quote.lines}


def test_python_takes_them_on_request_only(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file of the working folder is the command's."""
    bare = lc.quote(MUG, "fbm", on=ON)
    assert "packaging" not in amounts(bare)
    given = lc.quote({**MUG, "packaging": "0.60", "handling": "1.20", "zone_mix": "2:10,5:60,8:30", "return_rate": "3 %",
                      "days_in_storage": "45"}, "fbm", on=ON)  # fmt: skip
    mapping = {"defaults": {"packaging": 0.6, "days_in_storage": 45, "return_rate": "3 %",
                            "program": {"fbm": {"handling": "1.20", "zone_mix": {"2": 10, "5": 60, "8": 30}}}}}  # fmt: skip
    for found in (lc.quote(MUG, "fbm", on=ON, defaults=saved), lc.quote(MUG, "fbm", on=ON, defaults=mapping)):
        assert found.total_cost == given.total_cost != bare.total_cost
    monkeypatch.setenv("LOGICOST_DEFAULTS", str(saved))
    assert lc.quote(MUG, "fbm", on=ON).total_cost == given.total_cost
    frame = lc.quote_frame(pl.DataFrame([MUG]), ["fbm"], on=ON)
    assert frame["total_cost"].to_list() == [given.total_cost]


def test_what_is_given_goes_before(saved: Path) -> None:
    assert amounts(lc.quote({**MUG, "packaging": "0"}, "fbm", on=ON, defaults=saved)).get("packaging", "0.00") == "0.00"
    assert amounts(lc.quote(MUG, "fbm", on=ON, packaging="0.25", defaults=saved))["packaging"] == "0.25"
    assert amounts(lc.quote(MUG, lc.FBM(packaging="0.35"), on=ON, defaults=saved))["packaging"] == "0.35"


def test_every_value_says_where_it_came_from(saved: Path) -> None:
    told = {step.name: step.rule for step in lc.quote(MUG, "fbm", on=ON, defaults=saved).explain()}
    assert told["packaging"] == f"from {saved} [defaults]"
    assert told["handling"] == f"from {saved} [defaults.program.fbm]"
    assert told["share_5"] == f"from {saved} [defaults.program.fbm]"
    assert told["return_rate"] == f"from {saved} [defaults.category.home_and_kitchen]"
    assert told["price"] == "given"


def test_a_program_has_its_channel_and_a_channel_its_defaults(saved: Path) -> None:
    comparison = lc.compare(MUG, "fba,fbm,mcf", on=ON, defaults=saved)
    channels = [(quote.program, quote.channel) for quote in comparison.quotes]
    assert ("mcf", "shopify") in channels
    assert ("fba", "amazon") in channels
    mcf = next(quote for quote in comparison.quotes if quote.program == "mcf")
    told = {step.name: step.rule for step in mcf.explain()}
    assert told["payment"] == f"from {saved} [defaults.channel.shopify]"


ROWS = {
    "packaging": ["", "0", "0.9"],
    "handling": ["", "2"],
    "zone": ["", "", "4"],
    "zone_mix": ["", "", "", "3:100"],
    "days_in_storage": ["", "", "", "10", "10", "10", "10", "x"],
    "category": ["", "home_and_kitchen", "Books", "clothing_and_accessories"],
    "channel": ["", "", "", "", "", "amazon", "amazon", "shopify", "shopify", "ebay", "mars"],
    "return_rate": ["", "2 %"],
    "price": ["18.99", "18.99", "18.99", "9.50", "9.50", ""],
    "market": ["", "", "", "", "", "", "us", "Mars"],
    "placement": ["", "optimized"],
    "sku": ["A", "B", "C", "D", "E", ""],
}
TABLES: list[dict[str, Any]] = [
    {"packaging": "0.5", "zone_mix": "5:100", "category": "books"},
    {"program": {"fba": {"placement": "minimal", "days_in_storage": 30}, "fbm": {"packaging": 1}, "mcf": {"channel": "ebay"}},
     "handling": 1},
    {"channel": {"shopify": {"packaging": "0.1", "payment": "stripe"}, "amazon": {"handling": "0.2"}, "direct": {"zone": 2}},
     "category": {"books": {"return_rate": "1 %", "zone": 8}, "home_and_kitchen": {"packaging": "0.7"}}},
    {"channel": "shopify", "market": {"US": {"days_in_storage": 60}}, "program": {"fbm:ups_ground": {"postage": 7}}},
    {},
]  # fmt: skip


@pytest.mark.parametrize("number", range(len(TABLES)))
def test_both_doors_fill_alike(number: int) -> None:
    pick = random.Random(number)
    rows = [
        {
            **MUG,
            **{name: pick.choice(values) for name, values in ROWS.items()},
            "sku": pick.choice(ROWS["sku"]) and f"S{place}",
        }
        for place in range(40)
    ]
    request = Request.of("fba,fbm,fbm:ups_ground,mcf", on=ON, defaults={"defaults": TABLES[number]})
    engine = Engine()
    found = Pipeline(request, {})(pl.DataFrame(rows)).to_dicts()
    place = 0
    for row in rows:
        error: LogicostError | None = None
        if not row["sku"]:
            continue
        try:
            quotes = list(compare_row(engine, row, request).quotes)
        except LogicostError as caught:
            error = caught
        if error is not None:
            assert {each["error_code"] for each in found if each["sku"] == row["sku"]} == {error.code}
            continue
        mine = [each for each in found if each["sku"] == row["sku"]]
        assert len(mine) == len(quotes)
        for quote, columns in zip(quotes, mine, strict=True):
            told = (quote.program, quote.channel, quote.total_cost, quote.profit, quote.status, quote.error_code)
            assert told == tuple(
                columns[name] for name in ("program", "channel", "total_cost", "profit", "status", "error_code")
            )
        place += 1
    assert place > 15


COMMANDS = {
    "quote": ["quote", *(f"--{name}={MUG[name]}" for name in ("dimensions", "weight", "price", "category")), "--program", "fbm", "--on", ON, "--json"],
    "compare": ["compare", "mug.csv", "--programs", "fbm", "--on", ON, "-o", "-", "--format", "json"],
}  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_read_the_file_of_the_working_folder_and_say_so_once(
    command: str, saved: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("mug.csv").write_text(",".join(MUG) + "\n" + ",".join(MUG.values()) + "\n")

    def lines(*more: str) -> dict[str, str]:
        assert run([*COMMANDS[command], *more]) == 0
        said = capsys.readouterr()
        assert said.err.count("defaults of logicost.toml") == (0 if more else 1)
        result = json.loads(said.out)
        return {line["fee"]: line["amount"] for line in (result if command == "quote" else result[0])["lines"]}

    assert lines()["packaging"] == "0.60"
    assert "packaging" not in lines("--defaults", "")
    Path("other.toml").write_text("[defaults]\npackaging = 0.9\n")
    assert lines("--defaults", "other.toml")["packaging"] == "0.90"


def test_headings_of_the_file_are_read_where_there_are_such(saved: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.csv").write_text("sku,dimensions,weight,Mein Preis\nA,5 x 4 x 3 in,1 lb,20\n")
    Path("b.csv").write_text("sku,dimensions,weight,price\nA,5 x 4 x 3 in,1 lb,20\n")
    for name in ("a.csv", "b.csv"):
        assert run(["compare", name, "--programs", "fba", "--on", ON, "-o", "-", "--format", "jsonl"]) == 0
        assert json.loads(capsys.readouterr().out)["price"] == "20.00"


@pytest.mark.parametrize("arguments", [
    ["quote", "--dimensions", "5 x 4 x 3 in", "--weight", "1 lb", "--price", "20"],
    ["compare", "a.csv"], ["stock", "a.csv"], ["clear", "a.csv"], ["hybrid", "a.csv"],
    ["explain", "--dimensions", "5 x 4 x 3 in", "--weight", "1 lb", "--price", "20"],
])  # fmt: skip
def test_an_unknown_name_ends_every_command(
    arguments: list[str], saved: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saved.write_text("[defaults]\npackagin = 1\n")
    Path("a.csv").write_text("sku,dimensions,weight,price\nA,5 x 4 x 3 in,1 lb,20\n")
    assert run(arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert (
        "logicost.toml: [defaults] 'packagin' is no column. Did you mean 'packaging'? [defaults_malformed]" in said.err
    )
    saved.write_text("[defaults.category.furnitur]\npackaging = 1\n")
    assert run(arguments[:7]) == 2 or arguments[0] in ("stock", "clear")
    capsys.readouterr()


def test_plans_have_the_defaults_of_fba(saved: Path, capsys: pytest.CaptureFixture[str]) -> None:
    saved.write_text("[defaults.program.fba]\nstorage_utilization_weeks = 60\n[defaults.program.fbm]\npackaging = 1\n")
    product = ["--dimensions", "5.1 x 4.3 x 4.2 in", "--weight", "14.2 oz", "--category", "home_and_kitchen"]
    plan = ["--opening", "200:100", "--monthly-sales", "5", "--start", "2026-06-01", "--months", "2", "--json"]
    assert run(["stock", *product, *plan]) == 0
    assert json.loads(capsys.readouterr().out)["months"][0]["storage_utilization"]["amount"] is not None
    Path("mug.csv").write_text(",".join(MUG) + "\n" + ",".join(MUG.values()) + "\n")
    assert run(["stock", "mug.csv", *plan]) == 0
    assert json.loads(capsys.readouterr().out)[0]["storage_utilization"] is not None
    mug = lc.Product(**{name: value for name, value in MUG.items() if name != "sku"})
    stock = lc.Stock(opening={200: 100}, monthly_sales=5, start="2026-06-01", months=2)
    assert lc.stock_costs(mug, stock, defaults=saved).months[0].utilization is not None
    assert lc.stock_costs(mug, stock).months[0].utilization is None


def test_the_store_of_the_account_is_that_of_commands(saved: Path, capsys: pytest.CaptureFixture[str]) -> None:
    saved.write_text('[account]\nmarket = "UK"\n')
    Path("a.csv").write_text("sku,dimensions,weight,price\nA,20 x 10 x 5 cm,0.4 kg,20\n")
    run(["compare", "a.csv", "--programs", "fba", "--on", ON, "-o", "-", "--format", "jsonl"])
    assert json.loads(capsys.readouterr().out.splitlines()[0])["market"] == "UK"
    run(["compare", "a.csv", "--market", "US", "--programs", "fba", "--on", ON, "-o", "-", "--format", "jsonl"])
    assert json.loads(capsys.readouterr().out.splitlines()[0])["market"] == "US"


def test_landed_reads_them(saved: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Costs of a store and a category where a row has none: 100 shared by volume, 5 a unit, on 2 and on 4."""
    saved.write_text(
        '[columns]\nEK = "cost"\n[account]\n[defaults]\npackaging = 1\n[defaults.category.toys_and_games]\ncost = 4\n',
        encoding="utf-8",
    )
    Path("s.csv").write_text(
        "sku,EK,units,dimensions,category\nA,2,10,5x4x3 in,\nB,,10,5x4x3 in,Toy\n", encoding="utf-8"
    )
    assert run(["landed", "s.csv", "--container", "100", "--json"]) == 0
    out, said = capsys.readouterr()
    assert [item["landed_cost"] for item in json.loads(out)["items"]] == ["7.00", "9.00"]
    assert "defaults of logicost.toml: cost, packaging" in said
    assert run(["landed", "s.csv", "--container", "100", "--defaults", ""]) == 2
    assert "cost" in capsys.readouterr().err
    items = [{"sku": "B", "units": 1, "dimensions": "5x4x3 in", "category": "Toy"}]
    assert lc.landed_cost(items, container=5, defaults=saved).rows()[0]["cost"] == 4


def test_landed_converts_costs_by_the_sellers_own_rate() -> None:
    """12 USD at 0.90 are 10.80 EUR; without a rate the shipment is refused, and the rate to give is named."""
    items = [{"sku": "B", "units": 10, "cost": "12 USD", "weight": "1 kg"}]
    found = lc.landed_cost(
        items, market="DE", freight=100, freight_by="weight", defaults={"exchange": {"USD_EUR": 0.9}}
    )
    assert [str(row["landed_cost"]) for row in found.rows()] == ["20.80"]
    with pytest.raises(LogicostError, match=r"B: cost is '12 USD'.* give USD_EUR"):
        lc.landed_cost(items, market="DE", freight=100, freight_by="weight")


def test_explain_joins_files_and_picks_the_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("logicost.toml").write_text('[columns]\nEK = "cost"\n', encoding="utf-8")
    Path("a.csv").write_text(
        "sku,market,dimensions,weight,price\nA,DE,20x10x5 cm,500 g,30\nA,US,5x4x3 in,1 lb,20\nA,Atlantis,5x4x3 in,1 lb,20\n",
        encoding="utf-8",
    )
    Path("b.csv").write_text("sku,EK\nA,3.10\n", encoding="utf-8")
    for market, cost in (("US", "cost_of_goods     $3.10"), ("DE", "cost_of_goods")):
        assert run(["explain", "a.csv", "b.csv", "--sku", "A", "--market", market, "--on", ON]) == 0
        out = capsys.readouterr().out
        assert f"A  fba  {market}" in out
        assert cost in out
    assert run(["explain", "a.csv", "b.csv", "--sku", "A", "--market", "JP", "--on", ON]) == 2
    assert "a.csv + b.csv has no sku 'A' in JP [sku_not_found]" in capsys.readouterr().err
