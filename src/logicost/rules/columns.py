"""The column reading: the same steps over arrays of 64-bit whole numbers, block by block.

It shares nothing with the exact reading but the definitions of the steps, so that their agreement means something.
A column is an array, or one NumPy number that stands for every row: what a catalog does not give costs nothing.
Flags are booleans. No step can overflow: `Bounds` proves that before the first row is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from logicost.rules.bounds import Bounds, Interval
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
from logicost.rules.finder import Finder
from logicost.rules.plan import Step

BLOCK = 16_384  # rows that are worked on at a time, so that a block's columns stay in the processor's cache

Column: TypeAlias = "NDArray[Any] | np.integer[Any] | np.bool_"
Values: TypeAlias = dict[object, Any]
Run: TypeAlias = Callable[[Values], Any]

_COMPARISONS: Mapping[str, Callable[..., Any]] = {
    "<=": np.less_equal,
    "<": np.less,
    ">=": np.greater_equal,
    ">": np.greater,
    "=": np.equal,
}
_ARITHMETIC: Mapping[str, Callable[..., Any]] = {"+": np.add, "-": np.subtract, "*": np.multiply}
_CHOICES: Mapping[str, Callable[..., Any]] = {"max": np.maximum, "min": np.minimum}
_LOGIC: Mapping[str, Callable[..., Any]] = {"and": np.logical_and, "or": np.logical_or}


@dataclass(slots=True)
class _Compiled:
    """A step ready to run, with the names that it reads and those that nothing needs after it."""

    name: str
    run: Run
    reads: set[str]
    last_used: list[str] = field(default_factory=list)


class ColumnReading:
    """Steps compiled for columns.

    Args:
        steps: in order of evaluation.
        inputs: the bounds of every input.
        wanted: the steps and inputs whose columns are asked for; only what they depend on is evaluated.

    Raises:
        TableError: ``figures_too_large`` where the figures of a table could make a step leave 64 bits.
    """

    def __init__(self, steps: Iterable[Step], inputs: Mapping[str, Interval], wanted: Iterable[str]) -> None:
        self.bounds = Bounds(inputs)
        self.wanted = tuple(dict.fromkeys(wanted))
        compiled: list[_Compiled] = []
        for step in steps:
            self.bounds.add(step)
            compiled.append(_compile_step(step, self.bounds))
        self._steps = _only_used(compiled, self.wanted)
        own = {step.name for step in self._steps}
        self.needed_inputs = ({name for step in self._steps for name in step.reads} | set(self.wanted)) - own

    @property
    def step_count(self) -> int:
        """How many steps are evaluated."""
        return len(self._steps)

    def run(self, inputs: Mapping[str, Column]) -> dict[str, Any]:
        """The wanted columns of one block; one number where every row has the same."""
        values: Values = {name: inputs[name] for name in self.needed_inputs}
        for step in self._steps:
            values[step.name] = step.run(values)
            for name in step.last_used:
                del values[name]
        return {name: values[name] for name in self.wanted}

    def run_blocks(self, inputs: Mapping[str, Column], size: int) -> dict[str, NDArray[Any]]:
        """The wanted columns of `size` rows, whole."""
        results = {name: np.empty(size, self._kind_of(name)) for name in self.wanted}
        columns = {name: inputs[name] for name in self.needed_inputs}
        for start in range(0, size, BLOCK):
            end = min(start + BLOCK, size)
            block = {
                name: column[start:end] if isinstance(column, np.ndarray) and column.ndim else column
                for name, column in columns.items()
            }
            for name, column in self.run(block).items():
                results[name][start:end] = column
        return results

    def _kind_of(self, name: str) -> type[np.generic]:
        """The smallest kind of number that holds every value, to keep whole columns small."""
        low, high = self.bounds.names[name]
        if low >= 0 and high <= 1:
            return np.bool_
        return np.int8 if low >= -128 and high < 128 else np.int64


def _only_used(compiled: list[_Compiled], wanted: tuple[str, ...]) -> list[_Compiled]:
    """The steps that the wanted ones depend on, each with the names to forget after it."""
    needed = set(wanted)
    used: list[_Compiled] = []
    for step in reversed(compiled):
        if step.name in needed:
            step.last_used = sorted(step.reads - needed)  # nothing later reads them: they are not needed yet
            needed |= step.reads
            used.append(step)
    used.reverse()
    return used


def _compile_step(step: Step, bounds: Bounds) -> _Compiled:
    compiler = _Compiler(bounds)
    run = compiler.compile(step.expression)
    return _Compiled(step.name, run, compiler.reads)


class _Compiler:
    """One function for each kind of node."""

    def __init__(self, bounds: Bounds) -> None:
        self.bounds = bounds
        self.reads: set[str] = set()

    def compile(self, node: Expression) -> Run:
        match node:
            case Constant(value):
                number = np.int64(value)
                return lambda values: number
            case Reference(name):
                self.reads.add(name)
                return lambda values: values[name]
            case Binary():
                return self._binary(node)
            case Not(operand):
                negated = self._as_flag(operand)
                return lambda values: np.logical_not(negated(values))
            case Select(condition, then, otherwise):
                test, yes, no = self._as_flag(condition), self.compile(then), self.compile(otherwise)
                return lambda values: np.where(test(values), yes(values), no(values))
            case Divide():
                return self._divide(node)
            case FindRow(table, keys, along):
                finder = Finder(table, [self.bounds.of(key) for key in keys])
                runs, band = [self.compile(key) for key in keys], self.compile(along)
                memo = (id(table), along.name) if isinstance(along, Reference) else None
                return lambda values: finder.rows([run(values) for run in runs], finder.ranks(values, memo, band))
            case Cell(table, row, column, missing):
                place, found = table.column(column), self.compile(row)
                # row -1 takes the last entry, which stands for a row that is missing
                cells = np.array([*(item.values[place] for item in table.rows), missing], np.int64)
                return lambda values: cells.take(found(values))
        raise TypeError(f"no column reading for {type(node).__name__}")

    def _as_flag(self, node: Expression) -> Run:
        run = self.compile(node)
        return lambda values: np.asarray(run(values), np.bool_)

    def _binary(self, node: Binary) -> Run:
        if node.operator in _LOGIC:
            logic, one, other = _LOGIC[node.operator], self._as_flag(node.left), self._as_flag(node.right)
            return lambda values: logic(one(values), other(values))
        left, right = self.compile(node.left), self.compile(node.right)
        if node.operator in _COMPARISONS:
            compare = _COMPARISONS[node.operator]
            return lambda values: compare(left(values), right(values))
        if node.operator in _CHOICES:
            choose = _CHOICES[node.operator]
            return lambda values: choose(left(values), right(values))
        calculate = _ARITHMETIC[node.operator]
        # the kind is named because two flags would add up to a flag
        return lambda values: calculate(left(values), right(values), dtype=np.int64)

    def _divide(self, node: Divide) -> Run:
        top, bottom = self.compile(node.numerator), self.compile(node.divisor)
        if node.rounding is Rounding.DOWN:
            return lambda values: np.floor_divide(top(values), bottom(values))
        if node.rounding is Rounding.UP:
            return lambda values: _divide_up(top(values), bottom(values))
        if self.bounds.of(node.numerator)[0] >= 0:
            return lambda values: _divide_half_up(top(values), bottom(values))
        return lambda values: _divide_signed_half_up(top(values), bottom(values))


def _divide_up(top: Any, bottom: Any) -> Any:
    return np.negative(np.floor_divide(np.negative(top), bottom))


def _divide_half_up(top: Any, bottom: Any) -> Any:
    """For numerators of zero or more. With an odd divisor there are no ties, so that its half may be rounded down."""
    return np.floor_divide(top + (bottom >> 1), bottom)


def _divide_signed_half_up(top: Any, bottom: Any) -> Any:
    size = _divide_half_up(np.abs(top), bottom)
    return np.where(top < 0, np.negative(size), size)
