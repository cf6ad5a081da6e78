"""One product's formulas as a block of text that can be pasted into the first cell of an empty sheet.

Column A names a value, column B holds it: first the inputs as people write them, then their whole numbers, the steps and
the results; the tables and lists that the formulas look into stand below. Tab-separated, formulas in English.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from logicost.answers.engine import Answer
from logicost.answers.explain import output_names, used_names
from logicost.export.workbook.build import words_of_inputs
from logicost.export.workbook.catalog_columns import CatalogColumns
from logicost.export.workbook.cells import ROW, fixed_cell, fixed_range
from logicost.export.workbook.units import grain_name
from logicost.inputs.scalar import INPUTS
from logicost.money import GRAINS_PER_UNIT
from logicost.rules.program_plan import ProgramPlan
from logicost.rules.sheet.formula import ATOM, Formula
from logicost.rules.sheet.reading import SheetReading
from logicost.rules.sheet.table import SearchIndex, index_table
from logicost.rules.table import Table
from logicost.tables.status import Status

_CATALOG_CELL = re.compile(rf"(?:'Catalog'!)?\$([A-Z]+){ROW}")
FIRST_TABLE_COLUMN = 5  # tables stand to the right of the steps, one below the other


@dataclass(frozen=True, slots=True)
class _Block:
    """A table: its columns, its search codes and their rows, side by side."""

    table: Table
    index: SearchIndex
    first_row: int

    @property
    def codes(self) -> str:
        return self._range(len(self.table.columns), len(self.index.codes))

    @property
    def rows(self) -> str:
        return self._range(len(self.table.columns) + 1, len(self.index.codes))

    def column(self, name: str) -> str:
        return self._range(self.table.column(name), max(len(self.table.rows), 1))

    def bounds(self, name: str) -> tuple[int, int]:
        place = self.table.column(name)
        values = [row.values[place] for row in self.table.rows] or [0]
        return min(values), max(values)

    def lines(self) -> list[list[str]]:
        heads = [*self.table.columns, "search code", "row"]
        lines = [[self.table.name], heads]
        for number, (code, row) in enumerate(zip(self.index.codes, self.index.rows, strict=True)):
            values = self.table.rows[number].values if number < len(self.table.rows) else [""] * len(self.table.columns)
            lines.append([*map(str, values), str(code), str(row)])
        for item in self.table.rows[len(self.index.codes) :]:
            lines.append([*map(str, item.values)])
        return lines

    def _range(self, column: int, height: int) -> str:
        return fixed_range(None, self.first_row, self.first_row + height - 1, FIRST_TABLE_COLUMN + column)


class FormulaBlock:
    """The block of one answer and program."""

    def __init__(self, answer: Answer, program: ProgramPlan) -> None:
        plan = answer.plan
        used = used_names(plan, output_names(program))
        self.answer = answer
        self.cells: dict[str, Formula] = {}
        self.left: list[list[str]] = []
        self.right: list[list[str]] = []
        self.blocks: dict[int, _Block] = {}
        words = {name: texts for name, texts in words_of_inputs(plan).items() if name in used}
        self.catalog = CatalogColumns([name for name in INPUTS if name in used], plan.market, words)
        self._write("input", "value", "unit", "change these")
        for column in self.catalog.columns:
            value = column.cell(answer.values)
            shown = "" if value is None else str(value).upper() if isinstance(value, bool) else str(value)
            self._write(column.name, shown, column.unit, column.meaning)
        lists = {name: self._list(name, texts) for name, texts in words.items()}
        self._write("step", "value", "unit", "note")
        for name in self.catalog.inputs:
            self._input(name, lists)
        reading = SheetReading(self.cells.__getitem__, self._table)
        for step in plan.steps.values():
            if step.name in used:
                formula = reading.step(step)
                note = "; ".join(text for text in (step.note, step.edition) if text)
                self._step(step.name, "=" + formula.text, grain_name(step.kind, plan.market), note, formula)
        self._results(program)

    def text(self) -> str:
        """Tab-separated lines."""
        height = max(len(self.left), len(self.right))
        lines: list[str] = []
        for number in range(height):
            left = self.left[number] if number < len(self.left) else []
            right = self.right[number] if number < len(self.right) else []
            cells = [*left, *[""] * (FIRST_TABLE_COLUMN - len(left)), *right] if right else left
            lines.append("\t".join(cell.replace("\t", " ").replace("\n", " ") for cell in cells))
        return "\n".join(lines) + "\n"

    def _write(self, *cells: str) -> int:
        self.left.append(list(cells))
        return len(self.left) - 1

    def _step(self, name: str, text: str, unit: str, note: str, formula: Formula) -> None:
        row = self._write(name, text, unit, note)
        self.cells[name] = Formula(fixed_cell(None, row, 1), ATOM, formula.low, formula.high)

    def _input(self, name: str, lists: dict[str, str]) -> None:
        unit = grain_name(INPUTS[name].kind, self.answer.plan.market)
        conversion = self.catalog.conversion(name, lists)
        if conversion is None:
            value = self.answer.values[name]
            self._step(name, str(value), unit, "input", Formula("", ATOM, value, value))
            return
        text = _CATALOG_CELL.sub(lambda cell: self._column_cell(cell[1]), conversion.formula)
        self._step(name, "=" + text, unit, "input", Formula("", ATOM, conversion.low, conversion.high))

    def _column_cell(self, letters: str) -> str:
        """The cell below the block's heading that stands for a column of the workbook's Catalog."""
        number = 0
        for character in letters:
            number = number * 26 + ord(character) - ord("A") + 1
        return fixed_cell(None, number - 1, 1)

    def _list(self, name: str, texts: Sequence[str]) -> str:
        self.right += [[name], *([text] for text in texts), []]
        last = len(self.right) - 2
        return fixed_range(None, last - len(texts) + 1, last, FIRST_TABLE_COLUMN)

    def _table(self, table: Table) -> _Block:
        if id(table) not in self.blocks:
            block = _Block(table, index_table(table), len(self.right) + 2)
            self.right += [*block.lines(), []]
            self.blocks[id(table)] = block
        return self.blocks[id(table)]

    def _results(self, program: ProgramPlan) -> None:
        currency = self.answer.plan.market.currency.code
        self._write("result", "value", "unit", "")
        for name in ("total_cost", "profit"):
            self._write(name, f"={self.cells[program.step(name)].text}/{GRAINS_PER_UNIT}", currency, "per unit")
        self._write("margin", f"={self.cells[program.step('margin')].text}/10000", "of price", "")
        words = ",".join(f'"{each.word}"' for each in Status)
        self._write("status", f"=CHOOSE({self.cells[program.step('status')].text}+1,{words})", "", "the lines' worst")
        for refusal in program.refusals:
            flag = self.cells[refusal.condition].text
            self._write(refusal.condition, f'=IF({flag}=1,"not served","")', "", refusal.message)
