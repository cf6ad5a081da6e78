"""`logicost compare --uplift`: the month on the terminal and in every file, and nothing of it where nothing was asked."""

from __future__ import annotations

import csv
import json
import re
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from logicost.cli.main import run

ROWS = (
    "sku,dimensions,weight,price,category,cost,monthly_units\n"
    "A,5.1 x 4.3 x 4.2 in,14.2 oz,18.99,home_and_kitchen,3.10,100\n"
    "B,5.1 x 4.3 x 4.2 in,14.2 oz,18.99,home_and_kitchen,3.10,{}\n"
)
COMMON = (
    "--programs",
    "fba,mcf,mcf:priority,fbm:flat",
    "--postage",
    "7.90",
    "--on",
    "2026-08-03",
    "--uplift",
    "mcf:25",
)
RISES = "25 % for mcf and 25 % for mcf:priority"  # a family's word is for all its programs
# Amazon orders: 8.28 by FBA, 18.99 - 3.10 - 2.85 - 7.90 = 5.14 by FBM; orders of the shop: 6.65 by MCF, with 25 % more
# units, nothing known by priority MCF, 18.99 - 3.10 - 7.90 = 7.99 by FBM: MCF is best by the month alone
EXPECTED = [
    *(("A", amount) for amount in ("828.00", "514.00", "831.25", None, "799.00")),
    *(("B", amount) for amount in ("4.14", "2.57", "4.16", None, "4.00")),
]


@pytest.fixture
def catalog(tmp_path: Path) -> str:
    path = tmp_path / "catalog.csv"
    path.write_text(ROWS.format("0.5"))
    return str(path)


@pytest.mark.parametrize("width", ["50", "60", "80", "140"])
def test_the_terminal(
    catalog: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, width: str
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    assert run(["compare", catalog, *COMMON]) == 0
    out = capsys.readouterr().out
    flat = re.sub(r"\s+", " ", out)
    assert max(map(len, out.splitlines())) <= int(width)
    assert "mcf *" in out
    assert "$831.25" in out
    assert "fba is best for 2 of 2 products" in flat
    # 831.25 - 799.00 and 4.16 - 4.00
    more = "mcf is best for 2 of 2, together $32.41 more a month than the next"
    assert f"by the month, with an uplift of {RISES}, {more}" in flat
    assert "delivery promise: mcf: 3 business days; none on file for fba, fbm:flat, mcf:priority" in flat


def test_without_units_nothing_is_said_of_the_month(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "plain.csv"
    path.write_text("\n".join(line.rpartition(",")[0] for line in ROWS.splitlines()))
    assert run(["compare", str(path), "--programs", "fba,mcf", "--on", "2026-08-03"]) == 0
    said = capsys.readouterr()
    assert not re.search(r"month|promise", said.out + said.err)
    assert run(["compare", str(path), *COMMON]) == 0
    assert "give monthly_units" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["csv", "tsv", "parquet", "json", "jsonl"])
def test_every_file_says_the_same(catalog: str, tmp_path: Path, form: str) -> None:
    path = tmp_path / f"out.{form}"
    assert run(["compare", catalog, *COMMON, "-o", str(path)]) == 0
    if form == "parquet":
        rows = pl.read_parquet(path).to_dicts()
    elif form.startswith("json"):
        text = path.read_text()
        rows = json.loads(text) if form == "json" else [json.loads(line) for line in text.splitlines()]
    else:
        rows = list(csv.DictReader(path.read_text().splitlines(), delimiter="\t" if form == "tsv" else ","))
    found = [(row["sku"], Decimal(row["monthly_profit"]) if row["monthly_profit"] else None) for row in rows]
    assert found == [(sku, amount and Decimal(amount)) for sku, amount in EXPECTED]
    assert [row["delivery_promise"] or None for row in rows] == [None, None, "3 business days", None, None] * 2


def test_units_that_cannot_be_are_an_error_of_their_row(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(ROWS.format("many"))
    assert run(["compare", str(path), *COMMON, "-o", "-"]) == 1
    rows = list(csv.DictReader(capsys.readouterr().out.splitlines()))
    assert [row["error_field"] for row in rows] == [""] * 5 + ["monthly_units"] * 5


@pytest.mark.parametrize("uplift", ["20", "fbx:20", "mcf:x", "mcf:-1", "mcf:5,mcf:6", "mcf:", ":5", "mcf:1e99"])
def test_an_uplift_that_cannot_be_is_one_line(catalog: str, capsys: pytest.CaptureFixture[str], uplift: str) -> None:
    assert run(["compare", catalog, "--uplift", uplift]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("logicost: ")
    assert said.err.count("\n") == 1


def test_the_report_counts_the_uplift(catalog: str, tmp_path: Path) -> None:
    pytest.importorskip("altair")
    path = tmp_path / "margins.html"
    assert run(["compare", catalog, *COMMON, "-o", str(path)]) == 0
    page = path.read_text()
    assert "Figures of a month count your uplift of " + RISES in page, "MCF stays first by the uplift alone"
    assert "Give <code>monthly_units" not in page
    assert "831.25 a month; promises 3 business days" in page
    other_way = ("--programs", "fbm:flat,mcf", *COMMON[2:])
    assert run(["compare", catalog, *other_way, "-o", str(path)]) == 0
    assert "by fbm:flat: worth $32.41 a month" in path.read_text()
