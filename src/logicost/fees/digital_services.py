"""Digital services fee: a percentage on top of Amazon's fees, by where the seller's business is established.

"Each fee group is rounded separately to the cent": the selling fees (referral and closing) and, for some countries, the
FBA fulfilment fee. Whether the fuel and logistics surcharge belongs to the latter is not published; it is left out, and the
line is an estimate where that decides a cent.
"""

from __future__ import annotations

from logicost.fees.charge import Charge, charge, cost_of, line
from logicost.fees.digital_services_rates import country_is_assumed, digital_services_rate
from logicost.fees.known import estimate_where
from logicost.fees.referral_terms import terms_of
from logicost.fees.steps import percent_of
from logicost.rules.expressions import Expression, Reference, maximum, select
from logicost.rules.plan import Kind, Plan, once
from logicost.rules.program_plan import ProgramPlan


def _each(plan: Plan, program: ProgramPlan) -> str:
    return "" if program.family == "fba" else terms_of(plan, program) or "sellers"


@line(
    "digital_services", "selling", "digital services fee", "fba", "fbm", "sfp",
    after="selling_plan", optional=True, amazon_orders=True, each=_each,
)  # fmt: skip
def digital_services(fee: Charge) -> None:
    """For sellers of a country that pays it: of the selling fees, and for FBA of the fulfilment fee too."""
    plan = fee.plan
    referral = charge(plan, "referral", "" if fee.variant == "sellers" else fee.variant).name
    selling, rate, closing_status = _of_selling_fees(plan, referral)
    fee.applies(rate > 0, "the seller's country pays it")
    why = "{digital_services_selling_rate} of the selling fees"
    if fee.variant:
        fee.amount(selling, "of referral and closing fee")
        fee.status(plan[f"{referral}_status"], closing_status, country_is_assumed(plan), note="as its fees")
        fee.why(why)
        return
    rate = digital_services_rate(plan, "fba")
    of_fba = fee.step(
        "digital_services_of_fba",
        percent_of(plan, plan["fba_fulfillment"], rate),
        Kind.MONEY,
        "of the fulfilment fee, half-up to the cent",
    )
    fee.amount(selling + of_fba, "each group rounded by itself")
    surcharge, _ = cost_of(plan, "fuel_surcharge")
    with_it = percent_of(plan, plan["fba_fulfillment"] + surcharge, rate)
    is_open = fee.step(
        "digital_services_is_open", ~with_it.equals(of_fba), Kind.FLAG, "of the surcharge it would differ"
    )
    doubt = select(rate > 0, maximum(plan["fba_fulfillment_status"], estimate_where(is_open)), 0)
    fee.status(
        plan["referral_status"],
        closing_status,
        doubt,
        country_is_assumed(plan),
        note="as its fees; an estimate where it would differ if the surcharge counted",
    )
    own = "and {digital_services_fba_rate} of the fulfilment fee, for a seller established in"
    fee.why_where(
        "seller_is_taken_as_local", plan.input("seller_country").equals(0), f"{why} {own} the store's country"
    )
    fee.why(f"{why} {own} {{seller_country}}")


@once
def _of_selling_fees(plan: Plan, referral: str) -> tuple[Reference, Reference, Expression]:
    """Steps of the part that all programs pay, and of its rate; how well its closing fee is known."""
    rate = digital_services_rate(plan, "selling")
    closing, closing_status = cost_of(plan, "closing")
    selling = plan.step(
        f"digital_services_of_selling_{referral}" if referral != "referral" else "digital_services_of_selling",
        percent_of(plan, plan[referral] + closing, rate),
        Kind.MONEY,
        "of referral and closing fee, half-up to the cent",
    )
    return selling, rate, closing_status
