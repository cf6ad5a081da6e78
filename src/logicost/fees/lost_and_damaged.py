"""Units that Amazon loses or damages before an order: what was put into them, less what Amazon reimburses.

From 2025-03-10 the reimbursement is the manufacturing cost, "excluding shipping, handling, customs duties and other
costs": freight and duty are lost. Before, it was the estimated proceeds of a sale: the price less the fees.
"""

from __future__ import annotations

from logicost.fees.cards import read_card, reads
from logicost.inputs.fields import NOT_GIVEN
from logicost.inputs.readers import RATE_GRAINS
from logicost.rules.expressions import HALF_UP, Expression, expression, maximum, select
from logicost.rules.plan import Kind, Line, Plan, ProgramPlan
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition
from logicost.tables.status import Status

MANUFACTURING_COST, SALE_PROCEEDS = "manufacturing_cost", "sale_proceeds"


@reads("reimbursement/1")
def read_reimbursement(edition: Edition, body: Cursor) -> str:
    return body.need("basis").choice(MANUFACTURING_COST, SALE_PROCEEDS)


def add_lost_and_damaged(plan: Plan, program: ProgramPlan) -> None:
    """The line of the expected loss, where a loss rate is given. After the referral and the fulfilment fee."""
    choice = plan.choose("reimbursement")
    source = choice.edition.id if choice.edition else None
    if not plan.has("lost_and_damaged"):
        _add_steps(plan)
    why = "{loss_rate} of units are lost, {value_of_a_unit} went into each and {reimbursement} comes back"
    program.lines.append(
        Line(
            "lost_and_damaged",
            "storage",
            "lost_and_damaged",
            "lost_and_damaged_status",
            "lost_and_damaged_applies",
            source,
            ((None, why if choice.edition else choice.why),),
        )
    )


def _add_steps(plan: Plan) -> None:
    choice = plan.choose("reimbursement")
    source = choice.edition.id if choice.edition else None
    basis: str | None = read_card(choice.edition) if choice.edition else None
    cost, stated = maximum(plan.input("cost"), 0), plan.input("manufacturing_cost")
    value = plan.step(
        "value_of_a_unit",
        cost + plan.input("inbound_freight") + plan.input("duty"),
        Kind.MONEY,
        "cost of goods, freight and duty",
    )
    reimbursed: Expression = select(stated > NOT_GIVEN, stated, cost)
    status: Expression = select(stated > NOT_GIVEN, int(Status.EXACT), int(Status.ESTIMATE))
    if basis == SALE_PROCEEDS:
        reimbursed = maximum(plan.input("price") - plan["referral"] - plan["fba_fulfillment"], 0)
        status = maximum(plan["referral_status"], plan["fba_fulfillment_line_status"], int(Status.ESTIMATE))
    elif basis is None:
        reimbursed, status = expression(0), expression(int(Status.UNSOURCED))
    reimbursed = plan.step("reimbursement", reimbursed, Kind.MONEY, f"by {basis or 'no rule on file'}", source)
    rate = maximum(plan.input("loss_rate"), 0)
    loss = maximum(value - reimbursed, 0)
    amount = (loss * rate).divided_by(RATE_GRAINS, HALF_UP)
    plan.step("lost_and_damaged", amount, Kind.MONEY, "(value - reimbursement) x loss rate, per unit sold", source)
    plan.step("lost_and_damaged_applies", rate > 0, Kind.FLAG, "a loss rate is given")
    plan.step(
        "lost_and_damaged_status",
        maximum(status, int(choice.status)),
        Kind.STATUS,
        choice.why or "an estimate where Amazon estimates the manufacturing cost or the proceeds",
        source,
    )
