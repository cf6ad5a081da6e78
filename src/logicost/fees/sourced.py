"""Steps of a plan whose figures are from a card: the one on the plan's day, or that of another day of each row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from logicost.fees.cards import read_card
from logicost.fees.eras import RECENT, Era
from logicost.inputs.days import day_number
from logicost.rules.expressions import FALSE, Expression, Reference, Value, expression, first_of, total
from logicost.rules.plan import Kind, Plan, once
from logicost.tables.edition import Edition
from logicost.tables.shelf import Choice


@dataclass(slots=True)
class Sourced:
    """Steps of a plan whose figures are from one card.

    Attributes:
        choice: the card on the plan's day; `card`: that as its reader gives it, None where there is none.
        source: the card's id.
    """

    plan: Plan
    choice: Choice

    @property
    def card(self) -> Any:
        return None if self.choice.edition is None else read_card(self.choice.edition)

    @property
    def source(self) -> str | None:
        return self.choice.source

    def step(
        self,
        name: str,
        value: Value,
        kind: Kind,
        note: str = "",
        words: tuple[str, ...] = (),
        when: str | None = None,
    ) -> Reference:
        """Add a step whose figures are from the card."""
        return self.plan.step(name, value, kind, note, self.source, words, when)


@dataclass(slots=True)
class Dated(Sourced):
    """The same of a fee that may go by the card of another day than the plan's.

    Attributes:
        name: what its steps are called: the fee, or ``<variant>_<fee>``.
        by: the step that says the day; None for the plan's day.
        eras: what was on file on the days that it can be, in order; one of a fee that goes by the plan's day.
    """

    name: str
    by: str | None
    eras: tuple[Era, ...]

    @property
    def editions(self) -> tuple[Edition, ...]:
        """The cards on file in its eras, each once."""
        return tuple(dict.fromkeys(era.choice.edition for era in self.eras if era.choice.edition is not None))

    def step(
        self,
        name: str,
        value: Value,
        kind: Kind,
        note: str = "",
        words: tuple[str, ...] = (),
        when: str | None = None,
    ) -> Reference:
        """Add a step whose figures are from the card, or from that of the day by which the fee goes."""
        if len(self.eras) == 1:
            return self.plan.step(name, value, kind, note, self.source, words, when)
        return self.plan.step(name, value, kind, note, None, words, when, self.era.name)

    @property
    def era(self) -> Reference:
        """The step that says in which of the eras the day lies by which the fee goes."""
        name = f"{self.name}_era"
        if not self.plan.has(name):
            assert self.by is not None  # else there is one era
            begins = [day_number(era.first) for era in self.eras[1:]]
            day = self.plan[self.by]
            place = total(*(day >= begin for begin in begins))
            self.plan.step(name, place, Kind.COUNT, "cards before the one in force")
            self.plan.eras[name] = tuple(era.choice.edition for era in self.eras)
        return self.plan[name]

    def in_force(self, of: Callable[[Choice], Value]) -> Expression:
        """What is true of the choice of the day by which the fee goes."""
        *earlier, last = (expression(of(era.choice)) for era in self.eras)
        if all(value == last for value in earlier):
            return last
        return first_of(*((self.era.equals(place), value) for place, value in enumerate(earlier)), otherwise=last)

    def goes_by(self, edition: Edition) -> Expression:
        """Whether that card is the one in force."""
        return self.in_force(lambda choice: int(choice.edition is edition))

    def by_card(self, of: Callable[[Any], Value], otherwise: Value = 0) -> Expression:
        """What the card of the day by which the fee goes says; `otherwise` where there is none."""
        return self.in_force(lambda choice: of(read_card(choice.edition)) if choice.edition else otherwise)

    def card_may_be_older(self, is_open: str) -> Reference:
        """A flag step: the day by which the fee goes is open, and another card was in force not long before the ship date.

        Args:
            is_open: the step that says so of the day.
        """
        changes = [era.first for before, era in pairwise(self.eras) if before.choice.edition is not era.choice.edition]
        recently = self.plan.input("ship_day") < day_number(changes[-1]) + RECENT if changes else FALSE
        note = f"the card changed on {changes[-1]}" if changes else "the card never changed"
        return self.plan.step(f"{self.name}_card_may_be_older", self.plan[is_open] & recently, Kind.FLAG, note)


@once
def sourced(plan: Plan, table: str) -> Sourced:
    """The card of a table on the plan's day."""
    return Sourced(plan, plan.choose(table))
