"""How well a figure is known, as rules say it: what makes an estimate of it, what leaves it open, and what the row says itself."""

from __future__ import annotations

from logicost.inputs.fields import NOT_GIVEN
from logicost.rules.expressions import Expression, Value, select
from logicost.tables.status import Status


def estimate_where(doubt: Expression) -> Expression:
    """The status that a doubt leaves: exact where there is none."""
    return select(doubt, Status.ESTIMATE, Status.EXACT)


def unsourced_where(gap: Expression) -> Expression:
    """The status that a gap leaves."""
    return select(gap, Status.UNSOURCED, Status.EXACT)


def own_or(own: Expression, by_card: Value) -> Expression:
    """The status where the seller's own figure stands in place of the card's."""
    return select(own, Status.OVERRIDE, by_card)


def given_or(given: Expression, otherwise: Value) -> Expression:
    """What the row says, where it does."""
    return select(given > NOT_GIVEN, given, otherwise)
