"""Surcharges of a parcel: the season's increase, nonstandard fees, size and weight, residential, fuel."""

from __future__ import annotations

from dataclasses import dataclass

from logicost.fees.carriers.card import CarrierCard
from logicost.fees.carriers.measured import Parcel, exceeds
from logicost.fees.known import estimate_where, given_or
from logicost.fees.sourced import Sourced
from logicost.fees.steps import percent_of
from logicost.rules.expressions import (
    FALSE,
    Expression,
    Reference,
    maximum,
    select,
    some,
    total,
)
from logicost.rules.plan import Kind
from logicost.tables.status import Status


@dataclass(frozen=True, slots=True)
class SizeSurcharge:
    """The surcharge by size for a column of the card, and what makes it an estimate."""

    by_column: tuple[Expression, ...]
    status: Expression

    def __call__(self, column: int) -> Expression:
        return self.by_column[column] if self.by_column else FALSE


def size_surcharge(fee: Sourced, carrier: str, card: CarrierCard, parcel: Parcel) -> SizeSurcharge:
    """The greatest of the surcharges that apply; whether they add up is not published, so several are an estimate."""
    flags: list[Reference] = []
    for name, surcharge in card.surcharges.items():
        applies = exceeds(
            surcharge, parcel.longest, parcel.median, parcel.length_plus_girth, parcel.volume, parcel.weight
        )
        flags.append(fee.step(f"{carrier}_{name}_applies", applies, Kind.FLAG, "over its limits"))
    if not flags:
        return SizeSurcharge((), FALSE)
    items = card.surcharges.values()
    season = [card.demand_of(fee.plan, name) for name in card.surcharges]
    by_column = tuple(
        maximum(
            *(
                select(flag, (item.amounts[column] or 0) + demand, 0)
                for flag, item, demand in zip(flags, items, season, strict=True)
            )
        )
        for column in range(len(card.zones))
    )
    derived: list[Expression] = [flag for flag, item in zip(flags, items, strict=True) if item.derived]
    derived += [flag & (demand > 0) for flag, demand in zip(flags, season, strict=True)]
    unknown = [flag for flag, item in zip(flags, items, strict=True) if None in item.amounts]
    guess = some(total(*flags) > 1, *derived)
    known = estimate_where(guess)
    return SizeSurcharge(by_column, select(some(*unknown), Status.UNSOURCED, known) if unknown else known)


def with_surcharges(
    fee: Sourced, prefix: str, card: CarrierCard, price: Expression, size: Expression, added: Expression
) -> Expression:
    """Transportation, residential and size surcharges, those of place and season, and fuel on what the carrier takes it of.

    Args:
        added: what place and season add.
    """
    plan = fee.plan
    home = select(plan.input("residential"), card.residential, 0)
    if card.surcharges:
        size = fee.step(f"{prefix}_size_surcharge", size, Kind.MONEY, "the greatest that applies")
    if card.fuel is None:
        return price + home + size + added
    base = price + home + size + added if card.fuel.of_surcharges else price + home
    given = plan.input("fuel_percent")
    as_of, on_file = plan.fact(card.fuel.near)
    rate = given_or(given, on_file)
    fuel = fee.step(f"{prefix}_fuel", percent_of(plan, base, rate), Kind.MONEY, f"fuel, as of {as_of}")
    return price + home + size + added + fuel
