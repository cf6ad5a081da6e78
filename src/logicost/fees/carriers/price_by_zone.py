"""The price of a parcel by billable weight and zone, with its surcharges: worked out for each zone, and rounded there, before the
mean is taken over the zones to which orders go.
"""

from __future__ import annotations

from logicost.fees.carriers.fuel import fuel_status, tell_fuel
from logicost.fees.carriers.measured import measured_parcel, refuse_beyond_limits
from logicost.fees.carriers.place_and_season import place_and_season
from logicost.fees.carriers.shared_surcharges import holiday_increase, nonstandard_fee, tell_season
from logicost.fees.carriers.surcharges import size_surcharge, with_surcharges
from logicost.fees.carriers.zones import mix_status, of_zones, zone_shares
from logicost.fees.charge import Charge
from logicost.fees.known import estimate_where, unsourced_where
from logicost.fees.steps import look_up
from logicost.inputs.readers import SHARE_GRAINS
from logicost.rules.expressions import (
    HALF_UP,
    Expression,
    Reference,
    expression,
    maximum,
    select,
    total,
)
from logicost.rules.plan import Kind
from logicost.tables.status import Status


def price_by_zone(fee: Charge, carrier: str, by_card: Expression) -> tuple[Expression, Expression]:
    """The postage by the card and its status; tells the line's reasons, and its notes where it is `by_card`."""
    plan, card = fee.plan, fee.card
    parcel = measured_parcel(fee, carrier, card)
    fee.weights = plan[f"{carrier}_dimensional_weight"], parcel.billable
    oversized = refuse_beyond_limits(fee, carrier, card, parcel)
    amounts: list[Expression] = []
    statuses: list[Expression] = [expression(fee.choice.status)]
    extras = [holiday_increase(plan, carrier, card, parcel), nonstandard_fee(plan, carrier, parcel)]
    size = size_surcharge(fee, carrier, card, parcel)
    added = place_and_season(fee, carrier, card, by_card)
    of_zones(plan, card.zones)
    for zone, share in zip(plan.market.zones, zone_shares(plan), strict=True):
        column = card.column(zone, plan.market)
        if column is None:
            statuses.append(unsourced_where(share > 0))
            continue
        prefix = f"{carrier}_zone_{zone}"
        looked = look_up(fee, f"{prefix}_rate", card.rates, (column,), parcel.billable, note="the card's price")
        large, large_status = card.price_of_oversized(column)
        price: Expression = select(oversized, large, looked.amount)
        zone_status: Expression = maximum(select(oversized, large_status, looked.status), fee.choice.status)
        for extra in extras:
            amount, extra_status = extra(zone)
            price, zone_status = price + amount, maximum(zone_status, extra_status)
        price = with_surcharges(fee, prefix, card, price, size(column), added.amount)
        price = fee.step(f"{prefix}_postage", price, Kind.MONEY, f"a parcel to zone {zone}")
        amounts.append(share * price)
        statuses.append(select(share > 0, zone_status, 0))
    statuses += [
        select(plan.input("zone_given"), 0, mix_status(plan)),
        estimate_where(plan["packing_is_assumed"]),
        fuel_status(plan, card, fee.choice),
        size.status,
        added.status,
    ]
    tell_fuel(fee, carrier, by_card)
    tell_season(fee, carrier, card, by_card)
    known = total(0, *amounts).divided_by(SHARE_GRAINS, HALF_UP)
    status = fee.step(f"{carrier}_card_status", maximum(*statuses), Kind.STATUS, fee.choice.why)
    _tell(fee, carrier, status, oversized)
    return known, status


def _tell(fee: Charge, carrier: str, status: Reference, oversized: Reference) -> None:
    plan, card, why = fee.plan, fee.card, fee.choice.why
    one_zone = plan.input("zone_number") > 0
    missing = plan.step(f"{carrier}_is_missing", status.equals(Status.UNSOURCED), Kind.FLAG)
    lead = f"{card.carrier}, {{{carrier}_billable_weight}} billable"
    tail = f" ({why})" if why else ""
    added = " and ".join(word for word, is_there in (("surcharges", card.surcharges), ("fuel", card.fuel)) if is_there)
    extras = f", with {added}" if added else ""
    supply = "; give postage, or a card of your own in --fee-tables"
    fee.why_where(
        f"{carrier}_unpriced_size",
        oversized & missing,
        f"{card.carrier}: no price is on file for a parcel of this size{supply}",
        "taken, but its price is not on file",
    )
    fee.why(f"{lead}: a price, increase or zone of it is not on file{supply}", missing)
    fee.why_where(f"{carrier}_one_zone", one_zone, f"{lead}, to zone {{zone_number}}{extras}{tail}")
    fee.why_where(
        f"{carrier}_own_mix", plan.input("zone_given") & ~one_zone, f"{lead}, mean over your zone mix{extras}{tail}"
    )
    fee.why(f"{lead}, mean over the national zone mix{extras}{tail}")
