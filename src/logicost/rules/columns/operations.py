"""The column reading's operations: one function of arrays for each sort of lowered node.

Numbers are kept in the smallest of four dtypes that their bounds allow: flags, 8 bits (statuses, size tiers), 32 bits and
64 bits. Choosing between numbers is arithmetic on the flag, which costs a third of a branch for every row; it may pass
beyond the dtype's bits and back without harm, as whole numbers wrap around.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from logicost.rules.columns.arrays import Place, Rank, Take
from logicost.rules.columns.bounds import Bounds, Interval
from logicost.rules.columns.finder import ranking
from logicost.rules.expressions import Binary, Constant, Divide, Expression, Not, Reference, Rounding, Select

Columns: TypeAlias = dict[str, Any]
ColumnRun: TypeAlias = Callable[[Columns], Any]
Dtype: TypeAlias = type[np.generic]

_COMPARISONS: Mapping[str, Callable[..., Any]] = {
    "<=": np.less_equal,
    "<": np.less,
    ">=": np.greater_equal,
    ">": np.greater,
    "=": np.equal,
}
_ARITHMETIC: Mapping[str, Callable[..., Any]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "max": np.maximum,
    "min": np.minimum,
}
_LOGIC: Mapping[str, Callable[..., Any]] = {"and": np.logical_and, "or": np.logical_or}
_KINDS: tuple[Dtype, ...] = (np.bool_, np.int8, np.int32, np.int64)


def dtype_for(bounds: Interval) -> Dtype:
    """The smallest dtype that holds everything within the bounds."""
    low, high = bounds
    if low >= 0 and high <= 1:
        return np.bool_
    if low >= -(2**7) and high < 2**7:
        return np.int8
    return np.int32 if low >= -(2**31) and high < 2**31 else np.int64


@dataclass(frozen=True, slots=True)
class Part:
    """A compiled expression: its function, the dtype of its numbers, and its number where it has only one."""

    run: ColumnRun
    dtype: Dtype
    constant: int | None = None


class Compiler:
    """Compiles lowered expressions.

    Attributes:
        dtypes: of the columns of every name; of a step once it is compiled.
    """

    def __init__(self, bounds: Bounds, dtypes: Mapping[str, Dtype]) -> None:
        self.bounds = bounds
        self.dtypes = dict(dtypes)

    def compile_step(self, name: str, node: Expression) -> ColumnRun:
        """A function of the values so far that gives the step's."""
        part = self.compile(node)
        self.dtypes[name] = part.dtype
        return part.run

    def compile(self, node: Expression) -> Part:
        match node:
            case Constant(value):
                return _constant(value, dtype_for((value, value)))
            case Reference(name):
                return Part(lambda values: values[name], self.dtypes[name])
            case Binary():
                return self._binary(node)
            case Not(operand):
                negated = self.compile(operand).run
                return Part(lambda values: np.logical_not(negated(values)), np.bool_)
            case Select():
                return self._select(node)
            case Divide():
                return self._divide(node)
            case Place(operand):
                return Part(_as(self.compile(operand), np.int64), np.int64)
            case Take(entries, place):
                array, found = entries.array, self.compile(place).run
                return Part(lambda values: array.take(found(values), mode="wrap"), array.dtype.type)
            case Rank(edges, amount):
                bounds, part = self.bounds.of(amount), self.compile(amount)
                rank, run = ranking(edges, bounds), _as(part, _widest(part.dtype, dtype_for(bounds)))
                return Part(lambda values: rank(run(values)), np.int64)
        raise TypeError(f"no column reading for {type(node).__name__}")

    def _binary(self, node: Binary) -> Part:
        left, right = self.compile(node.left), self.compile(node.right)
        if node.operator in _LOGIC:
            logic, one, other = _LOGIC[node.operator], left.run, right.run
            return Part(lambda values: logic(one(values), other(values)), np.bool_)
        if node.operator in _COMPARISONS:
            compare, dtype = _COMPARISONS[node.operator], _widest(left.dtype, right.dtype)
            one, other = _as(left, dtype), _as(right, dtype)
            return Part(lambda values: compare(one(values), other(values)), np.bool_)
        calculate = _ARITHMETIC[node.operator]
        dtype = _widest(left.dtype, right.dtype, dtype_for(self.bounds.of(node)))
        one, other = _as(left, dtype), _as(right, dtype)
        return Part(lambda values: calculate(one(values), other(values)), dtype)

    def _select(self, node: Select) -> Part:
        condition = _truth(self.compile(node.condition))
        then, otherwise = self.compile(node.then), self.compile(node.otherwise)
        dtype = _widest(then.dtype, otherwise.dtype, dtype_for(self.bounds.of(node)))
        yes, no = _as(then, dtype), _as(otherwise, dtype)
        if dtype is np.int8:
            return Part(_small_choice(condition, yes, no, then.constant, otherwise.constant), dtype)
        if otherwise.constant == 0:
            return Part(lambda values: np.multiply(yes(values), condition(values).astype(dtype)), dtype)
        if then.constant == 0:
            return Part(lambda values: np.multiply(no(values), np.logical_not(condition(values)).astype(dtype)), dtype)

        def select(values: Columns) -> Any:
            base = no(values)
            return np.add(base, np.multiply(np.subtract(yes(values), base), condition(values).astype(dtype)))

        return Part(select, dtype)

    def _divide(self, node: Divide) -> Part:
        numerator, divisor = self.bounds.of(node.numerator), self.bounds.of(node.divisor)
        above, below = self.compile(node.numerator), self.compile(node.divisor)
        most = max(map(abs, numerator)) + divisor[1]  # what rounding may reach on the way
        dtype = _widest(above.dtype, below.dtype, dtype_for((-most, most)))
        top, bottom = _as(above, dtype), _as(below, dtype)
        if node.rounding is Rounding.DOWN:
            return Part(lambda values: np.floor_divide(top(values), bottom(values)), dtype)
        if node.rounding is Rounding.UP:
            up = _divide_up if numerator[0] >= 0 else _divide_signed_up
            return Part(lambda values: up(top(values), bottom(values)), dtype)
        if numerator[0] >= 0:
            return Part(lambda values: _divide_half_up(top(values), bottom(values)), dtype)
        if below.constant is not None:
            return Part(_divide_signed_by(below.constant, top, dtype), dtype)
        return Part(lambda values: _divide_signed_half_up(top(values), bottom(values)), dtype)


def _constant(number: int, dtype: Dtype) -> Part:
    value = dtype(number)
    return Part(lambda values: value, dtype, number)


def _widest(*dtypes: Dtype) -> Dtype:
    """The dtype in which to calculate: flags are added up as numbers."""
    return _KINDS[max(1, *map(_KINDS.index, dtypes))]


def _as(part: Part, dtype: Dtype) -> ColumnRun:
    """The part's numbers in a wider dtype."""
    if part.dtype is dtype:
        return part.run
    if part.constant is not None:
        return _constant(part.constant, dtype).run
    run = part.run
    return lambda values: run(values).astype(dtype)


def _truth(part: Part) -> ColumnRun:
    """A flag as such, also where it was worked out as a number."""
    run = part.run
    return run if part.dtype is np.bool_ else lambda values: np.not_equal(run(values), 0)


def _small_choice(
    condition: ColumnRun, yes: ColumnRun, no: ColumnRun, then: int | None, otherwise: int | None
) -> ColumnRun:
    """Small numbers chosen bit by bit: all bits of the one, or all bits of the other."""
    if otherwise == 0:
        return lambda values: np.bitwise_and(np.negative(condition(values).view(np.int8)), yes(values))
    if then == 0:
        return lambda values: np.bitwise_and(np.subtract(condition(values).view(np.int8), np.int8(1)), no(values))

    def choose(values: Columns) -> Any:
        mask = np.negative(condition(values).view(np.int8))
        return np.bitwise_or(np.bitwise_and(mask, yes(values)), np.bitwise_and(np.invert(mask), no(values)))

    return choose


def _divide_up(top: Any, bottom: Any) -> Any:
    return np.floor_divide(top + (bottom - 1), bottom)


def _divide_signed_up(top: Any, bottom: Any) -> Any:
    return np.negative(np.floor_divide(np.negative(top), bottom))


def _divide_half_up(top: Any, bottom: Any) -> Any:
    """For numerators of zero or more. With an odd divisor there are no ties, so that its half may be rounded down."""
    return np.floor_divide(top + (bottom >> 1), bottom)


def _divide_signed_by(divisor: int, top: ColumnRun, dtype: Dtype) -> ColumnRun:
    """Half-up by size. Only an even divisor has ties; those of numbers below zero must not be rounded up to zero."""
    by, half, sign_bit = dtype(divisor), dtype(divisor // 2), dtype(8 * dtype(0).itemsize - 1)
    if divisor % 2:
        return lambda values: np.floor_divide(np.add(top(values), half), by)

    def divide(values: Columns) -> Any:
        number = top(values)
        return np.floor_divide(np.add(np.add(number, half), np.right_shift(number, sign_bit)), by)

    return divide


def _divide_signed_half_up(top: Any, bottom: Any) -> Any:
    """Rounded by size; the sign is all bits of a number below zero, and none of another."""
    sign = top >> (8 * top.dtype.itemsize - 1)
    return (_divide_half_up(np.abs(top), bottom) ^ sign) - sign
