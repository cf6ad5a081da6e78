"""Days of a market that are priced by one plan, so that many ship dates cost little more than one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from logicost.answers.engine import Compiled, building, built_plans, compiled, compiled_plan
from logicost.programs import add_programs, build_plan
from logicost.rules.plan import Plan
from logicost.rules.together import joined
from logicost.tables.shelf import Shelf, kept_by_shelf
from logicost.uncollected import uncollected

_KEPT = 8  # plans of several classes of days that are kept for a market and its programs


def compiled_together(
    shelf: Shelf, market: str, days: Sequence[dt.date], programs: tuple[str, ...]
) -> tuple[Compiled, list[int]]:
    """One plan for days of a market, and of each day its class: the place among the plan's `members`.

    Raises:
        LogicostError: no plan can be built for a day.
        NotAlikeError: the plans cannot be one.
    """
    if len(days) == 1:
        return compiled_plan(shelf, market, days[0], programs), [0]
    each = [class_of(shelf, market, day, programs) for day in days]
    needed = dict.fromkeys(each)
    if len(needed) == 1:
        return each[0], [0] * len(days)
    with building:
        known = _together(shelf, market, programs)
        found = next((one for one in reversed(known) if needed.keys() <= set(one.members)), None)
        if found is None:
            found = _join(tuple(needed))
            known[:] = [*known[-_KEPT + 1 :], found]
    places = {member: place for place, member in enumerate(found.members)}
    return found, [places[one] for one in each]


class _Classes:
    """The plans of a market's classes of days, each made from the one before: most of what they say is the same."""

    def __init__(self, shelf: Shelf, market: str, programs: tuple[str, ...]) -> None:
        self._shelf, self._market, self._programs = shelf, shelf.markets.find(market), programs
        self._known = built_plans(shelf, market, programs)  # those of single days serve, too
        self._made: list[Compiled] = []
        self._moving: Plan | None = None

    def of(self, day: dt.date) -> Compiled:
        every = (*reversed(self._made), *reversed(self._known))
        found = next((each for each in every if each.plan.holds_on(day)), None)
        if found is None:
            found = compiled(self._make(day))
            self._made.append(found)
        return found

    @uncollected()
    def _make(self, day: dt.date) -> Plan:
        plan, self._moving = self._moving, None  # one that cannot be built is left where it is
        if plan is not None:
            plan.move_to(day)
            add_programs(plan, self._programs)
        if plan is None or not plan.is_sound:
            plan = build_plan(self._market, day, self._shelf, self._programs)
        self._moving = plan
        return plan.as_it_is()


@kept_by_shelf(64)
def classes_of_days(shelf: Shelf, market: str, programs: tuple[str, ...]) -> _Classes:
    return _Classes(shelf, market, programs)


@kept_by_shelf(4096)
def class_of(shelf: Shelf, market: str, day: dt.date, programs: tuple[str, ...]) -> Compiled:
    """The plan of a day's class, as `compiled_plan` gives it, but that its steps stand in another order.

    Raises:
        LogicostError: no tables are on file for the day, or a table is malformed.
    """
    with building:
        return classes_of_days(shelf, market, programs).of(day)


@kept_by_shelf(64)
def _together(shelf: Shelf, market: str, programs: tuple[str, ...]) -> list[Compiled]:
    return []


@uncollected()
def _join(members: tuple[Compiled, ...]) -> Compiled:
    return compiled(joined([member.plan for member in members]), members)
