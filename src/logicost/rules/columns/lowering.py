"""What the column reading runs in place of the rules' expressions: the same numbers in fewer passes over a block.

What the bounds decide is left out. An expression over names that have few values between them is worked out once for
each combination of these, and becomes an array to take from. Tables become arrays as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from itertools import chain
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logicost.rules.columns.arrays import Axis, Entries, Place, Rank, Take, entries_of, laid_out
from logicost.rules.columns.bounds import Bounds, Interval
from logicost.rules.columns.finder import can_be_mapped, find_row
from logicost.rules.columns.operations import kind_for
from logicost.rules.expressions import (
    FALSE,
    TRUE,
    Binary,
    Cell,
    Constant,
    Divide,
    Expression,
    FindRow,
    Not,
    Reference,
    Select,
    nodes_of,
    parts_of,
    written_out,
)
from logicost.rules.table import Table

_LARGEST_TABLE = 2**14  # combinations
_EFFORT: Mapping[type[Expression], int] = {Binary: 5, Not: 5, Select: 15, Divide: 20, Cell: 15, FindRow: 40}
_WORTH = 15  # of such effort, in fifths of a pass over a block of 64-bit numbers: what taking from an array costs
_NARROW = 5  # times as cheap is a pass over small numbers

Evaluate = Callable[[Expression, Mapping[str, NDArray[Any]]], NDArray[Any]]


class Lowering:
    """Lowers the expressions of one plan.

    Args:
        bounds: of every name that they mention.
        steps: name to expression, all of them and in order.
        evaluate: works out a lowered expression for columns of the names that it mentions.
    """

    def __init__(self, bounds: Bounds, steps: Mapping[str, Expression], evaluate: Evaluate) -> None:
        self._bounds = bounds
        self._evaluate = evaluate
        self._edges = _edges_along(steps.values(), bounds)
        self._cells: dict[tuple[int, str, int], Entries] = {}
        self._names: dict[int, tuple[Expression, dict[str, None]]] = {}
        self._few: dict[str, Expression] = {}  # steps over few combinations, written out over what these are of
        self.lowered = {name: self._step(name, node) for name, node in steps.items()}

    def _step(self, name: str, node: Expression) -> Expression:
        """A step that needs too many combinations of other steps' values may need few of what these come from."""
        whole = written_out(node, self._few)
        axes = self._axes(whole)
        if axes:
            low, high = self._bounds.names[name]
            if prod(axis.size for axis in axes) < high - low:
                self._few[name] = whole
            if not self._axes(node) and self._effort(whole) > _WORTH:
                return self._tabulated(whole, axes)
        return self.lower(node)

    def lower(self, node: Expression, tabulate: bool = True) -> Expression:
        """The node without what its bounds decide, and with arrays in place of tables."""
        low, high = self._bounds.of(node)
        if low == high:
            return Constant(low)
        if isinstance(node, FindRow):
            node = self._without_needless_amount(node)
        if tabulate and (axes := self._axes(node)):
            if self._effort(node) > _WORTH:
                return self._tabulated(node, axes)
            tabulate = False  # nothing inside costs more than the whole
        match node:
            case Binary():
                return self._binary(node, tabulate)
            case Not(operand):
                return Not(self.lower(operand, tabulate))
            case Select():
                return self._select(node, tabulate)
            case Divide(numerator, divisor, rounding):
                return Divide(self.lower(numerator, tabulate), self.lower(divisor, tabulate), rounding)
            case FindRow():
                return self._find_row(node, tabulate)
            case Cell(table, row, column, missing):
                return Take(self._cells_of(table, column, missing), Place(self.lower(row, tabulate) + 1))
        return node

    def _binary(self, node: Binary, tabulate: bool) -> Expression:
        left, right = self.lower(node.left, tabulate), self.lower(node.right, tabulate)
        one, other = self._bounds.of(left), self._bounds.of(right)
        match node.operator:
            case "and" if TRUE in (left, right):
                return right if left == TRUE else left
            case "or" if FALSE in (left, right):
                return right if left == FALSE else left
            case "max" if one[0] >= other[1] or other[0] >= one[1]:
                return left if one[0] >= other[1] else right
            case "min" if one[1] <= other[0] or other[1] <= one[0]:
                return left if one[1] <= other[0] else right
            case "+" | "-" if right == FALSE:
                return left
            case "+" if left == FALSE:
                return right
        return Binary(node.operator, left, right)

    def _select(self, node: Select, tabulate: bool) -> Expression:
        low, high = self._bounds.of(node.condition)
        if low == high:
            return self.lower(node.then if low else node.otherwise, tabulate)
        condition = self.lower(node.condition, tabulate)
        if (low, high) != (0, 1):
            condition = Not(condition.equals(0))
        then, otherwise = self.lower(node.then, tabulate), self.lower(node.otherwise, tabulate)
        if kind_for(self._bounds.of(node)) is np.bool_:
            return _chosen_flag(condition, then, otherwise)
        if then == otherwise:
            return then
        if isinstance(otherwise, Select) and otherwise.then == then:
            return Select(condition | otherwise.condition, then, otherwise.otherwise)
        if isinstance(then, Select):  # two choices with the same alternative are one
            if then.otherwise == otherwise:
                return Select(condition & then.condition, then.then, otherwise)
            if then.then == otherwise:
                return Select(condition & ~then.condition, then.otherwise, otherwise)
        return Select(condition, then, otherwise)

    def _without_needless_amount(self, node: FindRow) -> FindRow:
        """Where no edge parts the amounts that there can be, any of them finds the row."""
        low, high = self._bounds.of(node.along)
        parted = any(low <= row.upper < high for row in node.table.rows)
        return node if parted or low == high else replace(node, along=Constant(low))

    def _find_row(self, node: FindRow, tabulate: bool) -> Expression:
        along = self.lower(node.along, tabulate)
        edges = self._edges.get(node.along) or tuple(sorted({row.upper for row in node.table.rows}))
        if isinstance(along, Constant):
            rank: Expression = Constant(sum(edge < along.value for edge in edges))
        else:
            rank = Rank(edges, along)
        keys = [self.lower(key, tabulate) for key in node.keys]
        return find_row(node.table, [(key, self._bounds.of(key)) for key in keys], edges, rank)

    def _cells_of(self, table: Table, column: str, missing: int) -> Entries:
        key = (id(table), column, missing)
        if key not in self._cells:
            place = table.column(column)
            cells = [missing, *(row.values[place] for row in table.rows)]  # row -1 comes first
            self._cells[key] = entries_of(np.array(cells, kind_for((min(cells), max(cells)))))
        return self._cells[key]

    def _axes(self, node: Expression) -> list[Axis]:
        """The names that the node mentions, where their combinations are few; else nothing."""
        names = self._names_in(node)
        bounds = self._bounds.names
        combinations = 1
        for name in names:
            low, high = bounds[name]
            combinations *= high - low + 1
            if combinations > _LARGEST_TABLE:
                return []
        return [Axis(Reference(name), *bounds[name]) for name in names]

    def _names_in(self, node: Expression) -> dict[str, None]:
        """The names that the node mentions and that are not the same everywhere, in order."""
        known = self._names.get(id(node))
        if known is None:
            if isinstance(node, Reference):
                names = dict.fromkeys([node.name] if len(set(self._bounds.names[node.name])) > 1 else [])
            else:
                names = {name: None for part in parts_of(node) for name in self._names_in(part)}
            known = self._names[id(node)] = node, names  # the node is kept, so that its identity stays its own
        return known[1]

    def _effort(self, node: Expression) -> int:
        """About what the node costs, in fifths of a pass over a block of 64-bit numbers."""
        bounds = self._bounds.of(node)
        if bounds[0] == bounds[1] or isinstance(node, Reference):
            return 0
        parts = parts_of(node)
        narrow = all(_is_narrow(self._bounds.of(part)) for part in (node, *parts))
        cheaper = _NARROW if narrow and not isinstance(node, Cell | FindRow) else 1
        return _EFFORT[type(node)] // cheaper + sum(self._effort(part) for part in parts)

    def _tabulated(self, node: Expression, axes: list[Axis]) -> Expression:
        ranges = [np.arange(axis.low, axis.high + 1) for axis in axes]
        combinations = [column.reshape(-1) for column in np.meshgrid(*ranges, indexing="ij")]
        columns = {
            axis.number.name: column.astype(kind_for((axis.low, axis.high)))
            for axis, column in zip(axes, combinations, strict=True)
            if isinstance(axis.number, Reference)
        }
        numbers = self._evaluate(self.lower(node, tabulate=False), columns)
        entries = entries_of(numbers)
        return laid_out(numbers.astype(kind_for(entries.bounds)), axes)


def _is_narrow(bounds: Interval) -> bool:
    return kind_for(bounds) in (np.bool_, np.int8)


def _chosen_flag(condition: Expression, then: Expression, otherwise: Expression) -> Expression:
    """A choice between flags, in logic, which costs less."""
    if then == TRUE:
        return condition | otherwise
    if then == FALSE:
        return ~condition & otherwise
    if otherwise == FALSE:
        return condition & then
    if otherwise == TRUE:
        return ~condition | then
    return (condition & then) | (~condition & otherwise)


def _edges_along(expressions: Iterable[Expression], bounds: Bounds) -> dict[Expression, tuple[int, ...]]:
    """The edges of all tables along each amount, where ranks among so many still need no search."""
    found: dict[Expression, set[int]] = {}
    for node in chain.from_iterable(map(nodes_of, expressions)):
        if isinstance(node, FindRow) and not isinstance(node.along, Constant):
            found.setdefault(node.along, set()).update(row.upper for row in node.table.rows)
    joined = {along: tuple(sorted(edges)) for along, edges in found.items()}
    return {along: edges for along, edges in joined.items() if can_be_mapped(edges, bounds.of(along))}
