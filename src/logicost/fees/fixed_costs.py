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
from logicost.fees.declared import amount, card_of, count
from logicost.fees.vocabularies import vocabulary
from logicost.inputs.readers import read_count, read_word
from logicost.market import Market
from logicost.tables.shelf import Shelf

MOST_COUNTED = 1_000_000_000  # items or SKUs


@card_of("high_volume_listing/1")
class HighVolumeListing:
    above: int = count()
    per_sku: int = amount()


@dataclass(frozen=True, slots=True)
class FixedCost:
    """One cost of a month: `status` and `edition` as of a quote's lines."""

    fee: str
    amount: Decimal
    status: str
    edition: str


def monthly_fixed_costs(
    shelf: Shelf, market: Market, day: dt.date, *, plan: str | None = None, items_sold: int = 0, active_skus: int = 0
) -> tuple[FixedCost, ...]:
    """What the account costs in the month of `day`.

    Args:
        plan: a word of the market's; default its first, ``professional``. ``individual`` pays per item sold.
        items_sold: in the month, for the individual plan.
        active_skus: the highest number on any day from the 5th to the last day of the month.

    Raises:
        InputError: ``unknown_choice``, ``not_a_number``, ``not_whole`` or ``out_of_range``.
        RefusedError: ``date_before_tables`` where a card is not on file; without `active_skus` that of listings is not needed.
    """
    read = read_count(0, MOST_COUNTED)
    items_sold, active_skus = read(items_sold, "items_sold"), read(active_skus, "active_skus")
    words = vocabulary(shelf, market)["selling_plan"]
    plan = words[0 if plan is None else read_word(words, f" in {market.code}")(plan, "plan")]
    plans, status, edition = _card(shelf, market, "selling_plan", day)
    read_word(tuple(plans.rates), f" in {market.code} on {day}")(plan, "plan")
    subscription = plans.rates[plan].monthly + plans.rates[plan].per_item * items_sold
    costs = [FixedCost("selling_plan", market.currency.decimal(subscription), status, edition)]
    if active_skus or shelf.editions(market.code, "high_volume_listing"):
        listing, status, edition = _card(shelf, market, "high_volume_listing", day)
        listed = max(active_skus - listing.above, 0) * listing.per_sku
        costs.append(FixedCost("high_volume_listing", market.currency.decimal(listed), status, edition))
    return tuple(costs)


def _card(shelf: Shelf, market: Market, fee: str, day: dt.date) -> tuple[Any, str, str]:
    choice = shelf.choose(market.code, fee, day)
    if choice.edition is None:
        raise RefusedError("date_before_tables", choice.why or f"no {fee} card is on file", "on")
    return read_card(choice.edition), choice.status.word, choice.edition.id
