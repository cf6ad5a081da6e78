"""What is asked of every row: programs, market, day and the rest. Small and picklable, so that it may travel."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from logicost.answers.engine import today
from logicost.answers.seats import Seat, take_seats
from logicost.answers.uplift import read_uplift
from logicost.errors import InputError, text_of
from logicost.inputs.scalar import read_day
from logicost.programs import find_program, find_programs
from logicost.tables.markets import Markets
from logicost.tables.shelf import open_shelf

if TYPE_CHECKING:
    from logicost.inputs.programs import Program

    Asked = str | Program

PROGRAMS = ("fba", "fbm", "mcf")


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for.

    Attributes:
        programs: canonical name to the name that results show, in the order asked for.
        market, day: for rows that do not give their own.
        strict: refuse what is not exact or the user's own figure.
        uplift: of programs by canonical name, as `read_uplift` has it.
        fee_tables: a folder of the user's own cards.
        columns: headings of a frame, to the column and unit that each is.
        own: values of a program itself, by canonical name, for cells that are blank.
        select: the columns of the results that are wanted, None for all; `floats`: their amounts as floats.
    """

    programs: Mapping[str, str]
    market: str
    day: dt.date
    strict: bool = False
    uplift: Mapping[str, int] = field(default_factory=dict)
    fee_tables: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    own: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    select: tuple[str, ...] | None = None
    floats: bool = False

    def seats(self, channel: str | None = None) -> tuple[Seat, ...]:
        """The programs in their groups, for a row whose orders are placed at `channel`; None: it does not say."""
        return take_seats(self.programs, channel, self.own)

    @classmethod
    def of(
        cls,
        programs: str | Program | Sequence[str | Program] = PROGRAMS,
        *,
        market: str | None = None,
        on: dt.date | str | None = None,
        strict: bool = False,
        uplift: object = None,
        fee_tables: str | Path | None = None,
        columns: Mapping[str, str] | None = None,
    ) -> Request:
        """The request in a user's words.

        Raises:
            InputError: ``unknown_program``, ``no_program``, ``unknown_market``, ``not_a_date``, those of `read_uplift`.
        """
        words = listed_programs(programs)
        day = today() if on is None else read_day(on)
        folder = str(fee_tables) if fee_tables else None
        markets = open_shelf(folder).markets
        asked = asked_programs(words, markets)
        store, rises = markets.find(market), read_uplift(uplift, asked)
        return cls(asked, store.code, day, strict, rises, folder, dict(columns or {}), own_columns(words, markets))


def listed_programs(programs: Asked | Sequence[Asked]) -> list[Asked]:
    """Names and models of programs one by one: text may list names with commas.

    Raises:
        InputError: ``unknown_program``, ``no_program``.
    """
    if isinstance(programs, str):
        return [word for word in programs[:10_000].split(",") if word.strip()]
    several: Any = programs  # a model is iterable, too
    return list(several) if isinstance(several, Iterable) and not hasattr(several, "columns") else [several]


def name_of(program: Asked) -> str:
    """The name that a user gave a program, or that its model has."""
    return text_of(program if isinstance(program, str) or not hasattr(program, "columns") else program.name).strip()


def own_columns(programs: Sequence[Asked], markets: Markets | None = None) -> dict[str, dict[str, object]]:
    """Canonical name to the columns that a program's model gives."""
    models = [each for each in programs if not isinstance(each, str) and hasattr(each, "columns")]
    return {find_program(name_of(each), markets): each.columns() for each in models}


def asked_programs(programs: Asked | Sequence[Asked], markets: Markets | None = None) -> dict[str, str]:
    """Canonical name to the name that the user wrote, in the order asked for.

    Raises:
        InputError: ``unknown_program``, ``no_program``; ``program_given_twice`` for models of one program.
    """
    asked: dict[str, str] = {}
    for program in listed_programs(programs):
        name = name_of(program)
        canonical = find_program(name, markets)
        if canonical in asked and hasattr(program, "columns"):
            raise InputError(
                "program_given_twice", f"{canonical} is given twice; compare it twice, once with each", "programs"
            )
        asked.setdefault(canonical, name)
    find_programs(list(asked), markets)
    return asked
