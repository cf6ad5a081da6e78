"""PySpark frames: the same rules on every worker, by `mapInArrow`.

A frame's rows go to Python as Arrow batches and come back as such. What is asked for travels with the function; the
tables are part of the installed package, or a folder that every worker can read, and are opened once by each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import polars as pl
import pyarrow as pa

from logicost.answers.request import Request
from logicost.catalog.quoting import Reader, arrow_schema

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def quote_spark(frame: DataFrame, request: Request) -> DataFrame:
    """The quoted frame, lazy as Spark frames are; each partition keeps its order."""
    from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema

    arrow = to_arrow_schema(frame.schema)
    empty: pl.DataFrame = pl.from_arrow(arrow.empty_table())  # type: ignore[assignment]
    results = arrow_schema(Reader(request, empty.schema).schema)
    return frame.mapInArrow(_quoting(request, results), from_arrow_schema(results))


def _quoting(request: Request, schema: pa.Schema) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """The function that workers run over the batches of a partition: one thread each, as Spark runs one a core."""

    def quote(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        reader: Reader | None = None
        for batch in batches:
            rows: Any = pl.from_arrow(pa.Table.from_batches([batch]))
            reader = reader or Reader(request, rows.schema)
            for results in reader.quote([rows], workers=1):
                yield from results.to_arrow(compat_level=pl.CompatLevel.oldest()).cast(schema).to_batches()

    return quote
