"""The doors by which something comes in, and for each what may be thrown at it. What a door does with it is an answer or
a `LogicostError`; whatever else is a fault."""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import io
import json
import random
import re
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import narwhals.stable.v2 as nw
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import xlsxwriter
import yaml
from fuzz.bent import bend, bent, bent_workbooks
from fuzz.values import COLUMNS, GOOD, NAMES, NEEDED, NEEDED_IN, OBJECTS, TEXTS
from hypothesis import strategies as st
from polars.testing.parametric import dataframes
from xlsxwriter.utility import xl_rowcol_to_cell

import logicost as lc
from logicost.cli.main import app, run
from logicost.errors import LogicostError
from logicost.export.template import csv_text, make_template
from logicost.inputs.fields import FIELDS
from logicost.measurement import parse_length, parse_sides, parse_weight
from logicost.number import read_decimal
from logicost.tables.shelf import built_in_tables

Door = tuple[st.SearchStrategy[Any], Callable[[Any], object]]
PROGRAMS = "fba,fbm,mcf"
DAY = "2026-11-22"
DANGEROUS = re.compile(r"[=+\-@\t\r\n＝＋－＠](?![0-9]+(\.[0-9]+)?$)")
RUNS = re.compile("[=@＝＠]")  # and no sign of a number
FAULT = re.compile(r"Traceback|\[(unforeseen_error|system_refused|out_of_memory)\]")
HEARD: Counter[str] = Counter()  # how what was thrown ended: an answer, an answer with errors, or the code of a refusal
CODE = re.compile(r"\[([a-z_]+)\]$", re.MULTILINE)
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def command(*arguments: str) -> tuple[int, str, str]:
    """The exit code and what was said; no control character reaches a terminal by messages."""
    out, said = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(said):
        code = run(list(arguments))
    assert code in (0, 1, 2), f"exit code {code}"
    assert not FAULT.search(said.getvalue()), said.getvalue()
    assert not CONTROL.search(said.getvalue()), "a control character in a message"
    codes = CODE.findall(said.getvalue())
    HEARD["an answer" if code == 0 else "with errors" if code == 1 else codes[-1] if codes else "usage"] += 1
    return code, out.getvalue(), said.getvalue()


@contextlib.contextmanager
def refused() -> Iterator[None]:
    """An error of ours is no fault; its code is counted."""
    try:
        yield
    except LogicostError as error:
        HEARD[error.code] += 1


def compared(name: str, content: bytes, rows: int | None = None) -> None:
    """A catalog in a file: no row is lost, no cell of the results begins a formula, the catalog stays as it was."""
    with tempfile.TemporaryDirectory() as folder:
        path, output = Path(folder) / name, Path(folder) / "out.csv"
        path.write_bytes(content)
        code, _, said = command("compare", str(path), "--programs", PROGRAMS, "--on", DAY, "-o", str(output))
        assert path.read_bytes() == content, "the catalog was changed"
        if code == 2:
            assert not output.exists(), "results in spite of an error"
            assert said.count("\n") <= 40, said
            return
        with output.open(encoding="utf-8", newline="") as stream:
            table = list(csv.reader(stream))
        assert table, "results without a header"
        for row in table:
            assert len(row) == len(table[0]), "a ragged row of results"
            assert not any(DANGEROUS.match(cell) for cell in row), f"a cell begins a formula: {row}"
        if rows is not None:
            assert (len(table) - 1) % rows == 0 if rows else len(table) == 1, f"{len(table) - 1} results of {rows} rows"
        status, why = table[0].index("status"), table[0].index("error_code")
        wrong = any(row[status] == "error" and row[why] != "not_a_product" for row in table[1:])
        assert wrong == (code == 1), (wrong, code)


# Other commands, other outputs

PLANS = st.sampled_from([
    ["stock"], ["clear"], ["hybrid"], ["price", "--programs", "fba"], ["pack", "--programs", "fba"], ["landed", "--container", "900"], ["explain", "--sku", "A"],
])  # fmt: skip


def planned(asked: tuple[list[str], bytes, str]) -> None:
    """A catalog by any command but compare, into a file of any kind."""
    arguments, content, form = asked
    with tempfile.TemporaryDirectory() as folder:
        path, output = Path(folder) / "c.csv", Path(folder) / f"out.{form}"
        path.write_bytes(content)
        named = [] if arguments[0] == "explain" else ["-o", str(output)]
        code, _, _ = command(arguments[0], str(path), *arguments[1:], *named)
        assert path.read_bytes() == content, "the catalog was changed"
        assert code != 2 or not output.exists(), "results in spite of an error"
        if code != 2 and named:
            _harmless(output)


def shown(asked: tuple[bytes, str]) -> None:
    """A catalog in a page, a workbook or JSON."""
    content, form = asked
    with tempfile.TemporaryDirectory() as folder:
        path, output = Path(folder) / "c.csv", Path(folder) / f"out.{form}"
        path.write_bytes(content)
        code, _, _ = command("compare", str(path), "--programs", "fba", "--on", DAY, "-o", str(output))
        assert output.exists() == (code != 2)
        if code != 2:
            _harmless(output)


def _harmless(output: Path) -> None:
    """No cell begins a formula, no markup but our own, JSON that is JSON."""
    if output.suffix in (".csv", ".tsv"):
        text = output.read_text(encoding="utf-8")
        for row in csv.reader(io.StringIO(text, newline=""), delimiter="," if output.suffix == ".csv" else "\t"):
            assert not any(DANGEROUS.match(cell) for cell in row), row
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=";"):
            assert not any(RUNS.match(cell) for cell in row), f"a formula where semicolons divide cells: {row}"
    elif output.suffix == ".json":
        json.loads(output.read_text(encoding="utf-8"))
    elif output.suffix == ".jsonl":
        [json.loads(line) for line in output.read_text(encoding="utf-8").split("\n") if line]
    elif output.suffix == ".html":
        text = output.read_text(encoding="utf-8")
        assert not re.search(
            r"<(script|iframe|object|embed|link|base|form)|<[^>]* on[a-z]+ *=|javascript:", text, re.IGNORECASE
        )
        assert not CONTROL.search(text), "a control character in a page"


@st.composite
def defaults_files(draw: Any) -> bytes:
    """Tables of defaults, most of them with names that are known, and now and then a line cut or replaced."""
    lines = []
    for table in draw(st.lists(st.sampled_from(TOML_TABLES), max_size=5)):
        lines.append(f"[{table}]")
        for _ in range(draw(st.integers(0, 3))):
            name = draw(st.one_of(st.sampled_from([*COLUMNS, "EUR_USD", "COGS"]), TEXTS))
            value = draw(
                st.one_of(TEXTS, st.integers(), st.floats(), st.booleans(), st.just({"a": 1}), st.just([1, "x"]))
            )
            lines.append(f"{json.dumps(name)} = {json.dumps(value)}")
    for _ in range(draw(st.sampled_from([0, 0, 1, 3])) if lines else 0):
        place = draw(st.integers(0, len(lines) - 1))
        lines[place] = draw(
            st.one_of(
                st.text(max_size=30), st.just("[" * 3000), st.just("a = " + "[" * 3000), st.just(lines[place][:-1])
            )
        )
    return "\n".join(lines).encode(errors="replace")


TOML_TABLES = ["columns", "account", "exchange", "defaults", "defaults.market.UK", "defaults.program.fba", "defaults.channel.shopify", "defaults.category.furniture",
               "defaults.category.x", "defaults.program", "wrong", 'defaults.market."\\u001b[31m"']  # fmt: skip


def defaulted(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, catalog = Path(folder) / "d.toml", Path(folder) / "c.csv"
        path.write_bytes(content)
        catalog.write_text(
            ",".join(NEEDED_IN["US"]) + "\n" + ",".join(NEEDED_IN["US"].values()) + "\n", encoding="utf-8"
        )
        command("compare", str(catalog), "--programs", PROGRAMS, "--on", DAY, "--defaults", str(path))


def swept(asked: tuple[list[str], list[str]]) -> None:
    """Ranges and targets that are typed."""
    ranges, targets = asked
    needed = [word for key, value in NEEDED_IN["US"].items() for word in (f"--{key}", value)]
    command("sweep", *needed, *(word for each in ranges for word in ("--vary", each.replace("\0", ""))), "--plain")
    command(
        "price",
        *needed,
        *(
            word
            for name, each in zip(("--margin", "--roi", "--profit"), targets, strict=False)
            for word in (name, each.replace("\0", ""))
        ),
    )


RANGES = st.one_of(
    TEXTS,
    st.tuples(NAMES, TEXTS).map("=".join),
    st.tuples(st.sampled_from(COLUMNS), TEXTS, TEXTS, TEXTS).map(
        lambda each: f"{each[0]}={each[1]}:{each[2]}:{each[3]}"
    ),
    st.sampled_from(
        [
            "price=1:9:1",
            "price=9:1:1",
            "price=1:9:0",
            "price=1:1e9:0.01",
            "weight=1 oz:2 lb:1 oz",
            "on=2026-10-14,2026-10-15",
            "price=1:nan:1",
        ]
    ),
)


# Files

CELLS = st.lists(st.lists(TEXTS, min_size=4, max_size=8), max_size=5)


@st.composite
def tables(draw: Any) -> tuple[list[str], list[list[str]]]:
    """A heading and rows of text, most of them with what a catalog needs."""
    needed = draw(NEEDED)
    names = [*needed, *draw(st.lists(NAMES, max_size=4))]
    if draw(st.integers(0, 9)) == 0:
        names = draw(st.lists(NAMES, max_size=6))
    rows = [
        [needed.get(name, "") if draw(st.integers(0, 2)) else draw(TEXTS) for name in names]
        for _ in range(draw(st.integers(0, 4)))
    ]
    return names, rows


@st.composite
def text_files(draw: Any) -> bytes:
    if draw(st.integers(0, 3)) == 0:
        return draw(st.binary(max_size=300))  # type: ignore[no-any-return]
    names, rows = draw(tables())
    mark, end = draw(st.sampled_from(",;\t|")), draw(st.sampled_from(["\n", "\r\n", "\r", "\n\n", "\n\r"]))
    quote = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONE]))
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=mark, lineterminator=end, quoting=quote, escapechar="\\")
    stream.write(draw(st.sampled_from(["", "", "", "sep=;\n", "\n\n", "Report of today\n", "\ufeff"])))
    with contextlib.suppress(csv.Error):  # what cannot be written so ends here
        writer.writerows([names, *rows])
    text = stream.getvalue()
    if draw(st.integers(0, 4)) == 0:
        text = text[: draw(st.integers(0, len(text)))]
    return text.encode(draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252", "shift_jis"])), errors="replace")


CASES = [
    path
    for path in sorted((Path(__file__).parents[1] / "data" / "cases").rglob("*.*"))
    if path.suffix in (".csv", ".txt")
]


EXAMPLES = Path(__file__).parents[2] / "examples"
TEXT_FILES = [path.read_bytes() for path in [*CASES, *sorted(EXAMPLES.glob("*.csv")), EXAMPLES / "planning.txt"]]
BOOKS = [path.read_bytes() for path in sorted((Path(__file__).parents[1] / "data" / "cases").rglob("*.xlsx"))]


def _books() -> list[bytes]:
    """Beside those of others our own template, and the tables of an OpenDocument sheet."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr("content.xml", OPEN_DOCUMENT)
    with tempfile.TemporaryDirectory() as folder:
        command("template", "-o", f"{folder}/t.xlsx")
        return [*BOOKS, made.getvalue(), (Path(folder) / "t.xlsx").read_bytes()]


OPEN_DOCUMENT = """<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
<table:table table:name="S"><table:table-row>""" + "".join(
    f'<table:table-cell office:value-type="string"><text:p>{name}</text:p></table:table-cell>' for name in NEEDED_IN["US"]
) + "</table:table-row><table:table-row>" + "".join(
    f'<table:table-cell office:value-type="string" table:number-columns-repeated="1"><text:p>{name}</text:p></table:table-cell>' for name in NEEDED_IN["US"].values()
) + "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"  # fmt: skip


def _whole_books() -> list[tuple[str, bytes]]:
    """Workbooks of every kind, with their endings: old ones are no archives."""
    old = [(path.name, path.read_bytes()) for path in sorted((Path(__file__).parents[1] / "data").rglob("*.xls"))]
    return [*old, *((f"c.{'ods' if b'opendocument' in book[:200] else 'xlsx'}", book) for book in _books())]


def bent_books() -> st.SearchStrategy[tuple[str, bytes]]:
    """Whole workbooks bent as they are on disk, and now and then nothing but some bytes."""
    bent_whole = st.tuples(st.sampled_from(_whole_books()), st.integers(0, 2**32)).map(
        lambda each: (each[0][0], bend(each[0][1], random.Random(each[1])))
    )
    some = st.binary(max_size=200).map(lambda tail: ("c.ods", b"PK\x03\x04" + tail))
    return st.integers(0, 9).flatmap(lambda number: bent_whole if number else some)


def parquet_of_others() -> list[bytes]:
    """Parquet as Arrow writes it: both kinds of pages, every encoding, indexes and checksums; and page by page."""
    frame = pl.DataFrame({"sku": ["A", "B", None], "dimensions": ["5 x 4 x 3 in"] * 3, "weight": ["9 oz", None, "1 lb"], "price": [20.0, 1.5, None],
                          "units": [1, 2, 3], "on": [dt.date(2026, 11, 22)] * 3, "sipp": [True, None, False], "note": [["a"], [], None]})  # fmt: skip
    table = frame.to_arrow(compat_level=pl.CompatLevel.oldest())
    encodings = {"sku": "DELTA_BYTE_ARRAY", "dimensions": "DELTA_LENGTH_BYTE_ARRAY", "price": "BYTE_STREAM_SPLIT", "units": "DELTA_BINARY_PACKED", "sipp": "RLE"}  # fmt: skip
    flat = table.drop_columns(["note"])
    made = []
    for of, how in (
        (table, {"data_page_version": "1.0", "compression": "NONE", "write_page_index": True}), (table, {"data_page_version": "2.0", "write_page_checksum": True}),
        (flat, {"use_dictionary": False, "compression": "NONE", "column_encoding": encodings}), (table, {"compression": "ZSTD", "row_group_size": 1}),
    ):  # fmt: skip
        stream = io.BytesIO()
        pq.write_table(of, stream, **how)
        made.append(stream.getvalue())
    return made


def in_pages(content: bytes, number: int) -> bytes:
    """Bytes changed in front of the footer, so that what the file says of itself still holds as a rule."""
    draw, data = random.Random(number), bytearray(content)
    end = len(data) - 8 - int.from_bytes(data[-8:-4], "little")
    for _ in range(draw.choice((1, 1, 2, 5))):
        data[draw.randrange(4, end)] = draw.choice((0, 1, 127, 128, 255, draw.randrange(256)))
    return bytes(data)


def bent_parquet() -> list[bytes]:
    """Parquet of every everyday kind of column, packed in several ways."""
    frame = pl.DataFrame({"sku": ["A", "B"], "dimensions": ["5 x 4 x 3 in"] * 2, "weight": ["9 oz", None], "price": [20.0, 1.5],
                          "on": [dt.date(2026, 11, 22)] * 2, "sipp": [True, None], "note": [["a"], []], "deep": [{"a": 1}, {"a": 2}]})  # fmt: skip
    made = []
    for compression in ("uncompressed", "snappy", "zstd"):
        stream = io.BytesIO()
        frame.write_parquet(stream, compression=compression)
        made.append(stream.getvalue())
    return made


@st.composite
def headed(draw: Any) -> bytes:
    """A file under headings that other programs write, few of its cells wrong: it gets behind the first checks."""
    names = draw(st.lists(st.sampled_from(HEADINGS), min_size=1, max_size=12, unique=True))
    needed = draw(NEEDED)
    names += [name for name in needed if name not in names and draw(st.integers(0, 5))]
    rows = [
        [needed.get(name) or draw(GOOD if draw(st.integers(0, 3)) else TEXTS) for name in names]
        for _ in range(draw(st.integers(1, 3)))
    ]
    stream = io.StringIO()
    csv.writer(stream, delimiter=draw(st.sampled_from(",;\t"))).writerows([names, *rows])
    return stream.getvalue().encode(errors="replace")


def _headings() -> list[str]:
    known = yaml.safe_load(
        (built_in_tables().parent / "src" / "logicost" / "catalog" / "headings.yaml").read_text(encoding="utf-8")
    )
    return sorted({name for column in known["columns"].values() for name in column.get("names", [])} | set(COLUMNS))


@st.composite
def exports(draw: Any) -> tuple[str, bytes]:
    """What other programs write, and our own template, with some cells replaced and lines cut, doubled or left out."""
    if draw(st.integers(0, len(CASES))):
        path = draw(st.sampled_from(CASES))
        name, text = f"c{path.suffix}", path.read_bytes().decode("utf-8-sig", errors="replace")
    else:
        name, text = "c.csv", csv_text(make_template("fba,fbm,mcf", draw(st.sampled_from(list(NEEDED_IN))), DAY))
    mark = max(",;\t", key=text.splitlines()[0].count)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
    for _ in range(draw(st.integers(0, 4))):
        row = draw(st.integers(0, len(rows) - 1))
        way = draw(st.sampled_from(["cell", "cell", "cell", "cut", "double", "leave out"]))
        if way == "cell" and rows[row]:
            rows[row][draw(st.integers(0, len(rows[row]) - 1))] = draw(TEXTS)
        elif way == "cut":
            rows[row] = rows[row][: draw(st.integers(0, len(rows[row])))]
        elif way == "double":
            rows.insert(row, list(rows[row]))
        elif len(rows) > 1:
            del rows[row]
    stream = io.StringIO()
    csv.writer(stream, delimiter=mark).writerows(rows)
    return name, stream.getvalue().encode(errors="replace")


def joined(files: list[tuple[str, bytes]]) -> None:
    """A file, or two files of one seller."""
    if len(files) == 1:
        compared(*files[0])
        return
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{number}{name}" for number, (name, _) in enumerate(files)]
        for path, (_, content) in zip(paths, files, strict=True):
            path.write_bytes(content)
        command("compare", *map(str, paths), "--programs", PROGRAMS, "--on", DAY, "-o", str(Path(folder) / "out.csv"))
        assert [path.read_bytes() for path in paths] == [content for _, content in files], "a file was changed"


@st.composite
def json_lines(draw: Any) -> bytes:
    values = st.recursive(
        st.one_of(TEXTS, st.integers(), st.floats(), st.booleans(), st.none()),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3), max_leaves=6,
    )  # fmt: skip
    lines = []
    for _ in range(draw(st.integers(0, 4))):
        item = {**draw(NEEDED), **draw(st.dictionaries(NAMES, values, max_size=4))}
        line = json.dumps(item, ensure_ascii=draw(st.booleans()))
        lines.append(
            line
            if draw(st.integers(0, 5))
            else draw(st.sampled_from([line[:-1], "[" * 5000, "3", "{}", "null", draw(TEXTS)]))
        )
    return "\n".join(lines).encode(errors="replace")


# Not by the writer of the others: it fills what lies between with gigabytes of its own.
STRAY_CELLS = [
    '<c r="{}" t="inlineStr"><is><t>x</t></is></c>', '<c r="{}"><v>5</v></c>', '<c r="{}" t="b"><v>1</v></c>', '<c r="{}"><v>1E300</v></c>',
    '<c r="{}" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
]  # fmt: skip


def _with_rows(book: bytes, rows: str) -> bytes:
    """The same workbook with further rows at the end of its first sheet."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                part = part.replace(b"<sheetData/>", b"<sheetData></sheetData>")
                part = part.replace(b"</sheetData>", f"{rows}</sheetData>".encode())
            new.writestr(name, part)
    return changed.getvalue()


@st.composite
def workbooks(draw: Any) -> bytes:
    """Cells here and there, and now and then a few bytes changed."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "nan_inf_to_errors": True}
    ) as book:
        sheet = book.add_worksheet()
        names, rows = draw(tables())
        top = draw(st.sampled_from([0, 0, 0, 3]))
        for number, row in enumerate([names, *rows]):
            for column, cell in enumerate(row):
                sheet.write(top + number, column, cell[:32_000])
    rows_apart = ""
    for _ in range(draw(st.integers(0, 2))):
        row, column = draw(st.sampled_from([5, 200, 40_000, 1_048_575])), draw(st.sampled_from([0, 9, 500, 16_383]))
        cell = draw(st.sampled_from(STRAY_CELLS)).format(xl_rowcol_to_cell(row, column))
        rows_apart += f'<row r="{row + 1}">{cell}</row>'
    content = bytearray(_with_rows(stream.getvalue(), rows_apart))
    for _ in range(draw(st.sampled_from([0, 0, 0, 1, 5]))):
        content[draw(st.integers(0, 10**6)) % len(content)] = draw(st.integers(0, 255))
    return bytes(content)


KINDS = [
    pl.String, pl.Int8, pl.Int64, pl.UInt64, pl.Float32, pl.Float64, pl.Boolean, pl.Date, pl.Datetime, pl.Duration, pl.Time, pl.Decimal, pl.Categorical,
    pl.Binary, pl.List, pl.Struct, pl.Array, pl.Null,
]  # fmt: skip


@st.composite
def polars_frames(draw: Any) -> pl.DataFrame:
    frame: pl.DataFrame = draw(dataframes(max_cols=5, max_size=5, allowed_dtypes=KINDS, allow_null=True))
    names = draw(
        st.lists(
            st.sampled_from([*COLUMNS, "note", "SKU", ""]), min_size=frame.width, max_size=frame.width, unique=True
        )
    )
    frame.columns = names
    if draw(st.integers(0, 5)) == 0:
        frame = frame.with_columns(pl.selectors.integer().cast(pl.Int128) * 10**10)
    needed = [
        pl.lit(value).alias(name)
        for name, value in draw(NEEDED).items()
        if name not in names and draw(st.integers(0, 9))
    ]
    return frame.with_columns(needed)


@st.composite
def columns_of_objects(draw: Any) -> dict[str, list[Any]]:
    """Columns for pandas, which itself cannot print all of them."""
    rows = draw(st.integers(0, 4))
    columns = {name: [value] * rows for name, value in draw(NEEDED).items()}
    for name in draw(st.lists(NAMES, max_size=4)):
        columns[name] = draw(st.lists(OBJECTS, min_size=rows, max_size=rows))
    return columns


def quoted_by_pandas(columns: dict[str, list[Any]]) -> None:
    quoted(pd.DataFrame({name: pd.Series(values, dtype=object) for name, values in columns.items()}))
    try:
        frame = pd.DataFrame(columns).convert_dtypes()
    except Exception:  # pandas does not take all of them
        return
    quoted(frame)


def quoted(frame: Any) -> None:
    """No row of a frame is lost."""
    out = lc.quote_frame(frame, PROGRAMS, on=DAY)
    assert len(out) % max(len(frame), 1) == 0
    assert type(out) is type(frame)
    status = nw.from_native(out, eager_only=True)["status"].to_list()
    good = sum(each != "error" for each in status)
    HEARD["an answer" if good == len(status) else "with errors" if good else "errors alone"] += 1


def parquet(frame: pl.DataFrame) -> None:
    stream = io.BytesIO()
    with contextlib.suppress(pl.exceptions.PolarsError, pl.exceptions.PanicException):  # what cannot be written
        frame.write_parquet(stream)
        compared("c.parquet", stream.getvalue(), frame.height)


# Scalars

OPTIONS = st.dictionaries(
    st.one_of(
        st.sampled_from([field.name for field in FIELDS if not field.product and field.name not in ("on", "market")]),
        st.text(max_size=5).filter(lambda name: name != "on"),  # which is given beside them
    ),
    OBJECTS,
    max_size=3,
)
PRODUCTS = st.dictionaries(st.one_of(st.sampled_from(["sku", "dimensions", "length", "width", "height", "weight", "price", "category", "cost", "sipp", "apparel", "market"]), st.text(max_size=5)), OBJECTS, max_size=3)  # fmt: skip


@st.composite
def questions(draw: Any) -> tuple[dict[str, Any], dict[str, Any], Any, Any]:
    """A product, options, programs and a day."""
    return (
        {**draw(NEEDED), **draw(PRODUCTS)},
        draw(OPTIONS),
        draw(st.one_of(st.sampled_from(["fba", "fba,fbm", "mcf:expedited", "sfp", "fba:awd"]), OBJECTS)),
        draw(st.one_of(st.sampled_from([DAY, None]), OBJECTS)),
    )


def asked(question: tuple[dict[str, Any], dict[str, Any], Any, Any]) -> None:
    product, options, programs, on = question
    comparison = lc.compare(lc.Product(**product), programs, on=on, **options)
    HEARD["an answer"] += 1
    str(comparison)
    comparison._repr_html_()


def measured(text: str) -> None:
    for read in (read_decimal, parse_length, parse_weight, parse_sides):
        with refused():
            read(text, "field")  # type: ignore[operator]
            HEARD["an answer"] += 1


# The command line

COMMANDS = ["quote", "compare", "explain", "sheet-formula", "stock", "clear", "landed", "hybrid", "price", "pack", "sweep", "template", "tables stale", "tables", "tables show", "tables diff", "tables list", "tables check"]  # fmt: skip


def _options() -> list[str]:
    import typer.main

    group: Any = typer.main.get_command(app)
    found: set[str] = set()
    for each in (*group.commands.values(), *group.commands["tables"].commands.values()):
        found |= {name for option in each.params for name in option.opts if name.startswith("--")}
    return sorted(found - {"--output", "--help"})


@st.composite
def command_lines(draw: Any) -> list[str]:
    arguments = draw(st.sampled_from(COMMANDS)).split()
    if draw(st.integers(0, 3)):
        needed = draw(NEEDED)
        arguments += [
            word for name in ("market", "dimensions", "weight", "price") for word in (f"--{name}", needed[name])
        ]
    for name in draw(st.lists(st.sampled_from(_OPTIONS), max_size=4)):
        arguments += [name, *draw(st.lists(TEXTS, max_size=1))]
    arguments += draw(st.lists(TEXTS, max_size=2))
    return [argument.replace("\x00", "") for argument in arguments]


def commanded(arguments: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        command(*arguments)


# Cards of one's own

CARDS = [card for market in NEEDED_IN for card in sorted(built_in_tables().glob(f"{market.lower()}/*/*.yaml"))]


@st.composite
def cards(draw: Any) -> tuple[str, bytes]:
    """A card that is on file with some lines changed, cut, doubled or replaced."""
    path = draw(st.sampled_from(CARDS))
    lines = path.read_text(encoding="utf-8").splitlines()
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, len(lines) - 1))
        way = draw(st.sampled_from(["cut", "double", "value", "text", "nest"]))
        if way == "cut":
            del lines[place]
        elif way == "double":
            lines.insert(place, lines[place])
        elif way == "value" and ":" in lines[place]:
            lines[place] = lines[place].split(":")[0] + ": " + draw(TEXTS)
        elif way == "nest":
            lines[place] += draw(
                st.sampled_from([" [" * 2000, "{a: " * 2000, "- " * 500, "&a", "*a", "!!int 3", "? ", "|"])
            )
        else:
            lines[place] = draw(st.text(max_size=30))
        if not lines:
            break
    return "/".join(path.parts[-3:]), "\n".join(lines).encode(errors="replace")


def bent_card(asked: tuple[Path, int]) -> tuple[str, bytes]:
    path, number = asked
    return "/".join(path.parts[-3:]), bend(path.read_bytes(), random.Random(number))


def carded(card: tuple[str, bytes]) -> None:
    name, content = card
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.parent.mkdir(parents=True)
        path.write_bytes(content)
        command("tables", "check", folder)
        command(
            "quote",
            *(word for key, value in NEEDED_IN[name[:2].upper()].items() for word in (f"--{key}", value)),
            "--on",
            path.stem,
            "--fee-tables",
            folder,
        )


_OPTIONS = _options()
HEADINGS = _headings()
DOORS: dict[str, Door] = {
    "csv": (text_files(), lambda content: compared("c.csv", content)),
    "exports and templates": (st.lists(exports(), min_size=1, max_size=2), joined),
    "json lines": (json_lines(), lambda content: compared("c.jsonl", content)),
    "workbook": (workbooks(), lambda content: compared("c.xlsx", content)),
    "bytes as workbook": (bent_books(), lambda book: compared(*book)),
    "bytes as parquet": (st.one_of(
        bent(parquet_of_others()), st.tuples(st.sampled_from([*bent_parquet(), *parquet_of_others()]), st.integers(0, 2**32)).map(lambda each: in_pages(*each)),
    ), lambda content: compared("c.parquet", content)),
    "parquet": (polars_frames(), parquet),
    "polars": (polars_frames(), quoted),
    "pandas": (columns_of_objects(), quoted_by_pandas),
    "arrow": (polars_frames().map(lambda frame: frame.cast({pl.Int128: pl.String}).to_arrow()), quoted),
    "python": (questions(), asked),
    "numbers and measures": (TEXTS, measured),
    "command line": (command_lines(), commanded),
    "fee tables": (cards(), carded),
    "text files bent": (bent(TEXT_FILES), lambda content: compared("c.csv", content)),
    "text files bent, planned": (st.tuples(PLANS, bent(TEXT_FILES), st.sampled_from(["csv", "json", "html"])), planned),
    "headings of others": (headed(), lambda content: compared("c.csv", content)),
    "workbooks bent": (bent_workbooks(_books()), lambda content: compared("c.xlsx", content)),
    "parquet bent": (bent(bent_parquet()), lambda content: compared("c.parquet", content)),
    "defaults bent": (bent([(EXAMPLES / "defaults.toml").read_bytes()]), defaulted),
    "fee tables bent": (st.tuples(st.sampled_from(CARDS), st.integers(0, 2**32)).map(bent_card), carded),
    "defaults": (defaults_files(), defaulted),
    "plans and decisions": (st.tuples(PLANS, text_files(), st.sampled_from(["csv", "tsv", "json", "jsonl", "html", "xlsx", "parquet"])), planned),
    "pages and workbooks": (st.tuples(text_files(), st.sampled_from(["html", "xlsx", "json", "jsonl", "tsv"])), shown),
    "ranges and targets": (st.tuples(st.lists(RANGES, max_size=3), st.lists(TEXTS, max_size=2)), swept),
}  # fmt: skip


def knock(door: str, value: Any) -> None:
    """Throw a value at a door. Raises whatever is neither an answer nor a `LogicostError`."""
    with refused():
        DOORS[door][1](value)
