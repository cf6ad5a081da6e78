"""The card of inbound placement: ranges by size tier, shipping weight and into how many places a shipment is split."""

from __future__ import annotations

from logicost.fees.charge import Charge
from logicost.fees.declared import beside, card_of, key, money_of, others, words
from logicost.fees.ranges import COLUMNS, no_range, rows_of_ranges
from logicost.rules.expressions import TRUE, Expression
from logicost.rules.table import NO_LIMIT, WordRow, WordTable, word_table
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition


def _rates(cursor: Cursor, edition: Edition) -> WordTable:
    body = edition.body()
    certain = [(word, cell.money()) for word, cell in beside(body, {*body.taken, "never_charged", "rates"})]
    rows: list[WordRow] = []
    for tier, bands in cursor.items():
        rows += rows_of_ranges(tier.text(), bands)
        rows += (WordRow((tier.text(), word), NO_LIMIT, no_range(amount)) for word, amount in certain)
    return word_table(edition.id, ("size_tier", "placement"), "shipping_weight", COLUMNS, rows)


@card_of("inbound_placement/1")
class InboundPlacement:
    """`rates`: by size tier, shipping weight and split; `certain`: what splits cost that have no range, in every tier."""

    never_charged: tuple[str, ...] = words()
    rates: WordTable = key(_rates)
    certain: dict[str, int] = others(money_of)

    @property
    def splits(self) -> tuple[str, ...]:
        """Into how many places a shipment may be split."""
        return tuple(dict.fromkeys(str(row.keys[1]) for row in self.rates.rows))


def is_charged(fee: Charge) -> Expression:
    """Whether the card charges the unit's size tier; of an older card, the tiers that those of the ship date still have."""
    tier, known = fee.plan["size_tier"], fee.plan.vocabulary("size_tier")

    def of_card(card: InboundPlacement) -> Expression:
        free = [word for word in card.never_charged if card is fee.card or word in known]
        return ~fee.plan.is_word(tier, *free)

    return fee.by_card(of_card, TRUE)
