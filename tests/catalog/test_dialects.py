"""Files as other programs and people write them: every dialect reads back to the same cents, or is refused."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from logicost.catalog.block import FileOptions
from logicost.catalog.comparison import compare_catalog, open_catalog, result_blocks
from logicost.catalog.decimals import plain_number
from logicost.errors import CatalogError, InputError

CASES = Path(__file__).parents[1] / "data" / "cases"
DAY = "2026-11-22"


def answers(
    path: Path, day: str = DAY, programs: str = "fba", market: str | None = "US", **options: Any
) -> tuple[list[dict[str, Any]], list[str]]:
    """The rows of results, and what was told."""
    job = open_catalog(str(path), programs, market, day, False, None, None, FileOptions(**options))
    rows = [row for block in result_blocks(job) for row in block.iter_rows(named=True)]
    return rows, job.catalog.warnings


def figures(rows: Sequence[dict[str, Any]]) -> dict[str, tuple[str, str]]:
    return {row["sku"]: (str(row["total_cost"]), row["error_code"] or row["status"]) for row in rows}


CLEAN = figures(answers(CASES / "spreadsheets" / "clean.csv")[0])


@pytest.mark.parametrize(
    ("name", "skus", "errors"),
    [
        ("seller_headings.xlsx", "MUG-11 LAMP-14 CHAIR-43 TEE-21", []),
        ("title_rows_and_total.xlsx", "MUG-11 LAMP-14 CHAIR-43 TEE-21", ["TOTAL", "prices without sales tax"]),
        ("second_sheet.xlsx", "MUG-11 LAMP-14 CHAIR-43 TEE-21", []),
        ("german_excel.csv", "MUG-11 CHAIR-43", []),
        ("decimal_comma.csv", "MUG-11 CHAIR-43 TEE-21", []),
        ("google_sheets.csv", "MUG-11 CHAIR-43", ["TEE-21", "Total"]),
    ],
)
def test_spreadsheets_read_as_the_clean_one(name: str, skus: str, errors: list[str]) -> None:
    rows, _ = answers(CASES / "spreadsheets" / name)
    found = figures(rows)
    assert {sku: found[sku] for sku in skus.split()} == {sku: CLEAN[sku] for sku in skus.split()}
    assert [row["sku"] for row in rows if row["error_code"]] == errors
    assert len(rows) == len(skus.split()) + len(errors)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (
            "seller_headings.xlsx",
            ["'Weight (lbs)' as weight, in lb", "'COGS' as cost", "'Amazon Category' as category"],
        ),
        ("title_rows_and_total.xlsx", ["the headings stand in row 4; 2 rows stand above them"]),
        ("second_sheet.xlsx", ["read from the sheet 'Products'"]),
        ("german_excel.csv", ["Windows-1252", "'Länge' as length", "decimals have a comma"]),
        ("decimal_comma.csv", ["decimals have a comma"]),
        ("google_sheets.csv", ["thousands have a comma, as in price '$1,249', read as 1249"]),
    ],
)
def test_what_is_read_otherwise_is_told(name: str, told: list[str]) -> None:
    text = "\n".join(answers(CASES / "spreadsheets" / name)[1])
    for words in told:
        assert words in text
    assert "awd_region" not in text


def test_measures_as_people_write_them() -> None:
    found = figures(answers(CASES / "spreadsheets" / "human_measures.csv")[0])
    assert {found[f"ok-0{number}"] for number in (1, 2, 3, 4, 6)} == {(found["ok-01"][0], "exact")}
    assert [found[name][1] for name in ("ok-05", "ok-07")] == ["exact", "exact"]
    assert {name: code for name, (_, code) in found.items() if name.startswith("refuse")} == {
        "refuse-08": "not_three_sides", "refuse-09": "not_a_measurement", "refuse-10": "not_a_number",
        "refuse-11": "ambiguous_number", "refuse-12": "not_three_sides",
    }  # fmt: skip


def test_numbers_and_dates_of_other_programs() -> None:
    found = figures(answers(CASES / "spreadsheets" / "float_noise_us_dates.csv")[0])
    assert found["MUG-11"] == found["MUG-12"] == CLEAN["MUG-11"]
    assert found["MUG-13"][1] == "not_a_date"


def test_numbers_with_conversion_noise() -> None:
    rows, _ = answers(CASES / "spapi_catalog_noise.csv", "2026-07-01")
    fees = [(row["fba_fulfillment"], row["fuel_surcharge"]) for row in rows]
    expected = [("4.60", "0.16"), ("5.42", "0.19"), ("5.04", "0.18"), ("2.56", "0.09"), ("10.73", "0.38")]
    assert fees[:5] == [tuple(map(Decimal, pair)) for pair in expected]
    assert rows[5]["error_code"] == "missing_value"
    frame = pl.read_csv(CASES / "spapi_catalog_noise.csv", infer_schema_length=None)
    from logicost.catalog.frames import quote_frame

    by_frame = quote_frame(frame, "fba", on="2026-07-01")
    assert by_frame["total_cost"].to_list() == [row["total_cost"] for row in rows]


@pytest.mark.parametrize("name", ["cr-only.csv", "excel-sep.csv"])
def test_line_ends_and_separators_of_excel(name: str) -> None:
    rows, told = answers(CASES / "faults" / name)
    assert [row["error_code"] for row in rows] == [None] * len(rows)
    assert rows
    assert told == []


def test_a_german_sheet() -> None:
    rows, _ = answers(CASES / "seller_sheet_de.csv")
    assert [row["sku"] for row in rows] == ["BE-01", "TA-02", "Summe"]
    assert rows[0]["total_cost"] == rows[0]["referral"] + rows[0]["fba_fulfillment"] + rows[0][
        "fuel_surcharge"
    ] + Decimal("3.10")
    assert str(rows[0]["shipping_weight"]) == "0.8875625"  # 402.6 g: never 402.6 kg
    assert rows[1]["revenue"] == Decimal("1039.00")
    assert rows[2]["error_code"] == "not_a_product"


def test_a_german_sheet_in_the_german_store() -> None:
    job = open_catalog(str(CASES / "seller_sheet_de.csv"), "fba", "DE", DAY, False, None)
    (block,) = job.catalog.blocks()
    assert block.rows["price"].to_list() == ["18.99", "1039.00", "1057.99"]
    assert block.rows["weight"].to_list() == ["402.6", "750", ""]
    assert set(block.rows["weight_unit"]) == {"g"}
    assert [error.code for error in block.broken.values()] == ["not_a_product"]
    (sheet,) = (row for comparison, _ in compare_catalog(job) for row in comparison.quotes if row.sku == "BE-01")
    assert (sheet.currency, sheet.error) == ("EUR", None)


# Dialects

ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "cp932", "gb18030"]
TITLES = {"cp932": "陶器のマグカップ", "gb18030": "陶瓷马克杯，白色"}
HEADINGS = [
    ("sku", "title", "length", "width", "height", "weight", "price", "cost"),
    ("Seller SKU", "Product Name", "Length", "Width", "Height", "Weight", "Sale Price", "COGS"),
    ("Artikelnummer", "Bezeichnung", "Länge", "Breite", "Höhe", "Gewicht", "VK brutto", "EK netto"),
]
UNITS = [("cm", "g", 10, 1), ("in", "lb", Fraction("25.4"), Fraction("453.59237")), ("mm", "kg", 1, 1000)]
amounts = st.decimals(min_value=1, max_value=9999, places=2)
measures = st.decimals(min_value=1, max_value=60, places=3)
rows_of_goods = st.lists(
    st.tuples(measures, measures, measures, st.decimals(min_value=1, max_value=15, places=3), amounts, amounts),
    min_size=1,
    max_size=5,
)


def written(number: Decimal, mark: str, thousands: bool) -> str:
    text = f"{number:,f}" if thousands else f"{number:f}"
    return text if mark == "." else text.translate(str.maketrans(".,", ",."))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    goods=rows_of_goods, delimiter=st.sampled_from(",;\t|"), mark=st.sampled_from(".,"), encoding=st.sampled_from(ENCODINGS),
    heading=st.sampled_from(HEADINGS), unit=st.sampled_from(UNITS), thousands=st.booleans(), newline=st.sampled_from(["\n", "\r\n", "\r"]),
    above=st.sampled_from([[], ["Price list", ""], ["sep="]]),
)  # fmt: skip
def test_every_dialect_reads_back_to_the_same_cents_or_is_refused(
    tmp_path: Path, goods: list[tuple[Decimal, ...]], delimiter: str, mark: str, encoding: str, heading: tuple[str, ...],
    unit: tuple[str, str, Any, Any], thousands: bool, newline: str, above: list[str],
) -> None:  # fmt: skip
    length, weight, *_ = unit
    title = TITLES.get(encoding, "Großer Becher, weiß")
    units = [
        f"{name} ({length})" if 2 <= place <= 4 else f"{name} ({weight})" if place == 5 else name
        for place, name in enumerate(heading)
    ]
    if encoding in TITLES:
        units = [name.replace("ä", "ae").replace("ö", "oe") for name in units]
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator=newline)
    plain = [["sku", "length", "width", "height", "dimension_unit", "weight", "weight_unit", "price", "cost"]]
    writer.writerow(units)
    for number, (*sides, mass, price, cost) in enumerate(goods):
        writer.writerow(
            [f"S{number}", title, *(written(each, mark, thousands) for each in (*sides, mass, price, cost))]
        )
        plain.append(
            [f"S{number}", *(f"{side:f}" for side in sides), length, f"{mass:f}", weight, f"{price:f}", f"{cost:f}"]
        )
    head = "".join(line.replace("sep=", f"sep={delimiter}") + newline for line in above)
    path, clean = tmp_path / "dialect.csv", tmp_path / "clean.csv"
    path.write_bytes((head + buffer.getvalue()).encode(encoding))
    clean.write_text("\n".join(map(",".join, plain)), encoding="utf-8")
    expected = figures(answers(clean)[0])
    found = figures(answers(path)[0])
    assert list(found) == list(expected)
    is_plain = mark == "." and delimiter != ";" and not thousands
    for sku, answer in found.items():
        assert answer == expected[sku] or answer[1] in ("ambiguous_number", "decimal_comma")
        assert answer == expected[sku] or not is_plain
    if mark == "," and any(price % 1 for *_, price, _ in goods):
        assert found == expected  # a price such as 18,99 decides for the file


# Decimal marks


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        ([("16.783", "1.249")], ["ambiguous_number"]),  # never 1.2490
        ([("16.783", "1.249"), ("2.000", "18.99")], [None, None]),
        ([("16,783", "1,249")], ["ambiguous_number"]),
        ([("16", "1249")], [None]),
        ([("0.750", "20")], [None]),
    ],
)
def test_semicolons_leave_marks_open(tmp_path: Path, rows: list[tuple[str, str]], codes: list[str | None]) -> None:
    path = tmp_path / "c.csv"
    lines = [f"S{n};5 x 4 x 3 in;{weight};g;{price}" for n, (weight, price) in enumerate(rows)]
    path.write_text("\n".join(["sku;dimensions;weight;weight_unit;price", *lines]), encoding="utf-8")
    assert [row["error_code"] for row in answers(path)[0]] == codes


def test_two_marks_in_a_file_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text("sku;dimensions;weight;price\na;5 x 4 x 3 in;1.5;18,99\n", encoding="utf-8")
    with pytest.raises(CatalogError, match=r"'18,99'.*'1\.5'") as caught:
        answers(path)
    assert caught.value.code == "two_decimal_marks"
    assert [row["error_code"] for row in answers(path, decimal=",")[0]] == ["ambiguous_number"]
    assert [row["error_code"] for row in answers(path, decimal=".")[0]] == ["decimal_comma"]


def test_stores_of_a_report_are_decided_by_themselves(tmp_path: Path) -> None:
    path = tmp_path / "preview.txt"
    head = "sku\tamazon-store\tyour-price\tlongest-side\tmedian-side\tshortest-side\tunit-of-dimension\titem-package-weight\tunit-of-weight"
    path.write_text(
        f"{head}\na\tUS\t1,299.00\t10.00\t5.00\t3.00\tinches\t1.249\tpounds\nb\tDE\t1.299,00\t25,40\t12,70\t7,62\tcentimeters\t1.249\tgrams\n",
        encoding="utf-8",
    )
    job = open_catalog(str(path), "fba", "US", DAY, False, None)
    rows = pl.concat([block.rows for block in job.catalog.blocks()])
    assert rows["weight"].to_list() == ["1.249", "1249"]
    assert rows["length"].to_list() == ["10.00", "25.40"]
    assert rows["price"].to_list() == ["1,299.00", "1299.00"]


@pytest.mark.parametrize(
    ("text", "column", "mark", "plain"),
    [
        ("1.249,00", "price", ",", "1249.00"), ("1 249,00 €", "price", ",", "1249.00 €"), ("5,1 x 4,3 x 4,2 cm", "dimensions", ",", "5.1 x 4.3 x 4.2 cm"),
        ("1.249", "price", ",", "1249"), ("12,5 %", "return_rate", ",", "12.5 %"), ("1,299", "price", ".", "1299"), ("18.99", "price", ".", "18.99"),
        ("0,125", "weight", ",", "0.125"), ("1249", "price", None, "1249"), ("2.5", "weight", None, "2.5"),
    ],
)  # fmt: skip
def test_marks(text: str, column: str, mark: str | None, plain: str) -> None:
    assert plain_number(text, column, mark) == plain


@pytest.mark.parametrize(
    ("text", "mark", "typed"),
    [("12.5", ",", False), ("1.249", ",", True), ("1.249", None, False), ("1,249", None, False)],
)
def test_marks_that_contradict(text: str, mark: str | None, typed: bool) -> None:
    with pytest.raises(InputError) as caught:
        plain_number(text, "price", mark, typed)
    assert caught.value.code == "ambiguous_number"


def test_numbers_of_a_workbook_keep_their_points() -> None:
    assert plain_number("16.5", "weight", ",", typed=True) == "16.5"


# Headings and sheets


def workbook(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    book = xlsxwriter.Workbook(path)
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    return path


PLAIN = ["sku", "length", "width", "height", "weight", "price"]
MUG = ["MUG", 5.1, 4.3, 4.2, 0.8875, 18.99]


def test_groups_above_headings(tmp_path: Path) -> None:
    for name, rows in {
        "units": [["SKU", "Dimensions (in)", "", "", "Weight", "Price"], ["", "L", "W", "H", "(lb)", ""], MUG],
        "words": [
            ["", "Package dimensions", "", "", "", ""],
            ["SKU", "Length", "Width", "Height", "Weight", "Price"],
            MUG,
        ],
        "below": [PLAIN, ["", "in", "in", "in", "lb", "USD"], MUG],
    }.items():
        found, told = answers(workbook(tmp_path / f"{name}.xlsx", {"a": rows}))
        assert figures(found)["MUG"][0] == CLEAN_MUG, (name, told)


def test_what_stands_below_a_master_carton_is_not_the_units(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["", "Master carton", "", "", "", ""],
        ["SKU", "Length", "Width", "Height", "Weight", "Price"],
        MUG,
    ]
    with pytest.raises(CatalogError) as caught:
        answers(workbook(tmp_path / "c.xlsx", {"a": rows}))
    assert caught.value.code == "column_missing"
    assert "Master carton Length" in caught.value.message
    found, _ = answers(tmp_path / "c.xlsx", header_row=2)
    assert figures(found)["MUG"][0] == CLEAN_MUG


def test_sheets_are_found_or_named(tmp_path: Path) -> None:
    other = [*MUG[:5], 28.99]
    path = workbook(
        tmp_path / "c.xlsx",
        {"Read me": [["sku is the name"]], "Old": [PLAIN, other], "New": [[], ["List"], PLAIN, MUG]},
    )
    assert "sheet 'Old'" in answers(path)[1][0]
    for sheet in ("new", "3", "New"):
        found, told = answers(path, sheet=sheet)
        assert figures(found)["MUG"][0] == CLEAN_MUG
        assert told == [f"{path}: the headings stand in row 3; 1 row stands above them"]
    for sheet in ("Older", "4", "0"):
        with pytest.raises(CatalogError, match="'Read me', 'Old', 'New'") as caught:
            answers(path, sheet=sheet)
        assert caught.value.code == "sheet_unknown"
    with pytest.raises(CatalogError) as caught:
        answers(path, header_row=9)
    assert caught.value.code == "header_row_missing"


def test_missing_columns_name_the_sheets(tmp_path: Path) -> None:
    path = workbook(tmp_path / "c.xlsx", {"One": [["sku", "weight"], ["a", 1]], "Two": [["x"]]})
    with pytest.raises(CatalogError, match="--sheet"):
        answers(path)


def test_blank_rows_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text(
        "sku,dimensions,weight,price\n\na,5 x 4 x 3 in,9 oz,20\n,,,\n , ,,\nb,5 x 4 x 3 in,9 oz,20\n\n\n",
        encoding="utf-8",
    )
    job = open_catalog(str(path), "fba", "US", DAY, False, None)
    assert sum(block.height for block in result_blocks(job)) == 2
    assert job.catalog.blank_rows == 3  # those at the end are none
    book = workbook(tmp_path / "c.xlsx", {"a": [PLAIN, [], MUG, [""], [], MUG]})
    assert open_catalog(str(book), "fba", "US", DAY, False, None).catalog.blank_rows == 3


def test_text_wrappers_of_excel(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text(
        'sku,dimensions,weight,price,upc\n"=""0367672960""",5 x 4 x 3 in,9 oz,20,"=""012"""\n', encoding="utf-8"
    )
    rows, _ = answers(path)
    assert (rows[0]["sku"], rows[0]["upc"]) == ("0367672960", "012")


@pytest.mark.parametrize("nothing", ["-", "--", "–", "—", "N/A", "n/a", "#N/A", " "])
def test_markers_of_nothing(tmp_path: Path, nothing: str) -> None:
    path = tmp_path / "c.csv"
    path.write_text(
        f"sku,dimensions,weight,price,cost,days_of_supply_30\na,5 x 4 x 3 in,9 oz,20,{nothing},{nothing}\nb,5 x 4 x 3 in,9 oz,{nothing},,\n",
        encoding="utf-8",
    )
    rows, _ = answers(path)
    assert [(row["error_code"], row["price"] is None) for row in rows] == [(None, False), (None, True)]
    assert rows[0]["cost_of_goods"] is None


CLEAN_MUG = str(Decimal(CLEAN["MUG-11"][0]) - Decimal("3.10"))


GERMAN = [
    ("A", "5,1 x 4,3 x 4,2 in", "14,2 oz", "18,99", "1.249,00"),
    ("B", "5 x 4 x 3 in", "1 lb", "25", "2,5"),
    ("C", "5 x 4 x 3 in", "1 lb", "25", "1.249"),
]


def test_texts_of_sheets_and_frames_may_have_decimal_commas(tmp_path: Path) -> None:
    """Decided for the whole: where one text has a comma, ``1.249`` is never 1.2490 in silence."""
    from logicost.catalog.frames import quote_frame

    names = ["sku", "dimensions", "weight", "price", "cost"]
    frame = pl.DataFrame(GERMAN, schema=names, orient="row")
    frame.write_parquet(tmp_path / "c.parquet")
    (tmp_path / "c.jsonl").write_text(frame.write_ndjson(), encoding="utf-8")
    with xlsxwriter.Workbook(tmp_path / "c.xlsx") as book:
        sheet = book.add_worksheet()
        for place, row in enumerate([names, *GERMAN]):
            sheet.write_row(place, 0, row)
    with pytest.warns(UserWarning, match="the frame: decimals have a comma, as in dimensions '5,1'"):
        found = {"frame": quote_frame(frame, "fba", on=DAY).to_dicts()}
    with pytest.warns(UserWarning, match="decimals have a comma"):
        found["pandas"] = quote_frame(frame.to_pandas(), "fba", on=DAY).to_dict("records")
    for name in ("c.parquet", "c.jsonl", "c.xlsx"):
        found[name], told = answers(tmp_path / name)
        assert any("decimals have a comma, as in dimensions '5,1'" in text for text in told)
    for name, rows in found.items():
        assert [str(row["cost_of_goods"]) for row in rows[:2]] == ["1249.0000", "2.5000"], name
        assert (rows[2]["error_code"], rows[2]["error_field"]) == ("ambiguous_number", "cost"), name
        assert "write 1249 or 1,249" in rows[2]["error"]


def test_commas_without_a_store_name_the_store_that_is_meant(tmp_path: Path) -> None:
    """A German sheet quoted in dollars is a misleading answer: it is said, and not where the store is named."""
    heads = "sku;dimensions;weight;price"
    (tmp_path / "c.csv").write_text(f"{heads}\nA;5,1 x 4,3 x 4,2 in;14,2 oz;18,99\n", encoding="utf-8")
    (tmp_path / "d.csv").write_text(f"{heads};market\nA;5,1 x 4,3 x 4,2 in;14,2 oz;18,99;US\n", encoding="utf-8")
    told = "no store is named, US is meant: market names another"
    assert [text.endswith(told) for text in answers(tmp_path / "c.csv", market=None)[1] if "comma" in text] == [True]
    for market in ("DE", "US"):
        assert [told in text for text in answers(tmp_path / "c.csv", market=market)[1] if "comma" in text] == [False]
    assert [told in text for text in answers(tmp_path / "d.csv", market=None)[1] if "comma" in text] == [False]


def test_numbers_of_a_sheet_are_numbers_beside_texts_with_commas(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "c.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["sku", "dimensions", "weight", "price", "cost"])
        sheet.write_row(1, 0, ["A", "5,1 x 4,3 x 4,2 in", 1.249, "18,99", 1.249])
        sheet.write_row(2, 0, ["B", "5 x 4 x 3 in", 1.5, 19.99, 3])
    rows, _ = answers(tmp_path / "c.xlsx")
    assert [(str(row["unit_weight"]), str(row["price"]), str(row["cost_of_goods"])) for row in rows] == [
        ("1.2490000", "18.9900", "1.2490"), ("1.5000000", "19.9900", "3.0000"),
    ]  # fmt: skip


def test_a_sheet_with_both_marks_is_refused(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "c.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["sku", "dimensions", "weight", "price", "cost"])
        sheet.write_row(1, 0, ["A", "5 x 4 x 3 in", 1, "18,99", "1,249.00"])
    with pytest.raises(CatalogError) as caught:
        answers(tmp_path / "c.xlsx")
    assert caught.value.code == "two_decimal_marks"
