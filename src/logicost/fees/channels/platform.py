"""The software of one's own shop: the seller's plan, its own payments, and what it takes where another provider is paid."""

from __future__ import annotations

from logicost.fees.channels.card import Platform, PlatformPlan
from logicost.fees.channels.orders import channel_is
from logicost.fees.channels.paid import Paid, paid_by
from logicost.fees.channels.parts import Part
from logicost.fees.sourced import sourced
from logicost.fees.steps import chosen, per_unit, percent_of
from logicost.inputs.fields import NOT_GIVEN
from logicost.rules.expressions import Expression, Reference, maximum, select
from logicost.rules.plan import Kind, Plan, once
from logicost.tables.status import Status


@once
def platform_is_paid(plan: Plan, name: str) -> Reference:
    used = channel_is(plan, name) & plan.input("payment").equals(NOT_GIVEN)
    return plan.step(f"{name}_payment_is_used", used, Kind.FLAG)


def platform_plan(plan: Plan, name: str) -> tuple[tuple[PlatformPlan | None, ...], Expression, Expression]:
    """The card's plans, None for one that is not on file; the number of the seller's; and a status: an estimate where it is
    assumed to be the first."""
    card: Platform | None = sourced(plan, f"channel_{name}").card
    given = plan.input("shopify_plan")
    plans = tuple(card.plans.get(word) for word in plan.vocabulary("shopify_plan")) if card else ()
    known = chosen(given, [int(Status.UNSOURCED if each is None else Status.EXACT) for each in plans])
    return plans, maximum(given, 0), select(given > NOT_GIVEN, known, Status.ESTIMATE)


@once
def missing_plans(plan: Plan, platform: str, when: Expression, what: str) -> list[Part]:
    """The case that the card has not the seller's plan; none where it has them all."""
    card = sourced(plan, f"channel_{platform}")
    plans, number, _ = platform_plan(plan, platform)
    gaps = [place for place, each in enumerate(plans) if each is None]
    if not gaps:
        return []
    name = f"{platform}_{what}_is_missing"
    flag = card.step(name, when & number.is_one_of(*gaps), Kind.FLAG, "the card has not this plan")
    amount = card.step(f"{name}_amount", 0, Kind.MONEY, "not on file")
    known = card.step(f"{name}_status", Status.UNSOURCED, Kind.STATUS)
    title = plan.market.channels[platform].title
    why = f"{title}: the plan {{shopify_plan}} is not on file; give {what}_rate"
    return [Part(flag, amount, known, card.source, why)]


@once
def platform_payment(plan: Plan, name: str) -> Paid:
    plans, number, status = platform_plan(plan, name)
    rate = chosen(number, [each.online if each else 0 for each in plans])
    per_order = chosen(number, [each.per_order if each else 0 for each in plans])
    title = f"{plan.market.channels[name].title} Payments"
    return paid_by(sourced(plan, f"channel_{name}"), name, title, rate, per_order, status)


@once
def platform_commission(plan: Plan, platform: str) -> Part:
    """The software of one's own shop takes a percentage only where another provider takes the payment."""
    fee, name = sourced(plan, f"channel_{platform}"), f"{platform}_third_party"
    plans, number, status = platform_plan(plan, platform)
    rate = chosen(number, [each.third_party if each else 0 for each in plans])
    rate = fee.step(f"{name}_rate", rate, Kind.RATE, "on top of another provider's fee")
    amount = per_unit(plan, percent_of(plan, plan["order_with_tax"], rate))
    amount = fee.step(name, amount, Kind.MONEY, "of the order's total, shared by its units")
    other = channel_is(plan, platform) & (plan.input("payment") > NOT_GIVEN)
    applies = fee.step(f"{name}_applies", other, Kind.FLAG, "payment is taken by another provider")
    worst = maximum(status, fee.choice.status, plan["tax_status"])
    known = fee.step(f"{name}_status", worst, Kind.STATUS, fee.choice.why or "an estimate where a plan is assumed")
    why = (
        f"{plan.market.channels[platform].title}: {{{name}_rate}} of {{order_with_tax}}"
        if fee.card
        else f"{fee.choice.why}; give channel_rate"
    )
    return Part(applies, amount, known, fee.source, why)
