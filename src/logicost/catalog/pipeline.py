"""From blocks of catalog rows to blocks of results: read, grouped by market and day, evaluated, put together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from logicost.answers.engine import Engine
from logicost.answers.request import Request
from logicost.answers.seats import Fill, Seat, bundles
from logicost.answers.together import class_of, compiled_together
from logicost.array_kinds import Places
from logicost.catalog.bundle import Bundle, Taken
from logicost.catalog.explained import LineTexts, array_of
from logicost.catalog.figures import put_best, put_errors, put_figures, refuse
from logicost.catalog.filling import cell_of, fill_blanks, fill_frame
from logicost.catalog.grouping import Codes, Faulty, Group, Grouping
from logicost.catalog.notes import Texts, category_remarks
from logicost.catalog.results import ResultBlock, result_schema
from logicost.errors import LogicostError, TableError
from logicost.inputs.columns import Door
from logicost.inputs.days import day_number, day_of
from logicost.inputs.plain_numbers import given_text, read_as_text
from logicost.rules.joined_steps import NotAlikeError

_EPOCH = day_number(dt.date(1970, 1, 1))  # from which Polars counts days


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
        self._engine = Engine(request.fee_tables)
        self.shelf = self._engine.shelf
        self._doors: dict[str, Door] = {}
        self._grouping = Grouping(self._engine, request.market, request.day, self._plan_of)

    def __call__(self, rows: pl.DataFrame, broken: Mapping[int, LogicostError] | None = None) -> pl.DataFrame:
        """The results of a block.

        Args:
            rows: known columns by their plain names, and the extra ones.
            broken: rows that could not even be read as rows, and why.

        Raises:
            TableError: a fee table is malformed.
        """
        rows = read_as_text(rows, [name for name in rows.columns if name not in self.extra])
        if self.request.defaults.channel is not None:
            rows = fill_blanks(rows, {"channel": self.request.defaults.channel})
        parts = [part for group in self._grouping(rows, broken or {}) for part in self._of_group(rows, group)]
        if not parts:
            return ResultBlock(0, len(self.request.seats()), self.schema).finish()
        if len(parts) == 1:
            return parts[0].results
        back = _back([part.places for part in parts], [part.width for part in parts])
        return pl.concat([part.results for part in parts], rechunk=True)[back]

    def _plan_of(self, market: str, day: dt.date) -> object:
        """What days of a market share: that plans can be built, or why none can."""
        try:
            class_of(self.shelf, market, day, tuple(self.request.programs))
        except LogicostError as error:
            return market, error.code, error.message
        return market

    def _of_group(self, rows: pl.DataFrame, group: Group | Faulty) -> list[_Part]:
        """The results of a group; by each class of days, where their plans cannot be one after all."""
        try:
            return list(self._parts(rows, group))
        except NotAlikeError:
            assert isinstance(group, Group)
            programs = tuple(self.request.programs)
            classes = group.apart(lambda day: class_of(self.shelf, group.market, day, programs))
            return [part for each in classes for part in self._parts(rows, each)]

    def _parts(self, rows: pl.DataFrame, group: Group | Faulty) -> Iterator[_Part]:
        """The results of a group, for the rows of each seating together."""
        seatings = self._seatings(group.channels)
        whole = rows if len(group.places) == rows.height else rows[group.places]
        together = self._priced(whole, group, seatings) if isinstance(group, Group) else []
        for seating in seatings:
            here = seating.places
            some = whole if len(here) == whole.height else whole[here]
            block = self._block(some, group, seating)
            if isinstance(group, Faulty):
                numbers = np.arange(1, len(here) + 1)[:, None].repeat(len(seating.seats), axis=1)
                put_errors(block, numbers, [None, *(group.errors[place] for place in here.tolist())])
            else:
                # what keeps one seating's programs from being priced on a day need not keep another's
                apart = isinstance(together, LogicostError) and len(seatings) > 1
                priced = self._priced(whole, group, [seating]) if apart else together
                if isinstance(priced, LogicostError):
                    put_errors(block, np.ones((len(here), len(seating.seats)), np.int64), [None, priced])
                else:
                    self._quote(block, seating, priced, here if len(seatings) > 1 else None)
            yield _Part(group.places[here], len(seating.seats), block.finish())

    def _priced(self, rows: pl.DataFrame, group: Group, seatings: Sequence[_Seating]) -> list[Bundle] | LogicostError:
        """The rows priced for those seatings, or why no plan can be built for the group's market and day.

        Raises:
            TableError: a fee table is malformed, which is not these rows' fault: no row could be quoted rightly.
        """
        try:
            return self._bundles(rows, group, seatings)
        except TableError:
            raise
        except LogicostError as error:
            return error

    def _seatings(self, channels: Codes) -> list[_Seating]:
        """The rows by who is seated and what fills their cells; their channels may differ beyond that."""
        found: dict[str, tuple[Sequence[Seat], list[int]]] = {}
        for number in np.unique(channels).tolist():
            seats = self.request.seats(self._grouping.channels[number])
            key = repr([(seat.program, seat.fills, seat.saved, seat.channel if seat.assumed else "") for seat in seats])
            found.setdefault(key, (seats, []))[1].append(number)
        return [
            _Seating(seats, np.flatnonzero(np.isin(channels, numbers)), channels) for seats, numbers in found.values()
        ]

    def _block(self, rows: pl.DataFrame, group: Group | Faulty, seating: _Seating) -> ResultBlock:
        """The results of a seating with what does not depend on any figure."""
        seats, here = seating.seats, seating.places
        block = ResultBlock(rows.height, len(seats), self.schema)
        block.repeated("sku", given_text(rows["sku"]).fill_null(""))
        block.by_program("program", [seat.shown_as for seat in seats])
        if seats[0].assumed:
            block.by_program("channel", [seat.channel for seat in seats])
        else:
            numbers = seating.channels[here][:, None].repeat(len(seats), axis=1)
            block.words("channel", self._grouping.channels, numbers)
        for name, shown_as in zip(self.extra, list(self.schema)[len(self.schema) - len(self.extra) :], strict=True):
            block.repeated(shown_as, rows[name])
        if isinstance(group, Faulty):
            block.repeated("market", pl.Series([group.markets[place] for place in here.tolist()], dtype=pl.String))
            block.repeated("on", pl.Series([group.days[place] for place in here.tolist()], dtype=pl.Date))
        else:
            block.everywhere("market", group.market)
            block.repeated("on", pl.Series((group.days[here] - _EPOCH).astype(np.int32)).cast(pl.Date))
        return block

    def _door(self, market: str) -> Door:
        if market not in self._doors:
            store = self.shelf.markets.find(market)
            self._doors[market] = Door(self._engine.vocabulary(store), self.request.defaults)
        return self._doors[market]

    def _bundles(self, rows: pl.DataFrame, group: Group, seatings: Sequence[_Seating]) -> list[Bundle]:
        """The rows priced, once for each way in which their blank cells are filled.

        Raises:
            LogicostError: no plan can be built for the group's market and day.
        """
        seated = {seat.program for seating in seatings for seat in seating.seats}
        programs = tuple(name for name in self.request.programs if name in seated)
        days, of_row = np.unique(group.days, return_inverse=True)
        compiled, classes = compiled_together(
            self.shelf, group.market, [day_of(day) for day in days.tolist()], programs
        )
        day_class = np.array(classes, np.int64)[of_row]
        wanted: list[tuple[Fill, list[str]]] = []
        for seating in seatings:
            for by, places in bundles(seating.seats):
                names = [seating.seats[place].program for place in places]
                known = next((each for filled, each in wanted if filled == by), None)
                if known is None:
                    wanted.append((by, names))
                else:
                    known += [name for name in names if name not in known]
        door = self._door(group.market)
        if self.request.defaults:
            made: list[Bundle] = []
            for by, names in wanted:
                whole = self._with_defaults(rows, group.market, by)
                remark = Texts(*door.remarks(whole))
                read = door.read(whole, group.days)
                made.append(
                    Bundle.of(compiled, day_class, by, read, remark, tuple(names), self.explained, self.request.strict)
                )
            return made
        read = door.read(rows, group.days)
        remark = Texts(*door.remarks(rows))
        return [
            Bundle.of(
                compiled,
                day_class,
                by,
                door.refill(rows, group.days, read, by.values),
                remark,
                tuple(names),
                self.explained,
                self.request.strict,
            )
            for by, names in wanted
        ]

    def _with_defaults(self, rows: pl.DataFrame, market: str, by: Fill) -> pl.DataFrame:
        """The rows filled by the program's own values, and what is still blank by the seller's defaults."""
        book = self._engine.vocabulary(self.shelf.markets.find(market)).categories
        known = {name: cell_of(value) for name, value in by.values.items()}
        return fill_frame(self.request.defaults, fill_blanks(rows, known), market, by.program, by.channel, book)

    def _quote(self, block: ResultBlock, seating: _Seating, priced: Sequence[Bundle], here: Places | None) -> None:
        """`here`: the seating's rows of those that are priced; None: all of them."""
        seats = seating.seats
        known: list[LogicostError | None] = [None]
        failed = np.zeros((block.rows, len(seats)), np.int64)
        taken: list[Taken | None] = [None] * len(seats)
        for by, places in bundles(seats):
            bundle = next(each for each in priced if each.by == by).part(here)
            writer = None if bundle.told is None else LineTexts(bundle.compiled.text, bundle.told)
            numbers = np.where(bundle.errors > 0, bundle.errors + len(known) - 1, 0)
            known += bundle.known[1:]
            for place in places:
                failed[:, place] = numbers
                program = bundle.compiled.plan.program_of(seats[place].program)
                remarks = category_remarks(bundle.remark, program, bundle.columns)
                refuse(
                    program,
                    bundle.compiled,
                    bundle.columns,
                    failed[:, place],
                    known,
                    self.request.strict,
                    remarks,
                    bundle.inputs,
                )
                taken[place] = bundle.take(program, failed[:, place] == 0, writer, remarks)
        seated = [each for each in taken if each is not None]
        quoted = failed == 0
        texts = [each.notes for each in seated]
        starts = np.cumsum([0, *(len(text.known) for text in texts)])[:-1]
        numbers = np.stack([text.numbers + start for text, start in zip(texts, starts, strict=True)], axis=1)
        told = array_of if self.explained else str
        words = [told(text) if text else None for one in texts for text in one.known]
        block.words("notes", words, np.where(quoted, numbers, -1))
        if self.explained:
            block.texts("lines", [each.lines for each in seated if each.lines is not None])
        rises = [self.request.uplift.get(seat.program, 0) for seat in seats]
        each_priced = [(each.program, each.columns) for each in seated]
        put_figures(block, priced[0].compiled, each_priced, quoted, rises)
        put_best(block, [seat.channel for seat in seats], each_priced, quoted)
        put_errors(block, failed, known)


@dataclass(frozen=True, slots=True)
class _Seating:
    """Rows of a group with the same seats: `places` among the group's, `channels` of all of them."""

    seats: Sequence[Seat]
    places: Places
    channels: Codes


@dataclass(frozen=True, slots=True)
class _Part:
    """Results of some rows of a block, each of which has as many as `width`."""

    places: Places
    width: int
    results: pl.DataFrame


def _back(groups: Sequence[NDArray[np.intp]], widths: Sequence[int]) -> NDArray[np.int64]:
    """Where the results of each row stand, row by row, in results that stand group by group.

    Args:
        groups: the rows of each; `widths`: how many results each of them has.
    """
    size = sum(len(places) for places in groups)
    starts, counts = np.empty(size, np.int64), np.empty(size, np.int64)
    begin = 0
    for places, width in zip(groups, widths, strict=True):
        starts[places] = begin + np.arange(len(places)) * width
        counts[places] = width
        begin += len(places) * width
    within = np.arange(begin) - np.repeat(np.cumsum(counts) - counts, counts)
    return np.repeat(starts, counts) + within
