"""Checking a folder of tables: every file's header and body by the rule that reads it, and the plans that go by its card."""

from __future__ import annotations

import datetime as dt
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from pathlib import Path

from logicost.errors import LogicostError, TableError, nearest
from logicost.fees import FEES
from logicost.fees.cards import read_card
from logicost.fees.charge import pay
from logicost.fees.vocabularies import open_plan, vocabulary
from logicost.market import Market
from logicost.programs import build_plan, programs_of
from logicost.programs.check_market import check_market, check_zones
from logicost.programs.program import Program
from logicost.rules.expressions import references
from logicost.rules.plan import Plan
from logicost.tables.category_names import CATEGORY_NAMES
from logicost.tables.edition import Edition
from logicost.tables.ledger import FILE, read_ledger
from logicost.tables.markets import MARKET_FILE
from logicost.tables.shelf import MOST_FILES, VERSION, Shelf, built_in_tables, no_cards
from logicost.tables.store import COMPILED, compile_cards
from logicost.uncollected import uncollected

Paid = tuple[str, str]  # a program, and a fee that its orders pay


@dataclass(frozen=True, slots=True)
class Finding:
    """One file's verdict; `problem` is None for a good file, `edition` for a ledger and for a file with a problem."""

    path: Path
    edition: Edition | None
    problem: LogicostError | None


def check_tables(folder: Path) -> list[Finding]:
    """Every file's finding. Plans are built on the folder once its files are sound by themselves.

    Raises:
        TableError: ``fee_tables_not_found``, ``fee_tables_empty``.
    """
    if not os.path.isdir(folder):  # noqa: PTH112 - no error for a name that the system does not take
        raise TableError("fee_tables_not_found", "is not a folder", "fee_tables", str(folder))
    built_in = built_in_tables()
    shelf = Shelf(built_in, None if folder.resolve() == built_in.resolve() else folder, compiled=False)
    with uncollected():
        findings = list(_check_files(folder, shelf))
        if not findings:
            raise no_cards(folder)
        return _with_plans(findings, shelf, {*FEES, *(fee for _, fee in Shelf(built_in).paths)})


def _with_plans(findings: list[Finding], shelf: Shelf, known: set[str]) -> list[Finding]:
    """The findings with what plans have against sound files; `known`: the fees that rules use.

    A plan may fail for another card than the one whose day it is of: then the other alone is told.
    """
    found = list(_of_plans(findings, shelf, known))
    blamed = {each.problem.place: each.problem for each in found if isinstance(each.problem, TableError)}

    def own(each: Finding) -> LogicostError | None:
        if isinstance(each.problem, TableError) and each.problem.place not in (None, str(each.path)):
            return None if each.problem.place in paths else each.problem
        return each.problem or blamed.get(str(each.path))

    paths = {str(each.path) for each in found}
    return [replace(each, problem=own(each)) for each in found]


def _of_plans(findings: list[Finding], shelf: Shelf, known: set[str]) -> Iterator[Finding]:
    sound = all(finding.problem is None for finding in findings)
    markets = shelf.markets.by_code.values()
    known = known | {slug for market in markets for slug, _ in market.carriers}
    known |= {f"channel_{name}" for market in markets for name in market.channels}
    known |= {provider.table for market in markets for provider in market.payments.values()}
    plans: _Plans | None = None
    for finding in findings:
        edition, problem = finding.edition, finding.problem
        if edition is not None and edition.has_figures:
            if edition.fee not in known:
                hint = nearest(edition.fee, sorted(known))
                problem = TableError("unknown_fee", f"no rule uses a fee of this name.{hint}", "fee", str(finding.path))
            elif sound:
                if plans is None or plans.market.code != edition.market:  # one market's at a time, as files are sorted
                    plans = _Plans(shelf, shelf.markets.find(edition.market))
                problem = plans.problem(edition)
        yield replace(finding, problem=problem)


def _check_files(folder: Path, shelf: Shelf) -> Iterator[Finding]:
    """The finding of each file below a folder of the form ``<market>/<fee>/<date>.yaml``, by itself.

    Raises:
        TableError: ``fee_tables_too_many``.
    """
    paths = list(islice(folder.rglob("*"), MOST_FILES + 1))
    if len(paths) > MOST_FILES:
        raise TableError("fee_tables_too_many", f"holds more than {MOST_FILES:,} files", "fee_tables", str(folder))
    for path in sorted(paths):
        if path.is_dir() or path.name in ("README.md", VERSION) or path.name.startswith("."):
            continue
        edition, problem = None, None
        try:
            edition = _reader_of(path.relative_to(folder).parts)(folder, shelf, path)
        except LogicostError as found:
            problem = found
        yield Finding(path, edition, problem)


def _reader_of(parts: tuple[str, ...]) -> Callable[[Path, Shelf, Path], Edition | None]:
    if parts == (COMPILED,):
        return _read_compiled
    if len(parts) == 3 and parts[-1].endswith(".yaml"):
        return _read_edition
    files = {FILE: _read_ledger, MARKET_FILE: _read_market, CATEGORY_NAMES: _read_names}
    return files.get(parts[-1], _stray) if len(parts) == 2 else _stray


def _read_edition(folder: Path, shelf: Shelf, path: Path) -> Edition:
    edition = shelf.edition(path, own=shelf.own is not None)
    check_zones(read_card(edition), shelf.markets.find(edition.market), path)
    return edition


def _read_ledger(folder: Path, shelf: Shelf, path: Path) -> None:
    ledger = read_ledger(shelf.store(own=shelf.own is not None), path.parent.name.upper())
    known = {each.name for each in path.parent.iterdir() if each.is_dir()}
    for fee in {*ledger.fees} ^ known:
        problem = "has no cards here" if fee in ledger.fees else "has cards, but the ledger does not name it"
        raise TableError("ledger_incomplete", f"{fee} {problem}", fee, str(path))


def _read_market(folder: Path, shelf: Shelf, path: Path) -> None:
    check_market(shelf, path, own=shelf.own is not None)


def _read_names(folder: Path, shelf: Shelf, path: Path) -> None:
    vocabulary(shelf, shelf.markets.find(path.parent.name)).categories  # noqa: B018 - read for its faults


def _read_compiled(folder: Path, shelf: Shelf, path: Path) -> None:
    """The compiled cards must say what the YAML files beside them say."""
    if path.read_bytes() != compile_cards(folder):
        raise TableError(
            "table_not_compiled", "does not say what the YAML files say: build the wheel anew", place=str(path)
        )


def _stray(folder: Path, shelf: Shelf, path: Path) -> None:
    raise TableError("table_misplaced", "is not of the form us/<fee>/2026-01-15.yaml", place=str(path))


class _Plans:
    """What plans of a market have against its cards. Of a card's first day only the fees that go by the card are built."""

    def __init__(self, shelf: Shelf, market: Market) -> None:
        self._shelf, self.market = shelf, market
        self._built: dict[dt.date, tuple[Plan, set[Paid]]] = {}

    def problem(self, edition: Edition) -> LogicostError | None:
        """What keeps a plan with the edition from being built; a day without size tiers has none to build."""
        day = edition.effective
        if self._shelf.choose(self.market.code, "size_tiers", day).edition is None:
            return None
        try:
            fees, within = self._fees_of.get(edition.fee, []), self._whole.cards
            if fees or edition.id not in within:  # a promise, say, is no fee's, and the whole plan has it
                self._build(day, fees)
        except LogicostError as problem:
            self._built.pop(day, None)  # it is half made
            card = getattr(problem, "place", None)  # the id of a card, where one is known to be at fault
            path = next((each.path for each in self._editions if each.id == card), edition.path)
            message = problem.message.removeprefix(f"{card}: ")
            return TableError(problem.code, message, problem.field, str(path))
        return None

    @cached_property
    def _editions(self) -> list[Edition]:
        fees = self._shelf.files(self.market.code)
        return [edition for fee in fees for edition in self._shelf.editions(self.market.code, fee)]

    def _build(self, day: dt.date, fees: Iterable[Paid]) -> None:
        """A plan with those fees; where they are not known, with all."""
        if not fees:
            build_plan(self.market, day, self._shelf, tuple(self._programs))
            return
        if day not in self._built:
            self._built[day] = open_plan(self.market, day, self._shelf), set()
        plan, built = self._built[day]
        for paid in fees:
            if paid not in built:
                built.add(paid)
                program, fee = paid
                pay(plan, plan.program(program, self._programs[program].serves), fee)

    @cached_property
    def _programs(self) -> Mapping[str, Program]:
        return programs_of(self.market)

    @cached_property
    def _whole(self) -> Plan:
        """The plan of the last card's first day, with all programs."""
        last = max(files[0][0] for files in self._shelf.files(self.market.code).values())
        return build_plan(self.market, last, self._shelf, tuple(self._programs))

    @cached_property
    def _fees_of(self) -> dict[str, list[Paid]]:
        """Table to the fees that go by it: those that are named like it, and those that do so on the last card's day."""
        found = {
            table: [(program.name, slug)]
            for program in self._programs.values()
            for slug in program.fees
            if (table := FEES[slug].table) is not None
        }
        for table, fees in _fees_by_table(self._whole).items():
            found[table] = [*found.get(table, ()), *fees]
        return found


def _fees_by_table(plan: Plan) -> dict[str, list[Paid]]:
    """Table to the fees whose steps name a card of it, but for what they take from another fee."""
    lines = [(program.name, line) for program in plan.programs.values() for line in program.lines]
    of_fees = {name for _, line in lines for name in (line.shown, line.amount, line.status)}
    tables: dict[str, set[str]] = {}
    for step in plan.steps.values():
        named = {step.edition.split("/")[1]} if step.edition else set()
        read = (tables.get(name, set()) for name in references(step.expression) if name not in of_fees)
        tables[step.name] = named.union(*read)
    found: dict[str, dict[tuple[str, str], Paid]] = defaultdict(dict)
    for program, line in lines:
        for table in tables[line.amount] | tables[line.status] | tables[line.shown]:
            found[table].setdefault((line.fee, line.amount), (program, line.fee))  # one program of those that share it
    return {table: list(paid.values()) for table, paid in found.items()}
