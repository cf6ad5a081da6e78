"""A plan that has moved to another day is the plan of that day: what stays is the same, what is otherwise is made anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from logicost.fees.vocabularies import open_plan
from logicost.inputs.scalar import read_inputs
from logicost.programs import add_programs, build_plan, programs_of
from logicost.rules.exact import compile_steps, run_steps
from logicost.rules.expressions import Reference
from logicost.rules.plan import Kind, Plan, once
from logicost.tables.shelf import open_shelf

DAYS = {  # in no order; cards that begin, end and are withdrawn, statuses that change, peaks, days long after the last card
    "US": ("2024-06-01", "2024-12-01", "2024-12-02", "2025-12-22", "2026-01-01", "2026-01-15", "2026-01-31", "2026-04-17", "2026-05-04",
           "2027-03-01", "2025-03-01", "2026-08-21"),
    "UK": ("2026-01-15", "2024-12-01", "2025-02-01", "2026-10-15", "2027-03-01"),
    "DE": ("2026-04-17", "2025-06-01", "2025-11-01", "2026-02-01", "2027-03-01"),
}  # fmt: skip
PROGRAMS = (
    "fba",
    "fba:awd",
    "mcf:standard",
    "mcf:expedited",
    "fbm:ups_ground",
    "fbm:usps_ground_advantage",
    "fbm:dhl_paket",
    "fbm:royal_mail_2nd",
    "sfp:ups_ground",
)
ROW = {"sku": "A", "dimensions": "30 x 20 x 10 cm", "weight": "900 g", "price": "19.99", "category": "toys_and_games", "cost": "4",
       "return_rate": "5 %", "days_in_storage": "200"}  # fmt: skip


@pytest.mark.parametrize("market", DAYS)
def test_a_plan_that_moved_is_that_of_its_day(market: str) -> None:
    shelf, store = open_shelf(), open_shelf().markets.find(market)
    offered = programs_of(store)
    programs = tuple(name for name in PROGRAMS if name in offered)
    moving: Plan | None = None
    seen = []
    for day in map(dt.date.fromisoformat, DAYS[market]):
        alone = build_plan(store, day, shelf, programs)
        if moving is None:
            moving = build_plan(store, day, shelf, programs)
        else:
            moving.move_to(day)
            add_programs(moving, programs)
        assert moving.is_sound
        moved = moving.as_it_is()
        seen.append((moved, alone))
        assert moved.programs == alone.programs
        assert moved.editions == alone.editions
        assert moved.steps == {name: step for name, step in alone.steps.items() if name in moved.steps}
        assert moved.eras == {name: era for name, era in alone.eras.items() if name in moved.steps}
        assert len(moved.facts) == len(alone.facts)
        inputs = read_inputs(ROW, moved.words, day)
        values, expected = (run_steps(compile_steps(plan.steps.values()), inputs) for plan in (moved, alone))
        assert values == {name: expected[name] for name in values}
    for moved, alone in seen:  # nor does it change when the plan moves on
        assert moved.programs == alone.programs
        assert moved.steps == {name: step for name, step in alone.steps.items() if name in moved.steps}
        assert [day for day in DAYS[market] if moved.holds_on(dt.date.fromisoformat(day))] == [
            day for day in DAYS[market] if alone.holds_on(dt.date.fromisoformat(day))
        ]


FIRST, SECOND = dt.date(2026, 3, 1), dt.date(2026, 3, 2)


def _plan() -> Plan:
    return open_plan(open_shelf().markets.find("US"), FIRST, open_shelf())


def _counted(add: Callable[[Plan], object]) -> tuple[Callable[[Plan], object], list[dt.date]]:
    """A rule, and the days for which it ran."""
    days: list[dt.date] = []

    @once
    def rule(plan: Plan) -> object:
        days.append(plan.day)
        return add(plan)

    return rule, days


def _day_of_month(day: dt.date) -> int:
    return day.day


def test_only_what_goes_by_the_day_is_made_anew() -> None:
    rates, of_rates = _counted(lambda plan: plan.step("rate", plan.fact(_day_of_month), Kind.RATE))
    sides, of_sides = _counted(lambda plan: plan.step("side", 7, Kind.LENGTH))
    user, of_user = _counted(
        lambda plan: plan.step("fee", (rates(plan), sides(plan)) and Reference("rate") * 2, Kind.MONEY)
    )
    plan = _plan()
    user(plan)
    first = plan.as_it_is()
    plan.move_to(SECOND)
    user(plan)
    assert (of_rates, of_sides, of_user) == ([FIRST, SECOND], [FIRST], [FIRST, SECOND])
    assert plan.is_sound
    assert str(plan.steps["rate"].expression) == "Constant(value=2)"
    assert str(first.steps["rate"].expression) == "Constant(value=1)"
    assert not plan.holds_on(FIRST)
    assert first.holds_on(FIRST)


def test_what_nobody_asks_for_any_more_is_left_out() -> None:
    """A rule that a card of the first day needed asks for no facts, and adds no steps, on the second."""
    old, _ = _counted(lambda plan: plan.step("old", plan.fact(lambda day: day.year), Kind.COUNT))
    top, _ = _counted(lambda plan: old(plan) if plan.fact(_day_of_month) == 1 else None)
    plan = _plan()
    top(plan)
    assert "old" in plan.as_it_is().steps
    plan.move_to(SECOND)
    top(plan)
    assert "old" not in plan.as_it_is().steps
    assert plan.as_it_is().holds_on(SECOND.replace(year=2030))


def test_a_rule_that_would_find_now_what_it_looked_for_in_vain_is_not_sound() -> None:
    looks, _ = _counted(lambda plan: plan.has("late"))
    late, _ = _counted(lambda plan: plan.step("late", 1, Kind.FLAG) if plan.fact(_day_of_month) == 2 else None)
    plan = _plan()
    late(plan)
    looks(plan)
    assert plan.is_sound
    plan.move_to(SECOND)
    late(plan)
    looks(plan)
    assert not plan.is_sound


def test_a_rule_that_goes_by_the_programs_is_made_anew() -> None:
    lines, days = _counted(lambda plan: list(plan.programs))
    plan = _plan()
    plan.program("fba")
    assert lines(plan) == ["fba"]
    plan.move_to(SECOND)
    plan.program("mcf")
    assert (lines(plan), days) == (["mcf"], [FIRST, SECOND])


def test_a_rule_goes_by_what_it_is_given() -> None:
    @once
    def double(plan: Plan, of: Reference) -> Reference:
        return plan.step("double", of * 2, Kind.MONEY)

    @once
    def shifted(plan: Plan, of: tuple[Reference, int]) -> Reference:
        return plan.step("shifted", of[0] + of[1], Kind.MONEY)

    def add(plan: Plan) -> None:
        amount = once_amount(plan)
        assert isinstance(amount, Reference)
        double(plan, amount)
        shifted(plan, (amount, 1))

    once_amount, days = _counted(lambda plan: plan.step("amount", plan.fact(_day_of_month), Kind.MONEY))
    plan = _plan()
    add(plan)
    plan.move_to(SECOND)
    add(plan)
    assert days == [FIRST, SECOND]
    assert list(plan.steps) == ["amount", "double", "shifted"]
