"""Costs that the seller states: goods, freight, duty, advertising, and packaging, handling and storage of one's own."""

from __future__ import annotations

from functools import partial

from logicost.fees.charge import Charge, line
from logicost.fees.known import estimate_where
from logicost.fees.sale import with_shipping
from logicost.fees.steps import per_unit, share_of
from logicost.inputs.exchange import CONVERTED
from logicost.rules.expressions import FALSE, Expression, maximum, some
from logicost.rules.plan import Kind, Plan

ALL, OWN = ("fba", "mcf", "fbm", "sfp"), ("fbm", "sfp")


def converted(plan: Plan, *costs: str) -> Expression:
    """The status of what depends on those costs: an estimate where one was given in another currency."""
    return estimate_where(some(*(plan.input(CONVERTED[cost]) for cost in costs)))


def _stated(fee: Charge, given: str, text: str, per_order: bool) -> None:
    """The line of a cost that is given; where it is of the whole order it is shared by the units."""
    stated = maximum(fee.plan.input(given), 0)
    amount = fee.amount(per_unit(fee.plan, stated) if per_order else stated, text)
    fee.applies(amount > 0)
    fee.known(converted(fee.plan, given), "a cost that the seller states is a fact")
    told = f"{text}, {{units_per_order}} units in the order" if per_order else text
    fee.why(f"{told}, converted by your rate of exchange", fee.plan.input(CONVERTED[given]))
    fee.why(told)


for _slug, _stage, _title, _programs, _after, _input, _text, _per_order in (
    ("cost_of_goods", "goods", "what the goods cost you", ALL, "", "cost", "your cost of goods", False),
    ("inbound_freight", "inbound", "your freight to the warehouse", ALL, "", "inbound_freight", "your freight per unit", False),
    ("duty", "inbound", "import duty", ALL, "inbound_freight", "duty", "your duty per unit", False),
    ("own_prep", "inbound", "your own preparation", ALL, "duty", "own_prep", "your preparation per unit", False),
    ("own_storage", "storage", "your own storage", OWN, "lost_and_damaged", "own_storage", "your own storage per unit", False),
    ("packaging", "fulfillment", "your own packaging", OWN, "low_inventory_level", "packaging", "your packaging per order", True),
    ("handling", "fulfillment", "your own handling", OWN, "packaging", "handling", "your handling per order", True),
):  # fmt: skip
    line(_slug, _stage, _title, *_programs, after=_after, table=None)(
        partial(_stated, given=_input, text=_text, per_order=_per_order)
    )


def _with_share(fee: Charge, given: str, rate: str, base: Expression, text: str, of: str, status: Expression) -> None:
    """The line of a cost that is an amount, a share of an amount, or both."""
    stated, share = maximum(fee.plan.input(given), 0), maximum(fee.plan.input(rate), 0)
    amount = fee.amount(stated + share_of(base, share), f"{text}, to 0.0001")
    fee.applies(amount > 0)
    fee.known(status, "a cost that the seller states is a fact")
    has_share = fee.step(f"{fee.name}_has_share", share > 0, Kind.FLAG)
    both = fee.step(f"{fee.name}_has_both", (share > 0) & (stated > 0), Kind.FLAG)
    fee.why(f"{text}: {{{given}}} and {{{rate}}} of {of}", both)
    fee.why(f"{text}: {{{rate}}} of {of}", has_share)
    fee.why(text)


@line("advertising", "selling", "your advertising", *ALL, after="digital_services", table=None)
def advertising(fee: Charge) -> None:
    price = fee.plan.input("price")
    _with_share(
        fee,
        "advertising",
        "advertising_rate",
        price,
        "your advertising per unit sold",
        "{price}",
        converted(fee.plan, "advertising"),
    )


@line("other_selling", "selling", "your other selling costs", *ALL, after="payment", table=None, each=with_shipping)
def other_selling(fee: Charge) -> None:
    base, of = fee.paid, f"{{{fee.paid.name}}}"
    _with_share(
        fee, "other_selling_fee", "other_selling_rate", base, "your other selling costs per unit sold", of, FALSE
    )
