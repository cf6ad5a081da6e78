"""Nothing that a user supplies moves a terminal's cursor, colours it, or turns words about; nor begins a formula."""

from __future__ import annotations

import io
import json
import re
import sys
import unicodedata
from pathlib import Path
from zipfile import ZipFile

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import logicost as lc
from logicost.catalog.cells import harmless as harmless_column
from logicost.cli.main import run
from logicost.errors import InputError, LogicostError, shown
from logicost.export.report import write_report
from logicost.export.table_files import write_table
from logicost.visible import visible, visible_json
from tests.catalog.messy import harmless

NASTY = "\x1b]0;owned\x07\x9b31m\u202e\u2066\u200e\ufeff\x7f\u2028"
JOINERS = "\u200c\u200d"


def hidden(text: str) -> set[str]:
    """What must not stand in a line that people see."""
    bidi = {
        c
        for c in text
        if unicodedata.bidirectional(c) in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
    }
    return bidi | {c for c in text if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")} - {"\n"}


def test_all_that_is_hidden_and_nothing_that_people_write() -> None:
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    assert hidden(visible(every, lines=True)) == {"\t"}
    kept = visible(every)
    gone = {unicodedata.category(c) for c in set(every) - set(kept)} - {"Cf"}
    assert gone == {"Cc", "Cs", "Zl", "Zp", "Cn"}  # Cn: the tag block alone
    ordinary = "Große Lampe\u00a0(2\u3000個)  👩\u200d🔧 \u0627\u0644\u0639 नि\u200dर ‘’ 1\u202f000"
    assert visible(ordinary) == ordinary
    assert visible("a\nb\tc", lines=True) == "a\nb\tc"
    assert visible("a\nb\tc") == "a�b�c"


@given(st.text())
def test_json_says_the_same(text: str) -> None:
    told = visible_json(json.dumps({text: [text]}, ensure_ascii=False))
    assert json.loads(told) == {text: [text]}
    assert not hidden(told)


def test_errors_carry_none() -> None:
    for error in (LogicostError("x", NASTY), InputError("x", shown(NASTY))):
        assert not hidden(error.message)
        assert not hidden(str(error))
    with pytest.raises(InputError) as caught:
        lc.Product(sku=NASTY, dimensions="5 x 4 x 3 in", weight=NASTY, price=1)
    assert not hidden(str(caught.value))


def everything_said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    run(list(arguments))
    said = capsys.readouterr()
    return said.out + said.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("quote", "--weight", NASTY), ("quote", f"--{NASTY}", "1"), ("quote", "--program", NASTY), ("quote", NASTY),
        ("quote", "--market", NASTY), ("quote", "--on", NASTY), ("quote", "--fee-tables", NASTY), (NASTY,),
        ("compare", NASTY), ("compare", f"{NASTY}.xlsx"), ("compare", f"{NASTY}.parquet"), ("compare", f"{NASTY}.jsonl"),
        ("compare", "c.csv", "--programs", NASTY), ("compare", "c.csv", "-o", NASTY), ("compare", "c.csv", "--format", NASTY),
        ("compare", "c.csv", "-o", f"{NASTY}/x.csv"), ("compare", "header.csv"), ("compare", "twice.csv"), ("compare", "c.csv"),
        ("compare", "lines.jsonl"), ("compare", "lines.jsonl", "-o", f"{NASTY}.xlsx", "--static"),
        ("quote", "--sku", NASTY, "--dimensions", "5 x 4 x 3 in", "--weight", "9 oz", "--price", "20"),
        ("quote", "--sku", NASTY, "--dimensions", "5 x 4 x 3 in", "--weight", "9 oz", "--price", "20", "--json"),
        ("quote", "--sku", NASTY, "--dimensions", "5 x 4 x 3 in", "--weight", "9 oz", "--price", "20", "--plain"),
        ("explain", "--sku", NASTY, "--dimensions", "5 x 4 x 3 in", "--weight", "9 oz", "--price", "20", "--json"),
        ("explain", "c.csv", "--sku", NASTY), ("tables", "show", NASTY, "storage"), ("tables", "show", "US", NASTY),
        ("tables", "diff", "US", "storage", NASTY, NASTY), ("tables", "check", NASTY), ("tables", "list", "--fee-tables", "own"),
        ("tables", "show", "US", "storage", "--on", "2020-06-01", "--fee-tables", "own"), ("tables", "check", "own"),
        ("landed", "shipment.csv", "--freight", "10"), ("landed", NASTY), ("stock", "--monthly-sales", NASTY),
    ],
)  # fmt: skip
def test_no_command_says_any(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    nasty = NASTY.replace("\u2028", "")
    row = f"{nasty},5 x 4 x 3 in,9 oz,20"
    Path("c.csv").write_text(f"sku,dimensions,weight,price,category\n{row},{nasty}\n", encoding="utf-8")
    Path("header.csv").write_text(
        f"sku,dimensions,weight,price,{nasty}ca\tegory,weigth{nasty}\n{row},1,2\n", encoding="utf-8"
    )
    Path("twice.csv").write_text(f"sku,dimensions,weight,price,{nasty},{nasty}\n{row},1,2\n", encoding="utf-8")
    item = {"sku": NASTY, "dimensions": NASTY, "weight": NASTY, "price": NASTY, NASTY: NASTY}
    Path("lines.jsonl").write_text(json.dumps(item) + "\n{" + nasty + "\n", encoding="utf-8")
    Path("shipment.csv").write_text(
        f"sku,units,dimensions,weight,cost\n{nasty},5,5 x 4 x 3 in,9 oz,2\n", encoding="utf-8"
    )
    own = tmp_path / "own" / "us" / "storage" / "2020-01-01.yaml"
    own.parent.mkdir(parents=True)
    own.write_text(
        "fee: storage\nmarket: US\n# \u202e\u2066 \x85\nname: \u202eown\nnothing: \u2066\n", encoding="utf-8"
    )
    assert not hidden(everything_said(capsys, *arguments)) - {"\t"}


def test_people_see_none_in_html(tmp_path: Path) -> None:
    pytest.importorskip("altair")
    product = lc.Product(sku=NASTY, dimensions="5 x 4 x 3 in", weight="9 oz", price=20)
    comparison = lc.compare(product, ["fba", "fbm"], on="2026-11-22")
    path = tmp_path / "x.html"
    write_report(path, [comparison])
    for html in (comparison._repr_html_(), comparison.quotes[0]._repr_html_(), path.read_text(encoding="utf-8")):
        assert not hidden(html) - {"\t"}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_no_cell_begins_a_formula(start: str) -> None:
    assert harmless(f"{start}SUM(1)") == f"'{start}SUM(1)"
    column = pl.DataFrame({"note": [f"{start}SUM(1)", "plain", f"a{start}"]}).select(
        harmless_column(pl.col("note")).alias("note")
    )
    assert column["note"].to_list() == [f"'{start}SUM(1)", "plain", f"a{start}"]


@pytest.mark.parametrize(("text", "written"), [
    ("a;=1+1", "a;'=1+1"), ('a;"=1+1"', "a;\"'=1+1\""), ("a\t@x", "a\t'@x"), ("a\n＝1", "a\n'＝1"), ("=a;+b;-c", "'=a;'+b;'-c"),
    ("12 oz; 5 in", "12 oz; 5 in"), ("a,=1", "a,=1"), ("amazon:90;shopify:-5", "amazon:90;shopify:-5"),
])  # fmt: skip
def test_nor_does_a_part_that_another_separator_makes_a_cell(text: str, written: str) -> None:
    """Spreadsheets that are set to a language with decimal commas divide the cells of a CSV by semicolons."""
    assert harmless(text) == written
    assert pl.DataFrame({"note": [text]}).select(harmless_column(pl.col("note")).alias("note"))["note"].to_list() == [
        written
    ]


def test_text_of_a_workbook_stays_text_when_it_is_edited(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    write_table(str(path), "xlsx", pl.DataFrame({"sku": ["plain", "＝1+1", "-5", "-a"]}))
    with ZipFile(path) as book:
        styles, cells = book.read("xl/styles.xml").decode(), book.read("xl/worksheets/sheet1.xml").decode()
    made = styles[styles.index("<cellXfs") :].split("<xf ")[1:]
    quoted = {number for number, style in enumerate(made) if 'quotePrefix="1"' in style.partition(">")[0]}
    style_of = dict(re.findall(r'<c r="A(\d)"(?: s="(\d+)")? t="s"', cells))
    assert {row for row, style in style_of.items() if int(style or 0) in quoted} == {"3", "5"}


def test_plans_show_people_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    frame = pl.DataFrame({"sku": [NASTY], NASTY: ["x"]})
    write_table(str(tmp_path / "x.html"), "html", frame, [NASTY], NASTY)
    assert not hidden((tmp_path / "x.html").read_text(encoding="utf-8")) - {"\t"}

    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return True

    for form in ("csv", "tsv", "json", "jsonl"):
        screen, pipe = Screen(), io.StringIO()
        monkeypatch.setattr(sys, "stdout", screen)
        write_table("-", form, frame)
        assert not hidden(screen.getvalue()) - {"\t"}, form
        monkeypatch.setattr(sys, "stdout", pipe)
        write_table("-", form, frame)
        assert hidden(pipe.getvalue()), form  # data stay as they are


def test_negative_numbers_are_no_formulas() -> None:
    assert harmless("-3.20") == "-3.20"
    assert harmless("－3") == "'－3"
