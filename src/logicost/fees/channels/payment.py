"""Payment fees: what a channel, the platform of one's own shop or a payment provider takes of the order's total and per order.

"On the full amount charged, tax and shipping included." Worked out for the whole order, half-up to the cent, and shared
by its units. Without the sales tax the total is not known in full, and the line is an estimate.
"""

from __future__ import annotations

from logicost.fees.channels.buy_with_prime import buy_with_prime
from logicost.fees.channels.card import ChannelCard, PaymentFee
from logicost.fees.channels.orders import channel_is, direct_by_default
from logicost.fees.channels.paid import Paid, is_direct, own_part, paid_by
from logicost.fees.channels.parts import Part, charge_one_of
from logicost.fees.channels.platform import missing_plans, platform_is_paid, platform_payment
from logicost.fees.charge import Charge, line
from logicost.fees.sourced import sourced
from logicost.inputs.fields import NOT_GIVEN
from logicost.rules.expressions import Reference, expression, some
from logicost.rules.plan import Kind, Plan, once
from logicost.tables.status import Status


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
        used = platform_is_paid(plan, name)
        parts += [*missing_plans(plan, name, used, "payment"), Part(used, *platform_payment(plan, name))]
    parts += [Part(_is_given(plan, name), *_provider(plan, name)) for name in market.payments]
    fee.is_own(own.when)
    if fee.variant:  # only the programs out of Amazon's stock serve it
        parts.insert(0, buy_with_prime(plan)[1])
        applies = plan["channel_is_buy_with_prime"] | applies
    charge_one_of(fee, parts, "what the payment provider takes", applies)
    such = f"payment, such as {' or '.join(list(market.payments)[:2])}" if market.payments else "payment_rate"
    fee.note_where(
        fee.named("payment_is_left_out"),
        own_shop & no_provider & ~own.when,
        f"the payment provider's fee is not included: give {such}",
    )


@once
def _is_given(plan: Plan, name: str) -> Reference:
    return plan.step(f"{name}_payment_is_used", plan.is_word(plan.input("payment"), name), Kind.FLAG)


@once
def _provider(plan: Plan, name: str) -> Paid:
    provider = plan.market.payments[name]
    card = sourced(plan, provider.table)
    fees: dict[str, PaymentFee] = card.card.rates if card.card else {}
    fee = fees.get(name, PaymentFee(0, 0))
    known = int(Status.EXACT if name in fees else Status.UNSOURCED)
    return paid_by(card, name, provider.title, expression(fee.rate), expression(fee.per_order), expression(known))


@once
def _of_channel(plan: Plan, name: str) -> Paid:
    card, title = sourced(plan, f"channel_{name}"), f"{plan.market.channels[name].title} Payments"
    channel: ChannelCard | None = card.card
    fee = channel.payment if channel and channel.payment else PaymentFee(0, 0)
    return paid_by(card, name, title, expression(fee.rate), expression(fee.per_order), expression(0))
