"""Digital services fee: a percentage on top of Amazon's fees, by where the seller's business is established.

"Each fee group is rounded separately to the cent": the selling fees (referral and closing) and, for some countries, the
FBA fulfilment fee. Whether the fuel and logistics surcharge belongs to the latter is not published; it is left out.
"""

from __future__ import annotations

from logicost.fees.cards import read_card, reads
from logicost.fees.steps import percent_of
from logicost.inputs.fields import FIELD
from logicost.rules.expressions import TRUE, Expression, Reference, expression, maximum, select
from logicost.rules.plan import Kind, Line, Plan, ProgramPlan
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition
from logicost.tables.status import Status

COUNTRIES = FIELD["seller_country"].words
GROUPS = ("selling", "fba")


@reads("digital_services/1")
def read_digital_services(edition: Edition, body: Cursor) -> dict[str, dict[str, int]]:
    return {
        country.choice(*COUNTRIES): {group.choice(*GROUPS): rate.rate() for group, rate in rates.items()}
        for country, rates in body.need("rates").items()
    }


def add_digital_services(plan: Plan, program: ProgramPlan, *, fba: bool, applies: str | None = None) -> None:
    """The fee's line, for sellers of a country that pays it.

    Args:
        fba: whether the program pays the FBA fulfilment fee.
        applies: as for the referral fee.
    """
    choice = plan.choose("digital_services")
    if choice.edition is None:
        return
    source = choice.edition.id
    selling = _rate(plan, "selling")
    if not plan.has("digital_services_of_selling"):
        fees = plan["referral"]
        closing = select(plan["closing_applies"], plan["closing"], 0) if plan.has("closing") else expression(0)
        plan.step(
            "digital_services_of_selling",
            percent_of(plan, fees + closing, selling),
            Kind.MONEY,
            "of referral and closing fee, half-up to the cent",
            source,
        )
    amount, status = plan["digital_services_of_selling"], maximum(plan["referral_status"], int(choice.status))
    why = "{digital_services_selling_rate} of the selling fees"
    if fba:
        amount, status = _with_fba(plan, amount, status)
        why += " and {digital_services_fba_rate} of the fulfilment fee, for a seller established in {seller_country}"
    name = program.step("digital_services_status")
    plan.step(name, status, Kind.STATUS, choice.why or "as its fees; an estimate where a surcharge may count", source)
    flag = program.step("digital_services_applies")
    plan.step(flag, (selling > 0) & (plan[applies] if applies else TRUE), Kind.FLAG, "the seller's country pays it")
    program.lines.append(Line("digital_services", "selling", amount.name, name, flag, source, ((None, why),)))


def _rate(plan: Plan, group: str) -> Reference:
    """The step of a group's rate for the seller's country."""
    name = f"digital_services_{group}_rate"
    if plan.has(name):
        return plan[name]
    choice = plan.choose("digital_services")
    rates: dict[str, dict[str, int]] = read_card(choice.edition) if choice.edition else {}
    rate: Expression = expression(0)
    for country, groups in rates.items():
        here = plan.input("seller_country").equals(COUNTRIES.index(country))
        rate = select(here, groups.get(group, 0), rate)
    return plan.step(name, rate, Kind.RATE, "by country of the seller", choice.edition.id if choice.edition else None)


def _with_fba(plan: Plan, selling: Reference, status: Expression) -> tuple[Reference, Expression]:
    rate = _rate(plan, "fba")
    if not plan.has("digital_services"):
        of_fba = plan.step(
            "digital_services_of_fba",
            percent_of(plan, plan["fba_fulfillment"], rate),
            Kind.MONEY,
            "of the fulfilment fee, half-up to the cent",
        )
        plan.step("digital_services", selling + of_fba, Kind.MONEY, "each group rounded by itself")
    surcharged = int(Status.ESTIMATE) if plan.has("fba_fulfillment_fuel_surcharge") else int(Status.EXACT)
    fulfilment = maximum(plan["fba_fulfillment_line_status"], surcharged)
    return plan["digital_services"], maximum(status, select(rate > 0, fulfilment, 0))
