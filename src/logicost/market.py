"""The marketplaces as nouns: currency, units and grains, and what a store offers. `tables.markets` reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from logicost.money import Currency

GRAINS = {  # of cards and inputs, by a market's units: 0.001 in and 0.001 oz, or 0.1 mm and 0.1 g
    "in": Fraction("0.0254"),
    "cm": Fraction(1, 10),
    "lb": Fraction("0.028349523125"),
    "kg": Fraction(1, 10),
}


@dataclass(frozen=True, slots=True)
class StorageVolume:
    """The unit of volume in which storage is charged: its name, its plural, and its size in cubic millimetres."""

    name: str
    plural: str
    size: Fraction


STORAGE_VOLUMES = {
    volume.name: volume
    for volume in (
        StorageVolume("cubic foot", "cubic feet", Fraction("304.8") ** 3),
        StorageVolume("cubic metre", "cubic metres", Fraction(1000) ** 3),
        StorageVolume("10 cm cube", "10 cm cubes", Fraction(100) ** 3),
    )
}


MOST_ZONES = 9  # that a market may have
# channels that rules know by what they are: the store itself, the seller's own shop, and Amazon's program for that shop
AMAZON, DIRECT, BUY_WITH_PRIME = "amazon", "direct", "buy_with_prime"
AMAZON_PLACE = 0  # every market's words for channels begin with the store itself


@dataclass(frozen=True, slots=True)
class Channel:
    """Another place where orders are made.

    Attributes:
        title: what it is called.
        is_platform: it is the software of the seller's own shop: no commission, and its own payments or another's.
        takes_payment: it takes the payment itself, at a fee of its own beside the commission.
        refuses_amazon: it does not take deliveries by Amazon's own carrier, or its buyers may not.
    """

    title: str
    is_platform: bool = False
    takes_payment: bool = False
    refuses_amazon: bool = False


@dataclass(frozen=True, slots=True)
class Payment:
    """Who takes a payment: what that is called, and the table of its fee."""

    title: str
    table: str


@dataclass(frozen=True, slots=True)
class Market:
    """One Amazon store, as its ``market.yaml`` has it.

    Attributes:
        code: ``US``, ``UK``, ``DE`` …; `name`: of the country.
        currency: of its prices and fees.
        length_unit, weight_unit: what a bare number means in this market, and what results are shown in.
        storage_volume: the unit in which its storage is charged.
        tax_in_prices: whether prices contain a tax on the sale, whose rates a card of the store gives.
        price_search: how high the search for a price goes at least, in money grains.
        programs: which it offers, ``fbm`` and ``sfp`` without a carrier.
        carriers: slug and title of those on offer; `default_carrier`: that of a bare ``fbm``.
        not_charged: fees that the store is not known to have: without a card nothing is charged, and none is missed.
        apparel: categories that are apparel unless the seller says otherwise; `apparel_open`: of which it is not published.
        zones: the words for how far a parcel goes, nearest first, of all its carriers' cards.
        zones_as: zone to the one as which a card without it prices it.
        carrier_rates: the words for a carrier's prices, the usual ones first; others stand on a card named ``<carrier>_<word>``.
        prices_of: carrier to which of these its card has, where they are not the usual ones.
        delivery_areas: the classes of destinations for which its carriers charge more.
        surcharges_of: carrier to the name that the tables of its surcharges begin with.
        stock_routes: how units whose stock lies elsewhere come to its buyers, each with the countries where it begins.
        pan_european: the route whose stock counts as local with Pan-European FBA.
        cep_countries: where else stock of the Central Europe Programme may lie, which counts as local.
        channels: other places where orders are made, by word; beside them `AMAZON` and `DIRECT`.
        payments: who takes the payment of an order of one's own shop, by word.
        countries: in which sellers and stocks are, beside those of the stores.
        side_tolerance: whether real charges show a tolerance at the edges of its tiers, which the seller may ask for.
    """

    code: str
    name: str
    currency: Currency
    length_unit: str
    weight_unit: str
    storage_volume: StorageVolume
    tax_in_prices: bool
    price_search: int
    programs: tuple[str, ...] = ()
    carriers: tuple[tuple[str, str], ...] = ()
    default_carrier: str | None = None
    not_charged: tuple[str, ...] = ()
    apparel: tuple[str, ...] = ()
    side_tolerance: bool = False
    apparel_open: tuple[str, ...] = ()
    zones: tuple[str, ...] = tuple("123456789")
    zones_as: tuple[tuple[str, str], ...] = ()
    surcharges_of: tuple[tuple[str, str], ...] = ()
    carrier_rates: tuple[str, ...] = ()
    prices_of: tuple[tuple[str, tuple[str, ...]], ...] = ()
    delivery_areas: tuple[str, ...] = ()
    stock_routes: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    pan_european: str | None = None
    cep_countries: tuple[str, ...] = ()
    channels: Mapping[str, Channel] = field(default_factory=dict, hash=False)
    payments: Mapping[str, Payment] = field(default_factory=dict, hash=False)
    countries: tuple[str, ...] = ()

    @property
    def channel_words(self) -> tuple[str, ...]:
        """What the channel of an order may be."""
        others = tuple(name for name in self.channels if name != BUY_WITH_PRIME)
        return (AMAZON, *others, DIRECT, *((BUY_WITH_PRIME,) if BUY_WITH_PRIME in self.channels else ()))

    @property
    def commissions(self) -> dict[str, Channel]:
        """The channels that take a commission by a card of their own."""
        return {name: each for name, each in self.channels.items() if name != BUY_WITH_PRIME and not each.is_platform}

    @property
    def platforms(self) -> dict[str, Channel]:
        return {name: each for name, each in self.channels.items() if each.is_platform}

    def canonical(self, program: str) -> str:
        """A program's canonical name in the market: ``fbm`` is that of its default carrier, or at a flat cost."""
        return f"{program}:{self.default_carrier or 'flat'}" if program in ("fbm", "sfp") else program

    @property
    def length_grain(self) -> Fraction:
        """Millimetres in one grain of length."""
        return GRAINS[self.length_unit]

    @property
    def weight_grain(self) -> Fraction:
        """Grams in one grain of weight."""
        return GRAINS[self.weight_unit]


def in_cubic_feet(market: Market) -> Fraction:
    """How many cubic feet one unit of the market's storage volume is."""
    return market.storage_volume.size / STORAGE_VOLUMES["cubic foot"].size
