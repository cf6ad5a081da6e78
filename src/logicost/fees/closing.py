"""Closing fee: a flat amount per media unit sold, by FBA or FBM, on top of the referral fee."""

from __future__ import annotations

from logicost.fees.charge import Charge, line
from logicost.fees.declared import card_of, flat
from logicost.rules.expressions import Cell
from logicost.rules.plan import Kind
from logicost.rules.table import NO_ROW, WordTable


@card_of("closing/1")
class Closing:
    rates: WordTable = flat("category")


@line("closing", "selling", "closing fee", "fba", "fbm", "sfp", after="referral", optional=True, amazon_orders=True)
def closing(fee: Charge) -> None:
    find = fee.plan.find(fee.card.rates, (fee.plan.input("category"),), fee.plan.input("price"))
    row = fee.step("closing_row", find, Kind.ROW, "categories that pay the closing fee")
    fee.applies(row > NO_ROW, "media categories only")
    fee.amount(Cell(find.table, row, "amount", 0), "per unit sold")
    fee.status(Cell(find.table, row, "status", 0), note="the cell's own status")
    fee.why("{closing} per media unit sold")
