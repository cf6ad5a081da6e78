"""Days and times beyond the years 1 to 9999, and times of day by the nanosecond: Polars and Arrow hold them, Python does not."""

from __future__ import annotations

import datetime as dt

import polars as pl

_CYCLE = 146_097  # days of 400 years, after which the calendar repeats
_EPOCH = dt.date(1970, 1, 1).toordinal()
_DAY = 86_400  # seconds
_PARTS = {"ms": 10**3, "us": 10**6, "ns": 10**9}  # of a second
_FIRST, _LAST = 1 - _EPOCH, dt.date.max.toordinal() - _EPOCH  # in days since 1970
TIME = "%H:%M:%S%.f"  # with parts of a second, where there are any
_LONGEST = 999_999_999  # days of a duration


def without_far_times(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with columns that hold such a day, time or duration as text."""
    far = [far_text(column) for column in rows.get_columns() if has_far_times(column)]
    return rows.with_columns(far) if far else rows


def has_far_times(column: pl.Series) -> bool:
    """Whether a column of times, or of lists and the like with times in them, holds one that cannot be written."""
    kind = column.dtype
    if isinstance(kind, pl.Date | pl.Datetime | pl.Duration | pl.Time):
        return bool(_far(column).any())
    if isinstance(kind, pl.List | pl.Array):
        return _holds_times(kind) and has_far_times(column.explode())
    if isinstance(kind, pl.Struct):
        return _holds_times(kind) and any(map(has_far_times, column.struct.unnest().get_columns()))
    return False


def far_text(column: pl.Series) -> pl.Series:
    """A column with far times as text: ``10000-01-01``, ``-0044-03-15 12:00:00.000000``; lists and the like by the numbers
    that times are stored as."""
    kind = column.dtype
    if kind.is_nested():
        values = [None if value is None else str(value) for value in column.to_physical().to_list()]
        return pl.Series(column.name, values, pl.String)
    if isinstance(kind, pl.Time):
        return column.dt.strftime(TIME)
    far = _far(column)
    near = column.zip_with(~far, pl.Series([None], dtype=kind))
    if isinstance(kind, pl.Datetime) and kind.time_zone is not None:
        text = near.dt.strftime("%Y-%m-%d %H:%M:%S%.f%:z")
    elif isinstance(kind, pl.Duration):
        text = pl.Series([None if value is None else str(value) for value in near.to_list()], dtype=pl.String)
    else:
        text = near.cast(pl.String)
    places = far.arg_true()
    written = [_written(number, kind) for number in column.to_physical().gather(places).to_list()]
    return text.scatter(places, written).alias(column.name)


def _holds_times(kind: pl.DataType) -> bool:
    if isinstance(kind, pl.List | pl.Array):
        return _holds_times(kind.inner)  # type: ignore[arg-type]
    if isinstance(kind, pl.Struct):
        return any(_holds_times(field.dtype) for field in kind.fields)  # type: ignore[arg-type]
    return kind.is_temporal()


def _far(column: pl.Series) -> pl.Series:
    """Which values are; where there is a time zone, the first and the last day are."""
    kind, number = column.dtype, column.to_physical().cast(pl.Int64)
    if isinstance(kind, pl.Time):
        return (number % 1000 != 0).fill_null(False)
    day, first, last = 1, _FIRST, _LAST
    if isinstance(kind, pl.Datetime):
        day = _DAY * _PARTS[kind.time_unit]
        first, last = (first + 1, last - 1) if kind.time_zone is not None else (first, last)
    elif isinstance(kind, pl.Duration):
        day, first, last = _DAY * _PARTS[kind.time_unit], -_LONGEST, _LONGEST - 1
    days = number // day
    return ((days < first) | (days > last)).fill_null(False)


def _written(number: int, kind: pl.DataType) -> str:
    if isinstance(kind, pl.Duration):
        return f"{number} {kind.time_unit}"
    if not isinstance(kind, pl.Datetime):
        return _day(number)
    parts = _PARTS[kind.time_unit]
    days, rest = divmod(number, _DAY * parts)
    seconds, part = divmod(rest, parts)
    zone = "" if kind.time_zone is None else "+00:00"
    return f"{_day(days)} {seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{part:0{len(str(parts)) - 1}}{zone}"


def _day(days: int) -> str:
    """By the calendar of today, also before it was made; the year 0 is the one before the year 1."""
    cycles, rest = divmod(days + _EPOCH - 1, _CYCLE)
    day = dt.date.fromordinal(rest + 1)
    year = day.year + 400 * cycles
    return f"{'-' if year < 0 else ''}{abs(year):04}-{day.month:02}-{day.day:02}"
