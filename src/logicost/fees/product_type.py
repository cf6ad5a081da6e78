"""Which of the fulfilment cards' product types a unit is: non-apparel, apparel or dangerous goods."""

from __future__ import annotations

from logicost.fees.referral import category_book
from logicost.inputs.fields import NOT_GIVEN
from logicost.rules.expressions import Reference, select
from logicost.rules.plan import Kind, Plan

PRODUCT_TYPES = ("non_apparel", "apparel", "dangerous_goods")
NON_APPAREL, APPAREL, DANGEROUS_GOODS = range(3)

APPAREL_CATEGORIES = ("clothing_and_accessories",)
# "Footwear: the fee page does not say whether the apparel card applies to shoes": non-apparel unless the seller says so
OPEN_CATEGORIES = ("footwear",)


def add_product_type(plan: Plan) -> Reference:
    """Add the steps ``is_apparel``, ``apparel_is_open`` and ``product_type``; returns the last."""
    if plan.has("product_type"):
        return plan["product_type"]
    book = category_book(plan.shelf, plan.market)
    category, said = plan.input("category"), plan.input("apparel")
    unsaid = said.equals(NOT_GIVEN)
    numbers = {slug: number for number, slug in enumerate(book.slugs)}
    by_category = category.is_one_of(*(numbers[slug] for slug in APPAREL_CATEGORIES if slug in numbers))
    is_apparel = plan.step(
        "is_apparel", select(unsaid, by_category, said > 0), Kind.FLAG, "as given, else by the category"
    )
    is_open = category.is_one_of(*(numbers[slug] for slug in OPEN_CATEGORIES if slug in numbers))
    plan.step(
        "apparel_is_open",
        unsaid & is_open & ~plan.input("dangerous_goods"),
        Kind.FLAG,
        "whether the apparel card applies to shoes is not published",
    )
    return plan.step(
        "product_type",
        select(plan.input("dangerous_goods"), DANGEROUS_GOODS, select(is_apparel, APPAREL, NON_APPAREL)),
        Kind.WORD,
        "dangerous goods have a card of their own, apparel included",
        words=PRODUCT_TYPES,
    )
