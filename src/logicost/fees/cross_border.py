"""Fulfilment of units whose stock lies in another country than the store: "European Fulfilment Network" and "Remote
Fulfilment" between the UK and the EU (Rate Card Europe, "Cross-border"), by destination, in the store's currency.

Tier and weight are those of the local table; there are no low-price rates. With Pan-European FBA stock in the store's
network is charged as local. Which countries a route starts in is the market's own.
"""

from __future__ import annotations

from logicost.fees.banded import Banded, Case, banded_part, look_up_banded
from logicost.fees.declared import amount, by_word, card_of, key, money_of, nested, part, text
from logicost.fees.selected_parcels import is_selected_parcel
from logicost.fees.sourced import Sourced, sourced
from logicost.fees.stock_place import ELSEWHERE, crossing
from logicost.rules.expressions import Expression, select
from logicost.rules.plan import Kind, Plan, once


@part
class WithoutCep:
    """What a unit from a country pays more where the seller is not in the Central Europe Programme."""

    country: str = text()
    amount: int = amount()


@card_of("cross_border/1", "fba_cross_border")
class CrossBorder:
    """`price_up_to`: the highest price on a route; `without_cep`: None where the columns of the card say it."""

    price_up_to: dict[str, int] = by_word(money_of, absent={})
    without_cep: WithoutCep | None = key(nested(WithoutCep), absent=None)
    standard: Banded = key(banded_part("standard"))
    selected_parcels: Banded = key(banded_part("selected parcels"))


@once
def cross_border_cases(plan: Plan) -> tuple[Case, ...]:
    """The tables by which units from another country are priced, in the order in which they are tried."""
    crosses = crossing(plan)
    if crosses is None:
        return ()
    card = sourced(plan, "fba_cross_border")
    if card.card is None:
        return (Case(card, crosses, None, "stock in {stock_country}: "),)
    tables: CrossBorder = card.card
    lead = "by {stock_route} from {stock_country}, "
    other = plan.step("stock_is_elsewhere", plan.is_word(plan["stock_route"], ELSEWHERE), Kind.FLAG, "on no route")
    cases = [Case(card, other, None, "no fee is on file for stock in {stock_country}")]
    selected = is_selected_parcel(plan)
    if selected is not None:
        looked = look_up_banded(card, "cross_border_parcel_fee", tables.selected_parcels, "by unit weight")
        applies = card.step("is_cross_border_parcel", crosses & selected, Kind.FLAG, "a selected parcel from abroad")
        cases.append(Case(card, applies, looked, lead + "{selected_parcel}, {unit_weight}: "))
    looked = look_up_banded(card, "cross_border_fee", tables.standard, "by route and tier")
    cases.append(Case(card, crosses, looked, lead + "{size_tier}, {shipping_weight}: "))
    return tuple(cases)


def without_cep(plan: Plan) -> tuple[Sourced, Expression] | None:
    """What a unit pays more that comes from a country of the Central Europe Programme without being in it."""
    card = sourced(plan, "fba_cross_border")
    if crossing(plan) is None or card.card is None or card.card.without_cep is None:
        return None
    of: WithoutCep = card.card.without_cep
    there = plan.is_word(plan.input("stock_country"), of.country)
    return card, select(plan["stock_crosses"] & there & ~plan.input("cep"), of.amount, 0)
