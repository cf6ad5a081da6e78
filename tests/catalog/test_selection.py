"""Frames of Python's own kinds, the columns that are wanted, floats, and what happens after a fork."""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest

import logicost as lc
from logicost.cli.main import run

ROWS: list[dict[str, Any]] = [
    {"sku": "A", "dimensions": "5 x 4 x 3 in", "weight": "1 lb", "price": 20.5, "colour": "red"},
    {"sku": "B", "dimensions": "9 x 9 x 9 in", "weight": "5 lb", "price": "39.99", "zone": float("nan")},
    {"sku": "C", "dimensions": "9 x 9 x 9 in", "weight": None, "price": Decimal("39.99"), "colour": 3},
]
ON = "2026-11-22"
FRAME = pl.DataFrame(
    {
        "sku": ["A", "B", "C"],
        "dimensions": ["5 x 4 x 3 in", "9 x 9 x 9 in", "9 x 9 x 9 in"],
        "weight": ["1 lb", "5 lb", None],
        "price": ["20.5", "39.99", "39.99"],
        "colour": ["red", None, "3"],
        "zone": pl.Series([None, None, None], dtype=pl.String),
    }
)
EXPECTED = lc.quote_frame(FRAME, "fba,fbm", on=ON)


def test_a_list_of_dicts() -> None:
    found = lc.quote_frame(ROWS, "fba,fbm", on=ON)
    assert isinstance(found, list)
    assert [{**row, "colour": None} for row in found] == [{**row, "colour": None} for row in EXPECTED.to_dicts()]
    assert [row["colour"] for row in found] == EXPECTED["colour"].to_list()
    assert lc.quote_frame([], "fba", on=ON) == []


def test_a_dict_of_lists() -> None:
    names = ("sku", "dimensions", "weight", "price")
    found = lc.quote_frame({name: [row[name] for row in ROWS] for name in names}, "fba,fbm", on=ON)
    assert found["total_cost"] == EXPECTED["total_cost"].to_list()
    assert found["error_code"] == EXPECTED["error_code"].to_list()


def test_a_list_of_products() -> None:
    products: list[Any] = [
        lc.Product(sku="A", dimensions=[5, 4, 3], weight=1, price=20.5),
        lc.Product(sku="B", dimensions="9 x 9 x 9 in", weight="5 lb", price="39.99"),
    ]
    found = lc.quote_frame(products, "fba,fbm", on=ON)
    assert [row["total_cost"] for row in found] == EXPECTED["total_cost"].to_list()[:4]


@pytest.mark.parametrize("wrong", [[1], [ROWS[0], None], {"sku": ["A", "B"], "price": [1]}, "frame", 3, None])
def test_what_is_no_frame(wrong: Any) -> None:
    with pytest.raises(lc.CatalogError) as caught:
        lc.quote_frame(wrong, "fba", on=ON)
    assert caught.value.code == "frame_unknown"


def test_the_wanted_columns_in_the_wanted_order() -> None:
    found = lc.quote_frame(FRAME, "fba,fbm", on=ON, select=["Program", "sku", "Total Cost", "colour"])
    assert found.equals(EXPECTED.select("program", "sku", "total_cost", "colour"))
    assert (
        lc.quote_frame(FRAME.lazy(), "fba,fbm", on=ON, select="sku,profit")
        .collect()
        .equals(EXPECTED.select("sku", "profit"))
    )
    for select, code in (("sku,profits", "select_unknown"), ("", "select_unknown"), ([], "select_unknown")):
        with pytest.raises(lc.CatalogError) as caught:
            lc.quote_frame(FRAME, "fba", on=ON, select=select)
        assert caught.value.code == code


def test_amounts_as_floats() -> None:
    found = lc.quote_frame(FRAME.to_pandas(), "fba,fbm", on=ON, amounts="float")
    assert found["profit"].dtype == "float64"
    assert found.nlargest(1, "profit")["sku"].item() == "B"
    assert found.describe().loc["count", "profit"] == 4
    plain = EXPECTED.with_columns(pl.selectors.decimal().cast(pl.Float64))
    assert lc.quote_frame(FRAME, "fba,fbm", on=ON, amounts="float").equals(plain)
    with pytest.raises(lc.CatalogError) as caught:
        lc.quote_frame(FRAME, "fba", on=ON, amounts="double")  # type: ignore[arg-type]
    assert caught.value.code == "amounts_unknown"


def test_missing_values_of_pandas() -> None:
    frame = pd.DataFrame(ROWS)
    frame["zone"] = pd.NA
    found = lc.quote_frame(frame, "fba,fbm", on=ON)
    assert (
        found["total_cost"].astype(object).where(found["total_cost"].notna(), None).tolist()
        == EXPECTED["total_cost"].to_list()
    )


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="threads are seen on Linux only")
@pytest.mark.parametrize(
    "before, expected", [("", "3"), ("lc.quote_frame(frame, 'fba', on='2026-11-22')", "forked_process")]
)
def test_after_a_fork(before: str, expected: str) -> None:
    """It works, or says clearly that it cannot; it never waits for ever."""
    script = f"""
import multiprocessing, warnings
import polars as pl, logicost as lc
warnings.simplefilter("ignore")
frame = pl.DataFrame({{"sku": ["A"] * 3, "dimensions": ["5 x 4 x 3 in"] * 3, "weight": ["1 lb"] * 3, "price": [20.0] * 3}})
import logicost.catalog.frames
{before}
def work(n):
    try:
        return lc.quote_frame(frame, "fba", on="2026-11-22").height
    except lc.RefusedError as error:
        assert lc.quote(frame.row(0, named=True), "fba", on="2026-11-22").profit
        return error.code
with multiprocessing.get_context("fork").Pool(1) as pool:
    print(pool.map_async(work, [1]).get(60)[0])
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=False)
    assert done.stdout.strip() == expected, done.stderr


CSV = "sku,dimensions,weight,price,days_in_storage\nA,5 x 4 x 3 in,1 lb,20,\nB,5 x 4 x 3 in,1 lb,20,10\n"


@pytest.fixture
def catalog(tmp_path: Path) -> str:
    path = tmp_path / "catalog.csv"
    path.write_text(CSV, encoding="utf-8")
    return str(path)


def test_an_option_fills_blank_cells(catalog: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """In every output; cells go before it, and a column that the file lacks may be given for all rows."""
    options = [
        catalog,
        "--programs",
        "fba,fbm",
        "--on",
        ON,
        "--days-in-storage",
        "45",
        "--category",
        "home_and_kitchen",
        "--zone",
        "5",
    ]
    assert (
        run(
            [
                "compare",
                *options,
                "--select",
                "sku,program,storage,referral,carrier_postage",
                "-o",
                "-",
                "--format",
                "jsonl",
            ]
        )
        == 0
    )
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    rows = {sku: {"sku": sku, "dimensions": "5 x 4 x 3 in", "weight": "1 lb", "price": 20, "category": "home_and_kitchen"}
            for sku in "AB"}  # fmt: skip
    for row in found:
        days = {"A": 45, "B": 10}[row["sku"]]
        quoted = lc.quote(rows[row["sku"]], row["program"], on=ON, days_in_storage=days, zone=5)
        for fee in ("storage", "referral", "carrier_postage"):
            assert row[fee] == (f"{quoted.amount(fee):f}" if quoted.line(fee) else None)
    workbook = tmp_path / "out.xlsx"
    assert run(["compare", *options, "-o", str(workbook)]) == 0
    bare = tmp_path / "bare.csv"
    bare.write_text("sku,dimensions,weight\nA,5 x 4 x 3 in,1 lb\n", encoding="utf-8")
    assert run(["compare", str(bare), "--price", "20", "--programs", "fba", "--on", ON, "--select", "sku,revenue"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "A\t20.00"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--select", "sku,profits"], "results have no column 'profits'. Did you mean 'profit'? [select_unknown]"),
        (["--select", "sku", "-o", "out.xlsx"], "[select_in_document]"),
    ],
)
def test_what_cannot_be_selected(
    catalog: str, capsys: pytest.CaptureFixture[str], options: list[str], message: str
) -> None:
    assert run(["compare", catalog, "--on", ON, *options]) == 2
    assert message in capsys.readouterr().err


def test_selected_json_is_a_part_of_the_whole(catalog: str, capsys: pytest.CaptureFixture[str]) -> None:
    def objects(*more: str) -> list[dict[str, Any]]:
        assert run(["compare", catalog, "--on", ON, "-o", "-", "--format", "json", *more]) == 0
        return list(json.loads(capsys.readouterr().out))

    whole = objects()
    for select in (
        ("sku", "lines", "notes"),
        ("notes", "sku", "profit", "shipping_weight"),
        ("on", "margin", "status"),
    ):
        found = objects("--select", ",".join(select))
        assert found == [{name: each[name] for name in select} for each in whole]
        assert [*found[0]] == list(select)
    fees = objects("--select", "sku,notes,referral")
    assert [each["notes"] for each in fees] == [each["notes"] for each in whole]
