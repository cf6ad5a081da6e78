"""The card of the aged inventory surcharge: by days of age the rate per unit of storage volume, and the least per unit."""

from __future__ import annotations

from logicost.fees.cards import bands
from logicost.fees.charge import Charge
from logicost.fees.declared import card_of, count, key, nested, part, words
from logicost.rules.expressions import FALSE, Expression
from logicost.rules.plan import Kind
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


def exempt_at(fee: Charge, age: Expression) -> tuple[Expression, Expression]:
    """Whether the unit's category does not pay at that age, and whether one that is not certain decides it."""
    plan, exempt = fee.plan, fee.card.exempt
    if exempt is None:
        return FALSE, FALSE
    flag = fee.step(
        "aged_inventory_exempt",
        plan.is_word(plan.input("category"), *exempt.categories) | plan["is_apparel"],
        Kind.FLAG,
        f"of a category that is exempt up to {exempt.up_to} days",
    )
    young = age <= exempt.up_to
    return young & flag, young & plan["category_is_assumed"]
