"""Overmax handling fee: extra-large units up to 150 lb whose longest side or length plus girth is over the limit."""

from __future__ import annotations

from logicost.fees.charge import Charge, line
from logicost.fees.declared import card_of, flat, length
from logicost.rules.expressions import Cell
from logicost.rules.plan import Kind
from logicost.rules.table import NO_ROW, WordTable


@card_of("overmax_handling/1")
class Overmax:
    longest_over: int = length()
    length_plus_girth_over: int = length()
    rates: WordTable = flat("size_tier")


@line("overmax_handling", "fulfillment", "overmax handling fee", "fba", after="bulky_packaging", optional=True)
def overmax_handling(fee: Charge) -> None:
    plan, card = fee.plan, fee.card
    longest, girth = plan["longest"], plan["length_plus_girth"]
    find = plan.find(card.rates, (plan["size_tier"],), longest)
    row = fee.step("overmax_handling_row", find, Kind.ROW)
    beyond = (longest > card.longest_over) | (girth > card.length_plus_girth_over)
    fee.applies((row > NO_ROW) & beyond, "beyond the longest side or the girth")
    fee.amount(Cell(find.table, row, "amount", 0), "by size tier")
    fee.status(Cell(find.table, row, "status", 0), note="the cell's own status")
    fee.why("{size_tier}, longest side {longest}, length plus girth {length_plus_girth}")
