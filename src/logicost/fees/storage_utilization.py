"""Storage utilization surcharge (Seller Central G202086720): added to monthly storage, per unit of volume and month, for stock
older than 30 days, by the weeks of stock that the seller keeps in a size class.

"Above 22 weeks": exactly 22 is not surcharged. A ratio on an inner edge belongs to the higher band. The amount is one
month's surcharge of one unit. Whether dangerous goods pay it is not published.
"""

from __future__ import annotations

from logicost.fees.charge import Charge, line
from logicost.fees.known import estimate_where, unsourced_where
from logicost.fees.new_selection import waive
from logicost.fees.new_seller import exempt_new_seller
from logicost.fees.rows import find_row
from logicost.fees.selling_plan import is_individual
from logicost.fees.volume import volume_cost
from logicost.inputs.fields import NOT_GIVEN
from logicost.rules.expressions import HALF_UP, Expression, maximum, select
from logicost.rules.plan import Kind


@line("storage_utilization", "storage", "storage utilization surcharge", "fba", "mcf", after="storage")
def storage_utilization(fee: Charge) -> None:
    """Where the ratio is given."""
    plan, card, unit = fee.plan, fee.card, fee.plan.market.storage_volume.name
    given, age = plan.input("storage_utilization_weeks"), plan.input("inventory_age_days")
    if fee.is_missing(
        given > NOT_GIVEN, "; give yours a unit as other_selling_fee, and leave storage_utilization_weeks out"
    ):
        return
    ratio = fee.step("utilization_weeks", maximum(given, 0), Kind.SUPPLY, "as given, to 0.01 week")
    row = find_row(
        fee, fee.name, card.rates, (plan["stored_as_standard_size"],), ratio, "the row of the size class and weeks"
    )
    rate = row.cell("rate", Kind.MONEY, f"per {unit} and month, by weeks")
    gap = fee.step("storage_utilization_is_missing", row.is_gap(), Kind.FLAG, "the rate is not on file")
    exempt = plan.is_word(plan.input("category"), *card.exempt_categories)
    days = plan.input("days_in_storage")
    stays = age.equals(NOT_GIVEN) & (days > NOT_GIVEN)
    beyond = fee.step(
        "storage_utilization_days", maximum(days - card.age_over, 0), Kind.COUNT, "of the stay, old enough"
    )
    old_enough = select(age.equals(NOT_GIVEN), ~stays | (beyond > 0), age > card.age_over)
    fee.applies(
        ((rate > 0) | gap) & old_enough & ~is_individual(plan) & ~exempt,
        f"above the first week, stock older than {card.age_over} days; individual sellers do not pay",
    )
    waived_from = card.awd_waiver_from
    if waived_from is not None and plan.fact(lambda day: day >= waived_from):
        fee.except_in("fba:awd", plan["awd_replenishes"])
    new_seller = exempt_new_seller(fee, "storage_utilization_new_seller", card.exempt_new_seller_days)
    month = volume_cost(plan, rate)
    of_stay = (month * beyond * 12).divided_by(365, HALF_UP)
    amount: Expression = select(new_seller, 0, select(stays, of_stay, month))
    dangerous = plan.input("dangerous_goods")
    unsure = maximum(estimate_where(age.equals(NOT_GIVEN)), unsourced_where(dangerous | gap))
    known: Expression = maximum(fee.choice.status, select(new_seller, 0, unsure))
    amount, known = waive(fee, lambda _: plan["storage_utilization_applies"] & ~new_seller, amount, known)
    fee.amount(amount, "volume x rate, to 0.0001; none where waived")
    fee.known(known, "an estimate where the unit's age is not given")
    is_open = fee.step("storage_utilization_is_open", dangerous, Kind.FLAG, "not published")
    fee.why("whether dangerous goods pay the storage utilization surcharge is not published", is_open)
    fee.why(
        "{utilization_weeks} weeks of stock are surcharged, but the rates are not on file: give yours a unit as other_selling_fee",
        gap,
    )
    of_stay_flag = fee.step("storage_utilization_of_stay", stays, Kind.FLAG, "the age is not given, the stay is")
    paid = f"{{unit_storage_volume}} at {{storage_utilization_rate}} a {unit} for {{utilization_weeks}} weeks of stock"
    fee.why(
        f"{{storage_utilization_days}} days of the stay beyond the first {card.age_over}, in months of 365/12: {paid}",
        of_stay_flag,
    )
    fee.why(f"one month: {paid}")
