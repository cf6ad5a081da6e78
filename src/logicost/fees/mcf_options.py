"""What options of MCF add to its fee, and what Preferred Pricing takes off: each a percentage of it.

Options: blocking Amazon Logistics, and destinations outside the contiguous states. Preferred Pricing and the new seller's
discount are the words of their card, each one rate or one by the units shipped in 12 weeks.
"""

from __future__ import annotations

from logicost.fees.cards import bands
from logicost.fees.charge import Charge
from logicost.fees.declared import (
    amount,
    card_of,
    count,
    nested,
    others,
    part,
    percentages,
    rate,
)
from logicost.fees.known import unsourced_where
from logicost.fees.sourced import sourced
from logicost.fees.steps import percent_of
from logicost.inputs.readers import RATE_GRAINS
from logicost.rules.expressions import (
    FALSE,
    Cell,
    Expression,
    FindRow,
    Reference,
    first_of,
    maximum,
    select,
    some,
)
from logicost.rules.plan import Kind, Plan, defines
from logicost.rules.table import Row, Table, make_table
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition
from logicost.tables.status import Status

OPTIONS = ("block_amazon_logistics", "outside_contiguous_standard", "outside_contiguous_bulky")


@card_of("mcf_options/1")
class McfOptions:
    rates: dict[str, int] = percentages(*OPTIONS)


@part
class Discount:
    """`credit_per_unit`: of FBA fees, which no quote gives; `first_units`: of how many units it is."""

    discount: int = rate()
    credit_per_unit: int = amount(absent=0)
    first_units: int = count(absent=0)


_discount = nested(Discount)


def _by_units(cursor: Cursor, edition: Edition) -> int | Table:
    """One rate, or one by the units of the last 12 weeks."""
    if "discount" in cursor.mapping():
        found: Discount = _discount(cursor, edition)
        return found.discount
    rows = [Row((), upper, (_discount(tier, edition).discount,)) for upper, tier in bands(cursor, Cursor.count, "more")]
    return make_table(f"{edition.id} {cursor.name}", (), "mcf_units_12_weeks", ("rate",), rows)


@card_of("mcf_preferred_pricing/1")
class PreferredPricing:
    """`discounts`: by the word for what the seller takes part in."""

    credit_cap: int = count()
    discounts: dict[str, int | Table] = others(_by_units)


@defines("mcf_block_rate", "mcf_outside_rate", "mcf_discount_rate", "mcf_options_status")
def mcf_options(plan: Plan) -> None:
    """The three percentages, 0 where not asked for, and the status of those that are used."""
    options, pricing = sourced(plan, "mcf_options"), sourced(plan, "mcf_preferred_pricing")
    rates: dict[str, int] = options.card.rates if options.card else {}
    blocked, abroad = plan.input("mcf_block_amazon_logistics"), plan.input("mcf_outside_contiguous")
    block, standard, bulky = (rates.get(name, 0) for name in OPTIONS)
    options.step("mcf_block_rate", select(blocked, block, 0), Kind.RATE, "shipping with other carriers than Amazon's")
    by_size = select(plan["stored_as_standard_size"], standard, bulky)
    options.step("mcf_outside_rate", select(abroad, by_size, 0), Kind.RATE, "Alaska, Hawaii, Puerto Rico, territories")
    wanted = plan.input("mcf_preferred_pricing")
    discount = _discount_rate(plan, pricing.card, wanted)
    pricing.step("mcf_discount_rate", discount, Kind.RATE, "Preferred Pricing or new seller")
    unknown = some(*(flag for flag, name in zip((blocked, abroad), OPTIONS, strict=False) if name not in rates))
    plan.step(
        "mcf_options_status",
        maximum(
            select(blocked | abroad, options.choice.status, 0),
            unsourced_where(unknown),
            select(wanted > 0, pricing.choice.status if not pricing.choice.nothing_charged else Status.UNSOURCED, 0),
        ),
        Kind.STATUS,
        "of the options that are used",
    )


def _discount_rate(plan: Plan, card: PreferredPricing | None, wanted: Reference) -> Expression:
    if card is None:
        return FALSE
    units = plan.input("mcf_units_12_weeks")
    cases = [
        (plan.is_word(wanted, word), Cell(of, FindRow(of, (), units), "rate", 0) if isinstance(of, Table) else of)
        for word, of in card.discounts.items()
    ]
    return first_of(*cases, otherwise=0)


@defines("mcf_percentages_compound")
def mcf_percentages_compound(plan: Plan) -> None:
    compound = plan.is_word(plan.input("mcf_percentages"), "compound")
    plan.step("mcf_percentages_compound", compound, Kind.FLAG, "as asked for")


def with_mcf_options(fee: Charge, name: str, base: Reference) -> tuple[Reference, Reference, Expression]:
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
