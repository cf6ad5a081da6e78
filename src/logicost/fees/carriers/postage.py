"""Postage of a parcel that the seller sends: the carrier's price by billable weight and zone, with its surcharges.

The expected postage is the mean over the zones to which orders go: one zone where it is given, the seller's own mix, or
the national mix on file, marked as an estimate. Everything about one parcel is worked out for each zone, and rounded
there, before the mean is taken.
"""

from __future__ import annotations

from logicost.fees.cards import read_card
from logicost.fees.carriers.card import CarrierCard
from logicost.fees.carriers.surcharges import (
    Parcel,
    exceeds,
    fuel_note,
    fuel_status,
    holiday_increase,
    nonstandard_fee,
    size_surcharge,
    with_surcharges,
)
from logicost.fees.steps import look_up
from logicost.inputs.fields import NOT_GIVEN
from logicost.inputs.readers import SHARE_GRAINS, ZONES
from logicost.measurement import GRAMS, LONGEST_SIDE, MILLIMETRES
from logicost.rules.expressions import (
    FALSE,
    HALF_UP,
    UP,
    Expression,
    Reference,
    expression,
    maximum,
    minimum,
    select,
    total,
)
from logicost.rules.plan import Kind, Line, Plan, ProgramPlan
from logicost.tables.shelf import Choice
from logicost.tables.status import Status

CARRIERS = ("usps_ground_advantage", "usps_priority_mail", "ups_ground", "fedex_ground", "amazon_shipping")


LONGEST_PARCEL = 10  # a stack counts as at most so many times the longest side a unit may have; no carrier takes it


def add_carrier_postage(plan: Plan, program: ProgramPlan, carrier: str) -> None:
    """The postage line of a parcel sent with `carrier`, one of `CARRIERS` or a fee of the user's own tables."""
    choice = plan.choose(carrier)
    name = f"{carrier}_postage"
    if plan.has(name):
        _as_before(plan, program, name, carrier)
        return
    own = _own_postage(plan)
    if choice.edition is None:
        known: Expression = expression(0)
        status: Expression = expression(int(Status.UNSOURCED))
        why = f"{choice.why}; give postage, or a card of your own as {carrier} in --fee-tables"
        cases: tuple[tuple[str | None, str], ...] = ((None, why),)
    else:
        known, status, cases = _by_card(plan, program, carrier, choice)
    order = plan.step(
        name,
        select(own, plan.input("postage"), known),
        Kind.MONEY,
        "per parcel; the seller's own figure where it is given",
    )
    _line(plan, program, name, order, select(own, int(Status.OVERRIDE), status), cases, choice)


def add_flat_postage(plan: Plan, program: ProgramPlan) -> None:
    """The postage line of ``fbm:flat`` and ``sfp:flat``: the seller's own figure, which must be given."""
    own = _own_postage(plan)
    plan.refuse(
        program,
        "postage_is_missing",
        ~own,
        "postage_missing",
        "postage",
        f"{program.name} needs postage, what a parcel costs you",
    )
    if plan.has("flat_postage"):
        _as_before(plan, program, "flat_postage", "flat")
        return
    order = plan.step("flat_postage", maximum(plan.input("postage"), 0), Kind.MONEY, "the seller's own figure")
    _line(plan, program, "flat_postage", order, expression(int(Status.OVERRIDE)), (), None)


def _as_before(plan: Plan, program: ProgramPlan, name: str, carrier: str) -> None:
    """Another program of the plan sends the same parcel (`fbm`, `sfp`): its line, limits, weights and note hold here too."""
    twin, line = next(
        (other, line) for other in plan.programs.values() for line in other.lines if line.amount == f"{name}_per_unit"
    )
    program.lines.append(line)
    program.refusals += [each for each in twin.refusals if each.condition.startswith(f"{carrier}_beyond_")]
    program.notes += [(flag, note) for flag, note in twin.notes if flag == f"{carrier}_fuel_is_old"]
    program.dimensional_weight, program.shipping_weight = twin.dimensional_weight, twin.shipping_weight


def _own_postage(plan: Plan) -> Reference:
    if plan.has("postage_is_own"):
        return plan["postage_is_own"]
    return plan.step("postage_is_own", plan.input("postage") > NOT_GIVEN, Kind.FLAG, "postage is given")


def _line(
    plan: Plan,
    program: ProgramPlan,
    name: str,
    order: Reference,
    status: Expression,
    cases: tuple[tuple[str | None, str], ...],
    choice: Choice | None,
) -> None:
    plan.step(
        f"{name}_per_unit",
        order.divided_by(plan.input("units_per_order"), HALF_UP),
        Kind.MONEY,
        "shared by the units of the order, to 0.0001",
    )
    plan.step(f"{name}_status", status, Kind.STATUS)
    own: tuple[str | None, str] = ("postage_is_own", f"your own postage of {{{name}}} per parcel")
    program.lines.append(
        Line(
            "carrier_postage",
            "delivery",
            f"{name}_per_unit",
            f"{name}_status",
            None,
            choice.edition.id if choice and choice.edition else None,
            (own, *cases),
            "postage_is_own",
        )
    )


def _by_card(
    plan: Plan, program: ProgramPlan, carrier: str, choice: Choice
) -> tuple[Expression, Expression, tuple[tuple[str | None, str], ...]]:
    assert choice.edition is not None
    card: CarrierCard = read_card(choice.edition)
    source = choice.edition.id
    parcel = _parcel(plan, carrier, card, source)
    program.dimensional_weight = f"{carrier}_dimensional_weight"
    program.shipping_weight = f"{carrier}_billable_weight"
    unpriced = _limits(plan, program, carrier, card, parcel, choice)
    shares = zone_shares(plan)
    amounts: list[Expression] = []
    statuses: list[Expression] = [expression(int(choice.status))]
    extras = [holiday_increase(plan, carrier, parcel, card), nonstandard_fee(plan, carrier, parcel)]
    size = size_surcharge(plan, carrier, card, parcel, source)
    for zone in ZONES:
        column = card.column(zone)
        share = shares[zone]
        if column is None:
            statuses.append(select(share > 0, int(Status.UNSOURCED), 0))
            continue
        prefix = f"{carrier}_zone_{zone}"
        looked = look_up(
            plan, f"{prefix}_rate", card.rates, (column,), parcel.billable, choice, note="the card's price"
        )
        price: Expression = looked.amount
        zone_status: Expression = looked.status
        for extra in extras:
            amount, extra_status = extra(zone)
            price, zone_status = price + amount, maximum(zone_status, extra_status)
        price = with_surcharges(plan, prefix, card, price, size(column), choice)
        price = plan.step(f"{prefix}_postage", price, Kind.MONEY, f"a parcel to zone {zone}", source)
        amounts.append(share * price)
        statuses.append(select(share > 0, zone_status, 0))
    statuses += [
        select(plan.input("zone_given"), 0, mix_status(plan)),
        select(unpriced, int(Status.UNSOURCED), 0),
        select(plan.input("units_per_order") > 1, int(Status.ESTIMATE), 0),
        fuel_status(plan, card, choice),
        size.status,
    ]
    if (note := fuel_note(plan, card, choice)) is not None:
        from_card = plan.input("fuel_percent").equals(NOT_GIVEN) & ~plan["postage_is_own"]
        flag = plan.step(
            f"{carrier}_fuel_is_old", from_card, Kind.FLAG, "the fuel percentage on file is of another week"
        )
        program.notes.append((flag.name, note))
    known = total(0, *amounts).divided_by(SHARE_GRAINS, HALF_UP)
    status = plan.step(f"{carrier}_card_status", maximum(*statuses), Kind.STATUS, choice.why, source)
    return known, status, _why(plan, carrier, card, status, unpriced, choice)


def _why(
    plan: Plan, carrier: str, card: CarrierCard, status: Reference, unpriced: Reference, choice: Choice
) -> tuple[tuple[str | None, str], ...]:
    missing = plan.step(f"{carrier}_is_missing", status.equals(Status.UNSOURCED), Kind.FLAG)
    one_zone = plan.input("zone_number") > 0
    single = plan.step(f"{carrier}_one_zone", one_zone, Kind.FLAG)
    given = plan.step(f"{carrier}_own_mix", plan.input("zone_given") & ~one_zone, Kind.FLAG)
    weight = f"{{{carrier}_billable_weight}} billable"
    lead = f"{card.carrier}, {weight}"
    tail = f" ({choice.why})" if choice.why else ""
    extras = ", with surcharges and fuel" if card.fuel or card.surcharges else ""
    supply = "; give postage, or a card of your own in --fee-tables"
    return (
        (unpriced.name, f"{card.carrier}: no price is on file for a parcel of this size{supply}"),
        (missing.name, f"{lead}: a price, increase or zone of it is not on file{supply}"),
        (single.name, f"{lead}, to zone {{zone_number}}{extras}{tail}"),
        (given.name, f"{lead}, mean over your zone mix{extras}{tail}"),
        (None, f"{lead}, mean over the national zone mix{extras}{tail}"),
    )


def _parcel(plan: Plan, carrier: str, card: CarrierCard, source: str) -> Parcel:
    """Several units are stacked along their shortest side, an assumption that makes the line an estimate."""
    if not plan.has("parcel_longest"):
        sides = [plan.input(f"side_{number}") for number in (1, 2, 3)]
        a, b = maximum(*sides), minimum(*sides)
        stack = minimum(
            b * plan.input("units_per_order"), LONGEST_PARCEL * int(LONGEST_SIDE / plan.market.length_grain)
        )
        stacked = plan.step("parcel_stack", stack, Kind.LENGTH, "the shortest side, stacked")
        middle = plan.step("parcel_middle", minimum(total(*sides) - a - b, a), Kind.LENGTH, "the median side")
        longest = plan.step("parcel_longest", maximum(a, stacked), Kind.LENGTH)
        shortest = plan.step("parcel_shortest", minimum(middle, stacked), Kind.LENGTH)
        median = minimum(a + middle + stacked - longest - shortest, a)  # never more than a: this bounds the volume
        plan.step("parcel_median", median, Kind.LENGTH)
        plan.step("parcel_weight", plan.input("unit_weight") * plan.input("units_per_order"), Kind.WEIGHT)

    def measured(side: str) -> Reference:
        steps = plan[f"parcel_{side}"].divided_by(card.side_step, UP if card.sides_up else HALF_UP)
        note = f"{'up' if card.sides_up else 'to the nearest'} to whole units"
        return plan.step(f"{carrier}_{side}", maximum(steps, 1) * card.side_step, Kind.LENGTH, note, source)

    longest, median, shortest = measured("longest"), measured("median"), measured("shortest")
    girth = plan.step(f"{carrier}_length_plus_girth", longest + (median + shortest) * 2, Kind.LENGTH, "", source)
    volume = plan.step(f"{carrier}_volume", longest * median * shortest, Kind.VOLUME, "", source)
    pound = int(GRAMS[plan.market.weight_unit] / plan.market.weight_grain)
    cube = int((MILLIMETRES[plan.market.length_unit] / plan.market.length_grain) ** 3)
    whole = volume.divided_by(cube * card.divisor, UP) * pound
    dimensional = plan.step(
        f"{carrier}_dimensional_weight",
        whole,
        Kind.WEIGHT,
        f"volume / {card.divisor}, up to the pound; shown also where it does not count",
        source,
    )
    weight = plan["parcel_weight"]
    counted = select(volume > card.dimensional_over, dimensional, 0)
    billable: Expression = maximum(weight, counted)
    for surcharge in card.surcharges:
        if surcharge.minimum_billable_weight:
            applies = exceeds(surcharge, longest, median, girth, volume, weight)
            billable = maximum(billable, select(applies, surcharge.minimum_billable_weight, 0))
    billed = plan.step(
        f"{carrier}_billable_weight", billable, Kind.WEIGHT, "the greater of actual and dimensional weight", source
    )
    return Parcel(longest, median, girth, volume, weight, billed)


def _limits(
    plan: Plan, program: ProgramPlan, carrier: str, card: CarrierCard, parcel: Parcel, choice: Choice
) -> Reference:
    """Refuse what the carrier does not take; returns the flag of what it takes but has no price on file for."""
    limits = (
        (parcel.weight, card.heaviest, "weight", "weight"),
        (parcel.longest, card.longest, "dimensions", "longest side"),
        (parcel.length_plus_girth, card.length_plus_girth, "dimensions", "length plus girth"),
    )
    source = choice.edition.id if choice.edition else None
    for value, limit, field, words in limits:
        if limit is not None:
            plan.refuse(
                program,
                f"{carrier}_beyond_{words.replace(' ', '_')}",
                ~plan["postage_is_own"] & (value > limit),
                "carrier_limit_exceeded",
                field,
                f"{card.carrier}: no parcels of this {words} are taken; choose another carrier or give postage",
            )
    beyond: Expression = FALSE
    if card.priced_up_to_length_plus_girth is not None:
        beyond = parcel.length_plus_girth > card.priced_up_to_length_plus_girth
    return plan.step(f"{carrier}_unpriced_size", beyond, Kind.FLAG, "taken, but its price is not on file", source)


def zone_shares(plan: Plan) -> dict[int, Reference]:
    """The share of orders to each zone: the seller's, or the national mix on file."""
    choice = plan.choose("zone_mix")
    mix: dict[int, int] = read_card(choice.edition) if choice.edition else {}
    source = choice.edition.id if choice.edition else None
    for zone in ZONES:
        if not plan.has(f"zone_{zone}_share"):
            given = select(plan.input("zone_given"), plan.input(f"share_{zone}"), mix.get(zone, 0))
            plan.step(f"zone_{zone}_share", given, Kind.SHARE, "as given, else the national mix", source)
    return {zone: plan[f"zone_{zone}_share"] for zone in ZONES}


def mix_status(plan: Plan) -> int:
    """How well the national mix of zones is known: an estimate, or the seller's own."""
    choice = plan.choose("zone_mix")
    return int(max(choice.status, Status.OVERRIDE if choice.edition and choice.edition.own else Status.ESTIMATE))
