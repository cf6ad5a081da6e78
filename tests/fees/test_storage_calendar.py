"""The calendar of storage against a count of single days."""

from __future__ import annotations

import calendar
import datetime as dt
import random

import pytest

from logicost.fees.cards import read_card
from logicost.fees.eras import LONGEST_STAY
from logicost.fees.storage_calendar import MONTH_GRAINS, Span, make_calendar, storage_calendar
from logicost.fees.vocabularies import open_plan
from logicost.inputs.days import FIRST_DAY, LAST_DAY, day_number
from logicost.inputs.fields import NOT_GIVEN
from logicost.rules.exact import compile_steps, run_steps
from logicost.rules.plan import Kind
from logicost.tables.shelf import Choice, find_market, open_shelf
from logicost.tables.status import Status

SHELF = open_shelf()
CALENDAR = "stored_from", "storage_calendar_last", "storage_calendar_first"
MARKETS = sorted({market for market, fee in SHELF.paths if fee == "storage"})


@pytest.mark.parametrize("market", MARKETS)
def test_months_and_status_are_those_of_single_days(market: str) -> None:
    pick = random.Random(4)
    edges = [day for edition in SHELF.editions(market, "storage") for day in (edition.effective, edition.until) if day]
    found = 0
    for _ in range(150):
        ship = pick.choice([dt.date(2027, 1, 1), dt.date(2024, 3, 1), *edges]) + dt.timedelta(pick.randint(-40, 400))
        days = pick.choice([0, 1, 31, LONGEST_STAY.days, pick.randint(0, 60), pick.randint(0, LONGEST_STAY.days)])
        if SHELF.choose(market, "size_tiers", ship).edition is None:
            continue  # nothing is priced on such a day
        plan = open_plan(find_market(market), ship, SHELF)
        plan["storage"]
        names = [name for name in plan.steps if name.startswith("months_stored_")]
        counted: dict[str, int] = dict.fromkeys(names, 0)
        for back in range(1, days + 1):
            day = ship - dt.timedelta(days=back)
            edition = SHELF.choose(market, "storage", day).edition
            if edition is not None:
                name = f"months_stored_{read_card(edition).season(day.month)}_{edition.effective.isoformat().replace('-', '_')}"
                counted[name] += MONTH_GRAINS // calendar.monthrange(day.year, day.month)[1]
                found += 1
        given = dict.fromkeys(plan.inputs, NOT_GIVEN) | {
            "ship_day": day_number(ship), "days_in_storage": days, "new_selection": 0, "new_seller": 0,
        }  # fmt: skip
        needed = [plan.steps[name] for name in (*(CALENDAR if names else ()), *names)]
        values = run_steps(compile_steps(needed), given | {"storage_days_charged": days})
        assert {name: values[name] for name in names} == counted, (ship, days)
    assert found > 1000


@pytest.mark.parametrize("market", MARKETS)
def test_the_worst_status_is_that_of_single_days(market: str) -> None:
    pick = random.Random(5)
    seen = set()
    first = min(edition.effective for edition in SHELF.editions(market, "storage"))
    for _ in range(200):
        ship = pick.choice([first, dt.date(2027, 1, 11), dt.date(2027, 1, 15)]) + dt.timedelta(pick.randint(-60, 90))
        days = pick.choice([0, 1, 2, pick.randint(0, 40), pick.randint(0, 700)])
        statuses = [
            SHELF.choose(market, "storage", ship - dt.timedelta(days=back)).status for back in range(1, days + 1)
        ]
        plan = open_plan(find_market(market), ship, SHELF)
        span = Span(plan, storage_calendar(plan), plan.input("days_in_storage"))
        plan.step("worst", span.worst(), Kind.STATUS)
        steps = compile_steps(plan.steps.values())
        values = run_steps(steps, {"ship_day": day_number(ship), "days_in_storage": days})
        assert values["worst"] == max(statuses, default=Status.EXACT), (ship, days)
        seen.add(values["worst"])
    assert len(seen) > 2


def test_a_stay_reaches_back_to_the_cards_of_its_days_and_no_further() -> None:
    """Editions of long ago are not in the calendar, whatever their number: days of which a stay can end share one."""
    before, after = (dt.date(2024, 3, 31) + LONGEST_STAY + dt.timedelta(days) for days in (0, 1))
    calendars = [storage_calendar(open_plan(find_market("US"), day, SHELF)) for day in (before, after, LAST_DAY)]
    reached = [sorted({edition.effective.isoformat() for edition, _ in found.periods}) for found in calendars]
    assert reached == [["2023-02-01", "2024-04-01"], ["2024-04-01"], ["2024-04-01"]]
    assert all(len(found.table.rows) < 15 * 13 for found in calendars)
    assert storage_calendar(open_plan(find_market("US"), dt.date(2026, 4, 1), SHELF)) is calendars[0]


@pytest.mark.parametrize(
    ("first", "last", "changes"),
    [
        ("2026-01-01", "2026-03-01", ()),  # one day of the last month
        ("2026-01-01", "2026-03-31", ("2026-03-31",)),  # and one of the last card
        ("2026-01-31", "2026-02-28", ("2026-02-01", "2026-02-15", "2026-02-16")),
        ("2026-02-10", "2026-02-10", ()),
        ("2026-02-10", "2026-02-11", ("2026-02-10", "2026-02-11")),
    ],
)
def test_every_day_of_a_calendar_is_in_it(first: str, last: str, changes: tuple[str, ...]) -> None:
    """Cut at months and where the status changes, from long before the first day up to the last."""
    begin, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    cuts = [dt.date.fromisoformat(each) for each in changes]

    def choose(day: dt.date) -> Choice:
        return Choice(None, Status.ESTIMATE if sum(cut <= day for cut in cuts) % 2 else Status.EXACT)

    table = make_calendar("made up", choose, lambda edition, month: "", begin, end, cuts).table
    firsts = [FIRST_DAY - LONGEST_STAY, *(begin + dt.timedelta(days=each) for each in range((end - begin).days + 1))]
    firsts = [day for day in firsts if day <= begin or day.day == 1 or day in cuts]
    assert [row.values[0] for row in table.rows] == [day_number(day) for day in firsts]
    assert [row.upper for row in table.rows] == [day_number(day) - 1 for day in firsts[1:]] + [day_number(end)]
    if cuts and "is_estimate" in table.columns:
        doubtful = [row.values[table.columns.index("is_estimate")] for row in table.rows]
        assert doubtful == [int(choose(day).status is Status.ESTIMATE) for day in firsts]
