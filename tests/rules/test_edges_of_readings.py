"""Edges of the readings that changed rules went through unnoticed (see tests/mutation.py): bounds, signs, words beyond a list."""

from __future__ import annotations

import numpy as np
import pytest

import logicost as lc
from logicost.rules.columns.bounds import Bounds
from logicost.rules.columns.finder import ranking
from logicost.rules.columns.reading import ColumnReading
from logicost.rules.exact import divide
from logicost.rules.expressions import HALF_UP, Constant, FindRow, Reference, maximum, minimum
from logicost.rules.plan import ALWAYS, Kind, Step
from logicost.rules.sheet.formula import ATOM, Formula
from logicost.rules.sheet.reading import SheetReading
from logicost.rules.table import Row, make_table
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
    reading = ColumnReading(
        [Step("part", GAIN.divided_by(BY, HALF_UP), Kind.COUNT)], {"gain": (-largest, largest), "by": (1, 4)}, ["part"]
    )
    for by in (1, 2, 3, 4):
        columns = {"gain": np.array(values, np.int64), "by": np.full(len(values), by, np.int64)}
        assert reading.run_blocks(columns, len(values))["part"].tolist() == [
            divide(value, by, HALF_UP) for value in values
        ]


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
