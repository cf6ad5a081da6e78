"""What Seller Fulfilled Prime costs beyond the ordinary service: orders that it does not reach in time go by a faster one.

Only as many orders as the programme's required share demands, those to the farthest zones first. What a faster parcel
costs is the seller's own figure, as no carrier's days are on file. A one-day service also keeps the two-day promise.
"""

from __future__ import annotations

from logicost.fees.carriers.sfp_delivery_speed import PROMISES
from logicost.fees.carriers.zones import mix_status, zone_shares
from logicost.fees.charge import Charge, charge, line
from logicost.fees.known import estimate_where, given_or
from logicost.fees.sourced import sourced
from logicost.fees.steps import per_unit
from logicost.inputs.readers import RATE_GRAINS, SHARE_GRAINS, ZONES
from logicost.rules.expressions import FALSE, HALF_UP, Expression, maximum, minimum, select, some, total
from logicost.rules.plan import Kind, Plan, defines
from logicost.tables.status import Status

ONE_DAY, TWO_DAYS = (f"sfp_faster_{promise}" for promise in PROMISES)
PRICES = "sfp_one_day_price", "sfp_two_days_price"
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
    priced = {place: plan[name] for place, name in prices.items() if name in plan.steps}
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


def _is_open(plan: Plan, faster: Expression) -> None:
    """Whether something that Prime asks for is not known to be reached: within five days, what arrives in two does."""
    asked = plan["sfp_five_days_asked"]
    has_share = plan.step("sfp_asks_for_five_days", asked > 0, Kind.FLAG, "a share is on file")
    in_time = plan["sfp_two_days_share"] + faster >= asked * (SHARE_GRAINS // RATE_GRAINS)
    doubts = [
        plan[f"sfp_{promise}_{step}"] for promise in PROMISES for step in ("is_unknown", "is_unserved", "not_on_file")
    ]
    plan.step("sfp_speed_is_open", some(~has_share, ~in_time, *doubts), Kind.FLAG, "not known to be reached in time")


_SHARES = (
    "sfp_faster", "sfp_faster_applies", f"{ONE_DAY}_applies", "sfp_faster_is_mixed", ONE_DAY, TWO_DAYS, *PRICES,
    *(f"sfp_faster_zone_{zone}" for zone in ZONES), "sfp_asks_for_five_days", "sfp_speed_is_open",
)  # fmt: skip


@defines(*_SHARES)
def shares_of_orders(plan: Plan) -> None:
    """Which share of the orders goes by which service, and from which zones."""
    fee = sourced(plan, "sfp_delivery_speed")
    prices = [plan.input(f"{promise}_postage") for promise in PROMISES]
    plan.step(PRICES[0], maximum(prices[0], 0), Kind.MONEY, "your own postage in one day")
    price = given_or(prices[1], plan[PRICES[0]])
    plan.step(PRICES[1], price, Kind.MONEY, "your own postage in two days, else in one")

    def missing(promise: str) -> Expression:
        return select(plan[f"sfp_{promise}_is_served"], plan[f"sfp_{promise}_missing"], 0)

    one = fee.step(ONE_DAY, missing("one_day"), Kind.SHARE, "of the orders, in one day")
    two = fee.step(TWO_DAYS, maximum(missing("two_days") - one, 0), Kind.SHARE, "the others, in two days")
    faster = plan.step("sfp_faster", one + two, Kind.SHARE, "of the orders go by a faster service")
    plan.step("sfp_faster_applies", faster > 0, Kind.FLAG)
    plan.step(f"{ONE_DAY}_applies", one > 0, Kind.FLAG)
    plan.step("sfp_faster_is_mixed", (one > 0) & (two > 0), Kind.FLAG)
    _is_open(plan, faster)
    shares = zone_shares(plan)
    beyond: Expression = total(0)
    for zone in reversed(ZONES):
        share = shares[zone - 1] if zone <= len(shares) else FALSE
        taken = minimum(share, maximum(faster - beyond, 0))
        plan.step(f"sfp_faster_zone_{zone}", taken, Kind.SHARE, "the farthest zones first")
        beyond = beyond + share
