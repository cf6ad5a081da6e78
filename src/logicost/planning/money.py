"""Costs of a period: an amount to the cent with how well it is known, and sums of such."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from logicost.money import Currency
from logicost.number import half_up
from logicost.tables.status import UNSOURCED, Status, worst


@dataclass(frozen=True, slots=True)
class Cost:
    """A cost, money that comes in being negative.

    Attributes:
        amount: to the cent; None where no figure is on file. In a sum: the known parts, and then the status says
            that a part is missing.
        status: exact, override, projected, estimate or unsourced.
        editions: the cards that it comes from.
    """

    amount: Decimal | None
    status: str
    editions: tuple[str, ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether no part of it is missing."""
        return self.amount is not None and self.status != UNSOURCED

    def to_dict(self) -> dict[str, object]:
        return {
            "amount": None if self.amount is None else f"{self.amount:f}",
            "status": self.status,
            "editions": list(self.editions),
        }


def as_json(value: object) -> object:
    """Decimals as text and days as ISO text, as JSON has them; other values as they are."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, dt.date) else value


def six_places(value: Fraction) -> Decimal:
    """A fraction half-up to 0.000001."""
    return Decimal(half_up(value * 1_000_000)).scaleb(-6)


def per_unit(amount: Decimal, units: int) -> Decimal:
    """An amount in minor units shared by units sold, half-up to 0.0001; with the amount's decimals where they do."""
    shared = Decimal(half_up(Fraction(amount) * 10_000 / units)).scaleb(-4)
    coarse = shared.quantize(amount)
    return coarse if coarse == shared else shared


def cost_of(grains: Fraction | int, status: Status, currency: Currency, editions: Iterable[str] = ()) -> Cost:
    """A cost out of money grains; without an amount where the status is unsourced."""
    amount = None if status >= Status.UNSOURCED else currency.rounded(grains)
    return Cost(amount, status.word, tuple(sorted(set(editions))))


def sum_of(costs: Iterable[Cost | None], currency: Currency | None = None) -> Cost:
    """The known parts added up, under the worst of their statuses; None where no part is known. What is not included
    (None) does not count; nothing at all is 0 of the currency."""
    parts = [cost for cost in costs if cost is not None]
    amounts = [part.amount for part in parts if part.amount is not None]
    known = sum(amounts[1:], amounts[0]) if amounts else None
    if not parts and currency is not None:
        known = currency.decimal(0)
    return Cost(
        known,
        worst(part.status for part in parts),
        tuple(sorted({edition for part in parts for edition in part.editions})),
    )


@dataclass(frozen=True, slots=True)
class Net:
    """Money left, costs taken off: negative for a loss, None where a part is not known."""

    amount: Decimal | None
    status: str

    def __add__(self, other: Net) -> Net:
        if self.amount is None or other.amount is None:
            return Net(None, UNSOURCED)
        return Net(self.amount + other.amount, worst((self.status, other.status)))

    def to_dict(self) -> dict[str, object]:
        return {"amount": None if self.amount is None else f"{self.amount:f}", "status": self.status}


def no_money(currency: Currency) -> Net:
    """Nothing, exactly."""
    return Net(currency.decimal(0), Status.EXACT.word)


def less(cost: Cost) -> Net:
    """The money that a cost takes."""
    return Net(-cost.amount if cost.amount is not None and cost.is_known else None, cost.status)
