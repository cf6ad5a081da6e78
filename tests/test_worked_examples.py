"""A quote worked out by hand for every card: `tests/data/worked_examples.csv`.

Whoever changes a figure, a rule or a card must be able to say by hand what it comes to. The row's amount is of its line; the
card is among those that the explanation names.
"""

from __future__ import annotations

import figures
import pytest
import sureness

import logicost as lc

MARKETS = figures.markets()
# cards whose amount no quote shows, and why
WITHOUT = {
    "us/high_volume_listing/2021-01-01": "a cost of the account, worked out in tests/fees/test_fixed_costs.py",
    "us/prep/2026-01-01": "withdrawn: refused, tests/fees/test_prep_and_losses.py",
    "us/sfp_delivery_speed/2023-10-01": "shares, worked out in tests/fees/test_sfp.py",
    "us/sfp_delivery_speed/2024-11-24": "shares, worked out in tests/fees/test_sfp.py",
    "us/sfp_delivery_speed/2026-07-06": "shares, worked out in tests/fees/test_sfp.py",
    "us/zone_mix/2026-07-12": "shares, worked out in tests/test_edges_carriers.py",
    "us/aged_inventory/2023-04-15": "the snapshot after the first size tiers goes by the next card",
    "us/fuel_surcharge/2022-04-28": "ended before the first size tiers",
    "us/mcf_options/2021-06-01": "ended before the first size tiers",
    "us/referral/2023-01-17": "ended before the first size tiers",
    "us/returns_processing/2023-01-17": "ended before the first size tiers",
    "uk/sales_tax/2024-01-01": "no line of its own, worked out in tests/test_europe.py",
    "de/sales_tax/2024-01-01": "no line of its own, worked out in tests/test_europe.py",
    "de/sales_tax/2024-08-01": "no line of its own, worked out in tests/test_europe_account.py",
    "us/usps_holiday_increase/2024-10-06": "only its days are on file, and no price to which it would be added",
}


@pytest.mark.parametrize("row", sureness.worked_examples(), ids=lambda row: f"{row['card']} {row['fee']}")
def test_worked_by_hand(row: dict[str, str]) -> None:
    given = dict(pair.split("=", 1) for pair in row["columns"].split("; "))
    product = {
        name: given.pop(name)
        for name in (
            "dimensions",
            "weight",
            "price",
            "category",
            "cost",
            "inbound_freight",
            "duty",
            "sipp",
            "dangerous_goods",
        )
        if name in given
    }
    quote = lc.quote(
        lc.Product(sku="example", **product), row["program"], market=row["card"][:2].upper(), on=row["on"], **given
    )
    if row["fee"] == "size_tier":
        found = quote.size_tier
    elif row["fee"] == "delivery_promise":
        found = str(quote.delivery_promise)
    else:
        line = quote.line(row["fee"])
        assert line is not None, [each.fee for each in quote.lines]
        found = "unsourced" if line.amount is None else str(line.amount)
    assert found == row["amount"], row["by_hand"]
    if row["fee"] != "delivery_promise" and row["card"] not in {line.edition for line in quote.lines}:
        assert row["card"] in {step.edition for step in quote.explain(everything=True)}


@pytest.mark.parametrize("market", MARKETS)
def test_every_card_is_worked_out(market: str) -> None:
    worked = {row["card"] for row in sureness.worked_examples()} | set(WITHOUT)
    cards = {
        name for name, path in figures.card_files(market).items() if figures.read(path).get("figures") != "unsourced"
    }
    assert cards - worked == set(), "work out a quote by hand for these cards: tests/data/worked_examples.csv"
    assert {card for card in worked if card.startswith(market)} <= cards, "these cards are gone"
