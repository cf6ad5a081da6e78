"""Fulfillment by Amazon: Amazon stores, picks, ships and serves; orders come from the Amazon store."""

from __future__ import annotations

from logicost.fees.charge import AMAZON_ORDERS
from logicost.fees.new_selection import tell_new_selection
from logicost.fees.sale import tell_idle_shipping
from logicost.programs.program import Program
from logicost.programs.receipt import check_receipt
from logicost.rules.plan import Plan
from logicost.rules.program_plan import ProgramPlan


def refuse_other_orders(plan: Plan, program: ProgramPlan) -> None:
    plan.refuse(
        program,
        "order_is_not_from_amazon",
        ~plan[AMAZON_ORDERS],
        "channel_not_served",
        "channel",
        "FBA serves orders of the Amazon store; for other channels choose mcf or fbm",
    )


RULES = (refuse_other_orders, tell_new_selection, tell_idle_shipping, check_receipt)
PROGRAMS = (
    Program("fba", "Fulfillment by Amazon", ("amazon",), RULES),
    # the stock flows through Amazon Warehousing & Distribution, in whose rates the placement is contained
    Program("fba:awd", "Fulfillment by Amazon, through Amazon Warehousing & Distribution", ("amazon",), RULES),
)
