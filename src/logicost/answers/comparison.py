"""The quotes of one SKU side by side, in one group for each kind of orders; nothing is ranked across groups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from typing import Any

from logicost.answers.results import Quote
from logicost.answers.seats import OTHER, kind_of
from logicost.answers.shown import Shown
from logicost.errors import InputError, shown, text_of
from logicost.inputs.readers import listed
from logicost.market import DIRECT
from logicost.money import currency_of
from logicost.programs import find_program

_FIGURES = tuple(
    each.name for each in fields(Quote) if not each.name.startswith("_") and each.name not in ("lines", "notes")
)


@dataclass(frozen=True)
class Orders:
    """The programs that serve orders of one kind, beside each other: the only ones that are ranked against each other.

    Attributes:
        channel: where the orders are placed: ``amazon``, ``direct``, ``shopify`` …
        quotes: in the order asked for; a program that cannot serve the SKU stands as a quote in error.
        monthly_units, uplift: as the comparison has them.
    """

    channel: str
    quotes: tuple[Quote, ...]
    monthly_units: Decimal | None = None
    uplift: Mapping[str, Decimal] = field(default_factory=dict, hash=False)

    @property
    def kind(self) -> str:
        """``amazon`` or ``other``."""
        return kind_of(self.channel)

    @property
    def title(self) -> str:
        """Amazon orders, orders of your own shop, eBay orders …"""
        if self.channel == DIRECT:
            return "orders of your own shop"
        stores = (quoted._store for quoted in self.quotes if quoted._store is not None)
        known = next((store.channels[self.channel].title for store in stores if self.channel in store.channels), None)
        return f"{known or self.channel.capitalize()} orders"

    @property
    def name(self) -> str:
        """The title in a word: Amazon, own shop, eBay …"""
        return "own shop" if self.channel == DIRECT else self.title.removesuffix(" orders")

    @property
    def ranked(self) -> list[Quote]:
        """The quotes whose every cost is known, most profitable first. Unsourced ones lack a cost and cannot be ranked."""
        known = [quote for quote in self.quotes if quote.is_ranked]
        return sorted(known, key=lambda quote: quote.profit or Decimal(0), reverse=True)

    @property
    def best(self) -> Quote | None:
        """The most profitable quote whose every cost is known, of equals the first; None where it has no rival."""
        ranked = self.ranked
        return ranked[0] if len(ranked) > 1 else None

    @property
    def ranked_by_month(self) -> list[Quote]:
        """The same by what they leave in a month, uplift included; empty where monthly_units is not given."""
        known = [quote for quote in self.ranked if quote.monthly_units is not None]
        return sorted(known, key=_by_month, reverse=True)

    @property
    def best_by_month(self) -> Quote | None:
        """The quote that leaves most in a month; None where monthly_units is not given, or where it has no rival."""
        ranked = self.ranked_by_month
        return ranked[0] if len(ranked) > 1 else None

    @property
    def decisive(self) -> Quote | None:
        """The best by the month where that is known, else by the unit."""
        return self.best_by_month or self.best

    @property
    def uplift_text(self) -> str:
        """The uplifts in words: 20 % for fba and 5 % for mcf."""
        shown = {quote.program for quote in self.quotes}
        return " and ".join(f"{rise:f} % for {program}" for program, rise in self.uplift.items() if program in shown)

    @property
    def advantage_by_month(self) -> Decimal | None:
        """By how much a month the best leaves more than the next; None with fewer than two to compare."""
        profits = [quote.monthly_profit for quote in self.ranked_by_month if quote.monthly_profit is not None]
        return profits[0] - profits[1] if len(profits) > 1 else None

    @property
    def advantage(self) -> Decimal | None:
        """By how much per unit the best leaves more than the next; None with fewer than two to compare."""
        profits = [quote.profit for quote in self.ranked if quote.profit is not None]
        return profits[0] - profits[1] if len(profits) > 1 else None

    @property
    def reason(self) -> str:
        """Why the best is best: the stages in which it differs most from the next, and what that comes to in a month."""
        return ". ".join(part for part in (self._by_unit(), self._by_month()) if part)

    def _by_unit(self) -> str:
        ranked = self.ranked
        if not ranked:
            errors_only = all(quote.is_error for quote in self.quotes)
            if not errors_only and all(quote.price is None for quote in self.quotes):
                return "no price is given, so that nothing is ranked"
            return "no program can be quoted" if errors_only else "no program has every cost on file"
        best = ranked[0]
        if len(ranked) < 2:
            alone = len(self.quotes) == 1
            return f"{best.program} is the only program {'asked for' if alone else 'whose every cost is known'}"
        other, money = ranked[1], currency_of(best.currency).text
        if not self.advantage:
            return f"{best.program} and {other.program} leave the same"
        ours, theirs = _by_stage(best), _by_stage(other)
        differences = [(theirs.get(s, Decimal(0)) - ours.get(s, Decimal(0)), s) for s in {**ours, **theirs}]
        differences.sort(key=lambda item: abs(item[0]), reverse=True)
        parts = [
            f"{stage} {money(abs(amount))} {'cheaper' if amount > 0 else 'dearer'}"
            for amount, stage in differences
            if amount
        ]
        return f"{best.program} leaves {money(self.advantage)} more than {other.program}: {', '.join(parts[:4])}"

    def _by_month(self) -> str:
        if self.advantage_by_month is None:
            return ""
        best, other = self.ranked_by_month[:2]
        amount = currency_of(best.currency).text(self.advantage_by_month)
        more = f"{best.program} leaves {amount} more than {other.program}"
        same = f"{best.program} and {other.program} leave the same"
        rises = f", with an uplift of {self.uplift_text}" if self.uplift_text else ""
        said = f"By the month {more if self.advantage_by_month else same}{rises}"
        return said if best is self.best else f"{said}: the month decides"

    def __iter__(self) -> Iterator[Quote]:
        return iter(self.quotes)

    def __getitem__(self, program: str) -> Quote:
        """The quote of a program, by any of its names; of several of one program the first, or by what it is called."""
        for quote in self.quotes:
            if isinstance(program, str) and program == quote.program:
                return quote
        wanted = _canonical(text_of(program))
        for quote in self.quotes:
            if wanted in (_canonical(quote.program.partition(" (")[0]), quote._canonical):
                return quote
        there = ", ".join(quote.program for quote in self.quotes)
        raise InputError("unknown_program", f"{shown(program)} was not compared: {there}", "program")


def _canonical(program: str) -> str:
    """A program's canonical name; one of the user's own market is known by the name that it was asked for."""
    try:
        return find_program(program)
    except InputError:
        return program


class _OrdersByKind(dict[str, Orders]):
    """The groups by ``amazon`` and ``other``, and by their channels."""

    def __init__(self, groups: Sequence[Orders]) -> None:
        others = [group for group in groups if group.kind == OTHER]
        super().__init__(
            (OTHER if group.kind == OTHER and len(others) == 1 else group.channel, group) for group in groups
        )
        self._channels = {group.channel: group for group in groups}

    def __missing__(self, key: str) -> Orders:
        if key in self._channels:
            return self._channels[key]
        if key == OTHER and len(self) > 1:
            raise several_kinds(self._channels)
        raise KeyError(key)


@dataclass(frozen=True, repr=False)
class Comparison(Shown):
    """The quotes of one SKU, in one group for each kind of orders; nothing is ranked across groups.

    Where there is one group, what the group has is the comparison's own: `best`, `ranked`, `reason`, ``["fbm"]``.

    Attributes:
        quotes: group after group, in each in the order asked for; a program that cannot serve the SKU stands as a quote
            in error.
        monthly_units: units sold a month, where the catalog says so; uplift: the percentages more that programs sell.
        left_out: programs that were asked for and serve none of these orders.
        given: the row as it was given, its own columns included, for documents that show it again.
    """

    quotes: tuple[Quote, ...]
    monthly_units: Decimal | None = None
    uplift: Mapping[str, Decimal] = field(default_factory=dict, hash=False)
    left_out: tuple[str, ...] = ()
    given: Mapping[str, Any] = field(default_factory=dict, hash=False, compare=False, repr=False)

    @property
    def sku(self) -> str:
        return self.quotes[0].sku

    def __repr__(self) -> str:
        """In a line for each kind of orders: what leaves most; ``print`` shows the programs beside each other."""
        best = [
            f"{orders.title}: {orders.decisive.program if orders.decisive else 'nothing to choose between'}"
            for orders in self.groups
        ]
        return f"<Comparison {self.called!r}: {'; '.join(best)}>"

    def __len__(self) -> int:
        """How many quotes it holds."""
        return len(self.quotes)

    @property
    def title(self) -> str:
        """What the product is called, shown beside the SKU wherever a person reads."""
        return self.quotes[0].title

    @property
    def called(self) -> str:
        """SKU and title, for people."""
        return self.quotes[0].called

    @property
    def groups(self) -> tuple[Orders, ...]:
        """One for each kind of orders: Amazon orders first."""
        by_channel: dict[str, list[Quote]] = {}
        for quote in self.quotes:
            by_channel.setdefault(quote.channel or "", []).append(quote)
        return tuple(
            Orders(channel, tuple(quotes), self.monthly_units, self.uplift) for channel, quotes in by_channel.items()
        )

    @property
    def orders(self) -> Mapping[str, Orders]:
        """The groups by kind, ``["amazon"]`` and ``["other"]``; by channel where there are several others."""
        return _OrdersByKind(self.groups)

    @property
    def _only(self) -> Orders:
        """Its one group.

        Raises:
            InputError: ``several_kinds_of_orders``.
        """
        groups = self.groups
        if len(groups) > 1:
            raise several_kinds([group.channel for group in groups])
        return groups[0]

    @property
    def ranked(self) -> list[Quote]:
        return self._only.ranked

    @property
    def best(self) -> Quote | None:
        return self._only.best

    @property
    def ranked_by_month(self) -> list[Quote]:
        return self._only.ranked_by_month

    @property
    def best_by_month(self) -> Quote | None:
        return self._only.best_by_month

    @property
    def decisive(self) -> Quote | None:
        return self._only.decisive

    @property
    def advantage(self) -> Decimal | None:
        return self._only.advantage

    @property
    def advantage_by_month(self) -> Decimal | None:
        return self._only.advantage_by_month

    @property
    def reason(self) -> str:
        return self._only.reason

    def __iter__(self) -> Iterator[Quote]:
        return iter(self.quotes)

    def __getitem__(self, program: str) -> Quote:
        """The quote of a program, by any of its names."""
        return self._only[program]

    def to_dicts(self) -> list[dict[str, Any]]:
        return [quote.to_dict() for quote in self.quotes]

    def to_dict(self) -> dict[str, Any]:
        return {"sku": self.sku, **({"title": self.title} if self.title else {}), "quotes": self.to_dicts()}

    def rows(self) -> list[dict[str, object]]:
        """A row for each program: the figures of the quote without its lines; the title where it has one."""
        names = [
            "sku",
            *(["title"] if self.title else []),
            *(name for name in _FIGURES if name not in ("sku", "title")),
        ]
        return [{name: getattr(quote, name) for name in names} for quote in self.quotes]


def several_kinds(channels: Iterable[str]) -> InputError:
    return InputError(
        "several_kinds_of_orders",
        f"orders of {', '.join(channels)} are not ranked against each other: choose one of .orders, "
        "such as .orders['amazon']",
        "channel",
    )


def with_best(quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """The quotes, each told whether it is the best of those that serve the same orders."""
    ranked: dict[str | None, list[Quote]] = {}
    for quote in quotes:
        if quote.is_ranked:
            ranked.setdefault(quote.channel, []).append(quote)
    best = {id(max(rivals, key=lambda quote: quote.profit or Decimal(0))) for rivals in ranked.values()}
    return tuple(
        replace(quote, best=id(quote) in best) if quote.is_ranked and len(ranked[quote.channel]) > 1 else quote
        for quote in quotes
    )


def _by_month(quote: Quote) -> Decimal:
    """Not rounded, so that what leaves the same in a month ranks by the unit."""
    return (quote.profit or Decimal(0)) * (quote.monthly_units or Decimal(0))


def _by_stage(quote: Quote) -> dict[str, Decimal]:
    """Cost by stage; delivery counts with fulfillment, as Amazon's fee covers both. Tax on fees is of several stages and
    stands alone."""
    stages: dict[str, Decimal] = {}
    for line in quote.lines:
        stage = "fulfillment and delivery" if line.stage in ("fulfillment", "delivery") else line.stage
        if line.fee == "tax_on_fees":
            stage = "tax on fees"
        stages[stage] = stages.get(stage, Decimal(0)) + (line.amount or Decimal(0))
    return stages


def as_comparisons(given: object) -> list[Comparison]:
    """One comparison or several, as a list.

    Raises:
        InputError: ``value_unusable`` for anything else.
    """
    found = [given] if isinstance(given, Comparison) else listed(given)
    for each in found:
        if not isinstance(each, Comparison):
            raise InputError(
                "value_unusable", f"{shown(each)} is no comparison: give what compare returns", "comparisons"
            )
    return [each for each in found if isinstance(each, Comparison)]
