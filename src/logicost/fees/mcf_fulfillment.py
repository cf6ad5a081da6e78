"""Multi-Channel Fulfillment fee: per unit, by size tier, shipping weight, speed and the units of the whole order.

"A mixed order prices every unit at its own band, in the column of the order's total unit count." Options: blocking
Amazon Logistics, destinations outside the contiguous states, and Preferred Pricing; each is a percentage of the fee.
How several of them combine is not published: added up by default, compounded on request.
"""

from __future__ import annotations

from dataclasses import dataclass

from logicost.fees.cards import COLUMNS, bands, cell_rows, read_card, reads, weight_bands
from logicost.fees.channels.buy_with_prime import channel_is_buy_with_prime
from logicost.fees.size_tier import add_size_tier, tier_names
from logicost.fees.steps import band_why, look_up, percent_of
from logicost.inputs.fields import FIELD, NOT_GIVEN
from logicost.rules.expressions import Cell, Expression, FindRow, Reference, first_of, maximum, minimum, select, some
from logicost.rules.plan import Kind, Line, Plan, ProgramPlan
from logicost.rules.table import Row, make_table
from logicost.tables.cursor import RATE_GRAINS, Cursor
from logicost.tables.edition import Edition
from logicost.tables.status import Status

SPEEDS = ("standard", "expedited", "priority")
NONE, SIX_MONTH, TWELVE_MONTH, NEW_SELLER = range(4)  # as in the field mcf_preferred_pricing
COMPOUND = FIELD["mcf_percentages"].words.index("compound")
PRORATE = FIELD["mcf_part_pounds"].words.index("prorate")
UNUSED = "mcf_card_is_not_used"
STANDARD_TIERS = ("small_standard", "large_standard")


@dataclass(frozen=True, slots=True)
class McfCard:
    columns: int
    rows: tuple[tuple[str, str, Row], ...]


@reads("mcf_fulfillment/1")
def read_mcf(edition: Edition, body: Cursor) -> McfCard:
    columns = len(body.need("unit_columns").list())
    rows = [
        (speed.text(), tier.text(), row)
        for speed, tiers in body.need("rates").items()
        for tier, band_table in tiers.items()
        for upper, cell in weight_bands(band_table)
        for row in cell_rows((), upper, cell, columns, edition)
    ]
    for speed, _ in body.need("rates").items():
        speed.choice(*SPEEDS)
    return McfCard(columns, tuple(rows))


@reads("mcf_options/1")
def read_mcf_options(edition: Edition, body: Cursor) -> dict[str, int]:
    known = ("block_amazon_logistics", "outside_contiguous_standard", "outside_contiguous_bulky")
    return {key.choice(*known): rate.rate() for key, rate in body.need("rates").items()}


@dataclass(frozen=True, slots=True)
class PreferredPricing:
    """Discounts as rates; `twelve_month` is (units shipped in 12 weeks, up to and including; rate)."""

    six_month: int
    twelve_month: tuple[tuple[int, int], ...]
    new_seller: int


@reads("mcf_preferred_pricing/1")
def read_preferred_pricing(edition: Edition, body: Cursor) -> PreferredPricing:
    body.need("credit_cap").count()
    new_seller = body.need("new_seller")
    new_seller.need("first_units").count()
    tiers = bands(body.need("twelve_month"), Cursor.count, "more")
    return PreferredPricing(
        _discount(body.need("six_month")),
        tuple((upper, _discount(tier)) for upper, tier in tiers),
        new_seller.need("discount").rate(),
    )


def _discount(cursor: Cursor) -> int:
    cursor.need("credit_per_unit").money()
    return cursor.need("discount").rate()


def add_mcf_fulfillment(plan: Plan, program: ProgramPlan, speed: str) -> tuple[str, str]:
    """The fee's line; returns the steps of the fee that the surcharge is charged on, and of its status."""
    add_size_tier(plan)
    choice = plan.choose("mcf_fulfillment")
    name = f"mcf_{speed}"
    source = choice.edition.id if choice.edition else None
    if not plan.has(UNUSED):
        own = plan.step(
            "mcf_fee_is_own", plan.input("mcf_fulfillment_rate") > NOT_GIVEN, Kind.FLAG, "your own fee is given"
        )
        plan.step(UNUSED, own | channel_is_buy_with_prime(plan), Kind.FLAG, "Buy with Prime has a table of its own")
    if not plan.has(f"{name}_fee"):
        if choice.edition is None:
            base: Reference = plan.step(f"{name}_base_fee", 0, Kind.MONEY, choice.why)
            status: Reference = plan.step(f"{name}_base_fee_status", int(choice.status), Kind.STATUS, choice.why)
            why: tuple[tuple[str | None, str], ...] = ((None, choice.why),)
        else:
            base, status, why = _base_fee(plan, name, speed)
        _options(plan, name, base, status)
        why = (
            ("mcf_fee_is_own", "your own fulfillment fee per unit"),
            (
                UNUSED,
                "no fulfillment fee of Buy with Prime is on file: give mcf_fulfillment_rate, what a unit costs you",
            ),
            *why,
        )
    else:
        why = next(line.why for other in plan.programs.values() for line in other.lines if line.amount == f"{name}_fee")
    program.lines.append(
        Line("mcf_fulfillment", "fulfillment", f"{name}_fee", f"{name}_fee_status", None, source, why, UNUSED)
    )
    program.notes.append(
        ("mcf_many_units", "orders of five and more units may be cheaper: the card's last column says '4 and more'")
    )
    return f"{name}_surcharged", f"{name}_fee_status"


def _base_fee(plan: Plan, name: str, speed: str) -> tuple[Reference, Reference, tuple[tuple[str | None, str], ...]]:
    choice = plan.choose("mcf_fulfillment")
    assert choice.edition is not None
    card: McfCard = read_card(choice.edition)
    names = tier_names(plan.shelf, plan.market)
    units = plan.input("units_per_order")
    if not plan.has("mcf_unit_column"):
        plan.step(
            "mcf_unit_column",
            minimum(units, card.columns) - 1,
            Kind.COUNT,
            "the column of all units in the order",
            choice.edition.id,
        )
        plan.step(
            "mcf_many_units", (units > card.columns) & ~plan[UNUSED], Kind.FLAG, "more units than the card has columns"
        )
    rows = [
        Row((names.number(tier), *row.keys), row.upper, row.values) for which, tier, row in card.rows if which == speed
    ]
    table = make_table(f"{choice.edition.id} {speed}", ("size_tier", "column"), "shipping_weight", COLUMNS, rows)
    looked = look_up(
        plan,
        f"{name}_base_fee",
        table,
        (plan["size_tier"], plan["mcf_unit_column"]),
        plan["shipping_weight"],
        choice,
        prorate=plan.input("mcf_part_pounds").equals(PRORATE),
    )
    texts = [
        (case, f"{{size_tier}}, {{shipping_weight}}, {speed}, order of {{units_per_order}}: {text}")
        for case, text in band_why(plan, looked)
    ]
    missing = plan.step(f"{name}_is_missing", looked.status.equals(Status.UNSOURCED), Kind.FLAG)
    gap = f"no {speed} MCF fee is on file for {{size_tier}}, {{shipping_weight}}, order of {{units_per_order}}"
    return looked.amount, looked.status, ((missing.name, gap), *texts)


def _options(plan: Plan, name: str, base: Reference, status: Reference) -> None:
    """From the card's fee to what is charged: adders, discount, and what the surcharge is taken of."""
    rates = _option_rates(plan)
    compound = plan.input("mcf_percentages").equals(COMPOUND)
    block, outside, discount = (plan[f"mcf_{which}_rate"] for which in ("block", "outside", "discount"))
    added = percent_of(plan, base, block) + percent_of(plan, base, outside)
    grown = percent_of(plan, percent_of(plan, base, block + RATE_GRAINS), outside + RATE_GRAINS)
    with_adders = plan.step(
        f"{name}_with_options",
        select(compound, grown, base + added),
        Kind.MONEY,
        "options added, or compounded on request",
    )
    own, rate = plan["mcf_fee_is_own"], plan.input("mcf_fulfillment_rate")
    surcharged = first_of((own, rate), (plan[UNUSED], 0), (compound, with_adders), otherwise=base)
    plan.step(f"{name}_surcharged", surcharged, Kind.MONEY, "what the surcharge is taken of")
    off = plan.step(
        f"{name}_discount",
        percent_of(plan, select(compound, with_adders, base), discount),
        Kind.MONEY,
        "Preferred Pricing",
    )
    plan.step(f"{name}_fee", select(own, rate, with_adders - off), Kind.MONEY, "the fee with its options, or your own")
    several = (block > 0) + (outside > 0) + (discount > 0) > 1
    guess = select(
        some(several, plan["mcf_many_units"]) if plan.has("mcf_many_units") else several, int(Status.ESTIMATE), 0
    )
    plan.step(
        f"{name}_fee_status",
        first_of(
            (own, int(Status.OVERRIDE)), (plan[UNUSED], int(Status.UNSOURCED)), otherwise=maximum(status, guess, rates)
        ),
        Kind.STATUS,
        "an estimate where several percentages combine, or beyond the card's unit columns",
    )


def _option_rates(plan: Plan) -> Reference:
    """Steps for the three percentages, 0 where not asked for; returns the step of their status."""
    if plan.has("mcf_options_status"):
        return plan["mcf_options_status"]
    names = tier_names(plan.shelf, plan.market)
    options, pricing = plan.choose("mcf_options"), plan.choose("mcf_preferred_pricing")
    rates: dict[str, int] = read_card(options.edition) if options.edition else {}
    source = options.edition.id if options.edition else None
    blocked, abroad = plan.input("mcf_block_amazon_logistics"), plan.input("mcf_outside_contiguous")
    plan.step(
        "mcf_block_rate",
        select(blocked, rates.get("block_amazon_logistics", 0), 0),
        Kind.RATE,
        "shipping with other carriers than Amazon's",
        source,
    )
    standard = plan["size_tier"].is_one_of(*(names.number(tier) for tier in STANDARD_TIERS))
    by_size = select(standard, rates.get("outside_contiguous_standard", 0), rates.get("outside_contiguous_bulky", 0))
    plan.step(
        "mcf_outside_rate", select(abroad, by_size, 0), Kind.RATE, "Alaska, Hawaii, Puerto Rico, territories", source
    )
    wanted = plan.input("mcf_preferred_pricing")
    plan.step(
        "mcf_discount_rate",
        _discount_rate(plan, wanted),
        Kind.RATE,
        "Preferred Pricing or new seller",
        pricing.edition.id if pricing.edition else None,
    )
    missing = [
        flag
        for flag, key in ((blocked, "block_amazon_logistics"), (abroad, "outside_contiguous_standard"))
        if key not in rates
    ]
    unknown = some(*missing)
    return plan.step(
        "mcf_options_status",
        maximum(
            select(blocked | abroad, int(options.status), 0),
            select(unknown, int(Status.UNSOURCED), 0),
            select(wanted > NONE, int(pricing.status) if not pricing.nothing_charged else int(Status.UNSOURCED), 0),
        ),
        Kind.STATUS,
        "of the options that are used",
    )


def _discount_rate(plan: Plan, wanted: Reference) -> Expression:
    pricing = plan.choose("mcf_preferred_pricing")
    if pricing.edition is None:
        return wanted * 0
    card: PreferredPricing = read_card(pricing.edition)
    table = make_table(
        f"{pricing.edition.id} twelve_month",
        (),
        "mcf_units_12_weeks",
        ("rate",),
        [Row((), upper, (rate,)) for upper, rate in card.twelve_month],
    )
    by_volume = Cell(table, FindRow(table, (), plan.input("mcf_units_12_weeks")), "rate", 0)
    return select(
        wanted.equals(SIX_MONTH),
        card.six_month,
        select(wanted.equals(TWELVE_MONTH), by_volume, select(wanted.equals(NEW_SELLER), card.new_seller, 0)),
    )
