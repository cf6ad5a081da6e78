"""The refusals of `strict` for whole columns: each row's lines that are not exact, and what would end each doubt."""

from __future__ import annotations

import numpy as np

from logicost.answers.engine import Compiled
from logicost.answers.strict import absent, doubt, enders, not_exact, parts_of
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
    result = Texts(np.zeros(len(rows), np.int64))
    for place, member in enumerate(
        compiled.members or (compiled,)
    ):  # what ends a doubt is told by the steps of one class
        here = np.flatnonzero(rows & (inputs[DAY_CLASS] == place) if compiled.members else rows)
        if len(here):
            plan = member.plan
            part = _inexact(plan.programs[program.name], plan, Picked(columns, here), Picked(inputs, here), len(here))
            result.numbers[here] = part.numbers + len(result.known) - 1
            result.known += part.known[1:]
    return result


def _inexact(program: ProgramPlan, plan: Plan, columns: Columns, inputs: Columns, size: int) -> Texts:
    joined = Joined(size, "\n")
    for fee, shown, status, card in parts_of(program):
        doubted = np.full(size, fill_value=True) if shown is None else columns[shown].astype(np.bool_)
        words, ways = columns[status], enders(plan, fee, status, card)
        open_ways = np.zeros(size, np.int64)  # a bit for each of them
        for place, way in enumerate(ways):
            here = np.full(size, fill_value=True)
            for name, numbers in way.where:
                values = columns[name] if name in plan.steps else inputs.get(name)
                here &= absent(name) in numbers if values is None else np.isin(values, numbers)
            open_ways += here * np.int64(1 << place)
        part = Texts(np.zeros(size, np.int64))
        for each in (each for each in Status if each.word not in GOOD):
            here = doubted & (words == int(each))
            for bits in np.unique(open_ways[here]).tolist():
                part.numbers[here & (open_ways == bits)] = len(part.known)
                open_here = [way for place, way in enumerate(ways) if bits >> place & 1]
                part.known.append(doubt(fee, each.word, open_here))
        joined.add(part)
    texts = joined.finish()
    messages = [not_exact(known.split("\n") if known else ()).message for known in texts.known[1:]]
    return Texts(texts.numbers, ["", *messages])
