"""The parcel in which the seller sends an order: its own sides where they are given, else its units packed in a grid.

Units lie side by side, all turned the same way: so many along their longest side, so many along the median one, and as
many layers as it takes. Of all such grids it is the one of the least surface, the least cardboard; of equal ones that with
the fewest units in a layer. More along a longer side than along a shorter one never has less surface, and no side needs
more than it takes to hold all units: so few layers need to be tried, and up to `EVERY` units none that could win is left
out. How a seller really packs is not known: where the parcel is not given its postage is an estimate.
"""

from __future__ import annotations

from logicost.fees.sides import SIDES
from logicost.measurement import LONGEST_SIDE
from logicost.rules.expressions import UP, Cell, Expression, Reference, first_of, maximum, minimum, select
from logicost.rules.plan import Kind, Plan, defines
from logicost.rules.program_plan import Note, ProgramPlan
from logicost.rules.table import Row, make_table

EVERY = 100  # up to so many units every grid is tried; of more the same layers, of which there are then more
LAYERS = tuple((x, y) for x in range(1, EVERY) for y in range(x, EVERY) if x * y * (y - 1) < EVERY)
GRIDS = make_table(
    "grids of units", (), "", ("across", "along"), [Row((), place, grid) for place, grid in enumerate(LAYERS)]
)
LONGEST_PARCEL = 2  # a parcel counts as at most so many times the longest side a unit may have; no carrier takes it


@defines("parcel_longest", "parcel_median", "parcel_shortest", "parcel_weight")
def packed_parcel(plan: Plan) -> None:
    packed, own = _packed(plan), [plan.input(f"parcel_{number}") for number in (1, 2, 3)]
    given = plan["parcel_is_given"]
    for name, one, other in zip(SIDES, _sorted(*own), _sorted(*packed), strict=True):
        plan.step(f"parcel_{name}", select(given, one, other), Kind.LENGTH, "of the parcel, as given or as packed")
    plan.step("parcel_weight", plan.input("unit_weight") * plan.input("units_per_order"), Kind.WEIGHT)


@defines("parcel_is_given", "packing_is_assumed", "parcel_is_too_small")
def parcel_is_given(plan: Plan) -> None:
    own = [plan.input(f"parcel_{number}") for number in (1, 2, 3)]
    units = plan.input("units_per_order")
    given = plan.step("parcel_is_given", minimum(*own) > 0, Kind.FLAG, "the parcel's own sides are given")
    plan.step("packing_is_assumed", (units > 1) & ~given, Kind.FLAG, "several units, packed in a grid")
    each = (own[0] * own[1] * own[2]).divided_by(units, UP)
    small = given & (each < plan["unit_volume"])
    plan.step("parcel_is_too_small", small, Kind.FLAG, "less than the volume of its units")


def tell_parcel(plan: Plan, program: ProgramPlan) -> None:
    """The note where a parcel cannot hold its units."""
    flag = plan["parcel_is_too_small"].name
    program.notes.append(Note(flag, "the parcel is smaller than the units in it: are its sides right?"))


def _packed(plan: Plan) -> list[Reference]:
    """The three sides of the grid: along the units' longest, median and shortest side."""
    longest, median, shortest = _own_sides(plan)
    units = plan.input("units_per_order")
    several = plan.step("order_has_several_units", units > 1, Kind.FLAG, "they are packed in a grid")
    surfaces = [
        longest * median * (x * y) + (longest * x + median * y) * shortest * units.divided_by(x * y, UP)
        for x, y in LAYERS
    ]  # half of each
    least = plan.step("packed_surface", select(several, minimum(*surfaces), 0), Kind.ROW, "half of the least")
    best = first_of(*((surface <= least, row) for row, surface in enumerate(surfaces)), otherwise=0)
    grid = plan.step("packed_grid", select(several, best, 0), Kind.ROW, "the first of the least surface")

    def counted(column: str, side: str) -> Reference:
        cell = Cell(GRIDS, grid, column, 1)
        return plan.step(f"packed_{column}", cell, Kind.COUNT, f"along the {side} side", when=several.name)

    x, y = counted("across", "longest"), counted("along", "median")
    layers = plan.step("packed_layers", units.divided_by(x * y, UP), Kind.COUNT, "of them", when=several.name)
    most = LONGEST_PARCEL * int(LONGEST_SIDE / plan.market.length_grain)
    return [
        plan.step(f"packed_{name}", minimum(side * count, most), Kind.LENGTH, "of the grid", when=several.name)
        for name, side, count in (("width", longest, x), ("depth", median, y), ("height", shortest, layers))
    ]


def _own_sides(plan: Plan) -> list[Reference]:
    """The unit's, whatever tolerance Amazon is taken to have."""
    if not plan.market.side_tolerance:
        return [plan[name] for name in SIDES]
    given = _sorted(*(plan.input(f"side_{number}") for number in (1, 2, 3)))
    return [plan.step(f"own_{name}", side, Kind.LENGTH, "as given") for name, side in zip(SIDES, given, strict=True)]


def _sorted(one: Expression, two: Expression, three: Expression) -> tuple[Expression, Expression, Expression]:
    longest, shortest = maximum(one, two, three), minimum(one, two, three)
    median = maximum(minimum(one, two), minimum(maximum(one, two), three))
    return longest, median, shortest
