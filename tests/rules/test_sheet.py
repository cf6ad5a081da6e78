"""The formula text of every kind of node, and the search that finds a table's row."""

from __future__ import annotations

from bisect import bisect_right

import pytest

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
    maximum,
    minimum,
    select,
)
from logicost.rules.plan import Kind, Step
from logicost.rules.sheet.formula import ATOM, Formula, constant
from logicost.rules.sheet.reading import SheetReading
from logicost.rules.sheet.table import SearchIndex, index_table
from logicost.rules.table import NO_LIMIT, Row, Table, make_table

BOUNDS = {
    "A": (0, 1000), "B": (0, 1000), "S": (-1000, 1000), "F": (0, 1), "G": (0, 1), "P": (1, 1000),
    "L": (0, 10**14), "M": (-(10**14), 10**14), "W": (0, 4 * 10**8), "X": (0, 10**12), "N": (-1, 40), "K": (0, 2),
}  # fmt: skip
A, B, S, F, G, P, L, M, W, X, N, K = (Reference(name) for name in BOUNDS)

TABLE = make_table(
    "card", ("type",), "weight", ("base", "plus"),
    [Row((0,), 10, (100, 1)), Row((0,), 20, (200, 2)), Row((2,), 5, (50, 0)), Row((2,), NO_LIMIT, (70, 3))],
)  # fmt: skip


class Place:
    codes, rows = "Codes", "Rows"

    def __init__(self, table: Table) -> None:
        self.table = table
        self.index: SearchIndex = index_table(table)

    def column(self, name: str) -> str:
        return f"Column_{name}"

    def bounds(self, name: str) -> tuple[int, int]:
        values = [row.values[self.table.column(name)] for row in self.table.rows]
        return min(values), max(values)


def reading() -> SheetReading:
    return SheetReading(lambda name: Formula(f"{name}5", ATOM, *BOUNDS[name]), Place)


@pytest.mark.parametrize(
    ("node", "text"),
    [
        (Constant(7), "7"),
        (Constant(-7), "-7"),
        (A, "A5"),
        (A + B - 3, "A5+B5-3"),
        (A - (B - 3), "A5-(B5-3)"),
        (A - Constant(-3), "A5-(-3)"),
        ((A + B) * 2, "(A5+B5)*2"),
        (A * B + 1, "A5*B5+1"),
        (A <= B, "IF(A5<=B5,1,0)"),
        (A < 3, "IF(A5<3,1,0)"),
        (A >= B + 1, "IF(A5>=B5+1,1,0)"),
        (A > B, "IF(A5>B5,1,0)"),
        (S.equals(-1), "IF(S5=-1,1,0)"),
        (A.is_one_of(1, 2, 3), "IF(OR(A5=1,A5=2,A5=3),1,0)"),
        (F & G & (A > 3), "IF(AND(F5=1,G5=1,A5>3),1,0)"),
        (F & (G | (A > 3)), "IF(AND(F5=1,OR(G5=1,A5>3)),1,0)"),
        (~F, "IF(NOT(F5=1),1,0)"),
        ((A > 1) + (A > 2), "IF(A5>1,1,0)+IF(A5>2,1,0)"),
        (maximum(A, B, 3), "MAX(A5,B5,3)"),
        (minimum(A, maximum(B, 3)), "MIN(A5,MAX(B5,3))"),
        (select(F, A, select(A > 3, 1, 2)), "IF(F5=1,A5,IF(A5>3,1,2))"),
        (select(Constant(0).equals(4), 0, A), "A5"),
        (select(A, 1, 2), "IF(A5<>0,1,2)"),
        (A.divided_by(16, DOWN), "INT(A5/16)"),
        ((A + 1).divided_by(16, UP), "ROUNDUP((A5+1)/16,0)"),
        ((A * 3).divided_by(P, HALF_UP), "ROUND(A5*3/P5,0)"),
        (S.divided_by(16, HALF_UP), "ROUND(S5/16,0)"),
        (A.divided_by(1, UP), "A5"),
        (A.divided_by(P * 100, HALF_UP), "ROUND(A5/(P5*100),0)"),
        (L.divided_by(7, DOWN), "INT(L5/7)-(INT(L5/7)*7>L5)"),
        (L.divided_by(7, UP), "INT(L5/7)+(INT(L5/7)*7<L5)"),
        (L.divided_by(7, HALF_UP), "INT(L5/7)+(2*(L5-INT(L5/7)*7)>=7)"),
        (
            M.divided_by(7, HALF_UP),
            "IF(M5<0,-(INT((-M5)/7)+(2*((-M5)-INT((-M5)/7)*7)>=7)),INT(M5/7)+(2*(M5-INT(M5/7)*7)>=7))",
        ),
        (
            (W * W).divided_by(100_000_000, HALF_UP),
            ("INT(W5*INT(W5/10000)/10000)"
            "+ROUND(((W5*INT(W5/10000)-INT(W5*INT(W5/10000)/10000)*10000)*10000+W5*(W5-INT(W5/10000)*10000))"
            "/100000000,0)"),
        ),
        (FindRow(TABLE, (K,), A), "INDEX(Rows,MATCH(K5*22+MIN(A5,21)+22,Codes,1))"),
        (FindRow(TABLE, (Constant(2),), S), "INDEX(Rows,MATCH(MAX(MIN(S5,21),0)+66,Codes,1))"),
        (FindRow(TABLE, (N,), A), "INDEX(Rows,MATCH(MIN(N5,3)*22+MIN(A5,21)+22,Codes,1))"),
        (Cell(TABLE, N, "base", 9), "IF(N5<0,9,INDEX(Column_base,N5+1))"),
        (Cell(TABLE, A, "plus", 9), "INDEX(Column_plus,A5+1)"),
    ],
)  # fmt: skip
def test_the_formula_of_each_node(node: Expression, text: str) -> None:
    assert reading().read(node).text == text


def test_a_step_that_could_pass_fifteen_digits_is_guarded_once() -> None:
    sheet = reading()
    formula = sheet.step(Step("volume", W * W * A, Kind.COUNT))
    assert formula.text == "IF(AND(W5*W5<1E+15,W5*W5*A5<1E+15),W5*W5*A5,NA())"
    assert [guard.limit for guard in sheet.guards] == [10**15, 10**15]
    assert formula.high < 10**15


def test_amounts_are_held_to_what_is_sensible() -> None:
    sheet = reading()
    assert sheet.step(Step("fee", A * X, Kind.MONEY)).text.startswith("IF(A5*X5<1000000000,A5*X5,NA())")


def test_a_divisor_that_may_be_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="positive"):
        reading().read(A.divided_by(B, DOWN))


def test_no_kind_of_node_is_left_out() -> None:
    class Other(Expression):
        pass

    with pytest.raises(TypeError, match="Other"):
        reading().read(Other())


def found(table: Table, keys: tuple[int, ...], along: int) -> int:
    """The row that the sheet's formula comes to: MATCH in ascending codes is a bisection."""
    index = index_table(table)
    code = min(max(along, 0), index.top)
    for key, digit, weight in zip(keys, index.digits, index.weights, strict=True):
        code += (min(max(key, digit.low), digit.high) - digit.low) * weight
    return index.rows[bisect_right(index.codes, code) - 1]


def test_the_search_finds_the_row_of_the_table_at_every_edge() -> None:
    for key in range(-2, 5):
        for along in (-1, 0, 1, 4, 5, 6, 9, 10, 11, 19, 20, 21, 22, 10**9):
            assert found(TABLE, (key,), along) == TABLE.find((key,), along), (key, along)


def test_the_search_over_two_keys_gaps_and_no_rows() -> None:
    table = make_table(
        "two", ("a", "b"), "x", ("v",),
        [Row((a, b), upper, (1,)) for a, b in ((0, 0), (0, 3), (2, 1), (2, 2)) for upper in (a, 7, NO_LIMIT if b % 2 else 20)],
    )  # fmt: skip
    for a in range(-2, 5):
        for b in range(-2, 6):
            for x in (-1, 0, 1, 2, 3, 6, 7, 8, 9, 10**12):
                assert found(table, (a, b), x) == table.find((a, b), x), (a, b, x)
    empty = make_table("none", ("a",), "x", ("v",), [])
    assert found(empty, (0,), 5) == -1


def test_a_table_with_too_many_keys_is_refused() -> None:
    with pytest.raises(ValueError, match="too many keys"):
        index_table(make_table("huge", ("a",), "x", ("v",), [Row((10**9,), 10**9, (1,)), Row((0,), 1, (1,))]))


def test_constants_bind_so_that_a_minus_stays_in_brackets() -> None:
    assert constant(-1).within(ATOM) == "(-1)"
    assert isinstance(A + 1, Binary)
