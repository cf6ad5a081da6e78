"""Low-price rates: cheaper fulfilment of small units whose price, tax included, is at most a limit of their category.

"Automatic when price <= threshold; unit weight for every tier; a unit above every row falls back to the standard table"
(Rate Card Europe, "Low-Price FBA rates").
"""

from __future__ import annotations

from dataclasses import dataclass

from logicost.fees.banded import Banded, look_up_banded, read_banded
from logicost.fees.cards import reads
from logicost.fees.charge import Charge
from logicost.fees.sourced import Sourced, sourced
from logicost.fees.steps import Looked
from logicost.inputs.fields import NOT_GIVEN
from logicost.rules.expressions import Reference, select
from logicost.rules.plan import Kind
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition
from logicost.tables.status import Status


@dataclass(frozen=True, slots=True)
class LowPrice:
    """`up_to`: the highest price; `excepted`: categories with a limit of their own, `excepted_up_to`."""

    up_to: int
    excepted: tuple[str, ...]
    excepted_up_to: int
    banded: Banded


@reads("low_price/1")
def read_low_price(edition: Edition, body: Cursor) -> LowPrice:
    up_to, others = body.need("up_to").money(), body.get("except")
    excepted: tuple[str, ...] = ()
    excepted_up_to = up_to
    if others is not None:
        excepted = tuple(name.text() for name in others.need("categories").list())
        excepted_up_to = others.need("up_to").money()
        others.done()
    return LowPrice(up_to, excepted, excepted_up_to, read_banded(edition, body))


@dataclass(frozen=True, slots=True)
class LowPriced:
    """`applies`: where the unit pays these rates."""

    card: Sourced
    applies: Reference
    looked: Looked


def low_priced(fee: Charge) -> LowPriced | None:
    """The rates at the price of a fulfilment fee; None where there are none."""
    plan, card = fee.plan, sourced(fee.plan, "fba_low_price")
    if card.card is None:
        return None
    low: LowPrice = card.card
    category = plan.input("category")
    known = plan.vocabulary("category")
    limit = card.step(
        fee.named("low_price_limit"),
        select(
            plan.is_word(category, *(name for name in low.excepted if name in known)), low.excepted_up_to, low.up_to
        ),
        Kind.MONEY,
        "the highest price, tax included, by category",
    )
    looked = look_up_banded(card, fee.named("low_price"), low.banded, "low-price rate")
    applies = card.step(
        fee.named("is_low_priced"), (fee.price <= limit) & looked.found(), Kind.FLAG, "within the limit and the sizes"
    )
    return LowPriced(card, applies, looked)


def category_decides(fee: Charge, low: LowPriced) -> Reference:
    """Whether no category is given and the price lies where categories differ."""
    card: LowPrice = low.card.card
    unsaid = fee.plan.input("category").equals(NOT_GIVEN)
    return fee.plan.step(
        fee.named("low_price_is_assumed"),
        unsaid & (fee.price > card.excepted_up_to) & low.applies,
        Kind.FLAG,
        "the category, which is not given, decides",
    )


ASSUMED = Status.ESTIMATE
