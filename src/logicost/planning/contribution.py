"""What one more unit sold leaves, day by day: the price less all that the sale itself brings with it.

Out of the quote of the day: the lines from fulfilment to selling. The goods and their way to Amazon are paid for, and
storage, its surcharges and the low-inventory-level fee are the stock model's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from logicost.answers.engine import Engine
from logicost.answers.quote import make_quote
from logicost.answers.seats import Seat, natural_channel
from logicost.money import exact_grains
from logicost.planning.money import Net
from logicost.planning.stock import StockDay
from logicost.programs import find_program
from logicost.tables.status import UNSOURCED, worst

_OF_THE_SALE = ("fulfillment", "delivery", "returns", "selling", "other")
_OF_THE_STOCK = ("storage", "storage_utilization", "aged_inventory", "low_inventory_level")

Key = tuple[object, ...]


def is_of_the_stock(fee: str) -> bool:
    """Whether the stock model counts the fee."""
    return fee in _OF_THE_STOCK


def is_of_the_sale(stage: str, fee: str) -> bool:
    """Whether a line is brought by the sale itself."""
    return stage in _OF_THE_SALE and not is_of_the_stock(fee)


class Contribution:
    """The contribution of a sale in one program, on any day.

    Raises:
        LogicostError: the row cannot be read, or the program cannot serve it.
    """

    def __init__(self, engine: Engine, row: Mapping[str, Any], market: str, program: str = "fba") -> None:
        self.engine = engine
        self.row = {name: value for name, value in row.items() if name != "on"}
        self.market = market
        self.program = program
        self._fees: tuple[str, ...] = ()
        self._known: dict[Key, Net] = {}

    def on(self, day: dt.date) -> Net:
        """Per unit. A quote is made only where another card is in force than on the days before."""
        key = self._key(day)
        if not self._fees or key not in self._known:
            net = self._quoted(day)
            self._known[self._key(day)] = net
            return net
        return self._known[key]

    def of(self, days: Iterable[StockDay]) -> Net:
        """What the units sold on those days leave, to the cent."""
        grains, statuses = Fraction(0), []
        for day in days:
            if day.sold:
                net = self.on(day.day)
                if net.amount is None:
                    return Net(None, UNSOURCED)
                grains += day.sold * exact_grains(net.amount)
                statuses.append(net.status)
        return Net(self.engine.shelf.markets.find(self.market).currency.rounded(grains), worst(statuses))

    def _key(self, day: dt.date) -> Key:
        chosen = ((self.engine.shelf.choose(self.market, fee, day)) for fee in self._fees)
        return tuple((choice.source, choice.status) for choice in chosen)

    def _quoted(self, day: dt.date) -> Net:
        answer = self.engine.answer(self.row, self.market, day, (find_program(self.program),))
        channel = self.engine.channel_of(self.row, self.market) or natural_channel(find_program(self.program))
        seat = Seat(find_program(self.program), self.program, channel)
        quoted = make_quote(answer, answer.only, seat, str(self.row.get("sku") or ""))
        self._fees = tuple(fee for fee in answer.plan.editions if not is_of_the_stock(fee))
        lines = [line for line in quoted.lines if is_of_the_sale(line.stage, line.fee)]
        status = worst(line.status for line in lines)
        if status == UNSOURCED or quoted.revenue is None:
            return Net(None, UNSOURCED)
        return Net(quoted.revenue - sum((line.amount or Decimal(0) for line in lines), Decimal(0)), status)
