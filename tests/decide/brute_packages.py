"""Every measure tried, step by step: what `pack` must equal.

python -m decide.brute_packages [--seeds 1000] [--first 0] [--markets US,UK,DE]     (from the folder tests)
"""

from __future__ import annotations

import random
import sys
from decimal import Decimal
from typing import Any

import numpy as np
import polars as pl
from decide.brute import DAYS, PROGRAMS, UNKNOWN, Row, any_row, grains, seeds

import logicost as lc

D = Decimal
SIDES = ("longest", "median", "shortest")
TOLERANCES = {"US": ["0.1 in,0.5 oz", "0.02 in", "0.3 oz"], "UK": ["2 mm,9 g", "5 mm"], "DE": ["3 mm,5 g"]}
LEAST = {"US": ("0.01", "0.01"), "UK": ("0.01", "1"), "DE": ("0.01", "1")}  # steps of sides and weight, in their units
GRAIN = {"US": ("0.001", "0.001"), "UK": ("0.01", "0.1"), "DE": ("0.01", "0.1")}
UNITS = {"US": ("in", "oz"), "UK": ("cm", "g"), "DE": ("cm", "g")}
ALLOWED = {
    "0.1 in,0.5 oz": (D("0.1"), D("0.5")), "0.02 in": (D("0.02"), D(0)), "0.3 oz": (D(0), D("0.3")), "2 mm,9 g": (D("0.2"), D(9)),
    "5 mm": (D("0.5"), D(0)), "3 mm,5 g": (D("0.3"), D(5)),
}  # fmt: skip


def measures_of(row: Row) -> dict[str, Decimal]:
    sides = sorted((D(part) for part in row["dimensions"].rpartition(" ")[0].split(" x ")), reverse=True)
    return {**dict(zip(SIDES, sides, strict=True)), "weight": D(row["weight"].split(" ")[0])}


def quotes(row: Row, market: str, programs: str, on: Any, name: str, values: list[Decimal]) -> pl.DataFrame:
    """The quotes with one measure changed."""
    length, weight = UNITS[market]
    rows = []
    for value in values:
        changed = {**measures_of(row), name: value}
        sizes = " x ".join(str(changed[side]) for side in SIDES)
        rows.append({**row, "dimensions": f"{sizes} {length}", "weight": f"{changed['weight']} {weight}"})
    return lc.quote_frame(
        pl.DataFrame(rows), programs, market=market, on=on, select=["program", "channel", "total_cost", "status"]
    )


def nearest(cost: np.ndarray[Any, Any], known: np.ndarray[Any, Any], rising: bool) -> int | None:
    """The place of the nearest jump; the first value lies one step the other way, the second is now."""
    change = np.where(known[1:] & known[:-1], cost[:-1] - cost[1:], 0) * (-1 if rising else 1)
    beside = np.append(change, 0)
    for place in range(1, len(change)):
        if rising and not known[place + 1]:
            return place + 1
        jump = min(change[place], change[place] - min(beside[place - 1], beside[place + 1]))
        if known[place] and known[place + 1] and jump >= 200:
            return place + 1
    return None


def values_of(row: Row, market: str, name: str, allowed: Decimal) -> tuple[list[Decimal], list[Decimal]]:
    """The smaller values and the larger ones, each after one step the other way and the value itself."""
    of = 1 if name == "weight" else 0
    step, grain, now = D(LEAST[market][of]), D(GRAIN[market][of]), measures_of(row)[name]
    first = (now / step).to_integral_value(rounding="ROUND_CEILING") - 1
    smaller = [now + step, now, *(step * number for number in range(int(first), 0, -1))]
    larger = [max(now - grain, grain), now, *(now + grain * number for number in range(1, int(allowed / grain) + 1))]
    return smaller, larger


def differences(seed: int, market: str = "US") -> list[str]:
    """Where `pack` and every value of every measure do not agree, for a random product and day."""
    draw = random.Random(seed)
    row, on = any_row(seed, market), draw.choice(DAYS[market])
    row.pop("channel", None)
    programs, tolerance = draw.choice(PROGRAMS[market]), draw.choice(TOLERANCES[market])
    length, weight = UNITS[market]
    told = lc.pack([row], programs, market=market, on=on, tolerance=tolerance).rows()
    found: list[str] = []
    for name in (*SIDES, "weight"):
        for rising, values in zip(
            (False, True), values_of(row, market, name, ALLOWED[tolerance][name == "weight"]), strict=True
        ):
            if len(values) > 6_000:
                continue
            every = quotes(row, market, programs, on, name, values)
            for (program, channel), mine in every.group_by("program", "channel"):
                is_known = ~mine["status"].is_in(["unsourced", "error"]).to_numpy()
                if not is_known[1]:
                    continue
                cost = grains(mine["total_cost"])
                place = nearest(np.where(is_known, cost, UNKNOWN), is_known, rising)
                right = None
                if place is not None:
                    change = D(abs(int(cost[place] - cost[1]))).scaleb(-4) if is_known[place] else None
                    right = (values[1], values[place], weight if name == "weight" else length, change)
                answers = [
                    (each["from"], each["to"], each["unit"], each["costs" if rising else "saves"])
                    for each in told
                    if (each["program"], each["channel"]) == (program, channel)
                    and (each["change"] == "risk") == rising
                    and (each["effect"].partition(":")[0] if rising else each["change"]) == name
                ]
                if answers != ([] if right is None else [right]):
                    found.append(
                        f"seed {seed} {row} {on} {tolerance} {program}/{channel} {name}: {answers} and not {right}"
                    )
    return found


if __name__ == "__main__":
    sys.exit(seeds(__doc__, lambda seed, market, _: differences(seed, market)))
