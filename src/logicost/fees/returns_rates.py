"""The card of returns processing, and what it says of a unit: the fee of one that is charged, and its category's threshold."""

from __future__ import annotations

from logicost.fees.charge import Charge
from logicost.fees.declared import banded, card_of, count, key, rate, words
from logicost.fees.known import given_or, own_or
from logicost.fees.rows import find_row
from logicost.fees.steps import look_up
from logicost.inputs.fields import NOT_GIVEN
from logicost.rules.expressions import Expression, Reference, maximum, select
from logicost.rules.plan import Kind
from logicost.rules.table import NO_LIMIT, WordRow, WordTable, word_table
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition
from logicost.tables.status import Status

REGIMES = ("excess_units", "every_unit")  # a regime is known by the flag returns_charge_every_unit


def _threshold_table(name: str, shares: dict[str, int]) -> WordTable:
    rows = [WordRow((category,), NO_LIMIT, (share,)) for category, share in shares.items()]
    return word_table(f"{name} thresholds", ("category",), "nothing", ("threshold",), rows)


def _thresholds(cursor: Cursor, edition: Edition) -> WordTable:
    """A share of returns for each category, up to which they are free."""
    return _threshold_table(edition.id, {name.text(): share.rate() for name, share in cursor.items()})


NO_THRESHOLDS = _threshold_table("no", {})


@card_of("returns_processing/1")
class ReturnsProcessing:
    """`excess_from_units` is None for a card that charges no excess units at all.

    Attributes:
        every_unit: categories of which each unit is charged, goods of the apparel card with them.
        exempt_categories: those that pay nothing.
    """

    every_unit: tuple[str, ...] = words()
    exempt_categories: tuple[str, ...] = words(absent=())
    excess_from_units: int | None = count(absent=None)
    lowest_threshold: int = rate(absent=0)
    thresholds: WordTable = key(_thresholds, absent=NO_THRESHOLDS)
    rates: WordTable = banded("returns_charge_every_unit", "size_tier", along="shipping_weight")


def threshold_of_category(fee: Charge, returned: Expression) -> tuple[Reference, Reference]:
    """Steps for the category's threshold, the seller's own first, and whether it is known."""
    plan = fee.plan
    by = (plan.input("category"),)
    row = find_row(fee, "returns_threshold", fee.card.thresholds, by, returned, "the category's threshold")
    own = plan.input("return_threshold")
    threshold = given_or(own, row.says("threshold"))
    threshold = fee.step("returns_threshold", threshold, Kind.RATE, "as given, else the category's")
    known = plan.step("returns_threshold_is_known", (own > NOT_GIVEN) | row.exists, Kind.FLAG)
    return threshold, known


def fee_of_unit(fee: Charge, every: Reference) -> tuple[Reference, Reference]:
    """Steps for the fee of one charged unit, the seller's own first, and its status."""
    plan = fee.plan
    by = (every, plan["size_tier"], 0)
    looked = look_up(fee, "returns_processing_card_fee", fee.card.rates, by, plan["shipping_weight"])
    own = plan.input("returns_processing_rate")
    is_own = plan.step("returns_processing_is_own", own > NOT_GIVEN, Kind.FLAG, "the seller's own fee per unit")
    unit_fee = plan.step(
        "returns_processing_unit_fee", select(is_own, own, looked.amount), Kind.MONEY, "the seller's own, else the card"
    )
    status = own_or(is_own, maximum(looked.status, fee.choice.status))
    status = plan.step("returns_unit_fee_status", status, Kind.STATUS, fee.choice.why)
    plan.step("returns_rate_is_missing", status.equals(Status.UNSOURCED), Kind.FLAG)
    return unit_fee, status
