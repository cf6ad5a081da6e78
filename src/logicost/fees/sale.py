"""What the buyer pays for the unit: the price less a discount, and what is charged for shipping where the seller charges it.
Revenue, and what fees of a share are charged on.

Shipping is per order, shared by its units. Amazon delivers fba orders, and Prime ones are delivered free: there nothing is
charged. A full refund gives it back, with the fees on it.

Price bands of fulfilment fees go by the price itself: whether a coupon changes the band is not published.
"""

from __future__ import annotations

from logicost.fees.charge import SHIPPED
from logicost.fees.steps import per_unit
from logicost.inputs.fields import NOT_GIVEN
from logicost.rules.expressions import maximum
from logicost.rules.plan import Kind, Plan, defines
from logicost.rules.program_plan import Note, ProgramPlan


@defines("price_is_missing")
def _price_is_missing(plan: Plan) -> None:
    plan.step("price_is_missing", plan.input("price").equals(NOT_GIVEN), Kind.FLAG, "what depends on it is not known")


def tell_missing_price(plan: Plan, program: ProgramPlan) -> None:
    flag = plan["price_is_missing"].name
    program.notes.append(Note(flag, "no price is given: revenue, profit and what depends on the price are not known"))


@defines("sale_price", "has_discount", "discount_is_too_large")
def _sale_price(plan: Plan) -> None:
    price, discount = plan.input("price"), plan.input("discount")
    has = plan.step("has_discount", discount > 0, Kind.FLAG, "a coupon or promotion is given")
    plan.step("sale_price", maximum(price - discount, 1), Kind.MONEY, "the price less the discount", when=has.name)
    too_large = (discount >= price) & ~plan["price_is_missing"]
    plan.step("discount_is_too_large", too_large, Kind.FLAG, "nothing would be left of the price")


@defines("shipping_is_charged", "shipping_per_unit", "sale_with_shipping")
def _sale_with_shipping(plan: Plan) -> None:
    charged = plan.input("shipping_charged")
    has = plan.step("shipping_is_charged", charged > 0, Kind.FLAG, "the buyer pays for shipping").name
    each = plan.step(
        "shipping_per_unit",
        per_unit(plan, charged),
        Kind.MONEY,
        "shared by the units of the order, to 0.0001",
        when=has,
    )
    plan.step(
        "sale_with_shipping", plan["sale_price"] + each, Kind.MONEY, "with what the buyer pays for shipping", when=has
    )


def with_shipping(_: Plan, program: ProgramPlan) -> str:
    """The variant of a fee in programs whose orders the seller may charge shipping for."""
    return SHIPPED if program.charges_shipping else ""


def tell_idle_shipping(plan: Plan, program: ProgramPlan) -> None:
    """The note of programs whose orders the buyer pays no shipping for, also beside programs where it counts."""
    flag = plan["shipping_is_charged"].name
    program.notes.append(
        Note(flag, f"no effect on {program.family}: shipping_charged, as such orders are delivered free")
    )


def refuse_too_large_discounts(plan: Plan, program: ProgramPlan) -> None:
    plan["sale_price"]
    flag = plan["discount_is_too_large"]
    message = "the discount of {discount} leaves nothing of the price of {price}; give one that is less"
    plan.refuse(program, flag.name, flag, "discount_too_large", "discount", message)
