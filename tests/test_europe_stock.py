"""Stock in another country than the store: routes, caps, Pan-European FBA, and what depends on where the stock lies; by hand."""

from __future__ import annotations

from typing import Any

import pytest

import logicost as lc
from tests.test_europe import fba, fee


@pytest.mark.parametrize(
    ("given", "amount", "status"),
    [
        # a standard parcel of 31 x 22 x 14 cm, 1.9096 kg: the band up to 2.9 kg
        ({}, "4.29", "exact"),
        ({"stock_country": "de"}, "4.29", "exact"),
        ({"stock_country": "fr"}, "13.42", "exact"),
        ({"stock_country": "pl"}, "13.42", "estimate"),  # may be stock of the Central Europe Programme, which is local
        ({"stock_country": "pl", "cep": False}, "13.68", "exact"),
        ({"stock_country": "fr", "cep": False}, "13.68", "exact"),
        ({"stock_country": "uk"}, "12.60", "exact"),
        ({"stock_country": "uk", "cep": False}, "12.60", "exact"),
        ({"stock_country": "fr", "pan_european": True}, "4.29", "exact"),
        ({"stock_country": "fr", "pan_european": False}, "13.42", "exact"),
        ({"stock_country": "uk", "pan_european": True}, "12.60", "exact"),  # the UK is not in the network
        ({"stock_country": "us"}, "None", "unsourced"),
        ({"market": "UK"}, "3.49", "exact"),
        ({"market": "UK", "stock_country": "es"}, "6.93", "exact"),
        ({"market": "UK", "stock_country": "de"}, "6.93", "exact"),
        ({"market": "UK", "stock_country": "de", "cep": False}, "7.19", "exact"),  # and 0.26 outside the programme
        ({"market": "UK", "stock_country": "es", "cep": False}, "6.93", "exact"),
        ({"market": "UK", "stock_country": "nl"}, "None", "unsourced"),  # no route from there is on file
    ],
)
def test_the_country_of_the_stock(given: dict[str, Any], amount: str, status: str) -> None:
    goods = {"market": "DE", "dimensions": "31 x 22 x 14 cm", "weight": "1.1 kg"}
    quote = fba("2026-09-01", **{**goods, **given})
    line = quote.line("fba_fulfillment")
    assert line is not None
    assert (str(line.amount), line.status) == (amount, status)
    assert "0.00" not in line.why


@pytest.mark.parametrize(
    ("on", "goods", "amount"),
    [
        ("2026-10-14", {}, "12.60"), ("2026-10-15", {}, "13.46"), ("2027-01-14", {}, "13.46"), ("2026-01-31", {}, "None"),
        # low price does not hold across a border: a small parcel of 1.2 kg at 9 pays the row up to 1.4 kg
        ("2026-09-01", {"dimensions": "30 x 20 x 10 cm", "weight": "350 g", "price": "9"}, "8.72"),
        # selected parcels by sides and unit weight: medium parcel 2, 1.1 kg: 10 started 100 g above the first
        ("2026-09-01", {"category": "footwear"}, "9.30"),  # 8.60 + 10 x 0.07
        ("2026-10-15", {"category": "footwear"}, "9.89"),  # 9.19 + 10 x 0.07
        ("2026-09-01", {"category": "footwear", "stock_country": "es"}, "11.32"),  # 10.42 + 10 x 0.09
        ("2026-09-01", {"category": "footwear", "stock_country": "es", "cep": False}, "11.58"),
        # envelopes and oversize of these categories pay the ordinary table of the route
        ("2026-09-01", {"category": "footwear", "dimensions": "33 x 23 x 4 cm", "weight": "350 g"}, "5.81"),
        ("2026-09-01", {"dimensions": "180 x 20 x 20 cm"}, "None"),
        ("2026-09-01", {"dangerous_goods": True}, "12.70"),
    ],
)  # fmt: skip
def test_remote_fulfilment_from_the_uk(on: str, goods: dict[str, Any], amount: str) -> None:
    row = {"market": "DE", "stock_country": "uk", "dimensions": "31 x 22 x 14 cm", "weight": "1.1 kg", **goods}
    line = fba(on, **row).line("fba_fulfillment")
    assert line is not None
    assert str(line.amount) == amount


@pytest.mark.parametrize(
    ("market", "country", "price", "given", "status"),
    [
        ("UK", "es", "122.00", {}, "exact"), ("UK", "es", "122.01", {}, "estimate"), ("UK", "uk", "122.01", {}, "exact"),
        ("UK", "es", "146.40", {}, "estimate"), ("UK", "es", "146.41", {}, None),  # 122.00 and 122.01 without the tax of 20 %
        ("DE", "uk", "135.00", {}, "exact"), ("DE", "uk", "135.01", {}, "estimate"), ("DE", "fr", "500", {}, "exact"),
        ("DE", "uk", "160.65", {}, "estimate"), ("DE", "uk", "160.66", {}, None),
        ("DE", "uk", "144.45", {"vat_rate": "0.07"}, "estimate"), ("DE", "uk", "144.46", {"vat_rate": "0.07"}, None),
        ("DE", "uk", "135.01", {"vat_rate": "0"}, None),
    ],
)  # fmt: skip
def test_remote_fulfilment_has_a_highest_price(
    market: str, country: str, price: str, given: dict[str, Any], status: str | None
) -> None:
    given = {"market": market, "stock_country": country, "price": price, **given}
    if status is not None:
        quote = fba("2026-09-01", **given)
        assert fee(quote, "fba_fulfillment")[1] == status
        assert any("whether with tax or without" in note for note in quote.notes) is (status == "estimate")
        return
    with pytest.raises(lc.LogicostError) as caught:
        fba("2026-09-01", **given)
    assert (caught.value.code, caught.value.field) == ("price_above_route_cap", "price")


@pytest.mark.parametrize(
    ("on", "dimensions", "weight", "given", "amount"),
    [
        ("2026-09-01", "61 x 40 x 20 cm", "760 g", {}, "1.91"),  # 9.76 kg of volume: 1.64 + 9 started kg x 0.03
        ("2026-09-01", "61 x 46 x 46 cm", "1761 g", {}, "3.32"),  # 25.8152 kg: 1.76 + 26 x 0.06
        ("2026-09-01", "101 x 20 x 20 cm", "15.001 kg", {}, "2.53"),
        ("2026-09-01", "101 x 20 x 20 cm", "15.761 kg", {}, "2.80"),
        ("2026-09-01", "101 x 20 x 20 cm", "23.001 kg", {}, "5.50"),
        ("2026-09-01", "180 x 20 x 20 cm", "5 kg", {}, None),  # not for special oversize
        ("2026-09-01", "31 x 22 x 14 cm", "1.1 kg", {}, None),
        ("2026-09-01", "61 x 40 x 20 cm", "760 g", {"stock_country": "de"}, None),
        ("2026-09-01", "61 x 40 x 20 cm", "760 g", {"pan_european": False}, None),
        ("2026-01-31", "61 x 40 x 20 cm", "760 g", {}, "not on file"),
        ("2026-01-31", "31 x 22 x 14 cm", "1.1 kg", {}, None),
    ],
)
def test_pan_european_oversize(
    on: str, dimensions: str, weight: str, given: dict[str, Any], amount: str | None
) -> None:
    row = {"market": "DE", "stock_country": "it", "pan_european": True, **given}
    line = fba(on, dimensions=dimensions, weight=weight, **row).line("pan_european_oversize")
    if amount is None:
        assert line is None
    elif amount == "not on file":
        assert line is not None
        assert (line.amount, line.status) == (None, "unsourced")
    else:
        assert line is not None
        assert (str(line.amount), line.status) == (amount, "estimate")  # one source


def test_fees_that_are_charged_where_the_stock_lies_are_estimates_abroad() -> None:
    here, there = (
        fba("2026-09-01", market="DE", days_in_storage=45, inventory_age_days=300, stock_country=country)
        for country in ("de", "fr")
    )
    for name in ("storage", "aged_inventory"):
        assert fee(here, name)[0] == fee(there, name)[0]
    assert (fee(here, "storage")[1], fee(there, "storage")[1]) == ("exact", "estimate")
    assert any("the stock lies in fr" in note for note in there.notes)


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({}, "estimate"), ({"pan_european": True}, "exact"), ({"pan_european": False}, None),
        ({"pan_european": True, "stock_country": "fr"}, "exact"), ({"pan_european": True, "stock_country": "uk"}, None),
        ({"pan_european": True, "price": "9", "dimensions": "33 x 23 x 5 cm"}, "estimate"),  # low price: seen twice, not published
    ],
)  # fmt: skip
def test_low_inventory_is_for_pan_european_sellers(given: dict[str, Any], status: str | None) -> None:
    supply = {"days_of_supply_30": "5", "days_of_supply_90": "6", "market": "DE"}
    line = fba("2026-06-01", **{**supply, **given}).line("low_inventory_level")
    assert (None if line is None else (str(line.amount), line.status)) == (None if status is None else ("0.46", status))


@pytest.mark.parametrize(("on", "amount"), [("2024-05-14", "nothing"), ("2024-05-15", None), ("2026-01-31", None)])
def test_low_inventory_before_its_card(on: str, amount: str | None) -> None:
    """Credited back until 2024-05-14; then charged, at amounts that were not found."""
    line = fba(on, market="DE", days_of_supply_30="5", days_of_supply_90="6").line("low_inventory_level")
    assert (None if line is None else (line.amount, line.status)) == (None if amount else (None, "unsourced"))


@pytest.mark.parametrize("market", ["UK", "DE"])
@pytest.mark.parametrize(
    ("given", "amount"),
    [
        ({}, None),  # whether it is charged is not known: the category's threshold is not on file
        ({"units_shipped_month": 24}, "nothing"),
        ({"category": "beauty_health_personal_care", "return_rate": "5.65 %"}, "nothing"),
        ({"category": "beauty_health_personal_care"}, None),  # the cells between the first and the last are not on file
        ({"category": "beauty_health_personal_care", "weight": "20 g"}, "0.0740 0.0966"),  # 4.35 % x 1.70 and 2.22
        ({"category": "beauty_health_personal_care", "weight": "20.1 g"}, None),
        ({"category": "beauty_health_personal_care", "returns_processing_rate": "2"}, "0.0870 0.0870"),
        ({"category": "consumer_electronics"}, "nothing"),  # 14.67 %
        ({"category": "footwear"}, None),
        ({"category": "rucksacks_and_handbags"}, "nothing"),
    ],
)
def test_returns_processing(market: str, given: dict[str, Any], amount: str | None) -> None:
    row = {"return_rate": "10 %", "units_shipped_month": 100, "dimensions": "33 x 23 x 2 cm", "weight": "50 g", **given}
    line = fba("2026-06-01", market=market, **row).line("returns_processing")
    if amount == "nothing":
        assert line is None
    elif amount is None:
        assert line is not None
        assert line.amount is None
        assert "give" in line.why
    else:
        assert line is not None
        assert str(line.amount) == amount.split()[market == "DE"]
        assert line.status == ("override" if "returns_processing_rate" in given else "estimate")


@pytest.mark.parametrize(
    ("given", "charged"),
    [({}, True), ({"storage_utilization_weeks": "22"}, False), ({"category": "footwear"}, False), ({"days_in_storage": 30}, False),
     ({"new_seller": True}, False), ({"selling_plan": "individual"}, False)],
)  # fmt: skip
def test_storage_utilization_is_known_by_its_rule_alone(given: dict[str, Any], charged: bool) -> None:
    row = {"storage_utilization_weeks": "22.01", "days_in_storage": 60, **given}
    line = fba("2026-06-01", **row).line("storage_utilization")
    assert (line is not None and line.amount is None) == charged


@pytest.mark.parametrize(
    ("market", "on", "amount", "status"),
    [
        ("UK", "2023-03-01", "3.02", "estimate"),  # 1.2 kg of volume, the row up to 1.4 kg; one source
        ("UK", "2024-02-04", "3.02", "estimate"),
        ("UK", "2024-02-05", "3.02", "estimate"),  # the dearer card of that day was not found
        ("UK", "2025-01-31", "3.02", "estimate"),
        ("UK", "2025-02-01", "3.05", "exact"),
        ("DE", "2023-03-01", "4.37", "estimate"),
        ("DE", "2025-01-31", "4.37", "estimate"),
        ("DE", "2025-02-01", "4.03", "exact"),
    ],
)
def test_fulfilment_of_2023_and_2024(market: str, on: str, amount: str, status: str) -> None:
    assert fee(fba(on, market=market)) == (amount, status)
