"""Referral fee: "the greater of the applicable referral fee percentage or the applicable per-item minimum"
(Seller Central GTG4BAWSY39Z98Z3), on the total price that the buyer pays.

`whole_price`: the band is chosen by the whole price and its rate applies to all of it. `portions`: each rate applies
to the slice of the price inside its band. Upper edges are inclusive. Rounded once, half-up, to the cent.
"""

from __future__ import annotations

from logicost.fees.charge import MERCHANT, Charge, line
from logicost.fees.graduated import ReferralCard
from logicost.fees.known import estimate_where
from logicost.fees.own_figure import OwnFigure, own_figure
from logicost.fees.referral_minimums import minimum_by_size
from logicost.fees.referral_terms import PRIME, terms_of
from logicost.fees.rows import find_row
from logicost.fees.steps import percent_of, percent_with_fixed
from logicost.rules.expressions import FALSE, Expression, maximum, select
from logicost.rules.plan import Kind
from logicost.tables.status import Status


@line("referral", "selling", "referral fee", "fba", "fbm", "sfp", amazon_orders=True, each=terms_of)
def referral(fee: Charge) -> None:
    """On the unit's price; the variant ``resale`` on that of a used unit. The category is the product's."""
    plan, name = fee.plan, fee.name
    assumed = plan["category_is_assumed"]
    own = _own(fee)
    if fee.choice.edition is None:
        fee.amount(own.amount_or(0), fee.choice.why)
        fee.known(own.status_or(Status.UNSOURCED), fee.choice.why)
        fee.why(fee.choice.why)
        return
    card: ReferralCard = fee.card
    fee.note(
        f"no category was given: the referral fee assumes '{card.default}'; name the category", plan["category_is_told"]
    )
    rates = (card.rates.merchant if fee.variant == MERCHANT else None) or card.rates.all
    row = find_row(fee, name, rates, (plan["referral_category"],), fee.paid, "the category's price band")
    rate = row.cell("rate", Kind.RATE, "the band's percentage", f"{name}_card_rate")
    fixed = row.cell("fixed", Kind.MONEY, "for the portions below")
    above = row.cell("above", Kind.MONEY, "the portion begins here")
    least = row.cell("minimum", Kind.MONEY, "per item")
    by_size: Expression = FALSE
    if card.fba_minimums and fee.variant not in (MERCHANT, PRIME):
        least, by_size = minimum_by_size(fee, least)
    by_rate = fee.step(
        f"{name}_by_rate",
        percent_with_fixed(plan, fixed, fee.paid - above, rate),
        Kind.MONEY,
        "half-up to the cent, once",
    )
    fee.amount(own.amount_or(maximum(by_rate, least)), "your own share, else the greater of percentage and minimum")
    guessed = assumed | (by_size & (least > by_rate))
    status = maximum(fee.choice.status, estimate_where(guessed))
    by_card = select(row.exists, status, Status.UNSOURCED)
    fee.known(own.status_or(by_card), "an estimate where the category is assumed")
    no_row = fee.step(f"{name}_is_missing", ~row.exists, Kind.FLAG, "a category of the card of another day")
    fee.why("the card of the day has no category {referral_category}; give referral_rate", no_row)
    rate_told = f"{{{name}_card_rate}}"
    of = f"{{{fee.paid.name}}}"
    fee.why_where(f"{name}_is_minimum", least > by_rate, f"the minimum per item, as {rate_told} of {of} would be less")
    fee.why_where(
        f"{name}_has_portions",
        above > 0,
        f"{{{name}_fixed}} for the portion up to {{{name}_above}}, and {rate_told} of the rest",
    )
    fee.why(f"{rate_told} of {of}")


def _own(fee: Charge) -> OwnFigure:
    """The seller's own share, as the account has it."""
    plan, flag = fee.plan, fee.plan["referral_is_own"]
    share = percent_of(plan, fee.paid, maximum(plan.input("referral_rate"), 0))
    name = f"{fee.name}_by_own_share"
    figure = plan.step(name, share, Kind.MONEY, "half-up to the cent", when=flag.name)
    return own_figure(fee, flag, figure, "your own share, {referral_rate} of {" + fee.paid.name + "}")
