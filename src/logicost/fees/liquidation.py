"""Liquidation of one unit: "net recovery = gross recovery - 15 % referral on it - per-unit processing fee".

Amazon says that liquidators pay about 5 % to 10 % of the average selling price, so that the middle of the range is used and
the amount is an estimate, unless the seller states the share.
"""

from __future__ import annotations

from logicost.fees.by_size_class import BySizeClass, look_up_by_class, tell_unit_cost
from logicost.fees.charge import Charge, line
from logicost.fees.declared import card_of, range_of, rate, rate_of
from logicost.fees.known import given_or, own_or
from logicost.fees.sourced import sourced
from logicost.fees.steps import percent_of
from logicost.fees.unsellable_returns import got_rid_of
from logicost.inputs.fields import NOT_GIVEN
from logicost.rules.expressions import maximum
from logicost.rules.plan import Kind, Plan, defines
from logicost.tables.status import Status


@card_of("liquidation/1")
class Liquidation(BySizeClass):
    """`gross_recovery`: the published range of it, of the price; `referral`: of the gross recovery."""

    gross_recovery: tuple[int, int] = range_of(rate_of)
    referral: int = rate()


@defines("liquidation_per_unit", "liquidation_per_unit_status")
def liquidation_per_unit(plan: Plan) -> None:
    fee = sourced(plan, "liquidation")
    card: Liquidation | None = fee.card
    processing = look_up_by_class(fee, "liquidation_processing", card)
    if card is None or processing is None:
        tell_unit_cost(fee, "liquidation", None)
        return
    stated = plan.input("liquidation_recovery")
    share = fee.step(
        "liquidation_share",
        given_or(stated, sum(card.gross_recovery) // 2),
        Kind.RATE,
        "as given, else the middle of the published range",
    )
    gross = fee.step(
        "liquidation_gross_recovery", percent_of(plan, plan.input("price"), share), Kind.MONEY, "of the price"
    )
    referral = fee.step(
        "liquidation_referral", percent_of(plan, gross, card.referral), Kind.MONEY, "of the gross recovery"
    )
    fee.step(
        "liquidation_per_unit",
        processing.amount + referral - gross,
        Kind.MONEY,
        "processing and referral, less the gross recovery",
    )
    known = own_or(stated > NOT_GIVEN, Status.ESTIMATE)
    fee.step(
        "liquidation_per_unit_status",
        maximum(processing.status, fee.choice.status, known),
        Kind.STATUS,
        "an estimate unless the recovery is given",
    )


@line("liquidation", "returns", "liquidation of returned units", "fba", after="disposal")
def liquidation(fee: Charge) -> None:
    plan = fee.plan
    fee.refuses(
        "unsellable_cannot_be_liquidated",
        plan["returns_are_expected"]
        & plan.input("dangerous_goods")
        & plan.is_word(plan["unsellable_way"], "liquidation"),
        "liquidation_not_possible",
        "unsellable_returns",
        "dangerous goods cannot be liquidated; choose disposal or removal",
    )
    got_rid_of(fee)
