"""The programs: which fees an order pays when it is fulfilled one way or another, and which of them a market offers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import lru_cache

from logicost.errors import InputError, RefusedError, nearest, shown, text_of
from logicost.fees.delivery_promise import add_promise
from logicost.fees.referral_category import tell_category
from logicost.fees.sale import refuse_too_large_discounts, tell_missing_price
from logicost.fees.sales_tax import tell_sales_tax
from logicost.fees.vocabularies import open_plan
from logicost.inputs.fields import NOT_GIVEN
from logicost.market import Market
from logicost.programs import fba, fbm, mcf
from logicost.programs.program import Program
from logicost.rules.closing import finish
from logicost.rules.expressions import TRUE, maximum, select, total
from logicost.rules.plan import Plan
from logicost.rules.program_plan import ProgramPlan
from logicost.tables.markets import Markets
from logicost.tables.shelf import Shelf, open_shelf
from logicost.tables.status import Status

ALIASES = {"mcf": "mcf:standard"}
BY_CARRIER = ("fbm", "sfp")  # alone they mean the market's default carrier

SERVES = {  # a program's first word to the kinds of orders that it serves
    program.name.partition(":")[0]: program.serves
    for program in (*fba.PROGRAMS, *mcf.PROGRAMS, *fbm.programs((fbm.FLAT,)))
}
FAMILIES = ("fba", "mcf", *BY_CARRIER)


@lru_cache(maxsize=64)
def programs_of(market: Market) -> dict[str, Program]:
    """The programs that a market offers, by canonical name."""
    every = (*fba.PROGRAMS, *mcf.PROGRAMS, *fbm.programs((*market.carriers, fbm.FLAT)))
    return {
        program.name: program
        for program in every
        if program.name in market.programs or program.name.partition(":")[0] in set(market.programs) & set(BY_CARRIER)
    }


def _known(markets: Iterable[Market]) -> list[str]:
    """Every name that some market knows."""
    carriers = {carrier: None for market in markets for carrier in (*market.carriers, fbm.FLAT)}
    every = (*fba.PROGRAMS, *mcf.PROGRAMS, *fbm.programs(tuple(carriers)))
    return [*ALIASES, *BY_CARRIER, *(program.name for program in every)]


def find_program(text: object, markets: Markets | None = None) -> str:
    """The canonical name of a program: ``mcf`` is ``mcf:standard``; a bare ``fbm`` goes by the market of the row.

    Args:
        markets: whose carriers are known; default those that logicost ships.

    Raises:
        InputError: ``unknown_program``.
    """
    word = text_of(text)[:80].strip().lower().replace("-", "_")
    name = ALIASES.get(word, word)
    every = (markets or open_shelf().markets).by_code
    if name in _known(()) or any(
        name in _known((market,)) for market in every.values()
    ):  # no more are read than needed
        return name
    hint = nearest(word, _known(every.values()))
    raise InputError(
        "unknown_program", f"program {shown(text)} is not known.{hint} {_listed(word, every.values())}", "program"
    )


def _listed(word: str, markets: Iterable[Market]) -> str:
    """What may be named: the carriers of each market only to whoever names one."""
    family = word.partition(":")[0]
    carriers = [(market.code, [name for name, _ in market.carriers]) for market in markets if market.carriers]
    if ":" in word and family in BY_CARRIER:
        by_market = "; ".join(f"{code} {', '.join(names)}" for code, names in carriers)
        return f"{family} goes alone, with {fbm.FLAT[0]}, or with a carrier of the store: {by_market}"
    alone = [program for program in _known(()) if program.partition(":")[0] not in BY_CARRIER]
    example = f", such as {BY_CARRIER[0]}:{carriers[0][1][0]}" if carriers else ""
    return f"Known: {', '.join(alone)}; {' and '.join(BY_CARRIER)} go alone or with a carrier{example}"


def find_programs(programs: str | Sequence[str], markets: Markets | None = None) -> tuple[str, ...]:
    """Canonical names, in the order given, each once; text may list them with commas.

    Raises:
        InputError: ``unknown_program`` or ``no_program``.
    """
    words = programs.split(",") if isinstance(programs, str) else list(programs)
    names = tuple(dict.fromkeys(find_program(word, markets) for word in words if str(word).strip()))
    if not names:
        example = ", ".join(("fba", *ALIASES, *BY_CARRIER))
        raise InputError("no_program", f"name at least one program, such as {example}", "program")
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
    add_programs(plan, programs)
    return plan


def add_programs(plan: Plan, programs: Sequence[str]) -> None:
    """Add programs to a plan that has none.

    Raises:
        RefusedError: ``date_before_tables``.
        TableError: a table is malformed.
    """
    market = plan.market
    cost = plan.input("cost")  # without it nothing is known of what was invested, whatever the freight
    put_in = total(cost, maximum(plan.input("inbound_freight"), 0), plan.input("duty"), plan.input("own_prep"))
    invested = select(cost > NOT_GIVEN, put_in, 0)
    offered = programs_of(market)
    for name in dict.fromkeys(market.canonical(name) for name in programs):
        program = offered[name].add(plan) if name in offered else _refused(plan, name)
        refuse_too_large_discounts(plan, program)
        tell_sales_tax(plan, program)
        tell_missing_price(plan, program)
        tell_category(plan, program)
        unknown = select(plan["price_is_missing"], Status.UNSOURCED, plan["sales_tax_status"])
        finish(plan, program, plan[program.revenue], invested, unknown)
        if name in offered:
            add_promise(plan, program)


def _refused(plan: Plan, name: str) -> ProgramPlan:
    """A program that the market does not offer: no row of it can be quoted."""
    market, program = plan.market, plan.program(name)
    if plan.choose("size_tiers").edition is None:
        program.size_tier = None
        program.dimensional_weight = program.shipping_weight = plan["plain_weight"].name
    plan[program.size_tier or "plain_weight"]
    plan.refuse(
        program,
        program.step("is_not_offered"),
        TRUE,
        "program_not_offered",
        "program",
        f"{name} is not offered in {market.code}; it has {', '.join(programs_of(market)) or 'none'}",
    )
    return program
