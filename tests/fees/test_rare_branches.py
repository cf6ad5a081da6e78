"""Branches of rules that few orders take (see tests/mutation.py), each worked out by hand from its card."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import logicost as lc
from logicost.fees.storage_calendar import decade_of
from logicost.fees.vocabularies import country_word
from logicost.programs import build_plan, programs_of
from logicost.tables.shelf import built_in_tables, find_market, open_shelf

DAY = "2026-07-01"
USPS = {"dimensions": "5 x 4 x 3 in", "weight": "2 lb", "zone": "5"}
TIER, BAND = "on the edge of a size tier", "on the edge of a band"


def quote(program: str, market: str = "US", on: str = DAY, **given: str) -> lc.Quote:
    return lc.quote({"sku": "A", "price": "30", "category": "toys_and_games", **given}, program, market=market, on=on)


def changed(tmp_path: Path, card: str, effective: str, *changes: tuple[str, str]) -> Path:
    """A folder with a card of logicost that says something else."""
    text = (built_in_tables() / f"{card}.yaml").read_text(encoding="utf-8")
    for was, now in (("effective: " + card.rsplit("/", 1)[1], f"effective: {effective}"), *changes):
        assert was in text, was
        text = text.replace(was, now, 1)
    path = tmp_path / card.rsplit("/", 1)[0] / f"{effective}.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return tmp_path


def told(found: lc.Quote, start: str) -> list[str]:
    return [note for note in found.notes if note.startswith(start)]


@pytest.mark.parametrize(
    ("length", "other"),
    [("34.9", None), ("35", "standard parcel"), ("35.1", "small parcel"), ("35.2", None)],
)
def test_a_millimetre_on_every_side_and_no_more_is_the_edge_of_a_tier(length: str, other: str | None) -> None:
    """A small parcel is at most 35 x 25 x 12 cm."""
    found = told(quote("fba", "UK", dimensions=f"{length} x 20 x 10 cm", weight="1 kg"), TIER)
    assert [f"it would be {other}" in note for note in found] == ([] if other is None else [True])


@pytest.mark.parametrize(
    ("weight", "country", "is_told"),
    [
        ("398 g", "uk", False),
        ("399 g", "uk", False),  # a gram more is 400 g, still inside
        ("400 g", "uk", True),
        ("401 g", "uk", True),  # a gram less
        ("402 g", "uk", False),
        ("400 g", "de", False),  # which pays another table
    ],
)
def test_a_gram_and_no_more_is_the_edge_of_a_band(weight: str, country: str, is_told: bool) -> None:
    """A small parcel pays 3.00 to 400 g and 3.04 above; the sides weigh 19 x 15 x 6.5 / 5 = 370.5 g, or 380.7 g a millimetre longer."""
    found = quote("fba", "UK", "2026-03-02", dimensions="19 x 15 x 6.5 cm", weight=weight, stock_country=country)
    assert found.size_tier == "small_parcel"
    assert bool(told(found, BAND)) == is_told


@pytest.mark.parametrize(("received", "is_charged"), [("2024-02-29", False), ("2024-03-01", True)])
def test_what_was_received_before_the_first_card_of_placement_pays_none(received: str, is_charged: bool) -> None:
    """The inbound placement fee began on 2024-03-01."""
    mug = {"dimensions": "5.1 x 4.3 x 4.2 in", "weight": "14.2 oz", "placement": "minimal"}
    found = quote("fba", on="2024-06-10", received_on=received, **mug)
    assert (found.line("inbound_placement") is not None) == is_charged


@pytest.mark.parametrize(("box", "code"), [("0.99", None), ("0.989999", "box_too_small")])
def test_a_box_may_be_a_hundredth_smaller_than_its_units(price: Any, box: str, code: str | None) -> None:
    """12 x 12 x 12 in are a cubic foot."""
    given = {"dimensions": "12 x 12 x 12 in", "weight": "5 lb", "units_per_box": "1", "box_cubic_feet": box}
    assert price(DAY, "fba:awd", **given).refused == code


def test_what_lies_below_the_fees_of_a_sale_comes_back_as_nothing(price: Any) -> None:
    """Of 1.00 less referral and fulfilment nothing is left to be reimbursed for a lost unit, until its costs count (2025-03-31)."""
    values = price("2024-06-10", price="1", loss_rate="10 %", cost="3").values
    assert (values["reimbursement"], values["lost_and_damaged"]) == (0, 3000)


@pytest.mark.parametrize(("channel", "goes"), [("amazon", 1), ("shopify", 0)])
def test_the_category_counts_where_there_is_a_referral_fee(price: Any, channel: str, goes: int) -> None:
    given = {"zone": "5", "channel": channel}
    assert price(DAY, "fbm", **given).values["fbm:usps_ground_advantage/goes_by_category"] == goes
    assert price(DAY, "fbm", referral_rate="9 %", **given).values["fbm:usps_ground_advantage/goes_by_category"] == 0


@pytest.mark.parametrize("market", ["US", "UK", "DE"])
def test_only_promises_of_mcf_hold_for_some_orders_alone(market: str) -> None:
    found = find_market(market)
    plan = build_plan(found, dt.date.fromisoformat(DAY), open_shelf(), tuple(programs_of(found)))
    for name, program in plan.programs.items():
        assert (program.promised is not None) == (name.startswith("mcf") and program.promise is not None), name
    assert any(program.promise for program in plan.programs.values()) == (market == "US")


def test_what_payment_is_left_out_is_said_with_two_examples(price: Any) -> None:
    (note,) = [each for each in price(DAY, "mcf", channel="direct").notes if "payment provider" in each]
    assert note == "the payment provider's fee is not included: give payment, such as stripe or paypal"


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        ("2020-01-01", "2020-01-01", "2029-12-31"),
        ("2029-12-31", "2020-01-01", "2029-12-31"),
        ("2030-01-01", "2030-01-01", "2039-12-31"),
    ],
)
def test_calendars_are_made_for_ten_years(day: str, first: str, last: str) -> None:
    assert decade_of(dt.date.fromisoformat(day)) == (dt.date.fromisoformat(first), dt.date.fromisoformat(last))


def test_storage_on_the_first_days_of_a_decade_is_paid() -> None:
    """Stored from 2029-12-12 to 2030-01-10: 20 days of December at 1.40 and 9 of January at 0.56, both of 31 days; a cubic foot of
    a size above standard: 0.90323 + 0.16258."""
    found = quote("fba", on="2030-01-10", dimensions="12 x 12 x 12 in", weight="5 lb", days_in_storage="29")
    assert found.amount("storage") == Decimal("1.0658")


@pytest.mark.parametrize(
    ("of", "said", "word"),
    [
        ("seller_country", "germany", "de"),
        ("stock_country", "germany", "de"),
        ("stock_country", "united_kingdom", "uk"),
        ("stock_country", "gb", "uk"),
        ("stock_country", "brazil", "br"),  # a store, though without cards
        ("stock_country", "iceland", "other"),
        ("seller_country", "iceland", "other"),
        ("stock_country", "austria", "other"),
        ("seller_country", "austria", "austria"),  # of the EU and without a store: no card names its tax
        ("stock_country", "nowhere", "nowhere"),
    ],
)
def test_countries_are_said_by_name_or_code(of: str, said: str, word: str) -> None:
    assert country_word(open_shelf(), of, said) == word


@pytest.mark.parametrize(
    ("on", "found"),
    [
        ("2024-09-01", (None, "unsourced")),  # before the first season that is on file
        ("2024-11-01", (None, "unsourced")),  # of which only the days are
        ("2025-09-01", (Decimal("8.55"), "override")),
        ("2025-11-01", (Decimal("8.90"), "override")),  # 0.35 more
    ],
)
def test_a_price_of_your_own_in_and_out_of_season(price: Any, tmp_path: Path, on: str, found: tuple[Any, str]) -> None:
    """2 lb to zone 5 at 8.55, by a card of your own."""
    own = changed(tmp_path, "us/usps_ground_advantage/2025-07-13", "2024-01-01")
    assert price(on, "fbm", own, **USPS).lines["carrier_postage"] == found


@pytest.mark.parametrize(("inside", "is_told"), [(False, True), (True, False)])
def test_a_season_whose_increase_is_in_the_prices_lacks_none(
    price: Any, tmp_path: Path, inside: bool, is_told: bool
) -> None:
    """Of the season of 2027 no increase is on file."""
    changes = [("until: 2026-01-17\n", ""), *([] if inside else [("holiday_increase: included\n", "")])]
    own = changed(tmp_path, "us/usps_ground_advantage_retail/2025-10-05", "2027-10-03", *changes)
    found = price("2027-11-20", "fbm:usps_ground_advantage_retail", own, **USPS)
    assert any(note.startswith("the holiday increase of") for note in found.notes) == is_told


@pytest.mark.parametrize(
    ("area", "amount"), [("none", "30.97"), ("standard", "unsourced"), ("extended", "40.57"), ("remote", "unsourced")]
)
def test_an_area_that_a_carrier_s_card_has_not_is_not_on_file(
    price: Any, tmp_path: Path, area: str, amount: str
) -> None:
    own = changed(
        tmp_path, "us/fedex_ground/2027-01-04", "2027-01-04", ("residential: {standard: 7.00, ", "residential: {"),
        ("commercial:  {standard: unsourced, ", "commercial: {"),
    )  # fmt: skip
    assert price("2027-01-05", "fbm:fedex_ground", own, **USPS, delivery_area=area).amount("carrier_postage") == amount


def test_large_volumes_are_charged_to_the_last_place() -> None:
    """100 x 48 x 36 in are 100 cubic feet: 30 days of June at 0.56, and 6.90 at 400 days of age."""
    found = quote("fba", dimensions="100 x 48 x 36 in", weight="140 lb", days_in_storage="30", inventory_age_days="400")
    assert (found.amount("storage"), found.amount("aged_inventory")) == (Decimal(56), Decimal(690))


def test_large_boxes_of_awd_are_charged_to_the_last_place(price: Any) -> None:
    """10 cubic feet for two years, 24 months of 365/12 days, at 0.48; of the processing of a box all is the one unit's."""
    found = price(
        DAY, "fba:awd", units_per_box="1", box_cubic_feet="10", awd_days_in_storage="730", received_on="2026-02-01"
    )
    assert found.amount("awd_storage") == "115.20"


@pytest.mark.parametrize(
    ("on", "is_told"), [("2026-10-24", False), ("2026-10-25", True), ("2027-01-16", True), ("2027-01-17", False)]
)
def test_a_remark_of_a_card_holds_from_its_first_to_its_last_day(price: Any, on: str, is_told: bool) -> None:
    """UPS's demand surcharge is not on file: from 2026-10-25 until 2027-01-16 a note says so."""
    notes = price(on, "fbm:ups_ground", **USPS).notes
    assert any("a demand surcharge of the season" in note for note in notes) == is_told


@pytest.mark.parametrize(
    ("on", "more"),
    [
        ("2026-10-26", "0.50"),
        ("2026-11-22", "0.50"),
        ("2026-11-23", "0.80"),
        ("2026-12-27", "0.80"),
        ("2026-12-28", "0.50"),
    ],
)
def test_a_demand_surcharge_begins_on_its_first_day(price: Any, on: str, more: str) -> None:
    """FedEx's on parcels to a home, without fuel, over what a parcel costs the day before the season."""
    given = {**USPS, "fuel_percent": "0 %", "delivery_area": "none"}
    before, now = (price(day, "fbm:fedex_ground", **given).lines["carrier_postage"][0] for day in ("2026-10-25", on))
    assert now - before == Decimal(more)


@pytest.mark.parametrize(
    ("zones", "ends"),
    [
        ({"zone": "5"}, "2 lb billable, to zone 5"),
        ({"zone_mix": "5:100"}, "2 lb billable, to zone 5"),
        ({"zone_mix": "2:50,5:50"}, "2 lb billable, mean over your zone mix"),
        ({}, "2 lb billable, mean over the national zone mix"),
    ],
    ids=str,
)
def test_to_which_zones_a_carrier_s_price_is(zones: dict[str, str], ends: str) -> None:
    found = quote("fbm:usps_ground_advantage", on="2026-08-03", dimensions="5 x 4 x 3 in", weight="2 lb", **zones)
    line = found.line("carrier_postage")
    assert line is not None
    assert line.why.endswith(ends)


def test_which_price_of_a_carrier_is_not_on_file() -> None:
    """Of the size, where the parcel is one that the card takes without a price; else of weight, zone or season."""
    whys = []
    for program, sides, weight, on in (
        ("fbm:usps_ground_advantage", "33 x 20 x 19 in", "20 lb", "2026-08-03"),
        ("fbm:usps_priority_mail", "5 x 4 x 3 in", "30 lb", "2026-11-20"),
    ):
        line = quote(program, on=on, dimensions=sides, weight=weight, zone="5").line("carrier_postage")
        assert line is not None
        assert line.amount is None
        whys.append(line.why)
    assert "no price is on file for a parcel of this size" in whys[0]
    assert "a price, increase or zone of it is not on file" in whys[1]


@pytest.mark.parametrize(
    ("given", "is_free"),
    [
        ({"new_selection": "true"}, 0),  # no days of storage are given
        ({"days_in_storage": "30"}, 0),
        ({"new_selection": "true", "days_in_storage": "30"}, 1),
        ({"new_selection": "true", "days_in_storage": "30", "new_selection_units_sold": "1000"}, 0),
    ],
    ids=str,
)
def test_days_of_storage_are_free_in_the_programme_where_some_are_given(
    price: Any, given: dict[str, str], is_free: int
) -> None:
    assert price(DAY, selling_plan="professional", **given).values["storage_has_free_days"] == is_free


def test_a_month_s_rate_that_is_not_on_file_is_not_in_the_total(tmp_path: Path) -> None:
    """A card without rates of large units: the storage of one of 40 cubic feet is unknown, and counts as nothing."""
    folder = changed(
        tmp_path, "us/storage/2024-04-01", "2026-06-01", ("    large: {other: 0.56, dangerous_goods: 0.78}\n", "")
    )
    row = {"sku": "A", "market": "US", "dimensions": "48 x 48 x 30 in", "weight": "40 lb", "price": "300"}
    without, stored = (
        lc.quote({**row, "category": "toys_and_games", **more}, "fba", on=DAY, fee_tables=folder)
        for more in ({}, {"days_in_storage": 30})
    )
    (line,) = (each for each in stored.lines if each.fee == "storage")
    assert (line.amount, line.status) == (None, "unsourced")
    assert stored.total_cost == without.total_cost
