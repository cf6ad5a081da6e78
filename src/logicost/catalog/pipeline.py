"""From blocks of catalog rows to blocks of results: read, grouped by market and day, evaluated, put together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache

import numpy as np
import polars as pl

from logicost.answers.engine import Compiled, compiled_plan
from logicost.answers.explain import output_names
from logicost.answers.request import Request
from logicost.catalog.explained import BETWEEN_ITEMS, LineTexts, array_of
from logicost.catalog.figures import UnknownReasons, put_errors, put_figures, refuse
from logicost.catalog.grouping import Faulty, Group, Grouping
from logicost.catalog.notes import Texts, category_remarks, note_names, notes, reason_names
from logicost.catalog.results import ResultBlock, result_schema
from logicost.errors import LogicostError, TableError
from logicost.export.rows import BETWEEN_NOTES
from logicost.fees.vocabularies import category_book
from logicost.inputs.columns import Door, absent_bounds
from logicost.inputs.plain_numbers import given_text, read_as_text
from logicost.rules.columns.reading import ColumnReading
from logicost.rules.plan import Line
from logicost.tables.shelf import Shelf, open_shelf


@lru_cache(maxsize=400)
def _reading(
    shelf: Shelf, market: str, day: dt.date, programs: tuple[str, ...], given: frozenset[str]
) -> ColumnReading:
    """The plan ready for columns, where only the inputs that are `given` vary."""
    plan = compiled_plan(shelf, market, day, programs).plan
    wanted = ["price", "revenue", "sales_tax_included", "unit_weight", "monthly_units"]
    for program in plan.programs.values():
        wanted += [program.promised] if program.promised else []
        wanted += [*output_names(program), *note_names(program)]
    return ColumnReading(plan.steps.values(), absent_bounds(dict.fromkeys(given)), wanted)


@lru_cache(maxsize=2_000)
def _reason_reading(
    shelf: Shelf, market: str, day: dt.date, programs: tuple[str, ...], given: frozenset[str], lines: tuple[Line, ...]
) -> ColumnReading:
    """What the reasons of some lines need: few steps where there are few lines."""
    plan = compiled_plan(shelf, market, day, programs).plan
    wanted = reason_names(lines)
    return ColumnReading(plan.steps.values(), absent_bounds(dict.fromkeys(given)), wanted)


class Pipeline:
    """Quotes blocks of a catalog. The columns that are known have their plain names; the others pass through.

    Args:
        request: what is asked for.
        extra: the columns that pass through, and their kinds.
        explained: each line with its reason instead of a column for each fee.
    """

    def __init__(self, request: Request, extra: Mapping[str, pl.DataType], explained: bool = False) -> None:
        self.request = request
        self.extra = extra
        self.explained = explained
        self.schema = result_schema(extra, explained)
        self.shelf = open_shelf(request.fee_tables)
        self._programs = tuple(request.programs)
        self._doors: dict[str, Door] = {}
        self._grouping = Grouping(self.shelf.markets, request.market, request.day)

    def __call__(self, rows: pl.DataFrame, broken: Mapping[int, LogicostError] | None = None) -> pl.DataFrame:
        """The results of a block.

        Args:
            rows: known columns by their plain names, and the extra ones.
            broken: rows that could not even be read as rows, and why.

        Raises:
            TableError: a fee table is malformed.
        """
        rows = read_as_text(rows, [name for name in rows.columns if name not in self.extra])
        groups = list(self._grouping(rows, broken or {}))
        if len(groups) == 1:
            return self._results(rows, groups[0])
        parts = [self._results(rows[group.places], group) for group in groups]
        if not parts:
            return ResultBlock(0, len(self._programs), self.schema).finish()
        order = np.concatenate([group.places for group in groups])
        places = np.empty(len(order), np.int64)
        places[order] = np.arange(len(order))
        width = len(self._programs)
        back = (places[:, None] * width + np.arange(width)).reshape(-1)
        return pl.concat(parts, rechunk=True)[back]

    def _results(self, rows: pl.DataFrame, group: Group | Faulty) -> pl.DataFrame:
        block = ResultBlock(rows.height, len(self._programs), self.schema)
        block.repeated("sku", given_text(rows["sku"]))
        block.by_program("program", self.request.programs.values())
        for name, shown_as in zip(self.extra, list(self.schema)[len(self.schema) - len(self.extra) :], strict=True):
            block.repeated(shown_as, rows[name])
        if isinstance(group, Faulty):
            block.repeated("market", pl.Series(group.markets, dtype=pl.String))
            block.repeated("on", pl.Series(group.days, dtype=pl.Date))
            numbers = np.arange(1, rows.height + 1)[:, None].repeat(len(self._programs), axis=1)
            put_errors(block, numbers, [None, *group.errors])
            return block.finish()
        block.everywhere("market", group.market)
        block.everywhere("on", group.day)
        try:
            compiled = compiled_plan(self.shelf, group.market, group.day, self._programs)
        except TableError:
            raise  # not these rows' fault: no row could be quoted rightly
        except LogicostError as error:
            put_errors(block, np.ones((rows.height, len(self._programs)), np.int64), [None, error])
        else:
            self._quote(rows, block, compiled)
        return block.finish()

    def _door(self, market: str) -> Door:
        if market not in self._doors:
            store = self.shelf.markets.find(market)
            self._doors[market] = Door(store, category_book(self.shelf, store))
        return self._doors[market]

    def _quote(self, rows: pl.DataFrame, block: ResultBlock, compiled: Compiled) -> None:
        plan, size = compiled.plan, rows.height
        inputs, errors = self._door(plan.market.code).read(rows)
        key = (self.shelf, plan.market.code, plan.day, self._programs, frozenset(inputs))
        columns = _reading(*key).run_blocks(inputs, size)
        known: list[LogicostError | None] = list(errors.known)
        failed = np.repeat(errors.number.astype(np.int64)[:, None], len(self._programs), axis=1)
        programs = [plan.program_of(name) for name in self._programs]
        remark = Texts(*self._door(plan.market.code).remarks(rows))
        remarks = [category_remarks(remark, program, columns) for program in programs]
        for place, program in enumerate(programs):
            refuse(program, compiled, columns, failed[:, place], known, self.request.strict, remarks[place])
        quoted = failed == 0
        unknown = UnknownReasons(lambda line: _reason_reading(*key, (line,)), inputs)
        separator = BETWEEN_ITEMS if self.explained else BETWEEN_NOTES
        texts = [
            notes(
                program, compiled.text, columns, size,
                unknown.texts(program, compiled, columns, quoted[:, place]), separator, remarks[place],
            )
            for place, program in enumerate(programs)
        ]  # fmt: skip
        starts = np.cumsum([0, *(len(text.known) for text in texts)])[:-1]
        numbers = np.stack([text.numbers + start for text, start in zip(texts, starts, strict=True)], axis=1)
        told = array_of if self.explained else str
        words = [told(text) if text else None for one in texts for text in one.known]
        block.words("notes", words, np.where(quoted, numbers, -1))
        if self.explained:
            told_lines = tuple(line for program in programs for line in program.lines)
            reasons = _reason_reading(*key, told_lines).run_blocks(inputs, size)
            lines = LineTexts(compiled.text, {**columns, **reasons})
            block.texts("lines", [lines.of(program, quoted[:, place]) for place, program in enumerate(programs)])
        rises = [self.request.uplift.get(name, 0) for name in self._programs]
        put_figures(block, compiled, programs, columns, quoted, rises)
        put_errors(block, failed, known)
