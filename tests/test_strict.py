"""Strict names, for every line that is not exact, what would end that: given all at once, the quote passes."""

from __future__ import annotations

import pytest

import logicost as lc
from logicost.answers.strict import ENDS, SALES_TAX
from logicost.fees import FEES

BOX = {"sku": "A", "on": "2026-11-22", "dimensions": "5 x 4 x 3 in", "weight": "1 lb", "price": "20"}


def refusal(program: str, **given: object) -> str:
    with pytest.raises(lc.LogicostError) as caught:
        lc.quote({**BOX, **given}, program, strict=True)
    assert caught.value.code == "not_exact"
    return caught.value.message


def test_it_speaks_of_fees_that_there_are() -> None:
    assert set(ENDS) <= {*FEES, SALES_TAX}


@pytest.mark.parametrize(
    ("program", "given", "said", "ends"),
    [
        (
            "fbm", {"category": "toys_and_games"}, "carrier_postage is estimate (give zone, or postage)", [{"zone": 5}, {"postage": 7}],
        ),
        (
            "fbm:ups_ground", {"category": "toys_and_games", "on": "2026-08-03"},  # no season's surcharge
            "carrier_postage is estimate (give postage)", [{"postage": 7}],  # the card itself is an estimate
        ),
        (
            "fbm:usps_priority_mail", {"category": "toys_and_games", "on": "2026-08-03"},
            "carrier_postage is estimate (give zone, or postage)", [{"zone": 5}],
        ),
        (
            "fbm", {"category": "toys_and_games", "zone": 5, "units_per_order": 2},
            "carrier_postage is estimate (give parcel, or postage)", [{"parcel": "6 x 5 x 4 in"}],
        ),
        (
            "fba", {"category": "toys_and_games", "price": None},
            ("fba_fulfillment is unsourced (give price, or fba_fulfillment_rate), "
            "fuel_surcharge is unsourced (give price, or fba_fulfillment_rate), referral is unsourced (give price, or referral_rate)"),
            [{"price": "20"}],
        ),
        (
            "fba", {"placement": "minimal"},
            ("inbound_placement is estimate (give placement_rate), fba_fulfillment is estimate (give category, or fba_fulfillment_rate), "
            "fuel_surcharge is estimate (give category, or fba_fulfillment_rate), referral is estimate (give category, or referral_rate)"),
            [{"placement_rate": "0.3", "category": "toys_and_games"}, {"placement_rate": "0.3", "referral_rate": "15 %", "apparel": False}],
        ),
        (
            "fba", {"category": "toys_and_games", "days_in_storage": 300},
            "aged_inventory is estimate (give inventory_age_days)", [{"inventory_age_days": 300}],
        ),
        (
            "fba", {"category": "toys_and_games", "return_rate": "5 %", "units_shipped_month": 10},
            "disposal is estimate (give resellable_rate)", [{"resellable_rate": "50 %"}],
        ),
        (
            "mcf", {}, "mcf_fulfillment is estimate (give mcf_fulfillment_rate), fuel_surcharge is estimate (give mcf_fulfillment_rate)",
            [{"mcf_fulfillment_rate": "7"}],
        ),
        (
            "sfp", {"zone": 2, "category": "toys_and_games"},
            "faster_delivery is estimate (give one_day_up_to_zone and two_days_up_to_zone)",
            [{"one_day_up_to_zone": 2, "two_days_up_to_zone": 2}],
        ),
    ],
)  # fmt: skip
def test_what_it_names_ends_it(
    program: str, given: dict[str, object], said: str, ends: list[dict[str, object]]
) -> None:
    assert refusal(program, **given).removeprefix("strict refuses this quote: ") == said
    for more in ends:
        assert lc.quote({**BOX, **given, **more}, program, strict=True).status in ("exact", "override")
    (row,) = lc.quote_frame([{**BOX, **given}], programs=[program], strict=True)
    assert row["error"] == f"strict refuses this quote: {said}"


def test_nothing_ends_what_no_input_settles() -> None:
    returned = {"return_rate": "5 %", "resellable_rate": "50 %", "return_label": "0"}
    message = refusal("fbm", channel="walmart", channel_category="toys_games", zone=5, **returned)
    assert message.endswith(": channel_refund is estimate (no input ends that)")
    assert refusal("fbm", channel="tiktok", zone=5).endswith("channel_fee is estimate (give channel_rate)")


def test_a_later_day_needs_newer_cards() -> None:
    refused = refusal("fba", on="2027-03-01", category="toys_and_games")
    assert "fba_fulfillment is projected (needs newer cards, or give fba_fulfillment_rate)" in refused


def test_the_tax_inside_a_price_is_named() -> None:
    message = refusal("fba", market="UK", dimensions="10 x 10 x 10 cm", weight="300 g")
    assert "sales tax is estimate (give vat_registered, or vat_rate)" in message
