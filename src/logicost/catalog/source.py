"""What every kind of catalog file is read into: blocks of rows with plain column names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from logicost.catalog.titles import Titles
from logicost.errors import CatalogError, LogicostError

if TYPE_CHECKING:
    import polars as pl

BLOCK_ROWS = 65_536  # rows that are read, quoted and written at a time


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows.

    Attributes:
        rows: known columns by their plain names and the others by theirs.
        broken: rows that could not even be read as rows, and why.
    """

    rows: pl.DataFrame
    broken: Mapping[int, LogicostError] = field(default_factory=dict)


class Source(Protocol):
    """A catalog that is open and whose columns are known.

    Attributes:
        name: what messages call it.
        titles: its columns; `warnings`: what the user should know.
        row_count: how many rows it has, or about how many; 0 where that is not known.
    """

    name: str
    titles: Titles
    warnings: list[str]
    row_count: int

    def blocks(self, size: int = BLOCK_ROWS) -> Iterator[Block]:
        """The rows in order."""
        ...

    def extra(self) -> Mapping[str, pl.DataType]:
        """The columns that pass through, and their kinds."""
        ...


def open_catalog_file(path: str) -> Source:
    """Open a catalog by its ending: CSV, TSV and text as such, Parquet, JSON lines, Excel workbooks; ``-`` is text.

    Raises:
        CatalogError: the file is not there, cannot be read, or lacks a column.
    """
    ending = path.lower().rpartition(".")[2] if path != "-" else "csv"
    if ending in ("parquet", "jsonl", "ndjson", "xlsx", "xlsm", "xlsb", "xls", "ods"):
        from logicost.catalog import other_files

        if ending == "parquet":
            return other_files.ParquetSource(path)
        if ending in ("jsonl", "ndjson"):
            return other_files.JsonLinesSource(path)
        return other_files.WorkbookSource(path)
    if ending == "json":
        raise CatalogError("not_text", f"{path} is JSON; a catalog in JSON has one object a line and ends in .jsonl")
    from logicost.catalog.text_files import TextSource

    return TextSource(path)
