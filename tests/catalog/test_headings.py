"""Headings of other people's files: what is read as what, what is told, and what must never be read."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from logicost.catalog.frames import quote_frame
from logicost.catalog.headings import headings, read_headings
from logicost.catalog.titles import match_titles
from logicost.cli.options import read_columns
from logicost.errors import CatalogError, InputError, TableError
from logicost.inputs.fields import FIELD

SIDES = ["sku", "length", "width", "height", "weight", "price"]


@pytest.mark.parametrize(
    ("heading", "column", "mark"),
    [
        ("Weight (lbs)", "weight", "lb"), ("weight_g", "weight", "g"), ("WEIGHT IN KG", "weight", "kg"),
        ("Package: Weight (g)", "weight", "g"), ("Variant Grams", "weight", "g"), ("包装重量（单位换算）", "weight", None),
        ("Length in", "length", "in"), ("Length (in.)", "length", "in"), ("lengthCm", "length", "cm"), ("Länge (cm)", "length", "cm"),
        ("Dimensions (L x W x H)", "dimensions", None), ("longest-side", "length", None), ("Price ($)", "price", "$"),
        ("Price  US$", "price", "USD"), ("Price in €", "price", "€"), ("价格($)", "price", "$"), ("USD cost", "cost", "USD"),
        ("COGS", "cost", None), ("VK brutto", "price", None), ("ï»¿sku", "sku", None), ("\ufeffSKU", "sku", None),
        ("Buy Box 🚚: Current", "price", None), ("Return rate (%)", "return_rate", "%"), ("Weight Unit", "weight_unit", None),
        ("unit-weight", "weight", None), ("Maßeinheit", "dimension_unit", None),
        ("Preis", "price", None), ("Preis (€)", "price", "€"), ("Marktplatz", "market", None), ("EK", "cost", None), ("Stückgewicht (g)", "weight", "g"),
        ("Amazon Category", "category", None),
    ],
)  # fmt: skip
def test_known_headings(heading: str, column: str, mark: str | None) -> None:
    found = headings().find(heading)
    assert found is not None
    assert (found.column, found.unit or found.currency) == (column, mark)


@pytest.mark.parametrize(
    "heading",
    [
        "Item weight", "Shipping weight", "Dim weight", "Volumetric weight (kg)", "Net weight", "Gross weight", "MC Weight", "Carton weight",
        "Case pack", "Master carton length (cm)", "List price", "MSRP", "Variant Compare At Price", "Price per case", "Unit price", "VK netto",
        "Total cost", "Shipping cost", "Cost per case ($)", "Weight in", "Length (lbs)", "Weight (cm)", "Package: Dimension (cm³)", "Size",
        "Referral Fee %", "FBA Pick&Pack Fee", "expected-fulfillment-fee-per-unit", "FBA($)", "sales tax paid", "fulfillment_center",
        "last update", "Binding", "Manufacturer", "base_rate", "Parent", "Margin", "Sales Rank", "Country", "country code", "Variant Weight Unit",
        "Fulfilled by", "length-and-girth", "estimated-fee-total", "Price (kg)", "Quantity", "Volume (cm3)", "Preis netto", "EK brutto", "VK", "UVP", "Stückpreis", "Versandgewicht", "Nettogewicht", "Land", "W", "item_volume",
    ],
)  # fmt: skip
def test_headings_that_must_not_be_read(heading: str) -> None:
    assert headings().find(heading) is None


@pytest.mark.parametrize("heading", ["sales tax paid", "expected-fulfillment-fee-per-unit", "fulfillment_center", "last update",
                                     "Binding", "Manufacturer", "base_rate", "Parent", "Margin", "fnsku", "unit_of_sale"])  # fmt: skip
def test_no_hint_where_nothing_is_near(heading: str) -> None:
    titles = match_titles([*SIDES, heading], "c.csv")
    assert titles.warnings == []
    assert titles.extra == [heading]


def test_hints_are_near_and_told_once() -> None:
    titles = match_titles(
        ["sku", "dimensions", "weight", "price", "catgory", *(f"costt{n % 10}x{n}" for n in range(5000))], "c.csv"
    )
    assert titles.warnings == ["the column 'catgory' is not known and passes through. Did you mean 'category'?"]
    many = match_titles(["sku", "dimensions", "weight", "price", *(f"categor{n}" for n in range(5000))], "c.csv")
    assert len(many.warnings) == 1
    assert len(many.warnings[0]) < 400


def test_all_that_is_missing_is_told_at_once() -> None:
    with pytest.raises(CatalogError) as caught:
        match_titles(["Article", "Width", "Mass (g)", "Note"], "list.xlsx")
    assert caught.value.code == "column_missing"
    for word in ("sku", "length", "height", "weight", "price", "'Article'", "'Mass (g)'", "--columns"):
        assert word in caught.value.message
    assert "width" not in caught.value.message.split(".")[1]


def test_the_user_names_columns() -> None:
    titles = match_titles(
        ["Article", "L (cm)", "B (cm)", "T (cm)", "Mass", "Price", "Net"], "list.xlsx",
        columns={"article": "sku", "L (cm)": "length", "B (cm)": "width", "T (cm)": "height", "Mass": "weight (g)", "Net": "price ($)"},
    )  # fmt: skip
    parts = {reading.column: reading.parts[0] for reading in titles.readings}
    assert {column: part.unit for column, part in parts.items()} == {
        "length": "cm",
        "width": "cm",
        "height": "cm",
        "weight": "g",
        "price": None,
    }
    assert parts["price"].title == "Net"
    assert titles.extra == ["Price"]  # the plain name passes through, as another one was named


@pytest.mark.parametrize(
    ("columns", "code"),
    [({"Nix": "sku"}, "heading_unknown"), ({"Article": "skuu"}, "column_unknown"), ({"Article": "Product name"}, "column_unknown"),
     ({"Article": "sku", "Note": "sku"}, "column_twice"), ({"Article": ""}, "column_missing")],
)  # fmt: skip
def test_names_that_the_user_gives_are_checked(columns: dict[str, str], code: str) -> None:
    with pytest.raises(CatalogError) as caught:
        match_titles(["Article", "dimensions", "weight", "price", "Note"], "list.xlsx", columns=columns)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "pair",
    [
        ("Weight (lb)", "Weight (oz)"),
        ("weight", "Weight (kg)"),
        ("Selling price", "Your price"),
        ("Package weight", "Unit weight"),
    ],
)
def test_two_headings_for_one_column_are_refused(pair: tuple[str, str]) -> None:
    others = ["sku", "dimensions", "price", "weight"]
    others.remove("weight" if "eight" in pair[0] else "price")
    with pytest.raises(CatalogError, match="say which is meant") as caught:
        match_titles([*others, *pair], "c.csv")
    assert caught.value.code == "column_twice"


def test_a_plain_name_wins_and_that_is_told() -> None:
    titles = match_titles(["sku", "dimensions", "weight", "price", "Selling price"], "c.csv")
    assert titles.extra == ["Selling price"]
    assert titles.warnings == ["'price' is read as price; 'Selling price' passes through"]


def test_short_names_count_together_only() -> None:
    titles = match_titles(["sku", "L (cm)", "W (cm)", "H (cm)", "weight", "price"], "c.csv")
    assert {reading.column for reading in titles.readings} == {"length", "width", "height"}
    with pytest.raises(CatalogError, match="weight"):
        match_titles(["sku", "dimensions", "W", "price"], "c.csv")


@pytest.mark.parametrize(
    ("sides", "depth_is"), [(["Length", "Width", "Depth"], "height"), (["Width", "Height", "Depth"], "length")]
)
def test_depth_is_the_side_that_is_lacking(sides: list[str], depth_is: str) -> None:
    titles = match_titles(["sku", *sides, "weight", "price"], "c.csv")
    assert titles.names[3] == depth_is


def test_identifiers_of_other_kinds_serve_where_no_sku_is() -> None:
    assert match_titles(["sku", "asin", "dimensions", "weight", "price"], "c.csv").extra == ["asin"]
    assert match_titles(["asin", "dimensions", "weight", "price"], "c.csv").names[0] == "sku"


def frame(**columns: list[object]) -> pl.DataFrame:
    plain = {"sku": ["a"], "length": [10], "width": [5], "height": [3], "weight": [2], "price": ["19.99"]}
    return pl.DataFrame(
        {**{name: values for name, values in plain.items() if name not in columns}, **columns}, strict=False
    )


def costs(given: pl.DataFrame, **options: object) -> list[object]:
    out = quote_frame(given, "fba", on="2026-11-22", **options)  # type: ignore[arg-type]
    return out["error_code"].to_list() if out["error_code"].null_count() < out.height else out["total_cost"].to_list()


EXPECTED = costs(frame())


@pytest.mark.parametrize(
    "changed",
    [
        {"weight": None, "Weight (kg)": [0.90718474]}, {"weight": None, "weight_g": ["907.18474"]}, {"weight": None, "Weight (lbs)": ["32 oz"]},
        {"length": None, "Length (cm)": [25.4], "width": None, "Width (mm)": ["127"], "height": None, "Height (ft)": [0.25]},
        {"length": None, "Length (cm)": [25.4], "width": None, "Width (cm)": ["5 in"], "height": None, "Height (cm)": [7.62]},
        {"length": None, "Length (in)": [10], "dimension_unit": ["inches"]},
        {"price": None, "Price ($)": [19.99]}, {"price": None, "Selling Price (USD)": ["$19.99"]}, {"currency": ["USD"]},
        {"price": None, "Sale price": [None], "Regular price": ["19.99"]}, {"price": None, "your-price": ["25"], "sales-price": ["19.99"]},
        {"price": None, "your-price": ["19.99"], "sales-price": ["$1,025.00"]}, {"weight": None, "unit-weight": ["907.18474"], "unit-of-weight": ["grams"]},
        {"weight_unit": ["pounds"], "weight": None, "Weight (lb)": [2]}, {"length": None, "width": None, "height": None, "Dimensions (cm)": ["25.4 by 12.7 by 7.62"]},
    ],
)  # fmt: skip
def test_units_and_currencies_of_headings(changed: dict[str, list[object] | None]) -> None:
    given = frame(**{name: values for name, values in changed.items() if values is not None})
    given = given.drop([name for name, values in changed.items() if values is None])
    assert costs(given) == EXPECTED


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"price": None, "Price (€)": [19.99]}, "currency_mismatch"), ({"price": ["£19.99"]}, "currency_mismatch"),
        ({"currency": ["CAD"]}, "currency_mismatch"), ({"price": ["$19.99"], "currency": ["EUR"]}, "currency_mismatch"),
        ({"weight_unit": ["kg"], "weight": None, "Weight (lb)": [2]}, "unit_contradiction"),
        ({"dimension_unit": ["mm"], "length": None, "Length (cm)": [25.4], "width": None, "Width (cm)": [12], "height": None, "Height (cm)": [7]}, "unit_contradiction"),
        ({"cost": ["3.10 EUR"]}, "currency_mismatch"),
    ],
)  # fmt: skip
def test_units_and_currencies_that_contradict(changed: dict[str, list[object] | None], code: str) -> None:
    given = frame(**{name: values for name, values in changed.items() if values is not None})
    given = given.drop([name for name, values in changed.items() if values is None])
    assert costs(given) == [code]


def test_frames_take_columns() -> None:
    given = frame(price=["1"], Net=["19.99"])
    assert costs(given, columns={"Net": "price"}) == EXPECTED


def test_the_list_is_sound() -> None:
    table = headings()
    for column, known in table.columns.items():
        assert column in FIELD or column in ("title", "currency")
        for chain in (*known.first, *known.lower):
            assert set(chain) <= {
                *known.names,
                *(name for export in table.exports.values() for name in export.columns),
            }, chain
        for name in known.names:
            found = table.find(name)
            assert found is not None, name
            assert found.column == column, name


def test_the_list_is_read_strictly(tmp_path: Path) -> None:
    path = tmp_path / "headings.yaml"
    for text, code in [
        ("columns: {sku: {names: [a], nmaes: [b]}}\ngroups: []\nexports: {}\n", "table_key_unknown"),
        ("columns: {skuu: {names: [a]}}\ngroups: []\nexports: {}\n", "table_value"),
        ("columns: {sku: {names: [a]}, price: {names: [A]}}\ngroups: []\nexports: {}\n", "table_value"),
        ("columns: {sku: {names: [a]}, sku: {names: [b]}}\ngroups: []\nexports: {}\n", "table_not_strict"),
    ]:
        path.write_text(text, encoding="utf-8")
        with pytest.raises(TableError) as caught:
            read_headings(path)
        assert caught.value.code == code


def test_a_unit_that_one_side_names_and_another_does_not_is_open() -> None:
    with pytest.raises(CatalogError) as caught:
        match_titles(["sku", "Length (cm)", "Width", "Height (cm)", "weight", "price"], "c.csv")
    assert caught.value.code == "unit_open"
    assert '--columns "Width=width (cm)"' in caught.value.message
    named = {"Width": "width (cm)"}
    assert (
        len(
            match_titles(
                ["sku", "Length (cm)", "Width", "Height (cm)", "weight", "price"], "c.csv", columns=named
            ).readings
        )
        == 3
    )


@pytest.mark.parametrize("given", ["COGS", "=cost", "COGS=cost\nL=length", "\r\nCOGS=cost", ",", '"'])
def test_columns_that_are_no_list_are_told(given: str) -> None:
    with pytest.raises(InputError, match=r"write it like \"COGS=cost") as told:
        read_columns(given)
    assert (told.value.code, told.value.field) == ("columns_malformed", "columns")
    assert read_columns('"Net\nweight=weight",COGS=cost') == {"Net\nweight": "weight", "COGS": "cost"}
