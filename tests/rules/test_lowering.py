"""Whatever is made of expressions before they run over columns, the numbers stay those of the exact reading."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from logicost.errors import TableError
from logicost.rules.columns.arrays import Rank
from logicost.rules.columns.bounds import Bounds
from logicost.rules.columns.lowering import Lowering
from logicost.rules.columns.operations import dtype_for
from logicost.rules.columns.reading import ColumnReading
from logicost.rules.columns.sharing import share
from logicost.rules.exact import compile_steps, run_steps
from logicost.rules.expressions import (
    DOWN,
    HALF_UP,
    UP,
    Binary,
    Cell,
    Constant,
    Expression,
    FindRow,
    Reference,
    Select,
    select,
)
from logicost.rules.plan import Kind, Step
from logicost.rules.table import NO_LIMIT, Row, make_table

INPUTS = {
    "flag": (0, 1),
    "other_flag": (0, 1),
    "tier": (0, 7),
    "category": (-1, 40),
    "days": (-1, 1095),
    "rate": (-1, 100_000),
    "weight": (1, 80_000_000),
    "price": (1, 10_000_000_000),
    "gain": (-3_000_000_000, 3_000_000_000),
    "perhaps": (-1, 1),
}
TABLE = make_table(
    "t",
    ("tier", "flag"),
    "weight",
    ("base", "status"),
    [
        Row((tier, flag), upper, (tier * 1000 + flag * 70_000 + upper % 997, (tier + flag) % 5))
        for tier in (0, 1, 2, 5)
        for flag in (0, 1)
        for upper in (2000, 4000, 16_000, 320_000 if tier else NO_LIMIT)
    ],
)
REFERENCES = st.sampled_from([Reference(name) for name in INPUTS])
CONSTANTS = st.sampled_from([-1, 0, 1, 2, 5, 100, 28_000, 100_000]).map(Constant)
FLAGS = st.sampled_from([Reference("flag"), Reference("other_flag")])


def _numbers(parts: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    compared = st.builds(Binary, st.sampled_from(["<=", "<", ">=", ">", "="]), parts, parts)
    flags = (
        FLAGS
        | compared
        | st.builds(lambda a, b: a & ~b, compared, FLAGS)
        | st.builds(lambda a, b: a | b, FLAGS, compared)
    )
    row = st.builds(lambda key, flag, along: FindRow(TABLE, (key, flag), along), parts, flags, parts)
    return st.one_of(
        st.builds(Binary, st.sampled_from(["+", "-", "max", "min"]), parts, parts),
        st.builds(lambda a, factor: a * factor, parts, st.integers(-20, 3000)),
        st.builds(lambda a, flag: a * flag, parts, flags),
        st.builds(
            lambda a, by, how: a.divided_by(by, how), parts, st.integers(1, 5000), st.sampled_from([UP, HALF_UP])
        ),
        st.builds(Select, flags | parts, parts, parts),
        st.builds(lambda one, least, other: select(one > least, one, other), parts, st.integers(-1, 2), parts),
        st.builds(
            lambda top, one, other: top.divided_by(select(one > 0, one, other), DOWN), parts, parts, st.integers(1, 9)
        ),
        flags,
        row,
        st.builds(lambda found, column: Cell(TABLE, found, column, 7), row, st.sampled_from(TABLE.columns)),
    )


EXPRESSIONS = st.recursive(REFERENCES | CONSTANTS, _numbers, max_leaves=14)


def renamed(node: Expression, names: dict[str, Reference]) -> Expression:
    """The expression with other names in place of some."""
    if isinstance(node, Reference):
        return names.get(node.name, node)
    return node.made_of(*(renamed(part, names) for part in node.parts))


def steps_of(expressions: list[Expression]) -> list[Step]:
    """Steps of which each may read the two before it."""
    steps: list[Step] = []
    for number, node in enumerate(expressions):
        names = {"days": Reference(f"s{number - 1}"), "tier": Reference(f"s{number - 2}")} if number > 1 else {}
        steps.append(Step(f"s{number}", renamed(node, names), Kind.COUNT))
    return steps


def rows_of(seed: int, count: int) -> dict[str, np.ndarray]:
    random = np.random.default_rng(seed)
    edges = np.array([1999, 2000, 2001, 16_000, 320_000, 320_001, -1, 0, 1, 2, 5, 7])
    columns = {}
    for name, (low, high) in INPUTS.items():
        anywhere = random.integers(low, high + 1, count)
        values = np.where(random.random(count) < 0.5, random.choice(edges, count), anywhere)
        columns[name] = np.clip(values, low, high).astype(dtype_for((low, high)))
    return columns


@pytest.mark.parametrize(("low", "high"), [(2000, 2000), (2000, 2001), (1999, 2000), (2001, 4000), (2000, 4001)])
def test_bounds_that_lie_on_an_edge(low: int, high: int) -> None:
    """The least amount that there can be may be the last of its band: what lies above is in the next one."""
    step = Step(
        "found", Cell(TABLE, FindRow(TABLE, (Constant(1), Constant(0)), Reference("weight")), "base", 7), Kind.COUNT
    )
    inputs = {"weight": (low, high)}
    weights = np.arange(low, high + 1)
    found = ColumnReading([step], inputs, ["found"]).run_blocks({"weight": weights}, len(weights))["found"]
    compiled = compile_steps([step])
    assert [int(value) for value in found] == [run_steps(compiled, {"weight": int(each)})["found"] for each in weights]


@settings(max_examples=400, deadline=None)
@given(st.lists(EXPRESSIONS, min_size=1, max_size=5), st.integers(0, 2**32))
def test_any_steps_give_the_same_numbers(expressions: list[Expression], seed: int) -> None:
    steps, columns = steps_of(expressions), rows_of(seed, 40)
    bounds = Bounds(INPUTS)
    try:
        for step in steps:
            bounds.add(step)
    except TableError:
        assume(False)  # such steps could leave 64 bits, and are refused; others must not be
    reading = ColumnReading(steps, INPUTS, [step.name for step in steps])
    results = reading.run_blocks(columns, 40)
    compiled = compile_steps(steps)
    for number in range(40):
        expected = run_steps(compiled, {name: int(column[number]) for name, column in columns.items()})
        assert {step.name: int(results[step.name][number]) for step in steps} == {
            step.name: expected[step.name] for step in steps
        }


def lowered(node: Expression, **bounds: tuple[int, int]) -> Expression:
    all_bounds = Bounds({**INPUTS, **bounds})
    all_bounds.add(Step("x", node, Kind.COUNT))
    return Lowering(all_bounds, {"x": node}).lowered["x"]


def kinds_in(node: Expression) -> list[type[Expression]]:
    return [type(node), *(kind for part in node.parts for kind in kinds_in(part))]


WEIGHT, PRICE, FLAG, OTHER = (Reference(name) for name in ("weight", "price", "flag", "other_flag"))


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (Binary("max", WEIGHT, Constant(0)), WEIGHT),
        (Binary("min", Constant(10_000_000_000), PRICE), PRICE),
        (Binary("min", PRICE, Constant(10_000_000_000)), PRICE),
        (Binary("max", Constant(0), WEIGHT), WEIGHT),
        (WEIGHT + 0, WEIGHT),
        (select(WEIGHT > 0, PRICE, WEIGHT), PRICE),
        (select(FLAG, select(OTHER, PRICE, 0), 0), Select(FLAG & OTHER, PRICE, Constant(0))),
        (select(FLAG, select(OTHER, 0, PRICE), 0), Select(FLAG & ~OTHER, PRICE, Constant(0))),
        (select(FLAG, PRICE, select(OTHER, PRICE, WEIGHT)), Select(FLAG | OTHER, PRICE, WEIGHT)),
        (select(FLAG, PRICE, PRICE), PRICE),
        (select(PRICE > 5, FLAG, 0), (PRICE > 5) & FLAG),
        (WEIGHT > 90_000_000, Constant(0)),
        (FLAG & (WEIGHT > 0), FLAG),
        ((WEIGHT > 0) & FLAG, FLAG),
        (FLAG | (WEIGHT < 0), FLAG),
        ((WEIGHT < 0) | FLAG, FLAG),
    ],
)
def test_less_is_left_to_do(node: Expression, expected: Expression) -> None:
    assert lowered(node) == expected


def test_an_amount_that_decides_nothing_is_not_ranked() -> None:
    row = FindRow(TABLE, (Reference("tier"), FLAG), WEIGHT)
    assert Rank in kinds_in(lowered(row))
    assert Rank not in kinds_in(lowered(row, weight=(1, 2000)))
    assert Rank in kinds_in(lowered(row, weight=(1, 2001)))


def test_what_stands_twice_is_worked_out_once() -> None:
    twice: Callable[[], Expression] = lambda: (WEIGHT + PRICE) * 3  # noqa: E731
    shared = share({"a": twice() - 1, "b": twice() + WEIGHT, "c": twice()})
    assert list(shared) == ["#1", "a", "b", "c"]
    assert shared["#1"] == twice()
    assert shared["c"] == Reference("#1")
    more, less, one, two = WEIGHT + PRICE, WEIGHT - PRICE, Reference("#1"), Reference("#2")
    assert share({"a": more * less, "b": more - less}) == {"#1": more, "#2": less, "a": one * two, "b": one - two}
    assert share({"a": WEIGHT + PRICE, "b": (WEIGHT + PRICE) * 2}) == {"a": WEIGHT + PRICE, "b": Reference("a") * 2}


def test_what_was_proven_is_not_refused_later() -> None:
    """Lowered nodes have wider bounds at times: nothing is wrong with the steps that they stand for."""
    perhaps, gain, columns = Reference("perhaps"), Reference("gain"), rows_of(7, 200)
    default = select(perhaps > -1, perhaps, 0)
    divisor = select(FLAG, select(gain > 0, gain, 1), 1)
    steps = [
        Step("given", default + PRICE, Kind.COUNT),
        Step("part", PRICE.divided_by(divisor, UP) + 1, Kind.COUNT),
        Step("none", FindRow(TABLE, (Constant(9), FLAG), WEIGHT) + 5, Kind.COUNT),
    ]
    reading = ColumnReading(steps, INPUTS, ["given", "part", "none"])
    results, compiled = reading.run_blocks(columns, 200), compile_steps(steps)
    for number in range(200):
        expected = run_steps(compiled, {name: int(column[number]) for name, column in columns.items()})
        assert {step.name: int(results[step.name][number]) for step in steps} == {
            step.name: expected[step.name] for step in steps
        }
    assert all(column.shape == (200,) for block in reading.blocks(columns, 200) for column in block.values())
