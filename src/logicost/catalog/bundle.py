"""Rows of a block priced together: their columns, and what each program takes from them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial

import numpy as np
import polars as pl
from numpy.typing import NDArray

from logicost.answers.engine import Compiled, answer_inputs, building
from logicost.answers.explain import line_names, output_names, used_names
from logicost.answers.quote import cost_lines
from logicost.answers.rows import BETWEEN_NOTES
from logicost.answers.seats import Fill
from logicost.answers.strict import doubted_names
from logicost.array_kinds import Places
from logicost.catalog.explained import BETWEEN_ITEMS, LineTexts
from logicost.catalog.figures import UnknownReasons
from logicost.catalog.notes import Columns, Picked, Texts, note_names, notes, reason_names, text_names
from logicost.errors import LogicostError, TableError
from logicost.inputs.columns import Inputs, absent_bounds
from logicost.inputs.fields import NOT_GIVEN
from logicost.inputs.odd_values import Errors
from logicost.rules.columns.reading import BLOCK, ColumnReading
from logicost.rules.joined_steps import DAY_CLASS, NotAlikeError
from logicost.rules.program_plan import Line, ProgramPlan

_ALIKE = 32  # days: readings are made for so many days or multiples of it
_Spans = tuple[tuple[str, tuple[int, int]], ...]


@lru_cache(maxsize=400)
def _reading(
    compiled: Compiled, given: frozenset[str], wanted_of: tuple[str, ...], strict: bool, spans: _Spans
) -> ColumnReading:
    """The plan ready for columns, for some of its programs, where only the inputs that are `given` vary."""
    plan = compiled.plan
    wanted = ["price", "sales_tax_status", "unit_weight", "monthly_units"]
    only_where: list[tuple[str, str]] = []
    for program in (plan.program_of(name) for name in wanted_of):
        wanted += [program.promised] if program.promised else []
        of_lines = line_names(program)
        only_where += [*of_lines, *text_names(program)]
        elsewhere = {name for name, _ in of_lines}
        wanted += [name for name in output_names(program) if name not in elsewhere]
        wanted += note_names(program)
    wanted += doubted_names(plan, wanted_of) if strict else []
    return ColumnReading(plan.steps.values(), _bounds(compiled, given) | dict(spans), wanted, only_where)


def _spans(compiled: Compiled, inputs: Inputs, is_read: NDArray[np.bool_]) -> _Spans:
    """What days and stays there are in rows that are many: the cards and surcharges that none of them meets cost nothing.

    Args:
        is_read: rows without an error, the only ones whose results are shown; those of the others are made to fit in.
    """
    if len(is_read) < BLOCK or not is_read.any():
        return ()
    spans, bounds = [], _bounds(compiled, frozenset(inputs))
    for name in ("days_in_storage",) if compiled.members else ("days_in_storage", "ship_day"):
        if name in inputs:
            values = inputs[name][is_read]
            low, high = int(values.min()) // _ALIKE * _ALIKE, (int(values.max()) // _ALIKE + 1) * _ALIKE
            low, high = max(low, bounds[name][0]), min(high, bounds[name][1])
            inputs[name] = inputs[name].clip(low, high)
            spans.append((name, (low, high)))
    return tuple(spans)


def _reason_reading(compiled: Compiled, given: frozenset[str], lines: tuple[Line, ...]) -> ColumnReading:
    """What the reasons of some lines need: few steps where there are few lines. They go by few of the inputs, too."""
    return _reading_of_reasons(compiled, given & _used_by(compiled, lines), lines)


@lru_cache(maxsize=2_000)
def _used_by(compiled: Compiled, lines: tuple[Line, ...]) -> frozenset[str]:
    return frozenset(used_names(compiled.plan, reason_names(lines)))


@lru_cache(maxsize=2_000)
def _reading_of_reasons(compiled: Compiled, given: frozenset[str], lines: tuple[Line, ...]) -> ColumnReading:
    return ColumnReading(compiled.plan.steps.values(), _bounds(compiled, given), reason_names(lines))


def _built(build: Callable[[], ColumnReading], compiled: Compiled) -> ColumnReading:
    """A reading, which threads build once.

    Raises:
        NotAlikeError: the figures of several classes of days together could leave 64 bits.
        TableError: ``figures_too_large``.
    """
    try:
        with building:
            return build()
    except TableError as error:
        if compiled.members:
            raise NotAlikeError from error
        raise


def _bounds(compiled: Compiled, given: frozenset[str]) -> dict[str, tuple[int, int]]:
    return {**absent_bounds(dict.fromkeys(given)), DAY_CLASS: (0, max(len(compiled.members) - 1, 0))}


@dataclass(frozen=True, slots=True)
class Taken:
    """One seat: its program, the columns that price it, its notes and, where they are explained, its lines."""

    program: ProgramPlan
    columns: Columns
    notes: Texts
    lines: pl.Series | None


@dataclass(frozen=True, slots=True)
class Bundle:
    """Rows priced by the same filled cells.

    Attributes:
        errors: of each row its error's number in `known`; remark: what is to be said of its category.
        told: what the reasons of lines need, where they are explained.
    """

    compiled: Compiled
    by: Fill
    inputs: Inputs
    errors: NDArray[np.int32]
    known: Sequence[LogicostError | None]
    remark: Texts
    columns: Columns
    told: Columns | None

    @classmethod
    def of(
        cls, compiled: Compiled, day_class: NDArray[np.int64], by: Fill, read: tuple[Inputs, Errors], remark: Texts,
        names: tuple[str, ...], explained: bool, strict: bool,
    ) -> Bundle:  # fmt: skip
        inputs, errors = {**read[0], DAY_CLASS: day_class}, read[1]
        size, given = len(errors.number), frozenset(inputs)
        spans = _spans(compiled, inputs, errors.number == 0)
        reading = _built(partial(_reading, compiled, given, names, strict, spans), compiled)
        columns: Columns = reading.run_blocks(inputs, size)
        told: Columns | None = None
        if explained:
            lines = tuple(line for name in names for line in compiled.plan.program_of(name).lines)
            reasons = _built(partial(_reason_reading, compiled, given, lines), compiled)
            told = {**columns, **reasons.run_blocks(inputs, size)}
        return cls(compiled, by, inputs, errors.number, errors.known, remark, columns, told)

    def part(self, here: Places | None) -> Bundle:
        """Some of the rows."""
        if here is None:
            return self
        inputs = {name: column[here] for name, column in self.inputs.items()}
        columns, told = Picked(self.columns, here), None if self.told is None else Picked(self.told, here)
        remark = Texts(self.remark.numbers[here], self.remark.known)
        return replace(self, inputs=inputs, errors=self.errors[here], remark=remark, columns=columns, told=told)

    def take(self, program: ProgramPlan, quoted: NDArray[np.bool_], writer: LineTexts | None, remarks: Texts) -> Taken:
        """The program in the rows in which it is quoted."""
        unknown = UnknownReasons(
            lambda line: _built(
                partial(_reason_reading, self.compiled, frozenset(self.inputs), (line,)), self.compiled
            ),
            self.inputs,
        )
        reasons = unknown.texts(program, self.compiled, self.columns, quoted)
        separator = BETWEEN_NOTES if writer is None else BETWEEN_ITEMS
        text = notes(program, self.compiled.text, self.columns, len(quoted), reasons, separator, remarks)
        lines = None if writer is None else self._with_bands(program, quoted, writer.of(program, quoted))
        return Taken(program, self.columns, text, lines)

    def _with_bands(self, program: ProgramPlan, quoted: NDArray[np.bool_], lines: pl.Series) -> pl.Series:
        """The lines of rows without a price, which are few, by the exact reading: it tries the prices that there may be."""
        places = np.flatnonzero(quoted & (self.columns["price"] == NOT_GIVEN))
        if not len(places):
            return lines
        texts = []
        for place in places:
            inputs = {name: low for name, (low, _) in absent_bounds({}).items()}
            inputs |= {name: int(column[place]) for name, column in self.inputs.items()}
            members = self.compiled.members or (self.compiled,)
            answer = answer_inputs(members[inputs.pop(DAY_CLASS)], inputs, (program.name,))
            lines_of_row = cost_lines(answer, answer.plan.program_of(program.name))
            texts.append(json.dumps([line.to_dict() for line in lines_of_row], ensure_ascii=False))
        return lines.scatter(places, texts)
