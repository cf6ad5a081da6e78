"""Money: exact in, exact out, and never a wrong reading of a comma."""

from __future__ import annotations

from decimal import Decimal

import pytest

from logicost.errors import InputError
from logicost.money import Currency, to_grains
from logicost.tables.shelf import find_market

USD, GBP, EUR, JPY = (find_market(code).currency for code in ("US", "UK", "DE", "JP"))


@pytest.mark.parametrize(
    ("value", "grains"),
    [
        ("18.99", 189_900),
        (" 18.99 ", 189_900),
        ("1,234.50", 12_345_000),
        (18.99, 189_900),
        (Decimal("18.99"), 189_900),
        (19, 190_000),
        ("0.00005", 1),
        ("0.00004", 0),
        ("1.005", 10_050),
        (1.005, 10_050),
        ("1000000", 10_000_000_000),
    ],
)
def test_amounts(value: object, grains: int) -> None:
    assert to_grains(value, "cost") == grains


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("18,99", "decimal_comma"),
        ("1,234", "ambiguous_number"),
        ("1.234,50", "not_a_number"),
        ("18.99 USD", "not_a_number"),
        ("eighteen", "not_a_number"),
        ("--5", "not_a_number"),
        ("0x10", "not_a_number"),
        ("1_000", "not_a_number"),
        (True, "not_a_number"),
        (None, "not_a_number"),
        (float("nan"), "not_finite"),
        (float("inf"), "not_finite"),
        (Decimal("sNaN"), "not_finite"),
        ("NaN", "not_finite"),
        ("-1", "negative"),
        ("1000000.01", "too_large"),
        (10**400, "too_large"),
    ],
)
def test_bad_amounts(value: object, code: str) -> None:
    with pytest.raises(InputError) as caught:
        to_grains(value, "cost")
    assert (caught.value.code, caught.value.field) == (code, "cost")


@pytest.mark.parametrize("value", ["0", "-1", "0.00004"])
def test_a_price_is_more_than_nothing(value: str) -> None:
    with pytest.raises(InputError) as caught:
        to_grains(value, "price", positive=True)
    assert caught.value.code == "price_not_positive"


@pytest.mark.parametrize(
    ("grains", "text"), [(189_900, "18.99"), (0, "0.00"), (1, "0.0001"), (-500, "-0.05"), (-1, "-0.0001")]
)
def test_amounts_leave_as_decimals(grains: int, text: str) -> None:
    assert str(USD.decimal(grains)) == text


def test_every_cent_survives() -> None:
    """No float decides a cent: 0.01 to 500.00 in and out, and 15 % of each as Decimal arithmetic has it."""
    for cents in range(1, 50_001):
        amount = Decimal(cents) / 100
        assert USD.decimal(to_grains(str(amount), "price")) == amount
        assert to_grains(float(amount), "price") == cents * 100


@pytest.mark.parametrize(
    ("currency", "value", "number"),
    [
        (USD, "$18.99", "18.99"),
        (USD, " 18.99 USD", "18.99"),
        (USD, "US$ 18.99", "18.99"),
        (USD, "usd 18.99", "18.99"),
        (GBP, "£18.99", "18.99"),
        (GBP, "18.99 £", "18.99"),
        (EUR, "18,99 €", "18.99"),
        (EUR, "1.249,00 €", "1249.00"),
        (USD, "$1,299", "1299"),
        (USD, "$24.00 USD", "24.00"),
        (EUR, "€ 1,234.50", "1,234.50"),
        (JPY, "¥1890", "1890"),
        (JPY, "1890 円", "1890"),
        (USD, "18.99", "18.99"),
        (USD, 18.99, 18.99),
        (USD, "-$5", "-5"),
        (USD, "($5)", "($5)"),
        (USD, "eighteen", "eighteen"),
        (USD, "", ""),
        (USD, "$", "$"),
    ],
)
def test_the_stores_own_sign_comes_off(currency: Currency, value: object, number: object) -> None:
    assert currency.bare(value, "price") == number


@pytest.mark.parametrize(
    ("currency", "value"),
    [
        (USD, "£18.99"),
        (USD, "18.99 EUR"),
        (GBP, "$18.99"),
        (EUR, "18.99 GBP"),
        (JPY, "$5"),
        (GBP, "¥1890"),
        (USD, "R$ 5"),
    ],
)
def test_another_currencys_sign_is_refused(currency: Currency, value: str) -> None:
    with pytest.raises(InputError) as caught:
        currency.bare(value, "price")
    assert (caught.value.code, caught.value.field) == ("currency_mismatch", "price")


@pytest.mark.parametrize(
    ("grains", "decimal", "minor", "text"),
    [
        (189_900, "18.9900", "19", "¥19"),
        (18_990_000, "1899", "1899", "¥1,899"),
        (0, "0", "0", "¥0"),
        (5_000, "0.5000", "1", "¥1"),
        (-5_000, "-0.5000", "-1", "-¥1"),
    ],
)
def test_a_currency_without_minor_unit(grains: int, decimal: str, minor: str, text: str) -> None:
    assert str(JPY.decimal(grains)) == decimal
    assert str(JPY.rounded(grains)) == minor
    assert JPY.text(JPY.rounded(grains)) == text
    assert (JPY.number_format, USD.number_format) == ("#,##0", "#,##0.00##")


@pytest.mark.parametrize(("given", "code"), [
    ("1e999999999", "too_large"), ("-1e999999999", "too_large"), ("1e-999999999", "price_not_positive"), ("0e999999999", "price_not_positive"), ("-0e-999999999", "price_not_positive"),
])  # fmt: skip
def test_a_decimal_far_from_any_figure_fills_no_memory(given: str, code: str) -> None:
    """The first was a fault of ours, the third an hour's work: its fraction has a thousand million digits."""
    with pytest.raises(InputError) as told:
        to_grains(Decimal(given), "price", positive=True)
    assert told.value.code == code
