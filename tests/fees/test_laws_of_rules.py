"""Where the numbers one and two may stand in the rules, and why; and that what is not found, or not on file, is nothing.

Figures come from cards, and in the grains of the rules one and two are nothing that anyone pays, weighs or measures: 0.0001 of the currency, 0.001 %.
So a rule that adds, starts from or compares with them, where nothing is meant, says something false that no amount to the cent shows.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache

import pytest

from logicost.fees.cards import NO_STEP
from logicost.inputs.scalar import INPUTS
from logicost.programs import build_plan, programs_of
from logicost.rules.columns.bounds import Bounds
from logicost.rules.expressions import (
    DOWN,
    HALF_UP,
    UP,
    Binary,
    Cell,
    Constant,
    Divide,
    Expression,
    FindRow,
    Not,
    Reference,
    Select,
    nodes_of,
)
from logicost.rules.plan import Plan, Step
from logicost.tables.shelf import find_market, open_shelf
from logicost.tables.status import Status

DAYS = {
    "US": ("2024-06-10", "2024-12-01", "2025-03-20", "2026-02-10", "2026-07-01", "2027-02-01"),
    "UK": ("2024-11-10", "2025-11-20", "2026-07-20"),
    "DE": ("2025-05-20", "2026-07-20"),
}
PLANS = [(market, day) for market, days in DAYS.items() for day in days]
TRUTHS = {"<", "<=", ">", ">=", "=", "and", "or"}
ANY = ".*"
CARRIERS = "(amazon_shipping|flat|fedex_ground|ups_ground|usps_ground_advantage|usps_priority_mail|royal_mail|parcelforce|dhl_paket)"
OWN_FIGURES = (
    rf"{CARRIERS}.*_(card|postage)_status|(.*_(mcf|fba)_|fba_)fulfillment_status|(.*_)?referral_status|inbound_(defect|placement)_status"
    "|liquidation_per_unit_status|prep_status|returns_unit_fee_status"
)
PROJECTED = "(closing_refund|fba_fulfillment|low_inventory_level|mcf_options|placement|returns_processing|storage|storage_utilization)_status"

# role of the number and kind of what it stands beside or stands for: where one may stand, and where two
PLACES: dict[tuple[str, str], tuple[str, str]] = {
    # numbers of words, of rows and of things that are listed
    ("=", "count"): (ANY, ANY),
    ("=", "word"): (ANY, ANY),
    ("find", "key"): (ANY, ANY),
    ("then", "word"): (ANY, ANY),
    ("else", "word"): ("sfp_size_class|size_group|storage_goods_.*", "grade_and_resell_class|stock_route"),
    ("step", "word"): ("(disposal|removal)_special_class", ""),
    ("then", "row"): ("ebay_row|packed_grid", "packed_grid"),
    ("then", "count"): (".*_(card|reason)", ".*_(card|reason)"),
    ("else", "count"): (".*_(card|reason)", ".*_(card|reason)"),
    # counts of units and zones
    (">", "count"): ("order_has_several_units|packing_is_assumed", ""),
    (">=", "count"): ("sfp_(one_day|two_days)_share", "sfp_(one_day|two_days)_share"),
    ("-", "count"): ("mcf_unit_column", ""),
    ("-", "day"): ("aged_inventory_month_.*", ""),  # the day before a snapshot
    # what is divided by is never nothing: no box without units, no ratio to nothing, no side and no weight of nothing
    ("divisor", ""): ("awd_box_volume|packed_(grid|surface)", "packed_(grid|surface)"),
    ("max", "count"): ("awd_processing|awd_volume", ""),
    ("max", "money"): (".*/(margin|roi)|sale_price", ""),
    ("max", "length"): (".*(longest|median|shortest|_if_(longer|shorter))", ""),
    ("max", "weight"): (".*_if_(longer|shorter)(_row|_weight_above)?", ""),
    # twice the other sides in a girth, both sides of a grid
    ("*", "length"): ("", ".*(length_plus_girth|_format|packed_grid|packed_surface)|fits_special_oversize_.*"),
    # that several percentages come together: a sum of flags above one
    (">", "flag"): ("(expedited|priority|standard)_mcf_fulfillment_status|(fedex|ups)_ground(_retail)?_card_status", ""),
    # yes
    ("=", "flag"): ("stock_is_pan_european", ""),
    ("and", "flag"): ("(fedex|ups)_ground(_retail)?_remark_[01]", ""),
    ("condition", ""): ("disposal_per_unit|removal_per_unit|liquidation_processing", ""),
    ("step", "flag"): ("always|(fba_fulfillment|referral)_applies|seller_is_registered", ""),
    ("then", "flag"): (
        "awd_rate_is_not_offered_.|inbound_defect_has_average|(inbound_placement|storage)_applies|placement_is_charged|prep_is_(gap|withdrawn)", "",
    ),
    ("else", "flag"): ("awd_rate_is_not_offered_.|inbound_defect_has_average|inbound_placement_applies|prep_is_(gap|withdrawn)", ""),
    # one is the seller's own figure, two is projected; of both there is mention where cards are chosen or own figures are taken
    ("=", "status"): (".*/goes_by_category", ".*/is_projected"),
    ("step", "status"): ("(direct_)?own_(channel|payment)_fee_status", "selling_plan_status"),
    ("then", "status"): (OWN_FIGURES, PROJECTED),
    ("else", "status"): ("prep_status", "(awd_.*|inbound_defect|placement|prep|storage)_status"),
    ("max", "status"): (rf"{CARRIERS}.*_faster_delivery_status|grade_and_resell_per_unit_status", ANY),
}  # fmt: skip


def kind_of(plan: Plan, node: Expression) -> str:
    """What an expression counts; nothing for a number alone."""
    match node:
        case Reference(name):
            return plan.steps[name].kind.value if name in plan.steps else INPUTS[name].kind.value
        case Cell():
            return "status" if node.column.endswith("status") else node.column
        case Binary() | Not() if isinstance(node, Not) or node.operator in TRUTHS:
            return "flag"
        case Binary(_, left, right) | Select(_, left, right):
            return kind_of(plan, left) or kind_of(plan, right)
        case Divide():
            return kind_of(plan, node.numerator)
        case _:
            return ""


def numbers_in(plan: Plan, step: Step, node: Expression, role: str, kind: str) -> Iterator[tuple[int, str, str]]:
    """Each number of an expression, its role and the kind of what it stands beside or stands for."""
    match node:
        case Constant(value):
            yield value, role, kind
        case Binary(operator, left, right):
            for one, other in ((left, right), (right, left)):
                yield from numbers_in(plan, step, one, operator, kind_of(plan, other) or step.kind.value)
        case Select(condition, then, otherwise):
            yield from numbers_in(plan, step, condition, "condition", "")
            yield from numbers_in(plan, step, then, "then", step.kind.value)
            yield from numbers_in(plan, step, otherwise, "else", step.kind.value)
        case Divide():
            yield from numbers_in(plan, step, node.numerator, "divided", step.kind.value)
            yield from numbers_in(plan, step, node.divisor, "divisor", "")
        case FindRow():
            for part in node.parts:
                yield from numbers_in(plan, step, part, "find", "key")
        case _:
            for part in node.parts:
                yield from numbers_in(plan, step, part, type(node).__name__, "flag")


@cache
def plan_of(market: str, day: str) -> Plan:
    found = find_market(market)
    return build_plan(found, dt.date.fromisoformat(day), open_shelf(), tuple(programs_of(found)))


@pytest.mark.parametrize(("market", "day"), PLANS)
def test_one_and_two_stand_only_where_they_mean_something(market: str, day: str) -> None:
    plan = plan_of(market, day)
    seen, odd = 0, []
    for step in plan.steps.values():
        for value, role, kind in numbers_in(plan, step, step.expression, "step", step.kind.value):
            if value in (1, 2):
                seen += 1
                if not re.fullmatch(PLACES.get((role, kind), ("", ""))[value - 1] or "(?!)", step.name):
                    odd.append((step.name, role, kind, value))
    assert odd == [], "say in PLACES what the number means there"
    assert seen > 150


@pytest.mark.parametrize(("market", "day"), PLANS)
def test_where_no_row_is_found_no_figure_is_made_up(market: str, day: str) -> None:
    """An amount or rate is nothing then; a status exact, where the line does not stand without a row, or else unsourced."""
    for step in plan_of(market, day).steps.values():
        for node in nodes_of(step.expression):
            if isinstance(node, Cell):
                if node.column == "per":  # a divisor
                    assert node.missing == NO_STEP, step.name
                elif node.column in ("across", "along"):  # counts of units
                    assert node.missing == 1, step.name
                elif node.column.endswith("status"):
                    assert node.missing in (Status.EXACT, Status.UNSOURCED), (step.name, node.column)
                else:
                    assert node.missing == 0, (step.name, node.column)


@pytest.mark.parametrize(("market", "day"), PLANS)
def test_figures_that_are_not_on_file_are_nothing_in_tables(market: str, day: str) -> None:
    """And no card says that a figure is the seller's own, or projected: that is found out by the day."""
    tables = {
        id(node.table): node.table
        for step in plan_of(market, day).steps.values()
        for node in nodes_of(step.expression)
        if isinstance(node, Cell)
    }
    known = 0
    for table in tables.values():
        for row in table.rows:
            cells = dict(zip(table.columns, row.values, strict=True))
            statuses = {name: value for name, value in cells.items() if name.endswith("status")}
            known += len(statuses)
            assert set(statuses.values()) <= {Status.EXACT, Status.ESTIMATE, Status.UNSOURCED}, (table.name, cells)
            if (
                statuses.get("status") == Status.UNSOURCED and cells.get("per", NO_STEP) == NO_STEP
            ):  # of steps the base may be on file
                assert not any(cells.get(name, 0) for name in ("amount", "base", "plus", "rate")), (table.name, cells)
    assert known > 100


@pytest.mark.parametrize(("market", "day"), PLANS)
def test_what_steps_come_to_is_explained(market: str, day: str) -> None:
    steps = plan_of(market, day).steps
    notes = {name: step.note for name, step in steps.items() if f"{name}_has_steps" in steps}
    assert all(notes.values())
    assert notes.get("fba_standard", notes.get("fba_fulfillment")) == "base + plus x steps"
    assert notes.get("removal_per_unit", "by size class and shipping weight") == "by size class and shipping weight"


# comparisons that hold whatever is given, as the card of the day has such a figure, or none
DECIDED = {
    "(fedex|ups)_ground(_retail)?_billable_weight": "every parcel has a dimensional weight, where there is no volume below which it has none",
    "storage_has_free_days": "of every size some days are free",
    "buy_with_prime_service_minimum_is_open": "the lower of two minimums is lower",
    "sfp_speed_is_open": "what Prime asks for is not on file",
}


@pytest.mark.parametrize(("market", "day"), PLANS)
def test_every_comparison_asks_something(market: str, day: str) -> None:
    """No order of an input and a number is decided by what the input can be, and none at all holds whatever is given: nothing is
    more than -1 or less than -1 that stands for what is not given, and what cannot be below nothing is at least nothing."""
    plan = plan_of(market, day)
    bounds = Bounds({name: (each.smallest, each.largest) for name, each in INPUTS.items()})
    seen = 0
    for step in plan.steps.values():
        for node in nodes_of(step.expression):
            if isinstance(node, Binary) and node.operator in ("<", "<=", ">", ">="):
                seen += 1
                low, high = bounds.of(node)
                of_input = any(isinstance(part, Reference) and part.name in INPUTS for part in node.parts)
                if low == 1 or (of_input and high == 0):
                    assert any(re.fullmatch(each, step.name) for each in DECIDED), (step.name, node)
        bounds.add(step)
    assert seen > 100


LESSER = (
    # of ages and days the earlier, of counts and months no more than there can be; sides in order; caps of fees; the rest of a share
    "aged_inventory_(month|snapshots)_.*|months_stored_.*|(own_|parcel_)?(median|shortest)|parcel_is_given|packed_(depth|height|width|surface)"
    "|(.*_)?refund_administration_fee|tiktok_kept|storage|storage_cost_per_volume|unit_storage_volume|sfp_faster_zone_.|mcf_unit_column|.*_tax_on_fees_status"
)


@pytest.mark.parametrize(("market", "day"), PLANS)
def test_the_lesser_is_taken_only_where_something_is_capped(market: str, day: str) -> None:
    """Floors are the greater of an amount and nothing; of how well two figures are known the worse counts."""
    for step in plan_of(market, day).steps.values():
        lesser = any(isinstance(node, Binary) and node.operator == "min" for node in nodes_of(step.expression))
        assert not lesser or re.fullmatch(LESSER, step.name), step.name


ROUNDED = {  # all else is rounded half-up
    # started steps of a fee, dimensional weights, layers of a grid, the density that decides whether sides can be right
    ".*_steps|.*dimensional_weight(_of_.*)?|packed_(grid|layers|surface)|is_denser_than_.*|parcel_is_too_small": {UP},
    rf"{CARRIERS}.*_(longest|median|shortest)": {UP, HALF_UP},  # as the carrier's card says, up or to the nearest
    "storage|unit_storage_volume": {DOWN, HALF_UP},  # whole parts, and the rest beside them
}


@pytest.mark.parametrize(("market", "day"), PLANS)
def test_what_is_rounded_up_and_down(market: str, day: str) -> None:
    for step in plan_of(market, day).steps.values():
        allowed = next((ways for name, ways in ROUNDED.items() if re.fullmatch(name, step.name)), {HALF_UP})
        for node in nodes_of(step.expression):
            assert not isinstance(node, Divide) or node.rounding in allowed, (step.name, node.rounding)
