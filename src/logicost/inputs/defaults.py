"""A seller's own defaults: what holds where a row, an option and a keyword say nothing.

They stand in tables: general ones, and for a store, a program, a channel, a category; of several that speak, the last
of this list wins. `logicost.answers.defaults_file` reads them from a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from logicost.errors import InputError, nearest
from logicost.inputs.categories import CategoryBook, slug
from logicost.inputs.fields import FIELD
from logicost.inputs.readers import is_blank

KINDS = ("market", "program", "channel", "category")  # of several that speak, the last one wins
ALTERNATIVES = (  # where a row gives one of them, a default of the others is no longer what it says
    ("zone", "zone_mix"),
    ("days_in_storage", "average_inventory"),
)

ByColumn = Mapping[str, str]


@dataclass(frozen=True)
class Defaults:
    """What a seller's file says; all values are text, as cells are.

    Attributes:
        source: what messages and explanations call it.
        columns: heading to column; exchange: (from, to) to the price of one unit of `from` in `to`.
        market: of rows and commands that name none; account, general: for every row.
        tables: of each kind but the general one, by its key: store's code, program, channel, category's slug.
    """

    source: str = "logicost.toml"
    columns: Mapping[str, str] = field(default_factory=dict)
    exchange: Mapping[tuple[str, str], Decimal] = field(default_factory=dict)
    market: str | None = None
    account: ByColumn = field(default_factory=dict)
    general: ByColumn = field(default_factory=dict)
    tables: Mapping[str, Mapping[str, ByColumn]] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        """Every column for which there is a default, in the order of the field list."""
        kinds = [table for tables in self.tables.values() for table in tables.values()]
        given = set(self.account).union(self.general, *kinds)
        return [name for name in FIELD if name in given]

    def __bool__(self) -> bool:
        return bool(self.names)

    @property
    def channel(self) -> str | None:
        """Where the orders of rows are placed that do not say it."""
        return self.general.get("channel")

    def channel_of(self, program: str) -> str | None:
        """Where a program's orders are placed, where its table says it."""
        tables = self.tables.get("program", {})
        return next((tables[key]["channel"] for key in program_keys(program) if "channel" in tables.get(key, {})), None)

    def key(self, program: str, channel: str) -> tuple[str, ...]:
        """Programs and channels of the same key have the same defaults, whatever the row."""
        by_program = self.tables.get("program", {})
        names = [name for name in program_keys(program) if name in by_program]
        return (*names, *([channel] if channel in self.tables.get("channel", {}) else []))

    def layers(self, keys: Mapping[str, Iterable[str]]) -> list[tuple[str, ByColumn]]:
        """The tables that hold, the strongest first, each with its name.

        Args:
            keys: for each kind its keys, the closest first: ``{"program": ("fbm:ups_ground", "fbm")}``.
        """
        found = [
            (f"[defaults.{kind}.{key}]", table)
            for kind in reversed(KINDS)
            for key in keys.get(kind, ())
            if (table := self.tables.get(kind, {}).get(key))
        ]
        return [*found, ("[defaults]", self.general), ("[account]", self.account)]

    def rate(self, source: str, target: str) -> Fraction | None:
        """What one unit of `source` is worth in `target`, by the pair or its inverse; None where the file does not say."""
        pair = (source.upper(), target.upper())
        if pair in self.exchange:
            return Fraction(self.exchange[pair])
        return 1 / Fraction(self.exchange[pair[::-1]]) if pair[::-1] in self.exchange else None

    def check(self, books: Iterable[CategoryBook]) -> None:
        """Raise where a category is one that no store knows.

        Raises:
            InputError: ``defaults_malformed``.
        """
        unknown = list(self.tables.get("category", {}))
        names: dict[str, str] = {}
        for book in books if unknown else ():
            names |= book.names
            unknown = [name for name in unknown if name not in names]
            if not unknown:
                return
        for name in unknown:
            raise self._fault(f"[defaults.category.{name}]: no store has this category.{nearest(name, list(names))}")

    def _fault(self, told: str) -> InputError:
        return InputError("defaults_malformed", f"{self.source}: {told}", "defaults")


NO_DEFAULTS = Defaults()


def program_keys(program: str) -> tuple[str, ...]:
    """The names under which a program's defaults may stand, the closest first: its own, then its family's."""
    return tuple(dict.fromkeys((program, program.partition(":")[0])))


@dataclass(frozen=True, slots=True)
class Filled:
    """A row with its defaults, and from where each of them came: column to ``logicost.toml [defaults.market.UK]``."""

    row: Mapping[str, Any]
    origins: Mapping[str, str]


def fill(
    defaults: Defaults, row: Mapping[str, Any], market: str, program: str, channel: str, book: CategoryBook | None
) -> Filled:
    """The row with the defaults of its store, program, channel and category in place of what it does not give.

    Args:
        market: the store's code; program: its canonical name; channel: where the orders are placed.
        book: the store's categories; None where it has none.
    """
    if not defaults:
        return Filled(row, {})
    barred = {other for name, value in row.items() if not is_blank(value) for other in alternatives(name)}
    filled, origins = dict(row), dict[str, str]()

    def take(keys: Mapping[str, Iterable[str]], wanted: Iterable[str] | None = None) -> None:
        for told, table in defaults.layers(keys):
            for name, value in table.items():
                if (wanted is None or name in wanted) and name not in barred and name != "channel":
                    filled[name], origins[name] = value, f"{defaults.source} {told}"
                    barred.update(alternatives(name))

    take({"market": (market,)}, ("category",))
    keys: dict[str, Iterable[str]] = {"market": (market,), "program": program_keys(program), "channel": (channel,)}
    take({**keys, "category": category_key(filled.get("category"), book)})
    return Filled(filled, origins)


def alternatives(name: str) -> tuple[str, ...]:
    """The column and those that say the same in another way."""
    return next((names for names in ALTERNATIVES if name in names), (name,))


def category_key(category: object, book: CategoryBook | None) -> tuple[str, ...]:
    """Nothing for a category that nobody knows: what becomes of the row is said where it is read."""
    if book is None or is_blank(category):
        return ()
    found = book.names.get(slug(str(category)[:200]))
    return (found,) if found else ()
