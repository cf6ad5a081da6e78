"""Answers for a person at a terminal: aligned, coloured by sign, in as many columns as the width allows."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from logicost.answers.headline import left_out_lines, tallies
from logicost.answers.results import INVESTED
from logicost.money import currency_of
from logicost.tables.status import ERROR, UNSOURCED, Status
from logicost.visible import visible

if TYPE_CHECKING:
    from logicost.answers.comparison import Comparison
    from logicost.answers.results import ExplainedStep, Quote

_STATUS_STYLE = {
    Status.EXACT.word: "green",
    Status.OVERRIDE.word: "cyan",
    Status.PROJECTED.word: "bold",  # no yellow: it cannot be read on white
    Status.ESTIMATE.word: "bold",
    UNSOURCED: "magenta",
    ERROR: "red",
}


ROOM_FOR_REASONS = 72


def clean(value: object) -> str:
    """User text without control characters, so that it cannot move the cursor or colour the screen."""
    return visible(str(value))


def unmarked(value: object, style: str = "") -> Text:
    """Text that rich never reads as markup."""
    return Text(clean(value), style=style)


def money(amount: Decimal | None, currency: str | None, signed: bool = False, cents: bool = False) -> Text:
    """An amount with its symbol, to the cent where asked; an unknown one as a question mark."""
    if amount is None:
        return unmarked("?", "magenta")
    if cents:
        amount = currency_of(currency).to_minor(amount)
    text = currency_of(currency).text(amount)
    style = ("red" if amount < 0 else "green") if signed else ""
    return unmarked(text, style)


def profit_of(quote: Quote, cents: bool = True) -> Text:
    """The profit; where a cost is not known it can only be less, where a discount is not, only more."""
    profit, bound = money(quote.profit, quote.currency, signed=True, cents=cents), quote.bounds[1]
    return unmarked(f"{bound} {profit}", "magenta") if bound and quote.profit is not None else profit


def cost_of(quote: Quote, cents: bool = True) -> Text:
    """The known costs; where a part is not known they can only be more, where a discount is not, only less."""
    cost, bound = money(quote.total_cost, quote.currency, cents=cents), quote.bounds[0]
    return unmarked(f"{bound} {cost}", "magenta") if bound else cost


_LEFT = {
    "≤": "at most, as a cost is not known",
    "≥": "at least, as a discount is not known",
    "~": "not known, as a cost and a discount are not",
}


def at_least(amount: Text, word: str) -> Text:
    """A cost; where a part of it is not known it can only be more."""
    return unmarked(f"≥ {amount}", "magenta") if word == UNSOURCED else amount


def percent(ratio: Decimal | None) -> Text:
    if ratio is None:
        return unmarked("")
    text = f"{ratio * 100:.1f} %"
    return unmarked("0.0 %" if text == "-0.0 %" else text, "red" if ratio < 0 else "")


def status(word: str) -> Text:
    return unmarked(word, _STATUS_STYLE.get(word, ""))


def quote_parts(quote: Quote, width: int, only: Sequence[str] | None = None) -> list[Table | Text | Padding]:
    """A quote as a heading, its lines with their sum, and what is left; or the lines of `only` some fees."""
    shipping = quote._weight_texts()
    heading = f"{clean(quote.called)}  {quote.program}  {quote.market}  ships {quote.on}"
    tier = f"{quote.size_tier.replace('_', ' ')}, " if quote.size_tier else ""
    size = f"{tier}{shipping[2]} {shipping[3]} shipping weight"
    rows: list[tuple[str, Text, Text, str]] = []

    def add(name: str, amount: Text, mark: Text, why: str = "") -> None:
        rows.append((name, amount, mark, why))

    if only is not None:
        for line in quote.lines:
            add(line.fee, money(line.amount, quote.currency), status(line.status), line.why)
        for fee in (fee for fee in only if quote.line(fee) is None):
            add(fee, unmarked("-"), unmarked(""), "does not apply")
        return [unmarked(heading, "bold"), unmarked(size, "dim"), *_lines(rows, width)]
    add("price", money(quote.price, quote.currency), unmarked(""), "what the buyer pays")
    if (paid := quote.paid) is not None and paid != quote.price:
        add("  paid in all", money(paid, quote.currency), unmarked(""), "with discount and shipping")
    if quote.sales_tax_included:
        add(
            "  tax inside",
            money(-quote.sales_tax_included, quote.currency),
            unmarked(""),
            "not yours: revenue is without it",
        )
    for line in quote.lines:
        add(f"  {line.fee}", money(line.amount, quote.currency), status(line.status), line.why)
    add("total cost", cost_of(quote, cents=False), status(quote.status), "the sum of the known lines")
    left = f"margin {percent(quote.margin)}" + (f", {percent(quote.roi)} on {INVESTED}" if quote.roi else "")
    left = _LEFT.get(quote.bounds[1], left)
    left = "not known without a price" if quote.price is None else left
    add("profit", profit_of(quote, cents=False), unmarked(""), left)
    notes = [unmarked(f"note: {note}") for note in quote.notes]
    return [unmarked(heading, "bold"), unmarked(size, "dim"), *_lines(rows, width), *notes]


def _lines(rows: Sequence[tuple[str, Text, Text, str]], width: int) -> list[Table | Text | Padding]:
    """Name, amount, status and reason in columns; in a narrow terminal each reason below its line."""
    if width >= ROOM_FOR_REASONS:
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=False)
        table.add_column(no_wrap=True)
        table.add_column(justify="right", no_wrap=True)
        table.add_column(no_wrap=True)
        table.add_column(overflow="fold", style="dim")
        for name, amount, mark, why in rows:
            table.add_row(unmarked(name), amount, mark, unmarked(why))
        return [table]
    widest, longest = max(len(name) for name, *_ in rows), max(amount.cell_len for _, amount, *_ in rows)
    parts: list[Table | Text | Padding] = []
    for name, amount, mark, why in rows:
        gap = " " * (longest - amount.cell_len)
        parts.append(Text.assemble(unmarked(name.ljust(widest)), "  ", gap, amount, "  ", mark))
        if why:
            parts.append(Padding(unmarked(why, "dim"), (0, 0, 0, 6)))
    return parts


def comparison_table(comparisons: Sequence[Comparison], width: int) -> Table:
    """SKUs and programs, one row each, grouped by the kind of orders, the best of each group marked.

    Narrow terminals get fewer columns; the SKU and the program always stay, folded where they must be, and a title that has no
    room of its own stands below the SKU.
    """
    monthly = _monthly(comparisons)
    several = any(len(comparison.groups) > 1 for comparison in comparisons)
    rows: list[dict[str, Text]] = []
    for comparison in comparisons:
        sku, title, store = comparison.sku, comparison.title, _store(comparison)
        for orders in comparison.groups:
            best = orders.decisive
            for number, quote in enumerate(orders.quotes):
                cells = {
                    "SKU": unmarked(sku),
                    "title": unmarked(title),
                    "store": unmarked(store),
                    "orders": unmarked("" if number else orders.name),
                    **_cells(quote, quote is best),
                }
                rows.append(cells)
                sku = title = store = ""
    titled = any(comparison.title for comparison in comparisons)
    kept = ["orders"] if several else []
    kept += ["store"] if len({_store(comparison) for comparison in comparisons}) > 1 else []
    names = _chosen(rows, width, kept, monthly, titled)
    widest = dict(_WIDEST)
    if titled and "title" not in names:
        left = width + 2 - sum(min(_width(rows, name), widest.get(name, width)) + 2 for name in names)
        widest["SKU"] = min(max(_width(rows, "SKU") + max(left, 0), _BELOW), _WIDEST["SKU"])
        _put_titles_below(rows)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for name in names:
        folds = name in ("SKU", "program")
        table.add_column(
            name, justify="right" if name in _NUMBERS else "left", no_wrap=not folds,
            overflow="fold" if folds else "ellipsis", max_width=widest.get(name),
            min_width=min(_width(rows, name), _NARROWEST if folds else widest.get(name, width)),
        )  # fmt: skip
    for row in rows:
        if row["status"].plain == ERROR and "status" in names:  # said once
            row["profit"] = unmarked("")
        table.add_row(*(row[name] for name in names))
    return table


def _store(comparison: Comparison) -> str:
    """The store, and where the stock lies if that is said and is elsewhere: ``DE``, ``DE from FR``."""
    market, stock = comparison.quotes[0].market, str(comparison.given.get("stock_country") or "").strip().upper()
    return f"{market} from {stock}" if stock not in ("", "NONE", market) else market


def _put_titles_below(rows: Sequence[dict[str, Text]]) -> None:
    """Each title below its SKU: in the next row of the same product, or in a line of its own."""
    for row, following in zip(rows, [*rows[1:], None], strict=True):
        title = unmarked(row["title"].plain, "dim")
        if title and following is not None and not following["SKU"]:
            following["SKU"] = title
        elif title:
            row["SKU"] = Text("\n").join([row["SKU"], title])


_WIDEST = {"SKU": 24, "title": 30}
_NARROWEST = 6
_BELOW = 12  # the room of a title below its SKU
# the columns in their order, and in which order they join as there is room; the others are always there
_ORDER = (
    "SKU", "title", "store", "orders", "program", "size tier", "ships at", "price", "cost", "profit", "a month", "margin", "status",
)  # fmt: skip
_JOINING = ("a month", "cost", "status", "margin", "title", "size tier", "price", "ships at")
_NUMBERS = ("ships at", "price", "cost", "profit", "a month", "margin")


def _chosen(
    rows: Sequence[dict[str, Text]], width: int, needed: Sequence[str], monthly: bool, titled: bool
) -> list[str]:
    """The columns for which there is room; those that are needed are always there."""
    kept = {"SKU", "program", "profit", *needed}
    room = width - sum(min(_width(rows, name), _WIDEST.get(name, width)) + 2 for name in kept)
    below = max(_BELOW - _width(rows, "SKU"), 0) if titled else 0
    room -= below
    absent = {"a month": not monthly, "title": not titled}
    for name in (name for name in _JOINING if not absent.get(name)):
        room -= min(_width(rows, name), _WIDEST.get(name, width)) + 2 - (below if name == "title" else 0)
        if room < -2:  # the last column needs no gap behind it
            break
        kept.add(name)
    return [name for name in _ORDER if name in kept]


def _width(rows: Sequence[dict[str, Text]], name: str) -> int:
    return max([len(name), *(row[name].cell_len for row in rows)])


def _monthly(comparisons: Sequence[Comparison]) -> bool:
    return any(quote.monthly_units is not None for comparison in comparisons for quote in comparison.quotes)


def _cells(quote: Quote, best: bool) -> dict[str, Text]:
    """The cells of a row, by column."""
    weights = quote._weight_texts()
    month = money(quote.monthly_profit, quote.currency, signed=True, cents=True)
    cells = {
        "program": unmarked(f"{quote.program} *" if best else quote.program, "bold" if best else ""),
        "size tier": unmarked((quote.size_tier or "").replace("_", " "), "dim"),
        "ships at": unmarked(f"{weights[2]} {weights[3]}" if weights[2] else "", "dim"),
        "price": unmarked("") if quote.price is None else money(quote.price, quote.currency),
        "margin": percent(quote.margin if quote.is_ranked else None),
        "status": status(quote.status),
        "a month": unmarked("") if quote.monthly_units is None else month,
    }
    if quote.is_error:
        return {**cells, "cost": unmarked(""), "profit": status(quote.status)}
    return {**cells, "cost": cost_of(quote), "profit": profit_of(quote)}


def promise_lines(comparisons: Sequence[Comparison]) -> list[Text]:
    """What the programs promise buyers, beside figures of a month; nothing without such figures."""
    if not _monthly(comparisons):
        return []
    quotes = [quote for comparison in comparisons for quote in comparison.quotes if not quote.is_error]
    promises = {quote.program: quote.delivery_promise for quote in quotes if quote.delivery_promise}
    known = [f"{program}: {promise}" for program, promise in promises.items()]
    others = [program for program in dict.fromkeys(quote.program for quote in quotes) if program not in promises]
    missing = [f"none on file for {', '.join(others)}"] if others else []
    return [unmarked(f"delivery promise: {'; '.join([*known, *missing])}")] if known or missing else []


def error_lines(comparisons: Sequence[Comparison]) -> list[Text]:
    """What is wrong with each product, once where it is the same for all its programs."""
    lines: list[Text] = []
    for comparison in comparisons:
        by_error: dict[str, list[str]] = {}
        for quote in comparison.quotes:
            if quote.error is not None:
                by_error.setdefault(f"{quote.error} [{quote.error_code}]", []).append(quote.program)
        for error, programs in by_error.items():
            everywhere = len(programs) == len(comparison.quotes)
            where = "" if everywhere else f" {', '.join(programs)}"
            lines.append(unmarked(f"{comparison.sku or 'a product without sku'}{where}: {error}", "red"))
    return lines


def reason_lines(comparison: Comparison) -> list[Text]:
    """Why the best is best, for each kind of orders, and what to mind in it."""
    lines: list[str] = []
    for tally in tallies([comparison]):
        (orders,) = tally.groups
        lead = f"{tally.title[:1].upper()}{tally.title[1:]}: " if len(comparison.groups) > 1 else ""
        if len(orders.quotes) > 1:
            lines.append(f"{lead}{orders.reason}")
            lines += [f"Mind: {tally.minded}"] if tally.minded and orders.best else []
    return [unmarked(line) for line in [*lines, *left_out_lines([comparison])]]


def explanation_parts(steps: Sequence[ExplainedStep]) -> list[Text | Padding]:
    """Each step's name and value, below them what it is and the rule in words, and its card."""
    parts: list[Text | Padding] = []
    for step in steps:
        head = Text.assemble(unmarked(step.name), " = ", unmarked(step.value, "bold"))
        if step.edition:
            head.append(f"   {step.edition}", "dim")
        parts.append(head)
        told = ": ".join(text for text in (step.note, step.rule) if text)
        if told != "given":
            parts.append(Padding(unmarked(told, "dim"), (0, 0, 0, 4)))
    return parts


def render(parts: Iterable[Table | Text | Padding], width: int = 100) -> str:
    """Parts as uncoloured text."""
    stream = io.StringIO()
    console = Console(file=stream, width=width, color_system=None, force_terminal=False, highlight=False)
    for part in parts:
        console.print(part)
    return stream.getvalue().rstrip("\n")


def quote_text(quote: Quote) -> str:
    return render(quote_parts(quote, 100))


def comparison_text(comparisons: Sequence[Comparison]) -> str:
    parts: list[Table | Text] = [comparison_table(comparisons, 110)]
    parts += error_lines(comparisons)
    parts += reason_lines(comparisons[0]) if len(comparisons) == 1 else []
    parts += promise_lines(comparisons)
    return render(parts, 110)
