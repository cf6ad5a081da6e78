"""The marketplaces: currency, and the grains and default units in which their cards are written."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from logicost.errors import InputError, nearest, shown


@dataclass(frozen=True, slots=True)
class Market:
    """One Amazon store.

    Attributes:
        code: ``US``, ``UK``, ``DE`` …
        currency: ISO 4217 code.
        length_unit, weight_unit: what a bare number means in this market, and what results are shown in.
        length_grain: millimetres in one grain of length (0.001 in, or 0.1 mm).
        weight_grain: grams in one grain of weight (0.001 oz, or 0.1 g).
    """

    code: str
    currency: str
    length_unit: str
    weight_unit: str
    length_grain: Fraction
    weight_grain: Fraction


_INCH_GRAIN = Fraction("0.0254")
_OUNCE_GRAIN = Fraction("0.028349523125")


def _customary(code: str, currency: str) -> Market:
    return Market(code, currency, "in", "lb", _INCH_GRAIN, _OUNCE_GRAIN)


def _metric(code: str, currency: str) -> Market:
    return Market(code, currency, "cm", "kg", Fraction(1, 10), Fraction(1, 10))


MARKETS: dict[str, Market] = {
    market.code: market
    for market in (
        _customary("US", "USD"),
        _metric("UK", "GBP"),
        _metric("DE", "EUR"),
        _metric("FR", "EUR"),
        _metric("IT", "EUR"),
        _metric("ES", "EUR"),
        _metric("NL", "EUR"),
        _metric("PL", "PLN"),
        _metric("SE", "SEK"),
        _metric("BE", "EUR"),
        _metric("IE", "EUR"),
        _metric("CA", "CAD"),
        _metric("MX", "MXN"),
        _metric("JP", "JPY"),
    )
}


def find_market(code: object) -> Market:
    """The market of that code, any case; ``GB`` is understood as ``UK``.

    Raises:
        InputError: ``unknown_market``.
    """
    wanted = str(code).strip().upper()
    market = MARKETS.get("UK" if wanted == "GB" else wanted)
    if market is None:
        known = ", ".join(MARKETS)
        raise InputError(
            "unknown_market",
            f"market {shown(code)} is not known.{nearest(wanted.lower(), [m.lower() for m in MARKETS])} Known: {known}",
            "market",
        )
    return market
