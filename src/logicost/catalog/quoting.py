"""Frames as blocks of Polars columns, quoted: what every kind of frame shares."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import polars as pl

from logicost.answers.idle import idle_columns
from logicost.answers.request import Request
from logicost.catalog.block import BLOCK_ROWS, Block, FileOptions
from logicost.catalog.decimals import Decimals, decide_frame
from logicost.catalog.parallel import quote_blocks
from logicost.catalog.pipeline import Pipeline
from logicost.catalog.results import result_schema
from logicost.catalog.selection import Selection
from logicost.catalog.shaping import shaped
from logicost.catalog.titles import REQUIRED, Titles, match_titles
from logicost.errors import CatalogError
from logicost.inputs.plain_numbers import as_text, given_text

if TYPE_CHECKING:
    import pyarrow as pa


class Reader:
    """Blocks of a frame with these columns, quoted.

    Args:
        schema: the frame's columns and their kinds.
    """

    def __init__(self, request: Request, schema: Mapping[str, pl.DataType]) -> None:
        said = FileOptions(request.columns, saved=request.defaults.columns)
        titles: Titles = match_titles(list(schema), "the frame", REQUIRED, said.columns_for(list(schema)))
        self._titles = titles
        self._names = dict(zip(schema, titles.names, strict=True))
        kinds = dict(zip(titles.names, schema.values(), strict=True))
        extra = {name: kinds[name] for name in titles.extra}
        self._selected = Selection(result_schema(extra), request.select, request.floats)
        self.schema = self._selected.schema
        self._pipeline = Pipeline(request, extra)

    def quote(
        self, frames: Iterable[pl.DataFrame], workers: int | None = None, decimals: Decimals | None = None
    ) -> Iterator[pl.DataFrame]:
        """The results of frames, in order, in blocks of moderate size."""
        blocks = (
            Block(part.rename(self._names)) for frame in frames for part in frame.iter_slices(BLOCK_ROWS) if part.height
        )
        return map(self._selected, quote_blocks(self._pipeline, shaped(self._titles, blocks, decimals), workers))

    def whole(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The results of a frame that is all there. How its texts write decimals is decided for all of it; that, and
        columns that no program goes by, are told in a warning."""
        column = next((name for name, known in self._names.items() if known == "market"), None)
        markets = {None} if column is None else set(given_text(as_text(frame[column])).unique().to_list())
        if idle := idle_columns(self._pipeline.request, self._titles.names, markets):
            warnings.warn(idle, stacklevel=4)
        decimals = decide_frame(frame.rename(self._names), self._titles, self._pipeline.request.assumed_market)
        for told in decimals.told if decimals is not None else ():
            warnings.warn(told, stacklevel=4)
        return pl.concat([pl.DataFrame(schema=self.schema), *self.quote([frame], decimals=decimals)], rechunk=False)


def arrow_schema(schema: Mapping[str, pl.DataType]) -> pa.Schema:
    return pl.DataFrame(schema=schema).to_arrow(compat_level=pl.CompatLevel.oldest()).schema


def refuse_twice(names: Sequence[str], frame: str) -> None:
    """See to it that each column has a name of its own, as Polars wants it."""
    if len(set(names)) < len(names):
        name = next(name for place, name in enumerate(names) if name in names[:place])
        raise CatalogError("column_twice", f"{frame} has the column '{name}' twice; rename one of them")


def from_arrow(table: pa.Table) -> pl.DataFrame:
    """A table as Polars columns; one of a kind that Polars does not know has its values as text, and so has one of a kind
    that only stores numbers, such as the months of pandas."""
    import pyarrow as pa

    def column(name: str, values: pa.ChunkedArray) -> pl.Series:
        if isinstance(values.type, pa.BaseExtensionType):  # which Polars cannot write as text
            kind = values.type.storage_type
            if pa.types.is_primitive(kind):
                return as_texts(name, values)
            values = pa.chunked_array([chunk.storage for chunk in values.chunks], kind)
        try:
            pl.from_arrow(pa.array([], values.type))
        except (Exception, pl.exceptions.PanicException):  # Polars has several ways of saying so
            return as_texts(name, values)
        return pl.Series(name, values)

    def as_texts(name: str, values: pa.ChunkedArray) -> pl.Series:
        is_of_pandas = str(getattr(values.type, "extension_name", "")).startswith("pandas.")
        cells = list(values.to_pandas()) if is_of_pandas else values.to_pylist()
        return as_text(pl.Series(name, cells, pl.Object))

    return pl.DataFrame([column(name, values) for name, values in zip(table.schema.names, table.columns, strict=True)])
