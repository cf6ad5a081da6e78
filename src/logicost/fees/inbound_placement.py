"""FBA inbound placement service fee (Seller Central GC3Q44PBK8BXQW3Z): per unit received, by size tier, shipping weight and
into how many places a shipment is split.

"Amazon publishes ranges, not exact prices": the rate depends on the receiving location and appears in the shipment
workflow. A quote uses the middle of the range unless told otherwise, always as an estimate; the seller's own rate
replaces it. Extra-large units are never charged.
"""

from __future__ import annotations

from fractions import Fraction

from logicost.fees.cards import read_card, weight_bands
from logicost.fees.charge import Charge, line
from logicost.fees.declared import amount, card_of, key, words
from logicost.fees.new_selection import waivers_by
from logicost.inputs.fields import NOT_GIVEN
from logicost.money import half_up
from logicost.rules.expressions import FALSE, TRUE, Cell, Expression, Reference, first_of, maximum, select, some
from logicost.rules.plan import Kind
from logicost.rules.table import NO_LIMIT, Table, WordRow, WordTable, word_table
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition
from logicost.tables.status import Status

_COLUMNS = ("low", "middle", "high", "low_status", "middle_status", "high_status")


def _rates(cursor: Cursor, edition: Edition) -> WordTable:
    optimized = edition.body().need("optimized").money()
    rows: list[WordRow] = []
    for tier, band_table in cursor.items():
        rows.append(WordRow((tier.text(), "optimized"), NO_LIMIT, (*[optimized] * 3, *[Status.EXACT] * 3)))
        for upper, cell in weight_bands(band_table):
            rows += [
                WordRow((tier.text(), option), upper, _range(cell.need(option))) for option in ("minimal", "partial")
            ]
            cell.done()
    return _table(edition.id, rows)


@card_of("inbound_placement/1")
class InboundPlacement:
    """`optimized`: of splits that Amazon chooses, which is no range."""

    never_charged: tuple[str, ...] = words()
    optimized: int = amount()
    rates: WordTable = key(_rates)


def _table(name: str, rows: list[WordRow]) -> WordTable:
    return word_table(name, ("size_tier", "placement"), "shipping_weight", _COLUMNS, rows)


def _range(cursor: Cursor) -> tuple[int, ...]:
    """``[0.16, 0.30]``, the ends of the range; either end, or the whole, may be unsourced, and so may both where only
    ``{middle: 0.97}`` is known."""
    if cursor.is_gap():
        return (*[0] * 3, *[Status.UNSOURCED] * 3)
    if cursor.is_mapping():
        middle = cursor.need("middle").money()
        cursor.done()
        return 0, middle, 0, Status.UNSOURCED, Status.ESTIMATE, Status.UNSOURCED
    ends = cursor.list()
    if len(ends) != 2:
        cursor.fail("must be the low and the high end of a range, or unsourced")
    low, high = (end.or_gap(end.money) for end in ends)
    if low is not None and high is not None and low > high:
        cursor.fail("must have the low end first")
    statuses = [int(Status.UNSOURCED if end is None else Status.ESTIMATE) for end in (low, high)]
    middle = half_up(Fraction((low or 0) + (high or 0), 2))
    return low or 0, middle, high or 0, statuses[0], max(statuses), statuses[1]


@line(
    "inbound_placement", "inbound", "FBA inbound placement service fee", "fba", "mcf",
    without=("fba:awd",), after="inbound_defect", by="received_day",
)  # fmt: skip
def inbound_placement(fee: Charge) -> None:
    """Where `placement` or the seller's own rate is given; a note where neither is. AWD's rates contain it.

    By the card of the day on which Amazon received the unit.
    """
    plan = fee.plan
    wanted, own_rate = plan.input("placement"), plan.input("placement_rate")
    own = fee.step("placement_rate_is_given", own_rate > NOT_GIVEN, Kind.FLAG, "the seller's own rate")
    charged = fee.by_card(lambda card: ~plan.is_word(plan["size_tier"], *_known(fee, card)), TRUE)
    charged = fee.step("placement_is_charged", charged, Kind.FLAG, "extra-large units never pay it")
    waivers = [
        (waiver.flag(plan, f"placement_is_waived_{number}", charged & within), waiver)
        for number, (within, waiver) in enumerate(waivers_by(plan, "inbound_placement", "received_day"))
    ]
    waived = some(*(flag for flag, _ in waivers)) if waivers else FALSE
    fee.applies(
        charged & ((wanted > NOT_GIVEN) | own | waived), "placement is given; extra-large units are never charged"
    )
    left_out = plan.step("placement_is_left_out", charged & wanted.equals(NOT_GIVEN) & ~(own | waived), Kind.FLAG)
    fee.note("inbound placement is not included: give placement", left_out)
    amount, status = _by_card(fee, wanted)
    paid, known = select(own, own_rate, amount), select(own, Status.OVERRIDE, status)
    for flag, waiver in waivers:
        fee.is_waived(flag, waiver.edition)
        fee.why(waiver.why(), flag)
        sure = maximum(waiver.status, select(plan["received_day_is_open"], Status.ESTIMATE, 0))
        paid, known = select(flag, 0, paid), select(flag, sure, known)
    fee.amount(paid, "the seller's own rate, else the card")
    fee.known(known, "a point of a published range is an estimate")
    fee.is_own(own)
    unsourced = plan.step("placement_is_unsourced", status.equals(Status.UNSOURCED), Kind.FLAG)
    lacks_low = plan.step("placement_lacks_low_end", unsourced & (plan["placement_high"] > 0), Kind.FLAG)
    optimized = plan.step("placement_is_optimized", plan.is_word(wanted, "optimized"), Kind.FLAG)
    older = fee.card_may_be_older("received_day_is_open")
    by_range = charged & (wanted > NOT_GIVEN) & ~(own | optimized | waived)
    fee.tell_older_card(plan.step("placement_may_be_older", older & by_range, Kind.FLAG), "inbound placement is")
    unit = "{placement}, {size_tier}, {shipping_weight}:"
    fee.why("your own rate of {placement_rate} per unit", own)
    fee.why(
        f"{unit} only the high end of the range, {{placement_high}}, is on file; give placement_rate, or ask for placement_point=high",
        lacks_low,
    )
    fee.why(f"{unit} no such figure is on file; give placement_rate, as the shipment workflow shows it", unsourced)
    fee.why("no fee for optimized splits", optimized)
    no_ends = plan.step(
        "placement_has_no_ends", (plan["placement_high"] <= 0) & (plan["placement_middle"] > 0), Kind.FLAG
    )
    fee.why(
        f"{unit} of the published range only the middle, {{placement_middle}}, is on file; give placement_rate for your own",
        no_ends,
    )
    fee.why(
        f"{unit} published as a range from {{placement_low}} to {{placement_high}}; give placement_rate for your own"
    )


def _by_card(fee: Charge, wanted: Reference) -> tuple[Reference, Reference]:
    """Steps for the ends of the range, the point that is used and its status."""
    plan = fee.plan
    rows = {edition: _row(fee, edition, wanted) for edition in fee.editions}

    def cell(name: str, missing: int) -> Expression:
        return fee.in_force(lambda choice: Cell(*rows[choice.edition], name, missing) if choice.edition else missing)

    def point_of(name: str, note: str) -> tuple[Reference, Expression]:
        return fee.step(f"placement_{name}", cell(name, 0), Kind.MONEY, note), cell(f"{name}_status", Status.UNSOURCED)

    low, low_status = point_of("low", "the low end of the range")
    middle, middle_status = point_of("middle", "the middle of the range, to 0.0001")
    high, high_status = point_of("high", "the high end of the range")
    point = plan.input("placement_point")
    at_low, at_high = plan.is_word(point, "low"), plan.is_word(point, "high")
    amount = fee.step(
        "placement_point_of_range",
        first_of((at_low, low), (at_high, high), otherwise=middle),
        Kind.MONEY,
        "the middle of the range, unless placement_point asks for an end",
    )
    by_point = first_of((at_low, low_status), (at_high, high_status), otherwise=middle_status)
    status = fee.step(
        "placement_status",
        maximum(by_point, fee.in_force(lambda choice: choice.status)),
        Kind.STATUS,
        fee.choice.why or "a point of a published range is an estimate",
    )
    return amount, status


def _row(fee: Charge, edition: Edition, wanted: Reference) -> tuple[Table, Reference]:
    """A card's table, and the step that says which of its rows holds."""
    plan, rates = fee.plan, read_card(edition).rates
    if edition is not fee.choice.edition:
        known = plan.vocabulary("size_tier")
        rows = [row for row in rates.rows if row.keys[0] in known]
        rates = rates if len(rows) == len(rates.rows) else _table(rates.name, rows)
    find = plan.find(rates, (plan["size_tier"], wanted), plan["shipping_weight"])
    name = f"inbound_placement_row_{edition.dated}"
    return find.table, plan.step(name, find, Kind.ROW, f"the row of {find.table.name}", edition.id)


def _known(fee: Charge, card: InboundPlacement) -> tuple[str, ...]:
    """The tiers that a card never charges; of an older card, those that the size tiers of the ship date still have."""
    known = fee.plan.vocabulary("size_tier")
    return tuple(tier for tier in card.never_charged if card is fee.card or tier in known)
