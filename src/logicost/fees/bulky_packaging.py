"""Packaging fee for units that Amazon has to pack as they are not SIPP certified: bulky ones in the US, by dimensional
weight; oversize ones in Europe."""

from __future__ import annotations

from logicost.fees.banded import look_up_banded
from logicost.fees.charge import Charge, line
from logicost.fees.steps import tell_band


@line("bulky_packaging", "fulfillment", "packaging fee for bulky units", "fba", after="sipp_discount", optional=True)
def bulky_packaging(fee: Charge) -> None:
    looked = look_up_banded(fee, fee.name, fee.card, "per unit that Amazon packs")
    fee.applies(looked.found() & ~fee.plan.input("sipp"), "a tier of the card, without SIPP certification")
    fee.status(looked.status, note="the cell's own status")
    tell_band(fee, looked, f"{{size_tier}} without SIPP certification, {{{fee.card.along}}}: ")
