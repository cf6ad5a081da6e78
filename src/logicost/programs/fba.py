"""Fulfillment by Amazon: Amazon stores, picks, ships and serves; orders come from the Amazon store."""

from __future__ import annotations

from logicost.fees.aged_inventory import add_aged_inventory
from logicost.fees.awd import add_awd_costs
from logicost.fees.digital_services import add_digital_services
from logicost.fees.fba_fulfillment import add_fba_fulfillment
from logicost.fees.fixed_costs import add_selling_plan
from logicost.fees.fulfillment_extras import (
    add_bulky_packaging,
    add_fuel_surcharge,
    add_overmax_handling,
    add_sipp_discount,
)
from logicost.fees.inbound_placement import add_inbound_placement
from logicost.fees.lost_and_damaged import add_lost_and_damaged
from logicost.fees.low_inventory_level import add_low_inventory_level
from logicost.fees.new_selection import add_new_selection_notes
from logicost.fees.prep import add_inbound_defect, add_prep
from logicost.fees.referral import add_closing, add_referral
from logicost.fees.refunds import add_referral_refund, add_refund, add_unsellable_returns
from logicost.fees.returns_processing import add_returns_processing
from logicost.fees.seller_costs import add_seller_cost
from logicost.fees.size_tier import add_size_tier
from logicost.fees.storage import add_storage
from logicost.fees.storage_utilization import add_storage_utilization
from logicost.inputs.fields import CHANNELS, NOT_GIVEN
from logicost.rules.plan import Plan, ProgramPlan

AMAZON = CHANNELS.index("amazon")


def add(plan: Plan, program: ProgramPlan) -> None:
    _add(plan, program, awd=False)


def add_awd(plan: Plan, program: ProgramPlan) -> None:
    """The stock flows through Amazon Warehousing & Distribution, in whose rates the placement is contained."""
    _add(plan, program, awd=True)


def _add(plan: Plan, program: ProgramPlan, *, awd: bool) -> None:
    add_size_tier(plan)
    channel = plan.input("channel")
    plan.refuse(
        program,
        "order_is_not_from_amazon",
        ~channel.is_one_of(NOT_GIVEN, AMAZON),
        "channel_not_served",
        "channel",
        "FBA serves orders of the Amazon store; for other channels choose mcf or fbm",
    )
    for fee in ("cost_of_goods", "inbound_freight", "duty"):
        add_seller_cost(plan, program, fee)
    add_prep(plan, program)
    add_inbound_defect(plan, program)
    replenished = add_awd_costs(plan, program) if awd else None
    if not awd:
        add_inbound_placement(plan, program)
    add_storage(plan, program)
    add_storage_utilization(plan, program, replenished)
    add_aged_inventory(plan, program)
    add_fba_fulfillment(plan, program)
    add_fuel_surcharge(plan, program, "fba", "fba_fulfillment", "fba_fulfillment_line_status")
    add_sipp_discount(plan, program)
    add_bulky_packaging(plan, program)
    add_overmax_handling(plan, program)
    add_low_inventory_level(plan, program, replenished)
    add_referral(plan, program)
    add_closing(plan, program)
    add_lost_and_damaged(plan, program)
    add_selling_plan(plan, program)
    add_digital_services(plan, program, fba=True)
    add_refund(plan, program)
    add_referral_refund(plan, program)
    add_returns_processing(plan, program)
    add_unsellable_returns(plan, program)
    add_seller_cost(plan, program, "advertising")
    add_new_selection_notes(plan, program)
