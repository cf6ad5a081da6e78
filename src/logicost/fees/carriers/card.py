"""A carrier's card: measuring rules, limits, prices by billable weight and zone, surcharges, fuel; and the cards beside it.

One structure serves USPS, UPS, FedEx, Amazon Shipping and a seller's own negotiated cards.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from logicost.fees.cards import ANY
from logicost.fees.carriers.place_and_season import PlaceAndSeason
from logicost.fees.declared import (
    amounts,
    ascending,
    banded,
    card_of,
    choice,
    day,
    day_of,
    divisor,
    is_said,
    key,
    length,
    nested,
    one,
    part,
    rate,
    rate_of,
    text,
    volume_of,
    weight,
)
from logicost.market import Market
from logicost.rules.table import WordTable
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition
from logicost.tables.status import Status


def _sides(cursor: Cursor, _: Edition) -> tuple[int, bool]:
    match = re.fullmatch(r"(up to|nearest) (\S+ \S+)", cursor.text())
    if not match:
        cursor.fail("must be like 'up to 1 in' or 'nearest 1 in'")
    return cursor.with_text(match[2]).length(), match[1] == "up to"


@part
class Measuring:
    """How the carrier measures a parcel.

    Attributes:
        sides: they are brought to whole multiples of this length: up, where the second says so, or to the nearest (half up).
        divisor: of the volume in cubic length units, for dimensional pounds (or kilograms), rounded up.
        dimensional_over: dimensional weight counts only for parcels above this volume.
    """

    sides: tuple[int, bool] = key(_sides)
    divisor: int = divisor()
    dimensional_over: int = key(volume_of)


@part
class Limits:
    """The largest parcels that are taken, and those that the rows price; None for no such limit."""

    weight: int | None = weight(absent=None)
    longest: int | None = length(absent=None)
    length_plus_girth: int | None = length(absent=None)
    priced_up_to_length_plus_girth: int | None = length(absent=None)


def _over(of_volume: bool) -> Any:
    """Of ``over: 30 in3`` or ``over: 50 lb`` the one that is asked for, else None."""

    def limit(cursor: Cursor, _: Edition) -> int | None:
        if cursor.text().endswith("3") != of_volume:
            return None
        return cursor.volume() if of_volume else cursor.weight()

    return key(limit, None, of="over")


@part
class Surcharge:
    """A surcharge by size or weight: it applies where any of its limits is exceeded.

    Attributes:
        amounts: one for each zone of the card; None where no figure is on file.
        minimum_billable_weight: the parcel then counts at least this weight.
        derived: its condition or amount is an assumption.
    """

    longest_over: int | None = length(absent=None)
    median_over: int | None = length(absent=None)
    length_plus_girth_over: int | None = length(absent=None)
    volume_over: int | None = _over(True)
    weight_over: int | None = _over(False)
    minimum_billable_weight: int = weight(absent=0)
    amounts: list[int | None] = amounts("zones", of="amount")
    derived: bool = is_said("derived", of="origin")

    def check(self, body: Cursor) -> None:
        limits = (self.longest_over, self.median_over, self.length_plus_girth_over, self.volume_over, self.weight_over)
        if all(limit is None for limit in limits):
            body.fail("needs a condition, such as over or longest_over")


@part
class Fuel:
    """The percentages on file, each of a week: by the first days of the `weeks`, or one `as_of` a day."""

    of: str = choice("transportation and residential", "transportation and surcharges")
    weeks: tuple[tuple[dt.date, int], ...] = ascending(day_of, rate_of, absent=())
    as_of: dt.date | None = day(absent=None)
    rate: int | None = rate(absent=None)

    def check(self, body: Cursor) -> None:
        if bool(self.weeks) == (self.as_of is not None and self.rate is not None):
            body.fail("must have either weeks, or as_of and rate")

    @property
    def of_surcharges(self) -> bool:
        """Whether it is taken of the size surcharges too, besides transportation and residential."""
        return self.of == "transportation and surcharges"

    def near(self, day: dt.date) -> tuple[dt.date, int]:
        """The week that holds the day, else the one nearest to it, and its percentage."""

        def distance(week: tuple[dt.date, int]) -> int:
            days = (day - week[0]).days
            return 0 if 0 <= days < 7 else abs(days)

        if self.as_of is not None and self.rate is not None:
            return self.as_of, self.rate
        return min(self.weeks, key=distance)


def _zones(cursor: Cursor, _: Edition) -> tuple[str, ...]:
    zones = tuple(zone.text() for zone in cursor.list())
    if not zones or len(set(zones)) < len(zones):
        cursor.fail("must be zones of the market, each once")
    return zones


def _surcharges(cursor: Cursor, edition: Edition) -> dict[str, Surcharge]:
    read = nested(Surcharge)
    return {name.text(): read(value, edition) for name, value in cursor.items() if name.text() != "residential"}


def _residential(cursor: Cursor, _: Edition) -> int:
    found = cursor.get("residential")
    return found.money() if found else 0


@card_of("carrier_rates/1", ANY)
class CarrierCard(PlaceAndSeason):
    """A carrier's prices.

    Attributes:
        oversized: beyond `priced_up_to_length_plus_girth`, the price of each zone, whatever the weight.
        holiday_inside: its prices contain the season's increase, which is not added again.
        zones: those with prices; `column` maps each zone of the market to its place in them, None where it has none.
    """

    carrier: str = text()
    measuring: Measuring = one(Measuring)
    limits: Limits = one(Limits, absent=Limits(None, None, None, None))
    oversized: list[int | None] = amounts("zones", absent=())
    holiday_inside: bool = is_said("included", of="holiday_increase")
    zones: tuple[str, ...] = key(_zones)
    rates: WordTable = banded(along="billable_weight", across="zones", column="zone")
    residential: int = key(_residential, 0, of="surcharges")
    surcharges: dict[str, Surcharge] = key(_surcharges, {})
    fuel: Fuel | None = one(Fuel, absent=None)

    def column(self, zone: str, market: Market) -> int | None:
        """A card without a zone may charge it as another: "local USPS zone 1 is carrier zone 2"."""
        if zone not in self.zones:
            zone = dict(market.zones_as).get(zone, zone)
        return self.zones.index(zone) if zone in self.zones else None

    def price_of_oversized(self, column: int) -> tuple[int, Status]:
        """Such prices are of one source, and estimates."""
        price = self.oversized[column] if self.oversized else None
        return price or 0, Status.UNSOURCED if price is None else Status.ESTIMATE
