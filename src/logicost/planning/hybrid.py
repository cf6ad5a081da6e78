"""One product sold in several channels: which program serves each best, and what one stock for all saves or costs.

An order's profit comes from the comparison of programs in its channel; fixed monthly costs, such as an own warehouse,
count once where any channel uses the program that needs them. An uplift is the seller's own estimate of how many more
orders a program's delivery promise brings.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import chain, combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

from logicost.answers.compare import compare_row
from logicost.answers.defaults_file import find_defaults
from logicost.answers.engine import Engine
from logicost.answers.quote import title_of, with_defaults
from logicost.answers.request import Request
from logicost.answers.results import Quote
from logicost.answers.shown import Titled
from logicost.answers.uplift import by_program, names_of
from logicost.errors import InputError
from logicost.fees.fixed_costs import FixedCost, monthly_fixed_costs
from logicost.inputs.fields import FIELD
from logicost.inputs.readers import RATE_GRAINS, is_blank, read_count, read_pairs, read_word
from logicost.market import AMAZON, Market
from logicost.money import Currency, exact_grains, to_grains
from logicost.planning.money import Net, as_json, no_money, six_places
from logicost.planning.schedule import MOST_UNITS
from logicost.tables.status import NOT_RANKED, worst

if TYPE_CHECKING:
    from typing import Unpack

    from logicost.answers.defaults_file import Given as GivenDefaults
    from logicost.inputs.options import Options
    from logicost.inputs.product import Product
    from logicost.inputs.programs import Program

ACCOUNT = "account"  # a fixed cost that is there whatever the program
_ORDERS = InputError("orders_malformed", "write it like amazon:300,shopify:120", "orders")
AMAZON_STOCK, OWN_STOCK = ("fba", "mcf"), ("fbm", "sfp")


@dataclass(frozen=True, slots=True)
class ChannelOption:
    """A channel served by a program.

    Attributes:
        program: as asked for; quote: of one unit, perhaps in error.
        orders: a month, with the program's uplift.
        profit: of the month, before fixed costs.
        promise: its documented delivery promise, or blank.
        needs: the fixed costs that it brings.
    """

    channel: str
    program: str
    quote: Quote
    orders: Fraction
    profit: Net
    promise: str
    needs: tuple[str, ...]

    @property
    def family(self) -> str:
        return self.quote._canonical.partition(":")[0] or self.program.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Arrangement:
    """A program for each channel.

    Attributes:
        options: one for each channel; profit: before fixed costs; fixed: what they come to; total: what is left.
    """

    options: tuple[ChannelOption, ...]
    profit: Net
    fixed: Decimal
    total: Net

    def to_dict(self) -> dict[str, Any]:
        return {
            "programs": {option.channel: option.program for option in self.options},
            "profit": self.profit.to_dict(),
            "fixed": as_json(self.fixed),
            "total": self.total.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class Hybrid(Titled):
    """The answer.

    Attributes:
        account: what the account costs in the month, where the selling plan or the active SKUs are given.
        options: every channel with every program, channel by channel.
        best: the arrangement that leaves most in a month; None where a channel has no program with every cost known.
        consolidated: all out of one stock at Amazon; split: Amazon's orders by FBA, the others by oneself.
    """

    sku: str
    market: str
    currency: str
    on: dt.date
    options: tuple[ChannelOption, ...]
    best: Arrangement | None
    consolidated: Arrangement | None
    split: Arrangement | None
    account: tuple[FixedCost, ...] = ()
    title: str = ""

    @property
    def saving(self) -> Decimal | None:
        """What consolidating leaves more in a month than splitting; negative where it costs."""
        parts = (self.consolidated, self.split)
        amounts = [part.total.amount for part in parts if part is not None and part.total.amount is not None]
        return amounts[0] - amounts[1] if len(amounts) == 2 else None

    def rows(self) -> list[dict[str, object]]:
        """One row for each channel and program."""
        return [{**self._head(), **row} for row in self._channels()]

    def to_dict(self) -> dict[str, Any]:
        arranged = {"best": self.best, "consolidated": self.consolidated, "split": self.split}
        return {
            **self._head(),
            "channels": [{name: as_json(value) for name, value in row.items()} for row in self._channels()],
            "account": [
                {"fee": cost.fee, "amount": as_json(cost.amount), "status": cost.status, "edition": cost.edition}
                for cost in self.account
            ],
            **{name: None if found is None else found.to_dict() for name, found in arranged.items()},
            "consolidating_saves": as_json(self.saving),
        }

    def _head(self) -> dict[str, object]:
        return {**self._named(), "market": self.market, "currency": self.currency, "on": self.on.isoformat()}

    def _channels(self) -> list[dict[str, object]]:
        best = self.best.options if self.best else ()
        return [
            {
                "channel": option.channel,
                "program": option.program,
                "orders": six_places(option.orders).normalize(),
                "unit_profit": option.quote.profit,
                "monthly_profit": option.profit.amount,
                "status": option.profit.status,
                "promise": option.promise,
                "best": "true" if option in best else "false",
                "error_code": option.quote.error_code,
                "error": option.quote.error,
            }
            for option in self.options
        ]


def hybrid(
    product: Product | Mapping[str, Any],
    orders: str | Mapping[str, int],
    programs: str | Program | Sequence[str | Program] = ("fba", "fbm", "mcf"),
    *,
    fixed: str | Mapping[str, object] | None = None,
    uplift: str | Mapping[str, object] | None = None,
    active_skus: int | str | None = None,
    market: str | None = None,
    on: dt.date | str | None = None,
    fee_tables: str | Path | None = None,
    defaults: GivenDefaults = None,
    **options: Unpack[Options],
) -> Hybrid:
    """The best program for each channel of one product.

    Args:
        product: what is sold.
        orders: orders a month by channel: ``{"amazon": 300, "shopify": 120}`` or ``"amazon:300,shopify:120"``.
        programs: those to choose from; every channel takes only those that serve it.
        fixed: monthly costs by program, by its first word, or ``account``: ``"fbm:250,account:39.99"``.
        uplift: more orders in percent, by program or its first word: ``"fba:20,mcf:5"``.
        defaults: as in `quote`; fixed costs have none.
        active_skus: of the account, for the high-volume listing fee.
        options: the other catalog columns; ``selling_plan`` brings the plan's monthly cost, too, and ``units_per_order`` holds for every order.

    Returns:
        Every channel with every program, and the arrangement that leaves most in a month.

    Raises:
        InputError, RefusedError, TableError: with code and field.
    """
    from logicost.inputs.product import row_of

    engine = Engine(fee_tables)
    saved = find_defaults(defaults, engine.shelf.own)
    row = row_of(product, options, engine.shelf.markets, market, on, saved.market)
    return hybrid_row(
        engine, row, str(row.get("sku", "")), row["market"], orders, programs, fixed=fixed, uplift=uplift, on=row.get("on"),
        active_skus=active_skus, defaults=saved,
    )  # fmt: skip


def hybrid_row(
    engine: Engine,
    row: Mapping[str, Any],
    sku: str,
    market: str,
    orders: object,
    programs: str | Program | Sequence[str | Program],
    *,
    fixed: object = None,
    uplift: object = None,
    active_skus: object = None,
    on: dt.date | str | None = None,
    defaults: GivenDefaults = None,
) -> Hybrid:
    """The answer for one row of catalog columns."""
    request = Request.of(programs, market=market, on=on, uplift=uplift, fee_tables=engine.shelf.own, defaults=defaults)
    filled = with_defaults(engine, row, request.defaults, request.market).row
    store, day, asked = engine.shelf.markets.find(market), request.day, request.programs
    wanted = read_orders(orders, engine.vocabulary(store)["channel"])
    costs = {
        name: to_grains(store.currency.bare(value, "fixed"), "fixed")
        for name, value in by_program(fixed, "fixed", asked, ACCOUNT)
    }
    account = account_costs(engine, filled, store, day, active_skus)
    costs[ACCOUNT] = costs.get(ACCOUNT, 0) + sum(exact_grains(cost.amount) for cost in account)
    field = FIELD["units_per_order"]
    units = (
        1
        if is_blank(filled.get("units_per_order")) or field.read is None
        else field.read(filled["units_per_order"], field.name)
    )
    options: list[ChannelOption] = []
    for channel, count in wanted.items():
        served = {**row, "sku": sku, "market": store.code, "on": day, "channel": channel}
        compared = compare_row(engine, served, request)
        for name, shown_as in asked.items():
            quoted = next((each for each in compared if each.program == shown_as), None)
            if quoted is None:  # it serves no orders of this channel
                continue
            number = count * Fraction(RATE_GRAINS + request.uplift.get(name, 0), RATE_GRAINS)
            needs = tuple(key for key in names_of(name) if key in costs)
            promise = str(quoted.delivery_promise or "")
            options.append(
                ChannelOption(
                    channel, shown_as, quoted, number, _profit(quoted, number * units, store.currency), promise, needs
                )
            )
    choose = _Chooser(tuple(wanted), options, costs, account, store.currency)
    best = choose.best(options)
    consolidated = choose.best(option for option in options if option.family in AMAZON_STOCK)
    split = choose.best(o for o in options if o.family in (AMAZON_STOCK[:1] if o.channel == AMAZON else OWN_STOCK))
    return Hybrid(
        sku, store.code, store.currency.code, day, tuple(options), best, consolidated, split, account, title_of(row)
    )


def account_costs(
    engine: Engine, row: Mapping[str, Any], store: Market, day: dt.date, active_skus: object
) -> tuple[FixedCost, ...]:
    """The selling plan's monthly cost and the listing fee, each where what it goes by is given. What the individual plan
    asks per item is a line of the quotes."""
    plan = row.get("selling_plan")
    words = engine.vocabulary(store)["selling_plan"]
    word = words[0 if is_blank(plan) else read_word(words, f" in {store.code}")(plan, "selling_plan")]
    given = {"selling_plan": not is_blank(plan), "high_volume_listing": not is_blank(active_skus)}
    if not any(given.values()):
        return ()
    skus: Any = 0 if is_blank(active_skus) else active_skus
    found = monthly_fixed_costs(engine.shelf, store, day, plan=word, active_skus=skus)
    return tuple(replace(cost, amount=store.currency.to_minor(cost.amount)) for cost in found if given[cost.fee])


def _profit(quoted: Quote, units: Fraction, currency: Currency) -> Net:
    if quoted.profit is None or quoted.status in NOT_RANKED:
        return Net(None, quoted.status)
    return Net(currency.rounded(exact_grains(quoted.profit) * units), quoted.status)


class _Chooser:
    """Picks a program for every channel so that most is left after the fixed costs."""

    def __init__(
        self,
        channels: tuple[str, ...],
        options: Sequence[ChannelOption],
        costs: Mapping[str, int],
        account: Sequence[FixedCost],
        currency: Currency,
    ) -> None:
        self.channels, self.costs, self.currency = channels, costs, currency
        self.account_status = worst(cost.status for cost in account)
        self.needs = sorted({need for option in options for need in option.needs})

    def best(self, options: Iterable[ChannelOption]) -> Arrangement | None:
        """For each set of fixed costs that one may bear, the best of each channel; then the best of these."""
        known = [option for option in options if option.profit.amount is not None]
        sets = chain.from_iterable(combinations(self.needs, size) for size in range(len(self.needs) + 1))
        found = [arranged for borne in sets if (arranged := self._within(known, set(borne))) is not None]
        return max(found, key=lambda arranged: arranged.total.amount or Decimal(0), default=None)

    def _within(self, options: Sequence[ChannelOption], borne: set[str]) -> Arrangement | None:
        chosen: list[ChannelOption] = []
        for channel in self.channels:
            serving = [option for option in options if option.channel == channel and set(option.needs) <= borne]
            if not serving:
                return None
            chosen.append(max(serving, key=lambda option: option.profit.amount or Decimal(0)))
        profit = sum((option.profit for option in chosen), no_money(self.currency))
        used = {need for option in chosen for need in option.needs} | {ACCOUNT}
        fixed = self.currency.decimal(sum(self.costs.get(need, 0) for need in used))
        return Arrangement(tuple(chosen), profit, fixed, profit + Net(-fixed, self.account_status))


def read_orders(value: object, channels: tuple[str, ...]) -> dict[str, int]:
    """Orders a month by channel, in the order given; `channels`: those of the store.

    Raises:
        InputError: ``orders_malformed``, ``channel_given_twice``, ``missing_value``, ``out_of_range``.
    """
    orders: dict[str, int] = {}
    for key, count in read_pairs(value, _ORDERS):
        channel = channels[read_word(channels)(key, "orders")]
        if channel in orders:
            raise InputError("channel_given_twice", f"orders names {channel} twice; add the orders up", "orders")
        orders[channel] = read_count(0, MOST_UNITS)(count, "orders")
    if not orders:
        raise InputError("missing_value", "orders is missing: give it like amazon:300,shopify:120", "orders")
    return orders
