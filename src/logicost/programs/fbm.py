"""Fulfilled by merchant: the seller stores, packs and sends, with a carrier's card or a cost of their own."""

from __future__ import annotations

from collections.abc import Callable

from logicost.fees.carriers.faster_delivery import add_faster_delivery
from logicost.fees.carriers.postage import add_carrier_postage, add_flat_postage
from logicost.fees.carriers.sfp_delivery_speed import add_delivery_speed_notes
from logicost.fees.channels.buy_with_prime import channel_is_buy_with_prime
from logicost.fees.channels.commission import AMAZON, add_amazon_or_channel
from logicost.fees.digital_services import add_digital_services
from logicost.fees.fixed_costs import add_selling_plan
from logicost.fees.refunds import add_own_returns, add_referral_refund, add_refund
from logicost.fees.seller_costs import add_seller_cost
from logicost.fees.size_tier import add_size_tier
from logicost.inputs.fields import NOT_GIVEN
from logicost.rules.plan import Kind, Plan, ProgramPlan

CARRIERS = {
    "usps_ground_advantage": "USPS Ground Advantage",
    "usps_priority_mail": "USPS Priority Mail",
    "ups_ground": "UPS Ground",
    "fedex_ground": "FedEx Ground",
    "amazon_shipping": "Amazon Shipping",
    "flat": "own cost per parcel",
}


def adder(carrier: str, *, prime: bool = False) -> Callable[[Plan, ProgramPlan], None]:
    """The program that sends with that carrier; `prime`: as Seller Fulfilled Prime, for orders of the Amazon store."""

    def add(plan: Plan, program: ProgramPlan) -> None:
        _weights(plan, program)
        if prime:
            plan.refuse(
                program,
                "order_is_not_for_prime",
                ~plan.input("channel").is_one_of(NOT_GIVEN, AMAZON),
                "channel_not_served",
                "channel",
                "Seller Fulfilled Prime serves orders of the Amazon store; for other channels choose mcf or fbm",
            )
            add_delivery_speed_notes(plan, program)
        plan.refuse(
            program,
            "order_is_buy_with_prime",
            channel_is_buy_with_prime(plan),
            "channel_not_served",
            "channel",
            "Buy with Prime orders are served out of the stock at Amazon; choose mcf",
        )
        for fee in ("cost_of_goods", "inbound_freight", "duty", "own_storage", "packaging", "handling"):
            add_seller_cost(plan, program, fee)
        if carrier == "flat":
            add_flat_postage(plan, program)
        else:
            add_carrier_postage(plan, program, carrier)
        if prime:
            add_faster_delivery(plan, program, carrier)
        add_amazon_or_channel(plan, program)
        add_selling_plan(plan, program)
        add_digital_services(plan, program, fba=False, applies="channel_is_amazon")
        add_refund(plan, program)
        add_referral_refund(plan, program, applies="channel_is_amazon")
        add_own_returns(plan, program)
        add_seller_cost(plan, program, "advertising")

    return add


def _weights(plan: Plan, program: ProgramPlan) -> None:
    """The FBA size tier is shown for comparison where one is on file; the seller's own parcel does not depend on it."""
    if plan.choose("size_tiers").edition is not None:
        add_size_tier(plan)
        return
    program.size_tier = None
    if not plan.has("plain_weight"):
        plan.step("plain_weight", plan.input("unit_weight"), Kind.WEIGHT)
    program.dimensional_weight = program.shipping_weight = "plain_weight"
