"""`logicost sheet-formula`: the block, pasted into a sheet, computes the quote, and follows a changed input."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from logicost.answers.compare import compare
from logicost.cli.main import run
from logicost.inputs.product import Product
from tests.export import libreoffice

openpyxl = pytest.importorskip("openpyxl")
OPTIONS = [
    "--dimensions",
    "5.1 x 4.3 x 4.2 in",
    "--weight",
    "14.2 oz",
    "--category",
    "home_and_kitchen",
    "--cost",
    "3.1",
]
DAY = "2026-11-22"


def block(capsys: pytest.CaptureFixture[str], price: str, program: str) -> list[list[str]]:
    assert run(["sheet-formula", *OPTIONS, "--price", price, "--program", program, "--on", DAY]) == 0
    return [line.split("\t") for line in capsys.readouterr().out.splitlines()]


def pasted(text: str) -> Any:
    """What a cell holds after a paste."""
    try:
        return float(text)
    except ValueError:
        return {"TRUE": True, "FALSE": False}.get(text, text or None)


def test_the_block_names_inputs_steps_and_results(capsys: pytest.CaptureFixture[str]) -> None:
    lines = block(capsys, "18.99", "fba")
    names = [line[0] for line in lines]
    assert names[0] == "input"
    assert {"length", "weight", "price", "size_tier", "shipping_weight", "fba/total_cost", "profit"} <= set(names)
    assert all("!" not in cell for line in lines for cell in line if cell.startswith("="))


@pytest.mark.libreoffice
@pytest.mark.parametrize("program", ["fba", "mcf", "fbm:ups_ground"])
def test_the_pasted_block_computes_and_follows_the_price(
    program: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    libreoffice.require()
    for price, new in (("18.99", "18.99"), ("18.99", "52.5")):
        book = openpyxl.Workbook()
        for line in block(capsys, price, program):
            book.active.append([pasted(cell) for cell in line])
        for row in book.active.iter_rows(max_col=2):
            if row[0].value == "price" and not str(row[1].value).startswith("="):
                row[1].value = float(new)
        book.save(tmp_path / "pasted.xlsx")
        sheet = openpyxl.load_workbook(libreoffice.convert(tmp_path / "pasted.xlsx", tmp_path), data_only=True).active
        found = {row[0]: row[1] for row in sheet.iter_rows(max_col=2, values_only=True)}
        product = Product(
            sku="x",
            dimensions="5.1 x 4.3 x 4.2 in",
            weight="14.2 oz",
            price=new,
            category="home_and_kitchen",
            cost="3.1",
        )
        quote = compare(product, program, on=DAY).quotes[0]
        assert quote.total_cost is not None
        assert quote.profit is not None
        assert found["total_cost"] == pytest.approx(float(quote.total_cost), abs=1e-9)
        assert found["profit"] == pytest.approx(float(quote.profit), abs=1e-9)
        assert found["status"] == quote.status
