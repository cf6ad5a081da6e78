"""Low-price rates: cheaper fulfilment of small units whose price, tax included, is at most a limit of their category.

"Automatic when price <= threshold; unit weight for every tier; a unit above every row falls back to the standard table"
(Rate Card Europe, "Low-Price FBA rates").
"""

from __future__ import annotations

from logicost.fees.banded import Banded, Case, look_up_banded
from logicost.fees.charge import Charge
from logicost.fees.declared import amount, card_of, key, nested, part, words
from logicost.fees.sourced import sourced
from logicost.rules.expressions import Reference, select
from logicost.rules.plan import Kind


@part
class Excepted:
    """Categories with a limit of their own."""

    categories: tuple[str, ...] = words()
    up_to: int = amount()


@card_of("low_price/1", "fba_low_price")
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


def low_priced(fee: Charge, crosses: Reference | None) -> Case | None:
    """The rates at the price of a fulfilment fee, for units that do not cross a border; None where there are none."""
    plan, card = fee.plan, sourced(fee.plan, "fba_low_price")
    if card.card is None:
        return None
    low: LowPrice = card.card
    limit = card.step(
        fee.named("low_price_limit"),
        select(plan.is_category(*low.excepted), low.excepted_up_to, low.up_to),
        Kind.MONEY,
        "the highest price, tax included, by category",
    )
    looked = look_up_banded(card, fee.named("low_price"), low, "low-price rate")
    eligible = (fee.price <= limit) & looked.found()
    applies = card.step(
        fee.named("is_low_priced"),
        eligible if crosses is None else eligible & ~crosses,
        Kind.FLAG,
        "within the limit and the sizes, from local stock",
    )
    return Case(card, applies, looked, "low price, {size_tier}, {unit_weight}: ")


def low_price_decides(fee: Charge, low: Case, crosses: Reference | None) -> Reference:
    """Whether the category is not certain and the price lies where categories differ."""
    card: LowPrice = low.card.card
    assert low.looked is not None  # its rows are always on file
    fits = low.looked.found() if crosses is None else low.looked.found() & ~crosses
    return fee.plan.step(
        fee.named("low_price_is_assumed"),
        fee.plan["category_is_assumed"] & (fee.price > card.excepted_up_to) & (fee.price <= card.up_to) & fits,
        Kind.FLAG,
        "the category, which is not certain, decides",
    )
