"""Nodes that stand for arrays: what the column reading runs in place of tables. No rule is written with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from numpy.typing import NDArray

from logicost.rules.expressions import Constant, Expression, total


@dataclass(frozen=True, slots=True)
class Entries:
    """An array to take from. Those of the same content are equal: two cards that say the same are looked up once."""

    array: NDArray[Any] = field(compare=False)
    bounds: tuple[int, int]
    content: tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class Place(Expression):
    """The same number in 64 bits, which taking from an array asks for."""

    operand: Expression

    @property
    def parts(self) -> tuple[Expression, ...]:
        return (self.operand,)

    def made_of(self, *parts: Expression) -> Expression:
        return Place(*parts)


@dataclass(frozen=True, slots=True)
class Take(Expression):
    """The entry at a place, which is in 64 bits and lies within the array."""

    entries: Entries
    place: Expression

    @property
    def parts(self) -> tuple[Expression, ...]:
        return (self.place,)

    @property
    def own(self) -> object:
        return self.entries

    def made_of(self, *parts: Expression) -> Expression:
        return Take(self.entries, *parts)


@dataclass(frozen=True, slots=True)
class Rank(Expression):
    """How many of the edges, which ascend, lie below an amount."""

    edges: tuple[int, ...]
    amount: Expression

    @property
    def parts(self) -> tuple[Expression, ...]:
        return (self.amount,)

    @property
    def own(self) -> object:
        return self.edges

    def made_of(self, *parts: Expression) -> Expression:
        return Rank(self.edges, *parts)


@dataclass(frozen=True, slots=True)
class Axis:
    """One of the numbers that an array is laid out by, and its bounds."""

    number: Expression
    low: int
    high: int

    @property
    def size(self) -> int:
        return self.high - self.low + 1


def entries_of(array: NDArray[Any]) -> Entries:
    return Entries(array, (int(array.min()), int(array.max())), (array.dtype.str, array.tobytes()))


def laid_out(array: NDArray[Any], axes: list[Axis]) -> Expression:
    """The entry of an array that has an entry for every combination of the axes' numbers, in their order.

    Places begin at 0: to count some from the end would cost a wrong guess of the processor in every such row.
    """
    terms: list[Expression] = []
    first, stride = 0, 1
    for axis in reversed(axes):
        if axis.size > 1:
            terms.append(axis.number * stride)
            first += axis.low * stride
            stride *= axis.size
    flat = array.reshape(-1)
    if not terms:
        return Constant(int(flat[0]))
    return Take(entries_of(flat), Place(total(*reversed(terms), *([-first] if first else []))))
