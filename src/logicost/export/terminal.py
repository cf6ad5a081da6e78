"""Answers for a person at a terminal: aligned, coloured by sign, in as many columns as the width allows."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from logicost.tables.status import Status

if TYPE_CHECKING:
    from logicost.compare import Comparison
    from logicost.explain import ExplainedStep
    from logicost.quote import Quote

_STATUS_STYLE = {
    Status.EXACT.word: "green",
    Status.OVERRIDE.word: "cyan",
    Status.PROJECTED.word: "yellow",
    Status.ESTIMATE.word: "yellow",
    Status.UNSOURCED.word: "magenta",
    Status.ERROR.word: "red",
}
_SYMBOLS = {"USD": "$", "GBP": "£", "EUR": "€"}


def clean(value: object) -> str:
    """User text without control characters, so that it cannot move the cursor or colour the screen."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in str(value))


def plain(value: object, style: str = "") -> Text:
    """Text that rich never reads as markup."""
    return Text(clean(value), style=style)


def money(amount: Decimal | None, currency: str | None, signed: bool = False, cents: bool = False) -> Text:
    """An amount with its symbol, to the cent where asked; an unknown one as a question mark."""
    if amount is None:
        return plain("?", "magenta")
    if cents:
        amount = amount.quantize(Decimal("0.01"), ROUND_HALF_UP)
    symbol = _SYMBOLS.get(currency or "", f"{currency} ")
    text = f"{'-' if amount < 0 else ''}{symbol}{abs(amount):,f}"
    style = ("red" if amount < 0 else "green") if signed else ""
    return plain(text, style)


def at_most(quote: Quote, cents: bool = True) -> Text:
    """The profit; where a cost is not known it can only be less."""
    profit = money(quote.profit, quote.currency, signed=True, cents=cents)
    return plain(f"≤ {profit}", "magenta") if quote.status == Status.UNSOURCED.word else profit


def percent(ratio: Decimal | None) -> Text:
    return plain("" if ratio is None else f"{ratio * 100:.1f} %", "red" if ratio is not None and ratio < 0 else "")


def status(word: str) -> Text:
    return plain(word, _STATUS_STYLE.get(word, ""))


def quote_parts(quote: Quote, width: int) -> list[Table | Text]:
    """A quote as a heading, its lines with their sum, and what is left."""
    shipping = quote._weight_texts()
    heading = f"{clean(quote.sku) or 'product'}  {quote.program}  {quote.market}  ships {quote.on}"
    tier = f"{quote.size_tier.replace('_', ' ')}, " if quote.size_tier else ""
    size = f"{tier}{shipping[2]} {shipping[3]} shipping weight"
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(no_wrap=True)
    if width >= 72:
        table.add_column(overflow="fold", style="dim")

    def add(name: str, amount: Text, mark: Text, why: str = "") -> None:
        table.add_row(plain(name), amount, mark, *([plain(why)] if width >= 72 else []))

    add("price", money(quote.revenue, quote.currency), plain(""), "what the buyer pays")
    for line in quote.lines:
        add(f"  {line.fee}", money(line.amount, quote.currency), status(line.status), line.why)
    add("total cost", money(quote.total_cost, quote.currency), status(quote.status), "the sum of the known lines")
    unknown = quote.status == Status.UNSOURCED.word
    left = f"margin {percent(quote.margin)}" + (f", return on investment {percent(quote.roi)}" if quote.roi else "")
    left = "at most, as a cost is not known" if unknown else left
    add("profit", at_most(quote, cents=False), plain(""), left)
    notes = [plain(f"note: {note}", "yellow") for note in quote.notes]
    return [plain(heading, "bold"), plain(size, "dim"), table, *notes]


def comparison_table(comparisons: Sequence[Comparison], width: int) -> Table:
    """SKUs and programs, one row each, the best of each SKU marked; narrow terminals get fewer columns."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    wide, middle = width >= 110, width >= 80
    table.add_column("SKU", overflow="fold", min_width=6, max_width=24 if wide else 14)
    table.add_column("program", no_wrap=True)
    if middle:
        table.add_column("size tier", no_wrap=True)
    if wide:
        table.add_column("ships at", justify="right", no_wrap=True)
        table.add_column("price", justify="right", no_wrap=True)
    if width >= 48:
        table.add_column("cost", justify="right", no_wrap=True)
    table.add_column("profit", justify="right", no_wrap=True)
    if width >= 60:
        table.add_column("margin", justify="right", no_wrap=True)
    if width >= 48:
        table.add_column("status", no_wrap=True)
    for comparison in comparisons:
        best = comparison.best
        for number, quote in enumerate(comparison.quotes):
            table.add_row(*_cells(quote, number == 0, quote is best, width))
    return table


def _cells(quote: Quote, first: bool, best: bool, width: int) -> Iterable[Text]:
    """The cells of a row, for the columns that a table of that width has."""
    weights = quote._weight_texts()
    yield plain(quote.sku if first else "")
    yield plain(f"{quote.program} *" if best else quote.program, "bold" if best else "")
    if width >= 80:
        yield plain((quote.size_tier or "").replace("_", " "), "dim")
    if width >= 110:
        yield plain(f"{weights[2]} {weights[3]}" if weights[2] else "", "dim")
        yield plain("") if quote.revenue is None else money(quote.revenue, quote.currency)
    if width >= 48:
        yield plain("") if quote.is_error else money(quote.total_cost, quote.currency, cents=True)
    if quote.is_error:
        yield plain("") if width >= 48 else status(quote.status)
    else:
        yield at_most(quote)
    if width >= 60:
        yield percent(quote.margin)
    if width >= 48:
        yield status(quote.status)


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
            lines.append(plain(f"{comparison.sku or 'a product without sku'}{where}: {error}", "red"))
    return lines


def explanation_parts(steps: Sequence[ExplainedStep]) -> list[Text | Padding]:
    """Each step's name and value, below them what it is and the rule in words, and its card."""
    parts: list[Text | Padding] = []
    for step in steps:
        head = Text.assemble(plain(step.name), " = ", plain(step.value, "bold"))
        if step.edition:
            head.append(f"   {step.edition}", "dim")
        parts.append(head)
        told = ": ".join(text for text in (step.note, step.rule) if text)
        if told != "given":
            parts.append(Padding(plain(told, "dim"), (0, 0, 0, 4)))
    return parts


def render(parts: Iterable[Table | Text], width: int = 100) -> str:
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
    if len(comparisons) == 1 and len(comparisons[0].quotes) > 1:
        parts.append(plain(comparisons[0].reason))
    return render(parts, 110)
