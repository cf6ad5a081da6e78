"""A catalog whose weights are in another unit than its heading says: one warning, whatever is written."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from logicost.cli.main import run

HEADER = "sku,title,length (in),width (in),height (in),weight (lb),price\n"
HEAVY = "A,Mug,5,4,3,350,20\nB,Tray,5,4,3,40,20\n"  # 161 and 18 grams a cubic centimetre
LIGHT = "C,Pan,5,4,3,1,20\n"
WANTED = ["compare", "--programs", "fba", "--on", "2026-11-22"]


@pytest.mark.parametrize("more", [["-o", "-"], ["--format", "jsonl"], []])
def test_most_rows_denser_than_steel(tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str]) -> None:
    path = tmp_path / "catalog.csv"
    path.write_text(HEADER + HEAVY + LIGHT)
    assert run([*WANTED, str(path), *more]) == 1
    said = capsys.readouterr().err
    assert said.count("denser than steel") == 1
    assert "2 of 3 quotes are of units denser than steel: are the weights grams" in said
    path.write_text(HEADER + HEAVY + LIGHT * 2)  # not most
    assert run([*WANTED, str(path), *more]) == 1
    assert "denser than steel" not in capsys.readouterr().err


def test_a_density_that_cannot_be_is_the_error_of_its_row(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "catalog.csv"
    path.write_text(HEADER + HEAVY + LIGHT)
    assert run([*WANTED, str(path), "-o", "-"]) == 1
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["error_code"] for row in rows] == ["density_impossible", "", ""]
    assert rows[0]["error"] == "350 lb in 60 in³ is denser than any metal; correct weight, sides or their units"
    assert "denser than steel" in rows[1]["notes"]


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "jsonl"])
def test_the_title_stands_beside_the_sku(tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str) -> None:
    path = tmp_path / "catalog.csv"
    path.write_text(HEADER.replace("title", "Colour,Item Name") + LIGHT.replace("Pan", "red,Pan"))
    assert run([*WANTED, str(path), "--format", form]) == 0
    out = capsys.readouterr().out
    if form in ("csv", "tsv"):
        (row,) = csv.DictReader(io.StringIO(out), delimiter="," if form == "csv" else "\t")
        assert list(row)[:3] == ["sku", "title", "market"]
        assert list(row)[-1] == "Colour"
        assert row["title"] == "Pan"
    else:
        assert '{"sku": "C", "title": "Pan", "market": "US"' in out
        assert "error_code" not in out, "which stands in errors only"
        assert '"Colour": "red"}' in out
