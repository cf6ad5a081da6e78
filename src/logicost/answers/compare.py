"""One SKU, several programs side by side: which leaves most, by the unit and in a month, by how much, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from logicost.answers.comparison import Comparison, with_best
from logicost.answers.defaults_file import find_defaults
from logicost.answers.engine import Answer, Engine
from logicost.answers.idle import idle_in_row
from logicost.answers.quote import (
    answer_row,
    error_quote,
    make_quote,
    refuse_unknown_category,
    sku_of,
    title_of,
    with_channel,
)
from logicost.answers.request import PROGRAMS, Request
from logicost.answers.results import Quote
from logicost.answers.seats import Seat, bundles, left_out
from logicost.answers.strict import refuse_inexact
from logicost.answers.trace import RowTrace
from logicost.answers.variants import compare_variants, read_variants
from logicost.errors import LogicostError
from logicost.inputs.fields import MONTHLY_GRAINS, NOT_GIVEN
from logicost.inputs.readers import RATE_GRAINS, is_blank

if TYPE_CHECKING:
    from typing import Unpack

    from logicost.answers.defaults_file import Given as GivenDefaults
    from logicost.answers.request import Asked
    from logicost.inputs.options import Options
    from logicost.inputs.product import Product
    from logicost.inputs.programs import Program


def compare(
    product: Product | Mapping[str, Any],
    programs: str | Program | Sequence[str | Program] = PROGRAMS,
    *,
    market: str | None = None,
    on: dt.date | str | None = None,
    strict: bool = False,
    uplift: str | Mapping[str, object] | None = None,
    fee_tables: str | Path | None = None,
    defaults: GivenDefaults = None,
    **options: Unpack[Options],
) -> Comparison:
    """Quote a product in several programs. Arguments as `quote`; a program that cannot serve the product becomes a
    quote in error, while a product that cannot be read at all raises. Several models of one program whose columns differ
    are told apart by these, ``fba (stock_country=fr)``.

    Args:
        uplift: how many more units a month a program sells, in percent, by program or its first word:
            ``"fba:20,mcf:5"``; it counts where ``monthly_units`` is given.

    Returns:
        A quote for each program, in one group for each kind of orders; nothing is ranked across groups.

    Raises:
        InputError, TableError: with code and field.
    """
    from logicost.inputs.product import row_of

    engine = Engine(fee_tables)
    saved = find_defaults(defaults, engine.shelf.own)
    row = row_of(product, options, engine.shelf.markets, market, on, saved.market)

    def compared(asked: list[Asked]) -> Comparison:
        request = Request.of(asked, strict=strict, uplift=uplift, fee_tables=fee_tables, defaults=saved)
        comparison = compare_row(engine, row, request)
        return replace(comparison, quotes=tuple(_with_idle(comparison.quotes, row, request)))

    variants = read_variants(programs, engine.shelf.markets)
    several = any(variant.label for variant in variants)
    comparison = (
        compare_variants(variants, engine.shelf.markets, compared)
        if several
        else compared([each.asked for each in variants])
    )
    described = product.given() if not isinstance(product, Mapping) else product
    return replace(comparison, given={**options, **described})


def _with_idle(quotes: Sequence[Quote], row: Mapping[str, Any], request: Request) -> Iterator[Quote]:
    """The quotes, each with a note on what was given and has no effect on any of their programs."""
    plans = [(quoted._trace.plan, quoted._canonical) for quoted in quotes if quoted._trace is not None]
    given = [name for name, value in row.items() if not is_blank(value)]
    of_each = [set(idle_in_row(plan, (program,), given)) for plan, program in plans]
    idle = [name for name in given if of_each and all(name in some for some in of_each)]
    note = f"no effect on {', '.join(request.programs.values())}: {', '.join(idle)}"
    for quoted in quotes:
        yield replace(quoted, notes=(*quoted.notes, note)) if idle and not quoted.is_error else quoted


def compare_row(engine: Engine, row: Mapping[str, Any], request: Request) -> Comparison:
    """The comparison of one row of catalog columns.

    Raises:
        LogicostError: the row cannot be read at all.
    """
    given = row
    row = with_channel(row, request)
    seats = request.seats(engine.channel_of(row, request.market))
    quotes: list[Quote | None] = [None] * len(seats)
    units = NOT_GIVEN
    for by, places in bundles(seats):
        programs = tuple(seats[place].program for place in places)
        answer = answer_row(engine, row, request, programs, by)
        units, trace = answer.values["monthly_units"], RowTrace.of(answer)
        for place in places:
            quotes[place] = _quote(answer, trace, seats[place], row, request)
    rises = request.uplift
    return Comparison(
        with_best([quoted for quoted in quotes if quoted is not None]),
        None if units == NOT_GIVEN else Decimal(units) / MONTHLY_GRAINS,
        {name: Decimal(rises[key] * 100) / RATE_GRAINS for key, name in request.programs.items() if key in rises},
        tuple(left_out(request.programs, seats)),
        given=given,
    )


def _quote(answer: Answer, trace: RowTrace, seat: Seat, row: Mapping[str, Any], request: Request) -> Quote:
    """One seat's quote, in error where the program refuses the row."""
    program, sku, title = answer.programs[seat.program], sku_of(row), title_of(row)
    try:
        if request.strict:
            refuse_unknown_category(answer, program)
        quoted = make_quote(answer, program, seat, sku, request.uplift.get(seat.program, 0), trace, title)
        if request.strict and not isinstance(program, LogicostError):
            refuse_inexact(answer, program)
    except LogicostError as error:
        return error_quote(error, sku, answer.plan.market.code, answer.day, seat, trace, title)
    return quoted
