"""The Packaging sheet: what LibreOffice comes to, after measures, costs and steps were typed, is what `pack` says of them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import logicost as lc
from logicost.answers.compare import compare_row
from logicost.answers.engine import Engine
from logicost.answers.request import Request
from logicost.export.workbook import build, write_workbook
from logicost.export.workbook.cells import FIRST_ROW
from logicost.export.workbook.packaging_sheet import A_STEP, HEADS, NEAREST, NO_STEP, REACHED
from tests.export import libreoffice
from tests.export.test_workbook_recalculation import columns_of, differences, poison

openpyxl = pytest.importorskip("openpyxl")
pytestmark = [pytest.mark.libreoffice, pytest.mark.filterwarnings("ignore::UserWarning")]
ON = "2026-11-22"
ROWS: list[dict[str, Any]] = [
    {"sku": "BOX", "title": "A box", "dimensions": "18.05 x 14 x 8 in", "weight": "19.9 lb", "price": "60", "monthly_units": "100", "cost": "20"},
    {"sku": "+MUG", "title": "=1+1", "dimensions": "13 x 11 x 10.5 cm", "weight": "400 g", "price": "10.5", "cost": "3"},
    {"sku": "TUBE", "dimensions": "22.3 x 3 x 3 in", "weight": "12 oz", "price": "15.2", "monthly_units": "7.5", "days_in_storage": "60"},
]  # fmt: skip


def write(path: Path, rows: list[dict[str, Any]] = ROWS, programs: str = "fba,fbm,mcf", market: str = "US") -> Path:
    write_workbook(path, [compare_row(Engine(), row, Request.of(programs, on=ON, market=market)) for row in rows])
    return path


def lines_of(path: Path) -> list[dict[str, Any]]:
    sheet = openpyxl.load_workbook(path, data_only=True)["Packaging"]
    rows = sheet.iter_rows(min_row=FIRST_ROW + 1, max_col=len(HEADS), values_only=True)
    return [dict(zip(HEADS, row, strict=True)) for row in rows if row[0]]


def same_answers(lines: list[dict[str, Any]], rows: list[dict[str, Any]], programs: str, market: str = "US") -> int:
    """Whether the rows that save are those of `pack`; how many there are."""
    asked = lc.pack(rows, programs, on=ON, market=market).rows()
    expected = {
        (
            row["sku"],
            row["program"],
            row["channel"] == "amazon",
            "SIPP" if row["change"] == "sipp" else row["change"],
        ): row
        for row in asked
        if row["error_code"] is None
    }
    found = [line for line in lines if line["if it is"] != "bigger"]
    for line in found:
        row = expected.pop((line["sku"], line["program"], line["orders"] == "Amazon", line["measure"]))
        assert Decimal(str(line["saves a unit"])).quantize(Decimal("0.0001")) == row["saves"], line
        assert (line["saves a year"] is None) == (row["saves_a_year"] is None)
        if row["saves_a_year"] is not None:
            assert Decimal(str(line["saves a year"])) == row["saves_a_year"]
        if row["change"] != "sipp":
            assert (Decimal(str(line["now"])), Decimal(str(line["to"]))) == (row["from"], row["to"])
            assert line["nearest step?"] == NEAREST
    assert not expected
    return len(found)


def test_it_holds_what_pack_says(tmp_path: Path) -> None:
    lines = lines_of(write(tmp_path / "us.xlsx"))
    assert same_answers(lines, ROWS, "fba,fbm,mcf") > 12
    assert {line["if it is"] for line in lines} == {"smaller", "bigger", "certified"}
    assert all(line["saves a unit"] < 0 for line in lines if line["if it is"] == "bigger")
    pot = [
        {
            "sku": "P",
            "dimensions": "33.2 x 22 x 2.6 cm",
            "weight": "410 g",
            "price": "12",
            "monthly_units": "40",
            "vat_registered": "true",
        }
    ]
    assert same_answers(lines_of(write(tmp_path / "uk.xlsx", pot, "fba,fbm", "UK")), pot, "fba,fbm", "UK") == 3


def test_many_products_have_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "MOST_PACKED", 2)
    assert (
        "Packaging"
        not in openpyxl.load_workbook(write(tmp_path / "x.xlsx", ROWS[:3], "fba"), read_only=True).sheetnames
    )


def test_recalculated_and_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    libreoffice.require()
    monkeypatch.setattr(build, "SPARE", 1)
    exact = write(tmp_path / "exact.xlsx", programs="fba,fbm")
    book = openpyxl.load_workbook(exact)
    catalog, columns = book["Catalog"], columns_of(book["Catalog"])
    catalog.cell(FIRST_ROW + 1, columns["price"]).value = 45
    catalog.cell(FIRST_ROW + 2, columns["weight"]).value = 330  # g: the next step is still 12 oz
    catalog.cell(FIRST_ROW + 3, columns["length"]).value = 21.5  # below the step of the carrier
    packaging = book["Packaging"]
    places = {str(packaging.cell(FIRST_ROW, column + 1).value): column + 1 for column in range(len(HEADS))}
    typed = {}
    for line in range(FIRST_ROW + 1, packaging.max_row + 1):
        told = [packaging.cell(line, places[name]).value for name in ("program", "measure", "if it is")]
        if told == ["fba", "longest", "smaller"] and packaging.cell(line, places["to"]).value == 18 and not typed:
            packaging.cell(line, places["to"]).value = typed["17.5"] = 17.5
        if told == ["fba", "shortest", "smaller"] and "x" not in typed:
            packaging.cell(line, places["to"]).value = typed["x"] = "=1/0"
    book.save(tmp_path / "edited.xlsx")
    changed = [{**ROWS[0], "price": "45"}, {**ROWS[1], "weight": "330 g"}, {**ROWS[2], "dimensions": "21.5 x 3 x 3 in"}]
    lines = lines_of(libreoffice.convert(tmp_path / "edited.xlsx", tmp_path))
    shorter = next(line for line in lines if line["to"] == 17.5)
    boxes = [
        lc.quote({**changed[0], "dimensions": f"{side} x 14 x 8 in"}, "fba", on=ON).total_cost for side in (18.05, 17.5)
    ]
    assert Decimal(str(shorter["saves a unit"])).quantize(Decimal("0.0001")) == boxes[0] - boxes[1]
    assert shorter["nearest step?"] == NO_STEP
    assert "check: a number" in [line["saves a unit"] for line in lines]
    tube = next(line for line in lines if (line["sku"], line["program"], line["measure"]) == ("TUBE", "fbm", "longest"))
    assert (tube["to"], tube["nearest step?"]) == (22, REACHED)
    for row in lc.pack(changed, "fba,fbm", on=ON).rows():  # whatever says that it is the nearest, is
        for line in lines:
            if (line["sku"], line["program"], line["measure"], line["orders"] == "Amazon") != (
                row["sku"], row["program"], row["change"], row["channel"] == "amazon"
            ) or line["if it is"] == "bigger":  # fmt: skip
                continue
            if line["nearest step?"] == NEAREST:
                assert Decimal(str(line["to"])) == row["to"]
                assert Decimal(str(line["saves a unit"])).quantize(Decimal("0.0001")) == row["saves"]
            else:
                assert line["nearest step?"] in (None, REACHED, NO_STEP, A_STEP)
    poison(monkeypatch)
    poisoned = libreoffice.convert(write(tmp_path / "poisoned.xlsx", programs="fba,fbm"), tmp_path)
    count, wrong = differences(exact, poisoned, lambda name: name in ("Packaging", "Price"))
    assert not wrong, f"{len(wrong)} of {count} cells differ: {wrong[:10]}"
    assert count > 2_000
