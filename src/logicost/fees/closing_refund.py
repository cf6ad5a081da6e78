"""Of a returned unit of media the closing fee comes back on a full refund, and is kept on a partial one (Seller Central
GDC3U6FWF4JJJJC7).
"""

from __future__ import annotations

from logicost.fees.charge import Charge, charge, line
from logicost.fees.refund import of_returns
from logicost.fees.refund_administration import RefundAdministration
from logicost.rules.expressions import maximum, select
from logicost.rules.plan import Kind
from logicost.tables.status import Status


@line(
    "closing_refund", "returns", "closing fee that comes back on refunds", "fba", "fbm", "sfp",
    after="referral_refund", table="refund_administration", amazon_orders=True,
)  # fmt: skip
def closing_refund(fee: Charge) -> None:
    plan = fee.plan
    if not charge(plan, "closing").is_charged:
        return
    card: RefundAdministration | None = fee.card
    known = plan.is_word(plan.input("category"), *(card.closing_comes_back if card else ()))
    known = fee.step("closing_comes_back", known, Kind.FLAG, "on full refunds, by the card")
    fee.amount(0 - of_returns(plan, select(known, plan["closing"], 0)), "taken off where it is known to come back")
    fee.applies(plan["returns_are_expected"] & plan["closing_applies"])
    unknown = select(known, fee.choice.status, Status.ESTIMATE)
    fee.known(maximum(plan["closing_status"], unknown), "as the closing fee; an estimate where the rule is not on file")
    fee.why("the closing fee of {closing} comes back for {return_rate} of the units", known)
    fee.why("whether the closing fee comes back in this category is not on file: taken not to")
