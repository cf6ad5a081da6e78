"""LibreOffice, forced to recalculate, comes to the exact reading's figures in every formula cell.

Every cached value in the file is poisoned before, so that a cell that LibreOffice did not recalculate shows as wrong.
LOGICOST_SHEET_ROWS sets how many products are tried (200); LOGICOST_NO_SKIP=1 makes a missing LibreOffice a failure.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import libreoffice
from catalogs import EVERY_PROGRAM, comparisons
from logicost.compare import asked_programs, compare_row
from logicost.engine import Engine
from logicost.export.workbook import write_workbook
from logicost.export.workbook.cells import FIRST_ROW
from logicost.export.workbook.sheet_writer import SheetWriter
from logicost.export.workbook.summary_sheet import HEADING

openpyxl = pytest.importorskip("openpyxl")
pytestmark = [pytest.mark.libreoffice, pytest.mark.filterwarnings("ignore::UserWarning")]

ROWS = int(os.environ.get("LOGICOST_SHEET_ROWS", "200"))
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


def test_the_comparison_sees_what_is_not_recalculated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The canary: without recalculation, the poisoned values are found."""
    made = comparisons(2, seed=1, on="2026-11-22", programs=("fba",))
    write_workbook(tmp_path / "exact.xlsx", made)
    poison(monkeypatch)
    write_workbook(tmp_path / "poisoned.xlsx", made)
    _, wrong = differences(tmp_path / "exact.xlsx", tmp_path / "poisoned.xlsx")
    assert len(wrong) > 100
