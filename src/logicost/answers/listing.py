"""What there is to ask for: programs, fees and markets, as rows that print, unpack and become frames."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from logicost.fees import FEES
from logicost.programs import ALIASES, BY_CARRIER, programs_of
from logicost.tables.shelf import open_shelf


class ProgramInfo(NamedTuple):
    """A program: its name, what it is in words, and its shorter name where it has one."""

    name: str
    title: str
    alias: str | None


class FeeInfo(NamedTuple):
    """A fee: its slug, the stage of the goods' way where it falls, and what it is in words."""

    name: str
    stage: str
    title: str


class MarketInfo(NamedTuple):
    """A market: its code and name, currency and default units, the programs that it offers, how many fees have a card."""

    code: str
    name: str
    currency: str
    length_unit: str
    weight_unit: str
    programs: tuple[str, ...]
    fees_on_file: int


def list_programs(market: str | None = None, fee_tables: str | Path | None = None) -> list[ProgramInfo]:
    """Every program that a market offers, in the order of the docs.

    Args:
        market: its code; by default the market that is meant where none is named.

    Returns:
        ``name``, ``title`` and ``alias`` of each.

    Raises:
        InputError: ``unknown_market``.
    """
    store = open_shelf(fee_tables).markets.find(market)
    short = {name: alias for alias, name in ALIASES.items()} | {store.canonical(word): word for word in BY_CARRIER}
    return [ProgramInfo(name, program.title, short.get(name)) for name, program in programs_of(store).items()]


def list_fees() -> list[FeeInfo]:
    """Every kind of cost line, in the order of the goods' way: the columns of results."""
    return [FeeInfo(fee.slug, fee.stage, fee.title) for fee in FEES.values()]


def list_markets(fee_tables: str | Path | None = None) -> list[MarketInfo]:
    """Every market.

    Args:
        fee_tables: a folder of the user's own cards.

    Raises:
        TableError: the folder cannot be used.
    """
    shelf = open_shelf(fee_tables)
    on_file = [market for market, _ in shelf.paths]
    return [
        MarketInfo(
            code, market.name, market.currency.code, market.length_unit, market.weight_unit, market.programs,
            on_file.count(code),
        )
        for code, market in shelf.markets.by_code.items()
    ]  # fmt: skip
