"""What is asked of every row: programs, market, day and the rest. Small and picklable, so that it may travel."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from logicost.answers.engine import today
from logicost.answers.uplift import read_uplift
from logicost.inputs.scalar import read_day
from logicost.programs import find_program, find_programs
from logicost.tables.shelf import open_shelf

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
    """

    programs: Mapping[str, str]
    market: str
    day: dt.date
    strict: bool = False
    uplift: Mapping[str, int] = field(default_factory=dict)
    fee_tables: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        programs: str | Sequence[str] = PROGRAMS,
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
        asked = asked_programs(programs)
        day = today() if on is None else read_day(on)
        folder = str(fee_tables) if fee_tables else None
        store, rises = open_shelf(folder).markets.find(market), read_uplift(uplift, asked)
        return cls(asked, store.code, day, strict, rises, folder, dict(columns or {}))


def asked_programs(programs: str | Sequence[str]) -> dict[str, str]:
    """Canonical name to the name that the user wrote, in the order asked for."""
    words = programs.split(",") if isinstance(programs, str) else list(programs)
    asked: dict[str, str] = {}
    find_programs(words)
    for word in words:
        if str(word).strip():
            asked.setdefault(find_program(word), str(word).strip())
    return asked
