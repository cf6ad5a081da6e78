"""The best program for each channel of every product of a catalog; fixed costs count once for all of them.

An own warehouse is paid for once, whatever goes through it: so the sets of fixed costs that one may bear are compared
for the whole catalog, and each product takes the best programs within the best set.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from logicost.answers.request import Request
from logicost.answers.uplift import by_program, names_of
from logicost.array_kinds import Flags, Numbers
from logicost.catalog.block import Block
from logicost.catalog.decimal_columns import as_counts
from logicost.catalog.filling import fill_blanks, fill_frame
from logicost.catalog.pipeline import Pipeline
from logicost.catalog.plans.rows import PlanRequest, plain_names
from logicost.catalog.plans.table import (
    HEAD,
    MONEY,
    TAIL,
    PlanTable,
    error_part,
    money_column,
    part,
    ranked,
    status_words,
    together,
)
from logicost.catalog.plans.table import (
    names_of as names_of_rows,
)
from logicost.errors import InputError, LogicostError
from logicost.fees.vocabularies import vocabulary, words_of_all
from logicost.inputs.fields import FIELD
from logicost.inputs.readers import RATE_GRAINS, is_blank
from logicost.market import AMAZON
from logicost.money import currency_of, to_grains
from logicost.planning.hybrid import ACCOUNT, AMAZON_STOCK, OWN_STOCK, account_costs, read_orders
from logicost.planning.many.money import Money, best_of
from logicost.planning.many.numbers import half_up, product
from logicost.tables.status import WORDS, Status

SCHEMA: dict[str, Any] = {
    **HEAD,
    "on": pl.Date,
    "orders": pl.String,
    "programs": pl.String,
    "not_served": pl.String,
    "profit": MONEY,
    "consolidated": MONEY,
    "split": MONEY,
    "consolidating_saves": MONEY,
    **TAIL,
}


@dataclass(frozen=True, slots=True)
class Served:
    """One channel served by one program: what it leaves in a month before fixed costs, for every row."""

    channel: str
    program: str
    shown_as: str
    money: Money


@dataclass(frozen=True, slots=True)
class Arranged:
    """Programs for the channels of every row.

    Attributes:
        money: by row, before fixed costs; chosen: for each channel the number of the option taken, -1 for none.
        fixed: of the month, in grains; total: of all rows that are served, after it, in minor units.
    """

    money: Money
    chosen: Mapping[str, NDArray[np.intp]]
    fixed: int
    total: int


def hybrid_table(
    blocks: Iterable[Block],
    request: PlanRequest,
    programs: str | Sequence[str],
    *,
    fixed: object = None,
    uplift: object = None,
    active_skus: object = None,
) -> PlanTable:
    """The best programs of every row for its ``orders``, ranked by what they leave in a month before fixed costs.

    Raises:
        InputError: as `hybrid`; ``several_markets`` where fixed costs are given for rows of more than one store.
    """
    asked = Request.of(
        programs,
        market=request.market,
        on=request.start,
        uplift=uplift,
        fee_tables=request.engine.shelf.own,
        defaults=request.defaults,
    )
    whole = [(plain_names(block.rows), block.broken) for block in blocks]
    rows = fill_blanks(pl.concat([rows for rows, _ in whole]), request.options) if whole else pl.DataFrame()
    if not rows.height:
        return PlanTable(pl.DataFrame(schema=SCHEMA))
    broken: dict[int, LogicostError] = {}
    before = 0
    for block_rows, faults in whole:
        broken |= {before + number: error for number, error in faults.items()}
        before += block_rows.height
    orders = _orders(rows, broken, words_of_all(request.engine.shelf, "channel"))
    options, errors, head = _options(rows, asked, orders, broken)
    markets = set(head.filter(pl.col("currency").is_not_null())["market"].to_list())
    if fixed is not None and len(markets) > 1:
        raise InputError(
            "several_markets",
            f"fixed costs count once for all products, and these are of several stores: {', '.join(sorted(markets))}; "
            "plan them store by store",
            "fixed",
        )
    store = request.engine.shelf.markets.find(next(iter(sorted(markets)), request.market))
    costs = {
        name: to_grains(store.currency.bare(value, "fixed"), "fixed")
        for name, value in by_program(fixed, "fixed", asked.programs, ACCOUNT)
    }
    said = {**request.defaults.account, **request.defaults.general, **request.options}
    account = account_costs(request.engine, said, store, asked.day, active_skus)
    costs[ACCOUNT] = costs.get(ACCOUNT, 0) + sum(int(cost.amount.scaleb(4)) for cost in account)
    choose = _Chooser(orders, options, costs, store.currency.minor_unit)
    best = choose.best(lambda option: True)
    consolidated = choose.best(lambda option: _family(option) in AMAZON_STOCK)
    split = choose.best(lambda option: _family(option) in (AMAZON_STOCK[:1] if option.channel == AMAZON else OWN_STOCK))
    good = np.array([number not in errors for number in range(rows.height)])
    frame = _frame(rows, orders, options, errors, head, (best, consolidated, split))
    return PlanTable(
        ranked([frame], SCHEMA, "profit"),
        tuple(_notes((best, consolidated, split), choose.wanted, good, store.currency.code)),
    )


def _orders(rows: pl.DataFrame, broken: dict[int, LogicostError], channels: tuple[str, ...]) -> list[dict[str, int]]:
    """The orders of each row by channel, none for a row in error; each distinct text is read once."""
    known: dict[object, dict[str, int] | LogicostError] = {}
    orders: list[dict[str, int]] = []
    texts = rows["orders"].to_list() if "orders" in rows.columns else [None] * rows.height
    for number, value in enumerate(texts):
        if value not in known:
            try:
                known[value] = read_orders(value, channels)
            except LogicostError as error:
                known[value] = error
        found = known[value]
        if isinstance(found, LogicostError):
            broken.setdefault(number, found)
            orders.append({})
        else:
            orders.append(found)
    return orders


def _options(
    rows: pl.DataFrame, asked: Request, orders: Sequence[Mapping[str, int]], broken: Mapping[int, LogicostError]
) -> tuple[list[Served], dict[int, LogicostError], pl.DataFrame]:
    """Every channel with every program that can serve it, the rows in error, and market, currency and day of each row."""
    size = rows.height
    pipeline = Pipeline(asked, {})
    store = pipeline.shelf.markets.find(asked.market)
    book = vocabulary(pipeline.shelf, store).categories
    units = _units(fill_frame(asked.defaults, rows, store.code, "fba", AMAZON, book))
    head = pl.DataFrame(schema={"market": pl.String, "currency": pl.String, "on": pl.Date}, data=[[None] * size] * 3)
    options: list[Served] = []
    errors = dict(broken)
    failed: dict[int, list[tuple[str, str | None, str]]] = {}
    known = [name for name in rows.columns if name in FIELD]
    for channel in words_of_all(pipeline.shelf, "channel"):
        places = np.array([number for number, wanted in enumerate(orders) if channel in wanted], np.intp)
        if not len(places):
            continue
        served = rows.select(known)[places].with_columns(pl.lit(channel).alias("channel"))
        faults = {place: errors[number] for place, number in enumerate(places.tolist()) if number in errors}
        results = pipeline(served, faults)
        width = results.height // len(places)
        counts = np.array([orders[number][channel] for number in places.tolist()], np.int64)
        for number, shown_as in enumerate(results["program"][:width].to_list()):
            mine = results[number::width]
            head = _noted(head, places, mine)
            name = next(program for program, word in asked.programs.items() if word == shown_as)
            money = _monthly(mine, counts * units[places], asked.uplift.get(name, 0))
            options.append(Served(channel, name, shown_as, money.spread(places, size)))
            for place, code, field, told in zip(
                places.tolist(),
                *(mine[column].to_list() for column in ("error_code", "error_field", "error")),
                strict=True,
            ):
                if code is not None:
                    failed.setdefault(place, []).append((code, field, told))
    served_rows = np.logical_or.reduce([option.money.known for option in options] or [np.zeros(size, np.bool_)])
    for place, told_of in failed.items():
        if not served_rows[place]:
            code, field, told = next((each for each in told_of if each[0] != "channel_not_served"), told_of[0])
            errors.setdefault(place, InputError(code, told, field))
    return options, errors, head


def _noted(head: pl.DataFrame, places: NDArray[np.intp], results: pl.DataFrame) -> pl.DataFrame:
    """The head with what the results of those places say of it."""
    where = np.zeros(head.height, np.bool_)
    where[places] = True
    found = {}
    for name in head.columns:
        spread = pl.Series(name, [None] * head.height, dtype=head.schema[name]).scatter(places.tolist(), results[name])
        found[name] = spread.zip_with(pl.Series(where) & spread.is_not_null(), head[name])
    return pl.DataFrame(found)


def _units(rows: pl.DataFrame) -> Numbers:
    """Units of an order; one where that is not given or cannot be read, which the row's quotes tell."""
    read = FIELD["units_per_order"].read
    assert read is not None
    units = np.ones(rows.height, np.int64)
    for number, value in enumerate(rows["units_per_order"].to_list() if "units_per_order" in rows.columns else ()):
        if not is_blank(value):
            try:
                units[number] = read(value, "units_per_order")
            except LogicostError:
                continue
    return units


def _monthly(results: pl.DataFrame, units: Numbers, rise: int) -> Money:
    """The profit of a month, where every cost of a unit is known."""
    statuses = np.array([WORDS.index(word) for word in results["status"].to_list()], np.int8)
    known = results["profit"].is_not_null().to_numpy() & (statuses < int(Status.UNSOURCED))
    grains = as_counts(results["profit"], pl.Decimal(28, 4)).fill_null(0).cast(pl.Int64)
    each = product(grains.to_numpy(), units) * (RATE_GRAINS + rise)
    step = np.array([currency_of(code).minor_unit for code in results["currency"].to_list()], np.int64)
    return Money.of(half_up(each, RATE_GRAINS * step), statuses, known)


def _family(option: Served) -> str:
    return option.program.partition(":")[0]


class _Chooser:
    """Picks the programs of all rows so that most is left after the fixed costs."""

    def __init__(
        self, orders: Sequence[Mapping[str, int]], options: Sequence[Served], costs: Mapping[str, int], unit: int
    ) -> None:
        self.options, self.costs, self.unit, self.size = options, costs, unit, len(orders)
        self.wanted = {
            channel: np.array([channel in wanted for wanted in orders])
            for channel in dict.fromkeys(option.channel for option in options)
        }
        self.needs = {
            option.program: tuple(key for key in names_of(option.program) if key in costs) for option in options
        }

    def best(self, allowed: Callable[[Served], bool]) -> Arranged:
        """Of the sets of fixed costs that one may bear: those that serve most products, then that which leaves most."""
        needs = sorted({need for each in self.needs.values() for need in each})
        sets = chain.from_iterable(combinations(needs, size) for size in range(len(needs) + 1))
        found = [self._within(allowed, set(borne)) for borne in sets]
        return max(found, key=lambda arranged: (int(arranged.money.known.sum()), arranged.total))

    def _within(self, allowed: Callable[[Served], bool], borne: set[str]) -> Arranged:
        money = Money.nothing(self.size)
        chosen: dict[str, NDArray[np.intp]] = {}
        for channel, wanted in self.wanted.items():
            serving = [
                number
                for number, option in enumerate(self.options)
                if option.channel == channel and allowed(option) and set(self.needs[option.program]) <= borne
            ]
            here, choice = self._best(serving)
            money = (money + here).where(wanted, money)
            chosen[channel] = np.where(wanted, choice, -1)
        served = money.known & np.logical_or.reduce([*self.wanted.values(), np.zeros(self.size, np.bool_)])
        used = {
            need
            for choice in chosen.values()
            for number in np.unique(choice[served & (choice >= 0)]).tolist()
            for need in self.needs[self.options[number].program]
        } | {ACCOUNT}
        fixed = sum(self.costs.get(need, 0) for need in used)
        total = int(money.minor[served].sum()) - int(half_up(np.array([fixed]), self.unit)[0])
        return Arranged(Money.of(money.minor, money.statuses, served), chosen, fixed, total)

    def _best(self, serving: Sequence[int]) -> tuple[Money, NDArray[np.intp]]:
        if not serving:
            nobody = np.zeros(self.size, np.bool_)
            return Money.of(np.zeros(self.size, np.int64), nobody, nobody), np.full(self.size, -1, np.intp)
        money = [self.options[number].money for number in serving]
        ranked = np.stack([each.ranked for each in money], axis=1)
        best = best_of(money)
        return best, np.where(best.known, np.array(serving)[np.argmax(ranked, axis=1)], -1)


def _frame(
    rows: pl.DataFrame,
    orders: Sequence[Mapping[str, int]],
    options: Sequence[Served],
    errors: Mapping[int, LogicostError],
    head: pl.DataFrame,
    arranged: tuple[Arranged, Arranged, Arranged],
) -> pl.DataFrame:
    best, consolidated, split = arranged
    good = np.array([number for number in range(rows.height) if number not in errors], np.intp)
    unit = np.array([currency_of(code).minor_unit for code in head["currency"].to_list()], np.int64)

    def money(each: Money) -> pl.Series:
        return money_column((each.minor * unit)[good], each.known[good])

    programs = [
        ", ".join(f"{channel}: {options[best.chosen[channel][number]].shown_as}" for channel in orders[number])
        if best.money.known[number]
        else None
        for number in good.tolist()
    ]
    saved = Money.of(
        consolidated.money.minor - split.money.minor, best.money.statuses, consolidated.money.known & split.money.known
    )
    parts = [
        part(
            SCHEMA,
            good,
            {
                **names_of_rows(rows[good]),
                **{name: head[name][good] for name in head.columns},
                "orders": pl.Series(
                    [",".join(f"{c}:{n}" for c, n in orders[number].items()) for number in good.tolist()]
                ),
                "programs": pl.Series(programs, dtype=pl.String),
                "not_served": pl.Series(
                    [_not_served(orders[number], best, number) for number in good.tolist()], dtype=pl.String
                ),
                "profit": money(best.money),
                "consolidated": money(consolidated.money),
                "split": money(split.money),
                "consolidating_saves": money(saved),
                "status": status_words(best.money.statuses[good]),
            },
        )
    ]
    if errors:
        places = sorted(errors)
        parts.append(error_part(SCHEMA, rows, places, [errors[place] for place in places], head["market"][places]))
    return together(SCHEMA, parts)


def _not_served(orders: Mapping[str, int], arranged: Arranged, number: int) -> str | None:
    """The channels of a row that no program serves whose every cost is known."""
    return ", ".join(channel for channel in orders if arranged.chosen[channel][number] < 0) or None


def _notes(
    arranged: tuple[Arranged, Arranged, Arranged], channels: Mapping[str, Flags], good: Flags, code: str
) -> Iterable[str]:
    """What the three ways leave in a month, all products together."""
    currency = currency_of(code)
    names = ("best", "one stock at Amazon", "FBA for Amazon, the rest by oneself")
    for name, each in zip(names, arranged, strict=True):
        served = int(each.money.known.sum())
        if served:
            fixed = f" after {currency.text(currency.decimal(each.fixed))} of fixed costs" if each.fixed else ""
            total = currency.text(currency.decimal(each.total * currency.minor_unit))
            yield f"{name}: {served} products leave {total} a month{fixed}"
    for channel, wanted in channels.items():
        without = int((wanted & good & (arranged[0].chosen[channel] < 0)).sum())
        if without:
            products = "1 product has" if without == 1 else f"{without} products have"
            yield f"{products} no program whose every cost is known for orders from {channel}"
