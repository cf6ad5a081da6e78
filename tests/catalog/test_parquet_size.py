"""Damaged Parquet files: one line of ours, whatever Polars makes of them, and no more memory than the file is worth."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq
import pytest

from logicost.catalog import parquet_size
from logicost.catalog.parquet_size import refuse_damage
from logicost.errors import CatalogError

DAMAGED = Path(__file__).parents[1] / "data" / "damaged"
FRAME = pl.DataFrame(
    {
        "sku": ["A", None] * 30,
        "weight": ["9 oz"] * 60,
        "price": [20.0, None] * 30,
        "parts": [["x", "y"], []] * 30,
        "deep": [{"a": [1], "b": "x"}, None] * 30,
    }
)


def written(path: Path, by: str) -> Path:
    if by == "polars":
        FRAME.write_parquet(path, compression="uncompressed", row_group_size=20, data_page_size=64)
    else:
        version, dictionary = by.split()
        pq.write_table(
            FRAME.to_arrow(compat_level=pl.CompatLevel.oldest()),
            path,
            row_group_size=25,
            data_page_version=version,
            use_dictionary=dictionary == "dictionary",
            write_page_index=True,
            write_page_checksum=True,
        )
    return path


@pytest.mark.parametrize("by", ["polars", "1.0 dictionary", "1.0 plain", "2.0 dictionary", "2.0 plain"])
def test_sound_files_of_any_writer_pass(tmp_path: Path, by: str) -> None:
    refuse_damage(str(written(tmp_path / "c.parquet", by)))


def test_a_file_without_rows_or_with_nothing_but_nulls_passes(tmp_path: Path) -> None:
    for number, frame in enumerate((FRAME.clear(), FRAME.select(pl.lit(None).alias("x")), FRAME.head(1))):
        path = tmp_path / f"{number}.parquet"
        frame.write_parquet(path)
        refuse_damage(str(path))


@pytest.mark.parametrize("rows", [0, 1, 3000])
@pytest.mark.parametrize("packed", ["none", "snappy", "gzip", "zstd", "lz4", "brotli"])
def test_files_of_arrow_and_duckdb_pass(tmp_path: Path, rows: int, packed: str) -> None:
    """Arrow names no place for the pages of no rows; DuckDB leaves out what is optional."""
    import duckdb

    frame = pl.concat([FRAME] * 50).head(rows)
    table, path = frame.to_arrow(compat_level=pl.CompatLevel.oldest()), str(tmp_path / "c.parquet")
    for version in ("1.0", "2.0"):
        for dictionary in (True, False):
            pq.write_table(table, path, compression=packed, data_page_version=version, use_dictionary=dictionary)
            refuse_damage(path)
    by_duckdb = {"none": "uncompressed", "lz4": "lz4_raw"}.get(packed, packed)
    duckdb.from_arrow(table).write_parquet(path, compression=by_duckdb)
    refuse_damage(path)


def refusal(path: Path, content: bytes) -> CatalogError:
    path.write_bytes(content)
    with pytest.raises(CatalogError) as caught:
        refuse_damage(str(path))
    return caught.value


def test_every_cut_and_every_wrong_length_of_the_footer_is_refused(tmp_path: Path) -> None:
    whole = written(tmp_path / "c.parquet", "polars").read_bytes()
    other = tmp_path / "d.parquet"
    for length in range(0, len(whole) - 1, 97):
        assert refusal(other, whole[:length]).code == "file_unreadable"
    for number in (0, 1, len(whole), 2**31, 2**32 - 1):
        assert refusal(other, whole[:-8] + number.to_bytes(4, "little") + whole[-4:]).code == "file_unreadable"
    assert "it is encrypted" in refusal(other, whole[:-4] + b"PARE").message


def test_a_changed_byte_of_the_footer_is_refused_or_does_no_harm(tmp_path: Path) -> None:
    whole = written(tmp_path / "c.parquet", "polars").read_bytes()
    begin = len(whole) - 8 - int.from_bytes(whole[-8:-4], "little")
    path, refused = tmp_path / "d.parquet", 0
    places = range(begin, len(whole) - 8, 3)
    for place in places:
        content = bytearray(whole)
        content[place] ^= 0xFF
        path.write_bytes(bytes(content))
        try:
            refuse_damage(str(path))
        except CatalogError:
            refused += 1
    assert refused > len(places) / 3  # the others are names and statistics


def test_a_list_in_place_of_a_number_is_refused(tmp_path: Path) -> None:
    whole = bytearray(written(tmp_path / "c.parquet", "polars").read_bytes())
    begin = len(whole) - 8 - int.from_bytes(whole[-8:-4], "little")
    for place in [4, *range(begin, len(whole) - 8, 5)]:  # the kind of a field, where one stands there
        content = bytearray(whole)
        content[place] = content[place] & 0xF0 | 9
        (tmp_path / "d.parquet").write_bytes(bytes(content))
        with contextlib.suppress(CatalogError):
            refuse_damage(str(tmp_path / "d.parquet"))


def test_rows_that_could_not_be_held_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "c.parquet"
    pl.DataFrame({"sku": ["A"] * 100_000}).write_parquet(path, row_group_size=100_000)
    refuse_damage(str(path))
    monkeypatch.setattr(parquet_size, "LARGEST", 1_000_000)
    with pytest.raises(CatalogError, match="that can only be read together") as caught:
        refuse_damage(str(path))
    assert caught.value.code == "rows_too_large"
    pl.DataFrame({"sku": ["A"] * 100_000}).write_parquet(path, row_group_size=5_000)
    refuse_damage(str(path))


def test_a_schema_that_is_too_deep_is_refused(tmp_path: Path) -> None:
    kind: pl.DataType = pl.Int64()
    for _ in range(40):
        kind = pl.List(kind)
    path = tmp_path / "c.parquet"
    pl.DataFrame({"x": pl.Series([None], dtype=kind)}).write_parquet(path)
    with pytest.raises(CatalogError, match="its schema cannot be"):
        refuse_damage(str(path))


def test_what_polars_prints_of_a_damaged_page_reaches_nobody(tmp_path: Path) -> None:
    """Inside a page, where only Polars looks: it panics in threads of its own and prints some thirty lines."""
    path = DAMAGED / "page.parquet"
    refuse_damage(str(path))
    command = [
        sys.executable,
        "-m",
        "logicost",
        "compare",
        str(path),
        "--programs",
        "fba",
        "-o",
        str(tmp_path / "o.csv"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("logicost: ")
    assert done.stderr.endswith("[file_unreadable]\n")
    assert not (tmp_path / "o.csv").exists()
