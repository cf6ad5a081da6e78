"""`stock`, `clear`, `hybrid` and `landed` over catalogs from the shell."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import fastexcel
import polars as pl
import pytest

from logicost.cli.main import run

CATALOG = """SKU,Title,Package dimensions,Weight (oz),Price,Category,Opening,Monthly sales
MUG,=HYPERLINK("x"),5.1 x 4.3 x 4.2 in,14.2,18.99,home_and_kitchen,200:100,5
TRAY,<b>Tray</b>,12 x 9 x 1.5 in,32,29.99,,30:200,
BAD,no sides,,12,9.99,books,10:5,5
"""
COMMANDS = {
    "stock": ["--monthly-sales", "9", "--start", "2026-06-01", "--months", "3"],
    "clear": ["--monthly-sales", "9", "--start", "2026-06-01", "--months", "3"],
    "hybrid": ["--orders", "amazon:30,shopify:10", "--on", "2026-11-22"],
}


@pytest.fixture
def catalog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.csv").write_text(CATALOG, encoding="utf-8")
    return "mine.csv"


@pytest.mark.parametrize("command", COMMANDS)
def test_a_terminal_shows_the_rows_ranked_and_the_errors(
    command: str, catalog: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    assert run([command, catalog, *COMMANDS[command]]) == 1
    said = capsys.readouterr()
    assert max(map(len, said.out.splitlines())) <= 100
    assert "BAD: the sides are missing" in said.out.replace("\n", " ")
    assert "1 of 3 rows are in error" in said.err
    assert "read 'Package dimensions' as dimensions" in said.err
    assert "MUG" in said.out
    assert "TRAY" in said.out


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("form", ["csv", "tsv", "parquet", "json", "jsonl", "xlsx", "html"])
def test_every_format_holds_the_same(
    command: str, form: str, catalog: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([command, catalog, *COMMANDS[command], "-o", f"out.{form}"]) == 1
    capsys.readouterr()
    run([command, catalog, *COMMANDS[command], "--json"])
    expected = json.loads(capsys.readouterr().out)
    assert [row["sku"] for row in expected] == ["MUG", "TRAY", "BAD"]
    assert sorted(row["rank"] or 9 for row in expected) == [1, 2, 9]
    path = tmp_path / f"out.{form}"
    if form == "html":
        page = path.read_text(encoding="utf-8")
        assert "&lt;b&gt;Tray" in page
        assert "<script" not in page
        assert all(row[name] in page for row in expected for name in row if isinstance(row[name], str) and "." in row[name]
                   and name not in ("title", "error"))  # fmt: skip
        return
    if form == "xlsx":
        cells = fastexcel.read_excel(path).load_sheet("Answers", dtypes="string").to_polars()
        assert cells["sku"].to_list() == ["MUG", "TRAY", "BAD"]
        assert cells["title"][0] == '=HYPERLINK("x")'  # a text, as the file has it
        return
    if form in ("json", "jsonl"):
        text = path.read_text(encoding="utf-8")
        rows = json.loads(text) if form == "json" else [json.loads(line) for line in text.splitlines()]
        assert rows == expected
        return
    if form == "parquet":
        frame = pl.read_parquet(path)
        assert frame["sku"].to_list() == ["MUG", "TRAY", "BAD"]
        return
    found = list(
        csv.DictReader(io.StringIO(path.read_text(encoding="utf-8")), delimiter="," if form == "csv" else "\t")
    )
    assert [row["title"] for row in found] == ['\'=HYPERLINK("x")', "<b>Tray</b>", "no sides"]
    for row, wanted in zip(found, expected, strict=True):
        assert {name: cell or None for name, cell in row.items() if name != "title"} == {
            name: None if value is None else str(value) for name, value in wanted.items() if name != "title"
        }


def test_rows_of_a_catalog_are_those_of_one_product(catalog: str, capsys: pytest.CaptureFixture[str]) -> None:
    run(["clear", catalog, *COMMANDS["clear"], "--json"])
    mug = json.loads(capsys.readouterr().out)[0]
    product = [
        "--dimensions",
        "5.1 x 4.3 x 4.2 in",
        "--weight",
        "14.2 oz",
        "--price",
        "18.99",
        "--category",
        "home_and_kitchen",
    ]
    run(
        [
            "clear",
            *product,
            "--opening",
            "200:100",
            "--monthly-sales",
            "5",
            "--start",
            "2026-06-01",
            "--months",
            "3",
            "--json",
        ]
    )
    one = json.loads(capsys.readouterr().out)
    assert mug["best_total"] == one["best_total"]["amount"]
    assert mug["keep"] == one["months"][0]["totals"]["keep"]["amount"]


def test_the_input_is_not_written_over(catalog: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["stock", catalog, "--monthly-sales", "3", "-o", catalog]) == 2
    assert "[output_is_input]" in capsys.readouterr().err


def test_what_a_catalog_lacks_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bare.csv").write_text("sku,price\nA,3\n")
    assert run(["stock", str(tmp_path / "bare.csv"), "--monthly-sales", "3"]) == 2
    assert "no column dimensions or length, weight" in capsys.readouterr().err
    # what an option gives for all rows, the file need not have
    assert run(["stock", str(tmp_path / "bare.csv"), "--monthly-sales", "3", "--opening", "5",
                "--dimensions", "5 x 4 x 3 in", "--weight", "1 lb", "--start", "2026-06-01"]) == 0  # fmt: skip


def test_landed_takes_any_kind_of_catalog(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pl.DataFrame({"SKU": ["A", "B"], "Units": [250, 10], "weight": ["20 kg", "5 lb"], "COGS": [10, 3]}).write_parquet(
        tmp_path / "shipment.parquet"
    )
    assert run(["landed", str(tmp_path / "shipment.parquet"), "--freight", "1500", "--by", "weight", "--json"]) == 0
    shipment = json.loads(capsys.readouterr().out)
    # 5,000 kg and 10 x 5 lb = 22.67962 kg
    assert [item["shipment_freight"] for item in shipment["items"]] == ["1493.23", "6.77"]
