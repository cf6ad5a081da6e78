"""Doors agree: what one refuses, the others refuse with the same word; what cannot travel is text; no file costs more
memory than it holds."""

from __future__ import annotations

import datetime as dt
import io
import resource
import subprocess
import sys
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
import xlsxwriter

import logicost as lc
from logicost.catalog.source import open_catalog_file
from logicost.catalog.text_files import LARGEST_CELL
from logicost.catalog.titles import MOST_COLUMNS
from logicost.catalog.workbook_file import MOST_SHEETS
from logicost.catalog.workbook_size import refuse_sprawl
from logicost.cli.main import run
from logicost.errors import CatalogError, InputError, TableError
from logicost.tables.shelf import built_in_tables

ROW = {
    "sku": ["a", "b"],
    "length": [5.0, 5.0],
    "width": [4.0, 4.0],
    "height": [3.0, 3.0],
    "weight": [1.0, 1.0],
    "price": [20.0, 20.0],
}
ON = "2026-09-01"
HEADER = "sku,dimensions,weight,price,note\n"
GOOD = "A,5 x 4 x 3 in,9 oz,20,"
LONG = "long\n" * 100_000


class Unprintable:
    def __str__(self) -> str:
        raise ZeroDivisionError


def with_days(*days: dt.date) -> pl.DataFrame:
    size = len(days)
    return pl.DataFrame({**{name: (values * size)[:size] for name, values in ROW.items()}, "on": list(days)})


@pytest.mark.parametrize("day", [dt.date(9999, 12, 31), dt.date(1989, 12, 31), dt.date(2200, 1, 1), dt.date(1, 1, 1)])
@pytest.mark.parametrize("kind", [pl.Date, pl.Datetime("us"), pl.Datetime("ms", "UTC"), pl.String, pl.Object])
def test_days_have_the_same_limits_at_every_door(day: dt.date, kind: Any) -> None:
    frame = with_days(dt.date(2026, 9, 1), day, dt.date(2026, 9, 2))
    days = pl.Series("on", frame["on"].to_list(), pl.Object) if kind == pl.Object else frame["on"].cast(kind)
    if kind == pl.String or kind == pl.Object:
        days = pl.Series("on", [str(each) for each in frame["on"].to_list()], kind)
    out = lc.quote_frame(frame.with_columns(days), "fba")
    assert out["error_code"].to_list() == [None, "not_a_date", None]
    assert out["error"][1].startswith(f"on is '{day}")


@pytest.mark.parametrize("day", ["1990-01-01", "2199-12-31"])
def test_the_last_days_themselves(day: str) -> None:
    texts = lc.quote_frame(pl.DataFrame({**ROW, "on": [day] * 2}), "fba")
    dates = lc.quote_frame(with_days(*[dt.date.fromisoformat(day)] * 2), "fba")
    assert texts["error_code"].to_list() == dates["error_code"].to_list()
    assert texts["error_code"][0] != "not_a_date"


def test_times_beyond_the_calendar() -> None:
    far = pl.Series("on", [2**62, 0]).cast(pl.Datetime("us"))
    out = lc.quote_frame(
        pl.DataFrame(ROW).with_columns(
            far, far.alias("note"), far.cast(pl.Int64).cast(pl.Duration("us")).alias("price")
        ),
        "fba",
    )
    assert out["error_code"].to_list()[0] == "not_a_date"
    assert len(out) == 2


ODD = {
    "20-digit tracking numbers": [9400111899223197428490, "x"],
    "infinite decimals": [Decimal("Infinity"), "x"],
    "numpy dates": [np.datetime64("2026-01-01"), None],
    "huge whole numbers": [10**40, 10**30],
    "arrays": [np.array([1, 2]), "x"],
    "arrays of arrays": [np.zeros((2, 2)), np.zeros((2, 2))],
    "halves of characters": ["\ud800", "x"],
    "what cannot be printed": [Unprintable(), 10**5000],
    "numbers that signal": [Decimal("sNaN"), Decimal(1)],
    "sets and mappings": [{1}, {1: 2}],
    "kinds": [int, 1j],
    "far days": [dt.datetime(9999, 1, 1, tzinfo=dt.UTC), "x"],
}  # fmt: skip


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize(
    "column", ["note", "sku", "price", "on", "market", "weight", "category", "apparel", "dimensions"]
)
@pytest.mark.parametrize("kind", ["pandas", "polars"])
def test_what_cannot_travel_through_arrow_is_text_and_never_costs_the_frame(odd: str, column: str, kind: str) -> None:
    values = {name: value for name, value in ROW.items() if name != column}
    frame: Any = pl.DataFrame(values).with_columns(pl.Series(column, ODD[odd], pl.Object))
    if kind == "pandas":
        frame = pd.DataFrame({**values, column: pd.Series(ODD[odd], dtype=object)})
    out = lc.quote_frame(frame, "fba", on=ON)
    assert len(out) == 2
    if column == "note":
        assert "error" not in list(out["status"])


def test_the_column_passes_through_as_text() -> None:
    frame = pd.DataFrame({**ROW, "note": pd.Series([9400111899223197428490, Decimal("-Infinity")], dtype=object)})
    assert list(lc.quote_frame(frame, "fba", on=ON)["note"]) == ["9400111899223197428490", "-Infinity"]
    three = {name: [*values, values[0]] for name, values in ROW.items()}
    odd = {"note": pd.Series([{"a"}, None, 1], dtype=object), "more": pd.Series([{2}, "", 1], dtype=object)}
    out = lc.quote_frame(pd.DataFrame({**three, **odd}), "fba", on=ON)
    assert out["note"].iloc[0] == "{'a'}"
    assert pd.isna(out["note"].iloc[1])
    assert list(out["more"]) == ["{2}", "", "1"]


def test_kinds_of_arrow_that_polars_does_not_know() -> None:
    interval = pa.array([(1, 2, 3), None], pa.month_day_nano_interval())
    out = lc.quote_frame(pa.table({**ROW, "note": interval}), "fba", on=ON)
    assert out["status"].to_pylist() == ["estimate"] * 2
    assert "months=1" in out["note"].to_pylist()[0]


def test_two_columns_of_one_name() -> None:
    twice = pd.DataFrame([["a", "b", 1]], columns=["sku", "sku", "price"])
    for frame in (twice, pa.Table.from_arrays([pa.array(["a"]), pa.array(["b"])], names=["sku", "sku"])):
        with pytest.raises(CatalogError) as caught:
            lc.quote_frame(frame)
        assert caught.value.code == "column_twice"


def test_a_heading_that_arrow_cannot_name() -> None:
    out = lc.quote_frame(pd.DataFrame({**ROW, "a\0b": [1, 2]}), "fba", on=ON)
    assert list(out["a�b"]) == [1, 2]


MUG: dict[str, Any] = {"sku": "MUG", "dimensions": "5.1 x 4.3 x 4.2 in", "weight": "14.2 oz", "price": "18.99"}


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"price": 10**5000}, "too_large", "price"), ({"weight": Unprintable()}, "value_unusable", "weight"),
        ({"market": 10**5000}, "unknown_market", "market"), ({"dimensions": 5}, "not_three_sides", "dimensions"),
        ({"dimensions": lc.Product(**MUG).dimensions[0]}, "not_three_sides", "dimensions"),
    ],
)  # fmt: skip
def test_values_that_nobody_can_mean(change: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(InputError) as caught:
        lc.Product(**{**MUG, **change})
    assert (caught.value.code, caught.value.field) == (code, field)
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize("programs", [None, 5, [], "", [None], {"x": 1}, [10**5000]])
def test_programs_that_are_none(programs: Any) -> None:
    for ask in (lambda: lc.compare(lc.Product(**MUG), programs), lambda: lc.quote_frame(pl.DataFrame(ROW), programs)):
        with pytest.raises(InputError) as caught:
            ask()
        assert caught.value.code in ("no_program", "unknown_program")


@pytest.mark.parametrize("folder", ["x" * 5000, "x\0y", "nowhere", "/dev/null"])
def test_folders_of_cards_that_are_none(folder: str) -> None:
    with pytest.raises(TableError) as caught:
        lc.quote(lc.Product(**MUG), "fba", on=ON, fee_tables=folder)
    assert caught.value.code == "fee_tables_not_found"
    assert len(str(caught.value)) < 400


def card(folder: Path, place: str) -> Path:
    path = folder / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("fee: storage\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("place", ["2026-01-01.yaml", "storage/2026-01-01.yaml", "own/us/storage/2026-01-01.yaml"])
def test_cards_too_high_or_too_deep_are_told(tmp_path: Path, place: str) -> None:
    with pytest.raises(TableError) as caught:
        lc.quote(lc.Product(**MUG), "fba", on=ON, fee_tables=card(tmp_path, place))
    assert caught.value.code == "fee_tables_misplaced"


def test_folders_with_too_many_cards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("logicost.tables.shelf.MOST_FILES", 3)
    for day in range(1, 5):
        card(tmp_path, f"us/storage/2026-01-0{day}.yaml")
    with pytest.raises(TableError) as caught:
        lc.quote(lc.Product(**MUG), "fba", on=ON, fee_tables=tmp_path)
    assert caught.value.code == "fee_tables_too_many"


@pytest.mark.parametrize("text", ["a: " + "[" * 400_000, "a: " + "{a: " * 90_000, "- " * 300_000, "? " * 300_000])
def test_cards_nested_deeply_do_not_end_the_process(tmp_path: Path, text: str) -> None:
    card(tmp_path, "us/storage/2026-01-01.yaml")
    (tmp_path / "us/storage/2026-01-01.yaml").write_text(text)
    with pytest.raises(TableError, match="nested too deeply"):
        lc.quote(lc.Product(**MUG), "fba", on=ON, fee_tables=tmp_path)


def results(tmp_path: Path, name: str, content: str) -> tuple[int, pl.DataFrame]:
    (tmp_path / name).write_text(content, encoding="utf-8", newline="")
    code = run(["compare", str(tmp_path / name), "--programs", "fba", "--on", ON, "-o", str(tmp_path / "out.parquet")])
    return code, pl.read_parquet(tmp_path / "out.parquet") if code < 2 else pl.DataFrame()


def test_a_large_cell_costs_nothing_and_an_oversized_one_its_row(tmp_path: Path) -> None:
    code, out = results(tmp_path, "c.csv", f"{HEADER}{GOOD}{'x' * 500_000}\n{GOOD}y\n")
    assert (code, out["status"].to_list(), len(out["note"][0])) == (0, ["estimate"] * 2, 500_000)
    code, out = results(tmp_path, "c.csv", f"{HEADER}{GOOD}{'x' * (LARGEST_CELL + 1)}\n{GOOD}y\n")
    assert (code, out["error_code"].to_list()) == (1, ["cell_too_large", None])
    code, out = results(tmp_path, "c.csv", f'{HEADER}{GOOD}"{LONG}"\n{GOOD}y\n')
    assert (code, len(out["note"][0])) == (0, 500_000)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (f"{'x' * (LARGEST_CELL + 1)},sku\n{GOOD}\n", "column_missing"),
        (f'{HEADER}{GOOD}"{LONG * 4}', "catalog_malformed"),
        (HEADER + "x" * 60_000_000, "not_text"),
        (",".join(f"c{number}" for number in range(MOST_COLUMNS + 1)) + "\n", "too_many_columns"),
    ],
    ids=["heading", "open quote", "line", "columns"],
)
def test_files_that_no_catalog_is(tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, code: str) -> None:
    assert results(tmp_path, "c.csv", content)[0] == 2
    assert f"[{code}]" in capsys.readouterr().err


def book(path: Path, cells: dict[tuple[int, int], Any], blank: tuple[int, int] | None = None, sheets: int = 1) -> str:
    """A workbook whose last sheet has these cells, and a formatted one without a value."""
    with xlsxwriter.Workbook(path) as workbook:
        for _ in range(sheets):
            sheet = workbook.add_worksheet()
        for column, cell in enumerate(HEADER.strip().split(",")):
            sheet.write(0, column, cell)
        for column, cell in enumerate(GOOD.split(",")):
            sheet.write(1, column, cell)
        for place, cell in cells.items():
            sheet.write(*place, cell)
        if blank:
            sheet.write_blank(*blank, None, workbook.add_format({"bold": True}))
    return str(path)


CORNER = (1_048_575, 16_383)


@pytest.mark.parametrize("first", ["A1", "A1048576"])
def test_cells_far_apart_are_refused_and_not_laid_out(tmp_path: Path, first: str) -> None:
    """In a process that has far less memory than the half terabyte that the block would take: a block begins in the first
    row, also where that is empty."""
    path = book(tmp_path / "stray.xlsx", {CORNER: "x"})
    if first != "A1":
        with xlsxwriter.Workbook(path) as workbook:
            workbook.add_worksheet().write_row(CORNER[0], 0, ["x"] + [None] * (CORNER[1] - 1) + ["x"])
    assert Path(path).stat().st_size < 8_000
    done = subprocess.run(
        [sys.executable, "-m", "logicost", "compare", path, "-o", "-"],
        capture_output=True, text=True, check=False, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30)),
    )  # fmt: skip
    assert done.returncode == 2, done.stderr
    assert done.stderr.count("\n") == 1
    assert f"spread from {first} to XFD1048576" in done.stderr
    assert "[cells_far_apart]" in done.stderr


def test_formatted_cells_and_other_sheets_do_not_count(tmp_path: Path) -> None:
    refuse_sprawl(book(tmp_path / "formatted.xlsx", {}, blank=CORNER))
    path = book(tmp_path / "second.xlsx", {CORNER: "x"}, sheets=2)
    refuse_sprawl(path, 0)
    refuse_sprawl(path, "Sheet1")
    for sheet in (1, "Sheet2"):
        with pytest.raises(CatalogError, match="spread"):
            refuse_sprawl(path, sheet)
    refuse_sprawl(book(tmp_path / "wide.xlsx", {(30_000, 60): "x"}))
    with pytest.raises(CatalogError, match="spread"):
        refuse_sprawl(book(tmp_path / "wider.xlsx", {(60_000, 200): "x"}))


def test_cells_without_places(tmp_path: Path) -> None:
    """Some programs leave the places out: cells follow one another."""
    path = book(tmp_path / "c.xlsx", {(40_000, 100): "x"})
    for changed, refused in ((True, True), (False, False)):
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(tmp_path / "new.xlsx", "w") as new:
            for part in old.namelist():
                text = old.read(part)
                if part == "xl/worksheets/sheet1.xml":
                    cells = "<c><v>1</v></c>" * 200
                    rows = f'<row r="{60_000 if changed else 3}">{cells}</row>'
                    text = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c><v>1</v></c></row>{rows}</sheetData></worksheet>'.encode()
                new.writestr(part, text)
        if refused:
            with pytest.raises(CatalogError, match="spread from A1 to GR60000"):
                refuse_sprawl(str(tmp_path / "new.xlsx"))
        else:
            refuse_sprawl(str(tmp_path / "new.xlsx"))


def test_open_document_and_binary_sheets(tmp_path: Path) -> None:
    table = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
    for repeated, refused in ((1, False), (1_000_000, True)):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as document:
            document.writestr(
                "content.xml",
                f'<d xmlns:t="{table}"><t:table t:name="one"><t:table-row t:number-rows-repeated="{repeated}"><t:table-cell t:number-columns-repeated="{100 if refused else 1}"><p>x</p></t:table-cell></t:table-row><t:table-row t:number-rows-repeated="1048000"><t:table-cell t:number-columns-repeated="16384"/></t:table-row></t:table></d>',
            )
        (tmp_path / "c.ods").write_bytes(stream.getvalue())
        if refused:
            with pytest.raises(CatalogError, match="spread from A1 to CV1000000"):
                refuse_sprawl(str(tmp_path / "c.ods"))
        else:
            refuse_sprawl(str(tmp_path / "c.ods"))
    record = lambda kind, number: bytes([kind, 8]) + number.to_bytes(4, "little") + bytes(4)  # noqa: E731
    with zipfile.ZipFile(tmp_path / "c.xlsb", "w") as binary:
        binary.writestr(
            "xl/worksheets/sheet1.bin",
            record(0, 0) + record(7, 0) + record(0, 1_048_575) + record(1, 16_383) + record(7, 500),
        )
    with pytest.raises(CatalogError, match="spread from A1 to SG1048576"):
        refuse_sprawl(str(tmp_path / "c.xlsb"))


def test_a_workbook_that_unpacks_without_end(tmp_path: Path) -> None:
    with (
        zipfile.ZipFile(tmp_path / "c.xlsx", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as bomb,
        bomb.open("xl/sharedStrings.xml", "w") as part,
    ):
        for _ in range(250):
            part.write(bytes(1_000_000))
    with pytest.raises(CatalogError) as caught:
        refuse_sprawl(str(tmp_path / "c.xlsx"))
    assert caught.value.code == "workbook_too_large"


def changed(path: Path, **parts: str) -> str:
    """A workbook with other text in its first sheet, and further parts by name."""
    whole = Path(book(path.with_name("whole.xlsx"), {}))
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, parts.get(part.rpartition("/")[2], old.read(part)))
        for name in parts:
            if "/" in name:
                new.writestr(name, parts[name])
    return str(path)


def sheet(rows: str) -> str:
    return f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1"><v>1</v></c></row>{rows}</sheetData></worksheet>'


FAR = '<c r="XFD1048576"><v>1</v></c>'


@pytest.mark.parametrize("rows", [
    f'<row r="2">{FAR}</row>', f'<row a=">" r="1048576">{FAR}</row>', "<row>" + FAR.replace("<c", '<c a=">"') + "</row>", "<row>" + FAR.replace("c r", "c  r") + "</row>",
    '<row r="1048576"><x:c xmlns:x="x"><v>1</v></x:c></row><row r="3"><c r="XFD3"><v>1</v></c></row>',
], ids=["row says another", "bracket in a row", "bracket in a cell", "two blanks", "prefix"])  # fmt: skip
def test_a_cell_is_where_it_says_itself(tmp_path: Path, rows: str) -> None:
    with pytest.raises(CatalogError, match="spread from A1 to XFD1048576"):
        refuse_sprawl(changed(tmp_path / "c.xlsx", **{"sheet1.xml": sheet(rows)}))


def test_tags_that_do_not_end_take_no_time(tmp_path: Path) -> None:
    """Ten kilobytes on disk, on which a pattern that looks for each tag's end would be at work for hours."""
    for rows in ("<c " * 2_000_000, "<c" + ' r="A1"' * 500_000):
        with pytest.raises(CatalogError) as caught:
            open_catalog_file(changed(tmp_path / "c.xlsx", **{"sheet1.xml": sheet(rows)}))
        assert caught.value.code == "file_unreadable"


def test_the_sheet_that_is_read_is_the_one_that_is_measured(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="two parts of one name"):
        refuse_sprawl(changed(tmp_path / "c.xlsx", **{"xl/worksheets/SHEET1.XML": sheet(FAR)}))
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Target="xl/worksheets/Far.xml"/></Relationships>'
    path = changed(
        tmp_path / "d.xlsx",
        **{"workbook.xml.rels": relations, "xl/worksheets/far.xml": sheet(f'<row r="2">{FAR}</row>')},
    )
    with pytest.raises(CatalogError, match="spread"):
        refuse_sprawl(path)


def test_an_archive_that_says_less_than_it_holds(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "c.xlsx", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/sharedStrings.xml", bytes(210_000_000))
        bomb.getinfo("xl/sharedStrings.xml").file_size = 1000
    with pytest.raises(CatalogError) as caught:
        refuse_sprawl(str(tmp_path / "c.xlsx"))
    assert caught.value.code == "workbook_too_large"


def test_cells_of_open_documents_that_hold_a_value_and_no_text(tmp_path: Path) -> None:
    names = 'xmlns:t="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    cell = '<t:table-cell o:value-type="float" o:value="5" t:number-columns-repeated="16384"/>'
    with zipfile.ZipFile(tmp_path / "c.ods", "w") as document:
        document.writestr(
            "content.xml",
            f'<d {names}><t:table><t:table-row t:number-rows-repeated="1048576">{cell}</t:table-row></t:table></d>',
        )
    with pytest.raises(CatalogError, match="spread from A1 to XFD1048576"):
        refuse_sprawl(str(tmp_path / "c.ods"))


def test_what_is_no_workbook_is_told(tmp_path: Path) -> None:
    whole = Path(book(tmp_path / "whole.xlsx", {})).read_bytes()
    broken = whole.replace(b"xl/_rels", b"xl/_rules", 1)
    for content in (
        b"",
        b"PK\x03\x04",
        b"PK\x05\x06" + bytes(18),
        b"\xd0\xcf\x11\xe0" + bytes(600),
        whole[:-30],
        broken,
    ):
        (tmp_path / "c.xlsx").write_bytes(content)
        with pytest.raises(CatalogError) as caught:
            open_catalog_file(str(tmp_path / "c.xlsx"))
        assert caught.value.code == "file_unreadable"


def test_a_nul_byte_costs_its_row_and_in_headings_is_told_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out = results(tmp_path, "c.csv", f"{HEADER}{GOOD}x\n{GOOD}a\0b\n{GOOD}y\n")
    assert (code, out["error_code"].to_list()) == (1, [None, "not_text", None])
    assert out["error"][1] == "line 3 has a NUL byte: write the row again"
    assert results(tmp_path, "c.csv", "Report\n" + HEADER.replace("price", "pri\0ce") + f"{GOOD}x\n")[0] == 2
    assert "c.csv has a NUL byte in its headings, in line 2; take it out [not_text]" in capsys.readouterr().err
    assert results(tmp_path, "c.csv", f"{HEADER}{GOOD}x\n{GOOD}" + "a\0" * 20 + "\n")[0] == 2
    assert "it has NUL bytes, the first in line 3" in capsys.readouterr().err


def test_a_folder_that_holds_no_card_is_no_folder_of_cards(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "us/storage").mkdir(parents=True)
    with pytest.raises(TableError, match="holds no card") as caught:
        lc.quote(lc.Product(**MUG), "fba", on=ON, fee_tables=tmp_path)
    assert caught.value.code == "fee_tables_empty"
    assert run(["tables", "check", str(tmp_path)]) == 2
    assert "[fee_tables_empty]" in capsys.readouterr().err
    (tmp_path / "us/market.yaml").write_bytes((built_in_tables() / "us/market.yaml").read_bytes())
    lc.quote(lc.Product(**MUG), "fba", on=ON, fee_tables=tmp_path)


LONG_NAME = "p" * 5_000


@pytest.mark.parametrize("words", [
    ["compare", LONG_NAME], ["compare", "c.csv", "-o", LONG_NAME + ".csv"], ["compare", "c.csv", "--fee-tables", LONG_NAME], ["compare", "c.csv", "--defaults", LONG_NAME],
    ["tables", "show", "US", LONG_NAME], ["tables", "check", LONG_NAME], [LONG_NAME], ["--" + LONG_NAME], ["quote", "--weight", LONG_NAME],
], ids=lambda words: " ".join(words).replace(LONG_NAME, "LONG"))  # fmt: skip
def test_a_message_stays_short_and_names_a_thing_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("c.csv").write_text(f"{HEADER}{GOOD}x\n", encoding="utf-8")
    assert run(words) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert len(said) < 1_500
    assert said.count("pppp…") <= 1


@pytest.mark.parametrize("heading", ["^x.$", "^.*$", "^$", "*"])
@pytest.mark.parametrize("kind", ["csv", "jsonl", "xlsx"])
def test_a_heading_that_polars_takes_for_a_pattern_is_a_heading(tmp_path: Path, heading: str, kind: str) -> None:
    catalog, output = tmp_path / "c.csv", tmp_path / f"o.{kind}"
    catalog.write_text(f"sku,dimensions,weight,price,{heading}\na,5 x 4 x 3 in,9 oz,20,own\n", encoding="utf-8")
    assert run(["compare", str(catalog), "--programs", "fba,fbm", "--on", ON, "-o", str(output)]) == 0
    frame = lc.quote_frame(pl.DataFrame({**ROW, heading: ["own", "own"]}), programs=["fba", "fbm"], on=ON)
    title = heading if heading == "*" else f"{heading} "
    assert frame[title].to_list() == ["own"] * 4
    if kind == "csv":
        assert pl.read_csv(output).columns[-1] == title


def test_a_heading_that_polars_takes_for_all_columns_is_a_heading_beside_another_file_and_where_it_is_selected(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, other = tmp_path / "c.csv", tmp_path / "d.csv"
    one.write_text("sku,dimensions,weight,price,*\na,5 x 4 x 3 in,9 oz,20,own\n", encoding="utf-8")
    other.write_text("sku,cost,*\na,4,theirs\n", encoding="utf-8")
    assert run(["compare", str(one), str(other), "--programs", "fba", "--on", ON, "--select", "*,sku"]) == 0
    assert capsys.readouterr().out == "*\tsku\nown\ta\n"


def test_a_parquet_file_whose_rows_cannot_all_be_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "c.parquet"
    pl.DataFrame(ROW).write_parquet(path)
    monkeypatch.setattr(pl.LazyFrame, "collect_batches", lambda *_, **__: iter(()))  # as after a damaged page
    assert run(["compare", str(path), "--programs", "fba", "-o", str(tmp_path / "o.csv")]) == 2
    assert "0 of its 2 rows could be read [file_unreadable]" in capsys.readouterr().err
    assert not (tmp_path / "o.csv").exists()


def test_a_day_beyond_what_polars_can_write_costs_its_row() -> None:
    days = pl.Series([20_000, 2_000_000_000], dtype=pl.Int32).cast(pl.Date)
    frame = lc.quote_frame(pl.DataFrame({**ROW, "on": days}), programs=["fba"])
    assert frame["status"].to_list()[1] == "error"
    assert frame["fba_fulfillment"].to_list()[0] is not None


def test_what_a_kind_of_file_does_not_have_is_not_asked_of_it_in_silence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    frame, output = pl.DataFrame(ROW), str(tmp_path / "o.csv")
    paths = {name: str(tmp_path / f"c.{name}") for name in ("csv", "parquet", "jsonl", "xlsx")}
    frame.write_csv(paths["csv"])
    frame.write_parquet(paths["parquet"])
    frame.write_ndjson(paths["jsonl"])
    with xlsxwriter.Workbook(paths["xlsx"]) as book:
        sheet = book.add_worksheet("S")
        for number, row in enumerate([frame.columns, *frame.rows()]):
            sheet.write_row(number, 0, row)
    for names, option, code in (
        (["csv"], ["--sheet", "S"], "sheet_unknown"), (["parquet"], ["--sheet", "S"], "sheet_unknown"), (["csv", "jsonl"], ["--sheet", "S"], "sheet_unknown"),
        (["jsonl"], ["--header-row", "1"], "header_row_missing"), (["parquet", "jsonl"], ["--header-row", "1"], "header_row_missing"),
        (["csv", "xlsx"], ["--sheet", "S"], None), (["xlsx"], ["--sheet", "S", "--header-row", "1"], None), (["parquet", "csv"], ["--header-row", "1"], None),
    ):  # fmt: skip
        ended = run(["compare", *(paths[name] for name in names), "--programs", "fba", *option, "-o", output])
        said = capsys.readouterr().err
        assert (ended == 2) == (code is not None), said
        assert code is None or f"[{code}]" in said


def test_a_line_of_json_has_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "c.jsonl"
    path.write_text('{"sku": "A", "note": "' + "x" * 5000 + '"}\n', encoding="utf-8")
    monkeypatch.setattr("logicost.catalog.other_files.LONGEST_LINE", 4000)
    with pytest.raises(CatalogError) as caught:
        open_catalog_file(str(path))
    assert caught.value.code == "not_text"


def test_arrow_columns_of_a_kind_of_ones_own_are_text_and_no_numbers() -> None:
    """What the numbers that store them mean is not known."""

    class Own(pa.ExtensionType):
        def __init__(self) -> None:
            super().__init__(pa.int64(), "logicost.test")

        def __arrow_ext_serialize__(self) -> bytes:
            return b""

        @classmethod
        def __arrow_ext_deserialize__(cls, storage_type: pa.DataType, serialized: bytes) -> Own:
            return cls()

    own = pa.ExtensionArray.from_storage(Own(), pa.array([7, 8]))
    table = pa.table({**ROW, "sku": own, "note": own})
    results = lc.quote_frame(table, programs=["fba"], on=ON)
    assert results["sku"].to_pylist() == ["7", "8"]
    assert results["note"].to_pylist() == ["7", "8"]


def test_a_name_that_stands_twice_in_an_object_costs_its_row_and_not_the_catalog(tmp_path: Path) -> None:
    catalog, output = tmp_path / "c.jsonl", tmp_path / "o.csv"
    start = '{"sku": "A", "dimensions": "5 x 4 x 3 in", "weight": "9 oz", "price": 20'
    catalog.write_text(
        f'{start}, "price": 30}}\n{start}, "zone_mix": {{"2": 50, "2": 50}}}}\n{start}}}\n', encoding="utf-8"
    )
    assert run(["compare", str(catalog), "--programs", "fba", "--on", ON, "-o", str(output)]) == 1
    results = pl.read_csv(output)
    assert results["error_code"].to_list() == ["not_json", "not_json", None]
    assert "the name 'price' stands twice" in results["error"][0]


def test_a_large_text_of_a_json_line_costs_its_row_as_one_of_a_csv_file(tmp_path: Path) -> None:
    catalog, output = tmp_path / "c.jsonl", tmp_path / "o.csv"
    start = '{"sku": "A", "dimensions": "5 x 4 x 3 in", "weight": "9 oz", "price": 20, "note": "'
    catalog.write_text(f'{start}{"x" * (LARGEST_CELL + 1)}"}}\n{start}"}}\n', encoding="utf-8")
    assert run(["compare", str(catalog), "--programs", "fba", "--on", ON, "-o", str(output)]) == 1
    assert pl.read_csv(output)["error_code"].to_list() == ["cell_too_large", None]


@pytest.mark.parametrize("values", [
    pd.period_range("2026-01", periods=2, freq="M"),
    pd.Series([Decimal("20"), Decimal("20.5")], dtype=pd.ArrowDtype(pa.decimal256(60, 2))),
], ids=["months", "256 bits"])  # fmt: skip
def test_a_kind_that_polars_does_not_know_is_its_text_and_never_the_number_that_stores_it(values: Any) -> None:
    frame = pd.DataFrame({**ROW, "price": values})
    table = pa.Table.from_pandas(frame)
    wanted = ["not_a_number"] * 2 if "period" in str(frame["price"].dtype) else [None] * 2
    for given in (frame, table):
        results = lc.quote_frame(given, programs="fba", on=ON)
        codes = (
            results["error_code"].to_pylist()
            if given is table
            else [None if pd.isna(code) else code for code in results["error_code"]]
        )
        assert codes == wanted


def test_what_a_library_says_of_a_workbook_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "c.xlsx").write_bytes(b"")
    assert run(["compare", str(tmp_path / "c.xlsx"), "--programs", "fba"]) == 2
    said = capsys.readouterr().err
    assert "\ufffd" not in said
    assert said.endswith("[file_unreadable]\n")


def _book(path: Path, sheets: int = 1, price: str = "") -> None:
    """The products are on the last sheet; `price`: an error in place of the price."""
    with xlsxwriter.Workbook(path) as book:
        for number in range(sheets):
            sheet = book.add_worksheet(f"s{number}")
        for column, (title, value) in enumerate({"sku": "A", "dimensions": "5 x 4 x 3 in", "weight": "9 oz"}.items()):
            sheet.write_column(0, column, [title, value])
        sheet.write(0, 3, "price")
        if price:
            sheet.write_formula(1, 3, "=1/0", None, price)
        else:
            sheet.write(1, 3, 20)


@pytest.mark.parametrize(("error", "told"), [("#DIV/0!", True), ("#REF!", True), ("#N/A", False), ("20", False)])
def test_errors_in_the_cells_of_a_workbook_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], error: str, told: bool
) -> None:
    _book(tmp_path / "c.xlsx", price=error)
    run(["compare", str(tmp_path / "c.xlsx"), "--programs", "fba", "--on", ON, "-o", str(tmp_path / "o.csv")])
    assert (f"1 cell holds the error '{error}' and counts as blank" in capsys.readouterr().err) is told


def test_only_so_many_sheets_are_looked_through(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each takes the longer, the more there are: 3,000 empty ones, 900 KB on disk, took four minutes."""
    _book(tmp_path / "c.xlsx", sheets=MOST_SHEETS + 1)
    assert run(["compare", str(tmp_path / "c.xlsx"), "--programs", "fba", "--on", ON]) == 2
    assert "none of the first 100 of its 101 sheets has headings" in capsys.readouterr().err
    assert run(["compare", str(tmp_path / "c.xlsx"), "--programs", "fba", "--on", ON, "--sheet", "s100"]) == 0
