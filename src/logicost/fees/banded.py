"""Cards with a cell for each band of a weight, under words that the card names: the shape of most price lists.

``keys: [size_tier]`` and ``along: shipping_weight`` name the steps that pick the row; `rates` is nested in the keys' order:
``size tier: band: cell``. A key may be several words with commas, which share what stands under them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from logicost.errors import TableError
from logicost.fees.cards import ANY
from logicost.fees.declared import Read, amount, banded_by_card, banded_table, card_of, text, words
from logicost.fees.known import estimate_where
from logicost.fees.sourced import Sourced
from logicost.fees.steps import Looked, look_up
from logicost.inputs.scalar import INPUTS
from logicost.rules.expressions import FALSE, Expression, Reference, Value, expression, maximum
from logicost.rules.plan import Kind, Plan
from logicost.rules.table import WordTable
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition
from logicost.tables.status import Status

CATEGORIES = {"category", "referral_category"}  # keys that say one: as given, and the card's default where none is
ASK = "; give fba_fulfillment_rate"


@card_of("banded/1", "fba_fulfillment", ANY)
class Banded:
    """`keys` and `along`: the steps or inputs by which a row of `rates` is found."""

    keys: tuple[str, ...] = words()
    along: str = text()
    rates: WordTable = banded_by_card()


def banded_part(name: str) -> Read:
    """A part of a card that has that shape itself."""

    def read(cursor: Cursor, edition: Edition) -> Banded:
        keys, along = tuple(key.text() for key in cursor.need("keys").list()), cursor.need("along").text()
        rates = banded_table(cursor.need("rates"), edition, keys, along, name=name)
        cursor.done()
        return Banded(keys, along, rates)

    return read


@dataclass(frozen=True, slots=True)
class Case:
    """One of several tables by which a fee is priced.

    Attributes:
        card: of its figures; applies: where it holds, if none before it does.
        looked: what it comes to, None where no figure is on file; lead: how its reason begins.
        ask: what to do where there is no figure, the end of the reason.
    """

    card: Sourced
    applies: Reference
    looked: Looked | None
    lead: str
    ask: str = ASK

    @property
    def amount(self) -> Expression:
        return self.looked.amount if self.looked else FALSE

    @property
    def status(self) -> Expression:
        return (
            maximum(int(self.card.choice.status), self.looked.status) if self.looked else expression(Status.UNSOURCED)
        )


def look_up_banded(
    card: Sourced, name: str, banded: Banded, note: str = "", instead: Mapping[str, Expression] | None = None
) -> Looked:
    """The amount of a banded card, under that name; `instead`: other values of what it goes by.

    Where it goes by the category, a category that is a guess makes it an estimate.
    """

    def value(key: str) -> Expression:
        return instead[key] if instead and key in instead else card.plan.value(key)

    by: list[Value] = [value(key) for key in banded.keys]
    along, of = value(banded.along), Kind.MONEY if banded.rates.by_price else Kind.WEIGHT
    if _kind(card.plan, banded.along) is not of:
        what = "a price" if banded.rates.by_price else "a weight"
        raise TableError("table_value", f"the bands are of {what}, and {banded.along} is none", "along")
    looked = look_up(card, name, banded.rates, (*by, 0), along, note=note, of=of)
    if CATEGORIES.isdisjoint(banded.keys):
        return looked
    return replace(looked, status=maximum(looked.status, estimate_where(card.plan["category_is_assumed"])))


def _kind(plan: Plan, name: str) -> Kind:
    return INPUTS[name].kind if name in INPUTS else plan.steps[name].kind


@card_of("flat/1", "dangerous_goods", ANY)
class Flat:
    """One amount for every unit."""

    amount: int = amount()
