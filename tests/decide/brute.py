"""Every price tried, one after the other: what `price_for` must equal."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import polars as pl

import logicost as lc
from logicost.decide.targets import Target

Row = dict[str, str]


def every_price(row: Row, programs: str, on: dt.date, last: int) -> pl.DataFrame:
    """The quotes of a row at every cent up to the last."""
    prices = [str(Decimal(cents).scaleb(-2)) for cents in range(1, last + 1)]
    frame = pl.DataFrame({**{name: [value] * last for name, value in row.items() if name != "price"}, "price": prices})
    return lc.quote_frame(
        frame, programs, on=on, select=["program", "channel", "price", "revenue", "total_cost", "profit", "status"]
    )


def grains(column: pl.Series) -> list[int]:
    return [int(value.scaleb(4)) for value in column.to_list()]


def expected(quotes: pl.DataFrame, target: Target, invested: int) -> dict[str, Any]:
    """The answer by looking at each price, of one program's quotes in order of price."""
    profit, revenue = grains(quotes["profit"]), grains(quotes["revenue"])
    share = Fraction(target.amount)
    floor = {
        "profit": lambda n: share * 10_000,
        "margin": lambda n: share * revenue[n],
        "roi": lambda n: share * invested,
    }
    meets = [profit[n] >= floor[target.kind](n) for n in range(len(profit))]
    price = lambda n: Decimal(n + 1).scaleb(-2)  # noqa: E731
    good = [n for n, met in enumerate(meets) if met]
    bad = [n for n, met in enumerate(meets) if not met]
    safe = (bad[-1] + 1 if bad else 0) if meets[-1] else None
    ranges: list[list[int]] = []
    for n in good:
        if ranges and n - ranges[-1][1] - 1 < 5:
            ranges[-1][1] = n
        else:
            ranges.append([n, n])
    best = np.maximum.accumulate(np.array(profit))
    zones: list[list[Any]] = []
    for n in range(1, len(profit)):
        if profit[n] <= best[n - 1] - 500:
            loss = int(best[n - 1]) - profit[n]
            if zones and zones[-1][1] == n - 1:
                zones[-1][1], zones[-1][3] = n, max(zones[-1][3], loss)
            else:
                zones.append([n, n, max(q for q in range(n) if profit[q] == best[n - 1]), loss])
    end = len(profit) - 1
    return {
        "break_even": next((price(n) for n, left in enumerate(profit) if left >= 0), None),
        "lowest_price": price(good[0]) if good else None,
        "safe_price": None if safe is None else price(safe),
        "ranges": [[price(a), None if b == end else price(b)] for a, b in ranges],
        "dead_zones": [[price(a), price(b), price(q), Decimal(loss).scaleb(-4)] for a, b, q, loss in zones],
    }


CATEGORIES = [
    "home_and_kitchen",
    "clothing_and_accessories",
    "consumer_electronics",
    "media",
    "grocery_and_gourmet",
    "jewelry",
    "furniture",
    "beauty_health_and_personal_care",
    "amazon_device_accessories",
    "",
]


def any_row(seed: int) -> Row:
    """A random product with the costs that sellers give, and some that few do."""
    draw = random.Random(seed)
    sides = [draw.choice([0.4, 1, 2.5, 4, 8, 12, 15, 18, 24, 40]) * draw.uniform(0.6, 1) for _ in range(3)]
    row = {
        "sku": f"S{seed}", "dimensions": " x ".join(f"{side:.2f}" for side in sides) + " in", "weight": f"{draw.choice([1, 3, 7, 15, 30, 80, 300]) * draw.uniform(0.5, 1):.2f} oz",
        "price": f"{draw.choice([5, 9.99, 10, 15, 49, 51, 90]) * draw.uniform(0.7, 1.2):.2f}", "category": draw.choice(CATEGORIES), "cost": f"{draw.uniform(0, 20):.2f}",
    }  # fmt: skip
    more = {
        "return_rate": "8 %", "resellable_rate": "60 %", "days_in_storage": "60", "units_per_order": "3", "channel": draw.choice(["shopify", "ebay", "etsy", "walmart"]),
        "placement": "minimal", "apparel": "true", "sipp": "true", "zone": "5", "packaging": "0.45", "advertising": "1.10", "duty": "0.37", "inbound_freight": "0.8", "postage": "6.20",
        "payment": "stripe", "dangerous_goods": "true", "selling_plan": "individual", "loss_rate": "1 %",
    }  # fmt: skip
    for name in draw.sample(sorted(more), draw.randint(0, 6)):
        row[name] = more[name]
    return row


DAYS = [dt.date(2024, 8, 1), dt.date(2025, 11, 20), dt.date(2026, 3, 3), dt.date(2026, 9, 1), dt.date(2026, 11, 22)]
TARGETS: list[dict[str, Any]] = [
    {},
    {"margin": "20 %"},
    {"margin": "33.3 %"},
    {"roi": "50 %"},
    {"profit": "3"},
    {"profit": "0.0001"},
]


def differences(seed: int) -> list[str]:
    """Where the search and every price do not agree, for a random product, day and target."""
    from logicost.decide.targets import read_target

    draw = random.Random(seed)
    row, on, asked = any_row(seed), draw.choice(DAYS), draw.choice(TARGETS)
    decision = lc.price_for(row, "fba,fbm,mcf,fbm:ups_ground", on=on, **asked)
    target = read_target(**asked)
    quotes = every_price(row, "fba,fbm,mcf,fbm:ups_ground", on, max(100_000, int(Decimal(row["price"]) * 1000)))
    invested = sum(int(Decimal(row.get(name, "0")).scaleb(4)) for name in ("cost", "inbound_freight", "duty"))
    found = []
    for answer in decision.rows():
        mine = quotes.filter((pl.col("program") == answer["program"]) & (pl.col("channel") == answer["channel"]))
        if answer["error_code"] or not mine.height:
            continue
        if (mine["status"] == "error").any():
            continue
        for name, right in expected(mine, target, invested).items():
            if answer[name] != right:
                found.append(
                    f"seed {seed} {row} {on} {asked} {answer['program']}/{answer['channel']} {name}: {answer[name]} and not {right}"
                )
    return found
