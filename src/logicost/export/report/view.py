"""What the report says: worked out here, so that the template only lays it out."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from logicost.answers.comparison import Comparison
from logicost.answers.headline import left_out_lines, tallies
from logicost.answers.results import Quote, Trace
from logicost.export.report.kinds import Entry, KindOfOrders, make_kind
from logicost.fees import STAGES
from logicost.market import AMAZON
from logicost.tables.edition import Edition
from logicost.tables.shelf import Choice
from logicost.tables.status import DOUBTFUL

MOST_LINED = 200  # products whose every line stands in the page, over all kinds of orders
MOST_CHARTED = 16  # of them those with charts
MOST_NOTES = 25


@dataclass(frozen=True, slots=True)
class Card:
    edition: Edition
    choice: Choice
    read_to: dt.date | None


@dataclass(frozen=True, slots=True)
class Doubt:
    """A fee that is not exact, in so many quotes; why: what its line says in most of them."""

    program: str
    fee: str
    status: str
    quotes: int
    why: str


@dataclass(frozen=True, slots=True)
class Abroad:
    """One SKU in several stores: what its Amazon orders leave in each, by the program that leaves most; none unknown."""

    sku: str
    title: str
    best: tuple[Quote | None, ...]


@dataclass(frozen=True)
class Report:
    """The whole page.

    Attributes:
        abroad: products that are sold in several of the markets, a quote for each market.
    """

    headlines: tuple[str, ...]
    currencies: tuple[str, ...]
    markets: tuple[str, ...]
    days: tuple[dt.date, ...]
    products: int
    kinds: tuple[KindOfOrders, ...]
    abroad: tuple[Abroad, ...]
    left_out: tuple[str, ...]
    cards: tuple[Card, ...]
    doubts: tuple[Doubt, ...]
    notes: tuple[tuple[str, int], ...]


def make_report(comparisons: Sequence[Comparison]) -> Report:
    """The report of at least one comparison."""
    quotes = [quote for comparison in comparisons for quote in comparison.quotes]
    notes = Counter(note for quote in quotes for note in dict.fromkeys(quote.notes))
    stores: dict[str, list[Comparison]] = {}
    for comparison in comparisons:
        stores.setdefault(comparison.quotes[0].market, []).append(comparison)
    counted = [(market, mine, tally) for market, mine in stores.items() for tally in tallies(mine)]
    kinds = tuple(
        make_kind(
            tally, mine, market if len(stores) > 1 else "",
            max(MOST_LINED // len(counted), 1), max(MOST_CHARTED // len(counted), 1),
        )
        for market, mine, tally in counted
    )  # fmt: skip
    return Report(
        headlines=tuple(kind.headline for kind in kinds),
        currencies=tuple(dict.fromkeys(kind.currency for kind in kinds if kind.currency)),
        markets=tuple(stores),
        days=tuple(sorted({quote.on for quote in quotes if quote.on is not None})),
        products=len(comparisons),
        kinds=kinds,
        abroad=tuple(_abroad(kinds, list(stores))),
        left_out=tuple(left_out_lines(comparisons)),
        cards=tuple(_cards(quotes)),
        doubts=tuple(_doubts(quotes)),
        notes=tuple(notes.most_common(MOST_NOTES)),
    )


def _abroad(kinds: Sequence[KindOfOrders], markets: Sequence[str]) -> Iterator[Abroad]:
    found: dict[str, dict[str, Entry]] = {}
    for kind in kinds:
        if kind.tally.channel == AMAZON:
            for entry in kind.entries:
                found.setdefault(entry.sku, {})[kind.market] = entry
    for sku, entries in found.items():
        if sku and len(entries) > 1:
            title = next((entry.title for entry in entries.values() if entry.title), "")
            yield Abroad(sku, title, tuple(entries[code].best if code in entries else None for code in markets))


def seated(kind: KindOfOrders, entry: Entry) -> list[Quote | None]:
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
    reasons: dict[tuple[str, str, str], Counter[str]] = {}
    for quote in quotes:
        for line in quote.lines:
            if line.status in DOUBTFUL:
                reasons.setdefault((quote.program, line.fee, line.status), Counter())[line.why] += 1
    order = {status: place for place, status in enumerate(reversed(DOUBTFUL))}
    for (program, fee, status), why in sorted(reasons.items(), key=lambda item: (order[item[0][2]], -item[1].total())):
        ((most, _),) = why.most_common(1)
        yield Doubt(program, fee, status, why.total(), most if len(why) == 1 else f"for example: {most}")
