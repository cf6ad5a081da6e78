"""The storage card: rates by season, size class and kind of goods."""

from __future__ import annotations

import re

from logicost.fees.cards import flat_table, read_card
from logicost.fees.declared import by_word, card_of, listed, text_of
from logicost.fees.known import estimate_where
from logicost.fees.storage_calendar import (
    Period,
)
from logicost.fees.volume import MICRO
from logicost.rules.expressions import (
    FALSE,
    Cell,
    Expression,
    Reference,
    expression,
    first_of,
    maximum,
    select,
)
from logicost.rules.plan import Kind, Plan, defines, once
from logicost.rules.table import WordTable
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition
from logicost.tables.status import Status

STANDARD = (
    "standard"  # the size class whose rates some fees part from those of everything else; a store may not have it
)
DANGEROUS, OTHER = "dangerous_goods", "other"  # kinds of goods besides the card's groups of categories


def _months(cursor: Cursor, _: Edition) -> range:
    match = re.fullmatch(r"(\d{1,2}) to (\d{1,2})", cursor.text())
    if not match:
        cursor.fail("must be months such as 1 to 9")
    return range(int(match[1]), int(match[2]) + 1)


def _rates(classes: Cursor, edition: Edition) -> WordTable:
    return flat_table(("size_group", "goods"), classes, edition, gaps=True)


@card_of("storage/2")
class StorageCard:
    """`groups`: categories with a rate of their own, by the group's name; `rates`: by season, to one amount for each size
    class and kind of goods, per unit of storage volume and month."""

    seasons: dict[str, range] = by_word(_months)
    groups: dict[str, tuple[str, ...]] = by_word(listed(text_of), absent={}, of="category_groups")
    rates: dict[str, WordTable] = by_word(_rates)

    def check(self, body: Cursor) -> None:
        if sorted(month for months in self.seasons.values() for month in months) != list(range(1, 13)):
            body.need("seasons").fail("must cover each month once")
        for name, classes in body.need("rates").items():
            name.choice(*self.seasons)
            for _, cells in classes.items():
                for goods in (*self.groups, OTHER, DANGEROUS):
                    cells.need(goods)
                cells.done()
        if set(self.rates) != set(self.seasons):
            body.need("rates").fail("must have every season")

    def season(self, month: int) -> str:
        return next(name for name, months in self.seasons.items() if month in months)


@defines("stored_as_standard_size")
def stored_as_standard_size(plan: Plan) -> None:
    group = plan["size_group"]
    is_standard = plan.is_word(group, STANDARD) if STANDARD in plan.vocabulary(group.name) else FALSE
    plan.step("stored_as_standard_size", is_standard, Kind.FLAG, "two classes: standard-size, and everything else")


@defines("storage_month_rate", "storage_month_status")
def storage_month_rate(plan: Plan) -> None:
    """What a unit of volume costs in the month of the plan's day, and how well the cell is known: for plans of a stock."""
    edition = plan.choose("storage").edition
    assert edition is not None  # asked for where a card is on file
    rate, known = rate_of_season(plan, edition, read_card(edition).season(plan.fact(lambda day: day.month)))
    plan.step("storage_month_rate", rate, Kind.MONEY, "of the month", edition.id)
    plan.step("storage_month_status", known, Kind.STATUS, "the cell's own status")


def rate_of_season(plan: Plan, edition: Edition, season: str) -> tuple[Expression, Expression]:
    """The rate of a card and season for the unit, and the cell's status."""
    card: StorageCard = read_card(edition)
    find = plan.find(card.rates[season], (plan["size_group"], _goods(plan, edition)), expression(0))
    unassigned = plan["category_is_assumed"] & ~plan.input("dangerous_goods") if card.groups else FALSE
    status = Cell(find.table, find, "status", Status.UNSOURCED)
    return Cell(find.table, find, "amount", 0), maximum(status, estimate_where(unassigned))


@once
def _goods(plan: Plan, edition: Edition) -> Reference:
    """Which kind of goods of a card the unit is."""
    card: StorageCard = read_card(edition)
    words = (*card.groups, OTHER, DANGEROUS)
    groups = [(plan.is_category(*names), number) for number, names in enumerate(card.groups.values())]
    goods = first_of((plan.input("dangerous_goods"), words.index(DANGEROUS)), *groups, otherwise=words.index(OTHER))
    name = f"storage_goods_{edition.dated}"
    return plan.step(name, goods, Kind.WORD, "dangerous goods, or by category", edition.id, words)


def cost_of_period(plan: Plan, stored: Expression, period: Period) -> tuple[Expression, Expression]:
    """Months x rate of one card and season, and how well it is known where there are such months."""
    edition, season = period
    name = f"{season}_{edition.dated}"
    months = plan.step(f"months_stored_{name}", stored, Kind.MONTHS, f"months stored in {season}", edition.id)
    amount, known = rate_of_season(plan, edition, season)
    note = f"per {plan.market.storage_volume.name} and month"
    rate = plan.step(f"storage_rate_{name}", amount, Kind.MONEY, note, edition.id)
    return months * rate * (MICRO // 10_000), select(months > 0, known, 0)
