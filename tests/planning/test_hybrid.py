"""Programs by channel, by hand. On 2026-08-03 a mug (18.99, cost 3.10, packaging 0.50, handling 1.20, postage 7.00) leaves

- on Amazon by FBA 18.99 - 3.10 - 4.60 - 0.16 - 2.85 = 8.28, by oneself 18.99 - 3.10 - 1.70 - 7.00 - 2.85 = 4.34;
- in a direct sale by MCF 18.99 - 3.10 - 8.93 - 0.31 = 6.65, by oneself 18.99 - 3.10 - 1.70 - 7.00 = 7.19.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import logicost as lc
from logicost.answers.engine import Engine
from logicost.errors import InputError
from logicost.fees.delivery_promise import delivery_promise
from logicost.fees.vocabularies import open_plan
from logicost.planning.hybrid import Arrangement, Hybrid, hybrid_row
from logicost.tables.shelf import Shelf, find_market

DAY = "2026-08-03"
OWN = {"cost": "3.10", "packaging": "0.50", "handling": "1.20", "postage": "7.00"}


def answer(row: dict[str, Any], orders: str, programs: str = "fba,fbm,mcf", **more: Any) -> Hybrid:
    return hybrid_row(Engine(), {**row, **OWN}, "MUG", "US", orders, programs, on=DAY, **more)


def chosen(arranged: Arrangement | None) -> dict[str, str]:
    assert arranged is not None
    return {option.channel: option.program for option in arranged.options}


def total(arranged: Arrangement | None) -> str:
    assert arranged is not None
    return str(arranged.total.amount)


def test_the_best_program_of_each_channel(mug: dict[str, Any]) -> None:
    found = answer(mug, "amazon:300,direct:100")
    assert chosen(found.best) == {"amazon": "fba", "direct": "fbm"}
    assert total(found.best) == "3203.00"  # 300 x 8.28 + 100 x 7.19
    assert total(found.consolidated) == "3149.00"  # 300 x 8.28 + 100 x 6.65
    assert total(found.split) == "3203.00"
    assert found.saving == Decimal("-54.00")  # one stock costs 100 x 0.54 more than two


def test_a_fixed_cost_counts_once_and_can_turn_the_answer(mug: dict[str, Any]) -> None:
    # the own warehouse costs 60: splitting leaves 3,143, one stock 3,149; the account's 39.99 comes off both
    found = answer(mug, "amazon:300,direct:100", fixed="fbm:60,account:39.99")
    assert chosen(found.best) == {"amazon": "fba", "direct": "mcf"}
    assert total(found.best) == total(found.consolidated) == "3109.01"
    assert total(found.split) == "3103.01"
    assert found.saving == Decimal("6.00")
    # with two channels that need the warehouse it is paid once: 2 x 54 outweigh 60
    both = answer(mug, "amazon:300,direct:200", fixed="fbm:60")
    assert chosen(both.best)["direct"] == "fbm"
    assert both.best is not None
    assert both.best.fixed == Decimal("60.00")


def test_the_account_counts_whatever_the_program(mug: dict[str, Any]) -> None:
    # 300 x 8.28 + 100 x 7.19 = 3,203.00; the plan 39.99, 100,000 SKUs too many at 0.001, and 20.00 of one's own
    given = {"selling_plan": "professional"}
    found = answer({**mug, **given}, "amazon:300,direct:100", active_skus=1_600_000, fixed="account:20")
    assert [(cost.fee, str(cost.amount)) for cost in found.account] == [
        ("selling_plan", "39.99"),
        ("high_volume_listing", "100.00"),
    ]
    assert (total(found.best), str(found.best and found.best.fixed)) == ("3043.01", "159.99")
    alone = answer(mug, "amazon:300,direct:100", active_skus="1500005")
    assert total(alone.best) == "3202.99"  # 5 x 0.001 = 0.005, half-up to the cent
    assert total(answer(mug, "amazon:300,direct:100", active_skus="1500004").best) == "3203.00"


def test_the_individual_plan_pays_per_item_on_amazon(mug: dict[str, Any]) -> None:
    # 300 x (8.28 - 0.99) + 100 x 7.19
    found = answer({**mug, "selling_plan": "individual"}, "amazon:300,direct:100")
    assert total(found.best) == "2906.00"
    assert [str(cost.amount) for cost in found.account] == ["0.00"]


def test_an_uplift_is_of_the_orders(mug: dict[str, Any]) -> None:
    # 9 % more orders by MCF: 109 x 6.65 = 724.85 against 100 x 7.19 = 719.00
    found = answer(mug, "direct:100", "fbm,mcf", uplift="mcf:9")
    assert chosen(found.best) == {"direct": "mcf"}
    assert total(found.best) == "724.85"
    # half an order more is half an order's profit: 100.5 x 6.65 = 668.325
    assert total(answer(mug, "direct:100", "mcf", uplift="mcf:0.5").best) == "668.33"


def test_orders_of_several_units(mug: dict[str, Any]) -> None:
    quoted = lc.quote(lc.Product(**mug, cost="3.10"), "mcf", on=DAY, channel="direct", units_per_order=2)
    found = answer({**mug, "units_per_order": "2"}, "direct:10", "mcf")
    assert quoted.profit is not None
    assert total(found.best) == str(quoted.profit * 20)


def test_a_channel_takes_only_what_serves_it(mug: dict[str, Any]) -> None:
    found = answer(mug, "amazon:1,direct:1")
    assert {(o.channel, o.program) for o in found.options} == {
        ("amazon", "fba"), ("amazon", "fbm"), ("direct", "fbm"), ("direct", "mcf"),
    }  # fmt: skip
    alone = answer(mug, "amazon:10,direct:5", "fba")
    assert alone.best is None
    assert alone.saving is None


def test_promises_are_documented_or_absent(mug: dict[str, Any], shelf: Shelf) -> None:
    found = answer(mug, "direct:10", "fbm,mcf,mcf:expedited")
    assert [option.promise for option in found.options] == ["", "3 business days", "2 business days"]
    here, there = (open_plan(find_market(market), found.on, shelf) for market in ("US", "DE"))
    assert str(delivery_promise(here, "sfp:ups_ground")) == "Prime badge"
    assert delivery_promise(here, "fba") is None
    assert delivery_promise(there, "mcf:standard") is None


@pytest.mark.parametrize(
    ("code", "field", "changes"),
    [
        ("missing_value", "orders", {"orders": ""}),
        ("orders_malformed", "orders", {"orders": "amazon"}),
        ("unknown_choice", "orders", {"orders": "amazn:3"}),
        ("channel_given_twice", "orders", {"orders": "amazon:3,amazon:4"}),
        ("not_whole", "orders", {"orders": "amazon:3.5"}),
        ("program_figures_malformed", "uplift", {"uplift": "20"}),
        ("program_not_compared", "fixed", {"fixed": "sfp:250"}),
        ("program_not_compared", "uplift", {"uplift": "account:5"}),
        ("not_whole", "active_skus", {"active_skus": "1.5"}),
        ("out_of_range", "active_skus", {"active_skus": -1}),
        ("negative", "fixed", {"fixed": "fbm:-1"}),
        ("out_of_range", "uplift", {"uplift": "fba:-5"}),
    ],
)
def test_what_cannot_be_used(mug: dict[str, Any], code: str, field: str, changes: dict[str, Any]) -> None:
    with pytest.raises(InputError) as caught:
        answer(mug, **{"orders": "amazon:3", **changes})
    assert (caught.value.code, caught.value.field) == (code, field)


def test_the_public_function_prints(mug: dict[str, Any]) -> None:
    found = lc.hybrid(lc.Product(sku="MUG-11", **mug), {"amazon": 300, "direct": 100}, on=DAY, postage="7.00")
    assert "MUG-11" in str(found)
    assert "one stock at Amazon" in str(found)
