"""What comes back: quotes, comparisons and explained steps, as data that neither computes a fee nor draws itself.

A result keeps what it was asked (`Trace`) and not the plan behind it: it pickles, copies and stays small, and what
explains it is worked out again when it is wanted. How it prints is `logicost.answers.shown`'s.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

from logicost.answers.shown import Titled
from logicost.errors import InputError, RefusedError, nearest, shown, text_of
from logicost.fees import FEES
from logicost.inputs.readers import read_switch
from logicost.market import Market
from logicost.measurement import GRAMS, quantity
from logicost.money import currency_of
from logicost.rules.text import without_zeros
from logicost.tables.status import ERROR, NOT_RANKED, UNSOURCED

if TYPE_CHECKING:
    from pint import Quantity

    from logicost.answers.engine import Answer
    from logicost.rules.plan import Plan
    from logicost.rules.program_plan import DeliveryPromise
    from logicost.tables.edition import Source

INVESTED = "cost of goods, freight, duty and own preparation"  # what the return on investment counts
NOT_INCLUDED = "not included: "  # how the note about what is left out begins
DISCOUNTS = ("sipp_discount",)  # lines that take something off: without their amount the cost can only be less
_LEFT_OUT_WORDS = " is not included: give "
_LEFT_OUT = re.compile(rf"(.+){_LEFT_OUT_WORDS}(\w+)")


class Trace(Protocol):
    """What a result keeps in order to be explained: what was asked, from which the answer is worked out again."""

    @property
    def key(self) -> tuple[str, dt.date, tuple[str, ...]]:
        """Market, day and programs: results with the same key share a plan."""
        ...

    @property
    def inputs(self) -> Mapping[str, int]:
        """The values of every input of the rules."""
        ...

    @property
    def plan(self) -> Plan: ...

    def answer_for(self, programs: Sequence[str], inputs: Mapping[str, int]) -> Answer:
        """The values of every step for other programs and inputs of the same market and day."""
        ...

    def answer(self) -> Answer:
        """The values of every step."""
        ...

    def explain(self, program: str, everything: bool) -> list[ExplainedStep]: ...


@dataclass(frozen=True, slots=True)
class PriceBand:
    """What a line comes to at some prices.

    Attributes:
        first, last: of the prices; `last` is None where there is no end.
        amount: per unit, 0 where the line does not apply there; None where it moves with the price.
        why: how it comes about.
    """

    first: Decimal
    last: Decimal | None
    amount: Decimal | None
    why: str

    def to_dict(self) -> dict[str, str | None]:
        """As JSON has it: ``from``, ``to``, ``amount``, ``why``."""
        return {"from": _text(self.first), "to": _text(self.last), "amount": _text(self.amount), "why": self.why}


@dataclass(frozen=True, slots=True)
class CostLine:
    """One cost.

    Attributes:
        fee: its slug; `stage`: where on the goods' way it falls.
        amount: per unit sold, cost positive, discount negative; None where no figure is on file.
        status: exact, override, projected, estimate or unsourced.
        edition: the card it is from, ``us/fba_fulfillment/2026-10-15``; None for the seller's own costs.
        why: how it comes about.
        by_price: what it would be at each price, where no price is given and it depends on one; else None.
    """

    fee: str
    stage: str
    amount: Decimal | None
    status: str
    edition: str | None
    why: str
    by_price: tuple[PriceBand, ...] | None = None

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it: the amount as decimal text; ``by_price`` only where there are bands."""
        found: dict[str, Any] = {name: getattr(self, name) for name in _LINE} | {"amount": _text(self.amount)}
        return found if self.by_price is None else {**found, "by_price": [band.to_dict() for band in self.by_price]}


@dataclass(frozen=True, repr=False)
class Quote(Titled):
    """The answer for one SKU and program; amounts are Decimals per unit sold, None where the row is in error.

    Attributes:
        title: what the product is called; "" where it is not said.
        channel: where the orders are placed: ``amazon``, ``direct``, ``shopify`` …; `best`: whether it leaves most of the
            programs that serve the same orders, None where it is not ranked or has no rival.
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
    title: str = ""
    channel: str | None = None
    best: bool | None = None
    currency: str | None = None
    size_tier: str | None = None
    price: Decimal | None = None
    sales_tax_included: Decimal | None = None
    revenue: Decimal | None = None
    total_cost: Decimal | None = None
    profit: Decimal | None = None
    margin: Decimal | None = None
    roi: Decimal | None = None
    status: str = ERROR
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
    _trace: Trace | None = field(default=None, repr=False, compare=False)

    def __repr__(self) -> str:
        """In a line: what it is of and what it comes to; ``print`` shows every line."""
        of = f"{self.sku or 'product'!r} {self.program} {self.market} {self.on}"
        if self.is_error:
            return f"<Quote {of}: {self.error_code}>"
        return f"<Quote {of}: profit {self.profit} of {self.revenue} {self.currency}, {self.status}>"

    @property
    def is_error(self) -> bool:
        return self.error_code is not None

    @property
    def not_included(self) -> tuple[str, ...]:
        """What is left out of the cost, as a note says: storage, packaging …"""
        return tuple(
            name for note in self.notes if note.startswith(NOT_INCLUDED)
            for name in note.removeprefix(NOT_INCLUDED).partition(" (give ")[0].split(", ")
        )  # fmt: skip

    @property
    def paid(self) -> Decimal | None:
        """What the buyer pays per unit, tax included: the price less a discount, and shipping where it is charged."""
        return None if self.revenue is None else self.revenue + (self.sales_tax_included or 0)

    @property
    def is_ranked(self) -> bool:
        """Whether every cost is known, so that the profit can be held against another's."""
        return self.status not in NOT_RANKED

    @property
    def bounds(self) -> tuple[str, str]:
        """How cost and profit stand to what they are: ``≥`` and ``≤`` where a cost is not known, ``≤`` and ``≥`` where a
        discount is not, ``~`` where both are not; nothing where all is known."""
        unknown = {line.fee in DISCOUNTS for line in self.lines if line.status == UNSOURCED}
        return {(): ("", ""), (False,): ("≥", "≤"), (True,): ("≤", "≥")}.get(tuple(unknown), ("~", "~"))

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
        return next((line for line in self.lines if isinstance(fee, str) and line.fee == fee), None)

    def amount(self, fee: str) -> Decimal:
        """What a fee comes to per unit: 0 where it does not apply, negative for a discount.

        Args:
            fee: its slug, one of `list_fees`.

        Raises:
            InputError: ``unknown_fee``.
            RefusedError: ``fee_unsourced`` where no figure is on file; of a quote in error, its error.
        """
        if not isinstance(fee, str) or fee not in FEES:
            hint = nearest(text_of(fee)[:80], list(FEES))
            raise InputError("unknown_fee", f"there is no fee {shown(fee)}.{hint}", "fee")
        if self.error_code is not None:
            raise RefusedError(self.error_code, self.error or "", self.error_field)
        total = currency_of(self.currency or "").decimal(0)
        for line in self.lines:
            if line.fee == fee:
                if line.amount is None:
                    raise RefusedError("fee_unsourced", f"{fee} is not known: {line.why}", fee)
                total += line.amount
        return total

    def rows(self) -> list[dict[str, object]]:
        """A row for each line: sku, title where it has one, market, program, on, currency, and the line's own."""
        names = ("sku", *(["title"] if self.title else []), "market", "program", "on", "currency")
        head = {name: getattr(self, name) for name in names}
        return [{**head, **{name: getattr(line, name) for name in _LINE}} for line in self.lines]

    def explain(self, *, everything: bool = False) -> list[ExplainedStep]:
        """The steps behind this quote: value, rule in words, card and source.

        Args:
            everything: also the steps of lines that do not apply.
        """
        whole = read_switch(everything, "everything")
        return [] if self._trace is None or self.is_error else self._trace.explain(self._canonical, whole)

    def to_dict(self) -> dict[str, Any]:
        """The quote as JSON has it: amounts as decimal text; the title where it has one."""
        weights = self._weight_texts()
        result: dict[str, Any] = {
            "sku": self.sku,
            **({"title": self.title} if self.title else {}),
            "market": self.market,
            "program": self.program,
            "channel": self.channel,
            "best": self.best,
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
            "lines": [line.to_dict() for line in self.lines],
        }
        if self.is_error:
            result |= {"error_code": self.error_code, "error_field": self.error_field, "error": self.error}
        return result

    def _weight_texts(self) -> tuple[str | None, str | None, str | None, str | None]:
        market = self._store
        if self._weights is None or market is None:
            return None, None, None, None
        a, b, c = (
            without_zeros(grains * market.weight_grain / GRAMS[market.weight_unit], 7) for grains in self._weights
        )
        return a, b, c, market.weight_unit

    def _quantity(self, place: int) -> Quantity[Decimal] | None:
        market = self._store
        if self._weights is None or market is None:
            return None
        return quantity(self._weights[place] * market.weight_grain, market.weight_unit)


_LINE = tuple(each.name for each in fields(CostLine) if each.name != "by_price")


_AMOUNTS = ("price", "sales_tax_included", "revenue", "total_cost", "profit", "margin", "roi")


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:f}"


def gathered(notes: Iterable[str]) -> list[str]:
    """Notes, of which those about costs that are left out are said in one."""
    result: list[str] = []
    left: list[str] = []
    place = 0
    for note in notes:
        if _LEFT_OUT_WORDS in note and _is_left_out(note):
            place = len(result) if not left else place
            left.append(note)
        else:
            result.append(note)
    if left:
        result.insert(place, _not_included(tuple(left)))
    return result


@lru_cache(maxsize=1024)  # most rows of a catalog leave out the same
def _is_left_out(note: str) -> bool:
    return _LEFT_OUT.fullmatch(note) is not None


@lru_cache(maxsize=1024)
def _not_included(notes: tuple[str, ...]) -> str:
    left = [note.rpartition(_LEFT_OUT_WORDS) for note in notes]
    names, inputs = (", ".join(dict.fromkeys(each[part] for each in left)) for part in (0, 2))
    return f"{NOT_INCLUDED}{names} (give {inputs})"


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

    def to_dict(self) -> dict[str, Any]:
        """Its fields, with each source's publisher, title, covers and url (null without a public address)."""
        return asdict(self)
