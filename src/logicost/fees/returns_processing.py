"""Returns processing fee: clothing and shoes pay for every unit that comes back; from 2024-06-01 every other category pays
for the units above its threshold of the units shipped in the month, where at least 25 were shipped.

"With 1,000 shipped, 120 returned, threshold 10 %: 20 units are charged." A quote shares that among the units sold:
(return rate - threshold) x fee. Whether a fraction of a unit is charged is not published; it is not rounded here.
"""

from __future__ import annotations

from logicost.fees.charge import Charge, line
from logicost.fees.known import estimate_where, unsourced_where
from logicost.fees.new_selection import waive
from logicost.fees.returns_rates import REGIMES, fee_of_unit, threshold_of_category
from logicost.fees.steps import share_of
from logicost.inputs.fields import NOT_GIVEN
from logicost.rules.expressions import FALSE, Expression, maximum, select
from logicost.rules.plan import Kind


@line("returns_processing", "returns", "returns processing fee", "fba", after="refund_administration", optional=True)
def returns_processing(fee: Charge) -> None:
    """Where a return rate is given and some units are charged."""
    plan, card = fee.plan, fee.card
    category, returned = plan.input("category"), maximum(plan.input("return_rate"), 0)
    every = fee.step(
        "returns_charge_every_unit",
        plan.is_word(category, *card.every_unit) | plan["is_apparel"] if card.every_unit else FALSE,
        Kind.FLAG,
        "clothing and shoes have no threshold",
        words=REGIMES,
    )
    threshold, threshold_known = threshold_of_category(fee, returned)
    excess = maximum(returned - threshold, 0)
    share = fee.step(
        "returns_charged_share", select(every, returned, excess), Kind.RATE, "units charged, of the units sold"
    )
    unit_fee, status = fee_of_unit(fee, every)
    shipped = plan.input("units_shipped_month")
    exempt = (shipped > NOT_GIVEN) & (shipped < (card.excess_from_units or 0))
    possible: Expression = FALSE if card.excess_from_units is None else (returned > card.lowest_threshold) & ~exempt
    if card.exempt_categories:
        possible = possible & ~plan.is_word(category, *card.exempt_categories)
    some_charged = possible & (~threshold_known | (excess > 0))
    applies = fee.applies(
        select(every, returned > 0, some_charged), "units come back, above the threshold where there is one"
    )
    missing = plan.step("returns_threshold_is_missing", ~every & ~threshold_known, Kind.FLAG)
    unknown_count = ~every & shipped.equals(NOT_GIVEN)
    amount: Expression = share_of(unit_fee, share)
    known: Expression = maximum(status, estimate_where(unknown_count))
    known = maximum(known, unsourced_where(missing))
    above = ~every & some_charged  # "above the threshold": what has no threshold has no such unit
    amount, known = waive(fee, lambda to: applies if to.limits.units_sold is not None else above, amount, known)
    fee.amount(amount, "fee x share charged, per unit sold, to 0.0001")
    fee.known(known, "an estimate where it is not known that enough units were shipped in the month")
    fee.is_own(plan["returns_processing_is_own"])
    fee.why("the threshold of this category is not on file: give return_threshold and returns_processing_rate", missing)
    fee.why(
        "{returns_charged_share} of the units sold are charged, but the fee is not on file; give returns_processing_rate",
        plan["returns_rate_is_missing"],
    )
    fee.why("{returns_processing_unit_fee} for each of the {return_rate} of units that come back", every)
    fee.why(
        "{returns_processing_unit_fee} for the {returns_charged_share} of units above the threshold of {returns_threshold}"
    )
