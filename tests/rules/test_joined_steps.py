"""Steps of several plans as those of one, tried with small expressions: each row's class gives what its own plan says."""

from __future__ import annotations

import datetime as dt
from itertools import combinations
from random import Random

import pytest
from small_expressions import ROWS, TABLE, A, B, K, M, X, Y, cases, value

from logicost.fees.vocabularies import open_plan
from logicost.programs import build_plan
from logicost.rules.exact import Values, compile_steps, run_steps
from logicost.rules.expressions import (
    Cell,
    Constant,
    Expression,
    FindRow,
    Reference,
    every,
    maximum,
    minimum,
    select,
    some,
    total,
)
from logicost.rules.joined_steps import DAY_CLASS, JoinedSteps, NotAlikeError
from logicost.rules.plan import Kind, Plan
from logicost.rules.table import NO_LIMIT, Row, make_table
from logicost.rules.together import joined
from logicost.tables.shelf import find_market, open_shelf


def plan_of(*nodes: Expression) -> Plan:
    """Steps called s0, s1 …"""
    words = open_plan(find_market("US"), dt.date(2026, 7, 1), open_shelf()).words
    plan = Plan(find_market("US"), dt.date(2026, 7, 1), open_shelf(), set(ROWS[0]), words)
    for number, node in enumerate(nodes):
        plan.step(f"s{number}", node, Kind.COUNT)
    return plan


def assert_joined_as_each(plans: list[list[Expression]]) -> None:
    """The steps of the plans: nodes of which each may read the steps before it."""
    together = JoinedSteps([plan_of(*nodes) for nodes in plans]).plan
    steps = compile_steps(together.steps.values())
    for place, nodes in enumerate(plans):
        for row in ROWS:
            found: Values = run_steps(steps, {**row, DAY_CLASS: place})
            alone = dict(row)
            for number, node in enumerate(nodes):
                alone[f"s{number}"] = value(node, alone)
                assert found[f"s{number}"] == alone[f"s{number}"], (place, number, row)


def test_any_two_expressions() -> None:
    """Whatever they are, as one step; what a row's number is read for must stay the same row, so that rows are left out."""
    nodes = [step.expression for step in cases()[0] if not isinstance(step.expression, FindRow)]
    random = Random(5)
    for _ in range(3):
        chosen = [random.sample(nodes, 60) for _ in range(3)]
        assert_joined_as_each(chosen)


def test_one_plan_alone() -> None:
    assert_joined_as_each([[X + Y, Reference("s0") * 2]])


LISTS = (
    # operands that all have, that some have, that are the same but for figures, that stand twice
    [[maximum(X, Y, M), maximum(X, A)], [maximum(X, B), maximum(M, Y, X)], [maximum(X, Y), maximum(X, Y)]],
    [[minimum(X, Y, M), minimum(X, A)], [minimum(X, B), minimum(M, Y, X)], [minimum(X, Y), minimum(X, Y)]],
    [[total(X, Y, M), total(X, X)], [total(X, B), total(X, Y)], [total(M, X), total(X, X, X)]],
    [[every(A, B, X > 1), every(A, B)], [every(A, X > 2), every(A, X > 0)], [every(A, Y > 1), every(B, A)]],
    [[some(A, B, X > 1), some(A, B)], [some(A, X > 2), some(A, X > 0)], [some(A, Y > 1), some(B, A)]],
    [[maximum(X, 1), total(X, 1)], [maximum(X, 2), total(X, 2, 2)], [maximum(X, Y, 3), total(3, Y)]],
    [[total(M, X, X)], [total(M, X)], [total(M, Y)]],
    [[total(M, X * 2, X * 3)], [total(M, X * 4)], [total(M, Y)]],
    [[maximum(X, Y)], [maximum(A, B)], [maximum(M, K)]],  # none in common
    [[total(X * 2, select(A, 1, Y))], [total(X * 3, select(A, 2, Y))], [total(X * 2, select(B, 1, Y))]],
    [[X, Reference("s0") + 1], [Y, Reference("s0") + 2], [M, Reference("s0") * 2]],
)


@pytest.mark.parametrize("number", range(len(LISTS)))
def test_lists_of_operands(number: int) -> None:
    plans = LISTS[number]
    for chosen in (plans, plans[::-1], *map(list, combinations(plans, 2))):
        assert_joined_as_each(chosen)


def table_of(figure: int, *uppers: int) -> list[Row]:
    return [Row((0,), upper, (figure + place, place)) for place, upper in enumerate(uppers)]


def test_tables_that_are_others_elsewhere() -> None:
    one = make_table("one", ("key",), "along", ("v", "w"), table_of(10, 1, 3))
    two = make_table("two", ("key",), "along", ("v", "w"), table_of(20, 0, NO_LIMIT))
    three = make_table("three", ("key",), "along", ("v",), [Row((0,), 2, (30,))])
    rows = [FindRow(each, (A,), Y) for each in (one, two, one)]
    looked = Reference("s0")
    assert_joined_as_each([[Cell(row.table, row, "v", 7)] for row in rows])
    assert_joined_as_each([[Cell(row.table, row, "v", missing)] for row, missing in zip(rows, (7, 7, 8), strict=True)])
    assert_joined_as_each([[Cell(row.table, row, column, 7)] for row, column in zip(rows, "vwv", strict=True)])
    assert_joined_as_each([[Cell(each, FindRow(each, (A,), Y), "v", 7)] for each in (one, three)])
    assert_joined_as_each([[Cell(one, FindRow(one, (key,), Y), "v", 7)] for key in (A, B, Constant(0))])
    # a row that is found once and read twice; its own number is another in the joined table
    plans = [
        [row, Cell(row.table, looked, "v", 7), Cell(row.table, looked, "v", 7) * 9 + Cell(row.table, looked, "w", 5)]
        for row in rows
    ]
    together = JoinedSteps([plan_of(*nodes) for nodes in plans]).plan
    steps = compile_steps(together.steps.values())
    for place, nodes in enumerate(plans):
        for row in ROWS:
            found = run_steps(steps, {**row, DAY_CLASS: place})
            number = value(nodes[0], row)
            v, w = (7, 5) if number < 0 else nodes[0].table.rows[number].values  # type: ignore[attr-defined]
            assert (found["s1"], found["s2"]) == (v, v * 9 + w)
    same = JoinedSteps([plan_of(FindRow(one, (key,), Y)) for key in (A, B)]).plan.steps["s0"].expression
    assert isinstance(same, FindRow)
    assert same.table is one  # which all have
    with pytest.raises(NotAlikeError):  # the number itself is asked for
        JoinedSteps([plan_of(row, looked + 1) for row in rows])
    with pytest.raises(NotAlikeError):  # a cell of another table than that of its row
        JoinedSteps([plan_of(row, Cell(TABLE, looked, "v", 7)) for row in rows])


def test_what_all_have_stands_once_and_what_few_have_is_left_to_them() -> None:
    same, other = plan_of(X + Y, A), plan_of(X + Y, B, M)
    together = JoinedSteps([same, other])
    assert together.plan.steps["s0"].expression == X + Y
    assert together.plan.steps["s2"].expression == M
    assert together.number({0: 5, 1: 5}) == Constant(5)
    assert together.number({1: 4}) == Constant(4)  # classes without one have any
    assert together.among([0, 1]) == Constant(1)
    assert [value(together.among([1]), {DAY_CLASS: place}) for place in (0, 1)] == [0, 1]
    assert together.number({0: 3, 1: 4}) is together.number({0: 3, 1: 4})


def test_steps_that_count_something_else_cannot_be_one() -> None:
    plans = [plan_of(X), plan_of()]
    plans[1].step("s0", X, Kind.MONEY)
    with pytest.raises(NotAlikeError):
        JoinedSteps(plans)
    circle = [plan_of(X, Reference("s0")), plan_of()]
    circle[1].step("s1", X, Kind.COUNT)
    circle[1].step("s0", Reference("s1"), Kind.COUNT)
    with pytest.raises(NotAlikeError):
        JoinedSteps(circle)


def test_the_programs_of_one_plan_alone() -> None:
    plan = build_plan(find_market("US"), dt.date(2026, 7, 1), open_shelf(), ("fba", "mcf:standard"))
    made = joined([plan])
    assert [(name, program.serves) for name, program in made.programs.items()] == [
        ("fba", ("amazon",)),
        ("mcf:standard", ("other",)),
    ]
