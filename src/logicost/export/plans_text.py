"""Plans of whole catalogs for a person at a terminal: the rows at which most money is at stake, and what is wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from logicost.export.planning_text import notes_of, table_of
from logicost.export.terminal import money, status, unmarked
from logicost.money import currency_of

if TYPE_CHECKING:
    from logicost.catalog.plans.table import PlanTable

MOST_SHOWN = 40  # rows of each kind; all of them are for a file

_STOCK = (("opening", "units"), ("sold", "sold"), ("lost", "lost"), ("closing", "left"), ("storage", "storage"),
          ("aged_inventory", "aged"), ("low_inventory_level", "low stock"), ("total", "cost"),
          ("cost_per_unit_sold", "a unit sold"), ("status", "status"))  # fmt: skip
_CLEAR = (("units", "units"), ("best_now", "now"), ("best_day", "best from"), ("best_way", "best"),
          ("best_total", "leaves"), ("keep", "keep"), ("gain", "gain"), ("status", "status"))  # fmt: skip
_HYBRID = (("programs", "best programs"), ("not_served", "not served"), ("profit", "a month"),
           ("consolidating_saves", "one stock saves"), ("status", "status"))  # fmt: skip
COLUMNS = {"stock": _STOCK, "clear": _CLEAR, "hybrid": _HYBRID}
_SIGNED = ("best_total", "gain", "keep", "profit", "consolidating_saves")
_OPTIONAL = ("title", "lost", "not_served", "low_inventory_level", "aged_inventory", "storage", "keep", "market")


def plan_parts(plan: str, table: PlanTable, width: int) -> list[Table | Text]:
    """The ranked rows, as many columns as there is room for, then errors and notes.

    Args:
        plan: ``stock``, ``clear`` or ``hybrid``.
    """
    rows = table.ranked.to_dicts()
    good = [row for row in rows if row["error_code"] is None]
    bad = [row for row in rows if row["error_code"] is not None]
    columns = [("sku", "SKU"), ("title", "title"), ("market", "market"), *COLUMNS[plan]]
    shown = good[:MOST_SHOWN]
    columns = [column for column in columns if _tells(column[0], shown)]
    for name in _OPTIONAL:
        if _width(columns, shown) > width:
            columns = [column for column in columns if column[0] != name]
    parts: list[Table | Text] = []
    if shown:
        grid = table_of([(title, _is_figure(name)) for name, title in columns])
        for row in shown:
            grid.add_row(*(_cell(name, row) for name, _ in columns))
        parts.append(grid)
    if len(good) > len(shown):
        parts.append(unmarked(f"… and {len(good) - len(shown)} more products; write them all with -o plans.csv"))
    parts += [unmarked(f"{row['sku'] or 'a row'}: {row['error']}", "red") for row in bad[:MOST_SHOWN]]
    if len(bad) > MOST_SHOWN:
        parts.append(unmarked(f"… and {len(bad) - MOST_SHOWN} more rows in error", "red"))
    return [*parts, *notes_of(table.notes)]


def _tells(name: str, rows: Sequence[dict[str, Any]]) -> bool:
    """Whether a column says anything: several markets, any title, any unit lost."""
    values = {row.get(name) for row in rows}
    if name == "market":
        return len(values) > 1
    return name in ("sku", "status") or bool(values - {None, "", 0})


def _is_figure(name: str) -> bool:
    return name in _SIGNED or name in {
        "opening", "sold", "lost", "closing", "units", "storage", "aged_inventory", "low_inventory_level", "total",
        "cost_per_unit_sold",
    }  # fmt: skip


def _cell(name: str, row: dict[str, Any]) -> Text:
    value = row.get(name)
    if name == "status":
        return status(str(value))
    if value is None:
        return unmarked("" if name in ("title", "not_served") else "-", "dim")
    if isinstance(value, Decimal):
        shown = Decimal(currency_of(row["currency"]).at_least_minor(value))
        return money(shown, row["currency"], signed=name in _SIGNED)
    if isinstance(value, dt.date):
        return unmarked(value.isoformat())
    return unmarked(f"{value:,}" if isinstance(value, int) else str(value)[:40])


def _width(columns: Sequence[tuple[str, str]], rows: Sequence[dict[str, Any]]) -> int:
    return sum(max([len(title), *(len(_cell(name, row)) for row in rows)]) + 2 for name, title in columns)
