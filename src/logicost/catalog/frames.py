"""`quote_frame`: any kind of data frame in, the same kind out.

A frame reaches the rules as blocks of Polars columns; Arrow is the boundary for every kind but Polars itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import polars as pl

from logicost.answers.request import PROGRAMS, Request
from logicost.catalog.block import BLOCK_ROWS
from logicost.catalog.quoting import Reader, arrow_schema
from logicost.errors import CatalogError

if TYPE_CHECKING:
    import pyarrow as pa

    from logicost.inputs.programs import Program

Frame = TypeVar("Frame")


def quote_frame(
    frame: Frame,
    programs: str | Program | Sequence[str | Program] = PROGRAMS,
    *,
    market: str | None = None,
    on: dt.date | str | None = None,
    strict: bool = False,
    uplift: str | Mapping[str, object] | None = None,
    fee_tables: str | Path | None = None,
    columns: Mapping[str, str] | None = None,
) -> Frame:
    """Quote every row of a frame in every program.

    Columns are those of a catalog, in any order and case; the others pass through. There is one row for each product
    and program, in the frame's order; a row that cannot be quoted keeps its place with status ``error``.

    Args:
        frame: pandas, Polars (eager or lazy), PyArrow table or record-batch reader, DuckDB relation, PySpark frame.
        programs: as in `compare`.
        market, on: for rows that do not give their own; `on` defaults to today.
        strict: a quote that is not exact or the user's own figure becomes an error.
        uplift: as in `compare`, for the column ``monthly_profit``.
        fee_tables: a folder of the user's own cards.
        columns: headings of the frame, to the column and unit that each is: ``{"COGS": "cost", "L": "length (cm)"}``.
            Known headings (``Weight (lbs)``, ``your-price``) are read without it.

    Returns:
        A frame of the same kind; amounts are decimals with four places. Lazy kinds stay lazy.

    Raises:
        InputError, TableError: with code and field.
        CatalogError: ``column_missing``, ``column_twice``, ``column_unknown``, ``heading_unknown``, ``frame_unknown``.
    """
    request = Request.of(
        programs, market=market, on=on, strict=strict, uplift=uplift, fee_tables=fee_tables, columns=columns
    )
    result: Any = _way_for(frame)(frame, request)
    return result  # type: ignore[no-any-return]


def _way_for(frame: object) -> Callable[[Any, Request], Any]:
    """How this kind of frame is quoted."""
    import narwhals.stable.v2 as nw

    module = type(frame).__module__
    if module.startswith("pyarrow") and hasattr(frame, "read_next_batch"):
        return _arrow_reader
    native: Any = nw.from_native(frame, pass_through=True)
    if native is frame:
        raise CatalogError("frame_unknown", _unknown(frame), "frame")
    implementation = native.implementation
    if implementation.is_polars():
        return _polars_lazy if isinstance(frame, pl.LazyFrame) else _polars
    if implementation.is_pandas():
        return _pandas
    if implementation.is_pyarrow():
        return _arrow_table
    if implementation.is_duckdb():
        return _duckdb
    if implementation.is_pyspark() or implementation.is_pyspark_connect():
        return _spark
    raise CatalogError("frame_unknown", _unknown(frame), "frame")


def _unknown(frame: object) -> str:
    kind = f"{type(frame).__module__}.{type(frame).__qualname__}"
    return f"{kind} is not a frame that is understood; give pandas, Polars, PyArrow, DuckDB or PySpark"


def _polars(frame: pl.DataFrame, request: Request) -> pl.DataFrame:
    return Reader(request, frame.schema).whole(frame)


def _polars_lazy(frame: pl.LazyFrame, request: Request) -> pl.LazyFrame:
    """Stays lazy: the rows are read, quoted and handed on in batches when the result is collected or sunk."""
    from polars.io.plugins import register_io_source

    reader = Reader(request, frame.collect_schema())

    def results(
        columns: list[str] | None, predicate: pl.Expr | None, rows: int | None, size: int | None
    ) -> Iterator[pl.DataFrame]:
        left = rows
        for block in reader.quote(frame.collect_batches(chunk_size=BLOCK_ROWS, maintain_order=True)):
            part = block if left is None else block.head(left)
            left = None if left is None else left - part.height
            part = part if predicate is None else part.filter(predicate)
            yield part if columns is None else part.select(columns)
            if left == 0:
                return

    return register_io_source(results, schema=reader.schema)


def _pandas(frame: Any, request: Request) -> Any:
    """Missing values are blanks; amounts come back as Arrow decimals, which pandas shows as Decimal."""
    import pandas as pd
    import pyarrow as pa

    table = pl.DataFrame([_from_pandas(str(name), frame[name]) for name in frame.columns])
    results = Reader(request, table.schema).whole(table).to_arrow()
    kinds: dict[Any, Any] = {
        kind: pd.ArrowDtype(kind) for kind in set(results.schema.types) if pa.types.is_decimal(kind)
    }
    return results.to_pandas(types_mapper=kinds.get)


def _from_pandas(name: str, column: Any) -> pl.Series:
    """A column, also of mixed kinds: then every value counts as the text that it prints as."""
    import pandas as pd
    import pyarrow as pa

    try:
        return pl.Series(name, pa.Array.from_pandas(column))
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        values = [None if _is_missing(value, pd) else str(value) for value in column]
        return pl.Series(name, values, pl.String)


def _is_missing(value: object, pandas: Any) -> bool:
    return value is None or value is pandas.NA or value is pandas.NaT or value != value


def _arrow_table(table: pa.Table, request: Request) -> pa.Table:
    frame: pl.DataFrame = pl.from_arrow(table)  # type: ignore[assignment]
    return Reader(request, frame.schema).whole(frame).to_arrow(compat_level=pl.CompatLevel.oldest())


def _arrow_reader(reader: pa.RecordBatchReader, request: Request) -> pa.RecordBatchReader:
    """Batch by batch, as they are asked for."""
    import pyarrow as pa

    empty: pl.DataFrame = pl.from_arrow(reader.schema.empty_table())  # type: ignore[assignment]
    quoting = Reader(request, empty.schema)

    def frames() -> Iterator[pl.DataFrame]:
        for batch in reader:
            yield pl.from_arrow(pa.Table.from_batches([batch]))  # type: ignore[misc]

    schema = arrow_schema(quoting.schema)
    batches = (
        batch
        for results in quoting.quote(frames())
        for batch in results.to_arrow(compat_level=pl.CompatLevel.oldest()).cast(schema).to_batches()
    )
    return pa.RecordBatchReader.from_batches(schema, batches)


def _duckdb(relation: Any, request: Request) -> Any:
    """The relation is read as a stream of Arrow batches; the result is a relation over an Arrow table."""
    import duckdb

    reader: Any = relation.to_arrow_reader(BLOCK_ROWS)
    table: Any = _arrow_reader(reader, request).read_all()
    return duckdb.from_arrow(table)


def _spark(frame: Any, request: Request) -> Any:
    from logicost.catalog.spark import quote_spark

    return quote_spark(frame, request)
