"""What the channel of an order takes: the referral fee of the Amazon store, or another channel's commission.

eBay takes its percentage of the amount with sales tax and a fee per order; Walmart and TikTok Shop a percentage without
tax; Etsy also a listing fee per unit; Shopify only where another provider takes the payment. A direct order pays no
commission. Each commission is worked out per unit, half-up to the cent; what the card asks per order is shared.
"""

from __future__ import annotations

from logicost.fees.channels.card import ChannelCard
from logicost.fees.channels.orders import channel_is
from logicost.fees.channels.parts import Part
from logicost.fees.known import estimate_where, given_or
from logicost.fees.rows import find_row
from logicost.fees.sourced import Sourced, sourced
from logicost.fees.steps import per_unit, percent_with_fixed
from logicost.inputs.fields import NOT_GIVEN
from logicost.rules.expressions import FALSE, Cell, Expression, FindRow, Reference, expression, maximum, select, some
from logicost.rules.plan import Kind, Plan, once


@once
def commission(plan: Plan, name: str) -> Part:
    """What that channel takes; its percentage alone is the step ``<name>_by_rate``."""
    fee, here, step = sourced(plan, f"channel_{name}"), channel_is(plan, name), f"{name}_commission"
    card: ChannelCard | None = fee.card
    if card is None:
        why = f"{fee.choice.why}; give channel_rate"
        known = plan.step(f"{step}_status", fee.choice.status, Kind.STATUS, why)
        return Part(here, plan.step(step, 0, Kind.MONEY, why), known, None, why)
    base = fee.step(
        f"{name}_base",
        plan["price_with_tax"] if card.with_tax else plan["sale_with_shipping"],
        Kind.MONEY,
        "with sales tax" if card.with_tax else "without sales tax",
    )
    given = plan.input("channel_category")
    words = plan.vocabulary(given.name) if card.by_category else card.categories
    category = given_or(given, words.index(card.default)) if card.by_category else expression(0)
    store: Expression = FALSE
    for number, seller in enumerate(card.sellers[1:], start=1):
        stores = [word for word in card.stores if card.stores[word] == seller]
        store = select(plan.is_word(plan.input("ebay_store"), *stores), number, store)
    table = card.table.numbered((("seller", card.sellers), ("channel_category", words)))
    row = find_row(fee, name, table, (store, category), base, "the category's band")
    rate = row.cell("rate", Kind.RATE, "the band's percentage")
    fixed, above = row.says("fixed"), row.says("above")
    amount = fee.step(
        f"{name}_by_rate", percent_with_fixed(plan, fixed, base - above, rate), Kind.MONEY, "half-up to the cent, once"
    )
    why = f"{plan.market.channels[name].title}: {{{name}_by_rate}} on {{{name}_base}}, {{{name}_rate}} at this price"
    total: Expression = amount
    if card.per_unit:
        total = total + fee.step(f"{name}_per_unit", card.per_unit, Kind.MONEY, "for each unit sold")
        why += f", and {{{name}_per_unit}} per unit"
    if card.per_order is not None:
        total = total + per_unit(plan, _order_fee(fee, name, category, words, base))
        why += f", and {{{name}_per_order}} per order"
    assumed = estimate_where(given.equals(NOT_GIVEN)) if card.by_category else expression(0)
    status = fee.step(
        f"{step}_status",
        maximum(fee.choice.status, plan["tax_status"] if card.with_tax else 0, assumed),
        Kind.STATUS,
        fee.choice.why or "an estimate where its category or the sales tax is not given",
    )
    return Part(here, fee.step(step, total, Kind.MONEY, "per unit sold, to 0.0001"), status, fee.source, why)


def _order_fee(fee: Sourced, name: str, category: Expression, words: tuple[str, ...], base: Reference) -> Reference:
    """The fee per order, by the order's total."""
    plan, card = fee.plan, fee.card
    free = some(
        *(category.equals(words.index(word)) & (base >= least) for word, least in card.no_order_fee_from.items())
    )
    amount = Cell(card.per_order, FindRow(card.per_order, (), plan["order_with_tax"]), "amount", 0)
    return fee.step(f"{name}_per_order", select(free, 0, amount), Kind.MONEY, "by the order's total")
