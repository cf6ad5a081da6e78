"""Removal to the seller and disposal of one unit: one table by size class and shipping weight."""

from __future__ import annotations

from logicost.fees.by_size_class import BySizeClass, look_up_by_class, tell_unit_cost
from logicost.fees.charge import Charge, line
from logicost.fees.known import estimate_where
from logicost.fees.sourced import Sourced, sourced
from logicost.fees.steps import look_up
from logicost.fees.unsellable_returns import got_rid_of
from logicost.rules.expressions import FALSE, Expression, some
from logicost.rules.plan import Kind, Plan, defines
from logicost.rules.table import number_of

APPAREL, DANGEROUS_GOODS = "apparel", "dangerous_goods"  # items that are no category


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
    flags = {APPAREL: plan["is_apparel"], DANGEROUS_GOODS: plan.input(DANGEROUS_GOODS)}
    by_category = plan.is_category(*(item for item in items if item not in flags))
    return some(by_category, *(flag for item, flag in flags.items() if item in items))


@line("removal", "returns", "removal of returned units", "fba", after="returns_processing")
@line("disposal", "returns", "disposal of returned units", "fba", after="removal")
def removed_or_disposed_of(fee: Charge) -> None:
    plan, way = fee.plan, fee.fee.slug
    got_rid_of(fee)
    card: BySizeClass | None = fee.card
    if card is not None and (special := card.special_handling) is not None:
        items = ", ".join(special.items).replace("_", " ")
        told = plan[f"{way}_is_special"] & plan[f"{way}_applies"]
        fee.note_where(
            f"{way}_special_is_told",
            told,
            f"{way} may cost {{{way}_as_special}} a unit in place of {{{way}_per_unit}}: Amazon may charge {items} of any size "
            f"as {special.charged_as}, and does not say which",
        )
    fee.note(
        "returned units that cannot be sold again are taken as disposed of: give unsellable_returns",
        plan["disposal_is_assumed"],
    )
