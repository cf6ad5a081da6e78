"""Rich tables for notebooks: a quote and a comparison as escaped HTML that inherits the notebook's own style."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from html import escape as escape_html
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from logicost.answers.comparison import Comparison, Orders
    from logicost.answers.results import Quote

from logicost.answers.headline import left_out_lines, tallies
from logicost.answers.results import INVESTED
from logicost.visible import visible

_RIGHT = ' style="text-align: right"'
_LEFT = ' style="text-align: left"'


def quote_html(quote: Quote) -> str:
    """A quote: its lines with status and reason, the sum and what is left."""
    heading = f"{quote.called}, {quote.program}, {quote.market}, ships {quote.on}"
    if quote.is_error:
        return (
            f"<p><strong>{escape(heading)}</strong>: {escape(quote.error or '')} [{escape(quote.error_code or '')}]</p>"
        )
    rows: list[Sequence[str]] = [
        (line.fee.replace("_", " "), _money(line.amount), line.status, line.why) for line in quote.lines
    ]
    rows += [
        ("total cost", _money(quote.total_cost), quote.status, ""),
        ("price", _money(quote.price), "", ""),
        *([("paid in all", _money(quote.paid), "", "")] if quote.paid != quote.price else []),
        *([("tax inside", _money(-quote.sales_tax_included), "", "")] if quote.sales_tax_included else []),
        ("profit", _money(quote.profit), "", _left(quote)),
    ]
    head = ("line", quote.currency or "", "status", "why")
    return _table(heading, head, rows, numbers=(1,)) + _notes(quote.notes)


def _left(quote: Quote) -> str:
    """Margin and return on investment, with what that counts."""
    return f"margin {_share(quote.margin)}" + (f", {_share(quote.roi)} on {INVESTED}" if quote.roi else "")


def comparison_html(comparison: Comparison) -> str:
    """A comparison: a table for each kind of orders with a row for each program, and why the best is best."""
    notes = dict.fromkeys(note for quote in comparison.quotes for note in quote.notes)
    tables = "".join(_orders_html(comparison, orders) for orders in comparison.groups)
    return tables + _notes([*left_out_lines([comparison]), *notes])


def _orders_html(comparison: Comparison, orders: Orders) -> str:
    best = orders.decisive
    monthly = comparison.monthly_units is not None
    rows = [
        (
            f"{quote.program} (best)" if quote is best else quote.program,
            _money(quote.total_cost),
            _money(quote.profit),
            *([_money(quote.monthly_profit), str(quote.delivery_promise or "")] if monthly else []),
            _share(quote.margin),
            quote.status,
            quote.error or "",
        )
        for quote in orders.quotes
    ]
    month = ("a month", "delivery promise") if monthly else ()
    head = ("program", "total cost", "profit", *month, "margin", "status", "")
    numbers = tuple(place for place, name in enumerate(head) if name in ("total cost", "profit", "a month", "margin"))
    caption = f"{comparison.called}: {orders.title}"
    minded = tallies([comparison])[[group.channel for group in comparison.groups].index(orders.channel)].minded
    return _table(caption, head, rows, numbers) + _notes([text for text in (orders.reason, minded) if text])


def parts_html(parts: Iterable[Table | Text]) -> str:
    """A plan's tables and lines, as the terminal has them."""
    found: list[str] = []
    for part in parts:
        if isinstance(part, Text):
            found.append(f"<p>{escape(part.plain)}</p>")
        else:
            numbers = [place for place, column in enumerate(part.columns) if column.justify == "right"]
            rows = zip(*([str(cell) for cell in column.cells] for column in part.columns), strict=True)
            found.append(_table("", [str(column.header) for column in part.columns], rows, numbers))
    return "".join(found)


def escape(text: str) -> str:
    return escape_html(visible(text))


def _table(title: str, head: Sequence[str], rows: Iterable[Sequence[str]], numbers: Sequence[int]) -> str:
    def cells(row: Sequence[str], kind: str) -> str:
        styled = ((_RIGHT if place in numbers else _LEFT, text) for place, text in enumerate(row))
        return "<tr>" + "".join(f"<{kind}{style}>{escape(text)}</{kind}>" for style, text in styled) + "</tr>"

    body = "".join(cells(row, "td") for row in rows)
    caption = f"<caption{_LEFT}><strong>{escape(title)}</strong></caption>" if title else ""
    return f"<table>{caption}<thead>{cells(head, 'th')}</thead><tbody>{body}</tbody></table>"


def _notes(notes: Sequence[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(note)}</li>" for note in notes) + "</ul>" if notes else ""


def _money(amount: Decimal | None) -> str:
    return "unknown" if amount is None else f"{amount:,f}"


def _share(ratio: Decimal | None) -> str:
    return "" if ratio is None else f"{(ratio * 100).quantize(Decimal('0.1'), ROUND_HALF_UP)} %"
