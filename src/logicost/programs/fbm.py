"""Fulfilled by merchant: the seller stores, packs and sends, with a carrier's card or a cost of their own."""

from __future__ import annotations

from collections.abc import Sequence

from logicost.fees.carriers.packing import tell_parcel
from logicost.fees.carriers.sfp_delivery_speed import tell_delivery_speed
from logicost.fees.charge import AMAZON_ORDERS
from logicost.fees.sale import tell_idle_shipping
from logicost.programs.program import Program
from logicost.rules.plan import Kind, Plan, defines
from logicost.rules.program_plan import ProgramPlan

FLAT = ("flat", "own cost per parcel")


def refuse_buy_with_prime(plan: Plan, program: ProgramPlan) -> None:
    plan.refuse(
        program,
        "order_is_buy_with_prime",
        plan["channel_is_buy_with_prime"],
        "channel_not_served",
        "channel",
        "Buy with Prime orders are served out of the stock at Amazon; choose mcf",
    )


def refuse_orders_not_for_prime(plan: Plan, program: ProgramPlan) -> None:
    plan.refuse(
        program,
        "order_is_not_for_prime",
        ~plan[AMAZON_ORDERS],
        "channel_not_served",
        "channel",
        "Seller Fulfilled Prime serves orders of the Amazon store; for other channels choose mcf or fbm",
    )


def go_by_plain_weight(plan: Plan, program: ProgramPlan) -> None:
    """The FBA size tier is shown for comparison where one is on file; the seller's own parcel does not depend on it."""
    if plan.choose("size_tiers").edition is not None:
        plan["size_tier"]
        return
    program.size_tier = None
    program.dimensional_weight = program.shipping_weight = plan["plain_weight"].name


@defines("plain_weight")
def plain_weight(plan: Plan) -> None:
    plan.step("plain_weight", plan.input("unit_weight"), Kind.WEIGHT)


def programs(carriers: Sequence[tuple[str, str]]) -> tuple[Program, ...]:
    """The programs that send with those carriers: slug and title of each."""
    rules = (go_by_plain_weight, refuse_buy_with_prime, tell_parcel)
    prime = (go_by_plain_weight, refuse_orders_not_for_prime, tell_delivery_speed, tell_parcel, tell_idle_shipping)
    return (
        *(
            Program(f"fbm:{slug}", f"fulfilled by merchant, {title}", ("amazon", "other"), rules)
            for slug, title in carriers
        ),
        *(Program(f"sfp:{slug}", f"Seller Fulfilled Prime, {title}", ("amazon",), prime) for slug, title in carriers),
    )
