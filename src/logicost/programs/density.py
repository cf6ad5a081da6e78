"""A weight that does not go with the sides is most often a slip of units, so that every figure would be wrong."""

from __future__ import annotations

from fractions import Fraction

from logicost.rules.expressions import UP, Expression
from logicost.rules.plan import Kind, Plan, defines
from logicost.rules.program_plan import Note, ProgramPlan

DENSEST = Fraction("22.6")  # grams a cubic centimetre: osmium; no product is denser
UNLIKELY = Fraction(8)  # steel
UNLIKELY_WORDS = "denser than steel"


def tell_density(plan: Plan, program: ProgramPlan) -> None:
    """A unit denser than any metal is refused; a note where it is denser than steel."""
    plan.refuse(
        program,
        "is_denser_than_metal",
        _denser(plan, DENSEST),
        "density_impossible",
        "weight",
        "{unit_weight} in {unit_volume} is denser than any metal; correct weight, sides or their units",
    )
    program.refusals.insert(0, program.refusals.pop())  # a limit is no reason where the weight itself is wrong
    said = f"{{unit_weight}} in {{unit_volume}} is {UNLIKELY_WORDS}: are weight, sides and their units right?"
    program.notes.append(Note(plan["is_denser_than_steel"].name, said))


@defines("is_denser_than_steel")
def is_denser_than_steel(plan: Plan) -> None:
    plan.step("is_denser_than_steel", _denser(plan, UNLIKELY), Kind.FLAG, "above 8 grams a cubic centimetre")


def _denser(plan: Plan, limit: Fraction) -> Expression:
    market = plan.market
    volume_of_grain = market.weight_grain / limit * 1000 / market.length_grain**3  # in cubed length grains
    return plan.input("unit_weight") > plan["unit_volume"].divided_by(int(volume_of_grain), UP)
