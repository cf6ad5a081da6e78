"""How cards of percentages by category are read: by the whole price, or by portions of it."""

from __future__ import annotations

from dataclasses import dataclass

from logicost.fees.cards import money_bands, reads
from logicost.inputs.categories import slug
from logicost.rules.table import NO_LIMIT, WordRow, WordTable, word_table
from logicost.tables.cursor import RATE_GRAINS, Cursor
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


@dataclass(frozen=True, slots=True)
class ReferralCard:
    default: str
    rules: dict[str, CategoryRule]
    rates: WordTable


@reads("referral/1")
def read_referral(edition: Edition, body: Cursor) -> ReferralCard:
    rules = {key.text(): read_rule(key, rule) for key, rule in body.need("rates").items()}
    default = body.need("default")
    if default.text() not in rules:
        default.fail("must be one of the categories")
    rows = [
        WordRow((rule.slug,), upper, (fixed, rate, above, rule.minimum))
        for rule in rules.values()
        for upper, fixed, rate, above in rule.bands
    ]
    return ReferralCard(default.text(), rules, word_table(edition.id, ("category",), "price", _COLUMNS, rows))


def read_rule(key: Cursor, cursor: Cursor) -> CategoryRule:
    rate, whole, portions = (cursor.get(name) for name in ("rate", "whole_price", "portions"))
    if sum(each is not None for each in (rate, whole, portions)) != 1:
        cursor.fail("must have exactly one of rate, whole_price and portions")
    if slug(key.text()) != key.text():
        key.fail("must be a slug, such as home_and_kitchen")
    bands: list[tuple[int, int, int, int]] = []
    if rate is not None:
        bands.append((NO_LIMIT, 0, rate.rate(), 0))
    for upper, cell in money_bands(whole) if whole is not None else ():
        bands.append((upper, 0, cell.rate(), 0))
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
    minimum, aliases = cursor.get("minimum"), cursor.get("aliases")
    rule = CategoryRule(
        slug=key.text(),
        label=cursor.need("label").text(),
        aliases=tuple(alias.text() for alias in aliases.list()) if aliases else (),
        bands=tuple(bands),
        minimum=minimum.money() if minimum else 0,
    )
    cursor.done()
    return rule
