"""Cards that several carriers share: the season's increase, nonstandard parcels, and the national mix of zones."""

from __future__ import annotations

import re

from logicost.fees.declared import (
    banded_table,
    by_word,
    card_of,
    columns_of,
    key,
    percentages,
)
from logicost.inputs.readers import RATE_GRAINS
from logicost.measurement import LENGTH_WORDS
from logicost.rules.table import WordTable
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition


def _groups(cursor: Cursor, _: Edition) -> dict[str, int]:
    groups: dict[str, int] = {}
    for number, (_name, zones) in enumerate(cursor.items()):
        for zone in zones.list():
            if groups.setdefault(zone.text(), number) != number:
                zone.fail("is in two groups")
    return groups


def _by_service(cursor: Cursor, edition: Edition) -> dict[str, WordTable]:
    across = columns_of(edition, "zone_groups")
    return {
        (name := service.text()): banded_table(table, edition, (), "billable_weight", across, name, "zone_group")
        for service, table in cursor.items()
    }


@card_of("holiday_increase/1", "*_holiday_increase")
class HolidayIncrease:
    """By service: a table of zone groups and billed weight; `groups` maps each zone to its group."""

    groups: dict[str, int] = key(_groups, of="zone_groups")
    rates: dict[str, WordTable] = key(_by_service)


_LIMIT = re.compile(r"(length|volume)_over_(\d+)_(cubic_)?([a-z]+)")


def _by_limit(cursor: Cursor, _: Edition) -> tuple[tuple[str, int, int | None], ...]:
    found: list[tuple[str, int, int | None]] = []
    for name, amount in cursor.items():
        limit = _LIMIT.fullmatch(name.text())
        unit = limit and LENGTH_WORDS.get(limit[4])
        if not (limit and unit) or (limit[1] == "volume") != bool(limit[3]):
            name.fail("must be a length or a cubic length: length_over_22_in, volume_over_2_cubic_feet")
        of_volume = limit[1] == "volume"
        beyond = name.with_text(f"{limit[2]} {unit}{'3' if of_volume else ''}")
        found.append((limit[1], beyond.volume() if of_volume else beyond.length(), amount.or_gap(amount.money)))
    return tuple(found)


@card_of("nonstandard/1", "*_nonstandard")
class Nonstandard:
    """Fees by what they are for; the name says the limit: of the longest side, or of the volume. The amount is
    None where none is on file: parcels over the limit are then unsourced."""

    fees: dict[str, tuple[tuple[str, int, int | None], ...]] = by_word(_by_limit, of="rates")


@card_of("zone_mix/1")
class ZoneMix:
    """Zone to its share of the parcels."""

    rates: dict[str, int] = percentages()

    def check(self, body: Cursor) -> None:
        if sum(self.rates.values()) != RATE_GRAINS:
            body.need("rates").fail("must be shares of zones that add up to 100 %")
