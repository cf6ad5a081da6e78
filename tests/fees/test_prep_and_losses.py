"""Prep until its end, inbound defects without a figure, and expected losses under both rules of reimbursement."""

from __future__ import annotations

from typing import Any

import pytest

import logicost as lc

BULKY = {"dimensions": "24 x 12 x 6 in", "weight": "10 lb"}


@pytest.mark.parametrize(
    ("given", "standard", "other", "status"),
    [
        ({"amazon_label": "yes"}, "0.55", "0.55", "exact"),
        ({"amazon_prep": "taping"}, "0.60", "1.20", "exact"),
        ({"amazon_prep": "bagging"}, "0.70", "unsourced", "exact"),
        ({"amazon_prep": "bagging", "amazon_label": "yes"}, "1.25", "unsourced", "exact"),
        ({"amazon_prep": "bubble_wrap"}, "1.35", "unsourced", "estimate"),  # 0.80 and always the label
        ({"amazon_prep": "opaque_bagging"}, "unsourced", "unsourced", "unsourced"),
    ],
)
def test_prep_until_2025(price: Any, given: dict[str, str], standard: str, other: str, status: str) -> None:
    priced = price("2025-12-31", **given)
    assert (priced.amount("prep"), priced.status("prep")) == (standard, status)
    assert price("2025-12-31", **BULKY | given).amount("prep") == other


def test_prep_that_is_not_on_file_is_told_without_an_amount() -> None:
    bulky = {"sku": "a", "weight": "10 lb", "dimensions": "24 x 12 x 6 in", "price": "20", "amazon_prep": "bagging"}
    line = lc.quote(bulky, "fba", on="2025-12-31").line("prep")
    assert (line.amount, str(line.status)) == (None, "unsourced")
    assert "is not on file" in line.why
    assert "$" not in line.why


def test_prep_is_refused_from_2026(price: Any) -> None:
    for given in ({"amazon_label": "yes"}, {"amazon_prep": "taping"}):
        assert price("2026-01-01", **given).refused == "prep_withdrawn"
        assert price("2025-12-31", **given).refused is None
    assert price("2026-01-01").refused is None


def test_inbound_defects(price: Any) -> None:
    # 2 % of units with a defect: the average of 0.60 is 0.0120 a unit, an estimate; the same as one's own fee
    average = price("2026-06-10", inbound_defect_rate="2 %")
    assert (average.amount("inbound_defect"), average.status("inbound_defect")) == ("0.0120", "estimate")
    own = price("2026-06-10", inbound_defect_rate="2 %", inbound_defect_fee="0.90")
    assert (own.amount("inbound_defect"), own.status("inbound_defect")) == ("0.0180", "override")
    assert price("2026-06-10", inbound_defect_fee="0.60").amount("inbound_defect") is None
    # before 2026-01-15 no figure is on file
    assert price("2026-01-14", inbound_defect_rate="2 %").amount("inbound_defect") == "unsourced"
    assert price("2026-01-15", inbound_defect_rate="2 %").amount("inbound_defect") == "0.0120"


def test_losses_from_march_2025(price: Any) -> None:
    # 3.10 + 0.40 + 0.25 went in, the manufacturing cost of 3.10 (or 2.50) comes back
    given = {"loss_rate": "2 %", "cost": "3.10", "inbound_freight": "0.40", "duty": "0.25"}
    assumed = price("2025-03-10", **given)
    assert (assumed.amount("lost_and_damaged"), assumed.status("lost_and_damaged")) == ("0.0130", "estimate")
    stated = price("2025-03-10", manufacturing_cost="2.50", **given)
    assert (stated.amount("lost_and_damaged"), stated.status("lost_and_damaged")) == ("0.0250", "exact")


def test_losses_before(price: Any) -> None:
    # the proceeds of a sale covered more than 3.75; with a cost of 20.00 they did not: 18.99 - 2.85 - 4.55 = 11.59
    cheap = price("2025-03-09", loss_rate="2 %", cost="3.10", inbound_freight="0.40", duty="0.25")
    assert (cheap.amount("lost_and_damaged"), cheap.status("lost_and_damaged")) == ("0.00", "estimate")
    dear = price("2025-03-09", loss_rate="2 %", cost="20.00")
    assert str(dear.lines["fba_fulfillment"][0]) == "4.55"
    assert dear.amount("lost_and_damaged") == "0.1682"  # 2 % of 8.41


def test_without_a_loss_rate_there_is_no_line(price: Any) -> None:
    assert price("2026-06-10", cost="3.10", duty="1").amount("lost_and_damaged") is None


@pytest.mark.parametrize(
    ("given", "amount"),
    [
        ({"loss_rate": "100 %", "cost": "10", "manufacturing_cost": "10"}, "0.00"),  # all of it comes back
        ({"loss_rate": "100 %", "cost": "10", "manufacturing_cost": "12"}, "0.00"),  # and never more
        ({"loss_rate": "100 %", "cost": "10", "manufacturing_cost": "9.9999"}, "0.0001"),
        ({"loss_rate": "1 %", "cost": "10", "inbound_freight": "2", "duty": "1", "manufacturing_cost": "4"}, "0.09"),
    ],
    ids=str,
)
def test_what_is_lost_is_what_does_not_come_back(price: Any, given: dict[str, str], amount: str) -> None:
    priced = price("2026-06-10", **given)
    assert (priced.amount("lost_and_damaged"), priced.status("lost_and_damaged")) == (amount, "exact")
