"""Aged inventory surcharge: per unit of volume by the age of the unit at the snapshot on the 15th of the month.

"From 366 days on: greater of volume rate and per-unit minimum", compared per unit. Some categories may be exempt up to
an age. A whole month's charge for one unit, on top of storage, in the month of the quote.

Where the age is not given but the days in storage are, every unit is taken to stay that long: it pays at each snapshot that it
meets. That is an estimate, as real units stay for longer and shorter.
"""

from __future__ import annotations

from logicost.fees.aged_rates import cost_at
from logicost.fees.aged_stays import cost_of_stay, snapshot_of
from logicost.fees.charge import Charge, line
from logicost.fees.stock_place import kept_abroad
from logicost.inputs.fields import NOT_GIVEN
from logicost.rules.expressions import maximum, select
from logicost.rules.plan import Kind
from logicost.tables.status import Status

LATEST_SNAPSHOT = 30  # days after the ship date that the snapshot of its month may lie


@line(
    "aged_inventory", "storage", "aged inventory surcharge", "fba", "mcf", after="storage_utilization", on=snapshot_of
)
def aged_inventory(fee: Charge) -> None:
    """Where the age at the snapshot is given and surcharged."""
    plan, card, unit = fee.plan, fee.card, fee.plan.market.storage_volume.name
    age, days = plan.input("inventory_age_days"), plan.input("days_in_storage")
    if fee.is_missing(age > NOT_GIVEN, "; give yours a unit as other_selling_fee, and leave inventory_age_days out"):
        return
    older = (age > days + LATEST_SNAPSHOT) & (days > NOT_GIVEN)
    contradiction = fee.step("aged_inventory_contradiction", older, Kind.FLAG, "older than its stay")
    fee.note(
        "inventory_age_days is {inventory_age_days}, but a unit with days_in_storage of {days_in_storage} is not that old",
        contradiction,
    )
    is_aged, at_age = age > NOT_GIVEN, cost_at(fee, age)
    stayed, stayed_status = cost_of_stay(fee, exempt_up_to=card.exempt.up_to if card.exempt else 0)
    amount = fee.amount(select(is_aged, at_age.cost, stayed), "the greater of the two, or at each snapshot of the stay")
    of_stay = fee.step(
        "aged_inventory_of_stay",
        ~is_aged & ((amount > 0) | stayed_status.equals(Status.UNSOURCED)),
        Kind.FLAG,
        "the age is that of the whole stay",
    )
    fee.applies((is_aged & at_age.is_charged) | of_stay, "old enough, and not of an exempt category")
    fee.status(
        select(is_aged, at_age.status, maximum(stayed_status, Status.ESTIMATE)),
        kept_abroad(fee),
        note="an estimate where the age is taken from the stay, or an exemption depends on a category that is not given",
    )
    fee.why_where(
        "aged_inventory_stay_is_unsourced",
        of_stay & stayed_status.equals(Status.UNSOURCED),
        "what a snapshot of a stay of {days_in_storage} days cost is not on file: give inventory_age_days for a unit's own",
        "a gap",
    )
    fee.why(
        "{aged_inventory_snapshots} snapshots from the first surcharge on, as if every unit stayed {days_in_storage} days: "
        "give inventory_age_days for a unit's own",
        of_stay,
    )
    fee.why_where(
        "aged_inventory_is_gap",
        is_aged & at_age.is_gap,
        "{inventory_age_days} days old at the snapshot: the rate of that age is not on file; give yours a unit as "
        "other_selling_fee, and leave inventory_age_days out",
        "a gap",
    )
    old = "{inventory_age_days} days old at the snapshot of the month of {ship_day}"
    volume = f"{{unit_storage_volume}} at {{aged_inventory_rate}} a {unit}"
    fee.why_where(
        "aged_inventory_is_minimum", at_age.is_minimum, f"{old}: the minimum per unit, as {volume} would be less"
    )
    fee.why(f"{old}: {volume}")
