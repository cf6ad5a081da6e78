"""Steps where some inputs are known: what these decide is worked out, and tables keep only the rows that can be met."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from logicost.rules.columns.bounds import Bounds, Interval
from logicost.rules.expressions import (
    FALSE,
    TRUE,
    Binary,
    Cell,
    Constant,
    Expression,
    FindRow,
    Reference,
    Select,
    nodes_of,
)
from logicost.rules.plan import Step
from logicost.rules.table import NO_LIMIT, NO_ROW, Table, make_table


def specialised(steps: Iterable[Step], inputs: Mapping[str, Interval], whole_tables: bool = False) -> dict[str, Step]:
    """The same steps, in order, for inputs within these bounds; a step that can have one value only is a constant.

    Args:
        inputs: the bounds of every input; those that are known have one value.
        whole_tables: leave the tables as they are.
    """
    every = list(steps)
    return _Specialising(every, inputs, whole_tables).steps


class _Specialising:
    def __init__(self, steps: list[Step], inputs: Mapping[str, Interval], whole_tables: bool) -> None:
        self._bounds = Bounds(inputs)
        self._bounds.proven = True
        self._rows = set[str]() if whole_tables else rows_only_looked_up(steps)
        self._pruned: dict[str, Table] = {}  # by the step that finds its row
        self.steps: dict[str, Step] = {}
        for step in steps:
            made = replace(step, expression=self._simple(step.expression, step.name))
            self.steps[step.name] = made
            low, high = self._bounds.add(made)
            if low == high:
                self.steps[step.name] = replace(made, expression=Constant(low))

    def _simple(self, node: Expression, step: str = "") -> Expression:
        low, high = self._bounds.of(node)
        if low == high:
            return Constant(low)
        if isinstance(node, Cell):
            return self._cell(node)
        if isinstance(node, FindRow):
            return self._find(node, step) if step in self._rows else node.made_of(*self._parts(node))
        if isinstance(node, Select):
            low, high = self._bounds.of(node.condition)
            if low == high:
                return self._simple(node.then if low else node.otherwise)
        return _shorter(node.made_of(*self._parts(node)), self._bounds)

    def _parts(self, node: Expression) -> tuple[Expression, ...]:
        return tuple(self._simple(part) for part in node.parts)

    def _find(self, node: FindRow, step: str) -> Expression:
        """The rows of the table that the bounds of keys and band leave; their numbers are no one else's business."""
        keys, along = [self._bounds.of(key) for key in node.keys], self._bounds.of(node.along)
        kept = []
        for place, row in enumerate(node.table.rows):
            before = node.table.rows[place - 1] if place else None
            under = before.upper if before is not None and before.keys == row.keys else -NO_LIMIT
            fits = all(low <= key <= high for key, (low, high) in zip(row.keys, keys, strict=True))
            if fits and under < along[1] and along[0] <= row.upper:
                kept.append(row)
        if not kept:
            return Constant(NO_ROW)
        used = [place for place, (low, high) in enumerate(keys) if low != high]
        table = node.table
        names = [table.key_names[place] for place in used]
        # a key that is known picks no row any more
        rows = [row._replace(keys=tuple(row.keys[place] for place in used)) for row in kept]
        self._pruned[step] = make_table(table.name, names, table.along, table.columns, rows)
        return FindRow(
            self._pruned[step], tuple(self._simple(node.keys[place]) for place in used), self._simple(node.along)
        )

    def _cell(self, node: Cell) -> Expression:
        if isinstance(node.row, Reference) and node.row.name in self._rows:
            found = self.steps[node.row.name].expression
            if isinstance(found, Constant) and found.value == NO_ROW:
                return Constant(node.missing)
            table = self._pruned.get(node.row.name, node.table)
            return replace(node, table=table)
        return node.made_of(*self._parts(node))


def _shorter(node: Expression, bounds: Bounds) -> Expression:
    """The node without what changes nothing."""
    if not isinstance(node, Binary):
        return node
    left, right = node.left, node.right
    match node.operator:
        case "and" if TRUE in (left, right):
            return right if left == TRUE else left
        case "or" if FALSE in (left, right):
            return right if left == FALSE else left
        case "+" | "-" if right == FALSE:
            return left
        case "+" if left == FALSE:
            return right
        case "*" if TRUE in (left, right):
            return right if left == TRUE else left
        case "max" | "min":
            one, other = bounds.of(left), bounds.of(right)
            if one[0] >= other[1]:
                return left if node.operator == "max" else right
            if other[0] >= one[1]:
                return right if node.operator == "max" else left
    return node


def rows_only_looked_up(steps: list[Step]) -> set[str]:
    """Steps that find a row of a table, whose number serves to read that table's cells and for nothing else."""
    found = {step.name: step.expression.table for step in steps if isinstance(step.expression, FindRow)}
    bad: set[str] = set()
    for step in steps:
        names: dict[str, int] = {}
        for node in nodes_of(step.expression):
            if isinstance(node, Reference) and node.name in found:
                names[node.name] = names.get(node.name, 0) + 1
            elif isinstance(node, Cell) and isinstance(node.row, Reference) and found.get(node.row.name) is node.table:
                names[node.row.name] = names.get(node.row.name, 0) - 1
            elif isinstance(node, Binary) and _is_sign(node):
                name = node.left.name if isinstance(node.left, Reference) else ""
                names[name] = names.get(name, 0) - 1
        bad |= {name for name, count in names.items() if count > 0}
    return set(found) - bad


def _is_sign(node: Binary) -> bool:
    """Whether it asks only if there is a row."""
    return isinstance(node.left, Reference) and (node.operator, node.right) in (
        ("<", Constant(0)), (">=", Constant(0)), (">", Constant(NO_ROW)), ("=", Constant(NO_ROW)),
    )  # fmt: skip
