"""Where each table and each single figure of a card stands on the Tables sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from logicost.export.workbook.cells import fixed_cell, fixed_range
from logicost.export.workbook.units import SheetUnit, sheet_unit
from logicost.market import Market
from logicost.rules.expressions import (
    Binary,
    Cell,
    Constant,
    Divide,
    Expression,
    FindRow,
    Not,
    Reference,
    Select,
    references,
)
from logicost.rules.plan import Kind, Plan, Step
from logicost.rules.sheet.formula import ATOM, Formula
from logicost.rules.sheet.table import SearchIndex, index_table
from logicost.rules.table import Table

EDITABLE = (Kind.MONEY, Kind.RATE)  # figures that may be changed to see what would be
HEADING_ROWS = 5  # title, state, sources, notes, names of the columns


@dataclass(slots=True)
class TableBlock:
    """One table on the sheet: keys and edges, the figures as on the card, their grains, and the search codes.

    Attributes:
        edition: the id of its card; `kinds`: what each column counts; `dividing`: the columns by which something is divided.
        key_words: for each key the words of its numbers, where it has some; `along_kind`: of the band's values.
        first_row: its first row of figures.
    """

    table: Table
    edition: str | None
    kinds: list[Kind]
    key_words: list[tuple[str, ...]]
    along_kind: Kind
    market: Market
    sheet: str
    dividing: set[int] = field(default_factory=set)
    first_row: int = 0
    index: SearchIndex = field(init=False)

    def __post_init__(self) -> None:
        self.index = index_table(self.table)

    @property
    def height(self) -> int:
        return max(len(self.index.codes), len(self.table.rows))

    @property
    def figures_column(self) -> int:
        return len(self.table.key_names) + 2  # after the band's edges

    @property
    def grains_column(self) -> int:
        return self.figures_column + len(self.table.columns) + 1

    @property
    def codes_column(self) -> int:
        return self.grains_column + len(self.table.columns) + 1

    @property
    def codes(self) -> str:
        return fixed_range(self.sheet, self.first_row, self.first_row + len(self.index.codes) - 1, self.codes_column)

    @property
    def rows(self) -> str:
        return fixed_range(
            self.sheet, self.first_row, self.first_row + len(self.index.codes) - 1, self.codes_column + 1
        )

    def column(self, name: str) -> str:
        last = self.first_row + max(len(self.table.rows), 1) - 1
        return fixed_range(self.sheet, self.first_row, last, self.grains_column + self.table.column(name))

    def unit(self, place: int) -> SheetUnit:
        return sheet_unit(self.kinds[place], self.market)

    def may_change(self, place: int) -> bool:
        """Whether a column's figures may be changed: amounts and rates, but none that could become a divisor of nothing."""
        return self.kinds[place] in EDITABLE and place not in self.dividing

    def bounds(self, name: str) -> tuple[int, int]:
        """The bounds of a column's figures; what may be changed may be up to twice as much."""
        place = self.table.column(name)
        values = [row.values[place] for row in self.table.rows] or [0]
        if self.may_change(place):
            return 2 * min(*values, 0), 2 * max(*values, 0)
        return min(values), max(values)


@dataclass(frozen=True, slots=True)
class Figure:
    """A step that is one figure of a card, in a row of its own on the sheet."""

    step: Step
    value: int
    row: int

    def formula(self, sheet: str) -> Formula:
        edges = sorted((0, 2 * self.value))
        return Formula(fixed_cell(sheet, self.row, 5), ATOM, edges[0], edges[1])


class TablesLayout:
    """The Tables sheet for those steps of a plan.

    Attributes:
        blocks: in order of use; `figures`: single figures by the name of their step.
        height: rows used.
    """

    def __init__(self, plan: Plan, steps: Iterable[Step], words: dict[str, tuple[str, ...]], sheet: str) -> None:
        self.plan = plan
        self.sheet = sheet
        self.words = words
        self.blocks: dict[int, TableBlock] = {}
        self.figures: dict[str, Figure] = {}
        used = list(steps)
        nodes = [node for step in used for node, _ in _walk(step.expression, step.kind) if isinstance(node, Divide)]
        divisors = {node.divisor.name for node in nodes if isinstance(node.divisor, Reference)}
        for step in used:
            for node, kind in _walk(step.expression, step.kind):
                if isinstance(node, FindRow):
                    self._found(node, step)
                elif isinstance(node, Cell):
                    block = self._block(node.table, step)
                    block.kinds[node.table.column(node.column)] = kind
                    if step.name in divisors:
                        block.dividing.add(node.table.column(node.column))
        row = 2
        singles = [step for step in used if _is_figure(step) and step.name not in divisors]
        if singles:
            row += 2
            for step in singles:
                assert isinstance(step.expression, Constant)
                self.figures[step.name] = Figure(step, step.expression.value, row)
                row += 1
            row += 1
        for block in self.blocks.values():
            block.first_row = row + HEADING_ROWS
            row = block.first_row + block.height + 1
        self.height = row

    def place(self, table: Table) -> TableBlock:
        return self.blocks[id(table)]

    def _block(self, table: Table, step: Step) -> TableBlock:
        if id(table) not in self.blocks:
            unknown = [Kind.COUNT] * len(table.columns)
            empty: list[tuple[str, ...]] = [()] * len(table.key_names)
            self.blocks[id(table)] = TableBlock(
                table, step.edition, unknown, empty, Kind.COUNT, self.plan.market, self.sheet
            )
        return self.blocks[id(table)]

    def _found(self, node: FindRow, step: Step) -> None:
        block = self._block(node.table, step)
        for place, key in enumerate(node.keys):
            for name in references(key):
                named = self.plan.steps.get(name)
                found = named.words if named is not None else self.words.get(name, ())
                block.key_words[place] = found or block.key_words[place]
        for name in references(node.along)[:1]:
            along = self.plan.steps.get(name)
            block.along_kind = along.kind if along is not None else _input_kind(name)


def _input_kind(name: str) -> Kind:
    from logicost.inputs.scalar import INPUTS

    return INPUTS[name].kind


def _is_figure(step: Step) -> bool:
    return isinstance(step.expression, Constant) and step.edition is not None and step.kind in EDITABLE


def _walk(node: Expression, kind: Kind) -> Iterator[tuple[Expression, Kind]]:
    """Every node of an expression with the kind that its value most likely has."""
    yield node, kind
    match node:
        case Binary(operator, left, right):
            inner = kind if operator in ("+", "-", "max", "min") else Kind.COUNT
            yield from _walk(left, inner)
            yield from _walk(right, inner)
        case Not(operand):
            yield from _walk(operand, Kind.FLAG)
        case Select(condition, then, otherwise):
            yield from _walk(condition, Kind.FLAG)
            yield from _walk(then, kind)
            yield from _walk(otherwise, kind)
        case Divide(numerator, divisor, _):
            yield from _walk(numerator, Kind.COUNT)
            yield from _walk(divisor, Kind.COUNT)
        case FindRow(_, keys, along):
            for part in (*keys, along):
                yield from _walk(part, Kind.COUNT)
        case Cell(_, row, _, _):
            yield from _walk(row, Kind.ROW)
        case Reference() | Constant():
            return
