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


def test_what_is_asked_for_takes_tens_of_rows(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sheet-formula", *OPTIONS, "--price", "18.99", "--on", DAY, "--fees", "fba_fulfillment,referral"]) == 0
    lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert len(lines) < 100
    assert [line[0] for line in lines if line[1:2] and line[1].endswith("/10000")] == ["fba_fulfillment", "referral"]
    assert len(block(capsys, "18.99", "fba")) < 450
    for fees, words in (("referal", "referral"), ("mcf_fulfillment", "fba does not have")):
        assert run(["sheet-formula", *OPTIONS, "--price", "18.99", "--fees", fees]) == 2
        assert words in capsys.readouterr().err
    assert run(["sheet-formula", *OPTIONS, "--price", "18.99", "--on", DAY, "--fees", "storage"]) == 0
    assert "does not apply with what was given" in capsys.readouterr().out


def test_no_word_of_a_user_becomes_a_formula(capsys: pytest.CaptureFixture[str]) -> None:
    for word in ('=HYPERLINK("http://x";"y")', "+1+1", "@x", "-2-2"):
        assert run(["sheet-formula", *OPTIONS, "--category", word, "--price", "18.99", "--on", DAY]) == 0
        cells = capsys.readouterr().out.replace("\n", "\t").split("\t")
        assert word.lower() not in [cell.lower() for cell in cells]


CHANGES = (  # input, what is typed, the same as an argument of `quote`
    {"price": (9.99, "9.99")},
    {"price": (52.5, "52.5"), "category": ("jewelry", "jewelry"), "weight": (70, "70 oz")},
    {
        "category": ("Kitchen & Dining", "Kitchen & Dining"),
        "length": (19, None),
        "width": (12, None),
        "height": (9, None),
    },
    {"weight": (2, "2 kg"), "weight_unit": ("KG", None), "dimension_unit": ("cm", None)},
    {"price": ("$24.99", "24.99"), "weight": (3.5, "3.5 lb"), "weight_unit": (None, None)},
)


@pytest.mark.libreoffice
def test_the_pruned_block_follows_every_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    libreoffice.require()
    assert run(["sheet-formula", *OPTIONS, "--price", "18.99", "--on", DAY, "--fees", "fba_fulfillment,referral"]) == 0
    lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    book = openpyxl.Workbook()
    for number, changes in enumerate(CHANGES):
        sheet = book.create_sheet(f"change {number}")
        for line in lines:
            sheet.append([pasted(cell) for cell in line])
        for row in sheet.iter_rows(max_col=2, max_row=9):
            if row[0].value in changes:
                row[1].value = changes[row[0].value][0]
    book.save(tmp_path / "changed.xlsx")
    found = openpyxl.load_workbook(libreoffice.convert(tmp_path / "changed.xlsx", tmp_path), data_only=True)
    for number, changes in enumerate(CHANGES):
        given = {
            "dimensions": "5.1 x 4.3 x 4.2 in",
            "weight": "14.2 oz",
            "price": "18.99",
            "category": "home_and_kitchen",
        }
        given |= {name: text for name, (_, text) in changes.items() if text is not None}
        sides = [changes.get(name, (side,))[0] for name, side in (("length", 5.1), ("width", 4.3), ("height", 4.2))]
        unit = changes.get("dimension_unit", ("in",))[0]
        given["dimensions"] = f"{sides[0]} x {sides[1]} x {sides[2]} {unit}"
        quote = compare({"sku": "x", **given}, "fba", on=DAY).quotes[0]
        rows = list(found[f"change {number}"].iter_rows(max_col=2, values_only=True))
        cells = dict(reversed(rows))  # results stand above the steps
        for fee in ("fba_fulfillment", "referral"):
            assert cells[fee] == pytest.approx(float(quote.amount(fee)), abs=1e-9), (fee, changes)


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
        found = dict(reversed(list(sheet.iter_rows(max_col=2, values_only=True))))  # results stand above the tables
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
