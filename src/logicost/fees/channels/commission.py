"""What the channel of an order takes: the referral fee of the Amazon store, or another channel's commission.

eBay takes its percentage of the amount with sales tax and a fee per order; Walmart and TikTok Shop a percentage without
tax; Etsy also a listing fee per unit; Shopify only where another provider takes the payment. A direct order pays no
commission. Each commission is worked out per unit, half-up to the cent; what the card asks per order is shared.
"""

from __future__ import annotations

from logicost.fees.channels.buy_with_prime import buy_with_prime, tell_open_minimum
from logicost.fees.channels.card import ChannelCard
from logicost.fees.channels.orders import channel_is
from logicost.fees.channels.payment import direct_by_default, missing_plan, own_part, shopify_plan
from logicost.fees.charge import Charge, Part, line
from logicost.fees.sourced import Sourced, sourced
from logicost.fees.steps import chosen, per_unit, percent_of, percent_with_fixed
from logicost.inputs.fields import FIELD, NOT_GIVEN
from logicost.rules.expressions import FALSE, Cell, Expression, FindRow, Reference, expression, maximum, select, some
from logicost.rules.plan import Kind, Plan, defines, once
from logicost.tables.status import Status

COMMISSIONS = {"ebay": "eBay", "walmart": "Walmart", "etsy": "Etsy", "tiktok": "TikTok Shop"}
STORES = [
    word for word in FIELD["ebay_store"].words if word not in ("none", "starter")
]  # a starter store counts as none


@line(
    "channel_fee", "selling", "commission of another channel", "mcf", "fbm",
    after="closing", table=None, each=direct_by_default,
)  # fmt: skip
def channel_fee(fee: Charge) -> None:
    """In the variant ``direct`` an order without a channel is a direct one, and Buy with Prime is served."""
    plan = fee.plan
    for name in COMMISSIONS:
        card: ChannelCard | None = sourced(plan, f"channel_{name}").card
        if card is not None and card.default is not None:
            known = plan.input("channel_category").is_one_of(NOT_GIVEN, *card.categories)
            fee.refuses(
                f"{name}_category_is_unknown",
                channel_is(plan, name) & ~known,
                "unknown_channel_category",
                "channel_category",
                f"{COMMISSIONS[name]} has no such category; 'logicost tables show {plan.market.code} channel_{name}' lists them",
            )
    own, shopify = own_part(fee, "channel"), shopify_commission(plan)
    parts = [
        own,
        *(commission(plan, name) for name in COMMISSIONS),
        *missing_plan(plan, shopify.when, "channel"),
        shopify,
    ]
    fee.is_own(own.when)
    if fee.variant:  # only the programs out of Amazon's stock serve it
        parts.insert(0, buy_with_prime(plan)[0])  # so that the others stay what both variants have in common
        tell_open_minimum(fee)
    fee.is_one_of(parts, "what the channel takes")
    fee.note("the channel's default category is assumed: give channel_category", plan["channel_category_is_assumed"])
    fee.note("the channel also charges on sales tax, taken as none here: give sales_tax", plan["sales_tax_is_left_out"])
    fee.note("the basic plan is assumed: give shopify_plan", plan["shopify_plan_is_assumed"])
    if fee.variant:
        fee.note(
            "quoted as a direct order: MCF serves no Amazon orders; name the channel, such as shopify",
            plan["channel_is_unnamed"],
        )


@defines("channel_category_is_assumed", "sales_tax_is_left_out", "shopify_plan_is_assumed")
def assumptions(plan: Plan) -> None:
    """What a line assumes, so that notes can say how to say otherwise."""
    ebay, walmart, etsy, shopify = (channel_is(plan, name) for name in ("ebay", "walmart", "etsy", "shopify"))
    by_category = [
        flag
        for name, flag in (("ebay", ebay), ("walmart", walmart))
        if (card := sourced(plan, f"channel_{name}").card) is not None and card.default is not None
    ]
    for name, channels, given in (
        (
            "channel_category_is_assumed",
            some(*by_category) & plan.input("channel_rate").equals(NOT_GIVEN),
            "channel_category",
        ),
        ("sales_tax_is_left_out", FALSE if plan.market.tax_in_prices else ebay | etsy | shopify, "sales_tax"),
        ("shopify_plan_is_assumed", shopify, "shopify_plan"),
    ):
        plan.step(name, channels & plan.input(given).equals(NOT_GIVEN), Kind.FLAG)


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
    category = expression(0) if card.default is None else select(given > NOT_GIVEN, given, card.default)
    store = plan.is_word(plan.input("ebay_store"), *STORES) if name == "ebay" else FALSE
    find = FindRow(card.table, (store, category), base)
    row = fee.step(f"{name}_row", find, Kind.ROW, "the category's band")
    rate = fee.step(f"{name}_rate", Cell(card.table, row, "rate", 0), Kind.RATE, "the band's percentage")
    fixed, above = Cell(card.table, row, "fixed", 0), Cell(card.table, row, "above", 0)
    amount = fee.step(
        f"{name}_by_rate", percent_with_fixed(plan, fixed, base - above, rate), Kind.MONEY, "half-up to the cent, once"
    )
    why = f"{COMMISSIONS[name]}: {{{name}_by_rate}} on {{{name}_base}}, {{{name}_rate}} at this price"
    total: Expression = amount
    if card.per_unit:
        total = total + fee.step(f"{name}_per_unit", card.per_unit, Kind.MONEY, "for each unit sold")
        why += f", and {{{name}_per_unit}} per unit"
    if card.per_order is not None:
        total = total + per_unit(plan, _order_fee(fee, name, category, base))
        why += f", and {{{name}_per_order}} per order"
    assumed = select(given.equals(NOT_GIVEN), Status.ESTIMATE, 0) if card.default is not None else expression(0)
    status = fee.step(
        f"{step}_status",
        maximum(fee.choice.status, plan["tax_status"] if card.with_tax else 0, assumed),
        Kind.STATUS,
        fee.choice.why or "an estimate where its category or the sales tax is not given",
    )
    return Part(here, fee.step(step, total, Kind.MONEY, "per unit sold, to 0.0001"), status, fee.source, why)


def _order_fee(fee: Sourced, name: str, category: Expression, base: Reference) -> Reference:
    """The fee per order, by the order's total."""
    plan, card = fee.plan, fee.card
    free = some(*(category.equals(number) & (base >= least) for number, least in card.no_order_fee_from.items()))
    amount = Cell(card.per_order, FindRow(card.per_order, (), plan["order_with_tax"]), "amount", 0)
    return fee.step(f"{name}_per_order", select(free, 0, amount), Kind.MONEY, "by the order's total")


@once
def shopify_commission(plan: Plan) -> Part:
    """Shopify takes a percentage of its own only where another provider takes the payment."""
    fee, name = sourced(plan, "channel_shopify"), "shopify_third_party"
    plans, number, status = shopify_plan(plan)
    rate = chosen(number, [each.third_party if each else 0 for each in plans])
    rate = fee.step(f"{name}_rate", rate, Kind.RATE, "on top of another provider's fee")
    amount = per_unit(plan, percent_of(plan, plan["order_with_tax"], rate))
    amount = fee.step(name, amount, Kind.MONEY, "of the order's total, shared by its units")
    other = channel_is(plan, "shopify") & (plan.input("payment") > NOT_GIVEN)
    applies = fee.step(f"{name}_applies", other, Kind.FLAG, "payment is taken by another provider")
    worst = maximum(status, fee.choice.status, plan["tax_status"])
    known = fee.step(f"{name}_status", worst, Kind.STATUS, fee.choice.why or "an estimate where a plan is assumed")
    why = (
        "Shopify: {shopify_third_party_rate} of {order_with_tax}"
        if fee.card
        else f"{fee.choice.why}; give channel_rate"
    )
    return Part(applies, amount, known, fee.source, why)
