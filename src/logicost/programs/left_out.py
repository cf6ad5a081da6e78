"""What a program's figures leave out where the seller does not state it: said of every program alike."""

from __future__ import annotations

from logicost.inputs.fields import NOT_GIVEN
from logicost.rules.expressions import Reference
from logicost.rules.plan import Kind, Plan, once
from logicost.rules.program_plan import Note, ProgramPlan

_GOODS = ("cost of goods", "cost")
_TO_AMAZON = (_GOODS, ("freight to Amazon", "inbound_freight"))
_OWN = (_GOODS, ("packaging", "packaging"), ("handling", "handling"), ("own storage", "own_storage"))
LEFT_OUT = {"fba": _TO_AMAZON, "mcf": _TO_AMAZON, "fbm": _OWN, "sfp": _OWN}


def tell_left_out(plan: Plan, program: ProgramPlan) -> None:
    """A note for each cost that is not given; 0 is given. Placement and storage tell it themselves."""
    for cost, name in LEFT_OUT[program.name.partition(":")[0]]:
        program.notes.append(Note(_is_not_given(plan, name).name, f"{cost} is not included: give {name}"))


@once
def _is_not_given(plan: Plan, name: str) -> Reference:
    return plan.step(f"{name}_is_not_given", plan.input(name).equals(NOT_GIVEN), Kind.FLAG)
