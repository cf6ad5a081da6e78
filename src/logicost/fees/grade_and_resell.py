"""FBA Grade and Resell: Amazon grades a returned unit that cannot be sold as new and lists it as Used.

"Flat processing fee per unit relisted as Used; none if graded Unsellable; referral and FBA fees of the used sale apply
normally" (Seller Central UA6RV6UA4DR2MFK). What the used unit sells for is the seller's own figure: its price picks the
referral and the fulfilment band, on the cards of the quote's day.
"""

from __future__ import annotations

from logicost.fees.charge import Charge, line
from logicost.fees.unsellable_returns import per_unit_sold
from logicost.inputs.fields import NOT_GIVEN
from logicost.rules.plan import Kind, Plan, defines


@line(
    "grade_and_resell", "returns", "returned units that Amazon grades and resells as used", "fba", after="liquidation"
)
def grade_and_resell(fee: Charge) -> None:
    idle = fee.plan["resale_value_is_idle"]
    fee.note("resale_value is not used: it takes a return_rate and unsellable_returns=grade_and_resell", idle)
    shared = per_unit_sold(fee)
    if fee.choice.edition is not None:
        fee.why("what a used unit sells for is not known; give resale_value", fee.plan["resale_value_is_missing"])
        fee.why("a fee of the used sale is not on file for this day", fee.plan["resale_fee_is_unknown"])
    fee.why(
        "a unit sold as used for {resale_price} leaves {resale_brings} after grading {grade_and_resell_fee}, "
        f"referral {{resale_referral}}, fulfillment {{resale_fba_fulfillment}} and other fees {{resale_other_fees}}: {shared}"
    )


@defines("resale_value_is_idle")
def resale_value_is_idle(plan: Plan) -> None:
    wanted = plan.is_word(plan["unsellable_way"], "grade_and_resell")
    idle = (plan.input("resale_value") > NOT_GIVEN) & ~(wanted & plan["returns_are_expected"])
    plan.step("resale_value_is_idle", idle, Kind.FLAG, "given, but no unit is sold as used")
