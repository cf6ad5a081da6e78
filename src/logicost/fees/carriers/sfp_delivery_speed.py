"""Seller Fulfilled Prime: no fee of its own, but shares of page views that must promise delivery in one and two days.

Carriers' days by zone are not on file, so the seller says which zones the service reaches; the shares of orders to
those zones stand for the shares of page views. SFP has its own size classes.
"""

from __future__ import annotations

from logicost.fees.carriers.prime_card import CLASSES, PROMISES, SLOWEST, DeliverySpeed
from logicost.fees.carriers.zones import zone_shares
from logicost.fees.sourced import Sourced, sourced
from logicost.fees.steps import chosen
from logicost.inputs.fields import NOT_GIVEN
from logicost.inputs.readers import RATE_GRAINS, SHARE_GRAINS
from logicost.rules.expressions import Expression, Reference, every, first_of, maximum, select, some, total
from logicost.rules.plan import ALWAYS, Kind, Plan, defines
from logicost.rules.program_plan import Note, ProgramPlan


def tell_delivery_speed(plan: Plan, program: ProgramPlan) -> None:
    """Notes that say which share of orders is promised in time, and which share Prime asks for."""
    choice = plan.choose("sfp_delivery_speed")
    if choice.edition is None:
        program.notes.append(Note(plan[ALWAYS].name, choice.why))
        return
    for promise, words in PROMISES.items():
        reached = f"{{sfp_{promise}_share}} of orders go to zones reached in {words}"
        asked = f"Prime asks for {{sfp_{promise}_asked}} of {{sfp_size_class}} page views"
        missing = f"{reached}; {asked}: {{sfp_{promise}_missing}} miss it"
        give = f"give {promise}_postage, what a parcel costs you in {words}"
        program.notes += [
            Note(plan[f"sfp_{promise}_is_unserved"].name, f"{missing}, which needs a faster service: {give}"),
            Note(plan[f"sfp_{promise}_is_served"].name, f"{missing} and go by a faster service"),
            Note(plan[f"sfp_{promise}_meets"].name, f"{reached}; {asked}"),
            Note(
                plan[f"sfp_{promise}_is_unknown"].name,
                f"{asked} to promise {words}: give {promise}_up_to_zone to see the share of orders",
            ),
        ]


_STEPS = tuple(
    f"sfp_{promise}_{step}"
    for promise in PROMISES
    for step in (
        "asked", "share", "missing", "misses", "is_served", "is_unserved", "not_on_file", "meets", "is_unknown",
    )
)  # fmt: skip


@defines("sfp_size_class", "sfp_five_days_asked", *_STEPS)
def delivery_speed(plan: Plan) -> None:
    """The size class, and for each promise what is asked and what is reached."""
    fee = sourced(plan, "sfp_delivery_speed")
    card: DeliverySpeed = fee.card
    under, least, unit = card.classes.standard_under, card.classes.extra_large_from, plan.input("unit_weight")
    standard = every(
        plan["longest"] < under.longest,
        plan["median"] < under.median,
        plan["shortest"] < under.shortest,
        unit < under.weight,
    )
    extra_large = (plan["longest"] >= least.longest) | (unit >= least.weight)
    size_class = fee.step(
        "sfp_size_class",
        first_of((extra_large, CLASSES.index("extra_large")), (standard, 0), otherwise=CLASSES.index("oversize")),
        Kind.WORD,
        "SFP's own classes: standard below all limits, extra-large from either, oversize between",
        CLASSES,
    )
    for promise in PROMISES:
        _add_promise(fee, card, promise, size_class)
    slowest = [card.shares.get(name, {}).get(SLOWEST) or 0 for name in CLASSES]
    fee.step("sfp_five_days_asked", chosen(size_class, slowest), Kind.RATE, "0 where the class has none on file")


def _add_promise(fee: Sourced, card: DeliverySpeed, promise: str, size_class: Reference) -> None:
    plan = fee.plan
    shares = [card.shares.get(name, {}).get(promise) for name in CLASSES]
    by_class = chosen(size_class, [share or 0 for share in shares])
    asked = fee.step(f"sfp_{promise}_asked", by_class, Kind.RATE, "0 where the class has none on file")
    last_zone = plan.input(f"{promise}_up_to_zone")
    farthest: Expression = last_zone
    priced: Expression = plan.input(f"{promise}_postage") > NOT_GIVEN
    if promise == "two_days":  # what arrives in one day also keeps this promise
        farthest = maximum(last_zone, plan.input("one_day_up_to_zone"))
        priced = priced | (plan.input("one_day_postage") > NOT_GIVEN)
    zones = zone_shares(plan)
    reached = plan.step(
        f"sfp_{promise}_share",
        total(0, *(select(farthest >= zone, share, 0) for zone, share in enumerate(zones, start=1))),
        Kind.SHARE,
        "orders to zones that are reached in time",
    )
    needed = asked * (SHARE_GRAINS // RATE_GRAINS)
    plan.step(f"sfp_{promise}_missing", maximum(needed - reached, 0), Kind.SHARE, "of the orders")
    given, wanted = last_zone > NOT_GIVEN, asked > 0
    misses = plan.step(f"sfp_{promise}_misses", wanted & given & (reached < needed), Kind.FLAG)
    plan.step(f"sfp_{promise}_is_served", misses & priced, Kind.FLAG, "what a faster service costs is given")
    plan.step(f"sfp_{promise}_is_unserved", misses & ~priced, Kind.FLAG)
    gaps = (size_class.equals(number) for number, share in enumerate(shares) if share is None)
    plan.step(f"sfp_{promise}_not_on_file", some(*gaps), Kind.FLAG, "no share is on file for the class")
    plan.step(f"sfp_{promise}_meets", wanted & given & (reached >= needed), Kind.FLAG)
    plan.step(f"sfp_{promise}_is_unknown", wanted & ~given, Kind.FLAG)
