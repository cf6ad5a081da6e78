"""Refund administration fee: "lesser of 5.00 and 20 % of the referral fee", per unit returned; nothing for books, music, video and
DVD on a full refund (Seller Central GDC3U6FWF4JJJJC7).
"""

from __future__ import annotations

from logicost.fees.charge import Charge, charge, line
from logicost.fees.declared import amount, card_of, rate, words
from logicost.fees.referral_terms import terms_of
from logicost.fees.refund import of_returns
from logicost.fees.steps import percent_of
from logicost.rules.expressions import minimum
from logicost.rules.plan import Kind


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
