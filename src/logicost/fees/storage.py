"""Monthly inventory storage fee: unit volume in cubic feet x the rate of each month in which the unit is stored.

True sides, no minimum and no divisor; "charge = daily average volume over the calendar month", so that each day costs
the month's rate by the days of that month. Not rounded per unit (Seller Central G202086720): kept to 0.0001. The
calendar of the days before the ship date is a table, so that every reading can look it up.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from logicost.errors import TableError
from logicost.fees.cards import read_card, reads
from logicost.fees.charge import Charge, line
from logicost.fees.new_selection import Waiver, find_waiver, storage_fee
from logicost.inputs.fields import FIELD, NOT_GIVEN
from logicost.measurement import MILLIMETRES
from logicost.rules.expressions import HALF_UP, Cell, Expression, FindRow, Reference, expression, maximum, select, total
from logicost.rules.plan import Kind, Plan, defines
from logicost.rules.table import Row, Table, make_table
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition
from logicost.tables.status import Status

MONTH_GRAINS = 377_580  # the least number that 28, 29, 30 and 31 divide
LONGEST_STORED = FIELD["days_in_storage"].largest
MICRO = 1_000_000
STANDARD_TIERS = ("small_standard", "large_standard")
SIZE_CLASSES = ("large", "standard")  # a class is known by the flag stored_as_standard_size


@dataclass(frozen=True, slots=True)
class StorageCard:
    """`rates`: (season, dangerous goods, beyond standard size) to money grains per cubic foot and month."""

    seasons: dict[str, range]
    rates: dict[tuple[str, bool, bool], int]

    def season(self, month: int) -> str:
        return next(name for name, months in self.seasons.items() if month in months)


@reads("storage/1")
def read_storage(edition: Edition, body: Cursor) -> StorageCard:
    seasons: dict[str, range] = {}
    for name, months in body.need("seasons").items():
        match = re.fullmatch(r"(\d{1,2}) to (\d{1,2})", months.text())
        if not match:
            months.fail("must be months such as 1 to 9")
        seasons[name.text()] = range(int(match[1]), int(match[2]) + 1)
    if sorted(month for months in seasons.values() for month in months) != list(range(1, 13)):
        body.need("seasons").fail("must cover each month once")
    rates: dict[tuple[str, bool, bool], int] = {}
    for kind, table in body.need("rates").items():
        dangerous = kind.choice("not_dangerous", "dangerous_goods") == "dangerous_goods"
        for season, cells in table.items():
            if len(cells.list()) != 2:
                cells.fail("must have two rates: standard-size, and bulky and extra-large")
            standard, beyond = cells.list()
            rates[season.choice(*seasons), dangerous, False] = standard.money()
            rates[season.text(), dangerous, True] = beyond.money()
    if len(rates) != 4 * len(seasons):
        raise TableError("table_value", "must have both kinds of goods in every season", "rates", str(edition.path))
    return StorageCard(seasons, rates)


Period = tuple[Edition, str]


def _calendar(plan: Plan) -> tuple[Table, list[Period]]:
    """For 0 to `LONGEST_STORED` days before the ship date: how many months of each card and season they make, and the
    worst status of the cards they fall under."""
    periods: list[Period] = []
    shares: list[int] = []
    status = int(Status.EXACT)
    rows: list[tuple[list[int], int]] = [([], status)]
    month_of: tuple[int, int] | None = None
    period = 0
    for back in range(1, LONGEST_STORED + 1):
        day = plan.day - dt.timedelta(days=back)
        if (day.year, day.month) != month_of:
            month_of = (day.year, day.month)
            choice = plan.shelf.choose(plan.market.code, "storage", day)
            status = max(status, int(choice.status))
            if choice.edition is not None:
                key = (choice.edition, read_card(choice.edition).season(day.month))
                if key not in periods:
                    periods.append(key)
                    shares.append(0)
                period = periods.index(key)
            month_days = ((day.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)).day
        if status != Status.UNSOURCED:
            shares[period] += MONTH_GRAINS // month_days
        rows.append((list(shares), status))
    width = len(periods)
    table = make_table(
        f"calendar before {plan.day.isoformat()}",
        (),
        "days_in_storage",
        [*(f"months_{number}" for number in range(width)), "status"],
        [Row((), days, (*have, *[0] * (width - len(have)), worst)) for days, (have, worst) in enumerate(rows)],
    )
    return table, periods


@line("storage", "storage", "monthly inventory storage fee", "fba", "mcf", after="awd_storage")
def storage(fee: Charge) -> None:
    """Where the days in storage are given."""
    plan, days = fee.plan, fee.plan.input("days_in_storage")
    applies = fee.applies(days > NOT_GIVEN, "days in storage are given")
    left_out = plan.step("storage_is_left_out", days.equals(NOT_GIVEN), Kind.FLAG)
    fee.note("storage is not included: give days_in_storage", left_out)
    table, periods = _calendar(plan)
    standard = plan["stored_as_standard_size"]
    charged, waived_status = _charged_days(fee, standard, applies)
    row = plan.step("storage_calendar_row", FindRow(table, (), charged), Kind.ROW, "the days before the ship date")
    costs = [_period_cost(plan, table, row, number, period, standard) for number, period in enumerate(periods)]
    cost = plan.step(
        "storage_cost_per_cubic_foot",
        total(*costs).divided_by(MONTH_GRAINS, HALF_UP),
        Kind.MICROS,
        "months x rate, over the seasons",
    )
    amount = (plan["unit_cubic_feet"] * cost).divided_by(MICRO * MICRO // 10_000, HALF_UP)
    fee.amount(amount, "to 0.0001")
    worst = Cell(table, row, "status", int(Status.UNSOURCED))
    fee.known(maximum(worst, waived_status), "the worst of its days")
    fee.why("{unit_cubic_feet} for {days_in_storage} days to the ship date, {storage_cost_per_cubic_foot} a cubic foot")


def _charged_days(fee: Charge, standard: Reference, applies: Reference) -> tuple[Expression, Expression]:
    """The days that are paid, and how well a waiver of the others is known.

    "First units of each new parent product": its first days are free, so that those up to the ship date are paid.
    """
    plan, days = fee.plan, maximum(fee.plan.input("days_in_storage"), 0)
    inside, outside = (find_waiver(plan, storage_fee(size)) for size in (True, False))
    waiver = inside or outside
    if waiver is None:
        return days, expression(0)
    source = waiver.edition

    def limit(name: str, of: Callable[[Waiver], int | None], note: str) -> Reference:
        limits = [(of(each) or 0) if each else 0 for each in (inside, outside)]
        by_size = select(standard, limits[0], limits[1])
        return plan.step(f"storage_free_{name}", by_size, Kind.COUNT, note, source, when="in_new_selection")

    units = limit("units", lambda each: each.limits.units, "of a new product, by size")
    free = limit("days", lambda each: each.limits.days, "of a new product, from its first unit received")
    among_them = plan.input("new_selection_units_sold") < units
    has_free = waiver.member_where(plan, "storage_has_free_days", applies & (free > 0) & among_them)
    charged = plan.step(
        "storage_days_charged",
        maximum(days - select(has_free, free, 0), 0),
        Kind.COUNT,
        "the days after the free ones",
        source,
        when=has_free.name,
    )
    wholly = has_free & charged.equals(0)
    waived = plan.step("storage_is_waived", wholly, Kind.FLAG, "no day is paid", source, when="storage_is_waived")
    fee.is_waived(waived, source)
    told = (
        "FBA New Selection stores the first {storage_free_units} units of a product free for {storage_free_days} days"
    )
    fee.why(f"no fee: {told}", waived)
    paid = (
        "{unit_cubic_feet} for {storage_days_charged} days to the ship date, {storage_cost_per_cubic_foot} a cubic foot"
    )
    fee.why(
        f"FBA New Selection: the first {{storage_free_days}} of {{days_in_storage}} days are free; {paid}", has_free
    )
    known = [int(each.status) if each else 0 for each in (inside, outside)]
    return charged, select(has_free, select(standard, known[0], known[1]), 0)


@defines("stored_as_standard_size")
def stored_as_standard_size(plan: Plan) -> None:
    tier = plan["size_tier"]
    known = (name for name in STANDARD_TIERS if name in plan.vocabulary("size_tier"))
    plan.step(
        "stored_as_standard_size",
        plan.is_word(tier, *known),
        Kind.FLAG,
        "two classes: standard-size, and everything else",
        words=SIZE_CLASSES,
    )


@defines("unit_cubic_feet")
def unit_cubic_feet(plan: Plan) -> None:
    """True sides, no minimum and no divisor."""
    foot = (MILLIMETRES["ft"] / plan.market.length_grain) ** 3 / MICRO
    plan.step(
        "unit_cubic_feet",
        (plan["unit_volume"] * foot.denominator).divided_by(foot.numerator, HALF_UP),
        Kind.CUBIC_FEET,
        "real sides / 1728",
    )


def volume_cost(plan: Plan, rate: Expression) -> Expression:
    """The unit's volume at a rate per cubic foot, to 0.0001."""
    return (plan["unit_cubic_feet"] * rate).divided_by(MICRO, HALF_UP)


def _period_cost(
    plan: Plan, table: Table, row: Reference, number: int, period: Period, standard: Reference
) -> Expression:
    edition, season = period
    card: StorageCard = read_card(edition)
    dangerous = plan.input("dangerous_goods")
    name = f"{season}_{edition.effective.isoformat().replace('-', '_')}"
    months = plan.step(
        f"months_stored_{name}",
        Cell(table, row, f"months_{number}", 0),
        Kind.MONTHS,
        f"months stored in {season}",
        edition.id,
    )
    rate = plan.step(
        f"storage_rate_{name}",
        select(
            standard,
            select(dangerous, card.rates[season, True, False], card.rates[season, False, False]),
            select(dangerous, card.rates[season, True, True], card.rates[season, False, True]),
        ),
        Kind.MONEY,
        "per cubic foot and month",
        edition.id,
    )
    return months * rate * (MICRO // 10_000)
