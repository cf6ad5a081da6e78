"""Decisions for a person at a terminal: prices with their dead zones in words, packages, and values side by side."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from rich.table import Table
from rich.text import Text

from logicost.decide.decision import Decision
from logicost.export.planning_text import notes_of, table_of
from logicost.export.price_strips import price_strips
from logicost.export.terminal import at_least, money, plain, status

MOST_SHOWN = 60  # rows; all of them are for a file
_AMOUNTS = (
    "break_even", "lowest_price", "safe_price", "max_cost", "saves", "saves_a_year", "costs", "costs_a_year", "price", "total_cost",
    "profit",
)  # fmt: skip
_PRICE = ("program", "channel", "break_even", "lowest_price", "safe_price", "max_cost", "break_even_acos", "status")
_SWEEP = ("program", "channel", "size_tier", "total_cost", "profit", "margin", "status")
_TITLES = {"channel": "orders", "break_even": "break-even", "lowest_price": "lowest", "safe_price": "safe from", "max_cost": "cost up to",
           "break_even_acos": "ACOS up to", "saves_a_year": "a year", "costs_a_year": "a year", "size_tier": "size tier", "total_cost": "cost"}  # fmt: skip


def decision_parts(decision: Decision, width: int, pictures: bool = True) -> list[Table | Text]:
    """A table of the rows, then what is to be said of them, what is wrong, and notes.

    Args:
        pictures: whether prices are drawn in letters, too.
    """
    rows = decision.rows()
    good = [row for row in rows if row.get("error_code") is None]
    varied = decision.varied
    columns = _PRICE if decision.title == "price" else (*varied, *(name for name in _SWEEP if name not in varied))
    several = len({row["sku"] for row in rows}) > 1
    names = [name for name in (*(("sku", "title") if several else ()), *columns) if _tells(name, good[:MOST_SHOWN])]
    parts: list[Table | Text] = []
    if not several and rows:
        target = f", {rows[0]['target']}" if rows[0].get("target") else ""
        parts.append(plain(f"{_called(rows[0])}  {rows[0]['market']}  ships {rows[0]['on']}{target}", "bold"))
    if decision.title == "pack":
        parts += [plain(_package(row, several)) for row in good[:MOST_SHOWN]]
    elif good:
        grid = table_of([(_TITLES.get(name, name), name in _AMOUNTS or name in ("from", "to")) for name in names])
        for row in good[:MOST_SHOWN]:
            grid.add_row(*(_cell(name, row) for name in names))
        parts.append(grid)
    if len(good) > MOST_SHOWN:
        parts.append(plain(f"… and {len(good) - MOST_SHOWN:,} more rows; write them all with -o {decision.title}.csv"))
    if decision.title == "price":
        parts += price_strips(good, width) if pictures and not several else []
        said = [text for row in good[:MOST_SHOWN] for text in _said(row, several)]
        parts += [plain(text) for text in said[:MOST_SHOWN]]
        if len(said) > MOST_SHOWN:
            parts.append(plain(f"… and {len(said) - MOST_SHOWN:,} more such prices"))
    bad = [row for row in rows if row.get("error_code") is not None]
    told = dict.fromkeys(f"{row['sku'] or 'a row'}: {row['error']} [{row['error_code']}]" for row in bad)
    parts += [plain(text, "red") for text in list(told)[:MOST_SHOWN]]
    return [*parts, *notes_of(decision.notes)]


def _called(row: dict[str, Any]) -> str:
    """SKU and title."""
    return ", ".join(text for text in (row["sku"], row.get("title")) if text) or "product"


def _package(row: dict[str, Any], several: bool) -> str:
    """One change of a package as a sentence."""
    who = f"{row['sku']}, {row['program']}" if several else row["program"]
    is_risk = row["change"] == "risk"
    amount, year = (row["costs"], row["costs_a_year"]) if is_risk else (row["saves"], row["saves_a_year"])
    a_year = "" if year is None else f", {money(year, row['currency'])} a year"
    if row["change"] == "sipp":
        what = "SIPP certification"
    elif is_risk and row["to"] is None:
        what = "risk: every measure may be found bigger by the tolerance, which"
    elif is_risk:
        what = f"risk: {row['from']} {row['unit']} may be measured as {row['to']}, which"
    else:
        what = f"{row['change']} {row['from']} to {row['to']} {row['unit']}"
    if amount is None:
        return f"{who} ({row['channel']} orders): {what.removesuffix(', which')}: {row['effect']}"
    verb = "costs" if is_risk else "saves"
    return f"{who} ({row['channel']} orders): {what} {verb} {money(amount, row['currency'])} a unit{a_year}: {row['effect']}"


def _said(row: dict[str, Any], several: bool) -> list[str]:
    """Ranges where there is more than one, and the prices that leave less than a lower one."""
    who = f"{row['sku'] + ', ' if several else ''}{row['program']} ({row['channel']} orders)"
    said = (
        [f"{who}: {row['target']} is met {', and '.join(price_ranges(row['ranges']))}"]
        if len(row["ranges"]) > 1
        else []
    )
    return said + [f"{who}: never price {zone}" for zone in dead_prices(row["dead_zones"])]


def price_ranges(ranges: Sequence[Sequence[Decimal | None]]) -> list[str]:
    return [f"from {first} on" if last is None else f"{first} to {last}" for first, last in ranges]


def dead_prices(zones: Sequence[Sequence[Decimal]]) -> list[str]:
    """Prices that each leave less than a lower one."""
    return [
        f"{first}: {better} leaves {loss} more"
        if first == last
        else f"from {first} to {last}: {better} leaves up to {loss} more"
        for first, last, better, loss in zones
    ]


def _tells(name: str, rows: Sequence[dict[str, Any]]) -> bool:
    return any(row.get(name) not in (None, "") for row in rows)


def _cell(name: str, row: dict[str, Any]) -> Text:
    value = row.get(name)
    if value is None:
        return plain("")
    if name == "total_cost" and isinstance(value, Decimal):
        return at_least(money(value, row["currency"], cents=True), row["status"])
    if name in _AMOUNTS and isinstance(value, Decimal):
        return money(value, row["currency"], signed=name == "profit", cents=True)
    if name in ("break_even_acos", "margin"):
        return plain(f"{value * 100:.1f} %")
    return status(str(value)) if name == "status" else plain(value)
