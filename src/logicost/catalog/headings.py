"""The headings that other people's files have: which catalog column each stands for, and in which unit or currency.

`headings.yaml` is the list; `find` answers for one heading, and `logicost.catalog.titles` decides for a whole file.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from logicost.currency_marks import CODES, SIGNS
from logicost.errors import TableError
from logicost.inputs.fields import FIELD
from logicost.inputs.readers import read_money, read_percent, read_price, read_share
from logicost.measurement import LENGTH_WORDS, WEIGHT_WORDS
from logicost.tables import strict_yaml

LENGTHS = ("length", "width", "height", "dimensions")
PLANS = (  # columns of stock, clear, hybrid and landed, which pass through elsewhere
    "opening", "monthly_sales", "seasonality", "replenish", "discount_price", "discount_sales", "removed_value", "orders",
    "units", "duty_rate",
)  # fmt: skip
HELPERS = ("title", "currency", *PLANS)  # columns that are understood although no rule reads them
PERCENT = "%"

_MARKED = re.compile(r"^(?:\ufeff|ï»¿|\ufffe)+")  # a byte order mark, also one that was read as Windows-1252
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORDS = re.compile(r"[^\W_]+|[$€£¥₹₺%]")
_DOLLARS = ("us", "c", "ca", "cdn", "a", "au", "s", "r", "mx")  # what may stand before a dollar sign


@dataclass(frozen=True, slots=True)
class Column:
    """How one catalog column is called elsewhere; see the head of ``headings.yaml``."""

    names: tuple[str, ...]
    first: tuple[tuple[str, ...], ...]
    lower: tuple[tuple[str, ...], ...]
    same: tuple[tuple[str, ...], ...]
    otherwise: tuple[str, ...]
    units: Mapping[str, str]
    together: tuple[tuple[str, ...], ...]
    beside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Export:
    """A kind of file that is known by its headings; see the head of ``headings.yaml``."""

    name: str
    called: str
    known_by: frozenset[str]
    columns: Mapping[str, str]
    word: tuple[str, Mapping[str, str]] | None
    blank: tuple[tuple[str, ...], str] | None
    inherit: tuple[str, str] | None
    fill_down: tuple[str, tuple[str, ...]] | None
    lacks: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a heading stands for.

    Attributes:
        column: the catalog column.
        name: the name of the list that it goes by, or the plain name.
        plain: whether it is the column's own name, with or without a unit.
        unit: in, cm, oz, g …, or ``%``; `currency`: an ISO code, or a sign that several currencies share.
    """

    column: str
    name: str
    plain: bool
    unit: str | None = None
    currency: str | None = None


@dataclass(frozen=True)
class Headings:
    """The whole list."""

    columns: Mapping[str, Column]
    groups: frozenset[str]
    exports: Mapping[str, Export]
    by_name: Mapping[str, str]
    otherwise: Mapping[str, tuple[str, ...]]

    def find(self, title: str) -> Found | None:
        """What the heading stands for by itself, or None. Names that depend on the other headings are not found here
        (`with`, `else`, exports)."""
        return self._find(words_of(title))

    def split(self, title: str) -> tuple[str, str | None, str | None]:
        """The heading's name, its unit and its currency."""
        words = words_of(title)
        for rest, unit, currency in _endings(words):
            if rest:
                return " ".join(rest), unit, currency
        return " ".join(words), None, None

    def export_of(self, titles: Sequence[str]) -> Export | None:
        """The export that has these headings."""
        keys = {" ".join(words_of(title)) for title in titles}
        return next((export for export in self.exports.values() if export.known_by <= keys), None)

    def _find(self, words: list[str]) -> Found | None:
        found = self._named(words, None, None)
        if found is not None:
            return found
        for rest, unit, currency in _endings(words):
            found = self._named(rest, unit, currency)
            if found is not None and fits(found.column, unit, currency):
                return found
        return None

    def _named(self, words: list[str], unit: str | None, currency: str | None) -> Found | None:
        name = " ".join(words)
        plain = name.replace(" ", "_")
        if plain in FIELD or plain in HELPERS:
            return Found(plain, plain, True, unit, currency)
        column = self.by_name.get(name)
        if column is None:
            return None
        return Found(column, name, False, unit or self.columns[column].units.get(name), currency)


def words_of(title: str) -> list[str]:
    """A heading as its words: full-width letters as ordinary ones, no case, no punctuation, camelCase parted."""
    text = unicodedata.normalize("NFKC", _MARKED.sub("", title[:200]))
    return _WORDS.findall(_CAMEL.sub(" ", text).casefold())


def fits(column: str, unit: str | None, currency: str | None) -> bool:
    """Whether figures of the column can be in that unit or currency."""
    if currency is not None:
        return is_money(column)
    if unit in (None, PERCENT):
        return unit is None or (column in FIELD and FIELD[column].read in (read_share, read_percent))
    return column in LENGTHS if unit in LENGTH_WORDS else column == "weight"


def is_money(column: str) -> bool:
    return column in FIELD and FIELD[column].read in (read_money, read_price)


def _endings(words: list[str]) -> list[tuple[list[str], str | None, str | None]]:
    """The words without a unit or currency at the end, or a currency at the beginning."""
    if len(words) < 2:
        return []
    found: list[tuple[list[str], str | None, str | None]] = []
    *rest, last = words
    unit = LENGTH_WORDS.get(last) or WEIGHT_WORDS.get(last) or (PERCENT if last == PERCENT else None)
    if unit is not None:
        found.append((rest, unit, None))
        if len(rest) > 1 and rest[-1] == "in":  # "weight in kg"
            found.append((rest[:-1], unit, None))
    parts = ((words[-2:], words[:-2]), (words[-1:], rest), (words[:2], words[2:]), (words[:1], words[1:]))
    for mark, others in parts:
        currency = _currency(mark)
        if currency is not None and others:
            found.append((others, None, currency))
            if len(others) > 1 and others[-1] == "in":
                found.append((others[:-1], None, currency))
    return found


def _currency(words: list[str]) -> str | None:
    if len(words) == 2:
        return SIGNS["".join(words)][0] if words[1] == "$" and words[0] in _DOLLARS else None
    word = words[0]
    if word.upper() in CODES:
        return word.upper()
    return word if word in SIGNS and not word.isalpha() else None


@cache
def headings() -> Headings:
    """The list of the package.

    Raises:
        TableError: it is malformed.
    """
    return read_headings(Path(__file__).with_name("headings.yaml"))


def read_headings(path: Path) -> Headings:
    """A list of headings, strictly.

    Raises:
        TableError: ``table_not_strict``, ``table_value`` or ``table_key_unknown``.
    """
    body: Any = strict_yaml.read(path)
    _only(body, ("columns", "groups", "exports"), path)
    columns = {str(name): _column(str(name), entry, path) for name, entry in body["columns"].items()}
    by_name: dict[str, str] = {}
    otherwise: dict[str, tuple[str, ...]] = {}
    for column, known in columns.items():
        for name in known.names:
            if name in by_name or name.replace(" ", "_") in FIELD:
                raise TableError("table_value", f"the heading '{name}' stands for two columns", column, str(path))
            by_name[name] = column
        for name in known.otherwise:
            otherwise[name] = (*otherwise.get(name, ()), column)
    exports = {str(name): _export(str(name), entry, path) for name, entry in body["exports"].items()}
    return Headings(columns, frozenset(map(_key, body["groups"])), exports, by_name, otherwise)


def _column(name: str, entry: Any, path: Path) -> Column:
    _only(entry, ("names", "first", "lower", "same", "else", "units", "with", "beside"), path)
    if name not in FIELD and name not in HELPERS:
        raise TableError("table_value", f"'{name}' is not a column of a catalog", name, str(path))
    chains = {
        kind: tuple(tuple(map(_key, chain)) for chain in entry.get(kind, ())) for kind in ("first", "lower", "same")
    }
    together = tuple(tuple(map(_key, names)) for names in entry.get("with", ()))
    units = {_key(key): str(unit) for key, unit in entry.get("units", {}).items()}
    if not all(fits(name, unit, None) for unit in units.values()):
        raise TableError("table_value", f"'{name}' cannot be in such a unit", name, str(path))
    return Column(
        tuple(map(_key, entry["names"])), chains["first"], chains["lower"], chains["same"],
        tuple(map(_key, entry.get("else", ()))), units, together, tuple(map(_key, entry.get("beside", ()))),
    )  # fmt: skip


def _export(name: str, entry: Any, path: Path) -> Export:
    _only(entry, ("called", "known_by", "columns", "not_products", "inherit", "fill_down", "lacks"), path)
    goods = entry.get("not_products", {})
    _only(goods, ("word", "blank"), path)
    word, blank, inherit, fill = goods.get("word"), goods.get("blank"), entry.get("inherit"), entry.get("fill_down")
    return Export(
        name=name,
        called=str(entry["called"]),
        known_by=frozenset(map(_key, entry["known_by"])),
        columns={_key(heading): str(column) for heading, column in entry.get("columns", {}).items()},
        word=(_key(word["column"]), {str(key): str(why) for key, why in word["because"].items()}) if word else None,
        blank=(tuple(map(_key, blank["columns"])), str(blank["because"])) if blank else None,
        inherit=(_key(inherit["parent"]), _key(inherit["key"])) if inherit else None,
        fill_down=(_key(fill["by"]), tuple(map(_key, fill["columns"]))) if fill else None,
        lacks=str(entry.get("lacks", "")),
    )


def _key(text: object) -> str:
    return " ".join(words_of(str(text)))


def _only(entry: Any, known: tuple[str, ...], path: Path) -> None:
    if not isinstance(entry, dict):
        raise TableError("table_value", "must be a mapping of keys to values", None, str(path))
    for key in entry:
        if key not in known:
            raise TableError("table_key_unknown", f"'{key}' is not a known key here", str(key), str(path))
