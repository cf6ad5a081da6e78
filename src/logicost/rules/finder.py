"""Finding rows of a table for whole columns of keys and amounts.

The amount is ranked once among all edges of the table by a search in sorted order; the keys and the rank together
then point into a ready-made map of row numbers. A key that the table does not have points to a lane of "no row".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logicost.rules.bounds import Interval
from logicost.rules.table import NO_ROW, Table

_WIDEST_KEY = 4096  # a key that may be anything in a wider range is clipped to what the table has


class Finder:
    """A table made ready.

    Args:
        table: whose rows are to be found.
        keys: the bounds of each key that will be looked up.
    """

    def __init__(self, table: Table, keys: Sequence[Interval]) -> None:
        self._edges = np.array(sorted({row.upper for row in table.rows}), np.int64)
        known = [sorted({row.keys[place] for row in table.rows}) for place in range(len(table.key_names))]
        lanes = [len(values) + 1 for values in known]  # the last is for keys that the table does not have
        rows = np.full((*lanes, len(self._edges) + 1), NO_ROW, np.int64)
        rank = {int(edge): number for number, edge in enumerate(self._edges)}
        # from the highest edge down: a row holds from its own edge to the one below it in its group
        for number in range(len(table.rows) - 1, -1, -1):
            row = table.rows[number]
            lane = tuple(values.index(key) for values, key in zip(known, row.keys, strict=True))
            rows[(*lane, slice(0, rank[row.upper] + 1))] = number
        self._rows = rows.reshape(-1)
        self._width = len(self._edges) + 1
        self._keys: list[Callable[[Any], Any]] = []
        stride = self._width
        for values, bounds in zip(reversed(known), reversed(keys), strict=True):
            self._keys.insert(0, _lane_of(values, bounds, stride))
            stride *= len(values) + 1

    def ranks(self, values: dict[object, Any], memo: object, along: Callable[[dict[object, Any]], Any]) -> Any:
        """Where the amounts stand among the edges; kept in the block's values where other keys will ask the same."""
        if memo is None:
            return self._edges.searchsorted(along(values))
        if memo not in values:
            values[memo] = self._edges.searchsorted(along(values))
        return values[memo]

    def rows(self, keys: Sequence[Any], ranks: Any) -> Any:
        """The numbers of the rows, -1 where there is none."""
        place = ranks
        for lane, key in zip(self._keys, keys, strict=True):
            place = place + lane(key)
        return self._rows.take(place)


def _lane_of(known: list[int], bounds: Interval, stride: int) -> Callable[[Any], Any]:
    """A function from keys to the place where their lane begins."""
    low, high = bounds
    if high - low > _WIDEST_KEY:  # one beyond each end stands for all that is not in the table
        low, high = max(low, min(known, default=0) - 1), min(high, max(known, default=0) + 1)
        inner = _lane_of(known, (low, high), stride)
        return lambda key: inner(np.clip(key, low, high))
    places = {value: number for number, value in enumerate(known)}
    lanes: NDArray[np.int64] = np.array(
        [places.get(value, len(known)) * stride for value in range(low, high + 1)], np.int64
    )
    if low == 0:
        return lambda key: lanes.take(key)
    return lambda key: lanes.take(key - low)
