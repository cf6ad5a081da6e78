"""To which zones orders go: the seller's shares, or the national mix on file."""

from __future__ import annotations

from collections.abc import Iterable

from logicost.fees.sourced import sourced
from logicost.inputs.readers import RATE_GRAINS, SHARE_GRAINS
from logicost.rules.expressions import (
    Reference,
    select,
)
from logicost.rules.plan import Kind, Plan, once
from logicost.rules.table import number_of
from logicost.tables.status import Status


@once
def zone_shares(plan: Plan) -> tuple[Reference, ...]:
    """The share of orders to each of the market's zones: the seller's, or the national mix on file."""
    card = sourced(plan, "zone_mix")
    mix: dict[str, int] = card.card.rates if card.card else {}
    of_zones(plan, mix)
    shares = []
    for place, zone in enumerate(plan.market.zones, start=1):
        on_file = mix.get(zone, 0) * (SHARE_GRAINS // RATE_GRAINS)
        given = select(plan.input("zone_given"), plan.input(f"share_{place}"), on_file)
        shares.append(card.step(f"zone_{zone}_share", given, Kind.SHARE, "as given, else the national mix"))
    return tuple(shares)


def mix_status(plan: Plan) -> int:
    """How well the national mix of zones is known: an estimate, or the seller's own."""
    choice = plan.choose("zone_mix")
    return int(max(choice.status, Status.OVERRIDE if choice.edition and choice.edition.own else Status.ESTIMATE))


def of_zones(plan: Plan, words: Iterable[str]) -> None:
    """See to it that a card's zones are the market's.

    Raises:
        TableError: ``table_word_unknown``.
    """
    for word in words:
        number_of(plan.market.zones, word, "zone")
