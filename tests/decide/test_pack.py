"""Packages: each nearest drop against quotes at every step, and what being measured bigger costs."""

from __future__ import annotations

import json
from decimal import Decimal
from itertools import pairwise
from typing import Any

import polars as pl
import pytest
from decide.brute import any_row

import logicost as lc
from logicost.cli.main import run
from logicost.errors import InputError

ON = "2026-11-22"
D = Decimal


def sides_of(row: dict[str, Any]) -> list[Decimal]:
    return sorted((D(part) for part in row["dimensions"].removesuffix(" in").split(" x ")), reverse=True)


def costs(row: dict[str, Any], program: str, channel: str, name: str, values: list[Decimal]) -> list[Decimal]:
    """The total cost with one measure changed."""
    place = ["longest", "median", "shortest"].index(name) if name != "weight" else None
    changed = []
    for value in values:
        sides = sides_of(row)
        if place is not None:
            sides[place] = value
        new = {
            "dimensions": " x ".join(map(str, sides)) + " in",
            "weight": f"{value} oz" if place is None else row["weight"],
        }
        changed.append({**row, **new})
    quotes = lc.quote_frame(pl.DataFrame(changed), program, on=ON)
    return quotes.filter(pl.col("channel") == channel)["total_cost"].to_list()


@pytest.mark.parametrize("seed", [2, 4, 7, 11])
def test_the_nearest_drop_is_the_nearest(seed: int) -> None:
    """Every hundredth of an inch or ounce between the two is tried by quoting it."""
    row = {name: value for name, value in any_row(seed).items() if name != "channel"}
    found = lc.pack(row, "fba,fbm", on=ON).rows()
    assert found
    for each in found:
        if each["change"] == "sipp":
            assert (
                lc.quote({**row, "sipp": True}, each["program"], on=ON).total_cost
                == lc.quote(row, each["program"], on=ON).total_cost - each["saves"]
            )
            continue
        step, now, to = D("0.01"), each["from"], each["to"]
        if now - to > 20:  # a thousand quotes are enough
            continue
        first = (now / step).to_integral_value(rounding="ROUND_CEILING") * step - step
        values = [now, *(first - step * place for place in range(int((first - to) / step) + 1))]
        assert values[-1] == to
        cost = costs(row, each["program"], each["channel"], each["change"], values)
        falls = [high - low >= D("0.02") for high, low in pairwise(cost)]
        assert falls == [False] * (len(falls) - 1) + [True], each
        assert cost[0] - cost[-1] == each["saves"]
        assert each["effect"]


def test_a_box_at_the_edge_of_large_standard() -> None:
    """18.00 in is the longest side of large standard; 18.05 in is bulky."""
    box = {"sku": "BOX", "dimensions": "18.05 x 14 x 8 in", "weight": "19.9 lb", "price": "60", "monthly_units": "100"}
    decision = lc.pack(box, "fba", on=ON, tolerance="0.1 in,2 oz")
    first, *others = decision.rows()
    assert (first["change"], first["from"], first["to"], first["unit"]) == ("longest", D("18.05"), D(18), "in")
    assert first["effect"].startswith("small_bulky to large_standard, ")
    saved = (
        lc.quote(box, "fba", on=ON).total_cost
        - lc.quote({**box, "dimensions": "18 x 14 x 8 in"}, "fba", on=ON).total_cost
    )
    assert first["saves"] == saved
    assert first["saves_a_year"] == saved * 1200
    risks = [each for each in others if each["change"] == "risk"]
    (weight,) = risks
    assert weight["effect"].startswith("weight: fba_fulfillment ")
    assert D(320) < weight["to"] <= D("320.01")
    assert (
        weight["costs"]
        == lc.quote({**box, "weight": "320.01 oz"}, "fba", on=ON).total_cost - lc.quote(box, "fba", on=ON).total_cost
    )
    inside = {**box, "dimensions": "17.95 x 14 x 8 in"}
    risks = lc.pack(inside, "fba", on=ON, tolerance="0.1 in").rows()
    side = next(each for each in risks if each["effect"].startswith("longest: "))
    assert side["to"] == D("18.001")
    assert "large_standard to small_bulky" in side["effect"]
    assert not [
        each
        for each in lc.pack(inside, "fba", on=ON, tolerance="0.05 in").rows()
        if each["effect"].startswith("longest: ")
    ]


def test_rows_in_error_and_words_that_are_none() -> None:
    frame = pl.DataFrame(
        {"sku": ["a", "b"], "dimensions": ["5 x 4 x 3 in", "5 x 4"], "weight": ["30 oz", "1 lb"], "price": [20, 20]}
    )
    rows = lc.pack(frame, "fba", on=ON).rows()
    assert [row["error_code"] for row in rows if row["sku"] == "b"] == ["not_three_sides"]
    assert rows[0]["change"] == "weight"
    for text in ("0.1", "x", "0.1 in,,", "5 stone", ""):
        with pytest.raises(InputError) as caught:
            lc.pack(frame, "fba", on=ON, tolerance=text)
        assert caught.value.code == "tolerance_malformed"


def test_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    box = ["--dimensions", "18.05 x 14 x 8 in", "--weight", "19.9 lb", "--price", "60", "--on", ON, "--programs", "fba"]
    assert run(["pack", *box]) == 0
    assert "longest 18.05 to 18 in saves" in " ".join(capsys.readouterr().out.split())
    assert run(["pack", *box, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"][0]["to"] == "18"
