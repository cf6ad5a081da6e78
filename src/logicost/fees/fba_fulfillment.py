"""FBA fulfillment fee: "Fee per unit by size tier, shipping weight and price" (US: Seller Central GABBX6GZPA8MSZGW; Europe:
Rate Card Europe, "Local and Pan-European FBA").

The ship date picks the card; in the holiday peak a card of its own replaces the normal one. Bands are upper-inclusive;
above the last fixed band a fixed amount for each started step. Where a market has low-price rates or selected parcels,
the order of choice is: the cross-border table, if the stock lies in another country; a low-price row, if the unit is
eligible and fits one; else a selected parcel; else this card.
"""

from __future__ import annotations

from collections.abc import Sequence

from logicost.fees.banded import ASK, Banded, Case
from logicost.fees.category_decides import category_decides
from logicost.fees.charge import Charge, line
from logicost.fees.cross_border import cross_border_cases
from logicost.fees.fulfillment_adders import fulfillment_adders
from logicost.fees.fulfillment_rates import standard_rate
from logicost.fees.known import estimate_where, own_or
from logicost.fees.low_price import low_priced
from logicost.fees.near_an_edge import tell_near_an_edge
from logicost.fees.route_caps import doubt_of_the_route
from logicost.fees.selected_parcels import selected_parcel_fee, tell_unconfirmed
from logicost.fees.sourced import sourced
from logicost.fees.steps import tell_band
from logicost.fees.stock_place import crossing
from logicost.inputs.fields import NOT_GIVEN
from logicost.rules.expressions import Expression, Reference, Value, first_of, maximum, select
from logicost.rules.plan import Kind, Plan, defines
from logicost.tables.status import Status


@line("fba_fulfillment", "fulfillment", "FBA fulfillment fee", "fba")
def fba_fulfillment(fee: Charge) -> None:
    """At the unit's price; the variant ``resale`` at that of a used unit."""
    plan, name = fee.plan, fee.name
    plan["size_tier"], plan["product_type"]
    if not isinstance(fee.card, Banded):
        fee.note(
            "whether shoes pay the apparel rate is not published; quoted as non-apparel, say apparel=true for the other",
            plan["apparel_is_open"],
        )
    own = None if fee.variant else plan["fba_fulfillment_is_own"]
    if own is not None:
        fee.is_own(own)
        fee.why("your own fee, as your account has it, with surcharge and discounts", own)
    if fee.choice.edition is None:
        fee.amount(0 if own is None else select(own, plan.input("fba_fulfillment_rate"), 0), fee.choice.why)
        fee.known(_or_own(own, Status.UNSOURCED), fee.choice.why)
        fee.why(fee.choice.why + ASK)
        tell_near_an_edge(fee, crossing(plan))
        return
    of_route = doubt_of_the_route(fee)
    low, extra = low_priced(fee, crossing(plan)), fulfillment_adders(fee)
    cases = [*cross_border_cases(plan), *(case for case in (low, selected_parcel_fee(plan)) if case is not None)]
    tell_unconfirmed(fee)
    decides = category_decides(fee, low)
    if not cases and extra is None:
        looked = standard_rate(fee, name if own is None else "fba_standard")
        if own is not None:
            fee.amount(select(own, plan.input("fba_fulfillment_rate"), looked.amount), "your own fee, else the card")
        open_or_guessed = estimate_where((plan["apparel_is_open"] | decides) & looked.found())
        fee.known(
            _or_own(own, maximum(fee.choice.status, looked.status, open_or_guessed)),
            "an estimate where no category says whether it is apparel, and for shoes, as it is not published whether they "
            "pay the apparel rate",
        )
    else:
        _of_several(fee, cases, maximum(estimate_where(decides), of_route), extra, own)
    tell_near_an_edge(fee, crossing(plan))


def _or_own(own: Reference | None, by_card: Value) -> Value:
    """How well it is known: the seller's own figure, else as the card."""
    return by_card if own is None else own_or(own, by_card)


@defines("fba_fulfillment_is_own")
def fba_fulfillment_is_own(plan: Plan) -> None:
    given = plan.input("fba_fulfillment_rate") > NOT_GIVEN
    plan.step("fba_fulfillment_is_own", given, Kind.FLAG, "your own fee is given")


def _of_several(
    fee: Charge, cases: Sequence[Case], doubt: Expression, extra: Expression | None, own: Reference | None
) -> None:
    """One of the market's tables, and what some units pay more on each."""
    for case in cases:
        choice = case.card.choice
        if case.looked is None:
            fee.why(case.lead + choice.why + case.ask, case.applies)
        else:
            tell_band(fee, case.looked, case.lead, when=case.applies, ask=case.ask)
            if choice.stands_in or choice.status == Status.ESTIMATE:
                fee.note(f"{fee.fee.slug}: {choice.why}", case.applies)
        fee.is_waived(case.applies, case.card.source)
    standard = standard_rate(fee, fee.named("fba_standard"))
    surcharged = fee.step(
        fee.named("fba_fulfillment_surcharged"),
        first_of(*((case.applies, case.amount) for case in cases), otherwise=standard.amount),
        Kind.MONEY,
        "by the table of the unit; what the fuel and logistics surcharge is taken of",
    )
    by_card: Expression = surcharged if extra is None else surcharged + extra
    if own is not None:
        by_card = select(own, fee.plan.input("fba_fulfillment_rate"), by_card)
    fee.amount(by_card, "with what some units pay more; your own fee where it is given")
    by_standard = maximum(fee.choice.status, standard.status)
    dangerous = int(sourced(fee.plan, "dangerous_goods").choice.status) if extra is not None else 0
    more = select(fee.plan.input("dangerous_goods"), dangerous, 0)
    known = maximum(first_of(*((case.applies, case.status) for case in cases), otherwise=by_standard), doubt, more)
    fee.known(
        _or_own(own, known),
        "as the table of the unit; an estimate where a category that is not certain picks the table",
    )
