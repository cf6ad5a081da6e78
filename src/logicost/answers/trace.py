"""What a result keeps instead of the plan behind it: the inputs as whole numbers, and under which plan they were read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from logicost.answers.engine import Answer, Compiled, answer_inputs, compiled_plan
from logicost.answers.explain import explain_program
from logicost.answers.results import ExplainedStep
from logicost.rules.plan import Plan
from logicost.tables.shelf import open_shelf


@dataclass(frozen=True, slots=True)
class RowTrace:
    """One row as it was read; the answer is worked out from it again, under the same tables.

    Attributes:
        programs: canonical names.
        inputs: the values of every input of the rules.
        own: the user's folder of cards.
        origins: as of the answer.
    """

    market: str
    day: dt.date
    programs: tuple[str, ...]
    inputs: Mapping[str, int]
    own: Path | None
    origins: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, answer: Answer) -> RowTrace:
        plan = answer.plan
        inputs = {name: value for name, value in answer.values.items() if name in plan.inputs}
        return cls(plan.market.code, answer.day, tuple(answer.programs), inputs, plan.shelf.own, answer.origins)

    @property
    def key(self) -> tuple[str, dt.date, tuple[str, ...]]:
        return self.market, self.day, self.programs

    @property
    def plan(self) -> Plan:
        return self._compiled().plan

    def _compiled(self) -> Compiled:
        return compiled_plan(open_shelf(self.own), self.market, self.day, self.programs)

    def answer_for(self, programs: Sequence[str], inputs: Mapping[str, int]) -> Answer:
        return replace(self, programs=tuple(programs), inputs=inputs).answer()

    def answer(self) -> Answer:
        answer = answer_inputs(self._compiled(), dict(self.inputs), self.programs)
        return replace(answer, origins=self.origins)

    def explain(self, program: str, everything: bool) -> list[ExplainedStep]:
        return explain_program(self.answer(), program, everything)
