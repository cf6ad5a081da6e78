"""The column reading agrees with the exact reading, step by step."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from logicost.errors import TableError
from logicost.inputs.scalar import INPUTS
from logicost.programs import build_plan, programs_of
from logicost.rules.columns.bounds import LARGEST, SMALLEST, Bounds
from logicost.rules.columns.operations import dtype_for
from logicost.rules.columns.reading import BLOCK, ColumnReading
from logicost.rules.exact import Values, compile_expression, compile_steps, run_steps
from logicost.rules.expressions import (
    DOWN,
    HALF_UP,
    UP,
    Binary,
    Cell,
    Expression,
    FindRow,
    Reference,
    expression,
    nodes_of,
    select,
)
from logicost.rules.plan import Kind, Plan, Step
from logicost.rules.table import NO_LIMIT, Row, Table, make_table
from logicost.tables.shelf import find_market, open_shelf

US = find_market("US")
BOUNDS = {name: (spec.smallest, spec.largest) for name, spec in INPUTS.items()}
FIRST_DAY = min(day for day, _, _ in open_shelf().paths["US", "size_tiers"])
DAYS = sorted(
    {
        day
        for (market, _), files in open_shelf().paths.items()
        for begins, _, _ in files
        for day in (begins - dt.timedelta(days=1), begins)
        if market == "US" and day >= FIRST_DAY
    }
)


@lru_cache(maxsize=100)
def plan_of(day: dt.date) -> Plan:
    return build_plan(US, day, open_shelf(), tuple(programs_of(find_market("US"))))


def columns_of(rows: list[Values]) -> dict[str, np.ndarray]:
    return {name: np.array([row[name] for row in rows], dtype_for(BOUNDS[name])) for name in BOUNDS}


def assert_same(plan: Plan, rows: list[Values]) -> None:
    """Every step of every row, not only what results show."""
    results = ColumnReading(plan.steps.values(), BOUNDS, list(plan.steps)).run_blocks(columns_of(rows), len(rows))
    compiled = compile_steps(plan.steps.values())
    for number, row in enumerate(rows):
        expected = run_steps(compiled, row)
        wrong = {name: (int(results[name][number]), expected[name]) for name in plan.steps
                 if int(results[name][number]) != expected[name]}  # fmt: skip
        assert not wrong, f"step (columns, exact): {wrong} for {row}"


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_nothing_can_leave_64_bits(day: dt.date) -> None:
    bounds = Bounds(BOUNDS)
    for step in plan_of(day).steps.values():
        low, high = bounds.add(step)
        assert SMALLEST < low <= high < LARGEST


def tables_of(node: Expression) -> list[tuple[Table, Expression]]:
    return [(part.table, part.along) for part in nodes_of(node) if isinstance(part, FindRow)]


def edge_rows(plan: Plan, seed: int, count: int) -> list[Values]:
    """Random rows of which many stand on an edge of some table of the plan, or one grain beside it."""
    random = np.random.default_rng(seed)
    edges: dict[str, list[int]] = {"unit_weight": [], "price": [], "days_in_storage": [], "mcf_units_12_weeks": []}
    for step in plan.steps.values():
        for table, along in tables_of(step.expression):
            name = along.name if isinstance(along, Reference) and along.name in edges else "unit_weight"
            edges[name] += [row.upper for row in table.rows if row.upper != NO_LIMIT]
    rows: list[Values] = []
    for _ in range(count):
        row: Values = {}
        for name, (low, high) in BOUNDS.items():
            if name in edges and edges[name] and random.random() < 0.8:
                value = int(random.choice(edges[name])) + int(random.integers(-1, 2))
            elif high - low > 1000:
                value = int(np.exp(random.uniform(0, np.log(high)))) if random.random() < 0.8 else low
            else:
                value = int(random.integers(low, high + 1))
            row[name] = min(max(value, low), high)
        if random.random() < 0.7:  # everyday sides, among them the tiers' own limits
            for side in ("side_1", "side_2", "side_3"):
                row[side] = int(
                    random.choice([750, 2000, 8000, 12000, 14000, 15000, 18000, 33000, 37000, 59000, 96000])
                )
                row[side] += int(random.integers(-1, 2))
        row["category"] = int(random.integers(-1, 30))
        rows.append(row)
    return rows


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_columns_equal_exact_on_edges(day: dt.date) -> None:
    plan = plan_of(day)
    assert_same(plan, edge_rows(plan, day.toordinal(), 120))


@settings(max_examples=15, deadline=None)
@given(st.sampled_from(DAYS), st.integers(0, 2**32))
def test_columns_equal_exact_anywhere(day: dt.date, seed: int) -> None:
    plan = plan_of(day)
    assert_same(plan, edge_rows(plan, seed, 40))


def one_step(node: Expression, bounds: dict[str, tuple[int, int]], rows: list[Values]) -> None:
    reading = ColumnReading([Step("result", node, Kind.COUNT)], bounds, ["result"])
    columns = {name: np.array([row[name] for row in rows], dtype_for(bounds[name])) for name in bounds}
    run = compile_expression(node)
    assert reading.run_blocks(columns, len(rows))["result"].tolist() == [run(row) for row in rows]


@given(
    st.lists(st.integers(-10_000, 10_000), min_size=1, max_size=30),
    st.integers(1, 60),
    st.sampled_from([UP, DOWN, HALF_UP]),
)
def test_division_rounds_alike(values: list[int], divisor: int, rounding: object) -> None:
    rows = [{"x": value} for value in values]
    one_step(Reference("x").divided_by(divisor, rounding), {"x": (-10_000, 10_000)}, rows)  # type: ignore[arg-type]
    positive = [{"x": abs(value)} for value in values]
    one_step(Reference("x").divided_by(divisor, rounding), {"x": (0, 10_000)}, positive)  # type: ignore[arg-type]


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 40) | st.just(NO_LIMIT)), unique=True, max_size=12),
    st.lists(st.tuples(st.integers(-1, 5), st.integers(-3, 45)), min_size=1, max_size=30),
    st.sampled_from([(-3, 45), (0, 45), (0, 2**40)]),
    st.sampled_from([(-1, 5), (-1000, 9000)]),
)
def test_rows_are_found_alike(
    cells: list[tuple[int, int]],
    wanted: list[tuple[int, int]],
    along: tuple[int, int],
    keys: tuple[int, int],
) -> None:
    table = make_table("t", ("key",), "x", ("a", "b"), [Row((key,), upper, (upper % 97, 7)) for key, upper in cells])
    rows = [{"key": key, "x": max(x, along[0])} for key, x in wanted]
    found = FindRow(table, (Reference("key"),), Reference("x"))
    one_step(found, {"key": keys, "x": along}, rows)
    one_step(Cell(table, found, "a", 100), {"key": keys, "x": along}, rows)


def test_flags_add_up_and_choices_keep_their_kind() -> None:
    a, b, x = Reference("a"), Reference("b"), Reference("x")
    bounds = {"a": (0, 1), "b": (0, 1), "x": (-100, 100)}
    rows = [{"a": one, "b": other, "x": x} for one in (0, 1) for other in (0, 1) for x in (-100, -1, 0, 3, 100)]
    for node in (
        a + b + (x > 2),
        a - b,
        a * b,
        x * a,
        a * x,
        x + x,
        select(a & ~b, x, 100),
        select(a, b, ~b),
        select(x, 1, 0),
        select(a, 0, x * 1_000_000),
        select(a, x * 5_000_000_000, b),
        Binary("max", x, expression(3)),
        Binary("min", a, b),
    ):
        one_step(node, bounds, rows)


def test_figures_that_are_too_large_are_refused() -> None:
    product = Reference("x") * Reference("x")
    with pytest.raises(TableError, match="beyond 64 bits") as caught:
        ColumnReading([Step("square", product, Kind.COUNT)], {"x": (0, 2**32)}, ["square"])
    assert caught.value.code == "figures_too_large"
    with pytest.raises(TableError, match="divide by zero"):
        ColumnReading(
            [Step("share", expression(1).divided_by(Reference("x"), DOWN), Kind.COUNT)], {"x": (0, 9)}, ["share"]
        )


def test_blocks_are_the_columns_piece_by_piece() -> None:
    x = Reference("x")
    steps = [Step("twice", x + x, Kind.COUNT), Step("same", x * 0 + 4, Kind.COUNT)]
    reading, size = ColumnReading(steps, {"x": (0, 10**6)}, ["twice", "same", "x"]), 2 * BLOCK + 5
    inputs = {"x": np.arange(size)}
    blocks = list(reading.blocks(inputs, size))
    assert [len(block["x"]) for block in blocks] == [BLOCK, BLOCK, 5]
    assert [set(block) for block in blocks] == [{"twice", "x"}] * 3
    whole = reading.run_blocks(inputs, size)
    assert np.concatenate([block["twice"] for block in blocks]).tolist() == whole["twice"].tolist()
    assert set(whole["same"].tolist()) == {4}


def test_what_is_not_asked_for_is_not_evaluated() -> None:
    x = Reference("x")
    steps = [Step("twice", x + x, Kind.COUNT), Step("thrice", x * 3, Kind.COUNT), Step("four", x * 0 + 4, Kind.COUNT)]
    reading = ColumnReading(steps, {"x": (0, 9)}, ["thrice", "four"])
    assert reading.step_count == 1
    results = reading.run_blocks({"x": np.arange(5)}, 5)
    assert results["thrice"].tolist() == [0, 3, 6, 9, 12]
    assert results["four"].tolist() == [4] * 5


def test_what_counts_where_a_flag_holds_is_evaluated_where_it_may_hold() -> None:
    """A line that is never shown costs nothing; a column that is wanted besides keeps its figures."""
    x, y = Reference("x"), Reference("y")
    steps = [Step(name, node, Kind.COUNT) for name, node in {
        "shown": x > 5, "amount": y * 3, "doubled": y * 2, "asked": y * 4}.items()]  # fmt: skip
    pairs = [("amount", "shown"), ("doubled", "shown"), ("asked", "shown"), ("shown", "shown")]
    columns = {"x": np.array([4, 6]), "y": np.array([1, 2])}
    known: dict[bool, dict[str, list[int]]] = {}
    for never in (True, False):
        reading = ColumnReading(steps, {"x": (0, 5 if never else 9), "y": (0, 9)}, ["asked"], pairs)
        known[never] = {name: list(column) for name, column in reading.run_blocks(columns, 2).items()}
        assert reading.step_count == (1 if never else 4)
    assert known[True] == {"asked": [4, 8], "amount": [0, 0], "shown": [0, 0], "doubled": [0, 0]}
    assert known[False] == {"asked": [4, 8], "amount": [3, 6], "shown": [0, 1], "doubled": [2, 4]}
