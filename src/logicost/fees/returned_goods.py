"""Returned units that can be sold again: what they are worth is taken off."""

from __future__ import annotations

from logicost.fees.charge import Charge, line
from logicost.fees.refund import ALL, of_returns
from logicost.fees.seller_costs import converted
from logicost.fees.steps import share_of
from logicost.rules.expressions import maximum, total
from logicost.rules.plan import Kind


@line("returned_goods", "returns", "returned units that can be sold again", *ALL, after="refund", table=None)
def returned_goods(fee: Charge) -> None:
    """Their value is taken off."""
    plan = fee.plan
    value = plan.step(
        "goods_value",
        total(
            maximum(plan.input("cost"), 0),
            maximum(plan.input("inbound_freight"), 0),
            plan.input("duty"),
            plan.input("own_prep"),
        ),
        Kind.MONEY,
        "cost of goods, freight, duty and preparation of one unit",
    )
    resellable = maximum(plan.input("resellable_rate"), 0)
    kept = plan.step("goods_value_kept", share_of(value, resellable), Kind.MONEY, "of one unit that comes back")
    fee.amount(0 - of_returns(plan, kept), "taken off: these units are sold again")
    fee.applies(plan["returns_are_expected"] & (kept > 0))
    fee.known(
        converted(plan, "cost", "inbound_freight", "duty", "own_prep"),
        "an expected value from the rates that are given",
    )
    fee.why("{resellable_rate} of the units that come back can be sold again, worth {goods_value} each")
