"""The words of a market's cards: its size tiers and its categories, over all editions; and plans that speak them."""

from __future__ import annotations

import datetime as dt
from weakref import WeakKeyDictionary

from logicost.fees.cards import read_card
from logicost.inputs.categories import CategoryBook, slug
from logicost.inputs.fields import FIELDS
from logicost.inputs.scalar import INPUTS
from logicost.market import Market
from logicost.rules.plan import Plan
from logicost.tables.shelf import Shelf

_books: WeakKeyDictionary[Shelf, dict[str, CategoryBook]] = WeakKeyDictionary()


def tier_names(shelf: Shelf, market: Market) -> tuple[str, ...]:
    """Every size tier that the market has had; a tier's place is its number in the rules."""
    names: dict[str, None] = {}
    for edition in shelf.editions(market.code, "size_tiers"):
        names.update(dict.fromkeys(tier.name for tier in read_card(edition).tiers))
    return tuple(names)


def size_groups(shelf: Shelf, market: Market) -> tuple[str, ...]:
    """Every size class that the market's tiers are sorted into; standard and something else in most markets."""
    groups: dict[str, None] = {}
    for edition in shelf.editions(market.code, "size_tiers"):
        groups.update(dict.fromkeys(tier.group for tier in read_card(edition).tiers))
    return tuple(groups)


def selected_parcel_names(shelf: Shelf, market: Market) -> tuple[str, ...]:
    """Every tier that the market's cards of selected parcels have had, after ``none``."""
    names = {"none": None}
    for edition in shelf.editions(market.code, "fba_selected_parcels"):
        if edition.has_figures:
            names.update(dict.fromkeys(name for name in read_card(edition).tiers))
    return tuple(names)


def category_book(shelf: Shelf, market: Market) -> CategoryBook:
    """The categories of the market, over all editions of its referral card, in alphabetical order."""
    books = _books.setdefault(shelf, {})
    if market.code not in books:
        labels: dict[str, str] = {}
        names: dict[str, str] = {}
        for edition in reversed(shelf.editions(market.code, "referral")):
            for rule in read_card(edition).rules.values():
                labels[rule.slug] = rule.label
                for name in (rule.slug, rule.label, *rule.aliases):
                    names[slug(name)] = rule.slug
        slugs = tuple(sorted(labels))
        same, read_as = shelf.category_names(market.code, slugs)
        books[market.code] = CategoryBook(market.code, slugs, labels, {**same, **names}, read_as)
    return books[market.code]


def input_words(shelf: Shelf, market: Market) -> dict[str, tuple[str, ...]]:
    """The vocabulary of every input that counts a word."""
    return {field.name: field.words for field in FIELDS if field.words} | {
        "category": category_book(shelf, market).slugs,
        "zone_number": ("none", *market.zones),
    }


def open_plan(market: Market, day: dt.date, shelf: Shelf) -> Plan:
    """A plan without steps."""
    return Plan(market, day, shelf, INPUTS, input_words(shelf, market), category_book(shelf, market))
