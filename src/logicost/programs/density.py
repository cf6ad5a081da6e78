"""A weight that does not go with the sides is most often a slip of units, so that every figure would be wrong."""

from __future__ import annotations

from fractions import Fraction

from logicost.rules.expressions import UP, Expression
from logicost.rules.plan import Kind, Plan
from logicost.rules.program_plan import Note, ProgramPlan

DENSEST = Fraction("22.6")  # grams a cubic centimetre: osmium; no product is denser
UNLIKELY = Fraction(8)  # steel


def tell_density(plan: Plan, program: ProgramPlan) -> None:
    """A note where the unit is denser than steel, and a stronger one where it is denser than any metal."""
    if "is_denser_than_metal" not in plan.steps:
        metal, steel = (_denser(plan, limit) for limit in (DENSEST, UNLIKELY))
        flag = plan.step("is_denser_than_metal", metal, Kind.FLAG, "above 22.6 grams a cubic centimetre")
        plan.step("is_denser_than_steel", steel & ~flag, Kind.FLAG, "above 8 grams a cubic centimetre")
    head = "{unit_weight} in {unit_volume} is denser than"
    program.notes += [
        Note("is_denser_than_metal", f"{head} any metal: weight or sides are wrong"),
        Note("is_denser_than_steel", f"{head} steel: are weight, sides and their units right?"),
    ]


def _denser(plan: Plan, limit: Fraction) -> Expression:
    market = plan.market
    volume_of_grain = market.weight_grain / limit * 1000 / market.length_grain**3  # in cubed length grains
    return plan.input("unit_weight") > plan["unit_volume"].divided_by(int(volume_of_grain), UP)
