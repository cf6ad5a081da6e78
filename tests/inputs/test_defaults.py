"""Defaults of a seller: the order in which they hold, and what a hostile file may not do."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from logicost.answers.defaults_file import find_defaults, read_defaults
from logicost.answers.engine import Engine
from logicost.catalog.filling import fill_frame
from logicost.errors import LogicostError
from logicost.inputs.defaults import Defaults, fill
from logicost.inputs.readers import is_blank
from logicost.tables.shelf import find_market

TEXT = """
[columns]
"COGS" = "cost"
"L" = "length (cm)"

[account]
market = "uk"
selling_plan = "professional"

[exchange]
USD_EUR = "0.8"
"gbp/eur" = 1.15

[defaults]
packaging = 0.60
handling = "1.10"
return_rate = "5 %"
zone_mix = { 2 = 10, 5 = 60, 8 = 30 }
residential = true

[defaults.market.US]
packaging = 0.50
days_in_storage = 45

[defaults.program.fba]
days_in_storage = 30
placement = "minimal"

[defaults.program.fbm]
packaging = 0.70

[defaults.program."fbm:ups_ground"]
packaging = 0.80

[defaults.channel.shopify]
packaging = 0.90
payment = "stripe"

[defaults.category."Furniture"]
packaging = 5
return_rate = "9 %"
"""


@pytest.fixture
def defaults(tmp_path: Path) -> Defaults:
    path = tmp_path / "mine.toml"
    path.write_text(TEXT, encoding="utf-8")
    return read_defaults(path)


BOOK = Engine().vocabulary(find_market("US")).categories


def filled(
    defaults: Defaults, row: dict[str, Any], program: str = "fba", market: str = "US", channel: str = "amazon"
) -> dict[str, Any]:
    return dict(fill(defaults, row, market, program, row.get("channel") or channel, BOOK).row)


def test_a_file_is_read_as_it_says(defaults: Defaults) -> None:
    assert defaults.market == "UK"
    assert defaults.columns == {"COGS": "cost", "L": "length (cm)"}
    assert defaults.general["zone_mix"] == "2:10,5:60,8:30"
    assert defaults.general["packaging"] == "0.60"  # as written: no float in between
    assert defaults.general["residential"] == "true"
    assert defaults.tables["category"] == {"furniture": {"packaging": "5", "return_rate": "9 %"}}
    assert defaults.rate("USD", "EUR") == Fraction(4, 5)
    assert defaults.rate("EUR", "USD") == Fraction(5, 4)
    assert defaults.rate("GBP", "EUR") == Fraction("1.15")
    assert defaults.rate("GBP", "USD") is None


@pytest.mark.parametrize(
    ("row", "program", "market", "packaging"),
    [
        ({}, "fba", "UK", "0.60"),  # general
        ({}, "fba", "US", "0.50"),  # market before general
        ({}, "fbm:usps_ground_advantage", "US", "0.70"),  # program before market
        ({}, "fbm:ups_ground", "US", "0.80"),  # a program's own name before its family's
        ({"channel": "shopify"}, "fbm:ups_ground", "US", "0.90"),  # channel before program
        ({"channel": "shopify", "category": "Furniture"}, "fbm:ups_ground", "US", "5"),  # category before channel
        ({"channel": "shopify", "category": "furniture", "packaging": "0.33"}, "fbm:ups_ground", "US", "0.33"),
        ({"category": "furniture", "packaging": "0"}, "fba", "US", "0"),  # 0 is given
        ({"category": "furniture", "packaging": 0}, "fba", "US", 0),
        ({"category": "furniture", "packaging": "  "}, "fba", "US", "5"),  # blank is not
        ({"category": "furniture", "packaging": None}, "fba", "US", "5"),
        ({"category": "no such thing"}, "fba", "US", "0.50"),
    ],
)
def test_the_closest_default_holds(
    defaults: Defaults, row: dict[str, Any], program: str, market: str, packaging: object
) -> None:
    assert filled(defaults, row, program, market)["packaging"] == packaging


def test_each_value_says_where_it_came_from(defaults: Defaults) -> None:
    origins = fill(defaults, {"category": "furniture", "handling": "1"}, "US", "fba", "amazon", BOOK).origins
    assert origins["packaging"].endswith("mine.toml [defaults.category.furniture]")
    assert origins["days_in_storage"].endswith("mine.toml [defaults.program.fba]")
    assert origins["zone_mix"].endswith("mine.toml [defaults]")
    assert origins["selling_plan"].endswith("mine.toml [account]")
    assert "handling" not in origins


def test_what_a_row_says_otherwise_bars_a_default_of_the_same_thing(defaults: Defaults) -> None:
    assert "zone_mix" not in filled(defaults, {"zone": "5"})
    assert "days_in_storage" not in filled(defaults, {"monthly_units": "30", "average_inventory": "45"})
    assert filled(defaults, {"monthly_units": "30"})["days_in_storage"] == "30"


def test_a_default_category_leads_to_its_own_defaults() -> None:
    saved = find_defaults(
        {
            "defaults": {
                "category": "furniture",
                "program": {"mcf": {"channel": "shopify"}},
                "channel": {"shopify": {"packaging": "0.9"}, "amazon": {"handling": 2}},
            }
        }
    )
    assert saved.channel_of("mcf:standard") == "shopify"
    assert saved.channel_of("fba") is saved.channel is None
    assert filled(saved, {}, "mcf:standard", channel="shopify") == {"category": "furniture", "packaging": "0.9"}
    assert filled(saved, {}, "fba") == {"category": "furniture", "handling": "2"}
    assert find_defaults({"defaults": {"channel": "ebay"}}).channel == "ebay"


def test_the_same_key_means_the_same_defaults(defaults: Defaults) -> None:
    assert defaults.key("fba", "amazon") == ("fba",)
    assert defaults.key("fbm:ups_ground", "shopify") == ("fbm:ups_ground", "fbm", "shopify")
    assert defaults.key("mcf:standard", "direct") == defaults.key("sfp:ups_ground", "amazon") == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("defaults = 3", "defaults must be a table"),
        ("[default]\npackaging = 1", "there is no table 'default'. Did you mean 'defaults'?"),
        ("packaging = 1", "there is no table 'packaging'"),
        ("[defaults]\npackagin = 1", "[defaults] 'packagin' is no column. Did you mean 'packaging'?"),
        ("[defaults]\npackaging = -1", "[defaults] packaging is '-1'; it must be 0 or more"),
        ("[defaults]\npackaging = '1,5'", "write decimals with a point"),
        ("[defaults]\npackaging = nan", "give a finite number"),
        ("[defaults]\npackaging = 1e99", "beyond any sensible figure"),
        ("[defaults]\npackaging = [1]", "packaging must be one value"),
        ("[defaults]\npackaging = {a = 1}", "packaging must be one value"),
        ("[defaults]\npackaging = ''", "packaging is empty"),
        ("[defaults]\npackaging = '" + "1" * 600 + "'", "packaging is too long"),
        ("[defaults]\nreturn_rate = 1", "could be 1 % or all of it"),
        ("[defaults]\nweight = '1 lb'", "weight belongs to a product"),
        ("[defaults]\nsku = 'A'", "sku belongs to a product"),
        ("[defaults]\nmarket = 'UK'", "market belongs to a product or a command"),
        ("[defaults]\nzone = 5\nzone_mix = '5:100'", "gives both zone and zone_mix"),
        ("[defaults]\nzone_mix = '5:90'", "must add up to 100"),
        ("[defaults.market.XX]\npackaging = 1", "[defaults.market.XX] market 'XX' is not known"),
        ("[defaults.market.UK]\nmarket = 'US'", "market belongs to"),
        ("[defaults.market.UK.program.fba]\npackaging = 1", "cannot hold a table program"),
        ("[defaults.market]\nUK = 1", "defaults.market.UK must be a table"),
        ("[defaults.market.UK]\npackaging=1\n[defaults.market.GB]\npackaging=2", "for which there is a table already"),
        ("[defaults.program.fbx]\npackaging = 1", "program 'fbx' is not known. Did you mean 'fbm'?"),
        ("[defaults.program.fba]\ncategory = 'books'", "cannot give the category"),
        ("[defaults.channel.amazn]\npackaging = 1", "Did you mean 'amazon'?"),
        ("[defaults.channel.ebay]\nchannel = 'etsy'", "cannot give the channel"),
        ("[defaults.market.UK]\nchannel = 'etsy'", "cannot give the channel"),
        ("[defaults]\nplacement = 'minimum'", "Did you mean 'minimal'?"),
        ("[account]\npackaging = 1", "[account] has no 'packaging'"),
        ("[account]\nmarket = 'Mars'", "[account] market 'Mars' is not known"),
        ("[account]\nselling_plan='individual'\n[defaults]\nselling_plan='professional'", "stands in [account] and in"),
        ("[columns]\nCOGS = 3", "'COGS' must name a column"),
        ("[columns]\nCOGS = 'costs'", "'costs', which is no column. Did you mean 'cost'?"),
        ("[exchange]\nUSD = 1.1", "is no pair of currencies"),
        ("[exchange]\nUSD_EUR = 0", "give a rate from"),
        ("[exchange]\nUSD_EUR = 1.1\nEUR_USD = 0.9", "must be two currencies, given once"),
        ("[exchange]\nUSD_USD = 1", "must be two currencies"),
        ("[defaults\npackaging = 1", "is not TOML"),
        ("[defaults]\npackaging = 1\npackaging = 2", "is not TOML"),
        ("[defaults]\npackaging = " + "9" * 5000, "is not TOML"),
        ("a = " + "[" * 5000 + "]" * 5000, "is not TOML"),
        ("[defaults]\npackaging = 1" + "\n# padding" * 200_000, "more than a megabyte"),
        ("# " + "." * 50 + "\na" + ".a" * 400_000 + " = 1", "more than 40 points in line 2"),
    ],
)
def test_a_wrong_file_says_where_and_what(text: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "logicost.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LogicostError) as caught:
        read_defaults(path)
    assert caught.value.code == "defaults_malformed"
    assert told in caught.value.message
    assert str(path) in caught.value.message
    assert len(caught.value.message) < 1500


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    def code(path: object) -> str:
        with pytest.raises(LogicostError) as caught:
            read_defaults(path)  # type: ignore[arg-type]
        assert "Traceback" not in caught.value.message
        return caught.value.code

    assert code(tmp_path / "none.toml") == "file_not_found"
    assert code(tmp_path) == "file_unreadable"
    assert code("a\0b.toml") == "defaults_malformed"
    assert code("x" * 5000) == "file_unreadable"
    assert code("/dev/zero") == "defaults_malformed"
    (tmp_path / "latin.toml").write_bytes(b"[defaults]\npackaging = '\xff'")
    assert code(tmp_path / "latin.toml") == "defaults_malformed"


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "bom.toml").write_text("\ufeff[defaults]\npackaging = 1", encoding="utf-8")
    assert read_defaults(tmp_path / "bom.toml").general == {"packaging": "1"}


def test_the_variable_names_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGICOST_DEFAULTS", str(tmp_path / "mine.toml"))
    (tmp_path / "mine.toml").write_text("[defaults]\npackaging = 2", encoding="utf-8")
    assert find_defaults().general == {"packaging": "2"}
    assert find_defaults({"defaults": {"packaging": Decimal("3.10")}}).general == {"packaging": "3.10"}
    monkeypatch.setenv("LOGICOST_DEFAULTS", "")
    assert not find_defaults()


def test_a_category_that_no_store_knows(tmp_path: Path) -> None:
    saved = find_defaults({"defaults": {"category": {"furnitur": {"packaging": 1}}}})
    with pytest.raises(LogicostError, match=r"no store has this category. Did you mean 'furniture'\?"):
        saved.check([BOOK])


def test_of_two_ways_to_say_it_the_closer_table_decides() -> None:
    saved = find_defaults(
        {"defaults": {"zone_mix": "5:100", "category": {"furniture": {"zone": 3}}, "channel": {"ebay": {"zone": 4}}}}
    )
    assert filled(saved, {"category": "furniture"}) == {"category": "furniture", "zone": "3"}
    assert filled(saved, {}) == {"zone_mix": "5:100"}
    assert filled(saved, {"zone": "7", "category": "furniture"}) == {"zone": "7", "category": "furniture"}


CELLS = st.fixed_dictionaries(
    {
        "packaging": st.sampled_from([None, "", " ", "0", "1.25"]),
        "handling": st.sampled_from([None, "2"]),
        "zone": st.sampled_from([None, "", "3"]),
        "zone_mix": st.sampled_from([None, None, "5:100"]),
        "days_in_storage": st.sampled_from([None, "10"]),
        "average_inventory": st.sampled_from([None, None, "40"]),
        "category": st.sampled_from([None, "", "Furniture", "furniture ", "books", "none such"]),
        "return_rate": st.sampled_from([None, "1 %"]),
    }
)
VALUES = {
    "packaging": ["0.1", "0.2", "0.3"],
    "handling": ["1", "2"],
    "zone": ["4", "6"],
    "zone_mix": ["2:100", "8:100"],
    "days_in_storage": ["7", "70"],
    "average_inventory": ["5", "50"],
    "return_rate": ["5 %", "7 %"],
}
TABLE = st.dictionaries(st.sampled_from(list(VALUES)), st.integers(0, 1), max_size=4).filter(
    lambda table: not ({"zone", "zone_mix"} <= set(table) or {"days_in_storage", "average_inventory"} <= set(table))
)


@st.composite
def saved_defaults(draw: st.DrawFn) -> Defaults:
    def table() -> dict[str, str]:
        return {name: VALUES[name][number] for name, number in draw(TABLE).items()}

    more: dict[str, Any] = {
        "market": {"US": table(), "UK": table()},
        "program": {name: table() for name in ("fba", "fbm", "fbm:ups_ground", "mcf")},
        "channel": {name: table() for name in ("shopify", "amazon", "direct")},
        "category": {name: table() for name in ("furniture", "books")},
    }
    if draw(st.booleans()):
        more["category"] = "furniture"  # a word in place of tables: the default category
    return find_defaults({"defaults": {**table(), **more}})


@given(
    saved_defaults(),
    st.lists(CELLS, min_size=1, max_size=8),
    st.sampled_from(["fba", "fbm:ups_ground", "mcf:standard"]),
    st.sampled_from(["amazon", "shopify", "direct", "ebay"]),
)
def test_columns_are_filled_as_rows_are(
    saved: Defaults, rows: list[dict[str, Any]], program: str, channel: str
) -> None:
    frame = pl.DataFrame(rows, schema=dict.fromkeys(rows[0], pl.String))
    frame = fill_frame(saved, frame, "US", program, channel, BOOK)
    for row, columns in zip(rows, frame.to_dicts(), strict=True):
        expected = filled(saved, row, program, channel=channel)
        assert {name: value for name, value in columns.items() if not is_blank(value)} == {
            name: value for name, value in expected.items() if not is_blank(value)
        }


def test_columns_of_other_kinds_keep_what_they_give() -> None:
    saved = find_defaults({"defaults": {"packaging": "0.6", "sipp": True, "handling": 1}})
    frame = pl.DataFrame({"packaging": [1.1, None], "sipp": [False, None], "handling": [1, 2]})
    assert fill_frame(saved, frame, "US", "fba", "amazon", BOOK).to_dict(as_series=False) == {
        "packaging": ["1.1", "0.6"],
        "sipp": ["false", "true"],
        "handling": [1, 2],
    }
