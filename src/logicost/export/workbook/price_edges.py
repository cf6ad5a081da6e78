"""Edges of a price below the row's own: the limits at which a fee changes, and where the bands of fees by the price begin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from logicost.export.workbook.cells import same_row
from logicost.export.workbook.layout import Layout, ProgramSheet
from logicost.rules.exact import Run, Values, compile_expression
from logicost.rules.expressions import Binary, FindRow, Reference, nodes_of, references
from logicost.rules.plan import Step
from logicost.rules.sheet.formula import PRODUCT
from logicost.rules.sheet.reading import SheetReading

PRICE = "price"


@dataclass(frozen=True, slots=True)
class Edge:
    """The nearest of some edges below the row's own price.

    Attributes:
        first: the column of the first; formulas: each with its own run: the highest price below the edge, in grains.
    """

    first: int
    formulas: list[tuple[str, Run]]

    @property
    def columns(self) -> range:
        return range(self.first, self.first + len(self.formulas))

    def nearest(self, own: str, unit: int) -> str:
        """The row's own price where no edge is below it."""
        cells = [same_row(None, column) for column in self.columns]
        highest = f"MAX({','.join(f'IF(AND({cell}<{own},{cell}>={unit}),{cell},0)' for cell in cells)})"
        return f"IF({highest}>0,{highest},MAX({unit},{own}))"

    def value(self, values: Values, unit: int) -> int:
        prices = [run(values) for _, run in self.formulas]
        return max((price for price in prices if unit <= price < values[PRICE]), default=max(unit, values[PRICE]))


def edges_of(
    layout: Layout, unit: int, steps: dict[str, Step], profit: str, moved: set[str], program: ProgramSheet
) -> list[list[tuple[str, Run]]]:
    """Where a comparison of the price with a limit holds as below it, and where the band of a fee by the price begins."""
    reading = SheetReading(lambda name: layout.seen_from_outside(name, program.sheet), layout.tables.place)
    limits: dict[str, Run] = {}
    bands: dict[str, Run] = {}
    for step in _used(steps, profit):
        for node in nodes_of(step.expression):
            match node:
                case Binary("<=" | ">" | "<" | ">=", Reference("price"), limit) if not moved & {*references(limit)}:
                    highest = limit if node.operator in ("<=", ">") else limit - 1
                    limits[reading.read(highest).text] = compile_expression(highest)
                case FindRow(_, keys, along) if moved & {*references(along)}:
                    if not any(moved & {*references(key)} for key in keys):
                        price, value = layout.seen_from_outside(PRICE, program.sheet).text, reading.read(along)
                        start = reading.band_start(node)
                        bands[f"{price}-{value.within(PRODUCT)}+{start}-1"] = _below_band(node, layout)
    return [
        [(f"INT(({text})/{unit})*{unit}", _whole(run, unit)) for text, run in each.items()]
        for each in (limits, bands)
        if each
    ]


def _whole(run: Run, unit: int) -> Run:
    return lambda values: run(values) // unit * unit


def _below_band(node: FindRow, layout: Layout) -> Run:
    """The highest price below the band in which the row's own price is."""
    index = layout.tables.place(node.table).index
    keys, along = [compile_expression(key) for key in node.keys], compile_expression(node.along)

    def run(values: Values) -> int:
        value = along(values)
        return values[PRICE] - value + index.band_start([key(values) for key in keys], value) - 1

    return run


def best_of(edges: Sequence[tuple[str, str]], own: str) -> tuple[str, str]:
    """The cells of the edge below the own price that leaves most, and of what it leaves."""
    if not edges:
        return own, own
    (edge, there), *others = edges
    for other, leaves in others:
        better = f"AND({other}<{own},OR({edge}>={own},{leaves}>{there}))"
        edge, there = f"IF({better},{other},{edge})", f"IF({better},{leaves},{there})"
    return edge, there


def _used(steps: dict[str, Step], wanted: str) -> list[Step]:
    """A step and all that it depends on, in order."""
    used, left = set[str](), [wanted]
    while left:
        name = left.pop()
        if name not in used and name in steps:
            used.add(name)
            left += references(steps[name].expression)
    return [step for step in steps.values() if step.name in used]
