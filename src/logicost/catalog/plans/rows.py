"""The rows of a catalog on their way to a plan: options and defaults filled in, grouped by store, read by the door."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from logicost.answers.engine import Engine
from logicost.catalog.block import Block
from logicost.catalog.filling import fill_blanks, fill_frame, fill_from
from logicost.catalog.grouping import Faulty, Group, Grouping
from logicost.catalog.plans.table import Schema, error_part, moved, together
from logicost.catalog.reports import ASSUMED, SNAPSHOT
from logicost.catalog.titles import column_key
from logicost.errors import LogicostError, RefusedError
from logicost.fees.selling_plan import pays_per_item
from logicost.fees.vocabularies import vocabulary
from logicost.inputs.columns import Door, Inputs
from logicost.inputs.defaults import NO_DEFAULTS, Defaults
from logicost.inputs.far_times import without_far_times
from logicost.inputs.fields import NOT_GIVEN
from logicost.market import AMAZON, Market
from logicost.tables.shelf import Shelf
from logicost.tables.status import Status

COLUMNS = (
    "opening",
    "monthly_sales",
    "seasonality",
    "replenish",
    "discount_price",
    "discount_sales",
    "removed_value",
    "orders",
)
_PRICE = "1"  # of products whose plan does not go by the price
_TOGETHER = 4_096  # products whose days are in memory at once


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """What is asked of every row.

    Attributes:
        market, start: of rows that do not name a store, and the first day of those that do not say `on`.
        options: columns that hold for blank cells.
        is_start_given: whether the start was asked for; else that of a report is its snapshot's day.
    """

    engine: Engine
    market: str
    start: dt.date
    months: object = None
    options: Mapping[str, str] = field(default_factory=dict)
    defaults: Defaults = NO_DEFAULTS
    is_start_given: bool = True


@dataclass(frozen=True, slots=True)
class Ready:
    """Rows of one store and day that could be read.

    Attributes:
        places: of the block's rows; `rows`: as given; `inputs`: as the rules take them.
    """

    places: NDArray[np.intp]
    rows: pl.DataFrame
    inputs: Inputs
    market: Market
    day: dt.date

    def some(self, here: NDArray[np.intp]) -> Ready:
        inputs = {name: column[here] for name, column in self.inputs.items()}
        return Ready(self.places[here], self.rows[here], inputs, self.market, self.day)


Plan = Callable[[Ready], Iterator[pl.DataFrame]]


class Planner:
    """Brings blocks of rows to a plan, and the results back into their order.

    Args:
        schema: of the results.
        program: the one whose defaults hold.
        priced: whether the plan goes by the price.
    """

    def __init__(self, request: PlanRequest, schema: Schema, program: str = "fba", priced: bool = True) -> None:
        self.request, self.schema, self.program, self.priced = request, schema, program, priced
        self._grouping = Grouping(request.engine, request.market, request.start)
        self._doors: dict[str, Door] = {}

    def __call__(self, block: Block, plan: Plan) -> pl.DataFrame:
        rows = fill_blanks(plain_names(block.rows), self.request.options)
        if SNAPSHOT in rows.columns and not self.request.is_start_given:
            rows = fill_from(rows, "on", rows[SNAPSHOT])
        parts: list[pl.DataFrame] = []
        for group in self._grouping(rows, block.broken):
            if isinstance(group, Faulty):
                markets = pl.Series(group.markets, dtype=pl.String)
                parts.append(error_part(self.schema, rows, group.places.tolist(), group.errors, markets))
            else:
                parts += self._group(rows, group, plan)
        return together(self.schema, parts)

    def failed(
        self,
        rows: pl.DataFrame,
        numbers: Sequence[int],
        errors: Sequence[LogicostError],
        market: str,
        places: NDArray[np.intp] | None = None,
    ) -> pl.DataFrame:
        """Rows of `rows` in error; `places`: of the block's rows, where `rows` are not all of them."""
        found = error_part(self.schema, rows, numbers, errors, market)
        return found if places is None else moved(found, places)

    def _group(self, rows: pl.DataFrame, group: Group, plan: Plan) -> Iterator[pl.DataFrame]:
        shelf, store = self.request.engine.shelf, self.request.engine.shelf.markets.find(group.market)
        if not shelf.has_cards(store):
            error = RefusedError(
                "market_without_tables",
                f"no fee tables are on file for {store.code}; give your own with fee_tables",
                "market",
            )
            yield self.failed(rows, group.places.tolist(), [error] * len(group.places), store.code)
            return
        for begin in range(0, len(group.places), _TOGETHER):
            places = group.places[begin : begin + _TOGETHER]
            filled = fill_frame(
                self.request.defaults,
                rows[places],
                store.code,
                self.program,
                AMAZON,
                vocabulary(shelf, store).categories,
            )
            if not self.priced:
                filled = fill_blanks(filled, {"price": _PRICE})
            inputs, errors = self.door(store).read(filled, group.day)
            bad = np.flatnonzero(errors.any)
            if len(bad):
                found = [error for number in errors.number[bad].tolist() if (error := errors.known[number])]
                yield self.failed(filled, bad.tolist(), found, store.code, places)
            good = np.flatnonzero(~errors.any)
            if len(good):
                yield from plan(Ready(places, filled, inputs, store, group.day).some(good))

    def door(self, store: Market) -> Door:
        """The door of a store."""
        if store.code not in self._doors:
            self._doors[store.code] = Door(vocabulary(self.request.engine.shelf, store), self.request.defaults)
        return self._doors[store.code]


def plain_names(rows: pl.DataFrame) -> pl.DataFrame:
    """The columns of plans by their plain names, whatever their case, without times that Python does not have."""
    wanted = (*COLUMNS, "title")
    names = {name: key for name in rows.columns if (key := column_key(name)) in wanted and key not in rows.columns}
    return without_far_times(rows.rename(names))


def at_least_estimate(ready: Ready, statuses: NDArray[np.int8]) -> NDArray[np.int8]:
    """The statuses, none better than an estimate where ages are those of a report's bands."""
    if ASSUMED not in ready.rows.columns:
        return statuses
    assumed = (ready.rows[ASSUMED] == "true").fill_null(False).to_numpy()
    return np.where(assumed, np.maximum(statuses, int(Status.ESTIMATE)), statuses).astype(np.int8)


def individual(ready: Ready, shelf: Shelf) -> NDArray[np.bool_]:
    """Rows of an individual seller with what only professional sellers have."""
    size = len(ready.places)
    plan = ready.inputs.get("selling_plan", np.full(size, NOT_GIVEN))
    flags = [ready.inputs.get(name, np.zeros(size, np.bool_)) != 0 for name in ("new_selection", "new_seller")]
    found: NDArray[np.bool_] = np.isin(plan, pays_per_item(shelf, ready.market)) & (flags[0] | flags[1])
    return found
