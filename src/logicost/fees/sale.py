"""What the buyer pays for the unit: the price less a discount. Revenue, and what fees of a share are charged on.

Price bands of fulfilment fees go by the price itself: whether a coupon changes the band is not published.
"""

from __future__ import annotations

from logicost.rules.expressions import Reference, maximum
from logicost.rules.plan import Kind, Plan, defines
from logicost.rules.program_plan import ProgramPlan


@defines("sale_price", "has_discount", "discount_is_too_large")
def _sale_price(plan: Plan) -> None:
    price, discount = plan.input("price"), plan.input("discount")
    has = plan.step("has_discount", discount > 0, Kind.FLAG, "a coupon or promotion is given")
    plan.step("sale_price", maximum(price - discount, 1), Kind.MONEY, "the price less the discount", when=has.name)
    plan.step("discount_is_too_large", discount >= price, Kind.FLAG, "nothing would be left of the price")


def sale_price(plan: Plan) -> Reference:
    """What the buyer pays for the unit."""
    return plan["sale_price"]


def refuse_too_large_discounts(plan: Plan, program: ProgramPlan) -> None:
    plan["sale_price"]
    flag = plan["discount_is_too_large"]
    message = "the discount of {discount} leaves nothing of the price of {price}; give one that is less"
    plan.refuse(program, flag.name, flag, "discount_too_large", "discount", message)
