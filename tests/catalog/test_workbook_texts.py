"""A text that stands in a workbook once and in many of its cells gets a copy in each: files of a few kilobytes that would take gigabytes."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from logicost.catalog.source import open_catalog_file
from logicost.catalog.workbook_file import WorkbookSource
from logicost.catalog.workbook_size import refuse_sprawl
from logicost.errors import CatalogError

LONG = "x" * 30_000
MANY = 7_000  # times 30,000 characters are more than the 200 MB that any workbook may come to
NAMES = " ".join(
    f'{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (("xmlns:t", "table"), ("xmlns:o", "office"), ("xmlns:x", "text"))
)


def packed(path: Path, **parts: str | bytes) -> str:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return str(path)


def shared(path: Path, cells: str, texts: str = f"<si><t>{LONG}</t></si><si><t>y</t></si>") -> str:
    return packed(path, **{
        "xl/worksheets/sheet1.xml": f"<worksheet><sheetData><row>{cells}</row></sheetData></worksheet>",
        "xl/sharedStrings.xml": f"<sst>{texts}</sst>",
    })  # fmt: skip


def refused(path: str) -> str:
    with pytest.raises(CatalogError) as caught:
        refuse_sprawl(path)
    assert caught.value.code == "workbook_too_large"
    return caught.value.message


@pytest.mark.parametrize(
    ("cell", "texts"),
    [
        ('<c t="s"><v>0</v></c>', f"<si><t>{LONG}</t></si>"),
        ("<c a='>' t = '&#115;' ><v> 0</v></c>", f"<si><t>{LONG}</t></si>"),
        ('<x:c xmlns:x="x" t="s"><x:v>1</x:v></x:c>', "<si/><si>" + "<r><t>xxx</t></r>" * 10_000 + "</si>"),
    ],
    ids=["plain", "written otherwise", "in runs"],
)
def test_texts_that_cells_share_count_once_for_each_cell(tmp_path: Path, cell: str, texts: str) -> None:
    assert "repeats its texts to 210,000,000 characters" in refused(shared(tmp_path / "c.xlsx", cell * MANY, texts))
    refuse_sprawl(shared(tmp_path / "few.xlsx", cell * 6_000, texts))


def test_only_the_text_that_a_cell_has_counts(tmp_path: Path) -> None:
    """A long text in one cell, and a short one, numbers, and texts that are not there in many."""
    cells = (
        '<c t="s"><v>0</v></c>'
        + '<c t="s"><v>1</v></c><c><v>0</v></c><c t="s"><v>99</v></c><c t="s"><v>x</v></c>' * MANY
    )
    refuse_sprawl(shared(tmp_path / "c.xlsx", cells))


def document(path: Path, row: str, repeated: int = 1) -> str:
    table = f'<t:table t:name="S"><t:table-row t:number-rows-repeated="{repeated}">{row}</t:table-row></t:table>'
    return packed(path, **{"content.xml": f"<d {NAMES}>{table}</d>"})


CELL = '<t:table-cell t:number-columns-repeated="{}" {}><x:p>{}</x:p></t:table-cell>'


def test_cells_of_open_documents_that_are_repeated_are_measured_before_the_book_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "c.ods"
    assert "to 210,000,000" in refused(document(path, CELL.format(1, "", LONG), MANY))
    assert "to 210,000,000" in refused(document(path, CELL.format(70, "", LONG), 100))
    assert "to 210,000,000" in refused(document(path, CELL.format(MANY, "", '<x:s x:c="30000"/>')))
    assert "to 210,000,000" in refused(document(path, CELL.format(MANY, f'o:string-value="{LONG}"', "")))
    with pytest.raises(CatalogError, match="repeats its texts"):
        WorkbookSource(path=str(path))
    refuse_sprawl(document(path, CELL.format(6_000, "", LONG)))


def test_a_book_that_unpacks_without_end_is_not_opened(tmp_path: Path) -> None:
    path = packed(tmp_path / "c.xlsx", **{"xl/sharedStrings.xml": bytes(210_000_000)})
    with pytest.raises(CatalogError, match="unpacks from"):
        open_catalog_file(path)


def test_binary_sheets(tmp_path: Path) -> None:
    def record(kind: int, body: bytes) -> bytes:
        return bytes([kind, len(body)]) + body

    cell = record(7, bytes(8) + (0).to_bytes(4, "little"))
    text = record(19, b"\0" + (30_000).to_bytes(4, "little") + b"x")
    parts = {"xl/worksheets/sheet1.bin": record(0, bytes(8)) + cell * MANY, "xl/sharedStrings.bin": text}
    assert "210,000,000" in refused(packed(tmp_path / "c.xlsb", **parts))
