"""Cards that publish a range for an amount: its ends, the middle of it, and how well each of them is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from logicost.fees.cards import read_card, weight_bands
from logicost.fees.charge import Charge
from logicost.number import half_up
from logicost.rules.expressions import Cell, Expression, Reference, Value, first_of, maximum
from logicost.rules.plan import Kind
from logicost.rules.table import Table, WordRow, WordTable, word_table
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition
from logicost.tables.status import Status

LOW, MIDDLE, HIGH = POINTS = ("low", "middle", "high")
COLUMNS = (*POINTS, *(f"{point}_status" for point in POINTS))


def range_of(cursor: Cursor) -> tuple[int, ...]:
    """``[0.16, 0.30]``, the ends of the range; either end, or the whole, may be unsourced, and so may both where only
    ``{middle: 0.97}`` is known. The values of `COLUMNS`."""
    if cursor.is_gap():
        return (*[0] * 3, *[Status.UNSOURCED] * 3)
    if cursor.is_mapping():
        middle = cursor.need(MIDDLE).money()
        cursor.done()
        return 0, middle, 0, Status.UNSOURCED, Status.ESTIMATE, Status.UNSOURCED
    ends = cursor.list()
    if len(ends) != 2:
        cursor.fail("must be the low and the high end of a range, or unsourced")
    low, high = (end.or_gap(end.money) for end in ends)
    if low is not None and high is not None and low > high:
        cursor.fail("must have the low end first")
    statuses = [int(Status.UNSOURCED if end is None else Status.ESTIMATE) for end in (low, high)]
    middle = 0 if low is None or high is None else half_up(Fraction(low + high, 2))
    return low or 0, middle, high or 0, statuses[0], max(statuses), statuses[1]


def no_range(amount: int) -> tuple[int, ...]:
    """The same of one published amount."""
    return (*[amount] * 3, *[int(Status.EXACT)] * 3)


def rows_of_ranges(tier: str, bands: Cursor) -> Iterator[WordRow]:
    """The rows of ``16 oz: {minimal: [0.21, 0.30], partial: unsourced}``, of which every band has the same words."""
    words: list[str] = []
    for upper, cell in weight_bands(bands):
        words = words or [word.text() for word, _ in cell.items()]
        yield from (WordRow((tier, word), upper, range_of(cell.need(word))) for word in words)
        for word, _ in cell.items():
            word.choice(*words)


@dataclass(frozen=True, slots=True)
class Ranged:
    """The steps of the range's ends and of its middle, and the expressions of their statuses; by the names of `POINTS`."""

    amounts: dict[str, Reference]
    statuses: dict[str, Expression]


def look_up_range(fee: Charge, name: str, by: tuple[Value, ...], along: Expression) -> Ranged:
    """The range of the card in force, for a fee that may go by an older one; `by` begins with the size tier."""
    rows = {edition: _row(fee, edition, by, along) for edition in fee.editions}

    def cell(column: str, missing: int) -> Expression:
        return fee.in_force(lambda choice: Cell(*rows[choice.edition], column, missing) if choice.edition else missing)

    told = {LOW: "the low end of the range", MIDDLE: "the middle of the range, to 0.0001", HIGH: "the high end of the range"}  # fmt: skip
    return Ranged(
        {point: fee.step(f"{name}_{point}", cell(point, 0), Kind.MONEY, note) for point, note in told.items()},
        {point: cell(f"{point}_status", Status.UNSOURCED) for point in POINTS},
    )


def _row(fee: Charge, edition: Edition, by: tuple[Value, ...], along: Expression) -> tuple[Table, Reference]:
    """A card's table, and the step that says which of its rows holds: of an older card, without the size tiers that there
    no longer are."""
    rates: WordTable = read_card(edition).rates
    if edition is not fee.choice.edition:
        known = fee.plan.vocabulary("size_tier")
        rows = [row for row in rates.rows if row.keys[0] in known]
        if len(rows) < len(rates.rows):
            rates = word_table(rates.name, rates.key_names, rates.along, COLUMNS, rows)
    find = fee.plan.find(rates, by, along)
    name = f"{fee.name}_row_{edition.dated}"
    return find.table, fee.plan.step(name, find, Kind.ROW, f"the row of {find.table.name}", edition.id)


def point_of(fee: Charge, name: str, found: Ranged, at_low: Expression, at_high: Expression) -> tuple[Reference, Reference]:  # fmt: skip
    """The step of the point that is used, the middle unless an end is asked for, and that of its status."""
    low, middle, high = (found.amounts[point] for point in POINTS)
    used = first_of((at_low, low), (at_high, high), otherwise=middle)
    amount = fee.step(
        f"{name}_point_of_range", used, Kind.MONEY, f"the middle of the range, unless {name}_point asks for an end"
    )
    of = found.statuses
    status = first_of((at_low, of[LOW]), (at_high, of[HIGH]), otherwise=of[MIDDLE])
    known = maximum(status, fee.in_force(lambda choice: choice.status))
    return amount, fee.step(
        f"{name}_status", known, Kind.STATUS, fee.choice.why or "a point of a published range is an estimate"
    )
