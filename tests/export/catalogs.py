"""Catalog rows for the sheet tests: everyday, random, and at the edges of the cards, one grain below, on and above."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from logicost.answers.compare import compare_row
from logicost.answers.comparison import Comparison
from logicost.answers.engine import Engine
from logicost.answers.request import Request
from logicost.inputs.fields import FIELD, FIELDS, Field
from logicost.inputs.scalar import INPUTS
from logicost.programs import programs_of
from logicost.rules.expressions import FindRow
from logicost.rules.plan import Kind, Plan
from logicost.rules.table import NO_LIMIT
from logicost.tables.shelf import find_market

MEASURES = ("price", "zone", "zone_mix")
EVERY_PROGRAM = tuple(programs_of(find_market("US")))
TIER_SIDES = (
    15_000,
    12_000,
    750,
    18_000,
    14_000,
    8_000,
    37_000,
    28_000,
    20_000,
    59_000,
    33_000,
    96_000,
    22_000,
    30_000,
)
PRICES = (99_999, 100_000, 100_001, 500_000, 500_001, 149_999, 150_000, 150_001, 200_000, 1_000_000, 1, 499_999_999)


def edges_of(plan: Plan) -> tuple[list[int], list[int]]:
    """The edges of every band by weight and by price that the plan's tables have, in grains."""
    weights: set[int] = set()
    prices: set[int] = set(PRICES)
    for step in plan.steps.values():
        if isinstance(step.expression, FindRow):
            table = step.expression.table
            found = {row.upper for row in table.rows if row.upper != NO_LIMIT}
            found = {edge for edge in found if edge < 80_000_000}
            (prices if table.along == "price" else weights if table.along != "days_in_storage" else set()).update(found)
    return sorted(weights), sorted(prices)


def rows(count: int, seed: int, plan: Plan) -> Iterator[dict[str, Any]]:
    """So many rows; every other one lies on an edge of a card."""
    draw = random.Random(seed)
    weights, prices = edges_of(plan)
    categories = plan.words["category"]
    for number in range(count):
        edge = number % 2 == 0
        row: dict[str, Any] = {"sku": f"SKU-{number}"}
        if edge:
            sides = [draw.choice(TIER_SIDES) + draw.choice((-1, 0, 0, 1)) for _ in range(3)]
            weight = draw.choice(weights) + draw.choice((-1, 0, 1))
            price = draw.choice(prices) + draw.choice((-1, 0, 1))
        else:
            largest = draw.choice((4_000, 15_000, 40_000, 110_000))
            sides = [draw.randint(1, largest) for _ in range(3)]
            weight = draw.choice((draw.randint(1, 16_000), draw.randint(1, 400_000), draw.randint(1, 3_000_000)))
            price = draw.choice((draw.randint(1, 600_000), draw.randint(1, 5_000_000)))
        row |= {"length": sides[0] / 1000, "width": sides[1] / 1000, "height": sides[2] / 1000}
        row |= {"weight": f"{max(weight, 1) / 1000:.3f} oz", "price": f"{max(price, 1) / 10_000:.4f}"}
        yield row | _options(draw, categories)


def _options(draw: random.Random, categories: tuple[str, ...]) -> dict[str, Any]:
    row: dict[str, Any] = {"category": draw.choice((*categories, None))}
    choices: dict[str, tuple[Any, ...]] = {
        "cost": (None, "3.10", f"{draw.random() * 90:.4f}"),
        "inbound_freight": (None, "0.4"),
        "duty": (None, "0.25"),
        "advertising": (None, "1.5"),
        "apparel": (None, True, False),
        "dangerous_goods": (False, False, True),
        "sipp": (False, True),
        "days_in_storage": (None, 0, 1, 45, draw.randint(0, 1095)),
        "days_of_supply_30": (None, 13.99, 14, 20.995, 27.99, 28),
        "days_of_supply_90": (None, 10, 14, 21),
        "units_shipped_7": (None, 19, 20),
        "units_per_order": (1, 1, 2, 3, 7),
        "parcel": (None, None, "18 x 15 x 12.125 in", "40 x 30 x 9 cm"),
        "zone": (None, None, 1, 2, 8, 9),
        "packaging": (None, "0.35"),
        "handling": (None, "1.0001"),
        "own_storage": (None, "0.2"),
        "postage": (None, None, "7.77"),
        "residential": (None, False),
        "fuel_percent": (None, None, "18.125"),
        "channel": (None, None, "amazon", "direct", draw.choice(FIELD["channel"].examples)),
        "mcf_block_amazon_logistics": (False, True),
        "mcf_outside_contiguous": (False, False, True),
        "mcf_preferred_pricing": (None, "six_month", "twelve_month", "new_seller"),
        "mcf_units_12_weeks": (0, 500, 100_000),
        "mcf_percentages": ("add", "compound"),
        "mcf_part_pounds": ("round_up", "prorate"),
        "large_standard_minimum_side": (False, True),
    }
    row |= {name: draw.choice(values) for name, values in choices.items()}
    for field in FIELDS:
        if field.read is not None and field.name not in row and field.name not in MEASURES:
            row[field.name] = draw.choice((None, None, *_samples(field)))
    if row["zone"] is None and draw.random() < 0.3:
        row["zone_mix"] = "2:10.25,5:59.75,8:30"
    return row


def _samples(field: Field) -> tuple[Any, ...]:
    """Values of an input that the list above does not name."""
    kind = INPUTS[field.name].kind
    if field.examples:
        return field.examples
    if kind is Kind.FLAG:
        return (True, False)
    if kind is Kind.DAY:
        return ("2024-03-01", "2025-12-31", "2026-01-15")
    if kind in (Kind.MONEY, Kind.RATE):
        return ("0.37", "12.3456") if kind is Kind.MONEY else ("8 %", "33.333 %")
    return tuple(number for number in (1, 2, 9, 30, 180, 365) if number <= field.largest)


def comparisons(count: int, seed: int, on: str, programs: tuple[str, ...] = EVERY_PROGRAM) -> list[Comparison]:
    engine = Engine()
    request = Request.of(programs, on=on)
    sample = {"dimensions": "5 x 4 x 3 in", "weight": "1 lb", "price": "20"}
    plan = engine.answer(sample, "US", on, tuple(request.programs)).plan
    assert plan.market is find_market("US")
    return [compare_row(engine, row, request) for row in rows(count, seed, plan)]
