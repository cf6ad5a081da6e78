"""Every weight row and zone of the carriers' cards at its edges, their measuring rules and surcharges, against the
second reading."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from itertools import product as combinations

import pytest
from compared import INCH_GRAIN, POUND_GRAIN, Compared, quoted_or_code, row_of, unit
from second_reading import Card, Unit, cards, measure, postage
from test_edges import DAY, around

import logicost as lc
from logicost.answers.engine import Engine

pytestmark = pytest.mark.usefixtures("any_density")

USPS = ("usps_ground_advantage", "usps_priority_mail", "usps_ground_advantage_retail", "usps_priority_mail_retail")
# a card of one row says that no price of its days is on file
CARDS = [
    card for carrier in (*USPS, "ups_ground", "fedex_ground") for card in cards(carrier) if len(card.body["rates"]) > 1
]
PUBLISHED = [card for card in CARDS if card.body.get("origin") != "derived"]  # the others measure as these do
SMALL = ("8", "6", "4")  # 192 cubic inches, two dimensional pounds by UPS and FedEx
TINY = ("6", "5", "4")  # 120 cubic inches, one


def check(
    compared: Compared, engine: Engine, goods: Unit, day: dt.date, carrier: str, zone: int,
    residential: bool = True, fuel: Decimal | None = None, area: str | None = None,
) -> None:  # fmt: skip
    options = {"zone": zone, "residential": residential, "fuel_percent": None if fuel is None else str(fuel),
               "delivery_area": area}  # fmt: skip
    found = quoted_or_code(engine, row_of(goods, **options), day, f"fbm:{carrier}")
    expected = postage(goods, day, carrier, zone, residential, fuel, area)
    what = (
        carrier,
        day,
        zone,
        [float(side) for side in goods.sides],
        f"{float(goods.weight)} lb",
        residential,
        fuel,
        area,
    )
    if expected is None or isinstance(found, str):
        compared.same("carrier_limit_exceeded" if expected is None else expected, found, *what)
        return
    compared.line((expected.amount, expected.status), found.line("carrier_postage"), *what)
    weights = found._weights
    if expected.status != "unsourced" and weights is not None:
        compared.same(expected.billable, Fraction(weights[2]) * POUND_GRAIN, *what, "billable weight")


@pytest.mark.parametrize("card", CARDS, ids=lambda card: f"{card.fee} {card.effective}")
def test_every_row_and_zone(engine: Engine, card: Card) -> None:
    """The edge of every weight row, and a grain either side, in every third zone; all zones at the edge itself."""
    compared = Compared(least=600)
    for number, key in enumerate(card.body["rates"]):
        for weight in around(measure(key), POUND_GRAIN):
            zones = range(1, 10) if weight == measure(key) else range(1 + number % 3, 10, 3)
            for zone in zones:
                check(compared, engine, unit(*SMALL, weight=weight), card.effective, card.fee, zone)
    compared.done()


@pytest.mark.parametrize("card", PUBLISHED, ids=lambda card: f"{card.fee} {card.effective}")
def test_sides_volume_and_girth(engine: Engine, card: Card) -> None:
    """Sides around whole and half inches, 1728, 3456, 8640 and 17280 cubic inches, 22, 30, 48, 96 and 108 in, 105, 108,
    130 and 165 in of length plus girth; dimensional pounds around whole numbers."""
    compared = Compared(least=700)
    boxes: list[Unit] = []
    for middle in ("12", "11.5", "11"):
        boxes += [unit(side, middle, "12", weight="1") for side in around(Fraction(12), INCH_GRAIN)]
        boxes += [unit(side, middle, "12", weight="1") for side in around(Fraction("12.5"), INCH_GRAIN)]
    for volume in (3456, 8640, 17280):
        boxes += [unit(side, "24", "24", weight="20") for side in around(Fraction(volume, 576), INCH_GRAIN)]
    for length in (22, 30, 48, 60, 96, 108):
        boxes += [
            unit(side, "6", "3", weight=weight) for side in around(Fraction(length), INCH_GRAIN) for weight in (1, 45)
        ]
    for girth in (105, 108, 130, 165):
        boxes += [unit(girth - 50 + step, "15", "10", weight="9") for step in (-1, -INCH_GRAIN, 0, INCH_GRAIN, 1)]
    boxes += [unit("20", side, "10", weight="1") for side in around(Fraction(30), INCH_GRAIN)]
    boxes += [unit("15", "14", side, weight="1") for side in ("0.001", "0.5", "1", "1.001", "8.27", "9.3")]
    boxes += [
        unit(*SMALL, weight=weight) for edge in ("50", "70", "150") for weight in around(Fraction(edge), POUND_GRAIN)
    ]
    boxes += [unit(*SMALL, weight=weight) for weight in ("15.999 oz", "16 oz", "16.001 oz", "0.001 oz")]
    boxes += [unit("13", "12", "12", weight=weight) for weight in ("15.999 oz", "13", "14", "14.001")]
    for goods, zone, residential in combinations(boxes, (1, 4, 5, 9) if card.fee in USPS else (2, 8), (True, False)):
        check(compared, engine, goods, card.effective, card.fee, zone, residential)
    compared.done()


@pytest.mark.parametrize("card", CARDS, ids=lambda card: f"{card.fee} {card.effective}")
def test_days_and_fuel(engine: Engine, card: Card) -> None:
    """First and last days, the holiday seasons, the week of the fuel rate; the user's own fuel."""
    compared = Compared(least=100)
    edges = [card.effective, card.until, dt.date(2025, 10, 5), dt.date(2026, 1, 17), dt.date(2026, 10, 4),
             dt.date(2027, 1, 17), dt.date(2026, 11, 22), dt.date(2026, 9, 21), dt.date(2026, 9, 27), dt.date(2026, 1, 27),
             dt.date(2026, 2, 3)]  # fmt: skip
    days = sorted({edge + step for edge in edges if edge != dt.date.max for step in (-DAY, 0 * DAY, DAY)})
    for day, weight, fuel in combinations(days, ("0.9", "3", "3.0625", "10", "10.0625", "25", "25.0625", "60"),
                                          (None, Decimal(0), Decimal("18.25"))):  # fmt: skip
        for zone in (4, 5):
            check(compared, engine, unit(*SMALL, weight=weight), day, card.fee, zone, fuel=fuel)
    compared.done()


OF_PLACE_AND_SEASON = [
    card for carrier in ("ups_ground", "fedex_ground", "fedex_ground_retail") for card in cards(carrier)
]  # fmt: skip


@pytest.mark.parametrize("card", OF_PLACE_AND_SEASON, ids=lambda card: f"{card.fee} {card.effective}")
def test_areas_and_seasons(engine: Engine, card: Card) -> None:
    """Every class of delivery area, to homes and firms; the first and last days of every demand surcharge and remark, on
    parcels without and with each surcharge by size."""
    compared = Compared(least=300)
    small, long, heavy, large = (
        unit(*SMALL, weight="2"), unit("50", "4", "3", weight="2"), unit("9", "9", "9", weight="60"),
        unit("97", "4", "3", weight="2"),
    )  # fmt: skip
    edges = {dt.date.fromisoformat(first) for days in card.body.get("demand", {}).values() for first in days}
    for remark in card.body.get("remarks", []):
        edges |= {dt.date.fromisoformat(remark[key]) for key in ("from", "until") if key in remark}
    days = sorted(day for edge in (edges or {card.effective}) for day in (edge - DAY, edge, edge + DAY))
    inside = [day for day in days if card.effective <= day <= card.until] or [card.effective]
    for day, goods, home in combinations(inside, (small, long, heavy, large), (True, False)):
        check(compared, engine, goods, day, card.fee, 5, home, Decimal(20), "none")
    for area, goods, home, zone in combinations(
        (None, "none", "standard", "extended", "remote"), (small, heavy), (True, False), (2, 5, 8)
    ):
        for day in (inside[0], inside[-1], card.effective):
            check(compared, engine, goods, day, card.fee, zone, home, None, area)
    compared.done()


@pytest.mark.parametrize(
    ("carrier", "on", "home", "area", "sides", "amount", "status"),
    [
        # one pound to zone 4: 13.26 + 6.45, fuel 20 % of it 3.942; then 0.80 of the season, 8.80 extended area
        ("fedex_ground", "2026-11-23", True, "none", TINY, "24.45", "estimate"),
        ("fedex_ground", "2026-11-23", True, "extended", TINY, "33.25", "estimate"),
        ("fedex_ground", "2026-11-22", False, "standard", TINY, "20.36", "estimate"),  # 13.26 + 2.652 + 4.45
        # 49 x 5 x 4 in counts 40 lb: 37.48 + 20 % = 7.496; additional handling 32.75 and 8.80 of the season
        ("fedex_ground", "2026-10-25", False, "none", ("49", "5", "4"), "86.53", "estimate"),
        ("fedex_ground", "2026-09-27", False, "none", ("49", "5", "4"), "77.73", "estimate"),
        # 12.69 of 2025 to a firm; of an area 4.20, on which fuel was taken too: (12.69 + 4.20) x 1.2 = 20.268
        ("fedex_ground", "2025-12-01", False, "none", TINY, "15.23", "exact"),
        ("fedex_ground", "2025-12-01", False, "standard", TINY, "20.27", "estimate"),
        ("fedex_ground", "2025-12-01", False, None, TINY, "15.23", "estimate"),
        ("fedex_ground", "2025-12-01", True, "none", TINY, "23.15", "estimate"),  # (12.69 + 5.95 + 0.65) x 1.2 = 23.148
        ("fedex_ground", "2025-12-01", True, "standard", TINY, None, "unsourced"),
        ("fedex_ground_retail", "2026-10-25", True, "none", TINY, "15.02", "exact"),
        ("fedex_ground_retail", "2026-10-25", True, "standard", TINY, "15.02", "exact"),  # it is included
        ("fedex_ground_retail", "2026-10-25", True, "extended", TINY, "22.77", "exact"),  # 7.75 more
        ("fedex_ground_retail", "2026-10-26", True, "none", TINY, "15.02", "estimate"),  # the season
    ],
)
def test_places_and_seasons_by_hand(
    engine: Engine, carrier: str, on: str, home: bool, area: str | None, sides: tuple[str, str, str],
    amount: str | None, status: str,
) -> None:  # fmt: skip
    row = row_of(unit(*sides, weight="1"), zone=4, residential=home, delivery_area=area, fuel_percent="20")
    found = quoted_or_code(engine, row, dt.date.fromisoformat(on), f"fbm:{carrier}")
    assert not isinstance(found, str)
    line = found.line("carrier_postage")
    assert line is not None
    if status == "exact" and carrier == "fedex_ground":
        status = "override"  # the fuel is given
    assert (line.amount, line.status) == (None if amount is None else Decimal(amount), status)
    told = "delivery area surcharge" in " ".join(found.notes)
    assert told == (area is None)


def test_notes_are_of_the_card_that_prices(engine: Engine) -> None:
    """At the counter nothing is said of the list's fuel; its own remarks are, also where the list's program asks for it."""
    goods, day = unit(*TINY, weight="1"), dt.date(2026, 11, 26)
    for program, options in (("fbm:fedex_ground_retail", {}), ("fbm:fedex_ground", {"carrier_rates": "retail"})):
        found = quoted_or_code(engine, row_of(goods, zone=4, **options), day, program)
        assert not isinstance(found, str)
        notes = " ".join(found.notes)
        assert "at the counter" in notes
        assert "fuel is" not in notes
        assert notes.count("give delivery_area") == 1
    own = quoted_or_code(engine, row_of(goods, zone=4, postage="6"), day, "fbm:fedex_ground")
    assert not isinstance(own, str)
    assert "delivery_area" not in " ".join(own.notes)


HAND = [
    # carrier, day, zone, sides, weight, home, fuel, postage: rows read from the published lists
    ("usps_ground_advantage", "2026-08-01", 5, SMALL, "15.999 oz", True, None, "7.69"),
    ("usps_ground_advantage", "2026-08-01", 5, SMALL, "16 oz", True, None, "8.74"),
    ("usps_ground_advantage", "2026-08-01", 5, SMALL, "16.001 oz", True, None, "9.95"),
    ("usps_ground_advantage", "2026-10-03", 5, SMALL, "3", True, None, "11.57"),
    ("usps_ground_advantage", "2026-10-04", 5, SMALL, "3", True, None, "12.12"),  # a shop's bill of the season
    ("usps_ground_advantage", "2026-10-04", 5, SMALL, "15.99 oz", True, None, "8.24"),
    ("usps_ground_advantage", "2026-10-04", 5, SMALL, "10", True, None, "17.81"),
    ("usps_ground_advantage", "2026-08-01", 5, ("12", "12", "12.001"), "4 oz", True, None, "20.38"),  # 13 x 144 / 139: 14 lb
    ("usps_priority_mail", "2026-08-01", 8, SMALL, "0.5", True, None, "15.22"),
    ("usps_priority_mail", "2026-11-22", 8, SMALL, "1", True, None, "16.07"),  # 15.22 + 0.85
    ("ups_ground", "2026-09-21", 2, TINY, "1", False, None, "15.11"),  # 11.99 + 26 % = 3.1174
    ("ups_ground", "2026-09-21", 2, TINY, "1", True, None, "23.30"),  # (11.99 + 6.50) x 1.26 = 23.2974
    ("ups_ground", "2026-09-21", 2, TINY, "1.001", True, Decimal(0), "19.35"),  # 12.85 + 6.50
    ("fedex_ground", "2025-09-01", 8, SMALL, "50.001", True, Decimal(0), "147.90"),  # 51 lb: 86.95 + 5.95 + 55.00
]  # fmt: skip


@pytest.mark.parametrize(("carrier", "day", "zone", "sides", "weight", "home", "fuel", "amount"), HAND)
def test_worked_by_hand(
    engine: Engine, carrier: str, day: str, zone: int, sides: tuple[str, ...], weight: str, home: bool,
    fuel: Decimal | None, amount: str,
) -> None:  # fmt: skip
    options = {"zone": zone, "residential": home, "fuel_percent": fuel}
    row = row_of(unit(*sides, weight=weight), **options)
    quote = quoted_or_code(engine, row, dt.date.fromisoformat(day), f"fbm:{carrier}")
    assert not isinstance(quote, str)
    line = quote.line("carrier_postage")
    assert line is not None
    assert line.amount == Decimal(amount)


def test_national_mix_is_the_mean_of_the_zones(engine: Engine) -> None:
    """Shares of the mix on file times each zone's own price, to 0.0001; an estimate."""
    (mix,) = cards("zone_mix")
    goods, day = unit(*SMALL, weight="2"), dt.date(2026, 8, 1)
    for carrier in USPS[:3]:
        total = Decimal(0)
        for zone, share in mix.body["rates"].items():
            posted = postage(goods, day, carrier, int(zone), True, None)
            assert posted is not None
            assert isinstance(posted.amount, Decimal)
            total += posted.amount * Decimal(share.split()[0]) / 100
        quote = quoted_or_code(engine, row_of(goods), day, f"fbm:{carrier}")
        assert not isinstance(quote, str)
        line = quote.line("carrier_postage")
        assert line is not None
        assert line.amount == total.quantize(Decimal("0.0001"), "ROUND_HALF_UP")
        assert line.status == "estimate"


def test_own_mix(engine: Engine) -> None:
    """2:10,5:60,8:30 of a 2 lb parcel: 0.1 x 8.08 + 0.6 x 9.95 + 0.3 x 12.87 = 10.639."""
    row = row_of(unit(*SMALL, weight="2"), zone_mix="2:10,5:60,8:30")
    quote = quoted_or_code(engine, row, dt.date(2026, 8, 1), "fbm:usps_ground_advantage")
    assert not isinstance(quote, str)
    line = quote.line("carrier_postage")
    assert line is not None
    assert (line.amount, line.status) == (Decimal("10.6390"), "exact")


def test_a_parcel_of_several_units_is_stacked_and_shared(engine: Engine) -> None:
    """Three units of 8 x 6 x 4 in and 0.5 lb make 12 x 8 x 6 in and 1.5 lb: the 2 lb row, shared by three, an estimate."""
    row = row_of(unit(*SMALL, weight="0.5"), units_per_order=3, zone=5, packaging="1.00")
    quote = quoted_or_code(engine, row, dt.date(2026, 8, 1), "fbm:usps_ground_advantage")
    assert not isinstance(quote, str)
    line, packaging = quote.line("carrier_postage"), quote.line("packaging")
    assert line is not None
    assert packaging is not None
    assert (line.amount, line.status) == (Decimal("3.3167"), "estimate")  # 9.95 / 3
    assert packaging.amount == Decimal("0.3333")


def test_no_card_is_unsourced_and_own_postage_is_an_override(engine: Engine) -> None:
    goods = unit(*SMALL, weight="2")
    for carrier, day in (
        ("usps_ground_advantage", "2025-07-12"),
        ("usps_ground_advantage_retail", "2026-05-01"),
        ("usps_priority_mail_retail", "2026-08-01"),
        ("amazon_shipping", "2026-11-22"),
        ("fedex_ground", "2025-01-05"),
    ):
        quote = quoted_or_code(engine, row_of(goods, zone=5), dt.date.fromisoformat(day), f"fbm:{carrier}")
        assert not isinstance(quote, str)
        line = quote.line("carrier_postage")
        assert line is not None
        assert (line.amount, line.status, quote.status) == (None, "unsourced", "unsourced")
        assert "give postage" in line.why
        own = quoted_or_code(engine, row_of(goods, postage="6.10"), dt.date.fromisoformat(day), f"fbm:{carrier}")
        assert not isinstance(own, str)
        line = own.line("carrier_postage")
        assert line is not None
        assert (line.amount, line.status, line.edition) == (Decimal("6.10"), "override", None)


@pytest.mark.parametrize(
    ("on", "amount"),
    [
        ("2026-03-02", "23.65"),  # 13.26 + 6.45 = 19.71; the nearest week is that of 2026-01-27: 20 % = 3.942
        ("2026-05-21", "23.65"),  # 114 days after 2026-01-27, 116 before 2026-09-14
        ("2026-05-24", "25.23"),  # 117 and 113: 28 % = 5.5188
        ("2026-09-20", "25.23"),
        ("2026-09-21", "25.43"),  # 29 % = 5.7159
        ("2026-10-20", "25.57"),  # 29.75 % = 5.8637
    ],
)
def test_fuel_of_the_nearest_week(engine: Engine, on: str, amount: str) -> None:
    """FedEx Ground, one pound to zone 4; an estimate in any case, as the card has one source."""
    row = row_of(unit(*TINY, weight="1"), zone=4)
    found = quoted_or_code(engine, row, dt.date.fromisoformat(on), "fbm:fedex_ground")
    assert not isinstance(found, str)
    line = found.line("carrier_postage")
    assert line is not None
    assert (line.amount, line.status) == (Decimal(amount), "estimate")


@pytest.mark.parametrize(
    ("zone", "sides", "amount"),
    [
        # length plus girth 40 + 2 x 36 = 112 in: 169.43, and for over 30 in 10.00, for over two cubic feet 21.00
        (4, ("40", "20", "16"), "200.43"),
        (8, ("40", "20", "16"), "319.23"),
        (5, ("40", "20", "16"), None),
        # 36 + 2 x 36 = 108 in is not beyond: 11,520 / 139 = 82.9 lb is over 70 lb, a row that there is not
        (4, ("36", "20", "16"), None),
    ],
)
def test_oversized_of_ground_advantage(
    engine: Engine, zone: int, sides: tuple[str, str, str], amount: str | None
) -> None:
    row = row_of(unit(*sides, weight="5"), zone=zone)
    found = quoted_or_code(engine, row, dt.date(2026, 7, 20), "fbm:usps_ground_advantage")
    assert not isinstance(found, str)
    line = found.line("carrier_postage")
    assert line is not None
    assert (line.amount, line.status) == ((None, "unsourced") if amount is None else (Decimal(amount), "estimate"))


@pytest.mark.parametrize(
    ("carrier", "end"),
    [
        ("ups_ground", "to zone 5, with surcharges and fuel"),
        ("fedex_ground_retail", "to zone 5, with surcharges"),  # "fuel are included"
        ("usps_ground_advantage_retail", "to zone 5"),
    ],
)
def test_what_a_carrier_s_price_has_on_top_is_said(carrier: str, end: str) -> None:
    row = {"sku": "A", "dimensions": "10 x 8 x 4 in", "weight": "2 lb", "price": "30", "category": "toys_and_games"}
    quote = lc.quote({**row, "zone": "5"}, f"fbm:{carrier}", market="US", on="2026-03-01")
    (line,) = (each for each in quote.lines if each.fee == "carrier_postage")
    assert end in line.why
    assert [word in line.why for word in ("surcharges", "fuel")] == [word in end for word in ("surcharges", "fuel")]


RETAIL = "us/fedex_ground_retail/2026-01-05"


@pytest.mark.parametrize(
    ("sides", "weight", "zone", "amount"),
    [
        (SMALL, "2", 5, "16.81"),  # 192 / 139: two pounds; residential delivery and fuel are included
        (TINY, "1", 2, "13.85"),
        (SMALL, "50", 8, "142.47"),
        (SMALL, "50.001", 8, None),  # additional handling, whose amount is not on file
        (("48.001", "4", "4"), "2", 5, None),
        (("48", "4", "4"), "2", 5, "21.13"),  # 768 / 139: six pounds
    ],
)
def test_fedex_at_the_counter(
    engine: Engine, sides: tuple[str, str, str], weight: str, zone: int, amount: str | None
) -> None:
    """By the program of the counter's prices, and by the list's program with carrier_rates=retail."""
    goods, day = unit(*sides, weight=weight), dt.date(2026, 6, 10)
    for program, options in (("fbm:fedex_ground_retail", {}), ("fbm:fedex_ground", {"carrier_rates": "retail"})):
        row = row_of(goods, zone=zone, delivery_area="none", **options)
        found = quoted_or_code(engine, row, day, program)
        assert not isinstance(found, str)
        line = found.line("carrier_postage")
        assert line is not None
        known = (None, "unsourced") if amount is None else (Decimal(amount), "exact")
        assert (line.amount, line.status, line.edition) == (*known, RETAIL)
    own = quoted_or_code(engine, row_of(goods, zone=zone, carrier_rates="retail", postage="4"), day, "fbm:fedex_ground")
    assert not isinstance(own, str)
    line = own.line("carrier_postage")
    assert line is not None
    assert (line.amount, line.status, line.edition) == (Decimal(4), "override", None)


def test_a_carrier_without_retail_prices_says_so(engine: Engine) -> None:
    row = row_of(unit(*SMALL, weight="2"), zone=5, carrier_rates="retail")
    found = quoted_or_code(engine, row, dt.date(2026, 8, 1), "fbm:ups_ground")
    assert not isinstance(found, str)
    assert any("carrier_rates=retail is not used" in note for note in found.notes)
    assert found.line("carrier_postage").edition == "us/ups_ground/2025-12-22"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("carrier", "on", "sides", "weight", "zone", "amount", "edition"),
    [
        # 17 x 11 x 9.3 in is 17 x 11 x 10 = 1,870 cubic inches: / 166 is 12 lb; / 139 is 14 lb
        ("usps_ground_advantage", "2025-08-01", ("17", "11", "9.3"), "3", 5, "22.20", "2025-07-13"),
        ("usps_ground_advantage", "2025-08-01", SMALL, "4 oz", 5, "7.30", "2025-07-13"),
        ("usps_ground_advantage", "2025-08-01", SMALL, "4.001 oz", 5, "7.85", "2025-07-13"),
        ("usps_ground_advantage", "2025-11-01", SMALL, "4 oz", 5, "7.80", "2025-10-05"),  # the increase is inside
        ("usps_ground_advantage", "2026-02-01", SMALL, "5", 1, "12.00", "2026-01-18"),  # as idshipthat.app says
        ("usps_ground_advantage", "2026-05-01", SMALL, "5", 1, None, "2026-04-26"),
        ("usps_ground_advantage", "2026-08-01", SMALL, "5", 1, "12.95", "2026-07-12"),
        ("usps_ground_advantage", "2026-11-26", SMALL, "5", 1, "13.75", "2026-07-12"),  # 12.95 + 0.80
        ("usps_ground_advantage", "2026-08-01", SMALL, "20.001", 1, None, "2026-07-12"),  # no row above 20 lb
        ("usps_ground_advantage", "2026-08-01", ("22", "4", "4"), "5", 1, "12.95", "2026-07-12"),
        ("usps_ground_advantage", "2026-08-01", ("22.001", "4", "4"), "5", 1, None, "2026-07-12"),
        ("usps_priority_mail", "2025-08-01", SMALL, "1", 9, "31.70", "2025-07-13"),
        ("usps_priority_mail", "2025-11-01", SMALL, "1", 9, "32.60", "2025-10-05"),
        ("usps_priority_mail", "2025-11-01", ("17", "17", "12"), "1", 9, None, "2025-10-05"),  # 3,468 cubic inches
        ("usps_priority_mail", "2026-08-01", SMALL, "1", 9, None, "2026-01-18"),
    ],
)
def test_usps_at_the_counter(
    engine: Engine, carrier: str, on: str, sides: tuple[str, str, str], weight: str, zone: int,
    amount: str | None, edition: str,
) -> None:  # fmt: skip
    goods, day = unit(*sides, weight=weight), dt.date.fromisoformat(on)
    for program, options in ((f"fbm:{carrier}_retail", {}), (f"fbm:{carrier}", {"carrier_rates": "retail"})):
        found = quoted_or_code(engine, row_of(goods, zone=zone, **options), day, program)
        assert not isinstance(found, str)
        line = found.line("carrier_postage")
        assert line is not None
        known = (None, "unsourced") if amount is None else (Decimal(amount), "estimate")
        assert (line.amount, line.status, line.edition) == (*known, f"us/{carrier}_retail/{edition}")


@pytest.mark.parametrize(
    ("on", "sides", "weight", "amount"),
    [
        ("2026-05-01", SMALL, "3", "11.57"),  # the row of 2026-07-12
        ("2026-05-01", SMALL, "15 oz", "7.69"),
        ("2026-05-01", SMALL, "12 oz", None),  # the former rows of 4, 8 and 12 oz
        ("2026-05-01", ("22.001", "4", "4"), "3", None),  # the nonstandard fee of those days is not known
        ("2026-02-01", SMALL, "3", "10.71"),  # 11.57 / 1.08 = 10.713
        ("2025-08-01", SMALL, "3", "9.94"),  # 11.57 / (1.08 x 1.078) = 9.938
        ("2025-08-01", ("23", "4", "4"), "3", "13.94"),  # and 4.00 for over 22 in
        ("2025-11-01", SMALL, "3", "10.29"),  # and 0.35 in the season
    ],
)
def test_estimates_of_ground_advantage_before_july_2026(
    engine: Engine, on: str, sides: tuple[str, str, str], weight: str, amount: str | None
) -> None:
    row = row_of(unit(*sides, weight=weight), zone=5)
    found = quoted_or_code(engine, row, dt.date.fromisoformat(on), "fbm:usps_ground_advantage")
    assert not isinstance(found, str)
    line = found.line("carrier_postage")
    assert line is not None
    assert (line.amount, line.status) == ((None, "unsourced") if amount is None else (Decimal(amount), "estimate"))
