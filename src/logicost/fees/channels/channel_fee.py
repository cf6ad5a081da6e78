"""What the channel of an order takes: the referral fee of the Amazon store, or another channel's commission.

Shopify takes its percentage only where another provider takes the payment; a direct order pays no commission.
"""

from __future__ import annotations

from logicost.fees.channels.buy_with_prime import buy_with_prime, tell_open_minimum
from logicost.fees.channels.card import ChannelCard
from logicost.fees.channels.commission import commission
from logicost.fees.channels.orders import channel_is, direct_by_default
from logicost.fees.channels.paid import own_part
from logicost.fees.channels.parts import charge_one_of
from logicost.fees.channels.platform import missing_plans, platform_commission
from logicost.fees.charge import Charge, line
from logicost.fees.sourced import sourced
from logicost.inputs.fields import NOT_GIVEN
from logicost.market import DIRECT


@line(
    "channel_fee", "selling", "commission of another channel", "mcf", "fbm",
    after="closing", table=None, each=direct_by_default,
)  # fmt: skip
def channel_fee(fee: Charge) -> None:
    """In the variant ``direct`` an order without a channel is a direct one, and Buy with Prime is served."""
    plan = fee.plan
    for name, channel in plan.market.commissions.items():
        card: ChannelCard | None = sourced(plan, f"channel_{name}").card
        if card is not None and card.by_category:
            category = plan.input("channel_category")
            known = category.equals(NOT_GIVEN) | plan.is_word(category, *card.categories)
            fee.refuses(
                f"{name}_category_is_unknown",
                channel_is(plan, name) & ~known,
                "unknown_channel_category",
                "channel_category",
                f"{channel.title} has no such category; 'logicost tables show {plan.market.code} channel_{name}' lists them",
            )
    own = own_part(fee, "channel")
    parts = [own, *(commission(plan, name) for name in plan.market.commissions)]
    for name in plan.market.platforms:
        platform = platform_commission(plan, name)
        parts += [*missing_plans(plan, name, platform.when, "channel"), platform]
    fee.is_own(own.when)
    if fee.variant:  # only the programs out of Amazon's stock serve it
        parts.insert(0, buy_with_prime(plan)[0])  # so that the others stay what both variants have in common
        tell_open_minimum(fee)
    charge_one_of(fee, parts, "what the channel takes")
    fee.note("the channel's default category is assumed: give channel_category", plan["channel_category_is_assumed"])
    fee.note("the channel also charges on sales tax, taken as none here: give sales_tax", plan["sales_tax_is_left_out"])
    first = next(iter(plan.vocabulary("shopify_plan")), "cheapest")
    fee.note(f"the {first} plan is assumed: give shopify_plan", plan["platform_plan_is_assumed"])
    if fee.variant:
        such = next(iter(plan.market.channels), DIRECT)
        fee.note(
            f"quoted as a direct order: MCF serves no Amazon orders; name the channel, such as {such}",
            plan["channel_is_unnamed"],
        )
