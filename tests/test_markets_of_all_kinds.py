"""Markets that are unlike those with cards: the made-up one of tests/data/markets/xx, changed in a copy; amounts are by hand."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from pathlib import Path

import openpyxl
import pytest

import logicost as lc
from logicost.export.template import csv_text, make_template
from logicost.programs import build_plan, programs_of
from logicost.tables.shelf import Shelf, built_in_tables

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")  # openpyxl's, of lists in cells
FOLDER = Path(__file__).parent / "data" / "markets" / "xx"
CARD = "2026-01-01.yaml"
DAY = "2026-07-01"
BOX = {"sku": "A", "dimensions": "50 x 20 x 10 cm", "weight": "1.2 kg", "price": 2200, "vat_registered": True}


@pytest.fixture
def market(tmp_path: Path) -> Path:
    shutil.copytree(FOLDER, tmp_path / "xx")
    return tmp_path


def change(market: Path, file: str, pattern: str, instead: str) -> None:
    path = market / "xx" / file
    text, changes = re.subn(pattern, instead, path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    assert changes
    path.write_text(text, encoding="utf-8")


def quoted(market: Path, program: str = "fba", **more: object) -> lc.Quote:
    return lc.quote({**BOX, **more}, program, market="XX", on=DAY, fee_tables=market)


def line(quote: lc.Quote, fee: str) -> tuple[str | None, str, str]:
    found = next(each for each in quote.lines if each.fee == fee)
    return None if found.amount is None else str(found.amount), found.status, found.why


def season(market: Path, fee: str, structure: str) -> None:
    """A card of which only the days are known."""
    text = (
        (market / "xx" / fee / CARD).read_text(encoding="utf-8").partition("\n\n")[0].replace(CARD[:10], "2026-06-01")
    )
    text = re.sub("structure: .*", f"structure: {structure}", text)
    head = text.replace("\nstructure", "\nuntil: 2026-08-31\nseason: peak\nfigures: unsourced\nstructure")
    (market / "xx" / fee / "2026-06-01.yaml").write_text(f"{head}\n", encoding="utf-8")


def test_no_size_class_is_called_standard(market: Path) -> None:
    """`standard` is the class by which some fees part two rates; here nothing is of it. 10 l for 30 days of June at 5."""
    for file in (f"size_tiers/{CARD}", f"storage/{CARD}"):
        change(market, file, r"standard(?=[:,])", "small")
    assert line(quoted(market, days_in_storage=30, category="lamps"), "storage")[0] == "50"


@pytest.mark.parametrize("words", [{}, {"category": "lanterns"}])
def test_the_category_that_is_taken_is_the_markets_own(market: Path, words: dict[str, str]) -> None:
    notes = " ".join(quoted(market, **words).notes)
    assert re.search("the referral fee assumes '?other_things", notes)
    assert "everything_else" not in notes


def test_a_row_that_the_table_lacks_is_told_as_a_gap(market: Path) -> None:
    change(market, f"fba_fulfillment/{CARD}", r"  box: [^\n]*\n", "")
    told = "box, 2.5 kg: the figure is not on file; give fba_fulfillment_rate"
    assert line(quoted(market), "fba_fulfillment") == (None, "unsourced", told)


def test_a_category_of_another_day_has_no_rate(market: Path) -> None:
    card = (market / "xx" / "referral" / CARD).read_text(encoding="utf-8")
    later = re.sub(r"  lamps: [^\n]*\n", "", card).replace(f"effective: {CARD[:10]}", "effective: 2026-06-01")
    (market / "xx" / "referral" / "2026-06-01.yaml").write_text(later, encoding="utf-8")
    for fee in ("closing", "storage"):  # whose cards may go on naming it
        assert (market / "xx" / fee / CARD).is_file()
    told = "the card of the day has no category lamps; give referral_rate"
    assert line(quoted(market, category="lamps"), "referral") == (None, "unsourced", told)


def test_bands_of_a_price(market: Path) -> None:
    """2200: 300, and 20 for each started 500 above 1000: 3."""
    rates = "along: price\nrates:\n  'flat, box, crate, giant': "
    rates += "{1000: 300, over 1000: {base: 300, plus: 20, per: 500, above: 1000}}\n"
    change(market, f"fba_fulfillment/{CARD}", "along: .*", rates)
    assert line(quoted(market), "fba_fulfillment")[0] == "360"
    assert line(quoted(market, price=1000), "fba_fulfillment")[0] == "300"
    lc.write_workbook(market / "w.xlsx", [lc.compare(BOX, ["fba"], market="XX", on=DAY, fee_tables=market)])
    assert "Tables" in openpyxl.load_workbook(market / "w.xlsx").sheetnames  # none of whose amounts divides by nothing
    row = {name: value for name, value in BOX.items() if name != "price"}
    quote = lc.quote(row, market="XX", on=DAY, fee_tables=market)
    assert line(quote, "fba_fulfillment")[:2] == (None, "unsourced")


def test_rates_by_a_category_that_is_assumed_are_estimates(market: Path) -> None:
    rates = "keys: [size_tier, referral_category]\nalong: shipping_weight\nrates:\n  'flat, box, crate, giant':\n"
    rates += "    kites: {any weight: 100}\n    lamps: {any weight: 200}\n    other_things: {any weight: 300}\n"
    change(market, f"fba_fulfillment/{CARD}", "keys: .*", rates)
    assert line(quoted(market), "fba_fulfillment")[:2] == ("300", "estimate")
    assert line(quoted(market, category="kites"), "fba_fulfillment")[:2] == ("100", "override")


def test_inches_and_kilograms(market: Path) -> None:
    """A weight is told in grams, 410 + 35 to 290, and a sheet's formulas have whole numbers of grains."""
    change(market, "market.yaml", "length: cm", "length: in")
    for fee in ("size_tiers", "kurier"):
        change(market, f"{fee}/{CARD}", r"(\d) cm", r"\1 in")
    change(market, "market.yaml", "carriers:.*default_carrier: kurier\n", "")
    for fee in ("kurier", "wagon"):
        shutil.rmtree(market / "xx" / fee)
    row = {**BOX, "dimensions": "11 x 9 x 2 in", "weight": "1.1 kg", "category": "kites"}
    answer = lc.pack(row, "fba", market="XX", on=DAY, fee_tables=market)
    assert "weight 1100 to 1000 g saves K155 a unit: box to flat, fba_fulfillment 445 to 290" in str(answer)
    lc.write_workbook(market / "w.xlsx", [lc.compare(row, ["fba"], market="XX", on=DAY, fee_tables=market)])
    sheet = openpyxl.load_workbook(market / "w.xlsx")["Packaging"]
    formulas = {str(cell.value) for cells in sheet for cell in cells}
    assert any(re.search(r"\*10,0\)", each) for each in formulas)
    assert not any("283" in each for each in formulas)


def test_a_store_without_referral_fee(market: Path) -> None:
    """1100 for the parcel of 1.2 kg, tax inside; a tenth of the price goes back with returns, but no fee."""
    for fee in ("referral", "closing", "digital_services", "storage"):
        shutil.rmtree(market / "xx" / fee)
    change(market, "market.yaml", r"not_charged: \[", "not_charged: [referral, refund_administration, ")
    change(market, "market.yaml", r"programs: \[fba, fbm\]", "programs: [fbm]")
    quote = quoted(market, "fbm", return_rate="10 %", resellable_rate="100 %")
    assert {each.fee: str(each.amount) for each in quote.lines} == {"carrier_postage": "700", "refund": "200"}
    template = make_template(["fbm"], market="XX", on=DAY, fee_tables=str(market))
    assert "category" in csv_text(template).splitlines()[0].split(",")


def test_a_workbook_where_nothing_goes_by_the_channel(market: Path) -> None:
    change(market, "market.yaml", r"programs: \[fba, fbm\]", "programs: [fba]")
    comparison = lc.compare({**BOX, "category": "kites"}, ["fba", "fbm", "mcf"], market="XX", on=DAY, fee_tables=market)
    lc.write_workbook(market / "w.xlsx", [comparison])
    assert {"fba", "mcf"} <= set(openpyxl.load_workbook(market / "w.xlsx").sheetnames)


@pytest.mark.parametrize(("fee", "structure"), [("size_tiers", "size_tiers/2"), ("referral", "referral/1")])
def test_a_season_of_which_only_the_days_are_known(market: Path, fee: str, structure: str) -> None:
    """The normal card stands in."""
    before = quoted(market, category="kites").total_cost
    season(market, fee, structure)
    assert quoted(market, category="kites").total_cost == before


@pytest.mark.parametrize("code", ["UK", "XX"])
def test_any_fee_may_be_not_charged(market: Path, code: str) -> None:
    """Every program can still be planned, and other rules find the fee's steps."""
    shelf = Shelf(built_in_tables(), market, compiled=False)
    text = (shelf.store(own=code == "XX").root / code.lower() / "market.yaml").read_text(encoding="utf-8")
    fees = (
        ["mcf_fulfillment", "royal_mail_2nd"] if code == "UK" else set(shelf.files(code)) - {"size_tiers", "referral"}
    )
    for fee in sorted(fees):
        (market / code.lower()).mkdir(exist_ok=True)
        changed = text.replace("not_charged: [", f"not_charged: [{fee}, ")
        (market / code.lower() / "market.yaml").write_text(changed, encoding="utf-8")
        fresh = Shelf(built_in_tables(), market, compiled=False)
        store = fresh.markets.find(code)
        plan = build_plan(store, dt.date.fromisoformat(DAY), fresh, tuple(programs_of(store)))
        lines = [line for program in plan.programs.values() for line in program.lines]
        assert all(plan.has(name) for line in lines for name in (line.shown, line.amount, line.status)), fee
