"""AWD processing: by the box, shared by its units."""

from __future__ import annotations

from logicost.fees.awd import Rates, by_awd_rate
from logicost.fees.charge import Charge, line
from logicost.fees.declared import by_word, card_of, mapping, money_of
from logicost.fees.known import estimate_where
from logicost.inputs.fields import NOT_GIVEN
from logicost.rules.expressions import HALF_UP, maximum, total
from logicost.rules.plan import Kind


@card_of("awd_processing/1")
class Processing:
    rates: dict[str, Rates] = by_word(mapping(money_of), "inbound", "outbound")


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
        fee.by_card(lambda card: total(*(by_awd_rate(plan, rates) for rates in card.rates.values()))),
        Kind.MONEY,
        "inbound, where it is charged, and outbound",
    )
    fee.amount(box.divided_by(maximum(units, 1), HALF_UP), "shared by the units of the box")
    older = fee.card_may_be_older("awd_received_day_is_open")
    fee.tell_older_card(older, "fees of AWD are")
    fee.status(estimate_where(older))
    fee.why("{awd_processing_box} per box of {units_per_box} units")
