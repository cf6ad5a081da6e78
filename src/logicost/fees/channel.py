"""What the channel of an order takes: the referral fee of the Amazon store, or another channel's commission.

The other channels' commissions and payment fees are not on file yet: their line is unsourced, never zero. A direct
order pays no commission; its payment fee depends on the provider and is noted.
"""

from __future__ import annotations

from logicost.fees.referral import add_closing, add_referral
from logicost.fields import CHANNELS, NOT_GIVEN
from logicost.rules.plan import Kind, Line, Plan, ProgramPlan
from logicost.tables.status import Status

AMAZON, DIRECT = CHANNELS.index("amazon"), CHANNELS.index("direct")


def add_channel(plan: Plan, program: ProgramPlan) -> None:
    """The channel's line of a program whose default channel is ``direct``."""
    if not plan.has("channel_is_other"):
        channel = plan.input("channel")
        plan.step("channel_is_other", ~channel.is_one_of(NOT_GIVEN, AMAZON, DIRECT), Kind.FLAG, "shopify, ebay …")
        plan.step("channel_is_direct", channel.is_one_of(NOT_GIVEN, DIRECT), Kind.FLAG)
        plan.step("channel_is_unnamed", channel.equals(NOT_GIVEN), Kind.FLAG)
        plan.step("channel_commission", 0, Kind.MONEY)
        plan.step("channel_status", int(Status.UNSOURCED), Kind.STATUS, "commissions of other channels are not on file")
    program.lines.append(
        Line(
            "channel",
            "selling",
            "channel_commission",
            "channel_status",
            "channel_is_other",
            None,
            ((None, "the channel's commission and payment fee are not on file"),),
        )
    )
    program.notes.append(
        (
            "channel_is_unnamed",
            "quoted as a direct order: MCF serves no Amazon orders; name the channel, such as shopify",
        )
    )
    program.notes.append(("channel_is_direct", "the payment provider's fee is not included"))


def add_amazon_or_channel(plan: Plan, program: ProgramPlan) -> None:
    """Referral and closing fee for orders of the Amazon store (the default), the channel's line for others."""
    if not plan.has("channel_is_amazon"):
        plan.step("channel_is_amazon", plan.input("channel").is_one_of(NOT_GIVEN, AMAZON), Kind.FLAG, "the default")
    add_referral(plan, program, applies="channel_is_amazon")
    add_closing(plan, program, applies="channel_is_amazon")
    if not plan.has("channel_is_other"):
        unnamed = ProgramPlan("")
        add_channel(plan, unnamed)
    program.lines.append(
        Line(
            "channel",
            "selling",
            "channel_commission",
            "channel_status",
            "channel_is_other",
            None,
            ((None, "the channel's commission and payment fee are not on file"),),
        )
    )
