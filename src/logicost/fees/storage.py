"""Monthly inventory storage fee: unit volume x the rate of each month in which the unit is stored.

True sides, no minimum and no divisor; "charge = daily average volume over the calendar month", so that each day costs
the month's rate by the days of that month. Not rounded per unit (Seller Central G202086720): kept to 0.0001. The
calendar is a table, so that every reading can look it up.
"""

from __future__ import annotations

from logicost.fees.cards import read_card
from logicost.fees.charge import Charge, line
from logicost.fees.free_storage import charged_days
from logicost.fees.stock_place import kept_abroad
from logicost.fees.storage_calendar import (
    MONTH_GRAINS,
    MOST,
    Span,
    storage_calendar,
)
from logicost.fees.storage_rates import StorageCard, cost_of_period
from logicost.fees.volume import MICRO, cost_of_volume
from logicost.inputs.fields import NOT_GIVEN
from logicost.rules.expressions import (
    HALF_UP,
    maximum,
    minimum,
    total,
)
from logicost.rules.plan import Kind
from logicost.tables.status import Status


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
    charged, waived_status = charged_days(fee, standard, applies)
    span = Span(plan, calendar, charged)
    parts = [cost_of_period(plan, span.months(number), period) for number, period in enumerate(calendar.periods)]
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
