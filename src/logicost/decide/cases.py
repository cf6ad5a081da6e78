"""The rows that are decided about: each product in each program and kind of orders, as the numbers that the rules run on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logicost.answers.engine import Engine
from logicost.answers.quote import answer_row, sku_of, with_channel
from logicost.answers.request import Request
from logicost.answers.seats import Seat, bundles, channel_of
from logicost.errors import LogicostError, TableError, text_of
from logicost.inputs.dates import read_day
from logicost.inputs.readers import is_blank
from logicost.rules.plan import Plan
from logicost.rules.program_plan import ProgramPlan

Row = tuple[Mapping[str, Any], LogicostError | None]  # a catalog's row, and the error that keeps it from being read


@dataclass(frozen=True, slots=True)
class Case:
    """One product in one seat.

    Attributes:
        place: where it stands among all.
        market, on: as far as they are known; error: why nothing can be said of it.
    """

    place: int
    sku: str
    seat: Seat
    market: str
    on: dt.date | None
    error: LogicostError | None = None


@dataclass(slots=True)
class Group:
    """Cases of one plan and program.

    Attributes:
        values: of each case every input and step, at its own inputs.
    """

    plan: Plan
    program: ProgramPlan
    cases: list[Case] = field(default_factory=list)
    values: list[Mapping[str, int]] = field(default_factory=list)

    def of(self, name: str) -> NDArray[np.int64]:
        """A step or an input of each case."""
        return np.array([values[name] for values in self.values], np.int64)

    def inputs(self) -> dict[str, NDArray[np.int64]]:
        return {name: self.of(name) for name in self.plan.inputs}


def read_cases(rows: Iterable[Row], request: Request, engine: Engine) -> tuple[list[Case], list[Group]]:
    """The cases in order, and those that something can be said of in groups.

    Raises:
        TableError: a fee table is malformed.
    """
    cases: list[Case] = []
    groups: dict[tuple[int, str], Group] = {}
    for given, broken in rows:
        row = with_channel(given, request)
        seats = request.seats(channel_of(row))
        place, sku, market, day = len(cases), sku_of(row), _market(row, request, engine), _day(row, request)
        found: dict[int, Case] = {}
        for by, members in bundles(seats):
            programs = tuple(seats[each].program for each in members)
            try:
                if broken is not None:
                    raise broken
                answer = answer_row(engine, row, request, programs, by)
            except TableError:
                raise  # not this row's fault
            except LogicostError as error:
                found |= {each: Case(place + each, sku, seats[each], market, day, error) for each in members}
                continue
            for each in members:
                program = answer.programs[seats[each].program]
                if isinstance(program, LogicostError):
                    found[each] = Case(place + each, sku, seats[each], market, day, program)
                    continue
                found[each] = Case(place + each, sku, seats[each], market, day)
                key = (id(answer.plan), program.name)
                group = groups.setdefault(key, Group(answer.plan, program))
                group.cases.append(found[each])
                group.values.append(answer.values)
        cases += [found[each] for each in range(len(seats))]
    return cases, list(groups.values())


def _market(row: Mapping[str, Any], request: Request, engine: Engine) -> str:
    given = row.get("market")
    word = request.market if is_blank(given) else text_of(given).strip()
    try:
        return engine.shelf.markets.find(word).code
    except LogicostError:
        return word


def _day(row: Mapping[str, Any], request: Request) -> dt.date | None:
    try:
        return request.day if is_blank(row.get("on")) else read_day(row["on"])
    except LogicostError:
        return None
