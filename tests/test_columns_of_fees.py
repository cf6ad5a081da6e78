"""Every line that a plan can have stands in the registry of fees, and has its column in every output: the columns of a row
add up to its total cost. A fee without a column would be in the total and nowhere else."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

import logicost as lc
from logicost.cli.main import run
from logicost.export.workbook import build
from logicost.fees import FEES, STAGES
from logicost.market import Market
from logicost.programs import build_plan, programs_of
from logicost.tables.shelf import find_market, open_shelf

openpyxl = pytest.importorskip("openpyxl")
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")

DAYS = ("2024-06-01", "2025-11-20", "2026-11-22")
DAY = "2026-11-22"
GOODS: tuple[dict[str, str], ...] = (  # together every fee that there is applies to one of them
    {"sku": "mug", "dimensions": "5.1 x 4.3 x 4.2 in", "weight": "14.2 oz", "price": "18.99", "category": "home_and_kitchen",
     "cost": "3.10", "inbound_freight": "0.40", "duty": "0.25", "advertising": "1.10", "sipp": "true", "placement": "minimal",
     "days_in_storage": "60", "inventory_age_days": "400", "days_of_supply_30": "10", "days_of_supply_90": "12",
     "storage_utilization_weeks": "60", "return_rate": "5", "unsellable_returns": "removal", "resellable_rate": "50",
     "units_per_box": "12", "awd_days_in_storage": "40", "selling_plan": "individual", "packaging": "0.60",
     "handling": "1.00", "own_storage": "0.20", "return_label": "4", "return_handling": "1", "postage": "7",
     "one_day_up_to_zone": "2", "one_day_postage": "21"},
    {"sku": "desk", "dimensions": "58 x 30 x 6 in", "weight": "48 lb", "price": "249", "category": "furniture", "cost": "80",
     "days_in_storage": "30", "return_rate": "3", "units_per_box": "4", "seller_country": "uk", "packaging": "3", "postage": "40"},
    {"sku": "own", "dimensions": "12 x 9 x 2 in", "weight": "1.5 lb", "price": "9.50", "category": "clothing_and_accessories",
     "cost": "2", "inbound_freight": "0.10", "placement": "partial", "return_rate": "12", "unsellable_returns": "disposal",
     "units_per_box": "20", "postage": "6"},
    {"sku": "book", "on": "2025-11-20", "dimensions": "9 x 6 x 1 in", "weight": "14 oz", "price": "12.50", "category": "media",
     "cost": "4", "own_prep": "0.20", "amazon_label": "true", "amazon_prep": "bubble_wrap", "inbound_defect_rate": "10",
     "inbound_defect_fee": "0.90", "loss_rate": "2", "manufacturing_cost": "3", "return_rate": "5", "resellable_rate": "40",
     "unsellable_returns": "grade_and_resell", "resale_value": "5", "other_selling_fee": "0.10"},
    {"sku": "pole", "dimensions": "100 x 20 x 10 in", "weight": "60 lb", "price": "900", "category": "furniture",
     "storage_utilization_weeks": "40", "days_in_storage": "40", "inventory_age_days": "100", "return_rate": "5",
     "unsellable_returns": "liquidation", "liquidation_recovery": "20"},
    {"sku": "bed", "dimensions": "80 x 40 x 30 in", "weight": "60 lb", "price": "400", "category": "furniture",
     "return_rate": "2", "channel": "ebay", "sales_tax": "8"},
    {"sku": "chair", "dimensions": "30 x 20 x 20 in", "weight": "20 lb", "price": "90", "category": "furniture",
     "channel": "direct", "payment": "stripe"},
    {"sku": "new", "dimensions": "5 x 4 x 3 in", "weight": "9 oz", "price": "20", "category": "home_and_kitchen",
     "new_selection": "true", "new_selection_units_sold": "5", "selling_plan": "professional", "return_rate": "4"},
    {"sku": "lamp", "market": "DE", "dimensions": "61 x 40 x 20 cm", "weight": "760 g", "price": "49", "category": "home_products",
     "vat_registered": "false", "fee_tax_rate": "19 %", "stock_country": "it", "pan_european": "true", "postage": "5"},
    {"sku": "pan", "market": "UK", "dimensions": "13 x 11 x 10.7 cm", "weight": "403 g", "price": "18.99", "category": "kitchen",
     "vat_registered": "true", "seller_country": "us", "return_rate": "3", "postage": "4"},
)  # fmt: skip
HEADINGS = list(dict.fromkeys(heading for each in GOODS for heading in each))
ROWS = {heading: [each.get(heading, "") for each in GOODS] for heading in HEADINGS}
MARKETS = tuple(map(find_market, ("US", "UK", "DE")))


def of_each_kind(market: Market) -> tuple[str, ...]:
    """Its programs, of carriers the usual one and a flat cost: all carriers' lines are the same."""
    usual = {market.canonical(family) for family in ("fbm", "sfp")} | {"fbm:flat", "sfp:flat"}
    return tuple(name for name in programs_of(market) if not name.startswith(("fbm", "sfp")) or name in usual)


PROGRAMS = tuple(dict.fromkeys(name for market in MARKETS for name in of_each_kind(market)))


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("columns")
    pl.DataFrame(ROWS).write_csv(folder / "catalog.csv")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "MOST_PRICED", 0)  # the sheets of edges, which search for them, are no part of this
        for form in ("csv", "tsv", "parquet", "xlsx"):
            out = str(folder / f"out.{form}")
            asked = ["--programs", ",".join(PROGRAMS), "--on", DAY, "-o", out]
            assert run(["compare", str(folder / "catalog.csv"), *asked]) in (0, 1)
    return folder


def test_every_line_of_every_plan_is_of_a_fee_and_in_its_order() -> None:
    met: set[str] = set()
    for market, day in [*(("US", day) for day in DAYS), *((each, DAYS[-1]) for each in ("UK", "DE"))]:
        store = find_market(market)
        plan = build_plan(store, dt.date.fromisoformat(day), open_shelf(), tuple(programs_of(store)))
        for program in plan.programs.values():
            fees = [line.fee for line in program.lines]
            met |= set(fees)
            assert set(fees) <= set(FEES), f"{program.name}: register these fees: {set(fees) - set(FEES)}"
            assert fees == sorted(fees, key=list(FEES).index), program.name
    assert met == set(FEES), "no plan has these lines"


def test_the_order_follows_the_stages() -> None:
    places = [STAGES.index(fee.stage) for fee in FEES.values()]
    assert places == sorted(places)


def _sum(row: Mapping[str, object]) -> Decimal:
    return sum((Decimal(str(row[fee])) for fee in FEES if row[fee] not in (None, "")), Decimal(0))


@pytest.mark.parametrize("form", ["csv", "tsv", "parquet", "frame"])
def test_columns_add_up_to_the_total(form: str, outputs: Path) -> None:
    if form == "frame":
        table = lc.quote_frame(pl.DataFrame(ROWS), programs=list(PROGRAMS), on=DAY)
    elif form == "parquet":
        table = pl.read_parquet(outputs / "out.parquet")
    else:
        table = pl.read_csv(outputs / f"out.{form}", separator="\t" if form == "tsv" else ",", infer_schema=False)
    rows = [row for row in table.to_dicts() if row["status"] != "error"]
    assert len(rows) >= 5 * len(PROGRAMS)
    assert {row["market"] for row in rows} == {"US", "UK", "DE"}
    charged = {fee for row in rows for fee in FEES if row[fee] not in (None, "") and Decimal(str(row[fee]))}
    assert charged == set(FEES), "give one of the goods what these fees are charged for"
    for row in rows:
        assert _sum(row) == Decimal(str(row["total_cost"])), (row["sku"], row["program"])


def test_sheets_of_the_workbook_add_up_to_the_total(outputs: Path) -> None:
    book = openpyxl.load_workbook(outputs / "out.xlsx", data_only=True)
    day, charged = dt.date.fromisoformat(DAY), set[str]()
    plans = {market.code: build_plan(market, day, open_shelf(), of_each_kind(market)) for market in MARKETS}
    compared: Counter[tuple[str, str]] = Counter()
    for sheet in book.worksheets:
        market, title = (
            next((word for word in sheet.title.split() if word in plans), ""),
            re.match(r"(\S+?), .*: results", str(sheet["A1"].value)),
        )
        if title is None or title[1] not in plans[market].programs:
            continue
        heads = [str(cell.value).replace(" ", "_") for cell in sheet[4]]
        fees = [line.fee for line in plans[market].program_of(title[1]).lines]
        first = heads.index("roi") + 1
        assert heads[first : first + len(fees)] == fees, sheet.title
        for row in sheet.iter_rows(min_row=5, max_row=4 + len(GOODS), values_only=True):
            if row[0] is None or row[heads.index("status")] in (None, "error"):
                continue
            known = {fee: cell for fee, cell in zip(fees, row[first:], strict=False) if isinstance(cell, int | float)}
            assert abs(sum(known.values()) - row[heads.index("total_cost")]) < 1e-9, (sheet.title, row[0])
            charged |= {fee for fee, amount in known.items() if amount}
            compared[market, title[1]] += 1
    assert set(compared) == {(market, program) for market, plan in plans.items() for program in plan.programs}
    assert charged == set(FEES)
