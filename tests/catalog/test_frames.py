"""One test over every kind of frame: the same kind out, the same results, the order kept where the kind has one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import polars as pl
import pytest

import logicost as lc
from logicost.answers.request import asked_programs
from logicost.answers.rows import columns
from logicost.catalog.cells import as_cells
from tests.catalog.messy import COLUMNS, DAY, exact_cells, messy_rows

ROWS = messy_rows(5, 150)
ASKED = ["fba", "fbm", "mcf"]
EXPECTED = exact_cells(ROWS, asked_programs(ASKED), ["colour"])
KINDS = ["polars", "polars lazy", "pandas", "pyarrow table", "pyarrow reader", "duckdb", "pyspark"]


def frame_of(rows: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String))


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    sql = pytest.importorskip("pyspark.sql")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        sql.SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "40")
        .getOrCreate()
    )
    yield session
    session.stop()


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> tuple[str, Callable[[pl.DataFrame], Any], Callable[[Any], pl.DataFrame]]:
    """A kind's name, how to make one of a Polars frame, and how to make it a Polars frame again."""
    name: str = request.param
    if name == "polars":
        return name, lambda frame: frame, lambda result: result
    if name == "polars lazy":
        return name, lambda frame: frame.lazy(), lambda result: result.collect()
    arrow = pytest.importorskip("pyarrow")
    if name == "pandas":
        pandas = pytest.importorskip("pandas")
        return name, lambda frame: pandas.DataFrame(frame.to_dict(as_series=False)), pl.from_pandas
    if name == "pyarrow table":
        return name, lambda frame: frame.to_arrow(), pl.from_arrow  # type: ignore[return-value]
    if name == "pyarrow reader":
        return (
            name,
            lambda frame: arrow.RecordBatchReader.from_batches(
                frame.to_arrow().schema, frame.to_arrow().to_batches(max_chunksize=17)
            ),
            lambda result: pl.from_arrow(result.read_all()),  # type: ignore[return-value]
        )
    if name == "duckdb":
        duckdb = pytest.importorskip("duckdb")
        return name, lambda frame: duckdb.from_arrow(frame.to_arrow()), lambda result: result.pl()
    session = request.getfixturevalue("spark")
    return (
        name,
        lambda frame: session.createDataFrame(frame.rows(), frame.columns).repartition(3, "sku"),
        lambda result: pl.from_arrow(result.toArrow()),  # type: ignore[return-value]
    )


def cells(frame: pl.DataFrame) -> list[list[str]]:
    return [[cell or "" for cell in row] for row in as_cells(frame).iter_rows()]


@pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")
def test_every_kind_says_the_same(kind: tuple[str, Any, Any]) -> None:
    name, make, back = kind
    frame = make(frame_of(ROWS))
    results = lc.quote_frame(frame, ASKED, on=DAY)
    assert type(results) is type(frame)
    table = back(results)
    assert table.columns == columns(["colour"])
    assert isinstance(table.schema["total_cost"], pl.Decimal)
    found = cells(table.cast({"on": pl.Date}))
    if name == "pyspark":  # partitions have no order among each other
        assert sorted(found) == sorted(EXPECTED)
    else:
        assert found == EXPECTED


def test_numbers_dates_and_missing_values_of_pandas() -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(
        {
            "SKU": [101, 102, 103, 104],
            "Length": [5.1, 5.1, float("nan"), 5.1],
            "width": [4.3] * 4,
            "height": [4.2] * 4,
            "Weight": ["14.2 oz", 0.8875, 0.8875, None],
            "price": [18.99, 18.99, 18.99, float("inf")],
            "sipp": [True, False, None, True],
            "on": pandas.to_datetime(["2026-11-22", "2026-03-02", None, "2026-11-22"]),
            "shelf": ["a", "b", "c", "d"],
        }
    )
    results = lc.quote_frame(frame, "fba", on="2026-11-22")
    single = lc.quote(
        lc.Product(dimensions="5.1 x 4.3 x 4.2 in", weight="14.2 oz", price="18.99", sipp=True), on="2026-11-22"
    )
    assert results["sku"].tolist() == ["101", "102", "103", "104"]
    assert results["total_cost"][0] == single.total_cost
    assert str(results["on"][1]) == "2026-03-02"
    assert results["status"].tolist()[2:] == ["error", "error"]
    assert results["error_field"].tolist()[2:] == ["length", "weight"]
    assert results["shelf"].tolist() == ["a", "b", "c", "d"]


def test_numbers_of_any_kind_mean_the_same() -> None:
    base = {"sku": ["a"], "dimensions": ["5.1 x 4.3 x 4.2 in"], "weight": ["14.2 oz"], "price": ["18.99"]}
    expected = lc.quote_frame(pl.DataFrame({**base, "cost": ["3"]}), on=DAY)
    for kind in (pl.Float64, pl.Float32, pl.Decimal(10, 3)):
        frame = pl.DataFrame({**base, "cost": ["3"]}).cast({"price": kind})
        assert lc.quote_frame(frame, on=DAY).equals(expected), kind
    for kind in (pl.Int8, pl.UInt64, pl.Int128):
        frame = pl.DataFrame({**base, "cost": ["3"]}).cast({"cost": kind})
        assert lc.quote_frame(frame, on=DAY).equals(expected), kind


def test_lazy_frames_stay_lazy_and_can_be_cut() -> None:
    results = lc.quote_frame(frame_of(ROWS).lazy(), ASKED, on=DAY)
    best = results.filter(pl.col("status") != "error").select("sku", "profit").head(5).collect()
    whole = lc.quote_frame(frame_of(ROWS), ASKED, on=DAY)
    assert best.equals(whole.filter(pl.col("status") != "error").select("sku", "profit").head(5))


def test_what_cannot_be_used_is_said() -> None:
    with pytest.raises(lc.CatalogError) as caught:
        lc.quote_frame(7)
    assert caught.value.code == "frame_unknown"
    with pytest.raises(lc.CatalogError) as caught:
        lc.quote_frame([{"sku": 1}])
    assert caught.value.code == "column_missing"
    with pytest.raises(lc.CatalogError) as caught:
        lc.quote_frame(pl.DataFrame({"sku": ["a"], "Preis": [1.0]}))
    assert caught.value.code == "column_missing"


def test_a_single_quote_imports_no_frames() -> None:
    program = (
        "import sys, logicost as lc;"
        "lc.quote(lc.Product(dimensions='5 x 4 x 3 in', weight='1 lb', price=9));"
        "print([name for name in ('numpy', 'polars', 'narwhals', 'pandas', 'pyarrow') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
