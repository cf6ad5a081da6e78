"""What becomes of a unit that is not sold as new: removal to the seller, disposal, liquidation, or a sale as used; per unit
on a date.

Removal and disposal are one table by size class and shipping weight. "Net recovery = gross recovery - 15 % referral on
it - per-unit processing fee"; Amazon says that liquidators pay about 5 % to 10 % of the average selling price, so that
the middle of the range is used and the amount is an estimate, unless the seller states the share.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from logicost.fees.cards import COLUMNS, class_rows, read_card, reads
from logicost.fees.grade_and_resell import add_grade_and_resell
from logicost.fees.referral import category_book
from logicost.fees.size_tier import add_size_tier
from logicost.fees.steps import Looked, look_up, percent_of
from logicost.fees.storage import add_standard_size
from logicost.inputs.fields import END_OF_LIFE, NOT_GIVEN
from logicost.inputs.scalar import INPUTS, read_inputs
from logicost.market import Market
from logicost.rules.exact import compile_steps, run_steps
from logicost.rules.expressions import maximum, select
from logicost.rules.plan import Kind, Plan
from logicost.rules.table import Row, make_table
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition
from logicost.tables.shelf import Shelf
from logicost.tables.status import Status

_CLASSES = ("large", "standard")  # the number of a class is the flag stored_as_standard_size


@dataclass(frozen=True, slots=True)
class Liquidation:
    """`recovery_ends`: the published range of the gross recovery; `referral`: of the gross recovery."""

    recovery_ends: tuple[int, int]
    referral: int
    rows: tuple[Row, ...]


@reads("removal/1")
def read_removal(edition: Edition, body: Cursor) -> tuple[Row, ...]:
    return class_rows(_CLASSES, body.need("rates"), edition)


@reads("liquidation/1")
def read_liquidation(edition: Edition, body: Cursor) -> Liquidation:
    low, high = body.need("gross_recovery").list()
    return Liquidation((low.rate(), high.rate()), body.need("referral").rate(), read_removal(edition, body))


def add_end_of_life(plan: Plan) -> None:
    """The steps ``<way>_per_unit`` and ``<way>_per_unit_status`` of every way in `END_OF_LIFE`; a gain is negative."""
    if plan.has("removal_per_unit"):
        return
    add_size_tier(plan)
    for way in ("removal", "disposal"):
        looked = _by_card(plan, f"{way}_per_unit", way)
        if looked is None:
            plan.step(f"{way}_per_unit", 0, Kind.MONEY, plan.choose(way).why)
            plan.step(f"{way}_per_unit_status", int(Status.UNSOURCED), Kind.STATUS, plan.choose(way).why)
    _add_liquidation(plan)
    add_grade_and_resell(plan)


def _by_card(plan: Plan, name: str, fee: str) -> Looked | None:
    choice = plan.choose(fee)
    if choice.edition is None:
        return None
    card: Liquidation | tuple[Row, ...] = read_card(choice.edition)
    rows = card.rows if isinstance(card, Liquidation) else card
    table = make_table(choice.edition.id, ("standard_size", "column"), "shipping_weight", COLUMNS, rows)
    note = "by size class and started pounds of shipping weight"
    return look_up(plan, name, table, (add_standard_size(plan), 0), plan["shipping_weight"], choice, note=note)


def _add_liquidation(plan: Plan) -> None:
    choice = plan.choose("liquidation")
    processing = _by_card(plan, "liquidation_processing", "liquidation")
    if choice.edition is None or processing is None:
        plan.step("liquidation_per_unit", 0, Kind.MONEY, choice.why)
        plan.step("liquidation_per_unit_status", int(Status.UNSOURCED), Kind.STATUS, choice.why)
        return
    card: Liquidation = read_card(choice.edition)
    source = choice.edition.id
    stated = plan.input("liquidation_recovery")
    share = plan.step(
        "liquidation_share",
        select(stated > NOT_GIVEN, stated, sum(card.recovery_ends) // 2),
        Kind.RATE,
        "as given, else the middle of the published range",
        source,
    )
    gross = plan.step(
        "liquidation_gross_recovery", percent_of(plan, plan.input("price"), share), Kind.MONEY, "of the price", source
    )
    referral = plan.step(
        "liquidation_referral", percent_of(plan, gross, card.referral), Kind.MONEY, "of the gross recovery", source
    )
    plan.step(
        "liquidation_per_unit",
        processing.amount + referral - gross,
        Kind.MONEY,
        "processing and referral, less the gross recovery",
        source,
    )
    plan.step(
        "liquidation_per_unit_status",
        maximum(processing.status, select(stated > NOT_GIVEN, int(Status.OVERRIDE), int(Status.ESTIMATE))),
        Kind.STATUS,
        "an estimate unless the recovery is given",
        source,
    )


@dataclass(frozen=True, slots=True)
class UnitCost:
    """What it costs to be rid of one unit: negative where it brings money in, None where no figure is on file."""

    amount: Decimal | None
    status: str
    edition: str | None


def end_of_life_costs(shelf: Shelf, market: Market, day: dt.date, row: Mapping[str, Any]) -> dict[str, UnitCost]:
    """Each way of `END_OF_LIFE` for one unit, ordered on that day. Grade and Resell is for returned units only.

    Args:
        row: the columns of the catalog, as for a quote.

    Raises:
        LogicostError: the row cannot be read, or no size tiers are on file for the day.
    """
    plan = Plan(market, day, shelf, INPUTS)
    add_end_of_life(plan)
    values = run_steps(compile_steps(plan.steps.values()), read_inputs(row, market, category_book(shelf, market)))
    costs: dict[str, UnitCost] = {}
    for way in END_OF_LIFE:
        status, edition = Status(values[f"{way}_per_unit_status"]), plan.choose(way).edition
        amount = None if status is Status.UNSOURCED else plan.market.currency.decimal(values[f"{way}_per_unit"])
        costs[way] = UnitCost(amount, status.word, edition.id if edition else None)
    return costs
