"""What the stock of every product of a catalog costs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from logicost.catalog.block import Block
from logicost.catalog.plans.rows import Planner, PlanRequest, Ready, at_least_estimate, individual
from logicost.catalog.plans.stocks import by_months, read_stocks
from logicost.catalog.plans.table import (
    HEAD,
    MONEY,
    TAIL,
    PlanTable,
    money_column,
    names_of,
    part,
    ranked,
    status_words,
)
from logicost.errors import LogicostError, TableError
from logicost.fees.new_selection import professional_only
from logicost.inputs.fields import NOT_GIVEN
from logicost.planning.many.fees import ManyFees
from logicost.planning.many.money import UNSOURCED
from logicost.planning.many.numbers import half_up
from logicost.planning.many.stock import COSTS, Costs, StockMonths, Stocks, stock_months
from logicost.planning.stock import Stock
from logicost.planning.stock_costs import stock_plan
from logicost.planning.stock_figures import StockPlan
from logicost.planning.supply import WINDOWS
from logicost.tables.status import Status

SCHEMA: dict[str, Any] = {
    **HEAD,
    "start": pl.Date,
    "months": pl.Int64,
    "size_tier": pl.String,
    **dict.fromkeys(("opening", "received", "sold", "lost", "stockout_days", "closing"), pl.Int64),
    **dict.fromkeys(COSTS, MONEY),
    "total": MONEY,
    "cost_per_unit_sold": MONEY,
    **TAIL,
}
_UTILIZATION = (
    "the storage utilization surcharge is not included where storage_utilization_weeks is not given: it goes by the "
    "ratio of the whole size class"
)
_ASSUMED = "low_inventory_level is an estimate in the first 90 days where days_of_supply_30 and days_of_supply_90 are not given"


def stock_table(blocks: Iterable[Block], request: PlanRequest) -> PlanTable:
    """The stock of every row, most cost first: the sums of `stock_costs` over all months.

    Raises:
        TableError: a fee table is malformed.
    """
    planner = Planner(request, SCHEMA, priced=False)
    notes: dict[str, None] = {}

    def plan(ready: Ready) -> Iterator[pl.DataFrame]:
        yield from _plans(planner, ready, notes)

    return PlanTable(ranked((planner(block, plan) for block in blocks), SCHEMA, "total"), tuple(notes))


def _plans(planner: Planner, ready: Ready, notes: dict[str, None]) -> Iterator[pl.DataFrame]:
    rows = ready.rows.to_dicts()
    stocks, errors = read_stocks(rows, ready.day, planner.request.months)
    for number in np.flatnonzero(individual(ready, planner.request.engine.shelf)).tolist():
        errors.setdefault(number, professional_only())
    alone = np.flatnonzero(ready.inputs.get("new_selection", np.zeros(len(rows), np.bool_)))
    for number in alone.tolist():  # the units and days of FBA New Selection are counted one product at a time
        stock = stocks[number]
        if stock is not None and number not in errors:
            try:
                yield _one(
                    ready,
                    number,
                    stock_plan(planner.request.engine.shelf, rows[number], "", ready.market.code, stock),
                    stock,
                )
            except LogicostError as error:
                errors[number] = error
    for here in by_months(stocks, {*errors, *alone.tolist()}):
        group = ready.some(here)
        try:
            fees = ManyFees(planner.request.engine.shelf, ready.market, group.inputs, len(here))
            months = stock_months(fees, Stocks.of([stock for number in here.tolist() if (stock := stocks[number])]))
            yield _many(group, fees, months)
        except TableError:
            raise  # not these rows' fault
        except LogicostError as error:  # no cards are on file for the days
            errors |= dict.fromkeys(here.tolist(), error)
            continue
        if not months.costs["storage_utilization"].included.all():
            notes[_UTILIZATION] = None
        low = months.costs["low_inventory_level"].statuses == int(Status.ESTIMATE)
        if (low.any(axis=1) & without_supply(fees)).any():
            notes[_ASSUMED] = None
    if errors:
        yield planner.failed(ready.rows, list(errors), list(errors.values()), ready.market.code, ready.places)


def without_supply(fees: ManyFees) -> NDArray[np.bool_]:
    """Rows that do not say how many days of supply they have."""
    found: NDArray[np.bool_] = np.logical_or(
        *(fees.given(f"days_of_supply_{window}") == NOT_GIVEN for window in WINDOWS)
    )
    return found


def _many(ready: Ready, fees: ManyFees, months: StockMonths) -> pl.DataFrame:
    total, sold = months.total, months.sold.sum(axis=1)
    minor, known, statuses = _sums(total)
    unit = ready.market.currency.minor_unit
    each = half_up(minor * unit, np.maximum(sold, 1))
    return part(
        SCHEMA,
        ready.places,
        {
            **names_of(ready.rows),
            "market": ready.market.code,
            "currency": ready.market.currency.code,
            "start": pl.Series([months.stocks.start]).new_from_index(0, len(sold)),
            "months": np.full(len(sold), len(months.stocks.months)),
            "size_tier": pl.Series(fees.size_tiers(months.stocks.start)),
            "opening": months.opening[:, 0],
            "received": months.of_month(months.moved.arrived).sum(axis=1),
            "sold": sold,
            "lost": (months.demand - months.sold).sum(axis=1),
            "stockout_days": months.stockout_days.sum(axis=1),
            "closing": months.closing[:, -1],
            **{name: _over_months(cost, unit) for name, cost in months.costs.items()},
            "total": money_column(minor * unit, known),
            "cost_per_unit_sold": money_column(each, (sold > 0) & known & (statuses < UNSOURCED)),
            "status": status_words(at_least_estimate(ready, statuses)),
        },
    )


def _sums(cost: Costs) -> tuple[NDArray[np.int64], NDArray[np.bool_], NDArray[np.int8]]:
    """The known minor of all months, whether any is known, and the worst status."""
    return cost.minor.sum(axis=1), np.logical_or.reduce(cost.known, axis=1), np.maximum.reduce(cost.statuses, axis=1)


def _over_months(cost: Costs, unit: int) -> pl.Series:
    minor, known, _ = _sums(cost)
    return money_column(minor * unit, known & cost.included[:, 0])


def _one(ready: Ready, number: int, plan: StockPlan, stock: Stock) -> pl.DataFrame:
    """The row of a plan that was made by itself."""

    def money(name: str) -> Decimal | None:
        costs = [cost for month in plan.months if (cost := getattr(month, name)) is not None]
        known = [cost.amount for cost in costs if cost.amount is not None]
        return sum(known[1:], known[0]) if known else None

    here = np.array([number])
    return part(
        SCHEMA,
        ready.places[here],
        {
            **names_of(ready.rows[here]),
            "market": plan.market,
            "currency": plan.currency,
            "start": [stock.start],
            "months": [len(plan.months)],
            "size_tier": plan.size_tier,
            "opening": [stock.opening_units],
            "received": [sum(month.received for month in plan.months)],
            "sold": [plan.sold],
            "lost": [plan.lost],
            "stockout_days": [plan.stockout_days],
            "closing": [plan.months[-1].closing],
            "storage": [money("storage")],
            "storage_utilization": [money("utilization")],
            "aged_inventory": [money("aged_inventory")],
            "low_inventory_level": [money("low_inventory_level")],
            "total": [plan.total.amount],
            "cost_per_unit_sold": [plan.cost_per_unit_sold],
            "status": plan.status,
        },
    )
