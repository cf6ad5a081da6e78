"""Multi-Channel Fulfillment: Amazon ships orders of other channels out of the FBA stock; no referral fee."""

from __future__ import annotations

from collections.abc import Callable

from logicost.fees.aged_inventory import add_aged_inventory
from logicost.fees.channels.buy_with_prime import channel_is_buy_with_prime
from logicost.fees.channels.commission import add_channel
from logicost.fees.fulfillment_extras import add_fuel_surcharge
from logicost.fees.inbound_placement import add_inbound_placement
from logicost.fees.mcf_fulfillment import add_mcf_fulfillment
from logicost.fees.new_selection import add_new_selection_notes
from logicost.fees.refunds import add_own_returns, add_refund
from logicost.fees.seller_costs import add_seller_cost
from logicost.fees.size_tier import add_size_tier
from logicost.fees.storage import add_storage
from logicost.fees.storage_utilization import add_storage_utilization
from logicost.programs.fba import AMAZON
from logicost.rules.plan import Plan, ProgramPlan


def adder(speed: str) -> Callable[[Plan, ProgramPlan], None]:
    """The program of one delivery speed."""

    def add(plan: Plan, program: ProgramPlan) -> None:
        for fee in ("cost_of_goods", "inbound_freight", "duty"):
            add_seller_cost(plan, program, fee)
        add_size_tier(plan)
        add_inbound_placement(plan, program)
        add_storage(plan, program)
        add_storage_utilization(plan, program)
        add_aged_inventory(plan, program)
        fee, status = add_mcf_fulfillment(plan, program, speed)
        add_fuel_surcharge(plan, program, "mcf", fee, status)
        plan.refuse(
            program,
            "order_is_from_amazon",
            plan.input("channel").equals(AMAZON),
            "channel_not_served",
            "channel",
            "MCF cannot serve orders of the Amazon store; choose fba or fbm, or name the channel of the order",
        )
        if speed != "standard":
            plan.refuse(
                program,
                "buy_with_prime_has_no_speeds",
                channel_is_buy_with_prime(plan),
                "channel_not_served",
                "channel",
                "Buy with Prime has no speeds to choose from; quote its orders as mcf",
            )
        add_channel(plan, program)
        add_refund(plan, program)
        add_own_returns(plan, program)
        add_seller_cost(plan, program, "advertising")
        add_new_selection_notes(plan, program)

    return add
