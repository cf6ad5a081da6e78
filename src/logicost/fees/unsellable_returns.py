"""Returned units that cannot be sold as new are removed, disposed of, liquidated or sold as used, as the seller chooses."""

from __future__ import annotations

from logicost.fees.charge import Charge
from logicost.fees.known import given_or
from logicost.fees.refund import of_returns
from logicost.fees.steps import share_of
from logicost.inputs.fields import FIELD, NOT_GIVEN
from logicost.inputs.readers import RATE_GRAINS
from logicost.rules.expressions import maximum, select
from logicost.rules.plan import Kind, Plan, defines
from logicost.tables.status import Status

DEFAULT_WAY = "disposal"


def got_rid_of(fee: Charge) -> None:
    """The amount of one way, and its reason."""
    shared = per_unit_sold(fee)
    fee.why(f"{{{fee.fee.slug}_per_unit}} for a unit that cannot be sold again: {shared}")


def per_unit_sold(fee: Charge) -> str:
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
