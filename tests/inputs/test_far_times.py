"""Days, times and durations that Python does not have: each costs at most its row, and passes through as text."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import polars as pl
import pytest

import logicost as lc
from logicost.cli.main import run
from logicost.inputs.far_times import has_far_times
from logicost.inputs.plain_numbers import as_text

ROW = {"sku": ["A", "B"], "dimensions": ["5 x 4 x 3 in"] * 2, "weight": ["9 oz"] * 2, "price": [20] * 2}
FAR = 2**63 - 1


def stored(numbers: list[int], kind: pl.DataType) -> pl.Series:
    return pl.Series("note", numbers, pl.Int32 if kind == pl.Date else pl.Int64).cast(kind)


@pytest.mark.parametrize(
    ("numbers", "kind", "texts"),
    [
        ([0, 2_932_897], pl.Date(), ["1970-01-01", "10000-01-01"]),
        ([2**31 - 1, -(2**31)], pl.Date(), ["5881580-07-11", "-5877641-06-23"]),
        ([-719_528, -719_162], pl.Date(), ["0000-01-01", "0001-01-01"]),
        ([0, 253_402_300_800_000], pl.Datetime("ms"), ["1970-01-01 00:00:00.000", "10000-01-01 00:00:00.000"]),
        ([FAR], pl.Datetime("us"), ["294247-01-10 04:00:54.775807"]),
        ([FAR, 0], pl.Datetime("us", "America/New_York"), ["294247-01-10 04:00:54.775807+00:00", "1969-12-31 19:00:00-05:00"]),
        ([FAR, 86_400_000], pl.Duration("ms"), [f"{FAR} ms", "1 day, 0:00:00"]),
        ([1, 1000], pl.Time(), ["00:00:00.000000001", "00:00:00.000001"]),
    ],
)  # fmt: skip
def test_far_times_are_written(numbers: list[int], kind: pl.DataType, texts: list[str]) -> None:
    column = stored(numbers, kind)
    assert has_far_times(column)
    assert as_text(column).to_list() == texts


@pytest.mark.parametrize("kind", [pl.Date(), pl.Datetime("us"), pl.Datetime("ns", "UTC"), pl.Duration("us")])
def test_what_python_has_is_not_far(kind: pl.DataType) -> None:
    assert not has_far_times(stored([0, 20_000], kind))
    assert not has_far_times(pl.Series([dt.date.min, dt.date.max, None]))


def test_the_calendar_repeats_as_python_has_it() -> None:
    for day in (dt.date(1, 1, 1), dt.date(1600, 2, 29), dt.date(1999, 12, 31), dt.date(2000, 3, 1)):
        number = (day - dt.date(1970, 1, 1)).days + 25 * 146_097  # 10,000 years later
        assert as_text(stored([number], pl.Date())).to_list() == [f"{day.year + 10_000}-{day:%m-%d}"]


def columns() -> dict[str, pl.Series]:
    """Of each kind, one value near and one far."""
    day, moment = stored([0, 2**31 - 1], pl.Date()), stored([0, FAR], pl.Datetime("us"))
    return {
        "day": day,
        "moment": moment,
        "zoned": stored([0, -FAR], pl.Datetime("ms", "Asia/Kathmandu")),
        "span": stored([0, FAR], pl.Duration("ms")),
        "list": pl.Series("note", [[0], [2**31 - 1]], pl.List(pl.Int32)).cast(pl.List(pl.Date)),
        "pair": pl.Series("note", [[0, 1], [1, 2**31 - 1]], pl.Array(pl.Int32, 2)).cast(pl.Array(pl.Date, 2)),
        "struct": pl.DataFrame({"a": day, "b": moment}).to_struct("note"),
    }


def test_far_times_beside_products_pass_through_every_door(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    frame = pl.DataFrame(ROW).with_columns(column.alias(name) for name, column in columns().items())
    path = tmp_path / "c.parquet"
    frame.write_parquet(path)
    for form in ("csv", "jsonl", "parquet", "html"):
        assert run(["compare", str(path), "--programs", "fba", "--on", "2026-11-22", "-o", f"{tmp_path}/o.{form}"]) == 0
    cells = pl.read_csv(tmp_path / "o.csv", infer_schema=False)
    lines = [json.loads(line) for line in (tmp_path / "o.jsonl").read_text(encoding="utf-8").splitlines()]
    kept = pl.read_parquet(tmp_path / "o.parquet")
    results = lc.quote_frame(frame, programs=["fba"], on="2026-11-22")
    for name in columns():
        texts = as_text(frame[name]).to_list()
        assert cells[name].to_list() == [f"'{text}" if text.startswith("-") else text for text in texts]
        assert [line[name] for line in lines] == texts
        assert kept[name].equals(frame[name])
        assert results[name].equals(frame[name])
    assert "panicked" not in capfd.readouterr().err
    assert lc.quote_frame(frame.to_arrow(), programs=["fba"], on="2026-11-22").num_rows == 2
    pandas = lc.quote_frame(frame.to_pandas(use_pyarrow_extension_array=True), programs=["fba"], on="2026-11-22")
    assert list(pandas["status"]) == results["status"].to_list()


@pytest.mark.parametrize("field", ["on", "price", "weight", "sku", "dimensions", "market", "category"])
def test_a_far_time_in_a_column_that_is_read_costs_at_most_its_row(field: str, tmp_path: Path) -> None:
    for kind in (pl.Date(), pl.Datetime("ms", "America/New_York")):
        number = (
            20_700 if kind == pl.Date() else 20_700 * 86_400 * (10**6 if kind == pl.Datetime("us") else 10**3) + 10**8
        )
        far = stored([number, 2**31 - 1 if kind == pl.Date() else FAR], kind)
        frame = pl.DataFrame(ROW).with_columns(far.alias(field))
        status = lc.quote_frame(frame, programs=["fba"])["status"].to_list()
        if field == "on":
            assert [each == "error" for each in status] == [False, True]
    path = tmp_path / "c.parquet"
    frame.write_parquet(path)
    assert run(["price", str(path), "--programs", "fba", "-o", str(tmp_path / "o.csv")]) in (0, 1)
