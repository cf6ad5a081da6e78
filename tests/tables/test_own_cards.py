"""Cards of the user's own: what the built-in ones never do must work, or fail with one line that names the file."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

import logicost as lc
from logicost.errors import TableError

Write = Callable[..., Path]
GOODS = lc.Product(sku="A", dimensions="6 x 4 x 1 in", weight="9.5 lb", price="18.99", category="toys_and_games")
CARRIER = """\
carrier: My carrier
measuring: {sides: up to 1 in, divisor: 139, dimensional_over: 0 in3}
zones: [2, 5]
"""


def root(path: Path) -> Path:
    return path.parent.parent.parent


def test_a_fulfillment_card_without_steps(write_card: Write) -> None:
    body = "price_bands: [under 10, 10 and over]\nrates:\n  any:\n    large_standard:\n      20 lb: [3.00, 4.00]\n"
    own = root(write_card("fba_fulfillment", "2026-11-01", "fba_fulfillment/1", body))
    line = lc.quote(GOODS, on="2026-11-22", fee_tables=own).line("fba_fulfillment")
    assert line is not None
    assert (line.amount, line.status, line.edition) == (Decimal("4.00"), "override", "us/fba_fulfillment/2026-11-01")


def test_a_negotiated_carrier_card(write_card: Write) -> None:
    own = root(
        write_card(
            "ups_ground",
            "2026-11-01",
            "carrier_rates/1",
            CARRIER + "rates: {1 lb: [4.00, 5.00], 10 lb: [6.00, 7.50]}\n",
        )
    )
    line = lc.quote(GOODS, "fbm:ups_ground", on="2026-11-22", zone=5, fee_tables=own).line("carrier_postage")
    assert line is not None
    assert (line.amount, line.status) == (Decimal("7.50"), "override")
    before = lc.quote(GOODS, "fbm:ups_ground", on="2026-10-31", zone=5, fee_tables=own).line("carrier_postage")
    assert before is not None
    assert before.edition == "us/ups_ground/2025-12-22"


def test_a_carrier_card_with_steps(write_card: Write) -> None:
    """9.5 lb to zone 5: 5.00 for the first pound, and 0.50 for each started pound above it: 9 of them, 9.50."""
    body = CARRIER + "rates: {1 lb: [4.00, 5.00], 150 lb: {base: [4.00, 5.00], plus: 0.50, per: 1 lb, above: 1 lb}}\n"
    own = root(write_card("ups_ground", "2026-11-01", "carrier_rates/1", body))
    line = lc.quote(GOODS, "fbm:ups_ground", on="2026-11-22", zone=5, fee_tables=own).line("carrier_postage")
    assert line is not None
    assert (line.amount, line.status) == (Decimal("9.50"), "override")


def test_no_such_folder() -> None:
    with pytest.raises(TableError) as caught:
        lc.quote(GOODS, on="2026-11-22", fee_tables="no/such/folder")
    assert caught.value.code == "fee_tables_not_found"


@pytest.mark.parametrize(("first", "more", "said"), [
    ("9999-12-31", "", "must be named by its first day"), ("0001-01-01", "", "must be named by its first day"),
    ("2026-11-01", "until: 9999-12-31\n", "a card that runs on has no until"), ("2026-11-01", "until: 2200-01-01\n", "days go from 1990-01-01 to 2199-12-31"),
])  # fmt: skip
def test_days_that_no_calendar_of_ours_has_are_told(write_card: Write, first: str, more: str, said: str) -> None:
    """The day after the last one that Python has was a fault of ours."""
    own = root(write_card("storage", first, "storage/1", "rates: {}\n", more=more))
    for ask in (
        lambda: lc.quote(GOODS, on="2026-11-22", fee_tables=own, days_in_storage=30),
        lambda: lc.quote_frame([{"sku": "A", "dimensions": "6 x 4 x 1 in", "weight": "9 oz", "price": 18}], on="2026-11-22", fee_tables=own),
    ):  # fmt: skip
        with pytest.raises(TableError, match=said):
            ask()
