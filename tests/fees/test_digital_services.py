"""The digital services fee by hand, and Amazon's own rounding examples."""

from __future__ import annotations

from typing import Any

import pytest

FEE = "digital_services"


@pytest.mark.parametrize(
    ("country", "before", "after"),
    [
        ("it", "0.09", "0.09"),  # 3 % of 2.85 = 0.0855
        ("es", "0.09", "0.09"),
        ("ca", "0.09", None),
        ("us", None, None),
        ("other", None, None),
        ("none", None, None),
        (None, None, None),
    ],
)
def test_countries_that_pay_on_selling_fees_only(
    price: Any, country: str | None, before: str | None, after: str | None
) -> None:
    for program in ("fba", "fbm"):
        assert price("2025-08-14", program, seller_country=country).amount(FEE) == before
        assert price("2025-08-15", program, seller_country=country).amount(FEE) == after


def test_amazons_rounding_examples(price: Any) -> None:
    # selling fees of 2.25 (15 % of 15.00): 2 % = 0.045 -> 0.05; 3 % = 0.0675 -> 0.07
    assert price("2025-09-10", "fbm", price="15.00", seller_country="uk").amount(FEE) == "0.05"
    assert price("2025-09-10", "fbm", price="15.00", seller_country="fr").amount(FEE) == "0.07"


def test_each_group_is_rounded_by_itself(price: Any) -> None:
    priced = price("2025-09-10", price="15.00", seller_country="uk")
    fulfilment = priced.lines["fba_fulfillment"][0]
    assert str(fulfilment) == "4.55"
    # 2 % of 2.25 = 0.045 -> 0.05, 2 % of 4.55 = 0.091 -> 0.09
    assert (priced.amount(FEE), priced.status(FEE)) == ("0.14", "exact")
    # 3 %: 0.0675 -> 0.07 and 0.1365 -> 0.14; of both together it would be 0.204 -> 0.20
    assert price("2025-09-10", price="15.00", seller_country="fr").amount(FEE) == "0.21"


def test_the_closing_fee_is_a_selling_fee(price: Any) -> None:
    # media: 2.25 + 1.80 = 4.05; 2 % = 0.081 -> 0.08
    assert price("2025-09-10", "fbm", price="15.00", category="media", seller_country="uk").amount(FEE) == "0.08"


def test_an_estimate_where_the_surcharge_may_count(price: Any) -> None:
    assert price("2026-04-16", seller_country="uk").status(FEE) == "exact"
    assert price("2026-04-17", seller_country="uk").status(FEE) == "estimate"
    assert price("2026-04-17", seller_country="it").status(FEE) == "exact"


def test_when_it_began_and_where_it_is_not_charged(price: Any) -> None:
    assert price("2024-09-30", seller_country="it").amount(FEE) is None
    assert price("2024-10-01", seller_country="it").amount(FEE) == "0.09"
    assert price("2025-09-10", "fbm", channel="direct", seller_country="it").amount(FEE) is None
    assert price("2025-09-10", "mcf", seller_country="it").amount(FEE) is None


@pytest.mark.parametrize(("country", "status"), [("uk", "exact"), ("it", "exact"), ("", "estimate")])
def test_in_a_country_that_pays_it_a_country_is_assumed(price: Any, country: str, status: str) -> None:
    goods = {"dimensions": "25 x 20 x 10 cm", "weight": "900 g", "price": "30", "category": "toys_and_games"}
    for program in ("fba", "fbm:royal_mail_2nd"):
        priced = price("2026-06-10", program, market="UK", seller_country=country, **goods)
        assert priced.status(FEE) == status
    values = price("2026-06-10").values
    assert (values["digital_services_of_selling"], values["digital_services_selling_rate"]) == (0, 0)
