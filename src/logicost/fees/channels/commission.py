"""What the channel of an order takes: the referral fee of the Amazon store, or another channel's commission.

eBay takes its percentage of the amount with sales tax and a fee per order; Walmart and TikTok Shop a percentage without
tax; Etsy also a listing fee per unit; Shopify only where another provider takes the payment. A direct order pays no
commission. Each commission is worked out per unit, half-up to the cent; what the card asks per order is shared.
"""

from __future__ import annotations

from logicost.fees.cards import read_card
from logicost.fees.channels.buy_with_prime import add_buy_with_prime
from logicost.fees.channels.card import ChannelCard
from logicost.fees.channels.payment import SHOPIFY, add_order_total, add_payment, by_plan, per_unit, shopify_plan
from logicost.fees.referral import add_closing, add_referral
from logicost.fees.steps import percent_of, percent_with_fixed
from logicost.inputs.fields import CHANNELS, FIELD, NOT_GIVEN
from logicost.rules.expressions import (
    FALSE,
    Cell,
    Expression,
    FindRow,
    Reference,
    expression,
    maximum,
    select,
    some,
)
from logicost.rules.plan import Kind, Line, Plan, ProgramPlan
from logicost.rules.table import Row, make_table
from logicost.tables.status import Status

AMAZON = CHANNELS.index("amazon")
COMMISSIONS = {"ebay": "eBay", "walmart": "Walmart", "etsy": "Etsy", "tiktok": "TikTok Shop"}
STORES = [
    word for word in FIELD["ebay_store"].words if word not in ("none", "starter")
]  # a starter store counts as none


def add_channel(plan: Plan, program: ProgramPlan, direct_by_default: bool = True) -> None:
    """The channel's and the payment's lines. `direct_by_default`: an order is direct where no channel is named."""
    for name in COMMISSIONS:
        _commission_line(plan, program, name)
    _shopify_line(plan, program)
    if direct_by_default:  # only the programs out of Amazon's stock serve it
        add_buy_with_prime(plan, program)
    add_payment(plan, program, direct_by_default)
    _notes(plan, program)
    if direct_by_default:
        if not plan.has("channel_is_unnamed"):
            plan.step("channel_is_unnamed", plan.input("channel").equals(NOT_GIVEN), Kind.FLAG)
        program.notes.append(
            (
                "channel_is_unnamed",
                "quoted as a direct order: MCF serves no Amazon orders; name the channel, such as shopify",
            )
        )


def _notes(plan: Plan, program: ProgramPlan) -> None:
    """What a line assumes, and how to say otherwise."""
    if not plan.has("channel_category_is_assumed"):
        channel = plan.input("channel")
        numbers = {name: CHANNELS.index(name) for name in CHANNELS}
        by_category = channel.is_one_of(numbers["ebay"], numbers["walmart"])
        unsaid = plan.input("channel_category").equals(NOT_GIVEN)
        plan.step("channel_category_is_assumed", by_category & unsaid, Kind.FLAG)
        taxed = channel.is_one_of(numbers["ebay"], numbers["etsy"], SHOPIFY)
        plan.step("sales_tax_is_left_out", taxed & plan.input("sales_tax").equals(NOT_GIVEN), Kind.FLAG)
        basic = channel.equals(SHOPIFY) & plan.input("shopify_plan").equals(NOT_GIVEN)
        plan.step("shopify_plan_is_assumed", basic, Kind.FLAG)
    program.notes += [
        ("channel_category_is_assumed", "the channel's default category is assumed: give channel_category"),
        ("sales_tax_is_left_out", "the channel also charges on sales tax, taken as none here: give sales_tax"),
        ("shopify_plan_is_assumed", "the basic plan is assumed: give shopify_plan"),
    ]


def add_amazon_or_channel(plan: Plan, program: ProgramPlan) -> None:
    """Referral and closing fee for orders of the Amazon store (the default), the channel's lines for others."""
    if not plan.has("channel_is_amazon"):
        plan.step("channel_is_amazon", plan.input("channel").is_one_of(NOT_GIVEN, AMAZON), Kind.FLAG, "the default")
    add_referral(plan, program, applies="channel_is_amazon")
    add_closing(plan, program, applies="channel_is_amazon")
    add_channel(plan, program, direct_by_default=False)


def _commission_line(plan: Plan, program: ProgramPlan, name: str) -> None:
    choice = plan.choose(f"channel_{name}")
    if not plan.has(f"{name}_commission"):
        plan.step(f"channel_is_{name}", plan.input("channel").equals(CHANNELS.index(name)), Kind.FLAG)
        if choice.edition is None:
            plan.step(f"{name}_commission", 0, Kind.MONEY, choice.why)
            plan.step(f"{name}_commission_status", int(choice.status), Kind.STATUS, choice.why)
        else:
            _add_commission(plan, name)
    why = choice.why
    if choice.edition is not None:
        card: ChannelCard = read_card(choice.edition)
        why = f"{COMMISSIONS[name]}: {{{name}_by_rate}} on {{{name}_base}}, {{{name}_rate}} at this price"
        why += f", and {{{name}_per_unit}} per unit" if card.per_unit else ""
        why += f", and {{{name}_per_order}} per order" if card.per_order else ""
        if card.default is not None:
            plan.refuse(
                program,
                f"{name}_category_is_unknown",
                plan[f"channel_is_{name}"] & ~plan.input("channel_category").is_one_of(NOT_GIVEN, *card.categories),
                "unknown_channel_category",
                "channel_category",
                f"{COMMISSIONS[name]} has no such category; 'logicost tables show US channel_{name}' lists them",
            )
    program.lines.append(
        Line(
            "channel_fee",
            "selling",
            f"{name}_commission",
            f"{name}_commission_status",
            f"channel_is_{name}",
            choice.edition.id if choice.edition else None,
            ((None, why),),
        )
    )


def _add_commission(plan: Plan, name: str) -> None:
    choice = plan.choose(f"channel_{name}")
    assert choice.edition is not None
    card: ChannelCard = read_card(choice.edition)
    source = choice.edition.id
    order = add_order_total(plan)
    base = plan.step(
        f"{name}_base",
        plan["price_with_tax"] if card.with_tax else plan.input("price"),
        Kind.MONEY,
        "with sales tax" if card.with_tax else "without sales tax",
        source,
    )
    given = plan.input("channel_category")
    category = expression(0) if card.default is None else select(given > NOT_GIVEN, given, card.default)
    words = FIELD["ebay_store"].words
    store = plan.input("ebay_store").is_one_of(*(words.index(word) for word in STORES)) if name == "ebay" else FALSE
    row = plan.step(
        f"{name}_row", FindRow(card.table, (store, category), base), Kind.ROW, "the category's band", source
    )
    rate = plan.step(f"{name}_rate", Cell(card.table, row, "rate", 0), Kind.RATE, "the band's percentage", source)
    fixed, above = Cell(card.table, row, "fixed", 0), Cell(card.table, row, "above", 0)
    by_rate = plan.step(
        f"{name}_by_rate",
        percent_with_fixed(plan, fixed, base - above, rate),
        Kind.MONEY,
        "half-up to the cent, once",
        source,
    )
    amount: Expression = by_rate
    if card.per_unit:
        amount = amount + plan.step(f"{name}_per_unit", card.per_unit, Kind.MONEY, "for each unit sold", source)
    if card.per_order:
        amount = amount + per_unit(plan, _order_fee(plan, name, card, order, category, base))
    plan.step(f"{name}_commission", amount, Kind.MONEY, "per unit sold, to 0.0001", source)
    assumed = select(given.equals(NOT_GIVEN), int(Status.ESTIMATE), 0) if card.default is not None else expression(0)
    plan.step(
        f"{name}_commission_status",
        maximum(int(choice.status), plan["tax_status"] if card.with_tax else 0, assumed),
        Kind.STATUS,
        choice.why or "an estimate where its category or the sales tax is not given",
        source,
    )


def _order_fee(
    plan: Plan, name: str, card: ChannelCard, order: Reference, category: Expression, base: Reference
) -> Reference:
    """The fee per order, by the order's total."""
    choice = plan.choose(f"channel_{name}")
    assert choice.edition is not None
    rows = [Row((), upper, (amount,)) for upper, amount in card.per_order]
    table = make_table(f"{choice.edition.id} per_order", (), "order's total", ("amount",), rows)
    free = some(FALSE, *(category.equals(number) & (base >= least) for number, least in card.no_order_fee_from.items()))
    fee = Cell(table, FindRow(table, (), order), "amount", 0)
    return plan.step(f"{name}_per_order", select(free, 0, fee), Kind.MONEY, "by the order's total", choice.edition.id)


def _shopify_line(plan: Plan, program: ProgramPlan) -> None:
    """Shopify takes a percentage of its own only where another provider takes the payment."""
    choice = plan.choose("channel_shopify")
    source = choice.edition.id if choice.edition else None
    if not plan.has("shopify_third_party"):
        plans, number, status = shopify_plan(plan)
        total = add_order_total(plan)
        rate = by_plan(number, [each.third_party for each in plans])
        rate = plan.step("shopify_third_party_rate", rate, Kind.RATE, "on top of another provider's fee", source)
        amount = per_unit(plan, percent_of(plan, total, rate))
        plan.step("shopify_third_party", amount, Kind.MONEY, "of the order's total, shared by its units", source)
        other = plan.input("channel").equals(SHOPIFY) & (plan.input("payment") > NOT_GIVEN)
        plan.step("shopify_third_party_applies", other, Kind.FLAG, "payment is taken by another provider", source)
        worst = maximum(status, int(choice.status), plan["tax_status"])
        plan.step("shopify_third_party_status", worst, Kind.STATUS, choice.why or "an estimate where a plan is assumed")
    program.lines.append(
        Line(
            "channel_fee",
            "selling",
            "shopify_third_party",
            "shopify_third_party_status",
            "shopify_third_party_applies",
            source,
            ((None, "Shopify: {shopify_third_party_rate} of {order_with_tax}" if choice.edition else choice.why),),
        )
    )
