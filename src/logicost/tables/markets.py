"""The markets' own files, ``<market>/market.yaml``: read strictly, once for each folder of tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from logicost.errors import InputError, TableError, nearest, shown
from logicost.market import GRAINS, STORAGE_VOLUMES, Market, StorageVolume
from logicost.measurement import GRAMS, MILLIMETRES
from logicost.money import Currency, declare
from logicost.tables.cursor import Cursor
from logicost.tables.strict_yaml import read

MARKET_FILE = "market.yaml"


@dataclass(frozen=True)
class Markets:
    """The markets that some tables know: by code, the other words for them, and the one that is meant by default."""

    by_code: Mapping[str, Market]
    also: Mapping[str, str]
    default: str

    def find(self, code: object) -> Market:
        """The market of that code, any case; ``GB`` is understood as ``UK``, and no code as the default market.

        Raises:
            InputError: ``unknown_market``.
        """
        wanted = str(self.default if code is None else code).strip().upper()
        market = self.by_code.get(self.also.get(wanted, wanted))
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


def read_markets(folders: Iterable[Path]) -> Markets:
    """The markets of some folders of tables; a later folder's file counts before an earlier one's.

    Raises:
        TableError: with file and line.
    """
    markets: dict[str, Market] = {}
    also: dict[str, str] = {}
    default: str | None = None
    for folder in folders:
        for path in sorted(folder.glob(f"[!.]*/{MARKET_FILE}")):
            market, other_words, is_default = read_market(path)
            markets[market.code] = market
            also |= dict.fromkeys(other_words, market.code)
            default = market.code if is_default else default
    if default is None:
        raise TableError("table_key_missing", f"no {MARKET_FILE} says that its market is the default", "default")
    first, *rest = [default, *sorted(set(markets) - {default})]
    return Markets({code: markets[code] for code in (first, *rest)}, also, default)


def read_market(path: Path) -> tuple[Market, tuple[str, ...], bool]:
    """One market's file: the market, other words for it, and whether it is the default.

    Raises:
        TableError: with file and line.
    """
    cursor = Cursor(read(path), path, "", GRAINS["cm"], GRAINS["kg"])
    code = cursor.need("market")
    if code.text() != path.parent.name.upper():
        code.fail(f"must be the folder's name in capitals, {path.parent.name.upper()}")
    also, default, programs, carriers, default_carrier = (
        cursor.get(key) for key in ("also", "default", "programs", "carriers", "default_carrier")
    )
    offered = tuple((slug.text(), _title(carrier)) for slug, carrier in carriers.items()) if carriers else ()
    if default_carrier and default_carrier.text() not in dict(offered):
        default_carrier.fail("is not one of the carriers")
    market = Market(
        code=code.text(),
        name=cursor.need("name").text(),
        currency=_currency(cursor.need("currency")),
        length_unit=cursor.need("length").choice(*(unit for unit in GRAINS if unit in MILLIMETRES)),
        weight_unit=cursor.need("weight").choice(*(unit for unit in GRAINS if unit in GRAMS)),
        storage_volume=_volume(cursor.need("storage_volume")),
        tax_in_prices=cursor.need("tax_in_prices").choice("none", "card") == "card",
        price_search=cursor.need("price_search").money(),
        programs=_words(programs),
        carriers=offered,
        default_carrier=default_carrier.text() if default_carrier else None,
    )
    cursor.done()
    return market, _words(also), default is not None and default.choice("yes", "no") == "yes"


def _words(cursor: Cursor | None) -> tuple[str, ...]:
    return tuple(word.text() for word in cursor.list()) if cursor else ()


def _title(cursor: Cursor) -> str:
    title = cursor.need("title").text()
    cursor.done()
    return title


def _volume(cursor: Cursor) -> StorageVolume:
    return STORAGE_VOLUMES[cursor.choice(*STORAGE_VOLUMES)]


def _currency(cursor: Cursor) -> Currency:
    digits = cursor.need("minor_digits")
    currency = Currency(
        code=cursor.need("code").text(),
        symbol=cursor.need("symbol").text(),
        signs=_words(cursor.need("signs")),
        minor_digits=int(digits.choice("0", "2", "3")),
    )
    cursor.done()
    return declare(currency)
