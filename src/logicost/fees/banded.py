"""Cards with a cell for each band of a weight, under words that the card names: the shape of most price lists.

``keys: [size_tier]`` and ``along: shipping_weight`` name the steps that pick the row; `rates` is nested in the keys' order:
``size tier: band: cell``. A key may be several words with commas, which share what stands under them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from logicost.fees.cards import COLUMNS, band_rows, reads
from logicost.fees.sourced import Sourced
from logicost.fees.steps import Looked, look_up
from logicost.rules.expressions import Value
from logicost.rules.table import WordRow, WordTable, word_table
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition


@dataclass(frozen=True, slots=True)
class Banded:
    """`keys` and `along`: the steps or inputs by which a row of `rates` is found."""

    keys: tuple[str, ...]
    along: str
    rates: WordTable


@reads("banded/1")
def read_banded(edition: Edition, body: Cursor) -> Banded:
    keys = tuple(key.text() for key in body.need("keys").list())
    along = body.need("along").text()
    rows = list(_rows((), body.need("rates"), len(keys), edition))
    return Banded(keys, along, word_table(edition.id, (*keys, "column"), along, COLUMNS, rows))


def _rows(found: tuple[str, ...], rates: Cursor, keys: int, edition: Edition) -> Iterator[WordRow]:
    if len(found) == keys:
        yield from band_rows(found, rates, 1)
        return
    for words, below in rates.items():
        for word in words.text().split(", "):
            yield from _rows((*found, word), below, keys, edition)


def look_up_banded(card: Sourced, name: str, banded: Banded, note: str = "") -> Looked:
    """The amount of a banded card, under that name."""
    plan = card.plan
    by: list[Value] = [plan.value(key) for key in banded.keys]
    return look_up(card, name, banded.rates, (*by, 0), plan.value(banded.along), note=note)


@reads("flat/1")
def read_flat(edition: Edition, body: Cursor) -> int:
    """One amount for every unit."""
    return body.need("amount").money()
