"""The programs: which fees an order pays when it is fulfilled one way or another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from logicost.errors import InputError, RefusedError, nearest, shown
from logicost.fees.delivery_promise import add_promise
from logicost.fees.vocabularies import open_plan
from logicost.inputs.fields import NOT_GIVEN
from logicost.market import Market
from logicost.programs import fba, fbm, mcf
from logicost.programs.program import Program
from logicost.rules.expressions import select, total
from logicost.rules.plan import Plan
from logicost.tables.shelf import Shelf

PROGRAMS: dict[str, Program] = {program.name: program for program in (*fba.PROGRAMS, *mcf.PROGRAMS, *fbm.PROGRAMS)}
ALIASES = {"mcf": "mcf:standard", "fbm": "fbm:usps_ground_advantage", "sfp": "sfp:usps_ground_advantage"}


def find_program(text: object) -> str:
    """The canonical name of a program: ``mcf`` is ``mcf:standard``.

    Raises:
        InputError: ``unknown_program``.
    """
    word = str(text)[:80].strip().lower().replace("-", "_")
    name = ALIASES.get(word, word)
    if name in PROGRAMS:
        return name
    known = [*ALIASES, *PROGRAMS]
    raise InputError(
        "unknown_program",
        f"program {shown(text)} is not known.{nearest(word, known)} Known: {', '.join(known)}",
        "program",
    )


def find_programs(programs: str | Sequence[str]) -> tuple[str, ...]:
    """Canonical names, in the order given, each once; text may list them with commas.

    Raises:
        InputError: ``unknown_program`` or ``no_program``.
    """
    words = programs.split(",") if isinstance(programs, str) else list(programs)
    names = tuple(dict.fromkeys(find_program(word) for word in words if str(word).strip()))
    if not names:
        raise InputError("no_program", f"name at least one program, such as {', '.join(['fba', *ALIASES])}", "program")
    return names


def build_plan(market: Market, day: dt.date, shelf: Shelf, programs: Sequence[str]) -> Plan:
    """The plan that prices those programs (canonical names) in a market on a day.

    Raises:
        RefusedError: ``market_without_tables``, ``date_before_tables``.
        TableError: a table is malformed.
    """
    if not shelf.has_cards(market):
        raise RefusedError(
            "market_without_tables",
            f"no fee tables are on file for {market.code}; give your own with fee_tables",
            "market",
        )
    plan = open_plan(market, day, shelf)
    price = plan.input("price")
    cost = plan.input("cost")  # without it nothing is known of what was invested, whatever the freight
    invested = select(cost > NOT_GIVEN, total(cost, plan.input("inbound_freight"), plan.input("duty")), 0)
    for name in programs:
        program = PROGRAMS[name].add(plan)
        plan.finish(program, price, invested)
        add_promise(plan, program)
    return plan
