"""Finding rows of a table for whole columns of keys and amounts, as arrays to take from.

The amount is ranked once among the edges of all tables along it; the keys' lane and the rank together then point into a
ready-made map of row numbers. A key that the table does not have points to a lane of "no row".

Ranking is a search in sorted order. Where no two edges are close to each other, a ready-made map from the amount's
higher bits to a rank, and one comparison with the edge there, find the same five times faster.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logicost.rules.columns.arrays import Axis, Place, Take, entries_of, laid_out
from logicost.rules.columns.bounds import Interval
from logicost.rules.expressions import Constant, Expression, maximum, minimum, total
from logicost.rules.table import NO_ROW, Table

_WIDEST_KEY = 4096  # a key that may be anything in a wider range is clipped to what the table has
_LARGEST_MAP = 2**15  # entries; a larger map would not stay in the processor's cache


def find_row(table: Table, keys: Sequence[tuple[Expression, Interval]], edges: Sequence[int], rank: Expression) -> Take:
    """The number of the table's row, -1 where there is none.

    Args:
        keys: each with its bounds.
        edges: ascending, the table's own among them; `rank` is the amount's among them.
    """
    known = [sorted({group[place] for group in table.groups}) for place in range(len(table.key_names))]
    numbers = [{key: number for number, key in enumerate(values)} for values in known]
    lanes = [len(values) + 1 for values in known]  # the last is for keys that the table does not have
    rows = np.full((*lanes, len(edges) + 1), NO_ROW, np.int64)  # above the last edge there is no row
    limits = np.array(edges, np.int64)
    for group, (first, uppers) in table.groups.items():
        places = np.searchsorted(np.array(uppers, np.int64), limits)  # the first row that reaches up to each edge
        lane = tuple(number[key] for number, key in zip(numbers, group, strict=True))
        rows[lane][:-1] = np.where(places < len(uppers), first + places, NO_ROW)
    axes: list[Axis] = []
    begins: list[NDArray[np.int64]] = []
    stride = len(edges) + 1
    for (key, bounds), values in zip(reversed(keys), reversed(known), strict=True):
        axes.insert(0, _axis(key, bounds, values))
        begins.insert(0, _lane_begins(axes[0], values, stride))
        stride *= len(values) + 1
    return Take(entries_of(rows.reshape(-1)), Place(total(*_lanes(axes, begins), rank)))


def _axis(key: Expression, bounds: Interval, known: list[int]) -> Axis:
    low, high = bounds
    if high - low > _WIDEST_KEY:  # one beyond each end stands for all that is not in the table
        below, beyond = min(known, default=0) - 1, max(known, default=0) + 1
        low, high = (min(max(bound, below), beyond) for bound in bounds)
        key = minimum(maximum(key, low), high)
    return Axis(key, low, high)


def _lane_begins(axis: Axis, known: list[int], stride: int) -> NDArray[np.int64]:
    """Where the lane of each number of the axis begins."""
    numbers = {value: number for number, value in enumerate(known)}
    return np.array([numbers.get(key, len(known)) * stride for key in range(axis.low, axis.high + 1)], np.int64)


def _lanes(axes: list[Axis], begins: list[NDArray[np.int64]]) -> list[Expression]:
    """The beginning of the row's lane: taken at once for all keys where their combinations are few."""
    if all(axis.size == 1 for axis in axes):
        first = sum(int(begin[0]) for begin in begins)
        return [Constant(first)] if first else []
    if prod(axis.size for axis in axes) > _LARGEST_MAP:
        return [laid_out(begin, [axis]) for axis, begin in zip(axes, begins, strict=True)]
    joint = begins[0]
    for begin in begins[1:]:
        joint = np.add.outer(joint, begin)
    return [laid_out(joint, axes)]


def can_be_mapped(edges: Sequence[int], amount: Interval) -> bool:
    """Whether ranks among these edges need no search."""
    return _map_shift(edges, amount) is not None


def _map_shift(edges: Sequence[int], amount: Interval) -> int | None:
    """By how many bits an amount may be shifted so that no two edges fall together; None where the map grows too large."""
    low, high = amount
    inner = [edge for edge in edges if 0 <= edge < high]
    if low < 0 or not inner:
        return None
    closest = min((upper - lower for lower, upper in pairwise(inner)), default=inner[-1] + 1)
    shift = closest.bit_length() - 1
    return shift if (inner[-1] + 1 >> shift) + 1 <= _LARGEST_MAP else None


@lru_cache(maxsize=256)
def ranking(edges: tuple[int, ...], amount: Interval) -> Callable[[Any], Any]:
    """A function from amounts to their rank: how many edges lie below them. Plans of many days share it."""
    sorted_edges = np.array(edges, np.int64)
    shift = _map_shift(edges, amount)
    if shift is None:
        return sorted_edges.searchsorted
    last = max(edge for edge in edges if edge < amount[1]) + 1  # no amount lies beyond the others
    clipped = amount[1] >> shift >= _LARGEST_MAP  # where a map of all amounts would be too large
    highest = last if clipped else amount[1]
    starts = np.arange((highest >> shift) + 1, dtype=np.int64) << shift
    ranks: NDArray[np.int64] = sorted_edges.searchsorted(starts)
    above = np.append(sorted_edges, np.int64(2**63 - 1))

    def rank_of(amounts: Any) -> Any:
        place: Any = np.minimum(amounts, last) if clipped else amounts
        if shift == 0:
            return ranks.take(place, mode="clip")
        found = ranks.take(place >> shift, mode="clip")
        return found + (above.take(found, mode="clip") < place)

    return rank_of
