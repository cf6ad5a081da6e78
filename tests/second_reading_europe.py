"""The second, plain calculator for the European stores: grams, centimetres, and the rules as they are published.

As in `second_reading.py`, from which it takes how cards, days and bands are read, it shares nothing with logicost.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from second_reading import UNKNOWN, Card, Money, Unknown, band, card_on, cents, measure, priced, store, worst

Known = tuple[Money, str]
VOLUMES = {"cubic foot": Fraction("28316.846592"), "cubic metre": Fraction(1_000_000)}  # in cubic centimetres
ENVELOPES = ("small_envelope", "light_envelope", "standard_envelope", "large_envelope", "extra_large_envelope")
STANDARD = (*ENVELOPES, "small_parcel", "standard_parcel")


@dataclass(frozen=True)
class Goods:
    """A packaged unit; sides in centimetres, longest first, weight in grams; the price contains the tax."""

    sides: tuple[Fraction, Fraction, Fraction]
    weight: Fraction
    price: Decimal = Decimal(30)
    category: str = "toys_and_games"
    dangerous: bool = False
    sipp: bool = False

    @property
    def volume(self) -> Fraction:
        longest, median, shortest = self.sides
        return longest * median * shortest


def goods(*sides: str | Fraction, weight: str | Fraction, **more: Any) -> Goods:
    longest, median, shortest = sorted((Fraction(side) for side in sides), reverse=True)
    price = Decimal(more.pop("price", 30))
    return Goods((longest, median, shortest), Fraction(weight), price, **more)


@dataclass(frozen=True)
class Sized:
    tier: str
    dimensional: Fraction
    shipping: Fraction

    @property
    def group(self) -> str:
        return "standard" if self.tier in STANDARD else "oversize"


def size(unit: Goods, day: dt.date, market: str) -> Sized:
    """ "Special oversize first; then the first tier in order whose printed limits all hold", limits inclusive."""
    card, _ = card_on("size_tiers", day, market)
    assert card is not None
    longest, median, shortest = unit.sides
    dimensional = unit.volume / 5  # length x width x height / 5000 in kilograms
    facts = {
        "longest": longest,
        "median": median,
        "shortest": shortest,
        "length_plus_girth": longest + 2 * (median + shortest),
        "unit_weight": unit.weight,
        "dimensional_weight": dimensional,
    }

    def holds(fact: Fraction, limit: Any) -> bool:
        if isinstance(limit, list):
            return all(holds(fact, each) for each in limit)
        beyond = limit.startswith("over ")
        return fact > measure(limit.removeprefix("over ")) if beyond else fact <= measure(limit)

    for name, tier in card.body["tiers"].items():
        if any(holds(facts[key], limit) for key, limit in tier.get("any", {}).items()) or (
            "all" in tier and all(holds(facts[key], limit) for key, limit in tier["all"].items())
        ):
            by_unit = name in ENVELOPES or name == "special_oversize"
            return Sized(name, dimensional, unit.weight if by_unit else max(unit.weight, dimensional))
    raise AssertionError("no tier takes it")


@dataclass(frozen=True)
class Fulfilled:
    """What fulfilment costs before dangerous goods, from which table: its key and the weight that its rows go by."""

    amount: Money
    status: str
    table: str
    key: str
    weight: Fraction


def rates_of(card: Card, cep: bool) -> dict[str, Any]:
    """ "DE: true -> column CEP, false -> column DE"."""
    rates: dict[str, Any] = card.body["rates"]
    return rates["yes" if cep else "no"] if "cep_enrolled" in card.body["keys"] else rates


def fulfilled(unit: Goods, day: dt.date, market: str, cep: bool = True) -> Fulfilled:
    """ "Low price row if the unit is eligible and fits one; else selected parcel; else the ordinary card"."""
    sized = size(unit, day, market)
    return (
        _low_price(unit, sized, day, market, cep)
        or _selected(unit, sized, day, market, cep)
        or _ordinary(sized, day, market, cep)
    )


def _low_price(unit: Goods, sized: Sized, day: dt.date, market: str, cep: bool) -> Fulfilled | None:
    card, status = card_on("fba_low_price", day, market)
    if card is None:
        return None
    limit, excluded = card.body["up_to"], card.body.get("except", {"categories": []})
    if unit.category in excluded["categories"]:
        limit = excluded["up_to"]
    cell = band(rates_of(card, cep).get(sized.tier, {}), unit.weight)
    if unit.price > Decimal(limit) or cell is None:
        return None
    amount, known = priced(cell, 0, unit.weight)
    return Fulfilled(amount, worst(status, known), "low_price", sized.tier, unit.weight)


def _selected(unit: Goods, sized: Sized, day: dt.date, market: str, cep: bool) -> Fulfilled | None:
    card, status = card_on("fba_selected_parcels", day, market)
    if card is None or unit.category not in card.body["categories"] or not sized.tier.endswith("_parcel"):
        return None
    longest, median, shortest = unit.sides
    facts = {"longest": longest, "median": median, "shortest": shortest, "unit_weight": unit.weight}
    for name, limits in card.body["tiers"].items():
        if all(facts[key] <= measure(limit) for key, limit in limits.items()):
            cell = rates_of(card, cep)[name]["any weight"]
            amount, known = priced(cell, 0, unit.weight)
            seen = "estimate" if unit.category in card.body.get("unconfirmed", ()) else "exact"
            return Fulfilled(amount, worst(status, known, seen), "selected_parcel", name, unit.weight)
    return None


def _ordinary(sized: Sized, day: dt.date, market: str, cep: bool) -> Fulfilled:
    card, status = card_on("fba_fulfillment", day, market)
    if card is None:
        return Fulfilled(UNKNOWN, "unsourced", "standard", sized.tier, sized.shipping)
    cell = band(rates_of(card, cep).get(sized.tier, {}), sized.shipping)
    amount, known = priced(cell, 0, sized.shipping)
    return Fulfilled(amount, worst(status, known), "standard", sized.tier, sized.shipping)


def fulfillment(unit: Goods, day: dt.date, market: str, cep: bool = True) -> Known:
    """With "+ 0.10 per unit, every table" of dangerous goods."""
    found = fulfilled(unit, day, market, cep)
    card, status = card_on("dangerous_goods", day, market)
    if not unit.dangerous or isinstance(found.amount, Unknown):
        return found.amount, found.status
    if card is None:
        return UNKNOWN, "unsourced"
    return found.amount + Decimal(card.body["amount"]), worst(found.status, status)


def surcharge(unit: Goods, day: dt.date, market: str, cep: bool = True) -> Known | None:
    """ "round_half_up(fulfilment x 0.015) … dangerous goods inside the base? default no"."""
    card, status = card_on("fuel_surcharge", day, market)
    if card is None:
        return None
    found = fulfilled(unit, day, market, cep)
    if isinstance(found.amount, Unknown):
        return UNKNOWN, "unsourced"
    rate = Fraction(card.body["rates"]["fba"].split()[0]) / 100
    amount, more = cents(Fraction(found.amount) * rate), fulfillment(unit, day, market, cep)[0]
    decides = isinstance(more, Decimal) and cents(Fraction(more) * rate) != amount
    return amount, worst(status, found.status, "estimate" if decides else "exact")


def sipp_discount(unit: Goods, day: dt.date, market: str, cep: bool = True) -> Known | None:
    """Of certified units; before the first card it is not on file, which is no nought."""
    card, status = card_on("sipp_discount", day, market)
    if not unit.sipp:
        return None
    if card is None:
        return UNKNOWN, "unsourced"
    found = fulfilled(unit, day, market, cep)
    table = card.body["rates"].get(found.table, {}).get(found.key)
    if table is None:
        return None
    amount, known = priced(band(table, found.weight), 0, found.weight)
    return (UNKNOWN, "unsourced") if isinstance(amount, Unknown) else (-amount, worst(status, known))


def bulky_packaging(unit: Goods, day: dt.date, market: str) -> Known | None:
    """ "own line from 2026-02-01 for a non-certified oversize unit"."""
    card, status = card_on("bulky_packaging", day, market)
    sized = size(unit, day, market)
    if card is None or unit.sipp or sized.tier not in card.body["rates"]:
        return None
    amount, known = priced(band(card.body["rates"][sized.tier], sized.shipping), 0, sized.shipping)
    return amount, worst(status, known)


def low_inventory(unit: Goods, day: dt.date, market: str, days: Decimal, shipped: int | None) -> Known | None:
    """ "both under 28; the larger picks the band. Standard size". `days`: the larger."""
    if "low_inventory_level" in store(market).get("not_charged", ()):
        return None
    card, status = card_on("low_inventory_level", day, market)
    sized = size(unit, day, market)
    if card is None or days >= 28 or sized.tier not in card.body["rates"]:
        return None
    if shipped is not None and shipped < int(card.body["exempt_units_shipped_7_under"]):
        return None
    column = 0 if days < 14 else 1 if days < 21 else 2
    amount, known = priced(band(card.body["rates"][sized.tier], sized.shipping), column, sized.shipping)
    return amount, worst(status, known, "estimate")  # whether the seller is in Pan-European FBA is not said here


def storage(unit: Goods, day: dt.date, days: int, market: str) -> tuple[Fraction | None, str]:
    """Exact, unrounded: volume x rate of each day's month by the days of that month."""
    total, status = Fraction(0), "exact"
    volume = unit.volume / VOLUMES[store(market)["storage_volume"]]
    for back in range(1, days + 1):
        stored = day - dt.timedelta(days=back)
        card, known = card_on("storage", stored, market)
        status = worst(status, known)
        if card is None:
            return None, "unsourced"
        clothing = unit.category in card.body["category_groups"]["clothing_group"]
        kind = "dangerous_goods" if unit.dangerous else "clothing_group" if clothing else "other"
        season = "jan_sep" if stored.month <= 9 else "oct_dec"
        rate = card.body["rates"][season][size(unit, day, market).group][kind]
        if rate == "unsourced":
            return None, "unsourced"
        following = dt.date(stored.year + stored.month // 12, stored.month % 12 + 1, 1)
        total += volume * Fraction(rate) / (following - dt.date(stored.year, stored.month, 1)).days
    return total, status


def referral(unit: Goods, day: dt.date, market: str, fba: bool = True) -> Known:
    """ "percentage half-up to the cent per unit, then the minimum"; edges inclusive."""
    card, status = card_on("referral", day, market)
    if card is None:
        return UNKNOWN, status
    rule = card.body["rates"].get(unit.category)
    if rule is None:
        return UNKNOWN, "unsourced"
    least = Decimal(rule.get("minimum", "0"))
    if not fba:
        rule = rule.get("merchant_fulfilled", rule)

    def share(text: str) -> Fraction:
        return Fraction(text.split()[0]) / 100

    paid = Fraction(unit.price)
    if "rate" in rule:
        fee = paid * share(rule["rate"])
    elif "whole_price" in rule:
        edge = next(edge for edge in rule["whole_price"] if edge == "any price" or paid <= Fraction(edge))
        cell = rule["whole_price"][edge]
        if isinstance(cell, dict):
            fee = Fraction(cell["fixed"]) + (paid - Fraction(cell["above"])) * share(cell["rate"])
        else:
            fee = paid * share(cell)
    else:
        fee, lower = Fraction(0), Fraction(0)
        for edge, rate in rule["portions"].items():
            upper = paid if edge == "any price" else min(paid, Fraction(edge))
            fee += max(Fraction(0), upper - lower) * share(rate)
            lower = max(lower, upper)
    heavy = card.body.get("fba_minimums", {}).get(size(unit, day, market).tier) if fba else None
    if heavy is not None:
        amount, known = priced(heavy, 0, unit.weight)
        assert isinstance(amount, Decimal)
        least, status = amount, worst(status, known if cents(fee) < amount else "exact")
    return max(cents(fee), least), status


def closing(unit: Goods, day: dt.date, market: str) -> Known | None:
    card, status = card_on("closing", day, market)
    if card is None or unit.category not in card.body["rates"]:
        return None
    return Decimal(card.body["rates"][unit.category]), status


def digital_services(unit: Goods, day: dt.date, market: str, country: str) -> Known | None:
    """By the seller's country: on referral and closing fee, and on FBA fulfilment; "each group rounded half-up on its own"."""
    card, status = card_on("digital_services", day, market)
    if card is None:
        return None
    rates = card.body["rates"].get(country, card.body["rates"]["others"])
    if not rates:
        return None
    selling, of_fba = referral(unit, day, market), fulfillment(unit, day, market)
    media = closing(unit, day, market) or (Decimal(0), "exact")
    status = worst(status, selling[1], media[1], of_fba[1] if "fba" in rates else "exact")
    if isinstance(selling[0], Unknown) or isinstance(media[0], Unknown):
        return UNKNOWN, "unsourced"
    amount = cents(Fraction(selling[0] + media[0]) * Fraction(rates["selling"].split()[0]) / 100)
    if "fba" in rates:
        if isinstance(of_fba[0], Unknown):
            return UNKNOWN, "unsourced"
        rate = Fraction(rates["fba"].split()[0]) / 100
        amount += cents(Fraction(of_fba[0]) * rate)
        fuel = surcharge(unit, day, market)
        if (
            fuel
            and not isinstance(fuel[0], Unknown)
            and cents(Fraction(of_fba[0] + fuel[0]) * rate) != cents(Fraction(of_fba[0]) * rate)
        ):
            status = worst(status, "estimate")  # whether the surcharge belongs to the fulfilment fee is open
    return amount, status


def aged_inventory(unit: Goods, day: dt.date, age: int, market: str) -> tuple[Fraction | None, str] | None:
    """Exact, unrounded: "the greater of volume and minimum from day 366"."""
    card, status = card_on("aged_inventory", day, market)
    if card is None:
        return None, "unsourced"
    rates = card.body["rates"]
    cell = rates[next(key for key in rates if key.startswith("over ") or age <= int(key))]
    if cell == "unsourced":
        return None, "unsourced"
    volume = unit.volume / VOLUMES[store(market)["storage_volume"]]
    if isinstance(cell, dict):
        return max(volume * Fraction(cell["per_volume"]), Fraction(cell["at_least"])), status
    return (volume * Fraction(cell), status) if Fraction(cell) else None


def mcf(unit: Goods, day: dt.date, market: str, speed: str, units: int) -> tuple[Known, Known | None]:
    """The one-unit, standard-speed column of the card, by its tiers and unit weight; all else is not on file."""
    card, status = card_on("mcf_fulfillment", day, market)
    assert card is not None
    of_card = dt.date.fromisoformat(card.body["size_tiers_of"])
    table = card.body["rates"].get(speed, {}).get(size(unit, of_card, market).tier)
    fee, known = priced(band(table, unit.weight) if table else None, min(units, 3) - 1, unit.weight)
    if not isinstance(fee, Unknown):  # sellers are taken to be in the Central Europe Programme
        fee -= Decimal(card.body.get("off_in_central_europe_programme", "0"))
    fuel, fuel_status = card_on("fuel_surcharge", day, market)
    if fuel is None or "mcf" not in fuel.body["rates"]:
        return (fee, worst(status, known)), None
    if isinstance(fee, Unknown):
        return (fee, "unsourced"), (UNKNOWN, "unsourced")
    rate = Fraction(fuel.body["rates"]["mcf"].split()[0]) / 100
    return (fee, worst(status, known)), (cents(Fraction(fee) * rate), worst(status, known, fuel_status))


def postage(unit: Goods, day: dt.date, carrier: str, market: str) -> tuple[Known, Decimal] | None:
    """ "Smallest format whose sides and weight hold; the band whose upper weight is not exceeded": the price, and the tax
    inside it; None where the carrier takes no such parcel."""
    card, status = card_on(carrier, day, market)
    if card is None:
        return (UNKNOWN, "unsourced"), Decimal(0)
    longest, median, shortest = unit.sides
    facts = {"longest": longest, "median": median, "shortest": shortest}
    facts["length_plus_girth"] = longest + 2 * (median + shortest)
    for form in card.body["formats"].values():
        if any(facts[key] > measure(limit) for key, limit in form["all"].items()):
            continue
        cell = band(form["rates"], unit.weight)
        if cell is None:
            continue
        amount, known = priced(cell, 0, unit.weight)
        if isinstance(amount, Unknown):
            return (amount, "unsourced"), Decimal(0)
        tax = form.get("tax_included", card.body["tax_included"])
        rate = Fraction(0) if tax == "none" else Fraction(tax.split()[0]) / 100
        return (amount, worst(status, known)), cents(Fraction(amount) * rate / (1 + rate))
    return None
