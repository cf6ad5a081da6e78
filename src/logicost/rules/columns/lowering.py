"""What the column reading runs in place of the rules' expressions: the same numbers in fewer passes over a block.

What the bounds decide is left out, and tables become arrays to take from.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import chain

import numpy as np

from logicost.rules.columns.arrays import Entries, Place, Rank, Take, entries_of
from logicost.rules.columns.bounds import Bounds
from logicost.rules.columns.finder import can_be_mapped, find_row
from logicost.rules.columns.operations import dtype_for
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
    Select,
    nodes_of,
)
from logicost.rules.table import Table


class Lowering:
    """Lowers the expressions of one plan.

    Args:
        bounds: of every name that they mention.
        steps: name to expression, all of them and in order.
    """

    def __init__(self, bounds: Bounds, steps: Mapping[str, Expression]) -> None:
        self._bounds = bounds
        self._edges = _edges_along(steps.values(), bounds)
        self._cells: dict[tuple[int, str, int], Entries] = {}
        self.lowered = {name: self.lower(node) for name, node in steps.items()}

    def lower(self, node: Expression) -> Expression:
        """The node without what its bounds decide, and with arrays in place of tables."""
        low, high = self._bounds.of(node)
        if low == high:
            return Constant(low)
        if isinstance(node, FindRow):
            node = self._without_needless_amount(node)
        match node:
            case Binary():
                return self._binary(node)
            case Not(operand):
                return Not(self.lower(operand))
            case Select():
                return self._select(node)
            case Divide(numerator, divisor, rounding):
                return Divide(self.lower(numerator), self.lower(divisor), rounding)
            case FindRow():
                return self._find_row(node)
            case Cell(table, row, column, missing):
                return Take(self._cells_of(table, column, missing), Place(self.lower(row) + 1))
        return node

    def _binary(self, node: Binary) -> Expression:
        left, right = self.lower(node.left), self.lower(node.right)
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

    def _select(self, node: Select) -> Expression:
        low, high = self._bounds.of(node.condition)
        if low == high:
            return self.lower(node.then if low else node.otherwise)
        condition = self.lower(node.condition)
        if (low, high) != (0, 1):
            condition = Not(condition.equals(0))
        then, otherwise = self.lower(node.then), self.lower(node.otherwise)
        if dtype_for(self._bounds.of(node)) is np.bool_:
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
        parted = bisect_left(node.table.edges, low) < bisect_left(node.table.edges, high)
        return node if parted or low == high else replace(node, along=Constant(low))

    def _find_row(self, node: FindRow) -> Expression:
        along = self.lower(node.along)
        edges = self._edges.get(node.along) or tuple(node.table.edges)
        if isinstance(along, Constant):
            rank: Expression = Constant(sum(edge < along.value for edge in edges))
        else:
            rank = Rank(edges, along)
        keys = [self.lower(key) for key in node.keys]
        return find_row(node.table, [(key, self._bounds.of(key)) for key in keys], edges, rank)

    def _cells_of(self, table: Table, column: str, missing: int) -> Entries:
        key = (id(table), column, missing)
        if key not in self._cells:
            cells = [missing, *table.values_of(column)]  # row -1 comes first
            self._cells[key] = entries_of(np.array(cells, dtype_for((min(cells), max(cells)))))
        return self._cells[key]


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
            found.setdefault(node.along, set()).update(node.table.edges)
    joined = {along: tuple(sorted(edges)) for along, edges in found.items()}
    return {along: edges for along, edges in joined.items() if can_be_mapped(edges, bounds.of(along))}
