"""FBA fulfillment fee: "Fee per unit by size tier, shipping weight and price" (US: Seller Central GABBX6GZPA8MSZGW; Europe:
Rate Card Europe, "Local and Pan-European FBA").

The ship date picks the card; in the holiday peak a card of its own replaces the normal one. Bands are upper-inclusive;
above the last fixed band a fixed amount for each started step. Where a market has low-price rates or selected parcels,
the order of choice is: the cross-border table, if the stock lies in another country; a low-price row, if the unit is
eligible and fits one; else a selected parcel; else this card.
"""

from __future__ import annotations

from logicost.fees.banded import ASK, Banded
from logicost.fees.category_decides import category_decides
from logicost.fees.charge import Charge, line
from logicost.fees.cross_border import cross_border_cases
from logicost.fees.fulfillment_adders import fulfillment_adders
from logicost.fees.fulfillment_cases import of_several_tables
from logicost.fees.fulfillment_rates import standard_rate
from logicost.fees.known import estimate_where
from logicost.fees.low_price import low_priced
from logicost.fees.near_an_edge import tell_near_an_edge
from logicost.fees.own_figure import NO_FIGURE, OwnFigure, own_figure
from logicost.fees.route_caps import doubt_of_the_route
from logicost.fees.selected_parcels import selected_parcel_fee, tell_unconfirmed
from logicost.fees.stock_place import crossing
from logicost.inputs.fields import NOT_GIVEN
from logicost.rules.expressions import maximum
from logicost.rules.plan import Kind, Plan, defines
from logicost.tables.status import Status


@line("fba_fulfillment", "fulfillment", "FBA fulfillment fee", "fba")
def fba_fulfillment(fee: Charge) -> None:
    """At the unit's price; the variant ``resale`` at that of a used unit."""
    plan = fee.plan
    plan["size_tier"], plan["product_type"]
    if not isinstance(fee.card, Banded):
        fee.note(
            "whether shoes pay the apparel rate is not published; quoted as non-apparel, say apparel=true for the other",
            plan["apparel_is_open"],
        )
    own = _own(fee)
    if fee.choice.edition is None:
        fee.amount(own.amount_or(0), fee.choice.why)
        fee.known(own.status_or(Status.UNSOURCED), fee.choice.why)
        fee.why(fee.choice.why + ASK)
        tell_near_an_edge(fee, crossing(plan))
        return
    of_route = doubt_of_the_route(fee)
    low, extra = low_priced(fee, crossing(plan)), fulfillment_adders(fee)
    cases = [*cross_border_cases(plan), *(case for case in (low, selected_parcel_fee(plan)) if case is not None)]
    tell_unconfirmed(fee)
    decides = category_decides(fee, low)
    if not cases and extra is None:
        looked = standard_rate(fee, fee.name if own is NO_FIGURE else "fba_standard")
        fee.amount(own.amount_or(looked.amount), "your own fee, else the card")
        open_or_guessed = estimate_where((plan["apparel_is_open"] | decides) & looked.found())
        fee.known(
            own.status_or(maximum(fee.choice.status, looked.status, open_or_guessed)),
            "an estimate where no category says whether it is apparel, and for shoes, as it is not published whether they "
            "pay the apparel rate",
        )
    else:
        of_several_tables(fee, cases, maximum(estimate_where(decides), of_route), extra, own)
    tell_near_an_edge(fee, crossing(plan))


def _own(fee: Charge) -> OwnFigure:
    """The seller's own fee, which is not that of a used unit."""
    if fee.variant:
        return NO_FIGURE
    figure = fee.plan.input("fba_fulfillment_rate")
    why = "your own fee, as your account has it, with surcharge and discounts"
    return own_figure(fee, fee.plan["fba_fulfillment_is_own"], figure, why)


@defines("fba_fulfillment_is_own")
def fba_fulfillment_is_own(plan: Plan) -> None:
    given = plan.input("fba_fulfillment_rate") > NOT_GIVEN
    plan.step("fba_fulfillment_is_own", given, Kind.FLAG, "your own fee is given")
