"""What a notebook shows of a quote and a comparison."""

from __future__ import annotations

import html
import re

from logicost.answers.compare import compare
from logicost.inputs.product import Product

HOSTILE = "<script>alert(1)</script>"


def product(sku: str = HOSTILE) -> Product:
    return Product(sku=sku, dimensions="5.1 x 4.3 x 4.2 in", weight="14.2 oz", price="18.99", cost="3.10")


def test_a_quote_shows_every_line_escaped() -> None:
    quote = compare(product(), "fba", on="2026-11-22").quotes[0]
    shown = quote._repr_html_()
    assert "<script" not in shown
    text = html.unescape(re.sub(r"<[^>]+>", " ", shown))
    for line in quote.lines:
        assert line.why in text
        assert f"{line.amount:,f}" in text
    assert f"{quote.profit:,f}" in text


def test_a_comparison_shows_every_program_and_the_best() -> None:
    comparison = compare(product(), ["fba", "mcf", "fbm:flat"], on="2026-11-22")
    shown = comparison._repr_html_()
    assert "<script" not in shown
    assert "(best)" not in shown  # fbm:flat lacks a postage: nothing to rank against
    ranked = compare(product(), ["fba", "mcf", "fbm:flat"], on="2026-11-22", postage="1")
    assert ranked._repr_html_().count("fbm:flat (best)") == 2
    assert "postage" in shown  # fbm:flat says what it lacks
    assert shown.count("<tr>") == 6  # two groups with a heading each


def test_a_quote_in_error_says_so() -> None:
    quote = compare(product(), "fbm:flat", on="2026-11-22").quotes[0]
    assert "postage_missing" in quote._repr_html_()
