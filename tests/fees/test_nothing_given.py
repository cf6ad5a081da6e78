"""What is not given costs nothing, in every market: no fee that does not apply, nothing without a card; and the smallest thing that is given counts."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

import pytest

from logicost.answers.engine import Engine
from logicost.answers.request import Request
from logicost.programs import build_plan, programs_of
from logicost.rules.exact import Values
from logicost.rules.plan import Kind, Plan
from logicost.tables.shelf import find_market, open_shelf

ON = "2026-07-01"
MARKETS = ("US", "UK", "DE")
GOODS = {"dimensions": "25 x 20 x 10 cm", "weight": "900 g", "price": "30", "category": "toys_and_games"}
# what they come to is worked out whether or not they apply, and counts only where they do
WORKED_OUT = {"sipp_discount", "low_inventory_level", "shopify_third_party"}


@cache
def plan_of(market: str) -> Plan:
    found = find_market(market)
    return build_plan(found, dt.date.fromisoformat(ON), open_shelf(), tuple(programs_of(found)))


def values_of(market: str, **given: str) -> Values:
    programs = tuple(Request.of(list(programs_of(find_market(market))), market=market, on=ON).programs)
    return Engine(None).answer({**GOODS, **given}, market, ON, programs).values


@pytest.mark.parametrize("market", MARKETS)
def test_a_fee_that_does_not_apply_comes_to_nothing(market: str) -> None:
    plan, values = plan_of(market), values_of(market)
    seen = 0
    for name in plan.steps:
        fee = name.removesuffix("_applies")
        amount = f"{fee}_per_unit" if fee in plan.inputs else fee
        if fee != name and amount in plan.steps and plan.steps[amount].kind is Kind.MONEY and fee not in WORKED_OUT:
            seen += 1
            assert values[name] or values[amount] == 0, fee
    assert seen > 30


NO_LINE_BEFORE = (
    # what asks for the fee in the month before its first card, or on any where there is none
    ("US", "fba", {"storage_utilization_weeks": "50"}, "storage_utilization"),
    ("UK", "fba", {"inventory_age_days": "0"}, "aged_inventory"),
    ("UK", "fba", {"amazon_label": "true"}, "prep"),
    ("UK", "fba", {"loss_rate": "0.001 %", "cost": "10"}, "lost_and_damaged"),
    ("UK", "fba", {"selling_plan": "individual"}, "selling_plan"),
    ("UK", "fba", {"sipp": "true"}, "sipp_discount"),
)


@pytest.mark.parametrize(("market", "program", "given", "fee"), NO_LINE_BEFORE, ids=lambda each: str(each))
def test_without_a_card_a_line_stands_only_where_it_is_asked_for(
    price: Any, market: str, program: str, given: dict[str, str], fee: str
) -> None:
    cards = open_shelf().editions(market, {"lost_and_damaged": "reimbursement"}.get(fee, fee))
    day = min((edition.effective for edition in cards), default=dt.date(2026, 7, 2)) - dt.timedelta(days=31)
    amount = f"{fee}_per_unit" if fee in plan_of(market).inputs else fee
    plain = price(day.isoformat(), program, market=market, **GOODS)
    assert plain.refused is None
    assert (plain.amount(fee), plain.values[amount]) == (None, 0)
    asked = price(day.isoformat(), program, market=market, **GOODS, **given)
    assert (asked.amount(fee), asked.values[amount]) == ("unsourced", 0)


SMALLEST = (
    # an input with the smallest number that it can be beside none, and the step that says that it counts
    ("fba", {"return_rate": "0.001 %"}, "returns_are_expected"),
    ("fba", {"loss_rate": "0.001 %"}, "lost_and_damaged_applies"),
    ("fba", {"inbound_defect_rate": "0.001 %", "inbound_defect_fee": "1"}, "inbound_defect_applies"),
    ("fba", {"discount": "0.0001"}, "has_discount"),
    ("fbm:flat", {"shipping_charged": "0.0001", "postage": "5"}, "shipping_is_charged"),
    ("fbm:usps_ground_advantage", {"postage_discount": "0.001 %"}, "postage_is_discounted"),
    ("fbm:flat", {"postage": "0"}, "postage_is_own"),
    ("fba", {"cost": "0.0001"}, "cost_of_goods_applies"),
    ("fba", {"inbound_freight": "0.0001"}, "inbound_freight_applies"),
    ("fba", {"own_prep": "0.0001"}, "own_prep_applies"),
    ("fbm:flat", {"own_storage": "0.0001", "postage": "5"}, "own_storage_applies"),
    ("fbm:flat", {"packaging": "0.0001", "postage": "5"}, "packaging_applies"),
    ("fbm:flat", {"handling": "0.0001", "postage": "5"}, "handling_applies"),
    ("fba", {"advertising": "0.0001"}, "advertising_applies"),
    ("fba", {"advertising_rate": "0.001 %", "price": "10"}, "advertising_has_share"),
    ("fba", {"referral_rate": "0 %"}, "referral_is_own"),
    ("fba", {"fba_fulfillment_rate": "0"}, "fba_fulfillment_is_own"),
    ("fba", {"placement_rate": "0"}, "placement_rate_is_given"),
    ("mcf", {"mcf_fulfillment_rate": "0"}, "mcf_fee_is_own"),
    ("fba", {"days_in_storage": "0"}, "storage_applies"),
    ("fba:awd", {"awd_days_in_storage": "0", "units_per_box": "1"}, "awd_storage_applies"),
    ("fba", {"resale_value": "0"}, "resale_value_is_idle"),
    ("fba", {"advertising": "0.0001", "advertising_rate": "0.001 %"}, "advertising_has_both"),
    ("fba", {"other_selling_fee": "0.0001", "other_selling_rate": "0.001 %"}, "other_selling_has_both"),
    ("fbm:flat", {"parcel": "10 x 10 x 0.001 in", "postage": "5"}, "parcel_is_given"),
    ("fba", {"return_rate": "0.001 %", "resellable_rate": "99.999 %"}, "disposal_applies"),
    ("fba", {"return_rate": "100 %", "cost": "0.01", "resellable_rate": "1 %"}, "returned_goods_applies"),
)


@pytest.mark.parametrize(("program", "given", "flag"), SMALLEST, ids=lambda each: str(each))
def test_the_smallest_thing_that_is_given_counts(price: Any, program: str, given: dict[str, str], flag: str) -> None:
    needed = {name: given[name] for name in ("postage", "units_per_box") if name in given and flag != "postage_is_own"}
    with_it = price("2026-07-01", program, **given)
    assert with_it.refused is None
    assert with_it.values[flag] == 1
    if flag != "postage_is_own":  # which that program must have
        assert price("2026-07-01", program, **needed).values[flag] == 0


@pytest.mark.parametrize("market", MARKETS)
def test_what_depends_on_what_is_not_given_is_nothing(market: str) -> None:
    values = values_of(market)
    nothing = (
        "goods_value", "goods_value_kept", "value_of_a_unit", "returned_share", "resale_price", "utilization_weeks", "storage_utilization_days", "aged_inventory_snapshots",
        "storage_cost_per_volume", "awd_storage_cost_per_volume", "own_channel_fee", "own_payment_fee", "sfp_one_day_price", "sfp_two_days_price", "sfp_faster", "sfp_faster_zone_2", "sfp_faster_zone_5", "sfp_faster_zone_9",
        "referral_by_own_share", "returns_charged_share", "mcf_block_rate", "mcf_outside_rate", "mcf_discount_rate", "new_selection_referral_saved", "prep_service", "prep_label",
    )  # fmt: skip
    there = [name for name in nothing if name in values]
    assert len(there) >= 14
    assert {name: values[name] for name in there if values[name]} == {}


OF_FAMILY = {
    "fba": ("not included: ",),
    "mcf": (
        "not included: ",
        "quoted as a direct order: MCF serves no Amazon orders; name the channel, such as shopify",
        "the payment provider's fee is not included: give payment, such as stripe or paypal",
    ),
    "fbm": ("not included: ",),
    "sfp": ("not included: ",),
}
WITH_AREAS = ("ups_ground", "fedex_ground", "fedex_ground_retail")


@pytest.mark.parametrize("market", MARKETS)
def test_a_plain_unit_has_no_other_notes(market: str, price: Any) -> None:
    """Of goods of a certain category, whose seller says where he is and what he pays to the carrier: only what is left out, what
    each family always says, and for each line that is not known why."""
    said = {"seller_country": market.lower()} | ({"zone": "5"} if market == "US" else {"vat_registered": "true"})
    for program in programs_of(find_market(market)):
        family, _, carrier = program.partition(":")
        given = {"fba:awd": {"units_per_box": "10"}}.get(program, {}) | ({"postage": "5"} if carrier == "flat" else {})
        found = price("2026-09-23", program, market=market, **GOODS, **said, **given)
        expected = [
            *OF_FAMILY[family],
            *(f"{fee} is not known: " for fee, (amount, _) in found.lines.items() if amount is None),
        ]
        if carrier in WITH_AREAS:
            expected.append(("UPS" if carrier == "ups_ground" else "FedEx") + " Ground")
        if family == "sfp":
            expected += (
                ["Prime asks for 40 % of", "Prime asks for 75 % of"]
                if market == "US"
                else ["no sfp_delivery_speed card is on file"]
            )
        assert len(found.notes) == len(expected), (program, found.notes)
        assert all(any(note.startswith(start) for start in expected) for note in found.notes), (program, found.notes)
