"""What goes back with a return, as expected cost per unit sold: the buyer's money, and what the unit is worth that can be
sold again. The fulfilment fee does not come back.
"""

from __future__ import annotations

from logicost.fees.charge import SHIPPED, Charge, line
from logicost.fees.revenue import REVENUE, SHIPPED_REVENUE
from logicost.fees.sale import with_shipping
from logicost.fees.steps import share_of
from logicost.inputs.fields import NOT_GIVEN
from logicost.rules.expressions import Expression, maximum
from logicost.rules.plan import Kind, Plan, defines

ALL = ("fba", "mcf", "fbm", "sfp")


@line("refund", "returns", "what buyers get back", *ALL, table=None, each=with_shipping)
def refund(fee: Charge) -> None:
    plan = fee.plan
    shipped = fee.variant == SHIPPED
    revenue, tax = (plan[name] for name in (SHIPPED_REVENUE if shipped else REVENUE))
    fee.amount(of_returns(plan, revenue), "what the buyer paid, without tax, x return rate, to 0.0001")
    fee.applies(plan["returns_are_expected"])
    fee.known(0, "an expected value from the rates that are given")
    told = f"{{return_rate}} of units come back, and the buyer gets {{{fee.paid.name}}} back"
    if plan.market.tax_in_prices:
        told += f", {{{tax.name}}} of it tax"
    if shipped:
        fee.why(f"{told}, shipping included", plan["shipping_is_charged"])
    fee.why(told)
    fee.note(
        "returned units are taken as unsellable: give resellable_rate, the share that is not",
        plan["resellable_is_unknown"],
    )


@defines("returned_share", "returns_are_expected")
def returned_share(plan: Plan) -> None:
    rate = plan.step("returned_share", maximum(plan.input("return_rate"), 0), Kind.RATE, "of the units sold")
    plan.step("returns_are_expected", rate > 0, Kind.FLAG, "a return rate is given")


@defines("resellable_is_unknown")
def resellable_is_unknown(plan: Plan) -> None:
    unknown = plan["returns_are_expected"] & plan.input("resellable_rate").equals(NOT_GIVEN)
    plan.step("resellable_is_unknown", unknown, Kind.FLAG, "taken as unsellable")


def of_returns(plan: Plan, amount: Expression) -> Expression:
    """An amount per returned unit, shared by all units sold."""
    return share_of(amount, plan["returned_share"])
