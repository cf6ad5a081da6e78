"""What an answer says where a millimetre, a missing discount or another reading would change it, in Europe; by hand."""

from __future__ import annotations

from typing import Any

import pytest

from logicost.export.terminal import quote_text
from tests.test_europe import fba, fee

STEP = "on the edge of a band or step of the fulfilment fee: with sides 1 mm {}"
TIER = "on the edge of a size tier: with sides 1 mm {}"


@pytest.mark.parametrize(
    ("dimensions", "weight", "given", "told"),
    [
        # 62 x 40 x 27.8 = 13.7888 kg: 13.0288 kg above 0.76, 14 started; 61.9 x 39.9 x 27.7 is 13.6827 kg: 13 started
        ("62 x 40 x 27.8 cm", "3 kg", {}, STEP.format("shorter")),
        ("62 x 40 x 27 cm", "3 kg", {}, ""),  # 13.392 kg, 13.2884 kg, 13.4961 kg: 13 started each
        ("62 x 40 x 27.7 cm", "3 kg", {}, STEP.format("longer")),  # 13.7392 kg, 13 started; 62.1 x 40.1 x 27.8: 13.8458 kg, 14
        ("62 x 40 x 27.8 cm", "3 kg", {"side_tolerance_mm": 1}, ""),
        ("62 x 40 x 27.8 cm", "3 kg", {"fba_fulfillment_rate": "6"}, ""),
        ("62 x 40 x 27.8 cm", "3 kg", {"stock_country": "fr"}, ""),  # paid by another table than the one that ends there
        ("62 x 20 x 5 cm", "2760.5 g", {}, STEP.format("shorter")),  # a gram
        # a parcel by dimensional weight: 30 x 20 x 7.5 = 900 g, the end of a band
        ("30 x 20 x 7.5 cm", "350 g", {}, STEP.format("longer")),
        ("30 x 20 x 7.6 cm", "350 g", {}, STEP.format("shorter")),
        # selected parcels: small 1 ends at 7 cm; by unit weight for each started 100 g
        ("30 x 20 x 7 cm", "250 g", {"category": "footwear"}, STEP.format("longer")),
        ("30 x 20 x 7.1 cm", "250 g", {"category": "footwear"}, STEP.format("shorter")),
        ("30 x 20 x 8 cm", "250 g", {"category": "footwear"}, ""),
        ("30 x 20 x 8 cm", "200 g", {"category": "footwear"}, STEP.format("longer")),
        # low price goes by unit weight: 150 g
        ("30 x 20 x 8 cm", "150 g", {"price": "9"}, STEP.format("longer")),
        ("30 x 20 x 7.5 cm", "350 g", {"price": "9"}, ""),
        ("32 x 22 x 2.6 cm", "300 g", {}, TIER.format("shorter")),
        ("33 x 23 x 2.5 cm", "300 g", {}, TIER.format("longer")),
    ],
)  # fmt: skip
def test_a_millimetre_is_told(dimensions: str, weight: str, given: dict[str, Any], told: str) -> None:
    quote = fba("2026-09-01", dimensions=dimensions, weight=weight, **given)
    notes = [note for note in quote.notes if note.startswith("on the edge")]
    assert len(notes) == bool(told)
    assert all(note.startswith(told) for note in notes)


@pytest.mark.parametrize("dimensions", ["62 x 40 x 27.8 cm", "30 x 20 x 7.6 cm"])
def test_the_tolerance_is_what_the_note_says(dimensions: str) -> None:
    given, kind = (
        float(fee(fba("2026-09-01", dimensions=dimensions, weight="349 g", side_tolerance_mm=mm))[0]) for mm in (0, 1)
    )
    assert kind < given


@pytest.mark.parametrize(
    ("on", "market", "amount", "status"),
    [
        ("2025-12-01", "DE", "None", "unsourced"), ("2026-01-31", "DE", "None", "unsourced"),
        ("2026-02-01", "DE", "-0.08", "estimate"), ("2025-01-31", "UK", "None", "unsourced"), ("2025-02-01", "UK", "-0.07", "exact"),
    ],
)  # fmt: skip
def test_a_discount_that_is_not_on_file(on: str, market: str, amount: str, status: str) -> None:
    quote = fba(on, market, sipp=True)
    assert fee(quote, "sipp_discount") == (amount, status)
    if status == "unsourced":
        text = quote_text(quote)
        assert f"≤ {'€' if market == 'DE' else '£'}{quote.total_cost}" in text  # it can only be less
        assert "at least, as a discount is not known" in text
        assert any("give fba_fulfillment_rate" in note for note in quote.notes)
    assert fba(on, market).line("sipp_discount") is None
    assert fba(on, market, sipp=True, fba_fulfillment_rate="3").line("sipp_discount") is None


@pytest.mark.parametrize(
    ("on", "market", "category", "status"),
    [
        ("2026-11-20", "DE", "clothing_and_accessories", "estimate"), ("2026-11-20", "DE", "footwear", "exact"),
        ("2026-10-14", "DE", "clothing_and_accessories", "exact"), ("2027-01-14", "DE", "clothing_and_accessories", "estimate"),
        ("2026-11-20", "UK", "clothing_and_accessories", "exact"),  # settled by real charges
    ],
)  # fmt: skip
def test_whether_the_german_peak_spares_clothing_is_open(on: str, market: str, category: str, status: str) -> None:
    quote = fba(on, market, category=category, seller_country="other")
    assert fee(quote)[1] == status
    assert any("is not confirmed" in note for note in quote.notes) is (status == "estimate")
    small = fba(on, market, category=category, dimensions="30 x 20 x 2 cm")  # an envelope
    assert not any("is not confirmed" in note for note in small.notes)


def test_the_tolerance_is_amazon_s_alone() -> None:
    """35.3 cm is the end of Royal Mail's large letters, whatever Amazon's measuring forgives; and a unit is stored as it is."""
    for mm in (0, 1):
        given = {"dimensions": "35.4 x 25 x 2.5 cm", "weight": "300 g", "side_tolerance_mm": mm, "days_in_storage": 30}
        assert fee(fba("2026-09-01", program="fbm", **given), "carrier_postage") == ("4.45", "exact")
        # 35.4 x 25 x 2.5 / 28316.846592 = 0.078133 cubic feet x 30 of the 31 days of August x 0.76
        assert fee(fba("2026-09-01", **given), "storage") == ("0.0575", "exact")
    assert (
        fba("2026-09-01", dimensions="33.1 x 23.1 x 2.6 cm", weight="300 g", side_tolerance_mm=1).size_tier
        == "standard_envelope"
    )
