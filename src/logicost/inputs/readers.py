"""Readers: one raw value, from text, a file or a frame, to the whole number that the rules run on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction

from logicost.errors import InputError, nearest, shown, text_of
from logicost.market import MOST_ZONES
from logicost.money import to_grains
from logicost.number import half_up, read_decimal

SHARE_GRAINS = 1_000_000  # the zone shares of an order add up to this
RATE_GRAINS = 100_000  # a rate is a count of 0.00001: 3.5 % is 3,500
ZONES = range(1, MOST_ZONES + 1)  # places in a market's words for zones
_DIGITS = tuple(map(str, ZONES))

_EXACT = Context(prec=200)
_SPACES = re.compile(r"\s+")
TRUE_WORDS = {"true", "yes", "y", "t", "1", "1.0", "x"}
FALSE_WORDS = {"false", "no", "n", "f", "0", "0.0"}


@dataclass(frozen=True, slots=True)
class Numeric:
    """What a reader makes of a plain number: a count of 1/`grains`, half-up; `whole` ones are not rounded but refused.

    Whole columns of plain numbers are read by this; anything else, and every error, is left to the reader itself.
    """

    grains: int
    smallest: int
    largest: int
    whole: bool = False


NOT_THERE = ("NAType", "NaTType")  # kinds of pandas' signs for a missing value
BLANKS = ("", "-", "--", "–", "—", "N/A", "n/a", "#N/A")  # what Amazon, Keepa and spreadsheets write for nothing


def is_blank(value: object) -> bool:
    """Whether a value counts as not given: None, a sign of pandas for that, or text that says so."""
    if isinstance(value, str):
        return value.strip() in BLANKS
    return value is None or type(value).__name__ in NOT_THERE


def read_money(value: object, name: str) -> int:
    return to_grains(value, name)


def read_price(value: object, name: str) -> int:
    return to_grains(value, name, positive=True)


def read_flag(value: object, name: str) -> int:
    """True or false, as bool, 0/1 or a word.

    Raises:
        InputError: ``not_true_or_false``.
    """
    word = text_of(value).strip().lower()
    if word in TRUE_WORDS:
        return 1
    if word in FALSE_WORDS:
        return 0
    raise InputError("not_true_or_false", f"{name} is {shown(value)}; write true or false", name)


def read_switch(value: object, name: str) -> bool:
    """An argument that is on or off; blank is off.

    Raises:
        InputError: ``not_true_or_false``.
    """
    return value if isinstance(value, bool) else not is_blank(value) and bool(read_flag(value, name))


def read_count(smallest: int, largest: int) -> Callable[[object, str], int]:
    """A reader of whole numbers within bounds; ``12.0`` counts as whole."""

    def read(value: object, name: str) -> int:
        number = read_decimal(value, name, str(max(smallest, 1)))
        if number != number.to_integral_value():
            raise InputError("not_whole", f"{name} is {shown(value)}; give a whole number", name)
        if not smallest <= number <= largest:
            raise InputError(
                "out_of_range", f"{name} is {shown(value)}; give a whole number from {smallest} to {largest:,}", name
            )
        return int(number)

    return read


def read_scaled(grains: int, largest: int) -> Callable[[object, str], int]:
    """A reader of numbers from 0 to `largest`, as counts of 1/`grains`, half-up."""

    def read(value: object, name: str) -> int:
        number = read_decimal(value, name, "12.5")
        if not 0 <= number <= largest:
            raise InputError("out_of_range", f"{name} is {shown(value)}; give a number from 0 to {largest:,}", name)
        return half_up(Fraction(number) * grains)

    return read


def read_percent(value: object, name: str) -> int:
    """A percentage, ``18.5`` or ``18.5 %``, as a count of 0.00001."""
    text = value.strip().removesuffix("%").strip() if isinstance(value, str) else value
    return read_scaled(RATE_GRAINS // 100, 1000)(text, name)


def read_share(value: object, name: str) -> int:
    """A share, at most all of it, as a count of 0.00001: ``8 %``, ``8`` or ``0.08``.

    A bare number below 1 is a fraction, one above 1 a percentage; the line's reason shows which was understood.

    Raises:
        InputError: ``ambiguous_share`` for a bare 1, which could be either; ``out_of_range``.
    """
    if isinstance(value, str) and value.strip().endswith("%"):
        number = read_percent(value, name)
    else:
        given = read_decimal(value, name, "8 %")
        if given == 1:
            raise InputError(
                "ambiguous_share",
                f"{name} is {shown(value)}, which could be 1 % or all of it; write 1 % or 100 %",
                name,
            )
        number = read_percent(given if given > 1 else given.scaleb(2, _EXACT), name)
    if number > RATE_GRAINS:
        raise InputError("out_of_range", f"{name} is {shown(value)}; give a share from 0 to 100 %", name)
    return number


def as_word(value: object) -> str:
    """A choice as its words are written: ``Smart Storage`` is ``smart_storage``."""
    return text_of(value)[:80].strip().lower().replace(" ", "_").replace("-", "_")


def read_word(
    words: tuple[str, ...], where: str = "", meant: Callable[[str], str] | None = None
) -> Callable[[object, str], int]:
    """A reader of one of the words, to its place.

    Args:
        where: they hold, for the error: ``in the US``.
        meant: the word that another one stands for.

    Raises:
        InputError: ``unknown_choice``.
    """

    def read(value: object, name: str) -> int:
        word = as_word(value)
        if word not in words and meant is not None:
            word = meant(word)
        if word not in words:
            raise InputError(
                "unknown_choice",
                f"{name} is {shown(value)}.{nearest(word, list(words))} Known{where}: {', '.join(words) or 'none'}",
                name,
            )
        return words.index(word)

    return read


def read_zone_shares(row: dict[str, object], words: tuple[str, ...] = _DIGITS) -> tuple[int, ...] | None:
    """The shares of the zones in `SHARE_GRAINS`, from ``zone`` or ``zone_mix``; None where neither is given.

    Args:
        words: what the market calls its zones, `MOST_ZONES` of them at most.

    Raises:
        InputError: ``zone_given_twice``, ``zone_mix_malformed`` or ``zone_mix_not_100``.
    """
    zone, mix = row.get("zone"), row.get("zone_mix")
    if not is_blank(zone) and not is_blank(mix):
        raise InputError("zone_given_twice", "give either zone or zone_mix, not both", "zone_mix")
    if not is_blank(zone):
        place = read_count(1, 9)(zone, "zone") if words == _DIGITS else read_word(words)(zone, "zone") + 1
        return tuple(SHARE_GRAINS * (place == each) for each in ZONES)
    if is_blank(mix):
        return None
    shares: dict[int, Decimal] = {}
    example = "2:10,5:60,8:30" if words == _DIGITS else f"{words[0]}:40,{words[-1]}:60"
    pairs = mix.items() if isinstance(mix, dict) else [tuple(part.split(":")) for part in text_of(mix)[:200].split(",")]
    for pair in pairs:
        word = text_of(pair[0]).strip().lower().replace(" ", "_")
        if len(pair) != 2 or word not in words or words.index(word) + 1 in shares:
            raise InputError("zone_mix_malformed", f"zone_mix is {shown(mix)}; write it like {example}", "zone_mix")
        shares[words.index(word) + 1] = read_decimal(text_of(pair[1]).strip(), "zone_mix", example)
    whole = sum(shares.values())
    if not shares or min(shares.values()) < 0 or whole not in (100, 1):
        raise InputError("zone_mix_not_100", f"the shares of zone_mix {shown(mix)} must add up to 100", "zone_mix")
    grains = {zone: share * SHARE_GRAINS / whole for zone, share in shares.items()}
    if any(share != share.to_integral_value() for share in grains.values()):
        raise InputError("zone_mix_malformed", "zone_mix has too many decimals; two are enough", "zone_mix")
    return tuple(int(grains.get(each, Decimal(0))) for each in ZONES)


def listed(value: object) -> list[object]:
    """The parts of text with commas, or of any collection; anything else is a list of one."""
    if isinstance(value, str):
        return list(value[:20_000].split(","))
    try:
        return list(value) if isinstance(value, Iterable) else [value]
    except TypeError:  # a number of NumPy or pint says that it can be gone through, and cannot
        return [value]


def read_pairs(value: object, malformed: InputError, bare: int | None = None) -> list[tuple[object, object]]:
    """Pairs out of ``a:1,b:2``, a mapping or pairs; the last colon parts. `bare` is the key of a lone number.

    Raises:
        InputError: `malformed`, with the value before its message.
    """
    if is_blank(value):
        return []
    if isinstance(value, Mapping):
        return list(value.items())
    if bare is not None and (isinstance(value, int) or (isinstance(value, str) and value.strip().isdigit())):
        return [(bare, value)]
    pairs: list[tuple[object, object]] = []
    for part in listed(value):
        pair = tuple(_SPACES.sub("", part).rsplit(":", 1)) if isinstance(part, str) else part
        if not isinstance(pair, tuple | list) or len(pair) != 2:
            raise InputError(
                malformed.code, f"{malformed.field} is {shown(value)}; {malformed.message}", malformed.field
            )
        pairs.append((pair[0], pair[1]))
    return pairs
