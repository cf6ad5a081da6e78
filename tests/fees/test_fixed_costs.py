"""The month's fixed costs: both plans, and the high-volume fee at its threshold."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

import logicost as lc
from logicost.errors import InputError, RefusedError
from logicost.fees.fixed_costs import FixedCost, monthly_fixed_costs
from logicost.tables.shelf import find_market, open_shelf


def costs(on: str = "2026-11-02", **given: object) -> tuple[FixedCost, ...]:
    return monthly_fixed_costs(open_shelf(), find_market("US"), dt.date.fromisoformat(on), **given)  # type: ignore[arg-type]


def test_selling_plans() -> None:
    assert costs()[0] == FixedCost("selling_plan", Decimal("39.99"), "exact", "us/selling_plan/2024-01-01")
    assert costs(items_sold=500)[0].amount == Decimal("39.99")
    # 40 items cost less than the professional plan, 41 more
    assert [costs(plan="individual", items_sold=items)[0].amount for items in (0, 40, 41)] == [
        Decimal("0.00"),
        Decimal("39.60"),
        Decimal("40.59"),
    ]


@pytest.mark.parametrize(
    ("skus", "amount"), [(0, "0.00"), (1_500_000, "0.00"), (1_500_001, "0.0010"), (1_600_000, "100.00")]
)
def test_high_volume_listing(skus: int, amount: str) -> None:
    assert str(costs(active_skus=skus)[1].amount) == amount


def test_the_public_function() -> None:
    assert lc.fixed_costs("individual", items_sold=41, active_skus=1_600_000, on="2026-11-02") == costs(
        plan="individual", items_sold=41, active_skus=1_600_000
    )
    with pytest.raises(InputError, match="active_skus"):
        lc.fixed_costs(active_skus=-1)


def test_the_individual_plan_is_a_line_of_amazon_orders(price: Any) -> None:
    for program, given, amount in (
        ("fba", {"selling_plan": "individual"}, "0.99"),
        ("fba", {"selling_plan": "Professional"}, None),
        ("fba", {}, None),
        ("fbm:flat", {"selling_plan": "individual"}, "0.99"),
        ("fbm:flat", {"selling_plan": "individual", "channel": "shopify"}, None),
        ("sfp:flat", {"selling_plan": "individual", "channel": "amazon"}, "0.99"),
        ("mcf", {"selling_plan": "individual"}, None),
    ):
        # per item, however many an order holds
        assert price("2026-11-02", program, postage="6", units_per_order=3, **given).amount("selling_plan") == amount


def test_what_cannot_be_answered() -> None:
    with pytest.raises(InputError, match="Known in US: professional, individual"):
        costs(plan="pro")
    with pytest.raises(InputError, match="items_sold"):
        costs(items_sold=-1)
    with pytest.raises(RefusedError):
        costs("2019-01-01")


def test_why_a_day_has_no_fixed_costs() -> None:
    with pytest.raises(RefusedError, match="no selling_plan card is on file for US before 2024-01-01"):
        costs("2019-01-01")
    with pytest.raises(RefusedError, match="before 2024-01-01"):
        costs("2023-12-31")
    assert costs("2024-01-01")[0].amount == Decimal("39.99")
