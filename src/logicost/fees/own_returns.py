"""The seller's own cost of a return: the label and the handling."""

from __future__ import annotations

from logicost.fees.charge import Charge, line
from logicost.fees.refund import of_returns
from logicost.inputs.fields import NOT_GIVEN
from logicost.rules.expressions import maximum

OWN = ("mcf", "fbm", "sfp")


@line("return_label", "returns", "your return labels", *OWN, after="grade_and_resell", table=None)
def return_label(fee: Charge) -> None:
    _own_cost(fee, "return label")
    plan = fee.plan
    missing = plan["returns_are_expected"] & plan.input("return_label").equals(NOT_GIVEN)
    fee.note_where(
        "return_label_is_left_out",
        missing,
        "the return label is not included: give return_label, 0 where the buyer pays it",
    )


@line("return_handling", "returns", "your handling of returns", *OWN, after="return_label", table=None)
def return_handling(fee: Charge) -> None:
    _own_cost(fee, "handling of a return")


def _own_cost(fee: Charge, words: str) -> None:
    plan, slug = fee.plan, fee.fee.slug
    given = maximum(plan.input(slug), 0)
    amount = fee.amount(of_returns(plan, given), f"your {words} x return rate, per unit sold")
    fee.applies(amount > 0)
    fee.known(0, "an expected value from the rates that are given")
    fee.why(f"your {words}, {{{slug}}}, for {{return_rate}} of the units")
