"""The orders of other channels: which channel it is, and what a buyer pays for the whole order."""

from __future__ import annotations

from logicost.fees.charge import AMAZON_ORDERS
from logicost.fees.known import estimate_where
from logicost.fees.steps import per_unit, percent_of
from logicost.inputs.fields import NOT_GIVEN
from logicost.market import AMAZON, BUY_WITH_PRIME, DIRECT
from logicost.rules.expressions import FALSE, Expression, Reference, maximum
from logicost.rules.plan import Kind, Plan, defines, once
from logicost.rules.program_plan import ProgramPlan
from logicost.tables.status import Status


@once
def channel_is(plan: Plan, name: str) -> Reference:
    """The flag that the order was placed on that channel; on none that the market has not."""
    here = plan.is_word(plan.input("channel"), name) if name in plan.vocabulary("channel") else FALSE
    return plan.step(f"channel_is_{name}", here, Kind.FLAG)


@defines(AMAZON_ORDERS)
def channel_is_amazon(plan: Plan) -> None:
    channel = plan.input("channel")
    named = plan.is_word(channel, AMAZON)
    plan.step(AMAZON_ORDERS, channel.equals(NOT_GIVEN) | named, Kind.FLAG, "the default")


@defines("channel_is_buy_with_prime")
def channel_is_buy_with_prime(plan: Plan) -> None:
    channel_is(plan, BUY_WITH_PRIME)


@defines("price_with_tax", "order_with_tax", "order_without_tax", "tax_status")
def order_with_tax(plan: Plan) -> None:
    """Shipping that the buyer pays is part of the order, and is taken to be taxed as the goods are, which not every state does.
    Where prices contain the tax none comes on top."""
    on_top = not plan.market.tax_in_prices
    price = plan["sale_price"]
    tax: Expression = maximum(plan.input("sales_tax"), 0) if on_top else FALSE
    shipping, units = plan.input("shipping_charged"), plan.input("units_per_order")
    goods, sent = price + percent_of(plan, price, tax), shipping + percent_of(plan, shipping, tax)
    plan.step("price_with_tax", goods + per_unit(plan, sent), Kind.MONEY, "with shipping, sales tax on top")
    unsure = plan.input("sales_tax").equals(NOT_GIVEN) | ((tax > 0) & plan["shipping_is_charged"])
    plan.step(
        "tax_status",
        estimate_where(unsure) if on_top else Status.EXACT,
        Kind.STATUS,
        "an estimate where the sales tax is not given, or shipping may not be taxed",
    )
    plan.step("order_with_tax", goods * units + sent, Kind.MONEY, "all units of the order, shipping and tax included")
    plan.step("order_without_tax", price * units + shipping, Kind.MONEY, "all units of the order, shipping included")


def direct_by_default(_: Plan, program: ProgramPlan) -> str:
    """MCF serves no Amazon orders: one without a channel is a direct one."""
    return DIRECT if program.family == "mcf" else ""
