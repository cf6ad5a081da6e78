"""FBA New Selection and new sellers by hand: each waiver on both sides of its limits and days, with its reason and its card."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import logicost as lc
from logicost.tables.shelf import built_in_tables

MUG = {"dimensions": "5.1 x 4.3 x 4.2 in", "weight": "14.2 oz", "price": "18.99", "category": "home_and_kitchen"}
LOW = {"days_of_supply_30": 5, "days_of_supply_90": 5}
RETURNS = {"return_rate": "12 %", "units_shipped_month": 100}
EARLY, LATE = "us/new_selection/2024-03-01", "us/new_selection/2025-04-01"
PLACED, CAPPED = "us/new_selection/2024-12-01", "us/new_selection/2026-07-30"


def line(on: str, fee: str, program: str = "fba", **options: Any) -> lc.CostLine | None:
    return lc.quote(lc.Product(sku="MUG-11", **MUG), program, on=on, **options).line(fee)


def told(found: lc.CostLine | None) -> tuple[str, str, str | None, str]:
    assert found is not None
    return str(found.amount), found.status, found.edition, found.why


def test_nothing_is_waived_unless_said(price: Any) -> None:
    given = LOW | RETURNS | {"placement": "minimal", "days_in_storage": 30, "returns_processing_rate": "2"}
    plain, off = (price("2026-06-10", **given, **flags) for flags in ({}, {"new_selection": "no", "new_seller": 0}))
    assert plain == off
    assert plain.amount("inbound_placement") == "0.37"
    assert plain.amount("low_inventory_level") == "0.97"
    assert plain.amount("returns_processing") == "0.0780"  # (12 - 8.1) % of 2.00
    assert not any("New Selection" in note for note in plain.notes)


@pytest.mark.parametrize(
    ("days", "amount", "edition", "status"),
    [
        # to 2026-06-10; the last day is June 9: 0.053302 x 0.78 / 30 = 0.00138585, two days 0.0027717
        (1, "0.00", LATE, "exact"),
        (120, "0.00", LATE, "exact"),
        (121, "0.0014", "us/storage/2024-04-01", "exact"),
        (122, "0.0028", "us/storage/2024-04-01", "exact"),
    ],
)
def test_storage_is_free_for_120_days(days: int, amount: str, edition: str, status: str) -> None:
    found = told(line("2026-06-10", "storage", new_selection=True, days_in_storage=days))
    assert found[:3] == (amount, status, edition)
    if days <= 120:
        assert found[3] == "no fee: FBA New Selection stores the first 100 units of a product free for 120 days"
    else:
        assert f"the first 120 of {days} days are free" in found[3]


def test_the_free_days_are_the_first(price: Any) -> None:
    # 150 days to 2026-10-11, of which the last 30 are paid: 10 of October at 2.40 / 31 and 20 of September at 0.78 / 30
    # 0.774194 + 0.52 = 1.294194; x 0.053302 = 0.068983
    assert price("2026-10-11", new_selection=True, days_in_storage=150).amount("storage") == "0.0690"


def test_storage_of_other_sizes_is_uncertain(price: Any) -> None:
    cot = {"dimensions": "24 x 7.5 x 6 in", "weight": "7.9 lb", "days_in_storage": 121}
    assert price("2026-06-10", new_selection=True, **cot).status("storage") == "estimate"
    assert price("2026-06-10", **cot).status("storage") == "exact"
    product = lc.Product(sku="COT", dimensions="24 x 7.5 x 6 in", weight="7.9 lb", price="60", category="baby_products")
    found = lc.quote(product, on="2026-06-10", new_selection=True, days_in_storage=20).line("storage")
    assert "the first 50 units" in told(found)[3]


def test_storage_without_days_is_still_left_out(price: Any) -> None:
    priced = price("2026-06-10", new_selection=True)
    assert priced.amount("storage") is None
    assert any("not included: " in note and "storage" in note for note in priced.notes)


@pytest.mark.parametrize(
    ("on", "waived"),
    [("2024-11-30", False), ("2024-12-01", True), ("2025-03-31", True), ("2025-04-01", False), ("2026-08-20", False)],
)
def test_placement_in_one_winter(price: Any, on: str, waived: bool) -> None:
    found = told(line(on, "inbound_placement", placement="minimal", new_selection=True))
    if waived:
        # which day the unit was received on is not said
        assert found == ("0.00", "estimate", PLACED, "no fee: FBA New Selection waives it for the first 100 units")
        # it is known without a placement, and comes before one's own rate
        assert price(on, new_selection=True).amount("inbound_placement") == "0.00"
        assert price(on, new_selection=True, placement_rate="0.5").amount("inbound_placement") == "0.00"
        assert not any("inbound placement" in note for note in price(on, new_selection=True).notes)
        sold_out = price(on, new_selection=True, new_selection_units_sold=100, placement="minimal")
        assert sold_out.amount("inbound_placement") != "0.00"
    else:
        assert found[0] != "0.00"
        assert price(on, new_selection=True).amount("inbound_placement") is None


@pytest.mark.parametrize(
    ("received_on", "waived"),
    [("2024-11-30", False), ("2024-12-01", True), ("2025-03-31", True), ("2025-04-01", False)],
)
def test_placement_is_waived_by_the_day_of_receipt(price: Any, received_on: str, waived: bool) -> None:
    priced = price("2025-06-10", new_selection=True, placement="minimal", received_on=received_on)
    if waived:
        assert (priced.amount("inbound_placement"), priced.status("inbound_placement")) == ("0.00", "exact")
        assert priced.editions["inbound_placement"] == PLACED
    else:
        assert priced.amount("inbound_placement") != "0.00"


def test_extra_large_has_no_placement_to_waive(price: Any) -> None:
    safe = {"dimensions": "30 x 22 x 22 in", "weight": "180 lb"}
    assert price("2025-01-15", new_selection=True, placement="minimal", **safe).amount("inbound_placement") is None


def test_returns_processing_above_the_threshold(price: Any) -> None:
    found = told(line("2026-06-10", "returns_processing", new_selection=True, **RETURNS))
    assert found[:3] == ("0.00", "exact", LATE)
    assert found[3].startswith(
        "no fee: FBA New Selection waives it for the first 20 units above the threshold, within 180"
    )
    # also where the category's threshold or the fee is not on file, and where one's own fee is given
    for given in ({"category": "furniture"}, {"returns_processing_rate": "2"}):
        assert price("2026-06-10", new_selection=True, **RETURNS | given).amount("returns_processing") == "0.00"
    # at the threshold there is nothing to waive; what has no threshold is not waived
    at = RETURNS | {"return_rate": "8.1 %"}
    assert price("2026-06-10", new_selection=True, **at).amount("returns_processing") is None
    shirt = {"category": "clothing_and_accessories", "dimensions": "8 x 5 x 0.5 in", "weight": "8 oz"}
    assert price("2026-06-10", new_selection=True, **RETURNS | shirt).amount("returns_processing") == price(
        "2026-06-10", **RETURNS | shirt
    ).amount("returns_processing")
    # before 2024-06-01 no excess was charged
    assert price("2024-05-31", new_selection=True, **RETURNS).amount("returns_processing") is None
    assert told(line("2024-06-01", "returns_processing", new_selection=True, **RETURNS))[:3] == ("0.00", "exact", EARLY)


def test_low_inventory_level() -> None:
    found = told(line("2026-06-10", "low_inventory_level", new_selection=True, **LOW))
    assert found[:3] == ("0.00", "exact", LATE)
    assert found[3] == "no fee: FBA New Selection waives it within 180 days of the product's first unit received"
    assert told(line("2024-04-01", "low_inventory_level", new_selection=True, **LOW))[2] == EARLY
    assert line("2024-03-31", "low_inventory_level", new_selection=True, **LOW) is None  # the fee began on 2024-04-01
    assert (
        line("2026-06-10", "low_inventory_level", new_selection=True, days_of_supply_30=28, days_of_supply_90=5) is None
    )


def test_a_new_seller_pays_neither_low_inventory_nor_utilization() -> None:
    given = LOW | {"storage_utilization_weeks": 30, "inventory_age_days": 40, "new_seller": True}
    reason = "no fee for a new Professional seller, for 365 days after the first unit was received"
    for fee, edition in (("low_inventory_level", "2026-01-15"), ("storage_utilization", "2024-04-01")):
        assert told(line("2026-06-10", fee, **given)) == ("0.00", "exact", f"us/{fee}/{edition}", reason)
        # the fee's own rule is named before the programme's
        both = told(line("2026-06-10", fee, new_selection=True, **given))
        assert both[2:] == (f"us/{fee}/{edition}", reason)
    # New Selection does not waive it: 0.053302 x 0.76
    paid = line("2026-06-10", "storage_utilization", new_selection=True, **given | {"new_seller": False})
    assert told(paid)[0] == "0.0405"


def test_before_and_after_the_programme(price: Any) -> None:
    given = {"new_selection": True, "days_in_storage": 20}
    before = price("2024-02-29", **given)
    assert before.amount("storage") == price("2024-02-29", days_in_storage=20).amount("storage") != "0.00"
    assert any("not used" in note for note in before.notes)
    first = price("2024-03-01", **given)
    assert (first.amount("storage"), first.status("storage")) == ("0.00", "exact")
    assert any("sales rebate" in note for note in first.notes)
    assert price("2027-01-15", **given).status("storage") == "projected"


def test_the_stock_behind_mcf_is_waived_too(price: Any) -> None:
    priced = price("2025-01-15", "mcf", new_selection=True, days_in_storage=20)
    assert (priced.amount("storage"), priced.amount("inbound_placement")) == ("0.00", "0.00")
    assert price("2025-01-15", "fba:awd", new_selection=True).amount("inbound_placement") is None


def test_the_explanation_names_the_programme() -> None:
    product = lc.Product(sku="MUG-11", **MUG)
    steps = {step.name: step for step in lc.quote(product, on="2026-06-10", new_selection=True, **LOW).explain()}
    assert steps["low_inventory_level_is_waived"].edition == LATE
    assert (steps["low_inventory_level_is_waived"].source or "").startswith("https://")
    plain = {step.name for step in lc.quote(product, on="2026-06-10", days_in_storage=10, **LOW).explain()}
    assert (
        not {"low_inventory_level_is_waived", "in_new_selection", "storage_days_charged", "storage_has_free_days"}
        & plain
    )


@pytest.mark.parametrize("size", ["storage_of_standard_size", "storage_of_other_sizes", "every"])
def test_a_card_may_waive_fewer_fees(price: Any, tmp_path: Path, size: str) -> None:
    """A folder of one's own whose card leaves out storage of a size, or all but one fee."""
    text = (built_in_tables() / f"{LATE}.yaml").read_text(encoding="utf-8")
    head, waives = text.split("waives:")
    kept = [line for line in waives.splitlines()[1:] if size not in line and (size != "every" or "returns" in line)]
    own = tmp_path / f"{LATE}.yaml"
    own.parent.mkdir(parents=True)
    own.write_text("\n".join([f"{head}waives:", *kept, ""]), encoding="utf-8")
    cot = {"dimensions": "24 x 7.5 x 6 in", "weight": "7.9 lb"}
    given = {"new_selection": True, "days_in_storage": 30}
    for left_out, sides in (("storage_of_standard_size", {}), ("storage_of_other_sizes", cot)):
        free = price("2026-06-10", own=tmp_path, **given | sides).amount("storage") == "0.00"
        assert free is (size not in (left_out, "every"))
    assert price("2026-06-10", own=tmp_path, **given | LOW).amount("low_inventory_level") == (
        "0.97" if size == "every" else "0.00"
    )
    assert price("2026-06-10", own=tmp_path, **given | RETURNS).amount("returns_processing") == "0.00"


@pytest.mark.parametrize(
    ("sold", "credit"),
    [
        (0, "-0.95"),  # 15 % of 18.99 is 2.85; 10 % is 1.899, 1.90
        (99, "-0.95"),
        (100, "-1.90"),  # 5 % is 0.9495, 0.95
        (199, "-1.90"),
        (200, None),
    ],
)
def test_the_referral_fee_is_capped_from_2026_07_30(price: Any, sold: int, credit: str | None) -> None:
    given = {"new_selection": True, "new_selection_units_sold": sold}
    priced = price("2026-07-30", **given)
    assert (priced.amount("referral"), priced.amount("new_selection_credit")) == ("2.85", credit)
    assert price("2026-07-29", **given).amount("new_selection_credit") is None
    assert price("2026-07-30", new_selection_units_sold=sold).amount("new_selection_credit") is None
    if credit is not None:
        assert (priced.status("new_selection_credit"), priced.editions["new_selection_credit"]) == ("exact", CAPPED)


def test_the_cap_needs_a_dearer_category(price: Any) -> None:
    computer = {"category": "computers", "new_selection": True}
    assert price("2026-08-20", **computer).amount("new_selection_credit") is None  # 8 % already
    # 5 % for units 101 to 200: 8 % of 18.99 = 1.5192, 1.52; less 0.95
    assert price("2026-08-20", new_selection_units_sold=150, **computer).amount("new_selection_credit") == "-0.57"
    # the minimum of 0.30 per item stays: 2.40 at 15 % is 0.36, 10 % would be 0.24
    assert price("2026-08-20", price="2.40", new_selection=True).amount("new_selection_credit") == "-0.06"


def test_a_refunded_sale_keeps_no_credit(price: Any) -> None:
    # 10 % come back: 0.95 x 90 %
    priced = price("2026-08-20", new_selection=True, return_rate="10 %", resellable_rate="100 %")
    assert priced.amount("new_selection_credit") == "-0.8550"


def test_only_fba_has_the_credit() -> None:
    product = lc.Product(sku="MUG-11", **MUG)
    both = lc.compare(product, ["fba", "fbm"], on="2026-08-20", new_selection=True)
    lines = {quote.program: quote.line("new_selection_credit") for quote in both.quotes}
    assert lines["fba"] is not None
    assert lines["fbm"] is None


def test_the_programme_of_2026_goes_by_200_units_and_120_days(price: Any) -> None:
    shirt = {"category": "clothing_and_accessories", "dimensions": "8 x 5 x 0.5 in", "weight": "8 oz"}
    given = LOW | RETURNS | {"days_in_storage": 120, "storage_utilization_weeks": 30, "inventory_age_days": 40}
    for columns in ({}, shirt):  # clothing too: the units that count are those of the product
        free = price("2026-08-20", new_selection=True, new_selection_units_sold=199, **given | columns)
        paid = price("2026-08-20", new_selection=True, new_selection_units_sold=200, **given | columns)
        for fee in ("storage", "storage_utilization", "returns_processing", "low_inventory_level"):
            assert (free.amount(fee), free.editions[fee]) == ("0.00", free.editions[fee]), fee
            assert paid.amount(fee) not in ("0.00", None), fee
    found = told(line("2026-08-20", "returns_processing", new_selection=True, **RETURNS))
    assert found[2:] == (
        CAPPED,
        "no fee: FBA New Selection waives it for the first 200 units, within 120 days of the product's first unit received",
    )


def test_what_is_left_out_is_told(price: Any) -> None:
    assert any("Vine (75.00)" in note for note in price("2026-08-20", new_selection=True).notes)
    assert any("sales rebate" in note for note in price("2026-07-29", new_selection=True).notes)
