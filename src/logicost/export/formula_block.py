"""One product's formulas as a block of text that can be pasted into the first cell of an empty sheet.

Column A names a value, column B holds it: first the inputs as people write them, then the results, then whole numbers and
steps; below them stand the tables and lists that the formulas look into, each lying on its side. What was not given is
taken as not given and has no cell. Tab-separated, formulas in English.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from logicost.answers.engine import Answer
from logicost.answers.explain import output_names
from logicost.export.workbook.catalog_columns import CatalogColumns, cell_of
from logicost.export.workbook.cells import Value, decimal_text, fixed_cell, fixed_row, literal
from logicost.export.workbook.conversions import (
    GUESS,
    REQUIRED,
    SHIP_DAY,
    SIDES,
    ZONE_INPUTS,
    Conversions,
)
from logicost.export.workbook.given import measures_of
from logicost.export.workbook.lists import CATEGORY, LENGTHS, Lists
from logicost.export.workbook.units import grain_name
from logicost.inputs.fields import FIELD
from logicost.inputs.readers import is_blank
from logicost.inputs.scalar import INPUTS
from logicost.money import GRAINS_PER_UNIT
from logicost.rules.expressions import Cell, Constant, nodes_of, references
from logicost.rules.program_plan import Line, ProgramPlan
from logicost.rules.sheet.formula import ATOM, Formula, constant
from logicost.rules.sheet.reading import SheetReading
from logicost.rules.sheet.table import SearchIndex, index_table
from logicost.rules.specialised import specialised
from logicost.rules.table import Table
from logicost.tables.status import WORDS

FIRST_VALUE = 4  # the column in which tables and lists begin
_VALUE = 1  # the column of inputs, results and steps


@dataclass(frozen=True, slots=True)
class _Lying:
    """A table on its side: a row for each column that is read, then the search codes and their rows."""

    table: Table
    index: SearchIndex
    columns: tuple[str, ...]
    first_row: int

    @property
    def height(self) -> int:
        return len(self.columns) + 3

    @property
    def codes(self) -> str:
        return self._cells(len(self.columns) + 1, len(self.index.codes))

    @property
    def rows(self) -> str:
        return self._cells(len(self.columns) + 2, len(self.index.codes))

    def column(self, name: str) -> str:
        return self._cells(self.columns.index(name) + 1, max(len(self.table.rows), 1))

    def bounds(self, name: str) -> tuple[int, int]:
        place = self.table.column(name)
        values = [row.values[place] for row in self.table.rows] or [0]
        return min(values), max(values)

    def lines(self) -> Iterable[list[str]]:
        yield [self.table.name]
        for name in self.columns:
            place = self.table.column(name)
            yield _values(name, (row.values[place] for row in self.table.rows))
        yield _values("search code", self.index.codes)
        yield _values("row", self.index.rows)

    def _cells(self, row: int, width: int) -> str:
        return fixed_row(self.first_row + row, FIRST_VALUE, FIRST_VALUE + width - 1)


def _values(name: str, values: Iterable[object]) -> list[str]:
    return [name, *[""] * (FIRST_VALUE - 1), *map(str, values)]


class FormulaBlock:
    """The block of one answer and program.

    Args:
        given: the columns as they were given, for sides and weight in their own units.
        fees: the lines that are wanted; all, with total and profit, where none is named.
    """

    def __init__(
        self, answer: Answer, program: ProgramPlan, given: Mapping[str, Any], fees: Sequence[str] = ()
    ) -> None:
        plan = answer.plan
        self.answer, self.program, self.fees = answer, program, tuple(fees)
        self.words = {name: texts for name, texts in plan.words.items() if texts}
        live = {name for name, value in answer.values.items() if name in INPUTS and self._is_live(name, value)}
        bounds = {name: (spec.smallest, spec.largest) for name, spec in INPUTS.items()}
        known = {name: (answer.values[name],) * 2 for name in INPUTS if name not in live}
        self.all = specialised(plan.steps.values(), {**bounds, **known})
        self.lines = [
            line
            for line in program.lines
            if (not fees or line.fee in fees) and self.all[line.shown].expression != Constant(0)
        ]
        used = self._used(self._wanted())
        self.steps = [
            step for step in self.all.values() if step.name in used and not isinstance(step.expression, Constant)
        ]
        self.inputs = [name for name in INPUTS if name in used and name in live]
        self.cells: dict[str, Formula] = {
            name: constant(answer.values[name]) for name in INPUTS if name not in live
        } | {
            step.name: constant(step.expression.value)
            for step in self.all.values()
            if isinstance(step.expression, Constant)
        }
        self.rows: list[list[str]] = []
        self._below: list[list[str]] = []
        self._tables: dict[int, _Lying] = {}
        self._write(given)

    def text(self) -> str:
        """Tab-separated lines."""
        rows = (("\t".join(_one_line(cell) for cell in row)) for row in (*self.rows, *self._below))
        return "\n".join(rows) + "\n"

    def _is_live(self, name: str, value: int) -> bool:
        """Whether the input has a cell: what is required, the category, and what was given."""
        if name in (*REQUIRED, CATEGORY, GUESS):
            return True
        if name in ZONE_INPUTS:
            return bool(self.answer.values["zone_given"])
        return name != SHIP_DAY and name in FIELD and FIELD[name].is_plain and value != FIELD[name].absent

    def _wanted(self) -> list[str]:
        names = [name for line in self.lines for name in (line.amount, line.status, line.shown)]
        if self.fees:
            return [name for line in self.lines for name in (line.amount, line.shown)]
        return [*names, *output_names(self.program)]

    def _used(self, wanted: Iterable[str]) -> set[str]:
        left, used = list(wanted), set[str]()
        while left:
            name = left.pop()
            if name not in used:
                used.add(name)
                if name in self.all:
                    left += references(self.all[name].expression)
        return used

    def _write(self, given: Mapping[str, Any]) -> None:
        market = self.answer.plan.market
        columns = CatalogColumns(market, self.inputs, self.words)
        shown = [column for column in columns.all if column.name != "on"]
        self._place = {column.name: row for row, column in enumerate(shown, start=1)}
        results = self._results_height()
        first_step = 1 + len(shown) + 1 + results + 1
        self._below_first = first_step + len(self.inputs) + len(self.steps)
        known = {name: self.words[name] for name in self.words if name in self.inputs}
        typed = [word] if (word := _plain(given.get(CATEGORY))) else []
        lists = Lists(market, known, self.answer.plan.categories, self._list, typed)
        lists.columns[LENGTHS] = _lettered(lists.columns[LENGTHS])
        self._lists = lists
        self._list_rows: dict[tuple[str, int], str] = {}
        day = self.answer.day
        conversions = Conversions(market, lists, (day, day), self._cell_of_column, lambda name: None)
        steps = self._step_rows(first_step, conversions)
        self.rows = [
            ["input", "value", "unit", "change these"],
            *([column.name, self._shown(column.name, given), column.unit, column.meaning] for column in shown),
            ["result", "value", "unit", "per unit"],
            *self._results(),
            ["step", "value", "unit", "note"],
            *steps,
        ]

    def _shown(self, name: str, given: Mapping[str, Any]) -> str:
        values, market = self.answer.values, self.answer.plan.market
        value: Value
        if name in (*SIDES, "dimension_unit", "weight", "weight_unit"):
            measures = measures_of(given, values, market)
            shown = dict(zip(SIDES, measures.sides, strict=True))
            shown |= {
                "dimension_unit": measures.length_unit,
                "weight": measures.weight,
                "weight_unit": measures.weight_unit,
            }
            value = shown[name]
        elif name == CATEGORY:
            value = _plain(given.get(CATEGORY))
            if value is None and values[CATEGORY] >= 0:
                value = self.words[CATEGORY][values[CATEGORY]]
        elif name == GUESS:
            value = None
        else:
            value = cell_of(name, values, self.words, market)
        return "" if value is None else str(value).upper() if isinstance(value, bool) else str(value)

    def _cell_of_column(self, column: str) -> str:
        return fixed_cell(None, self._place[column], _VALUE)

    def _step_rows(self, first: int, conversions: Conversions) -> list[list[str]]:
        plan, rows = self.answer.plan, list[list[str]]()

        def add(name: str, text: str, unit: str, note: str, low: int, high: int) -> None:
            self.cells[name] = Formula(fixed_cell(None, first + len(rows), _VALUE), ATOM, low, high)
            rows.append([name, f"={text}", unit, note])

        for name in self.inputs:
            conversion = conversions.of(name)
            assert conversion is not None, name
            unit = grain_name(INPUTS[name].kind, plan.market)
            add(name, conversion.formula, unit, "input", conversion.low, conversion.high)
        reading = SheetReading(self.cells.__getitem__, self._table)
        for step in self.steps:
            formula = reading.step(step)
            note = "; ".join(text for text in (step.note, step.edition) if text)
            add(step.name, formula.text, grain_name(step.kind, plan.market), note, formula.low, formula.high)
        return rows

    def _columns_read(self, table: Table) -> tuple[str, ...]:
        names = {
            node.column
            for step in self.steps
            for node in nodes_of(step.expression)
            if isinstance(node, Cell) and node.table is table
        }
        return tuple(name for name in table.columns if name in names)

    def _table(self, table: Table) -> _Lying:
        if id(table) not in self._tables:
            first = self._below_first + len(self._below)
            lying = _Lying(table, index_table(table), self._columns_read(table), first)
            self._tables[id(table)] = lying
            self._below += lying.lines()
        return self._tables[id(table)]

    def _list(self, name: str, column: int) -> str:
        """A list on its side, written when a formula first looks into it."""
        if (name, column) not in self._list_rows:
            values = self._lists.columns[name][column]
            row = self._below_first + len(self._below)
            heads = self._lists.heads(name)
            self._below.append(_values(f"{name}, {heads[column]}" if column else name, map(_text, values)))
            self._list_rows[name, column] = fixed_row(row, FIRST_VALUE, FIRST_VALUE + len(values) - 1)
        return self._list_rows[name, column]

    def _results_height(self) -> int:
        if self.fees:
            return len(self.fees)
        return len(self.lines) + 4 + len(self._refusals())

    def _refusals(self) -> list[Any]:
        return [each for each in self.program.refusals if self.all[each.condition].expression != Constant(0)]

    def _results(self) -> Iterable[list[str]]:
        currency, step = self.answer.plan.market.currency.code, self.program.step
        if not self.fees:
            for name in ("total_cost", "profit"):
                yield [name, f"={self.cells[step(name)].within(ATOM)}/{GRAINS_PER_UNIT}", currency, ""]
            yield ["margin", f"={self.cells[step('margin')].within(ATOM)}/10000", "of price", ""]
            words = ",".join(map(literal, WORDS))
            yield ["status", f"=CHOOSE({self.cells[step('status')].text}+1,{words})", "", "the lines' worst"]
        for line in self.lines:
            yield [line.fee, f"={self._amount(line)}", currency, "; ".join(card for card in line.cards if card)]
        for fee in self.fees:
            if fee not in [line.fee for line in self.lines]:
                yield [fee, "", currency, "does not apply with what was given"]
        if not self.fees:
            for refusal in self._refusals():
                flag = self.cells[refusal.condition].text
                yield [refusal.condition, f'=IF({flag}=1,"not served","")', "", refusal.message]

    def _amount(self, line: Line) -> str:
        amount = f"{self.cells[line.amount].within(ATOM)}/{GRAINS_PER_UNIT}"
        if self.all[line.shown].expression == Constant(1):
            return amount
        return f'IF({self.cells[line.shown].text}=1,{amount},"")'


def _plain(word: object) -> str | None:
    """A word of the user's as a cell takes it when it is pasted; None for what a spreadsheet might run as a formula."""
    text = "" if is_blank(word) else str(word)[:250]
    return text if text[:1].isalnum() else None


def _lettered(columns: list[list[Value]]) -> list[list[Value]]:
    """The words that are letters: quotation marks do not survive a paste."""
    kept = [place for place, word in enumerate(columns[0]) if str(word).isalpha()]
    return [[column[place] for place in kept] for column in columns]


def _text(value: Value) -> str:
    return decimal_text(value, 1) if isinstance(value, int) else str(value)


def _one_line(cell: str) -> str:
    return cell.replace("\t", " ").replace("\n", " ")
