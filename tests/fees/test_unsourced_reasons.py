"""A figure that is not on file is never printed as $0.00."""

from __future__ import annotations

from itertools import product

import pytest

import logicost as lc
from logicost.errors import LogicostError

SHAPES = (("6 x 4 x 1 in", "9 oz"), ("24 x 7.5 x 6 in", "7.9 lb"), ("30 x 22 x 22 in", "180 lb"))
OPTIONS: tuple[dict[str, object], ...] = (
    {},
    {"days_in_storage": 300, "placement": "minimal", "return_rate": "10 %", "unsellable_returns": "liquidation",
     "storage_utilization_weeks": 40, "awd_days_in_storage": 30, "units_per_box": 10},
    {"channel": "ebay", "loss_rate": "1 %"},
)  # fmt: skip


@pytest.mark.parametrize("program", ["fba", "fba:awd", "mcf", "mcf:priority", "fbm", "fbm:amazon_shipping"])
def test_no_reason_of_an_unknown_amount_names_nothing(program: str) -> None:
    unknown = 0
    for (sides, weight), on, options in product(SHAPES, ("2024-02-10", "2025-06-01", "2026-11-26"), OPTIONS):
        goods = lc.Product(
            sku="A", dimensions=sides, weight=weight, price="40", category="home_and_kitchen", dangerous_goods=True
        )
        try:
            quoted = lc.quote(goods, program, on=on, **options)  # type: ignore[arg-type]
        except LogicostError:
            continue
        for line in quoted.lines:
            if line.status == "unsourced":
                unknown += 1
                assert line.amount is None
                assert "$0.00" not in line.why, (program, on, line)
    assert unknown or program in ("fbm", "fba:awd")


@pytest.mark.parametrize(
    ("market", "on", "given", "fee"),
    [
        ("UK", "2025-09-01", {"inventory_age_days": 250}, "aged_inventory"),
        ("DE", "2025-09-01", {"inventory_age_days": 250}, "aged_inventory"),
        ("UK", "2025-09-01", {"days_in_storage": 30, "dangerous_goods": True}, "storage"),
        ("UK", "2026-09-01", {"loss_rate": "1 %"}, "lost_and_damaged"),
        ("UK", "2025-12-01", {"return_rate": "10 %", "unsellable_returns": "removal"}, "removal"),
        ("DE", "2025-12-01", {"return_rate": "10 %"}, "disposal"),
        ("UK", "2026-09-01", {"return_rate": "10 %", "unsellable_returns": "grade_and_resell"}, "grade_and_resell"),
        ("UK", "2026-09-01", {"return_rate": "10 %"}, "returns_processing"),
        ("UK", "2026-09-01", {"amazon_prep": "bagging"}, "prep"),
        ("UK", "2026-09-01", {"storage_utilization_weeks": 30, "days_in_storage": 60}, "storage_utilization"),
        ("DE", "2026-01-31", {"sipp": True}, "sipp_discount"),
        ("DE", "2026-01-31", {"stock_country": "fr"}, "fba_fulfillment"),
        ("DE", "2026-01-31", {"price": "9.99", "weight": "100 g", "dimensions": "20 x 15 x 2 cm"}, "fba_fulfillment"),
        ("US", "2024-02-10", {"storage_utilization_weeks": 40, "days_in_storage": 60}, "storage_utilization"),
    ],
)
def test_what_is_not_on_file_says_what_to_give(market: str, on: str, given: dict[str, object], fee: str) -> None:
    goods = {
        "sku": "A",
        "dimensions": "30 x 20 x 10 cm",
        "weight": "900 g",
        "price": "40",
        "category": "toys_and_games",
    }
    line = lc.quote({**goods, **given}, "fba", market=market, on=on).line(fee)
    assert line is not None
    assert (line.amount, line.status) == (None, "unsourced")
    assert "give " in line.why
    assert "0.00" not in line.why
