"""Files in and out: every format says the same, results appear whole or not at all, and memory stays the same."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from logicost.answers.request import asked_programs
from logicost.answers.rows import columns
from logicost.catalog.block import Block
from logicost.catalog.cells import as_cells
from logicost.catalog.comparison import compare_catalog, open_catalog, result_blocks, selection_of
from logicost.catalog.results import result_schema
from logicost.catalog.sinks import write_blocks
from logicost.errors import CatalogError
from tests.catalog.messy import COLUMNS, DAY, exact_cells, messy_rows

ROWS = messy_rows(11, 120)
ASKED = asked_programs("fba,fbm,mcf")
EXPECTED = exact_cells(ROWS, ASKED, ["colour"])
FORMATS = ["csv", "tsv", "parquet", "jsonl", "xlsx"]


@pytest.fixture(params=FORMATS)
def catalog(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The same rows as a file of each format."""
    path = tmp_path / f"catalog.{request.param}"
    frame = pl.DataFrame(ROWS, schema=dict.fromkeys(COLUMNS, pl.String))
    if request.param == "parquet":
        frame.write_parquet(path)
    elif request.param == "jsonl":
        path.write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")
    elif request.param == "xlsx":
        book = pytest.importorskip("xlsxwriter").Workbook(path)
        sheet = book.add_worksheet()
        for number, cells in enumerate([COLUMNS, *([row[name] for name in COLUMNS] for row in ROWS)]):
            for place, cell in enumerate(cells):
                sheet.write_string(number, place, cell)
        book.close()
    else:
        frame.write_csv(path, separator="," if request.param == "csv" else "\t")
    return str(path)


def compare(catalog: str, output: Path, *, programs: str = "fba,fbm,mcf") -> Path:
    job = open_catalog(catalog, programs, "US", str(DAY), False, None)
    write_blocks(str(output), output.suffix[1:], result_blocks(job), selection_of(job).schema)
    return output


def read_cells(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream, delimiter="\t" if path.suffix == ".tsv" else ","))


def test_every_format_says_the_same(catalog: str, tmp_path: Path) -> None:
    for name in ("out.csv", "out.tsv"):
        header, *found = read_cells(compare(catalog, tmp_path / name))
        assert header == columns(["colour"])
        assert found == EXPECTED
    table = pl.read_parquet(compare(catalog, tmp_path / "out.parquet"))
    assert dict(table.schema) == result_schema({"colour": pl.String()})
    assert [[cell or "" for cell in row] for row in as_cells(table).iter_rows()] == EXPECTED


def test_rows_that_are_explained_agree_with_the_table(catalog: str) -> None:
    job = open_catalog(catalog, ASKED, "US", str(DAY), False, None)
    quotes = [quote for comparison, _ in compare_catalog(job) for quote in comparison.quotes]
    names = columns(["colour"])
    assert [quote.error_code or "" for quote in quotes] == [row[names.index("error_code")] for row in EXPECTED]
    assert [quote.status for quote in quotes] == [row[names.index("status")] for row in EXPECTED]


def test_ragged_and_broken_rows_keep_their_place(tmp_path: Path) -> None:
    text = tmp_path / "c.csv"
    text.write_text(
        "SKU,Dimensions,Weight,Price,note\n"
        "a,5 x 4 x 3 in,1 lb,9.99,x\n"
        "b,5 x 4 x 3 in,1 lb\n"
        "\n"
        "c,5 x 4 x 3 in,1 lb,9.99,y,z\n"
        '"d, with comma",5 x 4 x 3 in,1 lb,9.99,"two\nlines"\n',
        encoding="utf-8",
    )
    header, *found = read_cells(compare(str(text), tmp_path / "out.csv", programs="fba"))
    assert [row[0] for row in found] == ["a", "b", "c", "d, with comma"]
    assert [row[header.index("error_code")] for row in found] == ["", "ragged_row", "ragged_row", ""]
    assert [row[header.index("note")] for row in found] == ["x", "", "y", "two\nlines"]
    lines = tmp_path / "c.jsonl"
    lines.write_text(
        '{"sku": "a", "dimensions": [5, 4, 3.0], "weight": 1, "price": 9.99, "sipp": true}\n'
        "{oops\n"
        '{"sku": 7, "dimensions": "5 x 4 x 3 in", "weight": "1 lb", "price": NaN}\n'
        '{"sku": 8, "dimensions": "5 x 4 x 3 in", "weight": "1 lb", "price": 9.99, "zone_mix": {"2": 40, "5": 60}}\n',
        encoding="utf-8",
    )
    header, *found = read_cells(compare(str(lines), tmp_path / "out.csv", programs="fba"))
    assert [row[header.index("error_code")] for row in found] == ["", "not_json", "not_finite", ""]
    assert [row[0] for row in found] == ["a", "", "7", "8"]


@pytest.mark.parametrize("form", ["csv", "parquet"])
@pytest.mark.parametrize("fault", [KeyboardInterrupt, ValueError])
def test_a_result_appears_whole_or_not_at_all(tmp_path: Path, form: str, fault: type[BaseException]) -> None:
    output = tmp_path / f"out.{form}"
    output.write_text("the result before")
    schema = result_schema({})

    def blocks() -> Iterator[pl.DataFrame]:
        yield pl.DataFrame({name: [None] for name in schema}, schema=schema)
        raise fault

    with pytest.raises(fault):
        write_blocks(str(output), form, blocks(), schema)
    assert output.read_text() == "the result before"
    assert [path.name for path in tmp_path.iterdir()] == [output.name]


KNOWN = {
    "price": [("nan", "not_finite"), ("abc", "not_a_number"), ("0", "price_not_positive")],
    "weight": [("-1 lb", "weight_not_positive"), ("5 stones", "unknown_unit"), ("9.5.1 kg", "not_a_number")],
    "dimensions": [("5 x 4 in", "not_three_sides"), ("5 x 4 x 0 in", "dimension_not_positive")],
    "category": [("kitchn", None)],  # no word costs the row
    "on": [("2026-13-01", "not_a_date"), ("1999-01-01", "date_before_tables")],
    "market": [("XX", "unknown_market")],
    "sku": [(" ", "missing_value")],
}


def test_200_000_messy_rows_with_known_errors(tmp_path: Path) -> None:
    faults = [(name, value, code) for name, pairs in KNOWN.items() for value, code in pairs]
    size = 200_000
    expected: list[str | None] = []
    path = tmp_path / "messy.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["sku", "dimensions", "weight", "price", "category", "on", "market", "row"])
        for number in range(size):
            row: dict[str, Any] = {
                "sku": f"S{number}",
                "dimensions": f"{5 + number % 70 / 10} x {4 + number % 11} x {1 + number % 7 / 4} in",
                "weight": f"{2 + number % 900 / 10} oz",
                "price": f"{5 + number % 9000 / 100:.2f}",
                "category": ("books", "Home & Kitchen", "")[number % 3],
                "on": ("", "2026-11-22", "2026-03-02", "2025-11-20")[number % 4],
                "market": ("", "us")[number % 2],
            }
            code = None
            if number % 7 == 3:
                name, value, code = faults[number // 7 % len(faults)]
                row[name] = value
            expected.append(code)
            writer.writerow([*row.values(), number])
    table = pl.read_parquet(compare(str(path), tmp_path / "out.parquet", programs="fba,mcf"))
    assert table.height == 2 * size
    assert table["row"].to_list()[::2] == [str(number) for number in range(size)]
    for start in (0, 1):
        found = table["error_code"].gather_every(2, start).to_list()
        wrong = [number for number in range(size) if found[number] != expected[number]]
        assert not wrong, [(number, found[number], expected[number]) for number in wrong[:5]]
    assert (table["status"] == "error").sum() == 2 * sum(code is not None for code in expected)


MEASURE = """
import sys
from pathlib import Path
from logicost.catalog.comparison import open_catalog, result_blocks, selection_of
from logicost.catalog.sinks import write_blocks
job = open_catalog(sys.argv[1], "fba,mcf", "US", "2026-11-22", False, None)
form = sys.argv[2]
write_blocks(sys.argv[1] + ".out", form, result_blocks(job, explained=form == "jsonl"), selection_of(job, form == "jsonl").schema)
print(*(line.split()[1] for line in Path("/proc/self/status").read_text().split("\\n") if "VmHWM" in line))
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of a process is read from /proc")
@pytest.mark.parametrize(("form", "sizes"), [("parquet", (300_000, 1_500_000)), ("jsonl", (100_000, 500_000))])
def test_memory_does_not_grow_with_the_catalog(tmp_path: Path, form: str, sizes: tuple[int, int]) -> None:
    peaks = []
    for size in sizes:
        path = tmp_path / f"{size}.parquet"
        numbers = pl.int_range(size, eager=True)
        pl.DataFrame(
            {"sku": numbers.cast(pl.String), "weight": numbers % 90 / 10 + 0.1, "price": numbers % 900 / 10 + 1}
        ).with_columns(length=9.5, width=6.25, height=2.5).write_parquet(path, row_group_size=50_000)
        command = [sys.executable, "-c", MEASURE, str(path), form]
        peaks.append(int(subprocess.run(command, capture_output=True, text=True, check=True).stdout))
        Path(f"{path}.out").unlink()
    assert peaks[1] < 1.8 * peaks[0], peaks  # five times the rows; how far a busy machine lets blocks queue varies


def test_repeated_skus_are_counted_in_catalogs_of_any_size(tmp_path: Path) -> None:
    catalog = tmp_path / "c.csv"
    catalog.write_text("sku,dimensions,weight,price\n", encoding="utf-8")
    job = open_catalog(str(catalog), ASKED, "US", str(DAY), False, None)
    assert job.duplicates() == 0
    size = 1_100_000
    for start in (0, size, 2 * size):  # the last block begins with the skus of the first, and ends with its own
        numbers = pl.int_range(start, start + size, eager=True)
        if start == 2 * size:
            numbers = pl.concat([numbers[:7] - start, numbers[7:]])
        job.watch(Block(pl.DataFrame({"sku": pl.select(pl.format(" S{} ", numbers)).to_series()})))
    for skus in (["", None, " ", "S1", "S1", "x"], ["x", " x"]):  # rows without a sku repeat nothing
        job.watch(Block(pl.DataFrame({"sku": pl.Series(skus, dtype=pl.String)})))
    assert job.rows == 3 * size + 8
    assert job.duplicates() == 7 + 2 + 2
    assert job.duplicates() == 11  # asking changes nothing


def test_columns_of_odd_kinds_pass_through(tmp_path: Path) -> None:
    """Bytes that are no text, lists and lengths of time: as unknown columns, and where text is expected."""
    catalog = tmp_path / "odd.parquet"
    good = {
        "dimensions": ["5 x 4 x 3 in"] * 2,
        "weight": ["9 oz"] * 2,
        "price": pl.Series([20, 2**64 - 1], dtype=pl.UInt64),
    }
    odd = {"tags": [["a"], ["b", None]], "raw": [b"\xff", None], "span": [dt.timedelta(1), None], "deep": [{"a": [1]}, None],
           "exactly": pl.Series(["1.5000", "2.0000"]).cast(pl.Decimal(18, 4))}  # fmt: skip
    for skus, shown in (([b"a", b"\xff"], ["a", "\ufffd"]), ([["a"], ["b"]], ["['a']", "['b']"])):
        pl.DataFrame({"sku": skus, **good, **odd}).write_parquet(catalog)
        header, *found = read_cells(compare(str(catalog), tmp_path / "out.csv", programs="fba"))
        assert [row[0] for row in found] == shown
        assert [row[header.index("error_code")] for row in found] == ["", "too_large"]
        assert [row[-5:] for row in found] == [
            ["['a']", "\ufffd", "1 day, 0:00:00", "{'a': [1]}", "1.5000"], ["['b', None]", "", "", "", "2.0000"]
        ]  # fmt: skip
        table = pl.read_parquet(compare(str(catalog), tmp_path / "out.parquet", programs="fba"))
        assert table["tags"].to_list() == odd["tags"]


def test_blank_lines_before_the_header_are_none(tmp_path: Path) -> None:
    catalog = tmp_path / "c.csv"
    catalog.write_text("\n  \n;;;\nsku;dimensions;weight;price\na;5 x 4 x 3 in;9 oz;20\n", encoding="utf-8")
    header, *found = read_cells(compare(str(catalog), tmp_path / "out.csv", programs="fba"))
    assert [(row[0], row[header.index("status")]) for row in found] == [("a", "estimate")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes of POSIX")
def test_a_pipe_with_a_name_is_read_like_a_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    writer = threading.Thread(
        target=lambda: pipe.write_text("sku,dimensions,weight,price\na,5 x 4 x 3 in,9 oz,20\n", encoding="utf-8")
    )
    writer.start()
    _, *found = read_cells(compare(str(pipe), tmp_path / "out.csv", programs="fba"))
    writer.join()
    assert [row[0] for row in found] == ["a"]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("c.csv", gzip.compress(b"sku,dimensions", mtime=0), "not_text"),
        ("c.csv", b" \n\n", "catalog_empty"),
        ("c.csv", "sku,dimensions".encode("utf-16-le"), "column_missing"),
        ("c.csv", b"sku\x00\x01\x02", "not_text"),
        ("c.jsonl", b'{"sku": "\\ud800"}\n', "catalog_empty"),
        ("c.parquet", b"PAR1", "file_unreadable"),
        ("c.xlsx", b"PK\x03\x04", "file_unreadable"),
    ],
)
def test_files_that_are_no_catalogs(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(CatalogError) as caught:
        open_catalog(str(tmp_path / name), ASKED, "US", str(DAY), False, None)
    assert caught.value.code == code


def test_half_a_pair_of_surrogates_keeps_its_place(tmp_path: Path) -> None:
    good = {"sku": "\U0001f600", "dimensions": "5 x 4 x 3 in", "weight": "9 oz", "price": 20}
    catalog = tmp_path / "c.jsonl"
    catalog.write_text(json.dumps(good) + "\n" + json.dumps({**good, "sku": "\ud800"}) + "\n", encoding="utf-8")
    header, *found = read_cells(compare(str(catalog), tmp_path / "out.csv", programs="fba"))
    assert [(row[0], row[header.index("error_code")]) for row in found] == [("\U0001f600", ""), ("", "not_json")]


def test_json_values_stay_as_they_are_written(tmp_path: Path) -> None:
    catalog = tmp_path / "c.jsonl"
    goods = '"dimensions": "5 x 4 x 3 in", "weight": "9 oz", "price": 20'
    catalog.write_text(f'{{"sku": 1, {goods}, "live": true, "share": 18.10, "size": 1e2}}\n', encoding="utf-8")
    _, row = read_cells(compare(str(catalog), tmp_path / "out.csv", programs="fba"))
    assert row[-3:] == ["true", "18.10", "1e2"]


def test_parquet_to_standard_output(tmp_path: Path) -> None:
    catalog = tmp_path / "c.csv"
    catalog.write_text("sku,dimensions,weight,price\na,5 x 4 x 3 in,9 oz,20\n", encoding="utf-8")
    job = open_catalog(str(catalog), ASKED, "US", str(DAY), False, None)
    assert job.catalog.row_count == 1
    source = "from logicost.cli.main import main; main()"
    command = [sys.executable, "-c", source, "compare", str(catalog), "-o", "-", "--format", "parquet"]
    done = subprocess.run(command, capture_output=True, check=True)
    assert pl.read_parquet(done.stdout)["sku"].to_list() == ["a"] * 4  # fbm serves both kinds of orders
