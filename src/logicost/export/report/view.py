"""What the report says: worked out here, so that the template only lays it out."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import floor

from logicost.answers.comparison import Comparison, Orders
from logicost.answers.headline import Tally, headline, left_out_lines, tallies
from logicost.answers.results import NOT_RANKED, Quote, Trace
from logicost.fees import STAGES
from logicost.tables.edition import Edition
from logicost.tables.shelf import Choice
from logicost.tables.status import Status

DOUBTFUL = (Status.PROJECTED.word, Status.ESTIMATE.word, Status.UNSOURCED.word)
MOST_DETAILED = 16  # products with charts of their own
BIN = 5  # percent of margin in one bar of the distribution
LOWEST_MARGIN = -100  # what is below counts in the lowest bar
MOST_NOTES = 25


@dataclass(frozen=True, slots=True)
class Entry:
    """One product and one kind of orders: what moving it from the first program to the best is worth."""

    sku: str
    title: str
    orders: Orders
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
class Kind:
    """One kind of orders: its products, and to which programs they are better moved.

    Attributes:
        tally: which program is best how often, and what to mind in it.
        programs: in the order asked for; products are compared with sending everything by the first.
        most_detailed: how many products have charts of their own.
    """

    tally: Tally
    programs: tuple[str, ...]
    entries: tuple[Entry, ...]
    targets: tuple[Target, ...]
    bins: tuple[tuple[int, str, int], ...]
    most_detailed: int

    @property
    def title(self) -> str:
        return self.tally.title[:1].upper() + self.tally.title[1:]

    @property
    def anchor(self) -> str:
        return self.tally.channel

    @property
    def first(self) -> str:
        return self.programs[0]

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
        return [entry for entry in quoted if any(quote.lines for quote in entry.orders)][: self.most_detailed]

    @property
    def uplift(self) -> str:
        """The uplifts that the figures of a month contain, in words."""
        return next((text for entry in self.entries if (text := entry.orders.uplift_text)), "")

    @property
    def is_monthly(self) -> bool:
        """Whether a figure of the month is known, be it that all products stay where they are."""
        return any(quote.monthly_profit is not None for entry in self.entries for quote in entry.orders)

    @property
    def monthly_gain(self) -> Decimal | None:
        gains = [entry.monthly_gain for entry in self.moving if entry.monthly_gain is not None]
        return sum(gains, Decimal(0)) if gains else None


@dataclass(frozen=True)
class Report:
    """The whole page."""

    headline: str
    currency: str
    market: str
    days: tuple[dt.date, ...]
    products: int
    kinds: tuple[Kind, ...]
    left_out: tuple[str, ...]
    cards: tuple[Card, ...]
    doubts: tuple[Doubt, ...]
    notes: tuple[tuple[str, int], ...]


def make_report(comparisons: Sequence[Comparison]) -> Report:
    """The report of at least one comparison."""
    quotes = [quote for comparison in comparisons for quote in comparison.quotes]
    known = [quote for quote in quotes if quote.currency]
    notes = Counter(note for quote in quotes for note in dict.fromkeys(quote.notes))
    counted = tallies(comparisons)
    return Report(
        headline=headline(comparisons),
        currency=next((quote.currency for quote in known if quote.currency), ""),
        market=", ".join(dict.fromkeys(quote.market for quote in quotes)),
        days=tuple(sorted({quote.on for quote in quotes if quote.on is not None})),
        products=len(comparisons),
        kinds=tuple(_kind(tally, comparisons, MOST_DETAILED // len(counted)) for tally in counted),
        left_out=tuple(left_out_lines(comparisons)),
        cards=tuple(_cards(quotes)),
        doubts=tuple(_doubts(quotes)),
        notes=tuple(notes.most_common(MOST_NOTES)),
    )


def _kind(tally: Tally, comparisons: Sequence[Comparison], most_detailed: int) -> Kind:
    entries = tuple(
        _entry(comparison, orders)
        for comparison in comparisons
        for orders in comparison.groups
        if orders.channel == tally.channel
    )
    programs = tuple(dict.fromkeys(quote.program for entry in entries for quote in entry.orders))
    return Kind(tally, programs, entries, tuple(_targets(entries)), tuple(_bins(entries)), max(most_detailed, 1))


def seated(kind: Kind, entry: Entry) -> list[Quote | None]:
    """The product's quotes under the kind's programs; None where it has none of that program."""
    by_program = {quote.program: quote for quote in entry.orders}
    return [by_program.get(program) for program in kind.programs]


def stages(quote: Quote) -> list[tuple[str, Decimal]]:
    """Known costs by stage, in the order of the goods' way."""
    amounts: dict[str, Decimal] = {}
    for line in quote.lines:
        if line.amount is not None:
            amounts[line.stage] = amounts.get(line.stage, Decimal(0)) + line.amount
    return [(stage, amounts[stage]) for stage in STAGES if amounts.get(stage)]


def _entry(comparison: Comparison, orders: Orders) -> Entry:
    best, now = orders.decisive or next(iter(orders.ranked), None), orders.quotes[0]
    gain = monthly_gain = None
    if best is not None and best.profit is not None and now.profit is not None and now.status not in NOT_RANKED:
        gain = best.profit - now.profit
        if best.monthly_profit is not None and now.monthly_profit is not None:
            monthly_gain = best.monthly_profit - now.monthly_profit
    return Entry(comparison.sku, comparison.title, orders, best, now, gain, monthly_gain)


def _targets(entries: Sequence[Entry]) -> Iterator[Target]:
    moving = [entry for entry in entries if entry.moves]
    for program, count in Counter(entry.best.program for entry in moving if entry.best).most_common():
        mine = [entry for entry in moving if entry.best and entry.best.program == program]
        gains = [entry.gain for entry in mine if entry.gain is not None]
        monthly = [entry.monthly_gain for entry in mine if entry.monthly_gain is not None]
        mean = sum(gains, Decimal(0)) / len(gains) if gains else None
        yield Target(program, count, mean, sum(monthly, Decimal(0)) if monthly else None)


def _cards(quotes: Sequence[Quote]) -> Iterator[Card]:
    seen: set[str] = set()
    used: dict[tuple[object, ...], tuple[Trace, set[str | None]]] = {}  # quotes with the same key share a plan
    for quote in quotes:
        if quote._trace is not None:
            _, editions = used.setdefault(quote._trace.key, (quote._trace, set()))
            editions.update(line.edition for line in quote.lines)
    for trace, editions in used.values():
        for fee, choice in trace.plan.editions.items():
            edition = choice.edition
            if edition is not None and edition.id not in seen and (edition.id in editions or fee == "size_tiers"):
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
