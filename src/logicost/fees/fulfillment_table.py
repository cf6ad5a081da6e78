"""By which of the market's tables, tier and weight a unit's fulfilment is priced."""

from __future__ import annotations

from logicost.fees.selected_parcels import selected_parcel_fee
from logicost.fees.vocabularies import selected_parcel_names, tier_names
from logicost.rules.expressions import Expression, first_of, select
from logicost.rules.plan import Kind, Plan, defines

CARDS = ("standard", "low_price", "selected_parcel", "cross_border")


@defines("fulfillment_card", "fulfillment_tier", "fulfillment_weight")
def fulfillment_card(plan: Plan) -> None:
    """By which table, tier and weight the unit's fulfilment is priced."""
    plan["fba_fulfillment"]
    selected = selected_parcel_fee(plan)
    chosen = first_of(
        *(
            (plan[flag], CARDS.index(name))
            for flag, name in (
                ("stock_crosses", "cross_border"),
                ("is_low_priced", "low_price"),
                ("is_selected_parcel", "selected_parcel"),
            )
            if plan.has(flag)
        ),
        otherwise=0,
    )
    card = plan.step("fulfillment_card", chosen, Kind.WORD, "the table of the unit", words=CARDS)
    tiers = tier_names(plan.shelf, plan.market)
    tier: Expression = plan["size_tier"]
    words = (*tiers, *selected_parcel_names(plan.shelf, plan.market))
    if selected is not None:
        tier = select(card.equals(CARDS.index("selected_parcel")), plan["selected_parcel"] + len(tiers), tier)
    plan.step("fulfillment_tier", tier, Kind.WORD, "the tier in that table", words=words)
    weight = select(card.equals(0), plan["shipping_weight"], plan.input("unit_weight"))
    plan.step("fulfillment_weight", weight, Kind.WEIGHT, "the weight that the table goes by")
