"""Low-price rates: cheaper fulfilment of small units whose price, tax included, is at most a limit of their category.

"Automatic when price <= threshold; unit weight for every tier; a unit above every row falls back to the standard table"
(Rate Card Europe, "Low-Price FBA rates").
"""

from __future__ import annotations

from dataclasses import dataclass

from logicost.fees.banded import Banded, look_up_banded
from logicost.fees.charge import Charge
from logicost.fees.declared import amount, card_of, key, nested, part, words
from logicost.fees.sourced import Sourced, sourced
from logicost.fees.steps import Looked
from logicost.inputs.fields import NOT_GIVEN
from logicost.rules.expressions import Reference, select
from logicost.rules.plan import Kind
from logicost.tables.status import Status


@part
class Excepted:
    """Categories with a limit of their own."""

    categories: tuple[str, ...] = words()
    up_to: int = amount()


@card_of("low_price/1")
class LowPrice(Banded):
    """`up_to`: the highest price; `except_`: None where it is the same for all categories."""

    up_to: int = amount()
    except_: Excepted | None = key(nested(Excepted), absent=None)

    @property
    def excepted(self) -> tuple[str, ...]:
        return self.except_.categories if self.except_ else ()

    @property
    def excepted_up_to(self) -> int:
        return self.except_.up_to if self.except_ else self.up_to


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
    looked = look_up_banded(card, fee.named("low_price"), low, "low-price rate")
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
