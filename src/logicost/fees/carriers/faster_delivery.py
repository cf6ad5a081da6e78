"""What Seller Fulfilled Prime costs beyond the ordinary service: orders that it does not reach in time go by a faster one.

Only as many orders as the programme's required share demands, those to the farthest zones first. What a faster parcel
costs is the seller's own figure, as no carrier's days are on file. A one-day service also keeps the two-day promise.
"""

from __future__ import annotations

from logicost.fees.carriers.faster_shares import ONE_DAY, PRICES, TWO_DAYS
from logicost.fees.carriers.prime_card import PROMISES
from logicost.fees.carriers.zones import mix_status
from logicost.fees.charge import Charge, charge, line
from logicost.fees.known import estimate_where
from logicost.fees.steps import per_unit
from logicost.inputs.readers import SHARE_GRAINS
from logicost.rules.expressions import HALF_UP, maximum, select, total
from logicost.rules.plan import Kind
from logicost.tables.status import Status

MOVED = "the farthest zones, in place of the ordinary service"


@line(
    "faster_delivery", "delivery", "faster services that Prime asks for", "sfp", after="carrier_postage",
    table="sfp_delivery_speed", optional=True, each=lambda _, program: program.variant,
)  # fmt: skip
def faster_delivery(fee: Charge) -> None:
    """The dearer parcels of a carrier's programme, beyond its postage."""
    plan, carrier = fee.plan, fee.variant
    postage = charge(plan, "carrier_postage", carrier)
    faster = plan["sfp_faster"]
    prices = {place: f"{carrier}_zone_{zone}_postage" for place, zone in enumerate(plan.market.zones, start=1)}
    priced = {place: plan[name] for place, name in prices.items() if plan.has(name)}
    ordinary = total(0, *(plan[f"sfp_faster_zone_{zone}"] * price for zone, price in priced.items()))
    own = faster * maximum(plan.input("postage"), 0)
    dearer = plan[ONE_DAY] * plan[PRICES[0]] + plan[TWO_DAYS] * plan[PRICES[1]]
    extra = dearer - select(plan["postage_is_own"], own, ordinary)
    order = plan.step(
        fee.named("faster_postage"),
        extra.divided_by(SHARE_GRAINS, HALF_UP),
        Kind.MONEY,
        "beyond the postage, mean over all orders",
    )
    fee.amount(per_unit(plan, order), "shared by the units of the order, to 0.0001")
    fee.applies(plan["sfp_faster_applies"] | plan["sfp_speed_is_open"])
    fee.known(
        maximum(
            plan[f"{postage.name}_status"],
            int(max(fee.choice.status, Status.OVERRIDE)),
            select(plan.input("zone_given"), 0, mix_status(plan)),
            estimate_where(plan["sfp_speed_is_open"]),
        ),
        "your own price, as well known as the postage, the zones and what Prime asks for",
    )
    one = f"{{{ONE_DAY}}} of orders in one day at {{{PRICES[0]}}}"
    two = f"{{{TWO_DAYS}}} of orders in two days at {{{PRICES[1]}}}"
    fee.why(f"by a faster service {one} and {two}: {MOVED}", plan["sfp_faster_is_mixed"])
    fee.why(f"by a faster service {one}: {MOVED}", plan[f"{ONE_DAY}_applies"])
    fee.why(f"by a faster service {two}: {MOVED}", plan["sfp_faster_applies"])
    asked = "{sfp_five_days_asked} of {sfp_size_class} page views within five days"
    fee.why(
        f"no faster service is counted; that Prime's {asked} are reached is taken as given, as no carrier's days are on file",
        plan["sfp_asks_for_five_days"],
    )
    fee.why("no faster service is counted: what Prime asks for is not wholly on file")
    for promise, words in PROMISES.items():
        gap = plan[f"sfp_{promise}_not_on_file"]
        fee.note(f"no share to promise {words} is on file for {{sfp_size_class}}: it is not counted", gap)
