"""The live rows of a program's sheet as the deciding functions take them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from logicost.decide.cases import Case, Group
from logicost.export.workbook.layout import Layout
from logicost.export.workbook.rows import SheetRow
from logicost.export.workbook.step_sheets import STATUS, UNRANKED, cached_results
from logicost.rules.exact import Values


def live_group(layout: Layout, rows: Sequence[SheetRow], place: int) -> Group | None:
    """The rows whose costs are all known; the place of a case is its row's. None without one.

    Args:
        place: the number of the program's sheet.
    """
    program, plan = layout.programs[place], layout.plan
    live: dict[int, Values] = {}
    for at, row in enumerate(rows):
        values = row.seat_values[place]
        if row.comparison is None or row.fixed or values is None:
            continue
        if cached_results(row, place, program)[STATUS - 2] not in UNRANKED:
            live[at] = values
    if not live:
        return None
    names = {name: number for number, name in enumerate(next(iter(live.values())))}
    group = Group(plan, program.plan, names)
    for at, values in live.items():
        group.cases.append(Case(at, at, "", "", program.seat, plan.market.code, layout.day))  # type: ignore[arg-type]
        group.values.append(np.fromiter((values[name] for name in names), np.int64, len(names)))
    return group
