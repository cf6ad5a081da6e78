"""Inbound placement: the middle of each published range by hand, gaps, edges, dates and waivers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from logicost.tables.shelf import built_in_tables

FEE = "inbound_placement"
LARGE_BULKY = {"dimensions": "45 x 12 x 4 in", "weight": "10 lb"}
FLAT = {"dimensions": "30 x 12 x 2 in"}  # 720 / 139 = 5.18 lb; large bulky in 2025, small bulky in 2026
EXTRA_LARGE = {"dimensions": "60 x 30 x 20 in", "weight": "60 lb"}


@pytest.mark.parametrize(
    ("on", "columns", "placement", "amount"),
    [
        # small standard, 2026: (0.14 + 0.32) / 2 and (0.16 + 0.32) / 2
        ("2026-03-02", {"dimensions": "8 x 5 x 0.5 in", "weight": "8 oz"}, "minimal", "0.23"),
        ("2026-03-02", {"dimensions": "8 x 5 x 0.5 in", "weight": "8.001 oz"}, "minimal", "0.24"),
        # large standard: the mug's 14.2 oz lie above 12 oz and up to 1.5 lb: (0.24 + 0.50) / 2
        ("2026-03-02", {}, "minimal", "0.37"),
        ("2026-03-02", {"weight": "12 oz"}, "minimal", "0.30"),
        ("2026-03-02", {"weight": "12.001 oz"}, "minimal", "0.37"),
        ("2026-03-02", {"weight": "1.5 lb"}, "minimal", "0.37"),
        ("2026-03-02", {"weight": "24.001 oz"}, "minimal", "0.47"),
        ("2026-03-02", {"weight": "9.5 lb"}, "minimal", "0.81"),
        # first publication: (0.27 + 0.41) / 2 minimal, (0.16 + 0.28) / 2 partial
        ("2024-09-30", {}, "minimal", "0.34"),
        ("2024-09-30", {}, "partial", "0.22"),
        # later in 2024: (0.22 + 0.41) / 2 = 0.315, (0.15 + 0.28) / 2 = 0.215
        ("2024-10-01", {}, "minimal", "0.3150"),
        ("2024-10-01", {}, "partial", "0.2150"),
        ("2025-01-14", {**FLAT, "weight": "4 lb"}, "minimal", "4.08"),
        ("2026-01-14", {}, "minimal", "0.3150"),
        ("2026-01-15", {}, "minimal", "0.37"),
    ],
)
def test_the_middle_of_the_range(price: Any, on: str, columns: dict[str, str], placement: str, amount: str) -> None:
    line = price(on, placement=placement, **columns)
    assert (line.amount(FEE), line.status(FEE)) == (amount, "estimate")


def test_left_out_is_said_only_where_it_is_left_out(price: Any) -> None:
    """Without placement a note says so; with it, or with the seller's own rate alone, nothing is left out."""

    def is_left_out(**columns: str) -> bool:
        return any("not included: inbound placement" in note for note in price("2026-03-02", **columns).notes)

    own = price("2026-03-02", placement_rate="0.33")
    assert (is_left_out(), is_left_out(placement="minimal"), is_left_out(placement_rate="0.33")) == (True, False, False)
    assert (own.amount(FEE), own.status(FEE)) == ("0.33", "override")


def test_both_ends_can_be_asked_for(price: Any) -> None:
    ends = [price("2026-03-02", placement="minimal", placement_point=point).amount(FEE) for point in ("low", "high")]
    assert ends == ["0.24", "0.50"]


def test_a_range_with_one_end_has_no_middle(price: Any) -> None:
    five_pounds = {**FLAT, "weight": "4 lb"}  # dimensional weight 5.18 lb decides: over 5, up to 12 lb
    assert price("2025-01-15", placement="minimal", **five_pounds).amount(FEE) == "unsourced"
    assert price("2025-01-15", placement="minimal", placement_point="low", **five_pounds).amount(FEE) == "unsourced"
    top = price("2025-01-15", placement="minimal", placement_point="high", **five_pounds)
    assert (top.amount(FEE), top.status(FEE)) == ("2.40", "estimate")


@pytest.mark.parametrize(
    ("columns", "placement"),
    [({}, "partial"), ({"weight": "10.001 lb"}, "partial")],
)
def test_gaps_of_2026_are_unsourced(price: Any, columns: dict[str, str], placement: str) -> None:
    line = price("2026-03-02", placement=placement, **columns)
    assert (line.amount(FEE), line.status(FEE)) == ("unsourced", "unsourced")


@pytest.mark.parametrize(
    ("columns", "placement", "amount"),
    [
        ({"weight": "10.001 lb"}, "minimal", "0.97"),
        ({"weight": "15 lb"}, "minimal", "0.97"),
        ({"weight": "15.001 lb"}, "minimal", "1.23"),
        (FLAT, "minimal", "2.08"),  # small bulky, 5.18 lb
        (FLAT, "partial", "1.20"),
        (LARGE_BULKY, "minimal", "3.75"),  # 2,160 / 139 = 15.54 lb
        (LARGE_BULKY, "partial", "1.56"),
    ],
)
def test_only_the_middle_is_on_file(price: Any, columns: dict[str, str], placement: str, amount: str) -> None:
    line = price("2026-03-02", placement=placement, **columns)
    assert (line.amount(FEE), line.status(FEE)) == (amount, "estimate")
    for point in ("low", "high"):
        end = price("2026-03-02", placement=placement, placement_point=point, **columns)
        assert end.amount(FEE) == "unsourced"


def test_optimized_splits_are_free_and_exact(price: Any) -> None:
    for columns in ({}, FLAT):
        line = price("2026-03-02", placement="optimized", **columns)
        assert (line.amount(FEE), line.status(FEE)) == ("0.00", "exact")


def test_the_sellers_own_rate_replaces_the_range(price: Any) -> None:
    for placement in ("minimal", "partial", "optimized", None):
        line = price("2026-03-02", placement=placement, placement_rate="0.31")
        assert (line.amount(FEE), line.status(FEE)) == ("0.31", "override")


def test_extra_large_units_are_never_charged(price: Any) -> None:
    priced = price("2026-03-02", placement="minimal", placement_rate="3", **EXTRA_LARGE)
    assert priced.amount(FEE) is None
    assert not any("placement" in note for note in price("2026-03-02", **EXTRA_LARGE).notes)


def test_without_placement_the_line_is_left_out_with_a_note(price: Any) -> None:
    priced = price("2026-03-02")
    assert priced.amount(FEE) is None
    assert any("not included: inbound placement" in note for note in priced.notes)


def test_before_the_fee_existed_nothing_is_charged(price: Any) -> None:
    assert price("2024-02-29", placement="minimal").amount(FEE) is None
    assert price("2024-03-01", placement="minimal").amount(FEE) == "0.34"


def test_units_for_mcf_come_the_same_way(price: Any) -> None:
    assert price("2026-03-02", "mcf", placement="minimal").amount(FEE) == "0.37"


@pytest.mark.parametrize(
    ("on", "given", "why"),
    [
        ("2026-03-02", {"placement": "partial"}, "no such figure is on file; give placement_rate, as the shipment workflow shows it"),
        ("2026-03-02", {"placement": "minimal"}, "published as a range from $0.24 to $0.50; give placement_rate for your own"),
        ("2026-03-02", {"placement": "minimal", "weight": "10.001 lb"}, "of the published range only the middle, $0.97, is on file; give placement_rate for your own"),
        ("2025-01-15", {"placement": "minimal", "weight": "4 lb", **FLAT}, "only the high end of the range, $2.40, is on file; give placement_rate, or ask for placement_point=high"),
        ("2025-01-15", {"placement": "minimal", "placement_point": "high", "weight": "4 lb", **FLAT}, "only the high end of the range, $2.40, is on file; give placement_rate, or ask for placement_point=high"),
        ("2026-03-02", {"placement": "optimized"}, "no fee for optimized splits"),
        ("2026-03-02", {"placement": "minimal", "placement_rate": "0.31"}, "your own rate of $0.31 per unit"),
    ],
    ids=str,
)  # fmt: skip
def test_which_reason_is_told(on: str, given: dict[str, str], why: str) -> None:
    import logicost as lc

    mug = {
        "sku": "A",
        "dimensions": "5.1 x 4.3 x 4.2 in",
        "weight": "14.2 oz",
        "price": "18.99",
        "category": "home_and_kitchen",
    }
    line = lc.quote({**mug, **given}, "fba", market="US", on=on).line(FEE)
    assert line is not None
    assert line.why.endswith(why)


@pytest.mark.parametrize(
    ("on", "given", "ends"),
    [
        ("2026-03-02", {"placement": "partial"}, (0, 0, 0)),
        ("2026-03-02", {"placement": "minimal"}, (2400, 3700, 5000)),
        ("2026-03-02", {"placement": "minimal", "weight": "10.001 lb"}, (0, 9700, 0)),
        ("2025-01-15", {"placement": "minimal", "weight": "4 lb", **FLAT}, (0, 0, 24_000)),
        ("2026-03-02", {"placement": "optimized"}, (0, 0, 0)),
        ("2026-03-02", {}, (0, 0, 0)),
    ],
    ids=str,
)  # fmt: skip
def test_what_is_not_on_file_of_a_range_is_nothing(
    price: Any, on: str, given: dict[str, str], ends: tuple[int, ...]
) -> None:
    values = price(on, **given).values
    for name, end in zip(("low", "middle", "high"), ends, strict=True):
        assert values[f"placement_{name}"] == end, name


@pytest.mark.parametrize(("point", "amount"), [("low", "0.24"), ("high", "unsourced"), ("midpoint", "unsourced")])
def test_only_the_low_end_is_on_file(price: Any, tmp_path: Path, point: str, amount: str) -> None:
    """By a card of one's own: no end that is not on file is told as $0.00."""
    text = (built_in_tables() / "us/inbound_placement/2026-01-15.yaml").read_text(encoding="utf-8")
    path = tmp_path / "us/inbound_placement/2026-01-15.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(
        text.replace("1.5 lb: {minimal: [0.24, 0.50]", "1.5 lb: {minimal: [0.24, unsourced]"), encoding="utf-8"
    )
    found = price("2026-03-02", own=tmp_path, placement="minimal", placement_point=point)
    assert found.amount(FEE) == amount
    ends = [found.values[f"placement_{name}"] for name in ("low", "middle", "high", "lacks_low_end", "lacks_high_end")]
    assert ends == [2400, 0, 0, 0, 1]
