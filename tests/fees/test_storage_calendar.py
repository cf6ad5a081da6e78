"""The calendar of storage against a count of single days."""

from __future__ import annotations

import calendar
import datetime as dt
import random

import pytest

from logicost.fees.cards import read_card
from logicost.fees.storage import NEAR, storage_calendar
from logicost.fees.storage_calendar import MONTH_GRAINS, Span
from logicost.fees.vocabularies import open_plan
from logicost.inputs.days import day_number
from logicost.inputs.fields import NOT_GIVEN
from logicost.rules.exact import compile_steps, run_steps
from logicost.rules.plan import Kind
from logicost.tables.shelf import find_market, open_shelf
from logicost.tables.status import Status

SHELF = open_shelf()
MARKETS = sorted({market for market, fee in SHELF.paths if fee == "storage"})


@pytest.mark.parametrize("market", MARKETS)
def test_months_and_status_are_those_of_single_days(market: str) -> None:
    pick = random.Random(4)
    plan = open_plan(find_market(market), dt.date(2026, 11, 22), SHELF)
    plan["storage"]
    names = [name for name in plan.steps if name.startswith("months_stored_")]
    compiled = {step.name: step for step in plan.steps.values()}
    needed = [compiled[name] for name in ("stored_from", "storage_calendar_last", "storage_calendar_first", *names)]
    edges = [day for edition in SHELF.editions(market, "storage") for day in (edition.effective, edition.until) if day]
    found = 0
    for _ in range(150):
        ship = pick.choice([dt.date(2027, 1, 1), dt.date(2024, 3, 1), *edges]) + dt.timedelta(pick.randint(-40, 400))
        days = pick.choice([0, 1, 31, pick.randint(0, 60), pick.randint(0, 1500)])
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
        values = run_steps(compile_steps(needed), given | {"storage_days_charged": days})
        assert {name: values[name] for name in names} == counted, (ship, days)
    assert found > 1000


@pytest.mark.parametrize("market", MARKETS)
def test_the_worst_status_is_that_of_single_days(market: str) -> None:
    pick = random.Random(5)
    found = storage_calendar(SHELF, market, NEAR)
    assert found is not None
    plan = open_plan(find_market(market), dt.date(2026, 11, 22), SHELF)
    span = Span(plan, found, plan.input("days_in_storage"))
    plan.step("worst", span.worst(), Kind.STATUS)
    steps = compile_steps(plan.steps.values())
    seen = set()
    first = min(edition.effective for edition in SHELF.editions(market, "storage"))
    for _ in range(200):
        ship = pick.choice([first, dt.date(2027, 1, 11), dt.date(2027, 1, 15)]) + dt.timedelta(pick.randint(-60, 90))
        days = pick.choice([0, 1, 2, pick.randint(0, 40), pick.randint(0, 700)])
        statuses = [
            SHELF.choose(market, "storage", ship - dt.timedelta(days=back)).status for back in range(1, days + 1)
        ]
        values = run_steps(steps, {"ship_day": day_number(ship), "days_in_storage": days})
        assert values["worst"] == max(statuses, default=Status.EXACT), (ship, days)
        seen.add(values["worst"])
    assert len(seen) > 2
