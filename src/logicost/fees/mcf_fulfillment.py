"""Multi-Channel Fulfillment fee: per unit, by size tier, shipping weight, speed and the units of the whole order.

"A mixed order prices every unit at its own band, in the column of the order's total unit count." How the percentages of
several options (`mcf_options`) combine is not published: added up by default, compounded on request.
"""

from __future__ import annotations

from logicost.fees.charge import Charge, line
from logicost.fees.known import estimate_where
from logicost.fees.mcf_options import with_mcf_options
from logicost.fees.mcf_rates import mcf_base_fee
from logicost.inputs.fields import NOT_GIVEN
from logicost.rules.expressions import (
    first_of,
    maximum,
    select,
)
from logicost.rules.plan import Kind, Plan, defines
from logicost.tables.status import Status


@line(
    "mcf_fulfillment", "fulfillment", "Multi-Channel Fulfillment fee", "mcf",
    after="fba_fulfillment", each=lambda _, program: program.variant,
)  # fmt: skip
def mcf_fulfillment(fee: Charge) -> None:
    """Of one speed: the card's fee with its options, or the seller's own. Buy with Prime has a table of its own."""
    plan, name = fee.plan, fee.named("mcf")
    own, unused, rate = plan["mcf_fee_is_own"], plan["mcf_card_is_not_used"], plan.input("mcf_fulfillment_rate")
    many = plan["mcf_many_units"]
    if fee.card is not None:
        fee.note(
            f"orders of more units may be cheaper: the card's last column says '{fee.card.unit_columns[-1]}'", many
        )
    fee.why("your own fulfillment fee per unit", own)
    fee.why("no fulfillment fee of Buy with Prime is on file: give mcf_fulfillment_rate, what a unit costs you", unused)
    base, status = mcf_base_fee(fee, f"{name}_base_fee")
    with_adders, off, several = with_mcf_options(fee, name, base)
    compound = plan["mcf_percentages_compound"]
    surcharged = first_of((own, rate), (unused, 0), (compound, with_adders), otherwise=base)
    plan.step(f"{name}_surcharged", surcharged, Kind.MONEY, "what the surcharge is taken of")
    fee.amount(select(own, rate, with_adders - off), "the fee with its options, or your own")
    guess = estimate_where(several | many)
    worst = maximum(status, guess, plan["mcf_options_status"])
    fee.known(
        first_of((own, Status.OVERRIDE), (unused, Status.UNSOURCED), otherwise=worst),
        "an estimate where several percentages combine, or beyond the card's unit columns",
    )
    fee.is_own(unused)


@defines("mcf_fee_is_own", "mcf_card_is_not_used")
def mcf_card_is_not_used(plan: Plan) -> None:
    given = plan.input("mcf_fulfillment_rate") > NOT_GIVEN
    own = plan.step("mcf_fee_is_own", given, Kind.FLAG, "your own fee is given")
    prime = plan["channel_is_buy_with_prime"]
    plan.step("mcf_card_is_not_used", own | prime, Kind.FLAG, "Buy with Prime has a table of its own")
