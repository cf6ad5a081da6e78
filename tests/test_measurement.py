"""The grammar of lengths, weights and sides, and pint quantities in and out."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pint
import pytest

import logicost as lc
from logicost.errors import InputError
from logicost.inputs.dates import read_day
from logicost.measurement import GRAMS, MILLIMETRES, parse_length, parse_sides, parse_weight, quantity, to_grain

OUNCE, INCH = Fraction("28.349523125"), Fraction("25.4")


@pytest.mark.parametrize(
    ("text", "grams"),
    [
        ("14.2 oz", Fraction("14.2") * OUNCE),
        ("14.2oz.", Fraction("14.2") * OUNCE),
        ("14.2 OZ", Fraction("14.2") * OUNCE),
        (".5 oz", Fraction("0.5") * OUNCE),
        ("1 lb 4 oz", 20 * OUNCE),
        ("1lb4oz", 20 * OUNCE),
        ("1 lb. 4 oz.", 20 * OUNCE),
        ("2 pounds 3.5 ounces", Fraction("35.5") * OUNCE),
        ("350g", Fraction(350)),
        ("350 grams", Fraction(350)),
        ("0.35 kg", Fraction(350)),
        ("5e2 g", Fraction(500)),
        ("1,234.5 g", Fraction("1234.5")),
        ("1 lb", Fraction("453.59237")),
    ],
)
def test_weights(text: str, grams: Fraction) -> None:
    assert parse_weight(text) == grams


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("14,2 oz", "decimal_comma"),
        ("1,5 kg", "decimal_comma"),
        ("1,234 g", "ambiguous_number"),
        ("14 2 oz", "ambiguous_number"),
        ("1 000 g", "ambiguous_number"),
        ("1 kg 200 g", "ambiguous_number"),
        ("4 oz 1 lb", "ambiguous_number"),
        ("1 lb -4 oz", "negative"),
        ("1.234,5 g", "not_a_number"),
        ("5..2 oz", "not_a_number"),
        ("٣ oz", "not_a_number"),
        ("14.2", "unit_missing"),
        ("14.2 fl oz", "not_a_measurement"),
        ("about 3 oz", "not_a_measurement"),
        ("", "not_a_measurement"),
        ("1 st", "unknown_unit"),
        ("12 in", "unknown_unit"),
        ("-1 oz", "weight_not_positive"),
        ("0 oz", "weight_not_positive"),
        ("NaN", "not_finite"),
        ("inf oz", "not_finite"),
        ("-inf oz", "not_finite"),
        ("5000.001 lb", "weight_too_large"),
        ("1e99 kg", "too_large"),
    ],
)
def test_bad_weights(text: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_weight(text)
    assert (caught.value.code, caught.value.field) == (code, "weight")


@pytest.mark.parametrize(
    ("text", "inches"),
    [
        ("5.1 x 4.3 x 4.2 in", ("5.1", "4.3", "4.2")),
        ("12x8x2in", ("12", "8", "2")),
        ("12X8X2 IN", ("12", "8", "2")),
        ("12 × 8 × 2 in", ("12", "8", "2")),
        ('12" x 8" x 2"', ("12", "8", "2")),
        ("12” x 8” x 2”", ("12", "8", "2")),
        ("12 by 8 by 2 inches", ("12", "8", "2")),
        ("12*8*2 in", ("12", "8", "2")),
        ("1 ft 2 in x 8 in x 2 in", ("14", "8", "2")),
        ('1\' 2" x 8" x 2"', ("14", "8", "2")),
        ("25.4 cm x 8 in x 50.8 mm", ("10", "8", "2")),
        ("1 ft x 0.254 m x 2 in", ("12", "10", "2")),
    ],
)
def test_sides(text: str, inches: tuple[str, ...]) -> None:
    assert parse_sides(text) == tuple(Fraction(side) * INCH for side in inches)


def test_metric_sides() -> None:
    assert parse_sides("12×8×2 cm") == (120, 80, 20)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("12 in x 8 x 2", "ambiguous_number"),
        ("12 x 8 in x 2 in", "ambiguous_number"),
        ("8 x 2 x 1 ft 2 in", "ambiguous_number"),
        ("12,5 x 8 x 2 in", "decimal_comma"),
        ("12 x 8 in", "not_three_sides"),
        ("12 x 8 x 2 x 1 in", "not_three_sides"),
        ("12 8 2 in", "not_three_sides"),
        ("12/8/2 in", "not_three_sides"),
        ("12", "not_three_sides"),
        ("12 x 8 x 2", "unit_missing"),
        ("12 x 8 x 2 lb", "unknown_unit"),
        ("12 x 8 x 0 in", "dimension_not_positive"),
        ("12 x 8 x -2 in", "dimension_not_positive"),
        ("12 x 8 x nan in", "not_finite"),
        ("12 x inf x 2 in", "not_finite"),
        ("12 x 8 x 400.001 in", "dimension_too_large"),
    ],
)
def test_bad_sides(text: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_sides(text)
    assert (caught.value.code, caught.value.field) == (code, "dimensions")


def test_bare_numbers_need_a_unit() -> None:
    with pytest.raises(InputError, match="without a unit"):
        parse_length(12, "length")
    assert parse_length(12, "length", "in") == 12 * INCH
    assert parse_length("30", "length", "cm") == 300
    assert parse_length(0.1, "length", "in") == Fraction(
        "2.54"
    )  # the shortest decimal text, never 0.1000000000000000055


def test_definitions_agree_with_pint() -> None:
    registry = pint.UnitRegistry(non_int_type=Decimal)
    for base, units in (("millimeter", MILLIMETRES), ("gram", GRAMS)):
        for unit, factor in units.items():
            name = {"in": "inch", "lb": "pound", "oz": "ounce"}.get(unit, unit)
            theirs = registry.Quantity(Decimal(1), name).to(base).magnitude
            assert abs(Fraction(theirs) / factor - 1) < Fraction(1, 10**24), unit


@pytest.mark.parametrize("unit", ["in", "cm", "mm", "ft", "m"])
def test_lengths_leave_and_return_as_quantities(unit: str) -> None:
    length = quantity(Fraction("127"), unit)
    assert isinstance(length.magnitude, Decimal)
    assert abs(parse_length(length, "length") - 127) < Fraction(1, 10**20)


def test_pint_quantities_are_taken() -> None:
    registry = pint.get_application_registry()
    product = lc.Product(
        dimensions=registry.Quantity([5.1, 4.3, 4.2], "inch"), weight=registry.Quantity(0.5, "kilogram"), price="20"
    )
    assert product.sides == tuple(Fraction(side) * INCH for side in ("5.1", "4.3", "4.2"))
    assert product.mass == 500
    assert [str(side.units) for side in product.dimensions] == ["inch"] * 3
    assert [side.magnitude for side in product.dimensions] == [Decimal("5.1"), Decimal("4.3"), Decimal("4.2")]
    assert str(product.weight.units) == "pound"
    for wrong in (registry.Quantity(3, "inch"), registry.Quantity(3, "fluid_ounce")):
        with pytest.raises(InputError) as caught:
            lc.Product(dimensions="5 x 4 x 3 in", weight=wrong, price="20")
        assert caught.value.code == "unknown_unit"


@pytest.mark.parametrize(
    ("amount", "grains"), [("0.0254", 1), ("0.0126", 0), ("0.0127", 1), ("0.0381", 2), ("25.4", 1000)]
)
def test_to_grain_is_half_up(amount: str, grains: int) -> None:
    """In millimetres to 0.001 in, 0.0254 mm; ties go up."""
    assert to_grain(Fraction(amount), Fraction("0.0254")) == grains


def test_the_market_gives_bare_numbers_their_unit() -> None:
    american = lc.Product(dimensions="10 x 5 x 2", weight="2", price="5")
    british = lc.Product(dimensions="10 x 5 x 2", weight="2", price="5", market="UK")
    named = lc.Product(dimensions="10 x 5 x 2", dimension_unit="cm", weight="2", weight_unit="oz", price="5")
    assert american.sides[0] == 10 * INCH
    assert american.mass == 32 * OUNCE
    assert (british.sides[0], british.mass) == (100, 2000)
    assert (named.sides[0], named.mass) == (100, 2 * OUNCE)


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("10L x 5W x 3H", (10, 5, 3)), ("10 in x 5 in x 3 in (inches)", (10, 5, 3)), ("10 x 5 x 3 (inches)", (10, 5, 3)),
        ("10 1/2 x 5 x 3 in", ("10.5", 5, 3)), ("10½ x 5 x 3 in", ("10.5", 5, 3)), ("10-1/2\" x 5\" x 3\"", ("10.5", 5, 3)),
        ("10’’ x 5’’ x 3’’", (10, 5, 3)), ("5.1\"L x 4.3\"W x 4.2\"H", ("5.1", "4.3", "4.2")), ("5.1”L x 4.3”W x 4.2”H", ("5.1", "4.3", "4.2")),
        ("5.1 x 4.3 x 4.2 inches; 14.2 Ounces", ("5.1", "4.3", "4.2")), ("L 10 x W 5 x H 3", (10, 5, 3)), ("10 x 5 x 3 in (L x W x H)", (10, 5, 3)),
        ("Length: 10 in x Width: 5 in x Height: 3 in", (10, 5, 3)), ("10 x 5 x 3 in (25.4 x 12.7 x 7.62 cm)", (10, 5, 3)),
    ],
)  # fmt: skip
def test_sides_as_people_write_them(text: str, sides: tuple[object, ...]) -> None:
    inch = Fraction("25.4")
    assert parse_sides(text, "dimensions", "in") == tuple(Fraction(str(side)) * inch for side in sides)


@pytest.mark.parametrize(
    ("text", "pounds"),
    [("1 lb., 4 oz.", "1.25"), ("2 lb (907 g)", "2"), ("1 1/4 lb", "1.25"), ("½ lb", "0.5"), ("2 (lb)", "2"), ("1 lb 4 oz (567 g)", "1.25"),
     ("0.30000000000000004 lb", "0.30000000000000004")],
)  # fmt: skip
def test_weights_as_people_write_them(text: str, pounds: str) -> None:
    assert parse_weight(text, "weight", "kg") == Fraction(pounds) * Fraction("453.59237")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("10 x 5", "not_three_sides"), ("10,5,3", "not_three_sides"), ("10L x 5L x 3H", "ambiguous_number"),
        ("10 in x 5 in x 3 in (cm)", "ambiguous_number"), ("10 x 5 x 3 in (25.4 x 12.7 x 9 cm)", "ambiguous_number"),
        ("10 9/4 x 5 x 3 in", "not_a_number"), ("5 x 4 x 3 in; blue", "not_a_measurement"), ("5 x 4 x 3 in" + " " * 300 + "!", "not_a_measurement"),
        ("10 x 5 x 3 in (about)", "not_a_measurement"), ("10 in x 5 x 3", "ambiguous_number"),
    ],
)  # fmt: skip
def test_sides_that_are_refused(text: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_sides(text, "dimensions", "in")
    assert caught.value.code == code


@pytest.mark.parametrize(
    "text", ["2 lb (800 g)", "32 oz (lb)", "about 2 lb", "2 lb()", "3/2 lb", "0/4 lb", "1 lb, 4", "1,5 lb"]
)
def test_weights_that_are_refused(text: str) -> None:
    with pytest.raises(InputError):
        parse_weight(text, "weight", "lb")


@pytest.mark.parametrize(
    ("text", "day"),
    [("2026/07/01", "2026-07-01"), ("2026-07-01T10:00:00Z", "2026-07-01"), ("11/26/2026", "2026-11-26"), ("26/11/2026", "2026-11-26"),
     ("05/05/2026", "2026-05-05"), ("05.06.2026", "2026-06-05"), ("14.03.2023 07:49:55 UTC", "2023-03-14"), ("2026-7-1", "2026-07-01"),
     ("2026-06-15T10:00:00+00:00", "2026-06-15"), ("11/26/2026 10:00 AM", "2026-11-26"), ("2026-11-22 00:00:00", "2026-11-22")],
)  # fmt: skip
def test_days_with_one_reading(text: str, day: str) -> None:
    assert read_day(text).isoformat() == day


@pytest.mark.parametrize(
    "text",
    [
        "03/04/2026",
        "03-04-2026",
        "2026-13-01",
        "13/13/2026",
        "1/2/26",
        "20260701",
        "2026/07-01",
        "30.02.2026",
        "0026-01-01",
    ],
)
def test_days_that_are_refused(text: str) -> None:
    with pytest.raises(InputError) as caught:
        read_day(text)
    assert caught.value.code == "not_a_date"
