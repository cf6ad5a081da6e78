"""Fuel and logistics surcharge: a percentage of the fulfilment fee alone.

"3.5% of that fee, rounded half-up to the cent per unit, then times units" (settled by real charges). A network that the
card in force does not name pays none; the networks start on different days.
"""

from __future__ import annotations

from logicost.fees.charge import Charge, charge, line
from logicost.fees.declared import card_of, percentages
from logicost.fees.fulfillment_adders import ADDERS
from logicost.fees.known import estimate_where
from logicost.fees.steps import percent_of
from logicost.inputs.fields import SPEEDS
from logicost.rules.expressions import FALSE, Expression, total
from logicost.rules.plan import Kind, Plan
from logicost.rules.program_plan import ProgramPlan
from logicost.tables.status import Status


@card_of("fuel_surcharge/1")
class FuelSurcharge:
    rates: dict[str, int] = percentages("fba", "mcf")


def _each(_: Plan, program: ProgramPlan) -> str:
    return program.variant if program.family == "mcf" else ""


@line(
    "fuel_surcharge", "fulfillment", "fuel and logistics surcharge", "fba", "mcf",
    after="mcf_fulfillment", optional=True, each=_each,
)  # fmt: skip
def fuel_surcharge(fee: Charge) -> None:
    """Of the FBA fee (also that of a used sale), or of what an MCF fee of some speed is charged on."""
    plan, name = fee.plan, fee.name
    network = "mcf" if fee.variant in SPEEDS else "fba"
    rate = fee.card.rates.get(network, 0)
    if not rate:
        return
    base = charge(plan, f"{network}_fulfillment", fee.variant)
    of = f"{fee.variant}_mcf_surcharged" if network == "mcf" else fee.named("fba_fulfillment_surcharged")
    if not plan.has(of):
        of = base.name
    percent = fee.step(f"{name}_rate", rate, Kind.RATE, "of the fulfilment fee")
    fee.amount(percent_of(plan, plan[of], percent), "half-up to the cent, per unit")
    adders = [plan[name] for name in ADDERS if plan.has(name)]
    more = total(*adders) if adders else FALSE
    doubt: Expression = FALSE
    if network == "fba" and more != FALSE:
        differs = ~percent_of(plan, plan[of] + more, percent).equals(percent_of(plan, plan[of], percent))
        doubt = estimate_where(differs)
    known = fee.status(
        plan[f"{base.name}_status"],
        doubt,
        note="as the fulfilment fee; an estimate where it would differ of what some units pay more",
    )
    if base.name == "fba_fulfillment":
        fee.applies(~plan["fba_fulfillment_is_own"], "your own fulfillment fee contains it")
    fee.why_where(
        f"{name}_is_open", known.equals(Status.UNSOURCED), f"{{{name}_rate}} of a fulfillment fee that is not known"
    )
    fee.why(f"{{{name}_rate}} of {{{of}}}, half-up to the cent")
