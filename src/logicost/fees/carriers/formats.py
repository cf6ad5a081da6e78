"""Carriers whose price goes by the format of the parcel: the first format whose sides and weight hold, anywhere in the country.

"Smallest format whose sides and weight hold, sides sorted; price of the band whose upper weight is not exceeded; no
dimensional weight" (Royal Mail, DHL Paket for private and one-off senders).
"""

from __future__ import annotations

from logicost.fees.cards import ANY, COLUMNS, band_rows
from logicost.fees.charge import Charge
from logicost.fees.declared import by_word, card_of, key, nested, part, text
from logicost.fees.known import estimate_where
from logicost.fees.sales_tax import tax_inside
from logicost.fees.steps import less_share, look_up, per_unit
from logicost.fees.tiers import LENGTHS, Limit, limits_of
from logicost.inputs.fields import NOT_GIVEN
from logicost.rules.expressions import Expression, every, expression, first_of, maximum, select
from logicost.rules.plan import Kind
from logicost.rules.table import WordTable, word_table
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition
from logicost.tables.status import Status

NONE = "none"


def _sides(cursor: Cursor, edition: Edition) -> tuple[Limit, ...]:
    limits = limits_of(cursor, edition)
    if any(limit.of not in LENGTHS for limit in limits):
        cursor.fail("must be limits of the sides; the weight is that of the last band")
    return limits


def _heaviest(cursor: Cursor, _: Edition) -> int:
    return band_rows((), cursor, 1)[-1].upper


def _tax(cursor: Cursor, _: Edition) -> int:
    return 0 if cursor.text() == "none" else cursor.rate()


@part
class Format:
    """`limits`: of the sorted sides; `heaviest`: its last band; `tax`: the rate that its prices contain, None for the card's."""

    limits: tuple[Limit, ...] = key(_sides, of="all")
    heaviest: int = key(_heaviest, of="rates")
    tax: int | None = key(_tax, None, of="tax_included")


def _rates(cursor: Cursor, edition: Edition) -> WordTable:
    rows = [row for name, cell in cursor.items() for row in band_rows((name.text(),), cell.need("rates"), 1)]
    return word_table(edition.id, ("format", "column"), "parcel_weight", COLUMNS, rows)


@card_of("carrier_formats/1", ANY)
class FormatCard:
    carrier: str = text()
    tax: int = key(_tax, of="tax_included")
    formats: dict[str, Format] = by_word(nested(Format))
    rates: WordTable = key(_rates, of="formats")


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
