"""Blank cells of whole columns filled in: with what options say, and with a seller's defaults, as `fill` does for a row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import polars as pl

from logicost.inputs.categories import CategoryBook
from logicost.inputs.defaults import (
    ByColumn,
    Defaults,
    alternatives,
    category_key,
    program_keys,
)
from logicost.inputs.plain_numbers import as_text, blank

_Layer = tuple[pl.Series | None, ByColumn]  # where it holds (None: everywhere), the weaker before the stronger


def cell_of(value: object) -> str:
    """A value as a cell of text has it."""
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def fill_blanks(rows: pl.DataFrame, values: Mapping[str, str]) -> pl.DataFrame:
    """The rows with values in place of blank cells and of columns that are not there."""
    return _filled(rows, {name: pl.Series([value]).new_from_index(0, rows.height) for name, value in values.items()})


def fill_from(rows: pl.DataFrame, name: str, values: pl.Series) -> pl.DataFrame:
    """The rows with those values in place of blank cells of a column."""
    return _filled(rows, {name: values})


def fill_frame(
    defaults: Defaults, rows: pl.DataFrame, market: str, program: str, channel: str, book: CategoryBook | None
) -> pl.DataFrame:
    """The rows with the defaults of their store, program, channel and category in place of blank cells.

    Args:
        market: the store's code; program: its canonical name; channel: where the orders are placed.
        book: the store's categories.
    """
    if not defaults:
        return rows
    tables = defaults.tables
    layers: list[_Layer] = [(None, defaults.account), (None, defaults.general)]
    layers += [(None, table) for table in _found(tables.get("market", {}), (market,))]
    chosen = _resolved(rows, ("category",), layers)
    layers += [(None, table) for table in _found(tables.get("program", {}), reversed(program_keys(program)))]
    layers += [(None, table) for table in _found(tables.get("channel", {}), (channel,))]
    categories = _keys(_filled(rows, chosen), "category", lambda word: next(iter(category_key(word, book)), None))
    by_category: list[_Layer] = [(categories == name, table) for name, table in tables.get("category", {}).items()]
    names = [name for name in defaults.names if name != "channel"]
    return _filled(rows, chosen | _resolved(rows, names, [*layers, *by_category]))


def _found(tables: Mapping[str, ByColumn], keys: Iterable[str]) -> list[ByColumn]:
    return [tables[key] for key in keys if key in tables]


def _keys(rows: pl.DataFrame, name: str, read: Callable[[str | None], str | None]) -> pl.Series:
    """What each row's word stands for, each distinct word looked up once."""
    if name not in rows.columns:
        return pl.Series([read(None)], dtype=pl.String).new_from_index(0, rows.height)
    texts = as_text(rows[name])
    words = texts.unique().to_list()
    known = {word: read(word) for word in words}
    return texts.replace_strict(list(known), list(known.values()), return_dtype=pl.String)


def _resolved(rows: pl.DataFrame, names: Iterable[str], layers: Iterable[_Layer]) -> dict[str, pl.Series]:
    """The default of each column in each row, null where there is none."""
    wanted = list(names)
    nothing = pl.Series([None], dtype=pl.String).new_from_index(0, rows.height)
    found: dict[str, pl.Series] = {}
    for where, table in layers:
        for name, value in table.items():
            if name in wanted:
                given = pl.Series([value]).new_from_index(0, rows.height)
                for other in alternatives(name):  # the stronger table says it in its own way
                    if other == name or other in found:
                        mine = given if other == name else nothing
                        found[other] = (
                            mine if where is None else mine.zip_with(where.fill_null(False), found.get(other, nothing))
                        )
    for name in found:
        for other in alternatives(name):
            if other in rows.columns and other != name:
                found[name] = found[name].zip_with(pl.Series(blank(rows[other])), nothing)
    return found


def _filled(rows: pl.DataFrame, values: Mapping[str, pl.Series]) -> pl.DataFrame:
    columns = []
    for name, series in values.items():
        if name in rows.columns:
            empty = pl.Series(blank(rows[name]))
            if not empty.any():
                continue
            series = series.zip_with(empty, as_text(rows[name]))
        columns.append(series.alias(name))
    return rows.with_columns(columns)
