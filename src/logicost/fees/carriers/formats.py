"""Carriers whose price goes by the format of the parcel: the first format whose sides and weight hold, anywhere in the country.

"Smallest format whose sides and weight hold, sides sorted; price of the band whose upper weight is not exceeded; no
dimensional weight" (Royal Mail, DHL Paket for private and one-off senders).
"""

from __future__ import annotations

from logicost.fees.charge import Charge
from logicost.fees.known import estimate_where
from logicost.fees.revenue import tax_inside
from logicost.fees.steps import less_share, look_up, per_unit
from logicost.inputs.fields import NOT_GIVEN
from logicost.rules.expressions import Expression, every, expression, first_of, maximum, select
from logicost.rules.plan import Kind
from logicost.tables.status import Status

NONE = "none"


def price_by_format(fee: Charge, carrier: str) -> tuple[Expression, Expression]:
    """The price of the parcel and its status; tells the line's reasons, and the tax inside as ``<carrier>_postage_tax``."""
    plan, card = fee.plan, fee.card
    weight = plan["parcel_weight"]
    sides = {name: plan[f"parcel_{name}"] for name in ("longest", "median", "shortest")}
    girth = sides["longest"] + (sides["median"] + sides["shortest"]) * 2
    measures: dict[str, Expression] = {**sides, "length_plus_girth": girth}
    fits = [
        (every(weight <= each.heaviest, *(limit.holds(measures[limit.of]) for limit in each.limits)), number)
        for number, each in enumerate(card.formats.values(), start=1)
    ]
    words = (NONE, *card.formats)
    form = fee.step(
        f"{carrier}_format", first_of(*fits, otherwise=0), Kind.WORD, "the first that the parcel fits", words
    )
    given = plan.input("postage")
    fee.refuses(
        f"{carrier}_takes_no_such_parcel",
        (given.equals(NOT_GIVEN)) & form.equals(0),
        "carrier_limit_exceeded",
        "dimensions",
        f"{card.carrier}: no parcels of this size and weight are taken; choose another carrier or give postage",
    )
    looked = look_up(fee, f"{carrier}_price", card.rates, (form, 0), weight, note="the card's price")
    status = fee.step(
        f"{carrier}_card_status",
        maximum(looked.status, fee.choice.status, estimate_where(plan["packing_is_assumed"])),
        Kind.STATUS,
        fee.choice.why or "an estimate where several units are packed",
    )
    inside_of = [card.tax if each.tax is None else each.tax for each in card.formats.values()]
    by_format = [(form.equals(number), tax) for number, tax in enumerate(inside_of, start=1) if tax]
    if by_format and plan.market.tax_in_prices:
        rate = fee.step(
            f"{carrier}_tax_rate", first_of(*by_format, otherwise=0), Kind.RATE, "the tax that the price contains"
        )
        paid = less_share(plan, looked.amount, maximum(plan.input("postage_discount"), 0))
        inside = tax_inside(paid, rate, plan.market.currency.minor_unit)
        own = select(given > NOT_GIVEN, expression(0), inside)
        fee.step(f"{carrier}_postage_tax", per_unit(plan, own), Kind.MONEY, "of one unit's part of the postage")
    lead = f"{card.carrier}, {{{carrier}_format}}, {{parcel_weight}}"
    fee.why_where(
        f"{carrier}_is_missing",
        status.equals(Status.UNSOURCED),
        f"{lead}: its price is not on file; give postage, or a card of your own in --fee-tables",
    )
    fee.why(f"{lead}" + (f" ({fee.choice.why})" if fee.choice.why else ""))
    fee.weights = (plan["dimensional_weight"] if plan.choose("size_tiers").edition else weight), weight
    return looked.amount, status
