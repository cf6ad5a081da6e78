"""The column reading's operations: one function of arrays for each kind of node.

Numbers are kept in the smallest of three kinds that their bounds allow: flags, 8 bits (statuses, size tiers), 64 bits.
Choosing between numbers is arithmetic on the flag, which costs a third of a branch for every row; it may pass beyond
64 bits and back without harm, as whole numbers wrap around.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from logicost.rules.bounds import Bounds, Interval
from logicost.rules.expressions import (
    Binary,
    Cell,
    Divide,
    Expression,
    FindRow,
    Not,
    Reference,
    Rounding,
    Select,
)
from logicost.rules.finder import Finder

Values: TypeAlias = dict[object, Any]
Run: TypeAlias = Callable[[Values], Any]
Kind: TypeAlias = type[np.generic]

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


def kind_for(bounds: Interval) -> Kind:
    """The smallest kind of number that holds everything within the bounds."""
    low, high = bounds
    if low >= 0 and high <= 1:
        return np.bool_
    return np.int8 if low >= -128 and high < 128 else np.int64


@dataclass(frozen=True, slots=True)
class Part:
    """A compiled expression: its function, the kind of its numbers, and its number where it has only one."""

    run: Run
    kind: Kind
    constant: int | None = None


class Compiler:
    """Compiles the expression of one step.

    Attributes:
        reads: the names that the compiled expression reads.
    """

    def __init__(self, bounds: Bounds) -> None:
        self.bounds = bounds
        self.reads: set[str] = set()

    def compile(self, node: Expression) -> Part:
        """A function of the values so far."""
        bounds = self.bounds.of(node)
        if bounds[0] == bounds[1]:
            return _constant(bounds[0], kind_for(bounds))
        match node:
            case Reference(name):
                self.reads.add(name)
                return Part(lambda values: values[name], kind_for(bounds))
            case Binary():
                return self._binary(node, bounds)
            case Not(operand):
                negated = self.compile(operand).run
                return Part(lambda values: np.logical_not(negated(values)), np.bool_)
            case Select():
                return self._select(node, bounds)
            case Divide():
                return self._divide(node)
            case FindRow():
                return self._find_row(node)
            case Cell(table, row, column, missing):
                place, found = table.column(column), self.compile(row).run
                # row -1 wraps around to the last entry, which stands for a row that is missing
                cells = np.array([*(item.values[place] for item in table.rows), missing], kind_for(bounds))
                return Part(lambda values: cells.take(found(values), mode="wrap"), kind_for(bounds))
        raise TypeError(f"no column reading for {type(node).__name__}")

    def _binary(self, node: Binary, bounds: Interval) -> Part:
        left, right = self.compile(node.left), self.compile(node.right)
        if node.operator in _LOGIC:
            logic, one, other = _LOGIC[node.operator], left.run, right.run
            return Part(lambda values: logic(one(values), other(values)), np.bool_)
        if node.operator in _COMPARISONS:
            compare, (one, other) = _COMPARISONS[node.operator], _of_one_kind(left, right)
            return Part(lambda values: compare(one(values), other(values)), np.bool_)
        if node.operator == "*" and right.kind is np.bool_:
            left, right = right, left
        calculate, kind = _ARITHMETIC[node.operator], _widest(left.kind, right.kind, kind_for(bounds))
        one, other = _as(left, kind), _as(right, kind)
        if node.operator == "*" and left.kind is np.bool_ and left.constant is None:
            one = left.run  # multiplied as it is
        return Part(lambda values: calculate(one(values), other(values)), kind)

    def _select(self, node: Select, bounds: Interval) -> Part:
        test = self.compile(node.condition)
        if test.constant is not None:
            return self.compile(node.then if test.constant else node.otherwise)
        condition = _truth(test)
        then, otherwise = self.compile(node.then), self.compile(node.otherwise)
        if kind_for(bounds) is np.bool_:
            return _select_flag(condition, then, otherwise)
        kind = _widest(then.kind, otherwise.kind, kind_for(bounds))
        yes, no = _as(then, kind), _as(otherwise, kind)
        if otherwise.constant == 0:
            return Part(lambda values: np.multiply(yes(values), condition(values)), kind)
        if then.constant == 0:
            return Part(lambda values: np.multiply(no(values), np.logical_not(condition(values))), kind)
        if kind is np.int8:  # a difference of two would not fit, a choice does
            return Part(lambda values: _either(condition(values), yes(values), no(values)), kind)

        def select(values: Values) -> Any:
            base = no(values)
            return np.add(base, np.multiply(np.subtract(yes(values), base), condition(values)))

        return Part(select, kind)

    def _divide(self, node: Divide) -> Part:
        top, bottom = _as(self.compile(node.numerator), np.int64), _as(self.compile(node.divisor), np.int64)
        if node.rounding is Rounding.DOWN:
            return Part(lambda values: np.floor_divide(top(values), bottom(values)), np.int64)
        if node.rounding is Rounding.UP:
            return Part(lambda values: _divide_up(top(values), bottom(values)), np.int64)
        if self.bounds.of(node.numerator)[0] >= 0:
            return Part(lambda values: _divide_half_up(top(values), bottom(values)), np.int64)
        return Part(lambda values: _divide_signed_half_up(top(values), bottom(values)), np.int64)

    def _find_row(self, node: FindRow) -> Part:
        keys = [self.compile(key) for key in node.keys]
        finder = Finder(node.table, [self.bounds.of(key) for key in node.keys], self.bounds.of(node.along))
        runs = [_as(key, np.int64) if key.kind is np.bool_ else key.run for key in keys]
        along = _as(self.compile(node.along), np.int64)
        memo = (id(node.table), node.along.name) if isinstance(node.along, Reference) else None
        if memo is None:
            return Part(lambda values: finder.rows([run(values) for run in runs], finder.rank(along(values))), np.int64)

        def find(values: Values) -> Any:
            """The rank is kept among the block's values, as other keys may ask for the same."""
            if memo not in values:
                values[memo] = finder.rank(along(values))
            return finder.rows([run(values) for run in runs], values[memo])

        return Part(find, np.int64)


def _constant(number: int, kind: Kind) -> Part:
    value = kind(number)
    return Part(lambda values: value, kind, number)


def _widest(*kinds: Kind) -> Kind:
    """The kind in which to calculate: flags are added up as numbers."""
    return np.int64 if np.int64 in kinds else np.int8


def _as(part: Part, kind: Kind) -> Run:
    """The part's numbers in a wider kind."""
    if part.kind is kind:
        return part.run
    if part.constant is not None:
        return _constant(part.constant, kind).run
    run = part.run
    return lambda values: run(values).astype(kind)


def _of_one_kind(left: Part, right: Part) -> tuple[Run, Run]:
    kind = _widest(left.kind, right.kind)
    return _as(left, kind), _as(right, kind)


def _truth(part: Part) -> Run:
    """A condition: every number but 0 counts as true."""
    run = part.run
    return run if part.kind is np.bool_ else lambda values: np.not_equal(run(values), 0)


def _select_flag(condition: Run, then: Part, otherwise: Part) -> Part:
    yes, no = then.run, otherwise.run
    return Part(lambda values: _either(condition(values), yes(values), no(values)), np.bool_)


def _either(condition: Any, yes: Any, no: Any) -> Any:
    """Small numbers chosen bit by bit: all bits of the one, or all bits of the other."""
    if yes.dtype == np.bool_:
        return np.logical_or(np.logical_and(condition, yes), np.logical_and(np.logical_not(condition), no))
    mask = np.negative(condition.view(np.int8))
    return np.bitwise_or(np.bitwise_and(mask, yes), np.bitwise_and(np.invert(mask), no))


def _divide_up(top: Any, bottom: Any) -> Any:
    return np.negative(np.floor_divide(np.negative(top), bottom))


def _divide_half_up(top: Any, bottom: Any) -> Any:
    """For numerators of zero or more. With an odd divisor there are no ties, so that its half may be rounded down."""
    return np.floor_divide(top + (bottom >> 1), bottom)


def _divide_signed_half_up(top: Any, bottom: Any) -> Any:
    size = _divide_half_up(np.abs(top), bottom)
    return np.where(top < 0, np.negative(size), size)
