"""The planning commands from the shell: files and JSON, tables within the terminal's width, errors in one line."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from logicost.catalog.titles import match_titles
from logicost.cli.main import run

MUG = [
    "--sku", "MUG", "--dimensions", "5.1 x 4.3 x 4.2 in", "--weight", "14.2 oz", "--price", "18.99",
    "--category", "home_and_kitchen",
]  # fmt: skip
STOCK = ["stock", *MUG, "--opening", "30:200,200:50", "--monthly-sales", "20", "--start", "2026-06-01", "--months", "3"]
CLEAR = ["clear", *MUG, "--opening", "200:100", "--monthly-sales", "5", "--start", "2026-06-01", "--months", "2"]
HYBRID = ["hybrid", *MUG, "--orders", "amazon:300,direct:100", "--on", "2026-08-03", "--postage", "7"]


@pytest.fixture
def shipment(tmp_path: Path) -> str:
    path = tmp_path / "shipment.csv"
    path.write_text(
        "SKU,Units,Dimensions,Weight,Cost,Price,Colour\n"
        "MUG,1000,5.1 x 4.3 x 4.2 in,14.2 oz,3.10,18.99,=red\n"
        "TRAY,500,12 x 9 x 1.5 in,2 lb,5.25,29.99,blue\n"
    )
    return str(path)


@pytest.mark.parametrize("command", [STOCK, CLEAR, HYBRID], ids=["stock", "clear", "hybrid"])
def test_tables_json_and_plain(
    command: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert run(command) == 0
    shown = capsys.readouterr().out
    assert "MUG" in shown
    assert "…" not in shown
    assert run([*command, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["sku"] == "MUG"
    assert run([*command, "--plain"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("sku\tmarket")
    assert len({line.count("\t") for line in lines}) == 1


def test_stock_to_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "months.csv"
    assert run([*STOCK, "--replenish", "2026-07-01:100", "--replenish", "2026-08-01:50", "-o", str(path)]) == 0
    rows = list(csv.DictReader(path.read_text().splitlines()))
    assert [(row["month"], row["received"]) for row in rows] == [
        ("2026-06", "0"),
        ("2026-07", "100"),
        ("2026-08", "50"),
    ]
    assert all(row["storage_utilization"] == "" for row in rows)  # not included is blank, never zero
    # the 200-day-old units that are left at the close of June 15: 50 - 10 = 40, of 214 days: 40 x 0.053302 x 1.00
    assert rows[0]["aged_inventory"] == "2.13"
    path = tmp_path / "months.json"
    assert run([*STOCK, "-o", str(path)]) == 0
    assert json.loads(path.read_text())["months"][0]["aged_tiers"][0]["units"] == 40
    assert (
        list(tmp_path.iterdir()) == [tmp_path / "months.csv", tmp_path / "months.json"]
        or len(list(tmp_path.iterdir())) == 2
    )
    assert capsys.readouterr().out == ""


def test_landed_writes_a_catalog(shipment: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["landed", shipment, "--container", "1900", "--duty-rate", "10"]) == 0
    assert "$1,010.95" in capsys.readouterr().out
    path = tmp_path / "catalog.csv"
    assert run(["landed", shipment, "--container", "1900", "--duty-rate", "10", "-o", str(path)]) == 0
    rows = list(csv.DictReader(path.read_text().splitlines()))
    # 1,010.95 / 1,000 = 1.01095, half-up; 889.05 / 500; 10 % of 3.10 and of 5.25
    costs = [(row["sku"], row["inbound_freight"], row["duty"]) for row in rows]
    assert costs == [("MUG", "1.0110", "0.31"), ("TRAY", "1.7781", "0.5250")]
    assert rows[0]["Colour"] == "'=red"  # no spreadsheet takes it for a formula
    book = tmp_path / "catalog.parquet"
    assert run(["landed", shipment, "--container", "1900", "--duty-rate", "10", "-o", str(book)]) == 0
    assert pl.read_parquet(book)["inbound_freight"].to_list() == [Decimal("1.0110"), Decimal("1.7781")]
    titles = match_titles(list(rows[0]), "catalog")
    assert (titles.extra, titles.warnings) == (["units", "Colour"], [])


@pytest.mark.parametrize("command", [STOCK, CLEAR, HYBRID], ids=["stock", "clear", "hybrid"])
def test_every_format_says_the_same(command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As of a catalog. Amounts that none of the months has are amounts all the same; titles are text, and notes stay."""
    said = {}
    for form in ("csv", "tsv", "jsonl", "parquet", "xlsx", "html"):
        assert run([*command, "--title", "=1+1", "-o", str(tmp_path / f"plan.{form}")]) == 0
        said[form] = capsys.readouterr().err
    assert said["csv"] == said["tsv"] == said["jsonl"] == said["parquet"]
    assert said["xlsx"] == said["html"] == ""
    rows = [json.loads(line) for line in (tmp_path / "plan.jsonl").read_text().splitlines()]
    for form, mark in (("csv", ","), ("tsv", "\t")):
        lines = csv.DictReader((tmp_path / f"plan.{form}").read_text().splitlines(), delimiter=mark)
        cells = [{name: "" if value is None else str(value) for name, value in row.items()} for row in rows]
        assert list(lines) == [{**row, "title": "'=1+1"} for row in cells]
    frame = pl.read_parquet(tmp_path / "plan.parquet")
    assert list(frame.columns) == list(rows[0])
    assert pl.Null not in frame.dtypes
    for row, kept in zip(frame.rows(named=True), rows, strict=True):
        amounts = {name: value for name, value in row.items() if isinstance(value, Decimal)}
        assert amounts == {name: Decimal(kept[name]) for name in amounts}
        assert {**row, **kept, **amounts} == {**kept, **row}
        assert amounts
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    assert [cell.value for cell in book["Answers"][1]] == [name.replace("_", " ") for name in rows[0]]
    assert book["Answers"].max_row == len(rows) + 1
    page = (tmp_path / "plan.html").read_text()
    assert page.count("<tr>") == len(rows) + 1
    assert "=1+1" in page


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([*STOCK, "--months", "30"], "[out_of_range]"),
        ([*STOCK, "-o", "months.docx"], "[format_unknown]"),
        ([*CLEAR, "--format", "parquet"], "[document_to_stdout]"),
        ([*CLEAR, "--discount-price", "9.99"], "[discount_incomplete]"),
        ([*HYBRID, "--fixed", "fmb:9"], "Did you mean 'fbm'?"),
        (["landed", "no-such.csv", "--freight", "1"], "[file_not_found]"),
        (["stock", *MUG], "monthly_sales is missing"),
    ],
)
def test_errors_take_one_line(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert message in said.err
    assert said.err.count("\n") == 1


def test_a_broken_line_of_a_shipment_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "shipment.csv"
    path.write_text("sku,units,dimensions,weight,cost\nMUG,x,5 x 4 x 4 in,1 lb,3\n")
    assert run(["landed", str(path), "--freight", "10"]) == 2
    assert "MUG: units is 'x'" in capsys.readouterr().err
