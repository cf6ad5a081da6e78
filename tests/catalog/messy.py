"""Messy catalogs to order: everyday rows, rows on edges, and every kind of bad value; and what the exact reading says."""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from logicost.answers.compare import compare_row
from logicost.answers.engine import Engine
from logicost.answers.quote import error_quote
from logicost.answers.request import Request
from logicost.answers.results import Quote
from logicost.answers.rows import begins_formula, columns
from logicost.answers.seats import take_seats
from logicost.errors import InputError, LogicostError
from logicost.inputs.dates import read_day
from logicost.inputs.fields import FIELDS
from logicost.inputs.readers import is_blank
from logicost.tables.shelf import find_market

DAY = dt.date(2026, 11, 22)
COLUMNS = [*(field.name for field in FIELDS), "colour"]

GOOD: dict[str, Sequence[object]] = {
    "market": ["", "", "", "us", " US "],
    "on": ["", "", "", "2026-03-02", "2026-11-22T00:00:00", "2025-11-20", "2027-06-01"],
    "dimension_unit": ["", "", "in", "cm", "Inches"],
    "weight_unit": ["", "", "lb", "oz", "g"],
    "category": ["", "home_and_kitchen", "Books", "clothing_and_accessories", "Home & Kitchen", "furniture", "GROCERY"],
    "cost": ["", "3.10", "0", "12.3456", "$4", "1,234.50", "7e0"],
    "inbound_freight": ["", "0.4", "0.00005"],
    "duty": ["", "0.25", "€1"],
    "advertising": ["", "1.1", "0.33335"],
    "apparel": ["", "", "true", "no", "1", "0.0"],
    "dangerous_goods": ["", "", "", "Yes", "false"],
    "sipp": ["", "", "x", "n"],
    "days_in_storage": ["", "", "30", "0", "1095", "365.0", "12."],
    "monthly_units": ["", "", "120", "12.5", "0", "7.005", "10000000"],
    "days_of_supply_30": ["", "", "13.99", "14", "27.995", "100"],
    "days_of_supply_90": ["", "", "20.99", "21", "35"],
    "units_shipped_7": ["", "19", "20"],
    "units_per_order": ["", "", "1", "2", "5", "1000"],
    "zone": ["", "", "", "2", "8", "5.0"],
    "packaging": ["", "0.6"],
    "handling": ["", "1.25"],
    "own_storage": ["", "0.1"],
    "postage": ["", "", "5.85", "0"],
    "one_day_up_to_zone": ["", "", "1", "2", "5"],
    "two_days_up_to_zone": ["", "0", "4", "9"],
    "one_day_postage": ["", "", "21.5", "0"],
    "two_days_postage": ["", "", "12.25"],
    "residential": ["", "false"],
    "fuel_percent": ["", "18.5", "20 %", "7.0005"],
    "channel": ["", "", "amazon", "shopify", "direct", "TikTok", "buy with prime"],
    "mcf_block_amazon_logistics": ["", "", "yes"],
    "mcf_outside_contiguous": ["", "", "true"],
    "mcf_preferred_pricing": ["", "", "six_month", "twelve month", "new-seller"],
    "mcf_units_12_weeks": ["", "100", "50000"],
    "mcf_percentages": ["", "compound"],
    "mcf_fulfillment_rate": ["", "", "", "5.5"],
    "mcf_part_pounds": ["", "prorate"],
    "large_standard_minimum_side": ["", "true"],
    "return_rate": ["", "", "", "5"],
    "unsellable_returns": ["", "", "Grade and resell", "liquidation"],
    "resale_value": ["", "", "9.99", "10", "$4", "0"],
    "placement": ["", "", "", "minimal"],
    "received_on": ["", "", "", "2025-12-31", "2026-01-15T00:00:00", "2025-03-31"],
    "selling_plan": ["", "", "", "individual", "professional"],
    "colour": ["", "red", "=1+1", "-5", "grün"],
}  # fmt: skip
BAD: dict[str, Sequence[object]] = {
    "sku": ["", "   "],
    "market": ["XX", "USA", "DE", "UK"],
    "on": ["2026-02-30", "tomorrow", "22.11.2026", "1999-01-01"],
    "dimension_unit": ["furlong"],
    "weight_unit": ["stone"],
    "dimensions": ["5 x 4", "5 x 4 x 0 in", "5 x 4 x 2", "nan x 1 x 1 in", "900 x 1 x 1 in", "1,5 x 2 x 3 cm", "-1 x 2 x 3 in",
                   "0.0001 x 1 x 1 in", "1 in x 2 x 3", "400 x 400 x 400 in", "10.16001 x 1 x 1 m", "", "box"],
    "weight": ["", "0 lb", "-1", "inf", "1,5 kg", "12 stones", "6000 lb", "heavy", "0.0001 oz", "1 oz 2 lb", "5000 lb"],
    "price": ["", "0", "-3", "nan", "1,5", "free", "1000000.01", "0.00001", "1e9", "0.00005", "12.345.6"],
    "category": ["homes", "Kitchn", "zzz"],
    "cost": ["-1", "abc", "1000001", "inf"],
    "apparel": ["maybe"],
    "days_in_storage": ["-1", "1096", "1.5", "12.0000000000001"],
    "days_of_supply_30": ["-0.01", "100001"],
    "received_on": ["soon", "2026-02-30", "2027-08-01"],
    "units_per_order": ["0", "1001", "1.5", "many"],
    "zone": ["0", "10", "x"],
    "resale_value": ["-1", "used"],
    "fuel_percent": ["-1", "1001"],
    "channel": ["amazn"],
    "mcf_preferred_pricing": ["sixmonth"],
}  # fmt: skip


def sides(dice: random.Random) -> str:
    unit = dice.choice(["in", "in", "in", " in", " cm", "mm", '"'])
    scale = {"in": 1, "cm": 2.54, "mm": 25.4}.get(unit.strip(), 1)
    limits = [0.75, 2, 8, 12, 14, 15, 18, 33, 37, 59, 96, 108, 130]
    edge = [dice.choice(limits) + dice.choice([-0.001, 0, 0, 0.001]) for _ in range(3)]
    values = edge if dice.random() < 0.5 else [dice.uniform(0.3, 30) for _ in range(3)]
    places = dice.choice([0, 1, 2, 3, 3, 7])
    mark = dice.choice([" x ", "x", " × ", "*", " by "])
    return mark.join(f"{max(value * scale, 0.3):.{places}f}" for value in values).replace("0.0000000", "1") + unit


def weight(dice: random.Random) -> str:
    edge = dice.choice([2, 4, 6, 8, 10, 12, 14, 16, 20, 24, 48, 320, 800, 1120, 2400]) + dice.choice([-0.001, 0, 0.001])
    ounces = edge if dice.random() < 0.6 else dice.uniform(0.5, 900)
    return dice.choice(
        [f"{ounces:.3f} oz", f"{ounces / 16:.7f}lb", f"{ounces * 28.349523125:.1f} g", f"{int(ounces // 16) + 1} lb 4 oz",
         f"{ounces / 16:.5f}", f"{ounces * 0.02834952:.4f} KG", f"{ounces:.12f}oz"]
    )  # fmt: skip


def messy_row(dice: random.Random, number: int, bad: float = 0.25) -> dict[str, object]:
    """One row of text; `bad` is the share of rows with something wrong in them."""
    row: dict[str, object] = {name: dice.choice(values) for name, values in GOOD.items() if dice.random() < 0.5}
    row["sku"] = f"SKU-{number}"
    row["price"] = dice.choice(["9.99", "10", "10.00", "10.01", "50", "50.01", "18.995", f"{dice.uniform(1, 400):.2f}"])
    row["weight"] = weight(dice)
    if dice.random() < 0.7:
        row["dimensions"] = sides(dice)
        if row["dimensions"].__str__().endswith(("0", "x")):
            row["dimensions"] = "5 x 4 x 3 in"
    else:
        for name in ("length", "width", "height"):
            row[name] = f"{dice.uniform(0.2, 40):.{dice.choice([0, 1, 3])}f}" + dice.choice(["", "", " in", "cm"])
    if dice.random() < 0.2:
        row.pop("days_in_storage", None)
        row["monthly_units"], row["average_inventory"] = dice.choice(
            [("30", "45"), ("7", "3.5"), ("0", "4"), ("5", ""), ("1", "500"), ("x", "4"), ("24", "12.5")]
        )
    if dice.random() < 0.2:
        row.pop("zone", None)
        row["zone_mix"] = dice.choice(
            ["2:10,5:60,8:30", "1:100", "2:50,2:50", "3:50", "4:33.333333,5:66.666667", "a:b"]
        )
    if dice.random() < bad:
        name = dice.choice(list(BAD))
        row[name] = dice.choice(BAD[name])
        if name == "dimensions":
            for side in ("length", "width", "height"):
                row.pop(side, None)
    return {name: row.get(name, "") for name in COLUMNS}


def messy_rows(seed: int, count: int, bad: float = 0.25) -> list[dict[str, object]]:
    dice = random.Random(seed)
    return [messy_row(dice, number, bad) for number in range(count)]


def quotes_of(
    row: Mapping[str, Any],
    engine: Engine,
    programs: Mapping[str, str],
    strict: bool = False,
    day: dt.date = DAY,
    uplift: Mapping[str, int] | None = None,
) -> Sequence[Quote]:
    """The exact reading's quotes of a row, in the way that a catalog's row is quoted."""
    sku = "" if is_blank(row.get("sku")) else str(row["sku"]).strip()
    market = "US" if is_blank(row.get("market")) else str(row["market"]).strip()
    on = day if is_blank(row.get("on")) else row["on"]
    try:
        if not sku:
            raise InputError("missing_value", "sku is missing", "sku")
        return compare_row(engine, row, Request(programs, "US", day, strict, uplift or {})).quotes
    except LogicostError as error:
        try:
            place: tuple[str, dt.date | None] = find_market(market).code, read_day(on)
        except LogicostError:
            place = market, None
        seats = take_seats(programs, engine.channel_of(row, "US"))
        return [error_quote(error, sku, *place, seat) for seat in seats]


def flat_cells(quote: Quote) -> list[str]:
    """A quote's cells out of its JSON form, in the order of the columns: one for each fee that any line may be of."""
    result = quote.to_dict()
    cells = {name: value or "" for name, value in result.items() if name not in ("lines", "notes")}
    cells["best"] = {None: "", True: "true", False: "false"}[result["best"]]
    cells["notes"] = " | ".join(result["notes"])
    amounts: dict[str, Decimal] = {}
    for line in result["lines"]:
        if line["amount"] is not None:
            amounts[line["fee"]] = amounts.get(line["fee"], Decimal(0)) + Decimal(line["amount"])
    cells |= {fee: f"{amount:f}" for fee, amount in amounts.items()}
    assert cells.keys() <= set(columns()), "a line of the quote has no column"
    return [cells.get(name, "") for name in columns()]


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula, nor a part of it where it divides cells by semicolons or tabs: an
    apostrophe stands before what could begin one."""
    text = re.sub(r"""([;\t\r\n]"*)(?=[=+\-@＝＋－＠])""", r"\1'", cell)
    return f"'{text}" if begins_formula(cell) else text


def exact_cells(
    rows: Sequence[Mapping[str, Any]], programs: Mapping[str, str], extra: Sequence[str] = (), strict: bool = False,
    day: dt.date = DAY, uplift: Mapping[str, int] | None = None,
) -> list[list[str]]:  # fmt: skip
    """The cells of a CSV file that the exact reading writes for those rows."""
    engine = Engine()
    return [
        [harmless(cell) for cell in [*flat_cells(quote), *(str(row[name] or "") for name in extra)]]
        for row in rows
        for quote in quotes_of(row, engine, programs, strict, day, uplift)
    ]
