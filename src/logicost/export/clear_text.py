"""A clearance for a person at a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from logicost.export.planning_text import notes_of, table_of
from logicost.export.terminal import money, status, unmarked

if TYPE_CHECKING:
    from logicost.planning.clear import Clearance, Verdict


def clear_parts(clearance: Clearance) -> list[Table | Text]:
    """The money left by way and month, what is best, and until when each way is worth it."""
    ways = [verdict.way for verdict in clearance.verdicts]
    table = table_of([("from", False), ("units", True), *((way, True) for way in ways), ("best", False)])
    for month in clearance.months:
        cells = [unmarked(month.first), unmarked(month.units)]
        for way in ways:
            cell = money(month.totals[way].amount, clearance.currency, signed=True)
            if way == month.best:
                cell.stylize("bold")
            cells.append(cell)
        table.add_row(*cells, unmarked(month.best or "?", "bold"))
    heading = f"{clearance.called}  {clearance.market}  money left if the stock is kept until that day, then:"
    parts: list[Table | Text] = [unmarked(heading, "bold"), table]
    parts += [unmarked(verdict_text(verdict)) for verdict in clearance.verdicts]
    if clearance.best_total is not None:
        amount = money(clearance.best_total.amount, clearance.currency, signed=True)
        when = "now" if clearance.best_day == clearance.months[0].first else f"keep until {clearance.best_day}, then"
        way = f"{when} {clearance.best_way}" if clearance.best_way != "keep" else "keep to the end"
        parts.append(
            unmarked(f"best: {way}, which leaves {amount} (")
            .append_text(status(clearance.best_total.status))
            .append(")")
        )
    return [*parts, *notes_of(clearance.notes)]


def verdict_text(verdict: Verdict) -> str:
    """A way's verdict in words."""
    if verdict.stops is None:
        told = f"{verdict.way}: best to the end"
    else:
        told = (
            f"{verdict.way}: not the best from {verdict.stops} on ({verdict.beaten_by or 'nothing known'} leaves more)"
        )
    if verdict.negative_from is None:
        return told
    what = "loses money" if verdict.way == "keep" else "costs more than it brings"
    return f"{told}; {what} from {verdict.negative_from} on"
