"""From blocks of catalog rows to blocks of results: read, grouped by market and day, evaluated, put together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import polars as pl

from logicost.catalog.door import Door, absent_bounds
from logicost.catalog.figures import UnknownReasons, put_errors, put_figures, refuse
from logicost.catalog.grouping import Faulty, Group, Grouping
from logicost.catalog.notes import note_names, notes, reason_names
from logicost.catalog.results import ResultBlock
from logicost.engine import Compiled, compiled_plan
from logicost.errors import LogicostError, TableError
from logicost.explain import output_names
from logicost.export.rows import columns as result_columns
from logicost.fees.delivery_promise import PROMISE_STEPS
from logicost.fees.referral import category_book
from logicost.market import find_market
from logicost.rules.columns import ColumnReading
from logicost.tables.shelf import Shelf


@dataclass(frozen=True)
class Job:
    """What is asked for.

    Attributes:
        programs: canonical name to the name that results show.
        market, day: for rows that do not give their own.
        strict: refuse what is not exact or the user's own figure.
        uplift: of programs, as `read_uplift` has it.
    """

    shelf: Shelf
    programs: Mapping[str, str]
    market: str
    day: dt.date
    strict: bool = False
    uplift: Mapping[str, int] = field(default_factory=dict)


@lru_cache(maxsize=400)
def _reading(
    shelf: Shelf, market: str, day: dt.date, programs: tuple[str, ...], given: frozenset[str], reasons: bool
) -> ColumnReading:
    """The plan ready for columns, where only the inputs that are `given` vary."""
    plan = compiled_plan(shelf, market, day, programs).plan
    wanted = ["price", "unit_weight", "monthly_units", *PROMISE_STEPS]
    for program in plan.programs.values():
        wanted += reason_names(program) if reasons else [*output_names(program), *note_names(program)]
    return ColumnReading(plan.steps.values(), absent_bounds(dict.fromkeys(given)), wanted)


class Pipeline:
    """Quotes blocks of a catalog. The columns that are known have their plain names; the others pass through.

    Args:
        job: what is asked for.
        extra: the columns that pass through, and their kinds.
    """

    def __init__(self, job: Job, extra: Mapping[str, pl.DataType]) -> None:
        self.job = job
        self.extra = extra
        self._programs = tuple(job.programs)
        self._doors: dict[str, Door] = {}
        self._grouping = Grouping(job.market, job.day)

    def __call__(self, rows: pl.DataFrame, broken: Mapping[int, LogicostError] | None = None) -> pl.DataFrame:
        """The results of a block.

        Args:
            rows: known columns by their plain names, and the extra ones.
            broken: rows that could not even be read as rows, and why.

        Raises:
            TableError: a fee table is malformed.
        """
        groups = list(self._grouping(rows, broken or {}))
        if len(groups) == 1:
            return self._results(rows, groups[0])
        parts = [self._results(rows[group.places], group) for group in groups]
        if not parts:
            return ResultBlock(0, len(self._programs)).finish(self.extra)
        order = np.concatenate([group.places for group in groups])
        places = np.empty(len(order), np.int64)
        places[order] = np.arange(len(order))
        width = len(self._programs)
        back = (places[:, None] * width + np.arange(width)).reshape(-1)
        return pl.concat(parts, rechunk=True)[back]

    def _results(self, rows: pl.DataFrame, group: Group | Faulty) -> pl.DataFrame:
        block = ResultBlock(rows.height, len(self._programs))
        block.repeated("sku", rows["sku"].cast(pl.String).str.strip_chars().fill_null(""))
        block.by_program("program", self.job.programs.values())
        for name, shown_as in zip(self.extra, self._extra_titles(), strict=True):
            block.repeated(shown_as, rows[name])
        if isinstance(group, Faulty):
            block.repeated("market", pl.Series(group.markets, dtype=pl.String))
            block.repeated("on", pl.Series(group.days, dtype=pl.Date))
            numbers = np.arange(1, rows.height + 1)[:, None].repeat(len(self._programs), axis=1)
            put_errors(block, numbers, [None, *group.errors])
            return block.finish(self.extra)
        block.everywhere("market", group.market)
        block.everywhere("on", group.day)
        try:
            compiled = compiled_plan(self.job.shelf, group.market, group.day, self._programs)
        except TableError:
            raise  # not these rows' fault: no row could be quoted rightly
        except LogicostError as error:
            put_errors(block, np.ones((rows.height, len(self._programs)), np.int64), [None, error])
        else:
            self._quote(rows, block, compiled)
        return block.finish(self.extra)

    def _extra_titles(self) -> list[str]:
        return result_columns(list(self.extra))[len(result_columns()) :]

    def _door(self, market: str) -> Door:
        if market not in self._doors:
            store = find_market(market)
            self._doors[market] = Door(store, category_book(self.job.shelf, store))
        return self._doors[market]

    def _quote(self, rows: pl.DataFrame, block: ResultBlock, compiled: Compiled) -> None:
        plan, size = compiled.plan, rows.height
        inputs, errors = self._door(plan.market.code).read(rows)
        key = (self.job.shelf, plan.market.code, plan.day, self._programs, frozenset(inputs))
        columns = _reading(*key, False).run_blocks(inputs, size)
        known: list[LogicostError | None] = list(errors.known)
        failed = np.repeat(errors.number.astype(np.int64)[:, None], len(self._programs), axis=1)
        programs = [plan.programs[name] for name in self._programs]
        for place, program in enumerate(programs):
            refuse(program, compiled, columns, failed[:, place], known, self.job.strict)
        quoted = failed == 0
        unknown = UnknownReasons(lambda: _reading(*key, True), inputs)
        texts = [
            notes(
                plan, program, compiled.text, columns, size,
                unknown.texts(program, compiled, columns, quoted[:, place]),
            )
            for place, program in enumerate(programs)
        ]  # fmt: skip
        starts = np.cumsum([0, *(len(text.known) for text in texts)])[:-1]
        numbers = np.stack([text.numbers + start for text, start in zip(texts, starts, strict=True)], axis=1)
        words = [text or None for one in texts for text in one.known]
        block.words("notes", words, np.where(quoted, numbers, -1))
        put_figures(block, compiled, programs, columns, quoted, self.job.uplift)
        put_errors(block, failed, known)
