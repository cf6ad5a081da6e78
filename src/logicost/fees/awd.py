"""Amazon Warehousing & Distribution (Seller Central GAYG62Q3MPE6STFS): storage by the cubic foot and month, processing by the
box, transportation to FBA by the cubic foot, shared by the units of a box.

What it waives: inbound placement always; the low-inventory-level fee and, from 2024-06-01, the storage utilization
surcharge for products that it replenishes by itself.
"""

from __future__ import annotations

from dataclasses import dataclass

from logicost.fees.cards import read_card, reads
from logicost.fees.storage import MICRO, add_cubic_feet
from logicost.inputs.fields import FIELD, NOT_GIVEN
from logicost.rules.expressions import HALF_UP, Expression, Reference, expression, maximum, select
from logicost.rules.plan import Kind, Line, Plan, ProgramPlan
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition
from logicost.tables.status import Status

RATES = FIELD["awd_rate"].words
REGIONS = FIELD["awd_region"].words
Rates = dict[str, int]


def _rates(cursor: Cursor) -> Rates:
    return {name.choice(*RATES): amount.money() for name, amount in cursor.items()}


@reads("awd_storage/1")
def read_awd_storage(edition: Edition, body: Cursor) -> dict[str, Rates]:
    return {region.choice("any_region", *REGIONS): _rates(rates) for region, rates in body.need("rates").items()}


@reads("awd_processing/1")
def read_awd_processing(edition: Edition, body: Cursor) -> dict[str, Rates]:
    return {way.choice("inbound", "outbound"): _rates(rates) for way, rates in body.need("rates").items()}


@reads("awd_transportation/1")
def read_awd_transportation(edition: Edition, body: Cursor) -> Rates:
    return _rates(body.need("rates"))


@dataclass(frozen=True, slots=True)
class _Fee:
    """One of the three fees: its stage, what it needs besides, and its explanation."""

    name: str
    stage: str
    applies: str | None
    why: str


_FEES = (
    _Fee(
        "awd_storage",
        "storage",
        "awd_storage_applies",
        "{awd_cubic_feet} for {awd_days_in_storage} days in months of 365/12, at {awd_storage_rate} a cubic foot and month",
    ),
    _Fee("awd_processing", "inbound", None, "{awd_processing_box} per box of {units_per_box} units"),
    _Fee("awd_transportation", "inbound", None, "{awd_cubic_feet} at {awd_transportation_rate} a cubic foot"),
)


def add_awd_costs(plan: Plan, program: ProgramPlan) -> str:
    """The three lines; returns the flag step of products that AWD replenishes by itself."""
    plan.refuse(
        program,
        "units_per_box_is_missing",
        plan.input("units_per_box").equals(NOT_GIVEN),
        "units_per_box_missing",
        "units_per_box",
        "fba:awd needs units_per_box, as AWD charges per box",
    )
    if not plan.has("awd_cubic_feet"):
        _add_steps(plan)
    plan.refuse(
        program,
        "awd_rate_is_not_offered",
        ~plan["awd_rate_is_offered"],
        "awd_rate_not_offered",
        "awd_rate",
        f"AWD had no such rate on {plan.day.isoformat()}; it had {', '.join(_offered(plan)) or 'none'}",
    )
    for fee in _FEES:
        choice = plan.choose(fee.name)
        source = choice.edition.id if choice.edition else None
        why = fee.why if choice.edition else choice.why
        status = f"{fee.name}_status"
        program.lines.append(Line(fee.name, fee.stage, fee.name, status, fee.applies, source, ((None, why),)))
    program.notes.append(("awd_storage_is_left_out", "AWD storage is not included: give awd_days_in_storage"))
    return "awd_replenishes"


def _offered(plan: Plan) -> list[str]:
    edition = plan.choose("awd_transportation").edition
    rates: Rates = read_card(edition) if edition else {}
    return [name for name in RATES if name in rates]


def _add_steps(plan: Plan) -> None:
    wanted, units = plan.input("awd_rate"), maximum(plan.input("units_per_box"), 1)
    offered = [RATES.index(name) for name in _offered(plan)]
    # where no card is on file every line is unsourced, which says more than a refusal
    plan.step("awd_rate_is_offered", wanted.is_one_of(*(offered or range(len(RATES)))), Kind.FLAG)
    plan.step("awd_replenishes", plan.input("awd_auto_replenished"), Kind.FLAG, "70 % or more, as the seller says")
    box = plan.input("box_cubic_feet")
    volume = plan.step(
        "awd_cubic_feet",
        select(box > NOT_GIVEN, maximum(box, 0).divided_by(units, HALF_UP), add_cubic_feet(plan)),
        Kind.CUBIC_FEET,
        "a unit's share of the box, or its own volume where the box is not given",
    )
    by_volume = select(box > NOT_GIVEN, int(Status.EXACT), int(Status.ESTIMATE))
    _add_storage(plan, volume, by_volume)
    _add_processing(plan, units)
    choice = plan.choose("awd_transportation")
    source = choice.edition.id if choice.edition else None
    rates: Rates = read_card(choice.edition) if choice.edition else {}
    rate = plan.step("awd_transportation_rate", _by_rate(plan, rates), Kind.MONEY, "per cubic foot", source)
    amount = (volume * rate).divided_by(MICRO, HALF_UP)
    plan.step("awd_transportation", amount, Kind.MONEY, "volume x rate, to 0.0001", source)
    status = maximum(int(choice.status), by_volume)
    plan.step("awd_transportation_status", status, Kind.STATUS, choice.why or "an estimate without box_cubic_feet")


def _by_rate(plan: Plan, rates: Rates) -> Expression:
    result = expression(0)
    for name, amount in rates.items():
        result = select(plan.input("awd_rate").equals(RATES.index(name)), amount, result)
    return result


def _add_storage(plan: Plan, volume: Reference, by_volume: Expression) -> None:
    choice = plan.choose("awd_storage")
    source = choice.edition.id if choice.edition else None
    regions: dict[str, Rates] = read_card(choice.edition) if choice.edition else {}
    days, region = plan.input("awd_days_in_storage"), plan.input("awd_region")
    plan.step("awd_storage_applies", days > NOT_GIVEN, Kind.FLAG, "days in AWD are given")
    plan.step("awd_storage_is_left_out", days.equals(NOT_GIVEN), Kind.FLAG)
    rate = _by_rate(plan, regions.get("any_region", regions.get("other", {})))
    if "west" in regions:
        rate = select(region.equals(REGIONS.index("west")), _by_rate(plan, regions["west"]), rate)
    rate = plan.step("awd_storage_rate", rate, Kind.MONEY, "per cubic foot and month", source)
    cost = plan.step(
        "awd_storage_cost_per_cubic_foot",
        (rate * (MICRO // 10_000 * 12) * maximum(days, 0)).divided_by(365, HALF_UP),
        Kind.MICROS,
        "months of 365/12 days x rate",
    )
    amount = (volume * cost).divided_by(MICRO * MICRO // 10_000, HALF_UP)
    plan.step("awd_storage", amount, Kind.MONEY, "to 0.0001", source)
    plan.step(
        "awd_storage_status",
        maximum(int(choice.status), int(Status.ESTIMATE), by_volume),
        Kind.STATUS,
        choice.why or "an estimate: the calendar months of the stay in AWD are not known",
    )


def _add_processing(plan: Plan, units: Expression) -> None:
    choice = plan.choose("awd_processing")
    source = choice.edition.id if choice.edition else None
    ways: dict[str, Rates] = read_card(choice.edition) if choice.edition else {}
    box: Expression = expression(0)
    for rates in ways.values():
        box = box + _by_rate(plan, rates)
    box = plan.step("awd_processing_box", box, Kind.MONEY, "inbound, where it is charged, and outbound", source)
    plan.step("awd_processing", box.divided_by(units, HALF_UP), Kind.MONEY, "shared by the units of the box", source)
    plan.step("awd_processing_status", int(choice.status), Kind.STATUS, choice.why, source)
