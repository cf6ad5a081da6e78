"""The card of the digital services fee: rates of each group of fees, by the seller's country."""

from __future__ import annotations

from logicost.fees import steps
from logicost.fees.declared import by_word, card_of, mapping, rate_of
from logicost.fees.known import estimate_where
from logicost.fees.sourced import sourced
from logicost.fees.vocabularies import NONE
from logicost.rules.expressions import FALSE, Expression, Reference
from logicost.rules.plan import Kind, Plan, once

GROUPS = ("selling", "fba")
OTHERS = "others"  # in a card: every country that it does not name


@card_of("digital_services/1")
class DigitalServices:
    """`rates`: of each group of fees, by the country of the seller."""

    rates: dict[str, dict[str, int]] = by_word(mapping(rate_of, *GROUPS))


@once
def digital_services_rate(plan: Plan, group: str) -> Reference:
    """The step of a group's rate for the seller's country; where none is given, for the store's."""
    fee = sourced(plan, "digital_services")
    rates: dict[str, dict[str, int]] = fee.card.rates if fee.card else {}
    others = rates.get(OTHERS, {})
    store = rates.get(plan.market.code.lower(), others)
    by_country = {country: each.get(group, 0) for country, each in {**rates, NONE: store}.items() if country != OTHERS}
    rate = steps.by_word(plan, plan.input("seller_country"), by_country, others.get(group, 0))
    return fee.step(f"digital_services_{group}_rate", rate, Kind.RATE, "by country of the seller")


def country_is_assumed(plan: Plan) -> Expression:
    """An estimate where the seller's country is not given, and the store's is taken."""
    card: DigitalServices | None = sourced(plan, "digital_services").card
    taken = card is not None and plan.market.code.lower() in card.rates
    return estimate_where(plan.input("seller_country").equals(0)) if taken else FALSE
