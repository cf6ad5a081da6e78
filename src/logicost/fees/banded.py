"""Cards with a cell for each band of a weight, under words that the card names: the shape of most price lists.

``keys: [size_tier]`` and ``along: shipping_weight`` name the steps that pick the row; `rates` is nested in the keys' order:
``size tier: band: cell``. A key may be several words with commas, which share what stands under them.
"""

from __future__ import annotations

from logicost.fees.cards import reads
from logicost.fees.declared import banded_by_card, card_of, text, words
from logicost.fees.sourced import Sourced
from logicost.fees.steps import Looked, look_up
from logicost.rules.expressions import Value
from logicost.rules.table import WordTable
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition


@card_of("banded/1")
class Banded:
    """`keys` and `along`: the steps or inputs by which a row of `rates` is found."""

    keys: tuple[str, ...] = words()
    along: str = text()
    rates: WordTable = banded_by_card()


def look_up_banded(card: Sourced, name: str, banded: Banded, note: str = "") -> Looked:
    """The amount of a banded card, under that name."""
    plan = card.plan
    by: list[Value] = [plan.value(key) for key in banded.keys]
    return look_up(card, name, banded.rates, (*by, 0), plan.value(banded.along), note=note)


@reads("flat/1")
def read_flat(edition: Edition, body: Cursor) -> int:
    """One amount for every unit."""
    return body.need("amount").money()
