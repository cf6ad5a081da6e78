"""The grid of quotes kept as data."""

from __future__ import annotations

import csv
import re
from collections import Counter

import golden

HELP = "the quotes changed: run scripts/update-golden, read the difference, and say in the commit why it is right"


def test_the_grid_is_as_kept() -> None:
    kept = golden.FILE.read_text(encoding="utf-8").splitlines()
    found = golden.text().splitlines()
    different = [f"- {old}\n+ {new}" for old, new in zip(kept, found, strict=False) if old != new]
    assert len(kept) == len(found), HELP
    assert not different, f"{HELP}\n" + "\n".join(different[:10])


def test_the_kept_grid_is_right() -> None:
    """What the grid must say whatever else it says: the card of the day, what is projected, what strict refuses."""
    with golden.FILE.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    counts = {market: len(golden.PRODUCTS[market]) * len(golden.PROGRAMS[market]) * 6 for market in golden.PRODUCTS}
    assert Counter(row["market"] for row in rows) == counts
    european = {"2025-05-20": "2025-02-01", "2025-11-20": "2025-10-15", "2026-01-20": "2026-01-15", "2026-07-20": "2026-02-01",
                "2026-11-22": "2026-10-15", "2027-06-01": "2026-02-01"}  # fmt: skip
    days = {
        "US": {"2024-06-01": "2024-04-15", "2025-11-20": "2025-10-15", "2026-03-02": "2026-01-15", "2026-07-20": "2026-01-15",
               "2026-11-22": "2026-10-15", "2027-06-01": "2026-01-15"},
        "UK": european,
        "DE": european,
    }  # fmt: skip
    for row in rows:
        cards, market = days[row["market"]], row["market"].lower()
        assert (row["strict"] == "accepted") == (row["status"] in ("exact", "override")), row
        if row["program"] == "fba" and row["status"] != "unsourced":
            assert f"{market}/fba_fulfillment/{cards[row['on']]}" in row["lines"] or (
                market != "us"
                and re.search(rf"fba_fulfillment \d+\.\d+ \w+ {market}/fba_(low_price|selected_parcels)/", row["lines"])
            ), row
            assert ("fuel_surcharge" in row["lines"]) == (row["on"] >= "2026-04-17"), row
        if row["on"] == "2027-06-01":
            assert row["status"] in ("projected", "estimate", "unsourced", "error"), row
        if row["program"] == "mcf" and row["on"] == "2026-11-22":
            assert (row["status"] in ("estimate", "unsourced"), row["strict"]) == (True, "not_exact"), row
