"""What a unit that stays so long pays at all the snapshots that it meets, each by the card of its day.

Where the age is not given but the days in storage are, every unit is taken to stay that long; that is an estimate, as real units
stay for longer and shorter.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from logicost.fees.cards import read_card
from logicost.fees.charge import Charge
from logicost.fees.eras import LONGEST_STAY, Era, eras_of_stays
from logicost.fees.storage_calendar import Decade, decade_of
from logicost.fees.volume import volume_cost
from logicost.inputs.days import day_number
from logicost.rules.expressions import FALSE, Cell, Expression, FindRow, Reference, expression, maximum, minimum, select
from logicost.rules.plan import Kind
from logicost.rules.table import Row, Table, make_table
from logicost.tables.status import Status

SNAPSHOT_DAY = 15
MOST_SNAPSHOTS = 40  # that a stay can meet; said, as a difference of look-ups cannot prove it


def snapshot_of(day: dt.date) -> dt.date:
    """The snapshot of the day's month, which lies before or after the day."""
    return day.replace(day=SNAPSHOT_DAY)


Cell3 = tuple[int, int, int]  # rate, least and status


@dataclass(frozen=True, slots=True)
class _Charged:
    """What snapshots cost that find a unit more than `older` and up to `upper` days old, from `first` on and before `end`
    (None: from the beginning, to the end)."""

    older: int
    upper: int
    first: dt.date | None
    end: dt.date | None
    cell: Cell3


def _cell_of(table: Table, age: int) -> Cell3:
    rate, least, known = table.rows[table.find((), age)].values
    return rate, least, known


def _charged(eras: tuple[Era, ...]) -> list[_Charged]:
    """The surcharges of every age by the card of each day; days on which an age costs the same are together."""
    cards = [(era.first, era.choice) for era in eras]
    tables = [read_card(choice.edition).rates if choice.edition else None for _, choice in cards]
    edges = sorted({min(row.upper, LONGEST_STAY.days) for table in tables if table for row in table.rows})
    found: list[_Charged] = []
    for older, upper in pairwise((-1, *edges)):
        spans: list[tuple[dt.date, Cell3]] = []
        cells = [_cell_of(table, upper) if table else None for table in tables]
        for (first, choice), known in zip(cards, cells, strict=True):
            # where no card is on file an age that no card charges is taken as free
            is_open = choice.status is Status.UNSOURCED and any(any(each) for each in cells if each)
            cell = known or (0, 0, int(Status.UNSOURCED) if is_open else 0)
            if not spans or spans[-1][1] != cell:
                spans.append((first, cell))
        ends = [*(first for first, _ in spans[1:]), None]
        for place, ((first, cell), end) in enumerate(zip(spans, ends, strict=True)):
            if any(cell):
                found.append(_Charged(max(older, 0), upper, first if place else None, end, cell))
    return found


def cost_of_stay(fee: Charge, exempt_up_to: int) -> tuple[Expression, Expression]:
    """What a unit pays at all snapshots from its receipt to the ship date, each by the card of its day, and the worst
    status of the cells."""
    plan, days = fee.plan, maximum(fee.plan.input("days_in_storage"), 0)
    table = _snapshots(plan.fact(decade_of))
    last = plan.input("ship_day") - 1
    received = plan.step("aged_inventory_received", plan.input("ship_day") - days, Kind.DAY, "the day of receipt")
    counted: dict[str, Reference] = {}

    def met(name: str, day: Expression) -> Reference:
        """How many snapshots lie up to a day, counted from long ago."""
        if name not in counted:
            row = plan.step(f"aged_inventory_month_{name}", FindRow(table, (), day), Kind.ROW, f"at {name} days of age")
            so_far = Cell(table, row, "snapshots", 0)
            counted[name] = plan.step(f"aged_inventory_met_{name}", so_far, Kind.COUNT, "snapshots so far")
        return counted[name]

    def old(age: int) -> Expression:
        return minimum(received + age, last) if age < LONGEST_STAY.days else last

    exempt = plan["aged_inventory_exempt"] if plan.has("aged_inventory_exempt") else FALSE
    count, amount, status = expression(0), expression(0), expression(0)
    for each in _charged(plan.fact(eras_of_stays(plan.shelf, plan.market.code, "aged_inventory"))):
        since = f"_since_{each.first.isoformat().replace('-', '_')}" if each.first else ""
        until = f"_until_{each.end.isoformat().replace('-', '_')}" if each.end else ""
        begin, end = old(each.older), old(each.upper)
        if each.first is not None:
            begin = maximum(begin, day_number(each.first) - 1)
        if each.end is not None:
            end = minimum(end, day_number(each.end) - 1)
        found: Expression = met(f"{each.upper}{until}", end) - met(f"{each.older}{since}", begin)
        found = minimum(maximum(found, 0), MOST_SNAPSHOTS)
        found = select(days > each.older, found, 0)  # as it is; but rows of short stays are told apart at once
        if each.upper <= exempt_up_to:
            found = select(exempt, 0, found)
        found = plan.step(
            f"aged_inventory_snapshots_{each.upper}{since}", found, Kind.COUNT, f"up to {each.upper} days old"
        )
        rate, least, known = each.cell
        count, amount = count + found, amount + found * maximum(volume_cost(plan, expression(rate)), least)
        status = maximum(status, select(found > 0, known, 0))
    plan.step("aged_inventory_snapshots", count, Kind.COUNT, "at which a surcharge is due")
    return amount, status


@lru_cache(maxsize=4)
def _snapshots(decade: Decade) -> Table:
    """How many snapshots there were up to a day, counted from the longest stay before some years on."""
    first, last = decade
    begin = snapshot_of(first - LONGEST_STAY)
    rows: list[Row] = []
    while begin <= last:
        following = snapshot_of(begin.replace(day=28) + dt.timedelta(days=4))
        rows.append(Row((), day_number(following) - 1, (len(rows),)))
        begin = following
    return make_table("snapshots on the 15th", (), "day", ("snapshots",), rows)
