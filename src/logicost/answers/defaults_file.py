"""The file `logicost.toml`, in which a seller says once what holds for all products:

    [columns]                 # headings of files: "COGS" = "cost"
    [account]                 # of the business: market, seller_country, vat_registered, selling_plan …
    [exchange]                # USD_EUR = "0.86": one USD is 0.86 EUR
    [defaults]                # any column that does not describe one product
    [defaults.market.UK]      # the same for a store, a program, a channel, a category
    [defaults.program.fba]
    [defaults.channel.shopify]
    [defaults.category.furniture]

Every value is read when the file is, by the reader of its column, so that a wrong one names its table and not a row.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from logicost.errors import CatalogError, InputError, LogicostError, nearest, shown
from logicost.fees.vocabularies import COUNTRIES, country_word, words_of_all
from logicost.inputs.categories import slug
from logicost.inputs.defaults import ALTERNATIVES, KINDS, NO_DEFAULTS, Defaults
from logicost.inputs.fields import FIELD
from logicost.inputs.readers import read_word, read_zone_shares
from logicost.measurement import read_unit
from logicost.number import read_decimal
from logicost.programs import FAMILIES, find_program
from logicost.tables.shelf import Shelf, open_shelf

VARIABLE = "LOGICOST_DEFAULTS"
FILE_NAME = "logicost.toml"  # in the working folder, for the command
LARGEST_FILE = 1 << 20
MOST_DOTS = (
    40  # in a line: for a name of ten thousand parts the reader of TOML takes 400 MB, for twice as many four times that
)
ACCOUNT = ("seller_country", "vat_registered", "cep", "stock_country", "pan_european", "selling_plan")
_TABLES = ("columns", "account", "exchange", "defaults")
_OF_ONE_PRODUCT = (
    "sku", "title", "market", "on", "dimensions", "length", "width", "height", "weight", "price", "parcel",
)  # fmt: skip
_PAIR = re.compile(r"([A-Za-z]{3})\s*[_/\- ]\s*([A-Za-z]{3})")

Given = Defaults | Mapping[str, Any] | str | os.PathLike[str] | None
Read = TypeVar("Read")


def find_defaults(given: Given = None, fee_tables: str | Path | None = None) -> Defaults:
    """The defaults that are meant: those given, as a file, a mapping or themselves, else those of LOGICOST_DEFAULTS.

    `fee_tables`: the user's own cards, whose markets and words they may name.

    Raises:
        CatalogError: ``file_not_found``, ``file_unreadable``.
        InputError: ``defaults_malformed``, with table and name.
    """
    if isinstance(given, Defaults):
        return given
    if isinstance(given, Mapping):
        return _Reading("the defaults", fee_tables).whole(given)
    path = os.environ.get(VARIABLE) if given is None else given
    return NO_DEFAULTS if path is None or (isinstance(path, str) and not path) else read_defaults(path, fee_tables)


def read_defaults(path: str | os.PathLike[str], fee_tables: str | Path | None = None) -> Defaults:
    """The defaults of a file.

    Raises:
        CatalogError: ``file_not_found``, ``file_unreadable``.
        InputError: ``defaults_malformed``, with table and name.
    """
    import tomllib

    if not isinstance(path, str | os.PathLike):
        raise InputError("defaults_malformed", f"defaults is {shown(path)}: give a file or tables", "defaults")
    name = shown(os.fspath(path), 200)[1:-1]
    reading = _Reading(name, fee_tables)
    try:
        with Path(path).open("rb") as stream:
            content = stream.read(LARGEST_FILE + 1)
        if len(content) > LARGEST_FILE:
            raise reading.fault("has more than a megabyte: this is no file of defaults")
        text = content.decode("utf-8-sig")
        for number, line in enumerate(text.split("\n"), start=1):
            if line.count(".") > MOST_DOTS and not line.lstrip().startswith("#"):
                raise reading.fault(f"has more than {MOST_DOTS} points in line {number}: no name has so many parts")
        data = tomllib.loads(text, parse_float=str)
    except FileNotFoundError:
        raise CatalogError("file_not_found", f"there is no file {name}", "defaults") from None
    except OSError as error:
        raise CatalogError("file_unreadable", f"{name} cannot be read: {error.strerror}", "defaults") from error
    except UnicodeDecodeError as error:
        raise reading.fault(f"is not UTF-8 text (byte {error.start})") from error
    except (ValueError, RecursionError) as error:  # an overlong integer, a null byte in the path, tables in tables
        raise reading.fault(f"is not TOML: {shown(error, 120)[1:-1]}") from error
    return reading.whole(data)


class _Reading:
    """Reads tables that anybody may have written."""

    def __init__(self, source: str, fee_tables: str | Path | None) -> None:
        self.source = source
        self._fee_tables = fee_tables

    @property
    def shelf(self) -> Shelf:
        return open_shelf(self._fee_tables)

    def fault(self, told: str) -> InputError:
        return InputError("defaults_malformed", f"{self.source}: {told}", "defaults")

    def whole(self, data: Mapping[str, Any]) -> Defaults:
        for name in data:
            if name not in _TABLES:
                raise self.fault(
                    f"there is no table {shown(name)}.{nearest(str(name), list(_TABLES))} Known: {', '.join(_TABLES)}"
                )
        columns = {
            str(heading): self._column(heading, name) for heading, name in self._table(data, "columns", "").items()
        }
        account = dict(self._table(data, "account", ""))
        market = account.pop("market", None)
        body = self._table(data, "defaults", "")
        own = self._account(account)
        general = self._values(
            "[defaults]", {key: value for key, value in body.items() if not (key in KINDS and _is_table(value))}
        )
        twice = sorted(set(own) & set(general))
        if twice:
            raise self.fault(f"{twice[0]} stands in [account] and in [defaults]; give it once")
        tables = {
            kind: self._of_kind(kind, self._table(body, kind, "defaults."))
            for kind in KINDS
            if _is_table(body.get(kind))
        }
        return Defaults(
            source=self.source,
            columns=columns,
            exchange=self._exchange(self._table(data, "exchange", "")),
            account=own,
            general=general,
            market=None if market is None else self._told("[account]", lambda: self.shelf.markets.find(market).code),
            tables=tables,
        )

    def _table(self, data: Mapping[str, Any], name: str, before: str) -> Mapping[str, Any]:
        found = data.get(name, {})
        if not isinstance(found, Mapping):
            raise self.fault(f"{before}{name} must be a table: write [{before}{name}] on a line of its own")
        return found

    def _told(self, table: str, read: Callable[[], Read]) -> Read:
        """What `read` gives; its error with the place before it."""
        try:
            return read()
        except LogicostError as error:
            raise self.fault(f"{table} {error.message}") from error

    def _column(self, heading: object, name: object) -> str:
        """A heading's column, perhaps with a unit: ``length (cm)``."""
        if not isinstance(name, str) or not name.strip():
            raise self.fault(f'[columns] {shown(heading)} must name a column, such as "COGS" = "cost"')
        plain = name.partition("(")[0].strip().lower().replace("-", "_").replace(" ", "_")
        if plain not in FIELD:
            raise self.fault(
                f"[columns] {shown(heading)} is {shown(name)}, which is no column.{nearest(plain, list(FIELD))}"
            )
        return name.strip()

    def _account(self, table: Mapping[str, Any]) -> dict[str, str]:
        known = [name for name in ACCOUNT if name in FIELD]
        for name in table:
            if name not in known:
                raise self.fault(
                    f"[account] has no {shown(name)}.{nearest(str(name), known)} Known: {', '.join(known)}"
                )
        return self._values("[account]", table)

    def _exchange(self, table: Mapping[str, Any]) -> dict[tuple[str, str], Decimal]:
        rates: dict[tuple[str, str], Decimal] = {}
        for name, value in table.items():
            pair = _PAIR.fullmatch(str(name).strip())
            if pair is None:
                raise self.fault(f'[exchange] {shown(name)} is no pair of currencies; write it like USD_EUR = "0.86"')
            source, target = pair[1].upper(), pair[2].upper()
            text = self._text("[exchange]", str(name), value)
            rate = self._told("[exchange]", partial(read_decimal, text, str(name), "0.86"))
            if not Decimal("0.000001") <= rate <= 1_000_000:
                raise self.fault(f"[exchange] {name} is {shown(value)}; give a rate from 0.000001 to 1,000,000")
            if source == target or (source, target) in rates or (target, source) in rates:
                raise self.fault(f"[exchange] {source} and {target} must be two currencies, given once")
            rates[source, target] = rate
        return rates

    def _of_kind(self, kind: str, tables: Mapping[str, Any]) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for key in tables:
            place = f"[defaults.{kind}.{shown(key)[1:-1]}]"
            name = self._told(place, partial(_key, self.shelf, kind, str(key)))
            if name in found:
                raise self.fault(f"{place} is {name}, for which there is a table already")
            found[name] = self._values(place, self._table(tables, key, f"defaults.{kind}."), kind)
        return found

    def _values(self, place: str, table: Mapping[str, Any], kind: str = "") -> dict[str, str]:
        values: dict[str, str] = {}
        for name, raw in table.items():
            self._check_name(place, name, raw, kind)
            text = self._text(place, name, raw)
            self._told(place, partial(_read, self.shelf, name, text))
            values[name] = text
        for names in ALTERNATIVES:
            both = [name for name in names if name in values]
            if len(both) > 1:
                raise self.fault(f"{place} gives both {' and '.join(both)}; give one of them")
        return values

    def _check_name(self, place: str, name: str, raw: object, kind: str) -> None:
        if name in _OF_ONE_PRODUCT:
            raise self.fault(f"{place} {name} belongs to a product or a command and can have no default")
        if name in KINDS and isinstance(raw, Mapping):
            raise self.fault(f"{place} cannot hold a table {name} of its own; write [defaults.{name}.…]")
        if name not in FIELD:
            raise self.fault(f"{place} {shown(name)} is no column.{nearest(str(name), list(FIELD))}")
        if name == "category" and kind not in ("", "market"):
            raise self.fault(f"{place} cannot give the category; give it in [defaults] or [defaults.market.…]")
        if name == "channel" and kind not in ("", "program"):
            raise self.fault(f"{place} cannot give the channel; give it in [defaults] or [defaults.program.…]")

    def _text(self, place: str, name: str, value: object) -> str:
        """A value as a cell would have it."""
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, Mapping) and name == "zone_mix":
            return ",".join(f"{zone}:{self._text(place, name, share)}" for zone, share in value.items())
        if isinstance(value, dt.date):
            return value.isoformat()
        if not isinstance(value, str | int | float | Decimal):
            raise self.fault(f"{place} {name} must be one value: a number, a text, true or false")
        try:
            text = str(value).strip()
        except ValueError as error:  # an integer of thousands of digits
            raise self.fault(f"{place} {name} is too long") from error
        if not text:
            raise self.fault(f"{place} {name} is empty; leave it out, or write 0")
        if len(text) > 500:
            raise self.fault(f"{place} {name} is too long")
        return text


def _key(shelf: Shelf, kind: str, key: str) -> str:
    """The name under which rows look a table up.

    Raises:
        InputError: nobody knows the store, program or channel.
    """
    if kind == "market":
        return shelf.markets.find(key).code
    if kind == "channel":
        channels = words_of_all(shelf, kind)
        return channels[read_word(channels)(key, kind)]
    if kind == "category":
        return slug(key[:200])
    word = key[:80].strip().lower().replace("-", "_")
    return word if word in FAMILIES else find_program(word, shelf.markets)


def _is_table(value: object) -> bool:
    return isinstance(value, Mapping)


def _read(shelf: Shelf, name: str, text: str) -> None:
    """Read a value as a row's would be.

    Raises:
        InputError: it cannot be used.
    """
    known = FIELD[name]
    if known.of_market:
        meant = partial(country_word, shelf, name) if name in COUNTRIES else None
        read_word(words_of_all(shelf, name), meant=meant)(text, name)
    elif known.read is not None:
        known.read(text, name)
    elif name in ("zone", "zone_mix"):
        markets = shelf.markets.by_code.values()
        read_zone_shares({name: text}, tuple(dict.fromkeys(zone for market in markets for zone in market.zones)))
    elif name in ("dimension_unit", "weight_unit"):
        read_unit(text, name, weight=name == "weight_unit")
    elif name == "average_inventory" and read_decimal(text, name) < 0:
        raise InputError("out_of_range", f"{name} is {shown(text)}; it must be 0 or more", name)
