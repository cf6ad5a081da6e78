"""The column reading: the same steps over arrays of whole numbers, block by block.

It shares nothing with the exact reading but the definitions of the steps, so that their agreement means something.
No step can overflow: `Bounds` proves that before the first row is read. What the bounds decide is not worked out at
all, so that inputs which a catalog does not give cost nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logicost.rules.columns.bounds import Bounds, Interval
from logicost.rules.columns.lowering import Lowering
from logicost.rules.columns.operations import ColumnRun, Columns, Compiler, dtype_for
from logicost.rules.columns.sharing import share
from logicost.rules.expressions import Constant, Expression, references
from logicost.rules.plan import Step
from logicost.uncollected import uncollected

BLOCK = 16_384  # rows that are worked on at a time, so that a block's columns stay in the processor's cache


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A step ready to run.

    Attributes:
        is_read: whether a later step reads it; `forget`: the names that nothing needs after it.
    """

    name: str
    run: ColumnRun
    is_read: bool
    forget: tuple[str, ...]


class ColumnReading:
    """Steps compiled for columns.

    Args:
        steps: in order of evaluation.
        inputs: the bounds of every input. An input whose bounds are one number need not be given.
        wanted: the steps and inputs whose columns are asked for; only what they depend on is evaluated.
        only_where: further ones, each with a flag step: where that is 0 in every row, whatever it is, the column is 0.

    Attributes:
        needed_inputs: the inputs of which `run_blocks` needs columns.

    Raises:
        TableError: ``figures_too_large`` where the figures of a table could make a step leave 64 bits.
    """

    @uncollected()
    def __init__(
        self,
        steps: Collection[Step],
        inputs: Mapping[str, Interval],
        wanted: Iterable[str],
        only_where: Iterable[tuple[str, str]] = (),
    ) -> None:
        self.bounds = Bounds(inputs)
        everywhere, somewhere = dict.fromkeys(wanted), tuple(only_where)
        self.wanted = tuple(dict.fromkeys([*everywhere, *(name for pair in somewhere for name in pair)]))
        self._dtypes = {name: dtype_for(bounds) for name, bounds in inputs.items()}
        needed = _needed(list(steps), self.wanted)
        varying = {
            step.name: step.expression for step in steps if step.name in needed and len(set(self.bounds.add(step))) > 1
        }
        told = {*everywhere, *(name for pair in somewhere if self.bounds.names[pair[1]] != (0, 0) for name in pair)}
        self._constants = {name: self.bounds.names[name][0] for name in self.wanted if self._is_constant(name)}
        self._constants |= {name: 0 for name in self.wanted if name not in told}
        self._varying = [name for name in self.wanted if name not in self._constants]
        used = _only_used(varying, self._varying)
        self.bounds.proven = True
        lowered = _only_used(Lowering(self.bounds, used).lowered, self._varying)
        for name in list(self._varying):
            if isinstance(node := lowered.get(name), Constant):
                self._constants[name] = node.value
                self._varying.remove(name)
        self._asked = frozenset(self._varying)
        self._steps = self._compile(share(lowered))
        self.step_count = len(lowered)
        names = {name for node in lowered.values() for name in references(node)} | set(self._varying)
        self.needed_inputs = names - set(lowered)

    def run_blocks(self, inputs: Mapping[str, NDArray[Any]], size: int) -> dict[str, NDArray[Any]]:
        """The wanted columns of `size` rows; one that has the same number everywhere takes no room."""
        results = {name: np.empty(size, dtype_for(self.bounds.names[name])) for name in self._varying}
        for rows in _blocks(size):

            def put(name: str, column: NDArray[Any], rows: slice = rows) -> None:
                results[name][rows] = column  # at once, while it is in the cache

            self._run(inputs, rows, put)
        for name, number in self._constants.items():
            results[name] = np.broadcast_to(np.array(number, dtype_for(self.bounds.names[name])), (size,))
        return {name: results[name] for name in self.wanted}

    def blocks(self, inputs: Mapping[str, NDArray[Any]], size: int) -> Iterator[dict[str, NDArray[Any]]]:
        """Block by block the wanted columns that have not the same number everywhere, for whoever needs no whole columns."""
        for rows in _blocks(size):
            columns: dict[str, NDArray[Any]] = {}
            self._run(inputs, rows, columns.__setitem__)
            yield columns

    def _run(self, inputs: Mapping[str, NDArray[Any]], rows: slice, give: Callable[[str, NDArray[Any]], None]) -> None:
        """Evaluate one block, and hand over each wanted column as soon as it is there."""
        values: Columns = {}
        for name in self.needed_inputs:
            values[name] = inputs[name][rows].astype(self._dtypes[name], copy=False)
            if name in self._asked:
                give(name, values[name])
        for step in self._steps:
            column = step.run(values)
            if step.name in self._asked:
                give(step.name, column)
            if step.is_read:
                values[step.name] = column
            for name in step.forget:
                del values[name]

    def _is_constant(self, name: str) -> bool:
        low, high = self.bounds.names[name]
        return low == high

    def _compile(self, steps: Mapping[str, Expression]) -> list[_Compiled]:
        for name, node in steps.items():
            if name not in self.bounds.names:
                self.bounds.names[name] = self.bounds.of(node)
        compiler = Compiler(self.bounds, self._dtypes)
        runs = {name: compiler.compile_step(name, node) for name, node in steps.items()}
        needed: set[str] = set()
        compiled: list[_Compiled] = []
        for name in reversed(runs):
            reads = set(references(steps[name]))
            compiled.append(_Compiled(name, runs[name], name in needed, tuple(sorted(reads - needed))))
            needed |= reads
        return compiled[::-1]


def _blocks(size: int) -> Iterator[slice]:
    return (slice(start, min(start + BLOCK, size)) for start in range(0, size, BLOCK))


def _needed(steps: list[Step], wanted: Iterable[str]) -> set[str]:
    """The wanted names, and those of all that they depend on."""
    needed = set(wanted)
    for step in reversed(steps):
        if step.name in needed:
            needed.update(step.mentions)
    return needed


def _only_used(steps: dict[str, Expression], wanted: Iterable[str]) -> dict[str, Expression]:
    """The steps that the wanted ones depend on."""
    needed = set(wanted)
    used: dict[str, Expression] = {}
    for name in reversed(steps):
        if name in needed:
            needed.update(references(steps[name]))
            used[name] = steps[name]
    return dict(reversed(used.items()))
