"""The minimum referral fee of units that Amazon fulfils, where it goes by their size."""

from __future__ import annotations

from logicost.fees.charge import Charge
from logicost.rules.expressions import FALSE, Expression, Reference, first_of, some
from logicost.rules.plan import Kind


def minimum_by_size(fee: Charge, least: Reference) -> tuple[Reference, Expression]:
    """The minimum of units of some size tiers, which stands in place of the row's; and where it is an estimate."""
    plan, card = fee.plan, fee.card
    known = plan.vocabulary(plan["size_tier"].name)
    cases = [
        (plan.is_word(plan["size_tier"], tier), amount)
        for tier, (amount, _) in card.fba_minimums.items()
        if tier in known
    ]
    guesses = [
        plan.is_word(plan["size_tier"], tier)
        for tier, (_, guess) in card.fba_minimums.items()
        if guess and tier in known
    ]
    own = fee.step(
        f"{fee.name}_least", first_of(*cases, otherwise=least), Kind.MONEY, "per item, by the size of the unit"
    )
    return own, some(*guesses) if guesses else FALSE
