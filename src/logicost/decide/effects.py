"""What changes in a program's costs between two values of its inputs, in words: tiers, surcharges of carriers, fees."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from logicost.array_kinds import Numbers
from logicost.decide.cases import Group
from logicost.decide.curves import REFUSED, STATE
from logicost.rules.plan import Kind
from logicost.tables.status import Status


class Effects:
    """Attributes:
    wanted: the steps that it needs to tell them.
    """

    def __init__(self, group: Group) -> None:
        program = group.program
        self._market, self._program, self._steps = group.plan.market, program, group.plan.steps
        lines = [name for line in program.lines for name in (line.shown, line.amount, line.status)]
        self._surcharges = _surcharges(group)
        tier = [program.size_tier] if program.size_tier else []
        self.wanted = [*tier, *self._surcharges, *lines]

    def words(self, before: Mapping[str, Numbers], after: Mapping[str, Numbers]) -> list[str]:
        """The effect of each case, from what the wanted steps were to what they are."""
        told: list[list[str]] = [[] for _ in before[STATE]]
        tier = self._program.size_tier
        if tier is not None:
            words = self._steps[tier].words
            for place in np.flatnonzero(before[tier] != after[tier]).tolist():
                told[place].append(f"{words[before[tier][place]]} to {words[after[tier][place]]}")
        for name, word in self._surcharges.items():
            for place in np.flatnonzero(before[name] != after[name]).tolist():
                told[place].append(self._surcharge(name, word, int(before[name][place]), int(after[name][place])))
        currency = self._market.currency
        for number, line in enumerate(self._program.lines):
            had, has = (np.where(each[line.shown] > 0, each[line.amount], 0) for each in (before, after))
            known = [each[STATE] >> number & 1 == 0 for each in (before, after)]
            changes = (known[0] != known[1]) | (known[0] & known[1] & (np.abs(had - has) >= currency.minor_unit))
            for place in np.flatnonzero(changes).tolist():
                if known[0][place] and known[1][place]:
                    amounts = [currency.decimal(int(each[place])) for each in (had, has)]
                    told[place].append(f"{line.fee} {amounts[0]:f} to {amounts[1]:f}")
                else:
                    told[place].append(f"{line.fee} is {'not known' if known[0][place] else 'known'}")
        for place in np.flatnonzero((after[STATE] & REFUSED) > (before[STATE] & REFUSED)).tolist():
            told[place] = [f"{self._program.name} does not take it"]
        return [", ".join(each) for each in told]

    def status(self, values: Mapping[str, Numbers]) -> Numbers:
        """The worst of the lines' statuses."""
        worst = np.zeros(len(values[STATE]), np.int64)
        for line in self._program.lines:
            worst = np.maximum(worst, np.where(values[line.shown] > 0, values[line.status], 0))
        return np.where(worst == 0, int(Status.EXACT), worst)

    def _surcharge(self, name: str, word: str, had: int, has: int) -> str:
        if self._steps[name].kind is Kind.FLAG:
            return f"{'with' if has else 'without'} {word}"
        currency = self._market.currency
        return f"{word} {currency.decimal(had):f} to {currency.decimal(has):f}"


def _surcharges(group: Group) -> dict[str, str]:
    """The carrier's surcharges by size: the flags that say whether one applies, and fees of their own; with their words."""
    carrier = group.program.variant
    found: dict[str, str] = {}
    for name, step in group.plan.steps.items() if carrier else ():
        word = name.removeprefix(f"{carrier}_")
        if word == name:
            continue
        if step.kind is Kind.FLAG and word.endswith("_applies"):
            found[name] = word.removesuffix("_applies").replace("_", " ")
        elif word == "nonstandard":
            found[name] = "nonstandard fee"
    return found
