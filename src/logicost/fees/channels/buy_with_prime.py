"""Buy with Prime, as far as sourced: Prime service fee and payment processing of an order's value.

Its fulfilment has a table of its own that is not on file, so that the seller states it. The minimum of the service fee
is not settled: the lower of those told is used, and a note says where the higher would decide.
"""

from __future__ import annotations

from dataclasses import dataclass

from logicost.fees.cards import read_card, reads
from logicost.fees.channels.card import PaymentFee, read_payment_fee
from logicost.fees.channels.payment import per_unit
from logicost.fees.steps import percent_of
from logicost.inputs.fields import CHANNELS
from logicost.rules.expressions import Expression, Reference, maximum
from logicost.rules.plan import Kind, Line, Plan, ProgramPlan
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition
from logicost.tables.status import Status

BUY_WITH_PRIME = CHANNELS.index("buy_with_prime")
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
        service.need("rate").rate(), (min(amounts), max(amounts)), read_payment_fee(body.need("payment"))
    )
    service.done()
    return card


def channel_is_buy_with_prime(plan: Plan) -> Reference:
    name = "channel_is_buy_with_prime"
    return plan[name] if plan.has(name) else plan.step(name, plan.input("channel").equals(BUY_WITH_PRIME), Kind.FLAG)


def add_buy_with_prime(plan: Plan, program: ProgramPlan) -> None:
    """The lines of the service fee and of the payment."""
    choice = plan.choose("channel_buy_with_prime")
    source = choice.edition.id if choice.edition else None
    if not plan.has(_SERVICE):
        _add_steps(plan)
    service, payment = (
        (
            f"Buy with Prime: {{{_SERVICE}_rate}} of {{buy_with_prime_order}}, at least {{{_SERVICE}_minimum}}",
            f"Amazon Pay: {{{_PAYMENT}_rate}} of {{buy_with_prime_order}} and {{{_PAYMENT}_fixed}} per order",
        )
        if choice.edition
        else (choice.why, choice.why)
    )
    for fee, name, why in (("channel_fee", _SERVICE, service), ("payment", _PAYMENT, payment)):
        flag = channel_is_buy_with_prime(plan).name
        program.lines.append(Line(fee, "selling", name, "buy_with_prime_status", flag, source, ((None, why),)))
    told = f"{{{_SERVICE}_minimum}} is taken, {{{_SERVICE}_other_minimum}} an order is told as well"
    unsettled = f"the minimum of the Prime service fee is not settled: {told}"
    program.notes.append((f"{_SERVICE}_minimum_is_open", unsettled))


def _add_steps(plan: Plan) -> None:
    choice = plan.choose("channel_buy_with_prime")
    source = choice.edition.id if choice.edition else None
    here = channel_is_buy_with_prime(plan)
    card: BuyWithPrimeCard = (
        read_card(choice.edition) if choice.edition else BuyWithPrimeCard(0, (0, 0), PaymentFee(0, 0))
    )
    units = plan.input("units_per_order")
    order = plan.step("buy_with_prime_order", plan.input("price") * units, Kind.MONEY, "the order's value, without tax")

    def figure(name: str, value: int, kind: Kind) -> Expression:
        return plan.step(name, value, kind, "the card's figure", source)

    by_rate = percent_of(plan, order, figure(f"{_SERVICE}_rate", card.service_rate, Kind.RATE))
    by_rate = plan.step(f"{_SERVICE}_by_rate", by_rate, Kind.MONEY, "half-up to the cent", source)
    least = figure(f"{_SERVICE}_minimum", card.minimum[0], Kind.MONEY)
    other = figure(f"{_SERVICE}_other_minimum", card.minimum[1], Kind.MONEY)
    open_minimum = here & (by_rate < other) & (other > least)
    plan.step(f"{_SERVICE}_minimum_is_open", open_minimum, Kind.FLAG, "the higher minimum would decide", source)
    service = per_unit(plan, maximum(by_rate, least))
    plan.step(_SERVICE, service, Kind.MONEY, "shared by the units of the order", source)
    rate = figure(f"{_PAYMENT}_rate", card.payment.rate, Kind.RATE)
    fixed = figure(f"{_PAYMENT}_fixed", card.payment.per_order, Kind.MONEY)
    paid = per_unit(plan, percent_of(plan, order, rate) + fixed)
    plan.step(_PAYMENT, paid, Kind.MONEY, "shared by the units of the order", source)
    doubtful = choice.edition is not None and choice.edition.confidence == "low"
    worst = max(choice.status, Status.ESTIMATE if doubtful else Status.EXACT)
    plan.step("buy_with_prime_status", int(worst), Kind.STATUS, choice.why or "from a source of low confidence", source)
