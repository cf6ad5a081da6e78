"""Money: exact amounts as whole counts of 0.0001 of the currency.

Prices come in as text, int or Decimal (a float only through its shortest decimal text), with a point as the decimal
mark. Amounts leave as Decimal: whole cents with two decimals, finer amounts with four.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from logicost.errors import InputError, shown
from logicost.number import read_decimal

GRAINS_PER_UNIT = 10_000
CENT = 100  # grains in a cent
MAXIMUM = 1_000_000  # the largest price or cost of a unit that is accepted, in whole units of the currency

_SYMBOLS = ("$",)  # other currencies belong to markets whose prices are written without a symbol


def to_grains(value: object, field: str, *, positive: bool = False) -> int:
    """The amount in grains of 0.0001, rounded half-up where it is given finer.

    Args:
        value: ``"18.99"``, ``"$18.99"``, Decimal, int or float.
        field: the input's name, for the error.
        positive: whether zero is refused, as it is for a price.

    Raises:
        InputError: those of `read_decimal`, ``negative``, ``price_not_positive`` or ``too_large``.
    """
    text = value.strip() if isinstance(value, str) else value
    if isinstance(text, str) and text.startswith(_SYMBOLS):
        text = text[1:]
    amount = read_decimal(text, field)
    if amount > MAXIMUM:
        raise InputError("too_large", f"{field} is {shown(value)}; the largest accepted is {MAXIMUM:,}", field)
    grains = int((amount * GRAINS_PER_UNIT).to_integral_value(ROUND_HALF_UP))
    if positive and grains <= 0:
        raise InputError("price_not_positive", f"{field} is {shown(value)}; it must be more than 0", field)
    if amount < 0:
        raise InputError("negative", f"{field} is {shown(value)}; it must be 0 or more", field)
    return grains


def to_decimal(grains: int) -> Decimal:
    """The amount as a Decimal: two decimals for whole cents, four otherwise."""
    if grains % CENT:
        return Decimal(grains).scaleb(-4)
    return Decimal(grains // CENT).scaleb(-2)


def half_up(amount: Fraction) -> int:
    """The nearest whole number, ties away from zero."""
    size = (2 * abs(amount.numerator) + amount.denominator) // (2 * amount.denominator)
    return size if amount >= 0 else -size


def to_cents(grains: Fraction | int) -> Decimal:
    """Money grains, half-up to the cent."""
    return to_decimal(half_up(Fraction(grains) / CENT) * CENT)


def exact_grains(amount: Decimal) -> int:
    """An amount of at most four decimals in money grains."""
    return int(amount.scaleb(4))
