"""`quote_frame`: any kind of data frame in, the same kind out.

A frame reaches the rules as blocks of Polars columns; Arrow is the boundary for every kind but Polars itself.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import polars as pl

from logicost.answers.request import PROGRAMS, Request
from logicost.catalog.block import BLOCK_ROWS, Block
from logicost.catalog.decimals import decide_frame
from logicost.catalog.forked import refuse_after_fork
from logicost.catalog.quoting import Reader, arrow_schema, from_arrow, refuse_twice
from logicost.catalog.selection import read_amounts, read_selection
from logicost.catalog.shaping import shaped
from logicost.catalog.titles import match_titles
from logicost.errors import CatalogError, InputError, shown, text_of
from logicost.inputs.far_times import without_far_times
from logicost.inputs.given import plain_value
from logicost.inputs.plain_numbers import as_text

if TYPE_CHECKING:
    import pyarrow as pa

    from logicost.answers.defaults_file import Given as GivenDefaults
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
    defaults: GivenDefaults = None,
    columns: Mapping[str, str] | None = None,
    select: str | Sequence[str] | None = None,
    amounts: Literal["decimal", "float"] = "decimal",
) -> Frame:
    """Quote every row of a frame in every program.

    Columns are those of a catalog, in any order and case; the others pass through. There is one row for each product
    and program, in the frame's order; a row that cannot be quoted keeps its place with status ``error``.

    Args:
        frame: pandas, Polars (eager or lazy), PyArrow table or record-batch reader, DuckDB relation, PySpark frame; or a
            list of dicts (or of `Product`), or a dict of lists.
        programs: as in `compare`.
        market, on: for rows that do not give their own; `on` defaults to today.
        strict: a quote that is not exact or the user's own figure becomes an error.
        uplift: as in `compare`, for the column ``monthly_profit``.
        fee_tables: a folder of the user's own cards.
        defaults: as in `quote`.
        columns: headings of the frame, to the column and unit that each is: ``{"COGS": "cost", "L": "length (cm)"}``.
            Known headings (``Weight (lbs)``, ``your-price``) are read without it.
        select: the columns of the results that are wanted, in the order wanted; default all.
        amounts: ``float`` for amounts, weights and ratios as floats, where a library can do little with decimals.

    Returns:
        A frame of the same kind; amounts are decimals with four places. Lazy kinds stay lazy.

    Raises:
        InputError, TableError: with code and field.
        CatalogError: ``column_missing``, ``column_twice``, ``column_unknown``, ``heading_unknown``, ``frame_unknown``,
            ``select_unknown``, ``amounts_unknown``.
        RefusedError: ``forked_process``.
    """
    refuse_after_fork()
    request = Request.of(
        programs,
        market=market,
        on=on,
        strict=strict,
        uplift=uplift,
        fee_tables=fee_tables,
        columns=columns,
        defaults=defaults,
    )
    request = replace(request, select=read_selection(select), floats=read_amounts(amounts))
    result: Any = _way_for(frame)(frame, request)
    return result  # type: ignore[no-any-return]


def _way_for(frame: object) -> Callable[[Any, Request], Any]:
    """How this kind of frame is quoted."""
    import narwhals.stable.v2 as nw
    from narwhals.exceptions import DuplicateError

    if isinstance(frame, list):
        return _list
    if isinstance(frame, dict):
        return _dict
    module = type(frame).__module__
    if module.startswith("pyarrow") and hasattr(frame, "read_next_batch"):
        return _arrow_reader
    try:
        native: Any = nw.from_native(frame, pass_through=True)
    except DuplicateError as error:
        told = " ".join(str(error).split())
        raise CatalogError("column_twice", f"the frame has a column twice; rename one of them ({told})") from error
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
            yield part if columns is None else part[columns]
            if left == 0:
                return

    return register_io_source(results, schema=reader.schema)


def _list(rows: list[Any], request: Request) -> list[dict[str, Any]]:
    """Of dicts or products; each row may have columns of its own, which are blank in the others."""
    dicts: list[Mapping[str, Any]] = [_sides_as_text(row.given()) if _is_model(row) else row for row in rows]
    for row in dicts:
        if not isinstance(row, Mapping):
            raise CatalogError("frame_unknown", f"a list of dicts is a frame; this one holds {shown(row)}", "frame")
    names = list(dict.fromkeys(name for row in dicts for name in row))
    frame = pl.DataFrame([_column(name, [row.get(name) for row in dicts]) for name in names])
    return without_far_times(_polars(frame, request)).to_dicts() if dicts else []


def _is_model(row: object) -> bool:
    return hasattr(row, "given") and not isinstance(row, type)  # told by what it has, as products load pydantic


def _sides_as_text(row: dict[str, Any]) -> dict[str, Any]:
    """A product's columns; three sides are one cell."""
    sides = row.get("dimensions")
    return {**row, "dimensions": " x ".join(map(text_of, sides))} if isinstance(sides, list) else row


def _dict(columns: Mapping[str, Any], request: Request) -> dict[str, list[Any]]:
    """Of lists, one for each column."""
    lists = {name: list(values) if _is_several(values) else [values] for name, values in columns.items()}
    if len({len(values) for values in lists.values()}) > 1:
        raise CatalogError("frame_unknown", "the lists of the dict differ in length; give each row a value", "frame")
    results = _polars(pl.DataFrame([_column(*each) for each in lists.items()]), request)
    return without_far_times(results).to_dict(as_series=False)


def _is_several(values: object) -> bool:
    return isinstance(values, Iterable) and not isinstance(values, str | bytes | Mapping)


def _column(name: object, values: list[Any]) -> pl.Series:
    """A column out of Python values; of mixed kinds every value counts as the text that it prints as."""
    title = text_of(name)
    plain = [_plain(value, title) for value in values]
    if len({type(value) for value in plain if value is not None}) <= 1:
        with contextlib.suppress(Exception):  # whatever Polars says of it: then it is text
            return pl.Series(title, plain, strict=True)
    return pl.Series(title, [None if value is None else text_of(value) for value in plain], pl.String)


def _plain(value: object, name: str) -> object:
    try:
        return plain_value(value, name)
    except InputError:
        return text_of(value)


def _pandas(frame: Any, request: Request) -> Any:
    """Missing values are blanks; amounts come back as Arrow decimals, which pandas shows as Decimal."""
    import pandas as pd
    import pyarrow as pa

    names = [text_of(name) for name in frame.columns]
    refuse_twice(names, "the frame")
    table = pl.DataFrame([_from_pandas(name, frame.iloc[:, place]) for place, name in enumerate(names)])
    results = without_far_times(Reader(request, table.schema).whole(table)).to_arrow()
    kinds: dict[Any, Any] = {
        kind: pd.ArrowDtype(kind) for kind in set(results.schema.types) if pa.types.is_decimal(kind)
    }
    return results.to_pandas(types_mapper=kinds.get)


def _from_pandas(name: str, column: Any) -> pl.Series:
    """A column, also of mixed kinds: then every value counts as the text that it prints as."""
    import pyarrow as pa

    try:
        return from_arrow(pa.table([pa.Array.from_pandas(column)], [name])).to_series()
    except Exception:  # Arrow has a dozen ways of saying that something cannot travel
        return as_text(pl.Series(name, list(column), pl.Object))


def _arrow_table(table: pa.Table, request: Request) -> pa.Table:
    refuse_twice(table.schema.names, "the table")
    frame = from_arrow(table)
    return Reader(request, frame.schema).whole(frame).to_arrow(compat_level=pl.CompatLevel.oldest())


def _arrow_reader(reader: pa.RecordBatchReader, request: Request) -> pa.RecordBatchReader:
    """Batch by batch, as they are asked for."""
    import pyarrow as pa

    refuse_twice(reader.schema.names, "the reader")
    quoting = Reader(request, from_arrow(reader.schema.empty_table()).schema)

    def frames() -> Iterator[pl.DataFrame]:
        for batch in reader:
            yield from_arrow(pa.Table.from_batches([batch], reader.schema))

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

    read = getattr(relation, "to_arrow_reader", None) or relation.fetch_arrow_reader  # its name in older versions
    table: Any = _arrow_reader(read(BLOCK_ROWS), request).read_all()
    return duckdb.from_arrow(table)


def _spark(frame: Any, request: Request) -> Any:
    from logicost.catalog.spark import quote_spark

    return quote_spark(frame, request)


def frame_blocks(frame: Any, required: Sequence[tuple[str, ...]]) -> Iterator[Block]:
    """The rows of any frame with the columns of a catalog, for whoever reads them one by one.

    Raises:
        CatalogError: ``frame_unknown``, ``column_missing``, ``column_twice``.
    """
    rows = _as_polars(frame)
    titles = match_titles(rows.columns, "the frame", required)
    named = rows.rename(dict(zip(rows.columns, titles.names, strict=True)))
    blocks = (Block(part) for part in named.iter_slices(BLOCK_ROWS))
    return iter(shaped(titles, blocks, decide_frame(named, titles)))


def _as_polars(frame: Any) -> pl.DataFrame:
    way = _way_for(frame)
    if way is _polars:
        whole: pl.DataFrame = frame
        return whole
    if way is _polars_lazy:
        collected: pl.DataFrame = frame.collect()
        return collected
    if way is _list or way is _dict:
        return pl.DataFrame(frame, strict=False, infer_schema_length=None)
    if way is _spark:
        frame = frame.toPandas()
    if way is _pandas or way is _spark:
        names = [text_of(name) for name in frame.columns]
        refuse_twice(names, "the frame")
        return pl.DataFrame([_from_pandas(name, frame.iloc[:, place]) for place, name in enumerate(names)])
    table = frame.to_arrow_table() if way is _duckdb else frame.read_all() if way is _arrow_reader else frame
    refuse_twice(table.schema.names, "the table")
    return from_arrow(table)
