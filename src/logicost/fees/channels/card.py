"""How the cards of other channels and of payment providers are read."""

from __future__ import annotations

from logicost.fees.cards import money_bands
from logicost.fees.declared import (
    amount,
    by_word,
    card_of,
    choice,
    key,
    money_of,
    nested,
    one,
    or_gap,
    part,
    rate,
    text,
    text_of,
)
from logicost.fees.graduated import rules_of
from logicost.rules.table import Row, Table, WordRow, WordTable, make_table, word_table
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition

COMMISSION_COLUMNS = ("fixed", "rate", "above")


@part
class PaymentFee:
    """Of the order's total, and per order."""

    rate: int = rate()
    per_order: int = amount()


@part
class ChannelRefund:
    """What comes back of the percentage on a full refund.

    Attributes:
        kept, at_most: the share of it that the channel keeps, and the most of that per unit.
        doubt: what is not settled about it, in words; empty where nothing is.
    """

    kept: int = rate()
    at_most: int | None = amount(absent=None)
    doubt: str = text(absent="")


def _table(cursor: Cursor, edition: Edition) -> WordTable:
    """A class of sellers that has no row for a category pays its rate for everything else."""
    default = edition.body().need("default")
    rules = {seller.text(): rules_of(table, edition) for seller, table in cursor.items()}
    if any(default.text() not in table for table in rules.values()):
        default.fail("must be one of the categories")
    rows = [
        WordRow((seller, name), upper, (fixed, rate, above))
        for seller, table in rules.items()
        for name in dict.fromkeys(name for table in rules.values() for name in table)
        for upper, fixed, rate, above in table.get(name, table[default.text()]).bands
    ]
    return word_table(edition.id, ("seller", "category"), "amount of the sale", COMMISSION_COLUMNS, rows)


def _per_order(cursor: Cursor, edition: Edition) -> Table:
    rows = [Row((), upper, (fee.money(),)) for upper, fee in money_bands(cursor)]
    return make_table(f"{edition.id} per_order", (), "order's total", ("amount",), rows)


@card_of("channel/1", "channel_*")
class ChannelCard:
    """A channel's commission.

    Attributes:
        base: whether the commission is taken of the amount with sales tax.
        default: the category that stands where none is given.
        stores: store subscription to its class of sellers.
        table: (seller class, category) and amount to `COMMISSION_COLUMNS`.
        per_unit: for each unit sold.
        per_order: by the order's total; None where there is no such fee.
        no_order_fee_from: category to the amount from which no fee per order is charged.
        payment: what the channel itself takes for the payment.
        refunds: what comes back of the commission; None where it is not on file.
    """

    base: str = choice("with_tax", "without_tax")
    default: str = text()
    stores: dict[str, str] = by_word(text_of, absent={})
    table: WordTable = key(_table, of="rates")
    per_unit: int = amount(absent=0)
    per_order: Table | None = key(_per_order, None)
    no_order_fee_from: dict[str, int] = by_word(money_of, absent={})
    payment: PaymentFee | None = one(PaymentFee, absent=None)
    refunds: ChannelRefund | None = one(ChannelRefund, absent=None)

    def check(self, body: Cursor) -> None:
        for _, seller in body.need("stores").items() if self.stores else ():
            seller.choice(*self.sellers)
        if len(self.sellers) > 1 and set(self.stores.values()) != set(self.sellers):
            body.need("rates").fail(
                "are for several classes of sellers: say under stores which store subscription is of which"
            )
        for category, _ in body.need("no_order_fee_from").items() if self.no_order_fee_from else ():
            category.choice(*self.categories)

    @property
    def with_tax(self) -> bool:
        return self.base == "with_tax"

    @property
    def sellers(self) -> tuple[str, ...]:
        """The classes of sellers that the card tells apart."""
        return tuple(dict.fromkeys(str(row.keys[0]) for row in self.table.rows))

    @property
    def categories(self) -> tuple[str, ...]:
        """Those that the card knows."""
        return tuple(dict.fromkeys(str(row.keys[1]) for row in self.table.rows))

    @property
    def by_category(self) -> bool:
        """Whether the commission goes by the product's category."""
        return len(self.categories) > 1


read_payment_fee = nested(PaymentFee)


@card_of("payment/1", "payment_*")
class Payments:
    rates: dict[str, PaymentFee] = by_word(read_payment_fee)


@part
class PlatformPlan:
    """`online` and `per_order`: of the platform's own payments; `third_party`: of the order's total, on top of what another takes."""

    online: int = rate()
    per_order: int = amount()
    third_party: int = rate()


@card_of("platform/1", "channel_*")
class Platform:
    """Of the software of one's own shop. `plans`: None for one that is not on file."""

    plans: dict[str, PlatformPlan | None] = by_word(or_gap(nested(PlatformPlan)))
