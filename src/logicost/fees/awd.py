"""Amazon Warehousing & Distribution (Seller Central GAYG62Q3MPE6STFS): what its three fees have in common, and what it waives.

Storage and transportation go by the unit of volume in which the market charges storage, processing by the box, shared by its
units; all by the card of the day on which AWD received the unit. AWD waives inbound placement always; the low-inventory-level
fee and, from 2024-06-01, the storage utilization surcharge for products that it replenishes by itself.
"""

from __future__ import annotations

from logicost.fees import steps
from logicost.fees.volume import times
from logicost.inputs.fields import NOT_GIVEN
from logicost.market import in_cubic_feet
from logicost.rules.expressions import HALF_UP, Expression, maximum, select
from logicost.rules.plan import Kind, Plan, defines
from logicost.tables.status import Status

Rates = dict[str, int]


@defines("awd_replenishes")
def awd_replenishes(plan: Plan) -> None:
    plan.step("awd_replenishes", plan.input("awd_auto_replenished"), Kind.FLAG, "70 % or more, as the seller says")


@defines("awd_box_volume")
def awd_box_volume(plan: Plan) -> None:
    feet = in_cubic_feet(plan.market)
    box, in_feet = plan.input("box_volume"), maximum(plan.input("box_cubic_feet"), 0)
    converted = times(in_feet, feet.denominator, feet.numerator)
    volume = select(box > NOT_GIVEN, box, converted)
    plan.step("awd_box_volume", volume, Kind.STORAGE_VOLUME, "of the box, as given")


@defines("awd_volume", "awd_volume_status")
def awd_volume(plan: Plan) -> None:
    given = (plan.input("box_volume") > NOT_GIVEN) | (plan.input("box_cubic_feet") > NOT_GIVEN)
    units = maximum(plan.input("units_per_box"), 1)
    plan.step(
        "awd_volume",
        select(given, plan["awd_box_volume"].divided_by(units, HALF_UP), plan["unit_storage_volume"]),
        Kind.STORAGE_VOLUME,
        "a unit's share of the box, or its own volume where the box is not given",
    )
    status = select(given, Status.EXACT, Status.ESTIMATE)
    plan.step("awd_volume_status", status, Kind.STATUS, "an estimate without box_volume")


def by_awd_rate(plan: Plan, rates: Rates) -> Expression:
    return steps.by_word(plan, plan.input("awd_rate"), rates)
