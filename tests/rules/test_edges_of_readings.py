"""Edges of the readings that changed rules went through unnoticed (see tests/mutation.py): bounds, signs, words beyond a list."""

from __future__ import annotations

import numpy as np
import pytest

import logicost as lc
from logicost.rules.columns.bounds import Bounds
from logicost.rules.columns.finder import ranking
from logicost.rules.columns.reading import ColumnReading
from logicost.rules.exact import divide
from logicost.rules.expressions import (
    HALF_UP,
    Binary,
    Cell,
    Constant,
    Expression,
    FindRow,
    Reference,
    Select,
    maximum,
    minimum,
)
from logicost.rules.plan import ALWAYS, Kind, Step
from logicost.rules.sheet.formula import ATOM, Formula
from logicost.rules.sheet.reading import SheetReading
from logicost.rules.specialised import rows_only_looked_up
from logicost.rules.table import NO_ROW, Row, make_table
from logicost.rules.text import show
from logicost.tables.shelf import find_market

TABLE = make_table(
    "card", ("type",), "weight", ("base",), [Row((0,), 10, (100,)), Row((0,), 20, (200,)), Row((2,), 5, (50,))]
)
TYPE, WEIGHT, GAIN, BY = (Reference(name) for name in ("type", "weight", "gain", "by"))


def test_any_row_may_be_found_or_none() -> None:
    assert Bounds({"type": (0, 2), "weight": (1, 20)}).of(FindRow(TABLE, (TYPE,), WEIGHT)) == (-1, 2)


@pytest.mark.parametrize("largest", [2**62 + 9, 2**40, 2_000_000_000], ids=["64 bits", "less", "32 bits"])
def test_signed_numbers_of_any_size_are_divided_half_up(largest: int) -> None:
    values = [-largest, 3 - largest, -100_001, -7, -6, -5, -1, 0, 1, 5, 6, 7, 100_001, largest - 3, largest]
    values += [sign * (largest - less) for sign in (1, -1) for less in range(8)]  # ties of every even divisor
    for by in (1, 2, 3, 4):
        for divisor, given in ((BY, {"by": (1, 4)}), (Constant(by), {})):
            steps = [Step("part", GAIN.divided_by(divisor, HALF_UP), Kind.COUNT)]
            reading = ColumnReading(steps, {"gain": (-largest, largest), **given}, ["part"])
            columns = {"gain": np.array(values, np.int64)}
            if given:
                columns["by"] = np.full(len(values), by, np.int64)
            assert reading.run_blocks(columns, len(values))["part"].tolist() == [
                divide(value, by, HALF_UP) for value in values
            ]


@pytest.mark.parametrize("amounts", [(3, 5), (0, 5), (3, 0), (0, 70_000), (70_000, 0), (-9, 2**40)], ids=str)
def test_a_number_decides_as_a_flag_where_it_is_not_zero(amounts: tuple[int, int]) -> None:
    """Whatever its size, and whether it can be something else than 0 and 1 or is worked out in wide numbers."""
    numbers = np.arange(-1, 6)
    for condition, is_true in ((TYPE, numbers != 0), (minimum(maximum(TYPE * 2**40, 0), 1), numbers > 0)):
        steps = [Step("chosen", Select(condition, *map(Constant, amounts)), Kind.COUNT)]
        found = ColumnReading(steps, {"type": (-1, 5)}, ["chosen"]).run_blocks({"type": numbers}, 7)
        assert found["chosen"].tolist() == np.where(is_true, *amounts).tolist()


def test_both_of_two_flags_one_of_which_is_known() -> None:
    for known in (0, 1):
        for both in (Binary("and", Constant(known), TYPE), Binary("and", TYPE, Constant(known))):
            reading = ColumnReading([Step("both", both, Kind.FLAG)], {"type": (0, 1)}, ["both"])
            assert reading.run_blocks({"type": np.array([0, 1])}, 2)["both"].tolist() == [0, known]


def test_the_greatest_and_least_of_what_overlaps_are_decided_row_by_row() -> None:
    """0 to 7 beside -1 to 3: either may be the greater."""
    steps = [Step("most", maximum(TYPE, WEIGHT), Kind.COUNT), Step("least", minimum(TYPE, WEIGHT), Kind.COUNT)]
    for one, other in (((0, 7), (-1, 3)), ((-1, 3), (0, 7)), ((0, 3), (0, 3))):
        reading = ColumnReading(steps, {"type": one, "weight": other}, ["most", "least"])
        pairs = [(a, b) for a in range(one[0], one[1] + 1) for b in range(other[0], other[1] + 1)]
        found = reading.run_blocks(
            {"type": np.array([a for a, _ in pairs]), "weight": np.array([b for _, b in pairs])}, len(pairs)
        )
        assert found["most"].tolist() == [max(pair) for pair in pairs]
        assert found["least"].tolist() == [min(pair) for pair in pairs]


@pytest.mark.parametrize("edges", [(0, 1, 10), (0, 8, 16), (1, 2, 60), (0, 49, 50), (0,), (50,), (49, 50, 51)], ids=str)
def test_ranks_among_edges_that_lie_close(edges: tuple[int, ...]) -> None:
    """How many edges lie below an amount of 0 to 50, whether by a map or by a search."""
    amounts = np.arange(51)
    assert ranking(edges, (0, 50))(amounts).tolist() == [sum(edge < amount for edge in edges) for amount in range(51)]


def test_a_number_beyond_a_list_of_words_is_none_of_them() -> None:
    words = ("small_standard", "large_standard")
    assert [show(value, Kind.WORD, find_market("US"), words) for value in (-1, 0, 1, 2)] == [
        "none",
        "small standard",
        "large standard",
        "none",
    ]


ROW_OF = Reference("row")


@pytest.mark.parametrize(
    ("use", "is_only_looked_up"),
    [
        (Cell(TABLE, ROW_OF, "base", 0), True),
        *((sign, True) for sign in (ROW_OF < 0, ROW_OF >= 0, ROW_OF > NO_ROW, ROW_OF.equals(NO_ROW))),
        *((other, False) for other in (ROW_OF, ROW_OF < 1, ROW_OF >= 1, ROW_OF > 0, ROW_OF.equals(0), ROW_OF + 1)),
        (Select(ROW_OF >= 0, ROW_OF, Constant(7)), False),
        (Select(ROW_OF >= 0, Cell(TABLE, ROW_OF, "base", 0), Constant(7)), True),
    ],
    ids=str,
)
def test_a_row_s_number_may_change_where_only_its_cells_are_read(use: Expression, is_only_looked_up: bool) -> None:
    steps = [Step("row", FindRow(TABLE, (TYPE,), WEIGHT), Kind.ROW), Step("use", use, Kind.COUNT)]
    assert rows_only_looked_up(steps) == ({"row"} if is_only_looked_up else set())


def test_the_bounds_of_formulas_are_those_of_their_values() -> None:
    bounds = {"A": (0, 1000), "S": (-(10**14), 10**14)}
    sheet = SheetReading(lambda name: Formula(name, ATOM, *bounds[name]), lambda table: pytest.fail(table.name))
    a, s = Reference("A"), Reference("S")
    for flag in (a <= 3, ~(a <= 3), (a > 1) & (a < 9)):
        assert (sheet.read(flag).low, sheet.read(flag).high) == (0, 1)
    for kind, limit in ((Kind.COUNT, 10**15), (Kind.MONEY, 10**9)):
        held = sheet.step(Step("x", s * 1000, kind))
        assert (held.low, held.high) == (1 - limit, limit - 1)
    assert (sheet.read(s * 1000).low, sheet.read(s * 1000).high) == (1 - 10**15, 10**15 - 1)
    assert sheet.read(s * Constant(1)).low == -(10**14)


def test_what_holds_always_is_one() -> None:
    from logicost.answers.engine import Engine
    from logicost.answers.request import Request

    row = {"dimensions": "5 x 4 x 3 in", "weight": "9 oz", "price": "20"}
    request = Request.of(["fba"], market="US", on="2026-07-01")
    assert Engine(None).answer(row, "US", "2026-07-01", tuple(request.programs)).values[ALWAYS] == 1


@pytest.mark.parametrize(
    ("given", "told"), [({"referral_rate": "15 %", "postage": "5"}, False), ({"postage": "5"}, True)]
)
def test_the_day_of_the_cards_is_told_only_where_a_line_depends_on_it(given: dict[str, str], told: bool) -> None:
    quote = lc.quote(
        lc.Product(dimensions="5 x 4 x 3 in", weight="9 oz", price=20, category="home_and_kitchen"),
        "fbm",
        on="2029-06-01",
        **given,
    )
    assert any("cards" in note and "read" in note for note in quote.notes) == told, quote.notes
