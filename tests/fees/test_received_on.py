"""Inbound fees go by the day on which Amazon received the unit: by hand, on both sides of the cards of 2026-01-15."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

import logicost as lc

# large standard, 14.2 oz, minimal: the middle of 0.22 to 0.41 by the card of 2025, of 0.24 to 0.50 by that of 2026
OLD, NEW = "0.3150", "0.37"
CASES = [
    ({"received_on": "2026-01-14"}, OLD),
    ({"received_on": "2026-01-15"}, NEW),
    ({"received_on": dt.date(2026, 1, 14)}, OLD),
    ({"days_in_storage": 27}, OLD),  # 2026-02-10 less 27 days is 2026-01-14
    ({"days_in_storage": 26}, NEW),
    ({"received_on": "2026-01-15", "days_in_storage": 27}, NEW),  # what is given goes before
    ({"received_on": "2026-01-14", "days_in_storage": 26}, OLD),
    ({"monthly_units": 365, "average_inventory": 324}, OLD),  # 324 / 365 x 365 / 12 is 27 days
    ({}, NEW),
]
MAY_BE_OLDER = (
    "inbound placement is by the card of 2026-02-10: give received_on, as an older card may have been in force"
)


@pytest.mark.parametrize(("given", "expected"), CASES)
def test_placement(price: Any, given: dict[str, object], expected: str) -> None:
    priced = price("2026-02-10", placement="minimal", **given)
    assert (priced.amount("inbound_placement"), priced.status("inbound_placement")) == (expected, "estimate")
    year = {OLD: "2025", NEW: "2026"}[expected]
    assert priced.editions["inbound_placement"] == f"us/inbound_placement/{year}-01-15"
    assert (MAY_BE_OLDER in priced.notes) is (not given)


def test_a_card_of_long_ago_is_not_told(price: Any) -> None:
    """Of the day before the 180th after the change it is, and of a split without a fee never."""
    told = "give received_on"
    assert any(told in note for note in price("2026-07-13", placement="minimal").notes)
    assert not any(told in note for note in price("2026-07-14", placement="minimal").notes)
    assert not any(told in note for note in price("2026-02-10", placement="optimized").notes)
    assert not any(told in note for note in price("2026-02-10", placement_rate="0.40").notes)


@pytest.mark.parametrize(
    ("given", "processing", "transportation", "status"),
    [
        ({"received_on": "2026-01-14"}, "0.2250", "0.1150", "exact"),  # 2 x 1.35 / 12; 0.1 x 1.15
        ({"received_on": "2026-01-15"}, "0.2333", "0.14", "exact"),  # 2 x 1.40 / 12; 0.1 x 1.40
        ({"awd_days_in_storage": 20, "days_in_storage": 7}, "0.2250", "0.1150", "exact"),
        ({"awd_days_in_storage": 19, "days_in_storage": 7}, "0.2333", "0.14", "exact"),
        ({}, "0.2333", "0.14", "estimate"),  # the card changed within the half year before
    ],
)
def test_awd(price: Any, given: dict[str, object], processing: str, transportation: str, status: str) -> None:
    priced = price("2026-02-10", "fba:awd", units_per_box=12, box_cubic_feet="1.2", **given)
    assert (priced.amount("awd_processing"), priced.amount("awd_transportation")) == (processing, transportation)
    assert {priced.status("awd_processing"), priced.status("awd_transportation")} == {status}
    told = [note for note in priced.notes if note.startswith("fees of AWD are by the card of 2026-02-10")]
    assert len(told) == (status == "estimate")


def test_before_the_fee_there_is_none_and_before_the_cards_it_is_unsourced(price: Any) -> None:
    assert price("2024-04-10", placement="minimal", received_on="2024-02-29").amount("inbound_placement") is None
    assert price("2024-04-10", placement="minimal", received_on="2024-03-01").amount("inbound_placement") == "0.34"
    early = price("2024-02-20", "fba:awd", units_per_box=12, received_on="2023-12-31")
    assert early.amount("awd_processing") == "unsourced"


def test_prep_ended_with_2025(price: Any) -> None:
    kept = price("2026-02-10", amazon_prep="bagging", received_on="2025-12-31")
    assert (kept.amount("prep"), kept.editions["prep"]) == ("0.70", "us/prep/2022-01-18")
    assert price("2026-02-10", amazon_prep="bagging", received_on="2026-01-01").refused == "prep_withdrawn"
    assert price("2026-02-10", amazon_prep="bagging").refused == "prep_withdrawn"


def test_defects(price: Any) -> None:
    """2 % of 0.60, the average of 2026; of 2025 none is on file."""
    of_2026 = price("2026-02-10", inbound_defect_rate="2 %", received_on="2026-01-15")
    assert (of_2026.amount("inbound_defect"), of_2026.status("inbound_defect")) == ("0.0120", "estimate")
    of_2025 = price("2026-02-10", inbound_defect_rate="2 %", received_on="2026-01-14")
    assert of_2025.amount("inbound_defect") == "unsourced"


def test_what_cannot_be(price: Any) -> None:
    assert price("2026-02-10", received_on="2026-02-11").refused == "received_too_late"
    assert price("2026-02-10", received_on="2026-02-10").refused is None
    assert price("2026-02-10", "fbm:flat", received_on="2026-02-11", postage="5").refused is None
    stays = price("2026-02-10", received_on="2026-02-01", days_in_storage=60)
    assert any(note.startswith("received_on is 2026-02-01, but") for note in stays.notes)
    assert not any(
        "received_on is" in note for note in price("2026-02-10", received_on="2025-12-12", days_in_storage=60).notes
    )


def test_every_door() -> None:
    """Columns of text and of days, and one quote say the same; ship dates of other classes, too."""
    product = {
        "dimensions": "5.1 x 4.3 x 4.2 in",
        "weight": "14.2 oz",
        "price": "18.99",
        "category": "home_and_kitchen",
    }
    days = [dt.date(2026, 1, 14), dt.date(2026, 1, 15), None, dt.date(2025, 1, 1), dt.date(2026, 3, 1)]
    ships = [
        dt.date(2026, 2, 10),
        dt.date(2026, 11, 22),
        dt.date(2026, 1, 15),
        dt.date(2026, 10, 20),
        dt.date(2026, 2, 10),
    ]
    rows = [{"sku": str(number), **product} for number in range(len(days))]
    frame = pl.DataFrame(rows).with_columns(pl.Series("on", ships), pl.Series("received_on", days))
    expected = [Decimal(amount) if amount else None for amount in (OLD, NEW, NEW, "0.3150", None)]
    by_days = lc.quote_frame(frame.with_columns(placement=pl.lit("minimal")), programs=["fba"])
    assert by_days["inbound_placement"].to_list() == expected
    assert by_days["error_code"].to_list() == [None] * 4 + ["received_too_late"]
    as_text = frame.with_columns(pl.col("received_on", "on").cast(pl.String), placement=pl.lit("minimal"))
    assert lc.quote_frame(as_text, programs=["fba"]).equals(by_days)
    for ship, day, amount in zip(ships[:4], days, expected, strict=False):
        quoted = lc.quote({"sku": "x", **product}, lc.FBA(placement="minimal", received_on=day), on=ship)
        assert quoted.amount("inbound_placement") == amount


def test_the_explanation_names_the_card_of_the_day() -> None:
    product = lc.Product(sku="x", dimensions="5.1 x 4.3 x 4.2 in", weight="14.2 oz", price="18.99")
    steps = {
        step.name: step
        for step in lc.quote(product, "fba", on="2026-02-10", placement="minimal", received_on="2026-01-14").explain()
    }
    assert steps["received_day"].value == "2026-01-14"
    assert steps["placement_low"].edition == "us/inbound_placement/2025-01-15"
    assert steps["placement_low"].sources
