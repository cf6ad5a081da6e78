"""Buy with Prime, as far as sourced: Prime service fee and payment processing of an order's value.

Its fulfilment has a table of its own that is not on file, so that the seller states it. The minimum of the service fee
is not settled: the lower of those told is used, and a note says where the higher would decide.
"""

from __future__ import annotations

from dataclasses import dataclass

from logicost.fees.cards import reads
from logicost.fees.channels.card import PaymentFee, read_payment_fee
from logicost.fees.charge import Charge, Part
from logicost.fees.sourced import sourced
from logicost.fees.steps import per_unit, percent_of
from logicost.rules.expressions import Expression, maximum
from logicost.rules.plan import Kind, Plan, once
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition
from logicost.tables.status import Status

_SERVICE, _PAYMENT = "buy_with_prime_service", "buy_with_prime_payment"


@dataclass(frozen=True, slots=True)
class BuyWithPrimeCard:
    """`minimum`: of the service fee per order, the lowest and the highest that are told."""

    service_rate: int
    minimum: tuple[int, int]
    payment: PaymentFee


@reads("buy_with_prime/1")
def read_buy_with_prime(edition: Edition, body: Cursor) -> BuyWithPrimeCard:
    service = body.need("service_fee")
    told = service.need("minimum")
    amounts = [amount.money() for amount in told.list()] if told.is_list() else [told.money()]
    if not amounts:
        told.fail("must be an amount, or a list of those that are told")
    card = BuyWithPrimeCard(
        service.need("rate").rate(), (min(amounts), max(amounts)), read_payment_fee(body.need("payment"), edition)
    )
    service.done()
    return card


@once
def buy_with_prime(plan: Plan) -> tuple[Part, Part]:
    """The service fee and the payment."""
    fee, here = sourced(plan, "channel_buy_with_prime"), plan["channel_is_buy_with_prime"]
    card: BuyWithPrimeCard = fee.card or BuyWithPrimeCard(0, (0, 0), PaymentFee(0, 0))
    order = plan["order_without_tax"]

    def figure(name: str, value: int, kind: Kind) -> Expression:
        return fee.step(name, value, kind, "the card's figure")

    by_rate = percent_of(plan, order, figure(f"{_SERVICE}_rate", card.service_rate, Kind.RATE))
    by_rate = fee.step(f"{_SERVICE}_by_rate", by_rate, Kind.MONEY, "half-up to the cent")
    least = figure(f"{_SERVICE}_minimum", card.minimum[0], Kind.MONEY)
    other = figure(f"{_SERVICE}_other_minimum", card.minimum[1], Kind.MONEY)
    open_minimum = here & (by_rate < other) & (other > least)
    fee.step(f"{_SERVICE}_minimum_is_open", open_minimum, Kind.FLAG, "the higher minimum would decide")
    service = fee.step(
        _SERVICE, per_unit(plan, maximum(by_rate, least)), Kind.MONEY, "shared by the units of the order"
    )
    rate = figure(f"{_PAYMENT}_rate", card.payment.rate, Kind.RATE)
    fixed = figure(f"{_PAYMENT}_fixed", card.payment.per_order, Kind.MONEY)
    paid = per_unit(plan, percent_of(plan, order, rate) + fixed)
    paid = fee.step(_PAYMENT, paid, Kind.MONEY, "shared by the units of the order")
    edition, why = fee.choice.edition, fee.choice.why
    worst = max(fee.choice.status, Status.ESTIMATE if edition and edition.confidence == "low" else Status.EXACT)
    status = fee.step("buy_with_prime_status", int(worst), Kind.STATUS, why or "from a source of low confidence")
    told = (
        f"Buy with Prime: {{{_SERVICE}_rate}} of {{order_without_tax}}, at least {{{_SERVICE}_minimum}}",
        f"Amazon Pay: {{{_PAYMENT}_rate}} of {{order_without_tax}} and {{{_PAYMENT}_fixed}} per order",
    )
    return (
        Part(here, service, status, fee.source, told[0] if edition else why),
        Part(here, paid, status, fee.source, told[1] if edition else why),
    )


def tell_open_minimum(fee: Charge) -> None:
    """The note where the higher of the minimums that are told would decide."""
    told = f"{{{_SERVICE}_minimum}} is taken, {{{_SERVICE}_other_minimum}} an order is told as well"
    fee.note(f"the minimum of the Prime service fee is not settled: {told}", fee.plan[f"{_SERVICE}_minimum_is_open"])
