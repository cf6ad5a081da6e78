"""The same steps as Polars expressions, to measure against: one `with_columns` for each step."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import polars as pl

from logicost.rules.expressions import (
    Binary,
    Cell,
    Constant,
    Divide,
    Expression,
    FindRow,
    Not,
    Reference,
    Rounding,
    Select,
)
from logicost.rules.plan import Plan
from logicost.rules.table import NO_ROW, Table


def quoted(frame: pl.LazyFrame, plan: Plan, needed: Iterable[str]) -> pl.LazyFrame:
    """The frame of inputs with a column for each of the plan's steps that are `needed`."""
    wanted = set(needed)
    for step in plan.steps.values():
        if step.name in wanted:
            frame = frame.with_columns(translate(step.expression).cast(pl.Int64).alias(step.name))
    return frame


def translate(node: Expression) -> pl.Expr:
    """One expression; flags are numbers."""
    match node:
        case Constant(value):
            return pl.lit(value, pl.Int64)
        case Reference(name):
            return pl.col(name).cast(pl.Int64)
        case Binary(operator, left, right):
            return _binary(operator, translate(left), translate(right))
        case Not(operand):
            return 1 - translate(operand)
        case Select(condition, then, otherwise):
            return pl.when(translate(condition) != 0).then(translate(then)).otherwise(translate(otherwise))
        case Divide(numerator, divisor, rounding):
            top, bottom = translate(numerator), translate(divisor)
            if rounding is Rounding.DOWN:
                return top // bottom
            if rounding is Rounding.UP:
                return -((-top) // bottom)
            return (top.abs() + bottom // 2) // bottom * top.sign()
        case FindRow(table, keys, along):
            return _find(table, [translate(key) for key in keys], translate(along))
        case Cell(table, row, column, missing):
            place = table.column(column)
            cells = pl.lit(pl.Series([missing, *(item.values[place] for item in table.rows)], dtype=pl.Int64))
            return cells.gather(translate(row) + 1)
    raise TypeError(type(node).__name__)


def _binary(operator: str, left: pl.Expr, right: pl.Expr) -> pl.Expr:
    match operator:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case "max" | "and" | "or" | "min":
            pair = (left, right)
            return pl.max_horizontal(pair) if operator in ("max", "or") else pl.min_horizontal(pair)
    compared = {"<=": left <= right, "<": left < right, ">=": left >= right, ">": left > right, "=": left == right}
    return compared[operator].cast(pl.Int64)


def _find(table: Table, keys: list[pl.Expr], along: pl.Expr) -> pl.Expr:
    edges = sorted({row.upper for row in table.rows})
    known = [sorted({row.keys[place] for row in table.rows}) for place in range(len(keys))]
    rows = np.full((*(len(values) + 1 for values in known), len(edges) + 1), NO_ROW, np.int64)
    for number in range(len(table.rows) - 1, -1, -1):
        row = table.rows[number]
        lane = [values.index(key) for values, key in zip(known, row.keys, strict=True)]
        rows[(*lane, slice(0, edges.index(row.upper) + 1))] = number  # type: ignore[arg-type]
    place = pl.lit(pl.Series(edges, dtype=pl.Int64)).search_sorted(along, side="left").cast(pl.Int64)
    stride = len(edges) + 1
    for values, key in zip(reversed(known), reversed(keys), strict=True):
        numbers = list(range(len(values)))
        lane_of = key.replace_strict(values, numbers, default=len(values), return_dtype=pl.Int64) if values else 0
        place = place + lane_of * stride
        stride *= len(values) + 1
    return pl.lit(pl.Series(rows.reshape(-1))).gather(place)
