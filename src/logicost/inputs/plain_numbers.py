"""Plain numbers read by the column: amounts, counts and measures that are written as people ordinarily write them.

Floats pass through 64-bit floats here, but no float decides a grain: one that does not lie clearly on one side of a
rounding edge is left to the exact reader, with everything that is not plain.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import polars as pl

from logicost.array_kinds import Flags, Floats, Numbers
from logicost.errors import text_of
from logicost.inputs.far_times import TIME, far_text, has_far_times
from logicost.inputs.readers import BLANKS, NOT_THERE, Numeric

NUMBER = r"[0-9]{1,9}(?:\.[0-9]{0,50})?"  # however long, the nearest float is within a millionth of a grain
_BLANKS = list(BLANKS)
_PLAIN = f"^{NUMBER}$"
_MEASURE = rf"^({NUMBER}) ?([A-Za-z]+)?$"
_SIDES = rf"^({NUMBER}) ?[xX×*] ?({NUMBER}) ?[xX×*] ?({NUMBER}) ?([A-Za-z]+)?$"
_DIGITS = 16  # characters that hold no more than fifteen digits and a point
_CLEAR = 0.49  # a number this near to a whole grain rounds to it, whatever the float's last digits are
_EXACT = 2.0**53
_LISTS = ("dimensions", "parcel", "zone_mix")
_ODD = (pl.Object, pl.Binary, pl.Duration, pl.Time)


@dataclass(frozen=True, slots=True)
class Plain:
    """Values in grains, and which of them are read; the others hold 0."""

    grains: Numbers
    read: Flags


def blank(column: pl.Series) -> Flags:
    """Which values count as not given: null, or text that says so (`BLANKS`)."""
    if column.dtype == pl.String:
        return column.str.strip_chars().is_in(_BLANKS).fill_null(True).to_numpy()
    return column.is_null().to_numpy()


def as_text(column: pl.Series) -> pl.Series:
    """A column of any kind as text; of bytes those that are UTF-8, of lists and the like what Python prints."""
    kind = column.dtype
    if has_far_times(column):
        return far_text(column)
    if kind == pl.Binary:
        values = [None if value is None else value.decode(errors="replace") for value in column.to_list()]
        return pl.Series(column.name, values, pl.String)
    if kind.is_nested() or kind == pl.Duration or kind == pl.Object:
        values = [None if is_missing(value) else text_of(value) for value in column.to_list()]
        return pl.Series(column.name, values, pl.String)
    return column.dt.strftime(TIME) if kind == pl.Time else column.cast(pl.String)


def is_missing(value: object) -> bool:
    """Whether an object of any library stands for no value."""
    if value is None or type(value).__name__ in NOT_THERE:
        return True
    return isinstance(value, float | np.floating | np.datetime64 | np.timedelta64) and bool(value != value)


def read_as_text(rows: pl.DataFrame, names: Iterable[str]) -> pl.DataFrame:
    """The rows with columns of these names that hold objects, bytes or times as the text that they print as; lists of
    sides and of shares stay, as lists."""
    found: list[pl.Series] = []
    for name in names:
        kind = rows.schema.get(name)
        if kind is None:
            continue
        if kind in _ODD or (kind.is_nested() and name not in _LISTS) or has_far_times(rows[name]):
            found.append(as_text(rows[name]))
        elif kind == pl.Array:
            found.append(rows[name].arr.to_list())
    return rows.with_columns(found) if found else rows


def given_text(column: pl.Series) -> pl.Series:
    """A column as text without blanks around it; what is not given is empty."""
    text = as_text(column).str.strip_chars()
    return text.zip_with(~pl.Series(blank(text)), pl.Series([""]))


def given(rows: pl.DataFrame, name: str) -> Flags:
    """Which rows give the column."""
    return ~blank(rows[name]) if name in rows.columns else np.zeros(rows.height, np.bool_)


def numbers(column: pl.Series) -> tuple[Floats, Flags]:
    """The plain numbers of a column, and which values they are."""
    if column.dtype == pl.String:
        plain = column.str.contains(_PLAIN).fill_null(False)
        return _floats(column.cast(pl.Float64, strict=False)), plain.to_numpy()
    if column.dtype == pl.Float32:  # by its shortest text: 18.99 is meant, not the float next to it
        column = column.cast(pl.String).cast(pl.Float64, strict=False)
    if not column.dtype.is_numeric():
        return np.zeros(len(column)), np.zeros(len(column), np.bool_)
    values = _floats(column.cast(pl.Float64))
    return values, np.isfinite(values) & (np.abs(values) < _EXACT)


def strip_marks(column: pl.Series, marks: str) -> pl.Series:
    """Plain numbers without a mark (of that pattern) before or behind; text of another kind stays as it is."""
    if column.str.contains(_PLAIN).all():
        return column
    number: pl.Series = column.str.extract(rf"(?i)^(?:(?:{marks}) ?)?({NUMBER})(?: ?(?:{marks}))?$", 1)
    return number.zip_with(number.is_not_null(), column)


def read_numbers(column: pl.Series, numeric: Numeric) -> Plain:
    """Amounts and counts, as the field's reader would read them."""
    values, plain = numbers(column)
    plain &= (values >= numeric.smallest) & (values <= numeric.largest)
    if column.dtype == pl.String:  # of more digits than a float holds the exact reader decides at the edges
        long = (column.str.len_bytes() > _DIGITS).fill_null(False).to_numpy()
        inside = (values > numeric.smallest) & (values < numeric.largest)
        plain &= ~long | (inside if not numeric.whole else False)
    if numeric.whole:
        plain &= values == np.rint(values)
    return to_grains(values * numeric.grains, plain)


def to_grains(scaled: Floats, plain: Flags) -> Plain:
    """Floats of grains made whole, half-up, where that is beyond doubt."""
    scaled = np.where(plain, scaled, 0.0)
    whole = np.rint(scaled)
    plain = plain & (np.abs(scaled - whole) < _CLEAR)
    return Plain(np.where(plain, whole, 0.0).astype(np.int64), plain)


@dataclass(frozen=True, slots=True)
class Units:
    """The words for units, and how many grains each is.

    Attributes:
        words: word in lower case to unit.
        factors: unit to millimetres or grams; `grain`: of the market.
        default: the market's unit.
        largest: the largest measure that is accepted, in millimetres or grams.
    """

    words: Mapping[str, str]
    factors: Mapping[str, Fraction]
    grain: Fraction
    default: str
    largest: Fraction

    def ratios(self, column: pl.Series, default: Floats) -> Floats:
        """Numbers in one of the unit that each text names: `default` for a blank, NaN for an unknown word."""
        by_word = {word: float(self.factors[unit] / self.grain) for word, unit in self.words.items()}
        texts = column.cast(pl.String, strict=False)
        found = texts.str.to_lowercase().replace_strict(
            list(by_word), list(by_word.values()), default=None, return_dtype=pl.Float64
        )
        return np.where(blank(texts), default, _floats(found))

    def default_ratios(self, given: pl.Series | None, size: int) -> Floats:
        """The same for bare numbers: by the column that names units, where there is one."""
        default = np.full(size, float(self.factors[self.default] / self.grain))
        return default if given is None else self.ratios(given, default)

    def measures(self, values: Floats, ratios: Floats, plain: Flags) -> Plain:
        """Measures in grains; those that are not surely within bounds are left to the exact reader."""
        scaled = values * ratios
        plain = plain & (scaled > _CLEAR + 0.02) & (scaled < float(self.largest / self.grain) - 1)
        return to_grains(scaled, plain)


def read_measures(column: pl.Series, units: Units, default: Floats) -> Plain:
    """Lengths or weights: bare numbers in the default unit, and text with a unit of its own."""
    if column.dtype != pl.String:
        values, plain = numbers(column)
        return units.measures(values, default, plain)
    parts = _groups(column, _MEASURE)
    values = _floats(parts[0].cast(pl.Float64, strict=False))
    # a default of NaN is a unit column that cannot be read, which is an error even where it is not needed
    ratios = np.where(np.isnan(default), np.nan, units.ratios(parts[1], default))
    return units.measures(values, ratios, parts[0].is_not_null().to_numpy())


def read_three_sides(column: pl.Series, units: Units, default: Floats) -> list[Plain]:
    """Text such as ``5.1 x 4.3 x 4.2 in``; a row counts as read where all three are."""
    if column.dtype != pl.String:
        nothing = Plain(np.zeros(len(column), np.int64), np.zeros(len(column), np.bool_))
        return [nothing] * 3
    parts = _groups(column, _SIDES)
    ratios = np.where(np.isnan(default), np.nan, units.ratios(parts[3], default))
    plain = parts[0].is_not_null().to_numpy()
    return [units.measures(_floats(part.cast(pl.Float64, strict=False)), ratios, plain) for part in parts[:3]]


def _groups(column: pl.Series, pattern: str) -> list[pl.Series]:
    groups: Any = column.str.extract_groups(pattern).struct.unnest()
    return list(groups.get_columns())


def _floats(column: pl.Series) -> Floats:
    """As an array, null as NaN."""
    return column.cast(pl.Float64).fill_null(float("nan")).to_numpy()
