"""Packaging fee for small and large bulky units that are not SIPP certified, by dimensional weight."""

from __future__ import annotations

from dataclasses import dataclass

from logicost.fees.cards import COLUMNS, band_rows, reads
from logicost.fees.charge import Charge, line
from logicost.fees.steps import look_up
from logicost.rules.table import WordTable, word_table
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition


@dataclass(frozen=True, slots=True)
class BulkyPackaging:
    tiers: tuple[str, ...]
    rates: WordTable


@reads("bulky_packaging/1")
def read_bulky_packaging(edition: Edition, body: Cursor) -> BulkyPackaging:
    rows = band_rows((), body.need("rates"), 1, edition)
    return BulkyPackaging(
        tuple(tier.text() for tier in body.need("applies_to").list()),
        word_table(edition.id, ("column",), "dimensional_weight", COLUMNS, rows),
    )


@line("bulky_packaging", "fulfillment", "packaging fee for bulky units", "fba", after="sipp_discount", optional=True)
def bulky_packaging(fee: Charge) -> None:
    plan, card = fee.plan, fee.card
    tiers = plan.is_word(plan["size_tier"], *card.tiers)
    fee.applies(tiers & ~plan.input("sipp"), "bulky units without SIPP certification")
    looked = look_up(fee, fee.name, card.rates, (0,), plan["dimensional_weight"], note="by dimensional weight")
    fee.status(looked.status, note="the cell's own status")
    fee.why("{size_tier} without SIPP certification, dimensional weight {dimensional_weight}")
