"""Low-inventory-level fee (Seller Central GV43F6S76Y9DHYRH).

"The greater of the long-term and the short-term value" of historical days of supply picks the band; both must be
under 28 days. Charged per unit shipped, on top of the fulfilment fee, never a base of the surcharge.
"""

from __future__ import annotations

from logicost.fees.charge import Charge, line
from logicost.fees.known import estimate_where
from logicost.fees.low_inventory_card import LowInventory
from logicost.fees.new_selection import waive
from logicost.fees.new_seller import exempt_new_seller
from logicost.fees.steps import look_up
from logicost.inputs.fields import NOT_GIVEN, SUPPLY_GRAINS
from logicost.rules.expressions import FALSE, Expression, maximum, select, total
from logicost.rules.plan import Kind, Plan
from logicost.tables.status import Status


@line("low_inventory_level", "fulfillment", "low-inventory-level fee", "fba", after="overmax_handling", optional=True)
def low_inventory_level(fee: Charge) -> None:
    """Where days of supply are given; AWD waives it for products that it replenishes by itself."""
    plan, card = fee.plan, fee.card
    short, long = plan.input("days_of_supply_30"), plan.input("days_of_supply_90")
    governing = fee.step(
        "governing_days_of_supply", maximum(short, long), Kind.SUPPLY, "the greater of the 30- and the 90-day value"
    )
    started = total(0, *(governing >= start * SUPPLY_GRAINS for start in card.days_of_supply[:-1]))
    band = fee.step("low_inventory_band", started, Kind.COUNT, "lower edge inclusive")
    looked = look_up(fee, "low_inventory_card_fee", card.rates, (plan["size_tier"], band), plan["shipping_weight"])
    below = (governing > NOT_GIVEN) & (governing < card.days_of_supply[-1] * SUPPLY_GRAINS) & looked.found()
    if card.pan_european_only:
        below = below & ~plan.input("pan_european").equals(0) & ~plan["stock_crosses"]
    charged = fee.applies(
        below & ~_exempt(fee, card), "both windows below the limit, in a tier of the card, not exempt"
    )
    fee.except_in("fba:awd", plan["awd_replenishes"])
    new_seller = exempt_new_seller(fee, "low_inventory_new_seller", card.exempt_new_seller_days)
    amount: Expression = select(new_seller, 0, looked.amount)
    unsure: Expression = short.equals(NOT_GIVEN) | long.equals(NOT_GIVEN)
    if card.pan_european_only:
        unsure = unsure | plan.input("pan_european").equals(NOT_GIVEN) | _is_low_priced(plan)
    doubt = maximum(looked.status, estimate_where(unsure))
    known: Expression = maximum(fee.choice.status, doubt)
    amount, known = waive(fee, lambda _: charged & ~new_seller, amount, known)
    fee.amount(amount, "none where waived")
    fee.known(select(new_seller, fee.choice.status, known), "an estimate where only one window is given")
    fee.why_where(
        "low_inventory_is_missing",
        looked.status.equals(Status.UNSOURCED),
        f"below {card.days_of_supply[-1]} days of supply, but the fee of that day is not on file",
        "not on file",
    )
    fee.why("the greater of the two windows is {governing_days_of_supply} days, {size_tier}, {shipping_weight}")


def _is_low_priced(plan: Plan) -> Expression:
    """The European card is silent of such units; two real charges show that they pay."""
    plan["fba_fulfillment"]
    return plan["is_low_priced"] if plan.has("is_low_priced") else FALSE


def _exempt(fee: Charge, card: LowInventory) -> Expression:
    """ "Products with fewer than 20 units sold in the past 7 days"; grocery from 2026."""
    shipped = fee.plan.input("units_shipped_7")
    slow = (shipped > NOT_GIVEN) & (shipped < card.exempt_units_shipped_7_under)
    return fee.step(
        "low_inventory_exempt",
        slow | fee.plan.is_word(fee.plan.input("category"), *card.exempt_categories),
        Kind.FLAG,
        "few units sold in 7 days, or an exempt category",
    )
