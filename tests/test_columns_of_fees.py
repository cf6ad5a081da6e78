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
from logicost.programs import build_plan, programs_of
from logicost.tables.shelf import find_market, open_shelf

openpyxl = pytest.importorskip("openpyxl")
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")

DAYS = ("2024-06-01", "2025-11-20", "2026-11-22")
DAY = "2026-11-22"
ROWS: dict[str, list[str]] = {  # what makes as many lines apply as one row can
    "sku": ["mug", "desk", "own"],
    "dimensions": ["5.1 x 4.3 x 4.2 in", "58 x 30 x 6 in", "12 x 9 x 2 in"],
    "weight": ["14.2 oz", "48 lb", "1.5 lb"],
    "price": ["18.99", "249", "9.50"],
    "category": ["home_and_kitchen", "furniture", "clothing_and_accessories"],
    "cost": ["3.10", "80", "2"],
    "inbound_freight": ["0.40", "", "0.10"],
    "duty": ["0.25", "", ""],
    "advertising": ["1.10", "", ""],
    "sipp": ["true", "", ""],
    "placement": ["minimal", "", "partial"],
    "days_in_storage": ["60", "30", ""],
    "inventory_age_days": ["400", "", ""],
    "days_of_supply_30": ["10", "", ""],
    "days_of_supply_90": ["12", "", ""],
    "storage_utilization_weeks": ["60", "", ""],
    "return_rate": ["5", "3", "12"],
    "unsellable_returns": ["removal", "", "disposal"],
    "resellable_rate": ["50", "", ""],
    "units_per_box": ["12", "4", "20"],
    "awd_days_in_storage": ["40", "", ""],
    "selling_plan": ["individual", "", ""],
    "seller_country": ["", "uk", ""],
    "packaging": ["0.60", "3", ""],
    "handling": ["1.00", "", ""],
    "own_storage": ["0.20", "", ""],
    "return_label": ["4", "", ""],
    "return_handling": ["1", "", ""],
    "postage": ["7", "40", "6"],
    "one_day_up_to_zone": ["2", "", ""],
    "one_day_postage": ["21", "", ""],
}


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("columns")
    pl.DataFrame(ROWS).write_csv(folder / "catalog.csv")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "MOST_PRICED", 0)  # the sheets of edges, which search for them, are no part of this
        for form in ("csv", "tsv", "parquet", "xlsx"):
            asked = [
                "--programs",
                ",".join(programs_of(find_market("US"))),
                "--on",
                DAY,
                "-o",
                str(folder / f"out.{form}"),
            ]
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
        table = lc.quote_frame(pl.DataFrame(ROWS), programs=list(programs_of(find_market("US"))), on=DAY)
    elif form == "parquet":
        table = pl.read_parquet(outputs / "out.parquet")
    else:
        table = pl.read_csv(outputs / f"out.{form}", separator="\t" if form == "tsv" else ",", infer_schema=False)
    rows = [row for row in table.to_dicts() if row["status"] != "error"]
    assert len(rows) >= 2 * len(programs_of(find_market("US")))
    filled = {fee for row in rows for fee in FEES if row[fee] not in (None, "")}
    assert len(filled) >= 30, f"too few lines apply to mean much: {sorted(filled)}"
    for row in rows:
        assert _sum(row) == Decimal(str(row["total_cost"])), (row["sku"], row["program"])


def test_sheets_of_the_workbook_add_up_to_the_total(outputs: Path) -> None:
    book = openpyxl.load_workbook(outputs / "out.xlsx", data_only=True)
    plan = build_plan(
        find_market("US"), dt.date.fromisoformat(DAY), open_shelf(), tuple(programs_of(find_market("US")))
    )
    compared: Counter[str] = Counter()
    for sheet in book.worksheets:
        title = re.match(r"(\S+?), .*: results", str(sheet["A1"].value))
        if title is None:
            continue
        heads = [str(cell.value).replace(" ", "_") for cell in sheet[4]]
        fees = [line.fee for line in plan.program_of(title[1]).lines]
        first = heads.index("roi") + 1
        assert heads[first : first + len(fees)] == fees, sheet.title
        for row in sheet.iter_rows(min_row=5, max_row=7, values_only=True):
            if row[heads.index("status")] == "error":
                continue
            known = [cell for cell in row[first : first + len(fees)] if isinstance(cell, int | float)]
            assert abs(sum(known) - row[heads.index("total_cost")]) < 1e-9, (sheet.title, row[0])
            compared[title[1]] += 1
    assert set(compared) == set(programs_of(find_market("US")))
    assert compared.total() >= 2 * len(compared)
