"""Costs in another currency: converted by the seller's own rates, half-up to 0.0001 once, and then an estimate."""

from __future__ import annotations

import pickle
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

import logicost as lc
from logicost.cli.main import run
from logicost.export.workbook.cells import FIRST_ROW

ON = "2026-03-01"
RATES = {"exchange": {"USD_EUR": "0.86", "EUR_GBP": "0.87"}}
VASE = {
    "sku": "V", "market": "DE", "dimensions": "10 x 10 x 10 cm", "weight": "400 g", "price": "40",
    "vat_registered": "yes",
}  # fmt: skip


def line(quote: lc.Quote, fee: str) -> tuple[str, str]:
    found = quote.line(fee)
    assert found is not None
    return str(found.amount), found.status


@pytest.mark.parametrize(
    ("cost", "amount", "status"),
    [
        ("12 USD", "10.32", "estimate"),
        ("USD 1,299.50", "1117.57", "estimate"),
        ("3.333 USD", "2.8664", "estimate"),  # 2.86638
        ("10 GBP", "11.4943", "estimate"),  # by the inverse: 10 / 0.87 = 11.494252...
        ("12,50 €", "12.50", "exact"),
        ("12.50", "12.50", "exact"),
        (Decimal("12.5"), "12.50", "exact"),
    ],
)
def test_by_hand(cost: object, amount: str, status: str) -> None:
    assert line(lc.quote({**VASE, "cost": cost}, "fba", on=ON, defaults=RATES), "cost_of_goods") == (amount, status)


def test_every_cost_and_what_depends_on_it() -> None:
    """Each by 0.86; of what comes back, all of it is sold again: 10 % of 0.86 x (1 + 2 + 3 + 4)."""
    quote = lc.quote(
        VASE | {"cost": "1 USD", "inbound_freight": "2 USD", "duty": "3 USD", "own_prep": "4 USD", "advertising": "5 USD"},
        lc.FBM(carrier="flat", packaging="6 USD", handling="7 USD", own_storage="8 USD"),
        on=ON, postage=4, defaults=RATES, return_rate="10 %", resellable_rate="100 %",
    )  # fmt: skip
    fees = (
        "cost_of_goods",
        "inbound_freight",
        "duty",
        "own_prep",
        "advertising",
        "packaging",
        "handling",
        "own_storage",
    )
    assert [line(quote, fee) for fee in fees] == [
        (amount, "estimate") for amount in ("0.86", "1.72", "2.58", "3.44", "4.30", "5.16", "6.02", "6.88")
    ]
    assert line(quote, "returned_goods") == ("-0.86", "estimate")
    assert quote.line("cost_of_goods").why == "your cost of goods, converted by your rate of exchange"  # type: ignore[union-attr]


def test_a_product_keeps_what_was_given() -> None:
    given = {name: value for name, value in VASE.items() if name != "vat_registered"}
    vase = lc.Product.model_validate({**given, "cost": "12 USD"})
    assert vase.cost == "12 USD"
    assert lc.Product(**vase.model_dump()) == vase == pickle.loads(pickle.dumps(vase))
    assert line(lc.quote(vase, on=ON, defaults=RATES), "cost_of_goods") == ("10.32", "estimate")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (
            {"cost": "12 CHF"},
            "cost is '12 CHF' and this store's amounts are in EUR: give CHF_EUR, what one CHF is in EUR",
        ),
        ({"cost": "$12"}, "write it with the code of its currency"),
        ({"price": "12 USD"}, "this store's amounts are in EUR"),
        ({"discount": "1 USD"}, "this store's amounts are in EUR"),
    ],
)
def test_what_cannot_be_converted(given: dict[str, str], told: str) -> None:
    frame = pl.DataFrame([{**VASE, **given}])
    found = lc.quote_frame(frame, programs=["fba"], on=ON, defaults=RATES).row(0, named=True)
    with pytest.raises(lc.InputError) as raised:
        lc.quote({**VASE, **given}, on=ON, defaults=RATES)
    assert (raised.value.code, raised.value.field) == ("currency_mismatch", next(iter(given)))
    assert told in raised.value.message
    assert (found["error_code"], found["error_field"], found["error"]) == (
        "currency_mismatch", next(iter(given)), raised.value.message,
    )  # fmt: skip


@pytest.mark.parametrize("cost", ["-12 USD", "1e9 USD", "1.2.3 USD"])
def test_amounts_that_no_currency_takes(cost: str) -> None:
    with pytest.raises(lc.InputError) as raised:
        lc.quote({**VASE, "cost": cost}, on=ON, defaults=RATES)
    assert raised.value.field == "cost"


def test_columns_and_headings() -> None:
    rows = [
        {"sku": "1", "cost": "12 USD"}, {"sku": "2", "cost": "12"}, {"sku": "3", "cost": None}, {"sku": "4", "cost": "10 GBP"},
        {"sku": "5", "cost": "10 CHF"},
    ]  # fmt: skip
    found = lc.quote_frame(pl.DataFrame([{**VASE, **row} for row in rows]), programs=["fba"], on=ON, defaults=RATES)
    assert [None if value is None else str(value.normalize()) for value in found["cost_of_goods"]] == [
        "10.32", "12", None, "11.4943", None,
    ]  # fmt: skip
    assert found["error_code"].to_list() == [None, None, None, None, "currency_mismatch"]
    headed = pl.DataFrame([VASE | {"Cost (USD)": 12.0}])
    assert lc.quote_frame(headed, programs=["fba"], on=ON, defaults=RATES)["cost_of_goods"].to_list() == [
        Decimal("10.32")
    ]


def test_decisions_and_plans(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is worked out from 12 USD is what is worked out from 10.32."""
    foreign, own = VASE | {"cost": "12 USD"}, VASE | {"cost": "10.32"}
    for decide in (lc.price_for, lc.pack):
        assert [
            {name: value for name, value in row.items() if name != "status"}
            for row in decide(foreign, programs=["fba"], on=ON, defaults=RATES).rows()
        ] == [
            {name: value for name, value in row.items() if name != "status"}
            for row in decide(own, programs=["fba"], on=ON, defaults=RATES).rows()
        ]
    plans = [
        lc.clear({name: value for name, value in vase.items() if name != "vat_registered"}, {60: 40}, 10,
                 start="2026-03-01", defaults=RATES) for vase in (foreign, own)
    ]  # fmt: skip
    assert str(plans[0]) == str(plans[1])
    (tmp_path / "logicost.toml").write_text('[exchange]\nUSD_EUR = "0.86"\n', encoding="utf-8")
    catalog = tmp_path / "catalog.csv"
    catalog.write_text(
        "sku,market,dimensions,weight,price,Cost (USD)\nV,DE,10 x 10 x 10 cm,400 g,40,12\n", encoding="utf-8"
    )
    assert (
        run(
            [
                "compare",
                str(catalog),
                "--defaults",
                str(tmp_path / "logicost.toml"),
                "--programs",
                "fba",
                "--on",
                ON,
                "-o",
                "-",
            ]
        )
        == 0
    )
    out, told = capsys.readouterr()
    assert "10.32" in out
    assert "the rates of exchange" in told


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_the_workbook_has_the_converted_cost(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    path = tmp_path / "one.xlsx"
    lc.write_workbook(path, [lc.compare({**VASE, "cost": "12 USD"}, ["fba"], on=ON, defaults=RATES)])
    book = openpyxl.load_workbook(path, data_only=True)
    head = next(row for row in book["fba"].iter_rows() if "total cost" in [cell.value for cell in row])
    heads = [cell.value for cell in head]
    found = {name: book["fba"].cell(FIRST_ROW + 1, heads.index(name) + 1).value for name in ("cost of goods", "status")}
    assert (found["cost of goods"], found["status"]) == (10.32, "estimate")
