"""The language of steps: its operators, exact divisions, tables, and how it reads in words."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logicost.answers.engine import Engine
from logicost.errors import TableError
from logicost.rules.exact import compile_expression, divide
from logicost.rules.expressions import (
    DOWN,
    FALSE,
    HALF_UP,
    TRUE,
    UP,
    Cell,
    Constant,
    Expression,
    FindRow,
    Reference,
    every,
    first_of,
    maximum,
    minimum,
    node,
    select,
    some,
    total,
)
from logicost.rules.table import NO_LIMIT, NO_ROW, Row, make_table

A, B = Reference("a"), Reference("b")


def value(expression: Expression, a: int = 0, b: int = 0) -> int:
    return compile_expression(expression)({"a": a, "b": b})


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        (A + B, 10), (A - B, 4), (A * B, 21), (1 + A, 8), (10 - A, 3), (2 * A, 14), (A * 1, 7), (A + 0, 7),
        (A <= 7, 1), (A < 7, 0), (A >= 7, 1), (A > 7, 0), (A.equals(7), 1), (A.equals(B), 0), (~(A > 7), 1),
        ((A > 0) & (B > 5), 0), ((A > 0) | (B > 5), 1), (A.is_one_of(1, 7), 1), (A.is_one_of(), 0),
        (maximum(A, B, 9), 9), (minimum(A, B, 9), 3), (total(A, B, 5), 15), (every(A > 0, B > 0, TRUE), 1),
        (some(A > 9, B > 9), 0), (some(), 0), (select(A > B, A, B), 7), (select(FALSE, 1, 2), 2),
        (first_of((A > 9, 1), (A > 5, 2), (A > 0, 3), otherwise=4), 2), (first_of(otherwise=4), 4),
        (A.divided_by(2, UP), 4), (A.divided_by(2, DOWN), 3), (A.divided_by(2, HALF_UP), 4), (A.divided_by(B, UP), 3),
    ],
)  # fmt: skip
def test_operators(expression: Expression, found: int) -> None:
    assert value(expression, 7, 3) == found


@given(numerator=st.integers(0, 10**15), divisor=st.integers(1, 10**9))
def test_divisions_agree_with_decimal(numerator: int, divisor: int) -> None:
    """Against exact quotients of Decimal; half-up with its sign."""
    import decimal

    with decimal.localcontext() as context:
        context.prec = 60
        quotient = Decimal(numerator) / Decimal(divisor)
        for rounding, theirs in ((UP, ROUND_CEILING), (DOWN, ROUND_FLOOR), (HALF_UP, ROUND_HALF_UP)):
            exact = quotient.to_integral_value(theirs)
            assert divide(numerator, divisor, rounding) == exact
        assert divide(-numerator, divisor, HALF_UP) == (-quotient).to_integral_value(ROUND_HALF_UP)


@pytest.mark.parametrize(
    ("numerator", "divisor", "up", "down", "half_up"),
    [
        (0, 5, 0, 0, 0),
        (1, 2, 1, 0, 1),
        (3, 2, 2, 1, 2),
        (5, 10, 1, 0, 1),
        (4, 10, 1, 0, 0),
        (10, 5, 2, 2, 2),
        (11, 5, 3, 2, 2),
    ],
)
def test_divisions_by_hand(numerator: int, divisor: int, up: int, down: int, half_up: int) -> None:
    assert [divide(numerator, divisor, how) for how in (UP, DOWN, HALF_UP)] == [up, down, half_up]


@pytest.mark.parametrize("divisor", [0, -1])
def test_no_division_by_nothing(divisor: int) -> None:
    with pytest.raises(ValueError, match="positive"):
        divide(1, divisor, UP)


def test_tables_find_upper_inclusive_bands() -> None:
    rows = [Row((0,), 10, (100,)), Row((0,), 20, (200,)), Row((1,), NO_LIMIT, (300,))]
    table = make_table("t", ("group",), "weight", ("fee",), rows)
    cell = Cell(table, FindRow(table, (A,), B), "fee", missing=-5)
    assert [value(cell, 0, weight) for weight in (0, 9, 10, 11, 20, 21)] == [100, 100, 100, 200, 200, -5]
    assert value(cell, 1, 10**15) == 300
    assert value(cell, 2, 1) == -5
    assert table.find((7,), 1) == NO_ROW


def test_malformed_tables_are_refused() -> None:
    with pytest.raises(TableError, match="two rows"):
        make_table("t", ("g",), "w", ("x",), [Row((0,), 10, (1,)), Row((0,), 10, (2,))])
    with pytest.raises(ValueError, match="does not fit"):
        make_table("t", ("g",), "w", ("x",), [Row((0,), 10, (1, 2))])


def test_nodes_are_frozen() -> None:
    """For the type checker, which refuses an assignment: at run time that would be most of what making one costs."""
    said = vars(node)["__dataclass_transform__"]
    assert {**said, **said["kwargs"]}["frozen_default"]  # among the others from Python 3.12 on
    assert Constant(3) == Constant(3) != Constant(4)
    assert hash(Constant(3)) == hash(Constant(3)) != hash(Constant(4))


RULES = {
    "longest": "the greatest of side_1, side_2 and side_3",
    "median": "the greatest of (the least of side_1 and side_2) and (the least of (the greatest of side_1 and side_2) and side_3)",
    "fits_small_standard": "longest ≤ 15 in and median ≤ 12 in and shortest ≤ 0.75 in and unit_weight ≤ 1 lb",
    "fba_standard_row": "row of us/fba_fulfillment/2026-10-15 for product_type, size_tier, price_band, shipping_weight",
    "fba_standard_weight_above": "the greatest of (shipping_weight - fba_standard_above) and 0 oz",
    "fba_standard_steps": "fba_standard_weight_above / fba_standard_per, rounded up",
    "referral": "referral_by_own_share if referral_is_own; else the greatest of referral_by_rate and referral_minimum",
    "fba/profit": "revenue - fba/total_cost",
}


@pytest.mark.parametrize("name", RULES)
def test_rules_in_words(engine: Engine, name: str) -> None:
    """Snapshots: what `explain` says must stay readable."""
    row = {"dimensions": "5 x 4 x 3 in", "weight": "9 oz", "price": "20", "category": "toys_and_games"}
    answer = engine.answer(row, "US", dt.date(2026, 11, 22), ("fba",))
    assert answer.text.rule(name) == RULES[name]


def test_every_step_can_be_told(engine: Engine) -> None:
    """Each step of every program has a rule in words and a value with its unit."""
    from logicost.programs import programs_of
    from logicost.tables.shelf import find_market

    row = {"dimensions": "5 x 4 x 3 in", "weight": "9 oz", "price": "20", "category": "toys_and_games"}
    answer = engine.answer(row, "US", dt.date(2026, 11, 22), tuple(programs_of(find_market("US"))))
    assert len(answer.plan.steps) > 300
    for name in answer.plan.steps:
        assert answer.text.rule(name)
        assert answer.text.value(name, answer.values)
