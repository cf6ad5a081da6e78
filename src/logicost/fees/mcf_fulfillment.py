"""Multi-Channel Fulfillment fee: per unit, by size tier, shipping weight, speed and the units of the whole order.

"A mixed order prices every unit at its own band, in the column of the order's total unit count." How the percentages of
several options (`mcf_options`) combine is not published: added up by default, compounded on request.
"""

from __future__ import annotations

import datetime as dt

from logicost.fees.cards import COLUMNS
from logicost.fees.charge import Charge, line
from logicost.fees.declared import (
    amount,
    banded_table,
    card_of,
    day,
    key,
    text,
    words,
)
from logicost.fees.known import estimate_where
from logicost.fees.size_tier import tier_by
from logicost.fees.sourced import sourced
from logicost.fees.steps import look_up, percent_of, tell_band
from logicost.inputs.fields import FIELD, NOT_GIVEN
from logicost.inputs.readers import RATE_GRAINS
from logicost.rules.expressions import (
    Expression,
    Reference,
    expression,
    first_of,
    maximum,
    minimum,
    select,
)
from logicost.rules.plan import Kind, Plan, defines
from logicost.rules.table import WordTable, word_table
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition
from logicost.tables.status import Status

SPEEDS = ("standard", "expedited", "priority")
ALONG = "shipping_weight"  # by which bands are found unless the card says otherwise


def _by_speed(rates: Cursor, edition: Edition) -> dict[str, WordTable]:
    """A table for each speed."""
    body = edition.body()
    named, columns = body.get("along"), len(body.need("unit_columns").list())
    along = named.text() if named else ALONG
    return {
        (name := speed.choice(*SPEEDS)): banded_table(tiers, edition, ("size_tier",), along, columns, name)
        for speed, tiers in rates.items()
    }


@card_of("mcf_fulfillment/1")
class McfCard:
    """`unit_columns`: the columns' labels; `along`: the step or input by which a band is found.

    `size_tiers_of`: the day of the size tiers that the card speaks of, None for those of the ship date;
    `off_in_central_europe_programme`: what comes off a unit for sellers in it.
    """

    unit_columns: tuple[str, ...] = words()
    along: str = text(absent=ALONG)
    size_tiers_of: dt.date | None = day(absent=None)
    off_in_central_europe_programme: int = amount(absent=0)
    rates: dict[str, WordTable] = key(_by_speed)


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
    base, status = _base_fee(fee, f"{name}_base_fee")
    with_adders, off, several = _with_options(fee, name, base)
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


@defines("mcf_unit_column", "mcf_many_units")
def mcf_unit_column(plan: Plan) -> None:
    fee, units = sourced(plan, "mcf_fulfillment"), plan.input("units_per_order")
    columns = len(fee.card.unit_columns) if fee.card else FIELD["units_per_order"].largest
    fee.step("mcf_unit_column", minimum(units, columns) - 1, Kind.COUNT, "the column of all units in the order")
    many = (units > columns) & ~plan["mcf_card_is_not_used"]
    plan.step("mcf_many_units", many, Kind.FLAG, "more units than the card has columns")


@defines("mcf_percentages_compound")
def mcf_percentages_compound(plan: Plan) -> None:
    compound = plan.is_word(plan.input("mcf_percentages"), "compound")
    plan.step("mcf_percentages_compound", compound, Kind.FLAG, "as asked for")


def _base_fee(fee: Charge, name: str) -> tuple[Reference, Expression]:
    """The card's fee and its status; tells the line's reasons."""
    plan = fee.plan
    tier, weight = plan["size_tier"], plan.value(fee.card.along if fee.card else ALONG)
    if fee.choice.edition is None:
        fee.why(fee.choice.why)
        return plan.step(name, 0, Kind.MONEY, fee.choice.why), expression(fee.choice.status)
    if fee.card.size_tiers_of is not None:
        tier = tier_by(plan, fee.card.size_tiers_of)
    speed, off = fee.variant, fee.card.off_in_central_europe_programme
    looked = look_up(
        fee,
        f"{name}_of_card" if off else name,
        fee.card.rates.get(speed) or word_table(f"{fee.source} {speed}", ("size_tier", "column"), "", COLUMNS, []),
        (tier, plan["mcf_unit_column"]),
        weight,
        prorate=plan.is_word(plan.input("mcf_part_pounds"), "prorate"),
    )
    status = fee.step(
        f"{name}_status",
        maximum(looked.status, fee.choice.status),
        Kind.STATUS,
        fee.choice.why or "the cell's own status",
    )
    missing = plan.step(f"{fee.named('mcf')}_is_missing", status.equals(Status.UNSOURCED), Kind.FLAG)
    unit = f"{{{tier.name}}}, {{{weight.name}}}"
    ask = "; give mcf_fulfillment_rate"
    fee.why(f"no {speed} MCF fee is on file for {unit}, order of {{units_per_order}}{ask}", missing)
    lead = f"{unit}, {speed}, order of {{units_per_order}}: "
    amount = looked.amount
    if off:
        inside = plan.step(f"{name}_is_in_cep", plan.input("cep") & ~missing, Kind.FLAG, "enrolled, as given, else yes")
        less = fee.step(f"{name}_off_in_cep", off, Kind.MONEY, "per unit, in the Central Europe Programme")
        fee.why(f"{lead}{{{looked.name}}}, less {{{less.name}}} in the Central Europe Programme", inside)
        amount = fee.step(
            name, looked.amount - select(inside, less, 0), Kind.MONEY, "as the card, less in the programme"
        )
    tell_band(fee, looked, lead, " of them")
    return amount, status


def _with_options(fee: Charge, name: str, base: Reference) -> tuple[Reference, Reference, Expression]:
    """The fee with the adders of its options, what Preferred Pricing takes off, and whether several of them combine."""
    plan, compound = fee.plan, fee.plan["mcf_percentages_compound"]
    block, outside, discount = (plan[f"mcf_{which}_rate"] for which in ("block", "outside", "discount"))
    added = percent_of(plan, base, block) + percent_of(plan, base, outside)
    grown = percent_of(plan, percent_of(plan, base, block + RATE_GRAINS), outside + RATE_GRAINS)
    with_adders = plan.step(
        f"{name}_with_options",
        select(compound, grown, base + added),
        Kind.MONEY,
        "options added, or compounded on request",
    )
    of = select(compound, with_adders, base)
    off = plan.step(f"{name}_discount", percent_of(plan, of, discount), Kind.MONEY, "Preferred Pricing")
    return with_adders, off, (block > 0) + (outside > 0) + (discount > 0) > 1
