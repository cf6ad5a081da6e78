"""What some units pay more for fulfilment on every table: dangerous goods, and units from Germany outside its programme."""

from __future__ import annotations

from logicost.fees.charge import Charge
from logicost.fees.cross_border import without_cep
from logicost.fees.sourced import sourced
from logicost.rules.expressions import Expression, select, total
from logicost.rules.plan import Kind

ADDERS = ("dangerous_goods_more", "without_cep_more")  # steps that are in the fee and not in the surcharge's base


def fulfillment_adders(fee: Charge) -> Expression | None:
    """What some units pay more on every table: dangerous goods, and units from Germany outside its programme."""
    plan = fee.plan
    card, outside = sourced(plan, "dangerous_goods"), without_cep(plan)
    if not fee.variant and card.card is not None:
        dangerous = plan.step("is_dangerous", plan.input("dangerous_goods"), Kind.FLAG)
        card.step(
            "dangerous_goods_more",
            select(dangerous, card.card.amount, 0),
            Kind.MONEY,
            "per unit of dangerous goods, on every table",
        )
        fee.note("fba_fulfillment contains {dangerous_goods_more} for dangerous goods", dangerous)
    if not fee.variant and outside is not None:
        more = outside[0].step("without_cep_more", outside[1], Kind.MONEY, "per unit from there, outside the programme")
        fee.note_where(
            "pays_without_cep",
            more > 0,
            "fba_fulfillment contains {without_cep_more} for stock outside the Central Europe Programme",
        )
    found = [plan[name] for name in ADDERS if plan.has(name)]
    return total(*found) if found else None
