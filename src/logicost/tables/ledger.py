"""The ledger of a market: to what day published material was read for each fee, and where its next card is expected.

One file per market, `checked.yaml`. A card is exact for 90 days after that day, as fees change with at least as much
notice, and never past the day on which the publisher's next card is expected.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from logicost.errors import InputError, TableError, nearest
from logicost.tables.cursor import Cursor, File
from logicost.tables.store import Store, YamlFolder
from logicost.whole_files import atomic_text

FILE = "checked.yaml"
VOUCHED_DAYS = 90
HOW_TO_GET_NEWER = "pip install --upgrade logicost-cards"


@dataclass(frozen=True, slots=True)
class Reading:
    """Of one fee: `read_to` is the last day read; `next_due` the last day before the publisher's next card is expected."""

    read_to: dt.date
    next_due: dt.date | None = None

    def vouched_to(self, effective: dt.date, until: dt.date | None) -> dt.date:
        """The last day on which a card is exact: its published end, else 90 days after it was read, but not past
        `next_due`. A `next_due` that was read past no longer binds, nor does it bind the card that was expected after it.

        Args:
            effective, until: the card's first day and its published end.
        """
        day = until or self.read_to + dt.timedelta(days=VOUCHED_DAYS)
        if self.next_due is not None and self.next_due > self.read_to and effective <= self.next_due:
            day = min(day, self.next_due)
        return max(day, self.read_to)


@dataclass(frozen=True, slots=True)
class Ledger:
    """The readings of a market, by fee."""

    market: str
    fees: Mapping[str, Reading] = field(default_factory=dict)

    @property
    def read_to(self) -> dt.date | None:
        """The last day to which any fee was read."""
        return max((reading.read_to for reading in self.fees.values()), default=None)

    @property
    def note(self) -> str:
        """What an answer with projected figures for a day after `read_to` says of the cards."""
        return (
            f"projected figures: what {self.market} fees cost on {{ship_day}} was not yet published when the cards "
            f"were last read, to {self.read_to}; newer cards: {HOW_TO_GET_NEWER}"
        )


def read_ledger(store: Store, market: str) -> Ledger:
    """The ledger of a market; without one, nothing was read.

    Raises:
        TableError: with file and line.
    """
    path = store.root / market.lower() / FILE
    if not store.has(path):
        return Ledger(market)
    cursor = Cursor(store.read(path), File(path))
    named = cursor.need("market")
    if named.text() != market:
        named.fail(f"must be {market}, as the folder says")
    fees = {fee.text(): _reading(entry) for fee, entry in cursor.need("fees").items()}
    cursor.done()
    return Ledger(market, fees)


def _reading(entry: Cursor) -> Reading:
    due = entry.get("next_due")
    found = Reading(entry.need("read_to").date(), due.date() if due else None)
    entry.done()
    return found


def confirm(folder: Path, market: str, day: dt.date, wanted: Iterable[str], next_due: dt.date | None) -> list[str]:
    """Write into a market's ledger that published material was read to `day` and the cards not found superseded.

    Args:
        wanted: the fees; none: every fee that the market has cards of.
        next_due: where the next cards are expected; None leaves what is on file.

    Returns:
        The fees confirmed.

    Raises:
        TableError: ``table_not_found`` for a fee without a card.
        CatalogError: ``file_unwritable``.
        InputError: ``date_before_ledger`` where a fee was read to a later day already.
    """
    known = sorted(path.name for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []
    ledger = read_ledger(YamlFolder(folder.parent), market)
    fees = list(dict.fromkeys(wanted)) or known
    for fee in fees:
        if fee not in known:
            raise TableError(
                "table_not_found", f"no table '{fee}' is on file for {market}.{nearest(fee, known)}", "fee"
            )
        before = ledger.fees.get(fee)
        if before is not None and before.read_to > day:
            raise InputError(
                "date_before_ledger", f"{fee} was read to {before.read_to} already, which is later", "date"
            )
    readings = dict(ledger.fees)
    for fee in fees:
        due = next_due or (readings[fee].next_due if fee in readings else None)
        readings[fee] = replace(readings.get(fee, Reading(day)), read_to=day, next_due=due)
    path = folder / FILE
    with atomic_text(path) as stream:
        stream.write(_text(path, market, readings))
    return fees


def _text(path: Path, market: str, readings: Mapping[str, Reading]) -> str:
    """The file: its comments at the top stay as they are."""
    old = path.read_text(encoding="utf-8") if path.is_file() else ""
    match = re.match(r"(?:#[^\n]*\n|\n)*", old)
    lines = [match[0] if match else "", f"market: {market}\nfees:\n"]
    for fee, reading in sorted(readings.items()):
        due = f", next_due: {reading.next_due}" if reading.next_due else ""
        lines.append(f"  {fee}: {{read_to: {reading.read_to}{due}}}\n")
    return "".join(lines)
