"""How soon a program promises delivery, and whether it shows the Prime badge: documented facts beside the costs, no fee.

A program that has no promise on file has none here; nothing is assumed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from logicost.fees.cards import read_card, reads
from logicost.fees.channels.buy_with_prime import BUY_WITH_PRIME
from logicost.market import Market
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition
from logicost.tables.shelf import Shelf

PROMISE_STEPS = ("mcf_outside_contiguous", "channel")


@dataclass(frozen=True, slots=True)
class DeliveryPromise:
    """`business_days`: None where none is on file; `prime_badge`: whether buyers see it."""

    business_days: int | None
    prime_badge: bool

    def __str__(self) -> str:
        days = None if self.business_days is None else f"{self.business_days} business days"
        return ", ".join(part for part in (days, "Prime badge" if self.prime_badge else None) if part)


@reads("delivery_promise/1")
def read_delivery_promise(edition: Edition, body: Cursor) -> dict[str, DeliveryPromise]:
    promises: dict[str, DeliveryPromise] = {}
    for program, cursor in body.need("promises").items():
        days, badge = cursor.get("business_days"), cursor.get("prime_badge")
        if days is None and badge is None:
            cursor.fail("must say business_days or prime_badge")
        promises[program.text()] = DeliveryPromise(
            days.count() if days else None, badge is not None and badge.choice("yes", "no") == "yes"
        )
        cursor.done()
    return promises


def holds(program: str, values: Mapping[str, Any]) -> Any:
    """Whether the promise on file is made for an order, from the inputs in `PROMISE_STEPS`; of whole columns, for each row."""
    if not program.startswith("mcf"):
        return True
    outside, channel = (values[name] for name in PROMISE_STEPS)
    # MCF's days are for the 48 states and DC; what Buy with Prime promises is not on file
    return (outside == 0) & (channel != BUY_WITH_PRIME)


def delivery_promise(shelf: Shelf, market: Market, day: dt.date, program: str) -> DeliveryPromise | None:
    """The promise of a program (canonical name) or else of its family; None where none is on file."""
    edition = shelf.choose(market.code, "delivery_promise", day).edition
    if edition is None:
        return None
    promises: dict[str, DeliveryPromise] = read_card(edition)
    return promises.get(program) or promises.get(program.partition(":")[0])
