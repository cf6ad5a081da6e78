"""The MCF card: a table for each speed, by size tier, weight and the units of the whole order."""

from __future__ import annotations

import datetime as dt

from logicost.fees.cards import COLUMNS
from logicost.fees.charge import Charge
from logicost.fees.declared import (
    amount,
    banded_table,
    card_of,
    day,
    key,
    text,
    words,
)
from logicost.fees.size_tier import tier_by
from logicost.fees.sourced import sourced
from logicost.fees.steps import look_up, tell_band
from logicost.inputs.fields import FIELD, SPEEDS
from logicost.rules.expressions import (
    Expression,
    Reference,
    expression,
    maximum,
    minimum,
    select,
)
from logicost.rules.plan import Kind, Plan, defines
from logicost.rules.table import WordTable, word_table
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition
from logicost.tables.status import Status

ALONG = "shipping_weight"  # by which bands are found unless the card says otherwise


def _by_speed(rates: Cursor, edition: Edition) -> dict[str, WordTable]:
    """A table for each speed, without rows for one that the card has not."""
    body = edition.body()
    named, columns = body.get("along"), len(body.need("unit_columns").list())
    along = named.text() if named else ALONG
    tables = {speed.choice(*SPEEDS): tiers for speed, tiers in rates.items()}
    return {
        speed: banded_table(tables[speed], edition, ("size_tier",), along, columns, speed)
        if speed in tables
        else word_table(f"{edition.id} {speed}", ("size_tier", "column"), along, COLUMNS, [])
        for speed in SPEEDS
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


@defines("mcf_unit_column", "mcf_many_units")
def mcf_unit_column(plan: Plan) -> None:
    fee, units = sourced(plan, "mcf_fulfillment"), plan.input("units_per_order")
    columns = len(fee.card.unit_columns) if fee.card else FIELD["units_per_order"].largest
    fee.step("mcf_unit_column", minimum(units, columns) - 1, Kind.COUNT, "the column of all units in the order")
    many = (units > columns) & ~plan["mcf_card_is_not_used"]
    plan.step("mcf_many_units", many, Kind.FLAG, "more units than the card has columns")


def mcf_base_fee(fee: Charge, name: str) -> tuple[Reference, Expression]:
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
        fee.card.rates[speed],
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
