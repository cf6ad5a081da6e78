"""Days of a market that are priced by one plan, so that many ship dates cost little more than one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache

from logicost.answers.engine import Compiled, building, compiled, compiled_plan
from logicost.rules.together import joined
from logicost.tables.shelf import Shelf
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
    each = [compiled_plan(shelf, market, day, programs) for day in days]
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


@lru_cache(maxsize=64)
def _together(shelf: Shelf, market: str, programs: tuple[str, ...]) -> list[Compiled]:
    return []


@uncollected()
def _join(members: tuple[Compiled, ...]) -> Compiled:
    return compiled(joined([member.plan for member in members]), members)
