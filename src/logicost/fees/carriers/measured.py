"""The parcel as one carrier measures it."""

from __future__ import annotations

from dataclasses import dataclass

from logicost.fees.carriers.card import CarrierCard, Surcharge
from logicost.fees.charge import Charge
from logicost.measurement import GRAMS, MILLIMETRES
from logicost.rules.expressions import (
    FALSE,
    HALF_UP,
    UP,
    Expression,
    Reference,
    maximum,
    select,
    some,
)
from logicost.rules.plan import Kind


@dataclass(frozen=True, slots=True)
class Parcel:
    """The parcel as one carrier measures it."""

    longest: Reference
    median: Reference
    length_plus_girth: Reference
    volume: Reference
    weight: Reference
    billable: Reference


def exceeds(
    surcharge: Surcharge, longest: Reference, median: Reference, girth: Reference, volume: Reference, weight: Reference
) -> Expression:
    limits = (
        (longest, surcharge.longest_over),
        (median, surcharge.median_over),
        (girth, surcharge.length_plus_girth_over),
        (volume, surcharge.volume_over),
        (weight, surcharge.weight_over),
    )
    return some(*(value > limit for value, limit in limits if limit is not None))


def measured_parcel(fee: Charge, carrier: str, card: CarrierCard) -> Parcel:
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
    whole_weight = int(GRAMS[plan.market.weight_unit] / plan.market.weight_grain)
    cube = int((MILLIMETRES[plan.market.length_unit] / plan.market.length_grain) ** 3)
    whole = volume.divided_by(cube * measuring.divisor, UP) * whole_weight
    dimensional = fee.step(
        f"{carrier}_dimensional_weight",
        whole,
        Kind.WEIGHT,
        f"volume / {measuring.divisor}, up to the whole {plan.market.weight_unit}; shown also where it does not count",
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


def refuse_beyond_limits(fee: Charge, carrier: str, card: CarrierCard, parcel: Parcel) -> Reference:
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
