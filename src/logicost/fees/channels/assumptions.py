"""What the lines of a channel assume of inputs that only some channels go by."""

from __future__ import annotations

from logicost.fees.channels.card import ChannelCard
from logicost.fees.channels.orders import channel_is
from logicost.fees.sourced import sourced
from logicost.inputs.fields import NOT_GIVEN
from logicost.market import DIRECT
from logicost.rules.expressions import FALSE, Expression, some
from logicost.rules.plan import Kind, Plan, defines, once


@once
def channels_by_input(plan: Plan) -> dict[str, tuple[str, ...]]:
    """Of the inputs that only some channels go by, the channels of the market that do."""
    others, platforms = plan.market.commissions, tuple(plan.market.platforms)
    cards: dict[str, ChannelCard] = {
        name: card for name in others if (card := sourced(plan, f"channel_{name}").card) is not None
    }
    taxed = tuple(name for name in others if others[name].takes_payment or (name in cards and cards[name].with_tax))
    return {
        "channel_category": tuple(name for name in cards if cards[name].by_category),
        "sales_tax": (*taxed, *platforms, DIRECT),
        "shopify_plan": platforms,
        "payment": (*platforms, DIRECT),
    }


@defines("channel_category_is_assumed", "sales_tax_is_left_out", "platform_plan_is_assumed")
def assumptions(plan: Plan) -> None:
    """What a line assumes, so that notes can say how to say otherwise."""
    of = channels_by_input(plan)

    def on(given: str) -> Expression:
        return some(*(channel_is(plan, name) for name in of[given] if name != DIRECT))

    for name, channels, given in (
        (
            "channel_category_is_assumed",
            on("channel_category") & plan.input("channel_rate").equals(NOT_GIVEN),
            "channel_category",
        ),
        ("sales_tax_is_left_out", FALSE if plan.market.tax_in_prices else on("sales_tax"), "sales_tax"),
        ("platform_plan_is_assumed", on("shopify_plan"), "shopify_plan"),
    ):
        plan.step(name, channels & plan.input(given).equals(NOT_GIVEN), Kind.FLAG)
