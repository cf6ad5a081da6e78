"""Tax on fees: Amazon quotes its fees without tax, and what it adds comes back to registered sellers; it is a cost of the others.

A carrier's price that contains tax is shown as printed; registered sellers get it back.
"""

from __future__ import annotations

from logicost.fees.charge import REGISTERED, Charge, line
from logicost.fees.fee_tax_rates import fee_tax_rate, rate_of_shipments
from logicost.fees.known import unsourced_where
from logicost.inputs.fields import NOT_GIVEN
from logicost.inputs.readers import RATE_GRAINS
from logicost.rules.expressions import FALSE, HALF_UP, Expression, Reference, maximum, minimum, select, total
from logicost.tables.status import Status


@line(
    "tax_on_fees", "selling", "tax on fees that does not come back", "fba", "mcf", "fbm", "sfp",
    after="digital_services", table=None, each=lambda plan, program: program.name,
)  # fmt: skip
def tax_on_fees(fee: Charge) -> None:
    """Each of Amazon's fees x rate for a seller who is not registered; what comes back of a carrier's price that contains
    tax, for one who is. Of a program's lines so far, which its variant names."""
    plan, program = fee.plan, fee.plan.programs[fee.variant]
    if not plan.market.tax_in_prices:
        return
    registered, rate, minor = plan["seller_is_registered"], fee_tax_rate(plan), plan.market.currency.minor_unit
    of_shipments = rate_of_shipments(plan, rate)
    parts: list[Expression] = []
    doubts: list[Expression] = []
    for each in (each for each in program.lines if REGISTERED[each.fee].table not in (None, "{variant}")):
        share = of_shipments if REGISTERED[each.fee].stage == "fulfillment" else rate
        tax = (Reference(each.amount) * share).divided_by(RATE_GRAINS * minor, HALF_UP) * minor
        known = ~Reference(each.status).equals(Status.UNSOURCED)
        parts.append(select(Reference(each.shown) & known, tax, 0))
        doubts.append(select(Reference(each.shown), minimum(Reference(each.status), Status.ESTIMATE), 0))
    back = plan[f"{program.variant}_postage_tax"] if plan.has(f"{program.variant}_postage_tax") else None
    amount = fee.amount(
        select(registered, 0 - back if back is not None else 0, total(*parts) if parts else FALSE),
        "each fee x rate, half-up, or the tax inside a carrier's price that comes back",
    )
    fee.applies(~amount.equals(0))
    said = plan.input("vat_registered") > NOT_GIVEN
    of_fees = maximum(*doubts) if len(doubts) > 1 else doubts[0] if doubts else FALSE
    of_postage = FALSE
    if back is not None:
        of_postage = minimum(plan[f"{program.variant}_carrier_postage_status"], Status.ESTIMATE)
    fee.known(
        maximum(
            select(said, 0, Status.ESTIMATE),
            select(
                registered,
                of_postage,
                maximum(plan["fee_tax_status"], of_fees, unsourced_where(plan["price_is_missing"])),
            ),
        ),
        "as the fees it is on; an estimate until vat_registered is given",
    )
    if back is not None:
        fee.why(f"{{{back.name}}} of tax inside the carrier's price comes back to a registered seller", registered)
    if of_shipments is not rate:
        free = plan["shipments_bear_no_tax"]
        fee.why(
            "{fee_tax_rate_used} on each of Amazon's fees but those of shipments abroad, which does not come back", free
        )
    fee.why("{fee_tax_rate_used} on each of Amazon's fees, which does not come back")
