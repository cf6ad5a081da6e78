"""Expressions over whole numbers: few kinds of small frozen nodes, and operators to write them with.

Flags are 0 and 1. There is no division but by a positive number with a named rounding, and no fraction anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from functools import reduce

from logicost.rules.table import Table


class Rounding(Enum):
    """How a division becomes whole. UP and DOWN are for numerators of zero or more."""

    UP = "up"
    DOWN = "down"
    HALF_UP = "half-up"  # ties away from zero, as on an invoice


UP, DOWN, HALF_UP = Rounding.UP, Rounding.DOWN, Rounding.HALF_UP


class Expression:
    """Base of the nodes, with the operators."""

    __slots__ = ()

    def __add__(self, other: Value) -> Expression:
        return Binary("+", self, expression(other))

    def __radd__(self, other: int) -> Expression:
        return Binary("+", Constant(other), self)

    def __sub__(self, other: Value) -> Expression:
        return Binary("-", self, expression(other))

    def __rsub__(self, other: int) -> Expression:
        return Binary("-", Constant(other), self)

    def __mul__(self, other: Value) -> Expression:
        return self if other == 1 and isinstance(other, int) else Binary("*", self, expression(other))

    def __rmul__(self, other: int) -> Expression:
        return Binary("*", Constant(other), self)

    def __le__(self, other: Value) -> Expression:
        return Binary("<=", self, expression(other))

    def __lt__(self, other: Value) -> Expression:
        return Binary("<", self, expression(other))

    def __ge__(self, other: Value) -> Expression:
        return Binary(">=", self, expression(other))

    def __gt__(self, other: Value) -> Expression:
        return Binary(">", self, expression(other))

    def __and__(self, other: Expression) -> Expression:
        return Binary("and", self, other)

    def __or__(self, other: Expression) -> Expression:
        return Binary("or", self, other)

    def __invert__(self) -> Expression:
        return Not(self)

    def equals(self, other: Value) -> Expression:
        return Binary("=", self, expression(other))

    def is_one_of(self, *values: int) -> Expression:
        return some(*(self.equals(value) for value in values))

    def divided_by(self, divisor: Value, rounding: Rounding) -> Expression:
        """`divisor` must be a positive constant, or a table's column that was checked to be positive."""
        return Divide(self, expression(divisor), rounding)


Value = Expression | int


@dataclass(frozen=True, slots=True)
class Constant(Expression):
    value: int


@dataclass(frozen=True, slots=True)
class Reference(Expression):
    """The value of an earlier step or of an input."""

    name: str


@dataclass(frozen=True, slots=True)
class Binary(Expression):
    """``+ - * max min <= < >= > = and or``."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Not(Expression):
    operand: Expression


@dataclass(frozen=True, slots=True)
class Select(Expression):
    condition: Expression
    then: Expression
    otherwise: Expression


@dataclass(frozen=True, slots=True)
class Divide(Expression):
    numerator: Expression
    divisor: Expression
    rounding: Rounding


@dataclass(frozen=True, slots=True)
class FindRow(Expression):
    """The number of the table's row for these keys, whose band holds `along`; -1 where there is none."""

    table: Table
    keys: tuple[Expression, ...]
    along: Expression


@dataclass(frozen=True, slots=True)
class Cell(Expression):
    """The value in that row and column, or `missing` where the row is -1."""

    table: Table
    row: Expression
    column: str
    missing: int


def expression(value: Value) -> Expression:
    return Constant(int(value)) if isinstance(value, int) else value


TRUE, FALSE = Constant(1), Constant(0)


def maximum(*values: Value) -> Expression:
    return reduce(lambda left, right: Binary("max", left, right), [expression(value) for value in values])


def minimum(*values: Value) -> Expression:
    return reduce(lambda left, right: Binary("min", left, right), [expression(value) for value in values])


def total(*values: Value) -> Expression:
    return reduce(lambda left, right: Binary("+", left, right), [expression(value) for value in values])


def every(*conditions: Expression) -> Expression:
    return reduce(lambda left, right: left & right, conditions)


def some(*conditions: Expression) -> Expression:
    """Whether any holds; with no conditions, none does."""
    return reduce(lambda left, right: left | right, conditions) if conditions else FALSE


def select(condition: Expression, then: Value, otherwise: Value) -> Expression:
    return Select(condition, expression(then), expression(otherwise))


def first_of(*cases: tuple[Expression, Value], otherwise: Value) -> Expression:
    """The value of the first case whose condition holds."""
    result = expression(otherwise)
    for condition, value in reversed(cases):
        result = Select(condition, expression(value), result)
    return result


def parts_of(node: Expression) -> tuple[Expression, ...]:
    """The expressions that a node is made of."""
    match node:
        case Binary(_, left, right) | Divide(left, right, _):
            return left, right
        case Not(operand):
            return (operand,)
        case Select(condition, then, otherwise):
            return condition, then, otherwise
        case FindRow(_, keys, along):
            return (*keys, along)
        case Cell(_, row, _, _):
            return (row,)
    return ()


def nodes_of(node: Expression) -> Iterator[Expression]:
    """The node and all that it is made of, from left to right."""
    yield node
    for part in parts_of(node):
        yield from nodes_of(part)


def chain(operator: str, *nodes: Expression) -> list[Expression]:
    """The operands of nested uses of the same operator, flat."""
    flat: list[Expression] = []
    for node in nodes:
        if isinstance(node, Binary) and node.operator == operator:
            flat += chain(operator, node.left, node.right)
        else:
            flat.append(node)
    return flat


def references(node: Expression) -> list[str]:
    """The names that an expression mentions, from left to right; one that it mentions twice stands twice."""
    return [part.name for part in nodes_of(node) if isinstance(part, Reference)]


def with_parts(node: Expression, parts: tuple[Expression, ...]) -> Expression:
    """The same node made of other expressions, which are given in the order of `parts_of`."""
    match node:
        case Binary():
            return replace(node, left=parts[0], right=parts[1])
        case Divide():
            return replace(node, numerator=parts[0], divisor=parts[1])
        case Not():
            return Not(*parts)
        case Select():
            return Select(*parts)
        case FindRow():
            return replace(node, keys=parts[:-1], along=parts[-1])
        case Cell():
            return replace(node, row=parts[0])
    return node
