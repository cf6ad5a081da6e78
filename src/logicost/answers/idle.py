"""Inputs that were given and have no effect on any of the programs asked for: they are named, not passed over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from logicost.answers.engine import Engine, compiled_plan
from logicost.answers.explain import output_names, used_names
from logicost.answers.request import Request
from logicost.errors import LogicostError
from logicost.inputs.fields import FIELD
from logicost.rules.plan import Plan, once

_READ_AS = {  # a column to an input that it is read into with others
    "parcel": "parcel_1", "zone": "zone_given", "zone_mix": "zone_given", "average_inventory": "days_in_storage", "monthly_units": "",
    "market": "", "on": "", "channel": "",
}  # fmt: skip
_GIVES_WAY = {
    "average_inventory": "days_in_storage"
}  # a column to the one that is read in its place where both are given


def idle_inputs(plan: Plan, programs: Iterable[str], given: Iterable[str]) -> list[str]:
    """Those of the given columns that no figure of the programs depends on. Columns that describe the product count as
    its description, whatever they are used for.

    Args:
        programs: canonical names.
    """
    used = frozenset[str]().union(*(_used_by(plan, name) for name in programs))
    names = [name for name in given if name in FIELD and not FIELD[name].product]
    return [name for name in names if (read_as := _READ_AS.get(name, name)) and read_as not in used]


@once
def _used_by(plan: Plan, program: str) -> frozenset[str]:
    """What the figures and notes of a program depend on."""
    of = plan.program_of(program)
    return frozenset(used_names(plan, [*output_names(of), *(note.flag for note in of.notes)]))


def idle_in_row(plan: Plan, programs: Iterable[str], given: Iterable[str]) -> list[str]:
    """The same of one row's values, of which one may go before another."""
    names = list(given)
    idle = set(idle_inputs(plan, programs, names))
    return [name for name in names if name in idle or _GIVES_WAY.get(name) in names]


def idle_columns(request: Request, columns: Iterable[str], markets: Iterable[str | None]) -> str:
    """What is to be said of a catalog's columns that no program goes by in any market of its rows; "" where all count.

    Args:
        markets: as the rows say them; None is the request's.
    """
    idle = [name for name in columns if name in FIELD]
    for market in set(markets) or {None}:
        idle = _idle_in(request, market, idle)
    if not idle:
        return ""
    has = "columns have" if len(idle) > 1 else "a column has"
    return f"{has} no effect on {', '.join(request.programs.values())}: {', '.join(idle)}"


def _idle_in(request: Request, market: str | None, names: Sequence[str]) -> list[str]:
    shelf, programs = Engine(request.fee_tables).shelf, tuple(request.programs)
    try:
        code = shelf.markets.find(market or request.market).code
        plan = compiled_plan(shelf, code, request.day, programs).plan
    except LogicostError:
        return list(names)  # each row tells it
    return idle_inputs(plan, programs, names)
