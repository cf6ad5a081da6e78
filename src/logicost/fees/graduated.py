"""How cards of percentages by category are read: by the whole price, or by portions of it."""

from __future__ import annotations

from dataclasses import dataclass

from logicost.fees.cards import money_bands, reads
from logicost.inputs.categories import slug
from logicost.inputs.readers import RATE_GRAINS
from logicost.rules.table import NO_LIMIT, WordRow, WordTable, word_table
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition

_COLUMNS = ("fixed", "rate", "above", "minimum")


@dataclass(frozen=True, slots=True)
class CategoryRule:
    """One category's row: bands of (upper edge, fixed amount, rate, price above which the rate applies)."""

    slug: str
    label: str
    aliases: tuple[str, ...]
    bands: tuple[tuple[int, int, int, int], ...]
    minimum: int
    merchant_bands: tuple[tuple[int, int, int, int], ...]

    def rows(self, merchant: bool) -> list[WordRow]:
        """Its rows, of units that the merchant fulfils or of the others."""
        bands = (self.merchant_bands if merchant else ()) or self.bands
        return [WordRow((self.slug,), upper, (fixed, rate, above, self.minimum)) for upper, fixed, rate, above in bands]


@dataclass(frozen=True, slots=True)
class ReferralCard:
    """`merchant`: the rows of units that the seller fulfils, where some differ; `fba_minimums`: by size tier, of
    units that Amazon fulfils, in place of the row's: the amount, and whether it is an estimate."""

    default: str
    rules: dict[str, CategoryRule]
    rates: WordTable
    merchant: WordTable | None
    fba_minimums: dict[str, tuple[int, bool]]


@reads("referral/1")
def read_referral(edition: Edition, body: Cursor) -> ReferralCard:
    rules = {key.text(): read_rule(key, rule) for key, rule in body.need("rates").items()}
    default = body.need("default")
    if default.text() not in rules:
        default.fail("must be one of the categories")
    rates, merchant = (
        word_table(
            edition.id, ("category",), "price", _COLUMNS, [row for rule in rules.values() for row in rule.rows(own)]
        )
        for own in (False, True)
    )
    minimums = body.get("fba_minimums")
    differs = minimums is not None or any(rule.merchant_bands for rule in rules.values())
    return ReferralCard(
        default.text(), rules, rates, merchant if differs else None,
        {tier.text(): _minimum(cell) for tier, cell in minimums.items()} if minimums else {},
    )  # fmt: skip


def _minimum(cell: Cursor) -> tuple[int, bool]:
    if not cell.is_mapping():
        return cell.money(), False
    amount = cell.need("amount").money()
    cell.need("origin").choice("derived", "one_source")
    cell.done()
    return amount, True


def read_rule(key: Cursor, cursor: Cursor) -> CategoryRule:
    if slug(key.text()) != key.text():
        key.fail("must be a slug: small letters, digits and underscores")
    minimum, aliases, merchant = (cursor.get(name) for name in ("minimum", "aliases", "merchant_fulfilled"))
    merchant_bands: tuple[tuple[int, int, int, int], ...] = ()
    if merchant is not None:
        merchant_bands = read_bands(merchant)
        merchant.done()
    rule = CategoryRule(
        slug=key.text(),
        label=cursor.need("label").text(),
        aliases=tuple(alias.text() for alias in aliases.list()) if aliases else (),
        bands=read_bands(cursor),
        minimum=minimum.money() if minimum else 0,
        merchant_bands=merchant_bands,
    )
    cursor.done()
    return rule


def read_bands(cursor: Cursor) -> tuple[tuple[int, int, int, int], ...]:
    """Bands of (upper edge, fixed amount, rate, price above which the rate applies), out of ``rate``, ``whole_price`` or
    ``portions``. A cell of `whole_price` may be ``{fixed, rate, above}``."""
    rate, whole, portions = (cursor.get(name) for name in ("rate", "whole_price", "portions"))
    if sum(each is not None for each in (rate, whole, portions)) != 1:
        cursor.fail("must have exactly one of rate, whole_price and portions")
    bands: list[tuple[int, int, int, int]] = []
    if rate is not None:
        bands.append((NO_LIMIT, 0, rate.rate(), 0))
    for upper, cell in money_bands(whole) if whole is not None else ():
        bands.append((upper, *_whole(cell)))
    lower = fixed = 0
    for upper, cell in money_bands(portions) if portions is not None else ():
        bands.append((upper, fixed, cell.rate(), lower))
        if upper != NO_LIMIT:
            slice_fee = (upper - lower) * cell.rate()
            if slice_fee % RATE_GRAINS:
                cell.fail("gives a slice that is not a whole number of grains")
            fixed, lower = fixed + slice_fee // RATE_GRAINS, upper
    if not bands or bands[-1][0] != NO_LIMIT:
        cursor.fail("must end with a band for 'any price'")
    return tuple(bands)


def _whole(cell: Cursor) -> tuple[int, int, int]:
    if not cell.is_mapping():
        return 0, cell.rate(), 0
    found = cell.need("fixed").money(), cell.need("rate").rate(), cell.need("above").money()
    cell.done()
    return found
