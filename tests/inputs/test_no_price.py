"""Measures without a price: all that needs none is known, and what goes by the price lists its bands."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest

import logicost as lc
from logicost.answers import by_price
from logicost.cli.main import run
from logicost.export.workbook.cells import FIRST_ROW
from logicost.fees import FEES

ON = "2026-11-22"
MUG: dict[str, Any] = {
    "sku": "MUG-11", "dimensions": "5.1 x 4.3 x 4.2 in", "weight": "14.2 oz", "category": "home_and_kitchen", "cost": "3.10",
    "days_in_storage": 45, "placement": "minimal", "return_rate": "5 %", "packaging": "0.60", "zone": 5,
}  # fmt: skip
ROWS = ["fba", "mcf", "fbm", "fbm:flat"]
PRICES = ("0.01", "5.89", "9.99", "10.00", "15.01", "50.00", "50.01", "9999.99")


def amounts(quote: lc.Quote) -> dict[str, Decimal | None]:
    return {line.fee: line.amount for line in quote.lines}


def test_by_hand() -> None:
    quote = lc.quote(MUG, "fba", on=ON)
    found = amounts(quote)
    assert (quote.price, quote.revenue, quote.profit, quote.margin, quote.roi, quote.paid) == (None,) * 6
    assert (quote.size_tier, str(quote.shipping_weight.magnitude)) == ("large_standard", "0.8875")  # type: ignore[union-attr]
    assert (quote.status, found["cost_of_goods"], found["storage"]) == ("unsourced", Decimal("3.10"), Decimal("0.1886"))
    assert found["fba_fulfillment"] is found["fuel_surcharge"] is found["referral"] is found["refund"] is None
    assert quote.total_cost == sum(amount for amount in found.values() if amount is not None)
    fulfilment = quote.line("fba_fulfillment")
    assert fulfilment is not None
    assert [band.to_dict() for band in fulfilment.by_price or ()] == [
        {"from": "0.01", "to": "9.99", "amount": "4.07", "why": "non apparel, large standard, 14.2 oz, price under 10: $4.07 for the band"},
        {"from": "10.00", "to": "50.00", "amount": "4.89", "why": "non apparel, large standard, 14.2 oz, price 10 to 50: $4.89 for the band"},
        {"from": "50.01", "to": None, "amount": "5.15", "why": "non apparel, large standard, 14.2 oz, price over 50: $5.15 for the band"},
    ]  # fmt: skip
    assert fulfilment.why == "no price is given: up to $9.99 $4.07; $10.00 to $50.00 $4.89; from $50.01 $5.15"
    referral = quote.line("referral")
    assert referral is not None
    assert referral.why == "no price is given: up to $2.03 $0.30; from $2.04 15 % of the price"
    assert "no price is given: revenue, profit and what depends on the price are not known" in quote.notes
    assert not [note for note in quote.notes if "is not known:" in note]


@pytest.mark.parametrize("market", ["US", "DE"])
@pytest.mark.parametrize("program", ROWS)
def test_what_is_known_without_a_price_is_so_at_any_price(market: str, program: str) -> None:
    """A line that stands has the same amount at every price; a band's amount is that of the prices within it."""
    given = {name: value for name, value in MUG.items() if name not in ("zone", "placement") or market == "US"}
    given |= {
        "market": market,
        "units_per_box": 10,
        "awd_days_in_storage": 30,
        "postage": 5 if program == "fbm:flat" else None,
    }
    given["dimensions"], given["weight"] = "13 x 11 x 10 cm", "400 g"
    try:
        lc.quote({**given, "price": 20}, program, on=ON)
    except lc.RefusedError:
        return  # not offered there
    without = lc.quote(given, program, on=ON)
    known = {fee: amount for fee, amount in amounts(without).items() if amount is not None}
    assert known
    for price in PRICES:
        priced = lc.quote({**given, "price": price}, program, on=ON)
        found = amounts(priced)
        for fee in FEES:
            line = without.line(fee)
            if fee in known:
                assert found[fee] == known[fee], (fee, price)
            elif line is None:
                assert fee not in found, (fee, price)
            elif line.by_price is not None:
                band = next(
                    band
                    for band in line.by_price
                    if band.first <= (priced.price or 0) <= (band.last or Decimal("Infinity"))
                )
                if band.amount is not None:
                    assert found.get(fee, Decimal(0)) == band.amount, (fee, price, band)


def test_what_is_the_sellers_own_needs_no_price() -> None:
    mug = {name: value for name, value in MUG.items() if name != "return_rate"}
    quote = lc.quote(mug, "fba", on=ON, fba_fulfillment_rate="4.20")
    assert [fee for fee, amount in amounts(quote).items() if amount is None] == ["referral"]
    assert amounts(quote)["fba_fulfillment"] == Decimal("4.20")
    advertised = lc.quote({**mug, "advertising": "1.00", "advertising_rate": "5 %"}, "fbm", on=ON)
    assert amounts(advertised)["advertising"] is None
    assert lc.quote(mug, "fbm", on=ON).line("advertising") is None


def test_an_unregistered_seller() -> None:
    """The tax on fees is of fees that are not all known."""
    quote = lc.quote(
        {**MUG, "market": "UK", "zone": None, "placement": None, "return_rate": None}, "fba", on="2026-03-01",
        vat_registered=False,
    )  # fmt: skip
    assert amounts(quote)["tax_on_fees"] is None
    assert quote.sales_tax_included is None


def test_a_product_and_a_comparison_without_a_price() -> None:
    mug = lc.Product(sku="MUG-11", dimensions="5.1 x 4.3 x 4.2 in", weight="14.2 oz")
    assert mug.price is None
    assert lc.Product(**mug.model_dump()) == mug
    comparison = lc.compare(mug, ["fba", "fbm", "mcf"], on=ON)
    assert [quote.best for quote in comparison.quotes] == [None] * 4
    assert "Amazon orders: no price is given, so that nothing is ranked" in str(comparison)
    with pytest.raises(lc.RefusedError) as raised:
        comparison.orders["amazon"]["fba"].amount("referral")
    assert raised.value.code == "fee_unsourced"
    with pytest.raises(lc.RefusedError):
        lc.quote(mug, "fba", on=ON, strict=True)


def test_a_discount_without_a_price_is_no_fault() -> None:
    assert lc.quote({**MUG, "discount": "2.00"}, "fba", on=ON).status == "unsourced"


@pytest.mark.parametrize("price", [None, "", "-", "N/A"])
def test_columns_say_the_same(price: object) -> None:
    rows = [
        {**MUG, "sku": "A", "price": price},
        {**MUG, "sku": "B", "price": 18.99},
        {**MUG, "sku": "C", "price": price},
    ]
    found = lc.quote_frame(pl.DataFrame(rows, strict=False), programs=["fba", "fbm"], on=ON)
    for row, (given, program) in zip(
        found.iter_rows(named=True), [(row, program) for row in rows for program in ("fba", "fbm")], strict=True
    ):
        quote = lc.quote({name: value for name, value in given.items() if value == value}, program, on=ON)
        assert row["error_code"] is None
        for name in ("price", "revenue", "profit", "margin", "roi", "total_cost", "status", "size_tier"):
            assert row[name] == getattr(quote, name), name
        assert {fee: row[fee] for fee in FEES if fee in row} == {
            fee: amounts(quote).get(fee) for fee in FEES if fee in row
        }


def test_json_of_a_catalog_lists_the_bands(tmp_path: Path) -> None:
    catalog, out = tmp_path / "catalog.jsonl", tmp_path / "out.json"
    catalog.write_text("\n".join(json.dumps({**MUG, "sku": sku}) for sku in "AB"), encoding="utf-8")
    assert run(["compare", str(catalog), "--programs", "fba,fbm", "--on", ON, "-o", str(out)]) == 0
    for row in json.loads(out.read_text(encoding="utf-8")):
        quote = lc.quote({**MUG, "sku": row["sku"]}, row["program"], on=ON)
        assert row["lines"] == quote.to_dict()["lines"]
        assert row["notes"] == [note for note in quote.to_dict()["notes"] if not note.startswith("no effect")]


def test_a_catalog_without_the_column(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    catalog = tmp_path / "catalog.csv"
    catalog.write_text("sku,dimensions,weight,Endpreis\nA,5 x 4 x 3 in,9 oz,12.00\n", encoding="utf-8")
    arguments = ["compare", str(catalog), "--programs", "fba", "--on", ON, "-o", "-"]
    assert run(arguments) == 0
    out, told = capsys.readouterr()
    assert ",unsourced," in out
    assert 'has no column price: revenue, profit and what goes by the price are not known; give --price, or say which it is: --columns "HEADING=price". Not read: Endpreis' in told.replace("'", "")  # fmt: skip
    assert run([*arguments, "--price", "12.00"]) == 0
    out, told = capsys.readouterr()
    assert ",unsourced," not in out
    assert "no column price" not in told


def test_the_command_quotes_without_a_price(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["quote", "--dimensions", "5 x 4 x 3 in", "--weight", "9 oz", "--on", ON]) == 0
    assert "not known without a price" in capsys.readouterr().out


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_documents(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    comparisons = [
        lc.compare(MUG, ["fba", "fbm"], on=ON),
        lc.compare({**MUG, "price": 20, "sku": "B"}, ["fba", "fbm"], on=ON),
    ]
    lc.write_workbook(tmp_path / "a.xlsx", comparisons)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx", data_only=True)
    head = next(row for row in book["fba"].iter_rows() if "total cost" in [cell.value for cell in row])
    heads = [cell.value for cell in head]
    wanted = ("status", "profit", "margin", "referral")
    found = {name: book["fba"].cell(FIRST_ROW + 1, heads.index(name) + 1).value for name in wanted}
    assert (found["status"], found["profit"] or "", found["margin"] or "", found["referral"]) == (
        "unsourced",
        "",
        "",
        "unsourced",
    )
    assert "not known" in comparisons[0]._repr_html_() or "unsourced" in comparisons[0]._repr_html_()


def test_bands_do_not_go_by_the_rows_before() -> None:
    rows = [
        {"sku": str(number), "dimensions": sides, "weight": weight, "category": category}
        for number, (sides, weight, category) in enumerate(
            [
                ("5.1 x 4.3 x 4.2 in", "14.2 oz", "home_and_kitchen"),
                ("14 x 10 x 0.7 in", "5 oz", "clothing_and_accessories"),
                ("30 x 20 x 15 in", "40 lb", "furniture"),
                ("9 x 6 x 2 in", "2 lb", "jewelry"),
            ]
        )
    ]

    def bands(order: list[int], fresh: bool) -> dict[int, object]:
        found = {}
        for number in order:
            if fresh:
                by_price._changes_elsewhere.cache_clear()
            found[number] = lc.quote(rows[number], "fba", on="2026-11-22").to_dict()
        return found

    alone = bands([0, 1, 2, 3], fresh=True)
    by_price._changes_elsewhere.cache_clear()
    assert alone == bands([0, 1, 2, 3], fresh=False)
    assert alone == bands([3, 2, 1, 0], fresh=False)


@pytest.mark.parametrize("price", [None, "", float("nan"), pd.NA])
def test_whatever_stands_for_no_price(price: object) -> None:
    row = {**MUG, "price": price}
    assert lc.quote(row, "fba", on=ON).status == "unsourced"
    assert [each["status"] for each in lc.sweep(row, {"weight": "10 oz,20 oz"}, "fba", on=ON).rows()] == [
        "unsourced"
    ] * 2
    assert {each["status"] for each in lc.pack(row, "fba", on=ON).rows()} <= {"unsourced", "exact", "estimate"}
    assert [each["status"] for each in lc.quote_frame([row], "fba", on=ON)] == ["unsourced"]


def test_a_nan_is_a_number_where_a_library_has_it_as_one() -> None:
    frame = pl.DataFrame([{**MUG, "price": float("nan")}])
    assert lc.quote_frame(frame, "fba", on=ON)["error_code"].to_list() == ["not_finite"]
    blank = frame.with_columns(pl.col("price").fill_nan(None))
    assert lc.quote_frame(blank, "fba", on=ON)["status"].to_list() == ["unsourced"]
    assert lc.quote_frame(blank.to_pandas(), "fba", on=ON)["status"].to_list() == ["unsourced"]
