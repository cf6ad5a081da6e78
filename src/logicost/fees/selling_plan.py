"""Selling plans: what one costs a month, and per item sold on Amazon, which is a line of the quote."""

from __future__ import annotations

from logicost.fees import declared
from logicost.fees.cards import read_card
from logicost.fees.charge import AMAZON_ORDERS, Charge, line
from logicost.fees.declared import amount, card_of, nested, part
from logicost.fees.steps import by_word
from logicost.fees.vocabularies import vocabulary
from logicost.market import Market
from logicost.rules.expressions import Expression
from logicost.rules.plan import Plan, once
from logicost.tables.shelf import Shelf


@part
class SellingPlan:
    monthly: int = amount()
    per_item: int = amount()


@card_of("selling_plan/1")
class SellingPlans:
    rates: dict[str, SellingPlan] = declared.by_word(nested(SellingPlan))


def pays_per_item(shelf: Shelf, market: Market) -> tuple[int, ...]:
    """The numbers of the plans that pay per item sold, as individual sellers do, by any card of the market."""
    words = vocabulary(shelf, market)["selling_plan"]
    cards: list[SellingPlans] = [read_card(each) for each in shelf.editions(market.code, "selling_plan")]
    if not cards:  # the words are those of the other stores, and so is what they mean
        others = (each.code for each in shelf.markets.by_code.values())
        cards = [read_card(each) for code in others for each in shelf.editions(code, "selling_plan")]
    paying = {word for card in cards for word, each in card.rates.items() if each.per_item}
    return tuple(number for number, word in enumerate(words) if word in paying)


@once
def is_individual(plan: Plan) -> Expression:
    """Whether the seller has a plan that pays per item sold."""
    return plan.input("selling_plan").is_one_of(*pays_per_item(plan.shelf, plan.market))


@line("selling_plan", "selling", "individual selling plan, per item", "fba", "fbm", "sfp", after="payment")
def selling_plan(fee: Charge) -> None:
    """Of one item sold on Amazon."""
    plan = fee.plan
    on_amazon = is_individual(plan) & plan[AMAZON_ORDERS]
    if fee.is_missing(on_amazon):
        return
    fee.applies(on_amazon)
    each = {word: rate.per_item for word, rate in fee.card.rates.items()}
    fee.amount(by_word(plan, plan.input("selling_plan"), each), "per item sold, with that plan")
    fee.why("the {selling_plan} plan, per item sold")
