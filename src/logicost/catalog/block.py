"""What every kind of catalog file is read into: blocks of rows with plain column names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from logicost.catalog.headings import words_of
from logicost.catalog.titles import REQUIRED, Titles
from logicost.errors import LogicostError

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


@dataclass(frozen=True, slots=True)
class FileOptions:
    """What the user says about a file.

    Attributes:
        columns: headings, to the column and unit that each is: ``{"L": "length (cm)"}``.
        saved: the same for files that have such a heading, from the user's defaults.
        required: the columns that must be there, each with its alternatives.
        sheet: the name or number of the sheet of a workbook.
        header_row: the row in which the headings stand, from 1.
        decimal: the decimal mark of texts, ``.`` or ``,``.
        assumed_market: the store of rows that name none, where nobody has named it.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    required: Sequence[tuple[str, ...]] = REQUIRED
    sheet: str | None = None
    header_row: int | None = None
    decimal: str | None = None
    assumed_market: str | None = None
    saved: Mapping[str, str] = field(default_factory=dict)

    def columns_for(self, titles: Sequence[str]) -> Mapping[str, str]:
        """What is said of the headings of a file: of those that are saved only what it has, and what is not named anew."""
        if not self.saved:
            return self.columns
        there = {" ".join(words_of(title)) for title in titles}
        named = set(self.columns.values())
        saved = {
            heading: column
            for heading, column in self.saved.items()
            if " ".join(words_of(heading)) in there and column not in named
        }
        return {**saved, **self.columns}


AS_IT_IS = FileOptions()


class Source(Protocol):
    """A catalog that is open and whose columns are known.

    Attributes:
        name: what messages call it.
        titles: its columns; `warnings`: what the user should know.
        row_count: how many rows it has, or about how many; 0 where that is not known.
        blank_rows: blank rows between others that were skipped, once the rows have been read.
    """

    name: str
    titles: Titles
    warnings: list[str]
    row_count: int
    blank_rows: int

    def blocks(self, size: int = BLOCK_ROWS) -> Iterator[Block]:
        """The rows in order."""
        ...

    def extra(self) -> Mapping[str, pl.DataType]:
        """The columns that pass through, and their kinds."""
        ...
