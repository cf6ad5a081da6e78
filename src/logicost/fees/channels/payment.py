"""Payment fees: what a channel, the platform of one's own shop or a payment provider takes of the order's total and per order.

"On the full amount charged, tax and shipping included." Worked out for the whole order, half-up to the cent, and shared
by its units. Without the sales tax the total is not known in full, and the line is an estimate.
"""

from __future__ import annotations

from logicost.fees.channels.buy_with_prime import buy_with_prime
from logicost.fees.channels.card import ChannelCard, PaymentFee, Platform, PlatformPlan
from logicost.fees.channels.orders import channel_is
from logicost.fees.charge import AMAZON_ORDERS, Charge, Part, line
from logicost.fees.sourced import Sourced, sourced
from logicost.fees.steps import chosen, per_unit, percent_of
from logicost.inputs.fields import NOT_GIVEN
from logicost.market import DIRECT
from logicost.rules.expressions import Expression, Reference, expression, maximum, select, some
from logicost.rules.plan import Kind, Plan, defines, once
from logicost.rules.program_plan import ProgramPlan
from logicost.tables.status import Status


def direct_by_default(_: Plan, program: ProgramPlan) -> str:
    """MCF serves no Amazon orders: one without a channel is a direct one."""
    return DIRECT if program.family == "mcf" else ""


@line(
    "payment", "selling", "payment provider's fee", "mcf", "fbm",
    after="channel_fee", table=None, each=direct_by_default,
)  # fmt: skip
def payment(fee: Charge) -> None:
    """The channel's own payments, or the provider that is given: in an order of one's own shop, where none is, no fee."""
    plan, given = fee.plan, fee.plan.input("payment")
    market, own_shop, no_provider = plan.market, is_direct(fee), given.equals(NOT_GIVEN)
    own = own_part(fee, "payment")
    takers = [name for name, channel in market.commissions.items() if channel.takes_payment]
    on_channel = some(*(channel_is(plan, name) for name in (*takers, *market.platforms)))
    applies = on_channel | (own_shop & ~no_provider) | own.when
    parts = [own, *(Part(channel_is(plan, name), *_of_channel(plan, name)) for name in takers)]
    for name in market.platforms:
        used = _platform_is_paid(plan, name)
        parts += [*missing_plans(plan, name, used, "payment"), Part(used, *_of_platform(plan, name))]
    parts += [Part(_is_given(plan, name), *_provider(plan, name)) for name in market.payments]
    fee.is_own(own.when)
    if fee.variant:  # only the programs out of Amazon's stock serve it
        parts.insert(0, buy_with_prime(plan)[1])
        applies = plan["channel_is_buy_with_prime"] | applies
    fee.is_one_of(parts, "what the payment provider takes", applies)
    left_out = plan.step(fee.named("payment_is_left_out"), own_shop & no_provider & ~own.when, Kind.FLAG)
    such = f"payment, such as {' or '.join(list(market.payments)[:2])}" if market.payments else "payment_rate"
    fee.note(f"the payment provider's fee is not included: give {such}", left_out)


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


@once
def _is_given(plan: Plan, name: str) -> Reference:
    return plan.step(f"{name}_payment_is_used", plan.is_word(plan.input("payment"), name), Kind.FLAG)


@once
def _platform_is_paid(plan: Plan, name: str) -> Reference:
    used = channel_is(plan, name) & plan.input("payment").equals(NOT_GIVEN)
    return plan.step(f"{name}_payment_is_used", used, Kind.FLAG)


@defines("channel_is_unnamed")
def channel_is_unnamed(plan: Plan) -> None:
    plan.step("channel_is_unnamed", plan.input("channel").equals(NOT_GIVEN), Kind.FLAG)


Paid = tuple[Reference, Reference, str | None, str]


def _payment(card: Sourced, name: str, title: str, rate: Expression, per_order: Expression, known: Expression) -> Paid:
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


@once
def _provider(plan: Plan, name: str) -> Paid:
    provider = plan.market.payments[name]
    card = sourced(plan, provider.table)
    fees: dict[str, PaymentFee] = card.card.rates if card.card else {}
    fee = fees.get(name, PaymentFee(0, 0))
    known = int(Status.EXACT if name in fees else Status.UNSOURCED)
    return _payment(card, name, provider.title, expression(fee.rate), expression(fee.per_order), expression(known))


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
def _of_platform(plan: Plan, name: str) -> Paid:
    plans, number, status = platform_plan(plan, name)
    rate = chosen(number, [each.online if each else 0 for each in plans])
    per_order = chosen(number, [each.per_order if each else 0 for each in plans])
    title = f"{plan.market.channels[name].title} Payments"
    return _payment(sourced(plan, f"channel_{name}"), name, title, rate, per_order, status)


@once
def _of_channel(plan: Plan, name: str) -> Paid:
    card, title = sourced(plan, f"channel_{name}"), f"{plan.market.channels[name].title} Payments"
    channel: ChannelCard | None = card.card
    fee = channel.payment if channel and channel.payment else PaymentFee(0, 0)
    return _payment(card, name, title, expression(fee.rate), expression(fee.per_order), expression(0))
