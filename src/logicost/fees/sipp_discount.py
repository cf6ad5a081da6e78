"""Ships in Product Packaging discount: off the fee of certified products, after the surcharge.

``round_half_up(fee x 1.035) - discount`` (settled by real charges). Tiers that the card does not list get none; whether
dangerous goods get one is not published.
"""

from __future__ import annotations

from logicost.fees.banded import look_up_banded
from logicost.fees.charge import Charge, line
from logicost.fees.known import estimate_where
from logicost.fees.product_type import DANGEROUS_GOODS
from logicost.rules.expressions import FALSE, select
from logicost.rules.plan import Kind, Plan, defines
from logicost.tables.status import Status


@line("sipp_discount", "fulfillment", "Ships in Product Packaging discount", "fba", after="fuel_surcharge")
def sipp_discount(fee: Charge) -> None:
    plan, card = fee.plan, fee.card
    if fee.is_missing(plan.input("sipp") & ~plan["fba_fulfillment_is_own"], "; give fba_fulfillment_rate"):
        return
    looked = look_up_banded(fee, "sipp_listed", card)
    by_goods = "sipp_product_type" in card.keys
    dangerous = plan["product_type"].equals(DANGEROUS_GOODS) if by_goods else FALSE
    fee.amount(0 - looked.amount, "taken off after the surcharge")
    note = "whether dangerous goods get the discount is not published"
    guessed = estimate_where(plan["category_decides_fulfillment"])
    fee.status(
        looked.status, select(dangerous, Status.UNSOURCED, guessed), note=note if by_goods else "the cell's own status"
    )
    listed = plan.input("sipp") & looked.found() & ~plan["fba_fulfillment_is_own"]
    certified = fee.applies(listed, "certified, in a tier of the card; your own fulfillment fee contains it")
    is_open = fee.step("sipp_discount_is_open", certified & dangerous, Kind.FLAG)
    fee.why("whether certified dangerous goods get the discount is not published", is_open)
    fee.why(f"{{sipp_listed}} off for {{{card.keys[-1]}}}, {{{card.along}}}")


@defines("sipp_product_type")
def sipp_product_type(plan: Plan) -> None:
    """Dangerous goods are looked up as other goods only to learn whether the tier is listed at all."""
    dangerous = plan["product_type"].equals(DANGEROUS_GOODS)
    goods = select(dangerous, 0, plan["product_type"])
    plan.step("sipp_product_type", goods, Kind.WORD, words=plan.vocabulary("product_type"))
