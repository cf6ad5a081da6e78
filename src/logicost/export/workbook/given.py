"""What a seller gave, as he gave it: sides and weights in his own units, words as typed, columns of his own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from logicost.answers.comparison import Comparison
from logicost.errors import LogicostError
from logicost.export.workbook.cells import Value, number
from logicost.export.workbook.conversions import SIDE_INPUTS, SIDES, scale_of
from logicost.inputs.fields import FIELD
from logicost.inputs.readers import is_blank
from logicost.inputs.scalar import read_sides, read_weight
from logicost.market import Market
from logicost.measurement import GRAMS, MILLIMETRES, written_unit

NOT_OWN = ("title", "sides", "mass", *FIELD)  # no columns of the seller's own
_READ_FROM = {
    **dict.fromkeys(SIDE_INPUTS, ("dimensions", *SIDES)),
    "unit_weight": ("weight",),
    "days_in_storage": ("days_in_storage", "average_inventory"),
    "ship_day": ("on",),
}


@dataclass(frozen=True, slots=True)
class Measures:
    """Sides and weight as the Catalog sheet shows them; no unit where it is the market's own."""

    sides: tuple[Value, ...]
    length_unit: str | None
    weight: Value
    weight_unit: str | None


def measures_of(given: Mapping[str, Any], inputs: Mapping[str, int], market: Market) -> Measures:
    """The measures in the units in which they were given, where the sheet's formula gives the row's grains for them."""
    sides, length_unit = _sides(given, inputs, market)
    weight, weight_unit = _weight(given, inputs, market)
    return Measures(sides, length_unit, weight, weight_unit)


def _sides(given: Mapping[str, Any], inputs: Mapping[str, int], market: Market) -> tuple[tuple[Value, ...], str | None]:
    grains = [inputs[name] for name in SIDE_INPUTS]
    units = {written_unit(given.get(name), weight=False) for name in ("dimensions", *SIDES, "dimension_unit")} - {None}
    unit = units.pop() if len(units) == 1 else market.length_unit
    try:
        exact: Sequence[Fraction] = read_sides(given, market.length_unit)
    except LogicostError:
        exact = ()
    shown = [number_in(amount, MILLIMETRES[unit or market.length_unit]) for amount in exact]
    if not _agree(shown, grains, unit, market, weight=False):
        unit = market.length_unit
        shown = [number(each, Fraction(scale_of(unit, market, False))) for each in grains]
    return tuple(shown), None if unit == market.length_unit else unit


def _weight(given: Mapping[str, Any], inputs: Mapping[str, int], market: Market) -> tuple[Value, str | None]:
    grains = [inputs["unit_weight"]]
    unit = written_unit(given.get("weight"), weight=True) or written_unit(given.get("weight_unit"), weight=True)
    unit = unit or market.weight_unit
    try:
        shown = [number_in(read_weight(given, market.weight_unit), GRAMS[unit])]
    except LogicostError:
        shown = []
    if not _agree(shown, grains, unit, market, weight=True):
        unit = "oz" if market.weight_unit == "lb" else market.weight_unit
        shown = [number(grains[0], Fraction(scale_of(unit, market, True)))]
    return shown[0], None if unit == market.weight_unit else unit


def number_in(amount: Fraction, unit: Fraction) -> int | float:
    return number(amount.numerator, amount.denominator * unit)


def _agree(
    shown: Sequence[int | float], grains: Sequence[int], unit: str | None, market: Market, *, weight: bool
) -> bool:
    """Whether the sheet's formula comes to the same grains: a double's product, rounded half-up."""
    if len(shown) != len(grains) or unit is None:
        return False
    scale = scale_of(unit, market, weight)
    return all(int(Decimal(each * scale) + Decimal("0.5")) == of for each, of in zip(shown, grains, strict=True))


def is_given(given: Mapping[str, Any], name: str) -> bool:
    """Whether the row itself says what an input is, and not a default of the seller."""
    return any(not is_blank(given.get(column)) for column in _READ_FROM.get(name, (name,)))


def own_columns(comparisons: Iterable[Comparison]) -> list[str]:
    """The columns that are no fields, in the order in which the catalog has them."""
    names: dict[str, None] = {}
    for comparison in comparisons:
        names |= {name: None for name in comparison.given if name not in NOT_OWN}
    return list(names)


def own_cell(value: object) -> Value:
    """What such a column holds: numbers, true and false as they are, all else as text."""
    if is_blank(value):
        return None
    if isinstance(value, bool | int | float) and abs(value) < 1e15:
        return value
    return str(value)
