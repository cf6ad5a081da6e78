"""From one row of raw values to the values of every step: plans are built once for each market, day and programs."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from threading import RLock
from typing import Any

from logicost.errors import InputError, RefusedError
from logicost.fees.vocabularies import vocabulary, words_of_all
from logicost.inputs.dates import read_day
from logicost.inputs.days import day_of
from logicost.inputs.fields import NOT_GIVEN
from logicost.inputs.readers import is_blank, read_word
from logicost.inputs.scalar import INPUTS, read_inputs
from logicost.inputs.vocabulary import Vocabulary
from logicost.market import Market
from logicost.programs import build_plan
from logicost.rules.exact import Run, Values, compile_steps, run_steps
from logicost.rules.plan import Kind, Plan
from logicost.rules.program_plan import ProgramPlan
from logicost.rules.text import Meaning, TextReading
from logicost.tables.shelf import Shelf, kept_by_shelf, open_shelf
from logicost.uncollected import uncollected

building = RLock()  # threads wait for what another builds, which none needs twice


def _input_meaning(words: Mapping[str, tuple[str, ...]]) -> Callable[[str], Meaning]:
    """How the inputs' numbers read: categories and choices by their words, -1 as not given."""

    def meaning(name: str) -> Meaning:
        spec = INPUTS[name]
        kind = Kind.WORD if name in words else spec.kind
        return Meaning(kind, words.get(name, ()), optional=spec.smallest == NOT_GIVEN)

    return meaning


@dataclass(frozen=True, slots=True)
class Answer:
    """One row's values under one plan; a program that cannot serve the row stands as its error.

    Attributes:
        remark: what is to be said of the row's category, in programs whose referral fee depends on it.
        origins: column to the table of the seller's defaults that its value came from.
    """

    plan: Plan
    values: Values
    text: TextReading
    programs: Mapping[str, ProgramPlan | RefusedError]
    remark: str = ""
    origins: Mapping[str, str] = field(default_factory=dict)

    @property
    def day(self) -> dt.date:
        """The ship date; days on which the same cards hold share a plan."""
        return day_of(self.values["ship_day"])

    @property
    def only(self) -> ProgramPlan | RefusedError:
        """The answer's one program."""
        (program,) = self.programs.values()
        return program


@dataclass(frozen=True, eq=False)
class Compiled:
    """A plan with its exact and its text reading.

    Attributes:
        members: those that it joins, if it is one of several classes of days: it has no exact reading.
    """

    plan: Plan
    text: TextReading
    members: tuple[Compiled, ...] = ()

    @cached_property
    def steps(self) -> list[tuple[str, Run]]:
        """For the exact reading; whole columns do without."""
        return compile_steps(self.plan.steps.values())


@kept_by_shelf(4096)
def compiled_plan(shelf: Shelf, market: str, day: dt.date, programs: tuple[str, ...]) -> Compiled:
    """The plan of a market's code, a day and programs (canonical names), built once for all days of its class: those of
    which all that it takes from the day is the same.

    Raises:
        LogicostError: no tables are on file for the day, or a table is malformed.
    """
    with building:
        known = built_plans(shelf, market, programs)
        found = next((each for each in reversed(known) if each.plan.holds_on(day)), None)
        if found is None:
            found = _build(shelf, market, day, programs)
            known.append(found)
        return found


@kept_by_shelf(64)
def built_plans(shelf: Shelf, market: str, programs: tuple[str, ...]) -> list[Compiled]:
    """The plans that were built, one for each class of days."""
    return []


@uncollected()
def _build(shelf: Shelf, market: str, day: dt.date, programs: tuple[str, ...]) -> Compiled:
    return compiled(build_plan(shelf.markets.find(market), day, shelf, programs))


def compiled(plan: Plan, members: tuple[Compiled, ...] = ()) -> Compiled:
    return Compiled(plan, TextReading(plan, _input_meaning(plan.words)), members)


class Engine:
    """Answers rows out of one set of tables.

    Args:
        fee_tables: a folder of the user's own cards; default what LOGICOST_FEE_TABLES names, if anything.
    """

    def __init__(self, fee_tables: str | Path | None = None) -> None:
        self.shelf = open_shelf(fee_tables)

    def vocabulary(self, store: Market) -> Vocabulary:
        """The words of a store."""
        return vocabulary(self.shelf, store)

    def channel_of(self, row: Mapping[str, Any], market: str) -> str | None:
        """The channel that a row names; None without one, and where no store has it.

        A channel of any store says the kind of the orders, also where the row's own is not known or has it not: the row's
        error says that.
        `market`: of a row that does not give its own.
        """
        value, own = row.get("channel"), row.get("market")
        if is_blank(value):
            return None
        with contextlib.suppress(InputError):
            store = self.shelf.markets.find(market if is_blank(own) else own)
            return self._named(value, self.vocabulary(store)["channel"])
        with contextlib.suppress(InputError):
            return self._named(value, words_of_all(self.shelf, "channel"))
        return None

    def _named(self, value: object, words: tuple[str, ...]) -> str:
        return words[read_word(words)(value, "channel")]

    def answer(self, row: Mapping[str, Any], market: str, on: dt.date | str | None, programs: Sequence[str]) -> Answer:
        """The values of every step for a row.

        Args:
            row: column to raw value.
            market: the store's code.
            on: the ship date; default today.
            programs: canonical names.

        Raises:
            LogicostError: the row cannot be read, or no tables are on file.
        """
        store = self.shelf.markets.find(market)
        day = today() if on is None else read_day(on)
        compiled = compiled_plan(self.shelf, store.code, day, tuple(programs))
        words = compiled.plan.words
        answer = answer_inputs(compiled, read_inputs(row, words, day), programs)
        category = row.get("category")
        remark = "" if is_blank(category) else words.categories.remark(category)
        return replace(answer, remark=remark) if remark else answer


def answer_inputs(compiled: Compiled, inputs: dict[str, int], programs: Iterable[str]) -> Answer:
    """The values of every step for inputs that were read."""
    values = run_steps(compiled.steps, inputs)
    plan = compiled.plan
    return Answer(
        plan=plan,
        values=values,
        text=compiled.text,
        programs={name: _refused(plan.program_of(name), compiled.text, values) for name in programs},
    )


def today() -> dt.date:
    """The local calendar day, the default ship date."""
    return dt.date.today()  # noqa: DTZ011 - the seller's own day is meant


def _refused(program: ProgramPlan, text: TextReading, values: Values) -> ProgramPlan | RefusedError:
    for refusal in program.refusals:
        if values[refusal.condition]:
            return RefusedError(refusal.code, text.reason(refusal.message, values), refusal.field)
    return program
