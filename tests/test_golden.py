"""The grid of quotes kept as data."""

from __future__ import annotations

import csv

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
    assert len(rows) == 360
    cards = {"2024-06-01": "2024-04-15", "2025-11-20": "2025-10-15", "2026-03-02": "2026-01-15", "2026-07-20": "2026-01-15",
             "2026-11-22": "2026-10-15", "2027-06-01": "2026-01-15"}  # fmt: skip
    for row in rows:
        assert (row["strict"] == "accepted") == (row["status"] in ("exact", "override")), row
        if row["program"] == "fba" and row["status"] != "unsourced":
            assert f"us/fba_fulfillment/{cards[row['on']]}" in row["lines"], row
            assert ("fuel_surcharge" in row["lines"]) == (row["on"] >= "2026-04-17"), row
        if row["on"] == "2027-06-01":
            assert row["status"] in ("projected", "estimate", "unsourced", "error"), row
        if row["program"] == "mcf" and row["on"] == "2026-11-22":
            assert (row["status"] in ("estimate", "unsourced"), row["strict"]) == (True, "not_exact"), row
