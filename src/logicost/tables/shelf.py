"""The shelf of all editions on file, and the choice of the one in force on a day."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial, wraps
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from logicost.errors import TableError, text_of
from logicost.inputs.days import FIRST_DAY, LAST_DAY
from logicost.market import Market
from logicost.tables.category_names import read_category_names
from logicost.tables.edition import Edition, read_edition
from logicost.tables.ledger import Ledger, read_ledger
from logicost.tables.markets import Markets, read_markets
from logicost.tables.status import Status
from logicost.tables.store import Store, YamlFolder, open_store

ENVIRONMENT = "LOGICOST_FEE_TABLES"
File = tuple[dt.date, bool, Path]  # a card's first day, whether it is the user's own, and where it stands
VERSION = "VERSION"  # a file of the tables: the day of their last change
CARDS_PACKAGE = "logicost_cards"  # the tables alone, released between versions of logicost
MOST_FILES = 50_000  # cards in a folder
P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Choice:
    """What is on file for a fee on a day.

    Attributes:
        edition: the card to use; None where nothing is charged or nothing is on file.
        status: exact, override, projected or estimate with a card; exact where nothing is charged; unsourced else.
        why: a sentence where the status is not exact.
        stands_in: the card is used in place of one that is not on file.
    """

    edition: Edition | None
    status: Status
    why: str = ""
    stands_in: bool = False

    @property
    def nothing_charged(self) -> bool:
        return self.edition is None and self.status is Status.EXACT

    @property
    def source(self) -> str | None:
        """The card's id."""
        return self.edition.id if self.edition else None


_NEVER = dt.date.max, dt.date.min, Choice(None, Status.UNSOURCED)


def kept_by_shelf(most: int) -> Callable[[Callable[Concatenate[Shelf, P], R]], Callable[Concatenate[Shelf, P], R]]:
    """At most so many results of a function are kept for each shelf, and go with it: a process that sees one folder of
    cards after the other must not keep the plans of all."""

    def decorate(work: Callable[Concatenate[Shelf, P], R]) -> Callable[Concatenate[Shelf, P], R]:
        @wraps(work)
        def of_shelf(shelf: Shelf, /, *given: P.args, **named: P.kwargs) -> R:
            kept = shelf.kept.get(work)
            if kept is None:
                kept = shelf.kept.setdefault(work, lru_cache(maxsize=most)(partial(work, shelf)))
            return cast("R", kept(*given, **named))

        return of_shelf

    return decorate


class Shelf:
    """The built-in tables, with a user's folder before them.

    Files are read when first needed and kept. Where a card in the user's folder covers the day it is used instead of
    the built-in ones; otherwise the latest-effective card whose window holds the day.

    Args:
        compiled: whether the compiled cards are read where the built-in tables have them, and not their YAML.
    """

    def __init__(self, built_in: Path, own: Path | None = None, *, compiled: bool = True) -> None:
        if own is not None and not own.is_dir():
            raise TableError(
                "fee_tables_not_found",
                "is not a folder; give one of the form us/<fee>/<date>.yaml",
                "fee_tables",
                str(own),
            )
        self.built_in = built_in
        self.own = own
        read = open_store if compiled else YamlFolder
        self._stores: dict[bool, Store] = {False: read(built_in)}  # whether it is the user's own
        if own is not None:
            self._stores[True] = YamlFolder(own)
        self._files: dict[str, dict[str, list[File]]] = {}
        self._read: dict[Path, Edition] = {}
        self._chosen: dict[tuple[str, str], tuple[dt.date, dt.date, Choice]] = {}  # last, with the days that it is for
        self._changes: dict[tuple[str, str], tuple[dt.date, ...]] = {}
        self._ledgers: dict[str, Ledger] = {}
        self.kept: dict[Callable[..., Any], Callable[..., Any]] = {}  # see `kept_by_shelf`

    @property
    def paths(self) -> dict[tuple[str, str], list[File]]:
        """(market, fee) to its files, of every market; `files` lists those of one."""
        folders = {folder for store in self._stores.values() for folder in store.markets()}
        return {
            (folder.upper(), fee): files
            for folder in sorted(folders)
            for fee, files in self.files(folder.upper()).items()
        }

    def files(self, market: str) -> dict[str, list[File]]:
        """Each fee of a market with its files, latest first, a user's file before a built-in one of the same day."""
        if market not in self._files:
            found: dict[str, list[File]] = {}
            for own, store in self._stores.items():
                for path in store.files(market.lower()):
                    try:
                        day = dt.date.fromisoformat(path.stem)
                    except ValueError:
                        day = dt.date.max
                    if not FIRST_DAY <= day <= LAST_DAY:
                        raise TableError(
                            "table_value", "must be named by its first day, such as 2026-01-15.yaml", place=str(path)
                        )
                    found.setdefault(path.parent.name, []).append((day, own, path))
            for files in found.values():
                files.sort(key=lambda file: (file[0], file[1]), reverse=True)
            self._files[market] = found
        return self._files[market]

    @cached_property
    def markets(self) -> Markets:
        """The markets that the tables know, a user's file before those that logicost ships."""
        stores = list(self._stores.values())
        if self.built_in != (shipped := built_in_tables()):
            stores.insert(0, open_store(shipped))
        return read_markets(stores)

    def has_cards(self, market: Market) -> bool:
        """Whether any fee of the market is on file."""
        return bool(self.files(market.code))

    def store(self, own: bool) -> Store:
        return self._stores[own]

    def edition(self, path: Path, own: bool) -> Edition:
        if path not in self._read:
            market = self.markets.of_folder(path)
            self._read[path] = read_edition(self._stores[own], path, market, own=own)
        return self._read[path]

    def editions(self, market: str, fee: str) -> list[Edition]:
        """Every edition of a fee, latest first."""
        return [self.edition(path, own) for _, own, path in self.files(market).get(fee, [])]

    def ledger(self, market: str) -> Ledger:
        """To what day the built-in cards of a market were read."""
        if market not in self._ledgers:
            self._ledgers[market] = read_ledger(self._stores[False], market)
        return self._ledgers[market]

    def category_names(self, market: str, known: Iterable[str]) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
        """Other names of the market's categories, and words that may mean several; the user's own go first."""
        same: dict[str, str] = {}
        read_as: dict[str, tuple[str, ...]] = {}
        for store in self._stores.values():
            names, words = read_category_names(store, market, tuple(known))
            same, read_as = {**same, **names}, {**read_as, **words}
        return same, read_as

    def choose(self, market: str, fee: str, day: dt.date) -> Choice:
        """The card of a fee in force on a day, and how well it is known."""
        first, last, choice = self._chosen.get((market, fee), _NEVER)
        if not first <= day <= last:
            choice, last = self._choose(market, fee, day)
            self._chosen[market, fee] = day, last, choice
        return choice

    def _choose(self, market: str, fee: str, day: dt.date) -> tuple[Choice, dt.date]:
        """The choice, and a day to which it is the same: many days are asked for one after the other."""
        files = self.files(market).get(fee, [])
        begun = [(own, path) for first, own, path in files if first <= day]
        next_card = min((first for first, _, _ in files if first > day), default=dt.date.max)
        before_next = next_card - dt.timedelta(days=next_card < dt.date.max)
        for wanted_own in (True, False):
            for own, path in begun:
                if own is wanted_own and (edition := self.edition(path, own)).holds(day):
                    choice, last = self._in_force(edition, begun, day)
                    return choice, min(last, before_next, edition.until or dt.date.max)
        if begun:
            own, path = begun[0]
            if self.edition(path, own).after_nothing:
                return self._after(begun, day), day
            if (last_card := self._normal(begun)) is not None:
                return _standing_in(last_card), before_next
        elif files and self.edition(files[-1][2], files[-1][1]).before_nothing:
            return Choice(None, Status.EXACT), before_next
        known = self.markets.by_code.get(market)
        if known is not None and fee in known.not_charged:
            return Choice(None, Status.EXACT), before_next
        return Choice(None, Status.UNSOURCED, _missing(market, fee, files)), before_next

    def _after(self, begun: Iterable[tuple[bool, Path]], day: dt.date) -> Choice:
        """Nothing is charged; in a season's days of the year it may be again, by a card that is not on file."""
        cards = (self.edition(path, own) for own, path in begun)
        last = next((card for card in cards if card.season), None)
        if last is None or not _same_days(last, day):
            return Choice(None, Status.EXACT)
        why = f"in the days of the season of {last.effective.isoformat()} it was charged, and no card of this one is on file"
        return Choice(None, Status.ESTIMATE, f"{why}: taken as nothing, and higher by an unknown amount")

    def changes(self, market: str, fee: str) -> tuple[dt.date, ...]:
        """The days on which another card, or another status, may begin to hold, in order."""
        if (market, fee) not in self._changes:
            reading, days = self.ledger(market).fees.get(fee), set[dt.date]()
            for edition in self.editions(market, fee):
                vouched = reading and reading.vouched_to(edition.effective, edition.until)
                ends = [edition.until, vouched, reading and reading.read_to]
                days |= {edition.effective, *(day + dt.timedelta(days=1) for day in ends if day)}
            self._changes[market, fee] = tuple(sorted(days))
        return self._changes[market, fee]

    def _normal(self, begun: Iterable[tuple[bool, Path]]) -> Edition | None:
        """The latest of those cards that is not of a season."""
        return next((edition for own, path in begun if not (edition := self.edition(path, own)).season), None)

    def _in_force(self, edition: Edition, begun: list[tuple[bool, Path]], day: dt.date) -> tuple[Choice, dt.date]:
        """What a card that holds on a day is there, and a day to which it is so while it holds."""
        if not edition.has_figures:
            return _in_peak(self._normal(begun), f"the card {edition.name or 'of the peak'}"), dt.date.max
        if edition.own:
            return Choice(edition, Status.OVERRIDE, "from your own fee tables"), dt.date.max
        if edition.estimate:
            return Choice(edition, Status.ESTIMATE, f"the card is {edition.estimate}"), dt.date.max
        reading = self.ledger(edition.market).fees.get(edition.fee)
        if reading is not None and day <= (vouched := reading.vouched_to(edition.effective, edition.until)):
            return Choice(edition, Status.EXACT), vouched
        seasons = [card for own, path in begun if (card := self.edition(path, own)).season]
        if not edition.season and any(_same_days(card, day) for card in seasons):
            return _in_peak(edition, "the peak card of that day"), day
        why = f"read to {reading.read_to}" if reading else "never confirmed"
        return Choice(edition, Status.PROJECTED, why), day if seasons else dt.date.max


def _missing(market: str, fee: str, files: Sequence[File]) -> str:
    return f"no {fee} card is on file for {market}{f' before {files[-1][0].isoformat()}' if files else ''}"


def _same_days(season: Edition, day: dt.date) -> bool:
    """Whether the day lies in the season's days of the year, in whatever year."""
    assert season.until is not None
    first, last, of_year = ((each.month, each.day) for each in (season.effective, season.until, day))
    return first <= of_year <= last if first <= last else of_year >= first or of_year <= last


def _in_peak(normal: Edition | None, missing: str) -> Choice:
    if normal is None:
        return Choice(None, Status.UNSOURCED, f"{missing} is not on file, and no normal one before it")
    return Choice(
        normal,
        Status.ESTIMATE,
        f"{missing} is not on file; the normal one of {normal.effective.isoformat()} stands in, "
        "and the peak fee is higher by an unknown amount",
        stands_in=True,
    )


def _standing_in(edition: Edition) -> Choice:
    status = Status.ESTIMATE if edition.estimate else Status.PROJECTED
    return Choice(
        edition,
        status,
        f"no later card is on file; the one of {edition.effective.isoformat()}, which ended on {edition.until}, stands in",
        stands_in=True,
    )


def built_in_tables() -> Path:
    """The folder of the tables that logicost ships, or of the package ``logicost-cards`` where that is of a later day;
    in a checkout the one beside the package."""
    package = Path(__file__).resolve().parent.parent
    shipped = package / "fee_tables"
    if not shipped.is_dir():
        return package.parent.parent / "fee_tables"
    found = find_spec(CARDS_PACKAGE)
    newer = [Path(place) for place in (found.submodule_search_locations or ())] if found else []
    return max([shipped, *newer], key=cards_version)


def cards_version(folder: Path) -> str:
    """The day of the cards in a folder, ``2026-11-26``; "" where it has none."""
    file = folder / VERSION
    return file.read_text(encoding="utf-8").strip() if file.is_file() else ""


def open_shelf(own: str | Path | None = None) -> Shelf:
    """The shelf with the user's folder `own`; without one, with the folder that LOGICOST_FEE_TABLES names.

    Shelves are kept and shared; a change in the user's folder opens a new one.
    """
    folder = (text_of(own) if own is not None else "") or os.environ.get(ENVIRONMENT, "")
    try:
        state = _state(Path(folder)) if folder else ()
    except (OSError, ValueError) as error:
        said = error.strerror if isinstance(error, OSError) and error.strerror else text_of(error)
        raise TableError("fee_tables_not_found", f"cannot be read: {said}", "fee_tables", folder) from error
    return _shelf(built_in_tables(), folder, state)


@lru_cache(maxsize=8)
def _shelf(built_in: Path, own: str, state: tuple[tuple[str, int], ...]) -> Shelf:
    return Shelf(built_in, Path(own) if own else None)


def _state(folder: Path) -> tuple[tuple[str, int], ...]:
    """The cards of a user's folder, and when each was written.

    Raises:
        TableError: ``fee_tables_too_many``; ``fee_tables_empty``; ``fee_tables_misplaced`` where its only files lie too high or too deep;
            ``table_unreadable`` where a card is a pipe, a folder, a device or a link to nothing.
    """
    store = YamlFolder(folder)
    files: list[Path] = []
    for market in store.markets():
        files += store.files(market)
        if len(files) > MOST_FILES:
            raise TableError("fee_tables_too_many", f"holds more than {MOST_FILES:,} cards", "fee_tables", str(folder))
    for path in store.strange:
        raise TableError("table_unreadable", "is no ordinary file", "fee_tables", str(path))
    if not files and folder.is_dir():
        for pattern in ("*.yaml", "*/[0-9]*.yaml", "*/*/*/*.yaml"):
            for path in folder.glob(pattern):
                raise TableError(
                    "fee_tables_misplaced",
                    "is no card: they lie at <market>/<fee>/<first day>.yaml in the folder that is named",
                    "fee_tables",
                    str(path),
                )
        if not any(folder.glob("[!.]*/[!.]*.yaml")):
            raise no_cards(folder)
    return tuple((str(path), path.stat().st_mtime_ns) for path in files)


def no_cards(folder: Path) -> TableError:
    return TableError(
        "fee_tables_empty",
        "holds no card: they lie at <market>/<fee>/<first day>.yaml in it",
        "fee_tables",
        str(folder),
    )


def find_market(code: object) -> Market:
    """The market of that code, in the tables that logicost ships or that LOGICOST_FEE_TABLES names.

    Raises:
        InputError: ``unknown_market``.
    """
    return open_shelf().markets.find(code)


def default_market() -> str:
    """The code of the market that is meant where none is named."""
    return open_shelf().markets.default
