"""Of a returned unit the referral fee comes back, less the refund administration fee.

"Lesser of 5.00 and 20 % of the referral fee", per unit returned; nothing for books, music, video and DVD on a full
refund (Seller Central GDC3U6FWF4JJJJC7).
"""

from __future__ import annotations

from dataclasses import dataclass

from logicost.fees.cards import reads
from logicost.fees.charge import Charge, charge, line
from logicost.fees.referral import terms_of
from logicost.fees.refund import of_returns
from logicost.fees.steps import percent_of
from logicost.rules.expressions import minimum
from logicost.rules.plan import Kind
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition


@dataclass(frozen=True, slots=True)
class RefundAdministration:
    of_referral: int
    at_most: int
    free_categories: tuple[str, ...]


@reads("refund_administration/1")
def read_refund_administration(edition: Edition, body: Cursor) -> RefundAdministration:
    return RefundAdministration(
        body.need("of_referral").rate(),
        body.need("at_most").money(),
        tuple(category.text() for category in body.need("free_categories").list()),
    )


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
    "refund_administration", "returns", "refund administration fee", "fba", "fbm", "sfp",
    after="referral_refund", amazon_orders=True, each=terms_of,
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
