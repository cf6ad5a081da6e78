"""Blocks of a file's own columns become blocks of catalog columns: units and currencies from the headings, the first
or the lower of several columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import polars as pl

from logicost.catalog.block import Block
from logicost.catalog.decimals import Decimals, number_columns, store_column
from logicost.catalog.exports import ExportRows, refuse_totals
from logicost.catalog.headings import PERCENT, is_money
from logicost.catalog.title_parts import Part, Reading
from logicost.catalog.titles import Titles
from logicost.currency_marks import split_amount
from logicost.errors import InputError, LogicostError, shown
from logicost.inputs.plain_numbers import as_text, blank, given_text, numbers
from logicost.measurement import LENGTH_WORDS, WEIGHT_WORDS
from logicost.number import read_decimal

_UNIT_COLUMN = {"length": "dimension_unit", "width": "dimension_unit", "height": "dimension_unit",
                "dimensions": "dimension_unit", "weight": "weight_unit"}  # fmt: skip
_BARE = r"^[+\-]?[\d.,]+(?:[eE][+\-]?\d+)?$"


def shaped(
    titles: Titles, blocks: Iterable[Block], decimals: Decimals | None = None, is_sheet: bool = False
) -> Iterator[Block]:
    """Blocks whose columns are named as `Titles.names` has them, with the columns of a catalog.

    Args:
        is_sheet: whether people write such files, who put totals below.
    """
    shaper = Shaper(titles, decimals, is_sheet)
    return blocks if shaper.is_idle else map(shaper, blocks)  # type: ignore[return-value]


class Shaper:
    """Makes the columns that headings promise.

    Args:
        decimals: how numbers are written, where that is not with points.
    """

    def __init__(self, titles: Titles, decimals: Decimals | None = None, is_sheet: bool = False) -> None:
        self._titles = titles
        self._is_sheet = is_sheet
        self._export = ExportRows(titles.export, titles) if titles.export is not None else None
        self._currency = "currency" in titles.names
        self._decimals = decimals
        self._numbers = number_columns(titles) if decimals else {}
        self._store = store_column(titles)

    @property
    def is_idle(self) -> bool:
        plain = not self._titles.readings and not self._currency and self._decimals is None
        return plain and not self._is_sheet and self._export is None

    def __call__(self, block: Block) -> Block:
        if self._decimals is not None:
            block = self._decimals(block, self._numbers, self._store)
        rows, broken = block.rows, dict(block.broken)
        if self._export is not None:
            rows = self._export(rows, broken)
        made: dict[str, pl.Series] = {}
        one_unit = self._units()
        for reading in self._titles.readings:
            column = reading.column
            parts = [rows[self._titles.names[part.place]] for part in reading.parts]
            columns = []
            for part, values in zip(reading.parts, parts, strict=True):
                unit_column = _UNIT_COLUMN.get(column)
                if part.unit is not None and unit_column is not None and one_unit.get(unit_column) != part.unit:
                    values = _with_mark(values, part.unit, _BARE)
                columns.append(_marked(values, part, column))
            made[column] = _together(columns, reading)
            if reading.way == "same":
                _check_same(columns, column, broken)
        for unit_column, unit in one_unit.items():
            if unit is not None:
                made[unit_column] = self._unit(rows, unit_column, unit, broken)
        rows = rows.with_columns(series.alias(name) for name, series in made.items())
        if self._currency:
            rows = _with_currency(rows)
        if self._is_sheet and "sku" in rows.columns:
            refuse_totals(rows, ("title", "category"), broken)
        rows = rows.drop([name for name in rows.columns if name.startswith("\0")])
        return Block(rows, broken)

    def _units(self) -> dict[str, str | None]:
        """For each unit column the one unit that all headings name; None where they name several."""
        found: dict[str, set[str]] = {}
        for reading in self._titles.readings:
            for part in reading.parts:
                if part.unit is not None and reading.column in _UNIT_COLUMN:
                    found.setdefault(_UNIT_COLUMN[reading.column], set()).add(part.unit)
        for column, unit_column in _UNIT_COLUMN.items():
            if unit_column in found and column in self._titles.names:  # one of them names none
                found[unit_column].add("")
        return {name: next(iter(units)) if len(units) == 1 else None for name, units in found.items()}

    def _unit(self, rows: pl.DataFrame, column: str, unit: str, broken: dict[int, LogicostError]) -> pl.Series:
        """The headings' unit; a row whose unit column says another is refused."""
        everywhere = pl.Series(column, [unit], pl.String).new_from_index(0, rows.height)
        if column not in rows.columns:
            return everywhere
        words = WEIGHT_WORDS if column == "weight_unit" else LENGTH_WORDS
        said = as_text(rows[column])
        for place, word in enumerate(said.to_list()):
            read = words.get((word or "").strip().lower().rstrip("."))
            if read is not None and read != unit:
                broken.setdefault(place, InputError(
                    "unit_contradiction",
                    f"the heading says {unit}, and {column} says {shown(word)}; keep one of them", column,
                ))  # fmt: skip
        return pl.select(pl.when(pl.Series(blank(said))).then(everywhere).otherwise(said)).to_series()


def _marked(values: pl.Series, part: Part, column: str) -> pl.Series:
    """Figures with the currency or percent sign of their heading."""
    if part.currency is not None:
        return _with_mark(values, part.currency)
    return _with_mark(values, PERCENT, _BARE) if part.unit == PERCENT else values


def _with_mark(values: pl.Series, mark: str, where: str | None = None) -> pl.Series:
    """The values that are given as text, with a blank and the mark behind them."""
    text = as_text(values).str.strip_chars()
    marked = pl.when(pl.Series(blank(text))).then(None).otherwise(pl.concat_str(text, pl.lit(f" {mark}")))
    if where is not None:
        marked = pl.when(text.str.contains(where)).then(marked).otherwise(text)
    return pl.select(marked.alias(values.name)).to_series()


def _with_currency(rows: pl.DataFrame) -> pl.DataFrame:
    """Amounts with the currency that the row's own column names."""
    currency = as_text(rows["currency"]).str.strip_chars()
    said = ~pl.Series(blank(currency))
    changed = []
    for name in rows.columns:
        if is_money(name):
            text = as_text(rows[name]).str.strip_chars()
            both = pl.concat_str(text, pl.lit(" "), currency)
            given = said & ~pl.Series(blank(text))
            changed.append(pl.select(pl.when(given).then(both).otherwise(text).alias(name)).to_series())
    return rows.with_columns(changed).drop("currency")


def _together(parts: list[pl.Series], reading: Reading) -> pl.Series:
    """Each row's first part that it gives, or its lowest figure."""
    result, *others = parts
    for other in others:
        if result.dtype != other.dtype:
            result, other = as_text(result), as_text(other)
        take = pl.Series(blank(result))
        if reading.way == "lower":
            (now, plain), (then, also) = numbers(result), numbers(other)
            both = ~blank(result) & ~blank(other)
            lower = both & plain & also & (then < now)
            for place in (both & ~(plain & also)).nonzero()[0].tolist():
                lower[place] = _is_lower(other[place], result[place], reading.column)
            take |= pl.Series(lower)
        result = result.zip_with(~take, other.alias(result.name))
    return result


def _is_lower(value: object, other: object, column: str) -> bool:
    """Whether an amount is less than another; one that cannot be read counts as such, so that its row says so."""
    try:
        number = read_decimal(split_amount(str(value))[0], column)
    except LogicostError:
        return True
    try:
        return number < read_decimal(split_amount(str(other))[0], column)
    except LogicostError:
        return False


def _check_same(parts: list[pl.Series], column: str, broken: dict[int, LogicostError]) -> None:
    """Rows in which the parts say different things are refused."""
    texts = [given_text(part).str.to_lowercase() for part in parts]
    first = _first_given(texts)
    for text in texts:
        for place in ((text != "") & (text != first)).arg_true().to_list():
            said = f"{shown(first[place])} and {shown(text[place])}"
            broken.setdefault(place, InputError("unit_contradiction", f"{column} is {said}; give one unit", column))


def _first_given(texts: list[pl.Series]) -> pl.Series:
    first = texts[0]
    for text in texts[1:]:
        first = first.zip_with(first != "", text)
    return first
