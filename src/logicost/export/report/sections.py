"""What else was worked out, decisions and plans, as sections of the report: the parts that a terminal shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup
from rich.table import Table
from rich.text import Text

from logicost.decide.decision import Decision
from logicost.errors import InputError, shown
from logicost.export.decision_chart import decision_figures
from logicost.export.decision_text import decision_parts
from logicost.export.show import WIDTH, parts
from logicost.inputs.readers import listed
from logicost.planning.clear import Clearance
from logicost.planning.hybrid import Hybrid
from logicost.planning.landed import LandedShipment
from logicost.planning.stock_figures import StockPlan

Result = Decision | Clearance | Hybrid | LandedShipment | StockPlan
TITLES = {
    "price": "Which price", "pack": "Which package", "sweep": "Value by value", "Clearance": "What to do with old stock",
    "Hybrid": "Which way for each order", "LandedShipment": "Landed cost", "StockPlan": "Costs of stock",
}  # fmt: skip


_NONE = Markup()


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of texts; right: the columns that hold numbers."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[int]


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks in their order: a grid, or lines of text that stand together; before them its pictures."""

    anchor: str
    title: str
    blocks: tuple[Grid | tuple[str, ...], ...]
    figures: Markup = _NONE


def as_results(given: object) -> list[Result]:
    """One result or several, as a list.

    Raises:
        InputError: ``value_unusable`` for anything else.
    """
    found = [given] if isinstance(given, Result) else listed(given)
    for each in found:
        if not isinstance(each, Result):
            raise InputError("value_unusable", f"{shown(each)} is no result that a report shows", "results")
    return [each for each in found if isinstance(each, Result)]


def make_sections(results: Sequence[Result]) -> tuple[Section, ...]:
    return tuple(_section(f"result-{number}", result) for number, result in enumerate(results, 1))


def _section(anchor: str, result: Result) -> Section:
    if isinstance(result, Decision):
        blocks = _blocks(decision_parts(result, WIDTH, pictures=False))
        return Section(anchor, _title(result), tuple(blocks), Markup(decision_figures(result)))
    return Section(anchor, _title(result), tuple(_blocks(parts(result))))


def _title(result: Result) -> str:
    name = result.title if isinstance(result, Decision) else type(result).__name__
    return TITLES.get(name, name)


def _blocks(shown: Sequence[Table | Text]) -> list[Grid | tuple[str, ...]]:
    blocks: list[Grid | tuple[str, ...]] = []
    for is_text, together in groupby(shown, lambda part: isinstance(part, Text)):
        if is_text:
            blocks.append(tuple(str(part) for part in together))
        else:
            blocks += [_grid(part) for part in together if isinstance(part, Table)]
    return blocks


def _grid(table: Table) -> Grid:
    rows = zip(*([str(cell) for cell in column.cells] for column in table.columns), strict=True)
    right = frozenset(place for place, column in enumerate(table.columns) if column.justify == "right")
    return Grid(tuple(str(column.header) for column in table.columns), tuple(rows), right)
