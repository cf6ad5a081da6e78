"""Decisions for a person at a terminal: prices with their dead zones in words, packages, and values side by side."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from rich.table import Table
from rich.text import Text

from logicost.decide.decision import Decision
from logicost.export.planning_text import notes_of, table_of
from logicost.export.price_strips import price_strips
from logicost.export.terminal import at_least, money, status, unmarked

MOST_SHOWN = 60  # rows; all of them are for a file
_AMOUNTS = (
    "break_even", "lowest_price", "safe_price", "max_cost", "saves", "saves_a_year", "costs", "costs_a_year", "price", "total_cost",
    "profit",
)  # fmt: skip
_FIGURES = (*_AMOUNTS, "from", "to")
_PRICE = ("program", "channel", "break_even", "lowest_price", "safe_price", "max_cost", "break_even_acos", "status")
_SWEEP = ("program", "channel", "size_tier", "total_cost", "profit", "margin", "status")
_TITLES = {"channel": "orders", "break_even": "break-even", "lowest_price": "lowest", "safe_price": "safe from", "max_cost": "cost up to",
           "break_even_acos": "ACOS up to", "saves_a_year": "a year", "costs_a_year": "a year", "size_tier": "size tier", "total_cost": "cost"}  # fmt: skip

_NAMED = (
    "break-even",
    "lowest",
    "safe from",
    "cost up to",
    "ACOS up to",
    "cost",
    "profit",
    "margin",
)  # figures that need their heads in a sentence


def decision_parts(decision: Decision, width: int, pictures: bool = True) -> list[Table | Text]:
    """The rows product by product, then what is wrong, and notes.

    Args:
        width: of the terminal in letters: what does not fit beside each other stands in sentences, never cut.
        pictures: whether prices are drawn in letters, too.
    """
    rows = decision.rows()
    good = [row for row in rows if row.get("error_code") is None]
    several = len({row["sku"] for row in rows}) > 1
    parts: list[Table | Text] = []
    if not several and rows:
        parts.append(_heading(rows[0]))
    parts += _products(decision, good[:MOST_SHOWN], several, width)
    if len(good) > MOST_SHOWN:
        parts.append(
            unmarked(f"… and {len(good) - MOST_SHOWN:,} more rows; write them all with -o {decision.title}.csv")
        )
    if decision.title == "price" and not several:
        parts += [*(price_strips(good, width) if pictures else []), *_all_said(good)]
    bad = [row for row in rows if row.get("error_code") is not None]
    told = dict.fromkeys(f"{row['sku'] or 'a row'}: {row['error']} [{row['error_code']}]" for row in bad)
    parts += [unmarked(text, "red") for text in list(told)[:MOST_SHOWN]]
    if len(told) > MOST_SHOWN:
        parts.append(unmarked(f"… and {len(told) - MOST_SHOWN:,} more such rows", "red"))
    return [*parts, *notes_of(decision.notes)]


def _products(decision: Decision, rows: Sequence[dict[str, Any]], several: bool, width: int) -> list[Table | Text]:
    """A table for each product, all with the same columns; of packages a sentence for each row."""
    varied = decision.varied
    columns = _PRICE if decision.title == "price" else (*varied, *(name for name in _SWEEP if name not in varied))
    names = [name for name in columns if any(row.get(name) not in (None, "") for row in rows)]
    cells = [[_cell(name, row) for name in names] for row in rows]
    heads = [_TITLES.get(name, name) for name in names]
    for shown in (heads, [head.replace(" ", "\n", 1) for head in heads]):  # on two lines where one is too wide
        longest = [max(map(len, head.split("\n"))) for head in shown]
        widths = [max(least, *(len(each[place]) for each in cells)) for place, least in enumerate(longest) if cells]
        if fits := sum(widths) + 2 * (len(widths) - 1) <= width:
            break
    parts: list[Table | Text] = []
    begun = False
    for _, numbered in groupby(
        enumerate(rows),
        lambda each: (
            [each[1].get(name) for name in ("sku", "title", "market", "on") if name not in varied] if several else 0
        ),
    ):
        own = list(numbered)
        if several:
            parts.append(_heading(own[0][1]))
        if decision.title == "pack":
            parts += [unmarked(_package(row)) for _, row in own]
        elif fits:
            grid = table_of([(head, name in _FIGURES) for head, name in zip(shown, names, strict=True)])
            grid.show_header = not begun
            for column, least in zip(grid.columns, widths, strict=True):
                column.min_width = least
            for number, _ in own:
                grid.add_row(*cells[number])
            parts.append(grid)
            begun = True
        else:
            parts += [_sentence(heads, cells[number]) for number, _ in own]
        if decision.title == "price" and several:
            parts += _all_said([row for _, row in own])
    return parts


def _heading(row: dict[str, Any]) -> Text:
    """SKU and title, the market and the day, and what is asked for."""
    called = ", ".join(text for text in (row["sku"], row.get("title")) if text) or "product"
    target = f", {row['target']}" if row.get("target") else ""
    return unmarked(f"{called}  {row['market']}  ships {row['on']}{target}", "bold")


def _sentence(heads: Sequence[str], cells: Sequence[Text]) -> Text:
    """A row whose cells do not fit beside each other."""
    texts = {head: str(cell) for head, cell in zip(heads, cells, strict=True) if len(cell)}
    if "program" in texts and "orders" in texts:
        texts["program"] += f" ({texts.pop('orders')} orders)"
    return unmarked(", ".join(f"{head} {text}" if head in _NAMED else text for head, text in texts.items()))


def _all_said(rows: Sequence[dict[str, Any]]) -> list[Text]:
    said = [text for row in rows[:MOST_SHOWN] for text in _said(row)]
    more = [f"… and {len(said) - MOST_SHOWN:,} more such prices"] if len(said) > MOST_SHOWN else []
    return [unmarked(text) for text in [*said[:MOST_SHOWN], *more]]


def _package(row: dict[str, Any]) -> str:
    """One change of a package as a sentence."""
    who = row["program"]
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


def _said(row: dict[str, Any]) -> list[str]:
    """Ranges where there is more than one, and the prices that leave less than a lower one."""
    who = f"{row['program']} ({row['channel']} orders)"
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


def _cell(name: str, row: dict[str, Any]) -> Text:
    value = row.get(name)
    if value is None:
        return unmarked("")
    if name == "total_cost" and isinstance(value, Decimal):
        return at_least(money(value, row["currency"], cents=True), row["status"])
    if name in _AMOUNTS and isinstance(value, Decimal):
        return money(value, row["currency"], signed=name == "profit", cents=True)
    if name in ("break_even_acos", "margin"):
        return unmarked(f"{value * 100:.1f} %")
    return status(str(value)) if name == "status" else unmarked(value)
