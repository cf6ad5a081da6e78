"""What a month comes to, by hand. On 2026-08-03 the mug (18.99, cost 3.10) leaves 18.99 - 3.10 - 4.60 - 0.16 - 2.85 = 8.28
by FBA and, as a direct order, 18.99 - 3.10 - 8.93 - 0.31 = 6.65 by MCF."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl
import pytest

import logicost as lc
from logicost.answers.uplift import read_uplift
from logicost.errors import InputError

DAY = "2026-08-03"
MUG = {"dimensions": "5.1 x 4.3 x 4.2 in", "weight": "14.2 oz", "price": "18.99", "category": "home_and_kitchen"}


def compared(programs: str = "fbm:flat,mcf", uplift: Any = None, cost: str = "3.10", **given: object) -> lc.Comparison:
    """Of orders of the own shop: a parcel of 7.61 leaves 8.28, mcf 6.65."""
    given = {"postage": "7.61", **given}
    return lc.compare(lc.Product(sku="MUG", cost=cost, **MUG), programs, on=DAY, uplift=uplift, **given)


def months(comparison: lc.Comparison) -> list[str | None]:
    return [None if quote.monthly_profit is None else str(quote.monthly_profit) for quote in comparison]


def name(quote: lc.Quote | None) -> str | None:
    return quote and quote.program


def test_without_monthly_units_there_is_no_month() -> None:
    found = compared(uplift="mcf:25")
    assert months(found) == [None, None]
    assert (name(found.best), found.best_by_month, name(found.decisive)) == ("fbm:flat", None, "fbm:flat")
    assert "month" not in found.reason
    assert found.to_dicts()[0]["monthly_profit"] is None


def test_units_times_profit() -> None:
    found = compared(monthly_units="100")
    assert months(found) == ["828.00", "665.00"]
    assert found.advantage_by_month == Decimal("163.00")
    assert "By the month fbm:flat leaves $163.00 more than mcf" in found.reason
    assert "decides" not in found.reason
    assert lc.quote(lc.Product(sku="MUG", cost="3.10", **MUG), "fba", on=DAY, monthly_units=100).monthly_profit == 828


@pytest.mark.parametrize(
    ("uplift", "month", "decisive"),
    [
        ("mcf:24", "824.60", "fbm:flat"),  # 124 x 6.65 lies below 828.00
        ("mcf:24.51", "827.99", "fbm:flat"),  # 124.51 x 6.65 = 827.9915
        ("mcf:24.52", "828.06", "mcf"),  # 124.52 x 6.65 = 828.058
        ("mcf:25 %", "831.25", "mcf"),
        ({"mcf:standard": 25, "mcf": 1}, "831.25", "mcf"),  # a program's own goes before its family's
    ],
)
def test_an_uplift_can_turn_the_answer(uplift: object, month: str, decisive: str) -> None:
    found = compared(uplift=uplift, monthly_units="100")
    assert months(found) == ["828.00", month]
    assert (name(found.best), name(found.best_by_month), name(found.decisive)) == ("fbm:flat", decisive, decisive)
    assert ("the month decides" in found.reason) == (decisive == "mcf")
    assert "with an uplift of 2" in found.reason


def test_half_a_cent_goes_away_from_zero() -> None:
    assert months(compared("mcf", monthly_units="100.5")) == ["668.33"]  # 668.325
    assert months(compared("fba", cost="11.43", monthly_units="0.5")) == ["-0.03"]  # -0.05 x 0.5 = -0.025
    assert months(compared("fba", monthly_units="0.005")) == ["0.08"]  # units count to 0.01: 0.01 x 8.28


def test_no_sales_rank_by_the_unit() -> None:
    found = compared("mcf,fbm:flat", monthly_units="0")
    assert months(found) == ["0.00", "0.00"]
    assert name(found.decisive) == "fbm:flat"


def test_what_is_not_known_is_not_ranked() -> None:
    found = compared("mcf:priority,fbm:flat", uplift="mcf:1000", monthly_units="100")
    assert months(found) == [None, "828.00"]
    assert [quote.status for quote in found] == ["unsourced", "override"]
    assert found.decisive is None  # nothing to rank against
    assert found.advantage_by_month is None


@pytest.mark.parametrize("units", ["-1", "x", "10000001", "nan"])
def test_units_that_cannot_be(units: str) -> None:
    with pytest.raises(InputError) as caught:
        compared(monthly_units=units)
    assert caught.value.field == "monthly_units"


@pytest.mark.parametrize(
    ("uplift", "code"),
    [
        ("20", "program_figures_malformed"), ("fbm:20", "program_not_compared"), ("fba:20,FBA:30", "program_given_twice"),
        ("fba:x", "not_a_number"), ("fba:-1", "out_of_range"), ("fba:1001", "out_of_range"), ([1, 2], "program_figures_malformed"),
    ],
)  # fmt: skip
def test_uplifts_that_cannot_be(uplift: object, code: str) -> None:
    with pytest.raises(InputError) as caught:
        compared("fba,mcf", uplift=uplift)
    assert (caught.value.code, caught.value.field) == (code, "uplift")


def test_uplifts_by_canonical_name() -> None:
    asked = {"mcf:standard": "mcf", "mcf:expedited": "mcf:expedited", "fba": "fba"}
    assert read_uplift("mcf:5,mcf:expedited:7,fba:0", asked) == {"mcf:standard": 5_000, "mcf:expedited": 7_000}
    assert read_uplift(None, asked) == read_uplift(" ", asked) == {}


def test_promises() -> None:
    found = compared("fba,mcf,mcf:expedited,sfp", channel="")
    assert [str(quote.delivery_promise or "") for quote in found] == [
        "",
        "Prime badge",
        "3 business days",
        "2 business days",
    ]
    assert [quote.to_dict()["delivery_promise"] for quote in found][:2] == [None, "Prime badge"]
    # the days on file are those of the 48 states and DC
    assert compared("mcf", mcf_outside_contiguous=True).quotes[0].delivery_promise is None
    assert compared("mcf", channel="amazon").quotes[0].delivery_promise is None  # in error


def test_frames_have_the_same_columns() -> None:
    rows = pl.DataFrame([{"sku": "A", "cost": "3.10", "monthly_units": units, **MUG} for units in ("100", None, "0.5")])
    out = lc.quote_frame(rows, "fba,mcf", on=DAY, uplift={"mcf": 25})
    assert out["monthly_profit"].to_list() == [
        Decimal("828.00"),
        Decimal("831.25"),
        None,
        None,
        Decimal("4.14"),
        Decimal("4.16"),
    ]
    assert out["delivery_promise"].to_list() == [None, "3 business days"] * 3
