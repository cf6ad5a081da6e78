"""Every edge of the European cards at one grain below, on and above it, against the second reading in
`second_reading_europe.py`.

What is walked through comes from the cards of the market, so that a new card, tier or band is tried without a word here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import product as combinations
from typing import Any

import figures
import pytest
import second_reading_europe as rules
from compared import Compared, metric_row, quoted_or_code
from second_reading import Card, cards, four_places, last_exact_day, measure, store
from second_reading_europe import Goods, goods

from logicost.answers.engine import Engine
from logicost.answers.results import Quote

pytestmark = pytest.mark.usefixtures("any_density")

MARKETS = [market for market in figures.markets() if store(market)["currency"]["code"] in ("GBP", "EUR", "SEK", "PLN")]
DAY = dt.timedelta(days=1)
GRAM, MILLIMETRE = Fraction(1, 10), Fraction(1, 100)  # the grains: 0.1 g; 0.1 mm in centimetres
KNOWN = {"vat_registered": True, "seller_country": "other"}
SHAPES = {  # sides that put a light unit into each tier, light enough in volume for its lowest bands
    "small_envelope": ("20", "15", "1"),
    "light_envelope": ("20", "15", "1"),
    "standard_envelope": ("33", "23", "2.5"),
    "large_envelope": ("33", "23", "4"),
    "extra_large_envelope": ("30", "20", "6"),
    "small_parcel": ("10", "7", "6.5"),
    "standard_parcel": ("36", "2", "2"),
    "small_oversize": ("46", "5", "5"),
    "standard_oversize_light": ("62", "5", "5"),
    "standard_oversize_heavy": ("62", "5", "5"),
    "standard_oversize_large": ("102", "5", "5"),
    "bulky_oversize": ("121", "5", "5"),
    "heavy_oversize": ("121", "5", "5"),
    "standard_oversize": ("62", "5", "5"),
    "large_oversize": ("121", "5", "5"),
    "special_oversize": ("176", "5", "5"),
}


def around(edge: Fraction, grain: Fraction) -> tuple[Fraction, ...]:
    return edge - grain, edge, edge + grain


def each_card(fee: str, markets: Iterable[str] = MARKETS) -> list[Card]:
    """Those with figures; a card of which only the days are known is tried among the days."""
    return [card for market in markets for card in reversed(cards(fee, market)) if {"rates", "tiers"} & set(card.body)]


def first_day(card: Card) -> dt.date:
    """The first day of a card on which there are size tiers."""
    return max(card.effective, dt.date(2025, 2, 1))


def quoted(engine: Engine, unit: Goods, day: dt.date, market: str, program: str = "fba", **more: object) -> Quote:
    found = quoted_or_code(engine, metric_row(unit, **{**KNOWN, **more}), day, program, market.upper())
    assert isinstance(found, Quote), (found, unit, day, market, program, more)
    return found


def lines_of_fulfillment(
    compared: Compared, engine: Engine, unit: Goods, day: dt.date, market: str, cep: bool = True
) -> None:
    """The lines that depend on the unit's size, weight, price and category."""
    quote = quoted(engine, unit, day, market, cep=cep)
    what = (
        market,
        day,
        [float(side) for side in unit.sides],
        f"{float(unit.weight)} g",
        unit.price,
        unit.category,
        cep,
    )
    compared.same(rules.size(unit, day, market).tier, quote.size_tier, *what)
    expected: dict[str, rules.Known | None] = {
        "fba_fulfillment": rules.fulfillment(unit, day, market, cep),
        "fuel_surcharge": rules.surcharge(unit, day, market, cep),
        "sipp_discount": rules.sipp_discount(unit, day, market, cep),
        "bulky_packaging": rules.bulky_packaging(unit, day, market),
        "referral": rules.referral(unit, day, market),
        "closing": rules.closing(unit, day, market),
    }
    for fee, amount in expected.items():
        compared.line(amount, quote.line(fee), *what, fee)


def weights_of(table: dict[str, Any], steps: int) -> Iterator[Fraction]:
    """In grams: every band's edge, and the first and last of the steps above a base."""
    for key, cell in table.items():
        if isinstance(cell, dict) and "per" in cell:
            above, per = measure(cell["above"]), measure(cell["per"])
            yield from (above + number * per for number in (*range(steps), 20))
        if not key.startswith(("over ", "any ")):
            yield measure(key)


def tables_of(card: Card) -> Iterator[tuple[bool, str, dict[str, Any]]]:
    """Whether enrolled in CEP, tier, its rows."""
    for cep in (True, False) if "cep_enrolled" in card.body["keys"] else (True,):
        for tier, table in rules.rates_of(card, cep).items():
            yield cep, tier, table


def name_of(card: Card) -> str:
    return card.id


@pytest.mark.parametrize("card", each_card("size_tiers"), ids=name_of)
def test_size_limits(engine: Engine, card: Card) -> None:
    """Each limit of each tier at -1/0/+1 grain: tier, dimensional and shipping weight."""
    compared = Compared(least=400)
    day = card.effective if card.effective >= dt.date(2025, 2, 1) else dt.date(2025, 1, 31)
    market = card.market
    for tier in card.body["tiers"].values():
        for unit in _near(tier.get("all", {}), tier.get("any", {})):
            found = quoted_or_code(engine, metric_row(unit, **KNOWN), day, "fba", market.upper())
            assert isinstance(found, Quote), (found, unit)
            expected = rules.size(unit, day, market)
            what = (market, day, [float(side) for side in unit.sides], float(unit.weight))
            compared.same(expected.tier, found.size_tier, *what)
            weights = found._weights
            assert weights is not None
            compared.same(-(-expected.dimensional // GRAM), weights[1], *what, "dimensional")
            compared.same(-(-expected.shipping // GRAM), weights[2], *what, "shipping")
    compared.done()


def _near(every: dict[str, Any], any_of: dict[str, Any]) -> Iterator[Goods]:
    def edge(name: str) -> Fraction:
        limit = {**any_of, **every}.get(name)
        text = limit[-1] if isinstance(limit, list) else limit
        return measure(text.removeprefix("over ")) if text else Fraction(0)

    longest, median, shortest = edge("longest"), edge("median"), edge("shortest")
    base = (longest or Fraction(60), median or Fraction(20), shortest or Fraction(10))
    light = Fraction(50)
    for number, name in enumerate(("longest", "median", "shortest")):
        for side in around(edge(name), MILLIMETRE) if edge(name) else ():
            sides = list(base)
            sides[number] = side
            yield goods(*sides, weight=light)
            yield goods(*sides[:2], "1", weight=light)
    bounds = {**any_of, **every}.get("unit_weight", [])
    for text in bounds if isinstance(bounds, list) else [bounds]:
        for weight in around(measure(text.removeprefix("over ")), GRAM):
            yield goods(*base, weight=weight)
            yield goods(base[0], "5", "2", weight=weight)
    if "dimensional_weight" in every:
        ceiling = edge("dimensional_weight")
        for grams in around(ceiling, GRAM):
            cross = (median or Fraction(60)) * (shortest or Fraction(50))
            side = grams * 5 / cross
            if side <= 175:
                yield goods(side - side % MILLIMETRE, median or "60", shortest or "50", weight=light)
                yield goods(side - side % MILLIMETRE + MILLIMETRE, median or "60", shortest or "50", weight=light)
    if "length_plus_girth" in any_of:
        for girth in around(edge("length_plus_girth"), MILLIMETRE):
            yield goods(girth - 240, "60", "60", weight=light)
            yield goods("120", "60", (girth - 240) / 2 - (girth - 240) / 2 % MILLIMETRE, weight=light)


@pytest.mark.parametrize("card", each_card("fba_fulfillment"), ids=name_of)
def test_ordinary_cards(engine: Engine, card: Card) -> None:
    """Every band and step of every tier, at -1/0/+1 grain, with and without the Central Europe Programme."""
    compared = Compared(least=800)
    for cep, tier, table in tables_of(card):
        for weight in sorted(set(weights_of(table, 2))):
            for grams in around(weight, GRAM):
                lines_of_fulfillment(
                    compared, engine, goods(*SHAPES[tier], weight=grams), card.effective, card.market, cep
                )
    compared.done()


@pytest.mark.parametrize("card", each_card("fba_selected_parcels"), ids=name_of)
def test_selected_parcels(engine: Engine, card: Card) -> None:
    """Every tier at the edges of its sides and weight, and started 100 grams; every category, and one that is not listed."""
    compared = Compared(least=500)
    categories = card.body["categories"]
    for cep, tier, _ in tables_of(card):
        limits = [measure(card.body["tiers"][tier][side]) for side in ("longest", "median", "shortest")]
        heaviest = measure(card.body["tiers"][tier]["unit_weight"])
        for number, (step, weight) in enumerate(
            combinations((-MILLIMETRE, 0, MILLIMETRE), (*around(Fraction(100), GRAM), *around(Fraction(1200), GRAM), *around(heaviest, GRAM)))
        ):  # fmt: skip
            sides = list(limits)
            sides[number % 3] += step
            category = categories[number % len(categories)]
            unit = goods(*sides, weight=weight, category=category, sipp=number % 2 == 1)
            lines_of_fulfillment(compared, engine, unit, card.effective, card.market, cep)
    for category in (*categories, "toys_and_games", "eyewear"):
        for sides in (("35", "25", "7"), ("33", "23", "6"), ("46", "34", "26")):
            unit = goods(*sides, weight="640", category=category)
            lines_of_fulfillment(compared, engine, unit, card.effective, card.market)
    compared.done()


@pytest.mark.parametrize("card", each_card("fba_low_price"), ids=name_of)
def test_low_price(engine: Engine, card: Card) -> None:
    """Every row at its edges; the limits of the price at a cent and 0.0001 either side, in every category."""
    compared = Compared(least=200)
    limit = Decimal(card.body["up_to"])
    for cep, tier, table in tables_of(card):
        for weight in weights_of(table, 1):
            for grams, sipp in combinations(around(weight, GRAM), (False, True)):
                unit = goods(*SHAPES[tier], weight=grams, price=limit, sipp=sipp)
                lines_of_fulfillment(compared, engine, unit, card.effective, card.market, cep)
    for category in _categories(card.market, card.effective):
        for edge, step in combinations({limit, Decimal(card.body.get("except", {}).get("up_to", limit))},
                                       ("-0.01", "0", "0.0001", "0.01")):  # fmt: skip
            unit = goods("30", "20", "2", weight="150", price=edge + Decimal(step), category=category)
            lines_of_fulfillment(compared, engine, unit, card.effective, card.market)
    for sides in (("35", "25", "12"), ("36", "25", "12"), ("46", "5", "5")):  # by unit weight; and above every row
        for weight in ("400", "400.1"):
            unit = goods(*sides, weight=weight, price=limit)
            lines_of_fulfillment(compared, engine, unit, card.effective, card.market)
    compared.done()


def _categories(market: str, day: dt.date) -> list[str]:
    card, _ = rules.card_on("referral", day, market)
    assert card is not None
    return list(card.body["rates"])


@pytest.mark.parametrize("card", each_card("sipp_discount"), ids=name_of)
def test_sipp_and_packaging(engine: Engine, card: Card) -> None:
    """Every row of the discount, with dangerous goods beside it; the packaging of oversize units that are not certified."""
    compared = Compared(least=300)
    for tier, table in card.body["rates"]["standard"].items():
        for weight in weights_of(table, 3):
            for grams, sipp in combinations(around(weight, GRAM), (True, False)):
                if grams > 0:
                    unit = goods(*SHAPES[tier], weight=grams, sipp=sipp)
                    lines_of_fulfillment(compared, engine, unit, card.effective, card.market)
    compared.done()


@pytest.mark.parametrize("card", each_card("bulky_packaging"), ids=name_of)
def test_packaging_of_oversize(engine: Engine, card: Card) -> None:
    compared = Compared(least=100)
    for tier, table in card.body["rates"].items():
        for weight in weights_of(table, 3):
            for grams in around(weight, GRAM):
                unit = goods(*SHAPES[tier], weight=grams, dangerous=grams == weight)
                lines_of_fulfillment(compared, engine, unit, card.effective, card.market)
    compared.done()


@pytest.mark.parametrize("market", MARKETS)
def test_days_of_every_card(engine: Engine, market: str) -> None:
    """The day before, the first, the last and the day after of every card, and the last exact one: all lines of an envelope,
    a parcel, a selected parcel, a low price and an oversize unit."""
    compared = Compared(least=1500)
    units = (
        goods(*SHAPES["extra_large_envelope"], weight="500", price="18", sipp=True),
        goods("30", "20", "10", weight="350", dangerous=True),
        goods("30", "20", "10", weight="350", category="clothing_and_accessories", price="41"),
        goods("30", "20", "10", weight="350", category="pet_supplies", sipp=True),
        goods("20", "13", "2", weight="210", category="books", price="9.5"),
        goods(*SHAPES["standard_oversize_light"], weight="900", category="home_products", price="19"),
    )
    fees = ("fba_fulfillment", "fba_low_price", "fba_selected_parcels", "size_tiers", "fuel_surcharge", "sipp_discount",
            "bulky_packaging", "dangerous_goods", "referral", "closing")  # fmt: skip
    edges = {dt.date(2027, 1, 10), dt.date(2027, 4, 1)}
    for card in (card for fee in fees for card in cards(fee, market)):
        edges |= {card.effective, card.until, last_exact_day(card)} - {dt.date.max}
    for edge, step, unit in combinations(sorted(edges), (-1, 0, 1), units):
        if edge + step * DAY >= dt.date(2025, 2, 1):
            lines_of_fulfillment(compared, engine, unit, edge + step * DAY, market)
    compared.done()


@pytest.mark.parametrize("card", each_card("referral"), ids=name_of)
def test_referral(engine: Engine, card: Card) -> None:
    """Every category at every edge of its prices, at its minimum and above all edges; by FBA and sent by the merchant."""
    compared = Compared(least=800)
    day, market = first_day(card), card.market
    for category, rule in card.body["rates"].items():
        edges = {Decimal(edge) for table in (rule, rule.get("merchant_fulfilled", {})) for name in ("whole_price", "portions")
                 for edge in table.get(name, {}) if edge != "any price"}  # fmt: skip
        prices = {edge + Decimal(step) for edge in edges for step in ("-0.01", "0", "0.0001", "0.01")}
        for price in sorted(prices | {Decimal(text) for text in ("0.01", "1.66", "1.67", "3.33", "17.43", "999.99")}):
            unit = goods("30", "20", "10", weight="900", price=price, category=category)
            for program, fba in (("fba", True), ("fbm:flat", False)):
                more: dict[str, object] = {} if fba else {"postage": "4"}
                quote = quoted(engine, unit, day, market, program, **more)
                what = (market, day, category, price, program)
                compared.line(rules.referral(unit, day, market, fba), quote.line("referral"), *what)
                compared.line(rules.closing(unit, day, market), quote.line("closing"), *what, "closing")
    for tier, price in combinations(
        ("heavy_oversize", "special_oversize", "bulky_oversize"), ("10", "133.33", "133.40", "170")
    ):
        unit = goods(*SHAPES[tier], weight="24000", price=price)
        for program, fba in (("fba", True), ("fbm:flat", False)):
            line = quoted(engine, unit, day, market, program, **({} if fba else {"postage": "4"})).line("referral")
            compared.line(rules.referral(unit, day, market, fba), line, market, day, tier, price, program)
    compared.done()


@pytest.mark.parametrize("card", each_card("digital_services"), ids=name_of)
def test_digital_services(engine: Engine, card: Card) -> None:
    """Every country of a seller, on the day of the card and the day before its end."""
    compared = Compared(least=60)
    market = card.market
    for day in (first_day(card), first_day(card) + 30 * DAY):
        for country, price in combinations(
            ("uk", "us", "fr", "it", "es", "ca", "de", "other"), ("2.25", "15", "33.33", "60")
        ):
            for category in ("toys_and_games", "books"):
                unit = goods("30", "20", "10", weight="900", price=price, category=category)
                expected = rules.digital_services(unit, day, market, country)
                line = quoted(engine, unit, day, market, seller_country=country).line("digital_services")
                what = (market, day, country, price, category)
                compared.line(expected, line, *what)
    compared.done()


@pytest.mark.parametrize("market", MARKETS)
def test_storage(engine: Engine, market: str) -> None:
    """Every rate: both seasons and the days around them, standard and oversize, clothing, others and dangerous goods, on every
    card; stays of one day to two months."""
    compared = Compared(least=300)
    edges = {dt.date(2026, 10, 1), dt.date(2027, 1, 1), dt.date(2026, 3, 1), dt.date(2026, 2, 1), dt.date(2025, 10, 1)}
    edges |= {card.effective + 31 * DAY for card in cards("storage", market)}
    days = sorted({edge + step * DAY for edge in edges for step in (0, 1) if edge >= dt.date(2025, 2, 1)})
    for day, stay in combinations(days, (1, 30, 62)):
        for sides, category, dangerous in combinations(
            (("30", "20", "10"), ("62", "30", "20.01")), ("toys_and_games", "footwear"), (False, True)
        ):
            if dangerous and category == "footwear":
                continue
            unit = goods(*sides, weight="900", category=category, dangerous=dangerous)
            line = quoted(engine, unit, day, market, days_in_storage=stay).line("storage")
            total, status = rules.storage(unit, day, stay, market)
            what = (market, day, stay, sides, category, dangerous)
            if total is None:
                compared.line((rules.UNKNOWN, "unsourced"), line, *what)
                continue
            assert line is not None
            assert line.amount is not None
            compared.same(status, line.status, *what, "status")
            # volume to 0.000001 and cost to 0.000001 a volume: never further than 0.0001 off
            near = abs(line.amount - four_places(total)) <= Decimal("0.0001")
            compared.same(True, near, *what, float(total), line.amount)
    compared.done()


@pytest.mark.parametrize("card", each_card("aged_inventory"), ids=name_of)
def test_aged_inventory(engine: Engine, card: Card) -> None:
    compared = Compared(least=30)
    day, market = first_day(card), card.market
    for key, sides in combinations(card.body["rates"], (("30", "20", "10"), ("5", "4", "3"))):
        for age in around(Fraction(key.removeprefix("over ")), Fraction(1)):
            unit = goods(*sides, weight="300")
            line = quoted(engine, unit, day, market, inventory_age_days=int(age)).line("aged_inventory")
            expected = rules.aged_inventory(unit, day, int(age), market)
            known = None
            if expected is not None:
                total, status = expected
                known = (rules.UNKNOWN if total is None else four_places(total), status)
            compared.line(known, line, market, day, sides, int(age))
    compared.done()


def test_low_inventory_level(engine: Engine) -> None:
    """Days of supply around 14, 21 and 28 in either window, every tier; under and over 20 units."""
    compared = Compared(least=300)
    day, steps = dt.date(2026, 6, 1), (Decimal("-0.01"), Decimal(0), Decimal("0.01"))
    for (tier, sides), edge, step, larger in combinations(SHAPES.items(), ("14", "21", "28"), steps, ("30", "90")):
        days = Decimal(edge) + step
        unit = goods(*sides, weight="95" if tier == "light_envelope" else "700")
        for market, shipped in combinations(MARKETS, (None, 19, 20)):
            if shipped and "low_inventory_level" in store(market).get("not_charged", ()):
                continue  # once is enough
            given = {"days_of_supply_30": days, "days_of_supply_90": days}
            given["days_of_supply_90" if larger == "30" else "days_of_supply_30"] = Decimal(3)
            quote = quoted(engine, unit, day, market, **given, units_shipped_7=shipped)
            expected = rules.low_inventory(unit, day, market, days, shipped)
            compared.line(expected, quote.line("low_inventory_level"), market, tier, days, larger, shipped)
    compared.done()


@pytest.mark.parametrize("market", MARKETS)
def test_mcf(engine: Engine, market: str) -> None:
    """Every row of the card on days of its size tiers and of today's, units and speeds that are not on file, the surcharge."""
    compared = Compared(least=300)
    (card,) = cards("mcf_fulfillment", market)
    days = (
        dt.date(2024, 6, 1),
        dt.date(2025, 1, 31),
        dt.date(2025, 2, 1),
        dt.date(2026, 5, 1),
        dt.date(2026, 5, 2),
        dt.date(2026, 11, 1),
    )
    for tier, table in card.body["rates"]["standard"].items():
        for number, weight in enumerate(weights_of(table, 1)):
            for grams, day in combinations(around(weight, GRAM), (days[0], days[1 + number % 5])):
                _mcf(compared, engine, goods(*SHAPES[tier], weight=grams), day, market, "standard", 1)
    for units, speed, day in combinations((1, 2, 3, 4), ("standard", "expedited"), days):
        _mcf(compared, engine, goods("30", "20", "10", weight="500"), day, market, speed, units)
    compared.done()


def _mcf(compared: Compared, engine: Engine, unit: Goods, day: dt.date, market: str, speed: str, units: int) -> None:
    quote = quoted(engine, unit, day, market, f"mcf:{speed}", channel="direct", units_per_order=units)
    fee, fuel = rules.mcf(unit, day, market, speed, units)
    what = (market, day, [float(side) for side in unit.sides], float(unit.weight), speed, units)
    compared.line(fee, quote.line("mcf_fulfillment"), *what)
    compared.line(fuel, quote.line("fuel_surcharge"), *what, "fuel")


@pytest.mark.parametrize(
    "card",
    [
        card
        for market in MARKETS
        for name in store(market)["carriers"]
        for card in reversed(cards(name, market))
        if "formats" in card.body
    ],
    ids=name_of,
)
def test_carriers(engine: Engine, card: Card) -> None:
    """Every format at the edges of its sides and weights; the tax inside the price comes back to a registered seller."""
    compared = Compared(least=50)
    day = max(card.effective, dt.date(2024, 1, 1))
    for form in card.body["formats"].values():
        limits = [measure(form["all"].get(side, "10 cm")) for side in ("longest", "median", "shortest")]
        girth = measure(form["all"].get("length_plus_girth", "0 cm"))
        boxes = [limits]
        for place, step in combinations(range(3), (-MILLIMETRE, MILLIMETRE)):
            boxes.append([side + step * (number == place) for number, side in enumerate(limits)])
        if girth:
            boxes += [
                [limits[0], (girth - limits[0]) / 2 - 10 + step, Fraction(10)] for step in (-MILLIMETRE, 0, MILLIMETRE)
            ]
        for sides in boxes:
            _carrier(compared, engine, goods(*sides, weight="90"), day, card)
        for weight in weights_of(form["rates"], 1):
            for grams in around(weight, GRAM):
                _carrier(compared, engine, goods(*limits, weight=grams), day, card)
    for edge in {card.effective, card.until, last_exact_day(card)} - {dt.date.max}:
        for step in (-1, 0, 1):
            _carrier(compared, engine, goods("30", "20", "10", weight="1500"), edge + step * DAY, card)
    compared.done()


def _carrier(compared: Compared, engine: Engine, unit: Goods, day: dt.date, card: Card) -> None:
    row = metric_row(unit, **KNOWN)
    found = quoted_or_code(engine, row, day, f"fbm:{card.fee}", card.market.upper())
    expected = rules.postage(unit, day, card.fee, card.market)
    what = (card.fee, day, [float(side) for side in unit.sides], float(unit.weight))
    if expected is None or isinstance(found, str):
        compared.same("carrier_limit_exceeded" if expected is None else expected, found, *what)
        return
    price, tax = expected
    compared.line(price, found.line("carrier_postage"), *what)
    back = found.line("tax_on_fees")
    compared.same(-tax, back.amount if back else Decimal(0), *what, "tax")
