"""Of a returned unit the referral fee comes back, less the refund administration fee; of media the closing fee too.

"Lesser of 5.00 and 20 % of the referral fee", per unit returned; nothing for books, music, video and DVD on a full
refund, and the closing fee is kept on a partial one only (Seller Central GDC3U6FWF4JJJJC7).
"""

from __future__ import annotations

from logicost.fees.charge import Charge, charge, line
from logicost.fees.declared import amount, card_of, rate, words
from logicost.fees.referral import terms_of
from logicost.fees.refund import of_returns
from logicost.fees.steps import percent_of
from logicost.rules.expressions import maximum, minimum, select
from logicost.rules.plan import Kind
from logicost.tables.status import Status


@card_of("refund_administration/1")
class RefundAdministration:
    """Of full refunds.

    Attributes:
        of_referral, at_most: what is kept of the referral fee.
        free_categories: of which nothing is kept.
        closing_comes_back: the categories of which it is known that the closing fee comes back as well.
    """

    of_referral: int = rate()
    at_most: int = amount()
    free_categories: tuple[str, ...] = words()
    closing_comes_back: tuple[str, ...] = words(absent=())


@line(
    "referral_refund", "returns", "referral fee that comes back on refunds", "fba", "fbm", "sfp",
    after="returned_goods", table="refund_administration", amazon_orders=True, each=terms_of,
)  # fmt: skip
def referral_refund(fee: Charge) -> None:
    plan, referral = fee.plan, charge(fee.plan, "referral", fee.variant).name
    fee.amount(0 - of_returns(plan, plan[referral]), "taken off")
    fee.applies(plan["returns_are_expected"])
    fee.known(plan[f"{referral}_status"], "as the referral fee")
    fee.why(f"the referral fee of {{{referral}}} comes back for {{return_rate}} of the units")


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


@line(
    "refund_administration", "returns", "refund administration fee", "fba", "fbm", "sfp",
    after="channel_refund", amazon_orders=True, each=terms_of,
)  # fmt: skip
def refund_administration(fee: Charge) -> None:
    plan, expected = fee.plan, fee.plan["returns_are_expected"]
    if fee.is_missing(expected):
        return
    card: RefundAdministration = fee.card
    referral = charge(plan, "referral", fee.variant).name
    each = fee.step(
        fee.named("refund_administration_fee"),
        minimum(percent_of(plan, plan[referral], card.of_referral), card.at_most),
        Kind.MONEY,
        "20 % of the referral, half-up, at most 5.00",
    )
    fee.amount(of_returns(plan, each), "per unit sold, to 0.0001")
    fee.applies(expected & ~plan.is_word(plan.input("category"), *card.free_categories))
    fee.status(plan[f"{referral}_status"], note="as the referral fee")
    fee.why(f"{{{each.name}}} for each of the {{return_rate}} of units that come back")
