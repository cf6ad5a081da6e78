"""Cards held against second readings, and against each other where a publisher's rule binds them together.

`tests/data/second_readings.csv` has figures that another source gives for a cell. What is checked here beyond it: increments
that are the same in every row, one card worked out from another by a rule that the card names.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

import figures
import pytest
import sureness

CENT = Decimal("0.01")
NO_AMOUNTS = {"per", "above", "unit_columns", "zones", "days_of_supply"}


def card(name: str) -> dict[frozenset[str], str]:
    """The cells of ``us/removal/2026-01-15`` by their meaning."""
    cells = figures.cells(figures.ROOT / "fee_tables" / f"{name}.yaml")
    by_meaning = {figures.meaning(words): text for words, text in cells.items()}
    assert len(by_meaning) == len(cells), f"{name}: words that are no structure make the difference"
    return by_meaning


def money(name: str) -> dict[frozenset[str], Decimal]:
    """The amounts of a card."""
    found = {}
    for words, text in card(name).items():
        if figures.NUMBER.fullmatch(text) and not NO_AMOUNTS & words:
            found[words] = Decimal(text.split()[0])
    return found


@pytest.mark.parametrize("row", sureness.second_readings(), ids=lambda row: f"{row['card']} {row['cell']}")
def test_second_readings(row: dict[str, str]) -> None:
    cells = card(row["card"])
    assert cells[figures.meaning(row["cell"].split(" / "))] == row["amount"], row["source"]


def steps(before: str, after: str, kind: str, column_before: str, column_after: str) -> dict[frozenset[str], Decimal]:
    """From one card to another, the change of each row of a product type, in a column of each."""
    found = {}
    old, new = money(before), money(after)
    for words, amount in old.items():
        if {kind, column_before} <= words and (other := words - {column_before} | {column_after}) in new:
            found[words - {kind, column_before}] = new[other] - amount
    return found


def test_low_price_of_2024_and_2025_is_77_cents_less() -> None:
    """ "Low-Price FBA: 0.77 less in every cell", dangerous goods and both holiday peaks included."""
    for day in ("2024-04-15", "2024-10-15", "2025-01-15", "2025-10-15"):
        amounts = money(f"us/fba_fulfillment/{day}")
        low = {words for words in amounts if "under 10" in words and "plus" not in words}
        assert len(low) == 26 + 21 * 2 + 5
        for words in low:
            assert amounts[words - {"under 10"} | {"10 and over"}] - amounts[words] == Decimal("0.77"), (day, words)


def test_dangerous_goods_rise_with_all_others() -> None:
    """From 2025 to 2026 each row of dangerous goods moved as the row of other goods of the same weight did."""
    others = steps(
        "us/fba_fulfillment/2025-01-15", "us/fba_fulfillment/2026-01-15", "non_apparel", "10 and over", "10 to 50"
    )
    dangerous = steps(
        "us/fba_fulfillment/2025-01-15", "us/fba_fulfillment/2026-01-15", "dangerous_goods", "10 and over", "10 to 50"
    )
    shared = others.keys() & dangerous.keys()
    assert len(shared) == 21
    assert {words: others[words] for words in shared} == {words: dangerous[words] for words in shared}


@pytest.mark.parametrize("kind", ["non_apparel", "apparel", "dangerous_goods"])
def test_the_peak_adds_the_same_in_every_price_band(kind: str) -> None:
    """The increment over the normal card is one amount per row, and the same in each season."""
    by_row: dict[frozenset[str], set[Decimal]] = {}
    seasons = [("2026-01-15", "2026-10-15", ("under 10", "10 to 50", "over 50"))]
    seasons += [
        (normal, peak, ("under 10", "10 and over"))
        for normal, peak in (("2024-04-15", "2024-10-15"), ("2025-01-15", "2025-10-15"))
    ]
    for normal, peak, columns in seasons:
        for column in columns:
            found = steps(f"us/fba_fulfillment/{normal}", f"us/fba_fulfillment/{peak}", kind, column, column)
            for words, amount in found.items():
                if "plus" not in words:
                    by_row.setdefault(words, set()).add(amount)
    assert len(by_row) >= 21
    assert {words: amounts for words, amounts in by_row.items() if len(amounts) > 1} == {}


def test_mcf_of_2025_is_that_of_2026_before_the_rise_of_five_percent() -> None:
    old, new = money("us/mcf_fulfillment/2025-01-15"), money("us/mcf_fulfillment/2026-01-15")
    shared = [words for words in old if words in new and "small_bulky" not in words]
    assert len(shared) > 50
    raised = {words: (old[words] * Decimal("1.05")).quantize(CENT, ROUND_HALF_UP) for words in shared}
    assert [words for words in shared if raised[words] != new[words]] in (
        [],
        [frozenset({"standard", "small_standard", "12 oz", "3 units"})],  # fits with half-even rounding only
    )


def test_fedex_of_2027_is_that_of_2026_and_the_announced_average() -> None:
    old, new = money("us/fedex_ground/2026-01-05"), money("us/fedex_ground/2027-01-04")
    rows = [words for words in old if any(word.endswith(" lb") for word in words)]
    assert len(rows) == 350
    for words in rows:
        assert new[words] == (old[words] * Decimal("1.059")).quantize(CENT, ROUND_HALF_UP)


def test_fedex_zones_that_were_worked_out() -> None:
    """Zone 2 and 3: the cell of 2025 x the ratio of zone 4; the cells read on invoices within 0.07 of the rule."""
    old, new = money("us/fedex_ground/2025-08-18"), money("us/fedex_ground/2026-01-05")
    for pounds in range(1, 51):
        row = f"{pounds} lb"
        ratio = new[frozenset({row, "4"})] / old[frozenset({row, "4"})]
        for zone in ("2", "3"):
            expected = (old[frozenset({row, zone})] * ratio).quantize(CENT, ROUND_HALF_UP)
            assert abs(new[frozenset({row, zone})] - expected) <= Decimal("0.07"), (row, zone)


def test_zone_9_of_ground_advantage_is_zone_8() -> None:
    amounts = money("us/usps_ground_advantage/2026-07-12")
    pairs = [(words, words - {"8"} | {"9"}) for words in amounts if "8" in words and "oversized" not in words]
    assert len(pairs) == 71
    assert all(amounts[eight] == amounts[nine] for eight, nine in pairs)


@pytest.mark.parametrize(
    ("name", "zones"),
    [
        ("usps_ground_advantage/2026-07-12", "123456789"),
        ("usps_priority_mail/2026-07-12", "123456789"),
        ("ups_ground/2025-12-22", "2345678"),
        ("fedex_ground/2025-01-06", "2345678"),
        ("fedex_ground/2026-01-05", "468"),  # the zones that are not worked out
    ],
)
def test_farther_and_heavier_never_costs_less(name: str, zones: str) -> None:
    amounts = money(f"us/{name}")
    bands = {word for words in amounts for word in words if word.endswith((" lb", " oz"))}
    bands = {band for band in bands if frozenset({band, "8"}) in amounts}
    pounds = {band: Decimal(band.split()[0]) / (1 if band.endswith("lb") else 16) for band in bands}
    table = [
        [amounts[frozenset({band, zone})] for zone in zones] for band in sorted(bands, key=lambda band: pounds[band])
    ]
    assert len(table) >= 50
    for lighter, heavier in pairwise(table):
        assert all(below <= above for below, above in zip(lighter, heavier, strict=True))
    assert all(near <= far for row in table for near, far in pairwise(row))


def test_placement_points_are_the_middle_of_their_ranges() -> None:
    """A second source gives one figure a band (public repository R044): in all nine bands the middle of the range on file."""
    points = {("small_standard", "8 oz"): "0.23", ("small_standard", "16 oz"): "0.24", ("large_standard", "12 oz"): "0.30",
              ("large_standard", "1.5 lb"): "0.37", ("large_standard", "3 lb"): "0.47", ("large_standard", "5 lb"): "0.57",
              ("large_standard", "7 lb"): "0.69", ("large_standard", "10 lb"): "0.81"}  # fmt: skip
    cells = card("us/inbound_placement/2026-01-15")
    for (tier, band), point in points.items():
        low, high = (Decimal(cells[frozenset({tier, band, "minimal", end})]) for end in ("[1]", "[2]"))
        assert (low + high) / 2 == Decimal(point)


def test_sipp_discounts_of_2024_stand_in_2026() -> None:
    old, new = money("us/sipp_discount/2024-02-05"), money("us/sipp_discount/2026-01-15")
    shared = old.keys() & new.keys()
    assert len(shared) == 42
    assert all(old[words] == new[words] for words in shared)


def test_only_the_first_row_of_removal_fell_in_2026() -> None:
    for fee in ("removal", "disposal"):
        old, new = money(f"us/{fee}/2024-02-05"), money(f"us/{fee}/2026-01-15")
        changed = {words: (old[words], new[words]) for words in old if old[words] != new[words]}
        assert changed == {frozenset({"standard", "0.5 lb"}): (Decimal("1.04"), Decimal("0.84"))}


def test_awd_discounts_are_the_stated_percentages() -> None:
    """Smart storage 10 %, Amazon managed 20 % off the base, rounded to the cent."""
    for day, regions in (("2025-04-01", ("any_region",)), ("2026-01-15", ("west", "other"))):
        amounts = money(f"us/awd_storage/{day}")
        for region in regions:
            base = amounts[frozenset({region, "base"})]
            for kind, share in (("smart", "0.9"), ("amazon_managed", "0.8")):
                assert amounts[frozenset({region, kind})] == (base * Decimal(share)).quantize(CENT, ROUND_HALF_UP)
