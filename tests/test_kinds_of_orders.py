"""Programs are ranked against each other for orders of one kind only: which groups there are, and who is best in them."""

from __future__ import annotations

import io
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from rich.console import Console

import logicost as lc
from logicost.answers.compare import compare_row
from logicost.answers.engine import Engine
from logicost.answers.headline import headline, summary
from logicost.answers.request import Request
from logicost.answers.seats import Seat, bundles, take_seats
from logicost.errors import InputError
from logicost.export.report import report_page
from logicost.export.terminal import comparison_table, render
from logicost.export.workbook import write_workbook

ON = "2026-09-01"
# 15 % referral of 389.00 is what FBA pays and a direct order does not: MCF leaves more, for other orders
PENDANT = lc.Product(sku="P", dimensions="3.5 x 3 x 1.2 in", weight="2.4 oz", price="389", category="home_and_kitchen")


def seats(programs: str, channel: str | None = None, **own: dict[str, object]) -> list[str]:
    asked = Request.of(programs).programs
    return [f"{seat.channel} {seat.shown_as}" for seat in take_seats(asked, channel, own)]


@pytest.mark.parametrize(
    ("programs", "found"),
    [
        ("fba", ["amazon fba"]),
        ("fbm", ["amazon fbm"]),
        ("mcf", ["direct mcf"]),
        ("fba,fbm", ["amazon fba", "amazon fbm"]),
        ("mcf,fbm", ["direct mcf", "direct fbm"]),
        ("fba,fbm,mcf", ["amazon fba", "amazon fbm", "direct fbm", "direct mcf"]),
        ("mcf,sfp", ["amazon sfp", "direct mcf"]),
        ("mcf,mcf:expedited,fba:awd", ["amazon fba:awd", "direct mcf", "direct mcf:expedited"]),
    ],
)
def test_a_group_for_each_kind_that_is_asked_for(programs: str, found: list[str]) -> None:
    assert seats(programs) == found


def test_the_channel_of_a_row_sets_the_kind() -> None:
    assert seats("fba,fbm,mcf", "shopify") == ["shopify fbm", "shopify mcf"]
    assert seats("fba,fbm,mcf", "amazon") == ["amazon fba", "amazon fbm"]
    assert seats("fba,fbm,mcf", "buy_with_prime") == ["buy_with_prime mcf"]
    assert seats("fba,sfp", "ebay") == ["ebay fba", "ebay sfp"]  # none can: each keeps its row, in error


def test_programs_that_name_channels_make_a_group_each() -> None:
    named = {"mcf:standard": {"channel": "shopify"}, "mcf:expedited": {"channel": "ebay"}}
    assert seats("fba,fbm,mcf,mcf:expedited", None, **named) == [
        "amazon fba", "amazon fbm", "shopify fbm", "shopify mcf", "ebay fbm", "ebay mcf:expedited",
    ]  # fmt: skip
    assert seats("fbm", None, fbm={"channel": "etsy"}) == ["etsy fbm"]


def test_seats_with_the_same_filled_row_are_priced_together() -> None:
    found = bundles(take_seats(Request.of("fba,fbm,mcf").programs))
    assert [(by.values, places) for by, places in found] == [({}, [0, 1, 3]), ({"channel": "direct"}, [2])]
    assert Seat("fbm:flat", "fbm", "ebay", True, {"zone": 5, "handling": ""}).fills == {"zone": 5, "channel": "ebay"}


def test_nothing_is_ranked_across_kinds() -> None:
    both = lc.compare(PENDANT, ["fba", "fbm", "mcf"], on=ON)
    assert list(both.orders) == ["amazon", "other"]
    amazon, other = both.orders["amazon"], both.orders["other"]
    assert [quote.program for quote in amazon] == ["fba", "fbm"]
    assert [quote.program for quote in other] == ["fbm", "mcf"]
    assert both.orders["direct"] == other
    assert [quote.best for quote in both] == [True, False, True, False]
    assert amazon.best is amazon.quotes[0]
    assert amazon.advantage == (amazon["fba"].profit or 0) - (amazon["fbm"].profit or 0)
    # the parcel is the same; Amazon orders pay the referral fee, 15 % of 389.00
    assert (other["fbm"].profit or 0) - (amazon["fbm"].profit or 0) == Decimal("58.35")
    for name in ("best", "ranked", "reason", "advantage", "decisive"):
        with pytest.raises(InputError) as caught:
            getattr(both, name)
        assert caught.value.code == "several_kinds_of_orders"
    with pytest.raises(InputError):
        both["fbm"]


def test_where_there_is_one_kind_it_is_the_comparison_s_own() -> None:
    one = lc.compare(PENDANT, ["fba", "fbm"], on=ON)
    assert one.best is not None
    assert (one.best.program, one["fbm"].channel) == ("fba", "amazon")
    assert one.reason == one.orders["amazon"].reason
    assert list(lc.compare(PENDANT, ["mcf", "fbm"], on=ON).orders) == ["other"]


def test_best_needs_a_rival_and_every_cost() -> None:
    alone = lc.compare(PENDANT, "fba", on=ON)
    assert (alone.best, alone.quotes[0].best, len(alone.ranked)) == (None, None, 1)
    unsourced = lc.compare(PENDANT, ["fba", "fbm:amazon_shipping"], on=ON)
    assert (unsourced.best, [quote.best for quote in unsourced]) == (None, [None, None])
    equal = lc.compare(PENDANT, ["fbm:flat", "fbm:ups_ground"], on=ON, postage="5")
    assert [quote.best for quote in equal] == [True, False]  # of equals the first


def test_a_program_without_orders_to_serve_has_no_row() -> None:
    found = lc.compare(PENDANT, ["fba", "fbm", "mcf"], on=ON, channel="ebay")
    assert [(quote.program, quote.channel) for quote in found] == [("fbm", "ebay"), ("mcf", "ebay")]
    assert found.left_out == ("fba",)
    assert "fba does not serve the orders" in str(found)
    none = lc.compare(PENDANT, ["fba", "sfp"], on=ON, channel="ebay")
    assert [quote.error_code for quote in none] == ["channel_not_served"] * 2


def test_the_headline_answers_both_questions() -> None:
    light = lc.compare(PENDANT, on=ON)
    assert headline([light]) == "Amazon orders: fba for 1 product; orders of your own shop: fbm for 1 product"
    told = list(summary([light, light]))
    assert told[0].startswith("Amazon orders: fba is best for 2 of 2 products, on average ")
    assert "not in the figures of fba: " in told[1]
    assert told[1].endswith("orders by fbm bear no Prime badge, so that sales may differ")
    assert any(line.startswith("Orders of your own shop: fbm is best for 2 of 2 products") for line in told)


def test_every_output_has_the_channel_and_the_best() -> None:
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame(
        {
            "sku": ["A", "B", "C", "D"],
            "dimensions": ["3.5 x 3 x 1.2 in"] * 4,
            "weight": ["2.4 oz", "2.4 oz", "", "2.4 oz"],
            "price": ["389"] * 4,
            "category": ["home_and_kitchen"] * 4,
            "channel": [None, "ebay", "shopify", "amazon"],
        }
    )
    out = lc.quote_frame(frame, programs=["fba", "fbm", "mcf"], on=ON)
    assert out.select("sku", "program", "channel", "best").rows() == [
        ("A", "fba", "amazon", True), ("A", "fbm", "amazon", False), ("A", "fbm", "direct", True), ("A", "mcf", "direct", False),
        ("B", "fbm", "ebay", True), ("B", "mcf", "ebay", False),
        ("C", "fbm", "shopify", None), ("C", "mcf", "shopify", None),
        ("D", "fba", "amazon", True), ("D", "fbm", "amazon", False),
    ]  # fmt: skip
    exact = lc.compare(PENDANT, on=ON)
    assert [str(amount) for amount in out["profit"][:4]] == [f"{quote.profit:.4f}" for quote in exact]
    assert [(row["channel"], row["best"]) for row in exact.to_dicts()] == [
        ("amazon", True), ("amazon", False), ("direct", True), ("direct", False),
    ]  # fmt: skip


def test_what_is_left_out_is_said_of_every_program_alike() -> None:
    bare = lc.compare(PENDANT, on=ON)
    assert [quote.not_included for quote in bare] == [
        ("inbound placement", "storage", "cost of goods", "freight to Amazon"),
        ("cost of goods", "packaging", "handling", "own storage"),
        ("cost of goods", "packaging", "handling", "own storage"),
        ("inbound placement", "storage", "cost of goods", "freight to Amazon"),
    ]
    given = {"packaging": "0", "handling": 0, "own_storage": "0.00", "cost": "3"}  # 0 is given
    assert lc.quote(PENDANT, "fbm", on=ON, **{k: v for k, v in given.items() if k != "cost"}).not_included == (
        "cost of goods",
    )
    assert lc.quote(PENDANT.model_copy(update={"cost": "3"}), "fbm", on=ON, packaging="1").not_included == (
        "handling",
        "own storage",
    )


def test_idle_inputs_are_named() -> None:
    assert "no effect on fba: zone, packaging" in lc.quote(PENDANT, "fba", on=ON, zone=5, packaging="0.60").notes
    assert not [
        n for n in lc.quote(PENDANT, "fbm", on=ON, zone=5, packaging="0.60", channel="ebay").notes if "no effect" in n
    ]


def test_a_stock_beside_the_days_that_it_would_tell_is_idle() -> None:
    both = {"days_in_storage": 30, "monthly_units": 100, "average_inventory": 500}
    assert "no effect on fba: average_inventory" in lc.quote(PENDANT, "fba", on=ON, **both).notes
    del both["days_in_storage"]
    assert not any("no effect" in note for note in lc.quote(PENDANT, "fba", on=ON, **both).notes)


def test_what_has_no_effect_on_any_program_is_named_in_comparisons_and_frames() -> None:
    given = {"zone": 5, "packaging": "0.60", "units_per_box": 12}
    compared = lc.compare(PENDANT, ["fba", "mcf"], on=ON, **given)
    assert all("no effect on fba, mcf: zone, packaging, units_per_box" in quoted.notes for quoted in compared)
    both = lc.compare(PENDANT, ["fba", "fbm"], on=ON, **given)  # of fba alone it is no fault of the question
    assert all("no effect on fba, fbm: units_per_box" in quoted.notes for quoted in both)
    assert not any(
        "no effect" in note for quoted in lc.compare(PENDANT, ["fba", "fbm"], on=ON, zone=5) for note in quoted.notes
    )
    row = {"sku": "P", "dimensions": "3.5 x 3 x 1.2 in", "weight": "2.4 oz", "price": "389", **given}
    with pytest.warns(UserWarning, match="columns have no effect on fba, mcf: zone, packaging, units_per_box"):
        lc.quote_frame([row], programs=["fba", "mcf"], on=ON)


def test_marketplaces_may_not_take_amazon_s_own_deliveries() -> None:
    def told(**given: object) -> bool:
        return any("mcf_block_amazon_logistics" in note for note in lc.quote(PENDANT, "mcf", on=ON, **given).notes)

    assert told(channel="walmart")
    assert told(channel="ebay")
    assert not told(channel="ebay", mcf_block_amazon_logistics=True)
    assert not told(channel="shopify")


@pytest.mark.filterwarnings("ignore:.*xtension")  # openpyxl on data bars
def test_titles_stand_beside_the_sku_wherever_a_person_reads(tmp_path: Path) -> None:
    row = {
        "sku": "P-1",
        "title": "Pendant <gold>",
        "dimensions": "3.5 x 3 x 1.2 in",
        "weight": "2.4 oz",
        "price": "389",
    }
    compared = compare_row(Engine(), row, Request.of("fba,fbm,mcf", on=ON))
    assert compared.title == "Pendant <gold>"
    assert "P-1  Pendant <gold>" in str(compared)
    assert "P-1, Pendant &lt;gold&gt;: Amazon orders" in compared._repr_html_()
    write_workbook(tmp_path / "p.xlsx", [compared])
    book = openpyxl.load_workbook(BytesIO((tmp_path / "p.xlsx").read_bytes()), data_only=True)
    for sheet in ("Catalog", "Products"):
        values = [cell.value for cells in book[sheet].iter_rows() for cell in cells]
        assert "title" in values
        assert "Pendant <gold>" in values
    pytest.importorskip("altair")
    assert "P-1</a> <small>Pendant &lt;gold&gt;</small>" in report_page([compared])
    narrow = render([comparison_table([compared], 50)], 50)
    assert "Pendant" in narrow
    assert "P-1" in narrow


@pytest.mark.parametrize("width", [36, 48, 60, 80, 100, 160])
@pytest.mark.parametrize("programs", ["fba", "fba,fbm:usps_ground_advantage", "fba,fbm,mcf"])
def test_sku_and_title_never_drop_from_a_narrow_terminal(width: int, programs: str) -> None:
    row = {
        "sku": "P-1",
        "title": "Pendant of gold",
        "dimensions": "3.5 x 3 x 1.2 in",
        "weight": "2.4 oz",
        "price": "389",
    }
    console = Console(width=width, file=io.StringIO())
    console.print(comparison_table([compare_row(Engine(), row, Request.of(programs, on=ON))], width))
    words = console.file.getvalue().split()  # type: ignore[attr-defined]
    assert {"P-1", "Pendant", "of", "gold"} <= set(words)


def test_decisions_are_headed_by_sku_and_title() -> None:
    goods = lc.Product(sku="P-1", title="Pendant of gold", dimensions="3.5 x 3 x 1.2 in", weight="2.4 oz", price="389")
    for made in (lc.price_for(goods, on=ON), lc.pack(goods, on=ON), lc.sweep(goods, vary={"price": [388, 389]}, on=ON)):
        assert str(made).startswith("P-1, Pendant of gold  US")
    received = lc.sweep(
        goods, programs=["fba"], vary={"received_on": "2026-01-13:2026-01-16"}, on="2026-02-10", placement="minimal"
    )
    assert [row["inbound_placement"] for row in received.rows()] == [Decimal("0.26")] * 2 + [Decimal("0.30")] * 2


def test_the_channel_of_a_row_whose_store_is_not_known_still_says_the_kind_of_orders() -> None:
    row = {
        "sku": "A",
        "dimensions": "30 x 20 x 3 cm",
        "weight": "400 g",
        "price": "20",
        "market": "Mars",
        "channel": "walmart",
    }
    out = lc.quote_frame([row], programs=["fba", "fbm", "mcf"])
    assert [(each["program"], each["error_code"]) for each in out] == [
        ("fbm", "unknown_market"),
        ("mcf", "unknown_market"),
    ]


def test_tax_that_comes_back_is_no_part_of_selling() -> None:
    """Royal Mail's 4.45 contains 0.74 of tax: beside fba's 3.04 + 0.05, and 2 % of each program's fees."""
    tray = {"dimensions": "13 x 10.9 x 10.7 cm", "weight": "402 g", "price": "18.99", "category": "kitchen"}
    found = lc.compare(tray, ["fba", "fbm"], market="UK", on="2026-07-01")
    assert found.orders["amazon"].reason == (
        "fba leaves £0.56 more than fbm: fulfillment and delivery £1.36 cheaper, tax on fees £0.74 dearer, selling £0.06 dearer"
    )
