"""The orders of other channels: which channel it is, and what a buyer pays for the whole order."""

from __future__ import annotations

from logicost.fees.charge import AMAZON_ORDERS
from logicost.fees.steps import percent_of
from logicost.inputs.fields import NOT_GIVEN
from logicost.rules.expressions import Reference, maximum, select
from logicost.rules.plan import Kind, Plan, defines, once
from logicost.tables.status import Status


@once
def channel_is(plan: Plan, name: str) -> Reference:
    """The flag that the order was placed on that channel."""
    return plan.step(f"channel_is_{name}", plan.is_word(plan.input("channel"), name), Kind.FLAG)


@defines(AMAZON_ORDERS)
def channel_is_amazon(plan: Plan) -> None:
    channel = plan.input("channel")
    named = plan.is_word(channel, "amazon")
    plan.step(AMAZON_ORDERS, channel.equals(NOT_GIVEN) | named, Kind.FLAG, "the default")


@defines("channel_is_buy_with_prime")
def channel_is_buy_with_prime(plan: Plan) -> None:
    channel_is(plan, "buy_with_prime")


@defines("price_with_tax", "order_with_tax", "tax_status")
def order_with_tax(plan: Plan) -> None:
    price, tax = plan["sale_price"], maximum(plan.input("sales_tax"), 0)
    with_tax = plan.step("price_with_tax", price + percent_of(plan, price, tax), Kind.MONEY, "sales tax on top")
    plan.step(
        "tax_status",
        select(plan.input("sales_tax") > NOT_GIVEN, Status.EXACT, Status.ESTIMATE),
        Kind.STATUS,
        "an estimate where the sales tax is not given",
    )
    units = plan.input("units_per_order")
    plan.step("order_with_tax", with_tax * units, Kind.MONEY, "all units of the order, tax included")
