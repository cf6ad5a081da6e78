"""Overmax handling fee: extra-large units up to 150 lb whose longest side or length plus girth is over the limit."""

from __future__ import annotations

from dataclasses import dataclass

from logicost.fees.cards import flat_table, reads
from logicost.fees.charge import Charge, line
from logicost.rules.expressions import Cell
from logicost.rules.plan import Kind
from logicost.rules.table import NO_ROW, WordTable
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition


@dataclass(frozen=True, slots=True)
class Overmax:
    longest: int
    length_plus_girth: int
    rates: WordTable


@reads("overmax_handling/1")
def read_overmax(edition: Edition, body: Cursor) -> Overmax:
    return Overmax(
        body.need("longest_over").length(),
        body.need("length_plus_girth_over").length(),
        flat_table("size_tier", body.need("rates"), edition),
    )


@line("overmax_handling", "fulfillment", "overmax handling fee", "fba", after="bulky_packaging", optional=True)
def overmax_handling(fee: Charge) -> None:
    plan, card = fee.plan, fee.card
    longest, girth = plan["longest"], plan["length_plus_girth"]
    find = plan.find(card.rates, (plan["size_tier"],), longest)
    row = fee.step("overmax_handling_row", find, Kind.ROW)
    beyond = (longest > card.longest) | (girth > card.length_plus_girth)
    fee.applies((row > NO_ROW) & beyond, "beyond the longest side or the girth")
    fee.amount(Cell(find.table, row, "amount", 0), "by size tier")
    fee.status(Cell(find.table, row, "status", 0), note="the cell's own status")
    fee.why("{size_tier}, longest side {longest}, length plus girth {length_plus_girth}")
