"""Which of the fulfilment cards' product types a unit is: non-apparel, apparel or dangerous goods."""

from __future__ import annotations

from logicost.fees.cards import COLUMNS, band_rows
from logicost.inputs.fields import NOT_GIVEN
from logicost.rules.expressions import select
from logicost.rules.plan import Kind, Plan, defines
from logicost.rules.table import WordTable, word_table
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition

PRODUCT_TYPES = ("non_apparel", "apparel", "dangerous_goods")
NON_APPAREL, APPAREL, DANGEROUS_GOODS = range(3)


@defines("product_type", "is_apparel", "apparel_is_open", "apparel_is_assumed")
def product_type(plan: Plan) -> None:
    category, said = plan.input("category"), plan.input("apparel")
    unsaid, dangerous = said.equals(NOT_GIVEN), plan.input("dangerous_goods")
    known = plan.vocabulary("category")
    by_category, is_open = (
        plan.is_category(*(name for name in names if name in known))
        for names in (plan.market.apparel, plan.market.apparel_open)
    )
    is_apparel = plan.step(
        "is_apparel", select(unsaid, by_category, said > 0), Kind.FLAG, "as given, else by the category"
    )
    plan.step(
        "apparel_is_open",
        unsaid & is_open & ~dangerous,
        Kind.FLAG,
        "whether the apparel card applies to shoes is not published",
    )
    plan.step(
        "apparel_is_assumed",
        unsaid & plan["category_is_assumed"] & (category.equals(NOT_GIVEN) | by_category) & ~dangerous,
        Kind.FLAG,
        "neither apparel nor a category that is certain says it",
    )
    plan.step(
        "product_type",
        select(dangerous, DANGEROUS_GOODS, select(is_apparel, APPAREL, NON_APPAREL)),
        Kind.WORD,
        "dangerous goods have a card of their own, apparel included",
        words=PRODUCT_TYPES,
    )


def tiers_by_goods(table: WordTable) -> tuple[str, ...]:
    """The size tiers in which apparel pays otherwise than other goods."""
    rows: dict[str | int, dict[str | int, list[object]]] = {}
    for (goods, tier, *column), upper, values in ((row.keys, row.upper, row.values) for row in table.rows):
        rows.setdefault(tier, {}).setdefault(goods, []).append((column, upper, values))
    return tuple(str(tier) for tier, by in rows.items() if by.get("apparel") != by.get("non_apparel"))


def product_type_table(edition: Edition, rates: Cursor, across: str) -> WordTable:
    """The table of ``rates: product type: size tier: band: cell``. `any` stands for apparel and all other goods.

    Args:
        across: the card's key whose list says what the amounts of a cell are for.
    """
    columns = len(edition.body().need(across).list())
    rows = []
    for group, tiers in rates.items():
        word = group.choice(*PRODUCT_TYPES, "any")
        if not tiers.is_gap():
            for name in ("non_apparel", "apparel") if word == "any" else (word,):
                for tier, band_table in tiers.items():
                    rows += band_rows((name, tier.text()), band_table, columns)
    return word_table(edition.id, ("product_type", "size_tier", "column"), "shipping_weight", COLUMNS, rows)


@defines("cep_enrolled")
def cep_enrolled(plan: Plan) -> None:
    """Whether the seller is enrolled in the Central Europe Programme, by which some European cards have columns."""
    plan.step("cep_enrolled", plan.input("cep"), Kind.FLAG, "as given, else yes", words=("no", "yes"))
