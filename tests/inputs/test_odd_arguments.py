"""Every argument of every public function and model, given what no caller means: a LogicostError or an answer, never another error.

What is tried comes from the signatures, so that a new function or argument is tried as soon as it is there.
"""

from __future__ import annotations

import inspect
import os
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import logicost as lc
from logicost.inputs.options import Options
from logicost.planning.shipment import ShipmentPrices

ON = "2026-03-01"
MUG: dict[str, Any] = {"sku": "m", "dimensions": "5.1 x 4.3 x 4.2 in", "weight": "14.2 oz", "price": "18.99"}
STOCK: dict[str, Any] = {"opening": {30: 10}, "monthly_sales": 10, "start": ON}  # sold in a month
ITEMS = [{**MUG, "units": 10, "cost": "1"}]


class Odd:
    """What can neither be printed nor asked whether it is true."""

    def __str__(self) -> str:
        raise RuntimeError("it does not print")

    __repr__ = __str__

    def __bool__(self) -> bool:
        raise RuntimeError("it is neither")


VALUES: list[Any] = [
    10**5000, -(10**5000), -1, 0, 10**18, float("nan"), float("inf"), None, pd.NA, pd.NaT, pl.Series([1]), pd.Series([1]), pa.scalar(None), np.array([1, 2]),
    np.array([]), np.int64(3), np.float32("nan"), np.datetime64("NaT"), np.array(5.0), Odd(), "x" * 100_000, "\ud800", "a\0b", b"\xff", [], {}, (), set(),
    object(), "", " ", 1 + 2j, "../" * 5000, [[1]], [None, "fba", 3, object()], {"a": 10**5000}, {None: Odd()}, range(3), len, lc.FBA, lc.FBA(), True,
    lc.Product(**MUG), [lc.FBA], "1e999999", "nan", "-inf", "9" * 5000, os, iter([1]), Decimal("-1e-999999999"),
    Decimal("sNaN"), {2: Decimal("1e999999999")}, [Decimal("1e-999999999")],
]  # fmt: skip


CELLS = [value for value in VALUES if not isinstance(value, list | range | lc.Product | lc.FBA | pd.Series | pl.Series)]


@pytest.fixture(autouse=True)
def _no_remarks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Polars drops errors about giant numbers, and pytest cannot print them."""
    monkeypatch.setattr(sys, "unraisablehook", lambda _: None)


def functions() -> Iterator[str]:
    return (name for name in lc.__all__ if inspect.isfunction(getattr(lc, name)))


# A call of each function that is answered; one argument of it at a time becomes odd.
GOOD: dict[str, dict[str, Any]] = {
    "clear": {"product": MUG, **STOCK, "discount_price": "12", "discount_sales": 3, "months": 1},
    "compare": {"product": MUG, "programs": ["fba", "fbm"], "on": ON},
    "fixed_costs": {"on": ON},
    "hybrid": {"product": MUG, "orders": {"amazon": 5, "direct": 5}, "on": ON},
    "landed_cost": {"items": ITEMS, "prices": None, "freight": "5"},
    "list_fees": {},
    "list_markets": {},
    "list_programs": {},
    "pack": {"product": MUG, "programs": ["fba"], "on": ON},
    "price_for": {"product": MUG, "programs": ["fba"], "on": ON},
    "quote": {"product": MUG, "on": ON},
    "quote_frame": {"frame": [MUG], "programs": ["fba"], "on": ON},
    "stock_costs": {"product": MUG, "stock": lc.Stock(**STOCK, months=1)},
    "sweep": {"product": MUG, "vary": {"price": "9.99,10.00"}, "programs": ["fba"], "on": ON},
}
WRITERS = {"write_report", "write_workbook"}
NAMED = {"landed_cost": ShipmentPrices.names()}  # what stands for **given; the others take the columns of a catalog


def arguments(name: str) -> Iterator[str]:
    for argument in inspect.signature(getattr(lc, name)).parameters.values():
        if argument.kind is argument.VAR_KEYWORD:
            yield from NAMED.get(name, ("zone", "days_in_storage", "parcel", "channel"))
        else:
            yield argument.name


def tried(call: Callable[[Any], object], where: object, values: list[Any] = VALUES) -> None:
    for place, value in enumerate(values):
        try:
            call(value)
        except lc.LogicostError as error:
            assert error.code, (where, type(value))  # noqa: PT017
        except Exception as error:
            raise AssertionError(f"{where} given value {place}, a {type(value).__name__}") from error


SHARED = {
    "programs",
    "market",
    "on",
    "strict",
    "fee_tables",
    "defaults",
}  # read by one door, and tried whole in `compare`


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", sorted(GOOD))
def test_every_argument(name: str) -> None:
    function = getattr(lc, name)
    function(**GOOD[name])
    for argument in arguments(name):
        values = VALUES[::5] if argument in SHARED and name != "compare" else VALUES
        tried(lambda value, argument=argument: function(**{**GOOD[name], argument: value}), (name, argument), values)


def test_every_function_is_tried() -> None:
    assert {*functions()} == {*GOOD, *WRITERS}


@pytest.mark.filterwarnings("ignore")
def test_every_column() -> None:
    for column in (*MUG, *Options.__annotations__):
        tried(lambda value, column=column: lc.quote({**MUG, column: value}, "fbm", on=ON), column, CELLS)


@pytest.mark.parametrize("name", ["Product", "FBA", "FBM", "MCF", "SFP", "Stock"])
def test_every_field_of_models(name: str) -> None:
    model: Any = getattr(lc, name)
    good = {"Product": MUG, "Stock": STOCK}.get(name, {})
    for field in inspect.signature(model).parameters:
        tried(lambda value, field=field: model(**{**good, field: value}), (name, field))
    if name != "Stock":
        tried(model.model_validate, name)
        tried(lambda value: model(**good).model_copy(update=value), name)
        tried(lambda value: model(**good).model_copy(update={next(iter(model.model_fields)): value}), name)


def results() -> list[Any]:
    shipment = lc.landed_cost(ITEMS, freight="5")
    comparison = lc.compare(MUG, ["fba", "fbm"], on=ON)
    return [
        comparison.quotes[0],
        comparison,
        comparison.orders["amazon"],
        shipment,
        lc.clear(MUG, **STOCK),
        lc.price_for(MUG, ["fba"], on=ON),
    ]


@pytest.mark.filterwarnings("ignore")
def test_every_method_of_results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for result in results():
        for name in dir(type(result)):
            method = getattr(type(result), name)
            if inspect.isfunction(method) and (not name.startswith("_") or name == "__getitem__"):
                for argument in [*inspect.signature(method).parameters][1:]:
                    if name == "__getitem__":
                        tried(lambda value, result=result: result[value], name)
                    else:
                        tried(
                            lambda value, name=name, argument=argument, result=result: getattr(result, name)(
                                **{argument: value}
                            ),
                            (type(result), name, argument),
                        )


@pytest.mark.parametrize("name", sorted(WRITERS))
@pytest.mark.filterwarnings("ignore")
def test_what_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    function, good = getattr(lc, name), {"path": tmp_path / "x.out", "comparisons": []}
    for argument in inspect.signature(function).parameters:
        tried(lambda value, argument=argument: function(**{**good, argument: value}), (name, argument))
