"""Expressions over whole numbers: few kinds of small frozen nodes, and operators to write them with.

Flags are 0 and 1. There is no division but by a positive number with a named rounding, and no fraction anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache, reduce
from typing import TypeVar, dataclass_transform

from logicost.rules.table import Table

T = TypeVar("T")


class Rounding(Enum):
    """How a division becomes whole. UP and DOWN are for numerators of zero or more."""

    UP = "up"
    DOWN = "down"
    HALF_UP = "half-up"  # ties away from zero, as on an invoice


UP, DOWN, HALF_UP = Rounding.UP, Rounding.DOWN, Rounding.HALF_UP


class Expression:
    """Base of the nodes, with the operators.

    Attributes:
        parts: the expressions that the node is made of, from left to right.
        own: what else it says; nodes of the same kind, own part and parts are the same.
    """

    __slots__ = ()

    @property
    def parts(self) -> tuple[Expression, ...]:
        return ()

    @property
    def own(self) -> object:
        return None

    def made_of(self, *parts: Expression) -> Expression:
        """The same node made of other expressions, in the order of `parts`."""
        return self

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


@dataclass_transform(frozen_default=True)
def node(kind: type[T]) -> type[T]:
    """A dataclass that the type checker holds frozen. At run time it is not, as making one would cost three times as much,
    and a plan has thousands."""
    return dataclass(slots=True, unsafe_hash=True)(kind)


@node
class Constant(Expression):
    value: int

    @property
    def own(self) -> object:
        return self.value


@node
class Reference(Expression):
    """The value of an earlier step or of an input."""

    name: str

    @property
    def own(self) -> object:
        return self.name


@node
class Binary(Expression):
    """``+ - * max min <= < >= > = and or``."""

    operator: str
    left: Expression
    right: Expression

    @property
    def parts(self) -> tuple[Expression, ...]:
        return self.left, self.right

    @property
    def own(self) -> object:
        return self.operator

    def made_of(self, *parts: Expression) -> Expression:
        return Binary(self.operator, *parts)


@node
class Not(Expression):
    operand: Expression

    @property
    def parts(self) -> tuple[Expression, ...]:
        return (self.operand,)

    def made_of(self, *parts: Expression) -> Expression:
        return Not(*parts)


@node
class Select(Expression):
    condition: Expression
    then: Expression
    otherwise: Expression

    @property
    def parts(self) -> tuple[Expression, ...]:
        return self.condition, self.then, self.otherwise

    def made_of(self, *parts: Expression) -> Expression:
        return Select(*parts)


@node
class Divide(Expression):
    numerator: Expression
    divisor: Expression
    rounding: Rounding

    @property
    def parts(self) -> tuple[Expression, ...]:
        return self.numerator, self.divisor

    @property
    def own(self) -> object:
        return self.rounding

    def made_of(self, *parts: Expression) -> Expression:
        return Divide(parts[0], parts[1], self.rounding)


@node
class FindRow(Expression):
    """The number of the table's row for these keys, whose band holds `along`; -1 where there is none."""

    table: Table
    keys: tuple[Expression, ...]
    along: Expression

    @property
    def parts(self) -> tuple[Expression, ...]:
        return (*self.keys, self.along)

    @property
    def own(self) -> object:
        return self.table

    def made_of(self, *parts: Expression) -> Expression:
        return FindRow(self.table, parts[:-1], parts[-1])


@node
class Cell(Expression):
    """The value in that row and column, or `missing` where the row is -1."""

    table: Table
    row: Expression
    column: str
    missing: int

    @property
    def parts(self) -> tuple[Expression, ...]:
        return (self.row,)

    @property
    def own(self) -> object:
        return self.table, self.column, self.missing

    def made_of(self, *parts: Expression) -> Expression:
        return Cell(self.table, parts[0], self.column, self.missing)


_constant = lru_cache(maxsize=4096)(Constant)  # rules name the same few numbers again and again


def expression(value: Value) -> Expression:
    return _constant(int(value)) if isinstance(value, int) else value


TRUE, FALSE = expression(1), expression(0)


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


def nodes_of(node: Expression) -> Iterator[Expression]:
    """The node and all that it is made of, from left to right."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, Binary):  # as most are
            waiting += (node.right, node.left)
        elif not isinstance(node, Reference | Constant):
            waiting.extend(reversed(node.parts))


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
    found: list[str] = []
    waiting = [node]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Reference):
            found.append(node.name)
        elif isinstance(node, Binary):  # as most are
            waiting += (node.right, node.left)
        elif not isinstance(node, Constant):
            waiting.extend(reversed(node.parts))
    return found
