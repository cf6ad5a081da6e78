"""Payment fees: what Shopify Payments, Etsy, Stripe or PayPal take of the order's total and per order.

"On the full amount charged, tax and shipping included." Worked out for the whole order, half-up to the cent, and shared
by its units. Without the sales tax the total is not known in full, and the line is an estimate.
"""

from __future__ import annotations

from logicost.fees.channels.buy_with_prime import buy_with_prime
from logicost.fees.channels.card import ChannelCard, PaymentFee, Shopify, ShopifyPlan
from logicost.fees.channels.orders import channel_is
from logicost.fees.charge import Charge, Part, line
from logicost.fees.sourced import Sourced, sourced
from logicost.fees.steps import chosen, per_unit, percent_of
from logicost.inputs.fields import NOT_GIVEN
from logicost.rules.expressions import Expression, Reference, expression, maximum, select
from logicost.rules.plan import Kind, Plan, defines, once
from logicost.rules.program_plan import ProgramPlan
from logicost.tables.status import Status

PROVIDERS = {
    "stripe": ("payment_stripe", "Stripe"),
    "paypal": ("payment_paypal", "PayPal"),
    "paypal_card": ("payment_paypal", "a card through PayPal"),
}


def direct_by_default(_: Plan, program: ProgramPlan) -> str:
    """MCF serves no Amazon orders: one without a channel is a direct one."""
    return "direct" if program.family == "mcf" else ""


@line(
    "payment", "selling", "payment provider's fee", "mcf", "fbm",
    after="channel_fee", table=None, each=direct_by_default,
)  # fmt: skip
def payment(fee: Charge) -> None:
    """The channel's own payments, or the provider that is given: in an order of one's own shop, where none is, no fee."""
    plan, given = fee.plan, fee.plan.input("payment")
    etsy, shopify, own_shop = channel_is(plan, "etsy"), channel_is(plan, "shopify"), is_direct(fee)
    no_provider = given.equals(NOT_GIVEN)
    applies = etsy | shopify | (own_shop & ~no_provider)
    parts = [Part(etsy, *_etsy(plan)), Part(plan["shopify_payment_is_used"], *_shopify(plan))]
    parts += [Part(_is_given(plan, name), *_provider(plan, name)) for name in PROVIDERS]
    if fee.variant:  # only the programs out of Amazon's stock serve it
        parts.insert(0, buy_with_prime(plan)[1])
        applies = plan["channel_is_buy_with_prime"] | applies
    fee.is_one_of(parts, "what the payment provider takes", applies)
    left_out = plan.step(fee.named("payment_is_left_out"), own_shop & no_provider, Kind.FLAG)
    fee.note("the payment provider's fee is not included: give payment, such as stripe or paypal", left_out)


def is_direct(fee: Charge) -> Expression:
    """Whether the order is one of the seller's own shop."""
    direct = channel_is(fee.plan, "direct")
    return direct | fee.plan["channel_is_unnamed"] if fee.variant else direct


@once
def _is_given(plan: Plan, name: str) -> Reference:
    return plan.step(f"{name}_payment_is_used", plan.is_word(plan.input("payment"), name), Kind.FLAG)


@defines("shopify_payment_is_used")
def shopify_payment_is_used(plan: Plan) -> None:
    used = channel_is(plan, "shopify") & plan.input("payment").equals(NOT_GIVEN)
    plan.step("shopify_payment_is_used", used, Kind.FLAG)


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
    return amount, status, card.source, why if card.card else card.choice.why


@once
def _provider(plan: Plan, name: str) -> Paid:
    table, title = PROVIDERS[name]
    card = sourced(plan, table)
    fees: dict[str, PaymentFee] = card.card.rates if card.card else {}
    fee = fees.get(name, PaymentFee(0, 0))
    known = int(Status.EXACT if name in fees else Status.UNSOURCED)
    return _payment(card, name, title, expression(fee.rate), expression(fee.per_order), expression(known))


def shopify_plan(plan: Plan) -> tuple[tuple[ShopifyPlan, ...], Expression, Expression]:
    """The card's plans, the number of the seller's, and a status: an estimate where it is assumed to be the first."""
    card: Shopify | None = sourced(plan, "channel_shopify").card
    given = plan.input("shopify_plan")
    plans = tuple(card.plans[name] for name in plan.vocabulary("shopify_plan")) if card else ()
    return plans, maximum(given, 0), select(given > NOT_GIVEN, Status.EXACT, Status.ESTIMATE)


@once
def _shopify(plan: Plan) -> Paid:
    plans, number, status = shopify_plan(plan)
    rate = chosen(number, [each.online for each in plans])
    per_order = chosen(number, [each.per_order for each in plans])
    return _payment(sourced(plan, "channel_shopify"), "shopify", "Shopify Payments", rate, per_order, status)


@once
def _etsy(plan: Plan) -> Paid:
    card = sourced(plan, "channel_etsy")
    channel: ChannelCard | None = card.card
    fee = channel.payment if channel and channel.payment else PaymentFee(0, 0)
    return _payment(card, "etsy", "Etsy Payments", expression(fee.rate), expression(fee.per_order), expression(0))
