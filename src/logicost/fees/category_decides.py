"""Whether the category, which is not certain, picks the table or the row by which a unit's fulfilment is priced."""

from __future__ import annotations

from logicost.fees.banded import Banded, Case
from logicost.fees.charge import Charge, charge
from logicost.fees.low_price import low_price_decides
from logicost.fees.product_type import tiers_by_goods
from logicost.fees.selected_parcels import selected_parcel_decides
from logicost.fees.stock_place import crossing
from logicost.rules.expressions import FALSE, Reference
from logicost.rules.plan import Kind, Plan, defines


def category_decides(fee: Charge, low: Case | None) -> Reference:
    """Whether the category, which is not certain, picks the table or the row of the unit."""
    plan, card = fee.plan, fee.card
    decides = selected_parcel_decides(plan)
    if low is not None:
        decides = (decides & ~low.applies) | low_price_decides(fee, low, crossing(plan))
    if not isinstance(card, Banded):
        by_goods = plan.is_word(plan["size_tier"], *tiers_by_goods(card.rates))
        decides = decides | (plan["apparel_is_assumed"] & by_goods)
    flag = fee.step(fee.named("category_decides_fulfillment"), decides, Kind.FLAG, "the category is not certain")
    untold = flag & plan["category_is_missing"] & ~plan["category_is_told"]
    is_untold = fee.step(fee.named("fulfillment_category_is_told"), untold, Kind.FLAG, "where no other note says it")
    fee.note("no category was given, and the fulfillment fee goes by it; name the category", is_untold)
    return flag


@defines("category_decides_fulfillment")
def category_decides_fulfillment(plan: Plan) -> None:
    charge(plan, "fba_fulfillment")
    if not plan.has("category_decides_fulfillment"):
        plan.step("category_decides_fulfillment", FALSE, Kind.FLAG, "no card is on file")
