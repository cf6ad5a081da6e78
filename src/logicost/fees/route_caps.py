"""Whether a price is within the cap of the route by which stock from another country comes."""

from __future__ import annotations

from logicost.fees.charge import Charge
from logicost.fees.known import estimate_where
from logicost.fees.revenue import tax_inside
from logicost.fees.sourced import sourced
from logicost.fees.stock_place import crossing
from logicost.rules.expressions import FALSE, Expression, some
from logicost.rules.plan import Kind


def doubt_of_the_route(fee: Charge) -> Expression:
    """Whether a price is within the cap of the route, and whether the stock is not local after all.

    "Remote Fulfilment only up to a price cap": whether that is with tax is not published. Refuses what is above it even
    without tax; returns the doubt of prices that are above it with tax alone."""
    card = sourced(fee.plan, "fba_cross_border")
    if crossing(fee.plan) is None or card.card is None or fee.variant:
        return FALSE
    local = fee.plan["stock_may_be_local"]
    fee.note(
        "stock of the Central Europe Programme in {stock_country} counts as local: leave stock_country out if it is such",
        local,
    )
    doubts: list[Expression] = [local]
    for route, cap in card.card.price_up_to.items():
        limit = card.step(f"{route}_price_up_to", cap, Kind.MONEY, "the highest price on the route")
        there = fee.plan.is_word(fee.plan["stock_route"], route)
        above = there & (fee.price - _tax_of(fee) > limit)
        message = f"{route} fulfilment from {{stock_country}} is offered up to a price of {{{limit.name}}}"
        fee.refuses(f"price_is_above_{route}_cap", above, "price_above_route_cap", "price", message)
        near = there & (fee.price > limit)
        flag = card.step(f"{route}_cap_is_open", near, Kind.FLAG, "above the limit with tax, within it without")
        fee.note(
            f"{route} fulfilment is offered up to a price of {{{limit.name}}}; whether with tax or without is not "
            "published, and this price is within it only without",
            flag,
        )
        doubts.append(flag)
    return estimate_where(some(*doubts))


def _tax_of(fee: Charge) -> Expression:
    """The tax inside the price itself, discounts left aside."""
    plan = fee.plan
    return tax_inside(fee.price, plan["sales_tax_rate"], plan.market.currency.minor_unit)
