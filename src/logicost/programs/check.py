"""Checking a folder of tables whole: each file by itself, whether any rule uses it, and whether plans can be built on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from logicost.errors import LogicostError, TableError, nearest
from logicost.fees import FEES
from logicost.fees.check import Finding, check_folder
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
    whole: dict[tuple[str, dt.date], bool] = {}
    for finding in findings:
        if finding.edition is None or not finding.edition.has_figures:
            yield finding
        elif finding.edition.fee not in known:
            hint = nearest(finding.edition.fee, sorted(known))
            unused = TableError("unknown_fee", f"no rule uses a fee of this name.{hint}", "fee", str(finding.path))
            yield Finding(finding.path, finding.edition, unused)
        else:
            problem = None
            if sound and not _is_buildable(shelf, finding.edition.market, finding.edition.effective, whole):
                problem = _plan_problem(shelf, finding.edition)
            yield Finding(finding.path, finding.edition, problem)


def _is_buildable(shelf: Shelf, market: str, day: dt.date, known: dict[tuple[str, dt.date], bool]) -> bool:
    """Whether a plan of all programs can be built, which is tried once for each day."""
    if (market, day) not in known:
        try:
            store = shelf.markets.find(market)
            build_plan(store, day, shelf, tuple(programs_of(store)))
        except LogicostError:
            known[market, day] = False
        else:
            known[market, day] = True
    return known[market, day]


def _plan_problem(shelf: Shelf, edition: Edition) -> LogicostError | None:
    """What keeps a plan with the edition from being built; a market or day without size tiers has none to build."""
    market = shelf.markets.find(edition.market)
    if shelf.choose(market.code, "size_tiers", edition.effective).edition is None:
        return None
    for program in programs_of(market):
        try:
            build_plan(market, edition.effective, shelf, (program,))
        except LogicostError as problem:
            return TableError(problem.code, problem.message, problem.field, str(edition.path))
    return None
