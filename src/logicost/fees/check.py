"""Checking tables: every file's header and body by the rule that reads it, and files of one fee against each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from logicost.errors import LogicostError, TableError
from logicost.fees import cards
from logicost.fees.vocabularies import category_book
from logicost.tables.category_names import CATEGORY_NAMES
from logicost.tables.edition import Edition, read_edition
from logicost.tables.ledger import FILE, read_ledger
from logicost.tables.markets import MARKET_FILE, read_market
from logicost.tables.shelf import VERSION, Shelf, built_in_tables
from logicost.tables.store import COMPILED, Store, YamlFolder, compile_cards


@dataclass(frozen=True, slots=True)
class Finding:
    """One file's verdict; `problem` is None for a good file, `edition` for a ledger and for a file with a problem."""

    path: Path
    edition: Edition | None
    problem: LogicostError | None


def check_folder(folder: Path) -> Iterator[Finding]:
    """Read every edition below a folder of the form ``<market>/<fee>/<date>.yaml``.

    Raises:
        TableError: ``fee_tables_not_found``.
    """
    if not folder.is_dir():
        raise TableError("fee_tables_not_found", "is not a folder", "fee_tables", str(folder))
    shelf, store = Shelf(built_in_tables(), folder), YamlFolder(folder)
    for path in sorted(folder.rglob("*")):
        if path.is_dir() or path.name in ("README.md", VERSION) or path.name.startswith("."):
            continue
        if path == folder / COMPILED:
            yield _check_compiled(folder, path)
            continue
        if path.name == FILE and len(path.relative_to(folder).parts) == 2:
            yield _check_ledger(store, path)
            continue
        if path.name == MARKET_FILE and path.parent.parent == folder:
            yield _check_market(store, path)
            continue
        if path.name == CATEGORY_NAMES and path.parent.parent == folder:
            yield _check_names(shelf, path)
            continue
        if path.suffix != ".yaml" or len(path.relative_to(folder).parts) != 3:
            stray = TableError("table_misplaced", "is not of the form us/<fee>/2026-01-15.yaml", place=str(path))
            yield Finding(path, None, stray)
            continue
        yield _check_file(store, path, shelf)


def _check_ledger(store: Store, path: Path) -> Finding:
    try:
        market = path.parent.name.upper()
        ledger = read_ledger(store, market)
        known = {each.name for each in path.parent.iterdir() if each.is_dir()}
        for fee in {*ledger.fees} ^ known:
            problem = "has no cards here" if fee in ledger.fees else "has cards, but the ledger does not name it"
            raise TableError("ledger_incomplete", f"{fee} {problem}", fee, str(path))
    except LogicostError as problem:
        return Finding(path, None, problem)
    return Finding(path, None, None)


def _check_market(store: Store, path: Path) -> Finding:
    try:
        read_market(store, path)
    except LogicostError as problem:
        return Finding(path, None, problem)
    return Finding(path, None, None)


def _check_names(shelf: Shelf, path: Path) -> Finding:
    try:
        category_book(shelf, shelf.markets.find(path.parent.name))
    except LogicostError as problem:
        return Finding(path, None, problem)
    return Finding(path, None, None)


def _check_compiled(folder: Path, path: Path) -> Finding:
    """The compiled cards must say what the YAML files beside them say."""
    try:
        if path.read_bytes() != compile_cards(folder):
            raise TableError(
                "table_not_compiled", "does not say what the YAML files say: build the wheel anew", place=str(path)
            )
    except LogicostError as problem:
        return Finding(path, None, problem)
    return Finding(path, None, None)


def _check_file(store: Store, path: Path, shelf: Shelf) -> Finding:
    try:
        edition = read_edition(store, path, shelf.markets.of_folder(path), own=True)
        cards.read_card(edition)
    except LogicostError as problem:
        return Finding(path, None, problem)
    return Finding(path, edition, None)
