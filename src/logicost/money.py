"""Money: exact amounts as whole counts of 0.0001 of the currency, and the currencies.

Prices come in as text, int or Decimal (a float only through its shortest decimal text), with a point as the decimal
mark. Amounts leave as Decimal: whole minor units with the currency's decimals, finer amounts with four.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from logicost.currency_marks import plain_amount
from logicost.errors import InputError, shown
from logicost.number import half_up, read_decimal

GRAINS_PER_UNIT = 10_000
PLACES = 4  # decimals of a grain
MAXIMUM = 1_000_000  # the largest price or cost of a unit that is accepted, in whole units of the currency


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency: how it rounds, reads and shows.

    Attributes:
        code: ISO 4217, ``USD``; `symbol`: before an amount that is shown.
        signs: what may stand before or behind an amount that is given, the code aside.
        minor_digits: decimals of its smallest unit: 2 with cents, 0 for the yen.
    """

    code: str
    symbol: str
    signs: tuple[str, ...]
    minor_digits: int

    @property
    def minor_unit(self) -> int:
        """Its smallest unit in grains: 100 with cents."""
        return int(10 ** (PLACES - self.minor_digits))

    @property
    def minor_step(self) -> Decimal:
        """Its smallest unit: 0.01 with cents."""
        return Decimal(1).scaleb(-self.minor_digits)

    @property
    def number_format(self) -> str:
        """A spreadsheet's number format: the minor unit always, finer decimals where there are some; without a minor
        unit whole amounts, as a format cannot leave out the point."""
        return self.minor_format + ("#" * (PLACES - self.minor_digits) if self.minor_digits else "")

    @property
    def minor_format(self) -> str:
        """A spreadsheet's number format for whole minor units."""
        return "#,##0" + (f".{'0' * self.minor_digits}" if self.minor_digits else "")

    @property
    def cell_format(self) -> str:
        """A spreadsheet's number format for amounts to the minor unit, with the currency's symbol."""
        return f'"{self.symbol}"{self.minor_format};-"{self.symbol}"{self.minor_format}'

    def decimal(self, grains: int) -> Decimal:
        """Grains as a Decimal: whole minor units with the currency's decimals, finer amounts with four."""
        if grains % self.minor_unit:
            return Decimal(grains).scaleb(-PLACES)
        return Decimal(grains // self.minor_unit).scaleb(-self.minor_digits)

    def rounded(self, grains: Fraction | int) -> Decimal:
        """Grains, half-up to the minor unit."""
        return self.decimal(half_up(Fraction(grains) / self.minor_unit) * self.minor_unit)

    def to_minor(self, amount: Decimal) -> Decimal:
        """An amount, half-up to the minor unit."""
        return amount.quantize(self.minor_step, ROUND_HALF_UP)

    def text(self, amount: Decimal) -> str:
        """As people write it, thousands parted: ``-$1,234.50``."""
        return f"{'-' if amount < 0 else ''}{self.symbol}{abs(amount):,f}"

    def at_least_minor(self, amount: Decimal) -> str:
        """The number with as many decimals as it has, at least those of the minor unit."""
        whole, _, part = f"{amount:f}".partition(".")
        part = part.rstrip("0").ljust(self.minor_digits, "0")
        return f"{whole}.{part}" if part else whole

    def bare(self, value: object, field: str) -> object:
        """A value that is given, without the currency's marks.

        Raises:
            InputError: ``currency_mismatch`` for the mark of another currency, ``ambiguous_number``.
        """
        return plain_amount(value, field, self.marks)

    @property
    def marks(self) -> tuple[str, ...]:
        """What may stand beside an amount: the code, and the signs."""
        return (self.code, *self.signs)


_currencies: dict[str, Currency] = {}


def declare(currency: Currency) -> Currency:
    """Make a currency known by its code."""
    _currencies[currency.code] = currency
    return currency


def currency_of(code: str | None) -> Currency:
    """The currency of that code; one that no market has shows its code and has two decimals."""
    return _currencies.get(code or "") or Currency(code or "", f"{code} ".lstrip(), (), 2)


def to_grains(value: object, field: str, *, positive: bool = False) -> int:
    """The amount in grains of 0.0001, rounded half-up where it is given finer.

    Args:
        value: ``"18.99"``, Decimal, int or float, without a sign (`Currency.bare`).
        field: the input's name, for the error.
        positive: whether zero is refused, as it is for a price.

    Raises:
        InputError: those of `read_decimal`, ``negative``, ``price_not_positive`` or ``too_large``.
    """
    amount = read_decimal(value, field)
    if amount > MAXIMUM:
        raise InputError("too_large", f"{field} is {shown(value)}; the largest accepted is {MAXIMUM:,}", field)
    grains = half_up(Fraction(amount) * GRAINS_PER_UNIT)
    if positive and grains <= 0:
        raise InputError("price_not_positive", f"{field} is {shown(value)}; it must be more than 0", field)
    if amount < 0:
        raise InputError("negative", f"{field} is {shown(value)}; it must be 0 or more", field)
    return grains


def exact_grains(amount: Decimal) -> int:
    """An amount of at most four decimals in money grains."""
    return int(amount.scaleb(PLACES))
