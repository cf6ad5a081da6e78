"""Every input that a user can give, once: its column, meaning, reader, bounds and what stands for 'not given'.

The catalog's columns, the command's options, the keyword arguments of `quote` and the inputs of the rules all come
from this list.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from logicost.channel_categories import CHANNEL_CATEGORIES
from logicost.errors import InputError, nearest, shown
from logicost.money import GRAINS_PER_UNIT, MAXIMUM, to_grains
from logicost.number import read_decimal

NOT_GIVEN = -1
SHARE_GRAINS = 1_000_000  # the zone shares of an order add up to this
SUPPLY_GRAINS = 100  # days of supply are counts of 0.01 day
RATE_GRAINS = 100_000
ZONES = range(1, 10)
END_OF_LIFE = ("disposal", "removal", "liquidation")
PAYMENTS = ("stripe", "paypal", "paypal_card")
CHANNELS = ("amazon", "shopify", "ebay", "walmart", "etsy", "tiktok", "direct")

_TRUE = {"true", "yes", "y", "t", "1", "1.0", "x"}
_FALSE = {"false", "no", "n", "f", "0", "0.0"}


@dataclass(frozen=True, slots=True)
class Numeric:
    """What a reader makes of a plain number: a count of 1/`grains`, half-up; `whole` ones are not rounded but refused.

    Whole columns of plain numbers are read by this; anything else, and every error, is left to the reader itself.
    """

    grains: int
    smallest: int
    largest: int
    whole: bool = False


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
        words: what a choice may say, in the order of its numbers.
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


def is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def read_money(value: object, name: str) -> int:
    return to_grains(value, name)


def read_price(value: object, name: str) -> int:
    return to_grains(value, name, positive=True)


def read_flag(value: object, name: str) -> int:
    """True or false, as bool, 0/1 or a word.

    Raises:
        InputError: ``not_true_or_false``.
    """
    word = str(value).strip().lower()
    if word in _TRUE:
        return 1
    if word in _FALSE:
        return 0
    raise InputError("not_true_or_false", f"{name} is {shown(value)}; write true or false", name)


def read_count(smallest: int, largest: int) -> Callable[[object, str], int]:
    """A reader of whole numbers within bounds; ``12.0`` counts as whole."""

    def read(value: object, name: str) -> int:
        number = read_decimal(value, name, str(max(smallest, 1)))
        if number != number.to_integral_value():
            raise InputError("not_whole", f"{name} is {shown(value)}; give a whole number", name)
        if not smallest <= number <= largest:
            raise InputError(
                "out_of_range", f"{name} is {shown(value)}; give a whole number from {smallest} to {largest:,}", name
            )
        return int(number)

    return read


def read_scaled(grains: int, largest: int) -> Callable[[object, str], int]:
    """A reader of numbers from 0 to `largest`, as counts of 1/`grains`, half-up."""

    def read(value: object, name: str) -> int:
        number = read_decimal(value, name, "12.5")
        if not 0 <= number <= largest:
            raise InputError("out_of_range", f"{name} is {shown(value)}; give a number from 0 to {largest:,}", name)
        return int((number * grains).to_integral_value(ROUND_HALF_UP))

    return read


def read_percent(value: object, name: str) -> int:
    """A percentage, ``18.5`` or ``18.5 %``, as a count of 0.00001."""
    text = value.strip().removesuffix("%").strip() if isinstance(value, str) else value
    return read_scaled(RATE_GRAINS // 100, 1000)(text, name)


def read_share(value: object, name: str) -> int:
    """A share, at most all of it, as a count of 0.00001: ``8 %``, ``8`` or ``0.08``.

    A bare number below 1 is a fraction, one above 1 a percentage; the line's reason shows which was understood.

    Raises:
        InputError: ``ambiguous_share`` for a bare 1, which could be either; ``out_of_range``.
    """
    if isinstance(value, str) and value.strip().endswith("%"):
        number = read_percent(value, name)
    else:
        given = read_decimal(value, name, "8 %")
        if given == 1:
            raise InputError(
                "ambiguous_share",
                f"{name} is {shown(value)}, which could be 1 % or all of it; write 1 % or 100 %",
                name,
            )
        number = read_percent(given if given > 1 else given * 100, name)
    if number > RATE_GRAINS:
        raise InputError("out_of_range", f"{name} is {shown(value)}; give a share from 0 to 100 %", name)
    return number


def read_word(words: tuple[str, ...]) -> Callable[[object, str], int]:
    def read(value: object, name: str) -> int:
        word = str(value)[:80].strip().lower().replace(" ", "_").replace("-", "_")
        if word not in words:
            raise InputError(
                "unknown_choice",
                f"{name} is {shown(value)}.{nearest(word, list(words))} Known: {', '.join(words)}",
                name,
            )
        return words.index(word)

    return read


def read_zone_shares(row: dict[str, object]) -> tuple[int, ...] | None:
    """The shares of zones 1 to 9 in `SHARE_GRAINS`, from ``zone`` or ``zone_mix``; None where neither is given.

    Raises:
        InputError: ``zone_given_twice``, ``zone_mix_malformed`` or ``zone_mix_not_100``.
    """
    zone, mix = row.get("zone"), row.get("zone_mix")
    if not is_blank(zone) and not is_blank(mix):
        raise InputError("zone_given_twice", "give either zone or zone_mix, not both", "zone_mix")
    if not is_blank(zone):
        number = read_count(1, 9)(zone, "zone")
        return tuple(SHARE_GRAINS * (number == each) for each in ZONES)
    if is_blank(mix):
        return None
    shares: dict[int, Decimal] = {}
    pairs = mix.items() if isinstance(mix, dict) else [tuple(part.split(":")) for part in str(mix)[:200].split(",")]
    for pair in pairs:
        if len(pair) != 2 or not re.fullmatch(r"\s*[1-9]\s*", str(pair[0])) or int(pair[0]) in shares:
            raise InputError(
                "zone_mix_malformed", f"zone_mix is {shown(mix)}; write it like 2:10,5:60,8:30", "zone_mix"
            )
        shares[int(pair[0])] = read_decimal(str(pair[1]).strip(), "zone_mix", "2:10,5:60,8:30")
    whole = sum(shares.values())
    if not shares or min(shares.values()) < 0 or whole not in (100, 1):
        raise InputError("zone_mix_not_100", f"the shares of zone_mix {shown(mix)} must add up to 100", "zone_mix")
    grains = {zone: share * SHARE_GRAINS / whole for zone, share in shares.items()}
    if any(share != share.to_integral_value() for share in grains.values()):
        raise InputError("zone_mix_malformed", "zone_mix has too many decimals; two are enough", "zone_mix")
    return tuple(int(grains.get(each, Decimal(0))) for each in ZONES)


_AMOUNT = Numeric(GRAINS_PER_UNIT, 0, MAXIMUM)
_SUPPLY = Numeric(SUPPLY_GRAINS, 0, 100_000)


def _money(name: str, meaning: str, absent: int = 0, product: bool = False) -> Field:
    return Field(name, meaning, read_money, absent, MAXIMUM * GRAINS_PER_UNIT, product, numeric=_AMOUNT)


def _flag(name: str, meaning: str, absent: int = 0, product: bool = False) -> Field:
    return Field(name, meaning, read_flag, absent, 1, product)


def _choice(name: str, meaning: str, words: tuple[str, ...], absent: int = 0) -> Field:
    return Field(name, f"{meaning}: {', '.join(words)}", read_word(words), absent, len(words) - 1, words=words)


def _share(name: str, meaning: str, absent: int = NOT_GIVEN) -> Field:
    return Field(name, f"{meaning}: 8 % or 0.08", read_share, absent, RATE_GRAINS)


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
    Field("dimension_unit", "the unit of bare sides; default in for US, cm elsewhere", product=True),
    Field("weight", "the packaged unit weight: 14.2 oz, 1 lb 4 oz", product=True),
    Field("weight_unit", "the unit of a bare weight; default lb for US, kg elsewhere", product=True),
    Field(
        "price",
        "what the buyer pays for the unit",
        read_price,
        largest=MAXIMUM * GRAINS_PER_UNIT,
        product=True,
        numeric=_AMOUNT,
    ),
    Field(
        "category", "referral category: slug or Amazon's label; default everything_else", absent=NOT_GIVEN, product=True
    ),
    _money("cost", "cost of goods per unit", NOT_GIVEN, product=True),
    _money("inbound_freight", "freight to Amazon or to your warehouse, per unit", product=True),
    _money("duty", "import duty per unit", product=True),
    _money("advertising", "advertising per unit sold", product=True),
    _flag("apparel", "whether the apparel card applies; default from the category", NOT_GIVEN, product=True),
    _flag("dangerous_goods", "whether Amazon classes it as dangerous goods", product=True),
    _flag("sipp", "whether it is certified to ship in product packaging (SIPP)", product=True),
    Field("on", "the ship date, 2026-11-22; default today"),
    _choice(
        "placement",
        "into how many places shipments to Amazon are split, for the inbound placement fee",
        ("minimal", "partial", "optimized"),
        NOT_GIVEN,
    ),
    _choice(
        "placement_point",
        "which point of the published placement range to use; default midpoint",
        ("midpoint", "low", "high"),
    ),
    _money("placement_rate", "your own inbound placement fee per unit; replaces the range", NOT_GIVEN),
    _choice(
        "amazon_prep",
        "prep service by Amazon; withdrawn for shipments from 2026-01-01",
        ("none", "bagging", "bubble_wrap", "opaque_bagging", "taping"),
    ),
    _flag("amazon_label", "label service by Amazon; withdrawn for shipments from 2026-01-01"),
    _share("inbound_defect_rate", "units that arrive with an inbound defect, of the units sent"),
    _money("inbound_defect_fee", "your own inbound defect fee per unit with a defect", NOT_GIVEN),
    _share("loss_rate", "units that Amazon loses or damages before an order, of the units sold"),
    _money("manufacturing_cost", "what Amazon reimburses for a lost unit; default the cost of goods", NOT_GIVEN),
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
        "box_cubic_feet",
        "volume of a box in cubic feet, for AWD; default that of its units",
        read_scaled(1_000_000, 1000),
        NOT_GIVEN,
        1000 * 1_000_000,
    ),
    _count("awd_days_in_storage", "average days a unit is stored in AWD before it moves to FBA", 0, 1095),
    _choice("awd_rate", "your AWD rate; default base", ("base", "integrated", "smart", "amazon_managed")),
    _choice("awd_region", "where AWD stores; default other", ("west", "other"), NOT_GIVEN),
    _flag("awd_auto_replenished", "whether AWD replenished 70 % or more of the units by itself in the last 90 days"),
    Field("monthly_units", "units sold a month; with average_inventory instead of days_in_storage"),
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
    _share("return_rate", "units that come back, of the units sold"),
    _share("resellable_rate", "returned units that can be sold again, of the units that come back"),
    _count("units_shipped_month", "units of the product shipped in the month, for returns processing", 0, 10_000_000),
    _share("return_threshold", "your category's return rate threshold, where none is on file"),
    _money("returns_processing_rate", "your own returns processing fee per unit charged; replaces the card", NOT_GIVEN),
    _choice("unsellable_returns", "what becomes of returned units that cannot be sold again", END_OF_LIFE),
    _share("liquidation_recovery", "what liquidators pay, of the price; default the middle of the published range"),
    _money("return_label", "your own cost of a return label, per unit that comes back", NOT_GIVEN),
    _money("return_handling", "your own cost of handling a return, per unit that comes back"),
    Field("zone", "carrier zone, 1 to 9"),
    Field("zone_mix", "shares of zones in percent: 2:10,5:60,8:30; default a national mix"),
    _count("one_day_up_to_zone", "the farthest zone that your service reaches in one day, for Prime; 0 for none", 0, 9),
    _count("two_days_up_to_zone", "the farthest zone that it reaches in two days, for Prime; 0 for none", 0, 9),
    _money("packaging", "own packaging per order"),
    _money("handling", "own handling (pick and pack) per order"),
    _money("own_storage", "own storage per unit"),
    _money("postage", "own postage per order; replaces the carrier's card", NOT_GIVEN),
    _flag("residential", "whether the parcel goes to a home; default true", 1),
    Field(
        "fuel_percent",
        "the carrier's fuel surcharge of the week, in percent",
        read_percent,
        NOT_GIVEN,
        10 * RATE_GRAINS,
        numeric=Numeric(RATE_GRAINS // 100, 0, 1000),
    ),
    _choice("channel", "where the order was placed", CHANNELS, NOT_GIVEN),
    Field(
        "channel_category",
        "the product's category on eBay or Walmart; default the channel's own for everything else",
        read_word(CHANNEL_CATEGORIES),
        NOT_GIVEN,
        len(CHANNEL_CATEGORIES) - 1,
        words=CHANNEL_CATEGORIES,
    ),
    _share("sales_tax", "sales tax that the buyer pays on top; part of what eBay and payment providers charge on"),
    _choice("payment", "who takes the payment of direct and Shopify orders", PAYMENTS, NOT_GIVEN),
    _choice("shopify_plan", "your Shopify plan; default basic", ("basic", "grow", "advanced", "plus"), NOT_GIVEN),
    _choice(
        "ebay_store",
        "your eBay store subscription; default none",
        ("none", "starter", "basic", "premium", "anchor", "enterprise"),
    ),
    _choice(
        "seller_country",
        "where your business is established, for the digital services fee; default none",
        ("none", "us", "uk", "fr", "it", "es", "ca", "other"),
    ),
    _flag("mcf_block_amazon_logistics", "MCF: ship with other carriers than Amazon's"),
    _flag("mcf_outside_contiguous", "MCF: to Alaska, Hawaii, Puerto Rico or another territory"),
    _choice(
        "mcf_preferred_pricing",
        "MCF Preferred Pricing or new-seller discount",
        ("none", "six_month", "twelve_month", "new_seller"),
    ),
    _count("mcf_units_12_weeks", "MCF units shipped in the last 12 weeks, for twelve_month", 0, 10_000_000, absent=0),
    _choice("mcf_percentages", "how several MCF percentages combine (not published)", ("add", "compound")),
    _choice("mcf_part_pounds", "how MCF charges a part of a pound (not published)", ("round_up", "prorate")),
    _flag("large_standard_minimum_side", "apply the 2-inch minimum side to large standard too (an open question)"),
)
FIELD: dict[str, Field] = {field.name: field for field in FIELDS}

NOT_YET_PRICED: dict[
    str, str
] = {}  # columns of the stable interface that are understood but not priced yet; a quote says so in its notes
