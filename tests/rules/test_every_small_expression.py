"""Every small expression, over every row of small numbers, beside a second evaluation: readings, bounds and what is made simpler.

Written for what tests/mutation.py found to be untested: the exact edges of bounds, kinds of numbers, ranks and simplifications.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from itertools import product
from math import ceil, floor
from random import Random

import numpy as np
import pytest

from logicost.rules.columns.bounds import LARGEST, SMALLEST, Bounds
from logicost.rules.columns.finder import ranking
from logicost.rules.columns.operations import kind_for
from logicost.rules.columns.reading import ColumnReading
from logicost.rules.exact import Values, compile_expression
from logicost.rules.expressions import (
    DOWN,
    HALF_UP,
    UP,
    Binary,
    Cell,
    Constant,
    Divide,
    Expression,
    FindRow,
    Not,
    Reference,
    Select,
    minimum,
    select,
)
from logicost.rules.plan import Kind, Step
from logicost.rules.specialised import specialised
from logicost.rules.table import NO_LIMIT, Row, make_table

BOUNDS = {"a": (0, 1), "b": (0, 1), "x": (-3, 3), "y": (0, 5), "p": (1, 3), "m": (-1000, 1000), "k": (-9000, 9000)}
A, B, X, Y, P, M, K = map(Reference, BOUNDS)
LEAVES = (A, B, X, Y, P, M, *map(Constant, (-1, 0, 1, 2)))
COMPARISONS = ("<=", "<", ">=", ">", "=")
ROUNDINGS = (UP, DOWN, HALF_UP)
MIDDLE = (-1000, -129, -128, -127, -1, 0, 1, 126, 127, 128, 999, 1000)
ROWS = [
    {"a": a, "b": b, "x": x, "y": y, "p": 1 + (x + y) % 3, "m": MIDDLE[(5 * x + y) % 12], "k": (x + 2 * y - 4) * 700}
    for a, b, x, y in product((0, 1), (0, 1), range(-3, 4), range(6))
]
TABLE = make_table(
    "t",
    ("key", "flag"),
    "along",
    ("v", "w"),
    [
        Row((key, flag), upper, (10 * key + 3 * flag + upper % 7, 0 if key else 1))
        for key in (-2, 0, 1, 2)
        for flag in (0, 1)
        for upper in ((1, 3) if flag else (0, 2, NO_LIMIT))
    ],
)


def value(node: Expression, row: Values) -> int:
    """A second evaluation, from what each kind of node is said to mean."""
    if isinstance(node, Constant):
        return node.value
    if isinstance(node, Reference):
        return row[node.name]
    parts = [value(part, row) for part in node.parts]
    if isinstance(node, Not):
        return 0 if parts[0] else 1
    if isinstance(node, Select):
        return parts[1] if parts[0] != 0 else parts[2]
    if isinstance(node, Divide):
        exact = Fraction(parts[0], parts[1])
        if node.rounding is HALF_UP:  # by size
            return floor(abs(exact) + Fraction(1, 2)) * (-1 if exact < 0 else 1)
        return ceil(exact) if node.rounding is UP else floor(exact)
    if isinstance(node, FindRow):
        for number, each in enumerate(node.table.rows):
            if each.keys == tuple(parts[:-1]) and parts[-1] <= each.upper:
                return number
        return -1
    if isinstance(node, Cell):
        return node.missing if parts[0] < 0 else node.table.rows[parts[0]].values[node.table.columns.index(node.column)]
    assert isinstance(node, Binary)
    one, other = parts
    match node.operator:
        case "+" | "-":
            return one + other if node.operator == "+" else one - other
        case "*":
            return one * other
        case "max" | "min":
            return sorted(parts)[node.operator == "max"]
        case "and" | "or":
            return int(all(parts) if node.operator == "and" else any(parts))
    return int(
        {"<": one < other, ">": one > other, "=": one == other}.get(
            node.operator[0] if len(node.operator) == 1 else "", False
        )
        or (node.operator in ("<=", ">=") and (one == other or (one < other) == (node.operator == "<=")))
    )


def _single() -> list[Expression]:
    """One operation on leaves."""
    found: list[Expression] = [
        Binary(operator, one, other)
        for operator in ("+", "-", "*", "max", "min", *COMPARISONS)
        for one, other in product(LEAVES, LEAVES)
    ]
    flags = (A, B, Constant(0), Constant(1), X > 0, M.equals(127), ~B)
    found += [Binary(operator, one, other) for operator in ("and", "or") for one, other in product(flags, flags)]
    found += [Not(flag) for flag in flags]
    found += [
        Divide(of, by, how) for of in LEAVES[:6] for by in (P, *map(Constant, (1, 2, 3, 16))) for how in ROUNDINGS
    ]
    found += [Select(flag, one, other) for flag in (*flags, X, minimum(A, B)) for one, other in product(LEAVES, LEAVES)]
    found += [select(one > least, one, other) for one in (X, Y, M) for least in (-1, 0, 2) for other in (A, P)]
    rows = [FindRow(TABLE, (key, flag), along) for key in (X, K, Constant(1), Constant(7)) for flag in (A, Constant(0)) for along in (Y, X, M, Constant(2))]  # fmt: skip
    return [*found, *rows, *(Cell(TABLE, row, column, 5) for row in rows for column in "vw")]


def _deep(seed: int, count: int) -> list[Expression]:
    random = Random(seed)

    def flag(depth: int) -> Expression:
        if depth == 0 or random.random() < 0.2:
            return random.choice((A, B))
        way = random.randrange(4)
        if way == 0:
            return Not(flag(depth - 1))
        if way == 1:
            return Binary(random.choice(("and", "or")), flag(depth - 1), flag(depth - 1))
        return Binary(random.choice(COMPARISONS), number(depth - 1), number(depth - 1))

    def number(depth: int) -> Expression:
        if depth == 0 or random.random() < 0.1:
            return random.choice(LEAVES)
        match random.randrange(7):
            case 0 | 1:
                return Select(flag(depth - 1), number(depth - 1), number(depth - 1))
            case 2:
                return Divide(number(depth - 1), random.choice((P, Constant(4))), random.choice(ROUNDINGS))
            case 3:
                return Cell(TABLE, FindRow(TABLE, (X, flag(depth - 1)), number(depth - 1)), random.choice("vw"), 1)
            case 4:
                return flag(depth)
        return Binary(random.choice(("+", "-", "max", "min", "*")), number(depth - 1), random.choice(LEAVES))

    return [number(4) for _ in range(count)]


@cache
def cases() -> tuple[list[Step], list[list[int]]]:
    """Every expression as a step, and its number in each row."""
    nodes = [*_single(), *_deep(1, 250)]
    return [Step(f"s{place}", node, Kind.COUNT) for place, node in enumerate(nodes)], [
        [value(node, row) for row in ROWS] for node in nodes
    ]


def test_the_exact_reading() -> None:
    for step, expected in zip(*cases(), strict=True):
        run = compile_expression(step.expression)
        assert [run(row) for row in ROWS] == expected, step.expression


def test_bounds_hold_and_are_no_wider_than_one_operation_makes_them() -> None:
    bounds, single = Bounds(BOUNDS), len(_single())
    for place, (step, expected) in enumerate(zip(*cases(), strict=True)):
        low, high = bounds.add(step)
        assert low <= min(expected), step.expression
        assert high >= max(expected), step.expression
        node = step.expression
        names = [part.name for part in node.parts if isinstance(part, Reference)]
        if place < single and isinstance(node, Binary | Divide) and len(set(names)) == len(names) and "p" not in names:
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
    columns = {name: np.array([row[name] for row in ROWS], kind_for(bounds)) for name, bounds in BOUNDS.items()}
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
            if whole or not isinstance(step.expression, FindRow):  # else rows are left out, and the others are numbered anew
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
    assert kind_for(bounds) is kind
    assert [int(kind(number)) for number in bounds] == list(bounds)  # type: ignore[call-overload]


def test_bounds_up_to_64_bits_and_no_further() -> None:
    from logicost.errors import TableError

    edge = {"x": (SMALLEST, LARGEST), "y": (1, 1)}
    assert Bounds(edge).of(X) == (-(2**63), 2**63 - 1)
    assert Bounds(edge).of(Binary("max", X, Constant(0))) == (0, 2**63 - 1)
    for node in (X + 1, X - 1, Constant(0) - X, X * 2, X.divided_by(Y, DOWN), Divide(Y, X, UP)):
        with pytest.raises(TableError):
            Bounds(edge).of(node)
    assert Bounds({"x": (-10, LARGEST - 1), "y": (1, 1)}).of(X.divided_by(Y, DOWN)) == (-10, LARGEST - 1)


@pytest.mark.parametrize(
    "edges", [(10, 11, 12), (3, 4, 5, 40), (5, 30, 33, 34), (0, 1, 2), (48, 49, 50), (7, 23)], ids=str
)
def test_ranks_among_edges_next_to_each_other(edges: tuple[int, ...]) -> None:
    for amounts in (np.arange(51), np.arange(20, 61)):
        low, high = int(amounts[0]), int(amounts[-1])
        assert ranking(edges, (low, high))(amounts).tolist() == [
            sum(edge < each for edge in edges) for each in range(low, high + 1)
        ]
