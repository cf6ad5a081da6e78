"""Edges that changed rules went through unnoticed by the quick tests (see tests/mutation.py), each worked out by hand from its card."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

import logicost as lc
from logicost.fees.cards import read_card
from logicost.fees.carriers.card import Fuel
from logicost.fees.carriers.fuel import fuel_status
from logicost.inputs.days import day_number
from logicost.inputs.fields import NOT_GIVEN
from logicost.programs import build_plan
from logicost.rules.exact import compile_expression
from logicost.tables.shelf import Shelf, built_in_tables
from logicost.tables.status import Status

DAY = "2026-07-01"


def quote(program: str, market: str = "US", on: str = DAY, **given: str) -> lc.Quote:
    return lc.quote({"sku": "A", "price": "30", "category": "home_and_kitchen", **given}, program, market=market, on=on)


def test_length_and_girth_of_a_format() -> None:
    """Parcelforce takes 300 cm of length and girth: 150 + 2 x (40 + 35) are 300, a millimetre more of a side is too much."""
    assert quote("fbm:parcelforce_48", "UK", dimensions="150 x 40 x 35 cm", weight="5 kg").amount(
        "carrier_postage"
    ) == Decimal("13.60")
    with pytest.raises(lc.LogicostError, match="no parcels of this size"):
        quote("fbm:parcelforce_48", "UK", dimensions="150 x 40 x 35.1 cm", weight="5 kg")


@pytest.mark.parametrize(
    ("length", "expected"),
    [
        ("22", "9.95"),
        ("22.1", "14.45"),
        ("31", "19.95"),
    ],  # 2 lb to zone 5 are 9.95; nonstandard above 22 in 4.50, above 30 in 10.00
)
def test_a_surcharge_of_a_carrier_without_fuel_is_added(length: str, expected: str) -> None:
    given = {"dimensions": f"{length} x 5 x 4 in", "weight": "2 lb", "zone": "5"}
    assert quote("fbm:usps_ground_advantage", on="2026-07-20", **given).amount("carrier_postage") == Decimal(expected)


@pytest.mark.parametrize(
    ("stay", "is_charged"),
    [
        ({"inventory_age_days": "30", "days_in_storage": "60"}, False),  # only stock older than 30 days
        ({"inventory_age_days": "31", "days_in_storage": "60"}, True),
        ({"days_in_storage": "30"}, False),
        ({"days_in_storage": "31"}, True),
        (
            {"average_inventory": "100", "monthly_units": "50"},
            True,
        ),  # no stay of a unit is known: none of it is taken off
    ],
    ids=str,
)
def test_from_which_day_the_utilization_surcharge_counts(stay: dict[str, str], is_charged: bool) -> None:
    found = quote("fba", dimensions="10 x 8 x 4 in", weight="2 lb", storage_utilization_weeks="30", **stay)
    assert ("storage_utilization" in {line.fee for line in found.lines}) == is_charged


@pytest.mark.parametrize(("resellable", "shown"), [("100 %", False), ("99 %", True)])
def test_nothing_is_disposed_of_where_all_can_be_sold_again(resellable: str, shown: bool) -> None:
    found = quote(
        "fba",
        dimensions="5 x 4 x 3 in",
        weight="9 oz",
        return_rate="10 %",
        unsellable_returns="disposal",
        resellable_rate=resellable,
    )
    assert ("disposal" in {line.fee for line in found.lines}) == shown


def test_a_part_of_a_kilogram_is_disposed_of_as_a_part() -> None:
    """2.03 to 1 kg and 0.80 a kilogram above: 1.5 kg are 2.43 and not 2.83, of which a tenth."""
    found = quote(
        "fba",
        "UK",
        dimensions="30 x 20 x 10 cm",
        weight="1.5 kg",
        return_rate="10 %",
        unsellable_returns="disposal",
        resellable_rate="0 %",
    )
    assert found.amount("disposal") == Decimal("0.2430")


@pytest.mark.parametrize(
    ("given", "is_told"),
    [({}, True), ({"vat_registered": "true"}, False), ({"vat_registered": "false"}, False)],
    ids=str,
)
def test_that_sellers_are_registered_is_said_until_they_say_it(given: dict[str, str], is_told: bool) -> None:
    found = quote("fba", "UK", dimensions="30 x 20 x 10 cm", weight="1.5 kg", **given)
    assert any("is taken to contain 20 % tax" in note for note in found.notes) == is_told


def test_what_stands_in_is_noted_only_where_it_is_charged() -> None:
    """Past the ledger a card is projected and a note says so; not on a day before, nor where every figure is the seller's own."""
    mug = {"dimensions": "5 x 4 x 3 in", "weight": "9 oz"}
    later = quote("fbm", on="2027-02-01", **mug)
    own = quote("fbm", on="2027-02-01", postage="5", referral_rate="15 %", **mug)
    told = [
        any(note.startswith("projected figures") for note in each.notes) for each in (later, own, quote("fbm", **mug))
    ]
    assert told == [True, False, False]
    assert [line.status for line in later.lines if line.fee == "referral"] == ["projected"]
    assert own.status == "override"


@pytest.mark.parametrize(
    ("options", "expected", "status"),
    [
        ({}, "8.61", "exact"),
        ({"mcf_block_amazon_logistics": "true"}, "9.04", "exact"),  # 5 % of 8.61 are 0.4305
        (
            {"mcf_block_amazon_logistics": "true", "mcf_outside_contiguous": "true"},
            "17.65",
            "estimate",
        ),  # it is not on file how two percentages go together
        ({"mcf_preferred_pricing": "new_seller"}, "6.46", "exact"),  # 25 % of 8.61 are 2.1525
        ({"mcf_block_amazon_logistics": "true", "mcf_preferred_pricing": "new_seller"}, "6.89", "estimate"),
        ({"units_per_order": "4"}, "4.50", "estimate"),  # beyond the card's last column of units
    ],
    ids=str,
)
def test_what_is_sure_of_mcf(options: dict[str, str], expected: str, status: str) -> None:
    line = quote("mcf", channel="shopify", dimensions="5 x 4 x 3 in", weight="9 oz", **options).lines[0]
    assert (line.fee, line.amount, line.status) == ("mcf_fulfillment", Decimal(expected), status)


@pytest.mark.parametrize(("given", "status"), [({}, "estimate"), ({"vat_registered": "true"}, "exact")], ids=str)
def test_tax_that_comes_back_is_an_estimate_until_registration_is_said(given: dict[str, str], status: str) -> None:
    """Parcelforce's 13.60 contain 20 %: 13.60 / 6 are 2.27."""
    found = quote("fbm:parcelforce_48", "UK", dimensions="50 x 40 x 35 cm", weight="5 kg", **given)
    (line,) = (line for line in found.lines if line.fee == "tax_on_fees")
    assert (line.amount, line.status) == (Decimal("-2.27"), status)


@pytest.mark.parametrize(
    ("days", "amount"),
    [("13.99", "0.97"), ("14", "0.70"), ("20.99", "0.70"), ("21", "0.36"), ("27.99", "0.36"), ("28", None)],
)
def test_bands_of_days_of_supply_begin_with_their_first_day(days: str, amount: str | None) -> None:
    """A large standard unit of 14.2 oz: under 14 days, under 21, under 28."""
    given = {"dimensions": "5 x 4 x 3 in", "weight": "14.2 oz", "days_of_supply_30": days, "days_of_supply_90": days}
    found = quote("fba", **given).line("low_inventory_level")
    assert (found and str(found.amount)) == amount


@pytest.mark.parametrize(
    ("costs", "amount"),
    [
        ({"cost": "10"}, "-10.00"),
        ({"inbound_freight": "2"}, "-2.00"),
        ({"cost": "10", "inbound_freight": "2"}, "-12.00"),
    ],
    ids=str,
)
def test_a_cost_that_is_not_given_is_nothing(costs: dict[str, str], amount: str) -> None:
    """All units come back and can be sold again: what one has cost is taken off, to the hundredth of a cent."""
    mug = {"dimensions": "5 x 4 x 3 in", "weight": "9 oz", "return_rate": "100 %", "resellable_rate": "100 %"}
    found = quote("fba", **mug, **costs).line("returned_goods")
    assert found is not None
    assert str(found.amount) == amount


@pytest.mark.parametrize(
    ("given", "status"),
    [({}, 3), ({"seller_country": "uk"}, 0), ({"fee_tax_rate": "20 %"}, 0), ({"fee_tax_rate": "0"}, 0)],
    ids=str,
)
def test_the_rate_of_tax_on_fees_is_an_estimate_until_it_or_a_country_is_said(
    price: Any, given: dict[str, str], status: int
) -> None:
    values = price(DAY, market="UK", dimensions="30 x 20 x 10 cm", weight="1.5 kg", **given).values
    assert values["fee_tax_status"] == status


@pytest.mark.parametrize(
    ("how", "of", "amount"),
    [
        ("rate: 10.49 %", "1.00", "0.10"),  # 0.1049
        ("rate: 10.5 %", "1.00", "0.11"),  # a half goes up
        ("whole_price: {5.00: 10.49 %, any price: 1 %}", "1.00", "0.10"),
        ("whole_price: {5.00: 10.5 %, any price: 1 %}", "1.00", "0.11"),
        ("portions: {100.00: 10 %, 200.00: 5 %, any price: 1 %}", "300", "16.00"),  # 10.00, 5.00 and 1.00
    ],
)
def test_percentages_begin_at_nothing(price: Any, write_card: Any, how: str, of: str, amount: str) -> None:
    body = f"default: everything_else\nrates:\n  everything_else: {{label: Everything else, {how}}}\n"
    own = write_card("referral", "2026-01-01", "referral/1", body).parents[2]
    assert price(DAY, own=own, price=of, category="everything_else").amount("referral") == amount


@pytest.mark.parametrize(
    ("weight", "fee", "surcharge", "status"),
    [
        ("0.9 kg", "3.25", "0.05", "exact"),  # 1.5 % of 3.15 are 0.04725, of 3.25 0.04875
        ("2.5 kg", "4.38", "0.06", "estimate"),  # of 4.28 0.0642, of 4.38 0.0657
    ],
)
def test_whether_the_surcharge_is_on_what_dangerous_goods_pay_more(
    weight: str, fee: str, surcharge: str, status: str
) -> None:
    """0.10 a unit, which the surcharge is not taken of as far as one knows: that matters where it would be another cent."""
    given = {"category": "toys_and_games", "dimensions": "30 x 20 x 10 cm", "weight": weight, "dangerous_goods": "true"}
    found = quote("fba", "DE", on="2026-09-01", **given)
    assert (found.amount("fba_fulfillment"), found.amount("fuel_surcharge")) == (Decimal(fee), Decimal(surcharge))
    assert [line.status for line in found.lines if line.fee == "fuel_surcharge"] == [status]


def test_the_limit_of_days_of_supply_is_named_where_the_fee_is_not_on_file() -> None:
    given = {"dimensions": "30 x 20 x 10 cm", "weight": "900 g", "pan_european": "true"}
    found = quote("fba", "DE", on="2024-06-01", days_of_supply_30="10", days_of_supply_90="10", **given)
    line = found.line("low_inventory_level")
    assert line is not None
    assert (line.status, line.why) == (
        "unsourced",
        "below 28 days of supply, but the fee of that day is not on file",
    )


@pytest.mark.parametrize(
    ("on", "is_told"), [("2026-09-13", True), ("2026-09-14", False), ("2026-10-04", False), ("2026-10-05", True)]
)
def test_a_percentage_of_fuel_holds_for_seven_days(on: str, is_told: bool) -> None:
    """FedEx's of the weeks from 2026-09-14 on, of which the last on file begins on the 28th."""
    given = {"dimensions": "10 x 8 x 6 in", "weight": "4 lb", "zone": "5", "residential": "false"}
    found = quote("fbm:fedex_ground", on=on, delivery_area="none", **given)
    assert any("give fuel_percent" in note for note in found.notes) == is_told


@pytest.mark.parametrize(
    ("on", "given", "status"),
    [
        ("2026-09-13", NOT_GIVEN, Status.ESTIMATE),
        ("2026-09-14", NOT_GIVEN, Status.EXACT),
        ("2026-10-04", NOT_GIVEN, Status.EXACT),
        ("2026-10-05", NOT_GIVEN, Status.ESTIMATE),
        ("2026-10-05", 0, Status.OVERRIDE),
    ],
)
def test_how_sure_the_percentage_of_fuel_is(on: str, given: int, status: Status) -> None:
    """By itself: FedEx's card is an estimate as a whole."""
    shelf, day = Shelf(built_in_tables()), dt.date.fromisoformat(on)
    plan = build_plan(shelf.markets.find("US"), day, shelf, ("fbm:fedex_ground",))
    choice = plan.choose("fedex_ground")
    assert choice.edition is not None
    found = compile_expression(fuel_status(plan, read_card(choice.edition), choice))
    assert found({"ship_day": day_number(day), "fuel_percent": given}) == status


@pytest.mark.parametrize(("day", "week"), [(1, 3), (3, 3), (9, 3), (10, 13), (13, 13), (20, 13)])
def test_the_week_of_fuel_that_holds_a_day_else_the_nearest(day: int, week: int) -> None:
    """Weeks from the 3rd and from the 13th: the 9th is in the first, the 10th three days before the second."""
    fuel = Fuel(
        "transportation and residential", ((dt.date(2026, 1, 3), 20_000), (dt.date(2026, 1, 13), 21_000)), None, None
    )
    assert fuel.near(dt.date(2026, 1, day)) == (dt.date(2026, 1, week), 20_000 if week == 3 else 21_000)


@pytest.mark.parametrize("program", ["fbm", "mcf"])
def test_what_a_return_costs_the_seller_is_nothing_until_it_is_given(program: str) -> None:
    mug = {"dimensions": "5 x 4 x 3 in", "weight": "9 oz", "zone": "5", "return_rate": "100 %"}
    found = quote(program, **mug)
    assert not {"return_label", "return_handling"} & {line.fee for line in found.lines}
    one = quote(program, return_handling="1.5", **mug)
    assert one.amount("return_handling") == Decimal("1.50")
    assert one.line("return_label") is None


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({}, Status.EXACT),
        ({"mcf_block_amazon_logistics": "true"}, Status.PROJECTED),
        ({"mcf_outside_contiguous": "true"}, Status.PROJECTED),
        ({"mcf_preferred_pricing": "new_seller"}, Status.PROJECTED),
    ],
    ids=str,
)
def test_each_option_of_mcf_is_as_sure_as_its_card(price: Any, given: dict[str, str], status: Status) -> None:
    """Past the ledger cards are projected; an option that is not asked for is no doubt."""
    priced = price("2027-02-01", "mcf", channel="shopify", **given)
    assert priced.values["mcf_options_status"] == status


@pytest.mark.parametrize(("on", "is_asked"), [("2024-12-01", 0), ("2025-01-04", 0), ("2025-01-05", 1)])
def test_whether_prime_asks_for_five_days_may_not_be_on_file(price: Any, on: str, is_asked: int) -> None:
    """The season's card of 2024-11-24 to 2025-01-04 lacks it: then it is open, whatever is served."""
    served = {"zone": "1", "one_day_up_to_zone": "8", "two_days_up_to_zone": "8"}
    values = price(on, "sfp", **served).values
    assert (values["sfp_asks_for_five_days"], values["sfp_speed_is_open"]) == (is_asked, not is_asked)
