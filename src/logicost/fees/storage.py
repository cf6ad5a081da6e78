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
from logicost.fees.new_selection import Waiver, find_waiver, storage_fee
from logicost.fees.size_tier import add_size_tier, tier_names
from logicost.inputs.fields import FIELD, NOT_GIVEN
from logicost.measurement import MILLIMETRES
from logicost.rules.expressions import HALF_UP, Cell, Expression, FindRow, Reference, expression, maximum, select, total
from logicost.rules.plan import Kind, Line, Plan, ProgramPlan
from logicost.rules.table import Row, Table, make_table
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition
from logicost.tables.status import Status

MONTH_GRAINS = 377_580  # the least number that 28, 29, 30 and 31 divide
LONGEST_STORED = FIELD["days_in_storage"].largest
MICRO = 1_000_000
STANDARD_TIERS = ("small_standard", "large_standard")


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


def add_storage(plan: Plan, program: ProgramPlan) -> None:
    """The storage line, where the days in storage are given."""
    if not plan.has("storage"):
        _add_steps(plan)
    choice = plan.choose("storage")
    waiver = find_waiver(plan, storage_fee(True)) or find_waiver(plan, storage_fee(False))
    program.lines.append(
        Line(
            "storage",
            "storage",
            "storage",
            "storage_status",
            "storage_applies",
            choice.edition.id if choice.edition else None,
            (
                *(_WAIVED if waiver else ()),
                (
                    None,
                    "{unit_cubic_feet} for {days_in_storage} days to the ship date, {storage_cost_per_cubic_foot} a cubic foot",
                ),
            ),
            waiver=("storage_is_waived", waiver.edition) if waiver else None,
        )
    )
    program.notes.append(("storage_is_left_out", "storage is not included: give days_in_storage"))


def _add_steps(plan: Plan) -> None:
    add_size_tier(plan)
    days = plan.input("days_in_storage")
    plan.step("storage_applies", days > NOT_GIVEN, Kind.FLAG, "days in storage are given")
    plan.step("storage_is_left_out", days.equals(NOT_GIVEN), Kind.FLAG)
    table, periods = _calendar(plan)
    standard = add_standard_size(plan)
    charged, waived_status = _charged_days(plan, standard)
    row = plan.step("storage_calendar_row", FindRow(table, (), charged), Kind.ROW, "the days before the ship date")
    costs = [_period_cost(plan, table, row, number, period, standard) for number, period in enumerate(periods)]
    cost = plan.step(
        "storage_cost_per_cubic_foot",
        total(*costs).divided_by(MONTH_GRAINS, HALF_UP),
        Kind.MICROS,
        "months x rate, over the seasons",
    )
    cubic_feet = add_cubic_feet(plan)
    plan.step("storage", (cubic_feet * cost).divided_by(MICRO * MICRO // 10_000, HALF_UP), Kind.MONEY, "to 0.0001")
    worst = Cell(table, row, "status", int(Status.UNSOURCED))
    plan.step("storage_status", maximum(worst, waived_status), Kind.STATUS, "the worst of its days")


_WAIVED: tuple[tuple[str | None, str], ...] = (
    (
        "storage_is_waived",
        "no fee: FBA New Selection stores the first {storage_free_units} units of a product free for {storage_free_days} days",
    ),
    (
        "storage_has_free_days",
        "FBA New Selection: the first {storage_free_days} of {days_in_storage} days are free; {unit_cubic_feet} for {storage_days_charged} days to the ship date, {storage_cost_per_cubic_foot} a cubic foot",
    ),
)


def _charged_days(plan: Plan, standard: Reference) -> tuple[Expression, Expression]:
    """The days that are paid, and how well a waiver of the others is known.

    "First units of each new parent product": its first days are free, so that those up to the ship date are paid.
    """
    days = maximum(plan.input("days_in_storage"), 0)
    inside, outside = (find_waiver(plan, storage_fee(size)) for size in (True, False))
    waiver = inside or outside
    if waiver is None:
        return days, expression(0)
    source = waiver.edition

    def limit(name: str, of: Callable[[Waiver], int | None], note: str) -> Reference:
        limits = [(of(each) or 0) if each else 0 for each in (inside, outside)]
        by_size = select(standard, limits[0], limits[1])
        return plan.step(f"storage_free_{name}", by_size, Kind.COUNT, note, source, when="in_new_selection")

    limit("units", lambda each: each.limits.units, "of a new product, by size")
    free = limit("days", lambda each: each.limits.days, "of a new product, from its first unit received")
    when = waiver.flag(plan, "storage_has_free_days", plan["storage_applies"] & (free > 0)).name
    charged = plan.step(
        "storage_days_charged",
        maximum(days - select(plan[when], free, 0), 0),
        Kind.COUNT,
        "the days after the free ones",
        source,
        when=when,
    )
    wholly = plan[when] & charged.equals(0)
    plan.step("storage_is_waived", wholly, Kind.FLAG, "no day is paid", source, when="storage_is_waived")
    known = [int(each.status) if each else 0 for each in (inside, outside)]
    return charged, select(plan[when], select(standard, known[0], known[1]), 0)


def add_standard_size(plan: Plan) -> Reference:
    """The step ``stored_as_standard_size``: storage knows two classes of size."""
    if plan.has("stored_as_standard_size"):
        return plan["stored_as_standard_size"]
    names = tier_names(plan.shelf, plan.market)
    return plan.step(
        "stored_as_standard_size",
        add_size_tier(plan).is_one_of(*(names.number(tier) for tier in STANDARD_TIERS if tier in names)),
        Kind.FLAG,
        "two classes: standard-size, and everything else",
    )


def add_cubic_feet(plan: Plan) -> Reference:
    """The step ``unit_cubic_feet``: true sides, no minimum and no divisor."""
    if plan.has("unit_cubic_feet"):
        return plan["unit_cubic_feet"]
    add_size_tier(plan)
    foot = (MILLIMETRES["ft"] / plan.market.length_grain) ** 3 / MICRO
    return plan.step(
        "unit_cubic_feet",
        (plan["unit_volume"] * foot.denominator).divided_by(foot.numerator, HALF_UP),
        Kind.CUBIC_FEET,
        "real sides / 1728",
    )


def volume_cost(plan: Plan, rate: Expression) -> Expression:
    """The unit's volume at a rate per cubic foot, to 0.0001."""
    return (add_cubic_feet(plan) * rate).divided_by(MICRO, HALF_UP)


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
