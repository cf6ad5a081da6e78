"""What the report says: worked out here, so that the template only lays it out."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import floor

from logicost.answers.results import Comparison, Quote
from logicost.fees import STAGES
from logicost.tables.edition import Edition
from logicost.tables.shelf import Choice
from logicost.tables.status import Status

NOT_RANKED = (Status.UNSOURCED.word, Status.ERROR.word)
DOUBTFUL = (Status.PROJECTED.word, Status.ESTIMATE.word, Status.UNSOURCED.word)
MOST_DETAILED = 16  # products with charts of their own
BIN = 5  # percent of margin in one bar of the distribution
LOWEST_MARGIN = -100  # what is below counts in the lowest bar
MOST_NOTES = 25


@dataclass(frozen=True, slots=True)
class Entry:
    """One product: its comparison, and what moving it from the first program to the best is worth."""

    comparison: Comparison
    best: Quote | None
    now: Quote
    gain: Decimal | None
    monthly_gain: Decimal | None

    @property
    def moves(self) -> bool:
        gain = self.gain if self.monthly_gain is None else self.monthly_gain
        return self.best is not None and self.best.program != self.now.program and (gain is None or gain > 0)


@dataclass(frozen=True, slots=True)
class Target:
    """A program to which products are better moved."""

    program: str
    products: int
    mean_gain: Decimal | None
    monthly_gain: Decimal | None


@dataclass(frozen=True, slots=True)
class Card:
    edition: Edition
    choice: Choice
    read_to: dt.date | None


@dataclass(frozen=True, slots=True)
class Doubt:
    """A fee that is not exact, in so many quotes."""

    program: str
    fee: str
    status: str
    quotes: int


@dataclass(frozen=True)
class Report:
    """The whole page."""

    currency: str
    market: str
    days: tuple[dt.date, ...]
    programs: tuple[str, ...]
    entries: tuple[Entry, ...]
    targets: tuple[Target, ...]
    cards: tuple[Card, ...]
    doubts: tuple[Doubt, ...]
    notes: tuple[tuple[str, int], ...]
    bins: tuple[tuple[int, str, int], ...]

    @property
    def first(self) -> str:
        return self.programs[0]

    @property
    def caution(self) -> str:
        """What to mind before moving, where a move is to a program that serves other orders."""
        return next((entry.comparison.caution for entry in self.moving if entry.comparison.caution), "")

    @property
    def moving(self) -> list[Entry]:
        """Most worthwhile first: by the month where units are known, else by the unit."""
        entries = [entry for entry in self.entries if entry.moves]
        return sorted(entries, key=lambda e: (e.monthly_gain or Decimal(0), e.gain or Decimal(0)), reverse=True)

    @property
    def staying(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.best is not None and not entry.moves]

    @property
    def unknown(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.best is None]

    @property
    def detailed(self) -> list[Entry]:
        quoted = [*self.moving, *self.staying, *self.unknown]
        return [entry for entry in quoted if any(quote.lines for quote in entry.comparison.quotes)][:MOST_DETAILED]

    @property
    def uplift(self) -> str:
        """The uplifts that the figures of a month contain, in words."""
        return next((text for entry in self.entries if (text := entry.comparison.uplift_text)), "")

    @property
    def monthly_gain(self) -> Decimal | None:
        gains = [entry.monthly_gain for entry in self.moving if entry.monthly_gain is not None]
        return sum(gains, Decimal(0)) if gains else None


def make_report(comparisons: Sequence[Comparison]) -> Report:
    """The report of at least one comparison."""
    entries = tuple(_entry(comparison) for comparison in comparisons)
    quotes = [quote for comparison in comparisons for quote in comparison.quotes]
    known = [quote for quote in quotes if quote.currency]
    notes = Counter(note for quote in quotes for note in dict.fromkeys(quote.notes))
    return Report(
        currency=next((quote.currency for quote in known if quote.currency), ""),
        market=", ".join(dict.fromkeys(quote.market for quote in quotes)),
        days=tuple(sorted({quote.on for quote in quotes if quote.on is not None})),
        programs=tuple(dict.fromkeys(quote.program for quote in quotes)),
        entries=entries,
        targets=tuple(_targets(entries)),
        cards=tuple(_cards(comparisons)),
        doubts=tuple(_doubts(quotes)),
        notes=tuple(notes.most_common(MOST_NOTES)),
        bins=tuple(_bins(entries)),
    )


def stages(quote: Quote) -> list[tuple[str, Decimal]]:
    """Known costs by stage, in the order of the goods' way."""
    amounts: dict[str, Decimal] = {}
    for line in quote.lines:
        if line.amount is not None:
            amounts[line.stage] = amounts.get(line.stage, Decimal(0)) + line.amount
    return [(stage, amounts[stage]) for stage in STAGES if amounts.get(stage)]


def _entry(comparison: Comparison) -> Entry:
    best, now = comparison.decisive, comparison.quotes[0]
    gain = monthly_gain = None
    if best is not None and best.profit is not None and now.profit is not None and now.status not in NOT_RANKED:
        gain = best.profit - now.profit
        if best.monthly_profit is not None and now.monthly_profit is not None:
            monthly_gain = best.monthly_profit - now.monthly_profit
    return Entry(comparison, best, now, gain, monthly_gain)


def _targets(entries: Sequence[Entry]) -> Iterator[Target]:
    moving = [entry for entry in entries if entry.moves]
    for program, count in Counter(entry.best.program for entry in moving if entry.best).most_common():
        mine = [entry for entry in moving if entry.best and entry.best.program == program]
        gains = [entry.gain for entry in mine if entry.gain is not None]
        monthly = [entry.monthly_gain for entry in mine if entry.monthly_gain is not None]
        mean = sum(gains, Decimal(0)) / len(gains) if gains else None
        yield Target(program, count, mean, sum(monthly, Decimal(0)) if monthly else None)


def _cards(comparisons: Sequence[Comparison]) -> Iterator[Card]:
    seen: set[str] = set()
    for comparison in comparisons:
        used = {line.edition for quote in comparison.quotes for line in quote.lines if line.edition}
        trace = comparison._trace
        if trace is None:
            continue
        for fee, choice in trace.plan.editions.items():
            edition = choice.edition
            if edition is not None and edition.id not in seen and (edition.id in used or fee == "size_tiers"):
                seen.add(edition.id)
                reading = trace.plan.shelf.ledger(edition.market).fees.get(edition.fee)
                yield Card(edition, choice, None if reading is None or edition.own else reading.read_to)


def _doubts(quotes: Sequence[Quote]) -> Iterator[Doubt]:
    counted = Counter(
        (quote.program, line.fee, line.status) for quote in quotes for line in quote.lines if line.status in DOUBTFUL
    )
    order = {status: place for place, status in enumerate(reversed(DOUBTFUL))}
    for (program, fee, status), count in sorted(counted.items(), key=lambda item: (order[item[0][2]], -item[1])):
        yield Doubt(program, fee, status, count)


def _bins(entries: Sequence[Entry]) -> Iterator[tuple[int, str, int]]:
    """(lower edge of the margin in percent, program, products) for the best programs."""
    counted: Counter[tuple[int, str]] = Counter()
    for entry in entries:
        if entry.best is not None and entry.best.margin is not None:
            lower = max(floor(entry.best.margin * 100 / BIN) * BIN, LOWEST_MARGIN)
            counted[lower, entry.best.program] += 1
    for (lower, program), count in sorted(counted.items()):
        yield lower, program, count
