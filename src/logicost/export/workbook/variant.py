"""Steps of one program anew, where some of the names that they depend on have other values: another date, another price.

What does not depend on those stays where it is in the workbook; the rest gets columns of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from logicost.export.workbook.cells import same_row
from logicost.export.workbook.layout import Layout, ProgramSheet, StepColumn
from logicost.export.workbook.tables_layout import TablesLayout
from logicost.rules.expressions import Constant, references
from logicost.rules.plan import Plan, Step
from logicost.rules.sheet.formula import ATOM, Formula, constant
from logicost.rules.sheet.reading import Guard, SheetReading


class Variant:
    """The columns of a variant on a sheet.

    Args:
        program: whose orders and own cells hold.
        first: the first free column of the sheet.
        others: names that have other values, with their cells.
        wanted: steps whose values are asked for.
        steps: of another plan, where they are not the layout's own; one with another rule counts as another.
        tables: where that plan's tables lie; without them, the steps are the layout's own in shorter words.

    Attributes:
        columns: of the steps that differ, in order.
        guards: as of the sheet reading.
    """

    def __init__(
        self,
        layout: Layout,
        program: ProgramSheet,
        first: int,
        others: Mapping[str, Formula],
        wanted: Iterable[str],
        steps: Mapping[str, Step],
        tables: TablesLayout | None = None,
    ) -> None:
        self._layout, self._program = layout, program
        self._cells: dict[str, Formula] = dict(others)
        self.columns: list[StepColumn] = []
        reading = SheetReading(self._cell, (tables or layout.tables).place)
        used = _used(steps, wanted)
        for step in steps.values():
            if step.name in used and self._differs(step, layout.plan if tables is not None else None):
                self._add(step, reading, first + len(self.columns), tables)
        self.guards: list[Guard] = reading.guards

    def cell(self, name: str) -> str:
        return self._cell(name).text

    def _differs(self, step: Step, plan: Plan | None) -> bool:
        if plan is not None:
            own = plan.steps.get(step.name)
            laid_out = self._layout.is_laid_out(step.name, self._program.sheet)
            if own is None or own.expression != step.expression or not laid_out:
                return True
        return any(name in self._cells for name in references(step.expression))

    def _add(self, step: Step, reading: SheetReading, column: int, tables: TablesLayout | None) -> None:
        if tables is not None and step.name in tables.figures:
            self._cells[step.name] = tables.figures[step.name].formula(tables.sheet)
        elif isinstance(step.expression, Constant):
            self._cells[step.name] = constant(step.expression.value)
        else:
            formula = reading.step(step)
            self.columns.append(StepColumn(step.name, column, formula.text, step))
            self._cells[step.name] = Formula(same_row(None, column), ATOM, formula.low, formula.high)

    def _cell(self, name: str) -> Formula:
        if name in self._cells:
            return self._cells[name]
        return self._layout.seen_from_outside(name, self._program.sheet)


def _used(steps: Mapping[str, Step], wanted: Iterable[str]) -> set[str]:
    """Those steps, and all that they depend on."""
    left, used = list(wanted), set[str]()
    while left:
        name = left.pop()
        if name not in used:
            used.add(name)
            if name in steps:
                left += references(steps[name].expression)
    return used


def changed_steps(plan: Plan, other: Plan, names: Iterable[str], moved: Callable[[str], bool]) -> list[Step]:
    """The steps of `other` among `names` whose rule is not the same in `plan`, or which depend on what moved."""
    changed: dict[str, Step] = {}
    wanted = set(names)
    for step in other.steps.values():
        if step.name in wanted:
            own = plan.steps.get(step.name)
            same = own is not None and own.expression == step.expression
            if not same or any(moved(name) or name in changed for name in references(step.expression)):
                changed[step.name] = step
    return list(changed.values())
