"""Amazon Warehousing & Distribution (Seller Central GAYG62Q3MPE6STFS): storage by the cubic foot and month, processing by the
box, transportation to FBA by the cubic foot, shared by the units of a box.

All go by the card of the day on which AWD received the unit. What it waives: inbound placement always; the low-inventory-level fee and, from 2024-06-01, the storage utilization
surcharge for products that it replenishes by itself.
"""

from __future__ import annotations

from logicost.fees import steps
from logicost.fees.cards import read_card
from logicost.fees.charge import Charge, line
from logicost.fees.declared import by_word, card_of, mapping, money_of
from logicost.fees.known import estimate_where
from logicost.fees.storage import MICRO
from logicost.fees.vocabularies import ANY_REGION, OTHER
from logicost.inputs.fields import NOT_GIVEN
from logicost.rules.expressions import HALF_UP, Expression, maximum, select, total
from logicost.rules.plan import Kind, Plan, defines
from logicost.tables.status import Status

Rates = dict[str, int]


@card_of("awd_storage/1")
class Storage:
    rates: dict[str, Rates] = by_word(mapping(money_of))


@card_of("awd_processing/1")
class Processing:
    rates: dict[str, Rates] = by_word(mapping(money_of), "inbound", "outbound")


@card_of("awd_transportation/1")
class Transportation:
    rates: Rates = by_word(money_of)


@line("awd_processing", "inbound", "AWD processing fee", "fba:awd", after="inbound_placement", by="awd_received_day")
def awd_processing(fee: Charge) -> None:
    """By the box: inbound, where that is charged, and outbound."""
    plan = fee.plan
    units = plan.input("units_per_box")
    fee.refuses(
        "units_per_box_is_missing",
        units.equals(NOT_GIVEN),
        "units_per_box_missing",
        "units_per_box",
        "fba:awd needs units_per_box, as AWD charges per box",
    )
    if fee.is_missing():
        return
    box = fee.step(
        "awd_processing_box",
        fee.by_card(lambda card: total(*(_by_rate(plan, rates) for rates in card.rates.values()))),
        Kind.MONEY,
        "inbound, where it is charged, and outbound",
    )
    fee.amount(box.divided_by(maximum(units, 1), HALF_UP), "shared by the units of the box")
    older = fee.card_may_be_older("awd_received_day_is_open")
    fee.tell_older_card(older, "fees of AWD are")
    fee.status(estimate_where(older))
    fee.why("{awd_processing_box} per box of {units_per_box} units")


@line(
    "awd_transportation", "inbound", "AWD transportation fee", "fba:awd", after="awd_processing", by="awd_received_day"
)
def awd_transportation(fee: Charge) -> None:
    """By the cubic foot."""
    plan = fee.plan
    if fee.is_missing():
        return
    for place, edition in enumerate(fee.editions):
        offered = list(read_card(edition).rates)
        fee.refuses(
            f"awd_rate_is_not_offered_{place}",
            fee.goes_by(edition) & ~plan.is_word(plan.input("awd_rate"), *offered),
            "awd_rate_not_offered",
            "awd_rate",
            f"AWD had no such rate on {{awd_received_day}}; it had {', '.join(offered)}",
        )
    share, volume = plan["awd_cubic_feet"], plan["unit_storage_volume"]
    fee.refuses(
        "box_is_too_small",
        (plan.input("box_cubic_feet") > NOT_GIVEN) & (share * 100 < volume * 99),  # 1 % for sides that were rounded
        "box_too_small",
        "box_cubic_feet",
        "a box of {box_cubic_feet} cannot hold {units_per_box} units of {unit_storage_volume} each",
    )
    rate = fee.by_card(lambda card: _by_rate(plan, card.rates))
    rate = fee.step("awd_transportation_rate", rate, Kind.MONEY, "per cubic foot")
    fee.amount((plan["awd_cubic_feet"] * rate).divided_by(MICRO, HALF_UP), "volume x rate, to 0.0001")
    older = estimate_where(fee.card_may_be_older("awd_received_day_is_open"))
    fee.status(plan["awd_volume_status"], older, note="an estimate without box_cubic_feet")
    fee.why("{awd_cubic_feet} at {awd_transportation_rate} a cubic foot")


@line("awd_storage", "storage", "AWD storage fee", "fba:awd", by="awd_received_day")
def awd_storage(fee: Charge) -> None:
    """By the cubic foot and month, where the days in AWD are given."""
    plan = fee.plan
    days, region = plan.input("awd_days_in_storage"), plan.input("awd_region")
    left_out = plan.step("awd_storage_is_left_out", days.equals(NOT_GIVEN), Kind.FLAG)
    fee.note("AWD storage is not included: give awd_days_in_storage", left_out)
    if fee.is_missing(days > NOT_GIVEN):
        return
    fee.applies(days > NOT_GIVEN, "days in AWD are given")

    def rate_of(card: Storage) -> Expression:
        regions = card.rates
        rate = _by_rate(plan, regions.get(ANY_REGION, regions.get(OTHER, {})))
        for name, rates in regions.items():
            if name not in (ANY_REGION, OTHER):
                rate = select(plan.is_word(region, name), _by_rate(plan, rates), rate)
        return rate

    rate = fee.step("awd_storage_rate", fee.by_card(rate_of), Kind.MONEY, "per cubic foot and month")
    cost = plan.step(
        "awd_storage_cost_per_volume",
        (rate * (MICRO // 10_000 * 12) * maximum(days, 0)).divided_by(365, HALF_UP),
        Kind.MICROS,
        "months of 365/12 days x rate",
    )
    amount = (plan["awd_cubic_feet"] * cost).divided_by(MICRO * MICRO // 10_000, HALF_UP)
    fee.amount(amount, "to 0.0001")
    fee.status(
        Status.ESTIMATE,
        plan["awd_volume_status"],
        note="an estimate: the calendar months of the stay in AWD are not known",
    )
    fee.why(
        "{awd_cubic_feet} for {awd_days_in_storage} days in months of 365/12, at {awd_storage_rate} a cubic foot and month"
    )


@defines("awd_replenishes")
def awd_replenishes(plan: Plan) -> None:
    plan.step("awd_replenishes", plan.input("awd_auto_replenished"), Kind.FLAG, "70 % or more, as the seller says")


@defines("awd_cubic_feet", "awd_volume_status")
def awd_cubic_feet(plan: Plan) -> None:
    box, units = plan.input("box_cubic_feet"), maximum(plan.input("units_per_box"), 1)
    plan.step(
        "awd_cubic_feet",
        select(box > NOT_GIVEN, maximum(box, 0).divided_by(units, HALF_UP), plan["unit_storage_volume"]),
        Kind.STORAGE_VOLUME,
        "a unit's share of the box, or its own volume where the box is not given",
    )
    status = select(box > NOT_GIVEN, Status.EXACT, Status.ESTIMATE)
    plan.step("awd_volume_status", status, Kind.STATUS, "an estimate without box_cubic_feet")


def _by_rate(plan: Plan, rates: Rates) -> Expression:
    return steps.by_word(plan, plan.input("awd_rate"), rates)
