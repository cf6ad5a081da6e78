"""How the cards of other channels and of payment providers are read."""

from __future__ import annotations

from dataclasses import dataclass

from logicost.fees.cards import money_bands, reads
from logicost.fees.declared import amount, by_word, card_of, nested, or_gap, part, rate
from logicost.fees.graduated import CategoryRule, read_rule
from logicost.rules.table import Row, Table, WordRow, WordTable, make_table, word_table
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition

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
        no_order_fee_from: category to the amount from which no fee per order is charged.
        default: the category that stands where none is given.
        categories: those that the card knows.
        sellers: the classes of sellers that the card tells apart; `stores`: store subscription to its class.
        table: (seller class, category) and amount to `COMMISSION_COLUMNS`.
        payment: what the channel itself takes for the payment.
        refunds: what comes back of the commission; None where it is not on file.
    """

    with_tax: bool
    per_unit: int
    per_order: Table | None
    no_order_fee_from: dict[str, int]
    default: str
    categories: tuple[str, ...]
    sellers: tuple[str, ...]
    stores: dict[str, str]
    table: WordTable
    payment: PaymentFee | None
    refunds: ChannelRefund | None

    @property
    def by_category(self) -> bool:
        """Whether the commission goes by the product's category."""
        return len(self.categories) > 1


@reads("channel/1")
def read_channel(edition: Edition, body: Cursor) -> ChannelCard:
    per_unit, per_order, free, payment, refunds, stores = (
        body.get(key) for key in ("per_unit", "per_order", "no_order_fee_from", "payment", "refunds", "stores")
    )
    rates, default = body.need("rates"), body.need("default")
    rules = {
        seller.text(): {name.text(): read_rule(name, rule) for name, rule in table.items()}
        for seller, table in rates.items()
    }
    of_store = {word.text(): seller.choice(*rules) for word, seller in stores.items()} if stores else {}
    if len(rules) > 1 and set(of_store.values()) != set(rules):
        rates.fail("are for several classes of sellers: say under stores which store subscription is of which")
    known = tuple(dict.fromkeys(name for table in rules.values() for name in table))
    if any(default.text() not in table for table in rules.values()):
        default.fail("must be one of the categories")
    rows = [
        row
        for seller, table in rules.items()
        for name in known
        for row in _rows(seller, name, table.get(name, table[default.text()]))
    ]
    return ChannelCard(
        with_tax=body.need("base").choice("with_tax", "without_tax") == "with_tax",
        per_unit=per_unit.money() if per_unit else 0,
        per_order=_per_order(edition, per_order) if per_order else None,
        no_order_fee_from={name.choice(*known): amount.money() for name, amount in free.items()} if free else {},
        default=default.text(),
        categories=known,
        sellers=tuple(rules),
        stores=of_store,
        table=word_table(edition.id, ("seller", "category"), "amount of the sale", COMMISSION_COLUMNS, rows),
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


def _rows(seller: str, category: str, rule: CategoryRule) -> list[WordRow]:
    """A class of sellers that has no row for a category pays its rate for everything else."""
    return [WordRow((seller, category), upper, (fixed, rate, above)) for upper, fixed, rate, above in rule.bands]


read_payment_fee = nested(PaymentFee)


@card_of("payment/1")
class Payments:
    rates: dict[str, PaymentFee] = by_word(read_payment_fee)


@part
class PlatformPlan:
    """`online` and `per_order`: of the platform's own payments; `third_party`: of the order's total, on top of what another takes."""

    online: int = rate()
    per_order: int = amount()
    third_party: int = rate()


@card_of("platform/1")
class Platform:
    """Of the software of one's own shop. `plans`: None for one that is not on file."""

    plans: dict[str, PlatformPlan | None] = by_word(or_gap(nested(PlatformPlan)))
