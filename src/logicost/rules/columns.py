"""The column reading: the same steps over arrays of whole numbers, block by block.

It shares nothing with the exact reading but the definitions of the steps, so that their agreement means something.
No step can overflow: `Bounds` proves that before the first row is read. What the bounds decide is not worked out at
all, so that inputs which a catalog does not give cost nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logicost.rules.bounds import Bounds, Interval
from logicost.rules.operations import Compiler, Run, Values, kind_for
from logicost.rules.plan import Step

BLOCK = 16_384  # rows that are worked on at a time, so that a block's columns stay in the processor's cache


@dataclass(slots=True)
class _Compiled:
    """A step ready to run, with the names that it reads and those that nothing needs after it."""

    name: str
    run: Run
    reads: set[str]
    forget: list[str] = field(default_factory=list)


class ColumnReading:
    """Steps compiled for columns.

    Args:
        steps: in order of evaluation.
        inputs: the bounds of every input. An input whose bounds are one number need not be given.
        wanted: the steps and inputs whose columns are asked for; only what they depend on is evaluated.

    Attributes:
        needed_inputs: the inputs of which `run_blocks` needs columns.

    Raises:
        TableError: ``figures_too_large`` where the figures of a table could make a step leave 64 bits.
    """

    def __init__(self, steps: Iterable[Step], inputs: Mapping[str, Interval], wanted: Iterable[str]) -> None:
        self.bounds = Bounds(inputs)
        compiled: list[_Compiled] = []
        for step in steps:
            low, high = self.bounds.add(step)
            if low < high:
                compiler = Compiler(self.bounds)
                part = compiler.compile(step.expression)
                compiled.append(_Compiled(step.name, part.run, compiler.reads))
        self.wanted = tuple(dict.fromkeys(wanted))
        self._constants = {name: self.bounds.names[name][0] for name in self.wanted if self._is_constant(name)}
        self._varying = [name for name in self.wanted if name not in self._constants]
        self._steps = _only_used(compiled, self._varying)
        own = {step.name for step in self._steps}
        self.needed_inputs = ({name for step in self._steps for name in step.reads} | set(self._varying)) - own

    @property
    def step_count(self) -> int:
        """How many steps are evaluated."""
        return len(self._steps)

    def run_blocks(self, inputs: Mapping[str, NDArray[Any]], size: int) -> dict[str, NDArray[Any]]:
        """The wanted columns of `size` rows; one that has the same number everywhere takes no room."""
        results = {name: np.empty(size, kind_for(self.bounds.names[name])) for name in self._varying}
        for start in range(0, size, BLOCK):
            end = min(start + BLOCK, size)
            values: Values = {name: inputs[name][start:end] for name in self.needed_inputs}
            for step in self._steps:
                values[step.name] = step.run(values)
                for name in step.forget:
                    del values[name]
            for name in self._varying:
                results[name][start:end] = values[name]
        for name, number in self._constants.items():
            results[name] = np.broadcast_to(np.array(number, kind_for(self.bounds.names[name])), (size,))
        return {name: results[name] for name in self.wanted}

    def _is_constant(self, name: str) -> bool:
        low, high = self.bounds.names[name]
        return low == high


def _only_used(compiled: list[_Compiled], wanted: Iterable[str]) -> list[_Compiled]:
    """The steps that the wanted ones depend on, each with the names to forget after it."""
    needed = set(wanted)
    used: list[_Compiled] = []
    for step in reversed(compiled):
        if step.name in needed:
            step.forget = sorted(step.reads - needed)  # nothing later reads them: they are not needed yet
            needed |= step.reads
            used.append(step)
    used.reverse()
    return used
