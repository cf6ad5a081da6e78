"""Lengths and weights: a strict grammar for what people write, exact amounts, and pint quantities in and out.

The grammar, spaces optional and letters in any case::

    length  =  number [unit]  |  number ft number in            "12 in"  "12\\""  "30.5cm"  "1 ft 2 in"  "10 1/2 in"
    weight  =  number [unit]  |  number lb number oz            "14.2 oz"  "350g"  "1 lb 4 oz"  "1 lb., 4 oz."
    sides   =  length x length x length                         "5.1 x 4.3 x 4.2 in"  "12×8×2 cm"  "10L x 5W x 3H"

Decimals are written with a point. In sides one unit at the end holds for all three, or each side has its own. The unit,
or the same measure in another one, may follow in parentheses (``2 lb (907 g)``); the weight may follow the sides after
a semicolon, as on Amazon's product pages (``5.1 x 4.3 x 4.2 inches; 14.2 Ounces``). What contradicts is refused. Amounts
are exact: Fractions of a millimetre and of a gram, brought to a market's grain (0.001 in and 0.001 oz, or 0.1 mm and
0.1 g) once, half-up. The units are few and defined exactly, so they stand here; pint, which must never see a user's
text, serves for quantities given and returned, and a test holds these definitions against its registry.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NoReturn

from logicost.errors import InputError, shown, text_of
from logicost.measure_text import beside, fraction, plain_text, without_heading, without_labels
from logicost.number import read_decimal

if TYPE_CHECKING:
    from pint import Quantity

MILLIMETRES = {
    "mm": Fraction(1),
    "cm": Fraction(10),
    "m": Fraction(1000),
    "in": Fraction("25.4"),
    "ft": Fraction("304.8"),
}
GRAMS = {
    "g": Fraction(1),
    "kg": Fraction(1000),
    "oz": Fraction("28.349523125"),
    "lb": Fraction("453.59237"),
}
LENGTH_WORDS = {
    **{word: word for word in MILLIMETRES},
    '"': "in",
    "”": "in",
    "″": "in",
    "''": "in",
    "inch": "in",
    "inches": "in",
    "'": "ft",
    "’": "ft",
    "′": "ft",
    "foot": "ft",
    "feet": "ft",
    "centimeter": "cm",
    "centimeters": "cm",
    "centimetre": "cm",
    "centimetres": "cm",
    "millimeter": "mm",
    "millimeters": "mm",
    "millimetre": "mm",
    "millimetres": "mm",
    "meter": "m",
    "meters": "m",
    "metre": "m",
    "metres": "m",
}
WEIGHT_WORDS = {
    **{word: word for word in GRAMS},
    "ounce": "oz",
    "ounces": "oz",
    "lbs": "lb",
    "pound": "lb",
    "pounds": "lb",
    "gram": "g",
    "grams": "g",
    "gramme": "g",
    "grammes": "g",
    "gr": "g",
    "kilogram": "kg",
    "kilograms": "kg",
    "kgs": "kg",
    "kilo": "kg",
    "kilos": "kg",
}

LONGEST_SIDE = 400 * MILLIMETRES["in"]  # no side may be longer, no unit heavier: beyond is a slip of the pen
HEAVIEST = 5000 * GRAMS["lb"]

_LONGEST_TEXT = 200
_SEPARATORS = re.compile(r"\s*[x×✕*]\s*|\s+by\s+", re.IGNORECASE)
_PART = re.compile(
    r"""\s*([+-]?(?:\d{1,4}[ -])?\d{1,3}/\d{1,3}|[+-]?[\d.,]+(?:[eE][+-]?\d+)?|[+-]?(?:nan|inf(?:inity)?)\b)\s*([a-z]+\.?|''|["'”″’′])?\s*""",
    re.I,
)


def parse_length(value: object, field: str, default_unit: str | None = None) -> Fraction:
    """One side in millimetres, exact.

    Args:
        value: text, a number, or a pint quantity.
        field: the input's name, for the error.
        default_unit: what a bare number means; without it a bare number is refused.

    Raises:
        InputError: ``unit_missing``, ``unknown_unit``, ``ambiguous_number``, ``dimension_not_positive``,
            ``dimension_too_large``, ``not_a_measurement``, or those of `number.read_decimal`.
    """
    millimetres = _read(value, field, default_unit, LENGTH_WORDS, MILLIMETRES, ("ft", "in"), "12.5 in or 30 cm")
    if millimetres <= 0:
        raise InputError("dimension_not_positive", f"{field} is {shown(value)}; it must be more than 0", field)
    if millimetres > LONGEST_SIDE:
        raise InputError(
            "dimension_too_large", f"{field} is {shown(value)}; no side may exceed 400 in (10.16 m)", field
        )
    return millimetres


def parse_weight(value: object, field: str = "weight", default_unit: str | None = None) -> Fraction:
    """A weight in grams, exact. Arguments and errors as `parse_length`, with ``weight_not_positive`` and
    ``weight_too_large``."""
    grams = _read(value, field, default_unit, WEIGHT_WORDS, GRAMS, ("lb", "oz"), "14.2 oz or 350 g")
    if grams <= 0:
        raise InputError("weight_not_positive", f"{field} is {shown(value)}; it must be more than 0", field)
    if grams > HEAVIEST:
        raise InputError(
            "weight_too_large", f"{field} is {shown(value)}; no unit may exceed 5,000 lb (2,267 kg)", field
        )
    return grams


def parse_sides(value: object, field: str = "dimensions", default_unit: str | None = None) -> tuple[Fraction, ...]:
    """Three sides in millimetres, in the order given: from ``"5.1 x 4.3 x 4.2 in"`` or a sequence of three lengths.

    Raises:
        InputError: ``not_three_sides``, or those of `parse_length`.
    """
    if isinstance(value, str):
        texts = _texts_of_sides(value, field)
        if len(texts) == 3:
            units = [_units_in(text) for text in texts]
            if len(units[2]) == 1 and not units[0] and not units[1]:
                return tuple(parse_length(text, field, units[2][0]) for text in texts)
            if any(units) and not all(units):
                raise InputError(
                    "ambiguous_number",
                    f"{field} is {shown(value)}: give the unit once at the end, or with each of the three sides",
                    field,
                )
        parts: Sequence[object] = texts
    elif isinstance(value, Sequence):
        parts = value
    elif _is_quantity(value):
        parts = list(value) if getattr(value, "ndim", 0) else [value]  # type: ignore[call-overload]
    else:
        parts = [value]
    if len(parts) != 3:
        raise InputError(
            "not_three_sides", f"{field} is {shown(value)}; give three sides, such as 5.1 x 4.3 x 4.2 in", field
        )
    return tuple(parse_length(part, field, default_unit) for part in parts)


def _texts_of_sides(value: str, field: str) -> list[str]:
    """The parts of a text, without labels; a unit in parentheses at the end becomes the last part's."""
    _check_length(value, field, "5.1 x 4.3 x 4.2 in")
    text, semicolon, weight = without_heading(plain_text(value)).partition(";")
    if semicolon:
        parse_weight(weight, field)
    pair = beside(text)
    if pair is not None and len(_SEPARATORS.split(pair[1])) == 3:
        _check_same(parse_sides(pair[0], field, "in"), parse_sides(pair[1], field), value, field)
        text = pair[0]
    elif pair is not None and pair[1].lower().rstrip(".") in LENGTH_WORDS:
        units = {
            LENGTH_WORDS.get(unit.lower().rstrip("."))
            for part in _SEPARATORS.split(pair[0])
            for unit in _units_in(part)
        }
        text = pair[0] if units else f"{pair[0]} {pair[1]}"
        if units and units != {LENGTH_WORDS[pair[1].lower().rstrip(".")]}:
            _contradicts(value, field)
    parts = _SEPARATORS.split(text.strip())
    bare = without_labels(parts)
    if bare is None:
        _contradicts(value, field)
    return bare


def _check_length(value: str, field: str, example: str) -> None:
    if len(value) > _LONGEST_TEXT:
        raise InputError("not_a_measurement", f"{field} is {shown(value)}; write it like {example}", field)


def _check_same(first: Sequence[Fraction], second: Sequence[Fraction], value: object, field: str) -> None:
    """Two ways to say a measure differ by no more than rounding: a hundredth."""
    if any(abs(one - other) * 100 > one for one, other in zip(first, second, strict=True)):
        _contradicts(value, field)


def _contradicts(value: object, field: str) -> NoReturn:
    raise InputError("ambiguous_number", f"{field} is {shown(value)}, which says two different things", field)


def read_unit(value: object, field: str, weight: bool) -> str:
    """The unit that a ``dimension_unit`` or ``weight_unit`` column names.

    Raises:
        InputError: ``unknown_unit``.
    """
    words = WEIGHT_WORDS if weight else LENGTH_WORDS
    unit = words.get(text_of(value).strip().lower().rstrip("."))
    if unit is None:
        known = ", ".join(GRAMS if weight else MILLIMETRES)
        raise InputError("unknown_unit", f"{field} is {shown(value)}; give one of {known}", field)
    return unit


def written_unit(value: object, weight: bool) -> str | None:
    """The unit in which a text gives a measure, the finest where it names several; None for what names none."""
    words, factors = (WEIGHT_WORDS, GRAMS) if weight else (LENGTH_WORDS, MILLIMETRES)
    first, _, rest = plain_text(text_of(value)[:_LONGEST_TEXT]).partition(";")[0].partition("(")
    for text in (first, rest):
        found = {words[unit] for part in _units_in(text) if (unit := part.lower().rstrip(".")) in words}
        if found:
            return min(found, key=lambda unit: factors[unit])
    return None


def to_grain(amount: Fraction, grain: Fraction) -> int:
    """How many grains an exact amount is, half-up."""
    return int((amount / grain * 2 + 1) // 2)


def _units_in(text: str) -> list[str]:
    return [part[2] for part in _PART.finditer(text) if part[2]]


def _read(
    value: object,
    field: str,
    default_unit: str | None,
    words: dict[str, str],
    factors: dict[str, Fraction],
    compound: tuple[str, str],
    example: str,
) -> Fraction:
    if _is_quantity(value):
        return _from_quantity(value, field, factors, example)
    if not isinstance(value, str):
        return _scaled(value, default_unit, field, words, factors, example)
    _check_length(value, field, example)
    text = plain_text(value)
    pair = beside(text)
    if pair is not None:
        return _with_parentheses(value, *pair, field, words, factors, compound, example)
    parts = list(_PART.finditer(text))
    if not parts or "".join(part[0] for part in parts) != text:
        raise InputError("not_a_measurement", f"{field} is {shown(value)}; write it like {example}", field)
    if len(parts) == 1:
        return _scaled(parts[0][1], parts[0][2] or default_unit, field, words, factors, example)
    units = tuple(words.get((part[2] or "").lower().rstrip(".")) for part in parts)
    if units != compound:
        raise InputError(
            "ambiguous_number",
            f"{field} is {shown(value)}: it is not clear what is meant; write it like {example}",
            field,
        )
    amounts = [_scaled(part[1], part[2], field, words, factors, example) for part in parts]
    if min(amounts) < 0:
        raise InputError("negative", f"{field} is {shown(value)}; no part of it may be negative", field)
    return sum(amounts, Fraction(0))


def _with_parentheses(
    value: str, text: str, inner: str, field: str, words: dict[str, str], factors: dict[str, Fraction],
    compound: tuple[str, str], example: str,
) -> Fraction:  # fmt: skip
    """A measure with its unit, or with the same measure in another unit, in parentheses."""
    unit = words.get(inner.lower().rstrip("."))
    if unit is None:
        amount, same = (_read(part, field, None, words, factors, compound, example) for part in (text, inner))
        _check_same([amount], [same], value, field)
        return amount
    units = {words.get(each.lower().rstrip(".")) for each in _units_in(text)}
    if units - {unit}:
        _contradicts(value, field)
    return _read(text, field, unit, words, factors, compound, example)


def _scaled(
    number: object, unit: str | None, field: str, words: dict[str, str], factors: dict[str, Fraction], example: str
) -> Fraction:
    part = fraction(number) if isinstance(number, str) and "/" in number else None
    amount = Fraction(read_decimal(number, field, example)) if part is None else part
    if unit is None:
        raise InputError("unit_missing", f"{field} is {shown(number)} without a unit; write it like {example}", field)
    name = words.get(unit.lower().rstrip("."))
    if name is None:
        raise InputError("unknown_unit", f"{field} has the unit {shown(unit)}; use one of {', '.join(factors)}", field)
    return amount * factors[name]


def _is_quantity(value: object) -> bool:
    return hasattr(value, "magnitude") and hasattr(value, "units")


def _from_quantity(value: Any, field: str, factors: dict[str, Fraction], example: str) -> Fraction:
    """A pint quantity: exact for the units of this module, by pint's own conversion for any other of the kind."""
    base = "millimeter" if factors is MILLIMETRES else "gram"
    unit = (LENGTH_WORDS if factors is MILLIMETRES else WEIGHT_WORDS).get(str(value.units))
    if unit is not None:
        return Fraction(read_decimal(value.magnitude, field, example)) * factors[unit]
    try:
        converted = value.to(base)
    except Exception as error:  # pint raises several unrelated kinds for a wrong dimension
        raise InputError("unknown_unit", f"{field} is {shown(value)}; give it like {example}", field) from error
    return Fraction(read_decimal(converted.magnitude, field, example))


_registry: Any = None


def quantity(amount: Fraction, unit: str) -> Quantity[Decimal]:
    """An amount of millimetres or grams as a pint quantity in `unit` (Decimal magnitude)."""
    import pint

    global _registry
    if _registry is None:
        _registry = pint.get_application_registry()  # type: ignore[no-untyped-call]
    in_unit = amount / (MILLIMETRES.get(unit) or GRAMS[unit])
    magnitude = Decimal(in_unit.numerator) / Decimal(in_unit.denominator)
    result: Quantity[Decimal] = _registry.Quantity(
        magnitude, {"in": "inch", "lb": "pound", "oz": "ounce"}.get(unit, unit)
    )
    return result
