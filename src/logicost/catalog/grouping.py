"""Rows of a block by market and day, as each row may have its own, with their channels."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from logicost.answers.engine import Engine
from logicost.errors import InputError, LogicostError, text_of
from logicost.inputs.dates import day_error, read_day
from logicost.inputs.days import FIRST_DAY, LAST_DAY, day_number, day_of
from logicost.inputs.odd_values import OddReader
from logicost.inputs.plain_numbers import as_text, given
from logicost.uncollected import uncollected

_UNREAD = -(10**7)  # a market or day that could not be read
_DAYS = 10**7  # more than there are
_FIRST, _LAST = FIRST_DAY.toordinal(), LAST_DAY.toordinal()


Codes = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of one market, and of one day or of days that are the same to whoever asks.

    Attributes:
        day: the first row's; `days`: of each row, as `day_number` counts them.
        channels: of each row its place in `Grouping.channels`.
    """

    places: NDArray[np.intp]
    market: str
    day: dt.date
    days: Codes
    channels: Codes

    def apart(self, same: Callable[[dt.date], object]) -> list[Group]:
        """Its rows by what is the same on their days, which `same` says of a day."""
        found, inverse = np.unique(self.days, return_inverse=True)
        keys = [same(day_of(day)) for day in found.tolist()]
        groups = []
        for key in dict.fromkeys(keys):
            here = np.flatnonzero(np.array([each == key for each in keys])[inverse])
            day = day_of(int(self.days[here[0]]))
            groups.append(Group(self.places[here], self.market, day, self.days[here], self.channels[here]))
        return groups


@dataclass(frozen=True, slots=True)
class Faulty:
    """Rows with an error that keeps them from being read; market and day as far as they are known."""

    places: NDArray[np.intp]
    channels: Codes
    markets: list[str]
    days: list[dt.date | None]
    errors: list[LogicostError]


class Grouping:
    """Sorts rows into groups.

    Args:
        engine: whose markets and their words are known.
        market, day: of rows that do not give their own.
        same: what a day of a market is to whoever asks; days of which it is the same are grouped together.

    Attributes:
        channels: those that rows have named so far, after None.
    """

    def __init__(
        self,
        engine: Engine,
        market: str,
        day: dt.date,
        same: Callable[[str, dt.date], object] | None = None,
    ) -> None:
        markets = engine.shelf.markets
        self.channels: list[str | None] = [None]
        self._same = same
        self._codes = tuple(markets.by_code)
        self._market = market
        self._day = day
        self._read_market = OddReader(
            lambda row: [self._codes.index(markets.find(text_of(row["market"]).strip()).code)]
        )
        self._read_day = OddReader(lambda row: [read_day(row["on"]).toordinal()])
        self._read_channel = OddReader(lambda row: [self._number_of(engine.channel_of(row, market))])

    def __call__(self, rows: pl.DataFrame, broken: Mapping[int, LogicostError]) -> Iterator[Group | Faulty]:
        """Rows of one market and day together, and those that cannot be read."""
        size = rows.height
        market = np.full(size, self._codes.index(self._market), np.int64)
        day = np.full(size, self._day.toordinal(), np.int64)
        faults: dict[int, LogicostError] = {}
        _read_days(rows, day, self._read_day, faults)
        _read_column(rows, "market", market, self._read_market, faults)
        for place in np.flatnonzero(~given(rows, "sku")).tolist():
            faults[place] = InputError("missing_value", "sku is missing", "sku")
        faults.update(broken)
        channel = self._channels_of(rows)
        if faults:
            yield self._faulty(rows, faults, market, day, channel)
        codes = market * _DAYS + day
        codes[list(faults)] = _UNREAD
        if size and not faults and (codes == codes[0]).all():
            yield self._group(np.arange(size), market, day, channel)
            return
        codes = self._alike(codes)
        order = np.argsort(codes, kind="stable")[len(faults) :]  # the faulty ones come first
        for places in np.split(order, np.flatnonzero(np.diff(codes[order])) + 1) if len(order) else ():
            yield self._group(places, market, day, channel)

    def _channels_of(self, rows: pl.DataFrame) -> Codes:
        channel = np.zeros(rows.height, np.int64)
        places = np.flatnonzero(given(rows, "channel"))
        if len(places):
            names = [name for name in ("channel", "market") if name in rows.columns]
            results, _, inverse = self._read_channel(rows.select(names)[places])
            channel[places] = results[inverse, 0]
        return channel

    def _number_of(self, channel: str | None) -> int:
        if channel not in self.channels:
            self.channels.append(channel)
        return self.channels.index(channel)

    @uncollected()
    def _alike(self, codes: Codes) -> Codes:
        """The codes of markets and days, those that are alike as the first of them."""
        if self._same is None:
            return codes
        found, inverse = np.unique(codes, return_inverse=True)
        first: dict[object, int] = {}
        for place, code in enumerate(found.tolist()):
            if code != _UNREAD:
                market, day = divmod(code, _DAYS)
                found[place] = first.setdefault(self._same(self._codes[market], dt.date.fromordinal(day)), code)
        alike: Codes = found[inverse]
        return alike

    def _group(self, places: NDArray[np.intp], market: Codes, day: Codes, channel: Codes) -> Group:
        first = int(places[0])
        begin = dt.date.fromordinal(int(day[first]))
        numbers = day[places] - (begin.toordinal() - day_number(begin))
        return Group(places, self._codes[int(market[first])], begin, numbers, channel[places])

    def _faulty(
        self, rows: pl.DataFrame, faults: Mapping[int, LogicostError], market: Codes, day: Codes, channel: Codes
    ) -> Faulty:
        """Market and day are known together or not at all, as a single quote has it."""
        places = np.array(sorted(faults), np.intp)
        known = (market[places] >= 0) & (day[places] != _UNREAD)
        raw = as_text(rows["market"]).str.strip_chars() if "market" in rows.columns else None
        markets = [
            self._codes[int(market[place])] if is_known else (raw[place] if raw is not None else "") or self._market
            for place, is_known in zip(places.tolist(), known, strict=True)
        ]
        days = [
            dt.date.fromordinal(int(day[place])) if is_known else None
            for place, is_known in zip(places, known, strict=True)
        ]
        return Faulty(places, channel[places], markets, days, [faults[place] for place in places.tolist()])


def _read_column(
    rows: pl.DataFrame, name: str, values: NDArray[np.int64], reader: OddReader, faults: dict[int, LogicostError]
) -> None:
    """Read the given values of a column; those that cannot be read become faults, and -1."""
    places = np.flatnonzero(given(rows, name))
    if not len(places):
        return
    results, errors, inverse = reader(rows.select(name)[places])
    values[places] = results[inverse, 0]
    for number, error in enumerate(errors):
        if error is not None:
            for place in places[inverse == number].tolist():
                faults[place] = error
                values[place] = _UNREAD


def _read_days(
    rows: pl.DataFrame, values: NDArray[np.int64], reader: OddReader, faults: dict[int, LogicostError]
) -> None:
    if "on" in rows.columns and rows["on"].dtype in (pl.Date, pl.Datetime):
        days = rows["on"].dt.date()
        places = np.flatnonzero(given(rows, "on"))
        values[places] = days.to_physical().gather(places).to_numpy() + dt.date(1970, 1, 1).toordinal()
        for place in places[(values[places] < _FIRST) | (values[places] > _LAST)].tolist():
            faults[place] = day_error(days.cast(pl.String)[place])
            values[place] = _UNREAD
        return
    _read_column(rows, "on", values, reader, faults)
