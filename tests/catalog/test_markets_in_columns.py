"""Whole catalogs of the UK, Germany and the US in one run say of each row what a single quote says, at edges and anywhere."""

from __future__ import annotations

import json
import random
from pathlib import Path

import polars as pl
import pytest

import logicost as lc
from logicost.cli.main import run
from logicost.fees.vocabularies import vocabulary
from logicost.tables.shelf import find_market, open_shelf

DAYS = ("2025-02-01", "2025-10-15", "2025-12-20", "2026-01-20", "2026-06-01", "2026-10-20", "2027-01-20")
EDGES = {
    "sides": ((33, 23, 2.5), (33, 23, 4), (33, 23, 6), (35, 25, 12), (45, 34, 26), (61, 46, 46), (101, 60, 60), (120, 60, 60)),
    "weight": (20, 40, 60, 80, 100, 150, 210, 400, 460, 900, 960, 1400, 1900, 3900, 5900, 8900, 11900, 15000, 23000, 31500, 60000),
    "price": ("9.99", "10.00", "10.01", "11.00", "11.01", "15", "15.01", "20.00", "20.01", "40", "40.01", "45.01", "225.50", "0.01"),
}  # fmt: skip


def rows(dice: random.Random, count: int) -> list[dict[str, str]]:
    made = []
    for number in range(count):
        market = dice.choice(("UK", "DE"))
        categories = vocabulary(open_shelf(), find_market(market))["category"]
        sides = [side + dice.choice((0, 0, 0.1, -0.1)) for side in dice.choice(EDGES["sides"])]
        if dice.random() < 0.3:
            sides = [dice.uniform(0.5, 190) for _ in range(3)]
        weight = dice.choice(EDGES["weight"]) + dice.choice((0, 0, 0.1, -0.1))
        row = {
            "sku": f"{number}", "market": market, "dimensions": " x ".join(f"{side:.1f}" for side in sides) + " cm",
            "weight": f"{weight:.1f} g", "price": dice.choice(EDGES["price"]), "on": dice.choice(DAYS),
            "category": dice.choice((*categories, "")), "cost": dice.choice(("", "2.35")),
        }  # fmt: skip
        for name, values in {
            "days_in_storage": ("", "45", "400"), "inventory_age_days": ("", "260", "480"), "sipp": ("", "true"),
            "dangerous_goods": ("", "true"), "vat_registered": ("", "true", "false"), "vat_rate": ("", "", "5 %"),
            "seller_country": ("", "uk", "it", "other"), "fee_tax_rate": ("", "", "7.7 %"), "cep": ("", "false"),
            "return_rate": ("", "8 %"), "unsellable_returns": ("", "removal", "liquidation"), "units_per_order": ("", "2"),
            "channel": ("", "", "amazon", "shopify", "ebay"), "selling_plan": ("", "individual"), "monthly_units": ("", "120"),
            "stock_country": ("", "", "uk", "de", "fr", "us"), "pan_european": ("", "true", "false"),
            "storage_utilization_weeks": ("", "", "23"), "days_of_supply_30": ("", "9"), "days_of_supply_90": ("", "20"),
            "payment": ("", "stripe"), "payment_rate": ("", "1.5 %"), "channel_rate": ("", "12 %"), "side_tolerance_mm": ("", "", "1"),
        }.items():  # fmt: skip
            row[name] = dice.choice(values)
        if row["monthly_units"] and dice.random() < 0.5:
            row["days_in_storage"] = ""
        made.append(row)
    return made


def one_quote(row: dict[str, str], program: str) -> dict[str, object] | str:
    """The quote, or the code of its error."""
    try:
        return lc.quote(row, program).to_dict()
    except lc.LogicostError as error:
        return error.code


@pytest.mark.parametrize("seed", range(2))
def test_columns_say_what_a_single_quote_says(seed: int, tmp_path: Path) -> None:
    given = rows(random.Random(seed), 90)
    catalog = tmp_path / "catalog.csv"
    pl.DataFrame(given).write_csv(catalog)
    programs = ["fba", "fbm", "sfp", "mcf"]
    assert run(["compare", str(catalog), "--programs", ",".join(programs), "-o", str(tmp_path / "out.json")]) in (0, 1)
    found = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    by_row: dict[tuple[str, str], list[dict[str, object]]] = {}
    for one in found:
        by_row.setdefault((one["sku"], one["program"]), []).append(one)
    compared = quoted = 0
    for row in given:
        options = {name: value for name, value in row.items() if value != ""}
        for program in programs:
            for one in by_row.get((row["sku"], program), []):
                channel = one.get("channel")
                more = {"channel": channel} if channel and "channel" not in options else {}
                compared += 1
                single = one_quote({**options, **more}, program)
                if isinstance(single, str):
                    assert one["error_code"] == single, row
                    continue
                quoted += 1
                for name in ("currency", "size_tier", "shipping_weight", "price", "sales_tax_included", "revenue",
                             "total_cost", "profit", "margin", "roi", "status", "monthly_profit", "lines"):  # fmt: skip
                    assert one[name] == single[name], (row, program, name)
    assert compared >= 300
    assert quoted > compared // 2


def test_columns_that_count_in_one_of_the_markets_are_not_idle(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        {
            "sku": "a",
            "dimensions": "10 x 9 x 8 cm",
            "weight": "200 g",
            "price": "9",
            "vat_registered": "true",
            "market": "UK",
        }
    ]
    for market, idle in (("UK", False), ("US", True), ("both", False)):
        given = (
            [*rows, {**rows[0], "sku": "b", "market": "US"}] if market == "both" else [{**rows[0], "market": market}]
        )
        pl.DataFrame(given).write_csv(tmp_path / "catalog.csv")
        assert run(["compare", str(tmp_path / "catalog.csv"), "--programs", "fba", "--on", "2026-06-01"]) == 0
        assert ("vat_registered" in capsys.readouterr().err) is idle, market
