"""What a program leaves over the price, as the points of a line: for pictures, the answers are not read from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from logicost.array_kinds import Numbers
from logicost.decide.cases import Group
from logicost.decide.curves import STATE, Curves

MOST_DRAWN = 12  # products of a catalog with pictures of their own
_TRIED = 6_000  # prices of a line that are looked at
_EVENLY = 60  # points that are kept in any case
_BENDS = 3  # minor units by which a point must leave the line of its neighbours to be kept


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line: prices and what they leave, None where that is not known.

    Attributes:
        product: its place among the products; own: the row's price, None without one.
    """

    product: int
    sku: str
    program: str
    channel: str
    own: Decimal | None
    points: tuple[tuple[Decimal, Decimal | None], ...]


def drawn_lines(group: Group, curves: Curves, profit: str, until: Mapping[int, int]) -> dict[int, Drawn]:
    """The lines of cases, by their place among all.

    Args:
        curves: over the price, with `profit`; until: the product's place to the last price, in minor units.
    """
    currency = group.plan.market.currency
    found: dict[int, Drawn] = {}
    own = group.of("price").tolist()
    for place, case in enumerate(group.cases):
        last = until.get(case.product)
        if last is None:
            continue
        prices = np.unique(np.linspace(1, last, min(last, _TRIED)).astype(np.int64))
        values = curves.at(np.full(len(prices), place), {"price": prices * currency.minor_unit})
        known, left = values[STATE] == 0, values[profit]
        points = tuple(
            (currency.decimal(int(prices[each]) * currency.minor_unit), currency.decimal(int(left[each])) if known[each] else None)
            for each in _kept(left, known, _BENDS * currency.minor_unit).tolist()
        )  # fmt: skip
        price = currency.decimal(own[place]) if own[place] > 0 else None
        found[case.place] = Drawn(case.product, case.sku, case.seat.shown_as, case.seat.channel, price, points)
    return found


def _kept(left: Numbers, known: NDArray[np.bool_], bend: int) -> NDArray[np.intp]:
    """Both sides of every jump and every corner, and some points between them."""
    keep = np.zeros(len(left), np.bool_)
    keep[:: max(len(left) // _EVENLY, 1)] = True
    keep[[0, -1]] = True
    rise = np.diff(left)
    corners = np.flatnonzero(np.abs(np.diff(rise)) > bend) + 1
    edges = np.flatnonzero(known[1:] != known[:-1])
    for places in (corners, edges, edges + 1):
        keep[places] = True
    return np.flatnonzero(keep)
