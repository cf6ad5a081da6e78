"""Selected parcel categories: parcels of some categories pay by sides and unit weight, not by dimensional weight.

"Parcel tier by sides only, weight used = unit weight; first 100 g and so much for each started 100 g; the item must be
parcel-size" (Rate Card Europe, "Selected categories"; envelopes and oversize goods of the categories pay the ordinary card).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from logicost.fees.banded import Case, look_up_banded
from logicost.fees.charge import Charge
from logicost.fees.known import estimate_where
from logicost.fees.selected_parcel_card import SelectedParcels
from logicost.fees.sourced import sourced
from logicost.fees.vocabularies import selected_parcel_names
from logicost.rules.expressions import FALSE, Expression, Reference, every, first_of, maximum
from logicost.rules.plan import Kind, Plan, defines, once


@defines("selected_parcel")
def selected_parcel(plan: Plan) -> None:
    """The tier among the selected parcels, ``none`` where the unit is no such parcel."""
    card = sourced(plan, "fba_selected_parcels")
    measures = {limit.of: plan.value(limit.of) for limits in card.card.tiers.values() for limit in limits}
    selected_by(plan, "selected_parcel", plan["size_tier"], measures)


def selected_by(plan: Plan, name: str, size_tier: Reference, measures: Mapping[str, Expression]) -> Reference:
    """The step of the tier, by a size tier and measures."""
    card = sourced(plan, "fba_selected_parcels")
    selected: SelectedParcels = card.card
    is_one = plan.is_word(size_tier, *selected.of) & plan.is_category(*selected.categories)
    words = selected_parcel_names(plan.shelf, plan.market)
    fits = [
        (is_one & every(*(limit.holds(measures[limit.of]) for limit in limits)), words.index(tier))
        for tier, limits in selected.tiers.items()
    ]
    return card.step(name, first_of(*fits, otherwise=0), Kind.WORD, "by category, sides and unit weight", words)


@once
def is_selected_parcel(plan: Plan) -> Reference | None:
    """Whether the unit is one; None where there is no such card."""
    card = sourced(plan, "fba_selected_parcels")
    if card.card is None:
        return None
    return card.step("is_selected_parcel", plan["selected_parcel"] > 0, Kind.FLAG, "a selected parcel")


def selected_parcel_decides(plan: Plan) -> Expression:
    """Whether the category is not certain and the unit would be a selected parcel in some."""
    card = sourced(plan, "fba_selected_parcels").card
    return FALSE if card is None else plan["category_is_assumed"] & plan.is_word(plan["size_tier"], *card.of)


@once
def selected_parcel_fee(plan: Plan) -> Case | None:
    """The rates of the unit; None where there are none."""
    card, applies = sourced(plan, "fba_selected_parcels"), is_selected_parcel(plan)
    if applies is None:
        return None
    looked = look_up_banded(card, "selected_parcel_fee", card.card, "by unit weight")
    if card.card.unconfirmed:
        named = plan.is_word(plan.input("category"), *card.card.unconfirmed)
        open_ = card.step("selected_parcel_is_open", applies & named, Kind.FLAG, "not confirmed for the category")
        looked = replace(looked, status=maximum(looked.status, estimate_where(open_)))
    return Case(card, applies, looked, "selected category, {selected_parcel}: ")


def tell_unconfirmed(fee: Charge) -> None:
    """The note on categories of which the card's rates are not confirmed."""
    if fee.plan.has("selected_parcel_is_open"):
        fee.note(
            "whether the rates of the peak are those of {category} in this store is not confirmed: fba_fulfillment is an "
            "estimate",
            fee.plan["selected_parcel_is_open"],
        )
