"""What it costs to be paid: a rate of the order's total and an amount per order, half-up to the cent and shared by its units."""

from __future__ import annotations

from logicost.fees.sourced import Sourced
from logicost.fees.steps import per_unit, percent_of
from logicost.rules.expressions import Expression, Reference, maximum
from logicost.rules.plan import Kind

Paid = tuple[Reference, Reference, str | None, str]


def paid_by(card: Sourced, name: str, title: str, rate: Expression, per_order: Expression, known: Expression) -> Paid:
    """The steps of one way to be paid: amount, status; the card and the reason."""
    plan, prefix = card.plan, f"{name}_payment"
    percent = card.step(f"{prefix}_rate", rate, Kind.RATE, "of the order's total")
    fixed = card.step(f"{prefix}_fixed", per_order, Kind.MONEY, "per order")
    order = percent_of(plan, plan["order_with_tax"], percent) + fixed
    order = card.step(f"{prefix}_order", order, Kind.MONEY, "half-up to the cent, for the whole order")
    amount = plan.step(prefix, per_unit(plan, order), Kind.MONEY, "shared by the units of the order")
    status = card.step(
        f"{prefix}_status",
        maximum(known, card.choice.status, plan["tax_status"]),
        Kind.STATUS,
        card.choice.why or "an estimate where the sales tax is not given",
    )
    why = f"{title}: {{{prefix}_rate}} of {{order_with_tax}} and {{{prefix}_fixed}} per order"
    return amount, status, card.source, why if card.card else f"{card.choice.why}; give payment_rate"
