"""Checking a folder of tables whole: each file by itself, whether any rule uses it, and whether plans can be built on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from logicost.errors import LogicostError, TableError, nearest
from logicost.fees import FEES
from logicost.fees.check import Finding, check_folder
from logicost.market import Market
from logicost.programs import build_plan, programs_of
from logicost.tables.edition import Edition
from logicost.tables.shelf import Shelf, built_in_tables


def check_tables(folder: Path) -> Iterator[Finding]:
    """Every file's finding. Plans are built on the folder once its files are sound by themselves.

    Raises:
        TableError: ``fee_tables_not_found``.
    """
    findings = list(check_folder(folder))
    sound = all(finding.problem is None for finding in findings)
    built_in = Shelf(built_in_tables())
    shelf = built_in if folder.resolve() == built_in.built_in.resolve() else Shelf(built_in.built_in, folder)
    known = {fee for _, fee in built_in.paths} | set(FEES)
    known |= {slug for market in shelf.markets.by_code.values() for slug, _ in market.carriers}
    built: dict[tuple[str, dt.date], set[str]] = {}
    for finding in findings:
        if finding.edition is None or not finding.edition.has_figures:
            yield finding
        elif finding.edition.fee not in known:
            hint = nearest(finding.edition.fee, sorted(known))
            unused = TableError("unknown_fee", f"no rule uses a fee of this name.{hint}", "fee", str(finding.path))
            yield Finding(finding.path, finding.edition, unused)
        else:
            yield Finding(
                finding.path, finding.edition, _plan_problem(shelf, finding.edition, built) if sound else None
            )


def _plan_problem(shelf: Shelf, edition: Edition, built: dict[tuple[str, dt.date], set[str]]) -> LogicostError | None:
    """What keeps a plan with the edition from being built; a market or day without size tiers has none to build.

    Args:
        built: the programs of which a plan of the market and day was built before, each of which is built but once.
    """
    market, day = shelf.markets.find(edition.market), edition.effective
    if shelf.choose(market.code, "size_tiers", day).edition is None:
        return None
    done = built.setdefault((market.code, day), set())
    names = tuple(name for name in _programs_with(market, edition.fee) if name not in done)
    try:
        if names:
            build_plan(market, day, shelf, names)
    except LogicostError as problem:
        return TableError(problem.code, problem.message, problem.field, str(edition.path))
    done.update(names)
    return None


def _programs_with(market: Market, table: str) -> list[str]:
    """Programs whose plans read the table: one that pays its fee, those of a carrier, or else all, as no line is named by it."""
    programs = programs_of(market)
    paying = [name for name, program in programs.items() if any(FEES[fee].table == table for fee in program.fees)]
    return paying[:1] or [name for name in programs if name.partition(":")[2] == table] or list(programs)
