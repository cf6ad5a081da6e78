"""A plan: the flat, ordered list of named steps that prices some programs in one market on one day.

Steps are added when they are first asked for, by the functions that `defines` registers: whoever needs a step names it,
and the order of calls does not matter. The readings run the steps. One that several programs share stands in it once.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from enum import Enum
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from logicost.errors import TableError
from logicost.inputs.categories import CategoryBook
from logicost.inputs.vocabulary import Vocabulary
from logicost.market import Market
from logicost.rules.expressions import (
    Expression,
    FindRow,
    Reference,
    Value,
    expression,
    first_of,
    node,
    references,
)
from logicost.rules.parts import Fact, Part, Parts
from logicost.rules.program_plan import NOTHING, ProgramPlan, Refusal
from logicost.rules.table import Table, WordTable, number_of
from logicost.tables.edition import Edition
from logicost.tables.shelf import Choice, Shelf

P = ParamSpec("P")
R = TypeVar("R")
_KNOWN = (str, int, dt.date, Edition, Reference)  # arguments that say by themselves what a rule goes by
ALWAYS = "always"  # the flag step of what holds in every row


class Kind(Enum):
    """What a step's whole number counts."""

    MONEY = "money"  # 0.0001 of the currency
    LENGTH = "length"  # the market's length grain
    VOLUME = "volume"  # the length grain, cubed
    STORAGE_VOLUME = "storage volume"  # 0.000001 of the unit in which the market charges storage
    WEIGHT = "weight"  # the market's weight grain
    COUNT = "count"
    DAY = "day"  # as spreadsheets count days
    SUPPLY = "days of supply"  # 0.01 day
    MONTHS = "months"  # 1/377,580 of a month, which every length of a month divides
    MICROS = "micros"  # 0.000001 of the currency
    SHARE = "share"  # 0.000001 of the orders
    FLAG = "flag"
    RATE = "rate"  # 0.00001
    RATIO = "ratio"  # 0.0001
    WORD = "word"  # a place in the step's vocabulary
    STATUS = "status"
    ROW = "row"


@node
class Step:
    """One named value.

    Attributes:
        note: the published sentence that it follows; `edition`: the id of the card of its figures.
        words: the vocabulary of a step that counts a word.
        when: a flag step; where it is 0 the step means nothing and explanations leave it out.
        era: the step that says which of `Plan.eras` its figures are from, where that is another for each row.
    """

    name: str
    expression: Expression
    kind: Kind
    note: str = ""
    edition: str | None = None
    words: tuple[str, ...] = ()
    when: str | None = None
    era: str | None = None
    _mentions: tuple[str, ...] | None = field(default=None, init=False, compare=False, repr=False)

    @property
    def mentions(self) -> tuple[str, ...]:
        """The names that its expression mentions, looked for once: many plans share the step."""
        if self._mentions is None:
            object.__setattr__(self, "_mentions", tuple(references(self.expression)))
        return self._mentions or ()


_definers: dict[str, Callable[[Plan], object]] = {}


def defines(*names: str) -> Callable[[Callable[[Plan], R]], Callable[[Plan], R]]:
    """Register a function that adds those steps to a plan; it is called when one of them is first asked for."""

    def register(add: Callable[[Plan], R]) -> Callable[[Plan], R]:
        for name in names:
            if name in _definers:
                raise KeyError(f"two rules define the step {name}")
            _definers[name] = add
        return add

    return register


def once(function: Callable[Concatenate[Plan, P], R]) -> Callable[Concatenate[Plan, P], R]:
    """A function of a plan that runs once for the same arguments; later calls return what the first did."""

    @wraps(function)
    def call(plan: Plan, /, *args: P.args, **kwargs: P.kwargs) -> R:
        key = (function, args, tuple(kwargs.items()))
        part = plan.parts.of_call(key)
        if part is None:
            part = plan.parts.begin(inherits=not all(isinstance(arg, _KNOWN) for arg in args))
            for arg in args:
                if isinstance(arg, Reference):
                    plan.parts.goes_by_step(arg.name)
            part.made = function(plan, *args, **kwargs)
            plan.parts.end(key, part)
        plan.parts.goes_by(part)
        result: R = part.made
        return result

    return call


class Plan:
    """Steps, in order, and the programs that use them.

    Args:
        inputs: the names that a row gives values to; words: the vocabulary of those that count a word.

    Attributes:
        market: for which it holds.
        day: for which it was built.
        facts: what it took from its day. It holds for every day of which they say the same.
        shelf: the tables that it draws on.
        steps: name to step, in order of evaluation.
        programs: name to `ProgramPlan`.
        editions: fee to `Choice`, for every fee that was asked for.
        eras: the cards that a step may count, in order, None where there is none.
        parts: which rule added what.
    """

    def __init__(
        self,
        market: Market,
        day: dt.date,
        shelf: Shelf,
        inputs: Iterable[str],
        words: Vocabulary,
    ) -> None:
        self.market = market
        self.day = day
        self.facts: dict[Fact, object] = {}
        self.shelf = shelf
        self.inputs = frozenset(inputs)
        self.words = words
        self.steps: dict[str, Step] = {}
        self.editions: dict[str, Choice] = {}
        self.eras: dict[str, tuple[Edition | None, ...]] = {}
        self.parts = Parts()
        self._programs: dict[str, ProgramPlan] = {}
        self._chosen_by: dict[str, Fact] = {}  # of each fee the fact that chose its card
        self._missed: set[str] = set()  # the steps that rules of the parts which stayed looked for in vain
        self._being_added: set[str] = set()

    @property
    def programs(self) -> dict[str, ProgramPlan]:
        self.parts.goes_by(None)  # they grow while rules run
        return self._programs

    def fact(self, of: Callable[[dt.date], R]) -> R:
        """What a function says of the plan's day. Days of which all answers are the same share the plan: ask for no more."""
        self.facts[of] = found = of(self.day)
        self.parts.asks(of)
        return found

    def holds_on(self, day: dt.date) -> bool:
        """Whether the plan prices that day, too."""
        return all(of(day) == found for of, found in self.facts.items())

    def choose(self, fee: str, on: Callable[[dt.date], dt.date] | None = None) -> Choice:
        """The fee's card on the plan's day, or on the one that `on` gives for it, the same at every call."""
        if fee not in self.editions:
            market, shelf = self.market.code, self.shelf

            def chosen(day: dt.date) -> Choice:
                return shelf.choose(market, fee, on(day) if on else day)

            self._chosen_by[fee] = chosen
            self.editions[fee] = self.fact(chosen)
        if fee in self._chosen_by:
            self.parts.asks(self._chosen_by[fee])
        return self.editions[fee]

    def move_to(self, day: dt.date) -> None:
        """Forget what is otherwise on that day, and the programs: they are to be added again. Steps that stay come first.

        Rules may look whether a step is there: `is_sound` says whether those that stayed would find the same.
        """
        staying = self.parts.leave({of for of, found in self.facts.items() if of(day) != found})
        self._missed = {name for part in staying for name in part.absent} - self.steps.keys()
        self._take(self, staying)
        self.day, self._programs = day, {}

    def as_it_is(self) -> Plan:
        """The plan with what its programs need, as it stays when this one moves on."""
        plan = copy.copy(self)
        plan._take(self, self.parts.asked())
        plan.parts = Parts()
        return plan

    def _take(self, other: Plan, parts: set[Part]) -> None:
        """What is of those parts of another plan, and of none."""
        facts, steps = other.parts.facts_of(parts), other.parts.steps_of(parts)
        self.facts = {of: found for of, found in other.facts.items() if of in facts}
        self.steps = {name: step for name, step in other.steps.items() if name in steps}
        self.eras = {name: era for name, era in other.eras.items() if name in steps}
        self._chosen_by = {fee: of for fee, of in other._chosen_by.items() if of in facts}
        free = self.market.not_charged
        self.editions = {fee: card for fee, card in other.editions.items() if fee in self._chosen_by or fee in free}

    @property
    def is_sound(self) -> bool:
        """Whether the plan is what it would be if it had been built for its day alone."""
        tiers = self.editions.get("size_tiers")  # which programs tell that others stand in depends on who asked first
        return self._missed.isdisjoint(self.steps) and not (tiers is not None and tiers.stands_in)

    @property
    def categories(self) -> CategoryBook:
        return self.words.categories

    @property
    def cards(self) -> dict[str, Edition]:
        """The cards that its figures may be from, by their ids."""
        chosen = [choice.edition for choice in self.editions.values()]
        return {card.id: card for card in (*chosen, *(card for era in self.eras.values() for card in era)) if card}

    def edition_of(self, step: Step, values: Mapping[str, int]) -> str | None:
        """The id of the card from which a step's figures are in a row of values."""
        card = self.eras[step.era][values[step.era]] if step.era else None
        return card.id if card else step.edition

    def input(self, name: str) -> Reference:
        if name not in self.inputs:
            raise KeyError(f"no input is called {name}")
        return Reference(name)

    def value(self, name: str) -> Reference:
        """An input or a step of that name, as cards name them.

        Raises:
            TableError: ``table_word_unknown`` where there is neither.
        """
        if name in self.inputs:
            return Reference(name)
        if name not in self.steps and name not in _definers:
            raise TableError("table_word_unknown", f"a card goes by '{name}', which is no step of the rules")
        return self[name]

    def has(self, name: str) -> bool:
        """Whether a step was added so far."""
        if name not in self.steps:
            self.parts.misses(name)
            return False
        self.parts.goes_by_step(name)
        return True

    def __getitem__(self, name: str) -> Reference:
        """A step, which is added if nobody asked for it before."""
        if name not in self.steps:
            add = _definers.get(name)
            if add is None or name in self._being_added:
                raise KeyError(f"{name} needs itself" if add else f"no step is called {name}")
            self._being_added.add(name)
            part = self.parts.begin()
            add(self)
            self.parts.end(add, part)
            self._being_added.discard(name)
            if name not in self.steps:
                raise KeyError(f"the rule of {name} does not add it")
        self.parts.goes_by_step(name)
        return Reference(name)

    def step(
        self,
        name: str,
        value: Value,
        kind: Kind,
        note: str = "",
        edition: str | None = None,
        words: tuple[str, ...] = (),
        when: str | None = None,
        era: str | None = None,
    ) -> Reference:
        """Add a step and return a reference to it."""
        if name in self.steps or name in self.inputs:
            raise KeyError(f"the name {name} is taken")
        self.steps[name] = Step(name, expression(value), kind, note, edition, words, when, era)
        self.parts.adds(name)
        return Reference(name)

    def vocabulary(self, name: str) -> tuple[str, ...]:
        """The words that a step or an input counts; a word's place is its number."""
        return self.steps[name].words if self.has(name) else self.words.get(name, ())

    def is_word(self, of: Reference, *words: str) -> Expression:
        """Whether a step or an input is one of those words.

        Raises:
            TableError: a card names a word that the step's vocabulary has not.
        """
        known = self.vocabulary(of.name)
        return of.is_one_of(*(number_of(known, word, of.name) for word in words))

    def is_category(self, *names: str) -> Expression:
        """Whether the unit's category is one of those that a card names; in a market without categories none is.

        Raises:
            TableError: as `is_word`.
        """
        category = self.input("category")
        return self.is_word(category, *(names if self.vocabulary(category.name) else ()))

    def find(self, table: Table | WordTable, by: Sequence[Value], along: Expression) -> FindRow:
        """The row of a table; keys that are words of the card are told by the vocabularies of the steps in `by`.

        Raises:
            TableError: the table has a word that such a vocabulary has not.
        """
        keys = tuple(expression(key) for key in by)
        if isinstance(table, WordTable):
            table = table.numbered(tuple(self._numbers_of(key) for key in keys))
        return FindRow(table, keys, along)

    def _numbers_of(self, key: Expression) -> tuple[str, tuple[str, ...]]:
        return (key.name, self.vocabulary(key.name)) if isinstance(key, Reference) else ("", ())

    def program_of(self, asked: str) -> ProgramPlan:
        """The program of a canonical name; of ``fbm`` that of the market's default carrier."""
        return self.programs[self.market.canonical(asked)]

    def program(self, name: str, serves: tuple[str, ...] = ("amazon",)) -> ProgramPlan:
        return self.programs.setdefault(name, ProgramPlan(name, serves))

    def refuse(
        self, program: ProgramPlan, name: str, condition: Expression, code: str, field: str, message: str
    ) -> None:
        """Refuse rows of the program where `condition` holds; the first such reason counts."""
        if name not in self.steps:
            self.step(name, condition, Kind.FLAG, message)
        program.refusals.append(Refusal(name, code, field, message))

    def place_of(self, name: str, flags: Sequence[str], note: str) -> Reference:
        """A step that counts how many of the flags stand before the first that holds; one for all that have no flags."""
        if not flags:
            return self[NOTHING]
        cases = ((Reference(flag), place) for place, flag in enumerate(flags))
        return self.step(name, first_of(*cases, otherwise=len(flags)), Kind.COUNT, note)


@defines(ALWAYS)
def always(plan: Plan) -> None:
    plan.step(ALWAYS, 1, Kind.FLAG, "in every row")


@defines(NOTHING)
def nothing(plan: Plan) -> None:
    plan.step(NOTHING, 0, Kind.COUNT, "in every row")
