"""Buy with Prime, as far as sourced: Prime service fee and payment processing of an order's value.

Its fulfilment has a table of its own that is not on file, so that the seller states it. The minimum of the service fee
is not settled: the lower of those told is used, and a note says where the higher would decide.
"""

from __future__ import annotations

from logicost.fees.channels.card import PaymentFee
from logicost.fees.channels.parts import Part
from logicost.fees.charge import Charge
from logicost.fees.declared import card_of, key, listed, money_of, one, part, rate
from logicost.fees.sourced import sourced
from logicost.fees.steps import per_unit, percent_of
from logicost.rules.expressions import Expression, maximum
from logicost.rules.plan import Kind, Plan, once
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition
from logicost.tables.status import Status

_SERVICE, _PAYMENT = "buy_with_prime_service", "buy_with_prime_payment"


def _told(cursor: Cursor, edition: Edition) -> tuple[int, int]:
    """An amount, or several that are told: the lowest and the highest."""
    found = listed(money_of)(cursor, edition) if cursor.is_list() else (cursor.money(),)
    if not found:
        cursor.fail("must be an amount, or a list of those that are told")
    return min(found), max(found)


@part
class ServiceFee:
    """`minimum`: per order, the lowest and the highest that are told."""

    rate: int = rate()
    minimum: tuple[int, int] = key(_told)


@card_of("buy_with_prime/1", "channel_*")
class BuyWithPrimeCard:
    service_fee: ServiceFee = one(ServiceFee)
    payment: PaymentFee = one(PaymentFee)


@once
def buy_with_prime(plan: Plan) -> tuple[Part, Part]:
    """The service fee and the payment."""
    fee, here = sourced(plan, "channel_buy_with_prime"), plan["channel_is_buy_with_prime"]
    card: BuyWithPrimeCard = fee.card or BuyWithPrimeCard(ServiceFee(0, (0, 0)), PaymentFee(0, 0))
    order = plan["order_without_tax"]

    def figure(name: str, value: int, kind: Kind) -> Expression:
        return fee.step(name, value, kind, "the card's figure")

    by_rate = percent_of(plan, order, figure(f"{_SERVICE}_rate", card.service_fee.rate, Kind.RATE))
    by_rate = fee.step(f"{_SERVICE}_by_rate", by_rate, Kind.MONEY, "half-up to the cent")
    least = figure(f"{_SERVICE}_minimum", card.service_fee.minimum[0], Kind.MONEY)
    other = figure(f"{_SERVICE}_other_minimum", card.service_fee.minimum[1], Kind.MONEY)
    open_minimum = here & (by_rate < other) & (other > least)
    fee.step(f"{_SERVICE}_minimum_is_open", open_minimum, Kind.FLAG, "the higher minimum would decide")
    service = fee.step(
        _SERVICE, per_unit(plan, maximum(by_rate, least)), Kind.MONEY, "shared by the units of the order"
    )
    percent = figure(f"{_PAYMENT}_rate", card.payment.rate, Kind.RATE)
    fixed = figure(f"{_PAYMENT}_fixed", card.payment.per_order, Kind.MONEY)
    paid = per_unit(plan, percent_of(plan, order, percent) + fixed)
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
