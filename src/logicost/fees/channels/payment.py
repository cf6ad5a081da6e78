"""Payment fees: what Shopify Payments, Etsy, Stripe or PayPal take of the order's total and per order.

"On the full amount charged, tax and shipping included." Worked out for the whole order, half-up to the cent, and shared
by its units. Without the sales tax the total is not known in full, and the line is an estimate.
"""

from __future__ import annotations

from dataclasses import dataclass

from logicost.fees.cards import read_card
from logicost.fees.channels.card import ChannelCard, PaymentFee, ShopifyPlan
from logicost.fees.steps import percent_of
from logicost.inputs.fields import CHANNELS, NOT_GIVEN, PAYMENTS
from logicost.rules.expressions import HALF_UP, Expression, Reference, expression, maximum, select
from logicost.rules.plan import Kind, Line, Plan, ProgramPlan
from logicost.tables.status import Status

SHOPIFY, ETSY, DIRECT = (CHANNELS.index(name) for name in ("shopify", "etsy", "direct"))
PROVIDER_CARDS = {"stripe": "payment_stripe", "paypal": "payment_paypal", "paypal_card": "payment_paypal"}


def add_order_total(plan: Plan) -> Reference:
    """Steps ``price_with_tax`` and ``order_with_tax``; returns the latter."""
    if plan.has("order_with_tax"):
        return plan["order_with_tax"]
    tax = maximum(plan.input("sales_tax"), 0)
    with_tax = plan.step(
        "price_with_tax",
        plan.input("price") + percent_of(plan, plan.input("price"), tax),
        Kind.MONEY,
        "sales tax on top",
    )
    plan.step(
        "tax_status",
        select(plan.input("sales_tax") > NOT_GIVEN, int(Status.EXACT), int(Status.ESTIMATE)),
        Kind.STATUS,
        "an estimate where the sales tax is not given",
    )
    return plan.step(
        "order_with_tax", with_tax * plan.input("units_per_order"), Kind.MONEY, "all units of the order, tax included"
    )


def per_unit(plan: Plan, order_amount: Expression) -> Expression:
    return order_amount.divided_by(plan.input("units_per_order"), HALF_UP)


@dataclass(frozen=True, slots=True)
class _Fee:
    """One way to be paid: its steps' prefix, how it is called, its card, and its rate and amount per order."""

    name: str
    title: str
    card: str
    rate: Expression
    per_order: Expression
    status: Expression


def add_payment(plan: Plan, program: ProgramPlan, direct_by_default: bool) -> None:
    """The payment lines: one of them at most applies to a row."""
    channel, given = plan.input("channel"), plan.input("payment")
    direct = (NOT_GIVEN, DIRECT) if direct_by_default else (DIRECT,)
    no_provider = given.equals(NOT_GIVEN)
    for name in PAYMENTS:
        chosen = given.equals(PAYMENTS.index(name))
        _line(plan, program, _provider(plan, name), channel.is_one_of(SHOPIFY, *direct) & chosen)
    _line(plan, program, _shopify_payments(plan), channel.equals(SHOPIFY) & no_provider)
    _line(plan, program, _etsy_payments(plan), channel.equals(ETSY))
    missing = program.step("payment_is_left_out")
    plan.step(missing, channel.is_one_of(*direct) & no_provider, Kind.FLAG)
    program.notes.append(
        (missing, "the payment provider's fee is not included: give payment, such as stripe or paypal")
    )


def _line(plan: Plan, program: ProgramPlan, fee: _Fee, applies: Expression) -> None:
    choice = plan.choose(fee.card)
    order = f"{fee.name}_payment_order"
    if not plan.has(order):
        total, source = add_order_total(plan), choice.edition.id if choice.edition else None
        rate = plan.step(f"{fee.name}_payment_rate", fee.rate, Kind.RATE, "of the order's total", source)
        fixed = plan.step(f"{fee.name}_payment_fixed", fee.per_order, Kind.MONEY, "per order", source)
        amount = percent_of(plan, total, rate) + fixed
        plan.step(order, amount, Kind.MONEY, "half-up to the cent, for the whole order", source)
        plan.step(f"{fee.name}_payment", per_unit(plan, plan[order]), Kind.MONEY, "shared by the units of the order")
        plan.step(
            f"{fee.name}_payment_status",
            maximum(fee.status, int(choice.status), plan["tax_status"]),
            Kind.STATUS,
            choice.why or "an estimate where the sales tax is not given",
            source,
        )
    flag = program.step(f"{fee.name}_payment_applies")
    plan.step(flag, applies, Kind.FLAG)
    prefix = fee.name
    why = f"{fee.title}: {{{prefix}_payment_rate}} of {{order_with_tax}} and {{{prefix}_payment_fixed}} per order"
    program.lines.append(
        Line(
            "payment",
            "selling",
            f"{prefix}_payment",
            f"{prefix}_payment_status",
            flag,
            choice.edition.id if choice.edition else None,
            ((None, why if choice.edition else choice.why),),
        )
    )


def _provider(plan: Plan, name: str) -> _Fee:
    choice = plan.choose(PROVIDER_CARDS[name])
    fees: dict[str, PaymentFee] = read_card(choice.edition) if choice.edition else {}
    fee = fees.get(name, PaymentFee(0, 0))
    known = Status.EXACT if name in fees else Status.UNSOURCED
    title = {"stripe": "Stripe", "paypal": "PayPal", "paypal_card": "a card through PayPal"}[name]
    parts = (expression(part) for part in (fee.rate, fee.per_order, int(known)))
    return _Fee(name, title, PROVIDER_CARDS[name], *parts)


def shopify_plan(plan: Plan) -> tuple[tuple[ShopifyPlan, ...], Expression, Expression]:
    """The card's plans, the number of the seller's, and a status: an estimate where it is assumed to be the first."""
    choice = plan.choose("channel_shopify")
    plans: tuple[ShopifyPlan, ...] = read_card(choice.edition) if choice.edition else ()
    given = plan.input("shopify_plan")
    return plans, maximum(given, 0), select(given > NOT_GIVEN, int(Status.EXACT), int(Status.ESTIMATE))


def by_plan(number: Expression, amounts: list[int]) -> Expression:
    result = expression(0)
    for place, amount in enumerate(amounts):
        result = select(number.equals(place), amount, result)
    return result


def _shopify_payments(plan: Plan) -> _Fee:
    plans, number, status = shopify_plan(plan)
    return _Fee(
        "shopify",
        "Shopify Payments",
        "channel_shopify",
        by_plan(number, [each.payment.rate for each in plans]),
        by_plan(number, [each.payment.per_order for each in plans]),
        status,
    )


def _etsy_payments(plan: Plan) -> _Fee:
    choice = plan.choose("channel_etsy")
    card: ChannelCard | None = read_card(choice.edition) if choice.edition else None
    fee = card.payment if card and card.payment else PaymentFee(0, 0)
    parts = (expression(part) for part in (fee.rate, fee.per_order, int(Status.EXACT)))
    return _Fee("etsy", "Etsy Payments", "channel_etsy", *parts)
