"""Tax inside prices and on fees, by a second calculation over every kind of seller."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from itertools import product
from typing import Any

import pytest

EXACT, ESTIMATE = 0, 3
STANDARD = {"UK": 20, "DE": 19}  # percent of the price without tax
ON_FEES = {"uk": 20, "de": 19, "fr": 20, "it": 22, "es": 21, "nl": 21, "pl": 23, "se": 25, "be": 21, "ie": 23}
PERCENT = 1000  # grains
OF_SHIPMENTS = ("fba_fulfillment", "fuel_surcharge")
SELLERS = [
    {name: value for name, value in zip(("vat_registered", "vat_rate", "seller_country", "fee_tax_rate"), values, strict=True) if value is not None}
    for values in product((None, "true", "false"), (None, "7 %"), (None, "uk", "de", "fr", "cn", "us"), (None, "0 %", "12 %"))
]  # fmt: skip


def calculated(market: str, seller: dict[str, str]) -> dict[str, int]:
    """The steps on taxes, in 0.001 %."""
    registered, country, home = seller.get("vat_registered"), seller.get("seller_country"), market.lower()
    foreign = country not in (None, home)
    own_rate, fee_rate = seller.get("vat_rate"), seller.get("fee_tax_rate")
    inside = 0 if registered == "false" and not foreign else 7 if own_rate else STANDARD[market]
    unsaid = registered is None and own_rate is None
    rate = int(fee_rate.split()[0]) if fee_rate else ON_FEES.get(country or home, 0)
    abroad = (
        market == "DE" and country == "uk" and fee_rate is None
    )  # "20 % within Great Britain, zero-rated for shipments abroad"
    return {
        "seller_is_registered": int(registered != "false"),
        "seller_is_foreign": int(foreign),
        "sales_tax_rate": inside * PERCENT,
        "sales_tax_is_assumed": int(unsaid),
        "sales_tax_is_missing": 0,
        "sales_tax_status": ESTIMATE if unsaid else EXACT,
        "sales_tax_is_collected": int(registered == "false" and foreign),
        "fee_tax_rate_used": rate * PERCENT,
        "fee_tax_status": EXACT if fee_rate or country else ESTIMATE,
    } | (
        {"shipment_tax_rate_used": (0 if abroad else rate) * PERCENT, "shipments_bear_no_tax": int(abroad)}
        if market == "DE"
        else {}
    )


@pytest.mark.parametrize("market", STANDARD)
def test_every_kind_of_seller(price: Any, market: str) -> None:
    """At a price of 30: rates, what is left of it, and the tax on each of Amazon's fees, which those pay who are not registered."""
    for seller in SELLERS:
        found = price("2026-07-01", market=market, category="toys_and_games", price="30", **seller)
        expected = calculated(market, seller)
        assert {name: found.values[name] for name in expected} == expected, seller
        rate = expected["sales_tax_rate"]
        left = (Decimal(3_000_000) / (100_000 + rate)).quantize(Decimal("0.01"), ROUND_HALF_UP)
        assert found.values["revenue"] == left * 10_000, seller
        line = found.lines.get("tax_on_fees")
        fees = [(fee, amount) for fee, (amount, _) in found.lines.items() if fee != "tax_on_fees"]
        tax = Decimal(0)
        for fee, amount in fees:
            of = "shipment_tax_rate_used" if fee in OF_SHIPMENTS and market == "DE" else "fee_tax_rate_used"
            tax += (amount * expected[of] / 100_000).quantize(Decimal("0.01"), ROUND_HALF_UP)
        if seller.get("vat_registered") != "false" or tax == 0:
            assert line is None, seller
        else:
            assert line is not None
            assert line[0] == tax, (seller, fees)
            doubtful = expected["fee_tax_status"] or any(found.status(fee) != "exact" for fee, _ in fees)
            assert line[1] == ("estimate" if doubtful else "exact"), seller
