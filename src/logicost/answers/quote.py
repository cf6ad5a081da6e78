"""One SKU, one program, one day: what it costs, line by line, and what is left."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from logicost.answers.engine import Answer, Engine
from logicost.errors import LogicostError, RefusedError
from logicost.fees.delivery_promise import DeliveryPromise, delivery_promise, holds
from logicost.inputs.fields import FIELDS, MONTHLY_GRAINS, NOT_GIVEN
from logicost.inputs.readers import RATE_GRAINS
from logicost.measurement import GRAMS, quantity
from logicost.money import to_cents, to_decimal
from logicost.programs import find_program
from logicost.rules.plan import Line, ProgramPlan
from logicost.rules.text import plain
from logicost.tables.status import Status

if TYPE_CHECKING:
    from pint import Quantity

    from logicost.answers.explain import ExplainedStep
    from logicost.inputs.product import Product

OPTIONS = tuple(field.name for field in FIELDS if not field.product and field.name != "on")

GOOD = (Status.EXACT.word, Status.OVERRIDE.word)  # all that `strict` lets pass


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
class Quote:
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
    _answer: Answer | None = field(default=None, repr=False, compare=False)
    _canonical: str = field(default="", repr=False)

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

    def explain(self, *, everything: bool = False) -> list[ExplainedStep]:
        """The steps behind this quote: value, rule in words, card and source.

        Args:
            everything: also the steps of lines that do not apply.
        """
        from logicost.answers.explain import explain_quote

        return explain_quote(self, everything)

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
            **{name: _text(getattr(self, name)) for name in ("revenue", "total_cost", "profit", "margin", "roi")},
            "status": self.status,
            "delivery_promise": str(self.delivery_promise) if self.delivery_promise else None,
            "monthly_profit": _text(self.monthly_profit),
            "notes": list(self.notes),
            "lines": [
                {
                    "fee": line.fee,
                    "stage": line.stage,
                    "amount": _text(line.amount),
                    "status": line.status,
                    "edition": line.edition,
                    "why": line.why,
                }
                for line in self.lines
            ],
        }
        if self.is_error:
            result |= {"error_code": self.error_code, "error_field": self.error_field, "error": self.error}
        return result

    def to_json(self, indent: int | None = 2) -> str:
        import json

        return json.dumps(self.to_dict(), indent=indent, ensure_ascii=False)

    def _repr_html_(self) -> str:
        from logicost.export.notebook import quote_html

        return quote_html(self)

    def __str__(self) -> str:
        from logicost.export.terminal import quote_text

        return quote_text(self)

    def _weight_texts(self) -> tuple[str | None, str | None, str | None, str | None]:
        if self._weights is None or self._answer is None:
            return None, None, None, None
        market = self._answer.plan.market
        a, b, c = (plain(grains * market.weight_grain / GRAMS[market.weight_unit], 7) for grains in self._weights)
        return a, b, c, market.weight_unit

    def _quantity(self, place: int) -> Quantity[Decimal] | None:
        if self._weights is None or self._answer is None:
            return None
        market = self._answer.plan.market
        return quantity(self._weights[place] * market.weight_grain, market.weight_unit)


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:f}"


def quote(
    product: Product,
    program: str = "fba",
    *,
    market: str | None = None,
    on: dt.date | str | None = None,
    strict: bool = False,
    fee_tables: str | Path | None = None,
    **options: object,
) -> Quote:
    """Quote a product in one program.

    Args:
        product: what is sold.
        program: ``fba``, ``mcf``, ``mcf:expedited``, ``fbm``, ``fbm:ups_ground`` …
        market: the store; default the product's.
        on: the ship date; default today.
        strict: refuse an answer that is not exact or the user's own figure.
        fee_tables: a folder of the user's own cards.
        options: the other catalog columns, under the same names: ``days_in_storage=30``, ``zone=5`` …

    Raises:
        InputError, RefusedError, TableError: with code and field.
    """
    engine = Engine(fee_tables)
    row = engine.row_of(product, options, OPTIONS)
    answer = engine.answer(row, market or product.market, on, (find_program(program),))
    quoted = make_quote(answer, answer.only, str(program).strip(), product.sku)
    if strict:
        refuse_inexact(quoted)
    return quoted


def make_quote(answer: Answer, program: ProgramPlan | LogicostError, shown_as: str, sku: str, uplift: int = 0) -> Quote:
    """The quote of one program out of an answer.

    Args:
        uplift: how many more units the program sells in a month, in 0.00001.

    Raises:
        LogicostError: where `program` is one.
    """
    if isinstance(program, LogicostError):
        raise program
    plan, values = answer.plan, answer.values
    lines = tuple(_lines(answer, program))
    invested = values[program.step("invested")]
    profit, status = values[program.step("profit")], Status(values[program.step("status")])
    units = None
    if values["monthly_units"] > NOT_GIVEN:
        units = Fraction(values["monthly_units"] * (RATE_GRAINS + uplift), MONTHLY_GRAINS * RATE_GRAINS)
    promise = delivery_promise(plan.shelf, plan.market, plan.day, program.name)
    return Quote(
        sku=sku,
        market=plan.market.code,
        program=shown_as,
        on=plan.day,
        currency=plan.market.currency,
        size_tier=plan.steps[program.size_tier].words[values[program.size_tier]] if program.size_tier else None,
        revenue=to_decimal(values["price"]),
        total_cost=to_decimal(values[program.step("total_cost")]),
        profit=to_decimal(profit),
        margin=Decimal(values[program.step("margin")]).scaleb(-4),
        roi=Decimal(values[program.step("roi")]).scaleb(-4) if invested > 0 else None,
        status=status.word,
        delivery_promise=promise if holds(program.name, values) else None,
        monthly_units=None if units is None else Decimal(units.numerator) / units.denominator,
        monthly_profit=None if units is None or status >= Status.UNSOURCED else to_cents(profit * units),
        notes=tuple(_notes(answer, program)),
        lines=lines,
        _weights=(values["unit_weight"], values[program.dimensional_weight], values[program.shipping_weight]),
        _answer=answer,
        _canonical=program.name,
    )


def error_quote(error: LogicostError, sku: str, market: str, on: dt.date | None, program: str) -> Quote:
    """The place of a row that cannot be quoted."""
    return Quote(
        sku=sku, market=market, program=program, on=on,
        error_code=error.code, error_field=error.field, error=error.message,
    )  # fmt: skip


def _lines(answer: Answer, program: ProgramPlan) -> Iterable[CostLine]:
    for line in program.lines:
        if line.applies is not None and not answer.values[line.applies]:
            continue
        status = Status(answer.values[line.status])
        template = next((text for flag, text in line.why if flag is None or answer.values[flag]), "")
        yield CostLine(
            fee=line.fee,
            stage=line.stage,
            amount=None if status is Status.UNSOURCED else to_decimal(answer.values[line.amount]),
            status=status.word,
            edition=_edition(answer, line),
            why=answer.text.reason(template, answer.values),
        )


def _edition(answer: Answer, line: Line) -> str | None:
    if line.waiver is not None and answer.values[line.waiver[0]]:
        return line.waiver[1]
    return None if line.own is not None and answer.values[line.own] else line.edition


def _notes(answer: Answer, program: ProgramPlan) -> Iterable[str]:
    for flag, text in program.notes:
        if flag is None or answer.values[flag]:
            yield answer.text.reason(text, answer.values)
    fees = [
        line.fee
        for line in program.lines
        if (line.applies is None or answer.values[line.applies]) and not (line.own and answer.values[line.own])
    ]
    for fee in dict.fromkeys(("size_tiers", *fees)):  # not in the plan's order, which depends on the other programs
        choice = answer.plan.editions.get(fee)
        if choice is not None and choice.status is Status.PROJECTED:
            yield f"{fee}: {choice.why}"
    for line in _lines(answer, program):
        if line.amount is None:
            yield f"{line.fee} is not known: {line.why}"


def refuse_inexact(quoted: Quote) -> None:
    """Raise where a quote is not exact or the user's own.

    Raises:
        RefusedError: ``not_exact``, naming the lines.
    """
    if quoted.status not in GOOD:
        raise not_exact((line.fee, line.status) for line in quoted.lines if line.status not in GOOD)


def not_exact(lines: Iterable[tuple[str, str]]) -> RefusedError:
    """The refusal of `strict` for lines with those statuses."""
    named = ", ".join(f"{fee} is {status}" for fee, status in lines)
    return RefusedError("not_exact", f"strict refuses this quote: {named}")
