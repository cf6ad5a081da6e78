"""Several units in one parcel: the grid of the least surface, tried against every grid there is; and the parcel's own sides."""

from __future__ import annotations

import random
from decimal import Decimal
from itertools import product as combinations

import polars as pl
import pytest

import logicost as lc
from logicost.answers.engine import Engine

ON = "2026-11-22"
MUG = {"sku": "MUG", "weight": "14.2 oz", "price": "18.99", "category": "home_and_kitchen"}


def packed(sides: tuple[int, ...], units: int, parcel: str | None = None) -> list[int]:
    """The parcel's sides in thousandths of an inch, longest first, for sides in inches."""
    row = {
        **MUG,
        "dimensions": " x ".join(map(str, sides)) + " in",
        "weight": "0.1 oz",
        "units_per_order": units,
        "parcel": parcel,
    }
    answer = Engine().answer(row, "US", ON, ("fbm:usps_ground_advantage",))
    return [answer.values[f"parcel_{name}"] // 1000 for name in ("longest", "median", "shortest")]


def every_grid(sides: tuple[int, ...], units: int) -> list[tuple[int, int, int]]:
    """The sides, longest first, of each grid that holds the units, whichever way they are counted."""
    return [
        tuple(sorted((a * sides[0], b * sides[1], -(-units // (a * b)) * sides[2]), reverse=True))
        for a, b in combinations(range(1, units + 1), repeat=2)
    ]


def surface(sides: tuple[int, ...] | list[int]) -> int:
    a, b, c = sides
    return a * b + b * c + a * c


@pytest.mark.parametrize(
    ("sides", "units", "parcel"),
    [
        ((8, 6, 4), 1, [8, 6, 4]),
        ((8, 6, 4), 2, [8, 8, 6]),  # two layers
        ((8, 6, 4), 3, [12, 8, 6]),  # three layers of one: 432 of surface; two layers of two would have 512
        ((4, 4, 4), 4, [8, 8, 4]),  # and not 16 in long
        ((4, 4, 4), 8, [8, 8, 8]),  # 384; a row of eight would have 544 and be 32 in long
        ((4, 4, 4), 7, [8, 8, 8]),  # with room for one more; a row of seven has 480
        ((4, 4, 4), 12, [12, 8, 8]),
        ((10, 8, 1), 30, [16, 15, 10]),  # two beside each other, fifteen layers: 1,100; one stack would have 1,240
        ((10, 8, 1), 6, [10, 8, 6]),  # books
    ],
)
def test_grids_by_hand(sides: tuple[int, ...], units: int, parcel: list[int]) -> None:
    assert packed(sides, units) == parcel


def test_no_grid_has_less_surface() -> None:
    """Random boxes in any order of their sides; up to a hundred units every grid counts."""
    chance = random.Random(12)
    for _ in range(60):
        sides = tuple(chance.choice((chance.randint(1, 4), chance.randint(1, 20))) for _ in range(3))
        units = chance.choice((chance.randint(2, 12), chance.randint(13, 100)))
        least = min(map(surface, every_grid(sides, units)))
        found = packed(sides, units)
        assert surface(found) == least, (sides, units, found)
        assert tuple(found) in every_grid(sides, units)


def test_many_units_are_held_and_no_row() -> None:
    for units in (101, 360, 1000):
        found = packed((1, 1, 1), units)
        assert found[0] * found[1] * found[2] >= units
        assert found[0] <= units // 14


def test_the_parcels_own_sides() -> None:
    """Eight units of 0.8875 lb in 8 x 8 x 8 in: 7.1 lb. In a parcel of 14 x 12 x 12 in, 2,016 in3 / 139 = 14.5: 15 lb."""
    goods = {**MUG, "dimensions": "4 x 4 x 4 in", "units_per_order": 8, "zone": 5}
    packed_line = lc.quote(goods, "fbm", on=ON).line("carrier_postage")
    given = lc.quote({**goods, "parcel": "14 x 12 x 12 in"}, "fbm", on=ON)
    line = given.line("carrier_postage")
    assert packed_line is not None
    assert line is not None
    assert (packed_line.status, line.status) == ("estimate", "exact")
    assert given.shipping_weight.magnitude == 15
    metric = lc.quote({**goods, "parcel": ["35.56 cm", "30.48 cm", "30.48 cm"]}, "fbm", on=ON)
    bare = lc.quote(
        {**goods, "dimensions": "4 x 4 x 4", "dimension_unit": "in", "parcel": "14 x 12 x 12"}, "fbm", on=ON
    )
    assert metric.total_cost == bare.total_cost == given.total_cost
    assert lc.FBM(parcel="14 x 12 x 12 in").parcel == "14 x 12 x 12 in"
    assert lc.quote(goods, lc.FBM(parcel="14 x 12 x 12 in"), on=ON).total_cost == given.total_cost


def test_a_parcel_that_cannot_hold_its_units_is_told() -> None:
    small = lc.quote(
        {**MUG, "dimensions": "4 x 4 x 4 in", "units_per_order": 8, "parcel": "8 x 8 x 7.9 in"}, "fbm", on=ON
    )
    fits = lc.quote({**MUG, "dimensions": "4 x 4 x 4 in", "units_per_order": 8, "parcel": "8 x 8 x 8 in"}, "fbm", on=ON)
    told = "the parcel is smaller than the units in it: are its sides right?"
    assert (told in small.notes, told in fits.notes) == (True, False)


def test_a_parcel_has_no_effect_on_fba() -> None:
    assert (
        "no effect on fba: parcel"
        in lc.quote({**MUG, "dimensions": "4 x 4 x 4 in"}, on=ON, parcel="9 x 9 x 9 in").notes
    )


@pytest.mark.parametrize(
    ("parcel", "code"),
    [("9 x 9 in", "not_three_sides"), ("9 x 9 x -1 in", "dimension_not_positive"), ("a box", "not_three_sides"), ("9 x 9 x 999 in", "dimension_too_large")],
)  # fmt: skip
def test_parcels_that_cannot_be_used(parcel: str, code: str) -> None:
    with pytest.raises(lc.InputError) as raised:
        lc.quote({**MUG, "dimensions": "4 x 4 x 4 in"}, "fbm", on=ON, parcel=parcel)
    assert (raised.value.code, raised.value.field) == (code, "parcel")


def test_columns_read_and_pack_as_a_quote_does() -> None:
    chance = random.Random(7)
    rows = [
        {
            **MUG,
            "sku": str(number),
            "dimensions": f"{chance.randint(1, 9)} x {chance.randint(1, 9)} x {chance.randint(1, 9)} in",
            "units_per_order": chance.choice((None, 1, 2, 5, 7, 24)),
            "parcel": chance.choice((None, "", "20 x 12 x 9 in", "50 x 30 x 20 cm", "no box", "9 x 9 x 0 in")),
            "zone": 5,
        }
        for number in range(40)
    ]
    found = lc.quote_frame(pl.DataFrame(rows), programs=["fbm"], on=ON)
    for row, (total, code) in zip(rows, found.select("total_cost", "error_code").iter_rows(), strict=True):
        try:
            expected: tuple[Decimal | None, str | None] = (lc.quote(row, "fbm", on=ON).total_cost, None)
        except lc.LogicostError as error:
            expected = (None, error.code)
        assert (total, code) == expected, row
