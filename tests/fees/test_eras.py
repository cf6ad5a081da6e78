"""What was on file on each day before a ship date: eras, tried day by day against the shelf."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Any

import pytest

from logicost.fees.eras import LONGEST_STAY, Era, ends_on_ship_day, eras_of_stays, eras_to
from logicost.inputs.days import FIRST_DAY
from logicost.tables.shelf import open_shelf

DAY = dt.timedelta(days=1)
FEES = [
    ("US", "inbound_placement"),
    ("US", "aged_inventory"),
    ("US", "new_selection"),
    ("UK", "storage"),
    ("DE", "prep"),
]


def days_of(market: str, fee: str) -> list[dt.date]:
    """Around each change of what is on file, and of the longest stay that begins or ends there."""
    changes = open_shelf().changes(market, fee)
    around = [each + by * DAY for each in changes for by in (-1, 0, 1)]
    return sorted({*around, *(each + LONGEST_STAY for each in around), dt.date(2024, 6, 1), dt.date(2027, 6, 1)})


def held(eras: tuple[Era, ...], day: dt.date) -> Era:
    return [each for each in eras if each.first <= day][-1]


@pytest.mark.parametrize(("market", "fee"), FEES)
def test_each_day_has_what_the_shelf_says(market: str, fee: str) -> None:
    shelf, days = open_shelf(), days_of(market, fee)
    for ship_day in days:
        eras = ends_on_ship_day(shelf, market, fee)(ship_day)
        assert eras[0].first == FIRST_DAY
        assert eras[-1].first <= ship_day or len(eras) == 1
        assert all(one.choice != other.choice and one.first < other.first for one, other in pairwise(eras))
        assert eras_to(shelf, ship_day, market, fee) == eras
        for day in (each for each in days if each <= ship_day):
            assert held(eras, day).choice == shelf.choose(market, fee, day), (ship_day, day)


@pytest.mark.parametrize(("market", "fee"), FEES)
def test_eras_of_a_stay_are_those_of_its_days(market: str, fee: str) -> None:
    shelf = open_shelf()
    every = ends_on_ship_day(shelf, market, fee)
    for ship_day in days_of(market, fee):
        if ship_day - LONGEST_STAY < FIRST_DAY:
            continue
        stay = [
            ship_day - LONGEST_STAY,
            *(each for each in shelf.changes(market, fee) if ship_day - LONGEST_STAY < each <= ship_day),
        ]
        met = [held(every(ship_day), day) for day in stay]
        assert list(eras_of_stays(shelf, market, fee)(ship_day)) == list(dict.fromkeys(met)), ship_day


@pytest.mark.parametrize(
    ("given", "fba", "awd", "is_open"),
    [
        ({}, "2026-07-01", "2026-07-01", (1, 1)),
        ({"days_in_storage": "30"}, "2026-06-01", "2026-06-01", (0, 0)),
        ({"days_in_storage": "0"}, "2026-07-01", "2026-07-01", (0, 0)),
        ({"awd_days_in_storage": "0"}, "2026-07-01", "2026-07-01", (1, 0)),
        ({"awd_days_in_storage": "61"}, "2026-07-01", "2026-05-01", (1, 0)),
        ({"days_in_storage": "30", "awd_days_in_storage": "31"}, "2026-06-01", "2026-05-01", (0, 0)),
        ({"received_on": "2026-03-01"}, "2026-03-01", "2026-03-01", (0, 0)),
        ({"received_on": "2026-03-01", "days_in_storage": "5", "awd_days_in_storage": "9"}, "2026-03-01", "2026-03-01", (0, 0)),
    ],
    ids=str,
)  # fmt: skip
def test_when_a_unit_was_received(
    price: Any, given: dict[str, str], fba: str, awd: str, is_open: tuple[int, int]
) -> None:
    values = price("2026-07-01", "fba:awd", units_per_box="10", **given).values
    begin = dt.date(2026, 7, 1) - dt.timedelta(days=values["ship_day"])
    found = [begin + dt.timedelta(days=values[name]) for name in ("received_day", "awd_received_day")]
    assert [str(each) for each in found] == [fba, awd]
    assert (values["received_day_is_open"], values["awd_received_day_is_open"]) == is_open
