"""Postage of a parcel that the seller sends: the carrier's price by billable weight and zone, with its surcharges.

The expected postage is the mean over the zones to which orders go: one zone where it is given, the seller's own mix, or
the national mix on file, marked as an estimate. Everything about one parcel is worked out for each zone, and rounded
there, before the mean is taken.
"""

from __future__ import annotations

from logicost.fees.carriers.format_card import FormatCard
from logicost.fees.carriers.formats import price_by_format
from logicost.fees.carriers.fuel import fuel_status, tell_fuel
from logicost.fees.carriers.measured import measured_parcel, refuse_beyond_limits
from logicost.fees.carriers.other_prices import FLAT, other_prices
from logicost.fees.carriers.place_and_season import place_and_season
from logicost.fees.carriers.shared_surcharges import holiday_increase, nonstandard_fee, tell_season
from logicost.fees.carriers.surcharges import size_surcharge, with_surcharges
from logicost.fees.carriers.zones import mix_status, of_zones, zone_shares
from logicost.fees.charge import Charge, line
from logicost.fees.known import estimate_where, own_or, unsourced_where
from logicost.fees.steps import less_share, look_up, per_unit
from logicost.inputs.fields import NOT_GIVEN
from logicost.inputs.readers import SHARE_GRAINS
from logicost.rules.expressions import (
    FALSE,
    HALF_UP,
    Expression,
    Reference,
    expression,
    maximum,
    select,
    some,
    total,
)
from logicost.rules.plan import Kind, Plan, defines
from logicost.tables.status import Status


@line(
    "carrier_postage", "delivery", "postage of the carrier", "fbm", "sfp",
    table="{variant}", each=lambda _, program: program.variant,
)  # fmt: skip
def carrier_postage(fee: Charge) -> None:
    """Of a parcel sent with one carrier, or at the seller's own figure, which ``flat`` must have."""
    plan, carrier, name = fee.plan, fee.variant, fee.named("postage")
    own, given = plan["postage_is_own"], plan.input("postage")
    fee.is_own(own)
    fee.why(f"your own postage of {{{name}}} per parcel", own)
    known, status = expression(0), expression(Status.UNSOURCED)
    others = other_prices(fee, carrier)
    asked = some(*(flag for flag, _ in others)) if others else FALSE
    if carrier == FLAT:
        fee.refuses(
            "postage_is_missing",
            ~own,
            "postage_missing",
            "postage",
            "{program} needs postage, what a parcel costs you",
        )
    elif fee.card is None:
        fee.why(f"{fee.choice.why}; give postage, or a card of your own as {carrier} in --fee-tables")
    elif isinstance(fee.card, FormatCard):
        known, status = price_by_format(fee, carrier)
    else:
        known, status = _by_card(fee, carrier, ~own & ~asked if others else ~own)
    if carrier != FLAT:
        known = less_share(plan, known, maximum(plan.input("postage_discount"), 0))
        fee.note("your discount of {postage_discount} is taken off the carrier's card", plan["postage_is_discounted"])
    for flag, other in others:
        known = select(flag, plan[other.named("postage")], known)
        status = select(flag, plan[f"{other.name}_status"], status)
    order = plan.step(
        name, select(own, given, known), Kind.MONEY, "per parcel; the seller's own figure where it is given"
    )
    fee.amount(per_unit(plan, order), "shared by the units of the order, to 0.0001")
    fee.step(f"{fee.name}_status", own_or(own, status), Kind.STATUS)


@defines("postage_is_own", "postage_is_discounted")
def postage_is_own(plan: Plan) -> None:
    own = plan.step("postage_is_own", plan.input("postage") > NOT_GIVEN, Kind.FLAG, "postage is given")
    discounted = ~own & (plan.input("postage_discount") > 0)
    plan.step("postage_is_discounted", discounted, Kind.FLAG, "your share off the card is given")


def _by_card(fee: Charge, carrier: str, by_card: Expression) -> tuple[Expression, Expression]:
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
    extras = ", with surcharges and fuel" if card.fuel or card.surcharges else ""
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
