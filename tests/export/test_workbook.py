"""The workbook file: what it holds, what stays alive, and that no text of a user becomes anything else."""

from __future__ import annotations

import csv
import re
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import logicost as lc
from logicost.answers.compare import compare, compare_row
from logicost.answers.comparison import Comparison
from logicost.answers.engine import Engine
from logicost.answers.quote import error_quote
from logicost.answers.request import Request
from logicost.cli.main import run
from logicost.errors import CatalogError, InputError
from logicost.export import workbook as module
from logicost.export.workbook import build, write_workbook
from logicost.export.workbook.cells import FIRST_ROW
from logicost.export.workbook.layout import Sheets
from logicost.export.workbook.rows import BEYOND, OTHER_PLAN
from logicost.export.workbook.step_sheets import PROBLEM, PROFIT
from tests.export import libreoffice
from tests.export.catalogs import comparisons

openpyxl = pytest.importorskip("openpyxl")
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")

SHARED_FUNCTIONS = {
    "ABS", "AND", "CHOOSE", "COLUMN", "COUNT", "COUNTA", "COUNTIF", "DATE", "FIND", "IF", "IFERROR", "INDEX", "INT",
    "ISERROR", "ISNUMBER", "ISTEXT", "LARGE", "LEN", "LOWER", "MATCH", "MAX", "MEDIAN", "MID", "MIN", "N", "NA", "NOT", "OR", "ROUND",
    "ROUNDUP", "ROW", "SUBSTITUTE", "SUM", "SUMIF", "SUMPRODUCT", "TRIM", "UPPER", "VALUE",
}  # fmt: skip
HAZARDS = (
    '=HYPERLINK("http://example.com";"x")', "+1", "-1", "@x", "\tx", "\rx", "https://example.com", "=1+1", "'x",
    "mailto:a@b.c", "<b>&\"'", "١٢", "=cmd|' /C calc'!A0", "a\x00b\x0bc", "\ud800",
)  # fmt: skip


def mug(sku: str = "MUG-11", **changes: object) -> Comparison:
    product = lc.Product(sku=sku, dimensions="5.1 x 4.3 x 4.2 in", weight="14.2 oz", price="18.99", cost="3.10")
    return compare(product, ["fba", "mcf", "fbm"], on="2026-11-22", **changes)


def cells_of(sheet: Any, row: int = FIRST_ROW + 1) -> dict[str, Any]:
    """A row's cells by their headings."""
    return {head.value: sheet.cell(row, head.column).value for head in sheet[FIRST_ROW] if head.value}


@pytest.fixture(autouse=True)
def _few_free_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Free rows are tried in the tests of recalculation; elsewhere one is enough."""
    monkeypatch.setattr(build, "SPARE", 1)


@pytest.fixture(scope="module")
def mug_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook of a mug, which no test changes."""
    path = tmp_path_factory.mktemp("mug") / "mug.xlsx"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "SPARE", 1)
        assert write_workbook(path, [mug()])
    return path


@pytest.fixture(scope="module")
def mug_values(mug_file: Path) -> Any:
    """What it shows before it is opened."""
    return openpyxl.load_workbook(mug_file, data_only=True)


@pytest.fixture(scope="module")
def mug_formulas(mug_file: Path) -> Any:
    return openpyxl.load_workbook(mug_file)


def test_sheets_inputs_and_cached_values(mug_values: Any) -> None:
    comparison, book = mug(), mug_values
    assert book.sheetnames == [
        "Summary", "Products", "Catalog", "fba", "fbm amazon", "mcf", "fbm other", "Price", "Packaging", "Second date", "Notes", "Shared", "Steps",
        "Tables", "Tables then", "Sources", "Lists", "Read me",
    ]  # fmt: skip
    catalog = cells_of(book["Catalog"])
    assert (catalog["weight"], catalog["weight unit"], catalog["price (USD)"]) == (14.2, "oz", 18.99)
    fba = cells_of(book["fba"])
    quote = comparison.orders["amazon"]["fba"]
    assert (fba["total cost"], fba["profit"]) == (float(quote.total_cost or 0), float(quote.profit or 0))
    line = quote.line("fba_fulfillment")
    assert line is not None
    assert fba["fba fulfillment"] in (float(line.amount or 0), float(line.amount or 0) * 10_000)
    tables = {cell.value for row in book["Tables"].iter_rows() for cell in row if isinstance(cell.value, str)}
    assert any("sellercentral" in text or "http" in text for text in tables)
    assert any("in force from 2026-10-15" in text for text in tables)


def test_every_sheet_has_headings_that_stay_a_filter_and_a_page(mug_formulas: Any) -> None:
    book = mug_formulas
    for sheet in book:
        assert sheet.freeze_panes is not None, sheet.title
        assert sheet.page_setup.orientation == "landscape", sheet.title
        assert sheet.oddFooter.right.text, sheet.title
        if sheet.title not in ("Summary", "Tables", "Tables then", "Read me"):
            assert sheet.auto_filter.ref is not None, sheet.title
            assert sheet.print_title_rows, sheet.title
    assert {"ship_date", "shared_packaging", "shared_days_in_storage"} <= set(book.defined_names)
    folded = [each for each in book["Catalog"].column_dimensions.values() if each.outlineLevel]
    assert len(folded) > 5
    assert all(each.hidden for each in folded)


def test_a_given_parcel_and_given_shares_of_zones_are_not_folded(tmp_path: Path) -> None:
    row = {"sku": "A", "dimensions": "10 x 6 x 4 in", "weight": "2 lb", "price": "30", "units_per_order": 3}
    for given in ({}, {"parcel": "13 x 11 x 7 in", "zone_mix": "2:10,5:60,8:30"}):
        write_workbook(tmp_path / "parcel.xlsx", [lc.compare({**row, **given}, "fbm", on="2026-11-22")])
        sheet = openpyxl.load_workbook(tmp_path / "parcel.xlsx")["Catalog"]
        place = {cell.value: cell.column for cell in sheet[FIRST_ROW] if cell.value}
        last = place["units per order"]  # the last column that is given in both
        assert (place["parcel length"] == last + 1) is bool(given)
        assert (
            place["zone 5 share (%)"] < min(column for name, column in place.items() if name == "monthly units")
        ) is bool(given)


def test_a_second_date_stands_beside_the_first(mug_values: Any, tmp_path: Path) -> None:
    """By itself the next one on which a product costs another sum; or the one that is asked for."""
    write_workbook(tmp_path / "mug.xlsx", [mug()], second_date="2026-08-20")
    asked = openpyxl.load_workbook(tmp_path / "mug.xlsx", data_only=True)
    for book, day in ((mug_values, "2027-01-15"), (asked, "2026-08-20")):
        cells = cells_of(book["Second date"])
        now, then = (mug_on(on).orders["amazon"]["fba"] for on in ("2026-11-22", day))
        assert cells["cost, fba Amazon"] == float(now.total_cost or 0)
        assert (cells["cost then, fba Amazon"], cells["status then, fba Amazon"]) == (
            float(then.total_cost or 0),
            then.status,
        )
        assert cells["costs more, fba Amazon"] == pytest.approx(float((then.total_cost or 0) - (now.total_cost or 0)))
        assert day in str(book["Second date"]["A1"].value)
        assert "second_date" in book.defined_names
    with pytest.raises(InputError):
        write_workbook(tmp_path / "mug.xlsx", [mug()], second_date="soon")


def mug_on(on: str) -> Comparison:
    product = lc.Product(sku="x", dimensions="5.1 x 4.3 x 4.2 in", weight="14.2 oz", price="18.99", cost="3.10")
    return compare(product, ["fba", "mcf", "fbm"], on=on)


def test_stores_have_sheets_of_their_own_and_no_row_is_lost(tmp_path: Path) -> None:
    catalog = tmp_path / "catalog.csv"
    catalog.write_text(
        "sku,market,dimensions,weight,price,colour\na,US,5 x 4 x 3 in,1 lb,$20,red\nb,DE,12 x 9 x 8 cm,350 g,20 €,blau\n"
        "c,UK,12 x 9 x 8 cm,350 g,£20,\nd,XX,12 x 9 x 8 cm,350 g,20,\n"
    )
    assert (
        run(["compare", str(catalog), "--programs", "fba", "--on", "2026-11-22", "-o", str(tmp_path / "m.xlsx")]) == 1
    )
    book = openpyxl.load_workbook(tmp_path / "m.xlsx", data_only=True)
    assert book.sheetnames[:3] == ["Summary US", "Summary DE", "Summary UK"]
    found = {m: cells_of(book[f"Catalog {m}"]) for m in ("US", "DE", "UK")}
    assert [cells["sku"] for cells in found.values()] == ["a", "b", "c"]
    assert (found["DE"]["dimension unit"], found["DE"]["weight unit"], found["DE"]["price (EUR)"]) == (None, "g", 20)
    assert found["DE"]["colour"] == "blau"
    assert cells_of(book["Catalog US"], FIRST_ROW + 2)["sku"] == "d"
    assert "€" in book["fba DE"].cell(FIRST_ROW + 1, PROFIT + 1).number_format
    assert {"ship_date_US", "ship_date_DE", "ship_date_UK"} <= set(book.defined_names)


def test_long_names_of_programs_are_told_apart_in_every_store(tmp_path: Path) -> None:
    """A sheet's name has 31 characters: programs, kinds of orders and stores that begin alike end differently."""
    catalog = tmp_path / "catalog.csv"
    catalog.write_text(
        "sku,market,dimensions,weight,price,channel\na,US,5 x 4 x 3 in,1 lb,$20,\nb,US,5 x 4 x 3 in,1 lb,$20,etsy\n"
        "c,UK,12 x 9 x 8 cm,350 g,£20,\nd,UK,12 x 9 x 8 cm,350 g,£20,ebay\n"
    )
    carriers = "fbm:usps_ground_advantage,fbm:usps_ground_advantage_retail"
    asked = ["--programs", f"{carriers},fbm", "--on", "2026-11-22", "-o", str(tmp_path / "m.xlsx")]
    assert run(["compare", str(catalog), *asked]) == 1
    names = openpyxl.load_workbook(tmp_path / "m.xlsx", read_only=True).sheetnames
    found = [name for name in names if name.startswith("fbm usps")]
    lead = "fbm usps_ground_advantage"
    assert found == [
        f"{lead} am US", f"{lead}_re US", f"{lead} ot US", f"{lead}_ US 2",
        f"{lead} am UK", f"{lead}_re UK", f"{lead} ot UK", f"{lead}_ UK 2",
    ]  # fmt: skip
    sheets = Sheets("US")
    assert [sheets.of("x" * 40, number) for number in (1, 2, 12)] == [
        "x" * 28 + " US", "x" * 26 + " US 2", "x" * 25 + " US 12",
    ]  # fmt: skip


def test_more_than_two_thousand_stay_alive_on_demand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_LIVE_ROWS", 1)
    assert write_workbook(tmp_path / "two.xlsx", [mug(), mug()], live=True)


def test_every_source_of_every_card_used_is_there(mug_formulas: Any) -> None:
    comparison, sheet = mug(), mug_formulas["Sources"]
    shown = {
        (row[0].value, row[1].value, row[4].hyperlink and row[4].hyperlink.target) for row in sheet.iter_rows(min_row=4)
    }
    cards = {
        step.edition: step.sources
        for quote in comparison.quotes
        for step in quote.explain(everything=True)
        if step.edition
    }
    assert len(cards) > 10
    for card, sources in cards.items():
        for source in sources:
            assert (card, source.publisher, source.url) in shown


def test_only_functions_that_every_spreadsheet_has(tmp_path: Path) -> None:
    write_workbook(tmp_path / "all.xlsx", comparisons(2, seed=2, on="2026-11-22"))
    formulas: set[str] = set()
    with zipfile.ZipFile(tmp_path / "all.xlsx") as file:
        names = file.namelist()
        for name in names:
            if name.startswith("xl/worksheets/sheet"):
                formulas.update(re.findall(r"<f[^>]*>([^<]+)</f>", file.read(name).decode()))
    used = {word for text in formulas for word in re.findall(r"([A-Z][A-Z.]*)\(", re.sub(r'"[^"]*"', "", text))}
    assert used <= SHARED_FUNCTIONS, used - SHARED_FUNCTIONS
    assert max(map(len, formulas)) < 8000
    assert not [name for name in names if "externalLink" in name or "vba" in name.lower()]


def test_static_writes_no_formula(mug_values: Any, tmp_path: Path) -> None:
    assert not write_workbook(tmp_path / "static.xlsx", [mug()], static=True)
    with zipfile.ZipFile(tmp_path / "static.xlsx") as file:
        text = "".join(file.read(name).decode() for name in file.namelist() if "worksheets/sheet" in name)
    assert not re.search("<f[ >]", text)
    static = openpyxl.load_workbook(tmp_path / "static.xlsx", data_only=True)
    assert [[cell.value or None for cell in row] for row in mug_values["fba"].iter_rows(min_row=5, max_row=5)] == [
        [cell.value or None for cell in row] for row in static["fba"].iter_rows(min_row=5)
    ]


def test_more_rows_than_stay_alive_are_written_as_values(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_LIVE_ROWS", 1)
    assert not write_workbook(tmp_path / "two.xlsx", [mug(), mug()])


def test_rows_that_cannot_stay_alive_say_why(tmp_path: Path) -> None:
    engine = Engine()
    row = {"dimensions": "5 x 4 x 3 in", "weight": "1 lb", "price": "20"}

    def quoted(on: str = "2026-11-22", strict: bool = False, **changes: str) -> Comparison:
        return compare_row(engine, {**row, "sku": "x", **changes}, Request.of("fba,mcf", on=on, strict=strict))

    error = InputError("missing_value", "price is missing", "price")
    unread = Comparison(tuple(error_quote(error, "bad", "US", None, seat) for seat in Request.of("fba,mcf").seats()))
    every = [
        quoted(), quoted(), quoted(on="2026-07-20"), quoted(price="70000"), quoted(dimensions="400 x 400 x 400 in"),
        quoted(strict=True), unread,
    ]  # fmt: skip
    write_workbook(tmp_path / "rows.xlsx", every)
    book = openpyxl.load_workbook(tmp_path / "rows.xlsx")
    remarks = [cells_of(book["Catalog"], FIRST_ROW + 1 + number)["remark"] for number in range(len(every))]
    assert remarks[:2] == [None, None]
    assert remarks[2:5] == [f"not live: {OTHER_PLAN}", f"not live: {BEYOND}", f"not live: {BEYOND}"]
    assert "strict" in remarks[5]
    assert remarks[6] == "not live: price is missing"
    profit = PROFIT + 1
    alive = [str(cells[PROFIT].value).startswith("=") for cells in book["fba"].iter_rows(5)]
    assert alive == [True, True, False, False, False, False, False, True]
    values = openpyxl.load_workbook(tmp_path / "rows.xlsx", data_only=True)["fba"]
    assert values.cell(FIRST_ROW + 4, profit).value == float(every[3].quotes[0].profit or 0)
    assert values.cell(FIRST_ROW + 3, profit).value == float(every[2].quotes[0].profit or 0)
    assert values.cell(FIRST_ROW + 7, PROBLEM + 1).value == "price is missing"


def test_nothing_to_write_and_nowhere_to_write(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="no product"):
        write_workbook(tmp_path / "none.xlsx", [])
    with pytest.raises(CatalogError) as caught:
        write_workbook(tmp_path / "no" / "such" / "folder.xlsx", [mug()])
    assert caught.value.code == "file_unwritable"
    assert not list(tmp_path.iterdir())


def test_texts_stay_texts(tmp_path: Path) -> None:
    write_workbook(tmp_path / "texts.xlsx", [mug(sku=text) for text in HAZARDS])
    with zipfile.ZipFile(tmp_path / "texts.xlsx") as file:
        for name in file.namelist():
            text = file.read(name).decode()
            assert "HYPERLINK" not in "".join(re.findall(r"<f[^>]*>[^<]+</f>", text)), name
    book = openpyxl.load_workbook(tmp_path / "texts.xlsx")
    for other in book:  # addresses of the cards' sources are links; nothing that a user gives ever is
        linked = {cell.hyperlink.target for row in other.iter_rows() for cell in row if cell.hyperlink}
        assert not linked or other.title == "Sources"
        assert all(re.match("https?://", target) and target not in HAZARDS for target in linked)
    sheet = book["Catalog"]
    for number, text in enumerate(HAZARDS):
        cell = sheet.cell(FIRST_ROW + 1 + number, 1)
        assert cell.data_type in ("s", "inlineStr"), text
        assert cell.hyperlink is None


@pytest.mark.libreoffice
def test_the_month_recalculates(tmp_path: Path) -> None:
    """What a month leaves, half cents included, and the best by the month, which the uplift turns."""
    libreoffice.require()
    goods = {"dimensions": "5.1 x 4.3 x 4.2 in", "weight": "14.2 oz", "price": "18.99", "category": "home_and_kitchen"}
    request = Request.of("fbm:flat,mcf,mcf:priority", on="2026-08-03", uplift="mcf:25")
    rows = [
        compare_row(Engine(), {**goods, "sku": cost, "cost": cost, "monthly_units": units, "postage": "7.61"}, request)
        for cost, units in (
            ("3.10", "100"),
            ("3.10", "100.4"),
            ("11.43", "0.5"),
            ("3.10", ""),
            ("3.10", "0"),
        )
    ]
    write_workbook(tmp_path / "month.xlsx", rows)
    assert rows[1].quotes[1].monthly_profit == Decimal("834.58")  # 125.5 x 6.65 = 834.575
    for path in (tmp_path / "month.xlsx", libreoffice.convert(tmp_path / "month.xlsx", tmp_path)):
        sheet = openpyxl.load_workbook(path, data_only=True)["Products"]
        first = next(cell.column for cell in sheet[FIRST_ROW] if cell.value == "units a month")
        for number, comparison in enumerate(rows):
            cells = [sheet.cell(FIRST_ROW + 1 + number, first + place).value or None for place in range(5)]
            if comparison.monthly_units is None:
                assert cells == [None] * 5
                continue
            months = [q.status if q.monthly_profit is None else float(q.monthly_profit) or None for q in comparison]
            best = comparison.best_by_month
            assert cells == [float(comparison.monthly_units) or None, *months, best and best.program]


def test_without_units_sold_there_is_no_month(tmp_path: Path) -> None:
    write_workbook(tmp_path / "mug.xlsx", [mug()])
    book = openpyxl.load_workbook(tmp_path / "mug.xlsx", data_only=True)
    assert "month" not in " ".join(str(cell.value) for row in book["Products"].iter_rows() for cell in row)


@pytest.mark.libreoffice
def test_texts_stay_texts_in_libreoffice(tmp_path: Path) -> None:
    libreoffice.require()
    write_workbook(tmp_path / "texts.xlsx", [mug(sku=text) for text in HAZARDS])
    book = openpyxl.load_workbook(libreoffice.convert(tmp_path / "texts.xlsx", tmp_path))
    for number, text in enumerate(HAZARDS):
        cell = book["Catalog"].cell(FIRST_ROW + 1 + number, 1)
        assert cell.data_type == "s", text
        assert cell.hyperlink is None
        if text.isprintable():
            assert cell.value == text
    shown = openpyxl.load_workbook(tmp_path / "recalculated" / "texts.xlsx", data_only=True)["Products"]
    assert [shown.cell(FIRST_ROW + 1 + n, 1).value for n in (0, 1, 3)] == [HAZARDS[n] for n in (0, 1, 3)]


@pytest.mark.libreoffice
def test_texts_stay_texts_from_a_catalog_to_csv_and_xlsx(tmp_path: Path) -> None:
    libreoffice.require()
    texts = [text for text in HAZARDS if text.isprintable()]
    with (tmp_path / "catalog.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["sku", "dimensions", "weight", "price", "note"])
        writer.writerows([text, "5 x 4 x 3 in", "1 lb", "20", text] for text in texts)
    for ending in ("csv", "xlsx"):
        path = tmp_path / f"texts.{ending}"
        assert run(["compare", str(tmp_path / "catalog.csv"), "--on", "2026-11-22", "-o", str(path)]) == 0
        book = openpyxl.load_workbook(libreoffice.convert(path, tmp_path))
        sheet = book["Catalog"] if ending == "xlsx" else book.worksheets[0]
        written = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert len(written) > len(texts) * 3
        assert not [cell.value for cell in written if cell.data_type == "f" or cell.hyperlink is not None]


def test_the_command_writes_both_documents_and_says_what_it_cannot(tmp_path: Path, capsys: Any) -> None:
    catalog = tmp_path / "catalog.csv"
    catalog.write_text("sku,dimensions,weight,price,monthly_units,average_inventory\na,5 x 4 x 3 in,1 lb,20,30,30\n")
    for ending in ("xlsx", "html"):
        assert run(["compare", str(catalog), "-o", str(tmp_path / f"out.{ending}")]) == 0
        assert (tmp_path / f"out.{ending}").stat().st_size > 5_000
        assert run(["compare", str(catalog), "-o", "-", "--format", ending]) == 2
        assert "needs a file of its own" in capsys.readouterr().err
    assert run(["compare", str(catalog), "-o", str(tmp_path / "static.xlsx"), "--static"]) == 0
    assert "a month" in (tmp_path / "out.html").read_text(encoding="utf-8")


def test_a_number_beyond_fifteen_digits_keeps_all_of_them(tmp_path: Path) -> None:
    product = lc.Product(sku="huge", dimensions="399.999 x 399.997 x 399.991 in", weight="10 lb", price="20")
    comparison = compare(product, ["fba"], on="2026-11-22")
    write_workbook(tmp_path / "huge.xlsx", [comparison])
    sheet = openpyxl.load_workbook(tmp_path / "huge.xlsx")["fba"]
    assert cells_of(sheet)["unit volume"] == str(399_999 * 399_997 * 399_991)
