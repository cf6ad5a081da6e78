"""Every price tried, one after the other: what `price_for` must equal.

    python -m decide.brute [--seeds 1000] [--first 0] [--markets US,UK,DE] [--end 15000] [--every-category]     (from the folder tests)

`--end` shortens the search to so many cents, so that more products can be tried in the same time.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

import logicost as lc
from logicost.decide.targets import Target, read_target
from logicost.fees.vocabularies import vocabulary
from logicost.tables.shelf import find_market, open_shelf
from logicost.tables.status import Status

Row = dict[str, str]
UNKNOWN = -(2**40)  # of a profit that is not known
SHOWN = ["program", "channel", "price", "revenue", "total_cost", "profit", "status"]


def every_price(row: Row, programs: str, market: str, on: dt.date, last: int) -> pl.DataFrame:
    """The quotes of a row at every cent up to the last."""
    prices = [str(Decimal(cents).scaleb(-2)) for cents in range(1, last + 1)]
    frame = pl.DataFrame({**{name: [value] * last for name, value in row.items() if name != "price"}, "price": prices})
    return lc.quote_frame(frame, programs, market=market, on=on, select=SHOWN)


def grains(column: pl.Series) -> NDArray[np.int64]:
    return np.array([UNKNOWN if value is None else int(value.scaleb(4)) for value in column.to_list()], np.int64)


def expected(quotes: pl.DataFrame, target: Target, invested: int) -> dict[str, Any]:
    """The answer by looking at each price, of one program's quotes in order of price."""
    is_known = ~quotes["status"].is_in(["unsourced", "error"]).to_numpy()
    profit = np.where(is_known, grains(quotes["profit"]), UNKNOWN)
    whole = grains(quotes["revenue"]) if target.kind == "margin" else np.full(len(profit), invested, np.int64)
    share = Fraction(target.amount)
    if target.kind == "profit":
        meets = profit >= int(share * 10_000)
    else:
        meets = np.array([Fraction(int(left)) >= share * int(of) for left, of in zip(profit, whole, strict=True)])
    meets &= is_known
    price = lambda n: Decimal(int(n) + 1).scaleb(-2)  # noqa: E731
    good, bad, even = np.flatnonzero(meets), np.flatnonzero(~meets), np.flatnonzero(is_known & (profit >= 0))
    safe = (bad[-1] + 1 if len(bad) else 0) if meets[-1] else None
    ranges: list[list[int]] = []
    for n in good.tolist():
        if ranges and n - ranges[-1][1] - 1 < 5:
            ranges[-1][1] = n
        else:
            ranges.append([n, n])
    best = np.maximum.accumulate(profit)
    zones: list[list[Any]] = []
    for n in (np.flatnonzero(is_known[1:] & (profit[1:] <= best[:-1] - 500)) + 1).tolist():
        loss = int(best[n - 1] - profit[n])
        if zones and zones[-1][1] == n - 1:
            zones[-1][1], zones[-1][3] = n, max(zones[-1][3], loss)
        else:
            zones.append([n, n, int(np.flatnonzero(profit[:n] == best[n - 1])[-1]), loss])
    end = len(profit) - 1
    answer = {
        "break_even": price(even[0]) if len(even) else None,
        "lowest_price": price(good[0]) if len(good) else None,
        "safe_price": None if safe is None else price(safe),
        "ranges": [[price(a), None if b == end else price(b)] for a, b in ranges],
        "dead_zones": [[price(a), price(b), price(q), Decimal(loss).scaleb(-4)] for a, b, q, loss in zones],
    }
    told = [answer[name] for name in ("break_even", "lowest_price", "safe_price")]
    places = [int(each * 100) - 1 for each in told if each is not None]
    return {**answer, "statuses": [quotes["status"][place] for place in places]}


CATEGORIES = {
    "US": [
        "home_and_kitchen", "clothing_and_accessories", "consumer_electronics", "media", "grocery_and_gourmet", "jewelry",
        "furniture", "beauty_health_and_personal_care", "amazon_device_accessories", "",
    ],
    "UK": ["home_products", "clothing_and_accessories", "consumer_electronics", "books", "grocery_and_gourmet", "jewellery", "pet_products", ""],
    "DE": ["home_products", "clothing_and_accessories", "consumer_electronics", "books", "grocery_and_gourmet", "jewellery", "pet_products", ""],
}  # fmt: skip
PROGRAMS = {
    "US": ["fba,fbm,mcf,fbm:ups_ground", "fba,fbm,mcf:expedited", "fba:awd,sfp,fbm:fedex_ground", "fba,fbm:usps_priority_mail,mcf:priority"],
    "UK": ["fba,fbm,mcf", "fba,fbm:parcelforce_48,mcf:expedited"],
    "DE": ["fba,fbm,mcf", "fba,fbm:flat"],
}  # fmt: skip
DAYS = {
    "US": [dt.date(2024, 8, 1), dt.date(2025, 11, 20), dt.date(2026, 3, 3), dt.date(2026, 9, 1), dt.date(2026, 11, 22)],
    "UK": [dt.date(2025, 11, 20), dt.date(2026, 1, 10), dt.date(2026, 3, 3), dt.date(2026, 6, 20), dt.date(2026, 11, 22)],
    "DE": [dt.date(2025, 11, 20), dt.date(2026, 1, 10), dt.date(2026, 3, 3), dt.date(2026, 6, 20), dt.date(2026, 11, 22)],
}  # fmt: skip
MORE = {
    "return_rate": ["8 %"], "resellable_rate": ["60 %"], "days_in_storage": ["60", "200"], "units_per_order": ["3"], "packaging": ["0.45"], "advertising": ["1.10"], "duty": ["0.37"],
    "inbound_freight": ["0.8"], "postage": ["6.20"], "dangerous_goods": ["true"], "apparel": ["true"], "sipp": ["true"], "advertising_rate": ["9 %"], "discount": ["1.50"],
    "other_selling_rate": ["2.35 %"], "referral_rate": ["11 %"], "cost": ["4.10", "0"],
}  # fmt: skip
OF_MARKET = {
    "US": {"channel": ["shopify", "ebay", "etsy", "walmart"], "placement": ["minimal"], "zone": ["5"], "payment": ["stripe"], "selling_plan": ["individual"], "loss_rate": ["1 %"]},
    "UK": {"vat_registered": ["true", "false"], "vat_rate": ["5 %", "20 %"], "seller_country": ["CN", "UK"], "selling_plan": ["individual"], "channel": ["ebay"]},
    "DE": {"vat_registered": ["true", "false"], "vat_rate": ["7 %", "19 %"], "seller_country": ["CN", "DE"], "cep": ["false"], "stock_country": ["PL"]},
}  # fmt: skip


def any_row(seed: int, market: str = "US") -> Row:
    """A random product with the costs that sellers give, and some that few do."""
    draw = random.Random(seed)
    sides = [draw.choice([0.4, 1, 2.5, 4, 8, 12, 15, 18, 24, 40]) * draw.uniform(0.6, 1) for _ in range(3)]
    ounces = draw.choice([1, 3, 7, 15, 30, 80, 300]) * draw.uniform(0.5, 1)
    ounces = min(max(ounces, 0.05), float(np.prod(sides)) * 3)  # no denser than metal
    if market == "US":
        size = {"dimensions": " x ".join(f"{side:.2f}" for side in sides) + " in", "weight": f"{ounces:.2f} oz"}
    else:
        size = {
            "dimensions": " x ".join(f"{side * 2.54:.1f}" for side in sides) + " cm", "weight": f"{max(ounces * 28.35, 1):.0f} g",
        }  # fmt: skip
    row = {
        "sku": f"S{seed}", **size, "price": f"{draw.choice([5, 9.99, 10, 15, 49, 51, 90]) * draw.uniform(0.7, 1.2):.2f}",
        "category": draw.choice(CATEGORIES[market]), "cost": f"{draw.uniform(0, 20):.2f}",
    }  # fmt: skip
    more = {**MORE, **OF_MARKET[market]}
    for name in draw.sample(sorted(more), draw.randint(0, 6)):
        row[name] = draw.choice(more[name])
    return row


TARGETS: list[dict[str, Any]] = [
    {},
    {"margin": "20 %"},
    {"margin": "33.3 %"},
    {"roi": "50 %"},
    {"profit": "3"},
    {"profit": "0.0001"},
]


def differences(seed: int, market: str = "US", end: int | None = None) -> list[str]:
    """Where the search and every price do not agree, for a random product, day and target.

    Args:
        end: the cents at which the search ends; default what the market has.
    """
    store = find_market(market)
    whole = store.price_search
    try:
        object.__setattr__(store, "price_search", whole if end is None else end * 100)
        return _differences(seed, market, end)
    finally:
        object.__setattr__(store, "price_search", whole)


def _differences(seed: int, market: str, end: int | None) -> list[str]:
    draw = random.Random(seed)
    row, on, asked = any_row(seed, market), draw.choice(DAYS[market]), draw.choice(TARGETS)
    programs = draw.choice(PROGRAMS[market])
    if end is not None:
        row["price"] = str(min(Decimal(row["price"]), Decimal(end) / 1000))
    decision = lc.price_for([row], programs, market=market, on=on, **asked)
    target = read_target(find_market(market).currency, **asked)
    last = max(find_market(market).price_search // 100, int(Decimal(row["price"]) * 1000))
    quotes = every_price(row, programs, market, on, last)
    invested = sum(int(Decimal(row.get(name, "0")).scaleb(4)) for name in ("cost", "inbound_freight", "duty"))
    found = []
    for answer in decision.rows():
        mine = quotes.filter((pl.col("program") == answer["program"]) & (pl.col("channel") == answer["channel"]))
        if answer["error_code"]:
            if mine["status"][int(Decimal(row["price"]) * 100) - 1] != "error":
                found.append(f"seed {seed} {row} {on} {answer['program']}: {answer['error_code']}, but it is quoted")
            continue
        right = expected(mine, target, invested)
        own = mine.row(int(Decimal(row["price"]) * 100) - 1, named=True)
        worst = max(Status[each.upper()] for each in [*right.pop("statuses"), own["status"]])
        right["status"] = worst.word
        if own["status"] == "unsourced":
            right["break_even_acos"] = None
        elif "advertising" not in row and "advertising_rate" not in row:
            share = own["profit"] / Decimal(row["price"])
            right["break_even_acos"] = share.quantize(Decimal("0.0001"), "ROUND_FLOOR") if share >= 0 else None
        wrong = [f"{name}: {answer[name]} and not {value}" for name, value in right.items() if answer[name] != value]
        if own["status"] != "unsourced" and answer["max_cost"] is not None:
            wrong += _costs(row, answer, market, on, target, own["revenue"])
        found += [f"seed {seed} {row} {on} {asked} {answer['program']}/{answer['channel']} {each}" for each in wrong]
    return found


def _costs(row: Row, answer: dict[str, Any], market: str, on: dt.date, target: Target, revenue: Decimal) -> list[str]:
    """Whether the highest cost meets the target, and the next twenty do not."""
    costs = [answer["max_cost"] + Decimal(more).scaleb(-2) for more in range(21)]
    rows = [{**row, "channel": answer["channel"], "cost": str(cost)} for cost in costs]
    quotes = lc.quote_frame(pl.DataFrame(rows), answer["program"], market=market, on=on)
    others = sum(Decimal(row.get(name, "0")) for name in ("inbound_freight", "duty"))
    of = {"profit": lambda _: Decimal(1), "margin": lambda _: revenue, "roi": lambda cost: cost + others}[target.kind]
    met = [quote >= target.amount * of(cost) for quote, cost in zip(quotes["profit"].to_list(), costs, strict=True)]
    return [] if met == [True, *[False] * 20] else [f"max_cost: {answer['max_cost']}: {met}"]


def seeds(told: str | None, differ: Callable[[int, str, int | None], list[str]]) -> int:
    """Try many products and say where they differ; the exit code."""
    parser = argparse.ArgumentParser(description=told and told.partition("\n")[0])
    parser.add_argument("--seeds", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--markets", default="US,UK,DE")
    parser.add_argument("--end", type=int)
    parser.add_argument("--every-category", action="store_true", help="draw from all categories of the stores")
    given = parser.parse_args()
    if given.every_category:
        shelf = open_shelf()
        CATEGORIES.update({each: [*vocabulary(shelf, find_market(each)).categories.slugs, ""] for each in CATEGORIES})
    wrong, begun = 0, time.monotonic()
    for seed in range(given.first, given.first + given.seeds):
        for market in given.markets.split(","):
            for line in differ(seed, market, given.end):
                wrong += 1
                sys.stdout.write(f"{market} {line}\n")
    seconds = time.monotonic() - begun
    sys.stdout.write(f"{given.seeds:,} products in {given.markets}: {wrong} differences, {seconds:.0f} s\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(seeds(__doc__, differences))
