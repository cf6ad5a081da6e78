"""Aged inventory surcharge: per cubic foot by the age of the unit at the snapshot on the 15th of the month.

"From 366 days on: greater of volume rate and per-unit minimum", compared per unit. Clothing, shoes, bags, jewelry and
watches are exempt up to 270 days. A whole month's charge for one unit, on top of storage, in the month of the quote.
"""

from __future__ import annotations

from dataclasses import dataclass

from logicost.fees.cards import bands, read_card, reads
from logicost.fees.product_type import add_product_type
from logicost.fees.referral import category_book
from logicost.fees.storage import volume_cost
from logicost.inputs.fields import NOT_GIVEN
from logicost.rules.expressions import Cell, Expression, FindRow, Reference, maximum, select
from logicost.rules.plan import Kind, Line, Plan, ProgramPlan
from logicost.rules.table import Row, Table, make_table
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition
from logicost.tables.shelf import Choice
from logicost.tables.status import Status

SNAPSHOT_DAY = 15


@dataclass(frozen=True, slots=True)
class AgedInventory:
    """`rates` by days of age: the rate per cubic foot, and the least per unit (0 where the card has none)."""

    exempt_categories: tuple[str, ...]
    exempt_up_to: int
    rates: Table


@reads("aged_inventory/1")
def read_aged_inventory(edition: Edition, body: Cursor) -> AgedInventory:
    rows = [Row((), upper, _cell(cell)) for upper, cell in bands(body.need("rates"), Cursor.count, "any age")]
    exempt = body.need("exempt")
    card = AgedInventory(
        tuple(category.text() for category in exempt.need("categories").list()),
        exempt.need("up_to").count(),
        make_table(edition.id, (), "age in days", ("per_cubic_foot", "at_least"), rows),
    )
    exempt.done()
    return card


def _cell(cursor: Cursor) -> tuple[int, int]:
    if not cursor.is_mapping():
        return cursor.money(), 0
    cell = cursor.need("per_cubic_foot").money(), cursor.need("at_least").money()
    cursor.done()
    return cell


def _choice(plan: Plan) -> Choice:
    """The card in force at the snapshot of the plan's month, which lies before or after the plan's day."""
    if "aged_inventory" not in plan.editions:
        snapshot = plan.day.replace(day=SNAPSHOT_DAY)
        plan.editions["aged_inventory"] = plan.shelf.choose(plan.market.code, "aged_inventory", snapshot)
    return plan.editions["aged_inventory"]


def add_aged_inventory(plan: Plan, program: ProgramPlan) -> None:
    """The surcharge's line, where the age at the snapshot is given and surcharged."""
    choice = _choice(plan)
    if not plan.has("aged_inventory"):
        _add_steps(plan, choice)
    snapshot = plan.day.replace(day=SNAPSHOT_DAY).isoformat()
    rate = "{unit_cubic_feet} at {aged_inventory_rate} a cubic foot"
    program.lines.append(
        Line(
            "aged_inventory",
            "storage",
            "aged_inventory",
            "aged_inventory_status",
            "aged_inventory_applies",
            choice.edition.id if choice.edition else None,
            (
                (
                    "aged_inventory_is_minimum",
                    f"{{inventory_age_days}} days old at the snapshot of {snapshot}: the minimum per unit, as {rate} would be less",
                ),
                (None, f"{{inventory_age_days}} days old at the snapshot of {snapshot}: {rate}"),
            )
            if choice.edition
            else ((None, choice.why),),
        )
    )


def _add_steps(plan: Plan, choice: Choice) -> None:
    age = plan.input("inventory_age_days")
    if choice.edition is None:
        plan.step("aged_inventory_applies", age > NOT_GIVEN, Kind.FLAG, "the age is given")
        plan.step("aged_inventory", 0, Kind.MONEY, choice.why)
        plan.step("aged_inventory_status", int(choice.status), Kind.STATUS, choice.why)
        plan.step("aged_inventory_is_minimum", 0, Kind.FLAG)
        return
    card: AgedInventory = read_card(choice.edition)
    source = choice.edition.id
    row = plan.step("aged_inventory_row", FindRow(card.rates, (), maximum(age, 0)), Kind.ROW, "the days of age", source)
    rate = plan.step(
        "aged_inventory_rate", Cell(card.rates, row, "per_cubic_foot", 0), Kind.MONEY, "per cubic foot", source
    )
    least = plan.step("aged_inventory_minimum", Cell(card.rates, row, "at_least", 0), Kind.MONEY, "per unit", source)
    by_volume = plan.step(
        "aged_inventory_by_volume", volume_cost(plan, rate), Kind.MONEY, "volume x rate, to 0.0001", source
    )
    plan.step("aged_inventory", maximum(by_volume, least), Kind.MONEY, "the greater of the two", source)
    plan.step("aged_inventory_is_minimum", least > by_volume, Kind.FLAG)
    exempt_age = age <= card.exempt_up_to
    plan.step(
        "aged_inventory_applies",
        (rate > 0) & ~(exempt_age & _exempt(plan, card, source)),
        Kind.FLAG,
        "old enough, and not of an exempt category",
        source,
    )
    unnamed: Expression = exempt_age & plan.input("category").equals(NOT_GIVEN)
    plan.step(
        "aged_inventory_status",
        maximum(int(choice.status), select(unnamed, int(Status.ESTIMATE), 0)),
        Kind.STATUS,
        choice.why or "an estimate where an exemption depends on a category that is not given",
        source,
    )


def _exempt(plan: Plan, card: AgedInventory, source: str) -> Reference:
    add_product_type(plan)
    slugs = category_book(plan.shelf, plan.market).slugs
    numbers = [slugs.index(category) for category in card.exempt_categories if category in slugs]
    return plan.step(
        "aged_inventory_exempt",
        plan.input("category").is_one_of(*numbers) | plan["is_apparel"],
        Kind.FLAG,
        f"clothing, shoes, bags, jewelry and watches, up to {card.exempt_up_to} days",
        source,
    )
