"""Values that are not plain, read by the scalar readers: each distinct one once, so that both doors say the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from logicost.errors import LogicostError

RowReader = Callable[[dict[str, Any]], Sequence[int]]
_REMEMBERED = 50_000  # distinct values of one kind that are kept between blocks


class Errors:
    """The first error of each row of a block.

    Attributes:
        number: of each row's error in `known`; 0 for rows without.
    """

    def __init__(self, size: int) -> None:
        self.number: NDArray[np.int32] = np.zeros(size, np.int32)
        self.known: list[LogicostError | None] = [None]

    def add(self, error: LogicostError) -> int:
        self.known.append(error)
        return len(self.known) - 1

    def put(self, rows: NDArray[np.intp], numbers: NDArray[np.int32]) -> None:
        """Errors of some rows (0 for none); a row that has one already keeps it."""
        free = self.number[rows] == 0
        self.number[rows[free]] = numbers[free]

    @property
    def any(self) -> NDArray[np.bool_]:
        """Which rows are in error."""
        return np.not_equal(self.number, 0)


class OddReader:
    """Reads distinct combinations of raw values with a scalar reader, and remembers them.

    Args:
        read: column to raw value, to whole numbers.
        width: how many numbers it gives.
    """

    def __init__(self, read: RowReader, width: int = 1) -> None:
        self.read = read
        self.width = width
        self._memory: dict[tuple[Any, ...], Sequence[int] | LogicostError] = {}

    def __call__(self, values: pl.DataFrame) -> tuple[NDArray[np.int64], list[LogicostError | None], NDArray[np.intp]]:
        """The numbers of each distinct row, its error if it has one, and which of them each row is."""
        distinct, inverse = factorize(values)
        results = np.zeros((len(distinct), self.width), np.int64)
        errors: list[LogicostError | None] = [None] * len(distinct)
        for place, raw in enumerate(distinct):
            found = self._remembered(values.columns, raw)
            if isinstance(found, LogicostError):
                errors[place] = found
            else:
                results[place] = found
        return results, errors, inverse

    def _remembered(self, names: list[str], raw: tuple[Any, ...]) -> Sequence[int] | LogicostError:
        key = tuple((type(value), repr(value)) if isinstance(value, float | list | dict) else (type(value), value)
                    for value in raw)  # fmt: skip
        found = self._memory.get(key)
        if found is None:
            try:
                found = self.read(dict(zip(names, raw, strict=True)))
            except LogicostError as error:
                found = error
            if len(self._memory) >= _REMEMBERED:
                self._memory.clear()
            self._memory[key] = found
        return found


def factorize(values: pl.DataFrame) -> tuple[list[tuple[Any, ...]], NDArray[np.intp]]:
    """The distinct rows in order of appearance, and for each row the number of its own."""
    if any(dtype.is_nested() or dtype == pl.Object for dtype in values.dtypes):
        return list(values.iter_rows()), np.arange(values.height)
    distinct = values.unique(maintain_order=True)
    if distinct.height == 1:
        return list(distinct.iter_rows()), np.zeros(values.height, np.intp)
    numbered = distinct.with_row_index("__number")
    joined = values.join(numbered, on=values.columns, how="left", nulls_equal=True, maintain_order="left")
    return list(distinct.iter_rows()), joined["__number"].to_numpy().astype(np.intp)
