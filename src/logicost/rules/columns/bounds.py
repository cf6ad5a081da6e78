"""The bounds of every step, by interval arithmetic from the bounds of the inputs.

The column reading works in 64 bits; these bounds prove, before a row is read, that nothing can leave them, whatever
figures a user's own fee tables bring.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import product

from logicost.errors import TableError
from logicost.rules.columns.arrays import Place, Rank, Take
from logicost.rules.exact import divide
from logicost.rules.expressions import (
    Binary,
    Cell,
    Constant,
    Divide,
    Expression,
    FindRow,
    Not,
    Reference,
    Select,
)
from logicost.rules.plan import Step

Interval = tuple[int, int]
SMALLEST, LARGEST = -(2**63), 2**63 - 1


class Bounds:
    """Smallest and largest value of names and of expressions over them.

    Args:
        inputs: the bounds of every input.
    """

    def __init__(self, inputs: Mapping[str, Interval]) -> None:
        self.names: dict[str, Interval] = dict(inputs)
        self._step = ""
        self.proven = False  # then nodes are only told the range of: what they stand for was checked before
        self._known: dict[
            int, tuple[Expression, Interval]
        ] = {}  # by identity; the node is kept so that it stays its own

    def add(self, step: Step) -> Interval:
        """Bound a step, after those that it refers to.

        Raises:
            TableError: ``figures_too_large`` where it, or a part of it, could leave 64 bits, or divide by zero.
        """
        self._step = step.name
        self.names[step.name] = bounds = self.of(step.expression)
        return bounds

    def of(self, node: Expression) -> Interval:
        """The bounds of an expression, every part of it checked."""
        if isinstance(node, Reference):
            return self.names[node.name]
        if isinstance(node, Constant):
            return node.value, node.value
        known = self._known.get(id(node))
        if known is not None:
            return known[1]
        low, high = self._of(node)
        if low < SMALLEST or high > LARGEST:
            self._fail(f"could reach {max(-low, high):,}, beyond 64 bits")
            low, high = max(low, SMALLEST), min(high, LARGEST)
        self._known[id(node)] = node, (low, high)
        return low, high

    def _of(self, node: Expression) -> Interval:
        match node:
            case Binary(operator, left, right):
                return self._binary(operator, self.of(left), self.of(right))
            case Not(operand):
                low, high = self._flag(operand)
                return 1 - high, 1 - low
            case Select(condition, then, otherwise):
                low, high = self.of(condition)
                if low == high:  # one branch is never taken, but must not overflow either
                    taken, left = (then, otherwise) if low else (otherwise, then)
                    self.of(left)
                    return self.of(taken)
                return _union(self._where(condition, then), self.of(otherwise))
            case Divide(numerator, divisor, rounding):
                top, bottom = self.of(numerator), self.of(divisor)
                if bottom[0] <= 0:
                    self._fail("could divide by zero")
                    bottom = 1, max(bottom[1], 1)
                if max(abs(top[0]), abs(top[1])) + bottom[1] > LARGEST:
                    self._fail("could round beyond 64 bits")
                if bottom[0] == bottom[1]:
                    return divide(top[0], bottom[0], rounding), divide(top[1], bottom[0], rounding)
                return _extremes(divide(value, by, rounding) for value, by in product(top, bottom))
            case FindRow(table, keys, along):
                for key in (*keys, along):
                    self.of(key)
                return -1, max(len(table.rows) - 1, -1)
            case Cell(table, row, column, missing):
                self.of(row)
                return _extremes((missing, *table.extremes(column))) if table.rows else (missing, missing)
            case Take(entries, place):
                self.of(place)
                return entries.bounds
            case Place(operand):
                return self.of(operand)
            case Rank(edges, amount):
                self.of(amount)
                return 0, len(edges)
        raise TypeError(f"no bounds for {type(node).__name__}")

    def _binary(self, operator: str, left: Interval, right: Interval) -> Interval:
        match operator:
            case "+":
                return left[0] + right[0], left[1] + right[1]
            case "-":
                return left[0] - right[1], left[1] - right[0]
            case "*":
                return _extremes(one * other for one, other in product(left, right))
            case "max":
                return max(left[0], right[0]), max(left[1], right[1])
            case "min":
                return min(left[0], right[0]), min(left[1], right[1])
            case "and" | "or":
                if not (_is_flag(left) and _is_flag(right)):
                    self._fail(f"takes '{operator}' of what is not a flag")
                    return 0, 1
                choose = min if operator == "and" else max
                return choose(left[0], right[0]), choose(left[1], right[1])
        return _compare(operator, left, right)

    def _where(self, condition: Expression, then: Expression) -> Interval:
        """The bounds of what is chosen on the condition, which may be that it is more than a number itself."""
        low, high = self.of(then)
        match condition:
            case Binary(">", one, Constant(least)) if one == then:
                low = min(max(low, least + 1), high)
        return low, high

    def _flag(self, node: Expression) -> Interval:
        bounds = self.of(node)
        if not _is_flag(bounds):
            self._fail("takes 'not' of what is not a flag")
            return 0, 1
        return bounds

    def _fail(self, what: str) -> None:
        if self.proven:
            return
        raise TableError("figures_too_large", f"the step {self._step} {what}; mend the figures of its fee table")


def _is_flag(bounds: Interval) -> bool:
    return bounds[0] >= 0 and bounds[1] <= 1


def _compare(operator: str, left: Interval, right: Interval) -> Interval:
    """0 or 1 where the bounds decide the comparison already, else both."""
    match operator:
        case "<=":
            return int(left[1] <= right[0]), int(left[0] <= right[1])
        case "<":
            return int(left[1] < right[0]), int(left[0] < right[1])
        case ">=" | ">":
            return _compare("<=" if operator == ">=" else "<", right, left)
        case "=":
            return int(left == right and left[0] == left[1]), int(left[0] <= right[1] and right[0] <= left[1])
    raise TypeError(f"no bounds for {operator}")


def _union(one: Interval, other: Interval) -> Interval:
    return min(one[0], other[0]), max(one[1], other[1])


def _extremes(values: Iterable[int]) -> Interval:
    found = list(values)
    return min(found), max(found)
