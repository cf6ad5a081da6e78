"""One program beside itself: models whose columns differ, and the rows of one SKU over stores and stocks."""

from __future__ import annotations

from typing import Any

import pytest

import logicost as lc
from logicost.cli.main import run

LAMP = lc.Product(sku="L", dimensions="31 x 22 x 14 cm", weight="1.1 kg", price="34.99", category="home_products")
ACCOUNT: dict[str, Any] = {"market": "DE", "on": "2026-11-20", "vat_registered": True, "seller_country": "de"}


def test_local_stock_beside_stock_abroad() -> None:
    """Each as `quote` has it: 4.58 and 14.35 of fulfilment, 0.07 and 0.22 of surcharge."""
    asked = [lc.FBA(stock_country="DE"), lc.FBA(stock_country="fr"), lc.FBM(postage="9.99")]
    found = lc.compare(LAMP, asked, **ACCOUNT)
    assert [quote.program for quote in found.quotes] == ["fba (stock_country=de)", "fba (stock_country=fr)", "fbm"]
    assert found["fba (stock_country=fr)"].amount("fba_fulfillment") == lc.quote(
        LAMP, "fba", **ACCOUNT, stock_country="fr"
    ).amount("fba_fulfillment")
    assert found["fba"].program == "fba (stock_country=de)"
    assert found.best is not None
    assert found.best.program == "fba (stock_country=de)"
    assert [quote.best for quote in found.quotes] == [True, False, False]
    assert "leaves €5.34 more than fbm" in found.reason  # 4.58 + 0.07 against 9.99
    assert [row["program"] for row in found.to_dicts()] == [quote.program for quote in found.quotes]
    assert "fba (stock_country=fr)" in str(found)
    assert "fba (stock_country=fr)" in found._repr_html_()


def test_a_name_beside_a_model_and_other_orders() -> None:
    asked = ["fba", lc.FBA(stock_country="fr", days_in_storage=30), "mcf"]
    found = lc.compare(LAMP, asked, uplift="fba:20", monthly_units=10, **ACCOUNT)
    assert [quote.program for quote in found.quotes] == ["fba", "fba (days_in_storage=30, stock_country=fr)", "mcf"]
    assert [quote.channel for quote in found.quotes] == ["amazon", "amazon", "direct"]
    assert [quote.best for quote in found.quotes] == [True, False, None]
    assert [str(quote.monthly_units) for quote in found.quotes] == ["12", "12", "10"]


def test_channels_of_one_program() -> None:
    found = lc.compare(LAMP, [lc.MCF(channel="shopify"), lc.MCF(channel="ebay"), "fbm"], **ACCOUNT)
    assert [(quote.program, quote.channel) for quote in found.quotes] == [
        ("mcf (channel=shopify)", "shopify"), ("fbm", "shopify"), ("mcf (channel=ebay)", "ebay"), ("fbm", "ebay"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "asked",
    [[lc.FBA(), "fba"], [lc.FBA(stock_country="fr"), lc.FBA(stock_country="FR")], [lc.FBM(), lc.FBM(), "fba"]],
)
def test_what_does_not_differ_is_refused(asked: list[Any]) -> None:
    with pytest.raises(lc.LogicostError) as caught:
        lc.compare(LAMP, asked, **ACCOUNT)
    assert (caught.value.code, caught.value.field) == ("program_given_twice", "programs")


def test_a_sku_over_its_stores(tmp_path: Any, capsys: pytest.CaptureFixture[str], monkeypatch: Any) -> None:
    monkeypatch.setenv("COLUMNS", "70")
    catalog = tmp_path / "lamp.csv"
    catalog.write_text(
        "sku,market,dimensions,weight,price,category,vat_registered,seller_country,stock_country\n"
        "L,UK,31 x 22 x 14 cm,1.1 kg,£29.99,home_products,true,de,\n"
        "L,DE,31 x 22 x 14 cm,1.1 kg,34.99 €,home_products,true,de,DE\n"
        "L,DE,31 x 22 x 14 cm,1.1 kg,EUR 34.99,home_products,true,de,fr\n",
        encoding="utf-8",
    )
    assert run(["compare", str(catalog), "--programs", "fba", "--on", "2026-11-20"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split()[:3] == ["SKU", "store", "program"]
    assert [line.split("fba")[0].split() for line in lines[1:4]] == [
        ["L", "UK"],
        ["L", "DE"],
        ["L", "DE", "from", "FR"],
    ]
    assert ("£" in lines[1], "€" in lines[2], "€" in lines[3]) == (True, True, True)
