"""Calendar days as whole numbers: days since 1899-12-30, as spreadsheets count them."""

from __future__ import annotations

import datetime as dt

_ZERO = dt.date(1899, 12, 30).toordinal()
FIRST_DAY, LAST_DAY = dt.date(1990, 1, 1), dt.date(2199, 12, 31)  # of what is asked for


def day_number(day: dt.date) -> int:
    return day.toordinal() - _ZERO


def day_of(number: int) -> dt.date:
    return dt.date.fromordinal(number + _ZERO)
