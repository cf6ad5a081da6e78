"""The door: one row of raw values becomes the whole numbers that the rules run on.

`INPUTS` names every number and bounds it; a test derives from the bounds that no step can leave 64 bits.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from logicost.categories import CategoryBook
from logicost.errors import InputError, shown
from logicost.fields import (
    FIELDS,
    NOT_GIVEN,
    SHARE_GRAINS,
    ZONES,
    is_blank,
    read_days_in_storage,
    read_zone_shares,
)
from logicost.market import Market
from logicost.measurement import HEAVIEST, LONGEST_SIDE, parse_length, parse_sides, parse_weight, read_unit, to_grain

_PLAIN = tuple(field for field in FIELDS if field.read is not None and field.name != "days_in_storage")
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})([T ]00:00(:00(\.0+)?)?)?", re.ASCII)  # spreadsheets add a midnight


@dataclass(frozen=True, slots=True)
class Bounds:
    """The smallest and largest number that an input can be; lengths and weights in grains of the finest market."""

    smallest: int
    largest: int


_FINEST_LENGTH, _FINEST_WEIGHT = Fraction("0.0254"), Fraction("0.028349523125")
INPUTS: dict[str, Bounds] = {
    **{f"side_{number}": Bounds(1, to_grain(LONGEST_SIDE, _FINEST_LENGTH)) for number in (1, 2, 3)},
    "unit_weight": Bounds(1, to_grain(HEAVIEST, _FINEST_WEIGHT)),
    "category": Bounds(NOT_GIVEN, 500),
    "days_in_storage": Bounds(NOT_GIVEN, 1095),
    **{field.name: Bounds(min(field.absent, 0), field.largest) for field in _PLAIN},
    "price": Bounds(1, next(field.largest for field in _PLAIN if field.name == "price")),
    "units_per_order": Bounds(1, next(field.largest for field in _PLAIN if field.name == "units_per_order")),
    **{f"share_{zone}": Bounds(0, SHARE_GRAINS) for zone in ZONES},
    "zone_given": Bounds(0, 1),
    "zone_number": Bounds(0, 9),
}


def read_inputs(row: Mapping[str, object], market: Market, categories: CategoryBook) -> dict[str, int]:
    """The inputs of one row.

    Args:
        row: column to raw value; blank and missing values count as not given.
        market: whose grains and default units hold.
        categories: the market's referral categories.

    Raises:
        InputError: the first value that cannot be used.
    """
    inputs: dict[str, int] = {}
    for number, side in enumerate(read_sides(row, market.length_unit), start=1):
        inputs[f"side_{number}"] = _grains(side, market.length_grain, "dimensions", "dimension_not_positive")
    weight = read_weight(row, market.weight_unit)
    inputs["unit_weight"] = _grains(weight, market.weight_grain, "weight", "weight_not_positive")
    if is_blank(row.get("price")):
        raise InputError("missing_value", "price is missing", "price")
    for field in _PLAIN:
        value = row.get(field.name)
        assert field.read is not None
        inputs[field.name] = field.absent if is_blank(value) else field.read(value, field.name)
    category = row.get("category")
    inputs["category"] = NOT_GIVEN if is_blank(category) else categories.find(category)
    inputs["days_in_storage"] = read_days_in_storage(dict(row))
    shares = read_zone_shares(dict(row))
    inputs["zone_given"] = int(shares is not None)
    for zone in ZONES:
        inputs[f"share_{zone}"] = shares[zone - 1] if shares else 0
    inputs["zone_number"] = shares.index(SHARE_GRAINS) + 1 if shares and SHARE_GRAINS in shares else 0
    return inputs


def read_sides(row: Mapping[str, object], default_unit: str) -> tuple[Fraction, ...]:
    """The three sides in millimetres, from ``dimensions`` or from ``length``, ``width`` and ``height``.

    Raises:
        InputError: ``missing_value``, ``dimensions_given_twice``, or those of `parse_sides` and `read_unit`.
    """
    unit_given = row.get("dimension_unit")
    unit = default_unit if is_blank(unit_given) else read_unit(unit_given, "dimension_unit", weight=False)
    names = ("length", "width", "height")
    given = [name for name in names if not is_blank(row.get(name))]
    if not is_blank(row.get("dimensions")):
        if given:
            raise InputError("dimensions_given_twice", f"give either dimensions or {', '.join(names)}", given[0])
        return parse_sides(row["dimensions"], "dimensions", unit)
    if not given:
        raise InputError(
            "missing_value", "the sides are missing: give dimensions, such as 5.1 x 4.3 x 4.2 in", "dimensions"
        )
    for name in names:
        if name not in given:
            raise InputError("missing_value", f"{name} is missing", name)
    return tuple(parse_length(row[name], name, unit) for name in names)


def read_weight(row: Mapping[str, object], default_unit: str) -> Fraction:
    """The unit weight in grams.

    Raises:
        InputError: ``missing_value``, or those of `parse_weight` and `read_unit`.
    """
    unit_given = row.get("weight_unit")
    unit = default_unit if is_blank(unit_given) else read_unit(unit_given, "weight_unit", weight=True)
    if is_blank(row.get("weight")):
        raise InputError("missing_value", "weight is missing: give it like 14.2 oz or 350 g", "weight")
    return parse_weight(row["weight"], "weight", unit)


def read_day(value: object, field: str = "on") -> dt.date:
    """A calendar day: a date, or text as ``2026-11-22``.

    Raises:
        InputError: ``not_a_date``.
    """
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    match = _DAY.fullmatch(str(value).strip())
    try:
        if match:
            return dt.date.fromisoformat(match[1])
    except ValueError:
        pass
    raise InputError("not_a_date", f"{field} is {shown(value)}; write the day as 2026-11-22", field)


def _grains(amount: Fraction, grain: Fraction, field: str, code: str) -> int:
    grains = to_grain(amount, grain)
    if grains <= 0:
        raise InputError(code, f"{field} is smaller than can be measured", field)
    return grains
