"""A market is a folder: a made-up one, with a currency without minor unit, tiers, categories and a carrier of its own, prices
that contain a tax, and not a line of code. Every amount here is worked out by hand from tests/data/markets/xx."""

from __future__ import annotations

import csv
import json
import re
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import logicost as lc
from logicost.cli.main import run
from logicost.programs.check import check_tables

FOLDER = Path(__file__).parent / "data" / "markets"
DAY = "2026-07-01"
KITE: dict[str, Any] = {
    "dimensions": "50 x 20 x 10 cm", "weight": "1.2 kg", "price": "2200", "category": "kites", "vat_registered": True,
    "days_in_storage": 30,
}  # fmt: skip


def quoted(program: str = "fba", **columns: object) -> lc.Quote:
    row = {**KITE, **columns}
    goods = {name: row.pop(name) for name in ("dimensions", "weight", "price", "category")}
    return lc.quote(lc.Product(sku="A", **goods), program, market="XX", on=DAY, fee_tables=FOLDER, **row)


def amounts(quote: lc.Quote) -> dict[str, str | None]:
    return {line.fee: None if line.amount is None else str(line.amount) for line in quote.lines}


def test_the_folder_is_sound() -> None:
    findings = list(check_tables(FOLDER))
    assert [finding.problem for finding in findings] == [None] * 14


def test_a_box() -> None:
    """Dimensional 50 x 20 x 10 / 4000 = 2.5 kg beats 1.2 kg: 410 + 35 x 3 steps of 500 g above 1 kg. Referral 15 % of 2200.
    10 l for 30 days of June: 10 x 2.5. Tax inside: 2200 x 10 / 110 = 200."""
    quote = quoted()
    assert (quote.currency, quote.size_tier, quote.status) == ("XXK", "box", "override")
    assert amounts(quote) == {"storage": "25", "fba_fulfillment": "515", "referral": "330"}
    assert (str(quote.price), str(quote.sales_tax_included), str(quote.revenue)) == ("2200", "200", "2000")
    assert (str(quote.total_cost), str(quote.profit), quote.margin) == ("870", "1130", Decimal("0.5650"))
    assert quote.lines[1].edition == "xx/fba_fulfillment/2026-01-01"
    assert quote.lines[1].why.endswith("K410 for the band, and K35 for each started 500 g above 1 kg: 3")


def test_a_row_is_read_by_a_market_of_a_folder_of_ones_own() -> None:
    """Its bare numbers are centimetres and kilograms, in whichever way the market is named."""
    row = {**KITE, "sku": "A", "dimensions": "50 x 20 x 10", "weight": 1.2}
    for given, said in (
        (row, {"market": "XX"}),
        ({**row, "market": "xx"}, {}),
        (row, {"defaults": {"account": {"market": "XX"}}}),
    ):
        quote = lc.quote(given, on=DAY, fee_tables=FOLDER, **said)
        assert (quote.market, amounts(quote)) == ("XX", {"storage": "25", "fba_fulfillment": "515", "referral": "330"})


def test_fees_round_to_whole_units() -> None:
    """8 % of 995 = 79.6, half-up 80; tax inside 995 x 10 / 110 = 90.45, half-up 90."""
    quote = quoted(price="995", dimensions="20 x 20 x 3 cm", weight="0.3 kg", days_in_storage=None)
    assert amounts(quote) == {"fba_fulfillment": "290", "referral": "80"}
    assert (str(quote.sales_tax_included), str(quote.revenue), str(quote.profit)) == ("90", "905", "535")
    lamp = quoted(price="6010", category="lamps", dimensions="20 x 20 x 3 cm", weight="0.3 kg", days_in_storage=None)
    assert amounts(lamp)["referral"] == "651"  # 600 + 5 % of 1010 = 650.5
    assert amounts(lamp)["closing"] == "80"


@pytest.mark.parametrize(
    ("dimensions", "weight", "tier"),
    [
        ("150 x 3 x 3 cm", "1 kg", "flat"),
        ("150.1 x 3 x 3 cm", "1 kg", "giant"),
        ("20 x 20 x 3.1 cm", "1 kg", "box"),
        ("60 x 60 x 11.1 cm", "1 kg", "box"),  # 9.99 kg of volume
        ("60 x 60 x 11.2 cm", "1 kg", "crate"),  # 10.08
        ("61 x 10 x 10 cm", "1 kg", "crate"),
        ("10 x 10 x 10 cm", "20 kg", "crate"),
        ("10 x 10 x 10 cm", "20.001 kg", "giant"),
    ],
)
def test_tiers(dimensions: str, weight: str, tier: str) -> None:
    quote = quoted(dimensions=dimensions, weight=weight)
    assert quote.size_tier == tier
    if tier == "giant":
        assert (amounts(quote)["fba_fulfillment"], quote.status) == (None, "unsourced")
        assert next(line for line in quote.lines if line.amount is None).why.endswith(
            "the figure is not on file; give fba_fulfillment_rate"
        )


@pytest.mark.parametrize(
    ("longest", "tier", "weight"),
    [(50, "box", "1.25"), (60, "box", "1.5"), (61, "crate", "3.05"), (70, "crate", "3.5")],
)
def test_only_some_tiers_may_raise_a_side(tmp_path: Path, longest: int, tier: str, weight: str) -> None:
    """By 4,000 cubic cm a kg: 50 x 20 x 5 cm is 1.25 kg; a crate's smaller sides count as at least 10 cm, 70 x 20 x 10 is 3.5."""
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    card = tmp_path / "xx" / "size_tiers" / "2026-01-01.yaml"
    text = card.read_text(encoding="utf-8").replace("crate: {group: huge,", "crate: {group: huge, minimum_side: 10 cm,")
    card.write_text(text, encoding="utf-8")
    row = {**KITE, "sku": "A", "market": "XX", "dimensions": f"{longest} x 20 x 5 cm", "weight": "1.1 kg"}
    quote = lc.quote(row, "fba", on=DAY, fee_tables=tmp_path)
    weights = [str(each.magnitude) for each in (quote.shipping_weight, quote.dimensional_weight) if each is not None]
    assert (quote.size_tier, weights) == (tier, [weight, weight])


def test_the_carrier() -> None:
    """1.2 kg is a parcel of 10 kg: 700 without tax. A letter of 0.5 kg: 220, of which 20 of tax come back."""
    assert amounts(quoted("fbm", days_in_storage=None)) == {"carrier_postage": "700", "referral": "330"}
    letter = quoted("fbm", dimensions="30 x 20 x 2 cm", weight="0.5 kg", days_in_storage=None)
    assert amounts(letter) == {"carrier_postage": "220", "referral": "330", "tax_on_fees": "-20"}
    own = quoted("fbm", dimensions="30 x 20 x 2 cm", weight="0.5 kg", days_in_storage=None, postage="100")
    assert amounts(own) == {"carrier_postage": "100", "referral": "330"}
    with pytest.raises(lc.LogicostError) as caught:
        quoted("fbm", dimensions="121 x 20 x 2 cm")
    assert caught.value.code == "carrier_limit_exceeded"


def test_zones_are_words_of_the_market() -> None:
    """50 x 20 x 10 / 5000 = 2 kg beats 1.2 kg: 180 near, 260 far, 0.4 x 180 + 0.6 x 260 = 228; no card has the island."""
    asked: dict[str, object] = {"days_in_storage": None}
    assert amounts(far := quoted("fbm:wagon", zone="Far", **asked)) == {"carrier_postage": "260", "referral": "330"}
    assert "to zone far" in far.lines[0].why
    assert amounts(quoted("fbm:wagon", zone_mix="near:40, far:60", **asked))["carrier_postage"] == "228"
    assert amounts(quoted("fbm:wagon", zone_mix={"near": 100}, **asked))["carrier_postage"] == "180"
    assert amounts(quoted("fbm:wagon", zone="island", **asked))["carrier_postage"] is None
    assert amounts(quoted("fbm:wagon", **asked))["carrier_postage"] is None  # no mix of the country is on file
    for given, code in (({"zone": "5"}, "unknown_choice"), ({"zone_mix": "2:100"}, "zone_mix_malformed")):
        with pytest.raises(lc.LogicostError) as caught:
            quoted("fbm:wagon", **given, **asked)
        assert caught.value.code == code
    frame = pl.DataFrame([{"sku": str(zone), "zone": zone, **KITE, "days_in_storage": None} for zone in ("near", "far", 5)],
                         schema_overrides={"zone": pl.String}, strict=False)  # fmt: skip
    found = lc.quote_frame(frame, programs="fbm:wagon", market="XX", on=DAY, fee_tables=FOLDER)
    assert found["carrier_postage"].to_list() == [Decimal(180), Decimal(260), None]
    assert found["error_code"].to_list() == [None, None, "unknown_choice"]


def test_not_registered() -> None:
    """No tax inside for a seller of the country, and each fee bears 10 %: 2.5, 51.5 and 33, each half-up, 3 + 52 + 33."""
    quote = quoted(vat_registered=False)
    assert (str(quote.sales_tax_included), str(quote.revenue)) == ("0", "2200")
    assert amounts(quote)["tax_on_fees"] == "88"
    abroad = quoted(vat_registered=False, seller_country="us")
    assert (str(abroad.sales_tax_included), "tax_on_fees" in amounts(abroad)) == ("200", False)
    assert any("Amazon collects the tax" in note for note in abroad.notes)
    reduced = quoted(vat_rate="5 %", vat_registered=None)
    assert str(reduced.sales_tax_included) == "105"  # 2200 x 5 / 105 = 104.76


def test_an_assumed_registration_is_an_estimate() -> None:
    quote = quoted(vat_registered=None)
    assert quote.status == "estimate"
    assert "the price is taken to contain 10 % tax: give vat_registered or vat_rate" in quote.notes
    with pytest.raises(lc.LogicostError) as caught:
        lc.quote(lc.Product(sku="A", dimensions="50 x 20 x 10 cm", weight="1 kg", price="2200", category="kites"),
                 market="XX", on=DAY, fee_tables=FOLDER, strict=True)  # fmt: skip
    assert caught.value.code == "not_exact"


@pytest.mark.parametrize("program", ["mcf", "fba:awd", "sfp", "fbm:ups_ground"])
def test_what_the_market_does_not_offer(program: str) -> None:
    with pytest.raises(lc.LogicostError) as caught:
        quoted(program)
    assert (caught.value.code, caught.value.field) == ("program_not_offered", "program")


@pytest.mark.parametrize(
    ("price", "code"), [("K2200", ""), ("2200 K", ""), ("2200 XXK", ""), ("£2200", "currency_mismatch")]
)
def test_amounts_given(price: str, code: str, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["quote", "--market", "XX", "--fee-tables", str(FOLDER), "--on", DAY, "--dimensions", "50 x 20 x 10 cm",
             "--weight", "1.2 kg", "--category", "kites", "--price", price, "--json"]  # fmt: skip
    assert run(asked) == (2 if code else 0)
    told = capsys.readouterr()
    if code:
        assert f"[{code}]" in told.err
    else:
        assert json.loads(told.out)["price"] == "2200"


def test_catalogs_say_the_same(tmp_path: Path) -> None:
    """Of markets mixed in one run: each row in its own currency, as a single quote has it."""
    rows = [
        {"sku": "kite", "market": "XX", **KITE},
        {"sku": "lamp", "market": "XX", **KITE, "category": "lamps", "price": "6010", "vat_registered": False},
        {"sku": "mug", "market": "US", **KITE, "category": "home_and_kitchen", "price": "22", "days_in_storage": None},
        {
            "sku": "tea",
            "market": "UK",
            **KITE,
            "category": "grocery_and_gourmet",
            "price": "£8.99",
            "days_in_storage": None,
        },
    ]
    catalog = tmp_path / "catalog.csv"
    pl.DataFrame(
        [{name: None if value is None else str(value) for name, value in row.items()} for row in rows]
    ).write_csv(catalog)
    asked = ["--programs", "fba,fbm", "--on", DAY, "--fee-tables", str(FOLDER)]
    for form in ("csv", "json", "xlsx"):
        assert run(["compare", str(catalog), *asked, "-o", str(tmp_path / f"out.{form}")]) == 0
    found = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    told = list(csv.DictReader((tmp_path / "out.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert len(found) == len(told) == 8
    for one, cells in zip(found, told, strict=True):
        row = dict(rows[[row["sku"] for row in rows].index(one["sku"])])
        goods = {name: row.pop(name) for name in ("sku", "dimensions", "weight", "category")}
        price = str(row.pop("price")).removeprefix("£")
        single = lc.quote(
            lc.Product(market=None, **goods, price=price), one["program"], on=DAY, fee_tables=FOLDER, **row
        ).to_dict()
        for name in ("currency", "size_tier", "price", "sales_tax_included", "revenue", "total_cost", "profit", "margin",
                     "status", "lines"):  # fmt: skip
            assert one[name] == single[name], (one["sku"], one["program"], name)
        for name in ("price", "sales_tax_included", "revenue", "total_cost", "profit"):
            assert cells[name] == (single[name] or ""), (one["sku"], one["program"], name)


def by_kurier(**columns: object) -> dict[str, str | None]:
    """What a kite costs of which the parcel goes by Kurier for 700, but for that."""
    found = amounts(quoted("fbm", days_in_storage=None, **columns))
    assert found.pop("carrier_postage") == "700"
    return found


def test_channels_are_words_of_the_market() -> None:
    """Of 2200: 7 % and 5 a unit = 159; 12.5 % of 2000, 3 % of 200 and 5 = 261; in a tent 6 % and 5 = 137. The bazaar's payment:
    1.9 % = 41.8, half-up 42, and 10."""
    assert by_kurier(channel="bazaar") == {"channel_fee": "159", "payment": "52"}
    assert by_kurier(channel="Bazaar", channel_category="flying_things")["channel_fee"] == "261"
    assert by_kurier(channel="bazaar", channel_category="flying_things", ebay_store="tent")["channel_fee"] == "137"
    assert by_kurier(channel="barter_house") == {"channel_fee": None}
    assert by_kurier(channel="barter_house", channel_rate="5 %") == {"channel_fee": "110"}
    quote = quoted("fbm", channel="bazaar", channel_category="flying_things", days_in_storage=None)
    assert [line.why for line in quote.lines][-2:] == [
        "Grand Bazaar: K256 on K2200, 3 % at this price, and K5 per unit",
        "Grand Bazaar Payments: 1.9 % of K2200 and K10 per order",
    ]
    comparison = lc.compare(
        {"sku": "A", **KITE, "channel": "bazaar"}, ["fbm:kurier", "fbm:wagon"], market="XX", on=DAY, fee_tables=FOLDER
    )
    assert [group.title for group in comparison.groups] == ["Grand Bazaar orders"]


def test_plans_and_payments_are_words_of_the_market() -> None:
    """A mat of the stall: 3 % and 5 = 71, a booth 2 % and 5 = 49; by coin 1 % and 8 = 30, and 2 % for the stall = 44."""
    assert by_kurier(channel="stall") == {"payment": "71"}
    assert by_kurier(channel="stall", shopify_plan="booth") == {"payment": "49"}
    assert by_kurier(channel="stall", payment="coin") == {"channel_fee": "44", "payment": "30"}
    assert by_kurier(channel="direct", payment="IOU") == {"payment": "88"}
    assert "the mat plan is assumed: give shopify_plan" in quoted("fbm", channel="stall").notes
    assert amounts(quoted(selling_plan="wanderer"))["selling_plan"] == "30"
    assert "selling_plan" not in amounts(quoted(selling_plan="guild"))
    assert [str(cost.amount) for cost in lc.fixed_costs(market="XX", on=DAY, fee_tables=FOLDER, plan="guild")][:1] == [
        "900"
    ]


def test_countries_are_words_of_the_market() -> None:
    """10 % of a referral fee of 330."""
    assert amounts(quoted(seller_country="Atlantis"))["digital_services"] == "33"
    assert "digital_services" not in amounts(quoted(seller_country="de"))
    assert any("Amazon collects" in note for note in quoted(seller_country="atlantis", vat_registered=False).notes)


@pytest.mark.parametrize(
    ("column", "word", "known"),
    [
        ("channel", "ebay", "amazon, bazaar, stall, barter_house, direct"),
        ("payment", "stripe", "coin, iou"),
        ("selling_plan", "professional", "guild, wanderer"),
        ("shopify_plan", "basic", "mat, booth"),
        ("ebay_store", "anchor", "none, tent, palace"),
        ("channel_category", "most_categories", "all_sorts, flying_things"),
        ("seller_country", "narnia", "atlantis, other"),
        ("stock_country", "narnia", "atlantis, other"),
    ],
)
def test_a_word_of_another_market(column: str, word: str, known: str) -> None:
    """Refused with the market's own words, at both doors; and the market's words are none in the US."""
    with pytest.raises(lc.LogicostError) as caught:
        quoted("fbm", **{column: word})
    assert (caught.value.code, caught.value.field) == ("unknown_choice", column)
    assert f" in XX: {known}" in str(caught.value) or str(caught.value).endswith(
        f" in, it, jp, mx, nl, pl, se, uk, xx, {known}"
    )
    own = known.split(", ")[1] if column.endswith("store") else known.split(", ")[0].replace("amazon", "bazaar")
    rows = [{"sku": market, "market": market, **KITE, "category": None, column: given}
            for market, given in (("XX", word), ("US", own), ("XX", own))]  # fmt: skip
    frame = pl.DataFrame([{name: None if value is None else str(value) for name, value in row.items()} for row in rows])
    found = lc.quote_frame(frame, programs="fbm", on=DAY, fee_tables=FOLDER)
    assert found["error_code"].to_list() == ["unknown_choice", "unknown_choice", None]
    assert found["error"][0] == str(caught.value)


def test_defaults_name_words_of_the_market() -> None:
    saved = {
        "account": {"seller_country": "atlantis"},
        "defaults": {"channel": "bazaar", "program": {"fbm:wagon": {"zone": "far"}}},
    }
    row = {"sku": "A", **KITE, "days_in_storage": None}
    quote = lc.quote(row, "fbm:wagon", market="XX", on=DAY, fee_tables=FOLDER, defaults=saved)
    assert amounts(quote) == {"carrier_postage": "260", "channel_fee": "159", "payment": "52"}
    with pytest.raises(lc.LogicostError) as caught:
        lc.quote({"sku": "A", **KITE}, on=DAY, defaults={"defaults": {"channel": "bazaar"}})
    assert caught.value.code == "defaults_malformed"


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_lists_offer_the_words_of_the_market(tmp_path: Path) -> None:
    """Of the template and of the workbook."""
    import openpyxl

    assert (
        run(
            [
                "template",
                "--market",
                "XX",
                "--programs",
                "fbm",
                "--fee-tables",
                str(FOLDER),
                "-o",
                str(tmp_path / "t.xlsx"),
            ]
        )
        == 0
    )
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    words = {cell.value for sheet in book for row in sheet for cell in row}
    assert {"bazaar", "barter_house", "coin", "mat"} <= words
    assert not {"ebay", "stripe", "basic"} & words
    comparison = lc.compare({"sku": "A", **KITE, "channel": "bazaar"}, ["fbm"], market="XX", on=DAY, fee_tables=FOLDER)
    lc.write_workbook(tmp_path / "w.xlsx", [comparison])
    book = openpyxl.load_workbook(tmp_path / "w.xlsx")
    words = {cell.value for sheet in book for row in sheet for cell in row}
    assert {"bazaar", "barter_house", "tent"} <= words
    assert not {"ebay", "anchor"} & words


def test_tables_that_the_market_does_not_name(tmp_path: Path) -> None:
    import shutil

    shutil.copytree(FOLDER / "xx", tmp_path / "xx")
    shutil.copytree(tmp_path / "xx" / "channel_bazaar", tmp_path / "xx" / "channel_souk")
    card = tmp_path / "xx" / "channel_souk" / "2026-01-01.yaml"
    card.write_text(card.read_text(encoding="utf-8").replace("channel_bazaar", "channel_souk"), encoding="utf-8")
    found = {finding.path.parent.name: finding.problem for finding in check_tables(tmp_path)}
    assert "no rule uses a fee of this name" in str(found["channel_souk"])
    with pytest.raises(lc.LogicostError) as caught:
        lc.quote({"sku": "A", **KITE}, "fbm", market="XX", on=DAY, fee_tables=tmp_path)
    assert "market.yaml names no such one under channels" in str(caught.value)


def test_decisions_know_the_market() -> None:
    """Their rows are in its currency, which may stand beside a target and a range; the break-even is where profit turns."""
    row = {"sku": "A", **KITE, "days_in_storage": None}
    (found,) = lc.price_for(row, "fba", market="XX", on=DAY, fee_tables=FOLDER, profit="K300").rows()
    assert found["currency"] == "XXK"
    at = {price: quoted(price=str(price), days_in_storage=None).profit for price in (620, 621, 982, 983)}
    assert (found["break_even"], found["lowest_price"]) == (621, 983)
    assert at[620] < 0 <= at[621]
    assert at[982] < 300 <= at[983]
    swept = lc.sweep(row, {"price": "K2000:K2400:200"}, "fba", market="XX", on=DAY, fee_tables=FOLDER)
    assert [(int(each["price"]), each["currency"]) for each in swept.rows()] == [
        (2000, "XXK"),
        (2200, "XXK"),
        (2400, "XXK"),
    ]
    assert ".00" not in swept._repr_html_()
    with pytest.raises(lc.LogicostError) as caught:
        lc.sweep(row, {"price": "$2000:2400:200"}, "fba", market="XX", on=DAY, fee_tables=FOLDER)
    assert caught.value.code == "currency_mismatch"


def test_sums_of_nothing_have_no_cents() -> None:
    """A month without aged units, all months together, and a fee that does not apply."""
    row = {"sku": "A", "market": "XX", "dimensions": "50 x 20 x 10", "weight": 1.2, "price": 2200}
    stock = lc.Stock(opening={0: 20}, monthly_sales=20, start=DAY, months=2)
    plan = lc.stock_costs(row, stock, fee_tables=FOLDER)
    assert [str(month["aged_inventory"]) for month in plan.rows()][-1] == "0"
    assert "." not in str(plan.total.amount)
    told = plan.to_dict()
    assert (told["storage_volume"], told["storage_volume_unit"]) == ("10.000000", "10 cm cube")
    assert told["cubic_feet"] == "0.353147"  # 10,000 of 28,316.846592 cubic centimetres
    assert not any("aged_inventory" in note for note in plan.notes)  # the store charges none, and no card is missed
    assert (plan.total.amount, plan.total.status) == (508, "estimate")  # 315 closes of 31 days, of 10 cubes at 5
    assert not re.search(r"K[\d,]+\.\d\d\b", str(plan))  # a cost per unit is told to 0.0001
    assert str(quoted().amount("closing")) == "0"


def test_clearing_says_what_no_card_tells() -> None:
    """No card of removal, disposal or liquidation is on file: what is left at the end cannot be reckoned, nor what keeping leaves."""
    row = {
        "sku": "A",
        "market": "XX",
        "dimensions": "50 x 20 x 10",
        "weight": 1.2,
        "price": 2200,
        "vat_registered": True,
    }
    cleared = lc.clear(row, opening={200: 20}, monthly_sales=5, start=DAY, months=2, fee_tables=FOLDER)
    assert cleared.best_way is None
    assert cleared.notes[-1].startswith("what keep, liquidation, removal, disposal leaves is not known")


def test_words_of_prep_and_placement_are_the_markets(tmp_path: Path) -> None:
    """A made-up service at 12 a standard-size unit and a made-up split of 20 to 30, of which the middle is taken; a split
    with no range at 7, though the store is not known to charge placement: a card says that it does. No other store's words are understood where the market has its own."""
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    head = "market: XX\neffective: 2026-01-01\nconfidence: high\nsources: [{publisher: Nobody, title: Nothing, url: none, covers: all}]\n"
    for fee, body in (
        ("prep", "rates: {label: [1, 2], gift_box: [12, 30]}\nlabel_always: []\nestimates: []\n"),
        (
            "inbound_placement",
            "never_charged: []\nby_boat: 7\nrates:\n  box:\n    any weight: {one_barn: [20, 30], two_barns: unsourced}\n",
        ),
    ):
        (tmp_path / "xx" / fee).mkdir()
        card = tmp_path / "xx" / fee / "2026-01-01.yaml"
        card.write_text(f"fee: {fee}\nstructure: {fee}/1\n{head}{body}", encoding="utf-8")

    def line(fee: str, **columns: object) -> lc.CostLine:
        given = {**KITE, "sku": "A", "market": "XX", **columns}
        (found,) = (each for each in lc.quote(given, "fba", on=DAY, fee_tables=tmp_path).lines if each.fee == fee)
        return found

    assert (str(line("prep", amazon_prep="gift box").amount), line("prep", amazon_prep="gift_box").status) == (
        "12",
        "override",
    )
    assert (str(line("inbound_placement", placement="one_barn").amount)) == "25"
    by_boat = line("inbound_placement", placement="by_boat")
    assert (str(by_boat.amount), by_boat.status, by_boat.why) == ("7", "override", "K7 for by boat splits")
    assert line("inbound_placement", placement="two_barns").amount is None
    for column in ({"amazon_prep": "bagging"}, {"placement": "optimized"}):
        with pytest.raises(lc.InputError, match="in XX") as caught:
            line("prep", **column)
        assert caught.value.code == "unknown_choice"


def test_days_in_awd_ask_for_a_card_of_its_storage(tmp_path: Path) -> None:
    """A market that offers AWD and has no card of its storage: the line is there, and unknown, only where days are given."""
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    about = tmp_path / "xx" / "market.yaml"
    text = about.read_text(encoding="utf-8").replace("programs: [fba,", "programs: [fba, 'fba:awd',")
    text = text.replace("not_charged: [", "not_charged: [awd_processing, awd_transportation, ")
    about.write_text(text, encoding="utf-8")

    def lines(**columns: object) -> list[tuple[object, str]]:
        row = {**KITE, "sku": "A", "market": "XX", "units_per_box": 4, **columns}
        quote = lc.quote(row, "fba:awd", on=DAY, fee_tables=tmp_path)
        return [(line.amount, line.why) for line in quote.lines if line.fee == "awd_storage"]

    assert lines() == []
    assert (
        lines(awd_days_in_storage=0)
        == lines(awd_days_in_storage=20)
        == [(None, "no awd_storage card is on file for XX")]
    )


def test_a_table_of_some_units_that_stands_in_for_a_later_one_is_named(tmp_path: Path) -> None:
    """Low prices whose card ended the day before: projected, and a note names the card. Dearer units know nothing of it."""
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    (tmp_path / "xx" / "fba_low_price").mkdir()
    (tmp_path / "xx" / "fba_low_price" / "2026-01-01.yaml").write_text(
        "fee: fba_low_price\nmarket: XX\neffective: 2026-01-01\nuntil: 2026-06-30\nstructure: low_price/1\nconfidence: high\n"
        "sources: [{publisher: Nobody, title: Nothing, url: none, covers: all}]\n"
        "up_to: 500\nkeys: [size_tier]\nalong: unit_weight\nrates:\n  box: {2 kg: 300}\n",
        encoding="utf-8",
    )

    def found(price: str) -> tuple[str, str, list[str]]:
        quote = lc.quote({**KITE, "sku": "A", "price": price, "market": "XX"}, "fba", on=DAY, fee_tables=tmp_path)
        (line,) = (each for each in quote.lines if each.fee == "fba_fulfillment")
        return str(line.amount), line.status, [note for note in quote.notes if note.startswith("fba_fulfillment")]

    why = "no later card is on file; the one of 2026-01-01, which ended on 2026-06-30, stands in"
    assert found("500") == ("300", "projected", [f"fba_fulfillment: {why}"])
    assert found("501")[2] == []
