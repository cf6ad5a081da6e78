"""Old .xls workbooks: all their sheets are laid out when one is opened, so that all are looked through before."""

from __future__ import annotations

import random
from pathlib import Path

import fastexcel
import pytest

from logicost.catalog import workbook_size
from logicost.catalog.workbook_old import old_extents
from logicost.catalog.workbook_size import refuse_sprawl
from logicost.cli.main import run
from logicost.errors import CatalogError

DAMAGED = Path(__file__).parents[1] / "data" / "damaged"
SHARED = DAMAGED / "shared.xls"  # texts of one letter a byte and of two, longer than a record, and one in several fonts


def test_the_letters_of_all_sheets_are_those_that_a_reader_sees() -> None:
    book = fastexcel.read_excel(SHARED)
    cells = [
        text
        for name in book.sheet_names
        for column in book.load_sheet(name, header_row=None, dtypes="string").to_polars()
        for text in column.drop_nulls().to_list()
    ]
    extents = old_extents(SHARED.read_bytes())
    assert sum(each.letters for each in extents) == sum(map(len, cells))
    assert sum(each.cells for each in extents) == len(cells)
    assert [each.places for each in extents] == [0, 21 * 4, 4]  # of the last one cell, in row 4


def test_sheets_whose_cells_lie_far_apart_are_refused_together(capsys: pytest.CaptureFixture[str]) -> None:
    """A file of five kilobytes whose three sheets took two gigabytes."""
    assert run(["compare", str(DAMAGED / "far.xls"), "-o", "o.csv"]) == 2
    assert "6 cells spread from A1 to IV65536" in capsys.readouterr().err


def test_texts_in_many_cells_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    refuse_sprawl(str(SHARED), None)
    monkeypatch.setattr(workbook_size, "LARGEST", 300_000)
    monkeypatch.setattr(workbook_size, "TIGHTEST", 1)
    with pytest.raises(CatalogError) as caught:
        refuse_sprawl(str(SHARED), None)
    assert caught.value.code == "workbook_too_large"


def test_a_bent_one_is_refused_or_read(tmp_path: Path) -> None:
    whole, draw, path = SHARED.read_bytes(), random.Random(1), tmp_path / "c.xls"
    for _ in range(200):
        content = bytearray(whole)
        for _ in range(draw.choice((1, 3))):
            place = draw.choice(
                (draw.randrange(512), draw.randrange(len(content)), len(content) - draw.randrange(1, 2000))
            )
            content[place : place + draw.choice((1, 4))] = draw.choice((b"\0", b"\xff", b"\xff\xff\xff\xff", b"\x01"))
        path.write_bytes(bytes(content[: draw.choice((len(content), len(content), draw.randrange(len(content))))]))
        try:
            refuse_sprawl(str(path), None)
        except CatalogError as error:
            told = error.code
            assert told in ("file_unreadable", "cells_far_apart", "workbook_too_large")


def test_what_is_no_workbook_is_left_to_the_reader(tmp_path: Path) -> None:
    path = tmp_path / "c.xls"
    path.write_text("sku,weight\nA,1\n", encoding="utf-8")
    refuse_sprawl(str(path), None)


def test_a_panic_of_the_reader_is_a_file_that_cannot_be_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As extensions have them: no Exception, and a class of each one's own."""
    panic = type("PanicException", (BaseException,), {})

    def read(_: object) -> None:
        raise panic("range start index 116 out of range")

    monkeypatch.setattr(fastexcel, "read_excel", read)
    assert run(["compare", str(SHARED)]) == 2
    assert capsys.readouterr().err.endswith("[file_unreadable]\n")
