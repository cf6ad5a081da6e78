"""The card of the storage utilization surcharge: rates from each number of weeks of stock on."""

from __future__ import annotations

import datetime as dt

from logicost.fees.declared import card_of, count, count_of, day, key, listed, money_of, or_gap, pairs, words
from logicost.inputs.fields import SUPPLY_GRAINS
from logicost.rules.table import NO_LIMIT, Row, Table, make_table
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition
from logicost.tables.status import Status


def _by_weeks(cursor: Cursor, edition: Edition) -> Table:
    """From ``22: [0.44, 0.46]``, the rates of standard-size units and others from each week on: the first band begins just
    above its week."""
    bands = pairs(count_of, listed(or_gap(money_of), exactly=2))(cursor, edition)
    starts = [week * SUPPLY_GRAINS for week, _ in bands]
    uppers = [starts[0], *(start - 1 for start in starts[1:]), NO_LIMIT]
    rows = [
        Row((size,), upper, (rate or 0, int(Status.UNSOURCED if rate is None else Status.EXACT)))
        for upper, rates in zip(uppers, ((0, 0), *(rates for _, rates in bands)), strict=True)
        for size, rate in enumerate(reversed(rates))
    ]
    return make_table(edition.id, ("standard_size",), "utilization weeks", ("rate", "status"), rows)


@card_of("storage_utilization/1")
class Utilization:
    """`awd_waiver_from`: from that day products that AWD replenishes by itself do not pay.

    `rates`: per unit of storage volume and month, along the ratio, by whether the unit is stored as standard size. `exempt_new_seller_days`:
    for so many days after its first unit was received a seller is exempt; `exempt_categories` never pay.
    """

    above: int = count()
    age_over: int = count(of="charged_on_age_over")
    awd_waiver_from: dt.date | None = day(absent=None)
    rates: Table = key(_by_weeks)
    exempt_new_seller_days: int = count(absent=0)
    exempt_categories: tuple[str, ...] = words(absent=())

    def check(self, body: Cursor) -> None:
        if self.rates.rows[0].upper != self.above * SUPPLY_GRAINS:
            body.need("above").fail("must be where the first band begins")
