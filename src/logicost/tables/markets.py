"""The markets' own files, ``<market>/market.yaml``: read strictly, once for each folder of tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from logicost.errors import InputError, TableError, nearest, shown, text_of
from logicost.inputs.readers import as_word
from logicost.market import (
    AMAZON,
    DIRECT,
    GRAINS,
    MOST_ZONES,
    STORAGE_VOLUMES,
    Channel,
    Market,
    Payment,
    StorageVolume,
)
from logicost.measurement import GRAMS, MILLIMETRES
from logicost.money import Currency, declare
from logicost.tables.cursor import Cursor, File
from logicost.tables.store import Store

MARKET_FILE = "market.yaml"


class _ByCode(Mapping[str, Market]):
    """Markets by code, each read when it is first asked for."""

    def __init__(self, files: Mapping[str, tuple[Store, Path]]) -> None:
        self._files = files
        self._read: dict[str, Market] = {}

    def __getitem__(self, code: str) -> Market:
        if code not in self._read:
            self._read[code] = read_market(*self._files[code])
        return self._read[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


@dataclass(frozen=True)
class Markets:
    """The markets that some tables know: by code, the other words for them, and the one that is meant by default."""

    by_code: Mapping[str, Market]
    also: Mapping[str, str]
    default: str

    def find(self, code: object) -> Market:
        """The market of that code, any case; ``GB`` and ``Amazon.co.uk`` are understood as ``UK``, and no code as the default market.

        Raises:
            InputError: ``unknown_market``.
        """
        wanted = text_of(self.default if code is None else code).strip().upper()
        market = self.by_code.get(self.also.get(wanted.removeprefix("WWW."), wanted))
        if market is None:
            hint = nearest(wanted.lower(), [known.lower() for known in self.by_code])
            raise InputError(
                "unknown_market", f"market {shown(code)} is not known.{hint} Known: {', '.join(self.by_code)}", "market"
            )
        return market

    def of_folder(self, path: Path) -> Market:
        """The market in whose folder an edition's file stands.

        Raises:
            TableError: ``unknown_market``.
        """
        folder = path.parent.parent.name
        market = self.by_code.get(folder.upper())
        if market is None:
            raise TableError(
                "unknown_market",
                f"there is no market {shown(folder)}; give the folder a {MARKET_FILE}",
                place=str(path),
            )
        return market


def read_markets(stores: Iterable[Store]) -> Markets:
    """The markets of some tables; a later store's file counts before an earlier one's.

    Raises:
        TableError: with file and line.
    """
    files: dict[str, tuple[Store, Path]] = {}
    heads: dict[str, dict[str, Any]] = {}
    default: str | None = None
    for store in stores:
        own: list[str] = []
        for path in (store.root / folder / MARKET_FILE for folder in store.markets()):
            if store.has(path):
                code = path.parent.name.upper()
                files[code], heads[code] = (store, path), store.read(path)
                own += [code] if heads[code].get("default") == "yes" else []
        if len(own) > 1:
            _fail(files[own[1]], heads[own[1]], "default", f"{own[0]} is the default as well: only one market may be")
        default = own[0] if own else default
    if default is None:
        raise TableError("table_key_missing", f"no {MARKET_FILE} says that its market is the default", "default")
    _refuse_other_currencies(files, heads)
    first, *rest = [default, *sorted(set(files) - {default})]
    return Markets(_ByCode({code: files[code] for code in (first, *rest)}), _other_words(files, heads), default)


def _fail(file: tuple[Store, Path], head: dict[str, Any], key: str, message: str) -> NoReturn:
    line = getattr(head[key], "line", 1)
    raise TableError("table_value", f"{key}: {message}", key, f"{file[1]}:{line}")


def _other_words(files: Mapping[str, tuple[Store, Path]], heads: Mapping[str, dict[str, Any]]) -> dict[str, str]:
    """Other words for codes to the codes, which mean one market each."""
    found: dict[str, str] = {}
    for code, head in heads.items():
        for word in head["also"] if isinstance(head.get("also"), list) else ():
            other = str(word).upper()
            meant = other if other in heads else found.setdefault(other, code)
            if meant != code:
                _fail(files[code], head, "also", f"{shown(str(word))} means the market {meant} already")
    return found


def _refuse_other_currencies(files: Mapping[str, tuple[Store, Path]], heads: Mapping[str, dict[str, Any]]) -> None:
    """A currency rounds the same in each of its markets."""
    known: dict[str, tuple[str, str]] = {}
    for code, head in heads.items():
        if isinstance(says := head.get("currency"), dict) and "code" in says and "minor_digits" in says:
            digits, where = known.setdefault(str(says["code"]), (str(says["minor_digits"]), code))
            if digits != str(says["minor_digits"]):
                _fail(files[code], head, "currency", f"{says['code']} has {digits} minor_digits in {where}")


def read_market(store: Store, path: Path) -> Market:
    """One market's file.

    Raises:
        TableError: with file and line.
    """
    cursor = Cursor(store.read(path), File(path))
    code = cursor.need("market")
    if code.text() != path.parent.name.upper():
        code.fail(f"must be the folder's name in capitals, {path.parent.name.upper()}")
    also, default, programs, carriers, default_carrier, not_charged = (
        cursor.get(key) for key in ("also", "default", "programs", "carriers", "default_carrier", "not_charged")
    )
    offered = [(_word(slug), *_carrier(carrier)) for slug, carrier in carriers.items()] if carriers else []
    if default_carrier and default_carrier.text() not in [slug for slug, *_ in offered]:
        default_carrier.fail("is not one of the carriers")
    zones, zones_as = cursor.get("zones"), cursor.get("zones_as")
    words = {"zones": _zones(zones)} if zones else {}
    channels, payments = _channels(cursor.get("channels")), cursor.get("payments")
    ways, network = cursor.get("stock_routes"), cursor.get("pan_european")
    routes = {route.text(): _words(countries) for route, countries in ways.items()} if ways else {}
    market = Market(
        code=code.text(),
        name=_said(cursor.need("name")),
        currency=_currency(cursor.need("currency")),
        length_unit=cursor.need("length").choice(*(unit for unit in GRAINS if unit in MILLIMETRES)),
        weight_unit=cursor.need("weight").choice(*(unit for unit in GRAINS if unit in GRAMS)),
        storage_volume=_volume(cursor.need("storage_volume")),
        tax_in_prices=cursor.need("tax_in_prices").choice("none", "card") == "card",
        price_search=_more_than_nothing(cursor.need("price_search")),
        programs=_words(programs),
        carriers=tuple((slug, title) for slug, title, *_ in offered),
        default_carrier=default_carrier.text() if default_carrier else None,
        not_charged=_words(not_charged),
        apparel=_words(cursor.get("apparel")),
        side_tolerance=_is_yes(cursor.get("side_tolerance")),
        apparel_open=_words(cursor.get("apparel_open")),
        stock_routes=routes,
        pan_european=network.choice(*routes) if network else None,
        cep_countries=_words(cursor.get("cep_countries")),
        zones_as=tuple((zone.text(), as_zone.text()) for zone, as_zone in zones_as.items()) if zones_as else (),
        surcharges_of=tuple((slug, prefix) for slug, _, prefix, _ in offered if prefix),
        carrier_rates=_words(cursor.get("carrier_rates")),
        delivery_areas=_words(cursor.get("delivery_areas")),
        prices_of=tuple((slug, prices) for slug, *_, prices in offered if prices),
        channels=channels,
        payments=_payments(payments, channels) if payments else {},
        countries=_words(cursor.get("countries")),
        **words,
    )
    _words(also)
    if default is not None:
        default.choice("yes", "no")
    cursor.done()
    return market


def _words(cursor: Cursor | None) -> tuple[str, ...]:
    return tuple(word.text() for word in cursor.list()) if cursor else ()


def _said(cursor: Cursor) -> str:
    if not cursor.text().strip():
        cursor.fail("must not be empty")
    return cursor.text()


def _more_than_nothing(cursor: Cursor) -> int:
    amount = cursor.money()
    if not amount:
        cursor.fail("must be more than nothing")
    return amount


def _is_yes(cursor: Cursor | None) -> bool:
    return cursor is not None and cursor.choice("yes", "no") == "yes"


def _carrier(cursor: Cursor) -> tuple[str, str, tuple[str, ...]]:
    """Its title, what the tables of its surcharges begin with, and which of its prices its card has."""
    title, prefix, prices = cursor.need("title").text(), cursor.get("surcharges"), _words(cursor.get("prices"))
    cursor.done()
    return title, prefix.text() if prefix else "", prices


def _channels(cursor: Cursor | None) -> dict[str, Channel]:
    channels = {}
    for word, said in cursor.items() if cursor else ():
        if word.text() in (AMAZON, DIRECT):
            word.fail("is a channel of every store, and is not said")
        channels[_word(word)] = Channel(
            said.need("title").text(), *(_is_yes(said.get(key)) for key in ("platform", "payment", "refuses_amazon"))
        )
        said.done()
    return channels


def _payments(cursor: Cursor, channels: Mapping[str, Channel]) -> dict[str, Payment]:
    payments = {}
    for word, said in cursor.items():
        if word.text() in channels:
            word.fail("is the name of a channel, too")
        table = said.get("table")
        payments[_word(word)] = Payment(said.need("title").text(), table.text() if table else f"payment_{word.text()}")
        said.done()
    return payments


def _word(cursor: Cursor) -> str:
    word = cursor.text()
    if as_word(word) != word:
        cursor.fail(f"must be a word in small letters, such as {as_word(word)}")
    return word


def _zones(cursor: Cursor) -> tuple[str, ...]:
    zones = _words(cursor)
    if not 0 < len(set(zones)) == len(zones) <= MOST_ZONES:
        cursor.fail(f"must be 1 to {MOST_ZONES} different words")
    return zones


def _volume(cursor: Cursor) -> StorageVolume:
    return STORAGE_VOLUMES[cursor.choice(*STORAGE_VOLUMES)]


def _currency(cursor: Cursor) -> Currency:
    digits = cursor.need("minor_digits")
    currency = Currency(
        code=_said(cursor.need("code")),
        symbol=cursor.need("symbol").text(),
        signs=_words(cursor.need("signs")),
        minor_digits=int(digits.choice("0", "2", "3")),
    )
    cursor.done()
    return declare(currency)
