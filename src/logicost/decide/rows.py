"""The rows of what a deciding function is given: a product, a mapping of catalog columns, or a frame of any kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from logicost.answers.engine import Engine
from logicost.answers.request import Request
from logicost.decide.cases import CatalogRow
from logicost.errors import text_of
from logicost.inputs.fields import SIZED
from logicost.inputs.product import Product, row_of
from logicost.inputs.readers import is_blank
from logicost.market import Market
from logicost.tables.markets import Markets


def rows_of(
    given: Any,
    options: Mapping[str, Any],
    markets: Markets,
    market: str | None,
    on: dt.date | str | None,
    saved: str | None,
) -> tuple[Iterable[CatalogRow], bool]:
    """The rows, and whether it is one product.

    Args:
        options: values of one product, or for blank cells of a frame.
        saved: the market of a row that names none.

    Raises:
        InputError, CatalogError: what is given is neither, or lacks a column.
    """
    if isinstance(given, Product) or (isinstance(given, Mapping) and not is_columns(given)):
        if isinstance(given, Mapping) and is_blank(given.get("price")) and is_blank(options.get("price")):
            row = row_of({**given, "price": 1}, options, markets, market, on, saved)
            return [({**row, "price": None}, None)], True  # a price may be what is asked for
        return [(row_of(given, options, markets, market, on, saved), None)], True
    from logicost.catalog.frames import frame_blocks

    return list(block_rows(frame_blocks(given, SIZED), options)), False


def block_rows(blocks: Iterable[Any], options: Mapping[str, Any]) -> Iterator[CatalogRow]:
    """The rows of blocks, their blank cells filled with the options."""
    from logicost.catalog.filling import fill_blanks
    from logicost.inputs.far_times import without_far_times

    known = {name: text_of(value) for name, value in options.items() if value is not None}
    for block in blocks:
        rows = fill_blanks(block.rows, known) if known else block.rows
        for number, row in enumerate(without_far_times(rows).iter_rows(named=True)):
            yield row, block.broken.get(number)


def is_columns(given: Mapping[Any, Any]) -> bool:
    """Whether a mapping holds whole columns."""
    return bool(given) and all(isinstance(value, list) for value in given.values())


def store_of(product: Any, market: object, request: Request, engine: Engine) -> Market:
    """The store whose currency amounts beside a product are in: named, its own, or the request's.

    Raises:
        InputError: ``unknown_market``.
    """
    own = product.get("market") if isinstance(product, Mapping) else getattr(product, "market", None)
    words = (word for word in (market, own) if isinstance(word, str) and not is_blank(word))
    return engine.shelf.markets.find(next(words, request.market))
