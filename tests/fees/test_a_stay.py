"""A stay tells its surcharges; boxes, weights and ages that cannot be are told."""

from __future__ import annotations

import datetime as dt
import itertools
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest

import logicost as lc
from logicost.errors import LogicostError
from logicost.fees.cards import read_card
from logicost.tables.shelf import open_shelf
from logicost.tables.status import Status

BOX = lc.Product(sku="A", dimensions="10 x 8 x 4 in", weight="2 lb", price="50", category="home_and_kitchen", cost="10")


def lines(program: str = "fba", on: str = "2026-09-01", **given: Any) -> dict[str, tuple[str, str]]:
    quoted = lc.quote(BOX, program, on=on, **given)
    return {line.fee: (str(line.amount), line.status) for line in quoted.lines}


def test_every_snapshot_of_the_stay_is_paid() -> None:
    # received on 2025-09-01; 195, 226, 256, 287, 317 and 348 days old on the 15ths of March to August 2026:
    # 0.50 + 1.00 + 1.50 + 5.45 + 5.70 + 5.90 = 20.05 a cubic foot, each snapshot to 0.0001 for 0.185185 cubic feet
    assert lines(days_in_storage=365)["aged_inventory"] == ("3.7131", "estimate")
    # 170 days old on the 15th of August: no snapshot finds it older than 180 days
    assert "aged_inventory" not in lines(days_in_storage=187)
    assert lines(days_in_storage=198)["aged_inventory"] == ("0.0926", "estimate")  # 181 days on the 15th
    # the unit's own age is exact: one month
    assert lines(days_in_storage=365, inventory_age_days=300)["aged_inventory"] == ("1.0093", "exact")


def test_a_minimum_counts_at_each_snapshot() -> None:
    small = lc.Product(sku="A", dimensions="3 x 2 x 1 in", weight="2 oz", price="50", category="home_and_kitchen")
    line = lc.quote(small, "fba", on="2026-09-20", days_in_storage=400).line("aged_inventory")
    assert line is not None
    # 6 / 1,728 = 0.003472 cubic feet; received on 2025-08-16: 183, 211, 242, 272, 303, 333 and 364 days old on the 15ths
    # of February to August 2026: 0.0017 + 0.0035 + 0.0052 + 0.0189 + 0.0198 + 0.0205 + 0.0205; 395 days: the minimum 0.30
    assert (str(line.amount), line.status) == ("0.3901", "estimate")
    assert line.why.startswith("8 snapshots from the first surcharge on")


def test_utilization_counts_from_the_day_that_it_is_charged() -> None:
    assert "storage_utilization" not in lines(days_in_storage=20, storage_utilization_weeks=30)
    # 0.76 a cubic foot: 0.1407 a month; 60 days beyond the first 30 are 1.9726 months
    assert lines(days_in_storage=90, storage_utilization_weeks=30)["storage_utilization"] == ("0.2775", "estimate")
    assert lines(storage_utilization_weeks=30)["storage_utilization"] == ("0.1407", "estimate")


def test_what_contradicts_itself_is_told() -> None:
    notes = lc.quote(BOX, "fba", on="2026-09-01", days_in_storage=20, inventory_age_days=300).notes
    assert "inventory_age_days is 300, but a unit with days_in_storage of 20 is not that old" in notes
    notes = lc.quote(BOX, "fba", on="2026-09-01", days_in_storage=290, inventory_age_days=300).notes
    assert not [note for note in notes if "not that old" in note]


def test_a_box_that_cannot_hold_its_units_is_refused() -> None:
    with pytest.raises(LogicostError) as caught:
        lines("fba:awd", units_per_box=12, box_cubic_feet="0.1")
    assert (caught.value.code, caught.value.field) == ("box_too_small", "box_cubic_feet")
    with pytest.raises(LogicostError) as caught:
        lines("fba:awd", units_per_box=12, box_volume="0.1", box_cubic_feet="9")
    assert (caught.value.code, caught.value.field) == ("box_too_small", "box_volume")
    assert "awd_transportation" in lines("fba:awd", units_per_box=12, box_cubic_feet="2.2222")  # 12 x 0.185185


@pytest.mark.parametrize("program", ["fba", "mcf", "fbm", "sfp"])
def test_a_weight_that_no_goods_have_is_told(program: str) -> None:
    def told(weight: str) -> list[str]:
        goods = BOX.model_copy(update={"dimensions": "5 x 4 x 3 in", "weight": weight})
        return [note for note in lc.quote(goods, program, on="2026-09-01").notes if "denser" in note]

    assert told("40 lb")[0].endswith("is denser than steel: are weight, sides and their units right?")
    assert told("48 lb")[0].startswith("48 lb in 60 in³")  # 22.14 grams a cubic centimetre
    with pytest.raises(LogicostError) as caught:
        told("350 lb")  # 161
    assert (caught.value.code, caught.value.field) == ("density_impossible", "weight")
    with pytest.raises(LogicostError):
        told("49 lb")  # 22.606
    assert told("17 lb") == []  # 7.8


@pytest.mark.parametrize("market", ["US", "UK"])
def test_each_snapshot_goes_by_the_card_of_its_day(market: str) -> None:
    """Brute force, day by day, around the cards of 2024 and 2026, which differ in some ages."""
    shelf, free = open_shelf(), {"US": 180, "UK": 240}[market]  # days that no card charges
    sides, weight = ("10 x 8 x 4 in", "2 lb") if market == "US" else ("25 x 20 x 10 cm", "900 g")
    box = lc.Product(sku="A", market=market, dimensions=sides, weight=weight, price="50", category="home_and_kitchen")
    for on, days in itertools.product(
        ("2024-06-20", "2026-01-16", "2026-02-16", "2026-06-15", "2026-11-22"), (0, 250, 400, 700, 1095)
    ):
        quoted = lc.quote(box, "fba", on=on, days_in_storage=days)
        ship = dt.date.fromisoformat(on)
        (volume,) = (step for step in quoted.explain(everything=True) if step.name == "unit_storage_volume")
        total, unknown = Decimal(0), False
        for age in range(days):
            day = ship - dt.timedelta(days=days - age)
            choice = shelf.choose(market, "aged_inventory", day)
            if day.day != 15 or choice.nothing_charged:
                continue
            cell = (0, 0, int(Status.UNSOURCED) if age > free else 0)
            if choice.edition is not None:
                table = read_card(choice.edition).rates
                cell = table.rows[table.find((), age)].values
            rate = (Decimal(volume.value.split()[0]) * cell[0]).quantize(Decimal(1), ROUND_HALF_UP)
            total += max(rate, Decimal(cell[1]))
            unknown |= cell[2] == Status.UNSOURCED
        line = quoted.line("aged_inventory")
        if unknown:
            assert line is not None, (on, days)
            assert line.amount is None, (on, days)
        else:
            assert (line.amount if line else 0) == total / 10_000, (on, days)
