"""Packages: each nearest drop against quotes at every step, and what being measured bigger costs."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path

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


def test_surcharges_of_carriers() -> None:
    """USPS has a nonstandard fee beyond 22 in, UPS additional handling beyond 48 in: they are named where they fall."""
    tube = {"sku": "T", "dimensions": "22.3 x 3 x 3 in", "weight": "12 oz", "price": "30"}
    row = next(each for each in lc.pack(tube, "fbm", on=ON).rows() if each["change"] == "longest")
    assert (row["to"], row["unit"]) == (D(22), "in")
    assert row["effect"].startswith("nonstandard fee ")
    shorter = lc.quote({**tube, "dimensions": "22 x 3 x 3 in"}, "fbm", on=ON)
    assert row["saves"] == lc.quote(tube, "fbm", on=ON).total_cost - shorter.total_cost
    crate = {"sku": "C", "dimensions": "49 x 20 x 10 in", "weight": "60 lb", "price": "200"}
    rows = lc.pack(crate, "fbm:ups_ground", on=ON, tolerance="4 in,20 oz").rows()
    assert any("additional handling" in each["effect"] for each in rows)


def test_what_no_carrier_takes_is_no_saving_but_a_risk() -> None:
    """UPS takes up to 150 lb."""
    heavy = {"sku": "H", "dimensions": "20 x 20 x 20 in", "weight": "149.9 lb", "price": "300", "zone": "5"}
    rows = lc.pack(heavy, "fbm:ups_ground", on=ON, tolerance="3 oz").rows()
    (risk,) = [each for each in rows if each["change"] == "risk"]
    assert risk["effect"] == "weight: fbm:ups_ground does not take it"
    assert (risk["to"], risk["costs"]) == (D("2400.001"), None)
    # a cube of the same weight made ever smaller is denser than metal in the end: that is refused, and nothing is saved by it
    for each in rows:
        if each["change"] in ("longest", "median", "shortest"):
            assert each["saves"] > 0


def test_what_has_no_figure_is_no_saving() -> None:
    """A nonstandard parcel whose price is not on file costs nothing that is known; nothing is told to be saved against that."""
    box = {"sku": "S", "dimensions": "23.18 x 17.87 x 14.62 in", "weight": "229.22 oz", "price": "57.71"}
    assert lc.quote(box, "fbm", on=ON).status == "unsourced"
    rows = lc.pack(box, "fba,fbm", on=ON).rows()
    assert {row["program"] for row in rows} == {"fba"}
    assert all(row["saves"] > 0 for row in rows)


def test_what_falls_little_by_little_is_no_step() -> None:
    """A year in storage takes cents for every hundredth of an inch of a large box; only what ends at once is told."""
    box = {"sku": "B", "dimensions": "40 x 40 x 40 in", "weight": "40 lb", "price": "400", "days_in_storage": "365"}
    rows = lc.pack(box, "fba", on=ON).rows()
    assert {"longest", "median", "shortest"} & {each["change"] for each in rows}
    for each in rows:
        assert not each["effect"].startswith("storage"), each


def test_certification_by_hand() -> None:
    """SIPP takes off what the card has for the tier and weight, and nothing of who is certified."""
    box = {"sku": "B", "dimensions": "10 x 8 x 4 in", "weight": "2 lb", "price": "30", "monthly_units": "50"}
    (row,) = [each for each in lc.pack(box, "fba", on=ON).rows() if each["change"] == "sipp"]
    saved = lc.quote(box, "fba", on=ON).total_cost - lc.quote({**box, "sipp": True}, "fba", on=ON).total_cost
    assert (row["saves"], row["saves_a_year"]) == (saved, saved * 600)
    assert [each for each in lc.pack({**box, "sipp": True}, "fba", on=ON).rows() if each["change"] == "sipp"] == []


def test_all_measured_bigger() -> None:
    """Each side alone changes nothing, all three together do."""
    box = {"sku": "BOX", "dimensions": "18.05 x 14 x 8 in", "weight": "19.9 lb", "price": "60", "monthly_units": "10"}
    rows = lc.pack(box, "fba", on=ON, tolerance="0.2 in,2 oz").rows()
    row = rows[-1]
    assert (row["change"], row["from"], row["to"]) == ("risk", None, None)
    assert row["effect"].startswith("all measures: fba_fulfillment 15.81 to 16.19")
    bigger = lc.quote({**box, "dimensions": "18.25 x 14.2 x 8.2 in", "weight": "320.4 oz"}, "fba", on=ON)
    assert row["costs"] == bigger.total_cost - lc.quote(box, "fba", on=ON).total_cost
    assert row["costs_a_year"] == row["costs"] * 120
    assert "every measure may be found bigger" in " ".join(
        str(lc.pack(box, "fba", on=ON, tolerance="0.2 in,2 oz")).split()
    )


def test_the_nearest_stand_first() -> None:
    box = {"sku": "B", "dimensions": "18.05 x 14.02 x 8.01 in", "weight": "19.99 lb", "price": "60"}
    rows = [each for each in lc.pack(box, "fba", on=ON, tolerance="1 in,5 oz").rows() if each["to"] is not None]
    for risky in (False, True):
        away = [abs(each["to"] - each["from"]) / each["from"] for each in rows if (each["change"] == "risk") == risky]
        assert away == sorted(away)


def test_rows_in_error_and_words_that_are_none() -> None:
    frame = pl.DataFrame(
        {"sku": ["a", "b"], "dimensions": ["5 x 4 x 3 in", "5 x 4"], "weight": ["30 oz", "1 lb"], "price": [20, 20]}
    )
    rows = lc.pack(frame, "fba", on=ON).rows()
    assert [row["error_code"] for row in rows if row["sku"] == "b"] == ["not_three_sides"]
    assert rows[0]["change"] == "weight"
    for text in ("0.1", "x", "0.1 in,,", "5 stone", "", "1 in,2 in", "1 oz,3 g", "-1 in", "nan in"):
        with pytest.raises(InputError) as caught:
            lc.pack(frame, "fba", on=ON, tolerance=text)
        assert caught.value.code == "tolerance_malformed"


def test_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    box = ["--dimensions", "18.05 x 14 x 8 in", "--weight", "19.9 lb", "--price", "60", "--on", ON, "--programs", "fba"]
    assert run(["pack", *box]) == 0
    assert "longest 18.05 to 18 in saves" in " ".join(capsys.readouterr().out.split())
    assert run(["pack", *box, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"][0]["to"] == "18"


@pytest.mark.parametrize("command", ["price", "pack"])
def test_each_figure_of_a_table_is_written_as_in_json(command: str, tmp_path: Path) -> None:
    catalog = tmp_path / "c.csv"
    catalog.write_text(
        "sku,dimensions,weight,price,market\nA,18.05 x 14 x 8 in,14.2 oz,60,US\nB,5,1 lb,9,\n", encoding="utf-8"
    )
    arguments = [command, str(catalog), "--on", "2026-03-02", "--programs", "fba", "-o"]
    assert run([*arguments, str(tmp_path / "o.json")]) == run([*arguments, str(tmp_path / "o.csv")]) == 1
    rows = json.loads((tmp_path / "o.json").read_text(encoding="utf-8"))["rows"]
    cells = list(csv.DictReader((tmp_path / "o.csv").read_text(encoding="utf-8").splitlines()))
    assert cells == [
        {name: "" if value is None else json.dumps(value) if isinstance(value, list) else str(value) for name, value in row.items()}
        for row in rows
    ]  # fmt: skip
    if command == "pack":
        assert (cells[0]["from"], cells[0]["to"]) == ("18.05", "18")
