"""Referral fee: "the greater of the applicable referral fee percentage or the applicable per-item minimum"
(Seller Central GTG4BAWSY39Z98Z3), on the total price that the buyer pays.

`whole_price`: the band is chosen by the whole price and its rate applies to all of it. `portions`: each rate applies
to the slice of the price inside its band. Upper edges are inclusive. Rounded once, half-up, to the cent.
"""

from __future__ import annotations

from logicost.fees.cards import read_card
from logicost.fees.charge import Charge, line
from logicost.fees.graduated import ReferralCard
from logicost.fees.steps import percent_with_fixed
from logicost.inputs.fields import NOT_GIVEN
from logicost.rules.expressions import Cell, Reference, maximum, select
from logicost.rules.plan import Kind, Plan, defines
from logicost.rules.table import NO_ROW
from logicost.tables.status import Status


@line("referral", "selling", "referral fee", "fba", "fbm", "sfp", amazon_orders=True)
def referral(fee: Charge) -> None:
    """On the unit's price; the variant ``resale`` on that of a used unit. The category is the product's."""
    plan, name = fee.plan, fee.name
    assumed = plan["category_is_assumed"]
    fee.note("no category was given: the referral fee assumes 'everything_else'; name the category", assumed)
    if fee.is_missing():
        return
    find = plan.find(fee.card.rates, (plan["referral_category"],), fee.price)
    row = fee.step(f"{name}_row", find, Kind.ROW, "the category's price band")

    def cell(column: str, kind: Kind, note: str) -> Reference:
        return fee.step(f"{name}_{column}", Cell(find.table, row, column, 0), kind, note)

    rate, fixed = cell("rate", Kind.RATE, "the band's percentage"), cell("fixed", Kind.MONEY, "for the portions below")
    above, least = cell("above", Kind.MONEY, "the portion begins here"), cell("minimum", Kind.MONEY, "per item")
    by_rate = fee.step(
        f"{name}_by_rate",
        percent_with_fixed(plan, fixed, fee.price - above, rate),
        Kind.MONEY,
        "half-up to the cent, once",
    )
    fee.amount(maximum(by_rate, least), "the greater of percentage and minimum")
    status = maximum(int(fee.choice.status), select(assumed, int(Status.ESTIMATE), 0))
    fee.known(select(row > NO_ROW, status, int(Status.UNSOURCED)), "an estimate where the category is assumed")
    is_minimum = plan.step(f"{name}_is_minimum", least > by_rate, Kind.FLAG)
    has_portions = plan.step(f"{name}_has_portions", above > 0, Kind.FLAG)
    fee.why("the minimum per item, as {referral_rate} of {price} would be less", is_minimum)
    fee.why("{referral_fixed} for the portion up to {referral_above}, and {referral_rate} of the rest", has_portions)
    fee.why("{referral_rate} of {price}")


@defines("category_is_assumed")
def category_is_assumed(plan: Plan) -> None:
    plan.step("category_is_assumed", plan.input("category").equals(NOT_GIVEN), Kind.FLAG, "no category was given")


@defines("referral_category")
def referral_category(plan: Plan) -> None:
    """The category whose row the card has."""
    edition, given, words = plan.choose("referral").edition, plan.input("category"), plan.vocabulary("category")
    assert edition is not None  # asked for by the rule of the fee, which has a card
    card: ReferralCard = read_card(edition)
    plan.step(
        "referral_category",
        select(given.equals(NOT_GIVEN), words.index(card.default), given),
        Kind.WORD,
        f"as given, else {card.default}",
        edition.id,
        words,
    )
