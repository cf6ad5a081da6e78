"""Where every input and step stands in the workbook, and the formula of each."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import count

from logicost.answers.explain import output_names, used_names
from logicost.export.workbook.catalog_columns import CatalogColumns
from logicost.export.workbook.cells import fixed_cell, fixed_range, fixed_row, same_row, sheet_name
from logicost.export.workbook.conversions import (
    GUESS,
    REQUIRED,
    SHIP_DAY,
    SIDE_INPUTS,
    SIDES,
    ZONE_INPUTS,
    Conversion,
    Conversions,
    day_formula,
)
from logicost.export.workbook.lists import CATEGORY, Lists
from logicost.export.workbook.seats import SheetSeat
from logicost.export.workbook.tables_layout import TablesLayout
from logicost.inputs.days import day_number
from logicost.inputs.fields import FIELD, NOT_GIVEN
from logicost.inputs.scalar import INPUTS
from logicost.rules.exact import Run, compile_expression
from logicost.rules.expressions import Constant, references
from logicost.rules.plan import Plan, Step
from logicost.rules.program_plan import ProgramPlan
from logicost.rules.sheet.formula import ATOM, Formula, constant
from logicost.rules.sheet.reading import SheetReading

CHANNEL, MONTHLY = "channel", "monthly_units"
FILLED, FIRST_INPUT = 1, 2  # columns of the Steps sheet: whether the row holds anything, and the first input
MUST_ROW = 1  # the row of the Steps sheet in which it stands what each input must be
VALUE, GRAINS = 1, 4  # columns of the Shared sheet: what is typed, and the whole number that it is
FIRST_SHARED = 4  # the row of the first of them: the ship date
_FARTHEST = 400  # days: how far the cards' days are looked for
_PER_PRODUCT = (
    *REQUIRED,
    *ZONE_INPUTS,
    SHIP_DAY,
    CATEGORY,
    GUESS,
    CHANNEL,
    MONTHLY,
)  # for which no row stands on Shared


@dataclass(frozen=True, slots=True)
class Sheets:
    """The names of a market's sheets; `mark` tells them apart where there are several markets."""

    mark: str = ""

    def of(self, name: str, number: int = 1) -> str:
        """The name of a sheet, or of another that is as long called the same."""
        ends = [self.mark] * bool(self.mark) + [str(number)] * (number > 1)
        return sheet_name(name, "".join(f" {end}" for end in ends))

    @property
    def summary(self) -> str:
        return self.of("Summary")

    @property
    def products(self) -> str:
        return self.of("Products")

    @property
    def catalog(self) -> str:
        return self.of("Catalog")

    @property
    def shared(self) -> str:
        return self.of("Shared")

    @property
    def notes(self) -> str:
        return self.of("Notes")

    @property
    def steps(self) -> str:
        return self.of("Steps")

    @property
    def tables(self) -> str:
        return self.of("Tables")

    @property
    def sources(self) -> str:
        return self.of("Sources")

    @property
    def lists(self) -> str:
        return self.of("Lists")

    @property
    def reserved(self) -> set[str]:
        names = (
            "Summary",
            "Products",
            "Catalog",
            "Price",
            "Packaging",
            "Second date",
            "Shared",
            "Notes",
            "Steps",
            "Tables",
            "Tables then",
            "Sources",
            "Lists",
        )
        return {self.of(name).lower() for name in names} | {"read me"}


@dataclass(frozen=True, slots=True)
class StepColumn:
    """A column of a sheet: an input or a step, with the formula of its cells (None: a fixed number)."""

    name: str
    column: int
    formula: str | None
    step: Step | None


@dataclass(slots=True)
class ProgramSheet:
    """One program for one kind of orders: its sheet, the columns of its lines and of its own steps.

    `parts_orders`: whether its formulas say that a row's orders are of the other kind, as nothing else there refuses them.
    """

    plan: ProgramPlan
    seat: SheetSeat
    sheet: str
    parts_orders: bool
    steps: list[StepColumn] = field(default_factory=list)


RESULTS = ("sku", "title", "problem", "status", "size_tier", "total_cost", "profit", "margin", "roi")  # first columns


class Layout:
    """The workbook of a plan.

    Args:
        day: the ship date; `seats`: the programs' sheets; `sheets`: the names of the others.
        words: the words of inputs that are choices.
        given: catalog columns that some row gives; `typed`: the words by which rows name categories.
        spare: whether rows stand ready to be filled in.
        also: inputs that another plan uses.

    Attributes:
        days: the first and the last ship date for which the same cards hold.
        shared_inputs: those with a row on the Shared sheet, for what all products share.
        steps: columns of the Steps sheet; `programs`: one sheet each.
        check: the cell that says whether the row's inputs can be used, behind those of `inputs_range`.
    """

    def __init__(
        self,
        plan: Plan,
        day: dt.date,
        seats: Sequence[SheetSeat],
        words: dict[str, tuple[str, ...]],
        given: Iterable[str] = (),
        typed: Iterable[object] = (),
        sheets: Sheets = Sheets(),
        spare: bool = True,
        also: Iterable[str] = (),
    ) -> None:
        self.plan = plan
        self.day = day
        self.sheets = sheets
        self.days = days_of(plan, day)
        used = {seat.key: used_names(plan, _outputs(plan.program_of(seat.program))) for seat in seats}
        self.inputs_of = {key: frozenset(name for name in INPUTS if name in names) for key, names in used.items()}
        by_channel = _depending_on(plan, CHANNEL)  # these steps have a value of their own where the channel is another
        own = {seat.key: by_channel if seat.fill else frozenset[str]() for seat in seats}
        users = Counter(name for names in used.values() for name in names)
        sharing = Counter(name for key, names in used.items() for name in names if name not in own[key])
        self.words_of_all = words
        more = set(also) | {SHIP_DAY, MONTHLY}
        self.words = {name: texts for name, texts in words.items() if users[name] or name in more}
        inputs = [name for name in INPUTS if users[name] or name in more]
        self.catalog = CatalogColumns(plan.market, inputs, self.words, given)
        shared = [name for name in inputs if name not in _PER_PRODUCT and name in self.catalog.place]
        self.shared_inputs = sorted(shared, key=list(FIELD).index)
        self.lists = Lists(plan.market, self.words, plan.categories, self._list_range, typed)
        self.conversion = Conversions(
            plan.market, self.lists, self.days, self._catalog_cell, self._shared_grains, f"{same_row(None, FILLED)}=0"
            if spare else "",
        )  # fmt: skip
        used_steps = [step for step in plan.steps.values() if users[step.name]]
        self.tables = TablesLayout(plan, used_steps, words, sheets.tables)
        self._cells: dict[str, Formula] = {}
        self._homes: dict[str, tuple[str, int]] = {}
        self._own: dict[str, dict[str, tuple[Formula, int]]] = {}  # by sheet: cells that differ there from the others'
        self._sheet = sheets.steps
        self._reading = SheetReading(self._cell, self.tables.place)
        self.conversions: dict[str, Conversion] = {}
        self.steps = self._inputs(inputs)
        common = [step for step in plan.steps.values() if sharing[step.name] > 1 and len(seats) > 1]
        self.check_column = FIRST_INPUT + len(self.steps)
        self.check = same_row(sheets.steps, self.check_column)
        self.inputs_range = f"{same_row(None, FIRST_INPUT)}:{same_row(None, self.check_column - 1)}"
        self._add_steps(sheets.steps, common, self.steps, self.check_column + 1)
        self.programs: list[ProgramSheet] = []
        for seat in seats:
            parts_orders = seat.program.startswith("fbm") and CHANNEL in inputs
            sheet = self._free_name(seat.sheet)
            program = ProgramSheet(plan.program_of(seat.program), seat, sheet, parts_orders)
            elsewhere = {step.name for step in common} - own[seat.key]
            names = used[seat.key] - elsewhere
            steps = [step for step in plan.steps.values() if step.name in names]
            first = len(RESULTS) + len(program.plan.lines) + 1  # the notes stand between
            if seat.fill and CHANNEL in used[seat.key]:
                program.steps.append(self._filled_channel(program.sheet, seat.fill, first))
            self._add_steps(program.sheet, steps, program.steps, first + len(program.steps), own[seat.key])
            self.programs.append(program)
        self.limits: list[tuple[Run, int]] = [
            (compile_expression(guard.expression), guard.limit) for guard in self._reading.guards
        ]

    def catalog_name(self, name: str) -> str:
        """What people call the column of an input."""
        known = {**dict(zip(SIDE_INPUTS, SIDES, strict=True)), "unit_weight": "weight", SHIP_DAY: "the ship date"}
        return known.get(name, "zone" if name in ZONE_INPUTS else name.replace("_", " "))

    def _list_range(self, name: str, column: int) -> str:
        place = 0
        for other, columns in self.lists.columns.items():
            if other == name:
                return fixed_range(self.sheets.lists, 1, len(columns[column]), place + column)
            place += len(columns)
        raise KeyError(name)

    def _catalog_cell(self, column: str) -> str:
        return same_row(self.sheets.catalog, self.catalog.place[column])

    def shared_row(self, name: str) -> int:
        """The row of the Shared sheet on which an input's value for all products stands."""
        return FIRST_SHARED if name == SHIP_DAY else FIRST_SHARED + 4 + self.shared_inputs.index(name)

    @property
    def second_row(self) -> int:
        """The row of the Shared sheet on which the second date stands."""
        return FIRST_SHARED + 1

    def _shared_grains(self, name: str) -> str | None:
        known = name == SHIP_DAY or name in self.shared_inputs
        return fixed_cell(self.sheets.shared, self.shared_row(name), GRAINS) if known else None

    def shared_formula(self, name: str) -> str:
        """The whole number of what is typed on the Shared sheet."""
        cell = fixed_cell(None, self.shared_row(name), VALUE)
        if name == SHIP_DAY:
            first, last = (day_number(day) for day in self.days)
            return day_formula(cell, "NA()", first, last)
        return self.conversion.plain(name, cell, str(FIELD[name].absent)).formula

    def _filled_channel(self, sheet: str, fill: str, column: int) -> StepColumn:
        """The channel of the row, or the one that a blank cell stands for on this sheet."""
        self._sheet = sheet
        cell = self._cell(CHANNEL)
        self._own[sheet] = {CHANNEL: (Formula("", ATOM, cell.low, cell.high), column)}
        formula = f"IF({cell.text}={NOT_GIVEN},{self.plan.words[CHANNEL].index(fill)},{cell.text})"
        return StepColumn(CHANNEL, column, formula, None)

    def cell(self, name: str, sheet: str) -> str:
        """The formula of a name as seen from a sheet."""
        self._sheet = sheet
        return self._cell(name).text

    def is_laid_out(self, name: str, sheet: str) -> bool:
        """Whether a name has a cell: steps that no program needs on the first date have none."""
        return name in self._own.get(sheet, {}) or name in self._cells

    def seen_from_outside(self, name: str, sheet: str) -> Formula:
        """The cell of a name as a program's sheet has it, for a formula on another sheet."""
        if name in (own := self._own.get(sheet, {})):
            cell, column = own[name]
            return Formula(same_row(sheet, column), ATOM, cell.low, cell.high)
        known, home = self._cells[name], self._homes.get(name)
        return known if home is None else Formula(same_row(*home), ATOM, known.low, known.high)

    def _free_name(self, program: str) -> str:
        taken = {other.sheet.lower() for other in self.programs} | self.sheets.reserved
        return next(name for number in count(1) if (name := self.sheets.of(program, number)).lower() not in taken)

    def _inputs(self, inputs: Sequence[str]) -> list[StepColumn]:
        columns: list[StepColumn] = []
        for place, name in enumerate(inputs, start=FIRST_INPUT):
            conversion = self.conversion.of(name)
            low, high = INPUTS[name].smallest, INPUTS[name].largest
            if conversion is not None:
                self.conversions[name] = conversion
                low, high = conversion.low, conversion.high
            columns.append(StepColumn(name, place, conversion.formula if conversion else None, None))
            self._homes[name] = (self.sheets.steps, place)
            self._cells[name] = Formula("", ATOM, low, high)
        return columns

    @property
    def problem_formula(self) -> str:
        """The first input that cannot be used, and what it must be; a blank for an empty row, nothing where all is well.

        As the cells of a row turn into errors one by one, the first error is found without an array formula.
        """
        cells, last = self.inputs_range, self.check_column - 1
        first = f"1000-SUMPRODUCT(MAX(ISERROR({cells})*(1000-COLUMN({cells}))))-{FIRST_INPUT}"
        told = f"INDEX({fixed_row(MUST_ROW, FIRST_INPUT, last)},{first})"
        return f'IF({same_row(None, FILLED)}=0," ",IF(ISERROR(SUM({cells})),{told},""))'

    @property
    def filled_formula(self) -> str:
        """Whether the row of Catalog holds anything."""
        row = f"{same_row(self.sheets.catalog, 0)}:{same_row(None, self.catalog.end - 1)}"
        return f"IF(COUNTA({row})=0,0,1)"

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
                self._cells[step.name] = self.tables.figures[step.name].formula(self.sheets.tables)
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


def _outputs(program: ProgramPlan) -> list[str]:
    return output_names(program) + [note.flag for note in program.notes]


def days_of(plan: Plan, day: dt.date) -> tuple[dt.date, dt.date]:
    """The first and the last ship date around a day for which the plan holds."""
    first = last = day
    while (day - first).days < _FARTHEST and plan.holds_on(first - dt.timedelta(1)):
        first -= dt.timedelta(1)
    while (last - day).days < _FARTHEST and plan.holds_on(last + dt.timedelta(1)):
        last += dt.timedelta(1)
    return first, last


def _depending_on(plan: Plan, name: str) -> frozenset[str]:
    """The steps whose value may change with that of a name."""
    found = {name}
    for step in plan.steps.values():
        if any(each in found for each in references(step.expression)):
            found.add(step.name)
    return frozenset(found - {name})
