"""The nearest value of a measure at which a cost jumps, for many products at once.

A measure is gone along in steps. Over several steps at once goes whoever sees the same signature at both ends and nearly
the same cost, or one that changed as evenly as at the first and the last of the steps: between them the cost moves one
way, so that nothing in it can jump. Else the stride is shortened, down to single steps. A single step is a jump where
the cost changes by `jump` more than at the step before it or behind it: what changes as much at every step, such as
storage with the volume, is none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from logicost.array_kinds import Numbers
from logicost.decide.curves import REFUSED

_FIRST, _LONGEST, _FACTOR = 64, 4_096, 4  # steps that are gone at once


@dataclass(frozen=True, slots=True)
class Way:
    """The values of a measure that are tried for each case: `now`, then `count` values from `first` on, `step` apart.

    Attributes:
        step: below 0 where the measure shrinks.
        smallest, largest: that the measure may be.
    """

    now: Numbers
    first: Numbers
    count: Numbers
    step: int
    smallest: int
    largest: int

    def value(self, cases: Numbers, number: Numbers) -> Numbers:
        """0 is `now`; -1 one step the other way."""
        beyond = self.first[cases] + (number - 1) * self.step
        other = np.where(number < 0, self.now[cases] - self.step, beyond)
        return np.clip(np.where(number == 0, self.now[cases], other), self.smallest, self.largest)


Evaluate = Callable[[Numbers, Numbers], tuple[Numbers, Numbers, Numbers]]


def nearest(evaluate: Evaluate, way: Way, jump: int, rising: bool) -> tuple[Numbers, Numbers, Numbers]:
    """The cases whose cost jumps, and the values before and at the nearest jump.

    Args:
        evaluate: cost, signature and state of cases at values.
        rising: a jump is where the cost rises, or where it is not known any more or the product not taken; else where
            it falls and as much is known of it as now.
    """
    size = len(way.now)
    place, stride = np.zeros(size, np.int64), np.full(size, _FIRST, np.int64)
    active = np.flatnonzero(way.count > 0)
    cost, signature, state = (np.zeros(size, np.int64) for _ in range(3))
    cost[active], signature[active], state[active] = evaluate(active, way.value(active, place[active]))
    first_state = state.copy()
    sign = -1 if rising else 1
    found: list[Numbers] = []
    while len(active):
        here = place[active]
        following = np.minimum(here + stride[active], way.count[active])
        there = evaluate(active, way.value(active, following))
        change = (cost[active] - there[0]) * sign
        same = (there[1] == signature[active]) & (there[2] == state[active])
        closed = same & (np.abs(change) < jump)
        width = following - here
        uneven = np.flatnonzero(same & ~closed & (width > 1))
        if len(uneven):
            whose = active[uneven]
            begins = cost[whose] - evaluate(whose, way.value(whose, here[uneven] + 1))[0]
            ends = evaluate(whose, way.value(whose, following[uneven] - 1))[0] - there[0][uneven]
            apart = [np.abs(change[uneven] - each * sign * width[uneven]) for each in (begins, ends)]
            closed[uneven] = np.maximum(*apart) < jump
        single = ~closed & (width == 1)
        alike = (there[2] == state[active]) & (there[2] & REFUSED == 0)
        jumps = single & alike & (change >= jump)
        if rising:
            lost = single & (there[2] != state[active])
        else:
            lost = np.zeros(len(active), np.bool_)
            jumps &= there[2] == first_state[active]
        tried = np.flatnonzero(jumps)
        if len(tried):
            jumps[tried] = _stands_out(
                evaluate, way, sign, active[tried], here[tried], [cost[active[tried]], there[0][tried]], there[2][tried],
                change[tried] - jump,
            )  # fmt: skip
        hit = jumps | lost
        found.append(active[hit])
        gone = closed | (single & ~hit)
        moved = active[gone]
        place[moved] = following[gone]
        for own, new in zip((cost, signature, state), there, strict=True):
            own[moved] = new[gone]
        stride[active] = np.where(
            closed,
            np.minimum(stride[active] * _FACTOR, _LONGEST),
            np.where(gone, _FACTOR, np.maximum(width // _FACTOR, 1)),
        )
        active = active[~hit & (place[active] < way.count[active])]
    cases = np.sort(np.concatenate(found)) if found else np.zeros(0, np.int64)
    return cases, way.value(cases, place[cases]), way.value(cases, place[cases] + 1)


def _stands_out(
    evaluate: Evaluate,
    way: Way,
    sign: int,
    cases: Numbers,
    here: Numbers,
    costs: list[Numbers],
    state: Numbers,
    most: Numbers,
) -> NDArray[np.bool_]:
    """Whether the cost changes by at most `most` at the step before the one from `here`, or at the one behind it."""
    before = evaluate(cases, way.value(cases, here - 1))
    behind = evaluate(cases, way.value(cases, np.minimum(here + 2, way.count[cases])))
    changes = (
        np.where(before[2] == state, (before[0] - costs[0]) * sign, 0),
        np.where(behind[2] == state, (costs[1] - behind[0]) * sign, 0),
    )
    result: NDArray[np.bool_] = np.minimum(*changes) <= most
    return result
