"""What it costs to be rid of one unit, by size class and shipping weight: a part of several cards."""

from __future__ import annotations

from logicost.fees.declared import banded, card_of, flag, key, nested, part, text, words
from logicost.fees.sourced import Sourced
from logicost.fees.steps import Looked, look_up
from logicost.rules.expressions import TRUE, Value, maximum
from logicost.rules.plan import Kind
from logicost.rules.table import WordTable
from logicost.tables.status import Status


@part
class SpecialHandling:
    """Items that may be charged as another size class, whatever their size: categories, and the words apparel and
    dangerous_goods."""

    items: tuple[str, ...] = words()
    charged_as: str = text()


@card_of("removal/1", "removal", "disposal")
class BySizeClass:
    """Amounts by size class and shipping weight.

    Attributes:
        prorated: a part of a step is charged as a part.
    """

    rates: WordTable = banded("size_group", along="shipping_weight")
    prorated: bool = flag()
    special_handling: SpecialHandling | None = key(nested(SpecialHandling), absent=None)


def look_up_by_class(card: Sourced, name: str, rates: BySizeClass | None) -> Looked | None:
    plan = card.plan
    if rates is None:
        return None
    note = "by size class and shipping weight"
    part = TRUE if rates.prorated else None
    return look_up(card, name, rates.rates, (plan["size_group"], 0), plan["shipping_weight"], prorate=part, note=note)


def tell_unit_cost(card: Sourced, way: str, looked: Looked | None, doubt: Value = 0) -> None:
    """The cost of one unit and its status, where a card is on file and where none is."""
    name, why = f"{way}_per_unit", card.choice.why
    if looked is None:
        card.step(name, 0, Kind.MONEY, why)
    status = Status.UNSOURCED if looked is None else maximum(looked.status, card.choice.status, doubt)
    card.step(f"{name}_status", status, Kind.STATUS, why or "the cell's own status")
