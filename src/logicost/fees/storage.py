"""Monthly inventory storage fee: unit volume x the rate of each month in which the unit is stored.

True sides, no minimum and no divisor; "charge = daily average volume over the calendar month", so that each day costs
the month's rate by the days of that month. Not rounded per unit (Seller Central G202086720): kept to 0.0001. The
calendar is a table, so that every reading can look it up.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import lru_cache

from logicost.fees.cards import read_card
from logicost.fees.charge import Charge, line
from logicost.fees.eras import LONGEST_STAY, eras_of_stays
from logicost.fees.new_selection import Waiver, find_waiver, storage_fee
from logicost.fees.stock_place import kept_abroad
from logicost.fees.storage_calendar import MONTH_GRAINS, MOST, Calendar, Period, Span, decade_of, make_calendar
from logicost.fees.storage_rates import StorageCard, rate_of_season
from logicost.fees.volume import MICRO, cost_of_volume
from logicost.inputs.fields import NOT_GIVEN
from logicost.rules.expressions import (
    HALF_UP,
    Expression,
    Reference,
    expression,
    maximum,
    minimum,
    select,
    total,
)
from logicost.rules.plan import Kind, Plan
from logicost.tables.shelf import Shelf
from logicost.tables.status import Status


def storage_calendar(plan: Plan) -> Calendar:
    """The calendar of the cards by which a stay can be paid that ends on the plan's day."""
    shelf, market = plan.shelf, plan.market.code
    reached = eras_of_stays(shelf, market, "storage")
    first, last = plan.fact(decade_of)
    return _calendar(shelf, market, max(first - LONGEST_STAY, plan.fact(lambda day: reached(day)[0].first)), last)


@lru_cache(maxsize=32)
def _calendar(shelf: Shelf, market: str, first: dt.date, last: dt.date) -> Calendar:
    with_figures = [edition.effective for edition in shelf.editions(market, "storage") if edition.has_figures]
    return make_calendar(
        f"storage calendar of {market}",
        lambda day: shelf.choose(market, "storage", day),
        lambda edition, month: str(read_card(edition).season(month)),
        max(first, min(with_figures)),
        last,
        shelf.changes(market, "storage"),
    )


@line("storage", "storage", "monthly inventory storage fee", "fba", "mcf", after="awd_storage")
def storage(fee: Charge) -> None:
    """Where the days in storage are given."""
    plan, days = fee.plan, fee.plan.input("days_in_storage")
    fee.note_where("storage_is_left_out", days.equals(NOT_GIVEN), "storage is not included: give days_in_storage")
    if fee.is_missing(days > NOT_GIVEN, "; give yours a unit as other_selling_fee, and leave days_in_storage out"):
        return
    applies = fee.applies(days > NOT_GIVEN, "days in storage are given")
    calendar = storage_calendar(plan)
    standard, unit = plan["stored_as_standard_size"], plan.market.storage_volume.name
    charged, waived_status = _charged_days(fee, standard, applies)
    span = Span(plan, calendar, charged)
    parts = [_period_cost(plan, span.months(number), period) for number, period in enumerate(calendar.periods)]
    cards: list[StorageCard] = [read_card(edition) for edition, _ in calendar.periods]
    dearest = max(row.values[0] for card in cards for table in card.rates.values() for row in table.rows)
    most = MOST * dearest * (MICRO // 10_000)  # never reached; sums of tables cannot prove it
    cost = plan.step(
        "storage_cost_per_volume",
        minimum(total(*(cost for cost, _ in parts)), most).divided_by(MONTH_GRAINS, HALF_UP),
        Kind.MICROS,
        "months x rate, over the seasons",
    )
    amount = cost_of_volume(plan, cost, most // MONTH_GRAINS + 1)
    fee.amount(amount, "to 0.0001")
    doubts = (waived_status, kept_abroad(fee), *(known for _, known in parts))
    known = fee.known(maximum(span.worst(), *doubts), "the worst of its days")
    fee.why_where(
        "storage_is_gap",
        known.equals(Status.UNSOURCED),
        "the rate of some of its {days_in_storage} days is not on file; give yours a unit as other_selling_fee, and leave "
        "days_in_storage out",
        "not on file",
    )
    fee.why(
        f"{{unit_storage_volume}} for {{days_in_storage}} days to the ship date, {{storage_cost_per_volume}} a {unit}"
    )


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
    unit = plan.market.storage_volume.name
    paid = f"{{unit_storage_volume}} for {{storage_days_charged}} days to the ship date, {{storage_cost_per_volume}} a {unit}"
    fee.why(
        f"FBA New Selection: the first {{storage_free_days}} of {{days_in_storage}} days are free; {paid}", has_free
    )
    known = [int(each.status) if each else 0 for each in (inside, outside)]
    return charged, select(has_free, select(standard, known[0], known[1]), 0)


def _period_cost(plan: Plan, stored: Expression, period: Period) -> tuple[Expression, Expression]:
    """Months x rate of one card and season, and how well it is known where there are such months."""
    edition, season = period
    name = f"{season}_{edition.dated}"
    months = plan.step(f"months_stored_{name}", stored, Kind.MONTHS, f"months stored in {season}", edition.id)
    amount, known = rate_of_season(plan, edition, season)
    note = f"per {plan.market.storage_volume.name} and month"
    rate = plan.step(f"storage_rate_{name}", amount, Kind.MONEY, note, edition.id)
    return months * rate * (MICRO // 10_000), select(months > 0, known, 0)
