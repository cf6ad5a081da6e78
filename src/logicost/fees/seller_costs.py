"""Costs that the seller states: goods, freight, duty, advertising, and packaging, handling and storage of one's own."""

from __future__ import annotations

from logicost.rules.expressions import HALF_UP, maximum
from logicost.rules.plan import Kind, Line, Plan, ProgramPlan
from logicost.tables.status import Status

# fee, stage, input, whether it is shared by the units of an order, text
_GIVEN = {
    "cost_of_goods": ("goods", "cost", False, "your cost of goods"),
    "inbound_freight": ("inbound", "inbound_freight", False, "your freight per unit"),
    "duty": ("inbound", "duty", False, "your duty per unit"),
    "advertising": ("selling", "advertising", False, "your advertising per unit sold"),
    "own_storage": ("storage", "own_storage", False, "your own storage per unit"),
    "packaging": ("fulfillment", "packaging", True, "your packaging per order, {units_per_order} units in the order"),
    "handling": ("fulfillment", "handling", True, "your handling per order, {units_per_order} units in the order"),
}


def add_seller_cost(plan: Plan, program: ProgramPlan, fee: str) -> None:
    """The line of one of the costs above, where it is given."""
    stage, given, shared, why = _GIVEN[fee]
    name = f"{fee}_per_unit"
    if not plan.has(name):
        amount = maximum(plan.input(given), 0)
        if shared:
            amount = amount.divided_by(plan.input("units_per_order"), HALF_UP)
        plan.step(name, amount, Kind.MONEY, why.partition(",")[0])
        plan.step(f"{fee}_applies", plan[name] > 0, Kind.FLAG)
        if not plan.has("given_status"):
            plan.step("given_status", int(Status.EXACT), Kind.STATUS, "a cost that the seller states is a fact")
    program.lines.append(Line(fee, stage, name, "given_status", f"{fee}_applies", None, ((None, why),)))
