"""Multi-Channel Fulfillment: Amazon ships orders of other channels out of the FBA stock; no referral fee."""

from __future__ import annotations

from logicost.fees.new_selection import tell_new_selection
from logicost.inputs.fields import SPEEDS
from logicost.market import AMAZON
from logicost.programs.program import Program
from logicost.programs.receipt import check_receipt
from logicost.rules.plan import Kind, Plan, defines
from logicost.rules.program_plan import Note, ProgramPlan


def refuse_amazon_orders(plan: Plan, program: ProgramPlan) -> None:
    plan.refuse(
        program,
        "order_is_from_amazon",
        plan.is_word(plan.input("channel"), AMAZON),
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


def tell_blocking(plan: Plan, program: ProgramPlan) -> None:
    """Some channels forbid deliveries by Amazon Logistics, or their buyers object: MCF blocks them for a percentage more."""
    program.notes.append(
        Note(
            plan["blocking_may_be_needed"].name,
            "such orders may need mcf_block_amazon_logistics, 5 % more: marketplaces may not take Amazon's own deliveries",
        )
    )


@defines("blocking_may_be_needed")
def blocking_may_be_needed(plan: Plan) -> None:
    refusing = [name for name, each in plan.market.channels.items() if each.refuses_amazon]
    unblocked = ~plan.input("mcf_block_amazon_logistics")
    plan.step("blocking_may_be_needed", plan.is_word(plan.input("channel"), *refusing) & unblocked, Kind.FLAG)


PROGRAMS = tuple(
    Program(
        f"mcf:{speed}",
        f"Multi-Channel Fulfillment, {speed}",
        ("other",),
        (refuse_amazon_orders, tell_blocking, tell_new_selection, check_receipt),
    )
    for speed in SPEEDS
)
