"""By whose terms a program pays the referral fee."""

from __future__ import annotations

from logicost.fees.cards import read_card
from logicost.fees.charge import MERCHANT
from logicost.fees.graduated import ReferralCard
from logicost.rules.plan import Plan
from logicost.rules.program_plan import ProgramPlan

PRIME = "prime"


def terms_of(plan: Plan, program: ProgramPlan) -> str:
    """The variant of the referral fee that a program pays: the merchant's own, who may charge shipping and whose rows may be
    others; with Prime one of its own where minimums go by what Amazon fulfils."""
    if program.family == "fbm":
        return MERCHANT
    edition = plan.choose("referral").edition
    card: ReferralCard | None = read_card(edition) if edition else None
    return PRIME if card is not None and program.family == "sfp" and card.fba_minimums else ""
