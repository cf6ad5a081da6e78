"""The workbook file: what it holds, what stays alive, and that no text of a user becomes anything else."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import libreoffice
import pytest
from catalogs import comparisons

import logicost as lc
from logicost.compare import Comparison, asked_programs, compare, compare_row
from logicost.engine import Engine
from logicost.errors import CatalogError, InputError
from logicost.export import workbook as module
from logicost.export.workbook import write_workbook
from logicost.export.workbook.cells import FIRST_ROW
from logicost.export.workbook.rows import BEYOND, OTHER_PLAN
from logicost.quote import error_quote

openpyxl = pytest.importorskip("openpyxl")
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")

SHARED_FUNCTIONS = {
    "ABS", "AND", "CHOOSE", "COUNT", "COUNTIF", "IF", "IFERROR", "INDEX", "INT", "ISERROR", "ISLOGICAL", "ISNUMBER",
    "LARGE", "MATCH", "MAX", "MIN", "NA", "NOT", "OR", "ROUND", "ROUNDUP", "SUM",
}  # fmt: skip
HAZARDS = (
    '=HYPERLINK("http://example.com";"x")', "+1", "-1", "@x", "\tx", "\rx", "https://example.com", "=1+1", "'x",
    "mailto:a@b.c", "<b>&\"'", "١٢", "=cmd|' /C calc'!A0", "a\x00b\x0bc", "\ud800",
)  # fmt: skip


def mug(sku: str = "MUG-11", **changes: object) -> Comparison:
    product = lc.Product(sku=sku, dimensions="5.1 x 4.3 x 4.2 in", weight="14.2 oz", price="18.99", cost="3.10")
    return compare(product, ["fba", "mcf", "fbm"], on="2026-11-22", **changes)


def test_sheets_inputs_and_cached_values(tmp_path: Path) -> None:
    comparison = mug()
    comparison.to_xlsx(tmp_path / "mug.xlsx")
    book = openpyxl.load_workbook(tmp_path / "mug.xlsx", data_only=True)
    assert book.sheetnames == ["Summary", "Catalog", "Shared", "fba", "mcf", "fbm", "Tables", "Lists", "Read me"]
    row = [cell.value for cell in book["Catalog"][FIRST_ROW + 1]]
    heads = [cell.value for cell in book["Catalog"][2]]
    assert dict(zip(heads, row, strict=True))["weight"] == 14.2
    fba = {cell.value: book["fba"].cell(FIRST_ROW + 1, cell.column).value for cell in book["fba"][2]}
    quote = comparison["fba"]
    assert (fba["total_cost"], fba["profit"]) == (float(quote.total_cost or 0), float(quote.profit or 0))
    line = quote.line("fba_fulfillment")
    assert line is not None
    assert fba["fba_fulfillment"] in (float(line.amount or 0), float(line.amount or 0) * 10_000)
    tables = {cell.value for row in book["Tables"].iter_rows() for cell in row if isinstance(cell.value, str)}
    assert any("sellercentral" in text or "http" in text for text in tables)
    assert any("in force from 2026-10-15" in text for text in tables)


def test_only_functions_that_every_spreadsheet_has(tmp_path: Path) -> None:
    write_workbook(tmp_path / "all.xlsx", comparisons(2, seed=2, on="2026-11-22"))
    formulas: set[str] = set()
    with zipfile.ZipFile(tmp_path / "all.xlsx") as file:
        names = file.namelist()
        for name in names:
            if name.startswith("xl/worksheets/sheet"):
                formulas.update(re.findall(r"<f[^>]*>([^<]+)</f>", file.read(name).decode()))
    used = {word for text in formulas for word in re.findall(r"([A-Z][A-Z.]*)\(", re.sub(r'"[^"]*"', "", text))}
    assert used <= SHARED_FUNCTIONS, used - SHARED_FUNCTIONS
    assert max(map(len, formulas)) < 8000
    assert not [name for name in names if "externalLink" in name or "vba" in name.lower()]


def test_static_writes_no_formula(tmp_path: Path) -> None:
    assert not write_workbook(tmp_path / "static.xlsx", [mug()], static=True)
    with zipfile.ZipFile(tmp_path / "static.xlsx") as file:
        text = "".join(file.read(name).decode() for name in file.namelist() if "worksheets/sheet" in name)
    assert not re.search("<f[ >]", text)
    live, static = tmp_path / "live.xlsx", tmp_path / "static.xlsx"
    assert write_workbook(live, [mug()])
    books = [openpyxl.load_workbook(path, data_only=True) for path in (live, static)]
    assert [[cell.value or None for cell in row] for row in books[0]["fba"].iter_rows(min_row=5)] == [
        [cell.value or None for cell in row] for row in books[1]["fba"].iter_rows(min_row=5)
    ]


def test_more_rows_than_stay_alive_are_written_as_values(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_LIVE_ROWS", 1)
    assert not write_workbook(tmp_path / "two.xlsx", [mug(), mug()])


def test_rows_that_cannot_stay_alive_say_why(tmp_path: Path) -> None:
    engine, asked = Engine(), asked_programs(["fba", "mcf"])
    row = {"dimensions": "5 x 4 x 3 in", "weight": "1 lb", "price": "20"}

    def quoted(on: str = "2026-11-22", strict: bool = False, **changes: str) -> Comparison:
        return compare_row(engine, {**row, **changes}, "x", "US", on, asked, strict)

    error = InputError("missing_value", "price is missing", "price")
    unread = Comparison(tuple(error_quote(error, "bad", "US", None, name) for name in ("fba", "mcf")))
    every = [
        quoted(), quoted(), quoted(on="2026-07-20"), quoted(price="70000"), quoted(dimensions="400 x 400 x 400 in"),
        quoted(strict=True), unread,
    ]  # fmt: skip
    write_workbook(tmp_path / "rows.xlsx", every)
    book = openpyxl.load_workbook(tmp_path / "rows.xlsx")
    remarks = [row[-1].value for row in book["Catalog"].iter_rows(min_row=FIRST_ROW + 1)]
    assert remarks[:2] == [None, None]
    assert remarks[2:5] == [f"not live: {OTHER_PLAN}", f"not live: {BEYOND}", f"not live: {BEYOND}"]
    assert "strict" in remarks[5]
    assert remarks[6] == "not live: price is missing"
    alive = [isinstance(cells[5].value, str) and cells[5].value.startswith("=") for cells in book["fba"].iter_rows(5)]
    assert alive == [True, True, False, False, False, False, False]
    values = openpyxl.load_workbook(tmp_path / "rows.xlsx", data_only=True)["fba"]
    assert values.cell(FIRST_ROW + 4, 6).value == float(every[3]["fba"].profit or 0)
    assert values.cell(FIRST_ROW + 3, 6).value == float(every[2]["fba"].profit or 0)
    assert values.cell(FIRST_ROW + 7, 2).value == "price is missing"


def test_nothing_to_write_and_nowhere_to_write(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="no product"):
        write_workbook(tmp_path / "none.xlsx", [])
    with pytest.raises(CatalogError) as caught:
        mug().to_xlsx(tmp_path / "no" / "such" / "folder.xlsx")
    assert caught.value.code == "file_unwritable"
    assert not list(tmp_path.iterdir())


def test_texts_stay_texts(tmp_path: Path) -> None:
    write_workbook(tmp_path / "texts.xlsx", [mug(sku=text) for text in HAZARDS])
    with zipfile.ZipFile(tmp_path / "texts.xlsx") as file:
        for name in file.namelist():
            text = file.read(name).decode()
            assert "HYPERLINK" not in "".join(re.findall(r"<f[^>]*>[^<]+</f>", text)), name
            assert "<hyperlink" not in text, name
    sheet = openpyxl.load_workbook(tmp_path / "texts.xlsx")["Catalog"]
    for number, text in enumerate(HAZARDS):
        cell = sheet.cell(FIRST_ROW + 1 + number, 1)
        assert cell.data_type in ("s", "inlineStr"), text
        assert cell.hyperlink is None


@pytest.mark.libreoffice
def test_texts_stay_texts_in_libreoffice(tmp_path: Path) -> None:
    libreoffice.require()
    write_workbook(tmp_path / "texts.xlsx", [mug(sku=text) for text in HAZARDS])
    book = openpyxl.load_workbook(libreoffice.convert(tmp_path / "texts.xlsx", tmp_path))
    for number, text in enumerate(HAZARDS):
        cell = book["Catalog"].cell(FIRST_ROW + 1 + number, 1)
        assert cell.data_type == "s", text
        assert cell.hyperlink is None
        if text.isprintable():
            assert cell.value == text
    shown = openpyxl.load_workbook(tmp_path / "recalculated" / "texts.xlsx", data_only=True)["Summary"]
    assert [shown.cell(29 + n, 1).value for n in (0, 1, 3)] == [HAZARDS[n] for n in (0, 1, 3)]


@pytest.mark.libreoffice
def test_texts_stay_texts_in_csv_opened_by_libreoffice(tmp_path: Path) -> None:
    from logicost.export.files import write_results

    libreoffice.require()
    texts = [text for text in HAZARDS if "\ud800" not in text and "\x00" not in text]
    quotes = [quote for text in texts for quote in mug(sku=text).quotes[:1]]
    write_results(str(tmp_path / "texts.csv"), "csv", ((quote, []) for quote in quotes), [])
    book = openpyxl.load_workbook(libreoffice.convert(tmp_path / "texts.csv", tmp_path))
    (sheet,) = book.worksheets
    skus = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert len(skus) >= len(texts)
    assert not [cell.value for cell in skus if cell.data_type == "f" or cell.hyperlink is not None]
