"""An edition: one card of one fee in one market, with its header read and its body kept for the rule that reads it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from logicost.errors import TableError
from logicost.market import Market
from logicost.tables.cursor import Cursor, File
from logicost.tables.store import Store

ORIGINS = {
    "published": "",
    "derived": "worked out from another card, not published",
    "one_source": "known from one unofficial source alone",
    "normal_amounts": "that of the normal season: the peak's amounts are higher, by how much is not on file",
    "assumed": "due under a condition that is taken to hold, see the card's notes",
}
_SLUG = re.compile(r"[a-z][a-z0-9_]{0,60}", re.ASCII)
_STRUCTURE = re.compile(r"[a-z][a-z0-9_]{0,60}/\d{1,3}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Source:
    """Where figures of an edition were read."""

    publisher: str
    title: str
    url: str | None
    covers: str

    @property
    def words(self) -> str:
        """Who published it, and what it is."""
        return f"{self.publisher}, {self.title}"


@dataclass(frozen=True, eq=False)
class Edition:
    """One file of the fee tables.

    Attributes:
        until: the last day, where one is known; None for a card that runs on.
        season: ``peak`` for a card that replaces the normal one for a season; "" for a normal card.
        has_figures: False for a card of which only the dates are known; the normal one stands in, as an estimate.
        before_nothing: before this card the fee did not exist.
        after_nothing: after `until` nothing is charged.
        origin: `published`; `derived`, worked out from others and not published; `one_source`, known from one unofficial
            source alone. Lines of the last two are estimates.
        own: it comes from the user's folder; its lines are overrides.
        body: a fresh cursor over the keys below the header.
    """

    fee: str
    market: str
    effective: dt.date
    until: dt.date | None
    name: str
    season: str
    has_figures: bool
    before_nothing: bool
    after_nothing: bool
    structure: str
    confidence: str
    origin: str
    sources: tuple[Source, ...]
    notes: tuple[str, ...]
    own: bool
    path: Path
    _body: Cursor

    @cached_property
    def kept(self) -> dict[str, Any]:
        """What was made of it, which goes with it."""
        return {}

    @cached_property
    def id(self) -> str:
        """``us/fba_fulfillment/2026-01-15``, as results name it."""
        return f"{self.market.lower()}/{self.fee}/{self.effective.isoformat()}"

    @cached_property
    def dated(self) -> str:
        """Its first day, as names of steps have it."""
        return self.effective.isoformat().replace("-", "_")

    @property
    def estimate(self) -> str:
        """Why all of its figures are estimates; empty where they are not."""
        return ORIGINS[self.origin] or ("of low confidence" if self.confidence == "low" and self.has_figures else "")

    @property
    def url(self) -> str | None:
        """The first source that has an address."""
        return next((source.url for source in self.sources if source.url), None)

    def body(self) -> Cursor:
        return self._body.again()

    def holds(self, day: dt.date) -> bool:
        return self.effective <= day and (self.until is None or day <= self.until)


def read_edition(store: Store, path: Path, market: Market, *, own: bool) -> Edition:
    """Read the file at ``…/<market>/<fee>/<effective>.yaml``; the header must agree with the path.

    Raises:
        TableError: with file and line.
    """
    cursor = Cursor(store.read(path), File(path, market.length_grain, market.weight_grain))
    fee = cursor.need("fee")
    if fee.text() != path.parent.name or not _SLUG.fullmatch(fee.text()):
        fee.fail(f"must be the folder's name, {path.parent.name}")
    named = cursor.need("market")
    if named.text() != market.code:
        named.fail(f"must be {market.code}, as the folder says")
    effective = cursor.need("effective")
    if effective.date().isoformat() != path.stem:
        effective.fail(f"must be the file's name, {path.stem}")
    until = cursor.get("until")
    if until is not None and until.date() < effective.date():
        until.fail("lies before the first day")
    structure = cursor.need("structure")
    if not _STRUCTURE.fullmatch(structure.text()):
        structure.fail("must be a rule and its version, such as fba_fulfillment/1")
    name, before, after, origin = (cursor.get(key) for key in ("name", "before", "after", "origin"))
    season, figures = cursor.get("season"), cursor.get("figures")
    if season is not None and until is None:
        season.fail("needs an until, as a season's card ends")
    if figures is not None and season is None:
        figures.fail("belongs to a season's card; a normal card without figures is left out")
    if own and (checked := cursor.get("checked")) is not None:
        checked.date()  # a key of before: your own card holds as long as it says
    if after is not None and until is None:
        after.fail("needs an until")
    notes = cursor.get("notes")
    sources = read_sources(cursor)
    return Edition(
        fee=fee.text(),
        market=market.code,
        effective=effective.date(),
        until=until.date() if until else None,
        name=name.text() if name else "",
        season=season.choice("peak") if season else "",
        has_figures=figures is None or figures.choice("unsourced") != "unsourced",
        before_nothing=before is not None and before.choice("nothing") == "nothing",
        after_nothing=after is not None and after.choice("nothing") == "nothing",
        structure=structure.text(),
        confidence=cursor.need("confidence").choice("high", "medium", "low"),
        origin=origin.choice(*ORIGINS) if origin else "published",
        sources=sources,
        notes=tuple(note.text() for note in notes.list()) if notes else (),
        own=own,
        path=path,
        _body=cursor,
    )


def read_sources(cursor: Cursor) -> tuple[Source, ...]:
    """Those that a file names, at least one."""
    sources = tuple(_source(source) for source in cursor.need("sources").list())
    if not sources:
        raise TableError("table_value", "has no source", "sources", str(cursor.file.path))
    return sources


def _source(cursor: Cursor) -> Source:
    url = cursor.need("url").text()
    if url != "none" and not re.match(r"https?://[^\s<>\"]+$", url):
        cursor.need("url").fail("must be an http(s) address, or none")
    source = Source(
        publisher=cursor.need("publisher").text(),
        title=cursor.need("title").text(),
        url=None if url == "none" else url,
        covers=cursor.need("covers").text(),
    )
    cursor.done()
    return source
