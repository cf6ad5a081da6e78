"""What becomes of a unit that is not sold as new: removal to the seller, disposal, liquidation, or a sale as used; per unit
on a date.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from logicost.fees.vocabularies import open_plan, vocabulary
from logicost.inputs.fields import END_OF_LIFE
from logicost.inputs.scalar import read_inputs
from logicost.market import Market
from logicost.rules.exact import compile_steps, run_steps
from logicost.tables.shelf import Shelf
from logicost.tables.status import Status


@dataclass(frozen=True, slots=True)
class UnitCost:
    """What it costs to be rid of one unit: negative where it brings money in, None where no figure is on file."""

    amount: Decimal | None
    status: str
    edition: str | None


def end_of_life_costs(shelf: Shelf, market: Market, day: dt.date, row: Mapping[str, Any]) -> dict[str, UnitCost]:
    """Each way of `END_OF_LIFE` for one unit, ordered on that day. Grade and Resell is for returned units only.

    Args:
        row: the columns of the catalog, as for a quote.

    Raises:
        LogicostError: the row cannot be read, or no size tiers are on file for the day.
    """
    plan = open_plan(market, day, shelf)
    for way in END_OF_LIFE:
        plan[f"{way}_per_unit_status"]
    values = run_steps(compile_steps(plan.steps.values()), read_inputs(row, vocabulary(shelf, market), day))
    costs: dict[str, UnitCost] = {}
    for way in END_OF_LIFE:
        status = Status(values[f"{way}_per_unit_status"])
        amount = None if status is Status.UNSOURCED else plan.market.currency.decimal(values[f"{way}_per_unit"])
        costs[way] = UnitCost(amount, status.word, plan.choose(way).source)
    return costs
