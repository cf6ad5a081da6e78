"""Storage utilization surcharge (Seller Central G202086720): added to monthly storage, per cubic foot and month, for stock
older than 30 days, by the weeks of stock that the seller keeps in a size class.

"Above 22 weeks": exactly 22 is not surcharged. A ratio on an inner edge belongs to the higher band. The amount is one
month's surcharge of one unit. Whether dangerous goods pay it is not published.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from logicost.fees.cards import read_card, reads
from logicost.fees.fixed_costs import is_individual
from logicost.fees.low_inventory_level import new_seller_why
from logicost.fees.storage import add_standard_size, volume_cost
from logicost.inputs.fields import NOT_GIVEN, SUPPLY_GRAINS
from logicost.rules.expressions import FALSE, Cell, FindRow, maximum, select
from logicost.rules.plan import Kind, Line, Plan, ProgramPlan
from logicost.rules.table import NO_LIMIT, Row, Table, make_table
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition
from logicost.tables.status import Status


@dataclass(frozen=True, slots=True)
class Utilization:
    """`awd_waiver_from`: from that day products that AWD replenishes by itself do not pay.

    `rates`: per cubic foot and month, along the ratio, by whether the unit is stored as standard size. `new_seller_days`:
    for so many days after its first unit was received a seller is exempt.
    """

    age_over: int
    awd_waiver_from: dt.date | None
    rates: Table
    new_seller_days: int


@reads("storage_utilization/1")
def read_storage_utilization(edition: Edition, body: Cursor) -> Utilization:
    above, rates = body.need("above"), body.need("rates")
    bands: list[tuple[int, int, int]] = []
    for start, cells in rates.items():
        standard, other = cells.list()
        if bands and start.count() <= bands[-1][0]:
            start.fail("must lie above the band before")
        bands.append((start.count(), standard.money(), other.money()))
    if not bands or bands[0][0] != above.count():
        above.fail("must be where the first band begins")
    waiver = body.get("awd_waiver_from")
    new_seller = body.get("exempt_new_seller_days")
    return Utilization(
        body.need("charged_on_age_over").count(),
        waiver.date() if waiver else None,
        _table(edition, bands),
        new_seller.count() if new_seller else 0,
    )


def _table(edition: Edition, bands: list[tuple[int, int, int]]) -> Table:
    """Rates from (first week, standard-size rate, other rate): the first band begins just above its week."""
    starts = [week * SUPPLY_GRAINS for week, _, _ in bands]
    uppers = [starts[0], *(start - 1 for start in starts[1:]), NO_LIMIT]
    rates = [(0, 0), *((other, standard) for _, standard, other in bands)]
    return make_table(
        edition.id,
        ("standard_size",),
        "utilization weeks",
        ("rate",),
        [
            Row((size,), upper, (rate,))
            for upper, by_size in zip(uppers, rates, strict=True)
            for size, rate in enumerate(by_size)
        ],
    )


def add_storage_utilization(plan: Plan, program: ProgramPlan, replenished: str | None = None) -> None:
    """The surcharge's line, where the ratio is given. `replenished`: a flag step, whether AWD replenishes by itself."""
    choice = plan.choose("storage_utilization")
    if not plan.has("storage_utilization"):
        _add_steps(plan)
    applies = "storage_utilization_applies"
    if replenished is not None and _waived_for_awd(plan):
        applies = program.step("storage_utilization_applies")
        plan.step(applies, plan["storage_utilization_applies"] & ~plan[replenished], Kind.FLAG, "not waived")
    program.lines.append(
        Line(
            "storage_utilization",
            "storage",
            "storage_utilization",
            "storage_utilization_status",
            applies,
            choice.edition.id if choice.edition else None,
            _why(read_card(choice.edition)) if choice.edition else ((None, choice.why),),
        )
    )


def _waived_for_awd(plan: Plan) -> bool:
    edition = plan.choose("storage_utilization").edition
    card: Utilization | None = read_card(edition) if edition else None
    return card is not None and card.awd_waiver_from is not None and plan.day >= card.awd_waiver_from


def _why(card: Utilization) -> tuple[tuple[str | None, str], ...]:
    return (
        ("storage_utilization_new_seller", new_seller_why(card.new_seller_days)),
        (
            "storage_utilization_is_open",
            "whether dangerous goods pay the storage utilization surcharge is not published",
        ),
        (
            None,
            "one month: {unit_cubic_feet} at {storage_utilization_rate} a cubic foot for {utilization_weeks} weeks of stock",
        ),
    )


def _add_steps(plan: Plan) -> None:
    choice = plan.choose("storage_utilization")
    ratio, age = plan.input("storage_utilization_weeks"), plan.input("inventory_age_days")
    if choice.edition is None:
        plan.step("storage_utilization_applies", ratio > NOT_GIVEN, Kind.FLAG, "the ratio is given")
        plan.step("storage_utilization", 0, Kind.MONEY, choice.why)
        plan.step("storage_utilization_status", int(choice.status), Kind.STATUS, choice.why)
        return
    card: Utilization = read_card(choice.edition)
    source = choice.edition.id
    ratio = plan.step("utilization_weeks", maximum(ratio, 0), Kind.SUPPLY, "as given, to 0.01 week")
    standard = add_standard_size(plan)
    row = plan.step(
        "storage_utilization_row",
        FindRow(card.rates, (standard,), ratio),
        Kind.ROW,
        "the row of the size class and weeks",
        source,
    )
    rate = plan.step(
        "storage_utilization_rate",
        Cell(card.rates, row, "rate", 0),
        Kind.MONEY,
        "per cubic foot and month, by weeks",
        source,
    )
    old_enough = age.equals(NOT_GIVEN) | (age > card.age_over)
    charged = plan.step(
        "storage_utilization_applies",
        (rate > 0) & old_enough & ~is_individual(plan),
        Kind.FLAG,
        f"above the first week, stock older than {card.age_over} days; individual sellers do not pay",
        source,
    )
    plan.step("storage_utilization_is_open", plan.input("dangerous_goods"), Kind.FLAG, "not published")
    exempt = plan.input("new_seller") if card.new_seller_days else FALSE
    new_seller = plan.step(
        "storage_utilization_new_seller",
        charged & exempt,
        Kind.FLAG,
        "exempt, as given",
        source,
        when="storage_utilization_new_seller",
    )
    cost = select(new_seller, 0, volume_cost(plan, rate))
    plan.step("storage_utilization", cost, Kind.MONEY, "volume x rate, to 0.0001", source)
    unsure = maximum(
        select(age.equals(NOT_GIVEN), int(Status.ESTIMATE), 0),
        select(plan.input("dangerous_goods"), int(Status.UNSOURCED), 0),
    )
    plan.step(
        "storage_utilization_status",
        maximum(int(choice.status), select(new_seller, 0, unsure)),
        Kind.STATUS,
        choice.why or "an estimate where the unit's age is not given",
        source,
    )
