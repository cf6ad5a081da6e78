"""What a program is: who serves which orders, and which fees an order pays then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from logicost.fees import FEES
from logicost.fees.charge import pay
from logicost.programs.density import tell_density
from logicost.programs.left_out import tell_left_out
from logicost.rules.plan import Plan
from logicost.rules.program_plan import ProgramPlan


@dataclass(frozen=True, slots=True)
class Program:
    """One way to fulfil.

    Attributes:
        name, title: its canonical name, and what it is in words.
        serves: the kinds of orders that it serves, ``amazon`` and ``other``.
        rules: what it says besides its fees: rows that it refuses, notes, weights.
    """

    name: str
    title: str
    serves: tuple[str, ...]
    rules: tuple[Callable[[Plan, ProgramPlan], None], ...]

    @property
    def fees(self) -> tuple[str, ...]:
        """The fees that its orders may pay, in the order of the goods' way."""
        return _fees_of(self.name)

    def add(self, plan: Plan) -> ProgramPlan:
        """Add the program to a plan: refusals, lines and notes."""
        program = plan.program(self.name, self.serves)
        for rule in self.rules:
            rule(plan, program)
        for fee in self.fees:
            pay(plan, program, fee)
        tell_left_out(plan, program)
        tell_density(plan, program)
        return program


@lru_cache(maxsize=256)
def _fees_of(program: str) -> tuple[str, ...]:
    return tuple(slug for slug, fee in FEES.items() if fee.is_paid_by(program))
