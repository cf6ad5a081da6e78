"""The words of a market, out of its file and of all editions of its cards; and plans that speak them.

Where a market has no card of a kind, its words for that are those of the other stores: nothing is priced by them there, and
what a seller says of all his stores is understood. Channels and payments are the market's own wherever it has cards.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from logicost.errors import TableError
from logicost.fees.cards import read_card
from logicost.inputs.categories import CategoryBook, slug
from logicost.inputs.countries import EU, country_codes
from logicost.inputs.fields import FIELDS
from logicost.inputs.scalar import INPUTS
from logicost.inputs.vocabulary import Vocabulary
from logicost.market import Market
from logicost.rules.plan import Plan
from logicost.tables.shelf import Shelf, kept_by_shelf

COUNTRIES = ("seller_country", "stock_country")  # the inputs that say one
# in place of a country, store or region: the store's own or none at all; any that no card names; and on a card, each of them
NONE, OTHER, ANY_REGION = "none", "other", "any_region"


@kept_by_shelf(1)
def _known(shelf: Shelf) -> dict[str, Vocabulary]:
    """The vocabularies of a shelf's markets, filled as they are asked for."""
    return {}


def _cards(shelf: Shelf, market: Market, fee: str) -> list[Any]:
    """Every card of a fee that has figures, latest first."""
    return [read_card(edition) for edition in shelf.editions(market.code, fee) if edition.has_figures]


def tier_names(shelf: Shelf, market: Market) -> tuple[str, ...]:
    """Every size tier that the market has had; a tier's place is its number in the rules."""
    names: dict[str, None] = {}
    for card in _cards(shelf, market, "size_tiers"):
        names.update(dict.fromkeys(card.tiers))
    return tuple(names)


def size_groups(shelf: Shelf, market: Market) -> tuple[str, ...]:
    """Every size class that the market's tiers are sorted into; standard and something else in most markets."""
    groups: dict[str, None] = {}
    for card in _cards(shelf, market, "size_tiers"):
        groups.update(dict.fromkeys(tier.group for tier in card.tiers.values()))
    return tuple(groups)


def selected_parcel_names(shelf: Shelf, market: Market) -> tuple[str, ...]:
    """Every tier that the market's cards of selected parcels have had, after ``none``."""
    names = {"none": None}
    for card in _cards(shelf, market, "fba_selected_parcels"):
        names.update(dict.fromkeys(card.tiers))
    return tuple(names)


def vocabulary(shelf: Shelf, market: Market) -> Vocabulary:
    """The words of a market, one object for a shelf."""
    known = _known(shelf)
    if market.code not in known:
        own = {name: partial(find, shelf, market) for name, find in _OF_MARKET.items()}
        fixed: dict[str, Callable[[], tuple[str, ...]]] = {
            field.name: partial(tuple, field.words) for field in FIELDS if field.words
        }
        more: dict[str, Callable[[], tuple[str, ...]]] = {
            "category": lambda: known[market.code].categories.slugs,
            "zone_number": partial(tuple, ("none", *market.zones)),
        }
        meant = {name: partial(country_word, shelf, name) for name in COUNTRIES}
        known[market.code] = Vocabulary(market, partial(_categories, shelf, market), {**fixed, **own, **more}, meant)
    return known[market.code]


def country_word(shelf: Shelf, of: str, word: str) -> str:
    """The word of a country that is said by its name or by another code: that of its store, or `OTHER` for one that has none;
    the word itself where it is no country, and of sellers in members of the EU without a store, whose tax no card names."""
    code = country_codes().get(word)
    if code is None or (code.startswith(EU) and of == "seller_country"):
        return word
    store = shelf.markets.also.get(code.upper(), code.upper())
    return store.lower() if store in shelf.markets.by_code else OTHER


def words_of_all(shelf: Shelf, name: str) -> tuple[str, ...]:
    """The words of an input in any market that has cards, those of the default market first."""
    return _of_all(shelf, lambda market: vocabulary(shelf, market)[name])


def _categories(shelf: Shelf, market: Market) -> CategoryBook:
    """The categories of the market, over all editions of its referral card, in alphabetical order."""
    labels: dict[str, str] = {}
    names: dict[str, str] = {}
    default = ""
    for card in reversed(_cards(shelf, market, "referral")):
        default = card.default
        for category, rule in card.rates.rules.items():
            labels[category] = rule.label
            for name in (category, rule.label, *rule.aliases):
                names[slug(name)] = category
    slugs = tuple(sorted(labels))
    same, read_as = shelf.category_names(market.code, slugs)
    return CategoryBook(market.code, slugs, labels, {**same, **names}, default, read_as)


def _channels(shelf: Shelf, market: Market) -> tuple[str, ...]:
    """As the market's file has them; a market without cards, of which no quote can be made, understands those of all."""
    if not shelf.has_cards(market):
        return _of_all(shelf, lambda each: each.channel_words)
    _all_named(shelf, market, "channel_", (f"channel_{name}" for name in market.channels))
    return market.channel_words


def _of_all(shelf: Shelf, words: Callable[[Market], tuple[str, ...]]) -> tuple[str, ...]:
    """The words of all stores that have cards."""
    markets = [each for each in shelf.markets.by_code.values() if shelf.has_cards(each)]
    return tuple(dict.fromkeys(word for each in markets for word in words(each)))


def _payments(shelf: Shelf, market: Market) -> tuple[str, ...]:
    _all_named(shelf, market, "payment_", (each.table for each in market.payments.values()))
    return tuple(market.payments)


def _all_named(shelf: Shelf, market: Market, start: str, named: Iterable[str]) -> None:
    """Refuse tables of channels and payments that the market's file does not name: nobody would pay by them.

    Raises:
        TableError: ``table_word_unknown``.
    """
    tables = [fee for fee in shelf.files(market.code) if fee.startswith(start)]
    if strange := sorted(set(tables) - set(named)):
        key = {"channel_": "channels", "payment_": "payments"}[start]
        raise TableError("table_word_unknown", f"market.yaml names no such one under {key}", strange[0], market.code)


def _countries(shelf: Shelf, market: Market) -> tuple[str, ...]:
    return (NONE, *(code.lower() for code in shelf.markets.by_code), *market.countries, OTHER)


def _of_cards(find: Callable[[Any], Iterable[str]], tables: Callable[[Market], Iterable[str]], *first: str) -> Any:
    """Words that cards name, in the order of their first edition; `first`: what goes before them."""

    def own(shelf: Shelf, market: Market) -> Iterator[str]:
        for table in tables(market):
            for card in reversed(_cards(shelf, market, table)):
                yield from find(card)

    def words(shelf: Shelf, market: Market) -> tuple[str, ...]:
        found = dict.fromkeys(own(shelf, market)) or dict.fromkeys(
            word for other in shelf.markets.by_code.values() for word in own(shelf, other)
        )
        return tuple(dict.fromkeys((*first, *found)))

    return words


def _delivery_areas(shelf: Shelf, market: Market) -> tuple[str, ...]:
    """As the market's file has them; where it is silent, as the cards of its carriers, else those of other stores."""
    if market.delivery_areas:
        return NONE, *market.delivery_areas
    return tuple(_AREAS_OF_CARDS(shelf, market))


def _areas(card: Any) -> Iterable[str]:
    areas = getattr(card, "delivery_areas", None)  # which carriers' cards by the format of the parcel do not have
    return areas.residential if areas else ()


_AREAS_OF_CARDS = _of_cards(_areas, lambda market: [slug for slug, _ in market.carriers], NONE)


def _commissions(market: Market) -> list[str]:
    return [f"channel_{name}" for name in market.commissions]


_OF_MARKET: dict[str, Callable[[Shelf, Market], tuple[str, ...]]] = {
    "amazon_prep": _of_cards(lambda card: card.services, lambda _: ["prep"], NONE),
    "carrier_rates": lambda shelf, market: market.carrier_rates or _of_all(shelf, lambda each: each.carrier_rates),
    "channel": _channels,
    "payment": _payments,
    "seller_country": _countries,
    "stock_country": _countries,
    "channel_category": _of_cards(lambda card: card.categories if card.by_category else (), _commissions),
    "ebay_store": _of_cards(lambda card: card.stores, _commissions, NONE),
    "shopify_plan": _of_cards(lambda card: card.plans, lambda market: [f"channel_{name}" for name in market.platforms]),
    "selling_plan": _of_cards(lambda card: card.rates, lambda _: ["selling_plan"]),
    "delivery_area": _delivery_areas,
    "mcf_preferred_pricing": _of_cards(lambda card: card.discounts, lambda _: ["mcf_preferred_pricing"], NONE),
    "placement": _of_cards(lambda card: card.splits, lambda _: ["inbound_placement"]),
    "awd_rate": _of_cards(lambda card: card.rates, lambda _: ["awd_transportation"]),
    "awd_region": _of_cards(
        lambda card: (region for region in card.rates if region != ANY_REGION), lambda _: ["awd_storage"]
    ),
}


def open_plan(market: Market, day: dt.date, shelf: Shelf) -> Plan:
    """A plan without steps."""
    return Plan(market, day, shelf, INPUTS, vocabulary(shelf, market))
