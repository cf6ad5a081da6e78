"""Plans of whole catalogs: each row is what the plan of that one product says, errors keep their place, ranks go by money."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from logicost.answers.engine import Engine
from logicost.catalog.block import Block
from logicost.catalog.plans.clear import clear_table
from logicost.catalog.plans.hybrid import hybrid_table
from logicost.catalog.plans.rows import PlanRequest
from logicost.catalog.plans.stock import stock_table
from logicost.catalog.plans.stocks import stock_of
from logicost.catalog.plans.table import PlanTable
from logicost.errors import InputError, LogicostError
from logicost.planning.clear import WAYS, clear_row
from logicost.planning.hybrid import hybrid_row
from logicost.planning.stock_costs import stock_plan

ENGINE = Engine()
START = dt.date(2026, 6, 10)


def catalog(seed: int, size: int) -> list[dict[str, Any]]:
    """Rows good and bad: of every kind that needs a way of its own."""
    pick = random.Random(seed)
    rows = []
    for number in range(size):
        sides = [pick.randint(1, 30), pick.randint(1, 20), pick.randint(1, 20)]
        rows.append(
            {
                "sku": pick.choice([f"S{number}"] * 30 + [""]),
                "title": f"Product {number}",
                "dimensions": pick.choice(["{} x {} x {} in".format(*sides)] * 30 + ["", "no size"]),
                "weight": f"{pick.randint(1, 400) / 10} lb",
                "price": pick.choice([f"{pick.randint(300, 9000) / 100}"] * 30 + [""]),
                "category": pick.choice(["home_and_kitchen", "", "books", "shoes"]),
                "market": pick.choice([""] * 30 + ["us", "Atlantis"]),
                "Opening": pick.choice([f"{pick.randint(0, 400)}:{pick.randint(1, 300)}"] * 15 + ["", "5:x", "0"]),
                "monthly_sales": pick.choice([str(pick.randint(0, 90))] * 15 + ["", "10,20,30", "many"]),
                "monthly_units": pick.choice(["", "12.5"]),
                "average_inventory": pick.choice(["", "40"]),
                "inventory_age_days": pick.choice(["", "200"]),
                "new_selection": pick.choice(["", "", "", "true"]),
                "new_seller": pick.choice(["", "true"]),
                "selling_plan": pick.choice([""] * 30 + ["individual"]),
                "dangerous_goods": pick.choice(["", "", "true"]),
                "discount_price": pick.choice(["", "", "", "4.99", "4.99", "x"]),
                "discount_sales": pick.choice(["80", "80", ""]),
                "removed_value": pick.choice(["", "2.5"]),
                "on": pick.choice([""] * 20 + ["2026-07-01"] * 3 + ["1999-01-01", "never"]),
                "orders": pick.choice(
                    ["amazon:30,shopify:12", "ebay:5", "amazon:7", "amazon:4,direct:3"] * 4 + ["", "mars:3"]
                ),
                "units_per_order": pick.choice(["", "", "2"]),
            }
        )
    return rows


def request(**more: Any) -> PlanRequest:
    return PlanRequest(ENGINE, "US", START, **more)


def blocks(rows: list[dict[str, Any]]) -> list[Block]:
    frame = pl.DataFrame(rows, schema=dict.fromkeys(rows[0], pl.String))
    return [Block(frame[:7]), Block(frame[7:])]


def named(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name.lower(): value for name, value in row.items()}


def told(row: Mapping[str, Any]) -> tuple[object, ...]:
    return row["error_code"], row["error_field"], row["error"]


def test_stock_of_a_catalog_is_that_of_each_product() -> None:
    rows = catalog(3, 70)
    table = stock_table(blocks(rows), request())
    seen = 0
    for raw, found in zip(map(named, rows), table.frame.to_dicts(), strict=True):
        assert found["sku"] == raw["sku"]
        try:
            if not raw["sku"]:
                raise InputError("missing_value", "sku is missing", "sku")
            plan = stock_plan(ENGINE.shelf, raw, raw["sku"], raw["market"] or "US", stock_of(raw, _day(raw), None))
        except LogicostError:
            assert (found["status"], found["error_code"] is None) == ("error", False)
            continue
        seen += 1
        assert (found["total"], found["status"], found["sold"]) == (plan.total.amount, plan.status, plan.sold)
        assert found["cost_per_unit_sold"] == plan.cost_per_unit_sold
        assert found["storage"] == sum((month.storage.amount or 0 for month in plan.months), Decimal(0))
    assert seen > 15
    assert table.errors == sum(row["status"] == "error" for row in table.frame.to_dicts()) > 5


def _day(row: Mapping[str, Any]) -> Any:
    from logicost.inputs.dates import read_day

    return read_day(row["on"]) if row["on"] else START


def test_clearing_a_catalog_is_clearing_each_product() -> None:
    rows = catalog(5, 90)
    table = clear_table(blocks(rows), request())
    seen = 0
    for raw, found in zip(map(named, rows), table.frame.to_dicts(), strict=True):
        try:
            if not raw["sku"]:
                raise InputError("missing_value", "sku is missing", "sku")
            own = {name: raw[name] for name in ("discount_price", "discount_sales", "removed_value")}
            one = clear_row(ENGINE, raw, "", raw["market"] or "US", stock_of(raw, _day(raw), None), **own)
        except LogicostError:
            assert found["status"] == "error", found
            assert found["error_code"] is not None
            continue
        seen += 1
        best = one.best_total
        assert best is not None
        assert found["error"] is None, found
        assert (found["best_now"], found["best_day"], found["best_way"], found["best_total"], found["status"]) == (
            one.best_now, one.best_day, one.best_way, best.amount, best.status,
        )  # fmt: skip
        now = one.months[0].totals
        assert [found[way] for way in WAYS] == [now[way].amount if way in now else None for way in WAYS]
    assert seen > 10


def test_errors_of_one_product_are_those_of_the_catalog() -> None:
    """The same code, field and message, where one product says what is wrong in the same order."""
    rows = [row for row in catalog(11, 60) if row["sku"] and not row["market"] and not row["on"]]
    table = clear_table(blocks(rows), request())
    agreed = 0
    for raw, found in zip(map(named, rows), table.frame.to_dicts(), strict=True):
        try:
            own = {name: raw[name] for name in ("discount_price", "discount_sales", "removed_value")}
            clear_row(ENGINE, raw, "", "US", stock_of(raw, START, None), **own)
        except LogicostError as error:
            agreed += told(found) == (error.code, error.field, error.message)
    assert agreed > 5


def test_hybrid_of_a_catalog_is_that_of_each_product() -> None:
    rows = catalog(7, 60)
    table = hybrid_table(blocks(rows), request(), "fba,fbm,mcf", uplift="fba:20")
    seen = 0
    for raw, found in zip(map(named, rows), table.frame.to_dicts(), strict=True):
        try:
            if not raw["sku"]:
                raise InputError("missing_value", "sku is missing", "sku")
            one = hybrid_row(
                ENGINE,
                raw,
                raw["sku"],
                raw["market"] or "US",
                raw["orders"],
                "fba,fbm,mcf",
                uplift="fba:20",
                on=_day(raw),
            )
        except LogicostError:
            assert found["status"] == "error"
            continue
        if one.best is None:
            assert found["profit"] is None
            continue
        seen += 1
        assert found["profit"] == one.best.profit.amount, found
        assert found["programs"] == ", ".join(f"{option.channel}: {option.program}" for option in one.best.options)
        assert found["status"] == one.best.profit.status
        assert found["consolidating_saves"] == one.saving
    assert seen > 15


def test_fixed_costs_count_once_for_all_products() -> None:
    """A warehouse of 30 a month pays for two products together that it would not pay for alone."""
    rows = [
        {"sku": sku, "dimensions": "9 x 6 x 4 in", "weight": "1 lb", "price": "30", "category": "books",
         "orders": "shopify:10", "postage": "9", "zone": "5"}
        for sku in ("A", "B")
    ]  # fmt: skip
    alone = [hybrid_row(ENGINE, row, "", "US", row["orders"], "fbm,mcf", fixed="fbm:30", on=START) for row in rows]
    free = [hybrid_row(ENGINE, row, "", "US", row["orders"], "fbm,mcf", on=START) for row in rows]
    gains = [
        (each.options[0].profit.amount or Decimal(0)) - (each.options[1].profit.amount or Decimal(0)) for each in free
    ]
    assert 15 < gains[0] < 30
    assert [each.best.options[0].program for each in alone if each.best] == ["mcf", "mcf"]
    table = hybrid_table(blocks(rows), request(), "fbm,mcf", fixed="fbm:30")
    assert table.frame["programs"].to_list() == ["shopify: fbm", "shopify: fbm"]
    assert any("after $30.00 of fixed costs" in note for note in table.notes)


def test_fixed_costs_are_those_of_one_store() -> None:
    rows = [{"sku": sku, "market": market, "orders": "direct:1", "dimensions": "20 x 15 x 5 cm", "weight": "0.4 kg", "price": "30"}
            for sku, market in (("A", "US"), ("B", "DE"))]  # fmt: skip
    assert hybrid_table(blocks(rows), request(), "fbm,mcf").frame["currency"].to_list() == ["USD", "EUR"]
    with pytest.raises(InputError, match="plan them store by store"):
        hybrid_table(blocks(rows), request(), "fbm,mcf", fixed="fbm:30")


def test_ranks_go_by_money_within_a_currency() -> None:
    table = stock_table(blocks(catalog(3, 70)), request())
    ranked = table.ranked
    known = ranked.filter(pl.col("rank").is_not_null())
    assert known["rank"].to_list() == list(range(1, known.height + 1))
    assert known["total"].to_list() == sorted(known["total"].to_list(), reverse=True)
    assert ranked["status"].to_list()[known.height :] == ["error"] * (ranked.height - known.height)


def test_options_and_defaults_fill_blank_cells() -> None:
    from logicost.answers.defaults_file import find_defaults

    rows = [{"sku": "A", "dimensions": "9 x 6 x 4 in", "weight": "1 lb", "opening": "", "monthly_sales": "5"}]
    filled: PlanTable = stock_table(
        blocks(rows),
        request(
            options={"opening": "200:100", "monthly_sales": "99"},
            defaults=find_defaults({"defaults": {"program": {"fba": {"storage_utilization_weeks": "60"}}}}),
        ),
    )
    (row,) = filled.frame.to_dicts()
    assert (row["opening"], row["sold"]) == (100, 59)  # the cell's 5 in each of 12 months, less 1 before June 10
    assert row["storage_utilization"] > 0
