"""Every input that a user can give, once: its column, meaning, reader, bounds and what stands for 'not given'.

The catalog's columns, the command's options, the keyword arguments of `quote` and the inputs of the rules all come
from this list.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from logicost.inputs.dates import read_day_number
from logicost.inputs.days import LAST_DAY, day_number
from logicost.inputs.readers import (
    RATE_GRAINS,
    Numeric,
    read_count,
    read_flag,
    read_money,
    read_percent,
    read_price,
    read_scaled,
    read_share,
    read_word,
)
from logicost.inputs.words_on_file import WORDS_ON_FILE
from logicost.money import GRAINS_PER_UNIT, MAXIMUM

NOT_GIVEN = -1
SIZED = (("sku",), ("dimensions", "length"), ("weight",))  # what a row needs that is measured: one column of each
SPEEDS = ("standard", "expedited", "priority")  # of MCF
MOST_WORDS = 99  # that a choice may have in a market
FEW_WORDS = 20  # that help lists
SUPPLY_GRAINS = 100  # days of supply are counts of 0.01 day
MONTHLY_GRAINS = 100  # units sold a month are counts of 0.01, as they may be an average
END_OF_LIFE = ("disposal", "removal", "liquidation", "grade_and_resell")
TITLE_MEANING = "what the product is called, shown beside the sku"  # a title is no field: nothing depends on it


@dataclass(frozen=True, slots=True)
class Field:
    """One column.

    Attributes:
        name: the column, option and keyword.
        meaning: help text.
        read: value and field name to whole number; None for columns that are read together with others.
        absent: the number that stands for a value that was not given.
        largest: the largest number that `read` gives; bounds the arithmetic.
        product: whether it is a field of `Product`.
        words: what a choice may say, in the order of its numbers; of a choice whose words are the market's, none.
        of_market: whether it is such a choice: `Vocabulary` has its words.
        numeric: what `read` makes of plain numbers, for those that read numbers.
    """

    name: str
    meaning: str
    read: Callable[[object, str], int] | None = None
    absent: int = 0
    largest: int = 1
    product: bool = False
    words: tuple[str, ...] = ()
    numeric: Numeric | None = None
    of_market: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether it is read by itself, and not together with others."""
        return self.read is not None or self.of_market

    @property
    def examples(self) -> tuple[str, ...]:
        """Words that it may say, in some market at least; for help, and never to go by."""
        return WORDS_ON_FILE[self.name] if self.of_market else self.words

    @property
    def help(self) -> str:
        """The meaning, with the words of all markets where they are few."""
        return f"{self.meaning}: {', '.join(self.examples)}" if 0 < len(self.examples) <= FEW_WORDS else self.meaning


_AMOUNT = Numeric(GRAINS_PER_UNIT, 0, MAXIMUM)
_SUPPLY = Numeric(SUPPLY_GRAINS, 0, 100_000)


def _money(name: str, meaning: str, absent: int = 0, product: bool = False) -> Field:
    return Field(name, meaning, read_money, absent, MAXIMUM * GRAINS_PER_UNIT, product, numeric=_AMOUNT)


def _flag(name: str, meaning: str, absent: int = 0, product: bool = False) -> Field:
    return Field(name, meaning, read_flag, absent, 1, product)


def _choice(name: str, meaning: str, words: tuple[str, ...], absent: int = 0) -> Field:
    return Field(name, meaning, read_word(words), absent, len(words) - 1, words=words)


def _choice_of_market(name: str, meaning: str, absent: int = NOT_GIVEN) -> Field:
    return Field(name, meaning, None, absent, MOST_WORDS, of_market=True)


def _share(name: str, meaning: str, absent: int = NOT_GIVEN, product: bool = False) -> Field:
    return Field(name, f"{meaning}: 8 % or 0.08", read_share, absent, RATE_GRAINS, product)


def _count(name: str, meaning: str, smallest: int, largest: int, absent: int = NOT_GIVEN) -> Field:
    numeric = Numeric(1, smallest, largest, whole=True)
    return Field(name, meaning, read_count(smallest, largest), absent, largest, numeric=numeric)


FIELDS: tuple[Field, ...] = (
    Field("sku", "your name for the product", product=True),
    Field("market", "the Amazon store: US, UK, DE …", product=True),
    Field("dimensions", "the packaged sides in any order: 5.1 x 4.3 x 4.2 in", product=True),
    Field("length", "one packaged side, with dimension_unit or its own unit", product=True),
    Field("width", "another packaged side", product=True),
    Field("height", "the third packaged side", product=True),
    Field("dimension_unit", "the unit of bare sides; default that of the store, in for US", product=True),
    Field("weight", "the packaged unit weight: 14.2 oz, 1 lb 4 oz", product=True),
    Field("weight_unit", "the unit of a bare weight; default that of the store, lb for US", product=True),
    Field(
        "price",
        "what the buyer pays for the unit",
        read_price,
        NOT_GIVEN,
        largest=MAXIMUM * GRAINS_PER_UNIT,
        product=True,
        numeric=replace(_AMOUNT, smallest=1),
    ),
    Field(
        "category",
        "referral category: slug or Amazon's label; default that of all other goods",
        absent=NOT_GIVEN,
        product=True,
    ),
    _flag("category_assumed", "whether the category is a guess: the referral fee is then an estimate"),
    _money("cost", "cost of goods per unit", NOT_GIVEN, product=True),
    _money("inbound_freight", "freight to Amazon or to your warehouse, per unit", NOT_GIVEN, product=True),
    _money("duty", "import duty per unit", product=True),
    _money("own_prep", "your own preparation per unit: labels, bags, work", product=True),
    _money("advertising", "advertising per unit sold", product=True),
    _share("advertising_rate", "advertising as a share of the price (TACoS)", product=True),
    _money("discount", "coupon or promotion per unit; price bands of fulfilment fees stay by price", product=True),
    _flag("apparel", "whether the apparel card applies; default from the category", NOT_GIVEN, product=True),
    _flag("dangerous_goods", "whether Amazon classes it as dangerous goods", product=True),
    _flag("sipp", "whether it is certified to ship in product packaging (SIPP)", product=True),
    Field("on", "the ship date, 2026-11-22; default today"),
    Field(
        "received_on",
        "the day on which Amazon received the unit, for inbound fees; default the ship date less the days stored",
        read_day_number,
        NOT_GIVEN,
        day_number(LAST_DAY),
    ),
    _choice_of_market("placement", "into how many places shipments to Amazon are split, for the inbound placement fee"),
    _choice(
        "placement_point",
        "which point of the published placement range to use; default midpoint",
        ("midpoint", "low", "high"),
    ),
    _money("placement_rate", "your own inbound placement fee per unit; replaces the range", NOT_GIVEN),
    _choice_of_market("amazon_prep", "prep service by Amazon; withdrawn for shipments from 2026-01-01", absent=0),
    _flag("amazon_label", "label service by Amazon; withdrawn for shipments from 2026-01-01"),
    _share("inbound_defect_rate", "units that arrive with an inbound defect, of the units sent"),
    _money("inbound_defect_fee", "your own inbound defect fee per unit with a defect", NOT_GIVEN),
    _share("loss_rate", "units that Amazon loses or damages before an order, of the units sold"),
    _money("manufacturing_cost", "what Amazon reimburses for a lost unit; default the cost of goods", NOT_GIVEN),
    _flag("new_selection", "whether the product is in FBA New Selection, and this unit within its days"),
    _count(
        "new_selection_units_sold",
        "units of the product sold in FBA New Selection before this one; default 0",
        0,
        10_000_000,
        absent=0,
    ),
    _flag("new_seller", "whether the Professional account is in the 365 days after its first unit was received at FBA"),
    _count("days_in_storage", "average days a unit is stored before it sells", 0, 1095),
    _count("inventory_age_days", "age of the unit at the snapshot, for the aged inventory surcharge", 0, 10_000),
    Field(
        "storage_utilization_weeks",
        "storage utilization ratio of the size class in weeks, for the storage utilization surcharge",
        read_scaled(SUPPLY_GRAINS, 1000),
        NOT_GIVEN,
        1000 * SUPPLY_GRAINS,
    ),
    _count("units_per_box", "units in a box, for AWD, which charges per box", 1, 10_000),
    Field(
        "box_volume",
        "volume of a box, for AWD, in the unit in which the store charges storage: cubic feet in the US; default that of its units",
        read_scaled(1_000_000, 1000),
        NOT_GIVEN,
        1000 * 1_000_000,
    ),
    Field(
        "box_cubic_feet",
        "the same in cubic feet in every store, where box_volume is not given",
        read_scaled(1_000_000, 1000),
        NOT_GIVEN,
        1000 * 1_000_000,
    ),
    _count("awd_days_in_storage", "average days a unit is stored in AWD before it moves to FBA", 0, 1095),
    _choice_of_market("awd_rate", "your AWD rate; default base", absent=0),
    _choice_of_market("awd_region", "where AWD stores; default other"),
    _flag("awd_auto_replenished", "whether AWD replenished 70 % or more of the units by itself in the last 90 days"),
    Field(
        "monthly_units",
        "units sold a month, for the month's profit; with average_inventory instead of days_in_storage",
        read_scaled(MONTHLY_GRAINS, 10_000_000),
        NOT_GIVEN,
        10_000_000 * MONTHLY_GRAINS,
        numeric=Numeric(MONTHLY_GRAINS, 0, 10_000_000),
    ),
    Field("average_inventory", "average units in stock; with monthly_units instead of days_in_storage"),
    Field(
        "days_of_supply_30",
        "historical days of supply, 30-day window",
        read_scaled(SUPPLY_GRAINS, 100_000),
        NOT_GIVEN,
        100_000 * SUPPLY_GRAINS,
        numeric=_SUPPLY,
    ),
    Field(
        "days_of_supply_90",
        "historical days of supply, 90-day window",
        read_scaled(SUPPLY_GRAINS, 100_000),
        NOT_GIVEN,
        100_000 * SUPPLY_GRAINS,
        numeric=_SUPPLY,
    ),
    _count("units_shipped_7", "units shipped in the last 7 days", 0, 10_000_000),
    _count("units_per_order", "all units in the order", 1, 1000, absent=1),
    Field("parcel", "the packed parcel's own sides, where they are known; default its units, packed in a grid"),
    _money("shipping_charged", "what the buyer pays for shipping, per order: revenue, and fees are charged on it"),
    _share("return_rate", "units that come back, of the units sold"),
    _share("resellable_rate", "returned units that can be sold again, of the units that come back"),
    _count("units_shipped_month", "units of the product shipped in the month, for returns processing", 0, 10_000_000),
    _share("return_threshold", "your category's return rate threshold, where none is on file"),
    _money("returns_processing_rate", "your own returns processing fee per unit charged; replaces the card", NOT_GIVEN),
    _choice("unsellable_returns", "what becomes of returned units that cannot be sold again", END_OF_LIFE, NOT_GIVEN),
    _share("liquidation_recovery", "what liquidators pay, of the price; default the middle of the published range"),
    _money("resale_value", "what a used unit sells for, for unsellable_returns grade_and_resell", NOT_GIVEN),
    _money("return_label", "your own cost of a return label, per unit that comes back", NOT_GIVEN),
    _money("return_handling", "your own cost of handling a return, per unit that comes back"),
    Field("zone", "carrier zone, a word of the market's cards; 1 to 9 in the US"),
    Field("zone_mix", "shares of zones in percent: 2:10,5:60,8:30; default a national mix"),
    _count("one_day_up_to_zone", "the farthest zone that your service reaches in one day, for Prime; 0 for none", 0, 9),
    _count("two_days_up_to_zone", "the farthest zone that it reaches in two days, for Prime; 0 for none", 0, 9),
    _money("one_day_postage", "own postage per order of a service that delivers in one day, for Prime", NOT_GIVEN),
    _money("two_days_postage", "own postage per order of a service that delivers in two days, for Prime", NOT_GIVEN),
    _money("packaging", "own packaging per order", NOT_GIVEN),
    _money("handling", "own handling (pick and pack) per order", NOT_GIVEN),
    _money("own_storage", "own storage per unit", NOT_GIVEN),
    _money("postage", "own postage per order; replaces the carrier's card", NOT_GIVEN),
    _choice_of_market(
        "carrier_rates",
        "which of a carrier's prices, where they are on file: its commercial (the usual), retail (counter) or online ones",
        absent=0,
    ),
    _flag("residential", "whether the parcel goes to a home; default true", 1),
    _choice_of_market(
        "delivery_area", "class of the destination's ZIP code in the carrier's list, for the delivery area surcharge"
    ),
    Field(
        "fuel_percent",
        "the carrier's fuel surcharge of the week, in percent",
        read_percent,
        NOT_GIVEN,
        10 * RATE_GRAINS,
        numeric=Numeric(RATE_GRAINS // 100, 0, 1000),
    ),
    _share("postage_discount", "your share off the carrier's card, surcharges and fuel included"),
    _choice_of_market("channel", "where the order was placed"),
    _choice_of_market(
        "channel_category",
        "the product's category on a channel whose commission goes by it; default the channel's own for everything else",
    ),
    _share("sales_tax", "sales tax that the buyer pays on top; part of what eBay and payment providers charge on"),
    _choice_of_market("payment", "who takes the payment of direct and Shopify orders"),
    _choice_of_market("shopify_plan", "your Shopify plan; default the cheapest"),
    _choice_of_market("ebay_store", "your eBay store subscription; default none", absent=0),
    _share("channel_rate", "your own commission on another channel, of what the buyer pays; replaces its card"),
    _share(
        "payment_rate", "your own payment fee on orders of other channels, of what the buyer pays; replaces the card"
    ),
    _money("other_selling_fee", "further selling costs per unit: coupon and deal fees, payout conversion, EPR"),
    _share("other_selling_rate", "further selling costs as a share of what the buyer pays"),
    _share("referral_rate", "your own referral share, as your account has it; replaces the card"),
    _money(
        "fba_fulfillment_rate",
        "your own FBA fulfillment fee per unit, as in Amazon's Fee Preview, with surcharge and discounts; replaces the card",
        NOT_GIVEN,
    ),
    _choice_of_market("selling_plan", "your Amazon selling plan; individual pays per item sold there"),
    _choice_of_market(
        "seller_country",
        "where your business is established, for the digital services fee: a country by code or name; default none",
        absent=0,
    ),
    _choice_of_market(
        "stock_country",
        "where the stock lies that serves the order: a country by code or name; default none, the store's own",
        absent=0,
    ),
    _flag("pan_european", "whether Amazon spreads the stock by Pan-European FBA; default not said", NOT_GIVEN),
    _flag(
        "vat_registered",
        "whether you are registered for the tax that prices contain; default yes, as an estimate",
        NOT_GIVEN,
    ),
    _share("vat_rate", "the tax rate inside the price; default the store's standard rate"),
    _share(
        "fee_tax_rate",
        "the tax rate on Amazon's fees, where it does not come back; default that of the store's country",
    ),
    _count(
        "side_tolerance_mm",
        "millimetres off every side for the size tier, as real charges in Europe show; default 0",
        0,
        5,
        absent=0,
    ),
    _flag("cep", "whether you are enrolled in the Central Europe Programme; default true", 1),
    _flag("mcf_block_amazon_logistics", "MCF: ship with other carriers than Amazon's"),
    _flag("mcf_outside_contiguous", "MCF: to Alaska, Hawaii, Puerto Rico or another territory"),
    _choice_of_market("mcf_preferred_pricing", "MCF Preferred Pricing or new-seller discount", absent=0),
    _count(
        "mcf_units_12_weeks",
        "MCF units shipped in the last 12 weeks, for a discount that goes by them",
        0,
        10_000_000,
        absent=0,
    ),
    _money(
        "mcf_fulfillment_rate",
        "MCF: your own fulfillment fee per unit, also for Buy with Prime; replaces the card",
        NOT_GIVEN,
    ),
    _choice("mcf_percentages", "how several MCF percentages combine (not published)", ("add", "compound")),
    _choice("mcf_part_pounds", "how MCF charges a part of a pound (not published)", ("round_up", "prorate")),
    _flag("large_standard_minimum_side", "apply the 2-inch minimum side to large standard too (an open question)"),
)
FIELD: dict[str, Field] = {field.name: field for field in FIELDS}
_STARTS = {  # the field with which a group of related fields begins
    "sku": "The product",
    "on": "The shipment to Amazon",
    "days_in_storage": "Storage",
    "units_per_box": "Warehousing & Distribution (AWD)",
    "monthly_units": "Sales and stock",
    "return_rate": "Returns",
    "zone": "Your own delivery",
    "channel": "Channels and payment",
    "other_selling_fee": "Your account",
    "mcf_block_amazon_logistics": "MCF",
}


def _grouped() -> dict[str, str]:
    groups: dict[str, str] = {}
    group = ""
    for each in FIELDS:
        group = _STARTS.get(each.name, group)
        groups[each.name] = group
    return groups


GROUPS: dict[str, str] = _grouped()  # field to the group in which help lists it
