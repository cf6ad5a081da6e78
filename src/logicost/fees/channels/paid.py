"""What it costs to be paid: a rate of the order's total and an amount per order, half-up to the cent and shared by its units."""

from __future__ import annotations

from logicost.fees.channels.orders import channel_is
from logicost.fees.channels.parts import Part
from logicost.fees.charge import AMAZON_ORDERS, Charge
from logicost.fees.sourced import Sourced
from logicost.fees.steps import per_unit, percent_of
from logicost.inputs.fields import NOT_GIVEN
from logicost.market import DIRECT
from logicost.rules.expressions import Expression, Reference, maximum
from logicost.rules.plan import Kind, Plan, defines
from logicost.tables.status import Status

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


def own_part(fee: Charge, what: str) -> Part:
    """The seller's own share of what the buyer pays, ``channel_rate`` or ``payment_rate``, on orders of other channels."""
    plan, rate = fee.plan, fee.plan.input(f"{what}_rate")
    given = (rate > NOT_GIVEN) if fee.variant else (rate > NOT_GIVEN) & ~plan[AMAZON_ORDERS]
    flag = plan.step(fee.named(f"{what}_rate_is_own"), given, Kind.FLAG, "your own share is given")
    amount = percent_of(plan, plan["order_with_tax"], maximum(rate, 0))
    amount = plan.step(
        fee.named(f"own_{what}_fee"), per_unit(plan, amount), Kind.MONEY, "of the order, shared by its units"
    )
    known = plan.step(fee.named(f"own_{what}_fee_status"), Status.OVERRIDE, Kind.STATUS)
    return Part(flag, amount, known, None, f"your own share, {{{rate.name}}} of {{order_with_tax}}")


def is_direct(fee: Charge) -> Expression:
    """Whether the order is one of the seller's own shop."""
    direct = channel_is(fee.plan, DIRECT)
    return direct | fee.plan["channel_is_unnamed"] if fee.variant else direct


@defines("channel_is_unnamed")
def channel_is_unnamed(plan: Plan) -> None:
    plan.step("channel_is_unnamed", plan.input("channel").equals(NOT_GIVEN), Kind.FLAG)
