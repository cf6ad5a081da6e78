"""The card of the low-inventory-level fee: rates by size tier, shipping weight and days of supply."""

from __future__ import annotations

import re

from logicost.fees.declared import banded, card_of, count, flag, key, words
from logicost.rules.table import WordTable
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition

_BAND = re.compile(r"(?:(\d+) to )?under (\d+)")


def _ends(cursor: Cursor, _: Edition) -> tuple[int, ...]:
    """The days below which each band lies: ``[under 14, 14 to under 21]``."""
    ends: list[int] = []
    for place, label in enumerate(cursor.list()):
        match = _BAND.fullmatch(label.text())
        if not match or (place > 0) != bool(match[1]) or (match[1] and int(match[1]) != ends[-1]):
            label.fail("must be like 'under 14', then '14 to under 21'")
        ends.append(int(match[2]))
    return tuple(ends)


@card_of("low_inventory_level/1")
class LowInventory:
    """`days_of_supply`: the ends of the bands, at the last of which the fee ends. `exempt_new_seller_days`: for so many
    days after its first unit was received a Professional seller is exempt. `pan_european_only`: only sellers in
    Pan-European FBA pay, for stock that counts as local."""

    days_of_supply: tuple[int, ...] = key(_ends)
    rates: WordTable = banded("size_tier", along="shipping_weight", across="days_of_supply")
    exempt_units_shipped_7_under: int = count(absent=0)
    exempt_categories: tuple[str, ...] = words(absent=())
    exempt_new_seller_days: int = count(absent=0)
    pan_european_only: bool = flag()
