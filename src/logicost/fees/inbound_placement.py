"""FBA inbound placement service fee (Seller Central GC3Q44PBK8BXQW3Z): per unit received, by size tier, shipping weight and
into how many places a shipment is split.

"Amazon publishes ranges, not exact prices": the rate depends on the receiving location and appears in the shipment
workflow. A quote uses the middle of the range unless told otherwise, always as an estimate; the seller's own rate
replaces it. Extra-large units are never charged.
"""

from __future__ import annotations

from dataclasses import dataclass

from logicost.fees.cards import read_card, reads, weight_bands
from logicost.fees.new_selection import find_waiver
from logicost.fees.size_tier import tier_names
from logicost.inputs.fields import FIELD, NOT_GIVEN
from logicost.rules.expressions import FALSE, HALF_UP, Cell, Expression, FindRow, Reference, maximum, select
from logicost.rules.plan import Kind, Line, Plan, ProgramPlan
from logicost.rules.table import NO_LIMIT, NO_ROW, Row, Table, make_table
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition
from logicost.tables.status import Status

PLACEMENTS = FIELD["placement"].words
OPTIMIZED = PLACEMENTS.index("optimized")
LOW, HIGH = (FIELD["placement_point"].words.index(word) for word in ("low", "high"))
_COLUMNS = ("low", "high", "low_status", "high_status")


@dataclass(frozen=True, slots=True)
class InboundPlacement:
    """`rows`: (size tier, row by placement and shipping weight)."""

    never_charged: tuple[str, ...]
    rows: tuple[tuple[str, Row], ...]


@reads("inbound_placement/1")
def read_inbound_placement(edition: Edition, body: Cursor) -> InboundPlacement:
    never_charged = tuple(tier.text() for tier in body.need("never_charged").list())
    optimized = body.need("optimized").money()
    rows: list[tuple[str, Row]] = []
    for tier, band_table in body.need("rates").items():
        rows.append((tier.text(), Row((OPTIMIZED,), NO_LIMIT, (optimized, optimized, 0, 0))))
        for upper, cell in weight_bands(band_table):
            for option in ("minimal", "partial"):
                ends = _range(cell.need(option))
                rows.append((tier.text(), Row((PLACEMENTS.index(option),), upper, ends)))
            cell.done()
    return InboundPlacement(never_charged, tuple(rows))


def _range(cursor: Cursor) -> tuple[int, int, int, int]:
    """``[0.16, 0.30]``, the ends of the range; either end, or the whole, may be unsourced."""
    if cursor.is_gap():
        return 0, 0, int(Status.UNSOURCED), int(Status.UNSOURCED)
    ends = cursor.list()
    if len(ends) != 2:
        cursor.fail("must be the low and the high end of a range, or unsourced")
    low, high = (end.or_gap(end.money) for end in ends)
    if low is not None and high is not None and low > high:
        cursor.fail("must have the low end first")
    statuses = [int(Status.UNSOURCED if end is None else Status.ESTIMATE) for end in (low, high)]
    return low or 0, high or 0, statuses[0], statuses[1]


def add_inbound_placement(plan: Plan, program: ProgramPlan) -> None:
    """The fee's line, where `placement` or the seller's own rate is given; a note where neither is."""
    choice = plan.choose("inbound_placement")
    if choice.nothing_charged:
        return
    if not plan.has("inbound_placement"):
        _add_steps(plan)
    waiver = find_waiver(plan, "inbound_placement")
    program.lines.append(
        Line(
            "inbound_placement",
            "inbound",
            "inbound_placement",
            "inbound_placement_line_status",
            "inbound_placement_applies",
            choice.edition.id if choice.edition else None,
            (
                *([("placement_is_waived", waiver.why())] if waiver else []),
                ("placement_rate_is_given", "your own rate of {placement_rate} per unit"),
                (
                    "placement_lacks_low_end",
                    "{placement}, {size_tier}, {shipping_weight}: only the high end of the range, {placement_high}, is on file; give placement_rate, or ask for placement_point=high",
                ),
                (
                    "placement_is_unsourced",
                    "{placement}, {size_tier}, {shipping_weight}: no such figure is on file; give placement_rate, as the shipment workflow shows it",
                ),
                ("placement_is_optimized", "no fee for optimized splits"),
                (
                    None,
                    "{placement}, {size_tier}, {shipping_weight}: published as a range from {placement_low} to {placement_high}; give placement_rate for your own",
                ),
            ),
            own="placement_rate_is_given",
            waiver=("placement_is_waived", waiver.edition) if waiver else None,
        )
    )
    program.notes.append(("placement_is_left_out", "inbound placement is not included: give placement"))


def _add_steps(plan: Plan) -> None:
    choice = plan.choose("inbound_placement")
    source = choice.edition.id if choice.edition else None
    wanted, own_rate = plan.input("placement"), plan.input("placement_rate")
    own = plan.step("placement_rate_is_given", own_rate > NOT_GIVEN, Kind.FLAG, "the seller's own rate")
    charged = ~_never_charged(plan)
    waiver = find_waiver(plan, "inbound_placement")
    waived = waiver.flag(plan, "placement_is_waived", charged) if waiver else FALSE
    plan.step(
        "inbound_placement_applies",
        charged & ((wanted > NOT_GIVEN) | own | waived),
        Kind.FLAG,
        "placement is given; extra-large units are never charged",
        source,
    )
    plan.step("placement_is_left_out", charged & wanted.equals(NOT_GIVEN) & ~(own | waived), Kind.FLAG)
    plan.step("placement_is_optimized", wanted.equals(OPTIMIZED), Kind.FLAG, "no fee for optimized splits")
    amount, status = _by_card(plan, wanted)
    unsourced = plan.step("placement_is_unsourced", status.equals(Status.UNSOURCED), Kind.FLAG)
    plan.step("placement_lacks_low_end", unsourced & (plan["placement_high"] > 0), Kind.FLAG)
    paid, paid_status = select(own, own_rate, amount), select(own, int(Status.OVERRIDE), status)
    plan.step(
        "inbound_placement",
        select(waived, 0, paid) if waiver else paid,
        Kind.MONEY,
        "the seller's own rate, else the card",
    )
    plan.step(
        "inbound_placement_line_status",
        select(waived, int(waiver.status), paid_status) if waiver else paid_status,
        Kind.STATUS,
        "a point of a published range is an estimate",
    )


def _never_charged(plan: Plan) -> Expression:
    choice = plan.choose("inbound_placement")
    card: InboundPlacement | None = read_card(choice.edition) if choice.edition else None
    names = tier_names(plan.shelf, plan.market)
    tiers = [names.number(tier) for tier in card.never_charged if tier in names] if card else []
    return plan["size_tier"].is_one_of(*tiers)


def _by_card(plan: Plan, wanted: Reference) -> tuple[Reference, Reference]:
    """Steps for the ends of the range, the point that is used and its status."""
    choice = plan.choose("inbound_placement")
    source = choice.edition.id if choice.edition else None
    table = _table(plan)
    row = plan.step(
        "inbound_placement_row",
        FindRow(table, (plan["size_tier"], maximum(wanted, 0)), plan["shipping_weight"]),
        Kind.ROW,
        f"the row of {table.name}",
        source,
    )
    low = plan.step("placement_low", Cell(table, row, "low", 0), Kind.MONEY, "the low end of the range", source)
    high = plan.step("placement_high", Cell(table, row, "high", 0), Kind.MONEY, "the high end of the range", source)
    low_status = Cell(table, row, "low_status", int(Status.UNSOURCED))
    high_status = Cell(table, row, "high_status", int(Status.UNSOURCED))
    point = plan.input("placement_point")
    amount = plan.step(
        "placement_point_of_range",
        select(point.equals(LOW), low, select(point.equals(HIGH), high, (low + high).divided_by(2, HALF_UP))),
        Kind.MONEY,
        "the middle of the range, to 0.0001, unless placement_point asks for an end",
        source,
    )
    by_point = select(
        point.equals(LOW), low_status, select(point.equals(HIGH), high_status, maximum(low_status, high_status))
    )
    status = plan.step(
        "placement_status",
        select(row > NO_ROW, maximum(by_point, int(choice.status)), int(Status.UNSOURCED)),
        Kind.STATUS,
        choice.why or "a point of a published range is an estimate",
        source,
    )
    return amount, status


def _table(plan: Plan) -> Table:
    choice = plan.choose("inbound_placement")
    if choice.edition is None:
        return make_table("no inbound_placement card", ("size_tier", "placement"), "shipping_weight", _COLUMNS, [])
    card: InboundPlacement = read_card(choice.edition)
    names = tier_names(plan.shelf, plan.market)
    rows = [Row((names.number(tier), *row.keys), row.upper, row.values) for tier, row in card.rows]
    return make_table(choice.edition.id, ("size_tier", "placement"), "shipping_weight", _COLUMNS, rows)
