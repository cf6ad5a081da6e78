"""The exact reading: one row, on Python's whole numbers. It is the reference for every other reading."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from operator import add, ge, gt, le, lt, mul, sub
from typing import Any

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
from logicost.rules.plan import Step

Values = dict[str, int]
Run = Callable[[Values], int]


def divide(numerator: int, divisor: int, rounding: Rounding) -> int:
    """The division that every reading must agree with."""
    if divisor <= 0:
        raise ValueError("the divisor must be positive")
    if rounding is Rounding.UP:
        return -(-numerator // divisor)
    if rounding is Rounding.DOWN:
        return numerator // divisor
    size = (2 * abs(numerator) + divisor) // (2 * divisor)
    return size if numerator >= 0 else -size


_OPERATORS: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": add,
    "-": sub,
    "*": mul,
    "<=": le,
    "<": lt,
    ">=": ge,
    ">": gt,
    "max": max,
    "min": min,
}


def compile_expression(node: Expression) -> Run:
    """A function of the values so far."""
    match node:
        case Constant(value):
            return lambda values: value
        case Reference(name):
            return lambda values: values[name]
        case Binary(operator, left, right):
            return _binary(operator, compile_expression(left), compile_expression(right))
        case Not(operand):
            run = compile_expression(operand)
            return lambda values: 1 - run(values)
        case Select(condition, then, otherwise):
            test, yes, no = map(compile_expression, (condition, then, otherwise))
            return lambda values: yes(values) if test(values) else no(values)
        case Divide(numerator, divisor, rounding):
            top, bottom = compile_expression(numerator), compile_expression(divisor)
            return lambda values: divide(top(values), bottom(values), rounding)
        case FindRow(table, keys, along):
            finders, band = [compile_expression(key) for key in keys], compile_expression(along)
            return lambda values: table.find(tuple(finder(values) for finder in finders), band(values))
        case Cell(table, row, column, missing):
            number, rows, place = compile_expression(row), table.rows, table.column(column)
            return lambda values: rows[found].values[place] if (found := number(values)) >= 0 else missing
    raise TypeError(f"no exact reading for {type(node).__name__}")


def _binary(operator: str, left: Run, right: Run) -> Run:
    if operator == "=":
        return lambda values: int(left(values) == right(values))
    if operator == "and":
        return lambda values: left(values) and right(values)
    if operator == "or":
        return lambda values: left(values) or right(values)
    function = _OPERATORS[operator]
    return lambda values: int(function(left(values), right(values)))


def compile_steps(steps: Iterable[Step]) -> list[tuple[str, Run]]:
    return [(step.name, compile_expression(step.expression)) for step in steps]


def run_steps(compiled: list[tuple[str, Run]], inputs: Mapping[str, int]) -> Values:
    """The value of every step, after the inputs."""
    values = dict(inputs)
    for name, run in compiled:
        values[name] = run(values)
    return values
