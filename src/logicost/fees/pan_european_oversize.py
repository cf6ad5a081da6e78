"""Pan-European oversize surcharge: on top of the local fee where an oversize unit of Pan-European FBA is delivered from
stock in another country (Rate Card Europe, "Pan-European FBA oversize fees"). Not for special oversize."""

from __future__ import annotations

from logicost.fees.banded import look_up_banded
from logicost.fees.charge import Charge, line
from logicost.fees.steps import tell_band


@line("pan_european_oversize", "fulfillment", "Pan-European oversize surcharge", "fba", after="fba_fulfillment")
def pan_european_oversize(fee: Charge) -> None:
    """In markets of such a network, for units of a tier of the card."""
    plan = fee.plan
    if plan.market.pan_european is None:
        return
    inside = plan["stock_is_pan_european"] & ~plan["fba_fulfillment_is_own"]
    if fee.is_missing(inside & ~plan["stored_as_standard_size"], "; give fba_fulfillment_rate"):
        return
    looked = look_up_banded(fee, fee.name, fee.card, "per unit")
    fee.applies(inside & looked.found(), "Pan-European stock in another country, a tier of the card")
    fee.status(looked.status)
    tell_band(fee, looked, f"{{size_tier}} from {{stock_country}}, {{{fee.card.along}}}: ")
