"""FBA New Selection's cap on the referral fee: "the lower of the category's rate and 10 % (units 1 to 100), 5 % (101 to 200);
credited at once on the order".

Whether the referral fee's minimum per item stays is not published: it does here. What comes back of the referral fee on a
refund is not credited twice: the credit is of the units that do not come back.
"""

from __future__ import annotations

from logicost.fees.charge import Charge, line
from logicost.fees.new_selection import NewSelection
from logicost.fees.steps import percent_of, share_of
from logicost.inputs.readers import RATE_GRAINS
from logicost.rules.expressions import first_of, maximum
from logicost.rules.plan import Kind


@line(
    "new_selection_credit", "selling", "FBA New Selection's cap on the referral fee", "fba",
    after="referral", table="new_selection", optional=True,
)  # fmt: skip
def new_selection_credit(fee: Charge) -> None:
    plan = fee.plan
    card: NewSelection = fee.card
    if not card.referral_at_most:
        return
    sold, price = plan.input("new_selection_units_sold"), plan["sale_price"]
    bands = [(sold < units, rate) for units, rate in card.referral_at_most]
    most = fee.step(
        "new_selection_referral_rate", first_of(*bands, otherwise=RATE_GRAINS), Kind.RATE, "by the units sold before"
    )
    capped = fee.step("new_selection_referral", percent_of(plan, price, most), Kind.MONEY, "half-up to the cent")
    full = plan["referral"]
    saved = fee.step(
        "new_selection_referral_saved",
        maximum(full - maximum(capped, plan["referral_minimum"]), 0),
        Kind.MONEY,
        "of the referral fee, whose minimum stays",
    )
    stays = RATE_GRAINS - maximum(plan.input("return_rate"), 0)
    fee.amount(0 - share_of(saved, stays), "taken off, of the units that do not come back")
    last = max(units for units, _ in card.referral_at_most)
    fee.applies(plan["in_new_selection"] & (sold < last) & (saved > 0), "enrolled, within the units of the programme")
    fee.status(plan["referral_status"], note="as the referral fee")
    fee.why(
        "FBA New Selection: a referral fee of at most {new_selection_referral_rate} of {sale_price} in place of {referral}, "
        "with {new_selection_units_sold} units sold before"
    )
