"""From edition files to cards: a registry of the structures that rules can read, and the reader of band tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

from logicost.errors import TableError
from logicost.rules.table import NO_LIMIT, WordRow, WordTable, word_table
from logicost.tables.cursor import Cursor
from logicost.tables.edition import ORIGINS, Edition
from logicost.tables.status import Status

CardReader = Callable[[Edition, Cursor], Any]
ANY_PRICE = "any price"
_AMOUNT = re.compile(r"[\d.]+")
ANY = "*"  # any fee that has no structure of its own
STRUCTURES: dict[str, CardReader] = {}
SERVES: dict[
    str, tuple[str, ...]
] = {}  # structure, without version, to the fees whose cards may have it, as patterns of names
_CARD = "card"  # where it is kept
COLUMNS = ("base", "plus", "per", "above", "status")  # of a band table
NO_STEP = 10**8  # `per` of a cell that adds nothing: a weight beyond any, which keeps the count of steps small


def register(structure: str, fees: tuple[str, ...], read: CardReader) -> None:
    """Declare a structure, by what it is read, and the fees whose cards may have it: without any, the one it is called after."""
    STRUCTURES[structure] = read
    shape = structure.partition("/")[0]
    SERVES[shape] = (*SERVES.get(shape, ()), *(fees or (shape,)))
    _structures_of.cache_clear()


def read_card(edition: Edition) -> Any:
    """The edition's body as its structure's reader makes it, None for a card without figures; read once.

    Raises:
        TableError: ``table_structure_unknown``, ``table_key_unknown`` for keys that the reader did not take, or what
            the reader found.
    """
    if _CARD not in edition.kept:
        reader = STRUCTURES.get(edition.structure)
        if reader is not None and edition.structure.partition("/")[0] not in _structures_of(edition.fee):
            raise TableError("table_structure_unknown", f"{edition.fee} is not read by {edition.structure}",
                             "structure", str(edition.path))  # fmt: skip
        if reader is None:
            raise TableError(
                "table_structure_unknown",
                f"no rule reads the structure {edition.structure}",
                "structure",
                str(edition.path),
            )
        body = edition.body()
        card = reader(edition, body) if edition.has_figures else None
        body.done()
        edition.kept[_CARD] = card
    return edition.kept[_CARD]


@cache
def _structures_of(fee: str) -> set[str]:
    """The structures, without version, that a fee's card may have: those declared for it, else those for any fee."""
    own = {shape for shape, fees in SERVES.items() if any(fnmatchcase(fee, each) for each in fees if each != ANY)}
    return own or {shape for shape, fees in SERVES.items() if ANY in fees}


def bands(cursor: Cursor, read: Callable[[Cursor], int], anything: str) -> Iterator[tuple[int, Cursor]]:
    """The bands of a mapping from upper edges to cells, ascending: (upper edge inclusive, cell).

    ``over 150 lb`` must repeat the last edge and opens the band; `anything` (``any weight``) is a single open band.
    """
    lower = 0
    open_ended = False
    for key, cell in cursor.items():
        text = key.text()
        if open_ended:
            key.fail("follows an open band")
        if text == anything:
            open_ended = True
        elif text.startswith("over "):
            if read(key.with_text(text.removeprefix("over "))) != lower:
                key.fail("must begin where the band before ends")
            open_ended = True
        else:
            upper = read(key)
            if upper <= lower:
                key.fail("must lie above the band before")
            lower = upper
            yield upper, cell
        if open_ended:
            yield NO_LIMIT, cell


def weight_bands(cursor: Cursor) -> Iterator[tuple[int, Cursor]]:
    return bands(cursor, Cursor.weight, "any weight")


def money_bands(cursor: Cursor) -> Iterator[tuple[int, Cursor]]:
    return bands(cursor, Cursor.money, ANY_PRICE)


def cell_rows(
    keys: tuple[str | int, ...], upper: int, cell: Cursor, across: int, measure: Callable[[Cursor], int] = Cursor.weight
) -> list[WordRow]:
    """The rows of one cell: one for each of `across` columns, whose number becomes the last key.

    A cell is an amount, a list of amounts, ``{amount, origin}`` or ``{base, plus, per, above}``. Gaps get the status
    unsourced, cells that are derived or of one source the status estimate; `origin` may be a list, one for each column.
    `measure` reads `per` and `above`.
    """
    estimated = [False] * across
    plus, per, above = [0] * across, NO_STEP, 0
    plus_gaps = [False] * across
    if cell.is_mapping():
        origin = cell.get("origin")
        if origin is not None:
            estimated = _estimated(origin, across)
        amount = cell.get("amount")
        if amount is None:
            base = cell.need("base")
            steps = amounts_of(cell.need("plus"), across)
            plus = [value or 0 for value in steps]
            plus_gaps = [value is None for value in steps]
            per, above = measure(cell.need("per")), measure(cell.need("above"))
            if per <= 0:
                cell.need("per").fail("must be more than nothing")
        else:
            base = amount
        cell.done()
    else:
        base = cell
    rows = []
    for number, value in enumerate(amounts_of(base, across)):
        gap = value is None or plus_gaps[number]
        status = Status.UNSOURCED if gap else Status.ESTIMATE if estimated[number] else Status.EXACT
        rows.append(WordRow((*keys, number), upper, (value or 0, plus[number], per, above, int(status))))
    return rows


def _estimated(origin: Cursor, across: int) -> list[bool]:
    """Whether each column's amount is an estimate by its origin."""
    words = origin.list() if origin.is_list() else [origin] * across
    if len(words) != across:
        origin.fail(f"has {len(words)} words for {across} columns")
    return [word.choice(*ORIGINS) != "published" for word in words]


def band_rows(keys: tuple[str | int, ...], cursor: Cursor, across: int, by_price: bool = False) -> list[WordRow]:
    """The rows of a mapping from weights, or prices, to cells."""
    found, measure = (money_bands, Cursor.money) if by_price else (weight_bands, Cursor.weight)
    return [row for upper, cell in found(cursor) for row in cell_rows(keys, upper, cell, across, measure)]


def is_of_price(bands: Cursor) -> bool:
    """Whether a mapping's first edge is a price, an amount without a unit, and not a weight."""
    edge = next((key.text().removeprefix("over ") for key, _ in bands.items()), "")
    return edge == ANY_PRICE or bool(_AMOUNT.fullmatch(edge))


def amounts_of(cursor: Cursor, across: int) -> list[int | None]:
    """One amount for every column, or a list with one for each; None for a gap."""
    if not cursor.is_list():
        return [cursor.or_gap(cursor.money)] * across
    cells = cursor.list()
    if len(cells) != across:
        cursor.fail(f"has {len(cells)} amounts for {across} columns")
    return [cell.or_gap(cell.money) for cell in cells]


def flat_table(by: tuple[str, ...], rates: Cursor, edition: Edition, *, gaps: bool = False) -> WordTable:
    """A card with one amount, or ``{amount, origin}``, for each word of the steps `by`, nested in their order.

    Args:
        gaps: whether an amount may be unsourced.
    """

    def rows(found: tuple[str, ...], cell: Cursor) -> list[WordRow]:
        if len(found) < len(by):
            return [row for name, below in cell.items() for row in rows((*found, name.text()), below)]
        amount, status = cell, Status.EXACT
        if cell.is_mapping():
            amount = cell.need("amount")
            status = Status.ESTIMATE if _estimated(cell.need("origin"), 1)[0] else Status.EXACT
            cell.done()
        if gaps and amount.is_gap():
            return [WordRow(found, NO_LIMIT, (0, int(Status.UNSOURCED)))]
        return [WordRow(found, NO_LIMIT, (amount.money(), int(status)))]

    return word_table(edition.id, by, "nothing", ("amount", "status"), rows((), rates))
