"""What a unit costs that is sold as used: the fees of that sale less what it sells for.

"Flat processing fee per unit relisted as Used; none if graded Unsellable; referral and FBA fees of the used sale apply
normally" (Seller Central UA6RV6UA4DR2MFK). The price is the seller's own figure: it picks the referral and the fulfilment band,
on the cards of the quote's day.
"""

from __future__ import annotations

from logicost.fees.charge import cost_of
from logicost.fees.declared import banded, card_of
from logicost.fees.sourced import Sourced, sourced
from logicost.fees.steps import look_up
from logicost.inputs.fields import NOT_GIVEN
from logicost.rules.expressions import Expression, first_of, maximum, select, some, total
from logicost.rules.plan import Kind, Plan, defines
from logicost.rules.table import WordTable
from logicost.tables.status import Status


@card_of("grade_and_resell/1")
class GradeAndResell:
    rates: WordTable = banded("class", along="unit_weight")


@defines("grade_and_resell_per_unit", "grade_and_resell_per_unit_status")
def grade_and_resell_per_unit(plan: Plan) -> None:
    """The fees of the used sale less what the used unit sells for."""
    fee, given = sourced(plan, "grade_and_resell"), plan.input("resale_value")
    if fee.card is None:
        plan.step("grade_and_resell_per_unit", 0, Kind.MONEY, fee.choice.why)
        plan.step("grade_and_resell_per_unit_status", fee.choice.status, Kind.STATUS, fee.choice.why)
        return
    plan.step("resale_value_is_missing", given.equals(NOT_GIVEN), Kind.FLAG)
    price = plan.step("resale_price", maximum(given, 0), Kind.MONEY, "what the used unit sells for, as given")
    # packaging, overmax, closing and the selling plan do not depend on the price
    named = [cost_of(plan, "referral", "resale"), cost_of(plan, "fba_fulfillment", "resale")]
    others = [cost_of(plan, "fuel_surcharge", "resale")]
    others += [cost_of(plan, fee) for fee in ("bulky_packaging", "overmax_handling", "closing", "selling_plan")]
    other = plan.step(
        "resale_other_fees",
        total(*(amount for amount, _ in others)),
        Kind.MONEY,
        "fuel surcharge, bulky packaging, overmax handling, closing and the individual plan of the used sale",
    )
    processing, processing_status = _processing(fee)
    statuses = [processing_status, *(status for _, status in (*named, *others))]
    plan.step(
        "resale_fee_is_unknown",
        some(*(status.equals(Status.UNSOURCED) for status in statuses)),
        Kind.FLAG,
        "a fee of the used sale is not on file",
    )
    fees = plan.step(
        "resale_fees",
        total(processing, *(amount for amount, _ in named), other),
        Kind.MONEY,
        "of one unit sold as used",
    )
    plan.step("resale_brings", price - fees, Kind.MONEY, "what is left of one unit sold as used")
    fee.step("grade_and_resell_per_unit", fees - price, Kind.MONEY, "a gain is negative")
    fee.step(
        "grade_and_resell_per_unit_status",
        select(given > NOT_GIVEN, maximum(Status.OVERRIDE, *statuses), Status.UNSOURCED),
        Kind.STATUS,
        "unknown unless resale_value is given; an estimate for bulky and extra-large units",
    )


def _processing(fee: Sourced) -> tuple[Expression, Expression]:
    """By the classes of the card, which are older than the tiers: all that none of their names fits is of its last class."""
    plan = fee.plan
    tier, known = plan["size_tier"], plan.vocabulary("size_tier")
    classes = tuple(dict.fromkeys(str(row.keys[0]) for row in fee.card.rates.rows))
    named = ((plan.is_word(tier, name), place) for place, name in enumerate(classes) if name in known)
    size_class = fee.step(
        "grade_and_resell_class",
        first_of(*named, otherwise=len(classes) - 1),
        Kind.WORD,
        "by the names of the card, everything else as its last class",
        words=classes,
    )
    weight = plan.input("unit_weight")
    looked = look_up(
        fee, "grade_and_resell_fee", fee.card.rates, (size_class, 0), weight, note="for each unit relisted"
    )
    return looked.amount, maximum(looked.status, fee.choice.status)
