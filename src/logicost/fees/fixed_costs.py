"""Costs of the seller's account: the selling plan and the high-volume listing fee.

They are of the month and no unit causes them, but for the individual plan, which pays per item sold on Amazon: that is a
line of the quote.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from logicost.errors import RefusedError
from logicost.fees.cards import read_card
from logicost.fees.charge import AMAZON_ORDERS, Charge, line
from logicost.fees.declared import amount, by_word, card_of, count, nested, part
from logicost.inputs.fields import FIELD
from logicost.inputs.readers import read_count, read_word
from logicost.market import Market
from logicost.rules.expressions import Expression
from logicost.rules.plan import Plan
from logicost.tables.shelf import Shelf

PLANS = FIELD["selling_plan"].words
INDIVIDUAL = "individual"
MOST_COUNTED = 1_000_000_000  # items or SKUs


@part
class SellingPlan:
    monthly: int = amount()
    per_item: int = amount()


@card_of("selling_plan/1")
class SellingPlans:
    rates: dict[str, SellingPlan] = by_word(nested(SellingPlan), *PLANS, every=True)


@card_of("high_volume_listing/1")
class HighVolumeListing:
    above: int = count()
    per_sku: int = amount()


def is_individual(plan: Plan) -> Expression:
    """Whether the seller has the individual plan."""
    return plan.input("selling_plan").equals(PLANS.index(INDIVIDUAL))


@line("selling_plan", "selling", "individual selling plan, per item", "fba", "fbm", "sfp", after="payment")
def selling_plan(fee: Charge) -> None:
    """Of one item sold on Amazon."""
    plan = fee.plan
    on_amazon = is_individual(plan) & plan[AMAZON_ORDERS]
    if fee.is_missing(on_amazon):
        return
    fee.applies(on_amazon)
    fee.amount(fee.card.rates[INDIVIDUAL].per_item, "per item sold, with the individual plan")
    fee.why("the individual plan, per item sold")


@dataclass(frozen=True, slots=True)
class FixedCost:
    """One cost of a month: `status` and `edition` as of a quote's lines."""

    fee: str
    amount: Decimal
    status: str
    edition: str


def monthly_fixed_costs(
    shelf: Shelf, market: Market, day: dt.date, *, plan: str = "professional", items_sold: int = 0, active_skus: int = 0
) -> tuple[FixedCost, ...]:
    """What the account costs in the month of `day`.

    Args:
        plan: ``professional`` or ``individual``; the latter pays per item sold.
        items_sold: in the month, for the individual plan.
        active_skus: the highest number on any day from the 5th to the last day of the month.

    Raises:
        InputError: ``unknown_choice``, ``not_a_number``, ``not_whole`` or ``out_of_range``.
        RefusedError: ``date_before_tables`` where a card is not on file.
    """
    read = read_count(0, MOST_COUNTED)
    items_sold, active_skus = read(items_sold, "items_sold"), read(active_skus, "active_skus")
    plan = PLANS[read_word(PLANS)(plan, "plan")]
    plans, plan_status, plan_edition = _card(shelf, market, "selling_plan", day)
    listing, listing_status, listing_edition = _card(shelf, market, "high_volume_listing", day)
    subscription = plans.rates[plan].monthly + plans.rates[plan].per_item * items_sold
    listed = max(active_skus - listing.above, 0) * listing.per_sku
    return (
        FixedCost("selling_plan", market.currency.decimal(subscription), plan_status, plan_edition),
        FixedCost("high_volume_listing", market.currency.decimal(listed), listing_status, listing_edition),
    )


def _card(shelf: Shelf, market: Market, fee: str, day: dt.date) -> tuple[Any, str, str]:
    choice = shelf.choose(market.code, fee, day)
    if choice.edition is None:
        raise RefusedError("date_before_tables", choice.why or f"no {fee} card is on file", "on")
    return read_card(choice.edition), choice.status.word, choice.edition.id
