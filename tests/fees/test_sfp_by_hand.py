"""Prime's shares and what faster parcels cost, by a second calculation over random sellers: the card's sentences, in percent of orders."""

from __future__ import annotations

import random
from fractions import Fraction
from math import floor
from typing import Any

import pytest

DAY = "2026-08-03"
ASKED = {  # by size class: of page views within one, two and five days; None where it is not on file
    "13 x 9 x 3 in": (40, 75, 90),
    "20 x 12 x 9 in": (15, None, 80),
    "97 x 12 x 9 in": (None, 25, 60),
}
EXACT, OVERRIDE, ESTIMATE = 0, 1, 3


def half_up(amount: Fraction) -> int:
    return floor(amount + Fraction(1, 2)) if amount >= 0 else -floor(-amount + Fraction(1, 2))


def calculated(asked: tuple[int | None, ...], mix: dict[int, int], given: dict[str, int], units: int) -> dict[str, Any]:
    """Shares in percent, the line in 0.0001 or None where it is left out, and how well it is known. Amounts are whole dollars."""
    one_to, two_to = given.get("one_day_up_to_zone"), given.get("two_days_up_to_zone")
    one_price, two_price = given.get("one_day_postage"), given.get("two_days_postage")

    def reached(*zones: int | None) -> int:
        return sum(share for zone, share in mix.items() if any(each is not None and zone <= each for each in zones))

    told: dict[str, Any] = {}
    moved, is_open = {}, False
    for promise, want, to, share, prices in (
        ("one_day", asked[0], one_to, reached(one_to), (one_price,)),
        ("two_days", asked[1], two_to, reached(one_to, two_to), (one_price, two_price)),
    ):
        has_price = any(price is not None for price in prices)
        missing = max((want or 0) - share, 0)
        misses = want is not None and to is not None and missing > 0
        told |= {
            f"{promise}_share": share, f"{promise}_missing": missing, f"{promise}_misses": misses, f"{promise}_is_served": misses and has_price,
            f"{promise}_is_unserved": misses and not has_price, f"{promise}_meets": want is not None and to is not None and missing == 0,
            f"{promise}_is_unknown": want is not None and to is None, f"{promise}_not_on_file": want is None,
        }  # fmt: skip
        moved[promise] = missing if misses and has_price else 0
        is_open = is_open or want is None or to is None or (misses and not has_price)
    one, two = moved["one_day"], max(moved["two_days"] - moved["one_day"], 0)
    is_open = is_open or told["two_days_share"] + one + two < (asked[2] or 0)
    told |= {"faster": one + two, "faster_one_day": one, "faster_two_days": two, "speed_is_open": is_open}
    left = one + two
    for zone in sorted(mix, reverse=True):
        told[f"faster_zone_{zone}"] = min(mix[zone], left)
        left -= min(mix[zone], left)
    first = one_price or 0
    second = first if two_price is None else two_price
    order = half_up(Fraction(one * first + two * second - (one + two) * given["postage"], 100) * 10_000)
    shown = one + two > 0 or is_open
    return told | {"line": (half_up(Fraction(order, units)), ESTIMATE if is_open else OVERRIDE) if shown else None}


@pytest.mark.parametrize("sides", ASKED)
def test_shares_and_costs(price: Any, sides: str) -> None:
    chance = random.Random(sides)
    seen: set[str] = set()
    for _ in range(60):
        zones = sorted(chance.sample(range(1, 10), chance.choice((1, 2, 3))))
        cuts = sorted(chance.sample([5, 10, 15, 25, 40, 60, 75, 85, 90], len(zones) - 1))
        mix = dict(zip(zones, (b - a for a, b in zip((0, *cuts), (*cuts, 100), strict=True)), strict=True))
        given = {"postage": chance.choice((0, 4, 9))}
        for name, values in (
            ("one_day_up_to_zone", (0, 1, 2, 5, 9)), ("two_days_up_to_zone", (0, 2, 5, 8, 9)), ("one_day_postage", (0, 13, 21)), ("two_days_postage", (0, 7, 13)),
        ):  # fmt: skip
            if chance.random() < 0.8:
                given[name] = chance.choice(values)
        units = chance.choice((1, 1, 3))
        expected = calculated(ASKED[sides], mix, given, units)
        found = price(
            DAY, "sfp:flat", dimensions=sides, weight="4 lb", units_per_order=units,
            zone_mix=",".join(f"{zone}:{share}" for zone, share in mix.items()), **given,
        )  # fmt: skip
        for name, value in expected.items():
            if name != "line":
                scale = 10_000 if name.endswith(("_share", "_missing", "faster")) or name.startswith("faster_") else 1
                assert found.values[f"sfp_{name}"] == value * scale, (name, mix, given)
                seen |= {name} if value else set()
        values = found.values
        line = (
            (values["flat_faster_delivery"], values["flat_faster_delivery_status"])
            if values["flat_faster_delivery_applies"]
            else None
        )
        assert line == expected["line"], (mix, given, units)
    assert len(seen) > 12
