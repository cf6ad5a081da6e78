"""What is asked of every row: programs, market, day and the rest. Small and picklable, so that it may travel."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeGuard

from logicost.answers.defaults_file import Given as GivenDefaults
from logicost.answers.defaults_file import find_defaults
from logicost.answers.engine import Engine, today
from logicost.answers.seats import Seat, take_seats
from logicost.answers.uplift import read_uplift
from logicost.errors import InputError, shown, text_of
from logicost.inputs.categories import CategoryBook
from logicost.inputs.dates import read_day
from logicost.inputs.defaults import NO_DEFAULTS, Defaults
from logicost.inputs.readers import is_blank, read_switch
from logicost.programs import find_program, find_programs
from logicost.tables.markets import Markets

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
        assumed_market: the market, where nobody has named it; else None.
        strict: refuse what is not exact or the user's own figure.
        uplift: of programs by canonical name, as `read_uplift` has it.
        fee_tables: a folder of the user's own cards.
        columns: headings of a frame, to the column and unit that each is.
        own: values of a program itself, by canonical name, for cells that are blank.
        defaults: the seller's, for what is still blank then.
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
    defaults: Defaults = NO_DEFAULTS
    assumed_market: str | None = None

    def seats(self, channel: str | None = None) -> tuple[Seat, ...]:
        """The programs in their groups, for a row whose orders are placed at `channel`; None: it does not say."""
        seats = take_seats(self.programs, channel, self.own)
        if not self.defaults:
            return seats
        return tuple(replace(seat, saved=self.defaults.key(seat.program, seat.channel)) for seat in seats)

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
        defaults: GivenDefaults = None,
    ) -> Request:
        """The request in a user's words.

        Raises:
            InputError: ``unknown_program``, ``no_program``, ``unknown_market``, ``not_a_date``, ``defaults_malformed``,
                those of `read_uplift`.
        """
        words = listed_programs(programs)
        day = today() if on is None else read_day(on)
        folder = None if fee_tables is None else text_of(fee_tables) or None
        markets = Engine(folder).shelf.markets
        asked = asked_programs(words, markets)
        saved = find_defaults(defaults, folder)
        named = saved.market if is_blank(market) else market
        store, rises = markets.find(named), read_uplift(uplift, asked)
        own = own_columns(words, markets)
        for program in asked:
            if (channel := saved.channel_of(program)) is not None:
                own[program] = {"channel": channel, **own.get(program, {})}
        if "category" in saved.tables:
            saved.check(_books(folder, store.code))
        return cls(
            asked,
            store.code,
            day,
            read_switch(strict, "strict"),
            rises,
            folder,
            _headings(columns),
            own,
            defaults=saved,
            assumed_market=store.code if is_blank(named) else None,
        )


def _headings(columns: object) -> dict[str, str]:
    """Headings to columns.

    Raises:
        InputError: ``value_unusable`` for what is no mapping.
    """
    if columns is None:
        return {}
    if not isinstance(columns, Mapping):
        raise InputError(
            "value_unusable", f"columns is {shown(columns)}; give headings to columns: {{'COGS': 'cost'}}", "columns"
        )
    return {text_of(heading): text_of(column) for heading, column in columns.items()}


def _books(fee_tables: str | None, first: str) -> Iterator[CategoryBook]:
    """The categories of every store that has any, the one asked for first."""
    engine = Engine(fee_tables)
    for code in dict.fromkeys((first, *engine.shelf.markets.by_code)):
        market = engine.shelf.markets.find(code)
        if engine.shelf.has_cards(market):
            yield engine.vocabulary(market).categories


def listed_programs(programs: Asked | Sequence[Asked]) -> list[Asked]:
    """Names and models of programs one by one: text may list names with commas.

    Raises:
        InputError: ``unknown_program``, ``no_program``.
    """
    if isinstance(programs, str):
        return [word for word in programs[:10_000].split(",") if word.strip()]
    several: Any = programs
    if is_model(several):  # a model is iterable, too
        return [several]
    try:
        return list(several)
    except TypeError:  # one of something, such as an array without dimensions
        return [several]


def is_model(program: object) -> TypeGuard[Program]:
    """Whether a program is a model, and not a name; told by what it has, as the models load pydantic."""
    return not isinstance(program, type) and hasattr(program, "columns") and hasattr(program, "name")


def name_of(program: Asked) -> str:
    """The name that a user gave a program, or that its model has."""
    return text_of(program.name if is_model(program) else program).strip()


def own_columns(programs: Sequence[Asked], markets: Markets | None = None) -> dict[str, dict[str, object]]:
    """Canonical name to the columns that a program's model gives."""
    models = [each for each in programs if is_model(each)]
    return {find_program(name_of(each), markets): each.columns() for each in models}


def asked_programs(programs: Asked | Sequence[Asked], markets: Markets | None = None) -> dict[str, str]:
    """Canonical name to the name that the user wrote, in the order asked for.

    Raises:
        InputError: ``unknown_program``, ``no_program``; ``program_given_twice`` for models of one program.
    """
    asked: dict[str, str] = {}
    models: set[str] = set()
    for program in listed_programs(programs):
        name = name_of(program)
        canonical = find_program(name, markets)
        if canonical in asked and (canonical in models or is_model(program)):
            raise InputError(
                "program_given_twice",
                f"{canonical} is given twice, and results tell programs apart by their names: compare once with each, or let "
                "one column vary in a sweep",
                "programs",
            )
        if is_model(program):
            models.add(canonical)
        asked.setdefault(canonical, name)
    find_programs(list(asked), markets)
    return asked
