"""The door: one row of raw values becomes the whole numbers that the rules run on.

`INPUTS` names every number and bounds it; a test derives from the bounds that no step can leave 64 bits.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from logicost.errors import InputError
from logicost.inputs.dates import read_day_number
from logicost.inputs.days import FIRST_DAY, LAST_DAY, day_number
from logicost.inputs.days_stored import read_days_in_storage
from logicost.inputs.defaults import NO_DEFAULTS, Defaults
from logicost.inputs.exchange import CONVERTED, COSTS, Converted, convert
from logicost.inputs.fields import FIELD, FIELDS, NOT_GIVEN, Field
from logicost.inputs.readers import (
    SHARE_GRAINS,
    ZONES,
    is_blank,
    read_flag,
    read_money,
    read_percent,
    read_price,
    read_share,
    read_zone_shares,
)
from logicost.inputs.vocabulary import Vocabulary
from logicost.market import GRAINS, Market
from logicost.measurement import (
    GRAMS,
    HEAVIEST,
    LONGEST_SIDE,
    MILLIMETRES,
    parse_length,
    parse_sides,
    parse_weight,
    read_unit,
    to_grain,
)
from logicost.rules.plan import Kind

PLAIN_FIELDS = tuple(field for field in FIELDS if field.is_plain and field.name != "days_in_storage")


@dataclass(frozen=True, slots=True)
class Input:
    """What an input counts, and the smallest and largest number that it can be (in grains of the finest market)."""

    kind: Kind
    smallest: int
    largest: int


_KINDS: dict[object, Kind] = {
    read_money: Kind.MONEY,
    read_price: Kind.MONEY,
    read_flag: Kind.FLAG,
    read_percent: Kind.RATE,
    read_share: Kind.RATE,
    read_day_number: Kind.DAY,
}
_SCALED = {  # read to a grain of their own
    "days_of_supply_30": Kind.SUPPLY,
    "days_of_supply_90": Kind.SUPPLY,
    "storage_utilization_weeks": Kind.SUPPLY,
    "box_volume": Kind.STORAGE_VOLUME,
    "box_cubic_feet": Kind.STORAGE_VOLUME,
}
PARCEL = ("parcel_1", "parcel_2", "parcel_3")  # 0 where the parcel's sides are not given
_FINEST_LENGTH = min(grain for unit, grain in GRAINS.items() if unit in MILLIMETRES)
_FINEST_WEIGHT = min(grain for unit, grain in GRAINS.items() if unit in GRAMS)


def _plain(field: Field) -> Input:
    kind = _SCALED.get(field.name) or _KINDS.get(field.read, Kind.COUNT)
    return Input(kind, min(field.absent, 0), field.largest)


INPUTS: dict[str, Input] = {
    **{f"side_{number}": Input(Kind.LENGTH, 1, to_grain(LONGEST_SIDE, _FINEST_LENGTH)) for number in (1, 2, 3)},
    "ship_day": Input(Kind.DAY, day_number(FIRST_DAY), day_number(LAST_DAY)),
    "unit_weight": Input(Kind.WEIGHT, 1, to_grain(HEAVIEST, _FINEST_WEIGHT)),
    "category": Input(Kind.COUNT, NOT_GIVEN, 500),
    **{field.name: _plain(field) for field in PLAIN_FIELDS},
    "days_in_storage": _plain(FIELD["days_in_storage"]),
    "units_per_order": Input(Kind.COUNT, 1, FIELD["units_per_order"].largest),
    **dict.fromkeys(CONVERTED.values(), Input(Kind.FLAG, 0, 1)),
    **{name: Input(Kind.LENGTH, 0, to_grain(LONGEST_SIDE, _FINEST_LENGTH)) for name in PARCEL},
    **{f"share_{zone}": Input(Kind.SHARE, 0, SHARE_GRAINS) for zone in ZONES},
    "zone_given": Input(Kind.FLAG, 0, 1),
    "zone_number": Input(Kind.COUNT, 0, 9),
}


def read_inputs(row: Mapping[str, Any], words: Vocabulary, day: dt.date) -> dict[str, int]:
    """The inputs of one row.

    Args:
        row: column to raw value; blank and missing values count as not given. In place of dimensions and weight,
            ``sides`` and ``mass`` may hold exact millimetres and grams that were read before.
        words: of the market whose grains and default units hold.
        day: the ship date.

    Raises:
        InputError: the first value that cannot be used.
    """
    market = words.market
    inputs: dict[str, int] = {"ship_day": day_number(day)}
    sides = row["sides"] if "sides" in row else read_sides(row, market.length_unit)
    weight = row["mass"] if "mass" in row else read_weight(row, market.weight_unit)
    for number, side in enumerate(sides, start=1):
        inputs[f"side_{number}"] = measured_grains(side, market.length_grain, "dimensions", "dimension_not_positive")
    inputs["unit_weight"] = measured_grains(weight, market.weight_grain, "weight", "weight_not_positive")
    for field in PLAIN_FIELDS:
        value = row.get(field.name)
        if is_blank(value):
            inputs[field.name] = field.absent
        else:
            inputs[field.name] = words.reader(field)(bare(field, value, market), field.name)
    inputs |= {flag: int(isinstance(row.get(name), Converted)) for name, flag in CONVERTED.items()}
    category, inputs["category"] = row.get("category"), NOT_GIVEN
    if not is_blank(category):
        inputs["category"], is_guess = words.categories.find(category)
        inputs["category_assumed"] = max(inputs["category_assumed"], is_guess)
    inputs["days_in_storage"] = read_days_in_storage(dict(row))
    inputs |= zip(PARCEL, read_parcel(row, market), strict=True)
    shares = read_zone_shares(dict(row), market.zones)
    inputs["zone_given"] = int(shares is not None)
    for zone in ZONES:
        inputs[f"share_{zone}"] = shares[zone - 1] if shares else 0
    inputs["zone_number"] = shares.index(SHARE_GRAINS) + 1 if shares and SHARE_GRAINS in shares else 0
    return inputs


def bare(field: Field, value: object, market: Market, defaults: Defaults = NO_DEFAULTS) -> object:
    """The value; an amount without the sign of the market's currency, a cost in another one converted by the defaults' rate.

    Raises:
        InputError: ``currency_mismatch``.
    """
    if field.read not in (read_money, read_price):
        return value
    if field.name in COSTS:
        value = convert(value, field.name, market.currency, defaults)
    return market.currency.bare(value, field.name)


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


def read_parcel(row: Mapping[str, object], market: Market) -> list[int]:
    """The parcel's three sides in grains, zeros where it is not given; bare numbers are in ``dimension_unit``.

    Raises:
        InputError: those of `parse_sides` and `read_unit`.
    """
    if is_blank(row.get("parcel")):
        return [0, 0, 0]
    given = row.get("dimension_unit")
    unit = market.length_unit if is_blank(given) else read_unit(given, "dimension_unit", weight=False)
    sides = parse_sides(row["parcel"], "parcel", unit)
    return [measured_grains(side, market.length_grain, "parcel", "dimension_not_positive") for side in sides]


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


def measured_grains(amount: Fraction, grain: Fraction, field: str, code: str) -> int:
    """The measure in grains, at least one."""
    grains = to_grain(amount, grain)
    if grains <= 0:
        raise InputError(code, f"{field} is smaller than can be measured", field)
    return grains
