"""Whole numbers in arrays: products that may leave 64 bits, rounding half-up, and sums by row."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from logicost.array_kinds import Numbers

_SAFE = 2.0**61  # half of what 64 bits hold: room to double a number, and one half of a divisor


def product(first: Numbers, second: Numbers | int) -> NDArray[Any]:
    """The product of two arrays: of Python's integers where it could leave 64 bits, of 64 bits otherwise."""
    if not first.size:
        return np.zeros(np.broadcast_shapes(first.shape, np.shape(second)), np.int64)
    largest = float(np.abs(first).max()) * float(np.abs(second).max())
    return first.astype(object) * second if largest >= _SAFE else first * second


def half_up(numbers: NDArray[Any], divisor: Numbers | int) -> Numbers:
    """The nearest whole numbers to numbers / divisor, ties away from zero."""
    sizes = (2 * np.abs(numbers) + divisor) // (2 * divisor)
    whole: Numbers = np.where(numbers < 0, -sizes, sizes).astype(np.int64)
    return whole


def sum_by(rows: NDArray[np.intp], numbers: NDArray[Any], size: int) -> NDArray[Any]:
    """The sums of numbers of the same row."""
    sums: NDArray[Any] = np.zeros(size, numbers.dtype)
    if numbers.dtype == object:
        sums[:] = 0
    np.add.at(sums, rows, numbers)
    return sums


def worst_by(rows: NDArray[np.intp], statuses: NDArray[Any], size: int) -> NDArray[np.int8]:
    """The greatest status of each row."""
    worst = np.zeros(size, np.int8)
    np.maximum.at(worst, rows, statuses.astype(np.int8))
    return worst
