"""Referral fee: "the greater of the applicable referral fee percentage or the applicable per-item minimum"
(Seller Central GTG4BAWSY39Z98Z3), on the total price that the buyer pays.

`whole_price`: the band is chosen by the whole price and its rate applies to all of it. `portions`: each rate applies
to the slice of the price inside its band. Upper edges are inclusive. Rounded once, half-up, to the cent.
"""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakKeyDictionary

from logicost.fees.cards import money_bands, read_card, reads
from logicost.fees.steps import percent_with_fixed
from logicost.inputs.categories import CategoryBook, slug
from logicost.inputs.fields import NOT_GIVEN
from logicost.market import Market
from logicost.rules.expressions import Cell, FindRow, Reference, maximum, select
from logicost.rules.plan import Kind, Line, Plan, ProgramPlan
from logicost.rules.table import NO_LIMIT, NO_ROW, Row, Table, make_table
from logicost.tables.cursor import RATE_GRAINS, Cursor
from logicost.tables.edition import Edition
from logicost.tables.shelf import Shelf
from logicost.tables.status import Status

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


@reads("referral/1")
def read_referral(edition: Edition, body: Cursor) -> ReferralCard:
    rules = {key.text(): read_rule(key, rule) for key, rule in body.need("rates").items()}
    default = body.need("default")
    if default.text() not in rules:
        default.fail("must be one of the categories")
    return ReferralCard(default.text(), rules)


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


_books: WeakKeyDictionary[Shelf, dict[str, CategoryBook]] = WeakKeyDictionary()


def category_book(shelf: Shelf, market: Market) -> CategoryBook:
    """The categories of the market, over all editions of its referral card, in alphabetical order."""
    books = _books.setdefault(shelf, {})
    if market.code not in books:
        labels: dict[str, str] = {}
        names: dict[str, str] = {}
        for edition in reversed(shelf.editions(market.code, "referral")):
            for rule in read_card(edition).rules.values():
                labels[rule.slug] = rule.label
                for name in (rule.slug, rule.label, *rule.aliases):
                    names[slug(name)] = rule.slug
        books[market.code] = CategoryBook(market.code, tuple(sorted(labels)), labels, names)
    return books[market.code]


_tables: WeakKeyDictionary[Edition, Table] = WeakKeyDictionary()


def referral_table(edition: Edition, book: CategoryBook) -> Table:
    if edition not in _tables:
        rows = [
            Row((book.slugs.index(rule.slug),), upper, (fixed, rate, above, rule.minimum))
            for rule in read_card(edition).rules.values()
            for upper, fixed, rate, above in rule.bands
        ]
        _tables[edition] = make_table(edition.id, ("category",), "price", _COLUMNS, rows)
    return _tables[edition]


@dataclass(frozen=True, slots=True)
class Referral:
    """The steps of the fee on one price."""

    amount: Reference
    status: Reference


def add_referral(plan: Plan, program: ProgramPlan, applies: str | None = None) -> None:
    """The referral fee's line. `applies` names a flag step, for programs that also serve other channels."""
    choice = plan.choose("referral")
    if not plan.has("referral"):
        plan.step("category_is_assumed", plan.input("category").equals(NOT_GIVEN), Kind.FLAG, "no category was given")
        add_referral_of(plan, "referral", plan.input("price"))
    program.lines.append(
        Line(
            "referral",
            "selling",
            "referral",
            "referral_status",
            applies,
            choice.edition.id if choice.edition else None,
            (
                ("referral_is_minimum", "the minimum per item, as {referral_rate} of {price} would be less"),
                (
                    "referral_has_portions",
                    "{referral_fixed} for the portion up to {referral_above}, and {referral_rate} of the rest",
                ),
                (None, "{referral_rate} of {price}"),
            ),
        )
    )
    program.notes.append(
        ("category_is_assumed", "no category was given: the referral fee assumes 'everything_else'; name the category")
    )


def add_referral_of(plan: Plan, name: str, price: Reference) -> Referral:
    """The steps of the referral fee on a price, under that name; the category is the product's."""
    choice = plan.choose("referral")
    assumed = plan.input("category").equals(NOT_GIVEN)
    if choice.edition is None:
        for part, kind in (("rate", Kind.RATE), ("fixed", Kind.MONEY), ("above", Kind.MONEY)):
            plan.step(f"{name}_{part}", 0, kind)
        for part in ("is_minimum", "has_portions"):
            plan.step(f"{name}_{part}", 0, Kind.FLAG)
        return Referral(
            plan.step(name, 0, Kind.MONEY, choice.why),
            plan.step(f"{name}_status", int(choice.status), Kind.STATUS, choice.why),
        )
    book, source = category_book(plan.shelf, plan.market), choice.edition.id
    table = referral_table(choice.edition, book)
    category = _add_category(plan, choice.edition)
    row = plan.step(f"{name}_row", FindRow(table, (category,), price), Kind.ROW, "the category's price band", source)
    rate = plan.step(f"{name}_rate", Cell(table, row, "rate", 0), Kind.RATE, "the band's percentage", source)
    fixed = plan.step(f"{name}_fixed", Cell(table, row, "fixed", 0), Kind.MONEY, "for the portions below", source)
    above = plan.step(f"{name}_above", Cell(table, row, "above", 0), Kind.MONEY, "the portion begins here", source)
    least = plan.step(f"{name}_minimum", Cell(table, row, "minimum", 0), Kind.MONEY, "per item", source)
    by_rate = plan.step(
        f"{name}_by_rate",
        percent_with_fixed(plan, fixed, price - above, rate),
        Kind.MONEY,
        "half-up to the cent, once",
        source,
    )
    fee = plan.step(name, maximum(by_rate, least), Kind.MONEY, "the greater of percentage and minimum", source)
    plan.step(f"{name}_is_minimum", least > by_rate, Kind.FLAG)
    plan.step(f"{name}_has_portions", above > 0, Kind.FLAG)
    status = maximum(int(choice.status), select(assumed, int(Status.ESTIMATE), 0))
    known = plan.step(
        f"{name}_status",
        select(row > NO_ROW, status, int(Status.UNSOURCED)),
        Kind.STATUS,
        choice.why or "an estimate where the category is assumed",
        source,
    )
    return Referral(fee, known)


def _add_category(plan: Plan, edition: Edition) -> Reference:
    """The step ``referral_category``."""
    if plan.has("referral_category"):
        return plan["referral_category"]
    book, given = category_book(plan.shelf, plan.market), plan.input("category")
    card: ReferralCard = read_card(edition)
    return plan.step(
        "referral_category",
        select(given.equals(NOT_GIVEN), book.slugs.index(card.default), given),
        Kind.WORD,
        f"as given, else {card.default}",
        edition.id,
        book.slugs,
    )


@reads("closing/1")
def read_closing(edition: Edition, body: Cursor) -> dict[str, int]:
    return {key.text(): amount.money() for key, amount in body.need("rates").items()}


def add_closing_steps(plan: Plan) -> bool:
    """The steps of the closing fee of a media unit; whether there is such a fee."""
    choice = plan.choose("closing")
    if choice.edition is not None and not plan.has("closing"):
        book, source = category_book(plan.shelf, plan.market), choice.edition.id
        rows = [
            Row((book.slugs.index(name),), NO_LIMIT, (amount,))
            for name, amount in read_card(choice.edition).items()
            if name in book.slugs
        ]
        table = make_table(source, ("category",), "nothing", ("amount",), rows)
        row = plan.step(
            "closing_row",
            FindRow(table, (plan.input("category"),), plan.input("price")),
            Kind.ROW,
            "categories that pay the closing fee",
            source,
        )
        plan.step("closing_applies", row > NO_ROW, Kind.FLAG, "media categories only", source)
        plan.step("closing", Cell(table, row, "amount", 0), Kind.MONEY, "per unit sold", source)
        plan.step("closing_status", int(choice.status), Kind.STATUS, choice.why, source)
    return choice.edition is not None


def add_closing(plan: Plan, program: ProgramPlan, applies: str | None = None) -> None:
    """Closing fee: a flat amount per media unit sold, by FBA or FBM, on top of the referral fee."""
    choice = plan.choose("closing")
    if choice.edition is None or not add_closing_steps(plan):
        return
    both = "closing_applies"
    if applies is not None:
        both = program.step("closing_applies")
        plan.step(both, plan["closing_applies"] & plan[applies], Kind.FLAG)
    program.lines.append(
        Line(
            "closing",
            "selling",
            "closing",
            "closing_status",
            both,
            choice.edition.id,
            ((None, "{closing} per media unit sold"),),
        )
    )
