"""A cursor over an edition's body: takes keys, converts values strictly, and refuses what nobody took."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, NoReturn, TypeVar

from logicost.errors import TableError, shown
from logicost.inputs.days import FIRST_DAY, LAST_DAY
from logicost.inputs.readers import RATE_GRAINS
from logicost.market import GRAINS
from logicost.measurement import GRAMS, MILLIMETRES, to_grain
from logicost.money import GRAINS_PER_UNIT
from logicost.tables.strict_yaml import Text

UNSOURCED = "unsourced"

T = TypeVar("T")
_NOTHING: set[str] = set()  # of what nothing was taken of; most values are no mappings
_AMOUNT = re.compile(r"\d{1,9}(\.\d{1,4})?", re.ASCII)
_PERCENT = re.compile(r"(\d{1,4}(\.\d{1,3})?) ?%", re.ASCII)
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_MEASURE = re.compile(r"(\d{1,9}(?:\.\d{1,6})?) ?([a-z]+3?)", re.ASCII)


class File(NamedTuple):
    """A table file: where it is, and the market's grains, to which measures are converted exactly."""

    path: Path
    length_grain: Fraction = GRAINS["cm"]
    weight_grain: Fraction = GRAINS["kg"]


class Cursor:
    """One value of a table file, with its place.

    Args:
        above, part: the value that it is a part of, and under which key or number; None is that place itself.

    Attributes:
        value: text, a list or a mapping; those of `strict_yaml` know their lines.
        taken: the keys that somebody took.
    """

    __slots__ = ("_above", "_part", "file", "taken", "value")

    def __init__(self, value: Any, file: File, above: Cursor | None = None, part: str | int | None = None) -> None:
        self.value = value
        self.file = file
        self._above = above
        self._part = part
        self.taken: set[str] = _NOTHING

    @property
    def name(self) -> str:
        """The way to it, for messages: ``rates.apparel.small_standard``."""
        above = self._above.name if self._above is not None else ""
        if self._part is None:
            return above
        return f"{above}[{self._part}]" if isinstance(self._part, int) else f"{above}.{self._part}".lstrip(".")

    @property
    def place(self) -> str:
        return f"{self.file.path}:{getattr(self.value, 'line', 1)}"

    def fail(self, message: str, code: str = "table_value") -> NoReturn:
        raise TableError(code, f"{self.name} {message}".strip(), self.name or None, self.place)

    def with_text(self, text: str) -> Cursor:
        """A part of the value's text, in its place."""
        word = Text(text)
        word.line = getattr(self.value, "line", 1)
        return Cursor(word, self.file, self)

    def again(self) -> Cursor:
        """The same value, of which so far the same is taken, but nothing of what will be."""
        fresh = Cursor(self.value, self.file)
        fresh.taken = set(self.taken)
        return fresh

    # Mappings

    def mapping(self) -> dict[str, Any]:
        if not isinstance(self.value, dict):
            self.fail("must be a mapping of keys to values")
        return self.value

    def get(self, key: str) -> Cursor | None:
        """The value under `key`, or None where the key is absent."""
        self._take(key)
        value = self.mapping().get(key)
        return None if value is None else Cursor(value, self.file, self, key)

    def _take(self, key: str) -> None:
        if self.taken is _NOTHING:
            self.taken = set()
        self.taken.add(key)

    def need(self, key: str) -> Cursor:
        """The value under `key`, which must be there."""
        found = self.get(key)
        if found is None:
            self.fail(f"lacks the key '{key}'", "table_key_missing")
        return found

    def items(self) -> Iterator[tuple[Cursor, Cursor]]:
        """Every key, as a cursor, with its value."""
        for key, value in self.mapping().items():
            self._take(key)
            yield Cursor(key, self.file, self, key), Cursor(value, self.file, self, key)

    def done(self) -> None:
        """Refuse keys that nobody took."""
        for key in self.mapping():
            if key not in self.taken:
                Cursor(key, self.file, None, key).fail("is not a known key here", "table_key_unknown")

    # Sequences

    def is_list(self) -> bool:
        return isinstance(self.value, list)

    def is_mapping(self) -> bool:
        return isinstance(self.value, dict)

    def list(self) -> list[Cursor]:
        if not isinstance(self.value, list):
            self.fail("must be a list")
        return [Cursor(item, self.file, self, index) for index, item in enumerate(self.value)]

    # Scalars

    def text(self) -> str:
        if not isinstance(self.value, str):
            self.fail("must be a single value")
        return str(self.value)

    def choice(self, *known: str) -> str:
        text = self.text()
        if text not in known:
            self.fail(f"is {shown(text)}; it must be one of {', '.join(known)}")
        return text

    def date(self) -> dt.date:
        match = _DAY.fullmatch(self.text())
        try:
            day = dt.date(*map(int, match.groups() if match else ()))
        except (TypeError, ValueError):  # no such text, or no such day
            self.fail(f"is {shown(self.value)}; write a day as 2026-01-15")
        if not FIRST_DAY <= day <= LAST_DAY:
            self.fail(f"is {day}; days go from {FIRST_DAY} to {LAST_DAY}, and a card that runs on has no until")
        return day

    def is_gap(self) -> bool:
        return isinstance(self.value, str) and self.value == UNSOURCED

    def or_gap(self, read: Callable[[], T]) -> T | None:
        """What `read` gives, or None where the file says ``unsourced``."""
        return None if self.is_gap() else read()

    def money(self) -> int:
        """An amount in grains of 0.0001."""
        text = self.text()
        amount = _amount(text)
        if amount is None:
            self.fail(f"is {shown(text)}; write an amount as 3.32, or unsourced")
        return amount

    def rate(self) -> int:
        """A percentage in grains of 0.00001 of the whole."""
        match = _PERCENT.fullmatch(self.text())
        if not match:
            self.fail(f"is {shown(self.value)}; write a percentage as 3.5 %")
        return int(Decimal(match[1]) * RATE_GRAINS / 100)

    def count(self) -> int:
        text = self.text()
        if not re.fullmatch(r"\d{1,9}", text, re.ASCII):
            self.fail(f"is {shown(text)}; write a whole number")
        return int(text)

    def divisor(self) -> int:
        """A count that is divided by: more than nothing."""
        return self.count() or self.fail("must be more than 0")

    def weight(self) -> int:
        return self._measure(GRAMS, self.file.weight_grain, "4 oz")

    def length(self) -> int:
        return self._measure(MILLIMETRES, self.file.length_grain, "15 in")

    def volume(self) -> int:
        """Cubic inches or centimetres (``1728 in3``) as cubed length grains."""
        cubes = {f"{unit}3": factor**3 for unit, factor in MILLIMETRES.items()}
        return self._measure(cubes, self.file.length_grain**3, "1728 in3")

    def _measure(self, factors: dict[str, Fraction], grain: Fraction, example: str) -> int:
        text = self.text()
        match = _MEASURE.fullmatch(text)
        if not match or match[2] not in factors:
            self.fail(f"is {shown(text)}; write it like {example}")
        unit = factors[match[2]]
        grains = _grains(match[1], unit.as_integer_ratio(), grain.as_integer_ratio())
        if grains is None:
            self.fail(f"is {shown(text)}, which is not a whole number of the market's grains")
        return grains


@lru_cache(maxsize=4096)
def _amount(text: str) -> int | None:
    """Cards say the same amounts again and again."""
    return int(Decimal(text) * GRAINS_PER_UNIT) if _AMOUNT.fullmatch(text) else None


@lru_cache(maxsize=4096)
def _grains(amount: str, unit: tuple[int, int], grain: tuple[int, int]) -> int | None:
    """So many units in grains, both ratios, which are hashed faster than fractions; None where these are not whole."""
    exact, whole = Fraction(amount) * Fraction(*unit), Fraction(*grain)
    grains = to_grain(exact, whole)
    return grains if grains * whole == exact else None
