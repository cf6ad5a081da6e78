"""`logicost template`: examples that are quoted, lists and bounds of the fields, and a file that LibreOffice saved read back."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import libreoffice
import openpyxl
import pytest

from logicost.cli.main import run
from logicost.errors import InputError
from logicost.export.template import LISTS, SHEET, TemplateColumn, make_template
from logicost.inputs.fields import FIELD
from logicost.tables.shelf import open_shelf

ON = "2026-11-22"
EVERY = "fba,fba:awd,fbm,fbm:ups_ground,mcf,mcf:expedited,sfp"
SHELF = open_shelf(None)
MARKETS = [code for code, market in SHELF.markets.by_code.items() if SHELF.has_cards(market)]


def quoted(path: Path, capsys: pytest.CaptureFixture[str], *more: str) -> list[dict[str, Any]]:
    """The results of a catalog, which is read without a word."""
    assert run(["compare", str(path), "--on", ON, "-o", "-", "--format", "json", *more]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    found: list[dict[str, Any]] = json.loads(said.out)
    return found


@pytest.mark.parametrize("market", MARKETS)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_examples_are_quoted_without_error(
    market: str, form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / f"mine.{form}"
    assert run(["template", "--market", market, "--on", ON, "-o", str(path)]) == 0
    rows = quoted(path, capsys, "--market", market)
    assert {row["sku"] for row in rows} == {"EXAMPLE-1", "EXAMPLE-2"}
    assert all(row["status"] != "error" for row in rows)


def test_columns_are_those_of_the_programs(capsys: pytest.CaptureFixture[str]) -> None:
    def headings(*arguments: str) -> list[str]:
        assert run(["template", "--on", ON, *arguments]) == 0
        return next(csv.reader(io.StringIO(capsys.readouterr().out)))

    everything, amazon = headings(), headings("--programs", "fba")
    assert {"packaging", "zone_mix", "placement", "days_in_storage"} <= set(everything)
    assert "packaging" not in amazon
    assert "placement" in amazon
    assert "placement" not in headings("--programs", "fbm")
    assert everything[:6] == ["sku", "title", "length (in)", "width (in)", "height (in)", "weight (lb)"]
    assert "return_rate (%)" in everything


def inside(column: TemplateColumn, least: bool) -> object:
    """A value at one of the column's bounds, as its reader takes it."""
    if column.words:
        return column.words[0 if least else -1]
    value = column.smallest if least else column.largest
    assert value is not None
    return f"{value:f} %" if column.heading.endswith("(%)") else f"{value:.10g}"


def test_bounds_are_those_of_the_fields() -> None:
    """What a cell may hold is read, and numbers just beyond the lower bound are refused by the column's reader."""
    template = make_template(EVERY, "US", ON)
    looked = 0
    for column in (*template.columns, *template.more):
        field = FIELD.get(column.name)
        if field is None or field.read is None or (column.smallest is None and not column.words):
            continue
        for least in (True, False):
            field.read(inside(column, least), column.name)
        looked += 1
        if column.smallest is not None:
            with pytest.raises(InputError):
                field.read(f"{column.smallest - 1:.10g}", column.name)
    assert looked > 40


def fill(path: Path) -> dict[str, object]:
    """Fill the third row in as a seller would, with a value in nearly every column; returns what was given."""
    book = openpyxl.load_workbook(path)
    sheet = book[SHEET]
    template = make_template("fba,fbm,mcf", "US", ON)
    own: dict[str, object] = {
        "sku": "00123",
        "title": "Große Lampe",
        "length": 16.5,
        "width": 9,
        "height": 7.25,
        "weight": 4.4,
        "price": 39.9,
        "category": "Home and Kitchen",
        "cost": 11,
        "sipp": True,
        "dangerous_goods": False,
        "return_rate": 8,
        "zone": 5,
        "placement": "minimal",
        "days_in_storage": 45,
        "packaging": 0.6,
        "postage": 9.15,
        "units_per_order": 1,
        "payment": "stripe",
    }
    headings = {column.name: column.heading for column in (*template.columns, *template.more)}
    places = {cell.value: cell.column for cell in sheet[1]}
    for name, value in own.items():
        if name in headings:
            sheet.cell(4, places[headings[name]], value)
    book.save(path)
    return own


@pytest.mark.libreoffice
@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_what_libreoffice_saves_reads_back(form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    libreoffice.require()
    path = tmp_path / "mine.xlsx"
    assert run(["template", "--on", ON, "-o", str(path)]) == 0
    own = fill(path)
    saved = libreoffice.convert(path, tmp_path, form)
    rows = {row["program"]: row for row in quoted(saved, capsys) if row["sku"] == "00123"}
    (tmp_path / "plain.csv").write_text(
        ",".join(own).replace("return_rate", "return_rate (%)")
        + "\n"
        + ",".join(str(value) for value in own.values())
        + "\n",
        encoding="utf-8",
    )
    expected = {row["program"]: row for row in quoted(tmp_path / "plain.csv", capsys)}
    for program, row in expected.items():
        assert rows[program]["total_cost"] == row["total_cost"]
        assert rows[program]["lines"] == row["lines"]


def test_lists_bounds_and_notes_stand_in_the_workbook(tmp_path: Path) -> None:
    path = tmp_path / "mine.xlsx"
    assert run(["template", "--on", ON, "-o", str(path)]) == 0
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == [SHEET, "Read me", LISTS]
    rules = book[SHEET].data_validations.dataValidation
    kinds = {rule.promptTitle: rule for rule in rules}
    assert kinds["category"].type == "list"
    assert kinds["price"].type == "decimal"
    assert float(kinds["price"].formula1) > 0
    assert kinds["units_per_order"].type == "whole"
    assert all(rule.prompt for rule in rules)
    columns = book[SHEET].column_dimensions
    assert any(each.hidden and each.outlineLevel == 1 for each in columns.values())  # the rare ones, folded


def test_only_workbooks_and_csv(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(["template", "-o", str(tmp_path / "x.ods")]) == 2
    assert "a template is a .xlsx or a .csv file" in capsys.readouterr().err
    assert run(["template", "--programs", "fbx"]) == 2
    assert "[unknown_program]" in capsys.readouterr().err
