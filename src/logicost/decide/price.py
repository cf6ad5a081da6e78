"""`price_for`: at which prices a product meets a target, exact over the cliffs of the cards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from logicost.answers.engine import Engine
from logicost.answers.request import PROGRAMS, Request
from logicost.array_kinds import Numbers
from logicost.decide.cases import Case, CatalogRow, Group, read_cases
from logicost.decide.curves import SIGNATURE, STATE, Curves
from logicost.decide.decision import ERRORS, Decision, columns_with, extras, gathered, head
from logicost.decide.drawn import MOST_DRAWN, Drawn, drawn_lines
from logicost.decide.rows import rows_of, store_of
from logicost.decide.search import DEAD, UNKNOWN, Tried, by_case, pieces, search
from logicost.decide.targets import Target, read_target
from logicost.errors import InputError
from logicost.inputs.fields import NOT_GIVEN
from logicost.inputs.scalar import INPUTS
from logicost.money import Currency
from logicost.tables.status import Status

if TYPE_CHECKING:
    from typing import Unpack

    from logicost.answers.defaults_file import Given as GivenDefaults
    from logicost.inputs.options import Options
    from logicost.inputs.programs import Program

COLUMNS = (
    "sku", "title", "market", "program", "channel", "on", "currency", "target", "break_even", "lowest_price", "safe_price",
    "ranges", "dead_zones", "max_cost", "break_even_acos", "status", *ERRORS,
)  # fmt: skip
CLOSE = 5  # pieces with fewer prices between them are one
_UNKNOWN = "unknown"  # of an answer: the fees that have no figure at its prices; no column
_CASES = 2_000  # that are searched at a time


def price_for(
    product: Any,
    programs: str | Program | Sequence[str | Program] = PROGRAMS,
    *,
    margin: object = None,
    roi: object = None,
    profit: object = None,
    market: str | None = None,
    on: dt.date | str | None = None,
    fee_tables: str | Path | None = None,
    defaults: GivenDefaults = None,
    **options: Unpack[Options],
) -> Decision:
    """The prices at which a product, or each row of a frame, meets a target; break-even without one.

    Args:
        product: a `Product`, a mapping of catalog columns, or a frame of any kind.
        margin, roi: shares, ``"20 %"`` or 0.2; profit: an amount. One of them.
        programs, market, on, fee_tables, defaults, options: as in `compare`.

    Returns:
        `break_even`, `lowest_price`, `safe_price`, `ranges`, `dead_zones`, `max_cost`, `break_even_acos` in a row for each
        product, kind of order and program. Prices are those that the buyer pays.

    Raises:
        InputError, CatalogError, TableError: with code and field.
    """
    engine = Engine(fee_tables)
    request = Request.of(programs, market=market, on=on, fee_tables=fee_tables, defaults=defaults)
    rows, whole = rows_of(product, options, engine.shelf.markets, market, on, request.defaults.market)
    target = read_target(store_of(product, market, request, engine).currency, margin, roi, profit)
    return decide_prices(rows, request, engine, target, raising=whole)


def decide_prices(
    rows: Iterable[CatalogRow], request: Request, engine: Engine, target: Target, raising: bool = False
) -> Decision:
    """The answer for rows of a catalog.

    Args:
        raising: a product that cannot be read raises, instead of a row in error.
    """
    cases, groups = read_cases(rows, request, engine, priced=False)
    found: dict[int, dict[str, Any]] = {}
    curves: list[tuple[Group, Curves]] = []
    for group in groups:
        for part in group.parts(_CASES):
            over_price = _over_price(part)
            answers = _answers(part, over_price, target)
            found |= {case.place: answer for case, answer in zip(part.cases, answers, strict=True)}
            if any(case.product < MOST_DRAWN for case in part.cases):
                curves.append((part, over_price))
    said: list[tuple[Case, str]] = []
    answered = []
    for case in cases:
        answer = found.get(case.place, {})
        if answer.get("lowest_price") is None and "break_even" in answer:
            unknown = answer.get(_UNKNOWN)
            reason = f"no price up to the end of the search reaches {target}"
            said.append((case, f"no figure is on file for {', '.join(unknown)}" if unknown else reason))
        answered.append({**head(case), **answer, **extras(case, COLUMNS)})
    if raising and answered and all(row.get("error_code") for row in answered):
        raise cases[0].error or _cost_missing()
    drawn = _drawn(curves, found)
    return Decision("price", columns_with(COLUMNS, cases), tuple(answered), gathered(said), drawn=drawn)


def _drawn(curves: Sequence[tuple[Group, Curves]], found: Mapping[int, dict[str, Any]]) -> tuple[Drawn, ...]:
    """The lines of the first products, all programs of a product up to the same price: beyond its own and what is told."""
    until: dict[int, int] = {}
    for group, _ in curves:
        market, unit = group.plan.market, group.plan.market.currency.minor_unit
        for case, own in zip(group.cases, group.of("price").tolist(), strict=True):
            told = [found[case.place].get(name) for name in ("break_even", "lowest_price", "safe_price")]
            most = max([own, *(int(price.scaleb(4)) for price in told if price is not None)])
            dead = [int(zone[1].scaleb(4)) for zone in found[case.place].get("dead_zones", ())]
            most = max([most * 3 // 2, *(end * 11 // 10 for end in dead if end < 2 * most)])
            last = min(max(most, market.price_search // 50), max(10 * own, market.price_search)) // unit
            if case.product < MOST_DRAWN:
                until[case.product] = max(until.get(case.product, 0), last)
    lines: dict[int, Drawn] = {}
    for group, over_price in curves:
        lines |= drawn_lines(group, over_price, group.program.step("profit"), until)
    return tuple(lines[place] for place in sorted(lines))


def break_even_prices(group: Group) -> list[int | None]:
    """The lowest price of each case at which the profit is not negative, in grains."""
    answers = _answers(group, _over_price(group), Target("profit"))
    found = [answer["break_even"] for answer in answers]
    return [None if price is None else int(price.scaleb(4)) for price in found]


def _over_price(group: Group) -> Curves:
    names = ("profit", "invested", "status")
    return Curves(group, ["price"], [group.program.revenue, *(group.program.step(name) for name in names)])


def _cost_missing() -> InputError:
    return InputError("cost_missing", "a return on investment needs the cost of goods: give cost", "cost")


def _answers(group: Group, curves: Curves, target: Target) -> list[dict[str, Any]]:
    market, program = group.plan.market, group.program
    unit = market.currency.minor_unit
    profit, invested, status = (program.step(name) for name in ("profit", "invested", "status"))
    price, cost = np.maximum(group.of("price"), 0), group.of("cost")
    largest = INPUTS["price"].largest // unit * unit
    ends = np.minimum(np.maximum(10 * price, market.price_search), largest) // unit

    def evaluate(cases: Numbers, prices: Numbers) -> tuple[Numbers, Numbers, Numbers, Numbers]:
        values = curves.at(cases, {"price": prices * unit})
        left = np.where(values[STATE] == 0, values[profit], UNKNOWN)
        return left, values[program.revenue], values[invested], values[SIGNATURE]

    tried = search(evaluate, ends, (Target("profit"), target), unit)
    places = np.arange(len(ends))
    now = curves.at(places, {"price": np.maximum(price, 1)})
    is_known = ((now[STATE] == 0) & (price > 0)).tolist()
    max_cost = np.where(is_known, _max_cost(group, target, unit), -1).tolist()
    left = (now[profit] + _advertised(group)).tolist()
    answers: list[dict[str, Any]] = []
    told: list[tuple[int, int]] = [(place, int(price[place])) for place in places[price > 0].tolist()]
    for place, (case, rows) in enumerate(zip(group.cases, by_case(tried, len(ends)), strict=True)):
        answer: dict[str, Any] = {"target": str(target)}
        answers.append(answer)
        if target.kind == "roi" and cost[place] == NOT_GIVEN:
            answer |= head(replace(case, error=_cost_missing()))
            continue
        own = int(price[place])
        answer |= _prices(tried.of(rows), target, int(ends[place]), market.currency)
        answer["max_cost"] = None if max_cost[place] < 0 else market.currency.decimal(max_cost[place] * unit)
        share = left[place] * 10_000 // own if is_known[place] else -1
        answer["break_even_acos"] = None if share < 0 else Decimal(share).scaleb(-4)
        prices = [answer[name] for name in ("break_even", "lowest_price", "safe_price") if answer[name] is not None]
        told += [(place, int(amount.scaleb(4))) for amount in dict.fromkeys(prices)]
        if not prices and own == 0:
            told.append((place, int(ends[place]) * unit))
    whose, at = (np.array(column, np.int64) for column in zip(*told, strict=True))
    worst, state = np.zeros((2, len(ends)), np.int64)
    values = curves.at(whose, {"price": at})
    np.maximum.at(worst, whose, values[status])
    np.bitwise_or.at(state, whose, values[STATE])
    for answer, number, bits in zip(answers, worst.tolist(), state.tolist(), strict=True):
        answer.setdefault("status", Status(number).word)
        answer[_UNKNOWN] = [line.fee for place, line in enumerate(program.lines) if bits >> place & 1]
    return answers


def _prices(tried: Tried, target: Target, end: int, currency: Currency) -> dict[str, Any]:
    """One case's prices out of those that were tried."""

    def amount(minor: int) -> Decimal:
        return currency.decimal(minor * currency.minor_unit)

    prices = tried.price
    even = tried.profit >= 0  # a profit that is not known is far below
    meets = target.shortfall(tried.profit, tried.revenue, tried.invested) >= 0
    runs = pieces(meets, prices)
    ranges: list[list[Any]] = []
    for first, last in runs:
        if ranges and first - ranges[-1][1] - 1 < CLOSE:
            ranges[-1][1] = last
        else:
            ranges.append([first, last])
    zones = []
    for first, last in pieces(tried.dead, prices):
        here = (prices >= first) & (prices <= last)
        best = int(tried.best[here][0])
        better = int(prices[(prices < first) & (tried.profit == best)].max())
        loss = best - int(tried.profit[here].min())
        zones.append([amount(first), amount(last), amount(better), currency.decimal(loss)])
    return {
        "break_even": amount(int(prices[even][0])) if even.any() else None,
        "lowest_price": amount(runs[0][0]) if runs else None,
        "safe_price": amount(runs[-1][0]) if runs and runs[-1][1] == end else None,
        "ranges": [[amount(first), None if last == end else amount(last)] for first, last in ranges],
        "dead_zones": zones,
    }


def _max_cost(group: Group, target: Target, unit: int) -> Numbers:
    """The highest cost in minor units that meets the target at the row's price, -1 where none does: by halving, as profit
    only falls with the cost, and then by trying those next to it, which rounding may lift."""
    revenue, own = group.program.revenue, [group.program.step(name) for name in ("profit", "invested")]
    curves = Curves(group, ["cost"], [own[0], revenue, own[1]])
    every = np.arange(curves.size)

    def meets(cost: Numbers) -> NDArray[np.bool_]:
        values = curves.at(every, {"cost": cost * unit})
        return target.shortfall(values[own[0]], values[revenue], values[own[1]]) >= 0

    low = np.full(len(every), -1, np.int64)
    high = np.full(len(every), INPUTS["cost"].largest // unit + 1, np.int64)
    while (high - low > 1).any():
        middle = (low + high) // 2
        good = meets(np.maximum(middle, 0)) & (middle >= 0)
        low, high = np.where(good, middle, low), np.where(good, high, middle)
    found = low
    for more in range(1, DEAD + 1):
        cost = low + more
        found = np.where((low >= 0) & meets(cost), cost, found)
    return found


def _advertised(group: Group) -> Numbers:
    total = np.zeros(len(group.cases), np.int64)
    for line in group.program.lines:
        if line.fee == "advertising":
            total += np.where(group.of(line.shown) > 0, group.of(line.amount), 0)
    return total
