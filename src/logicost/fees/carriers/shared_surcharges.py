"""Surcharges that several of a market's carriers share, on cards of their own: the season's increase, and nonstandard parcels."""

from __future__ import annotations

from dataclasses import dataclass

from logicost.fees.carriers.card import CarrierCard
from logicost.fees.carriers.measured import Parcel
from logicost.fees.carriers.shared_cards import HolidayIncrease, Nonstandard
from logicost.fees.carriers.zones import of_zones
from logicost.fees.charge import Charge
from logicost.fees.rows import find_row
from logicost.fees.sourced import sourced
from logicost.rules.expressions import (
    Expression,
    expression,
    maximum,
    select,
    some,
)
from logicost.rules.plan import Kind, Plan
from logicost.tables.status import Status


@dataclass(frozen=True, slots=True)
class Extra:
    """An amount for each zone, with its status."""

    amounts: dict[str, Expression]
    statuses: dict[str, Expression]

    def __call__(self, zone: str) -> tuple[Expression, Expression]:
        return self.amounts.get(zone, expression(0)), self.statuses.get(zone, expression(0))


def surcharges_of(plan: Plan, carrier: str, kind: str) -> str | None:
    """The table of the carrier's surcharges of a kind, which the market's file names; None for carriers without."""
    prefix = dict(plan.market.surcharges_of).get(carrier)
    return f"{prefix}_{kind}" if prefix else None


def holiday_increase(plan: Plan, carrier: str, card: CarrierCard, parcel: Parcel) -> Extra:
    """The season's increase, added to the price by billed weight and zone group."""
    nothing = Extra({}, {})
    name = surcharges_of(plan, carrier, "holiday_increase")
    if card.holiday_inside or name is None:
        return nothing
    fee = sourced(plan, name)
    if fee.choice.nothing_charged:
        return nothing
    increase: HolidayIncrease | None = fee.card
    if increase is None and fee.choice.status is Status.ESTIMATE:
        return Extra({}, dict.fromkeys(plan.market.zones, expression(Status.ESTIMATE)))
    if increase is None or carrier not in increase.rates:
        return Extra({}, dict.fromkeys(plan.market.zones, expression(Status.UNSOURCED)))
    of_zones(plan, increase.groups)
    amounts: dict[str, Expression] = {}
    statuses: dict[str, Expression] = dict.fromkeys(plan.market.zones, expression(Status.UNSOURCED))
    for group in sorted(set(increase.groups.values())):
        name = f"{carrier}_holiday_{group}"
        row = find_row(fee, name, increase.rates[carrier], (group,), parcel.billable)
        amount = row.cell("base", Kind.MONEY, "the holiday increase", name)
        known = maximum(row.says("status", Status.UNSOURCED), fee.choice.status)
        status = fee.step(f"{name}_status", known, Kind.STATUS, fee.choice.why)
        for zone in (zone for zone, number in increase.groups.items() if number == group):
            amounts[zone], statuses[zone] = amount, status
    return Extra(amounts, statuses)


def tell_season(fee: Charge, carrier: str, card: CarrierCard, by_card: Expression) -> None:
    """A note in a season whose increase is not on file."""
    name = surcharges_of(fee.plan, carrier, "holiday_increase")
    if card.holiday_inside or name is None:
        return
    choice = sourced(fee.plan, name).choice
    if choice.status is Status.ESTIMATE and choice.edition is None:
        told = fee.step(f"{carrier}_season_is_open", by_card, Kind.FLAG, "the season's increase is not on file")
        fee.note(f"the holiday increase of {card.carrier} is not on file: {choice.why}", told)


def nonstandard_fee(plan: Plan, carrier: str, parcel: Parcel) -> Extra:
    """Fees for nonstandard parcels: at most one for length, and one for volume on top."""
    name = surcharges_of(plan, carrier, "nonstandard")
    if name is None:
        return Extra({}, {})
    fee_card = sourced(plan, name)
    card: Nonstandard | None = fee_card.card
    choice = fee_card.choice
    if card is None:
        return Extra({}, dict.fromkeys(plan.market.zones, expression(choice.status)))
    by_length: Expression = expression(0)
    by_volume: Expression = expression(0)
    unknown: list[Expression] = []
    for kind, limit, amount in sorted(card.fees.get(carrier, ()), key=lambda fee: fee[1]):
        beyond = (parcel.longest if kind == "length" else parcel.volume) > limit
        if amount is None:
            unknown.append(beyond)
        elif kind == "length":
            by_length = select(beyond, amount, by_length)
        else:
            by_volume = select(beyond, amount, by_volume)
    fee = fee_card.step(f"{carrier}_nonstandard", by_length + by_volume, Kind.MONEY, "by length and volume")
    known = select(fee > 0, choice.status, 0)
    doubt = select(some(*unknown), Status.UNSOURCED, known) if unknown else known
    status = fee_card.step(f"{carrier}_nonstandard_status", doubt, Kind.STATUS, choice.why)
    return Extra(dict.fromkeys(plan.market.zones, fee), dict.fromkeys(plan.market.zones, status))
