"""Edges of what every market has, with the market as a parameter: a folder of cards, also the made-up one of
`tests/data/markets`, is tried without a word of code. The second reading is that of the card alone: limits of size tiers,
rows along the weight, referral fees.

What is peculiar to a store (price bands, routes, low prices, carriers) is tried in `test_edges.py` and `test_edges_europe.py`.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import figures
import pytest
from compared import Compared, quoted_or_code
from second_reading import MADE_UP, TABLES, Card, card_on, cards, first_tiers
from second_reading import store as market_file

from logicost.answers.engine import Engine
from logicost.answers.results import Quote

pytestmark = pytest.mark.usefixtures("any_density")

MARKETS = [  # those where FBA is offered, by size tiers
    market
    for market in (*figures.markets(), *sorted(path.name for path in MADE_UP.iterdir()))
    if "fba" in market_file(market).get("programs", ()) and cards("size_tiers", market)
]
MEASURES = {  # in millimetres and grams
    "mm": Fraction(1), "cm": Fraction(10), "in": Fraction("25.4"), "g": Fraction(1), "kg": Fraction(1000),
    "oz": Fraction("28.349523125"), "lb": Fraction("453.59237"),
}  # fmt: skip


def measure(text: str) -> Fraction:
    number, unit = text.split()
    return Fraction(number) * MEASURES[unit]


@dataclass(frozen=True)
class Store:
    """What `market.yaml` says of how a market measures and rounds."""

    market: str

    @property
    def facts(self) -> dict[str, Any]:
        return market_file(self.market)

    @property
    def made_up(self) -> bool:
        return not (TABLES / self.market).is_dir()

    @property
    def grains(self) -> tuple[Fraction, Fraction]:
        """Of a length in millimetres and of a weight in grams."""
        lengths, weights = (
            {"cm": Fraction(1, 10), "in": MEASURES["in"] / 1000},
            {"kg": Fraction(1, 10), "lb": MEASURES["oz"] / 1000},
        )
        return lengths[self.facts["length"]], weights[self.facts["weight"]]

    @property
    def per_volume(self) -> Fraction:
        """Grams by the cubic millimetre and the dimensional divisor."""
        return MEASURES[self.facts["weight"]] / MEASURES[self.facts["length"]] ** 3

    def rounded(self, amount: Fraction) -> Decimal:
        """Half-up to the smallest unit of the currency."""
        whole = 10 ** int(self.facts["currency"]["minor_digits"])
        return Decimal(math.floor(amount * whole + Fraction(1, 2))) / whole

    def quoted(self, goods: Goods, day: dt.date, program: str = "fba") -> Quote:
        engine = Engine(MADE_UP) if self.made_up else Engine()
        row = {
            "sides": goods.sides,
            "mass": goods.weight,
            "price": str(goods.price),
            "category": goods.category,
            "vat_registered": True,
        }
        found = quoted_or_code(engine, row, day, program, self.market.upper())
        assert isinstance(found, Quote), (found, self.market, goods, day)
        return found


@dataclass(frozen=True)
class Goods:
    """In millimetres, longest first, and grams."""

    sides: tuple[Fraction, Fraction, Fraction]
    weight: Fraction
    price: Decimal
    category: str


def goods(sides: tuple[Fraction, ...], weight: Fraction, price: Decimal, category: str) -> Goods:
    longest, median, shortest = sorted(sides, reverse=True)
    return Goods((longest, median, shortest), weight, price, category)


@dataclass(frozen=True)
class Sized:
    tier: str
    shipping: Fraction


def size(store: Store, unit: Goods, card: Card) -> Sized:
    """The first tier in the card's order of which every limit of `all` holds, or one of `any`."""
    longest, median, shortest = unit.sides
    for name, tier in card.body["tiers"].items():
        least = measure(tier.get("minimum_side", "0 mm"))
        volume = longest * max(median, least) * max(shortest, least)
        dimensional = volume * store.per_volume / Fraction(card.body["dimensional_divisor"])
        facts = {
            "longest": longest, "median": median, "shortest": shortest, "length_plus_girth": longest + 2 * (median + shortest),
            "unit_weight": unit.weight, "dimensional_weight": dimensional, "greater_weight": max(unit.weight, dimensional),
        }  # fmt: skip
        some = [_holds(facts[key], limit) for key, limit in tier.get("any", {}).items()]
        every = [_holds(facts[key], limit) for key, limit in tier.get("all", {}).items()]
        if any(some) or (all(every) and (every or not some)):
            return Sized(name, unit.weight if tier["ships_by"] == "unit" else facts["greater_weight"])
    raise AssertionError("no tier takes it")


def _holds(fact: Fraction, limit: Any) -> bool:
    if isinstance(limit, list):
        return all(_holds(fact, each) for each in limit)
    beyond = limit.startswith("over ")
    return fact > measure(limit.removeprefix("over ")) if beyond else fact <= measure(limit)


def with_figures(fee: str) -> list[Card]:
    """The cards of every market that have figures, and a day on which the market has size tiers."""
    return [
        card
        for market in MARKETS
        for card in reversed(cards(fee, market))
        if {"rates", "tiers"} & set(card.body)
        and card_on(fee, max(card.effective, first_tiers(market)), market)[0] is card
    ]


def name_of(card: Card) -> str:
    return card.id


def neutral(market: str, day: dt.date) -> str:
    """The category of whatever has none: no fee is peculiar to it."""
    card, _ = card_on("referral", day, market)
    return str(card.body["default"]) if card else ""


def near_limits(store: Store, tiers: dict[str, Any]) -> Iterator[tuple[tuple[Fraction, ...], Fraction]]:
    """Sides and weights at a grain below, on and above each limit of each tier, by itself and with the tier's others."""
    side_grain, weight_grain = store.grains

    def part(sides: list[Fraction], divisor: int) -> tuple[Fraction, ...]:
        return tuple(max(1, side // divisor // side_grain) * side_grain for side in sides)

    for tier in tiers.values():
        limits = {**tier.get("any", {}), **tier.get("all", {})}
        edges = {
            key: measure((limit[-1] if isinstance(limit, list) else limit).removeprefix("over "))
            for key, limit in limits.items()
        }
        usual = {"longest": Fraction(300), "median": Fraction(150), "shortest": Fraction(100)}
        box = [edges.get(key) or part([side], 1)[0] for key, side in usual.items()]
        light = Fraction(80)
        for step in (-1, 0, 1):
            for place, key in enumerate(("longest", "median", "shortest")):
                if key in edges:
                    for others in (box, part(box, 3)):
                        changed = list(others)
                        changed[place] = edges[key] + step * side_grain
                        yield tuple(changed), light
            if "length_plus_girth" in edges:
                rest = (edges["length_plus_girth"] - box[0]) / 2
                (thin,) = part([rest], 3)
                yield (box[0] + step * side_grain, rest - thin, thin), light
            for key in ("unit_weight", "greater_weight"):
                if key in edges:
                    yield part(box, 4), edges[key] + step * weight_grain
                    yield tuple(box), edges[key] + step * weight_grain


@pytest.mark.parametrize("card", with_figures("size_tiers"), ids=name_of)
def test_size_tiers(card: Card) -> None:
    """The tier at every limit, and the weight that the unit ships at, up to its grain."""
    limits = sum(len({**tier.get("any", {}), **tier.get("all", {})}) for tier in card.body["tiers"].values())
    compared, store = Compared(least=min(20, 4 * limits)), Store(card.market)
    day = max(card.effective, first_tiers(card.market))
    price, category = Decimal(90), neutral(card.market, day)
    for sides, weight in dict.fromkeys(near_limits(store, card.body["tiers"])):
        unit = goods(sides, weight, price, category)
        found, expected = store.quoted(unit, day), size(store, unit, card)
        what = (card.id, [float(side) for side in unit.sides], float(weight))
        compared.same(expected.tier, found.size_tier, *what)
        weights = found._weights
        assert weights is not None
        compared.same(math.ceil(expected.shipping / store.grains[1]), weights[2], *what, "shipping weight")
    compared.done()


def by_size_tier(card: Card) -> bool:
    return card.body.get("keys") == ["size_tier"] and card.body.get("along") == "shipping_weight"


def of_row(table: dict[str, Any], weight: Fraction) -> Decimal | None:
    """What the row of a weight comes to; None where no figure is on file."""
    for key, cell in table.items():
        if key.startswith(("over ", "any ")) or weight <= measure(key):
            if isinstance(cell, str):
                return None if cell == "unsourced" else Decimal(cell)
            if "amount" in cell:
                return None if cell["amount"] == "unsourced" else Decimal(cell["amount"])
            steps = math.ceil(max(Fraction(0), weight - measure(cell["above"])) / measure(cell["per"]))
            return Decimal(cell["base"]) + steps * Decimal(cell["plus"])
    return None


def weights_of(table: dict[str, Any]) -> Iterator[Fraction]:
    """Every edge of a row, and some of the steps above a base."""
    for key, cell in table.items():
        if isinstance(cell, dict) and "per" in cell:
            yield from (measure(cell["above"]) + number * measure(cell["per"]) for number in (1, 2, 7))
        if not key.startswith(("over ", "any ")):
            yield measure(key)


@pytest.mark.parametrize("card", [card for card in with_figures("fba_fulfillment") if by_size_tier(card)], ids=name_of)
def test_fulfilment_along_the_weight(card: Card) -> None:
    """Every edge of every row of a card that goes by tier and weight alone, and the steps above a base."""
    compared, store = Compared(least=min(15, 3 * len(card.body["rates"]))), Store(card.market)
    day = max(card.effective, first_tiers(card.market))
    sizes, _ = card_on("size_tiers", day, card.market)
    assert sizes is not None
    price, category = Decimal(5000), neutral(card.market, day)
    shapes: dict[str, tuple[Fraction, ...]] = {}
    for sides, weight in near_limits(store, sizes.body["tiers"]):
        shapes.setdefault(size(store, goods(sides, weight, price, category), sizes).tier, sides)
    for tier, table in card.body["rates"].items():
        for edge in weights_of(table):
            for weight in (edge - store.grains[1], edge, edge + store.grains[1]):
                unit = goods(shapes[tier], weight, price, category)
                sized = size(store, unit, sizes)
                line = store.quoted(unit, day).line("fba_fulfillment")
                assert line is not None
                expected = of_row(card.body["rates"].get(sized.tier, {}), sized.shipping)
                compared.same(expected, line.amount, card.id, sized.tier, float(weight))
                compared.same(card.id, line.edition, "card")
    compared.done()


def referral(store: Store, rule: dict[str, Any], price: Decimal) -> Decimal:
    """A share of the whole price, or of each portion of it, to the smallest unit; and the minimum."""

    def share(text: str) -> Fraction:
        return Fraction(text.split()[0]) / 100

    if "rate" in rule:
        fee = Fraction(price) * share(rule["rate"])
    elif "whole_price" in rule:
        edge = next(edge for edge in rule["whole_price"] if edge == "any price" or price <= Decimal(edge))
        cell = rule["whole_price"][edge]
        fee = (
            Fraction(price) * share(cell)
            if isinstance(cell, str)
            else (Fraction(cell["fixed"]) + (Fraction(price) - Fraction(cell["above"])) * share(cell["rate"]))
        )
    else:
        fee, lower = Fraction(0), Fraction(0)
        for edge, rate in rule["portions"].items():
            upper = Fraction(price) if edge == "any price" else min(Fraction(price), Fraction(edge))
            fee += max(Fraction(0), upper - lower) * share(rate)
            lower = max(lower, upper)
    return max(store.rounded(fee), Decimal(rule.get("minimum", "0")))


@pytest.mark.parametrize("card", with_figures("referral"), ids=name_of)
def test_referral(card: Card) -> None:
    """Every category at the edges of its prices, where its share meets its minimum, and far above."""
    compared, store = Compared(least=10), Store(card.market)
    day = max(card.effective, first_tiers(card.market))
    cent = Decimal(1).scaleb(-int(store.facts["currency"]["minor_digits"]))
    for category, rule in card.body["rates"].items():
        edges = {
            Decimal(edge) for name in ("whole_price", "portions") for edge in rule.get(name, {}) if edge != "any price"
        }
        prices = {edge + step * cent for edge in edges for step in (-1, 0, 1)}
        for price in sorted(prices | {each * cent for each in (1, 197, 333, 1743, 99_999)}):
            quote = store.quoted(
                goods((Fraction(200), Fraction(150), Fraction(20)), Fraction(80), price, category), day
            )
            line = quote.line("referral")
            assert line is not None
            compared.same(referral(store, rule, price), line.amount, card.id, category, price)
            compared.same(card.id, line.edition, card.id, category)
            compared.same(sum(each.amount or 0 for each in quote.lines), quote.total_cost, card.id, category, "total")
    compared.done()
