"""Cards as declarations: a class says which keys a card has and what stands under each; one reader serves them all.

@card_of("overmax_handling/1")
@dataclass(frozen=True, slots=True)
class Overmax:
    longest_over: int = length()
    length_plus_girth_over: int = length()
    rates: WordTable = flat("size_tier")
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from typing import Any, TypeVar, dataclass_transform

from logicost.fees.cards import COLUMNS, band_rows, flat_table, reads
from logicost.rules.table import WordRow, WordTable, word_table
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition

T = TypeVar("T")
Read = Callable[[Cursor, Edition], Any]
NEEDED = object()  # stands for no value that could be taken where a key is absent


@dataclass_transform(frozen_default=True)
def card_of(structure: str) -> Callable[[type[T]], type[T]]:
    """Make a frozen dataclass of a class, which cards of that structure become: each of its fields is a key of the card."""

    def register(kind: type[T]) -> type[T]:
        made = part(kind)
        reads(structure)(lambda edition, body: _read(made, body, edition))
        return made

    return register


@dataclass_transform(frozen_default=True)
def part(kind: type[T]) -> type[T]:
    """The same of a mapping inside a card."""
    return dataclass(frozen=True, slots=True)(kind)


def _read(kind: type[T], body: Cursor, edition: Edition) -> T:
    values: dict[str, Any] = {}
    for each in fields(kind):  # type: ignore[arg-type]
        absent = each.metadata["absent"]
        name = each.name.rstrip("_")  # a word of Python's has one behind it
        cursor = body.need(name) if absent is NEEDED else body.get(name)
        values[each.name] = absent if cursor is None else each.metadata["read"](cursor, edition)
    return kind(**values)


def key(read: Read, absent: Any = NEEDED) -> Any:
    """A key of the card, read so; `absent`: what it is where the card does not have it."""
    return field(metadata={"read": read, "absent": absent})


def amount(absent: Any = NEEDED) -> Any:
    return key(money_of, absent)


def rate(absent: Any = NEEDED) -> Any:
    return key(rate_of, absent)


def length() -> Any:
    return key(lambda cursor, _: cursor.length())


def count(absent: Any = NEEDED) -> Any:
    return key(lambda cursor, _: cursor.count(), absent)


def day(absent: Any = NEEDED) -> Any:
    return key(lambda cursor, _: cursor.date(), absent)


def text(absent: Any = NEEDED) -> Any:
    return key(lambda cursor, _: cursor.text(), absent)


def choice(*known: str) -> Any:
    return key(lambda cursor, _: cursor.choice(*known))


def flag(word: str = "yes") -> Any:
    """Whether the card says so; not where it says nothing."""
    return key(lambda cursor, _: cursor.choice("yes", "no") == word, False)


def words(absent: Any = NEEDED) -> Any:
    return key(lambda cursor, _: tuple(word.text() for word in cursor.list()), absent)


def range_of(read: Read) -> Any:
    """Two ends, the low one first."""

    def ends(cursor: Cursor, edition: Edition) -> tuple[Any, Any]:
        found = [read(end, edition) for end in cursor.list()]
        if len(found) != 2 or found[0] > found[1]:
            cursor.fail("must be the low and the high end")
        return found[0], found[1]

    return key(ends)


def by_word(read: Read, *known: str, every: bool = False, absent: Any = NEEDED) -> Any:
    """A mapping of words to what is read under each; where `known` are given, of these, and of `every` one of them."""
    return key(mapping(read, *known, every=every), absent)


def mapping(read: Read, *known: str, every: bool = False) -> Read:
    def found(cursor: Cursor, edition: Edition) -> dict[str, Any]:
        names = {word.choice(*known) if known else word.text(): value for word, value in cursor.items()}
        if every and (missing := [name for name in known if name not in names]):
            cursor.need(missing[0])
        return {name: read(value, edition) for name, value in names.items()}

    return found


def nested(kind: type[T]) -> Read:
    """A mapping with the fields of another such class."""

    def found(cursor: Cursor, edition: Edition) -> T:
        value = _read(kind, cursor, edition)
        cursor.done()
        return value

    return found


def money_of(cursor: Cursor, edition: Edition) -> int:
    return cursor.money()


def rate_of(cursor: Cursor, edition: Edition) -> int:
    return cursor.rate()


def or_gap(read: Read) -> Read:
    """None where the card says ``unsourced``."""
    return lambda cursor, edition: None if cursor.is_gap() else read(cursor, edition)


def percentages(*known: str, absent: Any = NEEDED) -> Any:
    """A rate for each word."""
    return by_word(rate_of, *known, absent=absent)


def flat(by: str) -> Any:
    """One amount for each word of the step `by`."""
    return key(lambda cursor, edition: flat_table(by, cursor, edition))


def banded(*by: str, along: str, across: str = "") -> Any:
    """A cell for each band of the step `along`, nested under words of the steps `by`.

    Args:
        across: the key whose list says what the amounts of a cell are for; without it a cell is one amount.
    """

    def table(cursor: Cursor, edition: Edition) -> WordTable:
        columns = len(edition.body().need(across).list()) if across else 1
        return banded_table(cursor, edition, by, along, columns)

    return key(table)


def banded_by_card() -> Any:
    """The same by the steps that the card itself names, under ``keys`` and ``along``."""

    def table(cursor: Cursor, edition: Edition) -> WordTable:
        body = edition.body()
        by = tuple(name.text() for name in body.need("keys").list())
        return banded_table(cursor, edition, by, body.need("along").text())

    return key(table)


def banded_table(
    rates: Cursor, edition: Edition, by: tuple[str, ...], along: str, across: int = 1, name: str = ""
) -> WordTable:
    """The table of cells under words of `by`, in bands of `along`, each with as many amounts as `across`.

    `name`: of the table among those of the card.

    A key may be several words with commas, which share what stands under them; a gap stands for no words.
    """

    def rows(found: tuple[str, ...], cursor: Cursor) -> list[WordRow]:
        if cursor.is_gap():
            return []
        if len(found) == len(by):
            return band_rows(found, cursor, across)
        below = ((word, cell) for key, cell in cursor.items() for word in key.text().split(", "))
        return [row for word, cell in below for row in rows((*found, word), cell)]

    return word_table(f"{edition.id} {name}".rstrip(), (*by, "column"), along, COLUMNS, rows((), rates))
