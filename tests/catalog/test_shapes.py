"""One row under the headings of further public files: it is quoted as the plain row is, or refused with what is missing.

The headings are facts of public files and help pages; the values are made up.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from logicost.catalog.comparison import open_catalog, result_blocks
from logicost.cli.main import run
from logicost.errors import CatalogError

DAY = "2026-07-01"
INCHES, CENTIMETRES = ("5.1", "4.3", "4.2"), ("12.954", "10.922", "10.668")
POUNDS, OUNCES, GRAMS = "0.8875", "14.2", "402.563228"

READ: dict[str, list[tuple[str, str]]] = {
    "BigCommerce product export": [
        ("Item Type", "Product"), ("Product ID", "7"), ("Product Name", "Mug"), ("Product Type", "P"), ("Product Code/SKU", "MUG"), ("Brand Name", "Example"),
        ("Price", "18.99"), ("Cost Price", "3.10"), ("Retail Price", "24.99"), ("Sale Price", "0.00"), ("Fixed Shipping Cost", "0"), ("Product Weight", POUNDS),
        ("Product Width", INCHES[1]), ("Product Height", INCHES[2]), ("Product Depth", INCHES[0]), ("Allow Purchases?", "Y"), ("Category", "Home & Kitchen"),
    ],
    "Seller Central inventory file, one unit for all sides": [
        ("item_sku", "MUG"), ("item_name", "Mug"), ("standard_price", "18.99"), ("parent_child", ""), ("item_length", "9"), ("package_height", INCHES[2]), ("package_width", INCHES[1]),
        ("package_length", INCHES[0]), ("package_dimensions_unit_of_measure", "IN"), ("package_weight", GRAMS), ("package_weight_unit_of_measure", "GR"), ("item_weight", "1"),
    ],
    "Seller Central inventory file, a unit for each side": [
        ("item_sku", "MUG"), ("standard_price", "18.99"), ("parent_child", ""), ("package_length", CENTIMETRES[0]), ("package_length_unit_of_measure", "CM"),
        ("package_width", CENTIMETRES[1]), ("package_width_unit_of_measure", "CM"), ("package_height", CENTIMETRES[2]), ("package_height_unit_of_measure", "CM"),
        ("package_weight", POUNDS), ("package_weight_unit_of_measure", "LB"),
    ],
    "Keepa viewer export, columns of 2026": [
        ("Title", "Mug"), ("Sales Rank: Current", "1,012"), ("Buy Box 🚚: Current", "$18.99"), ("New: Current", "$17.99"), ("Categories: Root", "Home & Kitchen"), ("ASIN", "B0EXAMPLE0"),
        ("Package: Dimension (cm³)", "1509"), ("Package: Length (cm)", CENTIMETRES[0]), ("Package: Width (cm)", CENTIMETRES[1]), ("Package: Height (cm)", CENTIMETRES[2]),
        ("Package: Weight (g)", GRAMS), ("Package: Quantity", "1"), ("Item: Length (cm)", "9"), ("Item: Width (cm)", "9"), ("Item: Height (cm)", "9"), ("Item: Weight (g)", "380"), ("Is HazMat", "no"),
    ],
    "SellerSprite": [
        ("ASIN", "B0EXAMPLE0"), ("价格($)", "$18.99"), ("FBA($)", "4.76"), ("大类目", "Home & Kitchen"), ("包装重量", f"{OUNCES} ounces"), ("包装重量（单位换算）", f"{GRAMS} g"),
        ("包装尺寸", "5.1 x 4.3 x 4.2 inches"), ("包装尺寸（单位换算）", "12.954 x 10.922 x 10.668 cm"),
    ],
    "ShippingEasy product file with a price": [
        ("SKU", "MUG"), ("Alias SKUs", "MUG-A | MUG-B"), ("Name", "Mug"), ("UPC", "0123"), ("ASIN", "B0EXAMPLE0"), ("Weight (oz.)", OUNCES), ("Length (in.)", INCHES[0]),
        ("Width (in.)", INCHES[1]), ("Height (in.)", INCHES[2]), ("Declared value", "5"), ("Selling price", "18.99"),
    ],
    "Shiptheory product file": [  # its value is the price to the customer; kilograms and centimetres are told by the user
        ("sku", "MUG"), ("name", "Mug"), ("price", "18.99"), ("weight (kg)", "0.402563228"), ("length (cm)", CENTIMETRES[0]), ("height (cm)", CENTIMETRES[2]), ("width (cm)", CENTIMETRES[1]),
    ],
    "DIMS sheet of a wholesaler, unit beside master carton": [
        ("SKU", "MUG"), ("UPC #", "0123"), ("Price", "18.99"), ("Weight", POUNDS), ("Volume", "0.05"), ("Length", INCHES[0]), ("Width", INCHES[1]), ("Height", INCHES[2]),
        ("MC Weight", "12"), ("MC Length", "20"), ("MC Width", "18"), ("MC Height", "9"), ("CPQ", "12"),
    ],
    "Helium 10 Xray, with sides": [
        ("Product Details", "Mug"), ("ASIN", "B0EXAMPLE0"), ("Price  US$", "18.99"), ("Fees  US$", "7.61"), ("Size Tier", "Large Standard-Size"), ("Package Weight", f"{POUNDS} lbs"),
        ("长度", INCHES[0]), ("宽度", INCHES[1]), ("高度", INCHES[2]), ("BSR", "1,234"),
    ],
    "FBA storage fee report with a price": [
        ("asin", "B0EXAMPLE0"), ("fnsku", "X0"), ("product_name", "Mug"), ("fulfillment_center", "'ACY1'"), ("country_code", "US"), ("longest_side", INCHES[0]), ("median_side", INCHES[1]),
        ("shortest_side", INCHES[2]), ("measurement_units", "inches"), ("weight", POUNDS), ("weight_units", "pounds"), ("item_volume", "0.0533"), ("volume_units", "cubic feet"),
        ("month_of_charge", "2026-06"), ("your-price", "18.99"), ("currency", "USD"),
    ],
    "Odoo products with sides": [
        ("SKU", "MUG"), ("Name", "Mug"), ("Sales Price", "18.99"), ("Cost", "3.10"), ("Weight", f"{OUNCES} oz"), ("Length", INCHES[0]), ("Width", INCHES[1]), ("Depth", INCHES[2]),
    ],
    "camelCase of a web service": [
        ("sku", "MUG"), ("packageLength", CENTIMETRES[0]), ("packageWidth", CENTIMETRES[1]), ("packageHeight", CENTIMETRES[2]), ("dimensionUnit", "centimeters"),
        ("packageWeight", GRAMS), ("weightUnit", "grams"), ("salePrice", "18.99"), ("currencyCode", "USD"),
    ],
    "SP-API inventory seed, a unit for each weight": [
        ("seller_sku", "MUG"), ("dimensions (l x w x h)", "5.1 x 4.3 x 4.2 in"), ("item_package_weight", OUNCES), ("unit_of_weight", "ounces"), ("your_price", "18.99"),
    ],
    "Shopify product export, columns of 2025": [
        ("Title", "Mug"), ("URL handle", "mug"), ("Product category", "Home & Garden > Kitchen"), ("Status", "Active"), ("SKU", "MUG"), ("Price", "18.99"), ("Compare-at price", "24.99"),
        ("Cost per item", "3.10"), ("Weight value (grams)", GRAMS), ("Weight unit for display", "lb"), ("Requires shipping", "TRUE"), ("Length (in)", INCHES[0]), ("Width (in)", INCHES[1]), ("Height (in)", INCHES[2]),
    ],
    "A German sheet with the sides in one cell": [
        ("Artikel-Nr.", "MUG"), ("Produktname", "Becher"), ("L x B x H (cm)", " x ".join(CENTIMETRES)), ("Gewicht (g)", GRAMS), ("VK (brutto)", "18.99"), ("EK (netto)", "3.10"),
    ],
    "Units in columns of their own, each beside its measure": [
        ("SKU", "MUG"), ("Length", CENTIMETRES[0]), ("Width", CENTIMETRES[1]), ("Height", CENTIMETRES[2]), ("Unit", "cm"), ("Weight", GRAMS), ("UoM", "g"), ("Price", "18.99"),
    ],
}  # fmt: skip

REFUSED: dict[str, tuple[list[str], list[str]]] = {
    "PrestaShop products: the price is without tax": (
        ["Product ID", "Image", "Name", "Reference", "Category", "Price (tax excl.)", "Width", "Height", "Depth", "Weight"], ["sku", "price"]),
    "eBay File Exchange: pounds and ounces stand apart": (
        ["*Title", "CustomLabel", "*StartPrice", "PackageLength", "PackageDepth", "PackageWidth", "WeightMajor", "WeightMinor"], ["sku", "weight", "price"]),
    "Walmart item file: the shipping weight may be dimensional": (
        ["SKU", "Product Name", "Selling Price", "Shipping Weight (lbs)", "Assembled Product Length (in)"], ["dimensions or length", "weight"]),
    "All Listings: no measures": (["item-name", "listing-id", "seller-sku", "price", "quantity", "asin1"], ["dimensions or length", "weight"]),
    "Etsy listings: no measures": (["TITLE", "DESCRIPTION", "PRICE", "CURRENCY_CODE", "QUANTITY", "SKU"], ["dimensions or length", "weight"]),
    "Keepa of old: a volume is no side": (
        ["ASIN", "Buy Box: Current", "Package: Dimension (cm³)", "Package: Weight (g)"], ["dimensions or length"]),
    "Sides of the bare item": (["SKU", "Price", "Item Length", "Item Width", "Item Height", "Item Weight"], ["dimensions or length", "weight"]),
    "A supplier's offer: its price is a cost, its weights are a carton's": (
        ["Model No.", "Unit Price (USD)", "MOQ", "Carton Size (cm)", "G.W. (kg)", "N.W. (kg)", "Qty/Ctn"], ["sku", "dimensions or length", "weight", "price"]),
    "Weights with and without packaging: neither is surely the unit's": (["SKU", "Price", "Dimensions", "Net Weight (g)", "Gross Weight (g)"], ["weight"]),
    "A carrier's weights": (["SKU", "Dimensions", "Price", "Billed Weight", "Actual Weight"], ["weight"]),
    "A list of cartons": (["SKU", "Price", "Carton Length (cm)", "Carton Width (cm)", "Carton Height (cm)", "Carton Weight (kg)"], ["dimensions or length", "weight"]),
}  # fmt: skip


def answers(path: Path) -> list[dict[str, Any]]:
    job = open_catalog(str(path), "fba", "US", DAY, False, None)
    return [row for block in result_blocks(job) for row in block.iter_rows(named=True)]


def plain(folder: Path) -> dict[str, Any]:
    path = folder / "plain.csv"
    path.write_text("sku,dimensions,weight,price\nMUG,5.1 x 4.3 x 4.2 in,14.2 oz,18.99\n", encoding="utf-8")
    return answers(path)[0]


@pytest.mark.parametrize("name", READ)
def test_files_that_are_read_as_they_come(tmp_path: Path, name: str) -> None:
    path = tmp_path / "file.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(zip(*READ[name], strict=True))
    (row,) = answers(path)
    expected = plain(tmp_path)
    assert row["error"] is None
    assert row["sku"] in ("MUG", "B0EXAMPLE0")
    for figure in ("revenue", "fba_fulfillment", "fuel_surcharge", "referral", "size_tier"):
        assert row[figure] == expected[figure], figure


@pytest.mark.parametrize("name", REFUSED)
def test_files_that_are_refused_say_what_is_missing(tmp_path: Path, name: str) -> None:
    headings, missing = REFUSED[name]
    path = tmp_path / "file.csv"
    path.write_text("\t".join(headings) + "\n" + "\t".join("1" for _ in headings) + "\n", encoding="utf-8")
    with pytest.raises(CatalogError) as caught:
        answers(path)
    assert caught.value.code == "column_missing"
    said = caught.value.message.partition("has no column ")[2].partition(". ")[0]
    for column in missing:
        assert column in said


def test_prices_that_nobody_pays_are_no_prices(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    headings = ["SKU", "Dimensions", "Weight", "MSRP", "Wholesale Price", "MAP", "Old price", "Net price"]
    path = tmp_path / "file.csv"
    path.write_text("\t".join(headings) + "\nA\t5 x 4 x 3 in\t1 lb\t9\t9\t9\t9\t9\n", encoding="utf-8")
    assert run(["compare", str(path), "--programs", "fba", "--on", DAY]) == 0
    said = capsys.readouterr().err
    assert "no column price" in said
    assert "'Wholesale Price'" in said
    (row,) = answers(path)
    assert (row["price"], row["revenue"], row["profit"]) == (None, None, None)
    assert row["status"] == "unsourced"


def test_units_of_the_sides_that_differ_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    cells = dict(READ["Seller Central inventory file, a unit for each side"]) | {"package_width_unit_of_measure": "IN"}
    path.write_text(",".join(cells) + "\n" + ",".join(cells.values()) + "\n", encoding="utf-8")
    (row,) = answers(path)
    assert row["error_code"] == "unit_contradiction"


def test_label_rows_above_the_names_of_an_inventory_file(tmp_path: Path) -> None:
    path = tmp_path / "file.txt"
    cells = dict(READ["Seller Central inventory file, one unit for all sides"])
    labels = [name.replace("_", " ").title() for name in cells]
    lines = [
        ["TemplateType=fptcustom", "Version=2026.0101", "The top 3 rows are for Amazon.com use only."],
        labels,
        list(cells),
        list(cells.values()),
    ]
    path.write_text("\n".join("\t".join(line) for line in lines), encoding="utf-8")
    rows = answers(path)
    assert [row["sku"] for row in rows][-1] == "MUG"
    assert rows[-1]["error"] is None


def test_pounds_and_ounces_of_two_columns_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("SKU,Dimensions,Weight (lb),Weight (oz),Price\nA,5x4x3 in,1,4,18.99\n", encoding="utf-8")
    with pytest.raises(CatalogError) as caught:
        answers(path)
    assert caught.value.code == "column_twice"


def test_what_stands_in_a_column_of_units_must_be_one(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("SKU,Length,Width,Height,Unit,Weight,Price\nA,5,4,3,pcs,1,18.99\n", encoding="utf-8")
    assert answers(path)[0]["error_field"] == "dimension_unit"
    path.write_text("Unit,SKU,Length,Width,Height,Weight (lb),Unit,Price\npcs,A,5,4,3,1,pcs,18.99\n", encoding="utf-8")
    assert answers(path)[0]["error"] is None  # neither stands beside a measure without a unit


def test_a_metric_heading_beside_one_without_a_unit_is_told(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("SKU,Length,Width,Height,Weight (g),Price\nA,5,4,3,400,18.99\n", encoding="utf-8")
    told = "\n".join(open_catalog(str(path), "fba", "US", DAY, False, None).catalog.warnings)
    assert "'Weight (g)' is in g, and 'Length' names no unit" in told
    assert '--columns "Length=length (cm)"' in told
    path.write_text("SKU,Length,Width,Height,Weight (oz),Price\nA,5,4,3,400,18.99\n", encoding="utf-8")
    assert "names no unit" not in "\n".join(open_catalog(str(path), "fba", "US", DAY, False, None).catalog.warnings)


@pytest.mark.parametrize("encoding", ["cp1252", "shift_jis"])
def test_letters_with_accents_are_no_kanji(encoding: str, tmp_path: Path) -> None:
    """As Shift_JIS the first of them would read R馭駻ence."""
    words = {"cp1252": ("Référence", "Désignation", "été"), "shift_jis": ("商品名", "長さ", "価格")}[encoding]
    path = tmp_path / "file.csv"
    path.write_bytes(f"sku,dimensions,weight,price,{','.join(words)}\nA,5x4x3 in,1 lb,20,,,\n".encode(encoding))
    assert open_catalog(str(path), "fba", "US", DAY, False, None).catalog.titles.extra == list(words)
