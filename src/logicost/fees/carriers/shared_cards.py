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


_LENGTH = re.compile(r"length_over_(\d+)_in")
_VOLUME = re.compile(r"volume_over_(\d+)_cubic_feet")


def _by_limit(cursor: Cursor, _: Edition) -> tuple[tuple[str, int, int | None], ...]:
    found: list[tuple[str, int, int | None]] = []
    for name, amount in cursor.items():
        length, volume = _LENGTH.fullmatch(name.text()), _VOLUME.fullmatch(name.text())
        if length:
            found.append(("length", name.with_text(f"{length[1]} in").length(), amount.or_gap(amount.money)))
        elif volume:
            found.append(("volume", name.with_text(f"{volume[1]} ft3").volume(), amount.or_gap(amount.money)))
        else:
            name.fail("must be like length_over_22_in or volume_over_2_cubic_feet")
    return tuple(found)


@card_of("nonstandard/1", "*_nonstandard")
class Nonstandard:
    """Fees by what they are for; the name says the limit: longest side over so many inches, or the volume. The amount is
    None where none is on file: parcels over the limit are then unsourced."""

    fees: dict[str, tuple[tuple[str, int, int | None], ...]] = by_word(_by_limit, of="rates")


@card_of("zone_mix/1")
class ZoneMix:
    """Zone to its share of the parcels."""

    rates: dict[str, int] = percentages()

    def check(self, body: Cursor) -> None:
        if sum(self.rates.values()) != RATE_GRAINS:
            body.need("rates").fail("must be shares of zones that add up to 100 %")
