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

from logicost.fees.declared import banded, card_of, flag, key, nested, part, range_of, rate, rate_of, text, words
from logicost.fees.known import estimate_where, given_or, own_or
from logicost.fees.sourced import Sourced, sourced
from logicost.fees.steps import Looked, look_up, percent_of
from logicost.fees.vocabularies import open_plan, vocabulary
from logicost.inputs.fields import END_OF_LIFE, NOT_GIVEN
from logicost.inputs.scalar import read_inputs
from logicost.market import Market
from logicost.rules.exact import compile_steps, run_steps
from logicost.rules.expressions import FALSE, TRUE, Expression, Value, maximum, some
from logicost.rules.plan import Kind, Plan, defines
from logicost.rules.table import WordTable, number_of
from logicost.tables.shelf import Shelf
from logicost.tables.status import Status

APPAREL, DANGEROUS_GOODS = "apparel", "dangerous_goods"  # items that are no category


@part
class SpecialHandling:
    """Items that may be charged as another size class, whatever their size: categories, and the words apparel and
    dangerous_goods."""

    items: tuple[str, ...] = words()
    charged_as: str = text()


@card_of("removal/1")
class BySizeClass:
    """Amounts by size class and shipping weight.

    Attributes:
        prorated: a part of a step is charged as a part.
    """

    rates: WordTable = banded("size_group", along="shipping_weight")
    prorated: bool = flag()
    special_handling: SpecialHandling | None = key(nested(SpecialHandling), absent=None)


@card_of("liquidation/1")
class Liquidation(BySizeClass):
    """`gross_recovery`: the published range of it, of the price; `referral`: of the gross recovery."""

    gross_recovery: tuple[int, int] = range_of(rate_of)
    referral: int = rate()


@defines("removal_per_unit", "removal_per_unit_status", "removal_is_special")
def removal_per_unit(plan: Plan) -> None:
    _removal(sourced(plan, "removal"), "removal")


@defines("disposal_per_unit", "disposal_per_unit_status", "disposal_is_special")
def disposal_per_unit(plan: Plan) -> None:
    _removal(sourced(plan, "disposal"), "disposal")


def _removal(card: Sourced, way: str) -> None:
    """By the unit's own size class; an estimate for items that may be charged as another, and what that would be."""
    plan, rates = card.plan, card.card
    looked = _by_card(card, f"{way}_per_unit", rates)
    is_special: Expression = FALSE
    if looked is not None and (special := rates.special_handling) is not None:
        group, known = plan["size_group"], plan.vocabulary("size_group")
        number = number_of(known, special.charged_as, group.name)
        other = card.step(f"{way}_special_class", number, Kind.WORD, "special handling, of any size", known)
        look_up(card, f"{way}_as_special", rates.rates, (other, 0), plan["shipping_weight"], note="charged as that")
        is_special = _is_special(plan, special.items) & ~plan.is_word(group, special.charged_as)
    special = card.step(f"{way}_is_special", is_special, Kind.FLAG, "may be charged as a dearer size class")
    _tell(card, way, looked, estimate_where(special))


def _is_special(plan: Plan, items: tuple[str, ...]) -> Expression:
    known = plan.vocabulary("category")
    flags = {APPAREL: plan["is_apparel"], DANGEROUS_GOODS: plan.input(DANGEROUS_GOODS)}
    by_category = plan.is_word(plan.input("category"), *(item for item in items if item in known))
    return some(by_category, *(flag for item, flag in flags.items() if item in items))


def _by_card(card: Sourced, name: str, rates: BySizeClass | None) -> Looked | None:
    plan = card.plan
    if rates is None:
        return None
    note = "by size class and shipping weight"
    part = TRUE if rates.prorated else None
    return look_up(card, name, rates.rates, (plan["size_group"], 0), plan["shipping_weight"], prorate=part, note=note)


def _tell(card: Sourced, way: str, looked: Looked | None, doubt: Value = 0) -> None:
    """The cost of one unit and its status, where a card is on file and where none is."""
    name, why = f"{way}_per_unit", card.choice.why
    if looked is None:
        card.step(name, 0, Kind.MONEY, why)
    status = Status.UNSOURCED if looked is None else maximum(looked.status, card.choice.status, doubt)
    card.step(f"{name}_status", status, Kind.STATUS, why or "the cell's own status")


@defines("liquidation_per_unit", "liquidation_per_unit_status")
def liquidation_per_unit(plan: Plan) -> None:
    fee = sourced(plan, "liquidation")
    card: Liquidation | None = fee.card
    processing = _by_card(fee, "liquidation_processing", card)
    if card is None or processing is None:
        _tell(fee, "liquidation", None)
        return
    stated = plan.input("liquidation_recovery")
    share = fee.step(
        "liquidation_share",
        given_or(stated, sum(card.gross_recovery) // 2),
        Kind.RATE,
        "as given, else the middle of the published range",
    )
    gross = fee.step(
        "liquidation_gross_recovery", percent_of(plan, plan.input("price"), share), Kind.MONEY, "of the price"
    )
    referral = fee.step(
        "liquidation_referral", percent_of(plan, gross, card.referral), Kind.MONEY, "of the gross recovery"
    )
    fee.step(
        "liquidation_per_unit",
        processing.amount + referral - gross,
        Kind.MONEY,
        "processing and referral, less the gross recovery",
    )
    known = own_or(stated > NOT_GIVEN, Status.ESTIMATE)
    fee.step(
        "liquidation_per_unit_status",
        maximum(processing.status, fee.choice.status, known),
        Kind.STATUS,
        "an estimate unless the recovery is given",
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
    plan = open_plan(market, day, shelf)
    for way in END_OF_LIFE:
        plan[f"{way}_per_unit_status"]
    values = run_steps(compile_steps(plan.steps.values()), read_inputs(row, vocabulary(shelf, market), day))
    costs: dict[str, UnitCost] = {}
    for way in END_OF_LIFE:
        status = Status(values[f"{way}_per_unit_status"])
        amount = None if status is Status.UNSOURCED else plan.market.currency.decimal(values[f"{way}_per_unit"])
        costs[way] = UnitCost(amount, status.word, plan.choose(way).source)
    return costs
