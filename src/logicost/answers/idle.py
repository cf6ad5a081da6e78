"""Inputs that were given and have no effect on any of the programs asked for: they are named, not passed over."""

from __future__ import annotations

from collections.abc import Iterable

from logicost.answers.explain import output_names, used_names
from logicost.inputs.fields import FIELD
from logicost.rules.plan import Plan

_READ_AS = {  # a column to an input that it is read into with others
    "zone": "zone_given", "zone_mix": "zone_given", "average_inventory": "days_in_storage", "monthly_units": "",
    "market": "", "on": "", "channel": "",
}  # fmt: skip


def idle_inputs(plan: Plan, programs: Iterable[str], given: Iterable[str]) -> list[str]:
    """Those of the given columns that no figure of the programs depends on. Columns that describe the product count as
    its description, whatever they are used for.

    Args:
        programs: canonical names.
    """
    used: set[str] = set()
    for program in (plan.program_of(name) for name in programs):
        used |= used_names(plan, [*output_names(program), *(note.flag for note in program.notes)])
    names = [name for name in given if name in FIELD and not FIELD[name].product]
    return [name for name in names if (read_as := _READ_AS.get(name, name)) and read_as not in used]
