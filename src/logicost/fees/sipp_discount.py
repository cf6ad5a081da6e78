"""Ships in Product Packaging discount: off the fee of certified products, after the surcharge.

``round_half_up(fee x 1.035) - discount`` (settled by real charges). Tiers that the card does not list get none; whether
dangerous goods get one is not published.
"""

from __future__ import annotations

from logicost.fees.cards import reads
from logicost.fees.charge import Charge, line
from logicost.fees.product_type import DANGEROUS_GOODS, product_type_table
from logicost.fees.steps import look_up
from logicost.rules.expressions import select
from logicost.rules.plan import Kind
from logicost.rules.table import WordTable
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition
from logicost.tables.status import Status


@reads("sipp_discount/1")
def read_sipp_discount(edition: Edition, body: Cursor) -> WordTable:
    return product_type_table(edition, body.need("rates"), 1)


@line(
    "sipp_discount", "fulfillment", "Ships in Product Packaging discount", "fba", after="fuel_surcharge", optional=True
)
def sipp_discount(fee: Charge) -> None:
    plan = fee.plan
    dangerous = plan["product_type"].equals(DANGEROUS_GOODS)
    # dangerous goods are looked up as other goods only to learn whether the tier is listed at all
    goods = plan.step(
        "sipp_product_type",
        select(dangerous, 0, plan["product_type"]),
        Kind.WORD,
        words=plan.vocabulary("product_type"),
    )
    looked = look_up(fee, "sipp_listed", fee.card, (goods, plan["size_tier"], 0), plan["shipping_weight"])
    fee.amount(0 - looked.amount, "taken off after the surcharge")
    fee.status(
        looked.status,
        select(dangerous, int(Status.UNSOURCED), 0),
        note="whether dangerous goods get the discount is not published",
    )
    certified = fee.applies(plan.input("sipp") & looked.found(), "certified, in a tier of the card")
    is_open = fee.step("sipp_discount_is_open", certified & dangerous, Kind.FLAG)
    fee.why("whether certified dangerous goods get the discount is not published", is_open)
    fee.why("{sipp_listed} off for {size_tier}, {shipping_weight}")
