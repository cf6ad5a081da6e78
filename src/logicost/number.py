"""Reading one plain number from whatever a user, a file or a frame supplies. Shared by money, measures and options."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from logicost.errors import InputError, shown, text_of

_LONGEST = 60  # characters: other programs write binary fractions out in full
_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII)
_EXPONENT = re.compile(r"[+-]?\d+(\.\d*)?[eE][+-]?\d{1,2}", re.ASCII)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)
_COMMA = re.compile(r"[+-]?\d*,\d+", re.ASCII)
_NOT_FINITE = re.compile(r"[+-]?(nan|inf(inity)?)", re.IGNORECASE)
_LARGEST = Decimal(10) ** 15
_FARTHEST = 100  # places before or behind the point


def read_decimal(value: object, field: str, example: str = "18.99") -> Decimal:
    """The finite number that `value` plainly is.

    Text must have a point as the decimal mark; thousands may be parted by commas only where a decimal part shows
    that they are thousands (``1,234.50``). A float counts as its shortest decimal text.

    Raises:
        InputError: ``not_a_number``, ``not_finite``, ``decimal_comma``, ``ambiguous_number`` or ``too_large``.
    """
    number = _decimal(value, field, example)
    if not number.is_finite():
        raise InputError("not_finite", f"{field} is {shown(value)}; give a finite number such as {example}", field)
    if number.copy_abs() > _LARGEST:  # abs would round to the context, which has bounds of its own
        raise InputError("too_large", f"{field} is {shown(value)}, which is beyond any sensible figure", field)
    return number


def half_up(number: Fraction) -> int:
    """The nearest whole number, ties away from zero."""
    size = (2 * abs(number.numerator) + number.denominator) // (2 * number.denominator)
    return size if number >= 0 else -size


def near(number: Decimal) -> Decimal:
    """The number, or in place of one that is far from any figure another beyond all figures: its whole digits, or those of
    its fraction, could fill the memory."""
    if not number.is_finite() or (number and abs(number.adjusted()) <= _FARTHEST):
        return number
    return (
        Decimal(1).scaleb(_FARTHEST if number.adjusted() > 0 else -_FARTHEST).copy_sign(number)
        if number
        else Decimal(0)
    )


def _decimal(value: object, field: str, example: str) -> Decimal:
    if isinstance(value, bool):
        raise InputError("not_a_number", f"{field} is {value}; give a number such as {example}", field)
    if isinstance(value, Decimal):
        return near(value)
    if isinstance(value, int):
        return Decimal(value) if abs(value) < 10**16 else Decimal(10**16).copy_sign(value)
    if isinstance(value, float):
        return Decimal(repr(float(value)))
    text = text_of(value).strip()
    if len(text) > _LONGEST and _PLAIN.fullmatch(text[:2000]):
        raise InputError("too_large", f"{field} is {shown(value)}, which has more than {_LONGEST} characters", field)
    if _PLAIN.fullmatch(text) or _EXPONENT.fullmatch(text):
        return Decimal(text)
    if _THOUSANDS.fullmatch(text):
        if "." in text or text.count(",") > 1:
            return Decimal(text.replace(",", ""))
        raise InputError(
            "ambiguous_number",
            f"{field} is {shown(value)}, which could mean thousands or a decimal comma; "
            f"write {text.replace(',', '')} or {text.replace(',', '.')}",
            field,
        )
    if _COMMA.fullmatch(text):
        raise InputError(
            "decimal_comma", f"{field} is {shown(value)}; write decimals with a point: {text.replace(',', '.')}", field
        )
    if _NOT_FINITE.fullmatch(text):
        raise InputError("not_finite", f"{field} is {shown(value)}; give a finite number such as {example}", field)
    raise InputError("not_a_number", f"{field} is {shown(value)}; give a number such as {example}", field)
