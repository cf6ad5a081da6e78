"""The card of selected parcels: categories with tiers and rates of their own."""

from __future__ import annotations

from logicost.fees.banded import Banded
from logicost.fees.declared import by_word, card_of, words
from logicost.fees.tiers import Limit, limits_of


@card_of("selected_parcels/1", "fba_selected_parcels")
class SelectedParcels(Banded):
    """`of`: the size tiers whose units it is for; `tiers`: its own, with their limits, in the order in which they are tried;
    `unconfirmed`: categories of which it is not confirmed that the card's rates are theirs."""

    of: tuple[str, ...] = words()
    categories: tuple[str, ...] = words()
    unconfirmed: tuple[str, ...] = words(absent=())
    tiers: dict[str, tuple[Limit, ...]] = by_word(limits_of)
