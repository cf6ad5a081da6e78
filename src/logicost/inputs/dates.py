"""Calendar days as people, files and frames give them."""

from __future__ import annotations

import datetime as dt
import re

from logicost.errors import InputError, shown, text_of
from logicost.inputs.days import FIRST_DAY, LAST_DAY, day_number
from logicost.inputs.readers import is_blank

_DAY = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})|(\d{1,2})([/.-])(\d{1,2})\6(\d{4})", re.ASCII)
_TIME = re.compile(r"[T ]\s*\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[AP]M)?$", re.ASCII | re.I)


def read_day(value: object, field: str = "on") -> dt.date:
    """A calendar day: a date, or text as ``2026-11-22``, whatever time follows.

    Other ways are read where they have one reading: ``2026/07/01``, ``05.06.2026`` (the day first), ``11/26/2026``.

    Raises:
        InputError: ``not_a_date``, also for years before 1990 and after 2199.
    """
    day = _day(value)
    if day is None or not FIRST_DAY <= day <= LAST_DAY:
        raise day_error(value, field)
    return day


def day_error(value: object, field: str = "on") -> InputError:
    return InputError("not_a_date", f"{field} is {shown(value)}; write the day as 2026-11-22", field)


def _day(value: object) -> dt.date | None:
    if is_blank(value):
        return None
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    match = _DAY.fullmatch(_TIME.sub("", text_of(value)[:60].strip()).strip())
    if match is None:
        return None
    if match[1]:
        return _calendar(int(match[1]), int(match[3]), int(match[4]))
    first, second, year = int(match[5]), int(match[7]), int(match[8])
    if match[6] == "." or first == second:  # with points the day comes first, wherever dates are written so
        return _calendar(year, second, first)
    readings = {day for day in (_calendar(year, first, second), _calendar(year, second, first)) if day is not None}
    return readings.pop() if len(readings) == 1 else None


def _calendar(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def read_day_number(value: object, name: str) -> int:
    """A calendar day as `day_number` counts it.

    Raises:
        InputError: ``not_a_date``.
    """
    return day_number(read_day(value, name))
