"""The refusals of `strict` for whole columns: each row's lines that are not exact, and what would end each doubt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logicost.answers.engine import Compiled
from logicost.answers.strict import Way, absent, doubt, enders, not_exact, parts_of
from logicost.array_kinds import Flags
from logicost.catalog.notes import Columns, Joined, Picked, Texts
from logicost.rules.joined_steps import DAY_CLASS
from logicost.rules.plan import Plan
from logicost.rules.program_plan import ProgramPlan
from logicost.tables.status import GOOD, Status


def inexact(program: ProgramPlan, compiled: Compiled, columns: Columns, inputs: Columns, rows: Flags) -> Texts:
    """The refusal of `strict` in those rows, naming the lines and what would end each doubt.

    Args:
        inputs: those that vary; the others are not given.
    """
    here = np.flatnonzero(rows)
    found = _Doubts(program, compiled, Picked(columns, here), Picked(inputs, here), len(here)).texts()
    result = Texts(np.zeros(len(rows), np.int64), found.known)
    result.numbers[here] = found.numbers
    return result


class _Doubts:
    """The doubts of some rows."""

    def __init__(self, program: ProgramPlan, compiled: Compiled, columns: Columns, inputs: Columns, size: int) -> None:
        self._program, self._columns, self._inputs, self._size = program, columns, inputs, size
        self._steps = compiled.plan.steps
        self._classes = inputs[DAY_CLASS] if compiled.members else np.zeros(size, np.int64)
        self._of_class: list[tuple[Plan, dict[str, tuple[str, str | None]]]] = []
        for member in compiled.members or (compiled,):
            parts = parts_of(member.plan.programs[program.name])
            self._of_class.append((member.plan, {fee: (status, card) for fee, _, status, card in parts}))

    def texts(self) -> Texts:
        joined = Joined(self._size, "\n")
        for fee, shown, status, _ in parts_of(self._program):
            words = self._columns[status]
            doubted = ~np.isin(words, [int(each) for each in Status if each.word in GOOD])
            if shown is not None:
                doubted &= self._columns[shown].astype(np.bool_)
            part = Texts(np.zeros(self._size, np.int64))
            for ways, classes in self._ways(fee).items() if doubted.any() else ():
                here = doubted & np.isin(self._classes, classes) if len(classes) < len(self._of_class) else doubted
                self._tell(fee, words, ways, here, part)
            joined.add(part)
        texts = joined.finish()
        messages = [not_exact(known.split("\n") if known else ()).message for known in texts.known[1:]]
        return Texts(texts.numbers, ["", *messages])

    def _ways(self, fee: str) -> dict[tuple[Way, ...], list[int]]:
        """What ends a doubt is told by the steps of each class of days: the classes in which it is the same."""
        found: dict[tuple[Way, ...], list[int]] = {}
        for place, (plan, parts) in enumerate(self._of_class):
            if fee in parts:
                found.setdefault(enders(plan, fee, *parts[fee]), []).append(place)
        return found

    def _tell(self, fee: str, words: NDArray[Any], ways: Sequence[Way], here: Flags, part: Texts) -> None:
        """Add the doubts of a line in rows in which these ways may end it."""
        open_ways = np.zeros(self._size, np.int64)  # a bit for each of them
        for place, way in enumerate(ways):
            is_open = here
            for name, numbers in way.where:
                values = self._columns[name] if name in self._steps else self._inputs.get(name)
                is_open = is_open & (absent(name) in numbers if values is None else np.isin(values, numbers))
            open_ways += is_open * np.int64(1 << place)
        for status in (each for each in Status if each.word not in GOOD):
            of_status = here & (words == int(status))
            for bits in np.unique(open_ways[of_status]).tolist():
                part.numbers[of_status & (open_ways == bits)] = len(part.known)
                open_here = [way for place, way in enumerate(ways) if bits >> place & 1]
                part.known.append(doubt(fee, status.word, open_here))
