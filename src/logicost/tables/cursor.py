"""A cursor over an edition's body: takes keys, converts values strictly, and refuses what nobody took."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from logicost.errors import TableError, shown
from logicost.inputs.readers import RATE_GRAINS
from logicost.measurement import GRAMS, MILLIMETRES, to_grain
from logicost.money import GRAINS_PER_UNIT
from logicost.tables.strict_yaml import Mapping, Sequence, Text

UNSOURCED = "unsourced"

T = TypeVar("T")
_AMOUNT = re.compile(r"\d{1,9}(\.\d{1,4})?", re.ASCII)
_PERCENT = re.compile(r"(\d{1,4}(\.\d{1,3})?) ?%", re.ASCII)
_MEASURE = re.compile(r"(\d{1,9}(?:\.\d{1,6})?) ?([a-z]+3?)", re.ASCII)


class Cursor:
    """One value of a table file, with its place.

    Attributes:
        value: `Text`, `Mapping` or `Sequence`.
        name: the way to it, for messages: ``rates.apparel.small_standard``.
        length_grain, weight_grain: the market's grains, to which measures are converted exactly.
    """

    __slots__ = ("length_grain", "name", "path", "taken", "value", "weight_grain")

    def __init__(self, value: Any, path: Path, name: str, length_grain: Fraction, weight_grain: Fraction) -> None:
        self.value = value
        self.path = path
        self.name = name
        self.length_grain = length_grain
        self.weight_grain = weight_grain
        self.taken: set[str] = set()

    @property
    def place(self) -> str:
        return f"{self.path}:{getattr(self.value, 'line', 1)}"

    def fail(self, message: str, code: str = "table_value") -> NoReturn:
        raise TableError(code, f"{self.name} {message}".strip(), self.name or None, self.place)

    def _under(self, value: Any, name: str) -> Cursor:
        return Cursor(value, self.path, name, self.length_grain, self.weight_grain)

    def with_text(self, text: str) -> Cursor:
        """A part of the value's text, in its place."""
        word = Text(text)
        word.line = getattr(self.value, "line", 1)
        return self._under(word, self.name)

    # Mappings

    def mapping(self) -> Mapping:
        if not isinstance(self.value, Mapping):
            self.fail("must be a mapping of keys to values")
        return self.value

    def get(self, key: str) -> Cursor | None:
        """The value under `key`, or None where the key is absent."""
        self.taken.add(key)
        value = self.mapping().get(Text(key))
        return None if value is None else self._under(value, f"{self.name}.{key}".lstrip("."))

    def need(self, key: str) -> Cursor:
        """The value under `key`, which must be there."""
        found = self.get(key)
        if found is None:
            self.fail(f"lacks the key '{key}'", "table_key_missing")
        return found

    def items(self) -> Iterator[tuple[Cursor, Cursor]]:
        """Every key, as a cursor, with its value."""
        for key, value in self.mapping().items():
            self.taken.add(key)
            name = f"{self.name}.{key}".lstrip(".")
            yield self._under(key, name), self._under(value, name)

    def done(self) -> None:
        """Refuse keys that nobody took."""
        for key in self.mapping():
            if key not in self.taken:
                self._under(key, str(key)).fail("is not a known key here", "table_key_unknown")

    # Sequences

    def is_list(self) -> bool:
        return isinstance(self.value, Sequence)

    def is_mapping(self) -> bool:
        return isinstance(self.value, Mapping)

    def list(self) -> list[Cursor]:
        if not isinstance(self.value, Sequence):
            self.fail("must be a list")
        return [self._under(item, f"{self.name}[{index}]") for index, item in enumerate(self.value)]

    # Scalars

    def text(self) -> str:
        if not isinstance(self.value, Text):
            self.fail("must be a single value")
        return str(self.value)

    def choice(self, *known: str) -> str:
        text = self.text()
        if text not in known:
            self.fail(f"is {shown(text)}; it must be one of {', '.join(known)}")
        return text

    def date(self) -> dt.date:
        try:
            return dt.datetime.strptime(self.text(), "%Y-%m-%d").date()  # noqa: DTZ007 - a calendar day has no zone
        except ValueError:
            self.fail(f"is {shown(self.value)}; write a day as 2026-01-15")

    def is_gap(self) -> bool:
        return isinstance(self.value, Text) and self.value == UNSOURCED

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
        return self._measure(GRAMS, self.weight_grain, "4 oz")

    def length(self) -> int:
        return self._measure(MILLIMETRES, self.length_grain, "15 in")

    def volume(self) -> int:
        """Cubic inches or centimetres (``1728 in3``) as cubed length grains."""
        cubes = {f"{unit}3": factor**3 for unit, factor in MILLIMETRES.items()}
        return self._measure(cubes, self.length_grain**3, "1728 in3")

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
