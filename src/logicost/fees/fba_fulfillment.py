"""FBA fulfillment fee: "Fee per unit by size tier, shipping weight and price" (Seller Central GABBX6GZPA8MSZGW).

The ship date picks the card; in the holiday peak a card of its own replaces the normal one. Bands are
upper-inclusive; above the last fixed band a fixed amount for each started step.
"""

from __future__ import annotations

from dataclasses import dataclass

from logicost.fees.cards import reads
from logicost.fees.charge import Charge, line
from logicost.fees.price_bands import PriceBands, read_price_bands
from logicost.fees.product_type import product_type_table
from logicost.fees.steps import look_up, tell_band
from logicost.rules.expressions import select
from logicost.rules.plan import Kind
from logicost.rules.table import WordTable
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition
from logicost.tables.status import Status


@dataclass(frozen=True, slots=True)
class Fulfillment:
    price_bands: PriceBands
    rates: WordTable


@reads("fba_fulfillment/1")
def read_fba_fulfillment(edition: Edition, body: Cursor) -> Fulfillment:
    price_bands = read_price_bands(body.need("price_bands"))
    return Fulfillment(price_bands, product_type_table(edition, body.need("rates"), len(price_bands.labels)))


@line("fba_fulfillment", "fulfillment", "FBA fulfillment fee", "fba")
def fba_fulfillment(fee: Charge) -> None:
    """At the unit's price; the variant ``resale`` at that of a used unit."""
    plan, name = fee.plan, fee.name
    plan["size_tier"], plan["product_type"]
    fee.note(
        "whether shoes pay the apparel rate is not published; quoted as non-apparel, say apparel=true for the other",
        plan["apparel_is_open"],
    )
    if fee.is_missing():
        return
    bands: PriceBands = fee.card.price_bands
    band = fee.step(
        fee.named("price_band"),
        bands.number_of(fee.price),
        Kind.WORD,
        "by what the buyer pays for the unit",
        bands.labels,
    )
    looked = look_up(
        fee, name, fee.card.rates, (plan["product_type"], plan["size_tier"], band), plan["shipping_weight"]
    )
    fee.status(
        looked.status,
        select(plan["apparel_is_open"] & looked.found(), int(Status.ESTIMATE), 0),
        note="an estimate for shoes, as it is not published whether they pay the apparel rate",
    )
    tell_band(fee, looked, "{product_type}, {size_tier}, {shipping_weight}, price {price_band}: ")
