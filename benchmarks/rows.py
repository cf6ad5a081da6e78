"""Rows for the benchmarks: inputs of the rules on and beside every edge of a plan's tables, and everyday catalogs."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from logicost.inputs.scalar import INPUTS
from logicost.rules.columns.operations import kind_for
from logicost.rules.expressions import Expression, FindRow, Reference, nodes_of
from logicost.rules.plan import Plan
from logicost.rules.table import NO_LIMIT, Table

BOUNDS = {name: (spec.smallest, spec.largest) for name, spec in INPUTS.items()}
TIER_EDGES = (750, 2_000, 8_000, 12_000, 14_000, 15_000, 18_000, 22_000, 30_000, 33_000, 37_000, 48_000, 59_000, 96_000)


def look_ups(node: Expression) -> list[tuple[Table, Expression]]:
    """The tables that an expression looks something up in, each with what it looks up along."""
    return [(part.table, part.along) for part in nodes_of(node) if isinstance(part, FindRow)]


def edge_inputs(plan: Plan, size: int, seed: int) -> dict[str, NDArray[Any]]:
    """Inputs of which most stand on an edge of some table of the plan, or one grain beside it."""
    random = np.random.default_rng(seed)
    edges: dict[str, set[int]] = {"unit_weight": set()}
    for step in plan.steps.values():
        for table, along in look_ups(step.expression):
            name = along.name if isinstance(along, Reference) and along.name in BOUNDS else "unit_weight"
            edges.setdefault(name, set()).update(row.upper for row in table.rows if row.upper != NO_LIMIT)
    columns: dict[str, NDArray[Any]] = {}
    for name, (low, high) in BOUNDS.items():
        if high - low > 1000:
            values = np.exp(random.uniform(0, np.log(high), size)).astype(np.int64)
            values[random.random(size) < 0.2] = low
        else:
            values = random.integers(low, high + 1, size)
        if edges.get(name):
            on_edge = random.choice(sorted(edges[name]), size) + random.integers(-1, 2, size)
            values = np.where(random.random(size) < 0.7, on_edge, values)
        columns[name] = np.clip(values, low, high)
    everyday = random.random(size) < 0.7
    for name in ("side_1", "side_2", "side_3"):
        on_edge = random.choice(TIER_EDGES, size) + random.integers(-1, 2, size)
        columns[name] = np.where(everyday, on_edge, columns[name])
    columns["category"] = random.integers(-1, 25, size)
    return {name: values.astype(kind_for(BOUNDS[name])) for name, values in columns.items()}


def everyday_catalog(size: int, seed: int = 0, start: int = 0) -> pl.DataFrame:
    """Products as shops have them: mostly small and light, prices around twenty dollars."""
    random = np.random.default_rng(seed)
    numbers = pl.int_range(start, start + size, eager=True)

    def spread(middle: float, width: float, low: float, high: float, places: int) -> NDArray[np.float64]:
        values: NDArray[np.float64] = np.round(random.lognormal(np.log(middle), width, size).clip(low, high), places)
        return values

    categories = [
        "home_and_kitchen",
        "toys_and_games",
        "consumer_electronics",
        "books",
        "clothing_and_accessories",
        "furniture",
    ]
    return pl.DataFrame(
        {
            "sku": pl.select(pl.format("SKU-{}", numbers)).to_series(),
            "length": spread(9, 0.6, 0.5, 90, 2),
            "width": spread(6, 0.6, 0.4, 60, 2),
            "height": spread(2.7, 0.7, 0.1, 40, 2),
            "weight": spread(1, 1.1, 0.02, 140, 3),
            "price": spread(22, 0.8, 1, 2000, 2),
            "category": pl.Series(categories).gather(pl.Series(random.integers(0, len(categories), size))),
            "cost": spread(6, 0.8, 0.1, 900, 2),
            "days_in_storage": random.integers(0, 120, size),
            "days_of_supply_30": np.round(random.uniform(0, 80, size), 1),
            "days_of_supply_90": np.round(random.uniform(0, 80, size), 1),
            "sipp": random.random(size) < 0.1,
            "title": pl.select(pl.format("Product number {}", numbers)).to_series(),
        }
    )
