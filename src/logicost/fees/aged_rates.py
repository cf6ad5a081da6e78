"""The card of the aged inventory surcharge: by days of age the rate per unit of storage volume, and the least per unit."""

from __future__ import annotations

from logicost.fees.cards import bands
from logicost.fees.declared import card_of, count, key, nested, part, words
from logicost.rules.table import Row, Table, make_table
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition
from logicost.tables.status import Status


@part
class Exempt:
    """Categories that do not pay up to so many days of age."""

    categories: tuple[str, ...] = words()
    up_to: int = count()


def _cell(cursor: Cursor) -> tuple[int, int, int]:
    if cursor.is_gap():
        return 0, 0, Status.UNSOURCED
    if not cursor.is_mapping():
        return cursor.money(), 0, 0
    cell = cursor.need("per_volume").money(), cursor.need("at_least").money(), 0
    cursor.done()
    return cell


def _by_age(rates: Cursor, edition: Edition) -> Table:
    rows = [Row((), upper, _cell(cell)) for upper, cell in bands(rates, Cursor.count, "any age")]
    return make_table(edition.id, (), "age in days", ("per_volume", "at_least", "status"), rows)


@card_of("aged_inventory/1")
class AgedInventory:
    """`rates` by days of age: the rate per unit of storage volume, the least per unit (0 where the card has none), status."""

    exempt: Exempt | None = key(nested(Exempt), absent=None)
    rates: Table = key(_by_age)
