"""How to clear the stock of every product of a catalog: what acting leaves more than keeping."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
from logicost.inputs.columns import Inputs
from logicost.inputs.plain_numbers import as_text
from logicost.planning.clear import KEEP, WAYS, Clearance, Terms, clear_row, read_terms
from logicost.planning.many.clear import Clearances, Discount, ManyContributions, ManyEnds, clearances
from logicost.planning.many.fees import ManyFees
from logicost.planning.many.stock import Stocks
from logicost.planning.stock import Stock
from logicost.tables.status import UNSOURCED

SCHEMA: dict[str, Any] = {
    **HEAD,
    "start": pl.Date,
    "units": pl.Int64,
    "best_now": pl.String,
    "best_day": pl.Date,
    "best_way": pl.String,
    "best_total": MONEY,
    "gain": MONEY,
    **dict.fromkeys(WAYS, MONEY),
    **TAIL,
}
_TERMS = ("discount_price", "discount_sales", "removed_value")
_WORTHLESS = "a removed unit counts as worth nothing where removed_value is not given"
_BARRED = "dangerous goods cannot be liquidated"


def clear_table(blocks: Iterable[Block], request: PlanRequest) -> PlanTable:
    """The best way to clear every row's stock; ranked by `gain`, what it leaves more than keeping to the end.

    Raises:
        TableError: a fee table is malformed.
    """
    planner = Planner(request, SCHEMA)
    notes: dict[str, None] = {}

    def plan(ready: Ready) -> Iterator[pl.DataFrame]:
        yield from _plans(planner, ready, notes)

    return PlanTable(ranked((planner(block, plan) for block in blocks), SCHEMA, "gain"), tuple(notes))


def _plans(planner: Planner, ready: Ready, notes: dict[str, None]) -> Iterator[pl.DataFrame]:
    engine, market = planner.request.engine, ready.market
    # what arrives later is no part of the stock that is cleared
    rows = [{**row, "replenish": None} for row in ready.rows.to_dicts()]
    stocks, errors = read_stocks(rows, ready.day, planner.request.months)
    terms: dict[int, Terms] = {}
    for number, stock in enumerate(stocks):
        if stock is not None:
            try:
                terms[number] = read_terms(stock, market.currency, *(rows[number].get(name) for name in _TERMS))
            except LogicostError as error:
                errors[number] = error
    alone = {
        number
        for number in np.flatnonzero(individual(ready, planner.request.engine.shelf)).tolist()
        if number not in errors
    }
    for here in by_months(stocks, {*errors, *alone}):
        group, asked = ready.some(here), [terms[number] for number in here.tolist()]
        try:
            found = _found(planner, group, asked, [stock for number in here.tolist() if (stock := stocks[number])])
        except TableError:
            raise  # not these rows' fault
        except LogicostError as error:  # no cards are on file for the days
            errors |= dict.fromkeys(here.tolist(), error)
            continue
        alone.update(here[found.refused].tolist())
        yield _many(group, [stocks[number] for number in here.tolist()], found)
        if not all(each.worth for each in asked):
            notes[_WORTHLESS] = None
        if (group.inputs.get("dangerous_goods", np.zeros(len(here))) != 0).any():
            notes[_BARRED] = None
    for number in sorted(alone):  # those that the program refuses, for the reason
        stock = stocks[number]
        assert stock is not None
        own = {name: rows[number].get(name) for name in _TERMS}
        try:
            clearance = clear_row(engine, rows[number], "", market.code, stock, **own)
        except LogicostError as error:
            errors[number] = error
        else:
            yield _one(ready, number, clearance, stock)
    if errors:
        yield planner.failed(ready.rows, list(errors), list(errors.values()), market.code, ready.places)


def _found(planner: Planner, ready: Ready, terms: list[Terms], stocks: list[Stock]) -> Clearances:
    shelf, market, size = planner.request.engine.shelf, ready.market, len(stocks)
    inputs = _past_new_selection(ready.inputs)
    return clearances(
        ManyFees(shelf, market, inputs, size),
        ManyContributions(shelf, market, inputs, size),
        ManyEnds(shelf, market, inputs, np.array([each.worth for each in terms], np.int64)),
        Stocks.of(stocks),
        _discount(planner, ready, terms),
    )


def _past_new_selection(inputs: Inputs) -> Inputs:
    """Old stock is past the days of FBA New Selection, and a discount sale would count its first units anew."""
    return {name: column for name, column in inputs.items() if name != "new_selection"}


def _discount(planner: Planner, ready: Ready, terms: list[Terms]) -> Discount | None:
    """The rows with a discount sale, read again with its price."""
    rows = np.array([number for number, each in enumerate(terms) if each.sales is not None], np.intp)
    if not len(rows):
        return None
    price = as_text(ready.rows["discount_price"])[rows].alias("price")
    inputs, _ = planner.door(ready.market).read(ready.rows[rows].with_columns(price), ready.day)
    sales = np.array([each.sales for each in terms if each.sales is not None], np.int64)
    past = _past_new_selection(inputs)
    contributions = ManyContributions(planner.request.engine.shelf, ready.market, past, len(rows))
    return Discount(rows, sales, contributions)


def _many(ready: Ready, stocks: list[Stock | None], found: Clearances) -> pl.DataFrame:
    here = np.flatnonzero(~found.refused)
    keep, best, unit = found.now[KEEP][here], found.best[here], ready.market.currency.minor_unit
    days = pl.Series([*found.starts, None], dtype=pl.Date)
    words = pl.Series([*WAYS, None], dtype=pl.String)

    def chosen(values: pl.Series, numbers: NDArray[np.intp]) -> pl.Series:
        return values.gather(pl.Series(np.where(numbers < 0, len(values) - 1, numbers).astype(np.uint32)))

    return part(
        SCHEMA,
        ready.places[here],
        {
            **names_of(ready.rows[here]),
            "market": ready.market.code,
            "currency": ready.market.currency.code,
            "start": pl.Series([found.starts[0]]).new_from_index(0, len(here)),
            "units": [stock.opening_units for number in here.tolist() if (stock := stocks[number])],
            "best_now": chosen(words, found.best_now[here]),
            "best_day": chosen(days, found.best_month[here]),
            "best_way": chosen(words, found.best_way[here]),
            "best_total": money_column(best.minor * unit, best.known),
            "gain": money_column((best.minor - keep.minor) * unit, best.known & keep.known),
            **{way: money_column(money[here].minor * unit, money[here].known) for way, money in found.now.items()},
            "status": status_words(at_least_estimate(ready, found.best.statuses)[here]),
        },
    )


def _one(ready: Ready, number: int, clearance: Clearance, stock: Stock) -> pl.DataFrame:
    """The row of a clearance that was made by itself."""
    here = np.array([number])
    now = {way: net.amount for way, net in clearance.months[0].totals.items()}
    best, keep = clearance.best_total, now[KEEP]
    gain = None if best is None or best.amount is None or keep is None else best.amount - keep
    return part(
        SCHEMA,
        ready.places[here],
        {
            **names_of(ready.rows[here]),
            "market": clearance.market,
            "currency": clearance.currency,
            "start": [stock.start],
            "units": [stock.opening_units],
            "best_now": clearance.best_now,
            "best_day": [clearance.best_day],
            "best_way": clearance.best_way,
            "best_total": [best.amount if best else None],
            "gain": [gain],
            **{way: [amount] for way, amount in now.items()},
            "status": best.status if best else UNSOURCED,
        },
    )
