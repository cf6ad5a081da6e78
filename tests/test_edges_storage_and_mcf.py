"""Storage by the day against an exact sum of days, and every MCF band and option, against the second reading."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from itertools import product as combinations

import pytest
from compared import POUND_GRAIN, Compared, quoted, row_of, unit
from second_reading import Card, Unknown, card_on, cards, four_places, mcf, size, storage, surcharge
from test_edges import DAY, SHAPES, around, weight_edges

from logicost.answers.engine import Engine

pytestmark = pytest.mark.usefixtures("any_density")

STORED = (
    unit("5.1", "4.3", "4.2", weight="0.9"),
    unit("10", "6", "0.5", weight="0.3"),
    unit("24", "7.5", "6", weight="7.9"),
    unit("65.001", "20.003", "7.007", weight="62"),
    unit("12", "12", "12", weight="5"),
)
SHIPPED = [dt.date(2024, 2, 5), dt.date(2024, 3, 1), dt.date(2024, 4, 1), dt.date(2024, 4, 2), dt.date(2025, 3, 3),
           dt.date(2026, 1, 1), dt.date(2026, 2, 14), dt.date(2026, 10, 1), dt.date(2026, 10, 2), dt.date(2026, 11, 22),
           dt.date(2026, 12, 31), dt.date(2027, 6, 1)]  # fmt: skip


@pytest.mark.parametrize("day", SHIPPED, ids=str)
def test_storage_is_the_sum_of_its_days(engine: Engine, day: dt.date) -> None:
    """Across months, seasons, years, the leap day and the change of card on 2024-04-01."""
    compared = Compared(least=60)
    for goods, days, dangerous in combinations(STORED, (0, 1, 29, 30, 31, 45, 100, 365, 400), (False, True)):
        row = row_of(goods, days_in_storage=days, dangerous_goods=dangerous)
        line = quoted(engine, row, day, "fba").line("storage")
        exact, status = storage(goods, day, days, dangerous)
        assert line is not None
        compared.same(status, line.status, day, days)
        if exact is None:
            compared.same(None, line.amount, day, days)
        else:  # volume to 0.000001 cubic foot and cost to 0.000001 a cubic foot: never further than 0.0001 off
            assert line.amount is not None
            compared.same(
                True, abs(line.amount - four_places(exact)) <= Decimal("0.0001"), day, days, exact, line.amount
            )
    compared.done()


def test_storage_worked_by_hand(engine: Engine) -> None:
    """One cubic foot in large standard: 21 days of November and 24 of October at 2.40: 2.40 x (21/30 + 24/31)."""
    row = row_of(unit("18", "12", "8", weight="5"), days_in_storage=45)
    line = quoted(engine, row, dt.date(2026, 11, 22), "fba").line("storage")
    assert line is not None
    assert line.amount == Decimal("3.5381")  # 1.68 + 1.858065, and 1728 cubic inches are one cubic foot
    row = row_of(unit("18", "12", "8", weight="5"), days_in_storage=2)
    line = quoted(engine, row, dt.date(2026, 10, 2), "fba").line("storage")
    assert line is not None
    assert line.amount == Decimal("0.1034")  # 2.40 / 31 + 0.78 / 30 = 0.077419 + 0.026


def test_storage_days_from_stock_and_sales(engine: Engine) -> None:
    """60 units in stock, 40 sold a month: 1.5 months of 365/12 days, 45.625, are 46 days."""
    goods = unit("18", "12", "8", weight="5")
    by_stock = row_of(goods, monthly_units="40", average_inventory="60")
    by_days = row_of(goods, days_in_storage="46")
    day = dt.date(2026, 11, 22)
    assert quoted(engine, by_stock, day, "fba").line("storage") == quoted(engine, by_days, day, "fba").line("storage")


@pytest.mark.parametrize(
    "card",
    [card for card in cards("mcf_fulfillment") if "season" not in card.body],
    ids=lambda card: str(card.effective),
)
def test_mcf_bands(engine: Engine, card: Card) -> None:
    """Every edge of every tier, one to five units, the three speeds; gaps stay gaps."""
    compared = Compared(least=2500)
    for speed in ("standard", "expedited", "priority"):
        tables = card.body["rates"].get(speed, {"large_standard": {"1 lb": "unsourced"}})
        for tier, table in tables.items():
            for edge in dict.fromkeys(weight_edges(table)):
                for weight, units in combinations(around(edge, POUND_GRAIN), (1, 2, 3, 4, 5)):
                    goods = unit(*SHAPES[tier], weight=weight)
                    found = quoted(engine, row_of(goods, units_per_order=units), card.effective, f"mcf:{speed}")
                    fee, on_top = mcf(goods, card.effective, speed, units)
                    what = (card.effective, speed, tier, float(weight), units)
                    compared.line(fee, found.line("mcf_fulfillment"), *what)
                    compared.line(on_top, found.line("fuel_surcharge"), *what)
    compared.done()


def test_mcf_options(engine: Engine) -> None:
    """Blocked carriers, territories and discounts, alone and together, parts of a pound; with the surcharge."""
    compared = Compared(least=400)
    pricing = {"none": Fraction(0), "six_month": Fraction(15, 100), "new_seller": Fraction(25, 100)}
    goods = [unit(*SHAPES[tier], weight=weight) for tier, weight in
             (("small_standard", "0.4"), ("large_standard", "3.3"), ("small_bulky", "7.01"), ("large_bulky", "31.5"),
              ("extra_large_50_70", "60"), ("extra_large_150_plus", "155.5"))]  # fmt: skip
    for each, block, outside, plan, prorate, day in combinations(
        goods, (0, 1), (0, 1), pricing, (False, True), (dt.date(2026, 3, 2), dt.date(2026, 7, 20))
    ):
        options = {"mcf_block_amazon_logistics": block, "mcf_outside_contiguous": outside, "mcf_preferred_pricing": plan,
                   "mcf_part_pounds": "prorate" if prorate else "round_up", "units_per_order": 2}  # fmt: skip
        found = quoted(engine, row_of(each, **options), day, "mcf:standard")
        fee, on_top = mcf(each, day, "standard", 2, block=bool(block), outside=bool(outside), discount=pricing[plan],
                          prorate=prorate)  # fmt: skip
        what = (size(each, day).tier, float(each.weight), block, outside, plan, prorate, day)
        compared.line(fee, found.line("mcf_fulfillment"), *what)
        compared.line(on_top, found.line("fuel_surcharge"), *what)
    compared.done()


def test_a_part_pound_is_prorated_half_up(engine: Engine) -> None:
    """60.3 lb of extra-large 50+ to 70 lb: 62.64 and 9.3 pounds above 51 at 1.01 = 9.393, so 9.39: 72.03, not 72.04."""
    goods = unit("40", "15", "8", weight="60.3")
    quote = quoted(engine, row_of(goods, mcf_part_pounds="prorate"), dt.date(2026, 3, 2), "mcf:standard")
    line = quote.line("mcf_fulfillment")
    assert quote.size_tier == "extra_large_50_70"
    assert line is not None
    assert line.amount == Decimal("72.03")


@pytest.mark.parametrize(
    ("units", "percent"),
    [(0, 0), (1199, 0), (1200, 5), (7000, 5), (7001, 8), (13000, 8), (13001, 12), (19000, 12), (19001, 15)],
)
def test_mcf_volume_discount(engine: Engine, units: int, percent: int) -> None:
    """The edges as published: 1,200 units get 5 %, 7,001 get 8 %, 13,001 get 12 %, 19,001 get 15 %."""
    goods, day = unit("6", "4", "1", weight="1"), dt.date(2026, 3, 2)
    row = row_of(goods, mcf_preferred_pricing="twelve_month", mcf_units_12_weeks=units)
    fee, _ = mcf(goods, day, "standard", 1, discount=Fraction(percent, 100))
    line = quoted(engine, row, day, "mcf:standard").line("mcf_fulfillment")
    assert line is not None
    assert (line.amount, line.status) == fee
    assert line.amount == Decimal("8.93") - (Decimal("8.93") * percent / 100).quantize(Decimal("0.01"), "ROUND_HALF_UP")


MCF_DAYS = sorted(
    {
        edge + step
        for fee in ("mcf_fulfillment", "fuel_surcharge")
        for card in cards(fee)
        for edge in (card.effective, *([card.until] if card.until != dt.date.max else []), dt.date(2026, 11, 22))
        for step in (-DAY, 0 * DAY, DAY)
        if edge + step >= dt.date(2024, 2, 5)
    }
)


@pytest.mark.parametrize("day", MCF_DAYS, ids=str)
def test_mcf_days(engine: Engine, day: dt.date) -> None:
    compared = Compared(least=30)
    for (tier, shape), units in combinations(SHAPES.items(), (1, 2)):
        goods = unit(*shape, weight={"extra_large_50_70": "60", "extra_large_150_plus": "160"}.get(tier, "0.7"))
        found = quoted(engine, row_of(goods, units_per_order=units), day, "mcf:standard")
        fee, on_top = mcf(goods, day, "standard", units)
        compared.line(fee, found.line("mcf_fulfillment"), day, tier, units)
        compared.line(on_top, found.line("fuel_surcharge"), day, tier, units)
    compared.done()


def test_surcharge_starts_on_different_days(engine: Engine) -> None:
    """FBA on 2026-04-17, MCF on 2026-05-02."""
    row = row_of(unit("6", "4", "1", weight="1"))
    days = {"fba": dt.date(2026, 4, 17), "mcf:standard": dt.date(2026, 5, 2)}
    for program, first in days.items():
        assert quoted(engine, row, first - DAY, program).line("fuel_surcharge") is None
        assert quoted(engine, row, first, program).line("fuel_surcharge") is not None
    assert surcharge((Decimal("5.92"), "exact"), "fba", dt.date(2026, 9, 25)) == (Decimal("0.21"), "exact")


def test_mcf_in_the_peak_is_an_estimate_and_refused(engine: Engine) -> None:
    """No MCF peak card is on file for 2026-11-22: the normal one stands in."""
    quote = quoted(engine, row_of(unit("6", "4", "1", weight="1")), dt.date(2026, 11, 22), "mcf:standard")
    line = quote.line("mcf_fulfillment")
    assert line is not None
    assert (line.amount, line.status, line.edition) == (Decimal("8.93"), "estimate", "us/mcf_fulfillment/2026-01-15")
    assert quote.status == "estimate"
    card, status = card_on("mcf_fulfillment", dt.date(2026, 11, 22))
    assert (card and card.effective, status) == (dt.date(2026, 1, 15), "estimate")
    # small bulky over 30 lb has a column for one unit only: 39.13 and one started pound of 0.75
    assert mcf(unit("19", "3", "2", weight="31"), dt.date(2026, 3, 2), "standard", 1)[0] == (
        Decimal("39.88"),
        "estimate",
    )
    assert isinstance(mcf(unit("19", "3", "2", weight="31"), dt.date(2026, 3, 2), "standard", 2)[0][0], Unknown)
