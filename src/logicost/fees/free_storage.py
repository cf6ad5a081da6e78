"""The days of storage that FBA New Selection leaves free: "first units of each new parent product"."""

from __future__ import annotations

from collections.abc import Callable

from logicost.fees.charge import Charge
from logicost.fees.new_selection import Waiver, find_waiver, storage_fee
from logicost.rules.expressions import (
    Expression,
    Reference,
    expression,
    maximum,
    select,
)
from logicost.rules.plan import Kind


def charged_days(fee: Charge, standard: Reference, applies: Reference) -> tuple[Expression, Expression]:
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
