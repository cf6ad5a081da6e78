"""A unit's sides, girth and volume, as given and as Amazon is taken to measure them."""

from __future__ import annotations

from logicost.rules.expressions import (
    Expression,
    Reference,
    maximum,
    minimum,
)
from logicost.rules.plan import Kind, Plan, defines

SIDES = ("longest", "median", "shortest")


@defines(*SIDES)
def sides(plan: Plan) -> None:
    a, b, c = (_measured(plan, plan.input(f"side_{number}")) for number in (1, 2, 3))
    plan.step("longest", maximum(a, b, c), Kind.LENGTH, "the longest side")
    plan.step("shortest", minimum(a, b, c), Kind.LENGTH, "the shortest side")
    plan.step("median", maximum(minimum(a, b), minimum(maximum(a, b), c)), Kind.LENGTH, "the side between")


def _measured(plan: Plan, side: Reference) -> Expression:
    """The side as Amazon is taken to measure it: as given, unless a tolerance is asked for."""
    if not plan.market.side_tolerance:
        return side
    millimetre = int(1 / plan.market.length_grain)
    return maximum(side - plan.input("side_tolerance_mm") * millimetre, 1)


@defines("length_plus_girth")
def length_plus_girth(plan: Plan) -> None:
    girth = (plan["median"] + plan["shortest"]) * 2
    plan.step("length_plus_girth", plan["longest"] + girth, Kind.LENGTH, "longest + 2 x (median + shortest)")


@defines("unit_volume", "measured_volume")
def unit_volume(plan: Plan) -> None:
    """As given, in which a unit is stored; and as Amazon is taken to measure it, for the dimensional weight."""
    measured: Expression = plan["longest"] * plan["median"] * plan["shortest"]
    real = (
        plan.input("side_1") * plan.input("side_2") * plan.input("side_3") if plan.market.side_tolerance else measured
    )
    volume = plan.step("unit_volume", real, Kind.VOLUME, "the real sides multiplied")
    plan.step(
        "measured_volume", measured if plan.market.side_tolerance else volume, Kind.VOLUME, "of the sides as measured"
    )
