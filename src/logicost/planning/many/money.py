"""Money left by row: minor units of the currency, how well they are known, and whether they are at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logicost.array_kinds import Flags, Numbers, Statuses
from logicost.tables.status import Status

UNSOURCED = int(Status.UNSOURCED)
NEVER = -(2**62)  # less than any sum of money


@dataclass(frozen=True, slots=True)
class Money:
    """`Net` for many rows: where a part is not known the whole is not, and its status is unsourced."""

    minor: Numbers
    statuses: Statuses
    known: Flags

    @classmethod
    def of(cls, minor: Numbers, statuses: NDArray[Any], known: Flags) -> Money:
        return cls(np.where(known, minor, 0), np.where(known, statuses, UNSOURCED).astype(np.int8), known)

    @classmethod
    def nothing(cls, rows: int) -> Money:
        return cls(np.zeros(rows, np.int64), np.zeros(rows, np.int8), np.ones(rows, np.bool_))

    def __add__(self, other: Money) -> Money:
        worst = np.maximum(self.statuses, other.statuses)
        return Money.of(self.minor + other.minor, worst, self.known & other.known)

    def where(self, flags: Flags, otherwise: Money) -> Money:
        return self._with(otherwise, lambda mine, theirs: np.where(flags, mine, theirs))

    def _with(self, other: Money, join: Callable[[Any, Any], Any]) -> Money:
        return Money(join(self.minor, other.minor), join(self.statuses, other.statuses), join(self.known, other.known))

    def __getitem__(self, key: Any) -> Money:
        return Money(self.minor[key], self.statuses[key], self.known[key])

    def spread(self, places: NDArray[np.intp], rows: int) -> Money:
        """The same in those places of `rows` rows; the others are not known."""
        minor, statuses = np.zeros(rows, np.int64), np.full(rows, UNSOURCED, np.int8)
        known = np.zeros(rows, np.bool_)
        minor[places], statuses[places], known[places] = self.minor, self.statuses, self.known
        return Money(minor, statuses, known)

    @property
    def ranked(self) -> Numbers:
        """The minor units, and less than anything where they are not known."""
        return np.where(self.known, self.minor, NEVER)


def best_of(ways: list[Money]) -> Money:
    """The most of what is known, the first of equals; not known where none is."""
    best = ways[0]
    for way in ways[1:]:
        better = way.known & (~best.known | (way.minor > best.minor))
        best = way.where(better, best)
    return best
