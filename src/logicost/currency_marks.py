"""The signs and codes of currencies beside an amount: ``$1,299``, ``19.99 USD``, ``5,78 €``.

One sign may stand for several currencies ("$"); it is the store's where the store's currency is among them. A currency
that is not the store's is refused, never converted here. A mark also settles how a number is meant where that is
doubtful without: ``$1,299`` is thousands, as US dollars are written; ``5,78 €`` has a decimal comma.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from logicost.errors import InputError, shown

CODES = (
    "USD", "CAD", "MXN", "BRL", "GBP", "EUR", "SEK", "PLN", "TRY", "AED", "SAR", "EGP", "INR", "JPY", "AUD", "SGD",
    "ZAR", "CNY", "CHF", "DKK", "NOK", "CZK", "HKD", "NZD",
)  # fmt: skip
SIGNS: dict[str, tuple[str, ...]] = {
    "$": ("USD", "CAD", "MXN", "AUD", "SGD", "HKD", "NZD"),
    "us$": ("USD",),
    "c$": ("CAD",),
    "ca$": ("CAD",),
    "cdn$": ("CAD",),
    "a$": ("AUD",),
    "au$": ("AUD",),
    "s$": ("SGD",),
    "r$": ("BRL",),
    "mx$": ("MXN",),
    "€": ("EUR",),
    "£": ("GBP",),
    "¥": ("JPY", "CNY"),
    "円": ("JPY",),
    "元": ("CNY",),
    "₹": ("INR",),
    "₺": ("TRY",),
    "zł": ("PLN",),
    "kr": ("SEK", "DKK", "NOK"),
}
_POINTS = (
    "USD",
    "GBP",
    "INR",
    "JPY",
    "MXN",
    "AUD",
    "SGD",
    "HKD",
    "NZD",
    "CNY",
)  # written 1,234.50 wherever they are used

_MARK = r"[^\d\s.,+()-]{1,4}"
_AMOUNT = re.compile(
    rf"([+-]?)\s*({_MARK})?\s*([+-]?[\d.,]*\d[\d.,]*|[+-]?\d{{1,3}}(?: \d{{3}})+(?:[.,]\d+)?)\s*({_MARK})?\s*([A-Za-z]{{3}})?"
)
_WITH_COMMA = re.compile(r"[+-]?(?:\d{1,3}(?:\.\d{3})+|\d+|),\d{1,2}")
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")
_DOUBTFUL = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}")


def currencies_of(mark: str) -> tuple[str, ...]:
    """The currencies that a sign or code may mean; none for a word that is neither."""
    return (mark.upper(),) if mark.upper() in CODES else SIGNS.get(mark.lower(), ())


def split_amount(text: str, own: Sequence[str] = ()) -> tuple[str, tuple[str, ...] | None]:
    """The number, and the currencies that the marks beside it may mean; None, and the text, where there is no mark.

    Args:
        own: the store's currency and its signs, the code first.
    """
    match = _AMOUNT.fullmatch(text.replace("\u00a0", " ").replace("\u202f", " ").strip()[:100])
    marks = [mark for mark in (match[2], match[4], match[5]) if mark] if match else []
    if not match or not marks:
        return text, None
    signs = [word.lower() for word in own]
    meant = [{*currencies_of(mark), *(own[:1] if mark.lower() in signs else ())} for mark in marks]
    if not all(meant):
        return text, None
    return match[1] + match[3].replace(" ", ""), tuple(sorted(set.intersection(*meant)))


def plain_amount(value: object, name: str, own: Sequence[str]) -> object:
    """The amount without the marks of its currency, which must be the store's; only text has marks.

    Raises:
        InputError: ``currency_mismatch``, ``ambiguous_number``.
    """
    if not isinstance(value, str):
        return value
    number, currencies = split_amount(value, own)
    if currencies is None:
        return value
    if own[0] not in currencies:
        other = f"in {' or '.join(currencies)}" if currencies else "with marks of two currencies"
        raise InputError(
            "currency_mismatch",
            f"{name} is {shown(value)}, {other}; this store's amounts are in {own[0]}; market names another store",
            name,
        )
    if _WITH_COMMA.fullmatch(number):
        return number.replace(".", "").replace(",", ".")
    if own[0] in _POINTS:
        return number.replace(",", "") if _THOUSANDS.fullmatch(number) else number
    if _DOUBTFUL.fullmatch(number) or _THOUSANDS.fullmatch(number):
        digits = re.sub("[.,]", "", number)
        raise InputError(
            "ambiguous_number",
            f"{name} is {shown(value)}, which could mean thousands or decimals; "
            f"write {digits}.00 or {number.replace(',', '.')}0",
            name,
        )
    return number


def marks_pattern(own: Sequence[str]) -> str:
    """A pattern of the store's own marks."""
    return "|".join(
        re.escape(word) for word in sorted({word.upper(): word for word in own}.values(), key=len, reverse=True)
    )
