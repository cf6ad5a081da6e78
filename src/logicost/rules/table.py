"""A table as the rules see it: rows found by whole-number keys and one band, holding whole numbers."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from logicost.errors import TableError, nearest

NO_ROW = -1
NO_LIMIT = 2**62  # the upper edge of an open band


class Row(NamedTuple):
    """One cell of the card: where it holds, and what it says.

    Attributes:
        keys: codes of the words that pick the group, such as (product type, size tier, price band).
        upper: the band's upper edge, inclusive, in the grain of what is looked up; NO_LIMIT for an open band.
        values: one whole number for each column of the table.
    """

    keys: tuple[int, ...]
    upper: int
    values: tuple[int, ...]


@dataclass(frozen=True, eq=False, slots=True)
class Table:
    """Rows sorted by keys and upper edge; equality is identity, so that a table may stand inside an expression.

    Attributes:
        name: what it is called in explanations and sheets: the edition's id and the part of it.
        key_names, along: what picks the row.
        columns: names of the values.
        rows: sorted by (keys, upper).
        groups: of the keys of rows the number of their first and the upper edges of all.
    """

    name: str
    key_names: tuple[str, ...]
    along: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    groups: Mapping[tuple[int, ...], tuple[int, list[int]]] = field(repr=False)
    _columns: dict[str, tuple[int, ...]] = field(default_factory=dict, repr=False)
    _extremes: dict[str, tuple[int, int]] = field(default_factory=dict, repr=False)
    _edges: list[int] = field(default_factory=list, repr=False)

    @property
    def edges(self) -> Sequence[int]:
        """The upper edges of all rows, each once, ascending."""
        if not self._edges:
            self._edges[:] = sorted({row.upper for row in self.rows})
        return self._edges

    def extremes(self, column: str) -> tuple[int, int]:
        """The least and the greatest value of a column of a table that has rows."""
        if column not in self._extremes:
            values = self.values_of(column)
            self._extremes[column] = min(values), max(values)
        return self._extremes[column]

    def find(self, keys: tuple[int, ...], along: int) -> int:
        """The number of the row whose band holds `along`, or NO_ROW."""
        group = self.groups.get(keys)
        if group is None:
            return NO_ROW
        first, uppers = group
        place = bisect_left(uppers, along)
        return first + place if place < len(uppers) else NO_ROW

    def column(self, name: str) -> int:
        return self.columns.index(name)

    def values_of(self, column: str) -> tuple[int, ...]:
        """That column's value in each row."""
        if column not in self._columns:
            place = self.column(column)
            self._columns[column] = tuple(row.values[place] for row in self.rows)
        return self._columns[column]


def make_table(name: str, key_names: Sequence[str], along: str, columns: Sequence[str], rows: Sequence[Row]) -> Table:
    """A table of those rows, sorted.

    Raises:
        TableError: ``table_value``, where two rows hold for the same.
        ValueError: a row has the wrong number of values.
    """
    ordered = sorted(rows)
    groups: dict[tuple[int, ...], tuple[int, list[int]]] = {}
    for number, row in enumerate(ordered):
        keys, upper, values = row
        if len(values) != len(columns) or len(keys) != len(key_names):
            raise ValueError(f"{name}: a row does not fit the columns")
        if keys not in groups:
            groups[keys] = number, [upper]
            continue
        _, uppers = groups[keys]
        if uppers[-1] == upper:
            raise TableError("table_value", f"{name} has two rows for the same goods and weight")
        uppers.append(upper)
    return Table(name, tuple(key_names), along, tuple(columns), tuple(ordered), groups)


Vocabularies = tuple[tuple[str, tuple[str, ...]], ...]  # of each key: what it is called, and its words


def number_of(known: tuple[str, ...], word: str, of: str) -> int:
    """The number of a card's word in a vocabulary.

    Raises:
        TableError: ``unknown_size_tier``, or ``table_word_unknown`` for other vocabularies.
    """
    if word in known:
        return known.index(word)
    hint = nearest(word, list(known)) or f" Known: {', '.join(known)}."
    if of == "size_tier":
        raise TableError("unknown_size_tier", f"a card names the size tier '{word}'.{hint}")
    raise TableError("table_word_unknown", f"a card names '{word}' as {of.replace('_', ' ')}.{hint}")


class WordRow(NamedTuple):
    """A `Row` whose keys may still be words of the card."""

    keys: tuple[str | int, ...]
    upper: int
    values: tuple[int, ...]


@dataclass(frozen=True, eq=False, slots=True)
class WordTable:
    """A table as its card has it: the steps that it is looked up by say which number a word has."""

    name: str
    key_names: tuple[str, ...]
    along: str
    columns: tuple[str, ...]
    rows: tuple[WordRow, ...]
    by_price: bool = False  # whether its bands are of a price, where they may be of a weight or of one
    _numbered: dict[Vocabularies, Table] = field(default_factory=dict, repr=False)

    def numbered(self, words: Vocabularies) -> Table:
        """The table with numbers for words, the same one for the same vocabularies.

        Raises:
            TableError: a word stands in no vocabulary.
        """
        if words not in self._numbered:
            try:
                numbers = {keys: self._numbers(keys, words) for keys in dict.fromkeys(row.keys for row in self.rows)}
            except TableError as problem:  # a table is called after its card
                raise problem.in_card(self.name.partition(" ")[0]) from None
            rows = [Row(numbers[row.keys], row.upper, row.values) for row in self.rows]
            self._numbered[words] = make_table(self.name, self.key_names, self.along, self.columns, rows)
        return self._numbered[words]

    def _numbers(self, keys: tuple[str | int, ...], words: Vocabularies) -> tuple[int, ...]:
        return tuple(
            key if isinstance(key, int) else number_of(known, key, of)
            for key, (of, known) in zip(keys, words, strict=True)
        )


def word_table(
    name: str,
    key_names: Sequence[str],
    along: str,
    columns: Sequence[str],
    rows: Sequence[WordRow],
    by_price: bool = False,
) -> WordTable:
    """A table of those rows.

    Raises:
        TableError: ``table_value``, where two rows hold for the same.
    """
    if len({(row.keys, row.upper) for row in rows}) < len(rows):
        raise TableError("table_value", f"{name} has two rows for the same goods and weight")
    return WordTable(name, tuple(key_names), along, tuple(columns), tuple(rows), by_price)
