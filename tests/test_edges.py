"""Every edge of the tables, at one grain below, on, and above it, against the second reading in `second_reading.py`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import product as combinations

import pytest
from compared import INCH_GRAIN, POUND_GRAIN, Compared, quoted, row_of, unit
from second_reading import (
    Unit,
    band,
    bulky_packaging,
    card_on,
    cards,
    closing,
    fulfillment,
    last_exact_day,
    low_inventory,
    measure,
    overmax,
    priced,
    referral,
    sipp_discount,
    size,
    surcharge,
)

from logicost.answers.engine import Engine

pytestmark = pytest.mark.usefixtures("any_density")

DAY = dt.timedelta(days=1)
FULFILLMENT = [card.effective for card in cards("fba_fulfillment")]
KINDS = ("non_apparel", "apparel", "dangerous_goods")
PRICES = ("9.99", "10", "50", "50.01")

# sides that put a light unit into each tier, light enough for its lowest bands
SHAPES = {
    "small_standard": ("10", "6", "0.5"),
    "large_standard": ("6", "4", "1"),
    "small_bulky": ("19", "3", "2"),
    "large_bulky": ("38", "2", "1"),
    "extra_large_0_50": ("60", "2", "1"),
    "extra_large_50_70": ("60", "2", "1"),
    "extra_large_70_150": ("60", "2", "1"),
    "extra_large_150_plus": ("60", "2", "1"),
}


def weight_edges(table: dict[str, object]) -> Iterator[Fraction]:
    """In pounds: every band's edge, and every step above a base up to the band's edge (or 30 steps of an open band)."""
    lower = Fraction(0)
    for key, cell in table.items():
        open_ended = key == "any weight" or key.startswith("over ")
        if isinstance(cell, dict) and "per" in cell:
            above, per = measure(str(cell["above"])), measure(str(cell["per"]))
            upper = above + 30 * per if open_ended else measure(key)
            step = above
            while step < upper:
                if step > lower:
                    yield step
                step += per
        if not open_ended:
            lower = measure(key)
            yield lower


def around(edge: Fraction, grain: Fraction) -> tuple[Fraction, ...]:
    return edge - grain, edge, edge + grain


@pytest.mark.parametrize("effective", FULFILLMENT, ids=str)
def test_fba_fulfillment_weight_edges(engine: Engine, effective: dt.date) -> None:
    """Every weight edge and step of every tier and product type, in a price of each column, with the surcharge."""
    compared = Compared(least=1500)
    card, _ = card_on("fba_fulfillment", effective)
    assert card is not None
    prices = PRICES if len(card.body["price_bands"]) == 3 else ("9.99", "10")
    for kind in KINDS:
        groups = [card.body["rates"]["any"]] if kind != "dangerous_goods" else []
        groups += [card.body["rates"][kind]] if card.body["rates"][kind] != "unsourced" else []
        for tier, table in ((tier, table) for group in groups for tier, table in group.items()):
            edges = list(dict.fromkeys(weight_edges(table)))
            whole = {edges[0], *(measure(key) for key in table if not key.startswith(("any", "over")))}
            for edge in edges:
                every_price = edge in whole or edge == max(edges)  # between them one column stands for all
                for weight, price in combinations(around(edge, POUND_GRAIN), prices if every_price else prices[1:2]):
                    goods = unit(*SHAPES[tier], weight=weight, price=price, kind=kind)
                    quote = quoted(engine, row_of(goods), effective, "fba")
                    expected = fulfillment(goods, effective)
                    what = (effective, kind, tier, f"{float(weight)} lb", price)
                    compared.line(expected, quote.line("fba_fulfillment"), *what)
                    compared.line(surcharge(expected, "fba", effective), quote.line("fuel_surcharge"), *what)
                    compared.same(size(goods, effective).tier, quote.size_tier, *what)
    compared.done()


@pytest.mark.parametrize("effective", FULFILLMENT, ids=str)
def test_price_edges(engine: Engine, effective: dt.date) -> None:
    """10 and 50 belong to the middle column; a cent, and 0.0001, either side, in every tier."""
    compared = Compared(least=100)
    steps = (Decimal("-0.01"), Decimal("-0.0001"), Decimal(0), Decimal("0.0001"), Decimal("0.01"))
    for (tier, shape), edge, step, kind in combinations(SHAPES.items(), ("10", "50"), steps, KINDS):
        weight = {"extra_large_50_70": "60", "extra_large_70_150": "100", "extra_large_150_plus": "200"}.get(
            tier, "0.9"
        )
        goods = unit(*shape, weight=weight, price=Decimal(edge) + step, kind=kind)
        line = quoted(engine, row_of(goods), effective, "fba").line("fba_fulfillment")
        compared.line(fulfillment(goods, effective), line, effective, tier, kind, goods.price)
    compared.done()


def test_size_limits(engine: Engine) -> None:
    """Each limit of each tier of both cards at -1/0/+1 grain of its side, girth or weight: tier, dimensional and
    shipping weight."""
    compared = Compared(least=800)
    for card in cards("size_tiers"):
        for tier, limits in card.body["tiers"].items():
            for goods in _near_limits(limits):
                found = quoted(engine, row_of(goods), card.effective, "fba")
                expected = size(goods, card.effective)
                what = (card.effective, tier, [float(side) for side in goods.sides], float(goods.weight))
                compared.same(expected.tier, found.size_tier, *what)
                weights = found._weights
                assert weights is not None
                compared.same(_up_to_grain(expected.dimensional), weights[1], *what, "dimensional")
                compared.same(_up_to_grain(expected.shipping), weights[2], *what, "shipping")
    compared.done()


def _up_to_grain(pounds: Fraction) -> int:
    return -int(-pounds // POUND_GRAIN)


def _near_limits(limits: dict[str, str]) -> Iterator[Unit]:
    sides = [measure(limits.get(name, default)) for name, default in
             (("longest", "62 in"), ("median", "30 in"), ("shortest", "30 in"))]  # fmt: skip
    thin = [sides[0], min(sides[1], Fraction(3)), min(sides[2], Fraction("0.7"))]
    for place, base in combinations(range(3), (sides, thin)):
        for value in around(base[place], INCH_GRAIN):
            for weight in ("0.5", "1", "3", "40"):
                changed = [*base]
                changed[place] = value
                yield unit(*changed, weight=weight)
    if "weight" in limits:
        for value, base in combinations(around(measure(limits["weight"]), POUND_GRAIN), (thin, ["10", "6", "0.75"])):
            yield unit(*base, weight=value)
    for value in around(Fraction(130), INCH_GRAIN):  # length plus girth, by each of the sides
        yield unit(value - 80, "20", "20", weight="10")
    for value in around(Fraction(20), INCH_GRAIN):
        yield unit("50", value, "20", weight="10")
    for value in around(Fraction(2), INCH_GRAIN):  # the minimum side of 2 in
        yield unit("40", "25", value, weight="4.5")
        yield unit("40", value, "1", weight="0.5")
        yield unit("17", "13", value, weight="0.5")


def test_dimensional_weight_decides_tier_and_fee(engine: Engine) -> None:
    """Boxes whose dimensional weight lies around each tier's weight limit and around whole pounds."""
    compared = Compared(least=400)
    for card, pounds in combinations(cards("size_tiers"), (1, 2, 3, 19, 20, 21, 49, 50, 51, 69, 70, 71, 149, 150, 151)):
        for middle, short in ((8, 8), (14, 8), (20, 12), (33, 20), (33, 33)):
            for longest in around(round(Fraction(pounds * 139, middle * short), 3), INCH_GRAIN):
                if longest < 1 or longest > 400:
                    continue
                goods = unit(longest, Fraction(middle), Fraction(short), weight="0.4")
                found = quoted(engine, row_of(goods), card.effective, "fba")
                compared.same(size(goods, card.effective).tier, found.size_tier, card.effective, float(longest), middle)
                day = max(card.effective, dt.date(2024, 4, 15))
                found = quoted(engine, row_of(goods), day, "fba")
                compared.line(fulfillment(goods, day), found.line("fba_fulfillment"), day, float(longest), middle)
    compared.done()


EDGE_DAYS = sorted(
    {
        edge + step
        for fee in ("fba_fulfillment", "size_tiers", "fuel_surcharge", "sipp_discount", "bulky_packaging",
                    "overmax_handling", "low_inventory_level", "referral", "storage")
        for card in cards(fee)
        for edge in (card.effective, *([card.until] if card.until != dt.date.max else []),
                     last_exact_day(card))
        for step in (-DAY, 0 * DAY, DAY)
        if edge + step >= dt.date(2024, 2, 5)
    }
)  # fmt: skip


@pytest.mark.parametrize("day", EDGE_DAYS, ids=str)
def test_first_and_last_days(engine: Engine, day: dt.date) -> None:
    """The day before, of and after every first, last and last exact day: card, amount and status of every FBA line."""
    compared = Compared(least=60)
    for shape, weight, kind, sipp in (
        (("10", "6", "0.5"), "0.3", "non_apparel", True),
        (("13", "9", "0.85"), "0.34", "apparel", True),
        (("12.6", "6.6", "5.5"), "3.35", "non_apparel", False),
        (("24", "7.5", "6"), "7.9", "non_apparel", False),
        (("24", "7.5", "6"), "7.9", "dangerous_goods", True),
        (("58", "3", "3"), "12", "apparel", True),
        (("97", "10", "3"), "30", "non_apparel", False),
        (("80", "20", "20"), "200", "non_apparel", False),
    ):
        goods = unit(*shape, weight=weight, price="15", kind=kind, sipp=sipp, category="clothing_and_accessories")
        options = {"days_of_supply_30": "10", "days_of_supply_90": "20.5", "units_shipped_7": "30"}
        found = quoted(engine, row_of(goods, **options), day, "fba")
        fee = fulfillment(goods, day)
        expected = {
            "fba_fulfillment": fee,
            "fuel_surcharge": surcharge(fee, "fba", day),
            "sipp_discount": sipp_discount(goods, day),
            "bulky_packaging": bulky_packaging(goods, day),
            "overmax_handling": overmax(goods, day),
            "low_inventory_level": low_inventory(goods, day, Decimal(10), Decimal("20.5"), 30),
            "referral": referral(goods.category, goods.price, day),
        }
        for name, line in expected.items():
            compared.line(line, found.line(name), day, name, shape, kind)
            edition = found.line(name)
            card, _ = card_on(name, day)
            if line is not None and edition is not None:
                compared.same(card.id if card else None, edition.edition, day, name)
    compared.done()


@pytest.mark.parametrize("card", cards("sipp_discount"), ids=lambda card: str(card.effective))
def test_sipp_edges(engine: Engine, card) -> None:  # type: ignore[no-untyped-def]
    compared = Compared(least=300)
    for kind, (tier, shape) in combinations(KINDS, SHAPES.items()):
        table = (
            card.body["rates"].get(kind, {}).get(tier, {"4 oz": "", "1 lb": "", "20 lb": "", "50 lb": "", "60 lb": ""})
        )
        for edge in weight_edges(table):
            for weight in around(edge, POUND_GRAIN):
                goods = unit(*shape, weight=weight, kind=kind, sipp=True)
                found = quoted(engine, row_of(goods), card.effective, "fba")
                compared.line(
                    sipp_discount(goods, card.effective), found.line("sipp_discount"), kind, tier, float(weight)
                )
    compared.done()


def test_bulky_packaging_edges(engine: Engine) -> None:
    """Keyed on dimensional weight: boxes a grain around each bracket, heavy and light, certified or not."""
    compared = Compared(least=300)
    day = dt.date(2026, 1, 15)
    for pounds, sipp, weight in combinations((5, 10, 15, 20, 25, 30, 35, 40, 45, 49), (False, True), ("1", "48")):
        for middle, short in ((12, 12), (20, 8), (28, 20), (14, 1)):
            raised = max(short, 2)
            for longest in around(round(Fraction(pounds * 139, middle * raised), 3), INCH_GRAIN):
                goods = unit(longest, Fraction(middle), Fraction(short), weight=weight, sipp=sipp)
                found = quoted(engine, row_of(goods), day, "fba")
                compared.line(
                    bulky_packaging(goods, day), found.line("bulky_packaging"), pounds, middle, float(longest)
                )
    compared.done()


def test_overmax_edges(engine: Engine) -> None:
    compared = Compared(least=60)
    day = dt.date(2026, 1, 15)
    for weight in ("10", "50", "50.001", "70", "70.001", "150", "150.001"):
        for longest in around(Fraction(96), INCH_GRAIN):
            goods = unit(longest, "5", "5", weight=weight)
            found = quoted(engine, row_of(goods), day, "fba")
            compared.line(overmax(goods, day), found.line("overmax_handling"), weight, float(longest))
        for step in (
            -INCH_GRAIN,
            Fraction(0),
            INCH_GRAIN,
        ):  # 130 in of length plus girth, by the longest or another side
            for goods in (unit(70 + step, "20", "10", weight=weight), unit("60", 25 + step, "10", weight=weight)):
                found = quoted(engine, row_of(goods), day, "fba")
                compared.line(overmax(goods, day), found.line("overmax_handling"), weight, float(goods.girth))
    compared.done()


@pytest.mark.parametrize("card", cards("low_inventory_level"), ids=lambda card: str(card.effective))
def test_low_inventory_edges(engine: Engine, card) -> None:  # type: ignore[no-untyped-def]
    compared = Compared(least=1000)
    supplies = [Decimal(edge) + step for edge in (0, 14, 21, 28) for step in
                (Decimal("-0.01"), Decimal(0), Decimal("0.01")) if edge + step >= 0]  # fmt: skip
    weights = [weight for edge in ("1", "3", "20", "50") for weight in around(Fraction(edge), POUND_GRAIN)]
    for (tier, shape), weight, supply in combinations(list(SHAPES.items())[:5], weights, supplies):
        goods = unit(*shape, weight=weight)
        for days_30, days_90 in ((supply, Decimal(1)), (Decimal(1), supply)):
            row = row_of(goods, days_of_supply_30=str(days_30), days_of_supply_90=str(days_90))
            found = quoted(engine, row, card.effective, "fba").line("low_inventory_level")
            expected = low_inventory(goods, card.effective, days_30, days_90, None)
            compared.line(expected, found, card.effective, tier, float(weight), days_30, days_90)
    for shipped, category in combinations((0, 19, 20, 21), ("grocery_and_gourmet", "home_and_kitchen")):
        goods = unit("6", "4", "1", weight="1", category=category)
        row = row_of(goods, days_of_supply_30="5", days_of_supply_90="5", units_shipped_7=shipped)
        found = quoted(engine, row, card.effective, "fba").line("low_inventory_level")
        expected = low_inventory(goods, card.effective, Decimal(5), Decimal(5), shipped)
        compared.line(expected, found, card.effective, shipped, category)
    compared.done()


@pytest.mark.parametrize("card", cards("referral"), ids=lambda card: str(card.effective))
def test_referral_edges(engine: Engine, card) -> None:  # type: ignore[no-untyped-def]
    """Every category at a cent around every price edge, around its minimum, and at common prices."""
    compared = Compared(least=1500)
    day = card.effective
    for slug, rule in card.body["rates"].items():
        edges = {
            Decimal(edge) for key in ("whole_price", "portions") for edge in rule.get(key, {}) if edge != "any price"
        }
        edges |= {
            Decimal(text)
            for text in ("0.02", "0.30", "0.67", "1.77", "2.00", "3.75", "10", "15", "20", "6.66", "49.99")
        }
        edges |= {Decimal("0.3") / Decimal(rate.split()[0]) * 100 // Decimal("0.01") / 100
                  for rate in [rule["rate"]] if "rate" in rule} if "rate" in rule else set()  # fmt: skip
        for price in sorted(
            {edge + step for edge in edges for step in (Decimal("-0.01"), Decimal(0), Decimal("0.01"))}
        ):
            row = row_of(unit("6", "4", "1", weight="1", price=price, category=slug), postage="1")
            found = quoted(engine, row, day, "fbm:flat")
            compared.line(referral(slug, price, day), found.line("referral"), day, slug, price)
            compared.line(closing(slug, day), found.line("closing"), day, slug, price)
    compared.done()


@pytest.mark.parametrize(
    "day", [dt.date(2024, 1, 14), dt.date(2024, 1, 15), dt.date(2026, 11, 22), dt.date(2026, 11, 23)]
)
def test_referral_days(engine: Engine, day: dt.date) -> None:
    """Clothing moved to three bands on 2024-01-15; Handmade has no row before; the last check is on 2026-11-22."""
    compared = Compared(least=10)
    for slug in ("clothing_and_accessories", "handmade", "jewelry", None):
        for price in ("15", "15.01", "20.01"):
            row = {**row_of(unit("6", "4", "1", weight="1", price=price), postage="1"), "category": slug}
            found = quoted(engine, row, day, "fbm:flat").line("referral")
            compared.line(referral(slug, Decimal(price), day), found, day, slug, price)
    compared.done()


def test_a_table_above_its_last_band_is_unsourced() -> None:
    """The second reading itself: nothing is taken from the last band beyond its edge."""
    assert band({"1 lb": "2.00"}, Fraction(2)) is None
    assert priced(None, 0, Fraction(2))[1] == "unsourced"
