"""Cards as declarations: a class says which keys a card has and what stands under each; one reader serves them all.

@card_of("overmax_handling/1")
@dataclass(frozen=True, slots=True)
class Overmax:
    longest_over: int = length()
    length_plus_girth_over: int = length()
    rates: WordTable = flat("size_tier")
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import Field, dataclass, field, fields
from typing import Any, TypeVar, dataclass_transform

from logicost.fees.cards import COLUMNS, amounts_of, band_rows, flat_table, is_of_price, register
from logicost.rules.table import WordRow, WordTable, word_table
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition

T = TypeVar("T")
Read = Callable[[Cursor, Edition], Any]
NEEDED, OTHERS = object(), object()  # in place of what a key is where it is absent: it must be there; all that are left


@dataclass_transform(frozen_default=True)
def card_of(structure: str, *fees: str) -> Callable[[type[T]], type[T]]:
    """Make a frozen dataclass of a class, which cards of that structure become: each of its fields is a key of the card.

    Args:
        fees: whose cards may have it, as patterns of names; without any, the fee that the structure is called after.

    What several keys must have in common its method ``check(body)`` says, if it has one, by `Cursor.fail`.
    """

    def declare(kind: type[T]) -> type[T]:
        made = part(kind)
        register(structure, fees, lambda edition, body: _read(made, body, edition))
        return made

    return declare


@dataclass_transform(frozen_default=True)
def part(kind: type[T]) -> type[T]:
    """The same of a mapping inside a card."""
    return dataclass(frozen=True, slots=True)(kind)


def _read(kind: type[T], body: Cursor, edition: Edition) -> T:
    values: dict[str, Any] = {}
    head, declared = set(body.taken), fields(kind)  # type: ignore[arg-type]
    for each in declared:
        read, absent = each.metadata["read"], each.metadata["absent"]
        if absent is OTHERS:
            own = head | {_called(one) for one in declared}
            values[each.name] = {name: read(value, edition) for name, value in beside(body, own)}
        else:
            cursor = body.need(_called(each)) if absent is NEEDED else body.get(_called(each))
            values[each.name] = absent if cursor is None else read(cursor, edition)
    made = kind(**values)
    if hasattr(made, "check"):
        made.check(body)
    return made


def beside(body: Cursor, own: Collection[str]) -> list[tuple[str, Cursor]]:
    """The keys of a card that are not among `own`, with what stands under them."""
    return [(name.text(), value) for name, value in body.items() if name.text() not in own]


def _called(each: Field[Any]) -> str:
    return each.metadata["of"] or each.name.rstrip("_")  # a word of Python's has one behind it


def key(read: Read, absent: Any = NEEDED, of: str = "") -> Any:
    """A key of the card, read so.

    Args:
        absent: what it is where the card does not have it; `of`: the key, where it is called otherwise than the field.
    """
    return field(metadata={"read": read, "absent": absent, "of": of})


def others(read: Read) -> Any:
    """Every key of the card that none of its other fields is, by its word: words of the market that the code does not know."""
    return key(read, OTHERS)


def amount(absent: Any = NEEDED) -> Any:
    return key(money_of, absent)


def rate(absent: Any = NEEDED) -> Any:
    return key(rate_of, absent)


def length(absent: Any = NEEDED, of: str = "") -> Any:
    return key(length_of, absent, of)


def weight(absent: Any = NEEDED) -> Any:
    return key(weight_of, absent)


def count(absent: Any = NEEDED, of: str = "") -> Any:
    return key(count_of, absent, of)


def divisor(of: str = "") -> Any:
    """A whole number of more than nothing."""
    return key(lambda cursor, _: cursor.divisor(), of=of)


def day(absent: Any = NEEDED) -> Any:
    return key(day_of, absent)


def text(absent: Any = NEEDED, of: str = "") -> Any:
    return key(text_of, absent, of)


def choice(*known: str) -> Any:
    return key(lambda cursor, _: cursor.choice(*known))


def flag(word: str = "yes") -> Any:
    """Whether the card says so; not where it says nothing."""
    return key(lambda cursor, _: cursor.choice("yes", "no") == word, False)


def is_said(*only: str, of: str = "") -> Any:
    """Whether the card has the key, which can say nothing but one of those words."""
    return key(lambda cursor, _: bool(cursor.choice(*only)), False, of)


def one(kind: type[Any], absent: Any = NEEDED) -> Any:
    """A mapping with the fields of another such class."""
    return key(nested(kind), absent)


def words(absent: Any = NEEDED) -> Any:
    return key(listed(text_of), absent)


def listed(read: Read, exactly: int = 0) -> Read:
    """A list of what is read so, of `exactly` so many where that is said."""

    def found(cursor: Cursor, edition: Edition) -> tuple[Any, ...]:
        values = tuple(read(each, edition) for each in cursor.list())
        if exactly and len(values) != exactly:
            cursor.fail(f"must be a list of {exactly}")
        return values

    return found


def ascending(first: Read, then: Read, absent: Any = NEEDED) -> Any:
    """A mapping as pairs, in the order of what its keys are read as, which must ascend."""
    return key(pairs(first, then), absent)


def pairs(first: Read, then: Read) -> Read:
    def read(cursor: Cursor, edition: Edition) -> tuple[tuple[Any, Any], ...]:
        found = tuple((first(name, edition), then(value, edition)) for name, value in cursor.items())
        keys = [name for name, _ in found]
        if not found or keys != sorted(set(keys)):
            cursor.fail("must have keys that ascend, one at least")
        return found

    return read


def range_of(read: Read) -> Any:
    """Two ends, the low one first."""

    def ends(cursor: Cursor, edition: Edition) -> tuple[Any, ...]:
        found: tuple[Any, ...] = listed(read, exactly=2)(cursor, edition)
        if found[0] > found[1]:
            cursor.fail("must have the low end first")
        return found

    return key(ends)


def by_word(read: Read, *known: str, every: bool = False, absent: Any = NEEDED, of: str = "") -> Any:
    """A mapping of words to what is read under each; where `known` are given, of these, and of `every` one of them."""
    return key(mapping(read, *known, every=every), absent, of)


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


def _plain(read: Callable[[Cursor], T]) -> Callable[[Cursor, Edition], T]:
    return lambda cursor, _: read(cursor)


money_of, rate_of, count_of = _plain(Cursor.money), _plain(Cursor.rate), _plain(Cursor.count)
length_of, weight_of, volume_of = _plain(Cursor.length), _plain(Cursor.weight), _plain(Cursor.volume)
day_of, text_of = _plain(Cursor.date), _plain(Cursor.text)


def or_gap(read: Read) -> Read:
    """None where the card says ``unsourced``."""
    return lambda cursor, edition: None if cursor.is_gap() else read(cursor, edition)


def percentages(*known: str, absent: Any = NEEDED) -> Any:
    """A rate for each word."""
    return by_word(rate_of, *known, absent=absent)


def flat(*by: str) -> Any:
    """One amount for each word of the steps `by`, nested in their order."""
    return key(lambda cursor, edition: flat_table(by, cursor, edition))


def columns_of(edition: Edition, across: str) -> int:
    """How many columns a card has: as many as the key `across` names, in a list or a mapping."""
    named = edition.body().need(across)
    return len(named.mapping() if named.is_mapping() else named.list())


def amounts(across: str, absent: Any = NEEDED, of: str = "") -> Any:
    """An amount for each of the columns that the key `across` names, None for a gap; one that is no list is that of all."""
    return key(lambda cursor, edition: amounts_of(cursor, columns_of(edition, across)), absent, of)


def banded(*by: str, along: str, across: str = "", column: str = "column") -> Any:
    """A cell for each band of the step `along`, nested under words of the steps `by`.

    Args:
        across: the key that names what the amounts of a cell are for; without it a cell is one amount.
        column: what such a name is.
    """

    def table(cursor: Cursor, edition: Edition) -> WordTable:
        return banded_table(cursor, edition, by, along, columns_of(edition, across) if across else 1, column=column)

    return key(table)


def banded_by_card() -> Any:
    """The same by the steps that the card itself names, under ``keys`` and ``along``."""

    def table(cursor: Cursor, edition: Edition) -> WordTable:
        body = edition.body()
        by = tuple(name.text() for name in body.need("keys").list())
        return banded_table(cursor, edition, by, body.need("along").text(), of_price=True)

    return key(table)


def banded_table(
    rates: Cursor,
    edition: Edition,
    by: tuple[str, ...],
    along: str,
    across: int = 1,
    name: str = "",
    column: str = "column",
    of_price: bool = False,
) -> WordTable:
    """The table of cells under words of `by`, in bands of `along`, each with as many amounts as `across`.

    `name`: of the table among those of the card; `of_price`: the bands may be of a price as well as of a weight.

    A key may be several words with commas, which share what stands under them; a gap stands for no words.
    """

    by_price: list[bool] = []

    def rows(found: tuple[str, ...], cursor: Cursor) -> list[WordRow]:
        if cursor.is_gap():
            return []
        if len(found) == len(by):
            by_price.append(of_price and is_of_price(cursor))
            if by_price[-1] is not by_price[0]:
                cursor.fail("has bands of a price beside others of a weight")
            return band_rows(found, cursor, across, by_price[0])
        below = ((word, cell) for key, cell in cursor.items() for word in key.text().split(", "))
        return [row for word, cell in below for row in rows((*found, word), cell)]

    found = rows((), rates)
    return word_table(f"{edition.id} {name}".rstrip(), (*by, column), along, COLUMNS, found, any(by_price))
