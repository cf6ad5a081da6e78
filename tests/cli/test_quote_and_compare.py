"""The commands, run in this process: exit codes, one-line errors, streams, formats, hostile and broken files."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

import logicost
from logicost.cli.main import run
from logicost.fees import FEES

GOODS = ["--dimensions", "5.1 x 4.3 x 4.2 in", "--weight", "14.2 oz", "--price", "18.99", "--category", "home_and_kitchen",
         "--on", "2026-11-22"]  # fmt: skip
HEADER = "sku,dimensions,weight,price,category\n"
MUG = "MUG,5.1 x 4.3 x 4.2 in,14.2 oz,18.99,home_and_kitchen\n"
DAY = ["--on", "2025-11-22", "--programs", "fba"]  # of the past, so that a new fee changes nothing: 4.84 + 2.85

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Run:
    def command(*arguments: str) -> tuple[int, str, str]:
        code = run(list(arguments))
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return command


@pytest.fixture
def catalog(tmp_path: Path) -> Callable[[str | bytes], str]:
    def write(content: str | bytes, name: str = "catalog.csv") -> str:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return write


def one_line(err: str, code: str) -> bool:
    return err.startswith("logicost: ") and err.count("\n") == 1 and f"[{code}]" in err and "Traceback" not in err


def test_quote_json(cli: Run) -> None:
    code, out, err = cli("quote", *GOODS, "--sku", "MUG", "--cost", "3.10", "--json")
    assert (code, err) == (0, "")
    quote = json.loads(out)
    lines = {line["fee"]: line["amount"] for line in quote["lines"]}
    known = {"cost_of_goods": "3.10", "fba_fulfillment": "4.89", "fuel_surcharge": "0.17", "referral": "2.85"}
    assert {fee: lines[fee] for fee in known} == known
    total, profit = Decimal(quote["total_cost"]), Decimal(quote["profit"])
    assert (total, profit, quote["status"]) == (sum(map(Decimal, lines.values())), Decimal("18.99") - total, "exact")
    assert Decimal(quote["margin"]) == round(profit / Decimal("18.99"), 4)
    assert Decimal(quote["roi"]) == round(profit / Decimal("3.10"), 4)
    assert list(quote) == [
        "sku", "market", "program", "channel", "best", "on", "currency", "size_tier", "unit_weight",
        "dimensional_weight", "shipping_weight", "weight_unit", "price", "sales_tax_included", "revenue",
        "total_cost", "profit", "margin", "roi", "status", "delivery_promise", "monthly_profit", "notes", "lines",
    ]  # fmt: skip


def test_quote_plain(cli: Run) -> None:
    code, out, _ = cli("quote", *GOODS, "--plain")
    rows = [line.split("\t") for line in out.splitlines()]
    assert code == 0
    assert {len(row) for row in rows} == {5}
    (total, cost), (profit, left) = (row[:2] for row in rows[-2:])
    assert (total, profit) == ("total_cost", "profit")
    assert Decimal(left) == Decimal("18.99") - Decimal(cost)


def test_quote_shows_the_lines_that_are_asked_for(cli: Run) -> None:
    code, out, _ = cli("quote", *GOODS, "--lines", "referral, closing")
    shown = [line.split() for line in out.splitlines()[2:]]
    assert (code, [row[0] for row in shown]) == (0, ["referral", "closing"])
    assert (shown[0][1], shown[1][1:]) == ("$2.85", ["-", "does", "not", "apply"])
    code, out, _ = cli("quote", *GOODS, "--lines", "referral", "--plain")
    assert [line.split("\t")[0] for line in out.splitlines()] == ["referral"]
    code, out, _ = cli("quote", *GOODS, "--lines", "referral", "--json")
    assert [line["fee"] for line in json.loads(out)["lines"]] == ["referral"]
    whole = json.loads(cli("quote", *GOODS, "--json")[1])
    assert {**json.loads(out), "lines": whole["lines"]} == whole, "the quote is the same"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["quote"], "missing_value"),
        (["quote", *GOODS, "--lines", "referal"], "unknown_choice"),
        (["quote", *GOODS, "--weight", "14,2 oz"], "decimal_comma"),
        (["quote", *GOODS, "--price", "0"], "price_not_positive"),
        (["quote", *GOODS, "--category", "home_and_kitchn", "--strict"], "unknown_category"),
        (["quote", *GOODS, "--program", "fbx"], "unknown_program"),
        (["quote", *GOODS, "--market", "XX"], "unknown_market"),
        (["quote", *GOODS, "--on", "11/12/2026"], "not_a_date"),
        (["quote", *GOODS, "--on", "9999-12-31"], "not_a_date"),
        (["quote", *GOODS, "--program", "mcf", "--strict"], "not_exact"),
        (["quote", *GOODS, "--program", "fbm:flat"], "postage_missing"),
        (["quote", *GOODS, "--program", "mcf", "--channel", "amazon"], "channel_not_served"),
        (["quote", *GOODS, "--fee-tables", "no/such/folder"], "fee_tables_not_found"),
        (["compare", "no/such/file.csv"], "file_not_found"),
        (["tables", "show", "US", "fba_fulfilment"], "table_not_found"),
        (["tables", "diff", "US", "referral", "2023-01-17", "2024"], "table_not_found"),
        (["tables", "check", "no/such/folder"], "fee_tables_not_found"),
    ],
)
def test_what_cannot_run_says_why_in_one_line(cli: Run, arguments: list[str], code: str) -> None:
    exit_code, out, err = cli(*arguments)
    assert (exit_code, out) == (2, "")
    assert one_line(err, code), err


@pytest.mark.parametrize(
    "arguments", [["quote", "--nope"], ["quote", "--weight"], ["nonsense"], ["compare"], ["quote", "--prise", "5"]]
)
def test_bad_options(cli: Run, arguments: list[str]) -> None:
    code, out, err = cli(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("logicost: ")
    assert err.count("\n") == 1
    assert "--help" in err


def test_compare_writes_csv_to_standard_output(cli: Run, catalog: Callable[..., str]) -> None:
    code, out, err = cli("compare", catalog(HEADER + MUG), *DAY, "-o", "-")
    assert (code, err) == (0, "")
    (row,) = csv.DictReader(io.StringIO(out))
    assert (row["sku"], row["fba_fulfillment"], row["status"]) == ("MUG", "4.84", "exact")
    assert Decimal(row["total_cost"]) == sum(Decimal(row[fee]) for fee in FEES if row[fee])


def test_unknown_columns_pass_through_in_order(cli: Run, catalog: Callable[..., str]) -> None:
    text = "Colour,SKU,Price,weight,Dimensions,status\nred,A,5,2 oz,1x2x3 in,mine\nblue,B,5,2 oz,1x2x3 in,\n"
    code, out, _ = cli("compare", catalog(text), *DAY, "-o", "-")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0
    assert [(row["sku"], row["Colour"], row["catalog status"]) for row in rows] == [
        ("A", "red", "mine"),
        ("B", "blue", ""),
    ]


@pytest.mark.parametrize(
    "data",
    [
        (HEADER + MUG).encode(),
        b"\xef\xbb\xbf" + (HEADER + MUG).encode(),
        (HEADER + MUG).encode("utf-16"),
        (HEADER + MUG).replace("\n", "\r\n").encode(),
        (HEADER + MUG).replace(",", ";").encode(),
        (HEADER + MUG).replace(",", "\t").encode(),
        (HEADER + MUG + "\n\n").encode(),
    ],
    ids=["utf-8", "bom", "utf-16", "crlf", "semicolons", "tabs", "blank lines"],
)
def test_encodings_and_delimiters(cli: Run, catalog: Callable[..., str], data: bytes) -> None:
    code, out, err = cli("compare", catalog(data), *DAY, "-o", "-")
    assert (code, err) == (0, "")
    assert out.splitlines()[1].startswith("MUG,US,fba,amazon,,2025-11-22")


def test_windows_encoding_is_read_with_a_warning(cli: Run, catalog: Callable[..., str]) -> None:
    code, out, err = cli("compare", catalog((HEADER + MUG.replace("MUG", "Café")).encode("cp1252")), *DAY, "-o", "-")
    assert code == 0
    assert "Café" in out
    assert "Windows-1252" in err


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "catalog_empty"),
        (b"\n\n", "catalog_empty"),
        (b"\xef\xbb\xbf", "catalog_empty"),
        (HEADER.encode() + b"\x81\x8d\xff\n", "encoding_unknown"),
        (b"a\x00b", "not_text"),
        (b"PK\x03\x04", "not_text"),
        (b"sku,SKU,weight,price,dimensions\n", "column_twice"),
        (b"sku,price,dimensions\n", "column_missing"),
        (HEADER.encode() + b'"never closed,1\n', "catalog_malformed"),
    ],
)
def test_files_that_cannot_be_read(cli: Run, catalog: Callable[..., str], data: bytes, code: str) -> None:
    exit_code, out, err = cli("compare", catalog(data), *DAY, "-o", "-")
    assert exit_code == 2
    assert one_line(err, code), err
    assert "MUG" not in out


def test_bad_rows_keep_their_place(cli: Run, catalog: Callable[..., str]) -> None:
    text = HEADER + MUG + "B,1 x 2 in,2 oz,5,\nC,1 x 2 x 3 in\n,1x2x3 in,2 oz,5,\nE,1x2x3 in,2 oz,-5,\n" + MUG
    code, out, err = cli("compare", catalog(text), *DAY, "-o", "-")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 1
    assert [row["sku"] for row in rows] == ["MUG", "B", "C", "", "E", "MUG"]
    codes = ["", "not_three_sides", "ragged_row", "missing_value", "price_not_positive", ""]
    assert [row["error_code"] for row in rows] == codes
    assert [row["status"] for row in rows] == ["exact", "error", "error", "error", "error", "exact"]
    assert "4 of 6 quotes are in error" in err
    assert "1 row repeats the sku" in err


def test_a_mistyped_column_is_named(cli: Run, catalog: Callable[..., str]) -> None:
    _, _, err = cli("compare", catalog((HEADER + MUG).replace("category", "catgory")), *DAY, "-o", "-")
    assert "'catgory' is not known" in err
    assert "Did you mean 'category'" in err
    code, _, err = cli("compare", catalog((HEADER + MUG).replace("weight", "wieght")), *DAY)
    assert code == 2
    assert "'wieght'" in err


HOSTILE = HEADER + (
    '"=HYPERLINK(""http://x"",""y"")",5.1 x 4.3 x 4.2 in,14.2 oz,18.99,home_and_kitchen\n'
    "[red]X[/red],5.1 x 4.3 x 4.2 in,14.2 oz,18.99,home_and_kitchen\n"
    "\x1b[31mE\x1b[2J,5.1 x 4.3 x 4.2 in,14.2 oz,18.99,[bold]x\n"
    "@SUM(A1),5.1 x 4.3 x 4.2 in,14.2 oz,18.99,home_and_kitchen\n"
    "-5,5.1 x 4.3 x 4.2 in,14.2 oz,18.99,home_and_kitchen\n"
)


@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_no_cell_is_a_formula(cli: Run, catalog: Callable[..., str], form: str) -> None:
    _, out, _ = cli("compare", catalog(HOSTILE), *DAY, "--format", form)
    rows = list(csv.DictReader(io.StringIO(out), delimiter="\t" if form == "tsv" else ","))
    assert [row["sku"] for row in rows] == [
        '\'=HYPERLINK("http://x","y")',
        "[red]X[/red]",
        "\x1b[31mE\x1b[2J",
        "'@SUM(A1)",
        "-5",
    ]
    for row in rows:
        for cell in row.values():
            assert not cell.startswith(("=", "+", "@", "\t", "\r")), cell


def test_no_markup_and_no_escape_reaches_the_terminal(
    cli: Run, catalog: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    _, out, err = cli("compare", catalog(HOSTILE), *DAY)
    assert "[red]X[/red]" in out
    assert "\x1b" not in out + err
    for command in ("quote", "explain"):
        _, out, _ = cli(command, *GOODS, "--sku", "[red]a[/red]\x1b[2J")
        assert "[red]a[/red]" in out
        assert "\x1b" not in out
    _, out, err = cli("quote", *GOODS, "--category", "\x1b[31m\nTraceback")  # priced as other goods, with a note
    assert "\x1b" not in out + err
    assert "\nTraceback" not in out + err


@pytest.mark.parametrize("width", ["60", "80", "110", "200"])
def test_amounts_are_whole_on_narrow_terminals(
    cli: Run, catalog: Callable[..., str], monkeypatch: pytest.MonkeyPatch, width: str
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    _, out, _ = cli("compare", catalog(HEADER + MUG), *DAY)
    assert "$7.69" in out
    assert "$11.30" in out
    assert max(map(len, out.splitlines())) <= int(width)
    _, out, _ = cli("quote", *GOODS)
    for text in ("$18.99", "$4.89", "$2.85", "fba_fulfillment"):
        assert text in out


def test_colour_only_where_wanted(catalog: Callable[..., str]) -> None:
    path = catalog(HEADER + MUG)
    source = str(Path(logicost.__file__).parent.parent)
    for more, coloured in (({"FORCE_COLOR": "1"}, True), ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False), ({}, False)):
        done = subprocess.run(
            [sys.executable, "-c", "from logicost.cli.main import main; main()", "compare", path, *DAY],
            env={"PYTHONPATH": source, "COLUMNS": "100", "TERM": "xterm-256color", **more}, capture_output=True, check=True,
        )  # fmt: skip
        assert (b"\x1b[3" in done.stdout) is coloured, more


def test_standard_input(catalog: Callable[..., str]) -> None:
    source = str(Path(logicost.__file__).parent.parent)
    done = subprocess.run(
        [sys.executable, "-c", "from logicost.cli.main import main; main()", "compare", "-", *DAY, "-o", "-", "--format", "jsonl"],
        input=(HEADER + MUG).encode(), env={"PYTHONPATH": source}, capture_output=True, check=True,
    )  # fmt: skip
    assert json.loads(done.stdout)["total_cost"] == "7.69"


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "jsonl"])
def test_files_appear_whole_or_not_at_all(cli: Run, catalog: Callable[..., str], tmp_path: Path, form: str) -> None:
    output = tmp_path / f"out.{form}"
    assert cli("compare", catalog(HEADER + MUG), *DAY, "-o", str(output))[0] == 0
    assert "7.69" in output.read_text(encoding="utf-8")
    missing = tmp_path / "none" / f"out.{form}"
    code, _, err = cli("compare", catalog(HEADER + MUG), *DAY, "-o", str(missing))
    assert code == 2
    assert one_line(err, "file_unwritable")
    before = output.read_bytes()
    broken = catalog(HEADER + MUG + '"never closed,1\n', "broken.csv")
    assert cli("compare", broken, *DAY, "-o", str(output))[0] == 2
    assert output.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["broken.csv", "catalog.csv", f"out.{form}"]


def test_flags_may_stand_alone(cli: Run) -> None:
    assert "-0.08" in cli("quote", *GOODS, "--plain", "--sipp")[1]
    assert "-0.08" in cli("quote", *GOODS, "--sipp", "yes", "--plain")[1]
    assert "sipp" not in cli("quote", *GOODS, "--sipp", "false", "--plain")[1]


def test_explain_names_step_rule_card_and_source(cli: Run, catalog: Callable[..., str]) -> None:
    code, out, _ = cli("explain", *GOODS, "--json")
    steps = {step["name"]: step for step in json.loads(out)}
    assert code == 0
    assert steps["fba_standard_base"]["value"] == "$4.89"
    assert steps["fba_standard_base"]["edition"] == "us/fba_fulfillment/2026-10-15"
    assert steps["fba_standard_base"]["source"].startswith("https://")
    sources = steps["fba_standard_base"]["sources"]
    assert len(sources) > 1
    assert all(source["url"] or (source["publisher"] and source["title"]) for source in sources)
    assert {"publisher", "title", "covers", "url"} == set(sources[0])
    code, out, _ = cli("explain", catalog(HEADER + MUG), "--sku", "MUG", "--on", "2026-11-22", "--json")
    assert code == 0
    assert cli("explain", catalog(HEADER + MUG), "--sku", "NONE")[0] == 2


def test_tables(cli: Run, tmp_path: Path) -> None:
    code, out, _ = cli("tables", "show", "US", "mcf_fulfillment", "--on", "2026-11-22")
    assert code == 0
    assert "2026-11-22: estimate (" in out.splitlines()[0]
    assert (
        cli("tables", "show", "US", "fuel_surcharge", "--on", "2024-01-01")[1] == "# 2024-01-01: nothing is charged\n"
    )
    code, out, _ = cli("tables", "diff", "US", "fba_fulfillment", "2024-04-15", "2025-01-15")
    *origins, last = out.splitlines()
    assert all("/ origin: derived -> one_source" in line for line in origins)  # the amounts are the same ones
    assert last.endswith("differ between us/fba_fulfillment/2024-04-15 and us/fba_fulfillment/2025-01-15")
    code, out, _ = cli("tables", "diff", "US", "referral", "2023-01-17", "2024-01-15")
    assert "rates / clothing_and_accessories / whole_price / 15.00: absent -> 5 %" in out
    assert cli("tables", "check")[0] == 0
    bad = tmp_path / "us" / "storage" / "2026-01-01.yaml"
    bad.parent.mkdir(parents=True)
    bad.write_text("fee: storage\n", encoding="utf-8")
    code, out, _ = cli("tables", "check", str(tmp_path))
    assert code == 1
    assert "0 of 1 files are sound" in out


def test_the_needed_options_come_first_and_the_others_in_groups(cli: Run) -> None:
    shown = cli("quote", "--help")[1]
    options = re.findall(r"^│ (--[a-z-]+)", shown, re.MULTILINE)
    assert options[:4] == ["--dimensions", "--weight", "--price", "--program"]
    panels = re.findall(r"^╭─ (.*?) ─", shown, re.MULTILINE)
    assert panels[0] == "Options"
    assert {"The product", "Storage", "Returns", "Channels and payment"} <= set(panels)


@pytest.mark.parametrize(
    ("typed", "word"),
    [("quote --category home_and", "home_and_kitchen"), ("quote --channel sh", "shopify"), ("quote --program mc", "mcf:expedited"),
     ("compare c.csv --programs fba,fbm:ups_g", "fba,fbm:ups_ground")],
)  # fmt: skip
def test_words_are_completed(typed: str, word: str) -> None:
    words = f"logicost {typed}"
    asked = {"_LOGICOST_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
    done = subprocess.run(
        [str(Path(sys.executable).with_name("logicost"))],
        env={**os.environ, **asked},
        capture_output=True,
        text=True,
        check=True,
    )
    assert word in done.stdout.split()


def test_help_and_version(cli: Run) -> None:
    code, out, err = cli("--version")
    assert (code, err) == (0, "")
    assert re.fullmatch(rf"logicost {logicost.__version__}, fee cards of 20\d\d-\d\d-\d\d\n", out)
    for command in ("quote", "compare", "explain", "tables"):
        assert cli(command, "--help")[0] == 0
