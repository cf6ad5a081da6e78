"""Units near an edge: whether a millimetre on every side and a gram decide the size tier or the fulfilment fee.

"Real UK charges behave as if each side were 0.1 cm shorter …; per-kg steps of oversize and parcel bands fit best with 1 mm
off every side. Unit weight shows 1 g of the same kindness. Not published": sides are taken as given, and a note says it.
"""

from __future__ import annotations

from logicost.fees.banded import Banded, look_up_banded
from logicost.fees.charge import Charge
from logicost.fees.low_price import LowPrice
from logicost.fees.selected_parcels import selected_by
from logicost.fees.size_tier import Shifted, shifted
from logicost.fees.sourced import sourced
from logicost.rules.expressions import Expression, Reference, first_of
from logicost.rules.plan import Kind

SHORTER = "with sides 1 mm shorter and 1 g less"
LONGER = "with sides 1 mm longer and 1 g more"
KIND = ", as real charges in Europe take it; side_tolerance_mm=1 takes the millimetre off"


def tell_near_an_edge(fee: Charge, crosses: Reference | None) -> None:
    """The notes on the unit's tier and, for local stock, on the fee by its table."""
    plan = fee.plan
    if not plan.market.side_tolerance:
        return
    millimetre, asked = int(1 / plan.market.length_grain), plan.input("side_tolerance_mm") > 0
    for name, sign, lead, tail in (("shorter", -1, SHORTER, KIND), ("longer", 1, LONGER, "")):
        unit = shifted(plan, name, sign * millimetre)
        differs = ~unit.tier.equals(plan["size_tier"]) & ~asked
        flag = plan.step(f"tier_would_be_{name}", differs, Kind.FLAG, "a millimetre on every side and a gram decide it")
        fee.note(f"on the edge of a size tier: {lead} it would be {{{unit.tier.name}}}{tail}", flag)
        if fee.variant or not isinstance(fee.card, Banded):
            continue
        other = _fee_of(fee, unit)
        paid = plan["fba_fulfillment_surcharged" if plan.has("fba_fulfillment_surcharged") else fee.name]
        near = ~other.equals(paid) & unit.tier.equals(plan["size_tier"]) & ~asked & ~plan["fba_fulfillment_is_own"]
        near = near if crosses is None else near & ~crosses
        flag = plan.step(f"fee_would_be_{name}", near, Kind.FLAG, "a millimetre on every side and a gram decide it")
        fee.note(f"on the edge of a band or step of the fulfilment fee: {lead} it would be another{tail}", flag)


def _fee_of(fee: Charge, unit: Shifted) -> Reference:
    """The fulfilment fee of such a unit, by its low-price row, else as a selected parcel, else by the ordinary card."""
    plan, name = fee.plan, f"fba_fulfillment_if_{unit.name}"
    by: dict[str, Expression] = {**unit.measures, "size_tier": unit.tier}
    cases: list[tuple[Expression, Expression]] = []
    low = sourced(plan, "fba_low_price")
    if low.card is not None:
        card: LowPrice = low.card
        looked = look_up_banded(low, f"low_price_if_{unit.name}", card, instead=by)
        cases.append(((fee.price <= plan[fee.named("low_price_limit")]) & looked.found(), looked.amount))
    selected = sourced(plan, "fba_selected_parcels")
    if selected.card is not None:
        parcel = selected_by(plan, f"selected_parcel_if_{unit.name}", unit.tier, unit.measures)
        of = {**by, "selected_parcel": parcel}
        looked = look_up_banded(selected, f"selected_parcel_fee_if_{unit.name}", selected.card, instead=of)
        cases.append((parcel > 0, looked.amount))
    looked = look_up_banded(fee, f"fba_standard_if_{unit.name}", fee.card, instead=by)
    return plan.step(
        name, first_of(*cases, otherwise=looked.amount), Kind.MONEY, f"by sides 1 mm {unit.name}, and a gram"
    )
