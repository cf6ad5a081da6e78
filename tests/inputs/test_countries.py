"""Sellers and stocks are in any country of the world, said by code or name."""

from __future__ import annotations

import polars as pl
import pytest

import logicost as lc
from logicost.answers.engine import Engine
from logicost.inputs.countries import EU, country_codes
from logicost.inputs.fields import FIELD

TEA = {
    "sku": "TEA", "dimensions": "20 x 10 x 5 cm", "weight": "0.4 kg", "price": "20", "category": "toys_and_games", "market": "DE",
}  # fmt: skip


SAID = [
    ("GB", "seller_country", "uk"), ("United Kingdom", "seller_country", "uk"), ("Germany", "seller_country", "de"),
    ("germany", "stock_country", "de"), ("China", "seller_country", "other"), ("CN", "seller_country", "other"),
    ("hong-kong", "seller_country", "other"), ("CZ", "stock_country", "other"), ("UK", "stock_country", "uk"),
    ("USA", "seller_country", "us"), ("other", "seller_country", "other"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "column", "word"), SAID)
def test_countries(said: str, column: str, word: str) -> None:
    words = Engine().vocabulary(Engine().shelf.markets.find("DE"))
    assert words[column][words.reader(FIELD[column])(said, column)] == word
    one, other = (lc.quote({**TEA, column: each}, on="2026-11-22").to_dict() for each in (said, word))
    assert one == other


def test_countries_in_columns() -> None:
    rows = [{**TEA, column: each} for said, column, word in SAID for each in (said, word)]
    frame = lc.quote_frame(pl.from_dicts(rows, infer_schema_length=None), "fba", on="2026-11-22")
    assert frame["total_cost"].null_count() == 0
    answers = frame.drop("sku").rows()
    assert answers[::2] == answers[1::2]


@pytest.mark.parametrize(
    ("said", "column"),
    [("narnia", "seller_country"), ("zz", "stock_country"), ("Austria", "seller_country"), ("ed", "stock_country")],
)
def test_no_countries(said: str, column: str) -> None:
    """Of a seller in Austria no card says what tax Amazon adds to its fees."""
    with pytest.raises(lc.LogicostError) as caught:
        lc.quote({**TEA, column: said}, on="2026-11-22")
    assert (caught.value.code, caught.value.field) == ("unknown_choice", column)


def test_defaults_say_countries_so_too() -> None:
    quotes = [
        lc.quote(TEA, on="2026-11-22", defaults={"account": {"seller_country": said}})
        for said in ("Great Britain", "uk")
    ]
    assert quotes[0].total_cost == quotes[1].total_cost
    with pytest.raises(lc.LogicostError):
        lc.quote(TEA, defaults={"account": {"seller_country": "narnia"}})


def test_the_list() -> None:
    """Every code of ISO 3166-1 of today, and the members of the EU: 27, of which the stores' nine are not marked."""
    codes = set(country_codes().values())
    assert len(codes) == 249
    assert all(len(code.removeprefix(EU)) == 2 for code in codes)
    assert len([code for code in codes if code.startswith(EU)]) == 27 - len(
        ("de", "fr", "it", "es", "nl", "pl", "se", "be", "ie")
    )
