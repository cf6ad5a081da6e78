"""A second, plain calculator over the same YAML files, for the tests to hold the program against.

It shares nothing with logicost: files are read with `yaml.BaseLoader`, amounts are Decimals, measures are Fractions of an
inch and of a pound (of a centimetre and of a gram in Europe), and every rule is written straight from the published sentence.
How cards, their days and their bands are read holds for every market; the rules below it are those of the US. Those of Europe
stand in `second_reading_europe.py`.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import yaml

LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # libyaml where it is built in: ten times faster

TABLES = Path(__file__).parent.parent / "fee_tables"
MADE_UP = Path(__file__).parent / "data" / "markets"  # a market that is none
MEASURES = {"oz": Fraction(1, 16), "lb": 1, "in": 1, "in3": 1, "g": 1, "kg": 1000, "cm": 1}
RANK = ("exact", "override", "projected", "estimate", "unsourced")
STANDARD = ("small_standard", "large_standard")


class Unknown:
    """The mark of a figure that is not on file."""


UNKNOWN = Unknown()
Money = Decimal | Unknown


def worst(*statuses: str) -> str:
    return max(statuses, key=RANK.index)


def cents(amount: Fraction | Decimal) -> Decimal:
    """Half-up to the cent."""
    return Decimal(math.floor(Fraction(amount) * 100 + Fraction(1, 2))) / 100


def four_places(amount: Fraction) -> Decimal:
    return Decimal(math.floor(amount * 10_000 + Fraction(1, 2))) / 10_000


def measure(text: str) -> Fraction:
    """Pounds or inches; grams or centimetres."""
    number, unit = text.split()
    return Fraction(number) * MEASURES[unit]


@dataclass(frozen=True)
class Card:
    fee: str
    effective: dt.date
    until: dt.date
    body: dict[str, Any]
    market: str = "us"

    @property
    def id(self) -> str:
        return f"{self.market}/{self.fee}/{self.effective}"


@cache
def cards(fee: str, market: str = "us") -> tuple[Card, ...]:
    """A fee's cards, latest first."""
    found = []
    folder = TABLES if (TABLES / market).is_dir() else MADE_UP
    for path in sorted((folder / market / fee).glob("*.yaml"), reverse=True):
        with path.open(encoding="utf-8") as stream:
            body = yaml.load(stream, Loader=LOADER)
        until = dt.date.fromisoformat(body["until"]) if "until" in body else dt.date.max
        found.append(Card(fee, dt.date.fromisoformat(body["effective"]), until, body, market))
    return tuple(found)


@cache
def store(market: str) -> dict[str, Any]:
    """What its ``market.yaml`` says."""
    folder = TABLES if (TABLES / market).is_dir() else MADE_UP
    with (folder / market / "market.yaml").open(encoding="utf-8") as stream:
        found: dict[str, Any] = yaml.load(stream, Loader=LOADER)
        return found


def first_tiers(market: str) -> dt.date:
    """Before the first size tiers nothing is quoted."""
    return min(card.effective for card in cards("size_tiers", market))


@cache
def ledger(market: str) -> dict[str, dict[str, str]]:
    with (TABLES / market / "checked.yaml").open(encoding="utf-8") as stream:
        found: dict[str, dict[str, str]] = yaml.load(stream, Loader=LOADER)["fees"]
        return found


def last_exact_day(card: Card) -> dt.date:
    """The published end, else 90 days after the reading; never past the day on which the next card is expected."""
    if not (TABLES / card.market).is_dir():  # of a market that is none no ledger is kept
        return dt.date.max
    entry = ledger(card.market)[card.fee]
    read_to = dt.date.fromisoformat(entry["read_to"])
    last = card.until if card.until != dt.date.max else read_to + dt.timedelta(days=90)
    due = dt.date.fromisoformat(entry["next_due"]) if "next_due" in entry else dt.date.max
    return min(last, due) if due > read_to and card.effective <= due else last


def doubtful(card: Card) -> bool:
    """Worked out, of one unofficial source alone, or of low confidence."""
    return card.body.get("origin", "published") != "published" or card.body["confidence"] == "low"


def card_on(fee: str, day: dt.date, market: str = "us") -> tuple[Card | None, str]:
    """The card and its status; (None, exact) where nothing is charged, (None, unsourced) where nothing is known."""
    all_cards = cards(fee, market)
    inside = [card for card in all_cards if card.effective <= day <= card.until]
    normal = [card for card in all_cards if card.effective <= day and "season" not in card.body]
    if inside:
        card = max(inside, key=lambda each: each.effective)
        if card.body.get("figures") == "unsourced":  # the peak's figures are not known
            return max(normal, key=lambda each: each.effective), "estimate"
        if doubtful(card):
            return card, "estimate"
        if day <= last_exact_day(card):
            return card, "exact"
        in_autumn = (day.month, day.day) >= (10, 15) or (day.month, day.day) <= (1, 14)
        had_peaks = any("season" in each.body for each in all_cards)
        return card, "estimate" if in_autumn and had_peaks and "season" not in card.body else "projected"
    begun = [card for card in all_cards if card.effective <= day]
    if begun and not normal:  # seasons alone: between them nothing is charged, and the days of the next one are open
        last = max(begun, key=lambda each: each.effective)
        first_day, last_day = ((each.month, each.day) for each in (last.effective, last.until))
        inside_a_year = (day.month, day.day) >= first_day or (day.month, day.day) <= last_day
        announced = any(card.effective > day for card in all_cards)
        return None, "estimate" if inside_a_year and not announced else "exact"
    if begun:
        last = max(normal, key=lambda each: each.effective)
        if max(begun, key=lambda each: each.effective).body.get("after") == "nothing":
            return None, "exact"
        return last, "estimate" if doubtful(last) else "projected"
    if not all_cards:
        return None, "unsourced"
    first = min(all_cards, key=lambda each: each.effective)
    return None, "exact" if first.body.get("before") == "nothing" else "unsourced"


@dataclass(frozen=True)
class Unit:
    """A packaged unit; sides in inches, longest first, weight in pounds."""

    sides: tuple[Fraction, Fraction, Fraction]
    weight: Fraction
    price: Decimal
    category: str = "home_and_kitchen"
    kind: str = "non_apparel"
    sipp: bool = False

    @property
    def girth(self) -> Fraction:
        longest, median, shortest = self.sides
        return longest + 2 * (median + shortest)

    @property
    def volume(self) -> Fraction:
        longest, median, shortest = self.sides
        return longest * median * shortest

    def raised(self, least: Fraction) -> Fraction:
        longest, median, shortest = self.sides
        return longest * max(median, least) * max(shortest, least)


@dataclass(frozen=True)
class Sized:
    tier: str
    dimensional: Fraction
    shipping: Fraction


def size(unit: Unit, day: dt.date) -> Sized:
    card, _ = card_on("size_tiers", day)
    assert card is not None
    divisor = Fraction(card.body["dimensional_divisor"])
    longest, median, shortest = unit.sides
    for name, limits in card.body["tiers"].items():
        dimensional = unit.raised(measure(limits.get("minimum_side", "0 in"))) / divisor
        greater = max(unit.weight, dimensional)
        facts = {
            "longest": longest,
            "median": median,
            "shortest": shortest,
            "length_plus_girth": unit.girth,
            "unit_weight": unit.weight,
            "greater_weight": greater,
        }
        if all(facts[key] <= measure(limit) for key, limit in limits.get("all", {}).items()):
            return Sized(name, dimensional, unit.weight if limits["ships_by"] == "unit" else greater)
    raise AssertionError("the last tier takes everything")


def band(table: dict[str, Any], weight: Fraction, any_word: str = "any weight") -> Any:
    """The cell of the band that holds a weight; None above the last band."""
    for key, cell in table.items():
        if key == any_word or key.startswith("over ") or weight <= measure(key):
            return cell
    return None


def priced(cell: Any, column: int, weight: Fraction, prorate: bool = False) -> tuple[Money, str]:
    """What a cell comes to in one of its columns."""

    def pick(value: Any) -> Money:
        text = value[column] if isinstance(value, list) else value
        return UNKNOWN if text == "unsourced" else Decimal(text)

    if cell is None:
        return UNKNOWN, "unsourced"
    if not isinstance(cell, dict):
        amount = pick(cell)
        return amount, "unsourced" if isinstance(amount, Unknown) else "exact"
    origin = cell.get("origin", "published")
    status = "exact" if (origin[column] if isinstance(origin, list) else origin) == "published" else "estimate"
    if "amount" in cell:
        amount = pick(cell["amount"])
        return amount, "unsourced" if isinstance(amount, Unknown) else status
    base, plus = pick(cell["base"]), pick(cell["plus"])
    if isinstance(base, Unknown) or isinstance(plus, Unknown):
        return UNKNOWN, "unsourced"
    over = max(Fraction(0), weight - measure(cell["above"])) / measure(cell["per"])
    if prorate:
        return base + cents(over * Fraction(plus)), status
    return base + plus * math.ceil(over), status


def price_column(labels: Iterable[str], price: Decimal) -> int:
    """The column of ``under 10 | 10 to 50 | over 50``."""
    for number, label in enumerate(labels):
        words = label.split()
        if words[0] == "under" and price < Decimal(words[1]):
            return number
        if words[0] == "over" and price > Decimal(words[1]):
            return number
        if words[1:] == ["and", "over"] and price >= Decimal(words[0]):
            return number
        if len(words) == 3 and words[1] == "to" and Decimal(words[0]) <= price <= Decimal(words[2]):
            return number
    raise AssertionError(f"no column for {price}")


def fulfillment(unit: Unit, day: dt.date) -> tuple[Money, str]:
    card, status = card_on("fba_fulfillment", day)
    if card is None:
        return UNKNOWN, status
    sized = size(unit, day)
    rates = card.body["rates"]
    groups = [rates[unit.kind]] if unit.kind == "dangerous_goods" else [rates[unit.kind], rates["any"]]
    if "unsourced" in groups:
        return UNKNOWN, "unsourced"
    table = next((group[sized.tier] for group in groups if sized.tier in group), None)
    if table is None:
        return UNKNOWN, "unsourced"
    column = price_column(card.body["price_bands"], unit.price)
    amount, cell_status = priced(band(table, sized.shipping), column, sized.shipping)
    return amount, worst(status, cell_status)


def surcharge(fee: tuple[Money, str], network: str, day: dt.date) -> tuple[Money, str] | None:
    card, status = card_on("fuel_surcharge", day)
    if card is None or network not in card.body["rates"]:
        return None
    amount, fee_status = fee
    if isinstance(amount, Unknown):
        return UNKNOWN, "unsourced"
    rate = Fraction(card.body["rates"][network].split()[0]) / 100
    return cents(Fraction(amount) * rate), worst(status, fee_status)


def sipp_discount(unit: Unit, day: dt.date) -> tuple[Money, str] | None:
    card, status = card_on("sipp_discount", day)
    if card is None or not unit.sipp:
        return None
    sized = size(unit, day)
    kind = "non_apparel" if unit.kind == "dangerous_goods" else unit.kind
    rates = card.body["rates"]
    table = rates[kind].get(sized.tier) or rates.get("non_apparel, apparel", {}).get(sized.tier)
    if table is None:
        return None
    if unit.kind == "dangerous_goods":
        return UNKNOWN, "unsourced"
    amount, cell_status = priced(band(table, sized.shipping), 0, sized.shipping)
    if isinstance(amount, Unknown):
        return UNKNOWN, "unsourced"
    return -amount, worst(status, cell_status)


def bulky_packaging(unit: Unit, day: dt.date) -> tuple[Money, str] | None:
    card, status = card_on("bulky_packaging", day)
    if card is None or unit.sipp:
        return None
    sized = size(unit, day)
    ((tiers, table),) = card.body["rates"].items()
    if sized.tier not in tiers.split(", "):
        return None
    return priced(band(table, sized.dimensional), 0, sized.dimensional)[0], status


def overmax(unit: Unit, day: dt.date) -> tuple[Money, str] | None:
    card, status = card_on("overmax_handling", day)
    if card is None:
        return None
    rate = card.body["rates"].get(size(unit, day).tier)
    beyond = unit.sides[0] > measure(card.body["longest_over"]) or unit.girth > measure(
        card.body["length_plus_girth_over"]
    )
    if not rate or not beyond:
        return None
    amount, cell_status = priced(rate, 0, unit.weight)
    return amount, worst(status, cell_status)


def low_inventory(
    unit: Unit, day: dt.date, days_30: Decimal, days_90: Decimal, shipped: int | None
) -> tuple[Money, str] | None:
    card, status = card_on("low_inventory_level", day)
    if card is None:
        return None
    body, sized, governing = card.body, size(unit, day), max(days_30, days_90)
    if unit.category in body.get("exempt_categories", []):
        return None
    if shipped is not None and shipped < int(body.get("exempt_units_shipped_7_under", 0)):
        return None
    table = body["rates"].get(sized.tier)
    if table is None or governing >= 28:
        return None
    column = 0 if governing < 14 else 1 if governing < 21 else 2
    amount, cell_status = priced(band(table, sized.shipping), column, sized.shipping)
    return amount, worst(status, cell_status)


def referral(category: str | None, price: Decimal, day: dt.date) -> tuple[Money, str]:
    card, status = card_on("referral", day)
    if card is None:
        return UNKNOWN, "unsourced"
    rule = card.body["rates"].get(category or "everything_else")
    if rule is None:
        return UNKNOWN, "unsourced"
    if category is None:
        status = worst(status, "estimate")

    def percent(text: str) -> Fraction:
        return Fraction(text.split()[0]) / 100

    paid = Fraction(price)
    if "rate" in rule:
        fee = paid * percent(rule["rate"])
    elif "whole_price" in rule:
        for edge, rate in rule["whole_price"].items():
            if edge == "any price" or paid <= Fraction(edge):
                fee = paid * percent(rate)
                break
    else:
        fee, lower = Fraction(0), Fraction(0)
        for edge, rate in rule["portions"].items():
            upper = paid if edge == "any price" else min(paid, Fraction(edge))
            fee += max(Fraction(0), upper - lower) * percent(rate)
            lower = max(lower, upper)
    return max(cents(fee), Decimal(rule.get("minimum", "0"))), status


def closing(category: str, day: dt.date) -> tuple[Money, str] | None:
    card, status = card_on("closing", day)
    if card is None or category not in card.body["rates"]:
        return None
    return Decimal(card.body["rates"][category]), status


def storage(unit: Unit, day: dt.date, days: int, dangerous: bool) -> tuple[Fraction | None, str]:
    """Exact, unrounded: each day before the ship date costs the rate of its month by the days of that month."""
    total, status = Fraction(0), "exact"
    beyond = size(unit, day).tier not in STANDARD
    feet = unit.volume / 1728
    for back in range(1, days + 1):
        stored = day - dt.timedelta(days=back)
        card, known = card_on("storage", stored)
        status = worst(status, known)
        if card is None:
            return None, "unsourced"
        season = "jan_sep" if stored.month <= 9 else "oct_dec"
        kind = "dangerous_goods" if dangerous else "other"
        rate = Fraction(card.body["rates"][season]["large" if beyond else "standard"][kind])
        following = dt.date(stored.year + stored.month // 12, stored.month % 12 + 1, 1)
        month = (following - dt.date(stored.year, stored.month, 1)).days
        total += feet * rate / month
    return total, status


def mcf(
    unit: Unit,
    day: dt.date,
    speed: str,
    units: int,
    *,
    block: bool = False,
    outside: bool = False,
    discount: Fraction = Fraction(0),
    prorate: bool = False,
) -> tuple[tuple[Money, str], tuple[Money, str] | None]:
    """The fee with its options, and the surcharge, percentages added up."""
    card, status = card_on("mcf_fulfillment", day)
    if card is None:
        return (UNKNOWN, "unsourced"), surcharge((UNKNOWN, "unsourced"), "mcf", day)
    sized = size(unit, day)
    table = card.body["rates"].get(speed, {}).get(sized.tier)
    cell = None if table is None or table == "unsourced" else band(table, sized.shipping)
    base, cell_status = priced(cell, min(units, 4) - 1, sized.shipping, prorate)
    status = worst(status, cell_status)
    if isinstance(base, Unknown):
        return (UNKNOWN, "unsourced"), surcharge((UNKNOWN, "unsourced"), "mcf", day)
    if units > 4 or (block + outside + (discount > 0)) > 1:
        status = worst(status, "estimate")
    exact = Fraction(base)
    abroad = 1 if sized.tier in STANDARD else 2
    fee = (
        base + (cents(exact / 20) if block else 0) + (cents(exact * abroad) if outside else 0) - cents(exact * discount)
    )
    return (fee, status), surcharge((base, status), "mcf", day)


@dataclass(frozen=True)
class Posted:
    amount: Money
    status: str
    billable: Fraction


def whole_inches(side: Fraction, rule: str) -> Fraction:
    if rule == "up to 1 in":
        return max(Fraction(math.ceil(side)), Fraction(1))
    assert rule == "nearest 1 in"
    return max(Fraction(math.floor(side + Fraction(1, 2))), Fraction(1))


def postage(
    unit: Unit, day: dt.date, carrier: str, zone: int, residential: bool, fuel: Decimal | None, area: str | None = None
) -> Posted | None:
    """One parcel to one zone; None where the carrier does not take it. `area`: of its ZIP code, None where not given."""
    card, status = card_on(carrier, day)
    if card is None:
        return Posted(UNKNOWN, "unsourced", Fraction(0))
    body = card.body
    rule = body["measuring"]
    longest, median, shortest = (whole_inches(side, rule["sides"]) for side in unit.sides)
    girth, volume = longest + 2 * (median + shortest), longest * median * shortest
    limits = body["limits"]
    if (
        unit.weight > measure(limits["weight"])
        or longest > measure(limits.get("longest", "9999 in"))
        or girth > measure(limits.get("length_plus_girth", "9999 in"))
    ):
        return None
    billable = unit.weight
    if volume > measure(rule["dimensional_over"]):
        billable = max(billable, Fraction(math.ceil(volume / Fraction(rule["divisor"]))))
    applying = []
    residential_fee = Decimal(0)
    for name, extra in body.get("surcharges", {}).items():
        if name == "residential":
            residential_fee = Decimal(extra) if residential else Decimal(0)
            continue
        tests = [
            (longest, "longest_over"),
            (median, "median_over"),
            (girth, "length_plus_girth_over"),
            (volume if extra.get("over", "").endswith("in3") else unit.weight, "over"),
        ]
        if any(value > measure(extra[key]) for value, key in tests if key in extra):
            applying.append((name, extra))
    for _, extra in applying:
        billable = max(billable, measure(extra.get("minimum_billable_weight", "0 lb")))
    zones = [int(each) for each in body["zones"]]
    priced_zone = 2 if zone == 1 and 1 not in zones else zone
    if priced_zone not in zones:
        return Posted(UNKNOWN, "unsourced", billable)
    column = zones.index(priced_zone)
    if girth > measure(limits.get("priced_up_to_length_plus_girth", "9999 in")):
        price, cell_status = priced(
            {"amount": body.get("oversized", "unsourced"), "origin": "one_source"}, column, billable
        )
    else:
        price, cell_status = priced(band(body["rates"], billable), column, billable)
    if isinstance(price, Unknown):
        return Posted(UNKNOWN, "unsourced", billable)
    status = worst(status, cell_status)
    if carrier.startswith("usps_"):
        holiday, known = card_on("usps_holiday_increase", day)
        if body.get("holiday_increase") == "included":
            pass
        elif holiday is not None:
            table = holiday.body["rates"].get(carrier)
            cell = band(table, billable) if table else None
            group = 0 if zone <= 4 else 1
            extra_price, extra_status = priced(cell, group, billable)
            if isinstance(extra_price, Unknown):
                return Posted(UNKNOWN, "unsourced", billable)
            price, status = price + extra_price, worst(status, known, extra_status)
        elif known == "unsourced":
            return Posted(UNKNOWN, "unsourced", billable)
        else:
            status = worst(status, known)
        nonstandard, known = card_on("usps_nonstandard", day)
        assert nonstandard is not None
        fees = nonstandard.body["rates"][carrier]
        by_length = "length_over_30_in" if longest > 30 else "length_over_22_in" if longest > 22 else None
        if "unsourced" in fees.values() and (by_length or volume > 3456):
            return Posted(UNKNOWN, "unsourced", billable)
        fee = Decimal(fees[by_length]) if by_length else Decimal(0)
        fee += Decimal(fees["volume_over_2_cubic_feet"]) if volume > 3456 else 0
        if fee:
            price, status = price + fee, worst(status, known)
    size_fee = Decimal(0)
    for name, extra in applying:
        amount = extra["amount"][column] if isinstance(extra["amount"], list) else extra["amount"]
        if amount == "unsourced":
            return Posted(UNKNOWN, "unsourced", billable)
        demand = of_season(body, name, day)
        size_fee = max(size_fee, Decimal(amount) + demand)
        if demand or len(applying) > 1 or extra.get("origin", "published") != "published":
            status = worst(status, "estimate")
    added = of_season(body, "residential", day) if residential else Decimal(0)
    if added:
        status = worst(status, "estimate")
    for remark in body.get("remarks", []):
        in_time = remark.get("from", "0") <= str(day) <= remark.get("until", "9")
        if in_time and ("of" not in remark or {name for name, _ in applying} & set(remark["of"])):
            status = worst(status, "estimate")
    if "delivery_areas" in body and area is None:
        status = worst(status, "estimate")
    elif "delivery_areas" in body and area != "none":
        surcharge_there = body["delivery_areas"]["residential" if residential else "commercial"][area]
        if surcharge_there == "unsourced":
            return Posted(UNKNOWN, "unsourced", billable)
        if Decimal(surcharge_there) and "origin" in body["delivery_areas"]:
            status = worst(status, "estimate")
        added += Decimal(surcharge_there)
    total = price + residential_fee + size_fee + added
    if "fuel" in body:
        of = body["fuel"]["of"]
        base = total if of == "transportation and surcharges" else price + residential_fee
        weeks = body["fuel"].get("weeks") or {body["fuel"]["as_of"]: body["fuel"]["rate"]}
        days = {each: (day - dt.date.fromisoformat(each)).days for each in weeks}
        week = min(weeks, key=lambda each: 0 if 0 <= days[each] < 7 else abs(days[each]))
        first = dt.date.fromisoformat(week)
        if fuel is None:
            rate = Decimal(weeks[week].split()[0])
            status = worst(status, "exact" if first <= day < first + dt.timedelta(days=7) else "estimate")
        else:
            rate, status = fuel, worst(status, "override")
        total += cents(Fraction(base) * Fraction(rate) / 100)
    return Posted(total, status, billable)


def of_season(body: dict[str, Any], surcharge_name: str, day: dt.date) -> Decimal:
    """The amount of the last day in the card that has come."""
    amounts = [
        Decimal(amount) for first, amount in body.get("demand", {}).get(surcharge_name, {}).items() if first <= str(day)
    ]
    return amounts[-1] if amounts else Decimal(0)
