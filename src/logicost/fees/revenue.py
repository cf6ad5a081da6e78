"""What is left of a price that contains a tax: `price` less price x rate / (1 + rate), half-up to the minor unit."""

from __future__ import annotations

from logicost.inputs.readers import RATE_GRAINS
from logicost.rules.expressions import HALF_UP, Expression, Reference
from logicost.rules.plan import Kind, Plan, defines

REVENUE, SHIPPED_REVENUE = ("revenue", "sales_tax_included"), ("revenue_with_shipping", "sales_tax_with_shipping")


def tax_inside(amount: Expression, rate: Expression, minor: int) -> Expression:
    """The tax contained in an amount, half-up to the minor unit."""
    return (amount * rate).divided_by((rate + RATE_GRAINS) * minor, HALF_UP) * minor


@defines(*REVENUE)
def revenue(plan: Plan) -> None:
    """The tax inside the price, and what is left of it."""
    _revenue(plan, plan["sale_price"], REVENUE)


@defines(*SHIPPED_REVENUE)
def revenue_with_shipping(plan: Plan) -> None:
    """The same of the price and what the buyer pays for shipping."""
    _revenue(plan, plan["sale_with_shipping"], SHIPPED_REVENUE)


def _revenue(plan: Plan, paid: Reference, names: tuple[str, str]) -> None:
    left, tax = names
    if not plan.market.tax_in_prices:
        plan.step(tax, 0, Kind.MONEY, "prices are without tax")
        plan.step(left, paid, Kind.MONEY, "what the buyer pays")
        return
    source = plan.choose("sales_tax").source
    inside = tax_inside(paid, plan["sales_tax_rate"], plan.market.currency.minor_unit)
    inside = plan.step(tax, inside, Kind.MONEY, "x rate / (1 + rate), half-up", source)
    plan.step(left, paid - inside, Kind.MONEY, "what the buyer pays, less the tax inside")
