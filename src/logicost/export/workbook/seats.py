"""The sheets of programs: one for each program and kind of orders that any row of the workbook has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from logicost.answers.comparison import Comparison
from logicost.answers.results import Quote
from logicost.answers.seats import OTHER, kind_of
from logicost.inputs.fields import NOT_GIVEN
from logicost.market import AMAZON, DIRECT

KIND_NAMES = {AMAZON: "Amazon orders", OTHER: "orders of other channels"}
KIND_WORDS = {AMAZON: "Amazon", OTHER: "other"}
Key = tuple[str, str, int]  # kind, the name that results show, and which of several of them in one comparison


@dataclass(frozen=True, slots=True)
class SheetSeat:
    """One program's sheet.

    Attributes:
        program: canonical name; `sheet`: what the sheet is called.
        kind: of the orders that it serves here.
        fill: the channel that a blank cell stands for here, where the program would take it for another; else None.
    """

    key: Key
    program: str
    sheet: str
    fill: str | None

    @property
    def kind(self) -> str:
        return self.key[0]

    @property
    def shown_as(self) -> str:
        """The name that results show."""
        return self.key[1]


def keyed(comparison: Comparison) -> Iterator[tuple[Key, Quote]]:
    """The quotes of a comparison with their keys."""
    seen: dict[tuple[str, str], int] = {}
    for quote in comparison.quotes:
        pair = (kind_of(quote.channel or AMAZON), quote.program)
        seen[pair] = seen.get(pair, -1) + 1
        yield (*pair, seen[pair]), quote


def row_channel(comparison: Comparison) -> int:
    """What stands in the row's channel cell: nothing where a program took a blank one, or where there are several kinds."""
    traces = [quote._trace for quote in comparison.quotes if quote._trace is not None]
    given = {trace.inputs["channel"] for trace in traces}
    return given.pop() if len(given) == 1 and len(comparison.groups) == 1 else NOT_GIVEN


def sheet_seats(comparisons: Sequence[Comparison]) -> list[SheetSeat]:
    """Amazon orders first, in each kind in the order asked for."""
    programs: dict[Key, str] = {}
    fills: dict[Key, str] = {}
    for comparison in comparisons:
        for key, quote in keyed(comparison):
            programs.setdefault(key, quote._canonical)
            if _is_filled(key, quote._canonical) and row_channel(comparison) == NOT_GIVEN:
                fills.setdefault(key, quote.channel or DIRECT)
    keys = sorted(programs, key=lambda key: key[0] != AMAZON)
    both = {key[1] for key in keys if key[0] == AMAZON} & {key[1] for key in keys if key[0] == OTHER}

    def seat(key: Key) -> SheetSeat:
        name = f"{key[1]} {key[0]}" if key[1] in both else key[1]
        fill = fills.get(key, DIRECT) if _is_filled(key, programs[key]) else None
        return SheetSeat(key, programs[key], f"{name} {key[2] + 1}" if key[2] else name, fill)

    return [seat(key) for key in keys]


def _is_filled(key: Key, program: str) -> bool:
    """Whether a blank channel cell stands for another channel than the program would take it for."""
    return program.startswith("fbm") and key[0] == OTHER
