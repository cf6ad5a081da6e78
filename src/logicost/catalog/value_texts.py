"""Columns of values as people write them: what the text reading says of one value, for all rows at once.

Amounts and measures, of which nearly every row has its own, are written by the column; words, flags and counts, of
which there are few, by the text reading, each distinct one once.
"""

from __future__ import annotations

from math import ceil
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from logicost.array_kinds import Numbers
from logicost.catalog.results import decimals
from logicost.market import Market
from logicost.rules.plan import Kind
from logicost.rules.text import TextReading, show
from logicost.rules.units import SMALLER_WEIGHT, Unit, unit_of, weight_unit

_FEW = 64  # values that the text reading tells faster than a column is written
_WIDEST = 2**62  # what lies beyond is left to the text reading, as it might leave 64 bits on the way


def value_texts(text: TextReading, name: str, values: NDArray[Any]) -> pl.Series:
    """The text of each value of a step or an input."""
    meaning, market = text.meaning(name), text.plan.market
    kind = meaning.kind
    if len(values) <= _FEW or kind is None or (meaning.optional and (values == -1).any()):
        return _told(text, name, values)
    grains = values.astype(np.int64, copy=False)
    unit, written = unit_of(kind, market), None
    if unit is None:
        pass
    elif kind is Kind.MONEY or kind is Kind.MICROS:
        written = _money(grains, kind, unit.places, market)
    elif kind is Kind.WEIGHT:
        written = _weight(grains, unit, market)
    else:
        written = _measure(grains, unit, show(0, kind, market).partition("0")[2])
    return _told(text, name, values) if written is None else written


def _told(text: TextReading, name: str, values: NDArray[Any]) -> pl.Series:
    """By the text reading, each distinct value once."""
    found, inverse = np.unique(values, return_inverse=True)
    words = pl.Series([text.value(name, {name: int(value)}) for value in found.tolist()], dtype=pl.String)
    return words.gather(pl.Series(inverse.reshape(-1)))


def _money(grains: Numbers, kind: Kind, places: int, market: Market) -> pl.Series:
    symbol = show(0, kind, market).partition("0")[0]
    amount = (
        _decimals(np.abs(grains), places)
        .str.replace(rf"0{{1,{places - market.currency.minor_digits}}}$", "")
        .str.strip_chars_end(".")
    )
    sign = pl.when(pl.Series(grains < 0)).then(pl.lit(f"-{symbol}")).otherwise(pl.lit(symbol))
    return pl.select(pl.concat_str(sign, amount)).to_series()


def _weight(grains: Numbers, large: Unit, market: Market) -> pl.Series | None:
    """In the market's unit from one of it on, below in the smaller one."""
    small = weight_unit(SMALLER_WEIGHT[large.name], market)
    lighter, heavier = (_measure(grains, unit, f" {unit.name}") for unit in (small, large))
    if lighter is None or heavier is None:
        return None
    return lighter.zip_with(pl.Series(grains < ceil(large.grains)), heavier)


def _measure(grains: Numbers, unit: Unit, behind: str) -> pl.Series | None:
    """Numbers without trailing zeros, rounded half-even to so many places, and what stands behind them."""
    ratio = 10**unit.places / unit.grains
    if int(np.abs(grains).max()) * ratio.numerator >= _WIDEST:
        return None
    whole, rest = np.divmod(grains * ratio.numerator, ratio.denominator)
    twice = 2 * rest
    whole += (twice > ratio.denominator) | ((twice == ratio.denominator) & (whole % 2 == 1))
    number = _decimals(whole, unit.places).str.strip_chars_end("0").str.strip_chars_end(".")
    return number + behind if behind else number


def _decimals(numbers: Numbers, places: int) -> pl.Series:
    """Whole numbers of the last of so many places, as text with all of them."""
    return decimals(numbers, pl.Decimal(38, places)).cast(pl.String)
