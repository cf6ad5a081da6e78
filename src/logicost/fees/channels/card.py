"""How the cards of other channels and of payment providers are read."""

from __future__ import annotations

from dataclasses import dataclass

from logicost.fees.cards import money_bands, reads
from logicost.fees.declared import amount, by_word, card_of, nested, or_gap, part, rate
from logicost.fees.graduated import CategoryRule, read_rule
from logicost.inputs.channel_categories import CHANNEL_CATEGORIES
from logicost.inputs.fields import FIELD, PAYMENTS
from logicost.rules.table import Row, Table, make_table
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition

SELLERS = (("no_store", "store"), ("any_seller",))  # the classes of sellers that a card may tell apart
COMMISSION_COLUMNS = ("fixed", "rate", "above")


@part
class PaymentFee:
    """Of the order's total, and per order."""

    rate: int = rate()
    per_order: int = amount()


@dataclass(frozen=True, slots=True)
class ChannelRefund:
    """What comes back of the percentage on a full refund.

    Attributes:
        kept, at_most: the share of it that the channel keeps, and the most of that per unit.
        doubt: what is not settled about it, in words; empty where nothing is.
    """

    kept: int
    at_most: int | None
    doubt: str


@dataclass(frozen=True, slots=True)
class ChannelCard:
    """A channel's commission.

    Attributes:
        with_tax: whether the commission is taken of the amount with sales tax.
        per_unit: for each unit sold.
        per_order: by the order's total; None where there is no such fee.
        no_order_fee_from: category number to the amount from which no fee per order is charged.
        default: number of the category that stands where none is given; None for a card with a single category.
        categories: the numbers of those that the card knows.
        table: (seller class, category number) and amount to `COMMISSION_COLUMNS`; the single category has number 0.
        payment: what the channel itself takes for the payment.
        refunds: what comes back of the commission; None where it is not on file.
    """

    with_tax: bool
    per_unit: int
    per_order: Table | None
    no_order_fee_from: dict[int, int]
    default: int | None
    categories: tuple[int, ...]
    table: Table
    payment: PaymentFee | None
    refunds: ChannelRefund | None


@reads("channel/1")
def read_channel(edition: Edition, body: Cursor) -> ChannelCard:
    per_unit, per_order, free, payment, refunds = (
        body.get(key) for key in ("per_unit", "per_order", "no_order_fee_from", "payment", "refunds")
    )
    rates, default = body.need("rates"), body.need("default")
    classes = [seller.text() for seller, _ in rates.items()]
    if tuple(classes) not in SELLERS:
        rates.fail("must be for any_seller, or for no_store and store")
    rules = [{name.text(): read_rule(name, rule) for name, rule in table.items()} for _, table in rates.items()]
    known = dict.fromkeys(name for table in rules for name in table)
    if any(default.text() not in table for table in rules):
        default.fail("must be one of the categories")
    single = len(known) == 1
    if not single and (strange := [name for name in known if name not in CHANNEL_CATEGORIES]):
        rates.fail(f"has categories that the field channel_category does not know: {', '.join(strange)}")
    numbers = {name: 0 if single else CHANNEL_CATEGORIES.index(name) for name in known}
    rows = [
        row
        for seller, table in enumerate(rules)
        for name, number in numbers.items()
        for row in _rows(seller, number, table.get(name, table[default.text()]))
    ]
    return ChannelCard(
        with_tax=body.need("base").choice("with_tax", "without_tax") == "with_tax",
        per_unit=per_unit.money() if per_unit else 0,
        per_order=_per_order(edition, per_order) if per_order else None,
        no_order_fee_from={numbers[name.text()]: amount.money() for name, amount in free.items()} if free else {},
        default=None if single else numbers[default.text()],
        categories=tuple(numbers.values()),
        table=make_table(edition.id, ("seller", "category"), "amount of the sale", COMMISSION_COLUMNS, rows),
        payment=read_payment_fee(payment, edition) if payment else None,
        refunds=_refunds(refunds) if refunds else None,
    )


def _refunds(cursor: Cursor) -> ChannelRefund:
    most, doubt = cursor.get("at_most"), cursor.get("doubt")
    read = ChannelRefund(cursor.need("kept").rate(), most.money() if most else None, doubt.text() if doubt else "")
    cursor.done()
    return read


def _per_order(edition: Edition, cursor: Cursor) -> Table:
    rows = [Row((), upper, (fee.money(),)) for upper, fee in money_bands(cursor)]
    return make_table(f"{edition.id} per_order", (), "order's total", ("amount",), rows)


def _rows(seller: int, category: int, rule: CategoryRule) -> list[Row]:
    """A class of sellers that has no row for a category pays its rate for everything else."""
    return [Row((seller, category), upper, (fixed, rate, above)) for upper, fixed, rate, above in rule.bands]


read_payment_fee = nested(PaymentFee)


@card_of("payment/1")
class Payments:
    rates: dict[str, PaymentFee] = by_word(read_payment_fee, *PAYMENTS)


@part
class ShopifyPlan:
    """`online` and `per_order`: of Shopify Payments; `third_party`: of the order's total, on top of what another takes."""

    online: int = rate()
    per_order: int = amount()
    third_party: int = rate()


@card_of("shopify/1")
class Shopify:
    """`plans`: None for one that is not on file."""

    plans: dict[str, ShopifyPlan | None] = by_word(
        or_gap(nested(ShopifyPlan)), *FIELD["shopify_plan"].words, every=True
    )
