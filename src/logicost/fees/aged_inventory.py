"""Aged inventory surcharge: per unit of volume by the age of the unit at the snapshot on the 15th of the month.

"From 366 days on: greater of volume rate and per-unit minimum", compared per unit. Some categories may be exempt up to
an age. A whole month's charge for one unit, on top of storage, in the month of the quote.

Where the age is not given but the days in storage are, every unit is taken to stay that long: it pays at each snapshot that it
meets. That is an estimate, as real units stay for longer and shorter.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from logicost.fees.cards import bands, read_card
from logicost.fees.charge import Charge, line
from logicost.fees.declared import card_of, count, key, nested, part, words
from logicost.fees.eras import Era, eras_of_stays
from logicost.fees.known import estimate_where
from logicost.fees.stock_place import kept_abroad
from logicost.fees.storage import volume_cost
from logicost.fees.storage_calendar import Decade, decade_of
from logicost.inputs.days import day_number
from logicost.inputs.fields import FIELD, NOT_GIVEN
from logicost.rules.expressions import FALSE, Cell, Expression, FindRow, Reference, expression, maximum, minimum, select
from logicost.rules.plan import Kind
from logicost.rules.table import Row, Table, make_table
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition
from logicost.tables.status import Status

SNAPSHOT_DAY = 15
MOST_SNAPSHOTS = 40  # that a stay can meet; said, as a difference of look-ups cannot prove it
LONGEST_STAY = FIELD["days_in_storage"].largest
LATEST_SNAPSHOT = 30  # days after the ship date that the snapshot of its month may lie


def snapshot_of(day: dt.date) -> dt.date:
    """The snapshot of the day's month, which lies before or after the day."""
    return day.replace(day=SNAPSHOT_DAY)


@part
class Exempt:
    """Categories that do not pay up to so many days of age."""

    categories: tuple[str, ...] = words()
    up_to: int = count()


def _cell(cursor: Cursor) -> tuple[int, int, int]:
    if cursor.is_gap():
        return 0, 0, Status.UNSOURCED
    if not cursor.is_mapping():
        return cursor.money(), 0, 0
    cell = cursor.need("per_volume").money(), cursor.need("at_least").money(), 0
    cursor.done()
    return cell


def _by_age(rates: Cursor, edition: Edition) -> Table:
    rows = [Row((), upper, _cell(cell)) for upper, cell in bands(rates, Cursor.count, "any age")]
    return make_table(edition.id, (), "age in days", ("per_volume", "at_least", "status"), rows)


@card_of("aged_inventory/1")
class AgedInventory:
    """`rates` by days of age: the rate per unit of storage volume, the least per unit (0 where the card has none), status."""

    exempt: Exempt | None = key(nested(Exempt), absent=None)
    rates: Table = key(_by_age)


@line(
    "aged_inventory", "storage", "aged inventory surcharge", "fba", "mcf", after="storage_utilization", on=snapshot_of
)
def aged_inventory(fee: Charge) -> None:
    """Where the age at the snapshot is given and surcharged."""
    plan, card, unit = fee.plan, fee.card, fee.plan.market.storage_volume.name
    age, days = plan.input("inventory_age_days"), plan.input("days_in_storage")
    if fee.is_missing(age > NOT_GIVEN, "; give yours a unit as other_selling_fee, and leave inventory_age_days out"):
        return
    older = (age > days + LATEST_SNAPSHOT) & (days > NOT_GIVEN)
    contradiction = fee.step("aged_inventory_contradiction", older, Kind.FLAG, "older than its stay")
    fee.note(
        "inventory_age_days is {inventory_age_days}, but a unit with days_in_storage of {days_in_storage} is not that old",
        contradiction,
    )
    find = plan.find(card.rates, (), maximum(age, 0))
    row = fee.step("aged_inventory_row", find, Kind.ROW, "the days of age")
    rate = fee.step("aged_inventory_rate", Cell(card.rates, row, "per_volume", 0), Kind.MONEY, f"per {unit}")
    least = fee.step("aged_inventory_minimum", Cell(card.rates, row, "at_least", 0), Kind.MONEY, "per unit")
    by_volume = fee.step("aged_inventory_by_volume", volume_cost(plan, rate), Kind.MONEY, "volume x rate, to 0.0001")
    by_age = maximum(by_volume, least)
    known = Cell(card.rates, row, "status", 0)
    charged = (rate > 0) | known.equals(Status.UNSOURCED)
    unnamed: Expression = FALSE
    if card.exempt is not None:
        exempt = fee.step(
            "aged_inventory_exempt",
            plan.is_word(plan.input("category"), *card.exempt.categories) | plan["is_apparel"],
            Kind.FLAG,
            f"of a category that is exempt up to {card.exempt.up_to} days",
        )
        exempt_age = age <= card.exempt.up_to
        charged = charged & ~(exempt_age & exempt)
        unnamed = exempt_age & plan["category_is_assumed"]
    is_aged = age > NOT_GIVEN
    stayed, stayed_status = _of_a_stay(fee, exempt_up_to=card.exempt.up_to if card.exempt else 0)
    amount = fee.amount(select(is_aged, by_age, stayed), "the greater of the two, or at each snapshot of the stay")
    of_stay = fee.step(
        "aged_inventory_of_stay",
        ~is_aged & ((amount > 0) | stayed_status.equals(Status.UNSOURCED)),
        Kind.FLAG,
        "the age is that of the whole stay",
    )
    fee.applies((is_aged & charged) | of_stay, "old enough, and not of an exempt category")
    by_category = maximum(known, estimate_where(unnamed))
    fee.status(
        select(is_aged, by_category, maximum(stayed_status, Status.ESTIMATE)),
        kept_abroad(fee),
        note="an estimate where the age is taken from the stay, or an exemption depends on a category that is not given",
    )
    fee.why(
        "what a snapshot of a stay of {days_in_storage} days cost is not on file: give inventory_age_days for a unit's own",
        plan.step(
            "aged_inventory_stay_is_unsourced", of_stay & stayed_status.equals(Status.UNSOURCED), Kind.FLAG, "a gap"
        ),
    )
    fee.why(
        "{aged_inventory_snapshots} snapshots from the first surcharge on, as if every unit stayed {days_in_storage} days: "
        "give inventory_age_days for a unit's own",
        of_stay,
    )
    is_gap = plan.step("aged_inventory_is_gap", is_aged & known.equals(Status.UNSOURCED), Kind.FLAG, "a gap")
    fee.why(
        "{inventory_age_days} days old at the snapshot: the rate of that age is not on file; give yours a unit as "
        "other_selling_fee, and leave inventory_age_days out",
        is_gap,
    )
    is_minimum = plan.step("aged_inventory_is_minimum", least > by_volume, Kind.FLAG)
    old = "{inventory_age_days} days old at the snapshot of the month of {ship_day}"
    volume = f"{{unit_storage_volume}} at {{aged_inventory_rate}} a {unit}"
    fee.why(f"{old}: the minimum per unit, as {volume} would be less", is_minimum)
    fee.why(f"{old}: {volume}")


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
    edges = sorted({min(row.upper, LONGEST_STAY) for table in tables if table for row in table.rows})
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


def _of_a_stay(fee: Charge, exempt_up_to: int) -> tuple[Expression, Expression]:
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
        return minimum(received + age, last) if age < LONGEST_STAY else last

    exempt = plan["aged_inventory_exempt"] if "aged_inventory_exempt" in plan.steps else FALSE
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
    begin = snapshot_of(first - dt.timedelta(days=LONGEST_STAY))
    rows: list[Row] = []
    while begin <= last:
        following = snapshot_of(begin.replace(day=28) + dt.timedelta(days=4))
        rows.append(Row((), day_number(following) - 1, (len(rows),)))
        begin = following
    return make_table("snapshots on the 15th", (), "day", ("snapshots",), rows)
