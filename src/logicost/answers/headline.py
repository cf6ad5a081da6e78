"""What a comparison of many products comes to: one answer for each kind of orders, and what to mind in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from logicost.answers.comparison import Comparison, Orders
from logicost.answers.results import Quote
from logicost.market import AMAZON
from logicost.money import currency_of

NO_BADGE = "orders by fbm bear no Prime badge, so that sales may differ"


@dataclass(frozen=True, slots=True)
class Winner:
    """A program and the products for which it is best.

    Attributes:
        gains: of each currency how many products, and by how much more a unit than the next, on average; `monthly_gains`:
            in a month, of all together.
    """

    program: str
    products: int
    gains: tuple[tuple[str, int, Decimal], ...] = ()
    monthly_gains: tuple[tuple[str, int, Decimal], ...] = ()

    @property
    def gain(self) -> Decimal | None:
        """Where all products are of one currency."""
        return self.gains[0][2] if len(self.gains) == 1 else None

    @property
    def monthly_gain(self) -> Decimal | None:
        """Where all products are of one currency."""
        return self.monthly_gains[0][2] if len(self.monthly_gains) == 1 else None


@dataclass(frozen=True, slots=True)
class Tally:
    """One kind of orders over a catalog.

    Attributes:
        groups: the products' groups of that kind.
        by_unit, by_month: the programs that are best, most often first; by month for the products whose sales are known.
    """

    title: str
    channel: str
    groups: tuple[Orders, ...]
    by_unit: tuple[Winner, ...]
    by_month: tuple[Winner, ...]

    @property
    def short(self) -> str:
        """Amazon orders: fba for 20 products, fbm for 18."""
        best = self.by_month or self.by_unit
        if not best:
            return f"{self.title}: nothing to choose between"
        first, *rest = [f"{winner.program} for {winner.products:,}" for winner in best]
        return f"{self.title}: {', '.join([f'{first} {_products(best[0].products)}', *rest])}"

    @property
    def minded(self) -> str:
        """What is left out of the figures of the programs that win, and what they do not show; nothing where nothing is."""
        winners = dict.fromkeys(winner.program for winner in (*self.by_unit, *self.by_month))
        parts = [f"{program}: {', '.join(left)}" for program in winners if (left := self.not_included(program))]
        told = [f"not in the figures of {'; '.join(parts)}"] if parts else []
        programs = {quote.program.partition(":")[0] for group in self.groups for quote in group}
        if self.channel == AMAZON and "fbm" in programs and programs & {"fba", "sfp"}:
            told.append(NO_BADGE)
        return "; ".join(told)

    def not_included(self, program: str) -> list[str]:
        """What is left out of the figures of a program for any product."""
        quotes = [quote for group in self.groups for quote in group if quote.program == program]
        return list(dict.fromkeys(name for quote in quotes for name in quote.not_included))


def _products(count: int) -> str:
    return "product" if count == 1 else "products"


def tallies(comparisons: Sequence[Comparison]) -> list[Tally]:
    """One for each kind of orders in them, Amazon orders first."""
    by_channel: dict[str, list[Orders]] = {}
    for comparison in comparisons:
        for group in comparison.groups:
            by_channel.setdefault(group.channel, []).append(group)
    order = sorted(by_channel, key=lambda channel: channel != AMAZON)
    return [_tally(by_channel[channel]) for channel in order]


def _tally(groups: Sequence[Orders]) -> Tally:
    by_unit = [(group.best, group.advantage) for group in groups if group.best is not None]
    by_month = [(group.best_by_month, group.advantage_by_month) for group in groups if group.best_by_month is not None]
    return Tally(
        groups[0].title,
        groups[0].channel,
        tuple(groups),
        tuple(
            Winner(
                program,
                sum(len(gains) for gains in each.values()),
                tuple((code, len(gains), sum(gains, Decimal(0)) / len(gains)) for code, gains in each.items()),
            )
            for program, each in _by_program(by_unit)
        ),
        tuple(
            Winner(
                program,
                sum(len(gains) for gains in each.values()),
                monthly_gains=tuple((code, len(gains), sum(gains, Decimal(0))) for code, gains in each.items()),
            )
            for program, each in _by_program(by_month)
        ),
    )


def _by_program(best: Sequence[tuple[Quote | None, Decimal | None]]) -> Iterator[tuple[str, dict[str, list[Decimal]]]]:
    """Each winner with its advantages over the next in each currency, the most frequent first."""
    count = Counter(quote.program for quote, _ in best if quote is not None)
    for program, _ in count.most_common():
        gains: dict[str, list[Decimal]] = {}
        for quote, gain in best:
            if quote is not None and quote.program == program:
                gains.setdefault(quote.currency or "", []).append(gain or Decimal(0))
        yield program, gains


def _told(gains: Sequence[tuple[str, int, Decimal]]) -> str:
    """Amounts of each currency, with their products where there are several."""
    if len(gains) == 1:
        return _amount(gains[0])
    return " and ".join(f"{_amount(each)} ({each[1]:,})" for each in gains)


def _amount(gain: tuple[str, int, Decimal]) -> str:
    code, _, amount = gain
    return currency_of(code).text(currency_of(code).to_minor(amount))


def headline(comparisons: Sequence[Comparison]) -> str:
    """Amazon orders: fba for 20 products, fbm for 18; orders of your own shop: mcf for 30, fbm for 8."""
    return "; ".join(tally.short for tally in tallies(comparisons))


def summary(comparisons: Sequence[Comparison]) -> Iterator[str]:
    """What the comparison comes to: for each kind of orders how often each program is best and by how much, and what to
    mind."""
    for tally in tallies(comparisons):
        total = len(tally.groups)
        lead = tally.title[:1].upper() + tally.title[1:]
        said = [
            f"{winner.program} is best for {winner.products:,} of {total:,} {_products(total)}, on average {_told(winner.gains)} "
            "more a unit than the next"
            for winner in tally.by_unit
        ]
        rises = next((text for group in tally.groups if (text := group.uplift_text)), "")
        if tally.by_month:
            known = sum(winner.products for winner in tally.by_month)
            month = f"by the month{f', with an uplift of {rises},' if rises else ''}"
            said += [
                f"{month} {winner.program} is best for {winner.products:,} of {known:,}, together {_told(winner.monthly_gains)} "
                "more a month than the next"
                for winner in tally.by_month
            ]
        if said:
            yield f"{lead}: {'; '.join(said)}"
        if none := sum(not group.ranked for group in tally.groups):
            has = f"{none:,} {'product has' if none == 1 else 'products have'}"
            yield f"{lead}: {has} no program whose every cost is known"
        if tally.by_unit and tally.minded:
            yield f"Mind: {tally.minded}"
    yield from left_out_lines(comparisons)


def left_out_lines(comparisons: Sequence[Comparison]) -> Iterator[str]:
    """Programs that have no row, as they serve none of a product's orders."""
    count = Counter(program for comparison in comparisons for program in comparison.left_out)
    for program, products in count.items():
        where = f" of {products} of {len(comparisons)} products" if len(comparisons) > 1 else ""
        yield f"{program} does not serve the orders{where}, and has no row there"
