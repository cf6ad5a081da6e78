"""Amazon's own reports: recognized by their headings, told what they are good for, joined with each other and with seller sheets."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from logicost.catalog.block import FileOptions, Source
from logicost.catalog.joined import open_catalogs
from logicost.catalog.reports import _opening, one_each
from logicost.cli.main import run
from logicost.errors import CatalogError
from logicost.tables.shelf import open_shelf

# headings as Amazon writes them
PLANNING = [
    *"""snapshot-date sku fnsku asin product-name condition available pending-removal-quantity inv-age-0-to-90-days
    inv-age-91-to-180-days inv-age-181-to-270-days inv-age-271-to-365-days inv-age-366-to-455-days inv-age-456-plus-days
    currency units-shipped-t7 units-shipped-t30 units-shipped-t60 units-shipped-t90 your-price sales-price sell-through
    item-volume volume-unit-measurement storage-type storage-volume marketplace sales-rank days-of-supply
    inv-age-0-to-30-days inv-age-31-to-60-days inv-age-61-to-90-days inv-age-181-to-330-days
    inv-age-331-to-365-days""".split(),  # noqa: SIM905
    "Short term historical days of supply",
    "Long term historical days of supply",
]
PREVIEW_EU = [
    "sku", "fnsku", "asin", "amazon-store", "product-name", "brand", "fulfilled-by", "has-local-inventory",
    "your-price", "sales-price", "longest-side", "median-side", "shortest-side", "length-and-girth",
    "unit-of-dimension", "item-package-weight", "unit-of-weight", "currency", "estimated-referral-fee-per-unit",
    "estimated-variable-closing-fee", "expected-domestic-fulfilment-fee-per-unit",
    "expected-efn-fulfilment-fee-per-unit-uk", "expected-efn-fulfilment-fee-per-unit-de",
]  # fmt: skip
PREVIEW_US_25 = [
    "sku", "fnsku", "asin", "product-name", "product-group", "brand", "fulfilled-by", "your-price", "sales-price",
    "longest-side", "median-side", "shortest-side", "length-and-girth", "unit-of-dimension", "item-package-weight",
    "unit-of-weight", "product-size-tier", "currency", "estimated-fee-total", "estimated-referral-fee-per-unit",
    "estimated-variable-closing-fee", "estimated-order-handling-fee-per-order", "estimated-pick-pack-fee-per-unit",
    "estimated-weight-handling-fee-per-unit", "expected-fulfillment-fee-per-unit",
]  # fmt: skip
STORAGE = [
    "asin", "fnsku", "product_name", "fulfillment_center", "country_code", "longest_side", "median_side",
    "shortest_side", "measurement_units", "weight", "weight_units", "item_volume", "volume_units",
    "product_size_tier", "average_quantity_on_hand", "average_quantity_pending_removal",
    "estimated_total_item_volume", "month_of_charge", "storage_utilization_ratio", "storage_utilization_ratio_units",
    "base_rate", "utilization_surcharge_rate", "avg_qty_for_sus", "est_vol_for_sus", "est_base_msf", "est_sus",
    "currency", "estimated_monthly_storage_fee", "dangerous_goods_storage_type", "eligible_for_inventory_discount",
    "qualifies_for_inventory_discount", "total_incentive_fee_amount", "breakdown_incentive_fee_amount",
    "average_quantity_customer_orders",
]  # fmt: skip
AGED = [
    "snapshot-date", "sku", "fnsku", "asin", "product-name", "condition", "per-unit-volume", "currency",
    "volume-unit", "country", "qty-charged", "amount-charged", "surcharge-age-tier", "rate-surcharge",
]  # fmt: skip
LONG_TERM = [
    "snapshot-date", "sku", "fnsku", "asin", "product-name", "condition",
    "qty-charged-long-time-range-long-term-storage-fee", "per-unit-volume", "currency",
    "long-time-range-long-term-storage-fee", "volume-unit", "country", "enrolled-in-small-and-light",
]  # fmt: skip
INVENTORY = [
    "sku", "fnsku", "asin", "product-name", "condition", "your-price", "mfn-listing-exists",
    "mfn-fulfillable-quantity", "afn-listing-exists", "afn-warehouse-quantity", "afn-fulfillable-quantity",
    "afn-unsellable-quantity", "afn-reserved-quantity", "afn-total-quantity", "per-unit-volume",
    "afn-inbound-working-quantity", "afn-inbound-shipped-quantity", "afn-inbound-receiving-quantity", "store",
]  # fmt: skip
SETTLEMENT = [
    "settlement-id", "settlement-start-date", "settlement-end-date", "deposit-date", "total-amount", "currency",
    "transaction-type", "order-id", "merchant-order-id", "adjustment-id", "shipment-id", "marketplace-name",
    "amount-type", "amount-description", "amount", "fulfillment-id", "posted-date", "posted-date-time",
    "order-item-code", "merchant-order-item-id", "merchant-adjustment-item-id", "sku", "quantity-purchased",
    "promotion-id",
]  # fmt: skip
ECONOMICS = [
    "Amazon store", "Start date", "End date", "Parent ASIN", "ASIN", "FNSKU", "MSKU", "Currency code",
    "Average sales price", "Units sold", "Units returned", "Net units sold", "Sales", "Net sales",
    "Referral fee per unit", "Referral fee quantity", "Referral fee total", "Cost of goods sold per unit",
]  # fmt: skip
REMOVAL = [
    "request-date", "order-id", "order-source", "order-type", "service-speed", "order-status", "last-updated-date",
    "sku", "fnsku", "disposition", "requested-quantity", "cancelled-quantity", "disposed-quantity",
    "shipped-quantity", "in-process-quantity", "removal-fee", "currency",
]  # fmt: skip
LISTINGS = [
    "item-name", "item-description", "listing-id", "seller-sku", "price", "quantity", "open-date", "image-url",
    "item-is-marketplace", "product-id-type", "zshop-shipping-fee", "item-note", "item-condition", "asin1",
    "product-id", "fulfillment-channel", "status",
]  # fmt: skip

Write = Callable[..., str]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Writes a report with those rows, and gives its name."""
    monkeypatch.chdir(tmp_path)

    def write(name: str, headings: list[str], *rows: Mapping[str, object]) -> str:
        mark = "," if name.endswith(".csv") else "\t"
        lines = [mark.join(headings), *(mark.join(str(row.get(heading, "")) for heading in headings) for row in rows)]
        Path(name).write_text("\n".join(lines) + "\n", encoding="utf-8")
        return name

    return write


def opened(*paths: str, required: Any = (("sku",),), columns: Any = None, plans: bool = True) -> Source:
    return open_catalogs(list(paths), FileOptions(columns or {}, required), open_shelf(None), "US", plans)


def rows(source: Source) -> list[dict[str, Any]]:
    return [row for block in source.blocks() for row in block.rows.to_dicts()]


BAG = {"sku": "BAG", "asin": "B0BAG", "product-name": "Bag", "your-price": "24.00", "sales-price": "22.50", "currency": "USD",
       "longest-side": "8.10", "median-side": "6.20", "shortest-side": "1.30", "unit-of-dimension": "inches",
       "item-package-weight": "0.21", "unit-of-weight": "pounds"}  # fmt: skip


@pytest.mark.parametrize(
    ("headings", "called", "good"),
    [
        (PLANNING, "an inventory planning report", "logicost clear planning.txt catalog.csv"),
        (AGED, "an aged inventory surcharge report", "logicost clear aged.txt catalog.csv"),
        (LONG_TERM, "a long-term storage fee report", "fees that were charged"),
        (INVENTORY, "an FBA inventory report", "logicost stock inventory.txt catalog.csv"),
        (SETTLEMENT, "a settlement report", "comparing what was charged"),
        (ECONOMICS, "a SKU Economics report", "logicost compare catalog.csv economics.csv"),
        (REMOVAL, "a removal order detail report", "comparing what was charged"),
        (LISTINGS, "an All Listings report", "logicost compare listings.txt fee_preview.txt"),
    ],
)
def test_a_report_without_measures_says_what_it_is_and_is_good_for(
    headings: list[str], called: str, good: str, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write("report.txt", headings, {"sku": "A"})
    assert run(["compare", path]) == 2
    said = capsys.readouterr().err
    assert f"report.txt is {called}" in said
    assert good in said
    assert said.count("\n") == 1


@pytest.mark.parametrize("headings", [PREVIEW_US_25, PREVIEW_EU])
def test_fee_previews_are_read_as_they_are(headings: list[str], write: Write) -> None:
    store = {
        "amazon-store": "Amazon.de",
        "unit-of-dimension": "centimeters",
        "unit-of-weight": "grams",
        "currency": "EUR",
    }
    path = write("preview.txt", headings, {**BAG, **(store if headings is PREVIEW_EU else {})})
    source = opened(path, required=(("sku",), ("length",), ("weight",), ("price",)))
    (row,) = rows(source)
    assert any("read as Amazon's Fee Preview" in warning for warning in source.warnings)
    assert (row["length"], row["width"], row["height"]) == ("8.10", "6.20", "1.30")
    assert row["price"] == ("22.50 EUR" if headings is PREVIEW_EU else "22.50 USD")  # the lower of the two
    assert row.get("market") == ("Amazon.de" if headings is PREVIEW_EU else None)
    assert open_shelf(None).markets.find("Amazon.de").code == "DE"


def test_a_fee_of_nothing_in_a_preview_is_not_known(write: Write) -> None:
    """On demand: the heading is named; --, blank and 0.00 are no fee of the seller's, never a free parcel."""
    name = "expected-fulfillment-fee-per-unit"
    path = write("preview.txt", PREVIEW_US_25, *({**BAG, "sku": sku, name: fee} for sku, fee in
                 (("A", "4.09"), ("B", "0.00"), ("C", "--"), ("D", "0"))))  # fmt: skip
    found = rows(opened(path, columns={name: "fba_fulfillment_rate"}))
    assert [row["fba_fulfillment_rate"] for row in found] == ["4.09 USD", None, None, None]


def test_economics_give_a_months_sales(write: Write) -> None:
    """June to August are three months; of other periods 365/12 days are one: 31 units in 14 days are 67.35."""
    periods = [("A", "US", "06/01/2026", "08/31/2026", "300"), ("B", "US", "06/08/2026", "06/21/2026", "31"), ("C", "US", "06/30/2026", "06/01/2026", "9"),
               ("D", "DE", "06/01/2026", "06/30/2026", "9"), ("E", "US", "30.06.2026", "31.07.2026", "9"), ("F", "US", "06/01/2026", "06/30/2026", "--")]  # fmt: skip
    path = write("economics.txt", ECONOMICS, *({"MSKU": sku, "Amazon store": store, "Start date": first, "End date": last, "Units sold": units}
                 for sku, store, first, last, units in periods))  # fmt: skip
    source = opened(path, required=(("sku",),))
    assert [row["monthly_units"] for row in rows(source)] == ["100.00", "67.35", None, None, None, None]
    assert any("monthly_units are the units sold, brought to a month" in warning for warning in source.warnings)


def test_storage_reports_have_one_row_a_product(write: Write) -> None:
    lot = {"asin": "B0BAG", "country_code": "US", "longest_side": "8.1", "median_side": "6.2", "shortest_side": "1.3",
           "measurement_units": "inches", "weight": "0.21", "weight_units": "pounds", "month_of_charge": "2026-06"}  # fmt: skip
    path = write(
        "storage.csv", STORAGE, {**lot, "fulfillment_center": "'ACY1'"}, {**lot, "fulfillment_center": "'ONT8'"}
    )
    source = opened(path)
    (row,) = rows(source)
    assert (row["sku"], row["market"], row["length"], row["weight"]) == ("B0BAG", "US", "8.1", "0.21")
    assert any("centres and months were joined" in warning for warning in source.warnings)


STOCKED = {
    "snapshot-date": "2026-05-12T10:00:00+00:00", "sku": "BAG", "condition": "New", "marketplace": "US", "currency": "USD",
    "your-price": "24.00", "sales-price": "--", "units-shipped-t7": "4", "units-shipped-t30": "20", "units-shipped-t90": "61",
    "inv-age-0-to-90-days": "60", "inv-age-91-to-180-days": "10", "inv-age-181-to-270-days": "20",
    "inv-age-271-to-365-days": "5", "inv-age-366-to-455-days": "4", "inv-age-456-plus-days": "1",
    "inv-age-0-to-30-days": "30", "inv-age-31-to-60-days": "20", "inv-age-61-to-90-days": "10",
    "inv-age-181-to-330-days": "23", "inv-age-331-to-365-days": "2",
    "Short term historical days of supply": "–", "Long term historical days of supply": "45.5",
}  # fmt: skip


def test_planning_reports_give_ages_sales_and_supply(write: Write) -> None:
    """By hand: 181-330 less 181-270 leaves 3 units of 271-330, at 300 days; 61 of 90 days are 20.33 a month."""
    used = {**dict.fromkeys(STOCKED, ""), "sku": "BAG", "condition": "Used", "marketplace": "US",
            "inv-age-0-to-30-days": "2", "inv-age-0-to-90-days": "2", "units-shipped-t90": "2"}  # fmt: skip
    source = opened(write("planning.txt", PLANNING, STOCKED, used))
    (row,) = rows(source)
    assert row["opening"] == "15:32,45:20,75:10,135:10,225:20,300:3,348:2,410:4,456:1"
    assert row["monthly_sales"] == "21"
    assert (row["days_of_supply_90"], row["snapshot"], row["price"]) == ("45.5", "2026-05-12", "24.00 USD")
    assert any("1 rows were joined" in warning and "middle age" in warning for warning in source.warnings)


@pytest.mark.parametrize(
    ("bands", "opening"),
    [
        ({(0, 90): 5, (91, 180): 0, (181, 270): 3}, "45:5,225:3"),
        ({(271, 365): 4, (366, 10_000): 6}, "318:4,366:6"),  # the older 365-plus
        ({(0, 30): 1, (31, 60): 2, (61, 90): 3, (0, 90): 6}, "15:1,45:2,75:3"),
        ({(0, 90): 6}, "45:6"),
        ({(0, 90): None, (91, 180): 2}, "135:2"),  # what is blank is not known
        ({(0, 90): 0}, "0:0"),
        ({}, None),
        ({(0, 90): None}, None),
    ],
)
def test_units_by_age_out_of_bands(bands: dict[tuple[int, int], int | None], opening: str | None) -> None:
    assert _opening(bands) == opening


def test_aged_reports_give_the_units_of_their_tiers(write: Write) -> None:
    lots = [{"snapshot-date": "2026-08-15", "sku": "BAG", "country": "US", "qty-charged": units, "surcharge-age-tier": tier}
            for units, tier in (("3", "181-210"), ("2", "365+"), ("1", "181-210"), ("", "271-300"), ("4", "?"))]  # fmt: skip
    (row,) = rows(opened(write("aged.txt", AGED, *lots)))
    assert (row["opening"], row["snapshot"], row["market"]) == ("195:4,365:2", "2026-08-15", "US")


def test_a_stock_is_planned_from_reports_and_begins_on_their_day(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    planning = write("planning.txt", PLANNING, STOCKED)
    preview = write("preview.txt", PREVIEW_US_25, {**BAG, "product-group": ""})
    assert run(["clear", planning, preview, "--months", "3", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["start"], row["units"], row["status"]) == ("2026-05-12", 100, "estimate")
    # the same by hand, through the options of one product
    product = ["--dimensions", "8.1 x 6.2 x 1.3 in", "--weight", "0.21 lb", "--price", "24", "--units-shipped-7", "4",
               "--days-of-supply-90", "45.5", "--opening", "15:30,45:20,75:10,135:10,225:20,300:3,348:2,410:4,456:1",
               "--monthly-sales", "20", "--start", "2026-05-12", "--months", "3", "--json"]  # fmt: skip
    assert run(["clear", *product]) == 0
    one = json.loads(capsys.readouterr().out)
    assert row["best_total"] == one["best_total"]["amount"]
    run(["stock", planning, preview, "--start", "2026-06-01", "--months", "1", "--json"])
    assert json.loads(capsys.readouterr().out)[0]["start"] == "2026-06-01"


def test_ages_out_of_bands_are_never_exact(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    given = {**STOCKED, "Short term historical days of supply": "50"}
    files = [
        write("planning.txt", PLANNING, given),
        write("preview.txt", PREVIEW_US_25, {**BAG, "product-group": "books"}),
    ]
    run(["stock", *files, "--months", "1", "--json"])
    assert json.loads(capsys.readouterr().out)[0]["status"] == "estimate"
    write("plain.csv", ["sku", "dimensions", "weight", "category", "opening", "monthly_sales", "days_of_supply_30", "days_of_supply_90"],
          {"sku": "BAG", "dimensions": "8.1 x 6.2 x 1.3 in", "weight": "0.21 lb", "category": "books", "opening": "15:30",
           "monthly_sales": 20, "days_of_supply_30": 50, "days_of_supply_90": 45})  # fmt: skip
    run(["stock", "plain.csv", "--months", "1", "--start", "2026-05-12", "--json"])
    assert json.loads(capsys.readouterr().out)[0]["status"] == "exact"


def test_three_files_are_one_catalog(write: Write) -> None:
    """Titles and prices from the listings, measures from the preview, costs from the seller's own sheet."""
    listings = write("listings.txt", LISTINGS, {"seller-sku": "BAG", "item-name": "A bag", "price": "24", "asin1": "B0BAG"},
                     {"seller-sku": "NEW", "item-name": "Not yet shipped", "price": "9"})  # fmt: skip
    preview = write("preview.txt", ["amazon-store", *PREVIEW_US_25], {**BAG, "amazon-store": "US"},
                    {**BAG, "sku": "OLD", "amazon-store": "US"})  # fmt: skip
    costs = write("costs.csv", ["SKU", "COGS"], {"SKU": "BAG", "COGS": "3.10"}, {"SKU": "BAG", "COGS": "9"})
    source = opened(listings, preview, costs, required=(("sku",), ("length",), ("weight",), ("price",)))
    bag, new = rows(source)
    assert (bag["sku"], bag["title"], bag["price"], bag["length"], bag["cost"], bag["market"]) == (
        "BAG", "A bag", "24", "8.10", "3.10", "US",
    )  # fmt: skip
    assert (new["sku"], new["length"], new["cost"]) == ("NEW", None, None)  # keeps its place
    told = "\n".join(source.warnings)
    assert "preview.txt: 1 row is not in listings.txt and is left out" in told
    assert "costs.csv: 1 row repeats the SKU of an earlier one" in told
    assert "price of preview.txt differs in 1 row" in told
    assert "'BAG' has '24', not '22.50 USD'" in told


def test_what_two_files_say_alike_is_no_conflict(write: Write) -> None:
    first = write("a.csv", ["sku", "price", "category"], {"sku": "A", "price": "24.0", "category": "Books"})
    second = write(
        "b.csv",
        ["sku", "Price ($)", "category", "cost"],
        {"sku": " A", "Price ($)": "24.00", "category": "books", "cost": "3"},
    )
    source = opened(first, second)
    assert not any("differs" in warning for warning in source.warnings)
    assert rows(source)[0]["cost"] == "3"


def test_sides_come_together_from_one_file(write: Write) -> None:
    """Never the length of one file with the width of another, nor a file's figures with another file's unit."""
    first = write(
        "a.csv",
        ["sku", "length", "dimension_unit", "weight"],
        {"sku": "A", "length": "", "dimension_unit": "cm", "weight": "1 lb"},
    )
    second = write("b.csv", ["sku", "length", "width", "height", "weight", "weight_unit"],
                   {"sku": "A", "length": "9", "width": "6", "height": "1", "weight": "350", "weight_unit": "g"})  # fmt: skip
    (row,) = rows(opened(first, second))
    assert (row["length"], row["width"], row["height"], row["dimension_unit"]) == ("9", "6", "1", None)
    assert (row["weight"], row["weight_unit"]) == ("1 lb", None)


def test_stores_of_a_report_become_rows_and_bare_amounts_stay_at_home(write: Write) -> None:
    costs = write(
        "costs.csv", ["sku", "COGS", "own"], {"sku": "BAG", "COGS": "3.10", "own": "x"}, {"sku": "CUP", "COGS": "4 CAD"}
    )
    preview = write("preview.txt", ["amazon-store", *PREVIEW_US_25], {**BAG, "amazon-store": "US"},
                    {**BAG, "amazon-store": "CA", "currency": "CAD"}, {**BAG, "sku": "CUP", "amazon-store": "CA", "currency": "CAD"})  # fmt: skip
    source = opened(costs, preview)
    found = [(row["sku"], row["market"], row["cost"], row["own"]) for row in rows(source)]
    assert found == [("BAG", "US", "3.10", "x"), ("BAG", "CA", None, "x"), ("CUP", "CA", "4 CAD", "")]
    assert any("its amounts are taken as USD and left out in 1 row of CA" in warning for warning in source.warnings)


def test_reports_that_name_products_by_asin_are_joined_by_it(write: Write) -> None:
    listings = write(
        "listings.txt", LISTINGS, {"seller-sku": "BAG", "item-name": "A bag", "price": "24", "asin1": "B0BAG"}
    )
    lot = {"asin": "B0BAG", "country_code": "US", "longest_side": "8.1", "median_side": "6.2", "shortest_side": "1.3",
           "measurement_units": "inches", "weight": "0.21", "weight_units": "pounds"}  # fmt: skip
    (row,) = rows(opened(listings, write("storage.csv", STORAGE, lot)))
    assert (row["sku"], row["length"], row["weight_unit"]) == ("BAG", "8.1", "pounds")


def test_headings_are_named_for_whichever_file_has_them(write: Write) -> None:
    first = write("a.csv", ["sku", "P1"], {"sku": "A", "P1": "9"})
    second = write("b.csv", ["sku", "C1"], {"sku": "A", "C1": "2"})
    (row,) = rows(opened(first, second, columns={"P1": "price", "C1": "cost"}))
    assert (row["price"], row["cost"]) == ("9", "2")
    with pytest.raises(CatalogError, match=r"none of a\.csv, b\.csv has the heading 'X'"):
        opened(first, second, columns={"X": "price"})
    with pytest.raises(CatalogError, match="column dimensions or length"):
        opened(first, second, required=(("sku",), ("dimensions", "length")))
    with pytest.raises(CatalogError, match="standard input can be read once"):
        opened("-", "-")


def test_a_broken_row_of_the_first_file_keeps_its_place(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.csv").write_text("sku,price\nA,9\nB,9,9,9\nC,9\n")
    second = write(
        "b.csv",
        ["sku", "dimensions", "weight"],
        *({"sku": sku, "dimensions": "9 x 6 x 1 in", "weight": "1 lb"} for sku in "ABC"),
    )
    assert (
        run(["compare", "a.csv", second, "--programs", "fba", "--on", "2026-07-01", "-o", "-", "--format", "jsonl"])
        == 1
    )
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(row["sku"], row.get("error_code")) for row in found] == [("A", None), ("B", "ragged_row"), ("C", None)]


def test_rows_of_a_sku_are_joined_and_nameless_ones_kept() -> None:
    frame = pl.DataFrame({"sku": ["A", "", "A", None], "n": ["1", "2", "--", "4"], "t": ["--", "x", "late", None]})
    joined, repeated = one_each(frame)
    assert repeated == 1
    assert joined.to_dicts() == [
        {"sku": "A", "n": "1", "t": "late"}, {"sku": "", "n": "2", "t": "x"}, {"sku": None, "n": "4", "t": None},
    ]  # fmt: skip


def test_hostile_cells_of_reports_do_not_end_in_a_traceback(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """Ages that are no units put the row in error; a figure is never read otherwise than it is written."""
    for number, value in enumerate(("x", "-5", "1e300", "nan", "9" * 40, "1,5", "=1+1", "\x1b[2J")):
        bad = {**STOCKED, **dict.fromkeys([name for name in STOCKED if name.startswith("inv-age")], value)}
        files = [
            write(f"planning{number}.txt", PLANNING, bad),
            write("preview.txt", PREVIEW_US_25, {**BAG, "product-group": ""}),
        ]
        assert run(["clear", *files, "--months", "1", "--json"]) == 1
        said = capsys.readouterr()
        assert json.loads(said.out)[0]["error_field"] == "opening"
        assert "Traceback" not in said.err
        assert "\x1b" not in said.err
