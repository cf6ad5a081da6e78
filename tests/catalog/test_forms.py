"""Forms of numbers are decided in one place: whatever a cell holds, whole columns read it as a single row does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from logicost.errors import LogicostError
from logicost.fees.vocabularies import vocabulary
from logicost.inputs.columns import Door
from logicost.inputs.fields import FIELD
from logicost.inputs.scalar import INPUTS, read_inputs
from logicost.tables.shelf import open_shelf

SHELF = open_shelf(None)
PLAIN = {"dimensions": "5 x 4 x 3 in", "weight": "9 oz", "price": "20"}
FORMS = {
    "price": ["$1,299", "1,299", "19.99 USD", "US$19.99", "19.99$", "€5,78", "5,78", "($19.99)", "USD 20", "$ 20.00", "-$5", "$", "18.990000000000002", "19.989999999999998",
              "0.00005", "0.000049999999999999999999999", "0.0000500000000000000000001", "1000000.0000000000000001", "1000000", "999999.99999999999999999", "1e3", "1E-2",
              "12.", ".5", "--", "-", "N/A", "#N/A", "", " 20 ", "20\u00a0$", "1 299,00 €", "20 CAD", "12.345.6", "1" * 61, "0" * 50 + "20", "20." + "0" * 50, "½", "٣"],
    "weight": ["1 lb., 4 oz.", "2 lb (907 g)", "2 lb (800 g)", "1 1/4 lb", "½ lb", "0.30000000000000004 lb", "0.789254897960000000001 pounds", "9", "--", "about 2 lb", "9 oz.",
               "9 OZ", "9oz", "9  oz", "402.6 grams", "1,5 lb", "0.0000000000000001 lb", "5000 lb", "5000.0000000000000000001 lb", "1 lb 4", "9 (oz)", "9 oz oz"],
    "dimensions": ["10L x 5W x 3H", "10 1/2 x 5 x 3 in", '10" x 5" x 3"', "10’’ x 5’’ x 3’’", "10 in x 5 in x 3 in (inches)", "5.1 x 4.3 x 4.2 inches; 14.2 Ounces",
                   "8.2299999916054 x 2.1299999978274 x 2.049999997909 in", "10 x 5", "10,5,3", "10 x 5 x 3 (cm)", "10 x 5 x 3 cm (inches)", "--", "10 x 5 x 3 CM", "10X5X3", "5 by 4 by 3 in",
                   "400 x 400 x 400 in", "400.00000000000000001 x 4 x 4 in", "L 10 x W 5 x H 3", "10 x 10 x x in"],
    "cost": ["$3.10", "3.10 EUR", "3,10", "--", "0", "-1", "1,234.50", "0.00004999999999999999", "3.0999999999999996"],
    "days_in_storage": ["30", "30.0", "30.00000000000000000000001", "1095", "1095.00000000000000001", "--", "1e2", "30 days", "-0", "12.5"],
    "return_rate": ["8 %", "0.08", "8", "1", "1 %", "--", "0.080000000000000001", "101 %", "8,5 %"],
    "units_per_order": ["2", "2.0", "2.0000000000000000000001", "1001", "--", "0"],
    "days_of_supply_30": ["13.995", "13.99499999999999999999999", "--", "–", "1e5", "100000.00000000000000001"],
    "category": ["Luggage", "Foo", "--", "Electronics > Cables", "home_and_kitchen", "=1+1"],
    "sipp": ["yes", "--", "maybe", "1.0", "Y"],
}  # fmt: skip


DAY = dt.date(2026, 11, 22)


def alone(row: dict[str, str]) -> tuple[dict[str, int] | None, LogicostError | None]:
    """The inputs of a single row, or its error."""
    market = SHELF.markets.find("US")
    try:
        return read_inputs(row, vocabulary(SHELF, market), DAY), None
    except LogicostError as error:
        return None, error


def told(error: LogicostError | None) -> tuple[str, str, str | None] | None:
    return None if error is None else (error.code, error.message, error.field)


def both_say_the_same(field: str, values: Iterable[str]) -> None:
    market = SHELF.markets.find("US")
    cells = list(values)
    columns = {**{name: [value] * len(cells) for name, value in PLAIN.items()}, field: cells}
    inputs, errors = Door(vocabulary(SHELF, market)).read(
        pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String)), DAY
    )
    for place, value in enumerate(cells):
        number = int(errors.number[place])
        expected, error = alone({**PLAIN, field: value})
        found = errors.known[number]
        assert told(found) == told(error), (field, value)
        if expected is None:
            continue
        for name, column in inputs.items():
            assert int(column[place]) == expected[name], (field, value, name)
        for name in INPUTS:  # what no column gives has the value of nothing
            if name not in inputs and name in FIELD:
                assert expected[name] == FIELD[name].absent, (field, value, name)


@pytest.mark.parametrize("field", FORMS)
def test_known_forms(field: str) -> None:
    both_say_the_same(field, FORMS[field])


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(sorted(set(FORMS) - {"category", "sipp"})),
    st.lists(st.text("0123456789.,-+eE $€%xin oz\"'/½ ()", max_size=14), min_size=1, max_size=20),
)
def test_any_text(field: str, values: list[str]) -> None:
    both_say_the_same(field, values)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.decimals(min_value=0, max_value=1_000_001, allow_nan=False, places=None).map(lambda number: f"{number:f}"),
        min_size=1,
        max_size=30,
    )
)
def test_numbers_of_any_length(values: list[str]) -> None:
    for field in ("price", "cost", "days_of_supply_30", "days_in_storage"):
        both_say_the_same(field, values)
