"""Workbooks of the UK and Germany, recalculated by LibreOffice, come to the exact reading's figures in every formula cell."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from logicost.answers.compare import compare_row
from logicost.answers.engine import Engine
from logicost.answers.request import Request
from logicost.errors import LogicostError
from logicost.export.workbook import write_workbook
from logicost.programs import programs_of
from logicost.tables.shelf import find_market
from tests.catalog.test_markets_in_columns import rows
from tests.export import libreoffice
from tests.export.test_workbook_recalculation import differences, poison

pytest.importorskip("openpyxl")
pytestmark = [pytest.mark.libreoffice, pytest.mark.filterwarnings("ignore::UserWarning")]


@pytest.mark.parametrize(("market", "day"), [("UK", "2026-10-20"), ("DE", "2026-06-01"), ("DE", "2025-11-01")])
def test_every_cell_equals_the_exact_reading(
    market: str, day: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    libreoffice.require()
    engine, request = Engine(), Request.of(list(programs_of(find_market(market))), market=market, on=day)
    made = []
    for row in rows(random.Random(7), 24):
        row = {name: value for name, value in {**row, "market": market, "on": day}.items() if value != ""}
        try:
            made.append(compare_row(engine, row, request))
        except LogicostError:
            continue  # of the other market's categories
    assert len(made) >= 12
    write_workbook(tmp_path / "exact.xlsx", made)
    poison(monkeypatch)
    write_workbook(tmp_path / "poisoned.xlsx", made)
    count, wrong = differences(tmp_path / "exact.xlsx", libreoffice.convert(tmp_path / "poisoned.xlsx", tmp_path))
    assert not wrong, f"{len(wrong)} of {count} cells differ: {wrong[:10]}"
    assert count > 100 * len(made)
