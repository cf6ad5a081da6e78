"""Monthly costs of the seller's account that no single unit causes: the selling plan and the high-volume listing fee."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from logicost.errors import InputError, RefusedError, nearest, shown
from logicost.fees.cards import read_card, reads
from logicost.market import Market
from logicost.money import to_decimal
from logicost.tables.edition import Edition
from logicost.tables.reader import Cursor
from logicost.tables.shelf import Shelf


@dataclass(frozen=True, slots=True)
class SellingPlan:
    monthly: int
    per_item: int


@dataclass(frozen=True, slots=True)
class HighVolumeListing:
    above: int
    per_sku: int


@reads("selling_plan/1")
def read_selling_plan(edition: Edition, body: Cursor) -> dict[str, SellingPlan]:
    plans: dict[str, SellingPlan] = {}
    for name, cursor in body.need("rates").items():
        plans[name.text()] = SellingPlan(cursor.need("monthly").money(), cursor.need("per_item").money())
        cursor.done()
    return plans


@reads("high_volume_listing/1")
def read_high_volume_listing(edition: Edition, body: Cursor) -> HighVolumeListing:
    return HighVolumeListing(body.need("above").count(), body.need("per_sku").money())


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
        InputError: ``unknown_choice`` or ``out_of_range``.
        RefusedError: ``date_before_tables`` where a card is not on file.
    """
    for name, count in (("items_sold", items_sold), ("active_skus", active_skus)):
        if count < 0:
            raise InputError("out_of_range", f"{name} is {count}; give 0 or more", name)
    plans, plan_status, plan_edition = _card(shelf, market, "selling_plan", day)
    if plan not in plans:
        known = ", ".join(plans)
        raise InputError("unknown_choice", f"plan is {shown(plan)}.{nearest(plan, list(plans))} Known: {known}", "plan")
    listing, listing_status, listing_edition = _card(shelf, market, "high_volume_listing", day)
    subscription = plans[plan].monthly + plans[plan].per_item * items_sold
    listed = max(active_skus - listing.above, 0) * listing.per_sku
    return (
        FixedCost("selling_plan", to_decimal(subscription), plan_status, plan_edition),
        FixedCost("high_volume_listing", to_decimal(listed), listing_status, listing_edition),
    )


def _card(shelf: Shelf, market: Market, fee: str, day: dt.date) -> tuple[Any, str, str]:
    choice = shelf.choose(market.code, fee, day)
    if choice.edition is None:
        raise RefusedError("date_before_tables", choice.why or f"no {fee} card is on file", "on")
    return read_card(choice.edition), choice.status.word, choice.edition.id
