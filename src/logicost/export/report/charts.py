"""The report's charts: Altair to SVG that carries no script, takes the page's text colour, and says what it shows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from html import escape
from itertools import cycle
from typing import Any

import altair as alt
import vl_convert
from markupsafe import Markup

from logicost.answers.results import Quote
from logicost.export.report.kinds import BIN, KindOfOrders
from logicost.export.report.view import stages
from logicost.fees import STAGES
from logicost.money import currency_of
from logicost.visible import visible

TEXT, GRID = "currentColor", "#8a949e"
COLORS = ("#4c78a8", "#72b7b2", "#b279a2", "#f58518", "#e45756", "#9d755d", "#54a24b", "#9c9c9c")  # one for each stage
PROGRAM_COLORS = ("#4c78a8", "#f58518", "#54a24b", "#b279a2", "#e45756", "#72b7b2", "#9d755d", "#9c9c9c")
FONT = "system-ui, sans-serif"
LONGEST_NAME = 28

_SCRIPT = re.compile(r"<script|javascript:|\son\w+=|href=|@import|url\(\s*['\"]?(?!#)", re.IGNORECASE)
_STYLE = re.compile(r'\sstyle="[^"]*"')


def cost_bars(sku: str, quotes: Sequence[Quote], currency: str) -> Markup:
    """A bar for each program, parted by stage."""
    values = [
        {"program": quote.program, "stage": stage, "amount": float(amount), "order": STAGES.index(stage)}
        for quote in quotes
        for stage, amount in stages(quote)
    ]
    names = [quote.program for quote in quotes]
    used = [stage for stage in STAGES if any(value["stage"] == stage for value in values)]
    colors = alt.Scale(domain=used, range=[COLORS[STAGES.index(stage) % len(COLORS)] for stage in used])
    chart = (
        alt.Chart(alt.InlineData(values=values))
        .mark_bar()
        .encode(
            x=alt.X("amount:Q", title=f"cost per unit, {currency}", stack="zero"),
            y=alt.Y("program:N", title=None, sort=names, axis=_labels(names)),
            color=alt.Color("stage:N", scale=colors, legend=alt.Legend(orient="bottom", columns=3, title=None)),
            order=alt.Order("order:Q"),
        )
        .properties(width=260, height=alt.Step(26))
    )
    parts = "; ".join(
        f"{quote.program}: "
        + ", ".join(f"{stage} {currency_of(currency).to_minor(amount)}" for stage, amount in stages(quote))
        for quote in quotes
    )
    return _svg(chart, f"Costs of {_short(sku)} by program and stage", f"Cost per unit in {currency}. {parts}")


def waterfall(sku: str, quote: Quote, currency: str) -> Markup:
    """From the price down to the profit, stage by stage."""
    level = quote.revenue or Decimal(0)
    steps: list[tuple[str, Decimal, Decimal, str]] = [
        ("price" if quote.revenue == quote.price else "revenue", Decimal(0), level, "price")
    ]
    for stage, amount in stages(quote):
        steps.append((stage, level, level - amount, "cost" if amount > 0 else "discount"))
        level -= amount
    steps.append(("profit", Decimal(0), level, "profit" if level >= 0 else "loss"))
    values = [
        {
            "step": name,
            "start": float(start),
            "end": float(end),
            "kind": kind,
            "label": f"{currency_of(currency).to_minor(shown)}",
        }
        for name, start, end, kind in steps
        for shown in [end - start]
    ]
    kinds = {"price": COLORS[0], "cost": COLORS[3], "discount": COLORS[1], "profit": COLORS[6], "loss": COLORS[4]}
    order = [name for name, *_ in steps]
    y = alt.Y("step:N", title=None, sort=order, axis=_labels(order))
    base = alt.Chart(alt.InlineData(values=values))
    bars = base.mark_bar().encode(
        x=alt.X("start:Q", title=f"{currency} per unit"),
        x2="end:Q",
        y=y,
        color=alt.Color("kind:N", scale=alt.Scale(domain=list(kinds), range=list(kinds.values())), legend=None),
    )
    labels = (
        base.mark_text(align="left", dx=4, color=TEXT)
        .encode(x=alt.X("right:Q"), y=y, text=alt.Text("label:N"))
        .transform_calculate(right="max(datum.start, datum.end)")
    )
    chart = (bars + labels).properties(width=260, height=alt.Step(22))
    told = ", ".join(f"{name} {currency_of(currency).to_minor(end - start)}" for name, start, end, _ in steps)
    return _svg(chart, f"{_short(sku)} by {quote.program}: from price to profit", f"In {currency}: {told}")


def distribution(kind: KindOfOrders) -> Markup:
    """How many products have which margin in their best program."""
    values = [
        {"from": lower, "to": lower + BIN, "program": program, "products": count} for lower, program, count in kind.bins
    ]
    heights: Counter[int] = Counter()
    for lower, _, count in kind.bins:
        heights[lower] += count
    tallest = max(heights.values(), default=1)
    counts = list(range(0, tallest + 1, max(1, -(-tallest // 6))))
    shown = {program for _, program, _ in kind.bins}
    used = [(name, color) for name, color in zip(kind.programs, cycle(PROGRAM_COLORS)) if name in shown]
    colors = alt.Scale(domain=[name for name, _ in used], range=[color for _, color in used])
    chart = (
        alt.Chart(alt.InlineData(values=values))
        .mark_bar(stroke="#ffffff", strokeWidth=0.5)
        .encode(
            x=alt.X("from:Q", bin="binned", title="margin in the best program, %"),
            x2="to:Q",
            y=alt.Y("products:Q", title="products", stack="zero", axis=alt.Axis(values=counts, format="d")),
            color=alt.Color("program:N", scale=colors, legend=alt.Legend(orient="bottom", columns=2, title=None)),
        )
        .properties(width=320, height=200)
    )
    told = "; ".join(f"{lower} to {lower + BIN} %: {count} by {program}" for lower, program, count in kind.bins)
    return _svg(chart, f"Margins over the catalog, {kind.tally.title}", f"Number of products by margin. {told}")


def _labels(names: Sequence[str]) -> Any:
    """An axis with room for its labels in whatever font the reader's browser has."""
    return alt.Axis(minExtent=7 * max(map(len, names), default=0) + 4, labelLimit=220)


def _svg(chart: Any, title: str, description: str) -> Markup:
    """The chart as inline SVG with a title and a description for those who do not see it.

    Raises:
        ValueError: the picture holds anything that could run or load.
    """
    axis = {"labelColor": TEXT, "titleColor": TEXT, "gridColor": GRID, "gridOpacity": 0.35, "domainColor": GRID}
    chart = (
        chart.configure(background="transparent", font=FONT)
        .configure_axis(**axis, tickColor=GRID, titleFontWeight="normal")
        .configure_legend(labelColor=TEXT)
        .configure_view(stroke=None)
    )
    svg = _STYLE.sub("", vl_convert.vegalite_to_svg(chart.to_dict()))
    if _SCRIPT.search(re.sub(r">[^<]*<", "><", svg)):
        raise ValueError("the chart would not be a plain picture")
    size = re.search(r'<svg[^>]*?\bwidth="([\d.]+)"', svg)
    width = f' data-width="{size[1]}"' if size else ""
    opening = f'<svg role="img"{width}'
    named = f"<title>{escape(visible(title))}</title><desc>{escape(visible(description))}</desc>"
    head, _, rest = svg.replace("<svg", opening, 1).partition(">")
    return Markup(f"{head}>{named}{rest}")


def _short(sku: str) -> str:
    text = visible(sku)
    return text if len(text) <= LONGEST_NAME else f"{text[: LONGEST_NAME - 1]}…"
