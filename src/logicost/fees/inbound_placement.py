"""FBA inbound placement service fee (Seller Central GC3Q44PBK8BXQW3Z): per unit received, by size tier, shipping weight and
into how many places a shipment is split.

"Amazon publishes ranges, not exact prices": the rate depends on the receiving location and appears in the shipment
workflow. A quote uses the middle of the range unless told otherwise, always as an estimate; the seller's own rate
replaces it. Extra-large units are never charged.
"""

from __future__ import annotations

from logicost.fees.charge import Charge, line
from logicost.fees.known import estimate_where, own_or
from logicost.fees.new_selection import waivers_by
from logicost.fees.placement_rates import is_charged
from logicost.fees.ranges import HIGH, LOW, look_up_range, point_of
from logicost.inputs.fields import NOT_GIVEN
from logicost.rules.expressions import FALSE, maximum, select, some
from logicost.rules.plan import Kind
from logicost.tables.status import Status


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
    charged = fee.step("placement_is_charged", is_charged(fee), Kind.FLAG, "extra-large units never pay it")
    waivers = [
        (waiver.flag(plan, f"placement_is_waived_{number}", charged & within), waiver)
        for number, (within, waiver) in enumerate(waivers_by(plan, "inbound_placement", "received_day"))
    ]
    waived = some(*(flag for flag, _ in waivers)) if waivers else FALSE
    asked = (wanted > NOT_GIVEN) | own | waived
    fee.applies(charged & asked, "placement is given; extra-large units are never charged")
    fee.note_where("placement_is_left_out", charged & ~asked, "inbound placement is not included: give placement")
    found = look_up_range(fee, "placement", (plan["size_tier"], wanted), plan["shipping_weight"])
    point = plan.input("placement_point")
    amount, status = point_of(fee, "placement", found, plan.is_word(point, LOW), plan.is_word(point, HIGH))
    paid, known = select(own, own_rate, amount), own_or(own, status)
    for flag, waiver in waivers:
        fee.is_waived(flag, waiver.edition)
        fee.why(waiver.why(), flag)
        sure = maximum(waiver.status, estimate_where(plan["received_day_is_open"]))
        paid, known = select(flag, 0, paid), select(flag, sure, known)
    fee.amount(paid, "the seller's own rate, else the card")
    fee.known(known, "a point of a published range is an estimate")
    fee.is_own(own)
    unsourced = plan.step("placement_is_unsourced", status.equals(Status.UNSOURCED), Kind.FLAG)
    of_certain = fee.by_card(lambda card: plan.is_word(wanted, *card.certain), FALSE)
    certain = fee.step("placement_is_certain", of_certain, Kind.FLAG, "such splits have no range")
    older = fee.card_may_be_older("received_day_is_open")
    by_range = charged & (wanted > NOT_GIVEN) & ~(own | certain | waived)
    fee.tell_older_card(plan.step("placement_may_be_older", older & by_range, Kind.FLAG), "inbound placement is")
    unit = "{placement}, {size_tier}, {shipping_weight}:"
    fee.why("your own rate of {placement_rate} per unit", own)
    for end, lacking in ((HIGH, LOW), (LOW, HIGH)):
        fee.why_where(
            f"placement_lacks_{lacking}_end",
            found.statuses[lacking].equals(Status.UNSOURCED) & (found.amounts[end] > 0),
            f"{unit} only the {end} end of the range, {{placement_{end}}}, is on file; give placement_rate, or ask for placement_point={end}",
        )
    fee.why(f"{unit} no such figure is on file; give placement_rate, as the shipment workflow shows it", unsourced)
    fee.why_where("placement_is_free", certain & (plan["placement_middle"] <= 0), "no fee for {placement} splits")
    fee.why("{placement_middle} for {placement} splits", certain)
    fee.why_where(
        "placement_has_no_ends",
        (plan["placement_high"] <= 0) & (plan["placement_middle"] > 0),
        f"{unit} of the published range only the middle, {{placement_middle}}, is on file; give placement_rate for your own",
    )
    fee.why(
        f"{unit} published as a range from {{placement_low}} to {{placement_high}}; give placement_rate for your own"
    )
