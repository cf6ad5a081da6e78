"""The pictures of decisions: what each price leaves, a sweep over its values, what packages save.

`decision_figures` gives figures that may stand in any page or notebook: plain SVG with its caption, no script, no style
of their own.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from html import escape
from typing import Any

from logicost.decide.decision import Decision
from logicost.decide.drawn import Drawn
from logicost.export.price_strips import target_words
from logicost.export.svg_chart import Line, axis_number, bar_chart, line_chart
from logicost.money import currency_of
from logicost.tables.status import NOT_RANKED
from logicost.visible import visible

_MOST_LINES, _MOST_BARS, _MOST_POINTS = 8, 24, 600
_NUMBER = re.compile(r"([^\sA-Za-z%]+)\s*(.*)", re.DOTALL)


def decision_figures(decision: Decision) -> str:
    """The pictures of a decision as figures with captions, all text escaped; nothing where there is nothing to draw."""
    draw = {"price": _prices, "sweep": _sweep, "pack": _packages}.get(decision.title)
    pictures = draw(decision) if draw else ()
    return "".join(
        f"<figure>{svg}<figcaption>{escape(visible(caption))}</figcaption></figure>\n"
        for svg, caption in pictures
        if svg
    )


def _prices(decision: Decision) -> Iterator[tuple[str, str]]:
    """For each product a line for every program: wide where the target is met, red behind it where it is dead."""
    answers = {
        (row["sku"], row["program"], row["channel"]): row for row in decision.rows() if not row.get("error_code")
    }
    products: dict[int, list[Drawn]] = {}
    for each in decision.drawn:
        products.setdefault(each.product, []).append(each)
    for drawn in products.values():
        lines, told = [], []
        rows = [answers[each.sku, each.program, each.channel] for each in drawn]
        for each, row in zip(drawn, rows, strict=True):
            end = each.points[-1][0]
            strong = [(float(first), float(end if last is None else last)) for first, last in row["ranges"]]
            weak = [(float(first), float(last)) for first, last, *_ in row["dead_zones"]]
            points = [(float(price), None if left is None else float(left)) for price, left in each.points]
            lines.append(Line(f"{each.program}, {each.channel}", points, strong, weak))
            lowest = row["lowest_price"]
            dead = ", ".join(f"{first} to {last}" for first, last, *_ in row["dead_zones"])
            told.append(
                f"{each.program} ({each.channel} orders): {'no price' if lowest is None else f'from {lowest} on'}"
                + (f", never from {dead}" if dead else "")
            )
        name, target, currency = rows[0]["sku"] or "product", rows[0]["target"], rows[0]["currency"]
        svg = line_chart(
            f"{name}: what each price leaves", f"{target}. {'; '.join(told)}", lines, f"price, {currency}",
            f"profit a unit, {currency}", axis_number, axis_number,
        )  # fmt: skip
        yield (
            svg,
            f"{name}: what each price leaves. Wide: {target_words(target)} is met; on red: a lower price leaves more.",
        )


def _sweep(decision: Decision) -> Iterator[tuple[str, str]]:
    """A line for each program over the first input, and for each value of the second one; bars where it holds words."""
    rows = [row for row in decision.rows() if row.get("error_code") is None]
    varied = decision.varied
    if len({row["currency"] for row in rows}) > 1:  # amounts of several stores do not stand over one axis
        return
    measure = "profit" if any(row["profit"] is not None for row in rows) else "total_cost"
    xs = _places([row[varied[0]] for row in rows])
    several = len({row["sku"] for row in rows}) > 1
    names: dict[str, list[tuple[float, float | None]]] = {}
    labels: list[tuple[str, float, str]] = []
    for row, x in zip(rows, xs or [0.0] * len(rows), strict=True):
        beside = f", {row[varied[1]]}" if len(varied) > 1 else ""
        beside += f", {row['sku']}" if several else ""
        known = row[measure] is not None and row["status"] not in NOT_RANKED
        names.setdefault(f"{row['program']}, {row['channel']}{beside}", []).append(
            (x, float(row[measure]) if known else None)
        )
        if known:
            labels.append(
                (
                    f"{row[varied[0]]}{beside}: {row['program']}, {row['channel']}",
                    float(row[measure]),
                    _figure(row[measure], row["currency"]),
                )
            )
    if not labels:
        return
    currency, what = rows[0]["currency"], measure.replace("_", " ")
    title = f"{what} over {' and '.join(name.replace('_', ' ') for name in varied)}"
    if xs is None:
        yield (
            bar_chart(title, "; ".join(f"{name} {text}" for name, _, text in labels[:_MOST_BARS]), labels[:_MOST_BARS]),
            f"{title}, {currency} a unit" + _left_out(len(labels), _MOST_BARS, "values"),
        )
        return
    lines = [Line(name, _thinned(sorted(points))) for name, points in names.items()][:_MOST_LINES]
    is_day = isinstance(rows[0][varied[0]], dt.date)
    told = "; ".join(f"{line.name}: from {_first(line, currency)} to {_last(line, currency)}" for line in lines)
    unit = _parted(rows[0][varied[0]])[1] or (currency if isinstance(rows[0][varied[0]], Decimal) else "")
    label = f"{varied[0].replace('_', ' ')}{f', {unit}' if unit else ''}"
    svg = line_chart(
        title, told, lines, "ship date" if is_day else label, f"{what} a unit, {currency}", _day if is_day else axis_number, axis_number,
        _days(xs) if is_day else None,
    )  # fmt: skip
    yield svg, title + _left_out(len(names), _MOST_LINES, "lines")


def _packages(decision: Decision) -> Iterator[tuple[str, str]]:
    """Bars of what each change saves a unit, and one picture of the risks."""
    rows = [row for row in decision.rows() if row.get("error_code") is None]
    several = len({row["sku"] for row in rows}) > 1
    for column, title in (("saves", "what smaller packages save"), ("costs", "what being measured bigger costs")):
        mine = [row for row in rows if row.get(column) is not None]
        if several:
            mine.sort(key=lambda row: (-(row[f"{column}_a_year"] or 0), -row[column]))
        bars = [(_named(row, several), float(row[column]), _figure(row[column], row["currency"])) for row in mine]
        if bars:
            told = "; ".join(f"{name} {text}" for name, _, text in bars[:_MOST_BARS])
            yield (
                bar_chart(title, told, bars[:_MOST_BARS]),
                f"{title[:1].upper()}{title[1:]}, {mine[0]['currency']} a unit"
                + _left_out(len(bars), _MOST_BARS, "changes"),
            )


def _named(row: dict[str, Any], several: bool) -> str:
    who = f"{row['program']}, {row['channel']}"
    return f"{row['sku']}, {who}: {change_of(row)}" if several else f"{who}: {change_of(row)}"


def change_of(row: dict[str, Any]) -> str:
    """A change of a package in few words."""
    if row["change"] == "sipp":
        return "SIPP certification"
    name: str = row["effect"].partition(":")[0] if row["change"] == "risk" else row["change"]
    if row["to"] is None:
        return name
    return f"{name} {row['from']} to {row['to']} {row['unit']}"


def _day(number: float) -> str:
    return f"{dt.date.fromordinal(round(number)):%m-%d}"


def _days(xs: Sequence[float]) -> list[float]:
    found = sorted(set(xs))
    return found[:: max(len(found) // 5, 1)]


def _places(values: Sequence[object]) -> list[float] | None:
    """Where values stand on an axis; None where they are words, or numbers of several units."""
    if all(isinstance(value, dt.date) for value in values):
        return [float(value.toordinal()) for value in values if isinstance(value, dt.date)]
    parts = [_parted(value) for value in values]
    if len({unit for _, unit in parts}) > 1:
        return None
    try:
        return [float(number) for number, _ in parts]
    except ValueError:
        return None


def _parted(value: object) -> tuple[str, str]:
    """A number and its unit."""
    match = None if isinstance(value, Decimal | int) else _NUMBER.fullmatch(str(value).strip())
    return (match[1], match[2]) if match else (str(value), "")


def _thinned(points: Sequence[tuple[float, float | None]]) -> list[tuple[float, float | None]]:
    """Few enough points for a picture; the lowest and the highest of each piece stay, so that no cliff is lost."""
    size = max(len(points) // _MOST_POINTS * 2, 1)
    if size == 1:
        return list(points)
    kept: list[tuple[float, float | None]] = []
    for start in range(0, len(points), size):
        piece = [point for point in points[start : start + size] if point[1] is not None]
        ends = (
            {min(piece, key=lambda each: each[1] or 0), max(piece, key=lambda each: each[1] or 0)}
            if piece
            else {points[start]}
        )
        kept += sorted(ends)
    return kept


def _first(line: Line, currency: str) -> str:
    return next((_figure(y, currency) for _, y in line.points if y is not None), "unknown")


def _last(line: Line, currency: str) -> str:
    return next((_figure(y, currency) for _, y in reversed(line.points) if y is not None), "unknown")


def _figure(amount: Decimal | float, currency: str) -> str:
    """To the minor unit."""
    return f"{amount:.{currency_of(currency).minor_digits}f}"


def _left_out(count: int, most: int, what: str) -> str:
    return f"; the first {most} of {count:,} {what}" if count > most else ""
