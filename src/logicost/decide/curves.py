"""What a program leaves, over many values of some inputs: the plan run by the column reading.

What does not depend on those inputs is worked out once for each case, the rest for each value. Beside the figures there
is a `signature`: a number that changes wherever a comparison or the row of a card changes, so that where it is the same
at two values no cliff lies between them. It is taken from the steps as they are, whatever the cards say.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logicost.array_kinds import Numbers
from logicost.decide.cases import Group
from logicost.inputs.columns import absent_bounds
from logicost.inputs.scalar import INPUTS
from logicost.rules.columns.reading import ColumnReading
from logicost.rules.expressions import Binary, Expression, FindRow, Reference, nodes_of, references, select, some, total
from logicost.rules.plan import Kind, Step
from logicost.rules.program_plan import ProgramPlan
from logicost.tables.status import Status

SIGNATURE = "signature"
STATE = "state"  # which lines have no figure, a bit each, and REFUSED: only where it is the same can costs be compared
REFUSED = 1 << 62
_COMPARISONS = ("<=", "<", ">=", ">", "=")
_MIX = np.uint64(0x9E3779B97F4A7C15)  # an odd number whose multiples spread over 64 bits


class Curves:
    """The steps of a group's plan over values of some inputs.

    Args:
        varied: the inputs.
        wanted: the steps that are asked for, beside `SIGNATURE` and `STATE`.
    """

    def __init__(self, group: Group, varied: Sequence[str], wanted: Iterable[str]) -> None:
        self.varied = tuple(varied)
        steps = group.plan.steps
        state = _state(group.program)
        names = list(dict.fromkeys(wanted))
        moved = _moved_by(self.varied, steps)
        self._signs = _signs(self.varied, steps, moved, [*names, *references(state.expression)])
        moving = [name for name in names if name in moved or name in self.varied]
        self._still = {name: group.of(name) for name in names if name not in moving}
        added = [state, *self._signs]
        read = {part for name in moved for part in references(steps[name].expression)}
        read.update(part for step in added for part in references(step.expression))
        fixed = {name: group.of(name) for name in sorted(read - moved - set(self.varied))}
        bounds = {name: (int(values.min()), int(values.max())) for name, values in fixed.items()}
        bounds |= {name: (INPUTS[name].smallest, INPUTS[name].largest) for name in self.varied}
        every = {**absent_bounds({}), **bounds}
        given = [steps[name] for name in steps if name in moved]
        self._reading = ColumnReading([*given, *added], every, [*moving, *(step.name for step in added)])
        self._own = {name: group.of(name) for name in self.varied}
        self._fixed = {name: fixed[name] for name in self._reading.needed_inputs if name in fixed}
        self.size = len(group.cases)

    def at(self, cases: Numbers, values: Mapping[str, Numbers]) -> dict[str, Numbers]:
        """The wanted steps of cases (their places in the group) at values of inputs; those not named are the case's own."""
        inputs: dict[str, NDArray[Any]] = {name: column[cases] for name, column in self._fixed.items()}
        inputs |= {name: values[name] if name in values else self._own[name][cases] for name in self.varied}
        found = self._reading.run_blocks(inputs, len(cases))
        signature = np.zeros(len(cases), np.uint64)
        with np.errstate(over="ignore"):
            for step in self._signs:
                signature = (signature + found.pop(step.name).astype(np.int64).astype(np.uint64) + np.uint64(1)) * _MIX
        result = {name: column.astype(np.int64, copy=False) for name, column in found.items()}
        result |= {name: column[cases] for name, column in self._still.items()}
        return {**result, SIGNATURE: signature.view(np.int64)}


def _state(program: ProgramPlan) -> Step:
    unknown = (
        select(Reference(line.shown), Reference(line.status).equals(Status.UNSOURCED), 0) * (1 << place)
        for place, line in enumerate(program.lines)
    )
    refused = some(*(Reference(refusal.condition) for refusal in program.refusals))
    return Step(STATE, total(0, *unknown, refused * REFUSED), Kind.COUNT)


def _moved_by(varied: Collection[str], steps: Mapping[str, Step]) -> set[str]:
    """The steps that depend on some inputs."""
    moved = set(varied)
    for name, step in steps.items():
        if any(part in moved for part in references(step.expression)):
            moved.add(name)
    return moved - set(varied)


def _signs(
    varied: Collection[str], steps: Mapping[str, Step], moved: Collection[str], wanted: Iterable[str]
) -> list[Step]:
    """Steps for every comparison and every row of a card that may change with the inputs, as far as what is wanted needs it."""
    needed = set(wanted)
    found: dict[Expression, None] = {}
    for name in reversed(list(steps)):
        if name not in needed or name not in moved:
            continue
        needed.update(references(steps[name].expression))
        for node in nodes_of(steps[name].expression):
            is_sign = isinstance(node, FindRow) or (isinstance(node, Binary) and node.operator in _COMPARISONS)
            if is_sign and any(part in moved or part in varied for part in references(node)):
                found[node] = None
    return [Step(f"sign/{place}", node, Kind.COUNT) for place, node in enumerate(found)]
