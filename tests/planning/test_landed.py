"""Landed cost by hand: 1,000 mugs of 92.106 cubic inches and 500 trays of 162 share a container."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import logicost as lc
from logicost.errors import InputError
from logicost.planning.allocation import allocate

MUGS: dict[str, Any] = {
    "sku": "MUG",
    "units": "1000",
    "dimensions": "5.1 x 4.3 x 4.2 in",
    "weight": "14.2 oz",
    "cost": "3.10",
}
TRAYS: dict[str, Any] = {
    "sku": "TRAY",
    "units": "500",
    "dimensions": "12 x 9 x 1.5 in",
    "weight": "2 lb",
    "cost": "5.25",
}


def shares(charge: str, **prices: object) -> list[str]:
    return [str(getattr(item, charge)) for item in lc.landed_cost([MUGS, TRAYS], **prices).items]


@pytest.mark.parametrize(
    ("by", "parts"),
    [
        # 92,106 and 81,000 cubic inches of 173,106: 1,900 x 92,106 / 173,106 = 1,010.947...
        ("volume", ["1010.95", "889.05"]),
        # 14,200 and 16,000 ounces of 30,200: 893.377 and 1,006.623
        ("weight", ["893.38", "1006.62"]),
        # 3,100 and 2,625 of 5,725: 1,028.821 and 871.179
        ("value", ["1028.82", "871.18"]),
        # two thirds and one third: 1,266.667 and 633.333
        ("units", ["1266.67", "633.33"]),
    ],
)
def test_a_container_is_shared(by: str, parts: list[str]) -> None:
    assert shares("freight", container="1900", freight_by=by) == parts


def test_every_way_of_pricing_freight() -> None:
    # 173,106 cubic inches are 2.836699... cubic metres: x 120 = 340.40
    assert sum(map(Decimal, shares("freight", per_cbm="120"))) == Decimal("340.40")
    # billed 3.2 cubic metres of pallets: 384.00
    assert sum(map(Decimal, shares("freight", per_cbm="120", cbm="3.2"))) == Decimal("384.00")
    # 30,200 ounces are 856.1556 kg: x 1.50 = 1,284.23
    assert sum(map(Decimal, shares("freight", per_kg="1.50"))) == Decimal("1284.23")
    # by air a cubic metre counts for 167 kg: 2.8367 x 167 = 473.7 kg is less; for 400 kg: 1,134.68 kg x 1.50 = 1,702.02
    assert sum(map(Decimal, shares("freight", per_kg="1.50", volumetric_kg_per_cbm="167"))) == Decimal("1284.23")
    assert sum(map(Decimal, shares("freight", per_kg="1.50", volumetric_kg_per_cbm="400"))) == Decimal("1702.02")
    assert sum(map(Decimal, shares("freight", per_parcel="12.50", parcels="40"))) == Decimal("500.00")
    # prices add up: two containers and a lorry
    assert sum(map(Decimal, shares("freight", container="1900", containers="2", freight="150"))) == Decimal("3950.00")


def test_duty_fees_and_insurance() -> None:
    shipment = lc.landed_cost(
        [{**MUGS, "duty_rate": "10"}, TRAYS],
        container="1900", duty_rate="3.4", customs_fees="175", insurance_rate="0.4 %",
    )  # fmt: skip
    mugs, trays = shipment.items
    # 10 % of 3,100; 3.4 % of 2,625 = 89.25
    assert (mugs.duty, trays.duty) == (Decimal("310.00"), Decimal("89.25"))
    # 0.4 % of 5,725 = 22.90, by value: 12.40 and 10.50; 175: 94.76 and 80.24
    assert (mugs.insurance, trays.insurance) == (Decimal("12.40"), Decimal("10.50"))
    assert (mugs.customs_fees, trays.customs_fees) == (Decimal("94.76"), Decimal("80.24"))
    # (1,010.95 + 12.40 + 94.76) / 1,000 = 1.11811; 310 / 1,000; 3.10 + 1.11811 + 0.31
    assert (mugs.inbound_freight, mugs.duty_per_unit) == (Decimal("1.1181"), Decimal("0.31"))
    assert mugs.exact_landed_cost == Fraction("4.52811")
    assert mugs.landed_cost == Decimal("4.5281")


def test_duty_of_goods_with_their_freight_and_insurance() -> None:
    shipment = lc.landed_cost(
        [MUGS, TRAYS], container="1900", insurance="20", duty_rate="10", duty_base="goods_freight_insurance"
    )
    # insurance by value: 10.83 and 9.17; (3,100 + 1,010.95 + 10.83) x 10 % = 412.178; (2,625 + 889.05 + 9.17) x 10 % = 352.322
    assert [str(item.duty) for item in shipment.items] == ["412.18", "352.32"]


def test_it_feeds_a_quote() -> None:
    item = lc.landed_cost([MUGS], container="1900", duty_rate="10").items[0]
    assert (item.inbound_freight, item.duty_per_unit) == (Decimal("1.90"), Decimal("0.31"))
    product = lc.Product(
        dimensions=MUGS["dimensions"], weight=MUGS["weight"], price="18.99", cost="3.10",
        inbound_freight=item.inbound_freight, duty=item.duty_per_unit,
    )  # fmt: skip
    quoted = lc.quote(product, "fba", on="2026-06-01")
    assert {line.fee: str(line.amount) for line in quoted.lines}["inbound_freight"] == "1.90"


@pytest.mark.parametrize(
    ("code", "field", "item", "prices"),
    [
        ("freight_missing", "freight", {}, {}),
        ("missing_value", "parcels", {}, {"per_parcel": "5"}),
        ("missing_value", "units", {"units": ""}, {"freight": "5"}),
        ("missing_value", "cost", {"cost": None}, {"freight": "5"}),
        ("out_of_range", "units", {"units": "0"}, {"freight": "5"}),
        ("out_of_range", "cbm", {}, {"per_cbm": "5", "cbm": "0"}),
        ("negative", "container", {}, {"container": "-5"}),
        ("unknown_choice", "freight_by", {}, {"freight": "5", "freight_by": "colour"}),
        ("unknown_choice", "duty_base", {}, {"freight": "5", "duty_base": "x"}),
        ("nothing_to_share_by", "freight_by", {"cost": "0"}, {"freight": "5", "freight_by": "value"}),
        ("dimension_not_positive", "dimensions", {"dimensions": "0 x 1 x 1 in"}, {"freight": "5"}),
    ],
)
def test_what_cannot_be_used(code: str, field: str, item: dict[str, Any], prices: dict[str, Any]) -> None:
    with pytest.raises(InputError) as caught:
        lc.landed_cost([{**MUGS, **item}], **prices)
    assert (caught.value.code, caught.value.field) == (code, field)


def test_measures_count_where_a_price_or_share_goes_by_them() -> None:
    """By weight no sides are needed, by units or value neither; 14,200 and 16,000 ounces of 30,200 as above."""
    heavy = [{name: value for name, value in each.items() if name != "dimensions"} for each in (MUGS, TRAYS)]
    shipment = lc.landed_cost(heavy, container="1900", freight_by="weight")
    assert [str(item.freight) for item in shipment.items] == ["893.38", "1006.62"]
    assert shipment.cubic_metres is None
    assert shipment.to_dict()["cubic_metres"] is None
    assert "856.2 kg" in str(shipment)  # 30,200 oz x 28.349523125 g
    bare = [{name: each[name] for name in ("sku", "units", "cost")} for each in (MUGS, TRAYS)]
    by_units = lc.landed_cost(bare, container="1900", freight_by="units")
    assert [str(item.freight) for item in by_units.items] == ["1266.67", "633.33"]
    assert lc.landed_cost(heavy, per_kg="1", cbm="3", freight_by="weight").total("freight") > 0


@pytest.mark.parametrize(
    ("prices", "field"),
    [
        ({"freight": "5"}, "dimensions"),  # shared by volume
        ({"per_cbm": "5", "freight_by": "weight"}, "dimensions"),
        ({"per_kg": "5", "volumetric_kg_per_cbm": "167", "freight_by": "weight"}, "dimensions"),
        ({"per_kg": "5", "freight_by": "units", "weightless": True}, "weight"),
    ],
)
def test_a_measure_that_is_needed_is_asked_for(prices: dict[str, Any], field: str) -> None:
    without = ("dimensions", "weight") if prices.pop("weightless", False) else ("dimensions",)
    item = {name: value for name, value in MUGS.items() if name not in without}
    with pytest.raises(InputError) as caught:
        lc.landed_cost([item], **prices)
    assert (caught.value.code, caught.value.field) == ("missing_value", field)
    assert caught.value.message.startswith("MUG: ")


def test_a_shipment_holds_something() -> None:
    with pytest.raises(InputError, match="no products"):
        lc.landed_cost([], freight="5")


def test_the_largest_remainders_get_the_rest() -> None:
    # 100 by 1, 1, 1: 33.33 each, the first gets the last; by 1, 1, 2 of 7: 1.75, 1.75, 3.5
    assert allocate(100, [1, 1, 1]) == [34, 33, 33]
    assert allocate(7, [1, 1, 2]) == [2, 2, 3]
    assert allocate(5, [0, 1]) == [0, 5]


@given(st.integers(0, 10**9), st.lists(st.fractions(0, 10**6), min_size=1, max_size=12))
def test_shares_add_up_and_are_within_a_cent(whole: int, weights: list[Fraction]) -> None:
    if any(weights):
        parts = allocate(whole, weights)
        assert sum(parts) == whole
        everything = sum(weights)
        assert all(abs(part - weight * whole / everything) < 1 for part, weight in zip(parts, weights, strict=True))


@pytest.mark.parametrize("items", [None, 3, "mug", [1], [None], object()])
def test_what_is_no_shipment(items: Any) -> None:
    with pytest.raises(InputError) as caught:
        lc.landed_cost(items, container=1)
    assert caught.value.code == "product_unknown"
