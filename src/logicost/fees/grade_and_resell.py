"""FBA Grade and Resell: Amazon grades a returned unit that cannot be sold as new and lists it as Used.

"Flat processing fee per unit relisted as Used; none if graded Unsellable; referral and FBA fees of the used sale apply
normally" (Seller Central UA6RV6UA4DR2MFK). What the used unit sells for is the seller's own figure: its price picks the
referral and the fulfilment band, on the cards of the quote's day.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from logicost.fees.cards import COLUMNS, class_rows, read_card, reads
from logicost.fees.fba_fulfillment import add_fulfillment_of
from logicost.fees.fixed_costs import add_selling_plan_steps
from logicost.fees.fulfillment_extras import (
    add_bulky_packaging_steps,
    add_fuel_surcharge_steps,
    add_overmax_handling_steps,
)
from logicost.fees.referral import add_closing_steps, add_referral_of
from logicost.fees.size_tier import tier_names
from logicost.fees.steps import look_up
from logicost.inputs.fields import NOT_GIVEN
from logicost.rules.expressions import Expression, Reference, expression, first_of, maximum, select, some, total
from logicost.rules.plan import Kind, Plan
from logicost.rules.table import Row, make_table
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition
from logicost.tables.status import Status

_CLASSES = ("small_standard", "large_standard", "oversize")  # a class is known by its number


@reads("grade_and_resell/1")
def read_grade_and_resell(edition: Edition, body: Cursor) -> tuple[Row, ...]:
    return class_rows(_CLASSES, body.need("rates"), edition)


@dataclass(frozen=True, slots=True)
class _Part:
    """A cost of the used sale: its step, and that of how well it is known."""

    amount: Expression
    status: Expression


def add_grade_and_resell(plan: Plan) -> None:
    """The steps ``grade_and_resell_per_unit`` and ``…_status``: the fees less what the used unit sells for."""
    choice = plan.choose("grade_and_resell")
    if choice.edition is None:
        plan.step("grade_and_resell_per_unit", 0, Kind.MONEY, choice.why)
        plan.step("grade_and_resell_per_unit_status", int(choice.status), Kind.STATUS, choice.why)
        return
    source, given = choice.edition.id, plan.input("resale_value")
    plan.step("resale_value_is_missing", given.equals(NOT_GIVEN), Kind.FLAG)
    price = plan.step("resale_price", maximum(given, 0), Kind.MONEY, "what the used unit sells for, as given")
    parts = [_processing(plan), *_sale(plan, price)]
    plan.step(
        "resale_fee_is_unknown",
        some(*(part.status.equals(Status.UNSOURCED) for part in parts)),
        Kind.FLAG,
        "a fee of the used sale is not on file",
    )
    fees = plan.step("resale_fees", total(*(part.amount for part in parts)), Kind.MONEY, "of one unit sold as used")
    plan.step("resale_brings", price - fees, Kind.MONEY, "what is left of one unit sold as used")
    plan.step("grade_and_resell_per_unit", fees - price, Kind.MONEY, "a gain is negative", source)
    plan.step(
        "grade_and_resell_per_unit_status",
        select(
            given > NOT_GIVEN,
            maximum(int(Status.OVERRIDE), *(part.status for part in parts)),
            int(Status.UNSOURCED),
        ),
        Kind.STATUS,
        "unknown unless resale_value is given; an estimate for bulky and extra-large units",
        source,
    )


def _processing(plan: Plan) -> _Part:
    """By the classes of the card, which are older than the tiers: all that is not standard-size goes by weight."""
    choice = plan.choose("grade_and_resell")
    assert choice.edition is not None
    names = tier_names(plan.shelf, plan.market)
    standard = ((_CLASSES.index(name), name) for name in _CLASSES if name in names)
    size_class = plan.step(
        "grade_and_resell_class",
        first_of(
            *((plan["size_tier"].equals(names.number(name)), number) for number, name in standard),
            otherwise=_CLASSES.index("oversize"),
        ),
        Kind.WORD,
        "small and large standard by their names, everything else as oversize",
        choice.edition.id,
        _CLASSES,
    )
    rows: tuple[Row, ...] = read_card(choice.edition)
    table = make_table(choice.edition.id, ("size_class", "column"), "unit_weight", COLUMNS, rows)
    weight = plan.input("unit_weight")
    looked = look_up(
        plan, "grade_and_resell_fee", table, (size_class, 0), weight, choice, note="for each unit relisted"
    )
    return _Part(looked.amount, looked.status)


def _sale(plan: Plan, price: Reference) -> list[_Part]:
    """Referral and FBA fees at the used unit's price. Packaging, overmax and closing do not depend on the price."""
    referral = add_referral_of(plan, "resale_referral", price)
    fulfillment = add_fulfillment_of(plan, "resale_fulfillment", price, "resale_price_band")
    parts = [_Part(referral.amount, referral.status), _Part(fulfillment.amount, fulfillment.status)]
    surcharge = add_fuel_surcharge_steps(plan, "fba", "resale_fulfillment", "resale_fulfillment_line_status")
    if surcharge is not None:
        parts.append(_Part(plan[surcharge], plan[f"{surcharge}_status"]))
    others: tuple[tuple[Callable[[Plan], bool], str, str], ...] = (
        (add_bulky_packaging_steps, "bulky_packaging", "bulky_packaging_applies"),
        (add_overmax_handling_steps, "overmax_handling", "overmax_applies"),
        (add_closing_steps, "closing", "closing_applies"),
        (add_selling_plan_steps, "selling_plan_per_item", "selling_plan_applies"),
    )
    for add, fee, applies in others:
        if add(plan):
            amount, status = (select(plan[applies], plan[name], 0) for name in (fee, f"{fee}_status"))
            parts.append(_Part(amount, status))
    named = parts[2:]
    plan.step(
        "resale_other_fees",
        total(*(part.amount for part in named)) if named else expression(0),
        Kind.MONEY,
        "fuel surcharge, bulky packaging, overmax handling, closing and the individual plan of the used sale",
    )
    return parts
