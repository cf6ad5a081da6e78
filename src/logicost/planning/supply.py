"""Historical days of supply, and the low-inventory-level fee that they bring, week by week.

"Average daily inventory units / average daily shipped units" over the trailing 30 and 90 days; "updated weekly; the
latest value sets the rate for units shipped that week". Weeks begin on Mondays here (the weekday is not published).
What lay before the start is not known: `days_of_supply_30` and `_90` where the seller gives them, else it is taken that
the opening stock was held and sold at the first month's pace. While a window reaches back that far, it is an estimate.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

from logicost.inputs.fields import NOT_GIVEN, SUPPLY_GRAINS
from logicost.planning.stock import Stock, StockDay
from logicost.planning.unit_fees import UnitFee, UnitFees
from logicost.tables.status import Status

WINDOWS = (30, 90)


@dataclass(frozen=True, slots=True)
class Supply:
    """Days of supply at the close of a day; None where nothing was shipped in the window. `assumed`: a window reaches
    back before the start, to what was not given."""

    windows: tuple[Fraction | None, Fraction | None]
    assumed: bool


class SupplyHistory:
    """Days of supply at the close of any day, from the model's days and what is taken to lie before them."""

    def __init__(self, stock: Stock, days: Sequence[StockDay], given: tuple[int, int], shipped_7: int) -> None:
        self.pace = stock.first_pace
        self.given = given
        self.shipped_7 = shipped_7
        self.held = [0, *accumulate(day.on_hand for day in days)]
        self.shipped = [0, *accumulate(day.sold for day in days)]
        before = [
            Fraction(stock.opening_units) if own == NOT_GIVEN else Fraction(own, SUPPLY_GRAINS) * self.pace
            for own in given
        ]
        self.before = dict(zip(WINDOWS, before, strict=True))

    def at_close(self, number: int) -> Supply:
        """Of the day with that number; -1 for the eve of the start."""
        windows = [self._window(number, window) for window in WINDOWS]
        assumed = number + 1 < max(WINDOWS) and NOT_GIVEN in self.given
        return Supply((windows[0], windows[1]), assumed)

    def shipped_in_7(self, number: int) -> int:
        """Units shipped in the 7 days up to that day's close, rounded down."""
        if number < 0 and self.shipped_7 != NOT_GIVEN:
            return self.shipped_7
        return int(self._sum(self.shipped, number, 7) + max(7 - (number + 1), 0) * self.pace)

    def _window(self, number: int, window: int) -> Fraction | None:
        missing = max(window - (number + 1), 0)
        held = self._sum(self.held, number, window) + missing * self.before[window]
        shipped = self._sum(self.shipped, number, window) + missing * self.pace
        return held / shipped if shipped else None

    @staticmethod
    def _sum(running: list[int], number: int, window: int) -> Fraction:
        return Fraction(running[number + 1] - running[max(number + 1 - window, 0)])


def weekly_fees(fees: UnitFees, history: SupplyHistory, days: Sequence[StockDay]) -> list[UnitFee]:
    """The low-inventory-level fee of a unit shipped on each of the days."""
    result: list[UnitFee] = []
    for number, day in enumerate(days):
        if result and day.day.weekday() != 0:
            result.append(result[-1])
            continue
        result.append(_fee(fees, day.day, history.at_close(number - 1), history.shipped_in_7(number - 1)))
    return result


def _fee(fees: UnitFees, day: dt.date, supply: Supply, shipped_7: int) -> UnitFee:
    status = Status.ESTIMATE if supply.assumed else Status.EXACT
    short, long = supply.windows
    if short is None or long is None:
        # "a window without sales counts as above 28": no fee
        return UnitFee(Fraction(0), status, None)
    # rounding down keeps every "under" of the card as it is: its edges are whole days
    fee = fees.low_inventory(day, int(short * SUPPLY_GRAINS), int(long * SUPPLY_GRAINS), shipped_7)
    return UnitFee(fee.grains, max(fee.status, status), fee.edition)
