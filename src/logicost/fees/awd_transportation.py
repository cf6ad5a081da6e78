"""AWD transportation to FBA: by the unit of storage volume."""

from __future__ import annotations

from logicost.fees.awd import Rates, by_awd_rate
from logicost.fees.cards import read_card
from logicost.fees.charge import Charge, line
from logicost.fees.declared import by_word, card_of, money_of
from logicost.fees.known import estimate_where
from logicost.fees.volume import MICRO
from logicost.inputs.fields import NOT_GIVEN
from logicost.rules.expressions import HALF_UP
from logicost.rules.plan import Kind


@card_of("awd_transportation/1")
class Transportation:
    rates: Rates = by_word(money_of)


@line(
    "awd_transportation", "inbound", "AWD transportation fee", "fba:awd", after="awd_processing", by="awd_received_day"
)
def awd_transportation(fee: Charge) -> None:
    """A unit's share of the box, at the rate of a unit of volume."""
    plan, unit = fee.plan, fee.plan.market.storage_volume.name
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
    share, volume = plan["awd_volume"], plan["unit_storage_volume"]
    for field in ("box_volume", "box_cubic_feet"):
        fee.refuses(
            f"{field}_is_too_small",
            (plan.input(field) > NOT_GIVEN) & (share * 100 < volume * 99),  # 1 % for sides that were rounded
            "box_too_small",
            field,
            "a box of {awd_box_volume} cannot hold {units_per_box} units of {unit_storage_volume} each",
        )
    rate = fee.by_card(lambda card: by_awd_rate(plan, card.rates))
    rate = fee.step("awd_transportation_rate", rate, Kind.MONEY, f"per {unit}")
    fee.amount((share * rate).divided_by(MICRO, HALF_UP), "volume x rate, to 0.0001")
    older = estimate_where(fee.card_may_be_older("awd_received_day_is_open"))
    fee.status(plan["awd_volume_status"], older, note="an estimate without box_volume")
    fee.why(f"{{awd_volume}} at {{awd_transportation_rate}} a {unit}")
