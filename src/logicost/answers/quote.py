"""One SKU, one program, one day: what it costs, line by line, and what is left."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from logicost.answers.by_price import ByPrice, needs_price, told
from logicost.answers.engine import Answer, Engine
from logicost.answers.idle import idle_in_row
from logicost.answers.request import Request
from logicost.answers.results import CostLine, Quote, Trace, gathered
from logicost.answers.seats import Fill, Seat, filled, natural_channel
from logicost.answers.strict import refuse_inexact
from logicost.answers.trace import RowTrace
from logicost.errors import InputError, LogicostError, text_of
from logicost.fees import FEES
from logicost.inputs.defaults import Defaults, Filled, fill
from logicost.inputs.exchange import with_costs_converted
from logicost.inputs.fields import MONTHLY_GRAINS, NOT_GIVEN
from logicost.inputs.readers import RATE_GRAINS, is_blank
from logicost.market import AMAZON
from logicost.rules.program_plan import ProgramPlan
from logicost.tables.status import Status

if TYPE_CHECKING:
    from typing import Unpack

    from logicost.answers.defaults_file import Given as GivenDefaults
    from logicost.inputs.options import Options
    from logicost.inputs.product import Product
    from logicost.inputs.programs import Program


def quote(
    product: Product | Mapping[str, Any],
    program: str | Program = "fba",
    *,
    market: str | None = None,
    on: dt.date | str | None = None,
    strict: bool = False,
    fee_tables: str | Path | None = None,
    defaults: GivenDefaults = None,
    **options: Unpack[Options],
) -> Quote:
    """Quote a product in one program.

    Args:
        product: what is sold, or a row of a catalog.
        program: ``fba``, ``mcf``, ``mcf:expedited``, ``fbm``, ``fbm:ups_ground`` …, or `FBA`, `MCF`, `FBM`, `SFP` with
            columns of their own.
        market: the store; default the product's.
        on: the ship date; default today.
        strict: refuse an answer that is not exact or the user's own figure.
        fee_tables: a folder of the user's own cards.
        defaults: a ``logicost.toml``, or its tables as a mapping, for what is not given; default what LOGICOST_DEFAULTS
            names, if anything.
        options: the other catalog columns, under the same names: ``days_in_storage=30``, ``zone=5`` …

    Returns:
        The lines, amounts per unit sold in the market's currency, the profit and how well they are known.

    Raises:
        InputError, RefusedError, TableError: with code and field.
    """
    from logicost.inputs.product import row_of

    engine = Engine(fee_tables)
    request = Request.of([program], strict=strict, fee_tables=fee_tables, defaults=defaults)
    row = row_of(product, options, engine.shelf.markets, market, on, request.defaults.market)
    return quote_row(engine, row, request)


def quote_row(engine: Engine, row: Mapping[str, Any], request: Request) -> Quote:
    """The quote of one row of catalog columns in the request's one program.

    Raises:
        LogicostError: the row cannot be read, or the program refuses it.
    """
    (program,) = request.programs
    filled_row = with_channel(row, request)
    named = engine.channel_of(filled_row, request.market)
    channel = named or natural_channel(program)
    seat = Seat(program, request.programs[program], channel, named is None, request.own.get(program, {}))
    seat = replace(seat, saved=request.defaults.key(program, seat.channel))
    answer = answer_row(engine, filled_row, request, (program,), seat.fill)
    if request.strict:
        refuse_unknown_category(answer, answer.only)
    quoted = make_quote(answer, answer.only, seat, sku_of(row), title=title_of(row))
    if request.strict and not isinstance(answer.only, LogicostError):
        refuse_inexact(answer, answer.only)
    given = [name for name, value in row.items() if name not in seat.fills and not is_blank(value)]
    if idle := idle_in_row(answer.plan, (program,), given):
        return replace(quoted, notes=(*quoted.notes, f"no effect on {seat.shown_as}: {', '.join(idle)}"))
    return quoted


def answer_row(engine: Engine, row: Mapping[str, Any], request: Request, programs: Sequence[str], by: Fill) -> Answer:
    """The values of every step for a row and some programs; its own market and day go before the request's.

    Args:
        by: what fills its blank cells.

    Raises:
        LogicostError: the row cannot be read, or no tables are on file.
    """
    market, on = row.get("market"), row.get("on")
    store = request.market if is_blank(market) else text_of(market).strip()
    saved = with_defaults(engine, filled(row, by.values), request.defaults, store, by.program, by.channel)
    answer = engine.answer(saved.row, store, request.day if is_blank(on) else on, programs)
    return replace(answer, origins=saved.origins) if saved.origins else answer


def with_channel(row: Mapping[str, Any], request: Request) -> Mapping[str, Any]:
    """The row with the seller's default channel, which decides who can serve it."""
    channel = request.defaults.channel
    return {**row, "channel": channel} if channel is not None and is_blank(row.get("channel")) else row


def with_defaults(
    engine: Engine, row: Mapping[str, Any], defaults: Defaults, market: str, program: str = "fba", channel: str = AMAZON
) -> Filled:
    """The row with the seller's defaults of its store (by any of its names), of a program and a channel; its costs in the
    store's currency.

    Raises:
        InputError: a cost is in a currency for which there is no rate.
    """
    if not defaults and not defaults.exchange:
        return Filled(row, {})
    try:
        store = engine.shelf.markets.find(market)
    except LogicostError:
        return Filled(row, {})  # told where the row is read
    named = engine.channel_of({"channel": row.get("channel")}, store.code)
    found = fill(defaults, row, store.code, program, named or channel, engine.vocabulary(store).categories)
    return replace(found, row=with_costs_converted(found.row, store.currency, defaults))


def sku_of(row: Mapping[str, Any]) -> str:
    value = row.get("sku")
    return "" if is_blank(value) else str(value).strip()


def title_of(row: Mapping[str, Any]) -> str:
    """What the product is called, where the catalog says so."""
    value = row.get("title")
    return "" if is_blank(value) else text_of(value).strip()


def make_quote(
    answer: Answer,
    program: ProgramPlan | LogicostError,
    seat: Seat,
    sku: str,
    uplift: int = 0,
    trace: Trace | None = None,
    title: str = "",
) -> Quote:
    """The quote of one program out of an answer.

    Args:
        uplift: how many more units the program sells in a month, in 0.00001.
        trace: the answer's, where several quotes share it.

    Raises:
        LogicostError: where `program` is one.
    """
    if isinstance(program, LogicostError):
        raise program
    plan, values, currency = answer.plan, answer.values, answer.plan.market.currency
    lines = tuple(cost_lines(answer, program))
    invested, priced = values[program.step("invested")], values["price"] > NOT_GIVEN
    profit, status = values[program.step("profit")], Status(values[program.step("status")])
    units = None
    if values["monthly_units"] > NOT_GIVEN:
        units = Fraction(values["monthly_units"] * (RATE_GRAINS + uplift), MONTHLY_GRAINS * RATE_GRAINS)
    return Quote(
        sku=sku,
        title=title,
        market=plan.market.code,
        program=seat.shown_as,
        channel=seat.channel,
        on=answer.day,
        currency=currency.code,
        size_tier=plan.steps[program.size_tier].words[values[program.size_tier]] if program.size_tier else None,
        price=currency.decimal(values["price"]) if priced else None,
        sales_tax_included=currency.decimal(values[program.sales_tax])
        if priced and plan.market.tax_in_prices
        else None,
        revenue=currency.decimal(values[program.revenue]) if priced else None,
        total_cost=currency.decimal(values[program.step("total_cost")]),
        profit=currency.decimal(profit) if priced else None,
        margin=Decimal(values[program.step("margin")]).scaleb(-4) if priced else None,
        roi=Decimal(values[program.step("roi")]).scaleb(-4) if priced and invested > 0 else None,
        status=status.word,
        delivery_promise=program.promise if program.promised is None or values[program.promised] else None,
        monthly_units=None if units is None else Decimal(units.numerator) / units.denominator,
        monthly_profit=None if units is None or status >= Status.UNSOURCED else currency.rounded(profit * units),
        notes=tuple(gathered(_notes(answer, program, lines))),
        lines=lines,
        _store=plan.market,
        _weights=(values["unit_weight"], values[program.dimensional_weight], values[program.shipping_weight]),
        _canonical=program.name,
        _trace=trace or RowTrace.of(answer),
    )


def error_quote(
    error: LogicostError,
    sku: str,
    market: str,
    on: dt.date | None,
    seat: Seat,
    trace: Trace | None = None,
    title: str = "",
) -> Quote:
    """The place of a row that cannot be quoted; `trace`: where the row was read and the program refuses it."""
    return Quote(
        sku=sku, title=title, market=market, program=seat.shown_as, channel=seat.channel, on=on,
        error_code=error.code, error_field=error.field, error=error.message, _canonical=seat.program, _trace=trace,
    )  # fmt: skip


def cost_lines(answer: Answer, program: ProgramPlan) -> Iterable[CostLine]:
    """The lines that a program has for the row."""
    values, currency = answer.values, answer.plan.market.currency
    by_price: ByPrice | None = None
    for line in program.lines:
        if values[line.shown]:
            status, bands, why = (
                Status(values[line.status]),
                None,
                answer.text.reason(line.reasons[values[line.reason]], values),
            )
            if needs_price(line, values):
                by_price = by_price or ByPrice(answer.plan, program, answer.text, values)
                bands = by_price.of(line)
                why = told(bands, answer.text)
            yield CostLine(
                fee=line.fee,
                stage=FEES[line.fee].stage,
                amount=None if status is Status.UNSOURCED else currency.decimal(values[line.amount]),
                status=status.word,
                edition=line.cards[values[line.card]],
                why=why,
                by_price=bands,
            )


def category_remark(answer: Answer, program: ProgramPlan) -> str:
    """What is to be said of the row's category, where the program's referral fee depends on it."""
    return answer.remark if answer.values[program.goes_by_category] else ""


def refuse_unknown_category(answer: Answer, program: ProgramPlan | LogicostError) -> None:
    """Under `strict` a category that is a guess is none.

    Raises:
        InputError: ``unknown_category``.
    """
    if not isinstance(program, LogicostError) and (remark := category_remark(answer, program)):
        raise InputError("unknown_category", remark, "category")


def _notes(answer: Answer, program: ProgramPlan, lines: Iterable[CostLine]) -> Iterable[str]:
    yield from (answer.text.reason(note.text, answer.values) for note in program.notes if answer.values[note.flag])
    if remark := category_remark(answer, program):
        yield remark
    yield from (
        f"{line.fee} is not known: {line.why}" for line in lines if line.amount is None and line.by_price is None
    )
