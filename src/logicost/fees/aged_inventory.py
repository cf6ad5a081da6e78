"""Aged inventory surcharge: per unit of volume by the age of the unit at the snapshot on the 15th of the month.

"From 366 days on: greater of volume rate and per-unit minimum", compared per unit. Some categories may be exempt up to
an age. A whole month's charge for one unit, on top of storage, in the month of the quote.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from logicost.fees.cards import bands, reads
from logicost.fees.charge import Charge, line
from logicost.fees.storage import volume_cost
from logicost.inputs.fields import NOT_GIVEN
from logicost.rules.expressions import FALSE, Cell, Expression, maximum, select
from logicost.rules.plan import Kind
from logicost.rules.table import Row, Table, make_table
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition
from logicost.tables.status import Status

SNAPSHOT_DAY = 15


def snapshot_of(day: dt.date) -> dt.date:
    """The snapshot of the day's month, which lies before or after the day."""
    return day.replace(day=SNAPSHOT_DAY)


@dataclass(frozen=True, slots=True)
class AgedInventory:
    """`rates` by days of age: the rate per unit of storage volume, the least per unit (0 where the card has none), status."""

    exempt_categories: tuple[str, ...]
    exempt_up_to: int
    rates: Table


@reads("aged_inventory/1")
def read_aged_inventory(edition: Edition, body: Cursor) -> AgedInventory:
    rows = [Row((), upper, _cell(cell)) for upper, cell in bands(body.need("rates"), Cursor.count, "any age")]
    exempt = body.get("exempt")
    categories = exempt.need("categories").list() if exempt else []
    card = AgedInventory(
        tuple(category.text() for category in categories),
        exempt.need("up_to").count() if exempt else 0,
        make_table(edition.id, (), "age in days", ("per_volume", "at_least", "status"), rows),
    )
    if exempt is not None:
        exempt.done()
    return card


def _cell(cursor: Cursor) -> tuple[int, int, int]:
    if cursor.is_gap():
        return 0, 0, Status.UNSOURCED
    if not cursor.is_mapping():
        return cursor.money(), 0, 0
    cell = cursor.need("per_volume").money(), cursor.need("at_least").money(), 0
    cursor.done()
    return cell


@line(
    "aged_inventory", "storage", "aged inventory surcharge", "fba", "mcf", after="storage_utilization", on=snapshot_of
)
def aged_inventory(fee: Charge) -> None:
    """Where the age at the snapshot is given and surcharged."""
    plan, card, unit = fee.plan, fee.card, fee.plan.market.storage_volume.name
    age = plan.input("inventory_age_days")
    if fee.is_missing(age > NOT_GIVEN):
        return
    find = plan.find(card.rates, (), maximum(age, 0))
    row = fee.step("aged_inventory_row", find, Kind.ROW, "the days of age")
    rate = fee.step("aged_inventory_rate", Cell(card.rates, row, "per_volume", 0), Kind.MONEY, f"per {unit}")
    least = fee.step("aged_inventory_minimum", Cell(card.rates, row, "at_least", 0), Kind.MONEY, "per unit")
    by_volume = fee.step("aged_inventory_by_volume", volume_cost(plan, rate), Kind.MONEY, "volume x rate, to 0.0001")
    fee.amount(maximum(by_volume, least), "the greater of the two")
    known = Cell(card.rates, row, "status", 0)
    charged = (rate > 0) | known.equals(Status.UNSOURCED)
    unnamed: Expression = FALSE
    if card.exempt_categories:
        exempt = fee.step(
            "aged_inventory_exempt",
            plan.is_word(plan.input("category"), *card.exempt_categories) | plan["is_apparel"],
            Kind.FLAG,
            f"of a category that is exempt up to {card.exempt_up_to} days",
        )
        exempt_age = age <= card.exempt_up_to
        charged = charged & ~(exempt_age & exempt)
        unnamed = exempt_age & plan.input("category").equals(NOT_GIVEN)
    fee.applies(charged, "old enough, and not of an exempt category")
    fee.status(
        known,
        select(unnamed, Status.ESTIMATE, 0),
        note="an estimate where an exemption depends on a category that is not given",
    )
    is_minimum = plan.step("aged_inventory_is_minimum", least > by_volume, Kind.FLAG)
    old = "{inventory_age_days} days old at the snapshot of the month of {ship_day}"
    volume = f"{{unit_storage_volume}} at {{aged_inventory_rate}} a {unit}"
    fee.why(f"{old}: the minimum per unit, as {volume} would be less", is_minimum)
    fee.why(f"{old}: {volume}")
