"""Removal to the seller and disposal of one unit: one table by size class and shipping weight."""

from __future__ import annotations

from logicost.fees.declared import banded, card_of, flag, key, nested, part, text, words
from logicost.fees.known import estimate_where
from logicost.fees.sourced import Sourced, sourced
from logicost.fees.steps import Looked, look_up
from logicost.rules.expressions import FALSE, TRUE, Expression, Value, maximum, some
from logicost.rules.plan import Kind, Plan, defines
from logicost.rules.table import WordTable, number_of
from logicost.tables.status import Status

APPAREL, DANGEROUS_GOODS = "apparel", "dangerous_goods"  # items that are no category


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


@defines("removal_per_unit", "removal_per_unit_status", "removal_is_special")
def removal_per_unit(plan: Plan) -> None:
    _removal(sourced(plan, "removal"), "removal")


@defines("disposal_per_unit", "disposal_per_unit_status", "disposal_is_special")
def disposal_per_unit(plan: Plan) -> None:
    _removal(sourced(plan, "disposal"), "disposal")


def _removal(card: Sourced, way: str) -> None:
    """By the unit's own size class; an estimate for items that may be charged as another, and what that would be."""
    plan, rates = card.plan, card.card
    looked = look_up_by_class(card, f"{way}_per_unit", rates)
    is_special: Expression = FALSE
    if looked is not None and (special := rates.special_handling) is not None:
        group, known = plan["size_group"], plan.vocabulary("size_group")
        number = number_of(known, special.charged_as, group.name)
        other = card.step(f"{way}_special_class", number, Kind.WORD, "special handling, of any size", known)
        look_up(card, f"{way}_as_special", rates.rates, (other, 0), plan["shipping_weight"], note="charged as that")
        is_special = _is_special(plan, special.items) & ~plan.is_word(group, special.charged_as)
    special = card.step(f"{way}_is_special", is_special, Kind.FLAG, "may be charged as a dearer size class")
    tell_unit_cost(card, way, looked, estimate_where(special))


def _is_special(plan: Plan, items: tuple[str, ...]) -> Expression:
    known = plan.vocabulary("category")
    flags = {APPAREL: plan["is_apparel"], DANGEROUS_GOODS: plan.input(DANGEROUS_GOODS)}
    by_category = plan.is_word(plan.input("category"), *(item for item in items if item in known))
    return some(by_category, *(flag for item, flag in flags.items() if item in items))


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
