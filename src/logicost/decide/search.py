"""Every price from one minor unit to the end of the search, without trying every price.

Prices that were tried part the rest into gaps. A gap is parted further while something in it is open: a comparison or
a card's row changes in it, the target may be met in one part of it and not in another, or a price in it may leave less
than a lower one. Between the edges profit only rises (or only falls) with the price, but for the rounding of single
lines; `NOISE` is the most that this is reckoned with. What is told in the end was tried, every cent of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from logicost.array_kinds import Flags, Numbers
from logicost.decide.targets import Target

NOISE = 4  # minor units by which the roundings of lines may lift one price and lower another
DEAD = 5  # minor units that a price leaves less than a lower one where it is dead
_FIRST = 96  # prices that are tried of each case before any gap is looked at
_NEVER = -(2**60)
_PRICE_BITS = 36  # of a number that holds a case and a price: far more than the largest price has minor units
UNKNOWN = -(2**40)  # the profit at a price at which a cost has no figure, or the program does not take the order


@dataclass(frozen=True, slots=True)
class Tried:
    """Prices that were tried, by case and price; what lies between two is like both.

    Attributes:
        case, price: whose, and how many minor units; profit, revenue, invested: in grains.
        best: the most that a lower price of the case leaves, `_NEVER` at the first.
        dead: whether it leaves `DEAD` minor units less than that.
    """

    case: Numbers
    price: Numbers
    profit: Numbers
    revenue: Numbers
    invested: Numbers
    best: Numbers
    dead: Flags

    def of(self, rows: slice | Flags) -> Tried:
        return Tried(*(getattr(self, name)[rows] for name in Tried.__slots__))


Evaluate = Callable[[Numbers, Numbers], tuple[Numbers, Numbers, Numbers, Numbers]]


def search(evaluate: Evaluate, ends: Numbers, targets: Sequence[Target], unit: int) -> Tried:
    """Try prices of each case until nothing is open.

    Args:
        evaluate: profit, revenue, what was invested and the signature, of cases at prices in minor units.
        ends: the highest price of each case.
        targets: what must be decided everywhere; unit: grains of a minor unit.
    """
    steps = np.arange(1, _FIRST, dtype=np.int64)
    each = np.arange(len(ends), dtype=np.int64)
    case = np.repeat(each, _FIRST)
    # half of the first prices evenly, half ever closer towards the start, where cards have their edges
    even = 1 + (ends[:, None] - 1) * steps[None, : _FIRST // 2] // (_FIRST // 2)
    near = np.maximum(1, (ends[:, None] * 1.13 ** -steps[None, _FIRST // 2 :].astype(np.float64)).astype(np.int64))
    first = np.concatenate([np.ones((len(ends), 1), np.int64), even, near], axis=1)
    case, price = case[: first.size], first.reshape(-1)
    known: list[Numbers] | None = None
    finished: list[Tried] = []
    while True:
        case, price = _distinct(case, price)
        fresh = [case, price, *evaluate(case, price)]
        known = fresh if known is None else [np.concatenate([old, new]) for old, new in zip(known, fresh, strict=True)]
        order = np.argsort(_keys(known[0], known[1]), kind="stable")  # two sorted runs: merged, not sorted anew
        known = [column[order] for column in known]
        tried = _tried(known, unit)
        open_gaps = _open(tried, known[5], targets, unit)
        is_open = np.zeros(len(ends), np.bool_)
        is_open[tried.case[open_gaps]] = True
        goes_on = is_open[tried.case]
        finished.append(tried.of(~goes_on))
        if not len(open_gaps):
            return _together(finished)
        known = [column[goes_on] for column in known]
        low, high = tried.price[open_gaps], tried.price[open_gaps + 1]
        width = high - low
        parts = [low + width * part // 4 for part in (1, 2, 3)]
        case = np.repeat(tried.case[open_gaps][None], 3, axis=0).reshape(-1)
        price = np.concatenate(parts)
        inside = (price > np.tile(low, 3)) & (price < np.tile(high, 3))
        case, price = case[inside], price[inside]


def _together(parts: Sequence[Tried]) -> Tried:
    """What was tried of all cases, in their order."""
    columns = [np.concatenate([getattr(part, name) for part in parts]) for name in Tried.__slots__]
    order = np.argsort(_keys(columns[0], columns[1]), kind="stable")
    return Tried(*(column[order] for column in columns))


def _distinct(case: Numbers, price: Numbers) -> tuple[Numbers, Numbers]:
    keys = np.unique(_keys(case, price))
    return keys >> _PRICE_BITS, keys & ((1 << _PRICE_BITS) - 1)


def _keys(case: Numbers, price: Numbers) -> Numbers:
    """One number for both, in the order of cases and then of prices."""
    return case << _PRICE_BITS | price


def _tried(known: list[Numbers], unit: int) -> Tried:
    case, price, profit, revenue, invested, _ = known
    best = _before(case, profit)
    return Tried(case, price, profit, revenue, invested, best, (profit <= best - DEAD * unit) & (profit > UNKNOWN))


def _before(case: Numbers, values: Numbers) -> Numbers:
    """The largest value of the same case before each."""
    running = _running(case, values)
    before = np.full(len(values), _NEVER, np.int64)
    same = case[1:] == case[:-1]
    before[1:][same] = running[:-1][same]
    return before


def _running(case: Numbers, values: Numbers) -> Numbers:
    """The largest value of the same case up to each: cases are lifted above one another for it."""
    lift = (int(values.max()) - int(values.min()) + 1) if len(values) else 1
    return np.maximum.accumulate(values + case * lift) - case * lift


def _open(tried: Tried, signature: Numbers, targets: Sequence[Target], unit: int) -> NDArray[np.intp]:
    """The gaps, by the price before them, in which something is open."""
    noise, dead = NOISE * unit, DEAD * unit
    gap = (tried.case[1:] == tried.case[:-1]) & (tried.price[1:] > tried.price[:-1] + 1)
    low = np.minimum(tried.profit[1:], tried.profit[:-1])
    high = np.maximum(tried.profit[1:], tried.profit[:-1])
    changes = signature[1:] != signature[:-1]
    is_open = changes.copy()
    for target in targets:
        invested = (
            np.maximum(tried.invested[1:], tried.invested[:-1]),
            np.minimum(tried.invested[1:], tried.invested[:-1]),
        )
        least = target.shortfall(low - noise, tried.revenue[1:], invested[0])
        most = target.shortfall(high + noise, tried.revenue[:-1], invested[1])
        is_open |= (least < 0) & (most >= 0)
    # regions without an edge: what a lower one leaves at most decides whether a price can be dead
    edge = np.concatenate([[True], changes | (tried.case[1:] != tried.case[:-1])])
    begins = np.flatnonzero(edge)
    best = tried.best[begins][np.cumsum(edge) - 1][:-1]  # before the region of the gap
    falls = tried.profit[1:] < tried.profit[:-1]
    sure_dead = high + noise <= np.maximum(tried.best[:-1], tried.profit[:-1]) - dead
    sure_alive = ~falls & (low - noise > best + noise - dead)
    is_open |= ~(sure_dead | sure_alive)
    # what a dead price is held against must be known to the unit, and so must the least that one leaves
    against = _next_best(tried)
    is_open |= high + noise >= against[:-1]
    is_open |= tried.dead[1:] & tried.dead[:-1] & (low - noise < _least_of_run(tried)[:-1])
    unknown = (tried.profit[1:] == UNKNOWN) & (tried.profit[:-1] == UNKNOWN)  # in such a gap only an edge can lie
    found: NDArray[np.intp] = np.flatnonzero(gap & np.where(unknown, changes, is_open))
    return found


def _next_best(tried: Tried) -> Numbers:
    """What the next dead price of the case is held against; more than anything where there is none."""
    none = 2**60
    marked = np.where(tried.dead, tried.best, none)
    result = np.full(len(marked), none, np.int64)
    places = np.flatnonzero(tried.dead)
    if not len(places):
        return result
    following = np.searchsorted(places, np.arange(len(marked)), side="right")
    has = following < len(places)
    ahead = places[np.minimum(following, len(places) - 1)]
    same = has & (tried.case[ahead] == tried.case) & ~tried.dead
    result[same] = marked[ahead[same]]
    return result


def _least_of_run(tried: Tried) -> Numbers:
    """The least that a price of the same run of dead ones leaves."""
    starts = np.concatenate([[True], (tried.dead[1:] != tried.dead[:-1]) | (tried.case[1:] != tried.case[:-1])])
    begins = np.flatnonzero(starts)
    least: Numbers = np.minimum.reduceat(tried.profit, begins)[np.cumsum(starts) - 1]
    return least


def pieces(flags: Flags, prices: Numbers) -> list[tuple[int, int]]:
    """First and last price of each run of flags."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(np.int8), [0]])))
    return [(int(prices[a]), int(prices[b - 1])) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def by_case(tried: Tried, count: int) -> list[slice]:
    """The places of each case's prices."""
    bounds = np.searchsorted(tried.case, np.arange(count + 1))
    return [slice(int(first), int(last)) for first, last in pairwise(bounds)]
