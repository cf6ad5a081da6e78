"""LibreOffice, forced to recalculate, comes to the exact reading's figures in every formula cell.

Every cached value in the file is poisoned before, so that a cell that LibreOffice did not recalculate shows as wrong.
LOGICOST_SHEET_ROWS sets how many products are tried (24); LOGICOST_NO_SKIP=1 makes a missing LibreOffice a failure.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import logicost as lc
from logicost.answers.compare import compare_row
from logicost.answers.engine import Engine
from logicost.answers.request import Request
from logicost.export.workbook import build, write_workbook
from logicost.export.workbook.cells import FIRST_ROW
from logicost.export.workbook.sheet_writer import SheetWriter
from logicost.export.workbook.step_sheets import PROBLEM, PROFIT, STATUS
from tests.export import libreoffice
from tests.export.catalogs import EVERY_PROGRAM, comparisons

openpyxl = pytest.importorskip("openpyxl")
pytestmark = [pytest.mark.libreoffice, pytest.mark.filterwarnings("ignore::UserWarning")]

ROWS = int(os.environ.get("LOGICOST_SHEET_ROWS", "24"))
POISON = -987_654_321


@pytest.fixture(autouse=True)
def _libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    libreoffice.require()
    monkeypatch.setattr(build, "SPARE", 1)
    monkeypatch.setattr(build, "MOST_PRICED", 0)  # the Price sheet has a test of its own


def poison(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every formula's cached value wrong."""
    write = SheetWriter.formula

    def wrong(self: SheetWriter, row: int, column: int, formula: Any, value: Any, style: Any = None) -> None:
        write(self, row, column, formula, value if formula is None else POISON, style)

    monkeypatch.setattr(SheetWriter, "formula", wrong)


def cells(path: Path, sheets: Callable[[str], bool] = lambda name: True) -> Iterator[tuple[str, str, Any]]:
    book = openpyxl.load_workbook(path, data_only=True, read_only=True)
    for sheet in book.worksheets:
        if sheets(sheet.title):
            for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
                for place, value in enumerate(row):
                    yield sheet.title, f"{openpyxl.utils.get_column_letter(place + 1)}{number}", value


def results_only(name: str) -> bool:
    """Whether a sheet holds nothing but formulas: what was typed stands on the others."""
    return name in ("Products", "Steps") or name.startswith(("fba", "fbm", "mcf", "sfp"))


def columns_of(sheet: Any) -> dict[str, int]:
    """Catalog columns by their plain names."""
    return {
        str(cell.value).partition(" (")[0].replace(" ", "_"): cell.column for cell in sheet[FIRST_ROW] if cell.value
    }


def same(one: Any, other: Any) -> bool:
    if one in ("", None) or other in ("", None):
        return one in ("", None) and other in ("", None)
    if isinstance(one, str | dt.datetime) or isinstance(other, str | dt.datetime):
        return bool(one == other)
    if float(one).is_integer() and abs(one) > 1:
        return bool(one == other)
    return abs(one - other) < 1e-9  # amounts and shares: whole grains by a power of ten


def differences(
    expected: Path, found: Path, sheets: Callable[[str], bool] = lambda name: True
) -> tuple[int, list[str]]:
    """How many cells hold something, and those that differ."""
    there = {(sheet, cell): value for sheet, cell, value in cells(found, sheets) if value not in ("", None)}
    count, wrong = 0, []
    for sheet, cell, value in cells(expected, sheets):
        other = there.get((sheet, cell))
        count += value not in ("", None)
        if not same(value, other):
            wrong.append(f"{sheet}!{cell}: exact {value!r}, LibreOffice {other!r}")
    return count, wrong


@pytest.mark.parametrize("day", ["2026-11-22", "2026-07-20", "2024-06-01"])
def test_every_cell_equals_the_exact_reading(day: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = comparisons(ROWS if day == "2026-11-22" else ROWS // 4, seed=5, on=day)
    assert write_workbook(tmp_path / "exact.xlsx", made)
    poison(monkeypatch)
    write_workbook(tmp_path / "poisoned.xlsx", made)
    count, wrong = differences(tmp_path / "exact.xlsx", libreoffice.convert(tmp_path / "poisoned.xlsx", tmp_path))
    assert not wrong, f"{len(wrong)} of {count} cells differ: {wrong[:10]}"
    assert count > 100 * len(made)


def test_defaults_of_a_program_stay_alive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A default stands in its row's cells like a value given there; those of one program alone do no harm to the others."""
    saved = {"defaults": {"packaging": "0.6", "days_in_storage": 45, "category": {"books": {"return_rate": "3 %"}},
                          "program": {"fbm": {"handling": "1.2", "zone_mix": "2:10,5:60,8:30"}}}}  # fmt: skip
    rows = [
        {"sku": "A", "dimensions": "5.1 x 4.3 x 4.2 in", "weight": "14.2 oz", "price": "18.99", "category": "books"},
        {"sku": "B", "dimensions": "9 x 6 x 1 in", "weight": "1 lb", "price": "30", "packaging": "2"},
    ]
    request = Request.of("fba,fbm,mcf", on="2026-11-22", defaults=saved)
    made = [compare_row(Engine(), row, request) for row in rows]
    assert write_workbook(tmp_path / "exact.xlsx", made)
    assert not [value for _, _, value in cells(tmp_path / "exact.xlsx") if "not live:" in str(value)]
    poison(monkeypatch)
    write_workbook(tmp_path / "poisoned.xlsx", made)
    count, wrong = differences(tmp_path / "exact.xlsx", libreoffice.convert(tmp_path / "poisoned.xlsx", tmp_path))
    assert not wrong, f"{len(wrong)} of {count} cells differ: {wrong[:10]}"


def test_break_even_prices_and_a_second_date_recalculate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After another cost is typed, each price shown is the one that `price_for` finds."""
    monkeypatch.setattr(build, "MOST_PRICED", 200)
    goods = {"category": "home_and_kitchen", "days_in_storage": 45}
    rows = [
        {**goods, "sku": "A", "dimensions": "5.1 x 4.3 x 4.2 in", "weight": "14.2 oz", "price": "12.4", "cost": "3"},
        {**goods, "sku": "B", "dimensions": "60 x 40 x 30 cm", "weight": "9 kg", "price": "51", "cost": "12"},
        {**goods, "sku": "C", "dimensions": "9 x 6 x 1 in", "weight": "6 oz", "price": "9.5", "cost": "2"},
        {
            **goods,
            "sku": "D",
            "dimensions": "9 x 6 x 1 in",
            "weight": "6 oz",
            "price": "15.2",
            "cost": "2",
            "category": "grocery_and_gourmet",
        },
        {**goods, "sku": "E", "dimensions": "5.1 x 4.3 x 4.2 in", "weight": "14.2 oz", "price": "10.5", "cost": "3"},
    ]
    request = Request.of("fba,fbm,mcf", on="2026-11-26")

    def write(name: str) -> Path:
        write_workbook(tmp_path / name, [compare_row(Engine(), row, request) for row in rows])
        return tmp_path / name

    before = openpyxl.load_workbook(write("before.xlsx"))
    before["Catalog"].cell(FIRST_ROW + 1, columns_of(before["Catalog"])["cost"]).value = 4.25
    before["Catalog"].cell(FIRST_ROW + 3, columns_of(before["Catalog"])["sipp"]).value = True
    before.save(tmp_path / "edited.xlsx")
    rows[0]["cost"] = "4.25"
    exact = write("exact.xlsx")
    found = openpyxl.load_workbook(libreoffice.convert(tmp_path / "edited.xlsx", tmp_path), data_only=True)["Price"]
    expected = openpyxl.load_workbook(exact, data_only=True)["Price"]
    heads = {str(cell.value): cell.column for cell in found[FIRST_ROW]}
    prices = 0
    for number, row in enumerate(rows[:2]):
        for quoted in lc.price_for(row, "fba,fbm,mcf", on="2026-11-26").rows():
            kind = "Amazon" if quoted["channel"] == "amazon" else "other"
            cell = (FIRST_ROW + 1 + number, heads[f"break-even, {quoted['program']} {kind}"])
            shown = found.cell(*cell).value
            if quoted["break_even"] is not None:  # when it is written, all are known
                assert expected.cell(*cell).value == float(quoted["break_even"])
            if isinstance(shown, float | int):
                assert shown == float(quoted["break_even"]), (row["sku"], quoted["program"])
                prices += 1
    assert prices >= 5
    for number, edge in (
        (4, 9.99),
        (3, 15),
    ):  # the limits of the fulfilment fee, and the band of groceries' referral fee
        row, at = rows[number], FIRST_ROW + 1 + number
        left = [lc.quote({**row, "price": price}, "fba", on="2026-11-26").profit for price in (edge, row["price"])]
        assert found.cell(at, heads["edge below, fba Amazon"]).value == edge
        assert left[0] is not None
        assert left[1] is not None
        assert abs(found.cell(at, heads["leaves more there, fba Amazon"]).value - float(left[0] - left[1])) < 1e-9
    assert found.cell(FIRST_ROW + 1, heads["edge below, fba Amazon"]).value in (None, ""), "9.99 leaves less than 12.40"
    asked = found.cell(FIRST_ROW + 3, heads["break-even, fba Amazon"]).value
    assert str(asked).startswith("ask"), "what no product gave is typed: the formulas do not know"
    poison(monkeypatch)
    count, wrong = differences(exact, libreoffice.convert(write("poisoned.xlsx"), tmp_path))
    assert not wrong, f"{len(wrong)} of {count} cells differ: {wrong[:10]}"


def test_the_comparison_sees_what_is_not_recalculated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The canary: without recalculation, the poisoned values are found."""
    made = comparisons(2, seed=1, on="2026-11-22", programs=("fba",))
    write_workbook(tmp_path / "exact.xlsx", made)
    poison(monkeypatch)
    write_workbook(tmp_path / "poisoned.xlsx", made)
    _, wrong = differences(tmp_path / "exact.xlsx", tmp_path / "poisoned.xlsx")
    assert len(wrong) > 100


# sku of the sample's row, catalog column as the file names it, what a user types, and the same as a catalog row has it
EDITS: tuple[tuple[int, str, Any, dict[str, Any]], ...] = (
    (0, "price", 10.01, {"price": "10.01"}),
    (1, "price", 50.01, {"price": "50.01"}),
    (2, "height", 9.5, {"height": 9.5}),
    (3, "weight", 321.001, {"weight": "321.001 oz"}),
    (4, "category", "jewelry", {"category": "jewelry"}),
    (5, "dangerous_goods", True, {"dangerous_goods": True}),
    (6, "apparel", True, {"apparel": True}),
    (7, "sipp", True, {"sipp": True}),
    (8, "days_in_storage", 400, {"days_in_storage": 400}),
    (9, "zone", 8, {"zone": 8, "zone_mix": None}),
    (10, "postage", 6.66, {"postage": "6.66"}),
    (11, "channel", "amazon", {"channel": "amazon"}),
    (12, "units_per_order", 4, {"units_per_order": 4}),
    (13, "fuel_percent", 0.2175, {"fuel_percent": "21.75"}),
    (14, "mcf_percentages", "compound", {"mcf_percentages": "compound"}),
    (15, "cost", None, {"cost": None}),
    (16, "units_per_order", 12, {"units_per_order": 12}),
    (17, "parcel_length", 26.5, {"parcel": "26.5 x 16 x 12 in"}),
    (18, "units_per_order", 2, {"units_per_order": 2}),
)
PARCELS = {
    17: {"parcel": "25 x 16 x 12 in", "units_per_order": 3},
    18: {"parcel": "25 x 16 x 12 in", "units_per_order": 3},
}


def test_changed_inputs_give_what_the_exact_reading_gives_for_them(tmp_path: Path) -> None:
    row = {
        "length": 14.5, "width": 9, "height": 7.5, "weight": "300 oz", "price": "9.99", "category": "home_and_kitchen",
        "cost": "3.10", "days_in_storage": 45, "zone_mix": "2:10,5:60,8:30",
    }  # fmt: skip
    engine, request = Engine(), Request.of(EVERY_PROGRAM, on="2026-11-22")
    rows = [{**row, "sku": f"S{number}", **PARCELS.get(number, {})} for number in range(len(EDITS))]
    changed = [{**rows[number], **new} for number, _, _, new in EDITS]

    def quoted(every: list[dict[str, Any]]) -> list[Any]:
        return [compare_row(engine, each, request) for each in every]

    write_workbook(tmp_path / "before.xlsx", quoted(rows))
    write_workbook(tmp_path / "exact.xlsx", quoted(changed))
    book = openpyxl.load_workbook(tmp_path / "before.xlsx")
    catalog = book["Catalog"]
    columns = columns_of(catalog)
    for number, column, value, _ in EDITS:
        at = FIRST_ROW + 1 + number
        catalog.cell(at, columns[column]).value = value
        if column == "zone":
            for zone in range(1, 10):
                catalog.cell(at, columns[f"zone_{zone}_share"]).value = None
    book.save(tmp_path / "edited.xlsx")
    found = libreoffice.convert(tmp_path / "edited.xlsx", tmp_path)
    count, wrong = differences(tmp_path / "exact.xlsx", found, results_only)
    assert not wrong, f"{len(wrong)} of {count} cells differ: {wrong[:10]}"
    assert count > 10_000


# what is typed in a row after other programs saved the file, and the same as a catalog row has it
TYPED: tuple[dict[str, tuple[Any, Any]], ...] = (
    {"price": ("$10.49", "10.49"), "category": ("Kitchen & Dining", "Kitchen & Dining")},
    {"price": ("51.20 usd", "51.20"), "weight": (410, "410 g"), "weight_unit": ("Grams", None)},
    {"length": (45, "45 cm"), "dimension_unit": ("cm", None), "width": (9, "9 cm"), "height": (7.5, "7.5 cm")},
    {"category": ("Jewelry", "Jewelry"), "dangerous_goods": (1, True), "sipp": ("yes", True)},
    {"dangerous_goods": (False, False), "sipp": ("FALSE", False), "apparel": (True, True)},
    {"on": ("2026-12-03", "2026-12-03"), "days_in_storage": (200, 200)},
    {"on": (dt.date(2026, 10, 20), "2026-10-20"), "packaging": ("1.1", "1.1"), "return_rate": (0.08, "8 %")},
    {"packaging": (0, "0"), "cost": (None, None)},
)


def test_what_is_typed_after_other_programs_saved_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Saved by LibreOffice, changed and saved by openpyxl, recalculated by LibreOffice: prices and categories as people
    type them, units, flags, dates, a default for all products, and two products in free rows."""
    row = {
        "length": "14.5 in", "width": "9 in", "height": "7.5 in", "weight": "300 oz", "price": "9.99", "cost": "3.10",
        "category": "home_and_kitchen", "days_in_storage": 45, "sipp": "true",
    }  # fmt: skip
    engine, programs = Engine(), "fba,fbm,mcf"

    def quoted(every: list[dict[str, Any]], packaging: str | None) -> list[Any]:
        saved = {"defaults": {"packaging": packaging}} if packaging else None
        request = Request.of(programs, on="2026-11-22", defaults=saved)
        return [compare_row(engine, {k: v for k, v in each.items() if v is not None}, request) for each in every]

    rows = [{**row, "sku": f"S{number}", "title": f"Product {number}"} for number in range(len(TYPED))]
    changed = [{**each, **{k: new for k, (_, new) in typed.items()}} for each, typed in zip(rows, TYPED, strict=True)]
    new = [{**changed[0], "sku": "NEW-1", "title": "New"}, {**changed[3], "sku": "NEW-2", "title": None}]
    changed = [{name: value for name, value in each.items() if not name.endswith("_unit")} for each in [*changed, *new]]
    monkeypatch.setattr(build, "SPARE", 3)
    write_workbook(tmp_path / "before.xlsx", quoted(rows, None))
    monkeypatch.setattr(build, "SPARE", 1)
    write_workbook(tmp_path / "exact.xlsx", quoted(changed, "0.85"))
    book = openpyxl.load_workbook(libreoffice.convert(tmp_path / "before.xlsx", tmp_path))
    assert {"ship_date", "shared_packaging"} <= set(book.defined_names)
    catalog, columns = book["Catalog"], columns_of(book["Catalog"])

    def fill_in(at: int, values: dict[str, Any]) -> None:
        for name, value in values.items():
            catalog.cell(at, columns[name]).value = value

    for number, typed in enumerate(TYPED):
        fill_in(FIRST_ROW + 1 + number, {name: value for name, (value, _) in typed.items()})
    plain = {"length": 14.5, "width": 9, "height": 7.5, "weight": 300, "weight_unit": "oz", "price": 9.99, "cost": 3.1,
             "category": "home_and_kitchen", "days_in_storage": 45, "sipp": True}  # fmt: skip
    for number, typed in enumerate((TYPED[0], TYPED[3])):
        named = {"sku": f"NEW-{number + 1}", "title": None if number else "New"}
        fill_in(
            FIRST_ROW + 1 + len(TYPED) + number, {**plain, **named, **{k: value for k, (value, _) in typed.items()}}
        )
    sheet, cell = next(iter(book.defined_names["shared_packaging"].destinations))
    book[sheet][cell].value = 0.85
    book.save(tmp_path / "edited.xlsx")
    found = libreoffice.convert(tmp_path / "edited.xlsx", tmp_path)
    count, wrong = differences(tmp_path / "exact.xlsx", found, results_only)
    assert not wrong, f"{len(wrong)} of {count} cells differ: {wrong[:10]}"
    assert count > 5_000


MISTAKES: tuple[tuple[str, Any], ...] = (
    ("price", -1), ("price", "abc"), ("price", 60_000), ("weight", 0), ("length", 401),
    ("category", "no such thing"), ("dangerous_goods", "maybe"), ("zone", 10), ("units_per_order", 1.5),
    ("zone_1_share", 0.5), ("days_in_storage", -1), ("price", "1.2.3"), ("price", "1,299"), ("price", "1E3"), ("price", "€9"),
    ("category", "*"), ("on", "2027-02-01"), ("on", "tomorrow"), ("weight_unit", "stone"), ("cost", "-1"),
)  # fmt: skip


def test_an_input_that_cannot_be_used_is_an_error_never_a_figure(tmp_path: Path) -> None:
    engine, request = Engine(), Request.of("fba,fbm:ups_ground", on="2026-11-22")
    row = {"dimensions": "14 x 9 x 7 in", "weight": "3 lb", "price": "20", "category": "home_and_kitchen"}
    made = [compare_row(engine, {**row, "sku": f"S{n}"}, request) for n in range(len(MISTAKES) + 2)]
    write_workbook(tmp_path / "good.xlsx", made)
    book = openpyxl.load_workbook(tmp_path / "good.xlsx")
    catalog = book["Catalog"]
    columns = columns_of(catalog)
    for number, (column, value) in enumerate(MISTAKES):
        catalog.cell(FIRST_ROW + 1 + number, columns[column]).value = value
    catalog.cell(FIRST_ROW + 2 + len(MISTAKES), columns["price"]).value = None
    book.save(tmp_path / "bad.xlsx")
    result = openpyxl.load_workbook(libreoffice.convert(tmp_path / "bad.xlsx", tmp_path), data_only=True)
    for number, mistake in enumerate(MISTAKES):
        for program in ("fba", "fbm ups_ground"):
            cells = [cell.value for cell in result[program][FIRST_ROW + 1 + number]]
            special = {"on": "the ship date", "weight_unit": "weight"}
            named = (
                special.get(mistake[0]) or "zone"
                if "zone" in mistake[0] or mistake[0] in special
                else mistake[0].replace("_", " ")
            )
            assert str(cells[PROBLEM]).startswith(f"check {named}: "), (mistake, cells[PROBLEM])
            assert cells[STATUS] == "error", mistake
            assert cells[PROFIT] in ("", None), mistake
        assert result["Products"].cell(FIRST_ROW + 1 + number, 3).value == "none", mistake
    assert result["fba"].cell(FIRST_ROW + 1 + len(MISTAKES), STATUS + 1).value != "error"
    without = [cell.value for cell in result["fba"][FIRST_ROW + 2 + len(MISTAKES)]]  # a price may be missing
    assert (without[STATUS], without[PROFIT] or None, without[PROBLEM] or None) == ("unsourced", None, None)
