"""Where an expression depends on a price that is not given: for each kind of expression, worked out by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from itertools import product

import pytest

from logicost.fees.vocabularies import open_plan
from logicost.rules.exact import compile_expression, compile_steps, run_steps
from logicost.rules.expressions import (
    FALSE,
    HALF_UP,
    Cell,
    Expression,
    FindRow,
    Reference,
    expression,
    maximum,
    select,
)
from logicost.rules.lacking import Lacking
from logicost.rules.plan import Kind, Plan
from logicost.rules.table import NO_LIMIT, Row, Table, make_table
from logicost.tables.shelf import find_market, open_shelf

P, A, B, X = map(Reference, ("price", "sipp", "dangerous_goods", "duty"))  # A and B are flags
MISSING = Reference("price_is_missing")
WITH_A, WITH_STEP_OF_A, WITHOUT = Reference("with_a"), Reference("step_of_a"), Reference("without")


def table(*uppers: int, keys: tuple[int, ...] = (0,)) -> Table:
    return make_table("t", ("key",), "along", ("v",), [Row((key,), upper, (7,)) for key in keys for upper in uppers])


def never(a: int, b: int, x: int) -> bool:
    return False


def always(a: int, b: int, x: int) -> bool:
    return True


CASES: dict[str, tuple[Expression, Callable[[int, int, int], bool]]] = {
    "a number": (expression(3), never),
    "the price": (P, always),
    "whether it is missing": (MISSING, never),
    "another input": (X, never),
    "a sum": (X + P, always),
    "a sum without": (X + A, never),
    "the larger": (maximum(P, X), always),
    "a comparison": (P > X, always),
    "equality": (P.equals(X), always),
    "not": (~(P > X), always),
    "a division": (P.divided_by(3, HALF_UP), always),
    "times nothing": (P * 0, never),
    "nothing times": (0 * P, never),
    "times a number": (P * 2, always),
    "times what may be nothing": (P * X, lambda a, b, x: x != 0),
    "what may be nothing times": (X * P, lambda a, b, x: x != 0),
    "times itself": (P * (P + 1), always),
    "where both hold": (A & (P > X), lambda a, b, x: a == 1),
    "where both hold, the other way": ((P > X) & A, lambda a, b, x: a == 1),
    "of both": ((P > X) & (P > 3), always),
    "where one holds": (A | (P > X), lambda a, b, x: a == 0),
    "where one holds, the other way": ((P > X) | A, lambda a, b, x: a == 0),
    "of either": ((P > X) | (P > 3), always),
    "of neither": (A | B, never),
    "two parts of a sum": (A * P + B * P, lambda a, b, x: a == 1 or b == 1),
    "the same part twice": (A * P + A * P, lambda a, b, x: a == 1),
    "chosen": (select(A, P, X), lambda a, b, x: a == 1),
    "not chosen": (select(A, X, P), lambda a, b, x: a == 0),
    "chosen in part": (select(A, P * B, P), lambda a, b, x: a == 0 or b == 1),
    "either way": (select(A, P, P + 1), always),
    "neither way": (select(A, X, X + 1), never),
    "by the price": (select(P > 3, 1, 2), always),
    "by the price, and more": (select(A & (P > 3), B * P, X), lambda a, b, x: a == 1),
    "a row of a table with one band": (FindRow(table(NO_LIMIT), (X,), P), never),
    "a row of a table with one band for each key": (FindRow(table(NO_LIMIT, keys=(0, 1)), (X,), P), never),
    "a row of a table with bands": (FindRow(table(5, NO_LIMIT), (X,), P), always),
    "a row of a table that ends": (FindRow(table(5), (X,), P), always),
    "a row by a key": (FindRow(table(NO_LIMIT), (P,), X), always),
    "a row by neither": (FindRow(table(5, NO_LIMIT), (A,), X), never),
    "a cell": (Cell(table(5, NO_LIMIT), FindRow(table(5, NO_LIMIT), (X,), P), "v", 0), always),
    "a step": (WITH_A, lambda a, b, x: a == 1),
    "a step of a step": (WITH_STEP_OF_A + X, lambda a, b, x: a == 1),
    "a step without": (WITHOUT * 5, never),
}


def plan_with_steps() -> Plan:
    plan = open_plan(find_market("US"), dt.date(2026, 7, 1), open_shelf())
    plan.step("price_is_missing", P < 0, Kind.FLAG)
    plan.step("without", X + A, Kind.MONEY)
    plan.step("with_a", A * P, Kind.MONEY)
    plan.step("step_of_a", WITH_A + WITHOUT, Kind.MONEY)
    return plan


@pytest.mark.parametrize("case", CASES)
def test_where_the_price_is_lacking(case: str) -> None:
    node, expected = CASES[case]
    plan = plan_with_steps()
    found = Lacking(plan, "price", MISSING).of(node)
    # nothing is done where it never is, and no step is made where it always is
    assert (found is FALSE, found == MISSING) == (expected is never, expected is always)
    read, steps = compile_expression(found), compile_steps(plan.steps.values())
    for a, b, x, price in product((0, 1), (0, 1), (0, 1, 4), (-1, 2)):
        values = run_steps(steps, {"sipp": a, "dangerous_goods": b, "duty": x, "price": price})
        assert bool(read(values)) == (price < 0 and expected(a, b, x)), (a, b, x, price)
