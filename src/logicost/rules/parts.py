"""What each rule added to a plan and what it went by, so that a plan can move to another day, on which most of it stays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Fact = Callable[[dt.date], object]


@dataclass(slots=True, eq=False)
class Part:
    """What one call of a rule added.

    Attributes:
        facts: what it took from the plan's day.
        needs, users: the parts that it goes by, and those that go by it.
        absent: the steps that it looked for in vain.
        stays: whether nothing else decided it; else it is made anew for every day.
        is_gone: whether the plan has moved to a day on which it is otherwise.
        made: what the call returned.
    """

    facts: frozenset[Fact] = frozenset()
    needs: set[Part] = field(default_factory=set)
    users: set[Part] = field(default_factory=set)
    absent: frozenset[str] = frozenset()
    stays: bool = True
    is_gone: bool = False
    made: Any = None


class Parts:
    """The parts of a plan: of each call, by the rule and its arguments, and of each step, by its name; None where no rule
    added it."""

    def __init__(self) -> None:
        self._of_call: dict[object, Part] = {}
        self._of_step: dict[str, Part | None] = {}
        self._asked: set[Part] = set()  # by no other part
        self._facts: set[Fact] = set()  # that no rule took
        self._running: list[Part] = []

    def of_call(self, call: object) -> Part | None:
        """The part of a call that was made, and need not be again."""
        part = self._of_call.get(call)
        return None if part is None or part.is_gone else part

    def begin(self, inherits: bool = False) -> Part:
        """A rule runs: until its `end`, what is added and gone by is its own.

        Args:
            inherits: whether it goes by all that its caller went by so far, as it was given some of that.
        """
        part = Part()
        above = (self._running[-1].needs if self._running else self._asked) if inherits else ()
        self._running.append(part)
        for each in above:
            self.goes_by(each)
        return part

    def end(self, call: object, part: Part) -> None:
        self._running.pop()
        self._of_call[call] = part

    def adds(self, step: str) -> None:
        self._of_step[step] = self._running[-1] if self._running else None

    def adds_beside(self, step: str, other: str) -> None:
        """The step follows from another: it stays and goes with that."""
        self._of_step[step] = self._of_step.get(other)

    def goes_by_step(self, step: str) -> None:
        self.goes_by(self._of_step.get(step))

    def goes_by(self, part: Part | None) -> None:
        """What runs goes by what another rule added, or by what no part says: None."""
        if not self._running:
            if part is not None:
                self._asked.add(part)
            return
        mine = self._running[-1]
        if part is None:
            mine.stays = False
        else:
            mine.needs.add(part)
            part.users.add(mine)

    def asks(self, fact: Fact) -> None:
        if self._running:
            self._running[-1].facts |= {fact}
        else:
            self._facts.add(fact)

    def misses(self, step: str) -> None:
        if self._running:
            self._running[-1].absent |= {step}

    def asked(self) -> set[Part]:
        """The parts that somebody asked for, by themselves or for another."""
        found, waiting = set(self._asked), list(self._asked)
        while waiting:
            more = waiting.pop().needs - found
            found |= more
            waiting += more
        return found

    def facts_of(self, parts: set[Part]) -> set[Fact]:
        """What some parts took from the day, and what no rule took."""
        return self._facts.union(*(part.facts for part in parts))

    def steps_of(self, parts: set[Part]) -> set[str]:
        """The names of the steps of some parts, and of those that no rule added."""
        return {step for step, part in self._of_step.items() if part is None or part in parts}

    def leave(self, changed: set[Fact]) -> set[Part]:
        """Forget the parts that are otherwise when those facts are others, those that nobody asked for, and what is of none;
        the parts that stay."""
        asked = self.asked()
        gone = {part for part in asked if not part.stays or not changed.isdisjoint(part.facts)}
        waiting = list(gone)
        while waiting:
            more = waiting.pop().users - gone
            gone |= more
            waiting += more
        for part in self._of_call.values():
            part.is_gone = part.is_gone or part in gone or part not in asked
        self._of_step = {step: part for step, part in self._of_step.items() if part is not None and not part.is_gone}
        self._asked, self._facts = set(), set()
        return asked - gone
