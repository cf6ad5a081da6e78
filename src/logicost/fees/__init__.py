"""The registry of fees, in the order of the goods' way; and one module for each fee: how its card is read, its steps.

Columns of every output, the order of a quote's lines, their stages, `tables check` and the list of fees in the docs come
from `FEES`.
"""

from __future__ import annotations

from dataclasses import dataclass

STAGES = ("goods", "inbound", "storage", "fulfillment", "delivery", "returns", "selling", "other")


@dataclass(frozen=True, slots=True)
class Fee:
    """A kind of cost line: its slug, the stage of the goods' way where it falls, and what it is in words."""

    slug: str
    stage: str
    title: str


_IN_ORDER = (
    Fee("cost_of_goods", "goods", "what the goods cost you"),
    Fee("inbound_freight", "inbound", "your freight to the warehouse"),
    Fee("duty", "inbound", "import duty"),
    Fee("prep", "inbound", "FBA prep service"),
    Fee("inbound_defect", "inbound", "FBA inbound defect fee"),
    Fee("inbound_placement", "inbound", "FBA inbound placement service fee"),
    Fee("awd_processing", "inbound", "AWD processing fee"),
    Fee("awd_transportation", "inbound", "AWD transportation fee"),
    Fee("awd_storage", "storage", "AWD storage fee"),
    Fee("storage", "storage", "monthly inventory storage fee"),
    Fee("storage_utilization", "storage", "storage utilization surcharge"),
    Fee("aged_inventory", "storage", "aged inventory surcharge"),
    Fee("lost_and_damaged", "storage", "units that Amazon loses or damages, less what it pays for them"),
    Fee("own_storage", "storage", "your own storage"),
    Fee("fba_fulfillment", "fulfillment", "FBA fulfillment fee"),
    Fee("mcf_fulfillment", "fulfillment", "Multi-Channel Fulfillment fee"),
    Fee("fuel_surcharge", "fulfillment", "fuel and logistics surcharge"),
    Fee("sipp_discount", "fulfillment", "Ships in Product Packaging discount"),
    Fee("bulky_packaging", "fulfillment", "packaging fee for bulky units"),
    Fee("overmax_handling", "fulfillment", "overmax handling fee"),
    Fee("low_inventory_level", "fulfillment", "low-inventory-level fee"),
    Fee("packaging", "fulfillment", "your own packaging"),
    Fee("handling", "fulfillment", "your own handling"),
    Fee("carrier_postage", "delivery", "postage of the carrier"),
    Fee("faster_delivery", "delivery", "faster services that Prime asks for"),
    Fee("refund", "returns", "what buyers get back"),
    Fee("returned_goods", "returns", "returned units that can be sold again"),
    Fee("referral_refund", "returns", "referral fee that comes back on refunds"),
    Fee("refund_administration", "returns", "refund administration fee"),
    Fee("returns_processing", "returns", "returns processing fee"),
    Fee("removal", "returns", "removal of returned units"),
    Fee("disposal", "returns", "disposal of returned units"),
    Fee("liquidation", "returns", "liquidation of returned units"),
    Fee("grade_and_resell", "returns", "returned units that Amazon grades and resells as used"),
    Fee("return_label", "returns", "your return labels"),
    Fee("return_handling", "returns", "your handling of returns"),
    Fee("referral", "selling", "referral fee"),
    Fee("closing", "selling", "closing fee"),
    Fee("channel_fee", "selling", "commission of another channel"),
    Fee("payment", "selling", "payment provider's fee"),
    Fee("selling_plan", "selling", "individual selling plan, per item"),
    Fee("digital_services", "selling", "digital services fee"),
    Fee("advertising", "selling", "your advertising"),
)
FEES: dict[str, Fee] = {fee.slug: fee for fee in _IN_ORDER}
