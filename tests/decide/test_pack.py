"""Packages: each nearest drop against quotes at every step, and what being measured bigger costs."""

from __future__ import annotations

import json
from decimal import Decimal

import polars as pl
import pytest
from decide.brute_packages import differences

import logicost as lc
from logicost.cli.main import run
from logicost.errors import InputError

ON = "2026-11-22"
D = Decimal


@pytest.mark.parametrize(("seed", "market"), [(4, "US"), (7, "UK"), (11, "DE")])
def test_the_nearest_drop_is_the_nearest(seed: int, market: str) -> None:
    """`brute_packages.py` tries as many products as are wished for."""
    assert differences(seed, market) == []


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
