"""Of a returned unit the referral fee comes back, less the refund administration fee; of media the closing fee too.

"Lesser of 5.00 and 20 % of the referral fee", per unit returned; nothing for books, music, video and DVD on a full
refund, and the closing fee is kept on a partial one only (Seller Central GDC3U6FWF4JJJJC7).
"""

from __future__ import annotations

from logicost.fees.charge import Charge, charge, line
from logicost.fees.referral_terms import terms_of
from logicost.fees.refund import of_returns


@line(
    "referral_refund", "returns", "referral fee that comes back on refunds", "fba", "fbm", "sfp",
    after="returned_goods", table="refund_administration", amazon_orders=True, each=terms_of,
)  # fmt: skip
def referral_refund(fee: Charge) -> None:
    plan, of = fee.plan, charge(fee.plan, "referral", fee.variant)
    if not of.is_charged:
        return
    referral = of.name
    fee.amount(0 - of_returns(plan, plan[referral]), "taken off")
    fee.applies(plan["returns_are_expected"])
    fee.known(plan[f"{referral}_status"], "as the referral fee")
    fee.why(f"the referral fee of {{{referral}}} comes back for {{return_rate}} of the units")
