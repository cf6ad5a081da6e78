"""FBA New Selection in a stock: which units lie free of storage, and on which days shipping is free of the low-inventory fee.

The days run from the product's first unit received: the oldest unit of the opening stock, else the first arrival. "First
units" are the oldest, which sell first, so that of those still free are the limit less all that were sold. What was sold
before the start is not known and taken as nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from logicost.planning.stock import Stock, StockDay
from logicost.planning.unit_fees import NO_FEE, UnitFee, UnitFees


@dataclass(frozen=True, slots=True)
class FreeDay:
    """One day of a stock.

    Attributes:
        units: those on hand at the close that are stored free; `storage`: how well that is known, and by which card.
        shipping: in place of the low-inventory-level fee; None where that fee is due.
    """

    units: int = 0
    storage: UnitFee = NO_FEE
    shipping: UnitFee | None = None


def first_received(stock: Stock) -> dt.date | None:
    """The day on which the product's first unit was received; None for a stock that never has any."""
    if stock.opening:
        return stock.start - dt.timedelta(days=stock.opening[0][0])
    return stock.arrivals[0][0] if stock.arrivals else None


def free_days(fees: UnitFees, stock: Stock, days: Sequence[StockDay]) -> list[FreeDay]:
    """What is free on each of the days, for a product in the programme and for a new seller."""
    first = first_received(stock)
    result: list[FreeDay] = []
    sold = 0
    for day in days:
        sold += day.sold
        age = (day.day - first).days if first else 0
        units, storage = fees.stored_free(day.day, age, sold)
        result.append(FreeDay(min(units, day.on_hand), storage, fees.shipped_free(day.day, age, sold)))
    return result
