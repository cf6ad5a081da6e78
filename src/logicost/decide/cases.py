"""The rows that are decided about: each product in each program and kind of orders, as the numbers that the rules run on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logicost.answers.engine import Answer, Engine
from logicost.answers.quote import answer_row, sku_of, title_of, with_channel
from logicost.answers.request import Request
from logicost.answers.seats import Fill, Seat, bundles
from logicost.errors import InputError, LogicostError, TableError, text_of
from logicost.inputs.dates import read_day
from logicost.inputs.fields import FIELD, NOT_GIVEN
from logicost.inputs.readers import is_blank
from logicost.rules.plan import Plan
from logicost.rules.program_plan import ProgramPlan

_SOME_PRICE = "99999"  # of a row without one; no answer goes by it
_READ_BEFORE = ("sides", "mass")  # measures that a product holds exactly
# a catalog's row, and the error that keeps it from being read
CatalogRow = tuple[Mapping[str, Any], LogicostError | None]


@dataclass(frozen=True, slots=True)
class Case:
    """One product in one seat.

    Attributes:
        place: where it stands among all; product: where its product does.
        market, on: as far as they are known; error: why nothing can be said of it.
        currency: the store's; None where nobody knows the store.
        extra: the catalog's columns that are not known, as given.
    """

    place: int
    product: int
    sku: str
    title: str
    seat: Seat
    market: str
    on: dt.date | None
    error: LogicostError | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    currency: str | None = None


@dataclass(slots=True)
class Group:
    """Cases of one plan and program.

    Attributes:
        places: where each input and step stands in `values`, which has those of every case at its own inputs.
    """

    plan: Plan
    program: ProgramPlan
    places: Mapping[str, int]
    cases: list[Case] = field(default_factory=list)
    values: list[NDArray[np.int64]] = field(default_factory=list)

    def of(self, name: str) -> NDArray[np.int64]:
        """A step or an input of each case."""
        place = self.places[name]
        return np.array([values[place] for values in self.values], np.int64)

    def parts(self, size: int) -> Iterator[Group]:
        """The group in pieces, for what takes much memory."""
        for start in range(0, len(self.cases), size):
            rows = slice(start, start + size)
            yield Group(self.plan, self.program, self.places, self.cases[rows], self.values[rows])


def read_cases(
    rows: Iterable[CatalogRow], request: Request, engine: Engine, priced: bool = True
) -> tuple[list[Case], list[Group]]:
    """The cases in order, and those that something can be said of in groups.

    Args:
        priced: whether what is asked goes by the row's own price; else rows may be without one.

    Raises:
        TableError: a fee table is malformed.
    """
    cases: list[Case] = []
    groups: dict[tuple[int, str], Group] = {}
    orders: dict[int, dict[str, int]] = {}
    for product, (given, broken) in enumerate(rows):
        row = with_channel(given, request)
        seats = request.seats(engine.channel_of(row, request.market))
        (market, currency), day, first = _market(row, request, engine), _day(row, request), len(cases)
        extra = {name: value for name, value in given.items() if name not in FIELD and name not in _READ_BEFORE}
        cases += [
            Case(first + each, product, sku_of(row), title_of(row), seat, market, day, extra=extra, currency=currency)
            for each, seat in enumerate(seats)
        ]
        for by, members in bundles(seats):
            mine = [first + each for each in members]
            try:
                if broken is not None:
                    raise broken
                answer = _answer(engine, row, request, tuple(cases[each].seat.program for each in mine), by, priced)
            except TableError:
                raise  # not this row's fault
            except LogicostError as error:
                for each in mine:
                    cases[each] = replace(cases[each], error=error)
                continue
            order = orders.setdefault(id(answer.plan), {name: place for place, name in enumerate(answer.values)})
            # one array for all programs: a dict of Python's numbers would take fifteen times the memory
            values = np.fromiter((answer.values[name] for name in order), np.int64, len(order))
            for each in mine:
                program = answer.programs[cases[each].seat.program]
                if isinstance(program, LogicostError):
                    cases[each] = replace(cases[each], error=program)
                    continue
                group = groups.setdefault((id(answer.plan), program.name), Group(answer.plan, program, order))
                group.cases.append(cases[each])
                group.values.append(values)
    return cases, list(groups.values())


def _answer(
    engine: Engine, row: Mapping[str, Any], request: Request, programs: tuple[str, ...], by: Fill, priced: bool
) -> Answer:
    """The answer for a row; where none goes by the price, a row without one is answered at some price that is taken out."""
    try:
        return answer_row(engine, row, request, programs, by)
    except InputError as error:
        if priced or (error.code, error.field) != ("missing_value", "price"):
            raise
        answer = answer_row(engine, {**row, "price": _SOME_PRICE}, request, programs, by)
        return replace(answer, values={**answer.values, "price": NOT_GIVEN})


def _market(row: Mapping[str, Any], request: Request, engine: Engine) -> tuple[str, str | None]:
    """The store's code and currency; what was written where nobody knows it, which is the row's error."""
    given = row.get("market")
    word = request.market if is_blank(given) else text_of(given).strip()
    try:
        store = engine.shelf.markets.find(word)
    except LogicostError:
        return word, None
    return store.code, store.currency.code


def _day(row: Mapping[str, Any], request: Request) -> dt.date | None:
    try:
        return request.day if is_blank(row.get("on")) else read_day(row["on"])
    except LogicostError:
        return None
