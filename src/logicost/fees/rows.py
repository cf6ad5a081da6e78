"""One row of a card's table, found for a unit: its step, and the steps of what the row says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from logicost.fees.sourced import Sourced
from logicost.rules.expressions import Cell, Expression, Reference, Value
from logicost.rules.plan import Kind
from logicost.rules.table import NO_ROW, Table, WordTable
from logicost.tables.status import Status


@dataclass(frozen=True, slots=True)
class Found:
    """The row of a table.

    Attributes:
        name: how its steps' names begin; `step`: its number.
    """

    fee: Sourced
    name: str
    table: Table
    step: Reference

    def says(self, column: str, missing: int = 0) -> Expression:
        """What stands in a column; `missing` where there is no row."""
        return Cell(self.table, self.step, column, missing)

    def cell(self, column: str, kind: Kind, note: str, name: str = "") -> Reference:
        """The same as a step, ``<name>_<column>`` unless it is named otherwise."""
        return self.fee.step(name or f"{self.name}_{column}", self.says(column), kind, note)

    @property
    def exists(self) -> Expression:
        return self.step > NO_ROW

    def is_gap(self, missing: int = 0) -> Expression:
        """Whether the card has no figure there; `missing`: the status where there is no row."""
        return self.says("status", missing).equals(Status.UNSOURCED)


def find_row(
    fee: Sourced, name: str, table: Table | WordTable, by: Sequence[Value], along: Expression, note: str = ""
) -> Found:
    """The row of a table by those values, in the band that holds `along`; its step is ``<name>_row``."""
    find = fee.plan.find(table, by, along)
    return Found(fee, name, find.table, fee.step(f"{name}_row", find, Kind.ROW, note))
