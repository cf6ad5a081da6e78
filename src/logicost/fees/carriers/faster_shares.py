"""Which share of the orders goes by a faster service for Prime, and from which zones: the farthest first."""

from __future__ import annotations

from logicost.fees.carriers.prime_card import PROMISES
from logicost.fees.carriers.zones import zone_shares
from logicost.fees.known import given_or
from logicost.fees.sourced import sourced
from logicost.inputs.readers import RATE_GRAINS, SHARE_GRAINS, ZONES
from logicost.rules.expressions import FALSE, Expression, maximum, minimum, select, some, total
from logicost.rules.plan import Kind, Plan, defines

ONE_DAY, TWO_DAYS = (f"sfp_faster_{promise}" for promise in PROMISES)
PRICES = "sfp_one_day_price", "sfp_two_days_price"


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
