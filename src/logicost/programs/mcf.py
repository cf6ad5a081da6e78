"""Multi-Channel Fulfillment: Amazon ships orders of other channels out of the FBA stock; no referral fee."""

from __future__ import annotations

from logicost.fees.mcf_fulfillment import SPEEDS
from logicost.fees.new_selection import tell_new_selection
from logicost.programs.program import Program
from logicost.rules.plan import Plan, ProgramPlan


def refuse_amazon_orders(plan: Plan, program: ProgramPlan) -> None:
    plan.refuse(
        program,
        "order_is_from_amazon",
        plan.is_word(plan.input("channel"), "amazon"),
        "channel_not_served",
        "channel",
        "MCF cannot serve orders of the Amazon store; choose fba or fbm, or name the channel of the order",
    )
    if program.variant != "standard":
        plan.refuse(
            program,
            "buy_with_prime_has_no_speeds",
            plan["channel_is_buy_with_prime"],
            "channel_not_served",
            "channel",
            "Buy with Prime has no speeds to choose from; quote its orders as mcf",
        )


PROGRAMS = tuple(
    Program(
        f"mcf:{speed}", f"Multi-Channel Fulfillment, {speed}", ("other",), (refuse_amazon_orders, tell_new_selection)
    )
    for speed in SPEEDS
)
