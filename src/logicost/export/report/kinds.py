"""One kind of orders in the report: its products in lists, and to which programs they are better moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from math import floor

from logicost.answers.comparison import Comparison, Orders
from logicost.answers.headline import Tally
from logicost.answers.results import Quote
from logicost.tables.status import NOT_RANKED, UNSOURCED

OPEN_ROWS, FOLDED_ROWS = 100, 400  # of a list: what is laid out at once, and what each fold holds
BIN = 5  # percent of margin in one bar of the distribution
LOWEST_MARGIN = -100  # what is below counts in the lowest bar


@dataclass
class Entry:
    """One product and one kind of orders.

    Attributes:
        best: the program that leaves most, or the only one whose every cost is known; now: the first asked for.
        gain, monthly_gain: what moving it from the first program to the best is worth.
        anchor: where its every line stands in the page, if it does.
    """

    sku: str
    title: str
    orders: Orders
    best: Quote | None
    now: Quote
    gain: Decimal | None
    monthly_gain: Decimal | None
    anchor: str = ""

    @property
    def moves(self) -> bool:
        gain = self.gain if self.monthly_gain is None else self.monthly_gain
        return self.best is not None and self.best.program != self.now.program and (gain is None or gain > 0)

    @cached_property
    def lead(self) -> Decimal | None:
        """By how much a unit the best leaves more than the next."""
        return self.orders.advantage

    @cached_property
    def monthly_lead(self) -> Decimal | None:
        return self.orders.advantage_by_month

    @cached_property
    def not_known(self) -> list[tuple[str, str]]:
        """The programs that cannot be ranked, and why; of equal reasons one."""
        reasons: dict[str, list[str]] = {}
        for quote in self.orders:
            if not quote.is_ranked:
                reasons.setdefault(_reason(quote), []).append(quote.program)
        return [(", ".join(programs), reason) for reason, programs in reasons.items()]


def _reason(quote: Quote) -> str:
    if quote.error:
        return quote.error
    unknown = [line for line in quote.lines if line.status == UNSOURCED]
    return "; ".join(dict.fromkeys(f"{line.fee.replace('_', ' ')}: {line.why}" for line in unknown))


@dataclass(frozen=True, slots=True)
class Target:
    """A program to which products are better moved."""

    program: str
    products: int
    mean_gain: Decimal | None
    monthly_gain: Decimal | None


@dataclass(frozen=True)
class Listed:
    """A list of products, folded where it is long.

    Attributes:
        moves: whether moving them is worth something; told: whether each has a lead over the next program.
    """

    anchor: str
    title: str
    intro: str
    entries: Sequence[Entry]
    moves: bool = False
    told: bool = True

    @property
    def folds(self) -> Iterator[tuple[int, Sequence[Entry]]]:
        """(number of its first product, products): the first fold lies open."""
        yield 1, self.entries[:OPEN_ROWS]
        for start in range(OPEN_ROWS, len(self.entries), FOLDED_ROWS):
            yield start + 1, self.entries[start : start + FOLDED_ROWS]

    @cached_property
    def any_not_known(self) -> bool:
        return any(entry.not_known for entry in self.entries)


@dataclass(frozen=True)
class KindOfOrders:
    """One kind of orders in one store: its products, and to which programs they are better moved.

    Attributes:
        store: the market's code where the page has several, else nothing.
        tally: which program is best how often, and what to mind in it.
        programs: in the order asked for; products are compared with sending everything by the first.
        charted: how many products have charts of their own.
    """

    store: str
    market: str
    currency: str
    tally: Tally
    programs: tuple[str, ...]
    entries: tuple[Entry, ...]
    targets: tuple[Target, ...]
    bins: tuple[tuple[int, str, int], ...]
    charted: int

    @property
    def title(self) -> str:
        return self._named(self.tally.title[:1].upper() + self.tally.title[1:])

    @property
    def headline(self) -> str:
        return self._named(self.tally.short[:1].upper() + self.tally.short[1:])

    def _named(self, text: str) -> str:
        return f"{self.store}: {text}" if self.store else text

    @property
    def anchor(self) -> str:
        return f"{self.tally.channel}-{self.market.lower()}"

    @cached_property
    def compared(self) -> bool:
        """Whether any product has two programs to choose between."""
        return any(entry.orders.decisive is not None for entry in self.entries)

    @property
    def first(self) -> str:
        return self.programs[0]

    @cached_property
    def lists(self) -> tuple[Listed, ...]:
        """The products: those that are better moved, those that are well, those with no choice, those not known."""
        rivals = [entry for entry in self.entries if entry.best is not None and entry.orders.decisive is not None]
        alone = [entry for entry in self.entries if entry.best is not None and entry.orders.decisive is None]
        unknown = [entry for entry in self.entries if entry.best is None]
        only = "The only program asked for that serves them." if len(self.programs) == 1 else ""
        lists = (
            Listed(f"{self.anchor}-more", "More by another program", "The most worthwhile first.", self.moving, True),
            Listed(
                f"{self.anchor}-well", "Well where they are", f"{self.first} leaves most.",
                [entry for entry in rivals if not entry.moves],
            ),
            Listed(
                f"{self.anchor}-alone", f"By {self.first}" if only else "Nothing to compare with",
                only or "Only one program has every cost on file.", [entry for entry in alone if not entry.moves],
                told=False,
            ),
            Listed(
                f"{self.anchor}-unknown", "Not comparable", "No program has every cost on file, or the row is in error.",
                unknown, told=False,
            ),
        )  # fmt: skip
        return tuple(each for each in lists if each.entries)

    @cached_property
    def moving(self) -> list[Entry]:
        """Most worthwhile first: by the month where units are known, else by the unit."""
        entries = [entry for entry in self.entries if entry.moves]
        return sorted(entries, key=lambda e: (e.monthly_gain or Decimal(0), e.gain or Decimal(0)), reverse=True)

    @cached_property
    def detailed(self) -> list[Entry]:
        """Those whose every line stands in the page, in the order of the lists."""
        return [entry for each in self.lists for entry in each.entries if entry.anchor]

    @property
    def uplift(self) -> str:
        """The uplifts that the figures of a month contain, in words."""
        return next((text for entry in self.entries if (text := entry.orders.uplift_text)), "")

    @cached_property
    def is_monthly(self) -> bool:
        """Whether a figure of the month is known, be it that all products stay where they are."""
        return any(quote.monthly_profit is not None for entry in self.entries for quote in entry.orders)

    @property
    def monthly_gain(self) -> Decimal | None:
        gains = [entry.monthly_gain for entry in self.moving if entry.monthly_gain is not None]
        return sum(gains, Decimal(0)) if gains else None

    @cached_property
    def without_cost(self) -> int:
        """How many products have no cost of goods, so that their profit is what is left before they are paid."""
        return sum(any("cost of goods" in quote.not_included for quote in entry.orders) for entry in self.entries)


def make_kind(
    tally: Tally, comparisons: Sequence[Comparison], store: str, most_lined: int, most_charted: int
) -> KindOfOrders:
    """The kind of orders of a tally, in the comparisons of one store.

    Args:
        store: the market's code where the page has several, else nothing.
        most_lined, most_charted: how many products have every line, and charts, in the page.
    """
    channel = tally.channel
    entries = [
        _entry(comparison, orders)
        for comparison in comparisons
        for orders in comparison.groups
        if orders.channel == channel
    ]
    quotes = [quote for entry in entries for quote in entry.orders]
    kind = KindOfOrders(
        store=store,
        market=quotes[0].market,
        currency=next((quote.currency for quote in quotes if quote.currency), ""),
        tally=tally,
        programs=tuple(dict.fromkeys(quote.program for quote in quotes)),
        entries=tuple(entries),
        targets=tuple(_targets(entries)),
        bins=tuple(_bins(entries)),
        charted=most_charted,
    )
    ordered = (entry for each in kind.lists for entry in each.entries if any(quote.lines for quote in entry.orders))
    for number, entry in zip(range(1, most_lined + 1), ordered, strict=False):
        entry.anchor = f"{kind.anchor}-{number}"
    return kind


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


def _bins(entries: Sequence[Entry]) -> Iterator[tuple[int, str, int]]:
    """(lower edge of the margin in percent, program, products) for the best programs."""
    counted: Counter[tuple[int, str]] = Counter()
    for entry in entries:
        if entry.best is not None and entry.best.margin is not None:
            lower = max(floor(entry.best.margin * 100 / BIN) * BIN, LOWEST_MARGIN)
            counted[lower, entry.best.program] += 1
    for (lower, program), count in sorted(counted.items()):
        yield lower, program, count
