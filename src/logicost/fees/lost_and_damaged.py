"""Units that Amazon loses or damages before an order: what was put into them, less what Amazon reimburses.

From 2025-03-10 the reimbursement is the manufacturing cost, "excluding shipping, handling, customs duties and other
costs": freight and duty are lost. Before, it was the estimated proceeds of a sale: the price less the fees.
"""

from __future__ import annotations

from logicost.fees.charge import Charge, line
from logicost.fees.declared import card_of, choice
from logicost.fees.known import given_or
from logicost.fees.seller_costs import converted
from logicost.fees.steps import share_of
from logicost.inputs.fields import NOT_GIVEN
from logicost.rules.expressions import Expression, maximum, select
from logicost.rules.plan import Kind
from logicost.tables.status import Status

MANUFACTURING_COST, SALE_PROCEEDS = "manufacturing_cost", "sale_proceeds"


@card_of("reimbursement/1")
class Reimbursement:
    basis: str = choice(MANUFACTURING_COST, SALE_PROCEEDS)


@line(
    "lost_and_damaged", "storage", "units that Amazon loses or damages, less what it pays for them", "fba",
    after="aged_inventory", table="reimbursement",
)  # fmt: skip
def lost_and_damaged(fee: Charge) -> None:
    """The expected loss, where a loss rate is given."""
    plan = fee.plan
    rate = maximum(plan.input("loss_rate"), 0)
    if fee.is_missing(rate > 0, "; give yours a unit as other_selling_fee, and leave loss_rate out"):
        return
    fee.applies(rate > 0, "a loss rate is given")
    cost, stated = maximum(plan.input("cost"), 0), plan.input("manufacturing_cost")
    value = plan.step(
        "value_of_a_unit",
        cost + maximum(plan.input("inbound_freight"), 0) + plan.input("duty"),
        Kind.MONEY,
        "cost of goods, freight and duty",
    )
    if fee.card.basis == SALE_PROCEEDS:
        back: Expression = maximum(plan.input("price") - plan["referral"] - plan["fba_fulfillment"], 0)
        doubt: Expression = maximum(plan["referral_status"], plan["fba_fulfillment_status"], Status.ESTIMATE)
    else:
        back = given_or(stated, cost)
        doubt = select(stated > NOT_GIVEN, Status.EXACT, Status.ESTIMATE)
    back = fee.step("reimbursement", back, Kind.MONEY, f"by {fee.card.basis}")
    fee.amount(share_of(maximum(value - back, 0), rate), "(value - reimbursement) x loss rate, per unit sold")
    fee.status(
        doubt,
        converted(plan, "cost", "inbound_freight", "duty"),
        note="an estimate where Amazon estimates the manufacturing cost or the proceeds",
    )
    fee.why("{loss_rate} of units are lost, {value_of_a_unit} went into each and {reimbursement} comes back")
