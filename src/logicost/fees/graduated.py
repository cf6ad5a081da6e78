"""Percentages by category: of the whole price by its band, or of portions of it. The referral fee's card, and its shape elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from logicost.fees.cards import money_bands
from logicost.fees.declared import amount, card_of, key, nested, one, part, rate, text, words
from logicost.inputs.categories import slug
from logicost.inputs.readers import RATE_GRAINS
from logicost.rules.table import NO_LIMIT, WordRow, WordTable, word_table
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition

_COLUMNS = ("fixed", "rate", "above", "minimum")
Band = tuple[int, int, int, int]  # upper edge, fixed amount, rate, and the price above which the rate applies


def _by_whole_price(cursor: Cursor, _: Edition) -> tuple[Band, ...]:
    """A rate for each band of the price; a cell may be ``{fixed, rate, above}``."""
    return tuple((upper, *_cell(cell)) for upper, cell in money_bands(cursor))


def _cell(cell: Cursor) -> tuple[int, int, int]:
    if not cell.is_mapping():
        return 0, cell.rate(), 0
    found = cell.need("fixed").money(), cell.need("rate").rate(), cell.need("above").money()
    cell.done()
    return found


def _by_portions(cursor: Cursor, _: Edition) -> tuple[Band, ...]:
    """A rate for the portion of the price in each band."""
    bands: list[Band] = []
    lower = fixed = 0
    for upper, cell in money_bands(cursor):
        bands.append((upper, fixed, cell.rate(), lower))
        if upper != NO_LIMIT:
            slice_fee = (upper - lower) * cell.rate()
            if slice_fee % RATE_GRAINS:
                cell.fail("gives a slice that is not a whole number of grains")
            fixed, lower = fixed + slice_fee // RATE_GRAINS, upper
    return tuple(bands)


@part
class Graduated:
    """A percentage of a price: one `rate`, one by the band of the `whole_price`, or one for each of its `portions`."""

    rate: int | None = rate(absent=None)
    whole_price: tuple[Band, ...] | None = key(_by_whole_price, None)
    portions: tuple[Band, ...] | None = key(_by_portions, None)

    def check(self, body: Cursor) -> None:
        if [self.rate, self.whole_price, self.portions].count(None) != 2:
            body.fail("must have exactly one of rate, whole_price and portions")
        if not self.bands or self.bands[-1][0] != NO_LIMIT:
            body.fail("must end with a band for 'any price'")

    @property
    def bands(self) -> tuple[Band, ...]:
        if self.rate is not None:
            return ((NO_LIMIT, 0, self.rate, 0),)
        return self.whole_price or self.portions or ()


@part
class CategoryRule(Graduated):
    """One category's row; `merchant_fulfilled`: what holds in its place for units that the seller fulfils."""

    label: str = text()
    aliases: tuple[str, ...] = words(absent=())
    minimum: int = amount(absent=0)
    merchant_fulfilled: Graduated | None = one(Graduated, absent=None)


def rules_of(cursor: Cursor, edition: Edition) -> dict[str, CategoryRule]:
    """Categories, by their slugs, to their rows."""
    for name, _ in cursor.items():
        if slug(name.text()) != name.text():
            name.fail(f"must be a slug: {slug(name.text())}")
    return {name.text(): _rule(cell, edition) for name, cell in cursor.items()}


_rule = nested(CategoryRule)


@dataclass(frozen=True, slots=True)
class Rates:
    """`merchant`: the rows of units that the seller fulfils, None where they are those of all."""

    rules: dict[str, CategoryRule]
    all: WordTable
    merchant: WordTable | None


def _rates(cursor: Cursor, edition: Edition) -> Rates:
    rules = rules_of(cursor, edition)

    def table(merchant: bool) -> WordTable:
        rows = [
            WordRow((name,), upper, (fixed, rate, above, rule.minimum))
            for name, rule in rules.items()
            for upper, fixed, rate, above in ((rule.merchant_fulfilled if merchant else None) or rule).bands
        ]
        return word_table(edition.id, ("category",), "price", _COLUMNS, rows)

    differs = "fba_minimums" in edition.body().mapping() or any(rule.merchant_fulfilled for rule in rules.values())
    return Rates(rules, table(False), table(True) if differs else None)


def _minimums(cursor: Cursor, _: Edition) -> dict[str, tuple[int, bool]]:
    return {tier.text(): _minimum(cell) for tier, cell in cursor.items()}


def _minimum(cell: Cursor) -> tuple[int, bool]:
    if not cell.is_mapping():
        return cell.money(), False
    amount = cell.need("amount").money()
    cell.need("origin").choice("derived", "one_source")
    cell.done()
    return amount, True


@card_of("referral/1")
class ReferralCard:
    """`default`: the category of all that have none of their own; `fba_minimums`: by size tier, of units that Amazon fulfils,
    in place of the row's: the amount, and whether it is an estimate."""

    default: str = text()
    rates: Rates = key(_rates)
    fba_minimums: dict[str, tuple[int, bool]] = key(_minimums, {})

    def check(self, body: Cursor) -> None:
        if self.default not in self.rates.rules:
            body.need("default").fail("must be one of the categories")
