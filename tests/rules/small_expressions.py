"""Expressions of one operation on small numbers, and some deep ones, with their numbers by a second evaluation."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from itertools import product
from math import ceil, floor
from random import Random

from logicost.rules.exact import Values
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


def single() -> list[Expression]:
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


def deep(seed: int, count: int) -> list[Expression]:
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
    nodes = [*single(), *deep(1, 250)]
    return [Step(f"s{place}", node, Kind.COUNT) for place, node in enumerate(nodes)], [
        [value(node, row) for row in ROWS] for node in nodes
    ]
