"""One SKU, several programs side by side: which leaves most, by the unit and in a month, by how much, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from logicost.answers.engine import Engine
from logicost.answers.quote import (
    answer_row,
    error_quote,
    filled,
    make_quote,
    refuse_inexact,
    refuse_unknown_category,
    sku_of,
)
from logicost.answers.request import PROGRAMS, Request
from logicost.answers.results import Comparison, Quote
from logicost.answers.trace import RowTrace
from logicost.errors import LogicostError
from logicost.inputs.fields import MONTHLY_GRAINS, NOT_GIVEN
from logicost.inputs.readers import RATE_GRAINS

if TYPE_CHECKING:
    from typing import Unpack

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
    **options: Unpack[Options],
) -> Comparison:
    """Quote a product in several programs. Arguments as `quote`; a program that cannot serve the product becomes a
    quote in error, while a product that cannot be read at all raises.

    Args:
        uplift: how many more units a month a program sells, in percent, by program or its first word:
            ``"fba:20,mcf:5"``; it counts where ``monthly_units`` is given.

    Raises:
        InputError, TableError: with code and field.
    """
    from logicost.inputs.product import row_of

    engine = Engine(fee_tables)
    row = row_of(product, options, market, on)
    return compare_row(engine, row, Request.of(programs, strict=strict, uplift=uplift, fee_tables=fee_tables))


def compare_row(engine: Engine, row: Mapping[str, Any], request: Request) -> Comparison:
    """The comparison of one row of catalog columns.

    Raises:
        LogicostError: the row cannot be read at all.
    """
    if request.own:
        parts = [
            compare_row(engine, filled(row, request.own.get(name, {})), replace(request, programs={name: as_}, own={}))
            for name, as_ in request.programs.items()
        ]
        return replace(parts[0], quotes=tuple(quoted for part in parts for quoted in part.quotes))
    answer = answer_row(engine, row, request)
    sku, trace = sku_of(row), RowTrace.of(answer)
    quotes: list[Quote] = []
    for name, shown_as in request.programs.items():
        try:
            if request.strict:
                refuse_unknown_category(answer, answer.programs[name])
            quoted = make_quote(answer, answer.programs[name], shown_as, sku, request.uplift.get(name, 0), trace)
            if request.strict:
                refuse_inexact(quoted)
        except LogicostError as error:
            quoted = error_quote(error, sku, answer.plan.market.code, answer.plan.day, shown_as)
        quotes.append(quoted)
    units = answer.values["monthly_units"]
    rises = request.uplift
    return Comparison(
        tuple(quotes),
        None if units == NOT_GIVEN else Decimal(units) / MONTHLY_GRAINS,
        {name: Decimal(rises[key] * 100) / RATE_GRAINS for key, name in request.programs.items() if key in rises},
        trace,
    )
