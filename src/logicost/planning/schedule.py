"""Reading what a seller says about stock, sales and arrivals: ``30:200,200:50``, ``120`` or ``100,120,140``, ``2026-12-05:300``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from logicost.errors import InputError, shown
from logicost.inputs.dates import read_day
from logicost.inputs.readers import is_blank, listed, read_count, read_pairs
from logicost.number import read_decimal

MOST_UNITS = 10_000_000
MOST_MONTHS = 24
OLDEST = 10_000  # days
EARLIEST, LATEST = dt.date(2000, 1, 1), dt.date(2100, 1, 1)

_OPENING = InputError("opening_malformed", "write it like 30:200,200:50", "opening")
_REPLENISHMENTS = InputError("replenishments_malformed", "write it like 2026-12-05:300", "replenishments")
read_units = read_count(0, MOST_UNITS)
_read_age = read_count(0, OLDEST)


def read_months(value: object) -> int:
    """How many calendar months to look ahead, 1 to 24."""
    return read_count(1, MOST_MONTHS)(value, "months")


def read_start(value: object) -> dt.date:
    """The first day.

    Raises:
        InputError: ``not_a_date``, ``out_of_range``.
    """
    day = read_day(value, "start")
    if not EARLIEST <= day < LATEST:
        raise InputError(
            "out_of_range", f"start is {day}; give a day from {EARLIEST.year} to {LATEST.year - 1}", "start"
        )
    return day


def read_opening(value: object) -> tuple[tuple[int, int], ...]:
    """Units by days of age, oldest first: ``30:200,200:50``, a bare number (age 0), a mapping, or pairs.

    Raises:
        InputError: ``opening_malformed``, ``age_given_twice``, ``not_whole``, ``out_of_range``.
    """
    ages: dict[int, int] = {}
    for key, units in read_pairs(value, _OPENING, bare=0):
        age = _read_age(key, "opening")
        if age in ages:
            raise InputError(
                "age_given_twice", f"opening names the age of {age} days twice; add the units up", "opening"
            )
        ages[age] = read_units(units, "opening")
    return tuple(sorted(((age, units) for age, units in ages.items() if units), reverse=True))


def read_replenishments(value: object) -> tuple[tuple[dt.date, int], ...]:
    """Arrivals by day: ``2026-12-05:300`` (several with commas, or a list of them), a mapping, or pairs; two arrivals
    of one day are added up.

    Raises:
        InputError: ``replenishments_malformed``, ``not_a_date``, ``not_whole``, ``out_of_range``.
    """
    if not isinstance(value, str) and isinstance(value, Sequence) and all(isinstance(part, str) for part in value):
        value = ",".join(value)
    days: dict[dt.date, int] = {}
    for key, units in read_pairs(value, _REPLENISHMENTS):
        day = read_day(key, "replenishments")
        days[day] = days.get(day, 0) + read_units(units, "replenishments")
    return tuple(sorted(days.items()))


def read_monthly_sales(value: object, seasonality: object, months: int | None, start: dt.date) -> tuple[int, ...]:
    """Whole units for each calendar month from the start's.

    One number holds for every month, or is the year's average where a curve is given; several are the months in order.

    Raises:
        InputError: ``monthly_sales_count`` where the list and `months` disagree, ``seasonality_with_list``, or those of
            `read_seasonality`.
    """
    parts = [] if is_blank(value) else listed(value)
    if not parts:
        raise InputError("missing_value", "monthly_sales is missing: give it like 120 or 100,120,140", "monthly_sales")
    figures = [read_units(part, "monthly_sales") for part in parts]
    curve = None if is_blank(seasonality) else read_seasonality(seasonality)
    if len(figures) > 1:
        if curve is not None:
            raise InputError(
                "seasonality_with_list", "give either one monthly_sales with a seasonality, or a list", "seasonality"
            )
        if months not in (None, len(figures)):
            raise InputError(
                "monthly_sales_count",
                f"monthly_sales lists {len(figures)} months, but months is {months}",
                "monthly_sales",
            )
        read_months(len(figures))
        return tuple(figures)
    count = months or 12
    if curve is None:
        return tuple(figures * count)
    year = shared(figures[0] * 12, curve)
    return tuple(year[(start.month - 1 + number) % 12] for number in range(count))


def read_seasonality(value: object) -> tuple[Decimal, ...]:
    """Twelve weights, January to December; only their proportions count.

    Raises:
        InputError: ``seasonality_malformed``.
    """
    weights = tuple(read_decimal(part, "seasonality", "1.5") for part in listed(value))
    if len(weights) != 12 or min(weights) < 0 or not any(weights):
        raise InputError(
            "seasonality_malformed",
            f"seasonality is {shown(value)}; give 12 weights from January to December, not negative, not all zero",
            "seasonality",
        )
    return weights


def shared(whole: int, weights: Sequence[Decimal | int]) -> list[int]:
    """A whole number of units shared by weights, in order: each part ends where the running share, rounded down, ends.
    The parts are whole, add up to the whole, and are as even as whole numbers allow."""
    everything = sum(weights)
    parts: list[int] = []
    running: Decimal | int = 0
    given = 0
    for weight in weights:
        running += weight
        reached = int(whole * running // everything)
        parts.append(reached - given)
        given = reached
    return parts
