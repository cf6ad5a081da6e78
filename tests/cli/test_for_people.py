"""What people see at a terminal: SKUs on every width, no colour that white swallows, standard output's last line ended."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from logicost.answers.compare import compare
from logicost.answers.quote import quote
from logicost.cli.console import warn
from logicost.cli.echo import echo
from logicost.export.terminal import ROOM_FOR_REASONS, comparison_table, quote_parts, render
from logicost.inputs.product import Product

SOURCE = Path(__file__).parent.parent.parent / "src" / "logicost"


@pytest.mark.parametrize("width", [24, 30, 40, 60, 76, 100])
def test_sku_and_program_never_drop(width: int) -> None:
    product = Product(sku="MUG-11", dimensions="5.1 x 4.3 x 4.2 in", weight="14.2 oz", price="18.99", cost="3.10")
    compared = compare(product, ["fba", "fbm:usps_ground_advantage", "mcf"], on="2026-11-22")
    text = render([comparison_table([compared], width)], width)
    assert all(len(line) <= width for line in text.splitlines())
    joined = re.sub(r"\s+", "", text)
    assert "MUG-11" in joined
    assert "fbm:us" in joined
    assert "fba" in joined


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_every_reason_is_read_at_every_width(width: int) -> None:
    mug = Product(
        sku="MUG", dimensions="5.1 x 4.3 x 4.2 in", weight="14.2 oz", price="18.99", category="home_and_kitchen"
    )
    made = quote(mug, "fba", on="2026-11-22")
    text = render(quote_parts(made, width), width)
    assert all(len(line) <= width for line in text.splitlines())
    words = " ".join(text.split())
    for line in made.lines:
        assert line.fee in words
        assert f"{line.amount:f}" in words
        if width < ROOM_FOR_REASONS or width == 120:  # between the two a reason is broken over its column
            assert line.why in words


def test_nothing_is_yellow() -> None:
    for path in (SOURCE / "export", SOURCE / "cli"):
        for file in path.rglob("*.py"):
            assert '"yellow"' not in file.read_text(encoding="utf-8"), f"{file}: yellow cannot be read on white"


def test_standard_output_ends_its_line_first(capsys: pytest.CaptureFixture[str]) -> None:
    echo("half a line", end="")
    warn("said")
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("half a line\n", "logicost: said\n")
    echo("whole")
    warn("said")
    assert capsys.readouterr().out == "whole\n"
