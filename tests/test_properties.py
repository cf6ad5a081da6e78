"""What holds for every product: units, order of sides, weight, totals, and no float anywhere."""

from __future__ import annotations

from dataclasses import fields
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import logicost as lc
from logicost.tables.status import Status

SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)

PROGRAMS = (
    "fba",
    "mcf",
    "mcf:expedited",
    "fbm",
    "fbm:usps_priority_mail",
    "fbm:ups_ground",
    "fbm:fedex_ground",
    "fbm:flat",
)
inches = st.integers(1, 110_000).map(lambda grains: Decimal(grains) / 1000)
sides = st.lists(inches, min_size=3, max_size=3)
ounces = st.integers(1, 2_800_000).map(lambda grains: Decimal(grains) / 1000)
prices = st.integers(1, 30_000).map(lambda cents: Decimal(cents) / 100)
days = st.sampled_from(
    ["2024-06-01", "2025-03-03", "2025-11-20", "2026-03-02", "2026-07-20", "2026-10-20", "2026-11-22", "2027-06-01"]
)
categories = st.sampled_from(
    [None, "home_and_kitchen", "clothing_and_accessories", "footwear", "jewelry", "media", "grocery_and_gourmet"]
)
options = st.fixed_dictionaries(
    {},
    optional={
        "days_in_storage": st.integers(0, 500),
        "units_per_order": st.integers(1, 6),
        "zone": st.integers(1, 9),
        "packaging": prices,
        "days_of_supply_30": st.integers(0, 40),
        "days_of_supply_90": st.integers(0, 40),
        "mcf_outside_contiguous": st.booleans(),
        "residential": st.booleans(),
        "fuel_percent": st.sampled_from(["0", "18.25", "26"]),
    },
)
products = st.builds(
    lambda sides, weight, price, category, dangerous, sipp, cost: {
        "dimensions": [f"{side} in" for side in sides], "weight": f"{weight} oz", "price": price, "category": category,
        "dangerous_goods": dangerous, "sipp": sipp, "cost": cost,
    },
    sides, ounces, prices, categories, st.booleans(), st.booleans(), st.none() | prices,
)  # fmt: skip


def compared(product: dict[str, Any], day: str, more: dict[str, object]) -> list[dict[str, Any]]:
    return lc.compare(lc.Product(sku="A", **product), PROGRAMS, on=day, postage=None, **more).to_dicts()


@SETTINGS
@given(sides=sides, pounds=st.integers(1, 175), price=prices, day=days)
def test_units_do_not_matter(sides: list[Decimal], pounds: int, price: Decimal, day: str) -> None:
    """1 lb = 16 oz = 453.59237 g, 1 in = 2.54 cm = 25.4 mm: the same quote to the cent."""
    weights = (
        f"{pounds} lb",
        f"{pounds * 16} oz",
        f"{pounds * Decimal('453.59237')} g",
        f"{pounds * Decimal('0.45359237')} kg",
    )
    lengths = (
        " x ".join(map(str, sides)) + " in",
        " x ".join(f"{side * Decimal('2.54'):f}" for side in sides) + " cm",
        [f"{side * Decimal('25.4'):f} mm" for side in sides],
        [f"{side} in" for side in sides],
    )
    quotes = [compared({"dimensions": length, "weight": weight, "price": price}, day, {"zone": 5})
              for length, weight in zip(lengths, weights, strict=True)]  # fmt: skip
    assert all(quote == quotes[0] for quote in quotes)


@SETTINGS
@given(product=products, day=days, more=options, order=st.permutations(range(3)))
def test_order_of_sides_does_not_matter(
    product: dict[str, Any], day: str, more: dict[str, object], order: list[int]
) -> None:
    turned = {**product, "dimensions": [product["dimensions"][place] for place in order]}
    assert compared(product, day, more) == compared(turned, day, more)


@SETTINGS
@given(product=products, day=days, more=options, heavier=ounces)
def test_more_weight_never_costs_less_inside_a_tier(
    product: dict[str, Any], day: str, more: dict[str, object], heavier: Decimal
) -> None:
    """Fulfillment fees and postage; SIPP discounts grow with weight, so that they stay out."""
    light, heavy = sorted((Decimal(product["weight"].removesuffix(" oz")), heavier))
    pairs = zip(*(compared({**product, "weight": f"{weight} oz"}, day, more) for weight in (light, heavy)), strict=True)
    for less, greater in pairs:
        if less["size_tier"] != greater["size_tier"] or "error_code" in less or "error_code" in greater:
            continue
        costs = [{line["fee"]: line["amount"] for line in quote["lines"]} for quote in (less, greater)]
        for fee in ("fba_fulfillment", "mcf_fulfillment", "carrier_postage", "low_inventory_level", "bulky_packaging"):
            if costs[0].get(fee) is not None and costs[1].get(fee) is not None:
                assert Decimal(costs[0][fee]) <= Decimal(costs[1][fee]), (fee, less["program"], light, heavy)


@SETTINGS
@given(product=products, day=days, more=options)
def test_totals_equal_their_lines(product: dict[str, Any], day: str, more: dict[str, object]) -> None:
    for quote in lc.compare(lc.Product(sku="A", **product), PROGRAMS, on=day, **more).quotes:
        if quote.is_error:
            assert (quote.status, quote.total_cost, quote.lines) == ("error", None, ())
            continue
        known = [line.amount for line in quote.lines if line.amount is not None]
        assert quote.total_cost is not None
        assert quote.profit is not None
        assert quote.total_cost == sum(known, Decimal(0))
        assert quote.profit == product["price"] - quote.total_cost
        assert quote.margin == (quote.profit / product["price"]).quantize(Decimal("0.0001"), ROUND_HALF_UP)
        if product["cost"] is not None:
            assert quote.roi == (quote.profit / product["cost"]).quantize(Decimal("0.0001"), ROUND_HALF_UP)
        else:
            assert quote.roi is None
        worst = max((Status[line.status.upper()] for line in quote.lines), default=Status.EXACT)
        assert quote.status == worst.word
        assert all((line.amount is None) == (line.status == "unsourced") for line in quote.lines)


@SETTINGS
@given(product=products, day=days, more=options, program=st.sampled_from(PROGRAMS))
def test_quote_equals_compare(product: dict[str, Any], day: str, more: dict[str, object], program: str) -> None:
    goods = lc.Product(sku="A", **product)
    together = [quote for quote in lc.compare(goods, PROGRAMS, on=day, **more).quotes if quote.program == program]
    try:
        alone = lc.quote(goods, program, on=day, **more)
    except lc.LogicostError as error:
        refused = (error.code, error.message)
    else:
        refused = (None, None)
        (same,) = [quote for quote in together if quote.channel == alone.channel]
        told, too = ([note for note in each.notes if not note.startswith("no effect on ")] for each in (alone, same))
        assert alone.to_dict() | {"notes": told} == same.to_dict() | {"best": None, "notes": too}
    assert refused in {(quote.error_code, quote.error) for quote in together}


def _floats(value: object, way: str) -> list[str]:
    if isinstance(value, float):
        return [way]
    if isinstance(value, dict):
        return [found for key, item in value.items() for found in _floats(item, f"{way}.{key}")]
    if isinstance(value, list | tuple):
        return [found for number, item in enumerate(value) for found in _floats(item, f"{way}[{number}]")]
    return []


@SETTINGS
@given(product=products, day=days, more=options)
def test_no_float_in_any_result(product: dict[str, Any], day: str, more: dict[str, object]) -> None:
    for quote in lc.compare(lc.Product(sku="A", **product), PROGRAMS, on=day, **more).quotes:
        assert not _floats(quote.to_dict(), quote.program)
        for item in fields(quote):
            assert not _floats(getattr(quote, item.name), item.name)
        if quote._trace is not None and not quote.is_error:
            assert all(type(value) in (int, bool) for value in quote._trace.answer().values.values())
            for weight in (quote.unit_weight, quote.dimensional_weight, quote.shipping_weight):
                assert weight is not None
                assert isinstance(weight.magnitude, Decimal)


@SETTINGS
@given(price=prices, rate=st.sampled_from(["3.5", "15", "8", "17", "26"]))
def test_percentages_are_half_up(price: Decimal, rate: str) -> None:
    """The same as Decimal's own rounding, for every price, where a float's would differ."""
    from logicost.rules.exact import divide
    from logicost.rules.expressions import HALF_UP

    grains = int(price * 10_000)
    rate_grains = int(Decimal(rate) * 1000)
    found = divide(grains * rate_grains, 100_000 * 100, HALF_UP)
    assert Decimal(found) / 100 == (price * Decimal(rate) / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert Fraction(found) >= 0
