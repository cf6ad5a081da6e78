"""What comes back: quotes, comparisons and explained steps, as data that neither computes a fee nor draws itself.

A result keeps what it was asked (`Trace`) and not the plan behind it: it pickles, copies and stays small, and what
explains it is worked out again when it is wanted. How it prints is `logicost.answers.shown`'s.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

from logicost.answers.shown import Shown
from logicost.errors import InputError, RefusedError, nearest, shown
from logicost.fees import FEES
from logicost.market import Market
from logicost.measurement import GRAMS, quantity
from logicost.programs import find_program
from logicost.rules.text import plain
from logicost.tables.status import Status

if TYPE_CHECKING:
    from pint import Quantity

    from logicost.answers.engine import Answer
    from logicost.rules.plan import DeliveryPromise, Plan
    from logicost.tables.edition import Source

UNLIKE = (
    "mcf serves orders of other channels only, quoted here as direct orders without a commission: "
    "name the channel to compare like with like"
)


class Trace(Protocol):
    """What a result keeps in order to be explained: what was asked, from which the answer is worked out again."""

    @property
    def key(self) -> tuple[str, dt.date, tuple[str, ...]]:
        """Market, day and programs: results with the same key share a plan."""
        ...

    @property
    def plan(self) -> Plan: ...

    def answer(self) -> Answer:
        """The values of every step."""
        ...

    def explain(self, program: str, everything: bool) -> list[ExplainedStep]: ...


@dataclass(frozen=True, slots=True)
class CostLine:
    """One cost.

    Attributes:
        fee: its slug; `stage`: where on the goods' way it falls.
        amount: per unit sold, cost positive, discount negative; None where no figure is on file.
        status: exact, override, projected, estimate or unsourced.
        edition: the card it is from, ``us/fba_fulfillment/2026-10-15``; None for the seller's own costs.
        why: how it comes about.
    """

    fee: str
    stage: str
    amount: Decimal | None
    status: str
    edition: str | None
    why: str


@dataclass(frozen=True)
class Quote(Shown):
    """The answer for one SKU and program; amounts are Decimals per unit sold, None where the row is in error.

    Attributes:
        lines: the costs, in the order of the goods' way; `notes`: what the reader should know.
        size_tier: of the FBA cards; `margin` and `roi`: to 0.0001; `roi` is None without a cost.
        delivery_promise: what the program promises buyers; None where nothing is on file.
        monthly_units: units sold a month where they are given, with the program's uplift; `monthly_profit`: of them, to
            the cent and before fixed costs, None where a cost is not known.
        status: the lines' worst; ``error`` with `error_code`, `error_field` and `error` for a row that cannot be quoted.
    """

    sku: str
    market: str
    program: str
    on: dt.date | None
    currency: str | None = None
    size_tier: str | None = None
    price: Decimal | None = None
    sales_tax_included: Decimal | None = None
    revenue: Decimal | None = None
    total_cost: Decimal | None = None
    profit: Decimal | None = None
    margin: Decimal | None = None
    roi: Decimal | None = None
    status: str = Status.ERROR.word
    delivery_promise: DeliveryPromise | None = None
    monthly_units: Decimal | None = None
    monthly_profit: Decimal | None = None
    notes: tuple[str, ...] = ()
    lines: tuple[CostLine, ...] = ()
    error_code: str | None = None
    error_field: str | None = None
    error: str | None = None
    _weights: tuple[int, int, int] | None = field(default=None, repr=False)
    _store: Market | None = field(default=None, repr=False)
    _canonical: str = field(default="", repr=False)
    _channel_unnamed: bool = field(default=False, repr=False)
    _trace: Trace | None = field(default=None, repr=False, compare=False)

    @property
    def is_error(self) -> bool:
        return self.error_code is not None

    @property
    def unit_weight(self) -> Quantity[Decimal] | None:
        return self._quantity(0)

    @property
    def dimensional_weight(self) -> Quantity[Decimal] | None:
        return self._quantity(1)

    @property
    def shipping_weight(self) -> Quantity[Decimal] | None:
        return self._quantity(2)

    def line(self, fee: str) -> CostLine | None:
        """The line of that fee, or None where it does not apply."""
        return next((line for line in self.lines if line.fee == fee), None)

    def amount(self, fee: str) -> Decimal:
        """What a fee comes to per unit: 0 where it does not apply, negative for a discount.

        Args:
            fee: its slug, one of `list_fees`.

        Raises:
            InputError: ``unknown_fee``.
            RefusedError: ``fee_unsourced`` where no figure is on file; of a quote in error, its error.
        """
        if fee not in FEES:
            hint = nearest(str(fee)[:80], list(FEES))
            raise InputError("unknown_fee", f"there is no fee {shown(fee)}.{hint}", "fee")
        if self.error_code is not None:
            raise RefusedError(self.error_code, self.error or "", self.error_field)
        total = Decimal("0.00")
        for line in self.lines:
            if line.fee == fee:
                if line.amount is None:
                    raise RefusedError("fee_unsourced", f"{fee} is not known: {line.why}", fee)
                total += line.amount
        return total

    def rows(self) -> list[dict[str, object]]:
        """A row for each line: sku, market, program, on, currency, and the line's own."""
        head = {name: getattr(self, name) for name in ("sku", "market", "program", "on", "currency")}
        return [{**head, **{name: getattr(line, name) for name in _LINE}} for line in self.lines]

    def explain(self, *, everything: bool = False) -> list[ExplainedStep]:
        """The steps behind this quote: value, rule in words, card and source.

        Args:
            everything: also the steps of lines that do not apply.
        """
        return [] if self._trace is None else self._trace.explain(self._canonical, everything)

    def to_dict(self) -> dict[str, Any]:
        """The quote as JSON has it: amounts as decimal text."""
        weights = self._weight_texts()
        result: dict[str, Any] = {
            "sku": self.sku,
            "market": self.market,
            "program": self.program,
            "on": self.on.isoformat() if self.on else None,
            "currency": self.currency,
            "size_tier": self.size_tier,
            **dict(zip(("unit_weight", "dimensional_weight", "shipping_weight"), weights[:3], strict=True)),
            "weight_unit": weights[3],
            **{name: _text(getattr(self, name)) for name in _AMOUNTS},
            "status": self.status,
            "delivery_promise": str(self.delivery_promise) if self.delivery_promise else None,
            "monthly_profit": _text(self.monthly_profit),
            "notes": list(self.notes),
            "lines": [
                {name: getattr(line, name) for name in _LINE} | {"amount": _text(line.amount)} for line in self.lines
            ],
        }
        if self.is_error:
            result |= {"error_code": self.error_code, "error_field": self.error_field, "error": self.error}
        return result

    def _weight_texts(self) -> tuple[str | None, str | None, str | None, str | None]:
        market = self._store
        if self._weights is None or market is None:
            return None, None, None, None
        a, b, c = (plain(grains * market.weight_grain / GRAMS[market.weight_unit], 7) for grains in self._weights)
        return a, b, c, market.weight_unit

    def _quantity(self, place: int) -> Quantity[Decimal] | None:
        market = self._store
        if self._weights is None or market is None:
            return None
        return quantity(self._weights[place] * market.weight_grain, market.weight_unit)


_LINE = tuple(each.name for each in fields(CostLine))
_FIGURES = tuple(
    each.name for each in fields(Quote) if not each.name.startswith("_") and each.name not in ("lines", "notes")
)


_AMOUNTS = ("price", "sales_tax_included", "revenue", "total_cost", "profit", "margin", "roi")


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:f}"


@dataclass(frozen=True)
class Comparison(Shown):
    """The quotes of one SKU, in the order asked for; a program that cannot serve it stands as a quote in error.

    Attributes:
        quotes: one for each program.
        monthly_units: units sold a month, where the catalog says so; uplift: the percentages more that programs sell.
    """

    quotes: tuple[Quote, ...]
    monthly_units: Decimal | None = None
    uplift: Mapping[str, Decimal] = field(default_factory=dict, hash=False)
    _trace: Trace | None = field(default=None, repr=False, compare=False)

    @property
    def sku(self) -> str:
        return self.quotes[0].sku

    @property
    def ranked(self) -> list[Quote]:
        """The quotes whose every cost is known, most profitable first. Unsourced ones lack a cost and cannot be ranked."""
        known = [quote for quote in self.quotes if quote.status not in (Status.UNSOURCED.word, Status.ERROR.word)]
        return sorted(known, key=lambda quote: quote.profit or Decimal(0), reverse=True)

    @property
    def best(self) -> Quote | None:
        """The most profitable quote whose every cost is known; None where there is none."""
        return next(iter(self.ranked), None)

    @property
    def ranked_by_month(self) -> list[Quote]:
        """The same by what they leave in a month, uplift included; empty where monthly_units is not given."""
        known = [quote for quote in self.ranked if quote.monthly_units is not None]
        return sorted(known, key=_by_month, reverse=True)

    @property
    def best_by_month(self) -> Quote | None:
        """The quote that leaves most in a month; None where monthly_units is not given."""
        return next(iter(self.ranked_by_month), None)

    @property
    def decisive(self) -> Quote | None:
        """The best by the month where that is known, else by the unit."""
        return self.best_by_month or self.best

    @property
    def uplift_text(self) -> str:
        """The uplifts in words: 20 % for fba and 5 % for mcf."""
        return " and ".join(f"{percent:f} % for {program}" for program, percent in self.uplift.items())

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
        parts = (self._by_unit(), self._by_month(), self.caution)
        return ". ".join(part for part in parts if part)

    def _by_unit(self) -> str:
        ranked = self.ranked
        if not ranked:
            errors_only = all(quote.is_error for quote in self.quotes)
            return "no program can be quoted" if errors_only else "no program has every cost on file"
        best = ranked[0]
        if len(ranked) < 2:
            return f"{best.program} is the only program whose every cost is known"
        other = ranked[1]
        if not self.advantage:
            return f"{best.program} and {other.program} leave the same"
        ours, theirs = _by_stage(best), _by_stage(other)
        differences = [(theirs.get(s, Decimal(0)) - ours.get(s, Decimal(0)), s) for s in {**ours, **theirs}]
        differences.sort(key=lambda item: abs(item[0]), reverse=True)
        parts = [
            f"{stage} {abs(amount)} {'cheaper' if amount > 0 else 'dearer'}" for amount, stage in differences if amount
        ]
        return f"{best.program} leaves {self.advantage} more than {other.program}: {', '.join(parts[:4])}"

    def _by_month(self) -> str:
        if self.advantage_by_month is None:
            return ""
        best, other = self.ranked_by_month[:2]
        more = f"{best.program} leaves {self.advantage_by_month} more than {other.program}"
        same = f"{best.program} and {other.program} leave the same"
        said = f"By the month {more if self.advantage_by_month else same}{f', with an uplift of {self.uplift_text}' if self.uplift else ''}"
        return said if best is self.best else f"{said}: the month decides"

    @property
    def caution(self) -> str:
        """What to mind before moving to the best program; nothing where it serves the same orders as the others."""
        best = self.decisive
        if best is None or not best._channel_unnamed:
            return ""
        others = [quote for quote in self.quotes if not quote._canonical.startswith(best._canonical.partition(":")[0])]
        return UNLIKE if others and best._canonical.startswith("mcf") else ""

    def __iter__(self) -> Iterator[Quote]:
        return iter(self.quotes)

    def __getitem__(self, program: str) -> Quote:
        """The quote of a program, by any of its names."""
        wanted = find_program(program)
        for quote in self.quotes:
            if wanted in (find_program(quote.program), quote._canonical):
                return quote
        raise KeyError(program)

    def to_dicts(self) -> list[dict[str, Any]]:
        return [quote.to_dict() for quote in self.quotes]

    def to_dict(self) -> dict[str, Any]:
        return {"sku": self.sku, "quotes": self.to_dicts()}

    def rows(self) -> list[dict[str, object]]:
        """A row for each program: the figures of the quote without its lines."""
        return [{name: getattr(quote, name) for name in _FIGURES} for quote in self.quotes]


def _by_month(quote: Quote) -> Decimal:
    """Not rounded, so that what leaves the same in a month ranks by the unit."""
    return (quote.profit or Decimal(0)) * (quote.monthly_units or Decimal(0))


def _by_stage(quote: Quote) -> dict[str, Decimal]:
    """Cost by stage; delivery counts with fulfillment, as Amazon's fee covers both."""
    stages: dict[str, Decimal] = {}
    for line in quote.lines:
        stage = "fulfillment and delivery" if line.stage in ("fulfillment", "delivery") else line.stage
        stages[stage] = stages.get(stage, Decimal(0)) + (line.amount or Decimal(0))
    return stages


@dataclass(frozen=True, slots=True)
class ExplainedStep:
    """One step.

    Attributes:
        name, value: the step and what it came to, with its unit.
        rule: the expression in words; `note`: the published sentence that it follows.
        edition: the card's id; `source`: an address where the card was read, where there is a public one.
        sources: everything that the card names as a source, with and without an address.
    """

    name: str
    value: str
    rule: str
    note: str
    edition: str | None
    source: str | None
    sources: tuple[Source, ...] = ()
