"""Exports of shops, of Keepa and of Amazon, as the cases have them: what each row gives, and what is no product."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from logicost.catalog.block import FileOptions
from logicost.catalog.comparison import open_catalog, result_blocks
from logicost.cli.main import run
from logicost.errors import CatalogError

CASES = Path(__file__).parents[1] / "data" / "cases"
DAY = "2026-07-01"


def answers(path: Path, **options: Any) -> tuple[list[dict[str, Any]], list[str]]:
    job = open_catalog(str(path), "fba", "US", DAY, False, None, None, FileOptions(**options))
    rows = [row for block in result_blocks(job) for row in block.iter_rows(named=True)]
    return rows, job.catalog.warnings


def fees(row: dict[str, Any]) -> tuple[str, str]:
    return f"{row['fba_fulfillment']:.2f}", f"{row['fuel_surcharge']:.2f}"


def with_sides(folder: Path) -> Path:
    """The Shopify export with the columns that it lacks."""
    with (CASES / "shopify_products_export.csv").open(encoding="utf-8", newline="") as stream:
        header, *rows = csv.reader(stream)
    path = folder / "shopify.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(
            [[*header, "length", "width", "height"], *([*row, "5.1", "4.3", "4.2"] for row in rows)]
        )
    return path


def test_shopify_lacks_dimensions() -> None:
    with pytest.raises(CatalogError, match="dimensions; add them as columns length, width and height") as caught:
        answers(CASES / "shopify_products_export.csv")
    assert caught.value.code == "column_missing"


def test_shopify(tmp_path: Path) -> None:
    rows, told = answers(with_sides(tmp_path))
    found = {row["sku"]: row for row in rows}
    assert [row["sku"] for row in rows] == ["MUG-S", "MUG-L", "stone-mug", "gift-card", "TRAY-2"]
    assert f"{found['MUG-S']['unit_weight']:.5f}" == "0.88756"  # 402.6 g, and neither ounces nor pounds
    assert f"{found['TRAY-2']['unit_weight']:.5f}" == "1.65344"  # 750 g, and not 750 kg
    assert [row["error_code"] for row in rows] == [None, None, "not_a_product", "weight_not_positive", None]
    assert [row["title"] for row in rows] == ["Stone mug", "Stone mug", "Stone mug", "Gift card", "Oak tray"]
    assert found["MUG-S"]["cost_of_goods"] == Decimal("3.10")
    assert any("'Variant Grams' as weight, in g" in text for text in told)


def test_woocommerce() -> None:
    rows, told = answers(CASES / "woocommerce_export.csv")
    found = {row["sku"]: row for row in rows}
    assert {sku: row["error_code"] for sku, row in found.items()} == {
        "tee": "not_a_product", "tee-red": None, "tee-blue": None, "mug": None, "album": "not_a_product",
    }  # fmt: skip
    assert (fees(found["tee-red"]), found["tee-red"]["revenue"]) == (("4.72", "0.17"), Decimal(18))
    assert fees(found["tee-blue"]) == ("5.17", "0.18")
    assert str(found["mug"]["unit_weight"]) == "0.8875000"
    assert found["tee-red"]["status"] == "estimate"
    assert (
        "'Clothing > Tshirts' is no referral category and is priced as clothing_and_accessories"
        in found["tee-red"]["notes"]
    )
    assert any("'Sale price', else 'Regular price' as price" in text for text in told)


def test_parents_by_number_and_over_blocks(tmp_path: Path) -> None:
    path = tmp_path / "woo.csv"
    lines = [
        "ID,Type,SKU,Weight (lbs),Length (in),Width (in),Height (in),Sale price,Regular price,Parent",
        "44,variable,tee,.5,13,9,.85,,,",
    ]
    lines += [f"{50 + number},variation,v{number},,,,,,20,id:44" for number in range(5)]
    path.write_text("\n".join(lines), encoding="utf-8")
    job = open_catalog(str(path), "fba", "US", DAY, False, None)
    blocks = list(job.catalog.blocks(size=2))
    assert [block.rows["weight"].to_list() for block in blocks] == [[".5", ".5"], [".5", ".5"], [".5", ".5"]]
    assert [sorted(block.broken) for block in blocks] == [[0], [], []]


def test_parents_below_their_variations(tmp_path: Path) -> None:
    path = tmp_path / "woo.csv"
    lines = [
        "ID,Type,SKU,Weight (lbs),Length (in),Width (in),Height (in),Sale price,Regular price,Parent",
        "51,variation,red,,,,,,20,id:44",
        "52,variation,blue,.7,,,,,20,tee",
        "44,variable,tee,.5,13,9,.85,,,",
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    rows, _ = answers(path)
    assert [(row["sku"], str(row["unit_weight"]), row["error_code"]) for row in rows] == [
        ("red", "0.5000000", None), ("blue", "0.7000000", None), ("tee", "None", "not_a_product"),
    ]  # fmt: skip


def test_keepa() -> None:
    rows, told = answers(CASES / "keepa_export.csv")
    assert [row["sku"] for row in rows] == ["0367000001", "0060000002", "B0EXAMPLE3", "B0EXAMPLE4", "B0EXAMPLE5"]
    assert [row["error_code"] for row in rows] == [None, None, None, None, "missing_value"]
    assert [row["error_field"] for row in rows][1::3] == [None, "dimensions"]
    assert (rows[1]["price"], rows[1]["status"]) == (None, "unsourced")
    assert "no price is given" in rows[1]["notes"]
    assert (fees(rows[0]), rows[0]["referral"], rows[0]["closing"]) == (
        ("5.83", "0.20"),
        Decimal("30.53"),
        Decimal("1.80"),
    )
    assert fees(rows[2]) == ("3.95", "0.14")
    assert (fees(rows[3]), rows[3]["referral"]) == (("7.71", "0.27"), Decimal("158.84"))
    assert any("'ASIN' as sku" in text for text in told)


def test_fee_preview() -> None:
    rows, told = answers(CASES / "fee_preview_us_31.txt")
    assert [row["market"] for row in rows] == ["US", "CA", "US", "US", "US"]
    us = [row for row in rows if row["market"] == "US"]
    assert [row["error_code"] for row in us] == [None] * 4
    assert [fees(row) for row in us[:3]] == [("3.95", "0.14"), ("3.95", "0.14"), ("7.71", "0.27")]
    assert us[2]["referral"] == Decimal("8.84")
    assert us[3]["closing"] == Decimal("1.80")
    assert us[0]["status"] == "estimate"  # Luggage is a product group
    assert us[0]["title"] == "Crossbody bag, café"
    assert any("the lower of 'your-price' and 'sales-price' as price" in text for text in told)


def test_the_lower_of_two_prices(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text(
        "sku,dimensions,weight,your-price,sales-price\na,5 x 4 x 3 in,9 oz,24.00,19.99\nb,5 x 4 x 3 in,9 oz,24.00,--\nc,5 x 4 x 3 in,9 oz,--,22\n"
        'd,5 x 4 x 3 in,9 oz,"$1,024.00","$1,000.00"\ne,5 x 4 x 3 in,9 oz,24.00,odd\n',
        encoding="utf-8",
    )
    rows, _ = answers(path)
    assert [row["revenue"] for row in rows] == [Decimal("19.99"), Decimal(24), Decimal(22), Decimal(1000), None]
    assert rows[4]["error_code"] == "not_a_number"


@pytest.mark.parametrize("word", ["Total", "TOTAL:", "Summe", "Grand total"])
def test_totals_are_no_products(tmp_path: Path, word: str) -> None:
    path = tmp_path / "c.csv"
    path.write_text(
        f"sku,title,length,width,height,weight,price\na,Mug,5,4,3,1,20\n{word},,5,4,3,1,20\n", encoding="utf-8"
    )
    assert [row["error_code"] for row in answers(path)[0]] == [None, "not_a_product"]
    path.write_text(
        f"sku,title,length,width,height,weight,price\n{word},A product of that name,5,4,3,1,20\n", encoding="utf-8"
    )
    assert [row["error_code"] for row in answers(path)[0]] == [None]


@pytest.mark.parametrize("output", ["-", "out.json", "out.xlsx"])
def test_rows_that_are_no_products_are_no_errors(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], output: str
) -> None:
    where = output if output == "-" else str(tmp_path / output)
    arguments = ["compare", str(CASES / "woocommerce_export.csv"), "--programs", "fba", "--on", DAY, "-o", where]
    assert run(arguments) == 0
    err = capsys.readouterr().err
    assert "2 rows are no products" in err
    assert "in error" not in err
    assert "no column price" not in err  # it is read from the sale price, else the regular one
