"""What a price is to reach, in whole numbers: a profit, a margin or a return on investment."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from logicost.array_kinds import Numbers
from logicost.errors import InputError, shown, text_of
from logicost.money import Currency, to_grains
from logicost.number import read_decimal

KINDS = ("profit", "margin", "roi")


@dataclass(frozen=True, slots=True)
class Target:
    """`kind`, and how much: of a profit in the currency, else as a share."""

    kind: str
    amount: Decimal = Decimal(0)

    def __str__(self) -> str:
        return f"{self.kind} {self.amount.normalize():f}"

    def shortfall(self, profit: Numbers, revenue: Numbers, invested: Numbers) -> Numbers:
        """A number that is 0 or more exactly where the target is met; it rises with profit and falls with the others."""
        share = Fraction(self.amount)
        if self.kind == "profit":
            return profit - int(share * 10_000)
        whole = revenue if self.kind == "margin" else invested
        return profit * share.denominator - whole * share.numerator


def read_target(currency: Currency, margin: object = None, roi: object = None, profit: object = None) -> Target:
    """The target in a user's words: ``"20 %"`` or 0.2 for shares, an amount for a profit; break-even without any.

    Raises:
        InputError: ``several_targets``, ``ambiguous_share``, ``too_large``, or those of numbers.
    """
    given = [
        (kind, value) for kind, value in (("margin", margin), ("roi", roi), ("profit", profit)) if value is not None
    ]
    if len(given) > 1:
        raise InputError("several_targets", f"give one of margin, roi and profit, not {len(given)}", given[1][0])
    if not given:
        return Target("profit")
    ((kind, value),) = given
    if kind == "profit":
        return Target(kind, Decimal(to_grains(currency.bare(value, kind), kind)).scaleb(-4))
    return Target(kind, _share(value, kind))


def _share(value: object, kind: str) -> Decimal:
    text = text_of(value).strip() if isinstance(value, str) else value
    percent = isinstance(text, str) and text.endswith("%")
    number = read_decimal(text[:-1].strip() if percent and isinstance(text, str) else text, kind, "20 %")
    if not percent and number >= 1:
        raise InputError("ambiguous_share", f"{kind} is {shown(value)}; write it with its sign, such as 20 %", kind)
    share = number / 100 if percent else number
    if number < 0:
        raise InputError("negative", f"{kind} is {shown(value)}; it must be 0 or more", kind)
    if share > 1000 or (kind == "margin" and share >= 1):
        raise InputError("too_large", f"{kind} is {shown(value)}; no price reaches that", kind)
    if share != share.quantize(Decimal("0.000001")):
        raise InputError("too_fine", f"{kind} is {shown(value)}; give at most four decimals of a percent", kind)
    return share.normalize()
