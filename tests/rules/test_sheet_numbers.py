"""Formulas worked out as a spreadsheet does it, in floating point, beside a second evaluation; and their bounds."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import product
from math import ceil, floor
from typing import Any

import pytest
from rules.small_expressions import BOUNDS, ROWS, TABLE, A, X, Y, cases, value
from rules.test_sheet import Place

from logicost.rules.columns.bounds import Bounds
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
    Reference,
    select,
)
from logicost.rules.plan import Kind, Step
from logicost.rules.sheet.formula import ATOM, Formula, constant
from logicost.rules.sheet.reading import SheetReading
from logicost.rules.sheet.table import index_table
from logicost.rules.table import NO_LIMIT, Row, Table, make_table

WIDE = {
    "L": (0, 10**14),
    "N": (-(10**14), 10**14),
    "W": (0, 4 * 10**8),
    "V": (0, 10**6),
    "T": (0, 1000),
    "U": (0, 10**12),
}
L, N, W, V, T, U = map(Reference, WIDE)


def reading(bounds: dict[str, tuple[int, int]]) -> SheetReading:
    return SheetReading(lambda name: Formula(f"{name}5", ATOM, *bounds[name]), Place)


def away_from_zero(number: float, how: Any) -> float:
    return float(how(abs(number))) * (-1 if number < 0 else 1)


FUNCTIONS: dict[str, Any] = {
    "IF": lambda condition, yes, no: yes if condition else no,
    "AND": lambda *of: all(of),
    "OR": lambda *of: any(of),
    "NOT": lambda of: not of,
    "MAX": max,
    "MIN": min,
    "ABS": abs,
    "INT": lambda number: float(floor(number)),
    "ROUND": lambda number, _: away_from_zero(number, lambda size: floor(size + 0.5)),
    "ROUNDUP": lambda number, _: away_from_zero(number, ceil),
    "NA": lambda: None,
    "MATCH": lambda code, codes, _: bisect_right(codes, code),
    "INDEX": lambda column, place: column[int(place) - 1] if place >= 1 else None,
    "TRUE": True,
    "FALSE": False,
}


def as_python(formula: str) -> Any:
    text = re.sub(r"(?<![<>])=", "==", formula).replace("<>", "!=")
    return compile(re.sub(r"\b([a-zA-Z])5\b", r"\1", text), "formula", "eval")


def names_of(table: Table) -> dict[str, Any]:
    index = index_table(table)
    columns = {f"Column_{name}": [row.values[place] for row in table.rows] for place, name in enumerate(table.columns)}
    return {**FUNCTIONS, "Codes": index.codes, "Rows": index.rows, **columns}


def test_formulas_give_the_numbers_of_the_expressions() -> None:
    steps, expected = cases()
    sheet, names = reading(BOUNDS), names_of(TABLE)
    for step, numbers in zip(steps[::3], expected[::3], strict=True):
        formula = sheet.read(step.expression)
        code = as_python(formula.text)
        found = [eval(code, names, {name: float(number) for name, number in row.items()}) for row in ROWS[::5]]
        assert found == numbers[::5], (step.expression, formula.text)
        assert formula.low <= min(numbers), step.expression
        assert formula.high >= max(numbers), step.expression


def test_bounds_are_those_of_the_column_reading() -> None:
    """For what both know of: one operation on names, no choices, which a sheet reads branch by branch."""
    bounds, sheet = Bounds(BOUNDS), reading(BOUNDS)
    for step in cases()[0]:
        node = step.expression
        known = isinstance(node, FindRow | Cell | Divide) or (isinstance(node, Binary) and node.operator in ("+", "-", "*", "max", "min"))  # fmt: skip
        if known and all(isinstance(part, Reference | Constant) for part in node.parts):
            formula = sheet.read(node)
            assert (formula.low, formula.high) == bounds.of(node), node


@pytest.mark.parametrize("how", [UP, DOWN, HALF_UP], ids=lambda how: how.name)
@pytest.mark.parametrize(
    ("node", "by"),
    [
        (W * W, 10**8), (W * W, 3 * 10**8), (W * V, 10**6), (W * V, 377_580), (V * W, 10**4), (L, 7), (L, 10**6), (L, 2), (N, 7), (N, 10**6), (N, 2),
        (L + W, 16), (V * V * 900, 10**6), (L * T, 1000), (T * L, 10**5), (U * T, 720), (U * T, 1),
    ],
    ids=str,
)  # fmt: skip
def test_large_quotients_are_exact_in_floating_point(node: Expression, by: int, how: Any) -> None:
    whole = Divide(node, Constant(by), how)
    formula = reading(WIDE).step(Step("s", whole, Kind.COUNT))
    code, names = as_python(formula.text), names_of(TABLE)
    used = sorted({part.name for part in _names(node)})
    for numbers in product(*(_near(*WIDE[name], by) for name in used)):
        row = dict(zip(used, numbers, strict=True))
        found, expected = eval(code, names, {name: float(number) for name, number in row.items()}), value(whole, row)
        if found is None:  # guarded
            assert abs(value(node, row)) >= 10**15
            continue
        assert found == expected, (row, formula.text)
        assert formula.low <= expected <= formula.high


def _names(node: Expression) -> list[Reference]:
    return [node] if isinstance(node, Reference) else [name for part in node.parts for name in _names(part)]


def _near(low: int, high: int, by: int) -> list[int]:
    """The ends, and numbers around halves and multiples of the divisor."""
    middle = (high // by // 2) * by or high // 2
    near = {low, low + 1, high, high - 1, by // 2, by // 2 + 1, by - 1, by, by + 1, middle - 1, middle, middle + 1, middle + by // 2, 3 * 10**8 + 12_345}  # fmt: skip
    return sorted(number for number in near if low <= number <= high)


def test_what_could_reach_fifteen_digits_is_guarded_and_what_cannot_is_not() -> None:
    sheet = reading(WIDE)
    assert sheet.step(Step("s", T * U, Kind.COUNT)).text == "IF(T5*U5<1E+15,T5*U5,NA())"  # up to 10^15 itself
    sheet = reading({**WIDE, "U": (0, 10**12 - 1)})
    assert sheet.step(Step("s", T * U, Kind.COUNT)).text == "T5*U5"
    money = reading({**WIDE, "V": (0, 10**6 - 1)})
    assert money.step(Step("s", V * 1000, Kind.MONEY)).text == "V5*1000"
    assert reading(WIDE).step(Step("s", V * 1000, Kind.MONEY)).text == "IF(V5*1000<1000000000,V5*1000,NA())"
    below = reading({**WIDE, "V": (-(10**6), 0)}).step(Step("s", V * 1000, Kind.MONEY))
    assert (below.text, below.low, below.high) == ("IF(ABS(V5*1000)<1000000000,V5*1000,NA())", 1 - 10**9, 0)


def test_a_measure_is_never_below_nothing() -> None:
    assert reading(BOUNDS).step(Step("s", X + 1, Kind.LENGTH)).low == 0
    assert reading(BOUNDS).step(Step("s", X + 1, Kind.COUNT)).low == -2
    assert reading(BOUNDS).step(Step("s", Y + 1, Kind.LENGTH)).low == 1


def test_only_numbers_below_nothing_stand_in_brackets() -> None:
    assert [constant(number).within(ATOM) for number in (-1, 0, 1)] == ["(-1)", "0", "1"]


def test_the_smallest_table_that_is_refused() -> None:
    """Keys 0 and 0 count as three digits: three times the band, with one above its last edge, must stay below 10^15."""
    for upper, is_refused in ((333_333_333_333_331, False), (333_333_333_333_332, True)):
        table = make_table("t", ("a",), "x", ("v",), [Row((0,), upper, (1,))])
        if is_refused:
            with pytest.raises(ValueError, match="too many keys"):
                index_table(table)
        else:
            assert index_table(table).top == upper + 1


def test_the_smallest_number_of_a_band() -> None:
    table = make_table("t", ("a",), "x", ("v",), [Row((k,), upper, (1,)) for k in (0, 1, 3) for upper in (k, 7, NO_LIMIT if k else 20)])  # fmt: skip
    index = index_table(table)
    names = names_of(table)
    code = as_python(reading(BOUNDS).band_start(FindRow(table, (X,), Y)))
    for key in range(-3, 4):
        for along in range(6):
            edges = [row.upper for row in table.rows if row.keys == (key,)]
            expected = max([0, *(edge + 1 for edge in edges if edge < along)])
            if edges:
                assert index.band_start((key,), along) == expected, (key, along)
                assert (
                    eval(code, names, {"X": float(key), "Y": float(along), "x": float(key), "y": float(along)})
                    == expected
                )
    assert select(A, X, Y).parts[0] == A
