"""LibreOffice, forced to recalculate, comes to the exact reading's figures in every formula cell.

Every cached value in the file is poisoned before, so that a cell that LibreOffice did not recalculate shows as wrong.
LOGICOST_SHEET_ROWS sets how many products are tried (24); LOGICOST_NO_SKIP=1 makes a missing LibreOffice a failure.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from logicost.answers.compare import compare_row
from logicost.answers.engine import Engine
from logicost.answers.request import Request
from logicost.export.workbook import write_workbook
from logicost.export.workbook.cells import FIRST_ROW
from logicost.export.workbook.sheet_writer import SheetWriter
from logicost.export.workbook.summary_sheet import LEAST_HEADING
from tests.export import libreoffice
from tests.export.catalogs import EVERY_PROGRAM, comparisons

openpyxl = pytest.importorskip("openpyxl")
pytestmark = [pytest.mark.libreoffice, pytest.mark.filterwarnings("ignore::UserWarning")]

ROWS = int(os.environ.get("LOGICOST_SHEET_ROWS", "24"))
POISON = -987_654_321


@pytest.fixture(autouse=True)
def _libreoffice() -> None:
    libreoffice.require()


def poison(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every formula's cached value wrong."""
    write = SheetWriter.formula

    def wrong(self: SheetWriter, row: int, column: int, formula: Any, value: Any, style: Any = None) -> None:
        write(self, row, column, formula, value if formula is None else POISON, style)

    monkeypatch.setattr(SheetWriter, "formula", wrong)


def cells(path: Path) -> Iterator[tuple[str, str, Any]]:
    book = openpyxl.load_workbook(path, data_only=True, read_only=True)
    for sheet in book.worksheets:
        for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
            for place, value in enumerate(row):
                yield sheet.title, f"{openpyxl.utils.get_column_letter(place + 1)}{number}", value


def same(one: Any, other: Any) -> bool:
    if one in ("", None) or other in ("", None):
        return one in ("", None) and other in ("", None)
    if isinstance(one, str) or isinstance(other, str):
        return bool(one == other)
    if float(one).is_integer() and abs(one) > 1:
        return bool(one == other)
    return abs(one - other) < 1e-9  # amounts and shares: whole grains by a power of ten


def differences(expected: Path, found: Path) -> tuple[int, list[str]]:
    """How many cells hold something, and those that differ."""
    there = {(sheet, cell): value for sheet, cell, value in cells(found) if value not in ("", None)}
    count, wrong = 0, []
    for sheet, cell, value in cells(expected):
        other = there.get((sheet, cell))
        count += value not in ("", None)
        if not same(value, other):
            wrong.append(f"{sheet}!{cell}: exact {value!r}, LibreOffice {other!r}")
    return count, wrong


@pytest.mark.parametrize("day", ["2026-11-22", "2026-07-20", "2024-06-01"])
def test_every_cell_equals_the_exact_reading(day: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = comparisons(ROWS if day == "2026-11-22" else ROWS // 4, seed=5, on=day)
    assert write_workbook(tmp_path / "exact.xlsx", made)
    poison(monkeypatch)
    write_workbook(tmp_path / "poisoned.xlsx", made)
    count, wrong = differences(tmp_path / "exact.xlsx", libreoffice.convert(tmp_path / "poisoned.xlsx", tmp_path))
    assert not wrong, f"{len(wrong)} of {count} cells differ: {wrong[:10]}"
    assert count > 100 * len(made)


def test_defaults_of_a_program_stay_alive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A default stands in its row's cells like a value given there; those of one program alone do no harm to the others."""
    saved = {"defaults": {"packaging": "0.6", "days_in_storage": 45, "category": {"books": {"return_rate": "3 %"}},
                          "program": {"fbm": {"handling": "1.2", "zone_mix": "2:10,5:60,8:30"}}}}  # fmt: skip
    rows = [
        {"sku": "A", "dimensions": "5.1 x 4.3 x 4.2 in", "weight": "14.2 oz", "price": "18.99", "category": "books"},
        {"sku": "B", "dimensions": "9 x 6 x 1 in", "weight": "1 lb", "price": "30", "packaging": "2"},
    ]
    request = Request.of("fba,fbm,mcf", on="2026-11-22", defaults=saved)
    made = [compare_row(Engine(), row, request) for row in rows]
    assert write_workbook(tmp_path / "exact.xlsx", made)
    assert not [value for _, _, value in cells(tmp_path / "exact.xlsx") if "not live:" in str(value)]
    poison(monkeypatch)
    write_workbook(tmp_path / "poisoned.xlsx", made)
    count, wrong = differences(tmp_path / "exact.xlsx", libreoffice.convert(tmp_path / "poisoned.xlsx", tmp_path))
    assert not wrong, f"{len(wrong)} of {count} cells differ: {wrong[:10]}"


def test_the_comparison_sees_what_is_not_recalculated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The canary: without recalculation, the poisoned values are found."""
    made = comparisons(2, seed=1, on="2026-11-22", programs=("fba",))
    write_workbook(tmp_path / "exact.xlsx", made)
    poison(monkeypatch)
    write_workbook(tmp_path / "poisoned.xlsx", made)
    _, wrong = differences(tmp_path / "exact.xlsx", tmp_path / "poisoned.xlsx")
    assert len(wrong) > 100


# sku of the sample's row, catalog column as the file names it, what a user types, and the same as a catalog row has it
EDITS: tuple[tuple[int, str, Any, dict[str, Any]], ...] = (
    (0, "price", 10.01, {"price": "10.01"}),
    (1, "price", 50.01, {"price": "50.01"}),
    (2, "height", 9.5, {"height": 9.5}),
    (3, "weight", 321.001, {"weight": "321.001 oz"}),
    (4, "category", "jewelry", {"category": "jewelry"}),
    (5, "dangerous_goods", True, {"dangerous_goods": True}),
    (6, "apparel", True, {"apparel": True}),
    (7, "sipp", True, {"sipp": True}),
    (8, "days_in_storage", 400, {"days_in_storage": 400}),
    (9, "zone", 8, {"zone": 8, "zone_mix": None}),
    (10, "postage", 6.66, {"postage": "6.66"}),
    (11, "channel", "amazon", {"channel": "amazon"}),
    (12, "units_per_order", 4, {"units_per_order": 4}),
    (13, "fuel_percent", 0.2175, {"fuel_percent": "21.75"}),
    (14, "mcf_percentages", "compound", {"mcf_percentages": "compound"}),
    (15, "cost", None, {"cost": None}),
)


def test_changed_inputs_give_what_the_exact_reading_gives_for_them(tmp_path: Path) -> None:
    row = {
        "length": 14.5, "width": 9, "height": 7.5, "weight": "300 oz", "price": "9.99", "category": "home_and_kitchen",
        "cost": "3.10", "days_in_storage": 45, "zone_mix": "2:10,5:60,8:30",
    }  # fmt: skip
    engine, request = Engine(), Request.of(EVERY_PROGRAM, on="2026-11-22")
    rows = [{**row, "sku": f"S{number}"} for number in range(len(EDITS))]
    changed = [{**rows[number], **new} for number, _, _, new in EDITS]

    def quoted(every: list[dict[str, Any]]) -> list[Any]:
        return [compare_row(engine, each, request) for each in every]

    write_workbook(tmp_path / "before.xlsx", quoted(rows))
    write_workbook(tmp_path / "exact.xlsx", quoted(changed))
    book = openpyxl.load_workbook(tmp_path / "before.xlsx")
    catalog = book["Catalog"]
    columns = {cell.value: cell.column for cell in catalog[2]}
    for number, column, value, _ in EDITS:
        at = FIRST_ROW + 1 + number
        catalog.cell(at, columns[column]).value = value
        if column == "zone":
            for zone in range(1, 10):
                catalog.cell(at, columns[f"zone {zone} share"]).value = None
    book.save(tmp_path / "edited.xlsx")
    count, wrong = differences(tmp_path / "exact.xlsx", libreoffice.convert(tmp_path / "edited.xlsx", tmp_path))
    assert not wrong, f"{len(wrong)} of {count} cells differ: {wrong[:10]}"


MISTAKES: tuple[tuple[str, Any], ...] = (
    ("price", -1), ("price", None), ("price", "abc"), ("price", 60_000), ("weight", 0), ("length", 401),
    ("category", "no such thing"), ("dangerous_goods", "maybe"), ("zone", 10), ("units_per_order", 1.5),
    ("zone 1 share", 0.5), ("days_in_storage", -1),
)  # fmt: skip


def test_an_input_that_cannot_be_used_is_an_error_never_a_figure(tmp_path: Path) -> None:
    engine, request = Engine(), Request.of("fba,fbm:ups_ground", on="2026-11-22")
    row = {"dimensions": "14 x 9 x 7 in", "weight": "3 lb", "price": "20", "category": "home_and_kitchen"}
    made = [compare_row(engine, {**row, "sku": f"S{n}"}, request) for n in range(len(MISTAKES) + 1)]
    write_workbook(tmp_path / "good.xlsx", made)
    book = openpyxl.load_workbook(tmp_path / "good.xlsx")
    catalog = book["Catalog"]
    columns = {cell.value: cell.column for cell in catalog[2]}
    for number, (column, value) in enumerate(MISTAKES):
        catalog.cell(FIRST_ROW + 1 + number, columns[column]).value = value
    book.save(tmp_path / "bad.xlsx")
    result = openpyxl.load_workbook(libreoffice.convert(tmp_path / "bad.xlsx", tmp_path), data_only=True)
    for number, mistake in enumerate(MISTAKES):
        for program in ("fba", "fbm ups_ground"):
            cells = [cell.value for cell in result[program][FIRST_ROW + 1 + number]]
            assert cells[1:3] == ["check the inputs", "error"], mistake
            assert cells[5] in ("", None), mistake
        assert result["Summary"].cell(LEAST_HEADING + 1 + number, 2).value == "none", mistake
    assert result["fba"].cell(FIRST_ROW + 1 + len(MISTAKES), 3).value != "error"
