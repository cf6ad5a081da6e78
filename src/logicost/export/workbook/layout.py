"""Where every input and step stands in the workbook, and the formula of each."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from logicost.answers.explain import output_names, used_names
from logicost.export.workbook.catalog_columns import CatalogColumns, Conversion
from logicost.export.workbook.cells import fixed_range, same_row, sheet_name
from logicost.export.workbook.seats import SheetSeat, channel_number
from logicost.export.workbook.tables_layout import TablesLayout
from logicost.inputs.fields import NOT_GIVEN
from logicost.inputs.scalar import INPUTS
from logicost.rules.exact import Run, compile_expression
from logicost.rules.expressions import Constant, references
from logicost.rules.plan import Plan, Step
from logicost.rules.program_plan import ProgramPlan
from logicost.rules.sheet.formula import ATOM, Formula, constant
from logicost.rules.sheet.reading import SheetReading

SHARED, LISTS = "Shared", "Lists"
CHANNEL = "channel"
RESERVED = ("Summary", "Catalog", SHARED, "Tables", "Sources", LISTS, "Read me")


@dataclass(frozen=True, slots=True)
class StepColumn:
    """A column of a sheet: an input or a step, with the formula of its cells (None: a fixed number)."""

    name: str
    column: int
    formula: str | None
    step: Step | None


@dataclass(slots=True)
class ProgramSheet:
    """One program for one kind of orders: its sheet, the columns of its lines and of its own steps."""

    plan: ProgramPlan
    seat: SheetSeat
    sheet: str
    steps: list[StepColumn] = field(default_factory=list)


RESULTS = ("sku", "problem", "status", "size_tier", "total_cost", "profit", "margin", "roi")  # first columns


class Layout:
    """The workbook of a plan.

    Args:
        day: the ship date of the rows that are live.
        seats: the programs' sheets.
        words: the words of inputs that are choices.

    Attributes:
        shared: columns of the Shared sheet; `programs`: one sheet each.
        check: the cell that says whether the row's inputs can be used, behind those of `inputs_range`.
    """

    def __init__(self, plan: Plan, day: dt.date, seats: Sequence[SheetSeat], words: dict[str, tuple[str, ...]]) -> None:
        self.plan = plan
        self.day = day
        used = {seat.key: used_names(plan, output_names(plan.program_of(seat.program))) for seat in seats}
        self.inputs_of = {key: frozenset(name for name in INPUTS if name in names) for key, names in used.items()}
        by_channel = _depending_on(plan, CHANNEL)  # these steps have a value of their own where the channel is another
        own = {seat.key: by_channel if seat.fill else frozenset[str]() for seat in seats}
        count = Counter(name for names in used.values() for name in names)
        sharing = Counter(name for key, names in used.items() for name in names if name not in own[key])
        self.words = {name: texts for name, texts in words.items() if count[name]}
        self.catalog = CatalogColumns([name for name in INPUTS if count[name]], plan.market, self.words)
        self.tables = TablesLayout(plan, [step for step in plan.steps.values() if count[step.name]], words)
        self.lists = {
            name: fixed_range(LISTS, 1, len(texts), place) for place, (name, texts) in enumerate(self.words.items())
        }
        self._cells: dict[str, Formula] = {}
        self._homes: dict[str, tuple[str, int]] = {}
        self._own: dict[str, dict[str, tuple[Formula, int]]] = {}  # by sheet: cells that differ there from the others'
        self._sheet = SHARED
        self._reading = SheetReading(self._cell, self.tables.place)
        self.conversions: dict[str, Conversion] = {}
        self.shared = self._inputs()
        common = [step for step in plan.steps.values() if sharing[step.name] > 1 and len(seats) > 1]
        self.check = same_row(SHARED, len(self.shared) + 1)
        self.inputs_range = f"{same_row(None, 1)}:{same_row(None, len(self.shared))}"
        self._add_steps(SHARED, common, self.shared, len(self.shared) + 2)
        self.programs: list[ProgramSheet] = []
        for seat in seats:
            program = ProgramSheet(plan.program_of(seat.program), seat, self._free_name(seat.sheet))
            shared = {step.name for step in common} - own[seat.key]
            steps = [step for step in plan.steps.values() if step.name in used[seat.key] and step.name not in shared]
            first = len(RESULTS) + len(program.plan.lines)
            if seat.fill and CHANNEL in used[seat.key]:
                program.steps.append(self._filled_channel(program.sheet, seat.fill, first))
            self._add_steps(program.sheet, steps, program.steps, first + len(program.steps), own[seat.key])
            self.programs.append(program)
        self.limits: list[tuple[Run, int]] = [
            (compile_expression(guard.expression), guard.limit) for guard in self._reading.guards
        ]

    def _filled_channel(self, sheet: str, fill: str, column: int) -> StepColumn:
        """The channel of the row, or the one that a blank cell stands for on this sheet."""
        self._sheet = sheet
        cell = self._cell(CHANNEL)
        self._own[sheet] = {CHANNEL: (Formula("", ATOM, cell.low, cell.high), column)}
        formula = f"IF({cell.text}={NOT_GIVEN},{channel_number(fill)},{cell.text})"
        return StepColumn(CHANNEL, column, formula, None)

    def cell(self, name: str, sheet: str) -> str:
        """The formula of a name as seen from a sheet."""
        self._sheet = sheet
        return self._cell(name).text

    def _free_name(self, program: str) -> str:
        name = sheet_name(program)
        taken = {other.sheet.lower() for other in self.programs} | {word.lower() for word in RESERVED}
        while name.lower() in taken:
            name = f"{name[:29]} 2"
        return name

    def _inputs(self) -> list[StepColumn]:
        columns: list[StepColumn] = []
        for place, name in enumerate(self.catalog.inputs, start=1):
            conversion = self.catalog.conversion(name, self.lists)
            low, high = INPUTS[name].smallest, INPUTS[name].largest
            if conversion is not None:
                self.conversions[name] = conversion
                low, high = conversion.low, conversion.high
            columns.append(StepColumn(name, place, conversion.formula if conversion else None, None))
            self._homes[name] = (SHARED, place)
            self._cells[name] = Formula("", ATOM, low, high)
        return columns

    def _add_steps(
        self,
        sheet: str,
        steps: list[Step],
        columns: list[StepColumn],
        first: int,
        own: frozenset[str] = frozenset(),
    ) -> None:
        """`own`: steps whose cells on this sheet are no one else's, though others have steps of the same name."""
        self._sheet = sheet
        column = first
        for step in steps:
            if step.name in self.tables.figures:
                self._cells[step.name] = self.tables.figures[step.name].formula()
            elif isinstance(step.expression, Constant):
                self._cells[step.name] = constant(step.expression.value)
            else:
                formula = self._reading.step(step)
                columns.append(StepColumn(step.name, column, formula.text, step))
                cell = Formula("", ATOM, formula.low, formula.high)
                if step.name in own:
                    self._own[sheet][step.name] = (cell, column)
                else:
                    self._homes[step.name] = (sheet, column)
                    self._cells[step.name] = cell
                column += 1

    def _cell(self, name: str) -> Formula:
        if name in (mine := self._own.get(self._sheet, {})):
            cell, column = mine[name]
            return Formula(same_row(None, column), ATOM, cell.low, cell.high)
        known = self._cells[name]
        home = self._homes.get(name)
        if home is None:
            return known
        sheet, column = home
        return Formula(same_row(None if sheet == self._sheet else sheet, column), ATOM, known.low, known.high)


def _depending_on(plan: Plan, name: str) -> frozenset[str]:
    """The steps whose value may change with that of a name."""
    found = {name}
    for step in plan.steps.values():
        if any(each in found for each in references(step.expression)):
            found.add(step.name)
    return frozenset(found - {name})
