"""The volume for which a unit pays storage, and what it comes to at a rate per unit of volume."""

from __future__ import annotations

from logicost.inputs.scalar import INPUTS
from logicost.rules.expressions import (
    DOWN,
    HALF_UP,
    Expression,
    maximum,
    minimum,
)
from logicost.rules.plan import Kind, Plan, defines

MICRO = 1_000_000
LARGEST_SIDE = INPUTS["side_1"].largest


@defines("unit_storage_volume")
def unit_storage_volume(plan: Plan) -> None:
    """True sides, no minimum and no divisor."""
    unit = plan.market.storage_volume
    size = unit.size / plan.market.length_grain**3 / MICRO
    plan.step(
        "unit_storage_volume",
        times(plan["unit_volume"], size.denominator, size.numerator),
        Kind.STORAGE_VOLUME,
        f"real sides, in {unit.plural}",
    )


def times(volume: Expression, factor: int, divisor: int) -> Expression:
    """volume x factor / divisor, half-up: the whole part and the rest apart, so that no product leaves 64 bits."""
    if factor == 1:
        return volume.divided_by(divisor, HALF_UP)
    whole = volume.divided_by(divisor, DOWN)
    rest = minimum(maximum(volume - whole * divisor, 0), divisor - 1)
    return whole * factor + (rest * factor).divided_by(divisor, HALF_UP)


def cost_of_volume(plan: Plan, cost: Expression, most: int) -> Expression:
    """The unit's volume at a cost per unit of volume in micros, to 0.0001.

    Where their product could leave 64 bits, whole units and the rest are taken apart.

    Args:
        most: the cost is never more.
    """
    volume, divisor = plan["unit_storage_volume"], MICRO * MICRO // 10_000
    largest = LARGEST_SIDE**3 * plan.market.length_grain**3 / plan.market.storage_volume.size * MICRO
    if largest * most < 2**62:
        return (volume * cost).divided_by(divisor, HALF_UP)
    whole = volume.divided_by(MICRO, DOWN)
    rest = minimum(maximum(volume - whole * MICRO, 0), MICRO - 1)
    hundredth = divisor // MICRO
    parts = (whole * cost).divided_by(hundredth, DOWN)
    left = minimum(maximum(whole * cost - parts * hundredth, 0), hundredth - 1)
    return parts + (left * MICRO + rest * cost).divided_by(divisor, HALF_UP)


def volume_cost(plan: Plan, rate: Expression) -> Expression:
    """The unit's volume at a rate per unit of storage volume, to 0.0001."""
    return (plan["unit_storage_volume"] * rate).divided_by(MICRO, HALF_UP)
