"""What the facts leave open is never exact, and says so."""

from __future__ import annotations

import re
from typing import Any

import pytest

RETURNS = {"return_rate": "10 %", "resellable_rate": "50 %", "units_shipped_month": 10}


@pytest.mark.parametrize("way", ["removal", "disposal"])
@pytest.mark.parametrize(
    ("given", "is_open"),
    [
        ({}, False),
        ({"dangerous_goods": True}, True),
        ({"apparel": True}, True),
        ({"category": "clothing_and_accessories"}, True),
        ({"category": "footwear"}, True),
        ({"category": "jewelry"}, True),
        ({"category": "watches"}, True),
        ({"category": "toys_and_games"}, False),
        # large anyway: there is nothing dearer to be charged as
        ({"category": "watches", "dimensions": "20 x 15 x 9 in", "weight": "10 lb"}, False),
    ],
)
def test_special_handling_at_removal(price: Any, way: str, given: dict[str, object], is_open: bool) -> None:
    """14.2 oz: 1.53 a unit as standard size, 3.12 as large; a twentieth of the units."""
    priced = price("2026-06-10", unsellable_returns=way, **RETURNS, **given)
    told = [note for note in priced.notes if "any size as large" in note]
    assert (priced.status(way), len(told)) == (("estimate", 1) if is_open else ("exact", 0))
    if is_open:
        assert priced.amount(way) == "0.0765"
        assert told[0].startswith(f"{way} may cost $3.12 a unit in place of $1.53: ")


@pytest.mark.parametrize(
    ("on", "status"),
    [
        ("2026-10-03", "exact"),  # between two seasons
        ("2026-10-04", "exact"),  # the season's card
        ("2027-01-17", "exact"),
        ("2027-01-18", "projected"),  # after it: the card of the prices has ended, too
        ("2027-10-03", "projected"),
        ("2027-10-04", "estimate"),  # the next season, of which nothing is on file
        ("2028-01-17", "estimate"),
        ("2028-01-18", "projected"),
    ],
)
def test_a_season_that_may_return(price: Any, on: str, status: str) -> None:
    priced = price(on, "fbm", zone=5)
    assert priced.status("carrier_postage") == status
    told = [note for note in priced.notes if re.search("holiday increase of .* is not on file", note)]
    assert len(told) == (status == "estimate")
    assert not any("holiday increase" in note for note in price(on, "fbm", postage="7").notes)


def test_buy_with_prime(price: Any) -> None:
    priced = price("2026-06-10", "mcf", channel="buy_with_prime", mcf_fulfillment_rate="7.5")
    assert {priced.status("channel_fee"), priced.status("payment")} == {"estimate"}
    assert price("2026-06-10", "mcf", channel="buy_with_prime").amount("mcf_fulfillment") == "unsourced"
