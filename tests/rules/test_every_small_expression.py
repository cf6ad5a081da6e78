"""Every small expression, over every row of small numbers, beside a second evaluation: readings, bounds and what is made simpler.

Written for what tests/mutation.py found to be untested: the exact edges of bounds, kinds of numbers, ranks and simplifications.
"""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from rules.small_expressions import BOUNDS, ROWS, TABLE, A, P, X, Y, cases, single, value

from logicost.errors import TableError
from logicost.rules.columns.bounds import LARGEST, SMALLEST, Bounds
from logicost.rules.columns.finder import ranking
from logicost.rules.columns.operations import dtype_for
from logicost.rules.columns.reading import ColumnReading
from logicost.rules.exact import compile_expression
from logicost.rules.expressions import DOWN, UP, Binary, Cell, Constant, Divide, FindRow, Not, Reference, select
from logicost.rules.plan import Kind, Step
from logicost.rules.specialised import specialised


def test_the_exact_reading() -> None:
    for step, expected in zip(*cases(), strict=True):
        run = compile_expression(step.expression)
        assert [run(row) for row in ROWS] == expected, step.expression


def test_bounds_hold_and_are_no_wider_than_one_operation_makes_them() -> None:
    bounds, count = Bounds(BOUNDS), len(single())
    for place, (step, expected) in enumerate(zip(*cases(), strict=True)):
        low, high = bounds.add(step)
        assert low <= min(expected), step.expression
        assert high >= max(expected), step.expression
        node = step.expression
        names = [part.name for part in node.parts if isinstance(part, Reference)]
        if (
            place < count
            and isinstance(node, Binary | Divide | Not)
            and len(set(names)) == len(names)
            and "p" not in names
        ):
            # with operands that do not depend on each other, each end is reached: over all of their numbers, not only these rows
            ranges = [range(part.value, part.value + 1) if isinstance(part, Constant) else _ends(bounds.of(part)) for part in node.parts]  # fmt: skip
            found = [value(node.made_of(*map(Constant, ends)), {}) for ends in product(*ranges)]
            assert (low, high) == (min(found), max(found)), node


def _ends(bounds: tuple[int, int]) -> list[int]:
    low, high = bounds
    return [*range(low, high + 1)] if high - low < 10 else [low, low + 1, -1, 0, 1, 2, high - 1, high]


def test_the_column_reading() -> None:
    steps, expected = cases()
    names = [step.name for step in steps]
    columns = {name: np.array([row[name] for row in ROWS], dtype_for(bounds)) for name, bounds in BOUNDS.items()}
    found = ColumnReading(steps, BOUNDS, names).run_blocks(columns, len(ROWS))
    for step, numbers in zip(steps, expected, strict=True):
        assert found[step.name].tolist() == numbers, step.expression


@pytest.mark.parametrize(
    "known",
    [{"a": (1, 1)}, {"a": (0, 0), "x": (1, 3)}, {"b": (1, 1), "y": (2, 3)}, {"x": (-2, -2), "y": (3, 5), "b": (0, 0)}],
    ids=str,
)
def test_steps_made_simpler_for_what_is_known(known: dict[str, tuple[int, int]]) -> None:
    steps, expected = cases()
    kept = [
        place for place, row in enumerate(ROWS) if all(low <= row[name] <= high for name, (low, high) in known.items())
    ]
    for whole in (True, False):
        made = specialised(steps, {**BOUNDS, **known}, whole_tables=whole)
        for step, numbers in zip(steps, expected, strict=True):
            if whole or not isinstance(
                step.expression, FindRow
            ):  # else rows are left out, and the others are numbered anew
                run = compile_expression(made[step.name].expression)
                assert [run(ROWS[place]) for place in kept] == [numbers[place] for place in kept], step.expression


def test_what_changes_nothing_is_left_out() -> None:
    zero, one = Reference("zero"), Reference("one")
    bounds = {**BOUNDS, "zero": (0, 0), "one": (1, 1)}
    for node, shorter in (
        (X + zero, X), (zero + X, X), (X - zero, X), (X * one, X), (one * X, X), (A & one, A), (one & A, A), (A | zero, A), (zero | A, A),
        (Binary("max", X, Constant(-3)), X), (Binary("max", Constant(3), X), Constant(3)), (Binary("min", X, Constant(3)), X), (Binary("min", P, Y + 3), P),
        (Binary("max", P, Y + 3), Y + 3), (select(one, X, Y), X), (select(zero, X, Y), Y),
    ):  # fmt: skip
        assert specialised([Step("s", node, Kind.COUNT)], bounds)["s"].expression == shorter, node
    assert specialised([Step("s", zero - X, Kind.COUNT)], bounds)["s"].expression == Constant(0) - X


def test_a_table_keeps_the_rows_that_can_be_found() -> None:
    """For a known flag of 0 and amounts of 1 and 2: of each key the one row above 0 and up to 2."""
    steps = [
        Step("row", FindRow(TABLE, (X, A), Y), Kind.ROW),
        Step("cell", Cell(TABLE, Reference("row"), "v", 5), Kind.COUNT),
    ]
    made = specialised(steps, {**BOUNDS, "a": (0, 0), "x": (0, 2), "y": (1, 2)})
    found = made["row"].expression
    assert isinstance(found, FindRow)
    assert [(row.keys, row.upper) for row in found.table.rows] == [((0,), 2), ((1,), 2), ((2,), 2)]
    steps.append(Step("number", Reference("row") + 0, Kind.COUNT))  # then its number is someone else's business
    assert specialised(steps, {**BOUNDS, "a": (0, 0), "x": (0, 2), "y": (1, 2)})["row"].expression != found


@pytest.mark.parametrize(
    ("bounds", "kind"),
    [
        ((0, 1), np.bool_), ((0, 0), np.bool_), ((1, 1), np.bool_), ((-1, 1), np.int8), ((0, 2), np.int8), ((-128, 127), np.int8),
        ((-129, 0), np.int32), ((0, 128), np.int32), ((-(2**31), 2**31 - 1), np.int32), ((-(2**31) - 1, 0), np.int64), ((0, 2**31), np.int64),
    ],
    ids=str,
)  # fmt: skip
def test_the_smallest_kind_of_number(bounds: tuple[int, int], kind: type[np.generic]) -> None:
    assert dtype_for(bounds) is kind
    assert [int(kind(number)) for number in bounds] == list(bounds)  # type: ignore[call-overload]


def test_bounds_up_to_64_bits_and_no_further() -> None:
    edge = {"x": (SMALLEST, LARGEST), "y": (1, 1)}
    assert Bounds(edge).of(X) == (-(2**63), 2**63 - 1)
    assert Bounds(edge).of(Binary("max", X, Constant(0))) == (0, 2**63 - 1)
    assert Bounds(BOUNDS).of(select(X > 0, X, P)) == (1, 3)  # what is chosen where it is above nothing is at least one
    assert Bounds(BOUNDS).of(select(X > 5, X, P)) == (1, 3)
    assert Bounds(edge).of(Binary("max", X, Constant(SMALLEST))) == (SMALLEST, LARGEST)
    for node in (X + 1, X - 1, Constant(0) - X, X * 2, X.divided_by(Y, DOWN), Divide(Y, X, UP), Divide(Y, Y - 1, UP)):
        with pytest.raises(TableError):
            Bounds(edge).of(node)
    assert Bounds({"x": (-10, LARGEST - 1), "y": (1, 1)}).of(X.divided_by(Y, DOWN)) == (-10, LARGEST - 1)


@pytest.mark.parametrize(("bounds", "is_flag"), [((0, 1), True), ((1, 1), True), ((0, 2), False), ((-1, 1), False), ((-1, 0), False), ((1, 2), False), ((-1, 2), False)], ids=str)  # fmt: skip
def test_only_flags_are_negated_and_joined(bounds: tuple[int, int], is_flag: bool) -> None:
    known = Bounds({**BOUNDS, "x": bounds})
    for node in (~X, A & X, X & A, A | X, X | A):
        if is_flag:
            assert known.of(node)[1] == 1 or bounds == (1, 1)
        else:
            with pytest.raises(TableError, match="not a flag"):
                known.of(node)


@pytest.mark.parametrize(
    "edges", [(10, 11, 12), (3, 4, 5, 40), (5, 30, 33, 34), (0, 1, 2), (48, 49, 50), (7, 23), (1,), (2,)], ids=str
)
def test_ranks_among_edges_next_to_each_other(edges: tuple[int, ...]) -> None:
    for amounts in (np.arange(51), np.arange(20, 61)):
        low, high = int(amounts[0]), int(amounts[-1])
        assert ranking(edges, (low, high))(amounts).tolist() == [
            sum(edge < each for edge in edges) for each in range(low, high + 1)
        ]
