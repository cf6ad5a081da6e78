"""Postage by hand at the edges that changed rules went through unnoticed: shares of zones, the parcel, the place, the week of the fuel."""

from __future__ import annotations

from typing import Any

import pytest

import logicost as lc

ON = "2026-07-20"
MUG = {
    "sku": "A",
    "dimensions": "5.1 x 4.3 x 4.2 in",
    "weight": "14.2 oz",
    "price": "18.99",
    "category": "home_and_kitchen",
}
USPS = "fbm:usps_ground_advantage"  # up to 15.999 oz: 6.93 to zone 1, 6.94 to zone 2, 7.69 to zone 5


def quote(program: str, on: str = ON, **given: str) -> lc.Quote:
    return lc.quote({**MUG, **given}, program, market="US", on=on)


@pytest.mark.parametrize(
    ("given", "amount", "ends_with"),
    [
        ({"zone": "1"}, "6.93", "to zone 1"),
        ({"zone": "2"}, "6.94", "to zone 2"),
        ({"zone_mix": "2:50,5:50"}, "7.3150", "mean over your zone mix"),
        # 6.94 + 0.003 % of 0.75 are 6.9400225, half-up to 0.0001; 0.01 % of it are 6.940075
        ({"zone_mix": "2:99.997,5:0.003"}, "6.94", "mean over your zone mix"),
        ({"zone_mix": "2:99.99,5:0.01"}, "6.9401", "mean over your zone mix"),
        ({}, "7.8093", "mean over the national zone mix"),
    ],
    ids=str,
)
def test_the_mean_over_zones(given: dict[str, str], amount: str, ends_with: str) -> None:
    (line,) = (line for line in quote(USPS, **given).lines if line.fee == "carrier_postage")
    assert (str(line.amount), line.why.endswith(ends_with)) == (amount, True), line.why
    assert line.status == ("exact" if given else "estimate")  # the national mix is one


@pytest.mark.parametrize(
    ("parcel", "units", "is_told"),
    [
        ("10.234 x 6 x 3 in", "2", False),  # 184.212 cubic inches hold two mugs of 92.106 just so
        ("10.233 x 6 x 3 in", "2", True),
        ("5.1 x 4.3 x 4.2 in", "1", False),
        ("5.1 x 4.3 x 4.199 in", "1", True),
        ("1 x 1 x 1 in", "1", True),
        ("20 x 20 x 20 in", "2", False),
    ],
)
def test_a_parcel_that_cannot_hold_its_units_is_told(parcel: str, units: str, is_told: bool) -> None:
    notes = quote("fbm:flat", postage="5", parcel=parcel, units_per_order=units).notes
    assert ("the parcel is smaller than the units in it: are its sides right?" in notes) == is_told


def test_of_one_unit_nothing_is_packed(price: Any) -> None:
    values = price(ON, USPS).values
    assert [
        values[name] for name in ("order_has_several_units", "packing_is_assumed", "packed_surface", "packed_grid")
    ] == [0] * 4
    two = price(ON, USPS, units_per_order=2).values
    # side by side along the shortest side: 5.1 x 4.3 + (5.1 + 4.3) x 8.4 = 100.89 square inches, half the surface
    assert (two["order_has_several_units"], two["packed_surface"]) == (1, 100_890_000)
    assert price(ON, USPS, units_per_order=2, parcel="10 x 9 x 5 in").values["packing_is_assumed"] == 0


AREA = "FedEx Ground and Home Delivery: a delivery area surcharge of up to $16.75 may come on top, by ZIP code: give delivery_area"


@pytest.mark.parametrize(
    ("given", "amount", "is_told"),
    [
        ({}, "28.52", True),
        ({"delivery_area": "none"}, "28.52", False),
        ({"delivery_area": "standard"}, "35.12", False),  # 6.60 more, to a home
        ({"delivery_area": "remote"}, "45.27", False),  # 16.75
        ({"residential": "false", "delivery_area": "none"}, "20.20", False),
        ({"residential": "false", "delivery_area": "standard"}, "24.65", False),  # 4.45
        ({"postage": "7"}, "7.00", False),
        ({"postage": "7", "delivery_area": "remote"}, "7.00", False),
    ],
    ids=str,
)
def test_the_surcharge_of_a_place(given: dict[str, str], amount: str, is_told: bool) -> None:
    """2 lb to zone 5: 15.66, and 6.45 to a home; 29 % fuel of both in that week."""
    found = quote("fbm:fedex_ground", on="2026-09-23", zone="5", **given)
    assert (str(found.amount("carrier_postage")), AREA in found.notes) == (amount, is_told)


@pytest.mark.parametrize(
    ("on", "how_old"),
    [
        ("2026-09-20", "after the ship date"),
        ("2026-09-21", None),
        ("2026-09-27", None),
        ("2026-09-28", "7 days before the ship date"),
    ],
)
def test_the_week_of_a_fuel_percentage(on: str, how_old: str | None) -> None:
    notes = quote("fbm:ups_ground", on=on, zone="5", delivery_area="none").notes
    told = f"UPS Ground: fuel is 26 % as of 2026-09-21, {how_old}, and changes weekly: give fuel_percent"
    assert [note for note in notes if "fuel" in note] == ([told] if how_old else [])
    for own in ({"fuel_percent": "20 %"}, {"postage": "7"}):
        assert not any("fuel is" in note for note in quote("fbm:ups_ground", on=on, zone="5", **own).notes)


@pytest.mark.parametrize(
    ("sides", "amount"),
    [("12 x 12 x 12 in", "7.69"), ("12.5 x 12 x 12 in", "20.38")],  # above a cubic foot: 13 x 12 x 12 / 139 are 14 lb
)
def test_dimensional_weight_counts_above_a_cubic_foot(sides: str, amount: str) -> None:
    assert str(quote(USPS, zone="5", dimensions=sides).amount("carrier_postage")) == amount


def test_postage_of_an_order_is_shared_by_its_units_half_up() -> None:
    # 5.00 / 3 = 1.66667, 5.00 / 6 = 0.83333
    assert [str(quote("fbm:flat", postage="5", units_per_order=units).amount("carrier_postage")) for units in "36"] == ["1.6667", "0.8333"]  # fmt: skip


def test_a_place_whose_surcharge_is_not_on_file() -> None:
    told = "UPS Ground: a delivery area surcharge may come on top, by ZIP code: give delivery_area"
    assert told in quote("fbm:ups_ground", on="2026-09-23", zone="5").notes
    remote = quote("fbm:ups_ground", on="2026-09-23", zone="5", delivery_area="remote").line("carrier_postage")
    assert remote is not None
    assert (remote.amount, remote.status) == (None, "unsourced")
    assert remote.why == "UPS Ground: its surcharge in such a delivery area is not on file; give postage"
