"""What another channel gives back of its commission when the buyer is refunded in full.

eBay credits the final value fee in proportion and keeps the fee per order; Etsy gives its transaction fee back; TikTok Shop
keeps 20 % of the referral fee, at most 5.00. What a card does not say is taken as nothing, and the line is an estimate.
"""

from __future__ import annotations

from logicost.fees.channels.buy_with_prime import buy_with_prime
from logicost.fees.channels.card import ChannelCard
from logicost.fees.channels.commission import commission
from logicost.fees.channels.orders import channel_is, direct_by_default
from logicost.fees.channels.parts import Part, charge_one_of
from logicost.fees.channels.platform import platform_commission
from logicost.fees.charge import Charge, line
from logicost.fees.refund import of_returns
from logicost.fees.sourced import sourced
from logicost.fees.steps import percent_of
from logicost.market import BUY_WITH_PRIME
from logicost.rules.expressions import Reference, maximum, minimum, some
from logicost.rules.plan import Kind, Plan, once
from logicost.tables.status import Status


@line(
    "channel_refund", "returns", "commission that another channel gives back on refunds", "mcf", "fbm",
    after="closing_refund", table=None, each=direct_by_default,
)  # fmt: skip
def channel_refund(fee: Charge) -> None:
    plan = fee.plan
    market = plan.market
    on_file = {name for name in market.channels if sourced(plan, f"channel_{name}").card is not None}
    parts = [_by_card(plan, name) for name in market.commissions if name in on_file]
    parts += [_not_on_file(plan, name, platform_commission(plan, name)) for name in market.platforms if name in on_file]
    if fee.variant and BUY_WITH_PRIME in on_file:
        service = _not_on_file(plan, BUY_WITH_PRIME, buy_with_prime(plan)[0])
        parts.insert(0, service)
    if not parts:
        return
    applies = plan["returns_are_expected"] & some(*(part.when for part in parts))
    charge_one_of(fee, parts, "what the channel gives back, taken off", applies)


@once
def _by_card(plan: Plan, name: str) -> Part:
    """Of the percentage alone: what is asked per unit and per order stays with the channel."""
    fee, charged = sourced(plan, f"channel_{name}"), commission(plan, name)
    card: ChannelCard = fee.card
    if card.refunds is None:
        return _not_on_file(plan, name, charged)
    by_rate = plan[f"{name}_by_rate"]
    kept = percent_of(plan, by_rate, card.refunds.kept)
    if card.refunds.at_most is not None:
        kept = minimum(kept, card.refunds.at_most)
    kept = fee.step(f"{name}_kept", kept, Kind.MONEY, "of the percentage, half-up to the cent")
    back = fee.step(f"{name}_given_back", by_rate - kept, Kind.MONEY, "of one unit that comes back")
    doubt = Status.ESTIMATE if card.refunds.doubt else Status.EXACT
    why = f"{plan.market.channels[name].title} gives {{{name}_given_back}} back for {{return_rate}} of the units"
    if card.refunds.kept:
        why += f", and keeps {{{name}_kept}}"
    if card.refunds.doubt:
        why += f"; {card.refunds.doubt}"
    return Part(
        channel_is(plan, name),
        plan.step(f"{name}_refund", 0 - of_returns(plan, back), Kind.MONEY, "per unit sold, to 0.0001"),
        fee.step(f"{name}_refund_status", maximum(charged.status, doubt), Kind.STATUS, "as the commission, or worse"),
        fee.source,
        why,
    )


@once
def _not_on_file(plan: Plan, name: str, charged: Part) -> Part:
    amount = plan.step(f"{name}_refund", 0, Kind.MONEY, "not on file")
    status: Reference = plan.step(
        f"{name}_refund_status", maximum(charged.status, Status.ESTIMATE), Kind.STATUS, "the rule is not on file"
    )
    why = f"what {plan.market.channels[name].title} gives back of its commission on a refund is not on file: taken as nothing"
    return Part(charged.when, amount, status, None, why)
