"""Whatever a program may hand over in Python: an answer, or an error of logicost's."""

from __future__ import annotations

import contextlib
from typing import Any

import numpy as np
import pytest

import logicost as lc

MUG = {"sku": "A", "dimensions": "5 x 4 x 3 in", "weight": "9 oz", "price": "20"}


class Unprintable:
    def __str__(self) -> str:
        raise ZeroDivisionError


ODD = [10**5000, Unprintable(), "\ud800", np.array(5.0), {1}, b"\xff"]


@pytest.mark.parametrize("value", ODD, ids=lambda value: type(value).__name__)
def test_odd_objects_as_anything(value: Any) -> None:
    def asked(ask: Any, *positional: Any, **named: Any) -> None:
        with contextlib.suppress(lc.LogicostError):
            ask(*positional, **named)

    for name in ("sku", "market", "category", "weight_unit", "title", "price"):
        asked(lambda **product: lc.compare(lc.Product(**product), "fba"), **{**MUG, name: value})
    for name in ("channel", "on", "market", "received_on", "defaults", "fee_tables"):
        asked(lc.compare, lc.Product(**MUG), "fba", **{name: value})
    asked(lc.compare, lc.Product(**MUG), value)
    asked(lc.sweep, MUG, vary=value)
    asked(lc.sweep, MUG, vary={"price": [value]})
    asked(lc.price_for, MUG, margin=value)
    asked(lc.landed_cost, [{**MUG, "units": value, "cost": "1"}], container=value, defaults=value)
