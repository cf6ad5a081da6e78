"""Real cards with one mistake each: the error names the file, the line and the field, and says what is expected there."""

from __future__ import annotations

from pathlib import Path

import pytest

from logicost.errors import TableError
from logicost.fees.cards import read_card
from logicost.tables.shelf import Shelf, built_in_tables

SHEETS = {
    "ups": "us/ups_ground/2025-12-22",
    "usps": "us/usps_ground_advantage/2026-07-12",
    "holiday": "us/usps_holiday_increase/2026-10-04",
    "nonstandard": "us/usps_nonstandard/2026-07-12",
    "mix": "us/zone_mix/2026-07-12",
    "royal_mail": "uk/royal_mail_tracked_24/2026-04-07",
    "tiers": "us/size_tiers/2026-01-15",
    "storage": "us/storage/2024-04-01",
    "utilization": "us/storage_utilization/2024-04-01",
    "placement": "us/inbound_placement/2026-01-15",
    "prep": "us/prep/2022-01-18",
    "promise": "us/delivery_promise/2026-01-15",
    "speed": "us/sfp_delivery_speed/2026-07-06",
    "pricing": "us/mcf_preferred_pricing/2026-01-15",
    "prime": "us/channel_buy_with_prime/2024-01-01",
    "selection": "us/new_selection/2026-07-30",
    "referral": "us/referral/2024-01-15",
    "ebay": "us/channel_ebay/2026-08-21",
    "flat": "de/dangerous_goods/2025-02-01",
}


@pytest.mark.parametrize(
    ("sheet", "was", "now", "field", "said"),
    [
        ("ups", "sides: up to 1 in", "sides: 1 in", "measuring.sides", "'up to 1 in' or 'nearest 1 in'"),
        ("ups", "sides: up to 1 in", "sides: up to 1 lb", "measuring.sides", "write it like 15 in"),
        ("ups", "divisor: 139", "divisor: 0", "measuring.divisor", "must be more than 0"),
        ("ups", "limits: {weight: 150 lb}", "limits: {height: 3 in}", "height", "is not a known key"),
        ("ups", "zones: [2, 3,", "zones: [2, 2,", "zones", "each once"),
        ("ups", "zones: [2, 3, 4,", "zones: [2, 4,", "rates.1 lb", "amounts for 6 columns"),
        ("ups", "over: 8640 in3, ", "", "surcharges.additional_handling_volume", "needs a condition"),
        ("ups", "over: 50 lb", "over: 50 ml", "surcharges.additional_handling_weight.over", "write it like"),
        ("ups", "amount: [219.50, ", "amount: [", "surcharges.large_package.amount", "6 amounts for 7 columns"),
        ("ups", "fuel: {rate: 26.0 %, ", "fuel: {", "fuel", "either weeks, or as_of and rate"),
        ("ups", "of: transportation and residential", "of: all", "fuel.of", "must be one of"),
        ("ups", "of: [large_package]", "of: [huge_package]", "remarks[2].of[0]", "must be one of"),
        ("ups", "remote: unsourced}\n  commercial", "far: unsourced}\n  commercial", "delivery_areas.commercial", "the classes of residential"),
        ("usps", "oversized: [unsourced, ", "oversized: [", "oversized", "8 amounts for 9 columns"),
        ("holiday", "zone_groups:", "zone_group:", "", "lacks the key 'zone_groups'"),
        ("nonstandard", "length_over_22_in", "length_over_22_cubic_in", "rates.usps_ground_advantage.length_over_22_cubic_in", "length_over_22_in"),
        ("nonstandard", "length_over_22_in", "length_over_22_lb", "rates.usps_ground_advantage.length_over_22_lb", "a length or a cubic"),
        ("nonstandard", "volume_over_2_cubic_feet", "volume_over_2_feet", "rates.usps_ground_advantage.volume_over_2_feet", "volume_over_2_cubic_feet"),
        ("mix", "2: 3.0 %", "2: 3.1 %", "rates", "add up to 100 %"),
        ("royal_mail", "all: {longest: ", "all: {unit_weight: 1 kg, longest: ", "formats.", "limits of the sides"),
        ("tiers", "ships_by: unit", "ships_by: weight", "tiers.small_standard.ships_by", "one of unit, greater"),
        ("tiers", "longest: 15 in", "height: 15 in", "tiers.small_standard.all.height", "one of longest"),
        ("storage", "1 to 9", "1 to 8", "seasons", "each month once"),
        ("utilization", "above: 22", "above: 21", "above", "where the first band begins"),
        ("utilization", "22: [0.44, 0.23]", "22: [0.44]", "rates.22", "a list of 2"),
        ("placement", "[0.14, 0.32]", "[0.32, 0.14]", "rates.small_standard.8 oz.minimal", "low end first"),
        ("prep", "label: [0.55, 0.55]", "label: [0.55]", "rates.label", "a list of 2"),
        ("prep", "label_always: [bubble_wrap]", "label_always: [bubbles]", "rates", "lacks the key 'bubbles'"),
        ("prep", "estimates: [bubble_wrap]", "withdrawn: true\nestimates: [bubble_wrap]", "rates", "beside withdrawn"),
        ("promise", "{business_days: 3}", "{}", "promises.mcf:standard", "business_days or prime_badge"),
        ("speed", "longest: 18 in, ", "", "classes.standard_under", "lacks the key 'longest'"),
        ("pricing", "six_month: {discount: 15 %", "six_month: {discount: 15", "six_month.discount", "write a percentage as"),
        ("prime", "minimum: [0.30, 1.00]", "minimum: []", "service_fee.minimum", "an amount, or a list"),
        ("selection", "  100: 10 %\n  200: 5 %", "  200: 5 %\n  100: 10 %", "referral_at_most", "ascend"),
        ("selection", "storage_utilization: {units: 200, days: 120}", "storage_utilization: {}", "waives.storage_utilization", "units or days"),
        ("referral", "default: everything_else", "default: all_else", "default", "one of the categories"),
        ("referral", "any price: 8 %", "900000.00: 15 %", "rates.", "must end with a band"),
        ("ebay", "watches: {label: \"Watches, Parts & Accessories\", portions: {1000.00: 15 %, 7500.00: 6.5 %, any price: 3 %}}",
         "watches: {label: Watches, portions: {}}", "rates.no_store.watches", "must end with a band"),
        ("ebay", "nft: {label: NFT categories, rate: 5 %}", "nft: {label: NFT, rate: 5 %, whole_price: {any price: 5 %}}",
         "rates.no_store.nft", "exactly one of"),
        ("ebay", "{athletic_shoes: 150.00}", "{shoes: 150.00}", "no_order_fee_from.shoes", "must be one of"),
        ("flat", "amount: 0.10", "amount: free", "amount", "write an amount as 3.32"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_where_it_stands(
    tmp_path: Path, sheet: str, was: str, now: str, field: str, said: str
) -> None:
    source = built_in_tables() / f"{SHEETS[sheet]}.yaml"
    text = source.read_text(encoding="utf-8")
    assert was in text, f"{source} has changed: choose another of its lines"
    path = tmp_path / f"{SHEETS[sheet]}.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(text.replace(was, now, 1), encoding="utf-8")
    with pytest.raises(TableError) as caught:
        read_card(Shelf(built_in_tables(), tmp_path).edition(path, own=True))
    assert said in caught.value.message
    assert (caught.value.field or "").startswith(field)
    assert caught.value.place is not None
    assert caught.value.place.startswith(f"{path}:")
