"""The card of the aged inventory surcharge: by days of age the rate per unit of storage volume, and the least per unit."""

from __future__ import annotations

from dataclasses import dataclass

from logicost.fees.cards import bands
from logicost.fees.charge import Charge
from logicost.fees.declared import card_of, count, key, nested, part, words
from logicost.fees.known import estimate_where
from logicost.fees.rows import find_row
from logicost.fees.volume import volume_cost
from logicost.rules.expressions import FALSE, Expression, maximum
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


@dataclass(frozen=True, slots=True)
class AtAge:
    """What a unit of one age pays at a snapshot: the amount, its status, whether the age is charged, whether its rate is a gap,
    and whether the amount is the least per unit."""

    cost: Expression
    status: Expression
    is_charged: Expression
    is_gap: Expression
    is_minimum: Expression


def cost_at(fee: Charge, age: Expression) -> AtAge:
    """By the unit's storage volume, the greater of rate and minimum."""
    row = find_row(fee, "aged_inventory", fee.card.rates, (), maximum(age, 0), "the days of age")
    unit = fee.plan.market.storage_volume.name
    rate = row.cell("per_volume", Kind.MONEY, f"per {unit}", "aged_inventory_rate")
    least = row.cell("at_least", Kind.MONEY, "per unit", "aged_inventory_minimum")
    volume = volume_cost(fee.plan, rate)
    by_volume = fee.step("aged_inventory_by_volume", volume, Kind.MONEY, "volume x rate, to 0.0001")
    exempt, unnamed = _exempt_at(fee, age)
    status = maximum(row.says("status"), estimate_where(unnamed))
    is_charged = ((rate > 0) | row.is_gap()) & ~exempt
    return AtAge(maximum(by_volume, least), status, is_charged, row.is_gap(), least > by_volume)


def _exempt_at(fee: Charge, age: Expression) -> tuple[Expression, Expression]:
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
