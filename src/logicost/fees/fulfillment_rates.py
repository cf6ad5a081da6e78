"""The card of the FBA fulfilment fee, and what it says of a unit: by its columns of prices, or by the steps that the card names."""

from __future__ import annotations

from logicost.fees.banded import ASK, Banded, look_up_banded
from logicost.fees.charge import Charge
from logicost.fees.declared import card_of, key
from logicost.fees.price_bands import PriceBands, read_price_bands
from logicost.fees.product_type import product_type_table
from logicost.fees.steps import Looked, look_up, tell_band
from logicost.rules.plan import Kind
from logicost.rules.table import WordTable


@card_of("fba_fulfillment/1")
class Fulfillment:
    """A card whose columns are bands of the price."""

    price_bands: PriceBands = key(lambda cursor, _: read_price_bands(cursor))
    rates: WordTable = key(lambda cursor, edition: product_type_table(edition, cursor, across="price_bands"))


def standard_rate(fee: Charge, name: str) -> Looked:
    """The amount of the card itself, and its reasons."""
    plan, card = fee.plan, fee.card
    if isinstance(card, Banded):
        looked = look_up_banded(fee, name, card)
        tell_band(fee, looked, "{size_tier}, {shipping_weight}: ", ask=ASK)
        return looked
    bands: PriceBands = card.price_bands
    note = "by what the buyer pays for the unit"
    band = fee.step(fee.named("price_band"), bands.number_of(fee.price), Kind.WORD, note, bands.labels)
    looked = look_up(fee, name, card.rates, (plan["product_type"], plan["size_tier"], band), plan["shipping_weight"])
    tell_band(fee, looked, "{product_type}, {size_tier}, {shipping_weight}, price {price_band}: ", ask=ASK)
    return looked
