"""Postage of a parcel that the seller sends: the carrier's price by billable weight and zone, with its surcharges.

The expected postage is the mean over the zones to which orders go: one zone where it is given, the seller's own mix, or
the national mix on file, marked as an estimate. Everything about one parcel is worked out for each zone, and rounded
there, before the mean is taken.
"""

from __future__ import annotations

from logicost.fees.carriers.format_card import FormatCard
from logicost.fees.carriers.formats import price_by_format
from logicost.fees.carriers.other_prices import FLAT, other_prices
from logicost.fees.carriers.price_by_zone import price_by_zone
from logicost.fees.charge import Charge, line
from logicost.fees.known import own_or
from logicost.fees.steps import less_share, per_unit
from logicost.inputs.fields import NOT_GIVEN
from logicost.rules.expressions import (
    FALSE,
    expression,
    maximum,
    select,
    some,
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
        known, status = price_by_zone(fee, carrier, ~own & ~asked if others else ~own)
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
