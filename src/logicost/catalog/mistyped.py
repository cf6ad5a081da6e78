"""Headings that are a letter or two from a column's name: hints only where they are really near."""

from __future__ import annotations

from collections.abc import Sequence


def nearest_column(word: str, columns: Sequence[str]) -> str | None:
    """The column that differs from the word by one letter, or by two where it is long."""
    for column in columns:
        allowed = 0 if len(column) < 4 else 1 if len(column) < 8 else 2
        if abs(len(word) - len(column)) <= allowed and len(word) > 3 and _distance(word, column, allowed) <= allowed:
            return column
    return None


def _distance(first: str, second: str, most: int) -> int:
    """Letters to add, drop or change; two neighbours that are swapped count once. More than `most` is told as such."""
    before: list[int] = []
    row = list(range(len(second) + 1))
    for number, letter in enumerate(first, 1):
        last, before, row = before, row, [number]
        for place, other in enumerate(second, 1):
            cost = min(before[place] + 1, row[-1] + 1, before[place - 1] + (letter != other))
            if number > 1 and place > 1 and letter == second[place - 2] and first[number - 2] == other:
                cost = min(cost, last[place - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
