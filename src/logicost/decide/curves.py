"""What a program leaves, over many values of one input: the plan run by the column reading.

What does not depend on the input is worked out once for each case, the rest for each value. Beside the figures there is
a `signature`: a number that changes wherever a comparison or the row of a card changes, so that where it is the same at
two values no cliff lies between them. It is taken from the steps as they are, whatever the cards say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logicost.decide.cases import Group
from logicost.inputs.columns import absent_bounds
from logicost.inputs.scalar import INPUTS
from logicost.rules.columns.reading import ColumnReading
from logicost.rules.expressions import Binary, Expression, FindRow, nodes_of, references
from logicost.rules.plan import Kind, Step

Numbers = NDArray[np.int64]
_COMPARISONS = ("<=", "<", ">=", ">", "=")
_MIX = np.uint64(0x9E3779B97F4A7C15)  # an odd number whose multiples spread over 64 bits


class Curves:
    """The steps of a group's plan over values of one input.

    Args:
        varied: the input.
        wanted: the steps that are asked for.
    """

    def __init__(self, group: Group, varied: str, wanted: Iterable[str]) -> None:
        self.group = group
        self.varied = varied
        self.wanted = tuple(dict.fromkeys(wanted))
        steps = group.plan.steps
        self._moved = _moved_by(varied, steps)
        self._signs = _signs(varied, steps, self._moved, self.wanted)
        moving = [name for name in self.wanted if name in self._moved or name == varied]
        self._still = {name: group.of(name) for name in self.wanted if name not in moving}
        names = {part for name in self._moved for part in references(steps[name].expression)}
        fixed = sorted(name for name in names if name not in self._moved and name != varied)
        self._fixed = {name: group.of(name) for name in fixed}
        bounds = {name: (int(values.min()), int(values.max())) for name, values in self._fixed.items()}
        bounds[varied] = (INPUTS[varied].smallest, INPUTS[varied].largest)
        moved = [steps[name] for name in steps if name in self._moved]
        every = {**absent_bounds({}), **bounds}
        self._reading = ColumnReading([*moved, *self._signs], every, [*moving, *(step.name for step in self._signs)])

    def at(self, cases: Numbers, values: Numbers) -> dict[str, Numbers]:
        """The wanted steps, and ``signature``, of cases (their places in the group) at values of the input."""
        inputs: dict[str, NDArray[Any]] = {name: column[cases] for name, column in self._fixed.items()}
        inputs[self.varied] = values
        found = self._reading.run_blocks(inputs, len(values))
        signature = np.zeros(len(values), np.uint64)
        with np.errstate(over="ignore"):
            for step in self._signs:
                signature = (signature + found.pop(step.name).astype(np.int64).astype(np.uint64) + np.uint64(1)) * _MIX
        result = {name: column.astype(np.int64, copy=False) for name, column in found.items()}
        result |= {name: column[cases] for name, column in self._still.items()}
        return {**result, "signature": signature.view(np.int64)}

    @cached_property
    def all(self) -> Numbers:
        """The places of all cases."""
        return np.arange(len(self.group.cases))


def _moved_by(varied: str, steps: Mapping[str, Step]) -> set[str]:
    """The steps that depend on an input."""
    moved = {varied}
    for name, step in steps.items():
        if any(part in moved for part in references(step.expression)):
            moved.add(name)
    return moved - {varied}


def _signs(varied: str, steps: Mapping[str, Step], moved: set[str], wanted: Iterable[str]) -> list[Step]:
    """Steps for every comparison and every row of a card that may change with the input, as far as what is wanted needs it."""
    needed = set(wanted)
    found: dict[Expression, None] = {}
    for name in reversed(list(steps)):
        if name not in needed or name not in moved:
            continue
        needed.update(references(steps[name].expression))
        for node in nodes_of(steps[name].expression):
            is_sign = isinstance(node, FindRow) or (isinstance(node, Binary) and node.operator in _COMPARISONS)
            if is_sign and any(part in moved or part == varied for part in references(node)):
                found[node] = None
    return [Step(f"sign/{place}", node, Kind.COUNT) for place, node in enumerate(found)]
