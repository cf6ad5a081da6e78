"""Formulas with the bounds of their values, and the divisions that come out as whole-number arithmetic does.

Up to `PLAIN` the quotient of two whole numbers lies so far from the next tie or whole number (one part in 10**14, twice
what the programs' own rounding to fifteen digits forgives) that ROUND, ROUNDUP and INT decide as whole-number arithmetic
does; above it the remainder decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from logicost.rules.exact import divide
from logicost.rules.expressions import Rounding

PLAIN = 5 * 10**13
SUM, PRODUCT, ATOM = range(3)  # how strongly the outermost operator of a formula binds


@dataclass(frozen=True, slots=True)
class Formula:
    """Text without the leading ``=``, how strongly it binds, and the bounds of its value."""

    text: str
    binds: int
    low: int
    high: int

    def within(self, binds: int) -> str:
        """The text where at least this strength is needed."""
        return self.text if self.binds >= binds else f"({self.text})"

    @property
    def size(self) -> int:
        return max(abs(self.low), abs(self.high))


def constant(value: int) -> Formula:
    return Formula(str(value), ATOM if value >= 0 else SUM, value, value)


def held(value: Formula, low: int, high: int) -> Formula:
    """The value held within bounds."""
    text, binds = value.text, value.binds
    if value.high > high:
        text, binds = f"MIN({text},{high})", ATOM
    if value.low < low:
        text, binds = f"MAX({text},{low})", ATOM
    return Formula(text, binds, *_sorted(min(max(edge, low), high) for edge in (value.low, value.high)))


def _sorted(edges: Iterable[int]) -> tuple[int, int]:
    low, high = sorted(edges)
    return low, high


def quotient(top: Formula, bottom: Formula, rounding: Rounding) -> Formula:
    edges = [divide(a, b, rounding) for a in (top.low, top.high) for b in (bottom.low, bottom.high)]
    text, binds = _quotient_text(top, bottom, rounding)
    return Formula(text, binds, min(edges), max(edges))


def _quotient_text(top: Formula, bottom: Formula, rounding: Rounding) -> tuple[str, int]:
    if bottom.low == bottom.high == 1:
        return top.text, top.binds
    n, d = top.within(PRODUCT), bottom.within(ATOM)
    if max(top.size, bottom.high) <= PLAIN:
        match rounding:
            case Rounding.DOWN:
                return f"INT({n}/{d})", ATOM
            case Rounding.UP if top.low >= 0:
                return f"ROUNDUP({n}/{d},0)", ATOM
            case Rounding.UP:
                return f"-INT(-{top.within(ATOM)}/{d})", SUM
            case Rounding.HALF_UP:
                return f"ROUND({n}/{d},0)", ATOM
    if top.low < 0:
        above, _ = _quotient_text(Formula(n, PRODUCT, 0, top.high), bottom, rounding)
        mirrored = {Rounding.DOWN: Rounding.UP, Rounding.UP: Rounding.DOWN, Rounding.HALF_UP: Rounding.HALF_UP}
        negative = Formula(f"(-{top.within(ATOM)})", ATOM, 0, -top.low)
        below, _ = _quotient_text(negative, bottom, mirrored[rounding])
        return f"IF({top.within(SUM)}<0,-({below}),{above})", ATOM
    whole, n = f"INT({n}/{d})", top.within(SUM)  # may be one too high, where the quotient is just below a whole number
    match rounding:
        case Rounding.DOWN:
            return f"{whole}-({whole}*{d}>{n})", SUM
        case Rounding.UP:
            return f"{whole}+({whole}*{d}<{n})", SUM
        case Rounding.HALF_UP:
            return f"{whole}+(2*({n}-{whole}*{d})>={d})", SUM


def factors_of(divisor: int) -> Iterator[int]:
    """The powers of ten that divide it, and itself."""
    power = 10
    while divisor % power == 0 and power < divisor:
        yield power
        power *= 10
    yield divisor
