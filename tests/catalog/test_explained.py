"""JSON of whole catalogs, by columns, is letter for letter what the exact reading's quotes are as JSON."""

from __future__ import annotations

import datetime as dt
import json
import random
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from logicost.answers.engine import Engine
from logicost.answers.request import Request, asked_programs
from logicost.answers.rows import EXPLAINED
from logicost.catalog.comparison import open_catalog, result_blocks, selection_of
from logicost.catalog.json_text import json_objects
from logicost.catalog.pipeline import Pipeline
from logicost.catalog.sinks import write_blocks
from logicost.catalog.value_texts import value_texts
from logicost.inputs.days import LAST_DAY, day_number
from logicost.market import Market
from logicost.programs import build_plan, programs_of
from logicost.rules.plan import Kind
from logicost.rules.text import Meaning, TextReading, show
from logicost.tables.shelf import find_market, open_shelf
from tests.catalog.messy import COLUMNS, DAY, messy_rows, quotes_of

ALL = asked_programs(list(programs_of(find_market("US"))))
THE_DAYS_PLAN = build_plan(find_market("US"), DAY, open_shelf(), tuple(ALL))
# what reasons of lines mention and messy rows do not give: every line is to appear somewhere
MORE = {
    "placement": ["minimal", "partial", "optimized"],
    "placement_rate": ["", "0.55"],
    "inventory_age_days": ["182", "400", "700"],
    "storage_utilization_weeks": ["23", "45.5"],
    "return_rate": ["5", "33.3333"],
    "resellable_rate": ["", "50", "12.5"],
    "unsellable_returns": ["", "removal", "disposal", "liquidation", "grade_and_resell"],
    "new_selection": ["", "true"],
    "new_seller": ["", "true"],
    "mcf_fulfillment_rate": ["", "4.5"],
    "one_day_up_to_zone": ["", "2"],
    "one_day_postage": ["", "12"],
    "two_days_up_to_zone": ["", "4"],
    "two_days_postage": ["", "9.5"],
    "selling_plan": ["", "individual"],
    "units_shipped_month": ["", "500"],
    "return_label": ["", "6.5"],
    "return_handling": ["", "1"],
    "inbound_defect_rate": ["", "3"],
    "amazon_prep": ["", "", "", "", "", "taping"],
    "received_on": ["", "2025-12-31", "2026-01-15"],
    "inbound_defect_fee": ["", "0.4"],
    "units_per_box": ["12", "7"],
    "box_cubic_feet": ["", "1.75"],
    "box_volume": ["2.25", ""],
    "awd_days_in_storage": ["", "45"],
    "payment": ["", "stripe", "paypal"],
    "seller_country": ["", "CA", "FR", "UK"],
    "loss_rate": ["", "2 %"],
    "manufacturing_cost": ["", "2.5"],
    "own_prep": ["", "0.45"],
    "advertising_rate": ["", "6.5 %"],
    "discount": ["", "1.5"],
    "other_selling_fee": ["", "0.3"],
    "other_selling_rate": ["", "1.25 %"],
    "referral_rate": ["", "12 %"],
    "fba_fulfillment_rate": ["", "4.4"],
    "postage_discount": ["", "35 %"],
}


def richer_rows(seed: int, count: int, bad: float = 0.25) -> list[dict[str, object]]:
    dice = random.Random(seed)
    rows = messy_rows(seed, count, bad)
    for row in rows:
        row |= {name: dice.choice(values) for name, values in MORE.items() if dice.random() < 0.5}
    return rows


def exact_objects(
    rows: Sequence[dict[str, Any]], programs: dict[str, str], extra: Sequence[str], strict: bool = False
) -> list[str]:
    """What `json` writes of single quotes and the catalog's unknown columns beside them."""
    engine = Engine()
    objects = []
    for row in rows:
        for quote in quotes_of(row, engine, programs, strict):
            more = {f"catalog {name}" if name in EXPLAINED else name: row[name] for name in extra}
            objects.append(json.dumps(quote.to_dict() | more, ensure_ascii=False, default=str))
    return objects


def column_objects(
    rows: pl.DataFrame, programs: dict[str, str], extra: Sequence[str], strict: bool = False
) -> list[str]:
    request = Request(programs, "US", DAY, strict)
    return json_objects(Pipeline(request, {name: rows.schema[name] for name in extra}, explained=True)(rows)).to_list()


def assert_same(rows: list[dict[str, Any]], programs: dict[str, str], strict: bool = False) -> list[str]:
    frame = pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String))
    found, expected = (
        column_objects(frame, programs, ["colour"], strict), exact_objects(rows, programs, ["colour"], strict)
    )  # fmt: skip
    assert len(found) == len(expected)
    for number, (one, other) in enumerate(zip(found, expected, strict=True)):
        assert one == other, rows[number // len(programs)]
    return found


@pytest.mark.parametrize("strict", [False, True])
def test_every_program_letter_for_letter(strict: bool) -> None:
    found = assert_same(richer_rows(25, 300), ALL, strict)
    if not strict:
        fees = {line["fee"] for text in found for line in json.loads(text)["lines"]}
        assert {line.fee for program in THE_DAYS_PLAN.programs.values() for line in program.lines} == fees


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from([["fba"], ["mcf", "fbm"], ["fbm:ups_ground", "fba:awd"], ["fbm:flat"]]))
def test_any_rows(seed: int, programs: list[str]) -> None:
    assert_same(richer_rows(seed, 20, bad=0.5), asked_programs(programs))


def test_one_row_and_no_rows() -> None:
    assert_same(richer_rows(5, 1), ALL)
    assert column_objects(pl.DataFrame(schema=dict.fromkeys(COLUMNS, pl.String)), ALL, ["colour"]) == []


HOSTILE = ['say "hi"', "back\\slash", "two\nlines", "bell\x07", "\x7f\u2028é☃🎈", "", None, "=1+1", "]}", " | "]


def test_texts_of_the_catalog_are_escaped() -> None:
    good = {"dimensions": "5 x 4 x 3 in", "weight": "9 oz", "price": "20"}
    rows = [{**good, "sku": text or "-", "colour": text, 'a "name"\\': text} for text in HOSTILE]
    rows += [{**good, "sku": "x", "price": text, "market": text or "US"} for text in HOSTILE]
    names = ["sku", "market", *good, "colour", 'a "name"\\']
    rows = [{name: row.get(name) for name in names} for row in rows]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String))
    programs = asked_programs("fba,mcf")
    assert column_objects(frame, programs, names[-2:]) == exact_objects(rows, programs, names[-2:])
    for number, row in enumerate(rows):  # each kind by itself
        assert column_objects(frame[number : number + 1], programs, names[-2:]) == exact_objects(
            [row], programs, names[-2:]
        )


def test_unknown_columns_of_any_kind_and_name() -> None:
    rows: list[dict[str, Any]] = [
        {"sku": "a", "dimensions": "5 x 4 x 3 in", "weight": 1.5, "price": 20, "stock": 3, "live": True, "since": dt.date(2026, 1, 2),
         "share": 0.1, "exactly": Decimal("1.5000"), "tags": ["x", 'y"'], "notes": "n", "lines": "l", "status": "s", "error": "e", "storage": "t"},
        {"sku": "b", "dimensions": "", "weight": 1.5, "price": 20},
    ]  # fmt: skip
    names = list(rows[0])
    rows = [{name: row.get(name) for name in names} for row in rows]
    frame, extra = pl.DataFrame(rows), names[4:]
    programs = asked_programs("fba")
    found = column_objects(frame, programs, extra)
    assert found == exact_objects(frame.to_dicts(), programs, extra)
    assert list(json.loads(found[0]))[-7:] == [
        "exactly", "tags", "catalog notes", "catalog lines", "catalog status", "catalog error", "storage"
    ]  # fmt: skip


@pytest.mark.parametrize("size", [0, 1, 30])
def test_files_hold_an_array_or_lines(tmp_path: Path, size: int) -> None:
    rows = messy_rows(3, size)
    catalog = tmp_path / "catalog.csv"
    pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String)).write_csv(catalog)
    expected = exact_objects(rows, asked_programs("fba,mcf"), ["colour"])
    for form in ("json", "jsonl"):
        job = open_catalog(str(catalog), "fba,mcf", "US", str(DAY), False, None)
        blocks = (block[place : place + 3] for block in result_blocks(job, True) for place in range(0, 60, 3))
        write_blocks(str(tmp_path / f"out.{form}"), form, blocks, selection_of(job).schema)
    assert (tmp_path / "out.jsonl").read_text(encoding="utf-8") == "".join(f"{text}\n" for text in expected)
    array = (tmp_path / "out.json").read_text(encoding="utf-8")
    assert array == ("[\n" + ",\n".join(expected) + "\n]\n" if expected else "[]\n")
    skus = [item["sku"] for item in json.loads(array)]  # a program that cannot serve a row's channel has no row
    assert list(dict.fromkeys(skus)) == [row["sku"] for row in rows]


class OneKind(TextReading):
    """A text reading in which every step is of one kind."""

    def __init__(self, kind: Kind | None, market: Market, optional: bool) -> None:
        plan: Any = type("Plan", (), {"market": market, "steps": {}})()
        super().__init__(plan, lambda name: Meaning(kind, ("one_word", "other"), optional))


@pytest.mark.parametrize("code", ["US", "UK", "DE", "JP"])
@pytest.mark.parametrize("kind", [*Kind, None], ids=str)
@pytest.mark.parametrize("optional", [False, True])
def test_values_by_the_column_read_as_single_values_do(code: str, kind: Kind | None, optional: bool) -> None:
    dice, market = random.Random(1), find_market(code)
    signed = kind in (Kind.MONEY, Kind.MICROS, Kind.RATE, Kind.RATIO, Kind.MONTHS, None)
    last = day_number(LAST_DAY)
    largest = {Kind.WORD: 1, Kind.STATUS: 5, Kind.FLAG: 1, Kind.DAY: last}.get(kind, 10**12)  # type: ignore[call-overload]
    values = [min(dice.randrange(10 ** dice.randrange(1, 13)), largest) for _ in range(400)]
    values += [min(value, largest) for value in (0, 5, 10, 15, 25, 4535, 4536, 9999, 10_000, 15_999, 16_000, 16_001)]
    values += [-value for value in values] if signed else []
    values += [-1] if optional else []
    reading = OneKind(kind, market, optional)
    for size in (1, 40, len(values)):
        column = np.array(values[-size:], np.int64)
        assert value_texts(reading, "x", column).to_list() == [
            "not given" if optional and value == -1 else str(value) if kind is None else show(value, kind, market, ("one_word", "other"))
            for value in column.tolist()
        ]  # fmt: skip


def test_values_that_would_leave_64_bits_are_told_one_by_one() -> None:
    reading = OneKind(Kind.WEIGHT, find_market("DE"), False)
    column = np.array([2**61 + number for number in range(100)], np.int64)
    assert value_texts(reading, "x", column).to_list() == [
        show(value, Kind.WEIGHT, find_market("DE")) for value in column.tolist()
    ]
