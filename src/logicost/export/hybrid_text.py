"""Programs by channel for a person at a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from logicost.export.planning_text import table_of
from logicost.export.terminal import money, profit_of, status, unmarked
from logicost.tables.status import NOT_RANKED, UNSOURCED

if TYPE_CHECKING:
    from logicost.planning.hybrid import Arrangement, Hybrid


def hybrid_parts(hybrid: Hybrid) -> list[Table | Text]:
    """Every channel with every program that serves it, the best marked, and the arrangements compared."""
    table = table_of(
        [
            ("channel", False),
            ("program", False),
            ("orders", True),
            ("a unit", True),
            ("a month", True),
            ("status", False),
            ("promise", False),
        ]
    )
    best = hybrid.best.options if hybrid.best else ()
    before = ""
    for option in hybrid.options:
        if option.quote.error_code == "channel_not_served":
            continue
        mark = option in best
        known = option.profit.status not in NOT_RANKED
        table.add_row(
            unmarked("" if option.channel == before else option.channel),
            unmarked(f"{option.program}{' *' if mark else ''}", "bold" if mark else ""),
            unmarked(f"{float(option.orders):,.10g}"),
            unmarked("") if option.quote.is_error else profit_of(option.quote),
            money(option.profit.amount, hybrid.currency, signed=True) if known else unmarked("?", "magenta"),
            status(option.profit.status),
            unmarked(option.promise, "dim"),
        )
        before = option.channel
    heading = f"{hybrid.called}  {hybrid.market}  {hybrid.on}"
    parts: list[Table | Text] = [unmarked(heading, "bold"), table]
    if hybrid.account:
        named = ", ".join(
            f"{cost.fee.replace('_', ' ')} {money(cost.amount, hybrid.currency)} ({cost.status})"
            for cost in hybrid.account
        )
        parts.append(unmarked(f"the account, a month: {named}"))
    for name, arranged in (
        ("best", hybrid.best),
        ("one stock at Amazon", hybrid.consolidated),
        ("FBA for Amazon, the rest by oneself", hybrid.split),
    ):
        parts.append(unmarked(f"{name}: {_arranged(arranged, hybrid)}"))
    if hybrid.saving is not None:
        word = "leaves more" if hybrid.saving >= 0 else "leaves less"
        parts.append(unmarked(f"one stock at Amazon {word} by {money(abs(hybrid.saving), hybrid.currency)} a month"))
    parts += [
        unmarked(f"{option.channel}, {option.program}: {note}")
        for option in hybrid.options
        if option.profit.status == UNSOURCED
        for note in option.quote.notes
        if " is not known: " in note
    ]
    parts += [unmarked(f"{option.channel}, {option.program}: {option.quote.error}", "red") for option in hybrid.options
              if option.quote.is_error and option.quote.error_code != "channel_not_served"]  # fmt: skip
    return parts


def _arranged(arranged: Arrangement | None, hybrid: Hybrid) -> str:
    currency = hybrid.currency
    if arranged is None:
        served = {option.channel for option in hybrid.options if option.profit.amount is not None}
        missing = dict.fromkeys(option.channel for option in hybrid.options if option.channel not in served)
        if not missing:
            return "none of its programs serves every channel"
        return f"no program whose every cost is known serves {', '.join(missing)}"
    programs = ", ".join(f"{option.channel} by {option.program}" for option in arranged.options)
    fixed = f" after {money(arranged.fixed, currency)} of fixed costs" if arranged.fixed else ""
    return f"{programs}; {money(arranged.total.amount, currency)} a month{fixed} ({arranged.total.status})"
