"""The programs: which fees an order pays when it is fulfilled one way or another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from logicost.errors import InputError, RefusedError, nearest, shown
from logicost.fees import FEES
from logicost.fees.delivery_promise import add_promise
from logicost.inputs.fields import NOT_GIVEN
from logicost.inputs.scalar import INPUTS
from logicost.market import Market
from logicost.programs import fba, fbm, mcf
from logicost.rules.expressions import select, total
from logicost.rules.plan import Plan, ProgramPlan
from logicost.tables.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Program:
    """One way to fulfil: its canonical name, its title, and the function that adds its lines to a plan."""

    name: str
    title: str
    add: Callable[[Plan, ProgramPlan], None]


PROGRAMS: dict[str, Program] = {
    program.name: program
    for program in (
        Program("fba", "Fulfillment by Amazon", fba.add),
        Program("fba:awd", "Fulfillment by Amazon, through Amazon Warehousing & Distribution", fba.add_awd),
        *(
            Program(f"mcf:{speed}", f"Multi-Channel Fulfillment, {speed}", mcf.adder(speed))
            for speed in ("standard", "expedited", "priority")
        ),
        *(
            Program(f"fbm:{carrier}", f"fulfilled by merchant, {title}", fbm.adder(carrier))
            for carrier, title in fbm.CARRIERS.items()
        ),
        *(
            Program(f"sfp:{carrier}", f"Seller Fulfilled Prime, {title}", fbm.adder(carrier, prime=True))
            for carrier, title in fbm.CARRIERS.items()
        ),
    )
}
_PLACES = {fee: place for place, fee in enumerate(FEES)}  # on the goods' way
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
    plan = Plan(market, day, shelf, INPUTS)
    price = plan.input("price")
    cost = plan.input("cost")  # without it nothing is known of what was invested, whatever the freight
    invested = select(cost > NOT_GIVEN, total(cost, plan.input("inbound_freight"), plan.input("duty")), 0)
    for name in programs:
        program = plan.program(name)
        PROGRAMS[name].add(plan, program)
        program.lines.sort(key=lambda line: _PLACES[line.fee])
        plan.totals(program, price, invested)
        add_promise(plan, program)
    return plan
