"""How far the cells of a sheet reach."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(slots=True)
class Extent:
    """How far the cells that hold something reach, rows and columns counted from 1, and how many they are."""

    first_row: int = 10**9
    last_row: int = 0
    first_column: int = 10**9
    last_column: int = 0
    cells: int = 0
    apart: int = 0  # places of several sheets, less those of one block that holds the cells of all
    letters: int = 0  # of texts that cells share, once for each cell

    def add(self, rows: Iterable[int], columns: Iterable[int], cells: int) -> None:
        rows, columns = list(rows), list(columns)
        self.first_row, self.last_row = min(self.first_row, *rows), max(self.last_row, *rows)
        self.first_column, self.last_column = min(self.first_column, *columns), max(self.last_column, *columns)
        self.cells += cells

    def join(self, other: Extent) -> None:
        """A further sheet, which is laid out as a block of its own."""
        places = self.places + other.places
        if other.cells:
            self.add((other.first_row, other.last_row), (other.first_column, other.last_column), other.cells)
        self.apart += places - self.places
        self.letters += other.letters

    @property
    def places(self) -> int:
        """As they are laid out: from the sheet's first row, whether it holds something or not, so that rows keep their numbers."""
        wide = self.last_column - self.first_column + 1
        return (wide * self.last_row if self.cells else 0) + self.apart
