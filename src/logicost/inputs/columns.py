"""The door for whole columns: raw values become the arrays that the rules run on, row by row as `read_inputs` has it.

Plain values are read by the column. The remainder goes to the scalar readers, each distinct value once, so that
codes, messages and fields of errors are those of a single quote by construction.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from logicost.array_kinds import Flags
from logicost.currency_marks import marks_pattern
from logicost.errors import InputError
from logicost.inputs.days import day_number
from logicost.inputs.days_stored import read_days_in_storage
from logicost.inputs.defaults import NO_DEFAULTS, Defaults
from logicost.inputs.exchange import CONVERTED, Converted
from logicost.inputs.fields import FIELD, NOT_GIVEN, Field
from logicost.inputs.odd_values import Errors, OddReader, factorize
from logicost.inputs.plain_numbers import (
    Plain,
    Units,
    as_text,
    blank,
    numbers,
    read_measures,
    read_numbers,
    read_three_sides,
    strip_marks,
    to_grains,
)
from logicost.inputs.readers import SHARE_GRAINS, ZONES, is_blank, read_money, read_price, read_zone_shares
from logicost.inputs.scalar import (
    INPUTS,
    PARCEL,
    PLAIN_FIELDS,
    bare,
    measured_grains,
    read_parcel,
    read_sides,
    read_weight,
)
from logicost.inputs.vocabulary import Vocabulary
from logicost.measurement import GRAMS, HEAVIEST, LENGTH_WORDS, LONGEST_SIDE, MILLIMETRES, WEIGHT_WORDS, to_grain
from logicost.rules.columns.operations import dtype_for

Inputs = dict[str, NDArray[Any]]
SIDES = ("side_1", "side_2", "side_3")
_LENGTHS = ("length", "width", "height")
_SIDE_COLUMNS = ("dimension_unit", "dimensions", *_LENGTHS)
_STOCK = ("monthly_units", "average_inventory")


class Door:
    """Reads blocks of a catalog for one market.

    Args:
        words: of the market whose grains and default units hold.
        defaults: by whose rates costs in another currency are converted.
    """

    def __init__(self, words: Vocabulary, defaults: Defaults = NO_DEFAULTS) -> None:
        market, categories = words.market, words.categories
        self._lengths = Units(LENGTH_WORDS, MILLIMETRES, market.length_grain, market.length_unit, LONGEST_SIDE)
        self._weights = Units(WEIGHT_WORDS, GRAMS, market.weight_grain, market.weight_unit, HEAVIEST)

        def sides(row: dict[str, Any]) -> Sequence[int]:
            return [to_grain(side, market.length_grain) for side in read_sides(row, market.length_unit)]

        def weight(row: dict[str, Any]) -> Sequence[int]:
            return [to_grain(read_weight(row, market.weight_unit), market.weight_grain)]

        self._words = words
        self._currency = market.currency
        self._categories = categories
        self._read_sides = OddReader(sides, 3)
        self._read_weight = OddReader(weight)
        self._read_field = {
            field.name: OddReader(_reader_of(field, words, defaults), 1 + (field.name in CONVERTED))
            for field in PLAIN_FIELDS
        }
        self._read_category = OddReader(lambda row: categories.find(row["category"]), 2)
        self._read_days = OddReader(lambda row: [read_days_in_storage(row)])
        self._read_parcel = OddReader(lambda row: read_parcel(row, market), 3)
        self._read_shares = OddReader(lambda row: _zones(row, market.zones), 2 + len(ZONES))

    def read(self, rows: pl.DataFrame, days: NDArray[np.int64] | dt.date) -> tuple[Inputs, Errors]:
        """The inputs that the block's columns give, and the first error of each row.

        Inputs that no column gives are left out: their value is the field's `absent` everywhere. Rows in error hold
        the smallest value that an input may have, so that the rules can run over them.

        Args:
            days: the ship date, or each row's as `day_number` counts them.
        """
        block = _Block(rows)
        numbers = day_number(days) if isinstance(days, dt.date) else days
        block.inputs["ship_day"] = np.broadcast_to(np.asarray(numbers, np.int64), (block.size,))
        tiny_side = self._sides(block)
        tiny_weight = self._weight(block)
        block.fail(tiny_side, _error_of_nothing("dimensions", "dimension_not_positive"))
        block.fail(tiny_weight, _error_of_nothing("weight", "weight_not_positive"))
        for field in PLAIN_FIELDS:
            self._field(block, field)
        given = ~block.blank("category")
        if given.any():
            said = block.inputs.get("category_assumed")
            block.odd(self._read_category, ("category",), given, ("category", "category_assumed"))
            if said is not None:
                block.inputs["category_assumed"] = np.maximum(said, block.inputs["category_assumed"])
        self._days(block)
        if (parcels := ~block.blank("parcel")).any():
            block.odd(self._read_parcel, ("parcel", "dimension_unit"), parcels, PARCEL)
        self._zones(block)
        return block.finish(), block.errors

    def remarks(self, rows: pl.DataFrame) -> tuple[NDArray[np.int64], list[str]]:
        """What is to be said of each row's category: its number in the texts, of which the first is nothing."""
        known = {"": 0}
        if "category" not in rows.columns:
            return np.zeros(rows.height, np.int64), list(known)
        distinct, inverse = factorize(rows.select("category"))
        told = ["" if is_blank(word) else self._categories.remark(word) for (word,) in distinct]
        numbers = np.array([known.setdefault(text, len(known)) for text in told], np.int64)
        return numbers[inverse], list(known)

    def refill(
        self,
        rows: pl.DataFrame,
        days: NDArray[np.int64] | dt.date,
        read: tuple[Inputs, Errors],
        fills: Mapping[str, object],
    ) -> tuple[Inputs, Errors]:
        """The same rows with some blank cells filled.

        Args:
            days: as for `read`, and `read`: what that gave for the rows as they are.
        """
        inputs, errors = read
        if not fills:
            return read
        if set(fills) == {"channel"} and "channel" not in inputs:  # the usual case: nothing else depends on the column
            (number,) = _reader_of(FIELD["channel"], self._words, NO_DEFAULTS)({"channel": fills["channel"]})
            dtype = dtype_for((INPUTS["channel"].smallest, INPUTS["channel"].largest))
            return {**inputs, "channel": np.full(rows.height, number, dtype)}, errors
        return self.read(with_filled(rows, fills), days)

    def _sides(self, block: _Block) -> Flags:
        """Returns which sides are smaller than a grain."""
        default = self._lengths.default_ratios(block.column("dimension_unit"), block.size)
        each = [block.blank(name) for name in _LENGTHS]
        whole = block.column("dimensions")
        none_given, one_given = each[0] & each[1] & each[2], each[0] | each[1] | each[2]
        plain = np.zeros(block.size, np.bool_)
        if whole is not None:
            block.take_plain(SIDES, read_three_sides(whole, self._lengths, default), none_given, plain)
        columns = [block.column(name) for name in _LENGTHS]
        if not one_given.all():
            parts = [read_measures(column, self._lengths, default) for column in columns if column is not None]
            block.take_plain(SIDES, parts, block.blank("dimensions") & ~one_given, plain)
        block.odd(self._read_sides, _SIDE_COLUMNS, ~plain, SIDES)
        first, second, third = (block.inputs[name] <= 0 for name in SIDES)
        return (first | second | third) & ~block.errors.any

    def _weight(self, block: _Block) -> Flags:
        plain = np.zeros(block.size, np.bool_)
        column = block.column("weight")
        if column is not None:
            default = self._weights.default_ratios(block.column("weight_unit"), block.size)
            block.take_plain(("unit_weight",), [read_measures(column, self._weights, default)], ~plain, plain)
        block.odd(self._read_weight, ("weight", "weight_unit"), ~plain, ("unit_weight",))
        return (block.inputs["unit_weight"] <= 0) & ~block.errors.any

    def _field(self, block: _Block, field: Field) -> None:
        absent = block.blank(field.name)
        column = block.column(field.name)
        if column is None or absent.all():
            return
        open_values = ~absent
        block.inputs[field.name] = np.full(block.size, field.absent, np.int64)
        if field.numeric is not None:
            found = read_numbers(self._without_marks(column, field), field.numeric)
            read = open_values & found.read & (found.grains >= INPUTS[field.name].smallest)
            np.copyto(block.inputs[field.name], found.grains, where=read)
            open_values &= ~read
        elif column.dtype == pl.Boolean and field.largest == 1:
            np.copyto(block.inputs[field.name], column.fill_null(False).to_numpy(), where=open_values)
            return
        names = (field.name, CONVERTED[field.name]) if field.name in CONVERTED else (field.name,)
        block.odd(self._read_field[field.name], (field.name,), open_values, names)

    def _without_marks(self, column: pl.Series, field: Field) -> pl.Series:
        """Amounts without the store's own currency, where they are plain numbers otherwise."""
        if column.dtype != pl.String or field.read not in (read_money, read_price):
            return column
        return strip_marks(column, marks_pattern(self._currency.marks))

    def _days(self, block: _Block) -> None:
        name = "days_in_storage"
        columns = [block.column(column) for column in (name, *_STOCK)]
        if all(column is None for column in columns):
            return
        block.inputs[name] = np.full(block.size, NOT_GIVEN, np.int64)
        said = ~block.blank(name)
        open_values = said | ~block.blank(_STOCK[0]) | ~block.blank(_STOCK[1])
        numeric = FIELD[name].numeric
        assert numeric is not None
        if columns[0] is not None:
            found = read_numbers(columns[0], numeric)
            np.copyto(block.inputs[name], found.grains, where=said & found.read)
            open_values &= ~(said & found.read)
        if columns[1] is not None and columns[2] is not None:
            (sold, sold_read), (kept, kept_read) = numbers(columns[1]), numbers(columns[2])
            read = ~said & sold_read & kept_read & (sold > 0) & (kept >= 0)
            stored = np.divide(kept, sold, out=np.full(block.size, np.inf), where=read) * 365 / 12
            found = to_grains(stored, read & (stored <= numeric.largest))
            np.copyto(block.inputs[name], found.grains, where=found.read)
            open_values &= ~found.read
        block.odd(self._read_days, (name, *_STOCK), open_values, (name,))

    def _zones(self, block: _Block) -> None:
        given = ~(block.blank("zone") & block.blank("zone_mix"))
        if given.any():
            names = ("zone_given", "zone_number", *(f"share_{zone}" for zone in ZONES))
            block.odd(self._read_shares, ("zone", "zone_mix"), given, names)


class _Block:
    """The rows at the door: their columns, the inputs read so far and the errors found."""

    def __init__(self, rows: pl.DataFrame) -> None:
        self.rows = rows
        self.size = rows.height
        self.inputs: Inputs = {}
        self.errors = Errors(rows.height)
        self._blank: dict[str, Flags] = {}

    def column(self, name: str) -> pl.Series | None:
        return self.rows[name] if name in self.rows.columns else None

    def blank(self, name: str) -> Flags:
        """Which rows do not give the column."""
        if name not in self._blank:
            column = self.column(name)
            self._blank[name] = np.ones(self.size, np.bool_) if column is None else blank(column)
        return self._blank[name]

    def take_plain(self, names: Sequence[str], parts: Sequence[Plain], where: Flags, plain: Flags) -> None:
        """Take over what was read plainly in all its parts, and mark it in `plain`."""
        read = np.logical_and.reduce([where, *(part.read for part in parts)])
        for name, part in zip(names, parts, strict=True):
            np.copyto(self.inputs.setdefault(name, np.zeros(self.size, np.int64)), part.grains, where=read)
        plain |= read

    def odd(self, reader: OddReader, columns: Sequence[str], where: Flags, names: Sequence[str]) -> None:
        """Read the rows of `where` with a scalar reader, from those columns into those inputs."""
        for name in names:
            if name not in self.inputs:
                absent = FIELD[name].absent if name in FIELD else 0
                self.inputs[name] = np.full(self.size, absent, np.int64)
        rows = np.flatnonzero(where)
        if not len(rows):
            return
        present = [name for name in columns if name in self.rows.columns]
        values = self.rows.select(present)[rows] if present else pl.DataFrame({"": [None] * len(rows)})
        results, errors, inverse = reader(values)
        for place, name in enumerate(names):
            self.inputs[name][rows] = results[inverse, place]
        if any(errors):
            numbers_of = np.array([0 if error is None else self.errors.add(error) for error in errors], np.int32)
            self.errors.put(rows, numbers_of[inverse])

    def fail(self, where: Flags, error: InputError) -> None:
        """The same error for those rows."""
        rows = np.flatnonzero(where)
        if len(rows):
            self.errors.put(rows, np.full(len(rows), self.errors.add(error), np.int32))

    def finish(self) -> Inputs:
        """The inputs in the kinds of number that the rules take, rows in error made harmless."""
        bad = self.errors.any
        for name, column in self.inputs.items():
            bounds = (INPUTS[name].smallest, INPUTS[name].largest)
            if bad.any():
                column = np.where(bad, bounds[0], column)
            self.inputs[name] = column.astype(dtype_for(bounds), copy=False)
        return self.inputs


def with_filled(rows: pl.DataFrame, fills: Mapping[str, object]) -> pl.DataFrame:
    """The rows with their blank cells of some columns filled."""
    for name, value in fills.items():
        filled = pl.Series(name, [str(value)]).new_from_index(0, rows.height)
        if name in rows.columns:
            filled = as_text(rows[name]).zip_with(pl.Series(~blank(rows[name])), filled)
        rows = rows.with_columns(filled.alias(name))
    return rows


def absent_bounds(given: Mapping[str, Any]) -> dict[str, tuple[int, int]]:
    """The bounds of every input, where only those `given` vary."""
    bounds: dict[str, tuple[int, int]] = {}
    for name, spec in INPUTS.items():
        absent = FIELD[name].absent if name in FIELD else 0
        bounds[name] = (spec.smallest, spec.largest) if name in given else (absent, absent)
    return bounds


def _reader_of(field: Field, words: Vocabulary, defaults: Defaults) -> Callable[[dict[str, Any]], Sequence[int]]:
    """The number, and of a cost whether it was converted."""
    read, name = words.reader(field), field.name

    def read_row(row: dict[str, Any]) -> Sequence[int]:
        value = bare(field, row[name], words.market, defaults)
        return [read(value, name), *([isinstance(value, Converted)] if name in CONVERTED else [])]

    return read_row


def _zones(row: dict[str, Any], words: tuple[str, ...]) -> Sequence[int]:
    shares = read_zone_shares(row, words)
    assert shares is not None  # one of the two columns is given
    return [1, shares.index(SHARE_GRAINS) + 1 if SHARE_GRAINS in shares else 0, *shares]


def _error_of_nothing(field: str, code: str) -> InputError:
    """What the scalar door says of a measure below half a grain."""
    try:
        measured_grains(Fraction(0), Fraction(1), field, code)
    except InputError as error:
        return error
    raise AssertionError("nothing was measured")
