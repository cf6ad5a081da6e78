"""Storage utilization surcharge (Seller Central G202086720): added to monthly storage, per unit of volume and month, for stock
older than 30 days, by the weeks of stock that the seller keeps in a size class.

"Above 22 weeks": exactly 22 is not surcharged. A ratio on an inner edge belongs to the higher band. The amount is one
month's surcharge of one unit. Whether dangerous goods pay it is not published.
"""

from __future__ import annotations

import datetime as dt

from logicost.fees.charge import Charge, line
from logicost.fees.declared import card_of, count, count_of, day, key, listed, money_of, or_gap, pairs, words
from logicost.fees.known import estimate_where, unsourced_where
from logicost.fees.low_inventory_level import exempt_new_seller
from logicost.fees.new_selection import waive
from logicost.fees.rows import find_row
from logicost.fees.selling_plan import is_individual
from logicost.fees.volume import volume_cost
from logicost.inputs.fields import NOT_GIVEN, SUPPLY_GRAINS
from logicost.rules.expressions import HALF_UP, Expression, maximum, select
from logicost.rules.plan import Kind
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


@line("storage_utilization", "storage", "storage utilization surcharge", "fba", "mcf", after="storage")
def storage_utilization(fee: Charge) -> None:
    """Where the ratio is given."""
    plan, card, unit = fee.plan, fee.card, fee.plan.market.storage_volume.name
    given, age = plan.input("storage_utilization_weeks"), plan.input("inventory_age_days")
    if fee.is_missing(
        given > NOT_GIVEN, "; give yours a unit as other_selling_fee, and leave storage_utilization_weeks out"
    ):
        return
    ratio = fee.step("utilization_weeks", maximum(given, 0), Kind.SUPPLY, "as given, to 0.01 week")
    row = find_row(
        fee, fee.name, card.rates, (plan["stored_as_standard_size"],), ratio, "the row of the size class and weeks"
    )
    rate = row.cell("rate", Kind.MONEY, f"per {unit} and month, by weeks")
    gap = fee.step("storage_utilization_is_missing", row.is_gap(), Kind.FLAG, "the rate is not on file")
    exempt = plan.is_word(plan.input("category"), *card.exempt_categories)
    days = plan.input("days_in_storage")
    stays = age.equals(NOT_GIVEN) & (days > NOT_GIVEN)
    beyond = fee.step(
        "storage_utilization_days", maximum(days - card.age_over, 0), Kind.COUNT, "of the stay, old enough"
    )
    old_enough = select(age.equals(NOT_GIVEN), ~stays | (beyond > 0), age > card.age_over)
    fee.applies(
        ((rate > 0) | gap) & old_enough & ~is_individual(plan) & ~exempt,
        f"above the first week, stock older than {card.age_over} days; individual sellers do not pay",
    )
    waived_from = card.awd_waiver_from
    if waived_from is not None and plan.fact(lambda day: day >= waived_from):
        fee.except_in("fba:awd", plan["awd_replenishes"])
    new_seller = exempt_new_seller(fee, "storage_utilization_new_seller", card.exempt_new_seller_days)
    month = volume_cost(plan, rate)
    of_stay = (month * beyond * 12).divided_by(365, HALF_UP)
    amount: Expression = select(new_seller, 0, select(stays, of_stay, month))
    dangerous = plan.input("dangerous_goods")
    unsure = maximum(estimate_where(age.equals(NOT_GIVEN)), unsourced_where(dangerous | gap))
    known: Expression = maximum(fee.choice.status, select(new_seller, 0, unsure))
    amount, known = waive(fee, lambda _: plan["storage_utilization_applies"] & ~new_seller, amount, known)
    fee.amount(amount, "volume x rate, to 0.0001; none where waived")
    fee.known(known, "an estimate where the unit's age is not given")
    is_open = fee.step("storage_utilization_is_open", dangerous, Kind.FLAG, "not published")
    fee.why("whether dangerous goods pay the storage utilization surcharge is not published", is_open)
    fee.why(
        "{utilization_weeks} weeks of stock are surcharged, but the rates are not on file: give yours a unit as other_selling_fee",
        gap,
    )
    of_stay_flag = fee.step("storage_utilization_of_stay", stays, Kind.FLAG, "the age is not given, the stay is")
    paid = f"{{unit_storage_volume}} at {{storage_utilization_rate}} a {unit} for {{utilization_weeks}} weeks of stock"
    fee.why(
        f"{{storage_utilization_days}} days of the stay beyond the first {card.age_over}, in months of 365/12: {paid}",
        of_stay_flag,
    )
    fee.why(f"one month: {paid}")
