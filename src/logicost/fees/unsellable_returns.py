"""Returned units that cannot be sold as new are removed, disposed of, liquidated or sold as used, as the seller chooses."""

from __future__ import annotations

from logicost.fees.charge import Charge, line
from logicost.fees.known import given_or
from logicost.fees.refund import of_returns
from logicost.fees.removal import BySizeClass
from logicost.fees.steps import share_of
from logicost.inputs.fields import FIELD, NOT_GIVEN
from logicost.inputs.readers import RATE_GRAINS
from logicost.rules.expressions import maximum, select
from logicost.rules.plan import Kind, Plan, defines
from logicost.tables.status import Status

DEFAULT_WAY = "disposal"
SPECIAL = ("removal", "disposal")  # ways by a card that may have special handling


@line("removal", "returns", "removal of returned units", "fba", after="returns_processing")
@line("disposal", "returns", "disposal of returned units", "fba", after="removal")
def got_rid_of(fee: Charge) -> None:
    plan, way = fee.plan, fee.fee.slug
    shared = _per_unit_sold(fee)
    card: BySizeClass | None = fee.card if way in SPECIAL else None
    if card is not None and (special := card.special_handling) is not None:
        items = ", ".join(special.items).replace("_", " ")
        told = plan[f"{way}_is_special"] & plan[f"{way}_applies"]
        fee.note_where(
            f"{way}_special_is_told",
            told,
            f"{way} may cost {{{way}_as_special}} a unit in place of {{{way}_per_unit}}: Amazon may charge {items} of any size "
            f"as {special.charged_as}, and does not say which",
        )
    fee.why(f"{{{way}_per_unit}} for a unit that cannot be sold again: {shared}")
    if way == DEFAULT_WAY:
        fee.note(
            "returned units that cannot be sold again are taken as disposed of: give unsellable_returns",
            plan["disposal_is_assumed"],
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


@line(
    "grade_and_resell", "returns", "returned units that Amazon grades and resells as used", "fba", after="liquidation"
)
def grade_and_resell(fee: Charge) -> None:
    idle = fee.plan["resale_value_is_idle"]
    fee.note("resale_value is not used: it takes a return_rate and unsellable_returns=grade_and_resell", idle)
    shared = _per_unit_sold(fee)
    if fee.choice.edition is not None:
        fee.why("what a used unit sells for is not known; give resale_value", fee.plan["resale_value_is_missing"])
        fee.why("a fee of the used sale is not on file for this day", fee.plan["resale_fee_is_unknown"])
    fee.why(
        "a unit sold as used for {resale_price} leaves {resale_brings} after grading {grade_and_resell_fee}, "
        f"referral {{resale_referral}}, fulfillment {{resale_fba_fulfillment}} and other fees {{resale_other_fees}}: {shared}"
    )


def _per_unit_sold(fee: Charge) -> str:
    """The amount, of the share of the returned units that is not sold again; returns how the reason ends."""
    plan, way = fee.plan, fee.fee.slug
    resellable = plan.input("resellable_rate")
    unsellable = RATE_GRAINS - maximum(resellable, 0)
    each = share_of(plan[f"{way}_per_unit"], unsellable)
    per_return = plan.step(f"{way}_per_returned_unit", each, Kind.MONEY, "of one unit that comes back")
    fee.amount(of_returns(plan, per_return), "per unit sold, to 0.0001")
    wanted = plan.is_word(plan["unsellable_way"], way)
    fee.applies(plan["returns_are_expected"] & wanted & (unsellable > 0), "as chosen")
    guess = select(resellable > NOT_GIVEN, 0, Status.ESTIMATE)
    fee.known(maximum(plan[f"{way}_per_unit_status"], guess), "an estimate where the resellable rate is not given")
    if fee.choice.edition is None:
        fee.why(fee.choice.why + "; give yours a unit as other_selling_fee, with a resellable_rate of 100 %")
    return f"{{{way}_per_returned_unit}} for each of the {{return_rate}} of units that come back"


@defines("unsellable_way", "disposal_is_assumed")
def unsellable_way(plan: Plan) -> None:
    given = plan.input("unsellable_returns")
    words = FIELD["unsellable_returns"].words
    way = given_or(given, words.index(DEFAULT_WAY))
    plan.step("unsellable_way", way, Kind.WORD, "disposal if not given", words=words)
    some_are = maximum(plan.input("resellable_rate"), 0) < RATE_GRAINS
    assumed = plan["returns_are_expected"] & given.equals(NOT_GIVEN) & some_are
    plan.step("disposal_is_assumed", assumed, Kind.FLAG, "no way is given")


@defines("resale_value_is_idle")
def resale_value_is_idle(plan: Plan) -> None:
    wanted = plan.is_word(plan["unsellable_way"], "grade_and_resell")
    idle = (plan.input("resale_value") > NOT_GIVEN) & ~(wanted & plan["returns_are_expected"])
    plan.step("resale_value_is_idle", idle, Kind.FLAG, "given, but no unit is sold as used")
