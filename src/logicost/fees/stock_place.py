"""Where the stock lies that serves an order: in the store's own country, or in another from which a route leads to its buyers."""

from __future__ import annotations

from logicost.fees.charge import Charge
from logicost.fees.known import estimate_where
from logicost.fees.vocabularies import NONE
from logicost.rules.expressions import FALSE, Expression, Reference, first_of
from logicost.rules.plan import Kind, Plan, defines, once

LOCAL, ELSEWHERE = "local", "elsewhere"  # beside the market's routes


@defines("stock_route", "stock_is_abroad", "stock_is_pan_european", "stock_crosses", "stock_may_be_local")
def stock_route(plan: Plan) -> None:
    """By which route the unit comes to the store's buyers, and whether another table than the local one prices it."""
    country, routes = plan.input("stock_country"), plan.market.stock_routes
    words = (LOCAL, *routes, ELSEWHERE)
    ways = [(plan.is_word(country, *countries), words.index(name)) for name, countries in routes.items()]
    home = plan.is_word(country, NONE, plan.market.code.lower())
    route = plan.step(
        "stock_route",
        first_of((home, 0), *ways, otherwise=words.index(ELSEWHERE)),
        Kind.WORD,
        "by the country of the stock, as given, else the store's own",
        words=words,
    )
    abroad = plan.step("stock_is_abroad", ~route.equals(0), Kind.FLAG, "not in the store's country")
    network = plan.market.pan_european
    inside = route.equals(words.index(network)) if network else FALSE
    said = plan.input("pan_european").equals(1)
    pan = plan.step("stock_is_pan_european", inside & said, Kind.FLAG, "of Pan-European FBA: charged as local stock")
    crosses = plan.step("stock_crosses", abroad & ~pan, Kind.FLAG, "delivered by a table of its own")
    held = plan.market.cep_countries
    near = crosses & plan.is_word(country, *held) & plan.input("cep") if held else FALSE
    plan.step("stock_may_be_local", near, Kind.FLAG, "where stock of the Central Europe Programme lies, which is local")


@once
def crossing(plan: Plan) -> Reference | None:
    """Whether the unit crosses a border; None in a market without such routes."""
    return plan["stock_crosses"] if plan.market.stock_routes else None


def kept_abroad(fee: Charge) -> Expression:
    """The doubt of a fee that Amazon charges where the stock lies, and that is taken at this store's rates."""
    plan = fee.plan
    if not plan.market.stock_routes:
        return FALSE
    applies = plan[f"{fee.name}_applies"]
    flag = plan.step(
        f"{fee.name}_is_abroad", applies & plan["stock_is_abroad"], Kind.FLAG, "charged where the stock lies"
    )
    fee.note(f"{fee.fee.title} is that of this store, as an estimate: the stock lies in {{stock_country}}", flag)
    return estimate_where(flag)
