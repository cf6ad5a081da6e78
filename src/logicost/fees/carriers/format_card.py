"""The card of carriers whose price goes by the format of the parcel."""

from __future__ import annotations

from logicost.fees.cards import ANY, COLUMNS, band_rows
from logicost.fees.declared import by_word, card_of, key, nested, part, text
from logicost.fees.tiers import LENGTHS, Limit, limits_of
from logicost.rules.table import WordTable, word_table
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition


def _sides(cursor: Cursor, edition: Edition) -> tuple[Limit, ...]:
    limits = limits_of(cursor, edition)
    if any(limit.of not in LENGTHS for limit in limits):
        cursor.fail("must be limits of the sides; the weight is that of the last band")
    return limits


def _heaviest(cursor: Cursor, _: Edition) -> int:
    return band_rows((), cursor, 1)[-1].upper


def _tax(cursor: Cursor, _: Edition) -> int:
    return 0 if cursor.text() == "none" else cursor.rate()


@part
class Format:
    """`limits`: of the sorted sides; `heaviest`: its last band; `tax`: the rate that its prices contain, None for the card's."""

    limits: tuple[Limit, ...] = key(_sides, of="all")
    heaviest: int = key(_heaviest, of="rates")
    tax: int | None = key(_tax, None, of="tax_included")


def _rates(cursor: Cursor, edition: Edition) -> WordTable:
    rows = [row for name, cell in cursor.items() for row in band_rows((name.text(),), cell.need("rates"), 1)]
    return word_table(edition.id, ("format", "column"), "parcel_weight", COLUMNS, rows)


@card_of("carrier_formats/1", ANY)
class FormatCard:
    carrier: str = text()
    tax: int = key(_tax, of="tax_included")
    formats: dict[str, Format] = by_word(nested(Format))
    rates: WordTable = key(_rates, of="formats")
