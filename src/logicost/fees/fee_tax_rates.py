"""The rate of the tax on Amazon's fees, by the seller's country."""

from __future__ import annotations

from logicost.fees.known import given_or
from logicost.fees.sales_tax import sales_tax_card
from logicost.fees.steps import by_word
from logicost.fees.vocabularies import NONE
from logicost.inputs.fields import NOT_GIVEN
from logicost.rules.expressions import Reference, select
from logicost.rules.plan import Kind, Plan, once
from logicost.tables.status import Status


@once
def rate_of_shipments(plan: Plan, rate: Reference) -> Reference:
    """ "20 % within Great Britain, zero-rated for shipments abroad": that of fulfilment fees, unless a rate is given."""
    card, edition = sales_tax_card(plan), plan.choose("sales_tax").edition
    of = card.none_on_shipments_abroad
    if not of or edition is None:
        return rate
    free = plan.is_word(plan.input("seller_country"), *of) & plan.input("fee_tax_rate").equals(NOT_GIVEN)
    note = "none where the seller's country has none on shipments abroad"
    used = plan.step("shipment_tax_rate_used", select(free, 0, rate), Kind.RATE, note, edition.id)
    plan.step("shipments_bear_no_tax", used < rate, Kind.FLAG, "fulfilment abroad bears none")
    return used


@once
def fee_tax_rate(plan: Plan) -> Reference:
    card = sales_tax_card(plan)
    given, country = plan.input("fee_tax_rate"), plan.input("seller_country")
    own = card.on_fees.get(plan.market.code.lower(), card.standard or 0)
    rates = {**card.on_fees, NONE: own, plan.market.code.lower(): own}
    unsaid = country.equals(0)
    plan.step(
        "fee_tax_status",
        select((given > NOT_GIVEN) | ~unsaid, 0, Status.ESTIMATE),
        Kind.STATUS,
        "an estimate where neither fee_tax_rate nor seller_country is given",
    )
    return plan.step(
        "fee_tax_rate_used",
        given_or(given, by_word(plan, country, rates)),
        Kind.RATE,
        "as given, else the standard rate of the seller's country, the store's if none is given; none outside Europe",
        plan.choose("sales_tax").source,
    )
