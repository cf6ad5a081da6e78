"""A fee of several cases, each with a card of its own: one for each channel, one for each payment provider."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from logicost.fees.charge import Charge
from logicost.rules.expressions import Expression, Reference, first_of, some


@dataclass(frozen=True, slots=True)
class Part:
    """One of the cases.

    Attributes:
        when: where it is the case, if none before it is.
        card: the id of the card, `why`: the reason.
    """

    when: Reference
    amount: Reference
    status: Reference
    card: str | None
    why: str


def charge_one_of(fee: Charge, parts: Sequence[Part], note: str, applies: Expression | None = None) -> None:
    """Of the cases the first that holds, where the fee `applies`, without this where any holds."""
    fee.amount(first_of(*((part.when, part.amount) for part in parts), otherwise=0), note)
    fee.applies(some(*(part.when for part in parts)) if applies is None else applies)
    fee.known(first_of(*((part.when, part.status) for part in parts), otherwise=0))
    for part in parts:
        fee.cards.append((part.when.name, part.card))
        fee.why(part.why, part.when)
