"""Postage of a parcel that the seller sends: the carrier's price by billable weight and zone, with its surcharges.

The expected postage is the mean over the zones to which orders go: one zone where it is given, the seller's own mix, or
the national mix on file, marked as an estimate. Everything about one parcel is worked out for each zone, and rounded
there, before the mean is taken.
"""

from __future__ import annotations

from logicost.fees.carriers.card import CarrierCard
from logicost.fees.carriers.formats import FormatCard, price_by_format
from logicost.fees.carriers.place_and_season import place_and_season
from logicost.fees.carriers.surcharges import (
    Parcel,
    exceeds,
    fuel_status,
    holiday_increase,
    nonstandard_fee,
    of_zones,
    size_surcharge,
    tell_fuel,
    tell_season,
    with_surcharges,
)
from logicost.fees.charge import Charge, charge, line
from logicost.fees.known import estimate_where, own_or, unsourced_where
from logicost.fees.sourced import sourced
from logicost.fees.steps import less_share, look_up, per_unit
from logicost.inputs.fields import NOT_GIVEN
from logicost.inputs.readers import RATE_GRAINS, SHARE_GRAINS
from logicost.measurement import GRAMS, MILLIMETRES
from logicost.rules.expressions import (
    FALSE,
    HALF_UP,
    UP,
    Expression,
    Reference,
    expression,
    maximum,
    select,
    some,
    total,
)
from logicost.rules.plan import ALWAYS, Kind, Plan, defines, once
from logicost.tables.status import Status

FLAT = "flat"


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
    others = _other_prices(fee, carrier)
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


def _other_prices(fee: Charge, carrier: str) -> list[tuple[Reference, Charge]]:
    """Where `carrier_rates` asks for the carrier's prices at the counter or online, and the charge by them, where cards of
    their own have them; a note where none has."""
    plan, words = fee.plan, fee.plan.vocabulary("carrier_rates")
    if carrier == FLAT or carrier.endswith(tuple(f"_{word}" for word in words)):
        return []
    found = []
    for word in words[1:]:
        name, asked = (
            f"{carrier}_{word}",
            plan.is_word(plan.input("carrier_rates"), word) & ~plan["postage_is_own"],
        )
        if word in dict(plan.market.prices_of).get(carrier, ()):
            continue  # the carrier's own card has just these
        if name not in plan.shelf.files(plan.market.code):
            flag = plan.step(f"{carrier}_has_no_{word}", asked, Kind.FLAG, "not on file")
            fee.note(f"carrier_rates={word} is not used: {word} prices of the carrier are not on file", flag)
            continue
        other = charge(plan, "carrier_postage", name)
        flag = plan.step(f"{carrier}_at_{word}", asked, Kind.FLAG, f"the carrier's {word} prices")
        found.append((flag, other))
        if other.source is not None:
            fee.is_waived(flag, other.source)
        for number, (when, text) in enumerate(other.reasons):
            case = flag if when == ALWAYS else plan.step(f"{carrier}_at_{word}_{number}", flag & plan[when], Kind.FLAG)
            fee.why(text, case)
        for note in other.notes:
            fee.note(note.text, plan.step(f"{carrier}_at_{word}_{note.flag}", flag & plan[note.flag], Kind.FLAG))
        for refusal in other.refusals:
            condition = flag & plan[refusal.condition]
            fee.refuses(
                f"{carrier}_at_{word}_{refusal.condition}", condition, refusal.code, refusal.field, refusal.message
            )
    return found


@defines("postage_is_own", "postage_is_discounted")
def postage_is_own(plan: Plan) -> None:
    own = plan.step("postage_is_own", plan.input("postage") > NOT_GIVEN, Kind.FLAG, "postage is given")
    discounted = ~own & (plan.input("postage_discount") > 0)
    plan.step("postage_is_discounted", discounted, Kind.FLAG, "your share off the card is given")


def _by_card(fee: Charge, carrier: str, by_card: Expression) -> tuple[Expression, Expression]:
    """The postage by the card and its status; tells the line's reasons, and its notes where it is `by_card`."""
    plan, card = fee.plan, fee.card
    parcel = _parcel(fee, carrier, card)
    fee.weights = plan[f"{carrier}_dimensional_weight"], parcel.billable
    oversized = _limits(fee, carrier, card, parcel)
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
    single = plan.step(f"{carrier}_one_zone", one_zone, Kind.FLAG)
    given = plan.step(f"{carrier}_own_mix", plan.input("zone_given") & ~one_zone, Kind.FLAG)
    lead = f"{card.carrier}, {{{carrier}_billable_weight}} billable"
    tail = f" ({why})" if why else ""
    extras = ", with surcharges and fuel" if card.fuel or card.surcharges else ""
    supply = "; give postage, or a card of your own in --fee-tables"
    no_price = plan.step(
        f"{carrier}_unpriced_size", oversized & missing, Kind.FLAG, "taken, but its price is not on file"
    )
    fee.why(f"{card.carrier}: no price is on file for a parcel of this size{supply}", no_price)
    fee.why(f"{lead}: a price, increase or zone of it is not on file{supply}", missing)
    fee.why(f"{lead}, to zone {{zone_number}}{extras}{tail}", single)
    fee.why(f"{lead}, mean over your zone mix{extras}{tail}", given)
    fee.why(f"{lead}, mean over the national zone mix{extras}{tail}")


def _parcel(fee: Charge, carrier: str, card: CarrierCard) -> Parcel:
    """The parcel as the carrier measures it."""
    plan, measuring = fee.plan, card.measuring
    whole_units, up = measuring.sides

    def measured(side: str) -> Reference:
        steps = plan[f"parcel_{side}"].divided_by(whole_units, UP if up else HALF_UP)
        note = f"{'up' if up else 'to the nearest'} to whole units"
        return fee.step(f"{carrier}_{side}", maximum(steps, 1) * whole_units, Kind.LENGTH, note)

    longest, median, shortest = measured("longest"), measured("median"), measured("shortest")
    girth = fee.step(f"{carrier}_length_plus_girth", longest + (median + shortest) * 2, Kind.LENGTH)
    volume = fee.step(f"{carrier}_volume", longest * median * shortest, Kind.VOLUME)
    pound = int(GRAMS[plan.market.weight_unit] / plan.market.weight_grain)
    cube = int((MILLIMETRES[plan.market.length_unit] / plan.market.length_grain) ** 3)
    whole = volume.divided_by(cube * measuring.divisor, UP) * pound
    dimensional = fee.step(
        f"{carrier}_dimensional_weight",
        whole,
        Kind.WEIGHT,
        f"volume / {measuring.divisor}, up to the pound; shown also where it does not count",
    )
    weight = plan["parcel_weight"]
    counted = select(volume > measuring.dimensional_over, dimensional, 0)
    billable: Expression = maximum(weight, counted)
    for surcharge in card.surcharges.values():
        if surcharge.minimum_billable_weight:
            applies = exceeds(surcharge, longest, median, girth, volume, weight)
            billable = maximum(billable, select(applies, surcharge.minimum_billable_weight, 0))
    billed = fee.step(
        f"{carrier}_billable_weight", billable, Kind.WEIGHT, "the greater of actual and dimensional weight"
    )
    return Parcel(longest, median, girth, volume, weight, billed)


def _limits(fee: Charge, carrier: str, card: CarrierCard, parcel: Parcel) -> Reference:
    """Refuse what the carrier does not take; returns the flag of what it takes at a price of its own."""
    limits = (
        (parcel.weight, card.limits.weight, "weight", "weight"),
        (parcel.longest, card.limits.longest, "dimensions", "longest side"),
        (parcel.length_plus_girth, card.limits.length_plus_girth, "dimensions", "length plus girth"),
    )
    for value, limit, field, words in limits:
        if limit is not None:
            fee.refuses(
                f"{carrier}_beyond_{words.replace(' ', '_')}",
                ~fee.plan["postage_is_own"] & (value > limit),
                "carrier_limit_exceeded",
                field,
                f"{card.carrier}: no parcels of this {words} are taken; choose another carrier or give postage",
            )
    beyond: Expression = FALSE
    if (priced := card.limits.priced_up_to_length_plus_girth) is not None:
        beyond = parcel.length_plus_girth > priced
    return fee.step(f"{carrier}_oversized", beyond, Kind.FLAG, "length plus girth beyond the rows of the card")


@once
def zone_shares(plan: Plan) -> tuple[Reference, ...]:
    """The share of orders to each of the market's zones: the seller's, or the national mix on file."""
    card = sourced(plan, "zone_mix")
    mix: dict[str, int] = card.card.rates if card.card else {}
    of_zones(plan, mix)
    shares = []
    for place, zone in enumerate(plan.market.zones, start=1):
        on_file = mix.get(zone, 0) * (SHARE_GRAINS // RATE_GRAINS)
        given = select(plan.input("zone_given"), plan.input(f"share_{place}"), on_file)
        shares.append(card.step(f"zone_{zone}_share", given, Kind.SHARE, "as given, else the national mix"))
    return tuple(shares)


def mix_status(plan: Plan) -> int:
    """How well the national mix of zones is known: an estimate, or the seller's own."""
    choice = plan.choose("zone_mix")
    return int(max(choice.status, Status.OVERRIDE if choice.edition and choice.edition.own else Status.ESTIMATE))
