"""Low-inventory-level fee (Seller Central GV43F6S76Y9DHYRH).

"The greater of the long-term and the short-term value" of historical days of supply picks the band; both must be
under 28 days. Charged per unit shipped, on top of the fulfilment fee, never a base of the surcharge.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from logicost.fees.cards import COLUMNS, cell_rows, read_card, reads, weight_bands
from logicost.fees.new_selection import find_waiver
from logicost.fees.referral import category_book
from logicost.fees.size_tier import tier_names
from logicost.fees.steps import look_up
from logicost.inputs.fields import NOT_GIVEN, SUPPLY_GRAINS
from logicost.rules.expressions import FALSE, Expression, expression, maximum, select
from logicost.rules.plan import Kind, Line, Plan, ProgramPlan
from logicost.rules.table import Row, make_table
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition
from logicost.tables.status import Status

_BAND = re.compile(r"(?:(\d+) to )?under (\d+)")


@dataclass(frozen=True, slots=True)
class LowInventory:
    """`breaks`: the days at which each band but the first begins; at `limit` days the fee ends. `new_seller_days`: for
    so many days after its first unit was received a Professional seller is exempt."""

    breaks: tuple[int, ...]
    limit: int
    rows: tuple[tuple[str, Row], ...]
    exempt_units_under: int
    exempt_categories: tuple[str, ...]
    new_seller_days: int


@reads("low_inventory_level/1")
def read_low_inventory(edition: Edition, body: Cursor) -> LowInventory:
    labels = body.need("days_of_supply").list()
    ends: list[int] = []
    for place, label in enumerate(labels):
        match = _BAND.fullmatch(label.text())
        if not match or (place > 0) != bool(match[1]) or (match[1] and int(match[1]) != ends[-1]):
            label.fail("must be like 'under 14', then '14 to under 21'")
        ends.append(int(match[2]))
    units, categories = body.get("exempt_units_shipped_7_under"), body.get("exempt_categories")
    new_seller = body.get("exempt_new_seller_days")
    rows = [
        (tier.text(), row)
        for tier, band_table in body.need("rates").items()
        for upper, cell in weight_bands(band_table)
        for row in cell_rows((), upper, cell, len(labels), edition)
    ]
    return LowInventory(
        tuple(ends[:-1]),
        ends[-1],
        tuple(rows),
        units.count() if units else 0,
        tuple(category.text() for category in categories.list()) if categories else (),
        new_seller.count() if new_seller else 0,
    )


def add_low_inventory_level(plan: Plan, program: ProgramPlan, unless: str | None = None) -> None:
    """The fee's line, where days of supply are given. `unless` names a flag step of a waiver."""
    choice = plan.choose("low_inventory_level")
    if choice.edition is None:
        return
    card: LowInventory = read_card(choice.edition)
    if not plan.has("low_inventory_level"):
        _add_steps(plan, card)
    applies = "low_inventory_applies"
    if unless is not None:
        applies = program.step("low_inventory_applies")
        plan.step(applies, plan["low_inventory_applies"] & ~plan[unless], Kind.FLAG, "not waived")
    waiver = find_waiver(plan, "low_inventory_level")
    program.lines.append(
        Line(
            "low_inventory_level",
            "fulfillment",
            "low_inventory_level",
            "low_inventory_line_status",
            applies,
            choice.edition.id,
            (
                ("low_inventory_new_seller", new_seller_why(card.new_seller_days)),
                *([("low_inventory_is_waived", waiver.why())] if waiver else []),
                (
                    None,
                    "the greater of the two windows is {governing_days_of_supply} days, {size_tier}, {shipping_weight}",
                ),
            ),
            waiver=("low_inventory_is_waived", waiver.edition) if waiver else None,
        )
    )


def new_seller_why(days: int) -> str:
    """The reason of a line that a new seller does not pay."""
    return f"no fee for a new Professional seller, for {days} days after the first unit was received"


def _add_steps(plan: Plan, card: LowInventory) -> None:
    choice = plan.choose("low_inventory_level")
    assert choice.edition is not None
    source = choice.edition.id
    short, long = plan.input("days_of_supply_30"), plan.input("days_of_supply_90")
    governing = plan.step(
        "governing_days_of_supply",
        maximum(short, long),
        Kind.SUPPLY,
        "the greater of the 30- and the 90-day value",
        source,
    )
    band: Expression = expression(0)
    for start in card.breaks:
        band = band + (governing >= start * SUPPLY_GRAINS)
    band = plan.step("low_inventory_band", band, Kind.COUNT, "lower edge inclusive", source)
    names = tier_names(plan.shelf, plan.market)
    rows = [Row((names.number(tier), *row.keys), row.upper, row.values) for tier, row in card.rows]
    table = make_table(source, ("size_tier", "column"), "shipping_weight", COLUMNS, rows)
    keys = (plan["size_tier"], band)
    looked = look_up(plan, "low_inventory_card_fee", table, keys, plan["shipping_weight"], choice)
    below = (governing > NOT_GIVEN) & (governing < card.limit * SUPPLY_GRAINS) & looked.found()
    charged = plan.step(
        "low_inventory_applies",
        below & ~_exempt(plan, card, source),
        Kind.FLAG,
        "both windows below the limit, in a tier of the card, not exempt",
        source,
    )
    exempt = plan.input("new_seller") if card.new_seller_days else FALSE
    new_seller = plan.step(
        "low_inventory_new_seller",
        charged & exempt,
        Kind.FLAG,
        "exempt, as given",
        source,
        when="low_inventory_new_seller",
    )
    waiver = find_waiver(plan, "low_inventory_level")
    waived = waiver.flag(plan, "low_inventory_is_waived", charged & ~new_seller) if waiver else FALSE
    plan.step(
        "low_inventory_level", select(new_seller | waived, 0, looked.amount), Kind.MONEY, "none where waived", source
    )
    one_window = (short.equals(NOT_GIVEN)) | (long.equals(NOT_GIVEN))
    status = maximum(looked.status, select(one_window, int(Status.ESTIMATE), 0))
    by_waiver = select(waived, int(waiver.status), status) if waiver else status
    plan.step(
        "low_inventory_line_status",
        select(new_seller, int(choice.status), by_waiver),
        Kind.STATUS,
        "an estimate where only one window is given",
        source,
    )


def _exempt(plan: Plan, card: LowInventory, source: str) -> Expression:
    """ "Products with fewer than 20 units sold in the past 7 days"; grocery from 2026."""
    shipped = plan.input("units_shipped_7")
    slow = (shipped > NOT_GIVEN) & (shipped < card.exempt_units_under)
    book = category_book(plan.shelf, plan.market)
    numbers = [book.slugs.index(category) for category in card.exempt_categories if category in book.slugs]
    return plan.step(
        "low_inventory_exempt",
        slow | plan.input("category").is_one_of(*numbers),
        Kind.FLAG,
        "few units sold in 7 days, or an exempt category",
        source,
    )
