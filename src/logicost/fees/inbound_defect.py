"""FBA inbound defect fee: per unit of a shipment that goes to a wrong place, is abandoned or arrives in part; since 2026
also for missing prep and labels.

The cells, by defect and size tier, are not on file; of 2026 "a single charge of about 0.60 per unit on average" is. It is an
estimate, with the range that sources name.
"""

from __future__ import annotations

from logicost.fees.charge import Charge, line
from logicost.fees.declared import card_of, key, money_of, or_gap, range_of
from logicost.fees.known import own_or
from logicost.fees.steps import share_of
from logicost.inputs.fields import NOT_GIVEN
from logicost.rules.expressions import maximum, select
from logicost.rules.plan import Kind
from logicost.tables.status import Status


@card_of("inbound_defect/1")
class InboundDefect:
    """Per unit with a defect: `average` is None where no figure is on file; `range`: the ends that sources name."""

    average: int | None = key(or_gap(money_of))
    range: tuple[int, int] = range_of(money_of)


@line("inbound_defect", "inbound", "FBA inbound defect fee", "fba", after="prep", by="received_day")
def inbound_defect(fee: Charge) -> None:
    """The expected fee, where a share of units with defects is given: the seller's own figure, or the average on file."""
    plan = fee.plan
    given, own = plan.input("inbound_defect_rate"), plan.input("inbound_defect_fee")
    fee.applies(given > 0, "some units are expected to have a defect")
    is_own = fee.step("inbound_defect_is_own", own > NOT_GIVEN, Kind.FLAG, "the seller's own fee")
    each = fee.step(
        "inbound_defect_unit_fee",
        select(is_own, own, fee.by_card(lambda card: card.average or 0)),
        Kind.MONEY,
        "per unit with a defect: yours, or the average",
    )
    fee.amount(share_of(each, maximum(given, 0)), "fee x share of units, to 0.0001")
    has_average = fee.step(
        "inbound_defect_has_average", fee.by_card(lambda card: int(card.average is not None)), Kind.FLAG
    )
    on_file = maximum(Status.ESTIMATE, fee.in_force(lambda choice: choice.status))
    fee.known(own_or(is_own, select(has_average, on_file, Status.UNSOURCED)), "an average is an estimate")
    fee.is_own(is_own)
    fee.why("your fee of {inbound_defect_fee} for {inbound_defect_rate} of the units", is_own)
    low, high = fee.by_card(lambda card: card.range[0]), fee.by_card(lambda card: card.range[1])
    for name, end in (("low", low), ("high", high)):
        fee.step(f"inbound_defect_{name}", end, Kind.MONEY, "an end of the range that sources name")
    between = "{inbound_defect_low} to {inbound_defect_high}"
    fee.why(
        f"Amazon's average of {{inbound_defect_unit_fee}} for {{inbound_defect_rate}} of the units (sources name {between}, by "
        "defect and size tier); give inbound_defect_fee",
        has_average,
    )
    fee.why_where(
        "inbound_defect_has_range",
        high > 0,
        f"the inbound defect fee is not on file (sources name {between} a unit); give inbound_defect_fee",
    )
    fee.why(f"{fee.choice.why or 'the inbound defect fee is not on file'}; give inbound_defect_fee")
