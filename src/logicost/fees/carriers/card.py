"""How a carrier's card is read: measuring rules, limits, prices by billable weight and zone, surcharges, fuel.

One structure serves USPS, UPS, FedEx, Amazon Shipping and a seller's own negotiated cards.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from logicost.fees.cards import COLUMNS, band_rows, reads
from logicost.fees.carriers.place_and_season import PlaceAndSeason, read_place_and_season
from logicost.inputs.readers import RATE_GRAINS, SHARE_GRAINS
from logicost.market import Market
from logicost.rules.table import WordTable, word_table
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition
from logicost.tables.status import Status
from logicost.tables.strict_yaml import Text


@dataclass(frozen=True, slots=True)
class Surcharge:
    """A surcharge by size or weight: it applies where any of its limits is exceeded.

    Attributes:
        amounts: one for each zone of the card; None where no figure is on file.
        minimum_billable_weight: the parcel then counts at least this weight.
        derived: its condition or amount is an assumption.
    """

    name: str
    longest_over: int | None
    median_over: int | None
    length_plus_girth_over: int | None
    volume_over: int | None
    weight_over: int | None
    minimum_billable_weight: int
    amounts: tuple[int | None, ...]
    derived: bool


@dataclass(frozen=True, slots=True)
class Fuel:
    """The percentages on file, each of a week.

    Attributes:
        weeks: (first day, rate), ascending.
        of_surcharges: whether it is taken of the size surcharges too, besides transportation and residential.
    """

    weeks: tuple[tuple[dt.date, int], ...]
    of_surcharges: bool

    def near(self, day: dt.date) -> tuple[dt.date, int]:
        """The week that holds the day, else the one nearest to it."""

        def distance(week: tuple[dt.date, int]) -> int:
            days = (day - week[0]).days
            return 0 if 0 <= days < 7 else abs(days)

        return min(self.weeks, key=distance)


@dataclass(frozen=True, slots=True)
class CarrierCard:
    """A carrier's prices.

    Attributes:
        side_step: sides are brought to whole multiples of this length: up, or to the nearest (half up).
        divisor: of the volume in cubic length units, for dimensional pounds (or kilograms), rounded up.
        dimensional_over: dimensional weight counts only for parcels above this volume.
        oversized: beyond `priced_up_to_length_plus_girth`, the price and its status of each zone, whatever the weight.
        holiday_inside: its prices contain the season's increase, which is not added again.
        zones: those with prices; `column` maps each zone of the market to its place in them, None where it has none.
    """

    carrier: str
    side_step: int
    sides_up: bool
    divisor: int
    dimensional_over: int
    heaviest: int | None
    longest: int | None
    length_plus_girth: int | None
    priced_up_to_length_plus_girth: int | None
    oversized: tuple[tuple[int, int], ...]
    holiday_inside: bool
    zones: tuple[str, ...]
    rates: WordTable
    residential: int
    surcharges: tuple[Surcharge, ...]
    fuel: Fuel | None
    place_and_season: PlaceAndSeason

    def column(self, zone: str, market: Market) -> int | None:
        """A card without a zone may charge it as another: "local USPS zone 1 is carrier zone 2"."""
        if zone not in self.zones:
            zone = dict(market.zones_as).get(zone, zone)
        return self.zones.index(zone) if zone in self.zones else None


@reads("carrier_rates/1")
def read_carrier_card(edition: Edition, body: Cursor) -> CarrierCard:
    measuring, limits = body.need("measuring"), body.get("limits")
    sides = measuring.need("sides")
    match = re.fullmatch(r"(up to|nearest) (\S+ \S+)", sides.text())
    if not match:
        sides.fail("must be like 'up to 1 in' or 'nearest 1 in'")
    zones = tuple(zone.text() for zone in body.need("zones").list())
    if not zones or len(set(zones)) < len(zones):
        body.need("zones").fail("must be zones of the market, each once")
    rows = band_rows((), body.need("rates"), len(zones))
    surcharges = body.get("surcharges")
    residential, others = _surcharges(surcharges, len(zones)) if surcharges else (0, ())
    fuel, holiday = body.get("fuel"), body.get("holiday_increase")

    def limit(name: str, weight: bool = False) -> int | None:
        value = limits.get(name) if limits else None
        return None if value is None else value.weight() if weight else value.length()

    card = CarrierCard(
        carrier=body.need("carrier").text(),
        side_step=_scalar(sides, match[2]).length(),
        sides_up=match[1] == "up to",
        divisor=measuring.need("divisor").divisor(),
        dimensional_over=measuring.need("dimensional_over").volume(),
        heaviest=limit("weight", weight=True),
        longest=limit("longest"),
        length_plus_girth=limit("length_plus_girth"),
        priced_up_to_length_plus_girth=limit("priced_up_to_length_plus_girth"),
        oversized=_oversized(body.get("oversized"), len(zones)),
        holiday_inside=holiday is not None and holiday.choice("included") == "included",
        zones=zones,
        rates=word_table(edition.id, ("zone",), "billable_weight", COLUMNS, rows),
        residential=residential,
        surcharges=others,
        fuel=_fuel(fuel) if fuel else None,
        place_and_season=read_place_and_season(body, (surcharge.name for surcharge in others)),
    )
    measuring.done()
    if limits:
        limits.done()
    return card


def _oversized(cursor: Cursor | None, zones: int) -> tuple[tuple[int, int], ...]:
    """``[unsourced, 169.43, …]``, a price for each zone; such prices are of one source, and estimates."""
    if cursor is None:
        return ((0, Status.UNSOURCED),) * zones
    prices = [cell.or_gap(cell.money) for cell in cursor.list()]
    if len(prices) != zones:
        cursor.fail(f"has {len(prices)} amounts for {zones} zones")
    return tuple((price or 0, int(Status.UNSOURCED if price is None else Status.ESTIMATE)) for price in prices)


def _scalar(cursor: Cursor, text: str) -> Cursor:
    return Cursor(Text(text), cursor.path, cursor.name, cursor.length_grain, cursor.weight_grain)


def _fuel(cursor: Cursor) -> Fuel:
    of = cursor.need("of").choice("transportation and residential", "transportation and surcharges")
    weeks = cursor.get("weeks")
    if weeks is None:
        found = [(cursor.need("as_of").date(), cursor.need("rate").rate())]
    else:
        found = [(first.date(), rate.rate()) for first, rate in weeks.items()]
        if not found or found != sorted(found):
            weeks.fail("must be first days of weeks, ascending, and their percentages")
    cursor.done()
    return Fuel(tuple(found), of == "transportation and surcharges")


def _surcharges(cursor: Cursor, zones: int) -> tuple[int, tuple[Surcharge, ...]]:
    residential = 0
    found: list[Surcharge] = []
    for name, value in cursor.items():
        if name.text() == "residential":
            residential = value.money()
        else:
            found.append(_surcharge(name.text(), value, zones))
    return residential, tuple(found)


def _surcharge(name: str, cursor: Cursor, zones: int) -> Surcharge:
    lengths = {key: cursor.get(key) for key in ("longest_over", "median_over", "length_plus_girth_over")}
    over, least, origin = cursor.get("over"), cursor.get("minimum_billable_weight"), cursor.get("origin")
    by_volume = over is not None and over.text().endswith("3")
    amount = cursor.need("amount")
    cells = amount.list() if amount.is_list() else [amount] * zones
    amounts = [cell.or_gap(cell.money) for cell in cells]
    if len(amounts) != zones:
        amount.fail(f"has {len(amounts)} amounts for {zones} zones")
    if over is None and not any(lengths.values()):
        cursor.fail("needs a condition, such as over or longest_over")
    surcharge = Surcharge(
        name=name,
        **{key: limit.length() if limit else None for key, limit in lengths.items()},
        volume_over=over.volume() if over and by_volume else None,
        weight_over=over.weight() if over and not by_volume else None,
        minimum_billable_weight=least.weight() if least else 0,
        amounts=tuple(amounts),
        derived=origin is not None and origin.choice("derived") == "derived",
    )
    cursor.done()
    return surcharge


@dataclass(frozen=True, slots=True)
class HolidayIncrease:
    """By service: a table of zone groups and billed weight; `groups` maps each zone to its group."""

    groups: dict[str, int]
    rates: dict[str, WordTable]


@reads("holiday_increase/1")
def read_holiday_increase(edition: Edition, body: Cursor) -> HolidayIncrease:
    groups: dict[str, int] = {}
    names = body.need("zone_groups")
    for number, (_, zones) in enumerate(names.items()):
        for zone in zones.list():
            if groups.setdefault(zone.text(), number) != number:
                zone.fail("is in two groups")
    count = len(set(groups.values()))
    rates = {}
    for service, table in body.need("rates").items():
        rows = band_rows((), table, count)
        name = f"{edition.id} {service.text()}"
        rates[service.text()] = word_table(name, ("zone_group",), "billable_weight", COLUMNS, rows)
    return HolidayIncrease(groups, rates)


@dataclass(frozen=True, slots=True)
class Nonstandard:
    """Fees by what they are for; the name says the limit: longest side over so many inches, or the volume. The amount is
    None where none is on file: parcels over the limit are then unsourced."""

    fees: dict[str, tuple[tuple[str, int, int | None], ...]]


_LENGTH = re.compile(r"length_over_(\d+)_in")
_VOLUME = re.compile(r"volume_over_(\d+)_cubic_feet")


@reads("nonstandard/1")
def read_nonstandard(edition: Edition, body: Cursor) -> Nonstandard:
    fees: dict[str, tuple[tuple[str, int, int | None], ...]] = {}
    for service, table in body.need("rates").items():
        found: list[tuple[str, int, int | None]] = []
        for name, amount in table.items():
            length, volume = _LENGTH.fullmatch(name.text()), _VOLUME.fullmatch(name.text())
            if length:
                found.append(("length", _scalar(name, f"{length[1]} in").length(), amount.or_gap(amount.money)))
            elif volume:
                found.append(("volume", _scalar(name, f"{volume[1]} ft3").volume(), amount.or_gap(amount.money)))
            else:
                name.fail("must be like length_over_22_in or volume_over_2_cubic_feet")
        fees[service.text()] = tuple(found)
    return Nonstandard(fees)


@reads("zone_mix/1")
def read_zone_mix(edition: Edition, body: Cursor) -> dict[str, int]:
    """Zone to its share, in `readers.SHARE_GRAINS`."""
    rates = body.need("rates")
    shares = {zone.text(): rate.rate() * (SHARE_GRAINS // RATE_GRAINS) for zone, rate in rates.items()}
    if sum(shares.values()) != SHARE_GRAINS:
        rates.fail("must be shares of zones that add up to 100 %")
    return shares
