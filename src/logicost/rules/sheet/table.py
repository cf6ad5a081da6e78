"""How a table lies on a sheet so that one binary search finds its row.

Each row of the card gets a search code: its keys as digits of one number, and below them the smallest value of its band
(one grain above the edge before, as all values are whole). In ascending codes ``MATCH(code, codes, 1)`` then finds the
row "up to and including" the edge. Where the card has no row, a code with the row number -1 stands in the way.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from logicost.rules.table import NO_LIMIT, NO_ROW, Table

LIMIT = 10**15  # every spreadsheet program keeps and compares whole numbers below it exactly: fifteen digits


@dataclass(frozen=True, slots=True)
class Digit:
    """One key in the code: values from `low` to `high` are told apart, all others count as the nearest of the two."""

    low: int
    high: int

    @property
    def size(self) -> int:
        return self.high - self.low + 1


@dataclass(frozen=True, slots=True)
class SearchIndex:
    """The codes of a table.

    Attributes:
        digits: one for each key; values that no row has lie at either end.
        top: values along the band count up to this, one above the last edge.
        codes: ascending; `rows`: the table's row number for each, or -1.
    """

    digits: tuple[Digit, ...]
    top: int
    codes: tuple[int, ...]
    rows: tuple[int, ...]

    @property
    def weights(self) -> tuple[int, ...]:
        """What one step of each digit adds to the code."""
        result: list[int] = []
        weight = self.top + 1
        for digit in reversed(self.digits):
            result.insert(0, weight)
            weight *= digit.size
        return tuple(result)

    def group(self, keys: Sequence[int]) -> int:
        """The part of the code that is of the keys."""
        held = (min(max(key, digit.low), digit.high) - digit.low for key, digit in zip(keys, self.digits, strict=True))
        return sum(key * weight for key, weight in zip(held, self.weights, strict=True))

    def band_start(self, keys: Sequence[int], along: int) -> int:
        """The smallest value of the band in which `along` lies."""
        group = self.group(keys)
        return self.codes[bisect_right(self.codes, group + min(max(along, 0), self.top)) - 1] - group


def index_table(table: Table) -> SearchIndex:
    """The search index of a table.

    Raises:
        ValueError: the keys and the band together need more than fifteen digits.
    """
    digits = tuple(Digit(min(values) - 1, max(values) + 1) for values in _key_values(table))
    top = max((row.upper for row in table.rows if row.upper != NO_LIMIT), default=0) + 1
    if reduce(lambda size, digit: size * digit.size, digits, top + 1) >= LIMIT:
        raise ValueError(f"{table.name} has too many keys and bands for a sheet")
    codes: list[int] = []
    rows: list[int] = []

    def place(code: int, row: int) -> None:
        if codes and codes[-1] == code:
            rows[-1] = row
        elif not (rows and row == NO_ROW == rows[-1]):
            codes.append(code)
            rows.append(row)

    place(0, NO_ROW)
    begins: dict[int, int] = {}
    for number, row in enumerate(table.rows):
        group = 0
        for digit, key in zip(digits, row.keys, strict=True):
            group = group * digit.size + key - digit.low
        place(group * (top + 1) + begins.get(group, 0), number)
        begins[group] = top if row.upper == NO_LIMIT else row.upper + 1
        if row.upper == NO_LIMIT:
            place((group + 1) * (top + 1), NO_ROW)
        elif _ends_group(table, number):
            place(group * (top + 1) + row.upper + 1, NO_ROW)
    return SearchIndex(digits, top, tuple(codes), tuple(rows))


def _key_values(table: Table) -> list[list[int]]:
    return [[row.keys[place] for row in table.rows] or [0] for place in range(len(table.key_names))]


def _ends_group(table: Table, number: int) -> bool:
    return number + 1 == len(table.rows) or table.rows[number + 1].keys != table.rows[number].keys
