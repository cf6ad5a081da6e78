"""Whole columns say what single quotes say: every output, status, note and error of every row."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from logicost.answers.request import Request, asked_programs
from logicost.answers.rows import columns
from logicost.answers.uplift import read_uplift
from logicost.catalog.cells import as_cells
from logicost.catalog.pipeline import Pipeline
from logicost.catalog.results import result_schema
from logicost.programs import programs_of
from logicost.rules.columns.reading import BLOCK
from logicost.tables.shelf import find_market
from tests.catalog.messy import COLUMNS, DAY, exact_cells, messy_rows

ALL = asked_programs(list(programs_of(find_market("US"))))
EXTRA = {"colour": pl.String()}


UPLIFT = read_uplift("fba:20,mcf:0.125,mcf:priority:1000,sfp:3", ALL)


def column_cells(rows: list[dict[str, Any]], programs: dict[str, str], strict: bool = False) -> list[list[str]]:
    frame = pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String))
    pipeline = Pipeline(Request(programs, "US", DAY, strict, UPLIFT), EXTRA)
    results = pipeline(frame)
    assert dict(results.schema) == result_schema(EXTRA)
    return [[cell or "" for cell in row] for row in as_cells(results).iter_rows()]


def assert_same(rows: list[dict[str, Any]], programs: dict[str, str], strict: bool = False) -> None:
    expected, found = (
        exact_cells(rows, programs, list(EXTRA), strict, uplift=UPLIFT),
        column_cells(rows, programs, strict),
    )
    assert len(found) == len(expected)
    for number, (one, other) in enumerate(zip(found, expected, strict=True)):
        wrong = {name: pair for name, *pair in zip(columns(list(EXTRA)), one, other, strict=True) if pair[0] != pair[1]}
        assert not wrong, f"(columns, exact) {wrong} for {rows[number // len(programs)]}"


@pytest.mark.parametrize("strict", [False, True])
def test_messy_rows_of_text(strict: bool) -> None:
    assert_same(messy_rows(1, 400), ALL, strict)


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from([["fba"], ["mcf", "fbm"], ["fbm:ups_ground", "fba"], ["fbm:flat"]]))
def test_any_rows_of_text(seed: int, programs: list[str]) -> None:
    assert_same(messy_rows(seed, 20, bad=0.5), asked_programs(programs))


def test_no_rows() -> None:
    assert column_cells([], ALL) == []


def test_rows_that_are_wrong_in_two_ways_and_prices_on_half_grains() -> None:
    good: dict[str, Any] = {
        **dict.fromkeys(COLUMNS, ""),
        "sku": "a",
        "dimensions": "5 x 4 x 3 in",
        "weight": "9 oz",
        "price": "20",
    }
    rows = [
        {**good, "length": "9", "width": "8", "height": "7"},  # both ways to give the sides
        {**good, "dimensions": "", "length": "9", "width": "8"},
        {**good, "sku": "", "market": "XX"},
        {**good, "sku": " ", "on": "tomorrow", "weight": "heavy"},
        {**good, "market": "XX", "on": "tomorrow"},
        {**good, "weight": "heavy", "price": "free"},
        *({**good, "price": f"{number}.00005"} for number in range(1, 300)),
    ]  # fmt: skip
    assert_same(rows, asked_programs("fba,mcf"))


@pytest.mark.parametrize("name", ["price", "weight", "dimensions", "sku"])
def test_a_block_in_which_no_row_gives_what_is_required(name: str) -> None:
    rows = [{**row, name: ""} for row in messy_rows(4, 5, bad=0)]
    assert_same(rows, ALL)


@pytest.mark.parametrize("longest", [191, 1095])
def test_many_rows_say_what_few_say(longest: int) -> None:
    """Blocks of many rows are worked out for the days and stays that they have."""
    rows = [row | {"channel": "", "market": "", "on": ""} for row in messy_rows(longest, 90, bad=0)]
    for place, row in enumerate(rows):
        row["days_in_storage"] = str(longest if place % 2 else longest * place // 89)
    frame = pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String))
    few, times = Pipeline(Request(asked_programs(["fba"]), "US", DAY), EXTRA)(frame), BLOCK // len(rows) + 1
    many = Pipeline(Request(asked_programs(["fba"]), "US", DAY), EXTRA)(pl.concat([frame] * times))
    assert many.equals(pl.concat([few] * times))
    assert few["aged_inventory"].drop_nulls().max() > 0
