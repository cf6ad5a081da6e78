"""Returns processing fee: clothing and shoes pay for every unit that comes back; from 2024-06-01 every other category pays
for the units above its threshold of the units shipped in the month, where at least 25 were shipped.

"With 1,000 shipped, 120 returned, threshold 10 %: 20 units are charged." A quote shares that among the units sold:
(return rate - threshold) x fee. Whether a fraction of a unit is charged is not published; it is not rounded here.
"""

from __future__ import annotations

from dataclasses import dataclass

from logicost.fees.cards import COLUMNS, cell_rows, read_card, reads, weight_bands
from logicost.fees.new_selection import find_waiver
from logicost.fees.product_type import add_product_type
from logicost.fees.referral import category_book
from logicost.fees.size_tier import tier_names
from logicost.fees.steps import look_up
from logicost.inputs.fields import NOT_GIVEN
from logicost.inputs.readers import RATE_GRAINS
from logicost.rules.expressions import FALSE, HALF_UP, Cell, Expression, FindRow, Reference, maximum, select
from logicost.rules.plan import Kind, Line, Plan, ProgramPlan
from logicost.rules.table import NO_LIMIT, NO_ROW, Row, make_table
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition
from logicost.tables.status import Status

EVERY_UNIT, EXCESS_UNITS = 0, 1


@dataclass(frozen=True, slots=True)
class ReturnsProcessing:
    """`rows`: (size tier, row by regime); `from_units` is None for a card that charges no excess units at all."""

    every_unit: tuple[str, ...]
    from_units: int | None
    lowest_threshold: int
    thresholds: dict[str, int]
    rows: tuple[tuple[str, Row], ...]


@reads("returns_processing/1")
def read_returns_processing(edition: Edition, body: Cursor) -> ReturnsProcessing:
    rates = body.need("rates")
    rows: list[tuple[str, Row]] = []
    for number, name in enumerate(("every_unit", "excess_units")):
        tiers = rates.get(name)
        for tier, band_table in () if tiers is None or tiers.is_gap() else tiers.items():
            for upper, cell in weight_bands(band_table):
                rows += [(tier.text(), row) for row in cell_rows((number,), upper, cell, 1, edition)]
    rates.done()
    from_units, lowest, thresholds = (body.get(key) for key in ("excess_from_units", "lowest_threshold", "thresholds"))
    return ReturnsProcessing(
        tuple(category.text() for category in body.need("every_unit").list()),
        from_units.count() if from_units else None,
        lowest.rate() if lowest else 0,
        {category.text(): share.rate() for category, share in thresholds.items()} if thresholds else {},
        tuple(rows),
    )


def add_returns_processing(plan: Plan, program: ProgramPlan) -> None:
    """The fee's line, where a return rate is given and some units are charged."""
    choice = plan.choose("returns_processing")
    if choice.edition is None:
        return
    if not plan.has("returns_processing"):
        _add_steps(plan)
    waiver = find_waiver(plan, "returns_processing")
    program.lines.append(
        Line(
            "returns_processing",
            "returns",
            "returns_processing",
            "returns_processing_line_status",
            "returns_processing_applies",
            choice.edition.id,
            (
                *([("returns_processing_is_waived", waiver.why("units above the threshold"))] if waiver else []),
                (
                    "returns_threshold_is_missing",
                    "the threshold of this category is not on file: give return_threshold and returns_processing_rate",
                ),
                (
                    "returns_rate_is_missing",
                    "{returns_charged_share} of the units sold are charged, but the fee is not on file; give returns_processing_rate",
                ),
                (
                    "returns_charge_every_unit",
                    "{returns_processing_unit_fee} for each of the {return_rate} of units that come back",
                ),
                (
                    None,
                    "{returns_processing_unit_fee} for the {returns_charged_share} of units above the threshold of {returns_threshold}",
                ),
            ),
            own="returns_processing_is_own",
            waiver=("returns_processing_is_waived", waiver.edition) if waiver else None,
        )
    )


def _add_steps(plan: Plan) -> None:
    choice = plan.choose("returns_processing")
    assert choice.edition is not None
    card: ReturnsProcessing = read_card(choice.edition)
    source = choice.edition.id
    add_product_type(plan)
    slugs = category_book(plan.shelf, plan.market).slugs
    category, returned = plan.input("category"), maximum(plan.input("return_rate"), 0)
    every = plan.step(
        "returns_charge_every_unit",
        category.is_one_of(*(slugs.index(each) for each in card.every_unit if each in slugs)) | plan["is_apparel"],
        Kind.FLAG,
        "clothing and shoes have no threshold",
        source,
    )
    threshold, threshold_known = _threshold(plan, card, source)
    excess = maximum(returned - threshold, 0)
    share = plan.step(
        "returns_charged_share", select(every, returned, excess), Kind.RATE, "units charged, of the units sold", source
    )
    fee, status = _unit_fee(plan, card, every)
    shipped = plan.input("units_shipped_month")
    exempt = (shipped > NOT_GIVEN) & (shipped < (card.from_units or 0))
    possible: Expression = FALSE if card.from_units is None else (returned > card.lowest_threshold) & ~exempt
    some_charged = possible & (~threshold_known | (excess > 0))
    waiver = find_waiver(plan, "returns_processing")
    # "first 20 returned units above the threshold": what has no threshold has no such unit
    waived = waiver.flag(plan, "returns_processing_is_waived", ~every & some_charged) if waiver else FALSE
    plan.step(
        "returns_processing_applies",
        select(every, returned > 0, some_charged),
        Kind.FLAG,
        "units come back, above the threshold where there is one",
        source,
    )
    missing = plan.step("returns_threshold_is_missing", ~every & ~threshold_known, Kind.FLAG)
    charged = (fee * share).divided_by(RATE_GRAINS, HALF_UP)
    plan.step(
        "returns_processing",
        select(waived, 0, charged) if waiver else charged,
        Kind.MONEY,
        "fee x share charged, per unit sold, to 0.0001",
        source,
    )
    unknown_count = ~every & shipped.equals(NOT_GIVEN)
    known = maximum(status, select(unknown_count, int(Status.ESTIMATE), 0), select(missing, int(Status.UNSOURCED), 0))
    plan.step(
        "returns_processing_line_status",
        select(waived, int(waiver.status), known) if waiver else known,
        Kind.STATUS,
        "an estimate where it is not known that enough units were shipped in the month",
        source,
    )


def _threshold(plan: Plan, card: ReturnsProcessing, source: str) -> tuple[Reference, Reference]:
    """Steps for the category's threshold, the seller's own first, and whether it is known."""
    slugs = category_book(plan.shelf, plan.market).slugs
    rows = [Row((slugs.index(name),), NO_LIMIT, (share,)) for name, share in card.thresholds.items() if name in slugs]
    table = make_table(f"{source} thresholds", ("category",), "nothing", ("threshold",), rows)
    row = plan.step(
        "returns_threshold_row",
        FindRow(table, (plan.input("category"),), maximum(plan.input("return_rate"), 0)),
        Kind.ROW,
        "the category's threshold",
        source,
    )
    own = plan.input("return_threshold")
    threshold = plan.step(
        "returns_threshold",
        select(own > NOT_GIVEN, own, Cell(table, row, "threshold", 0)),
        Kind.RATE,
        "as given, else the category's",
        source,
    )
    known = plan.step("returns_threshold_is_known", (own > NOT_GIVEN) | (row > NO_ROW), Kind.FLAG)
    return threshold, known


def _unit_fee(plan: Plan, card: ReturnsProcessing, every: Reference) -> tuple[Reference, Reference]:
    """Steps for the fee of one charged unit, the seller's own first, and its status."""
    choice = plan.choose("returns_processing")
    assert choice.edition is not None
    names = tier_names(plan.shelf, plan.market)
    rows = [Row((names.number(tier), *row.keys), row.upper, row.values) for tier, row in card.rows]
    table = make_table(choice.edition.id, ("size_tier", "regime", "column"), "shipping_weight", COLUMNS, rows)
    regime = select(every, EVERY_UNIT, EXCESS_UNITS)
    keys = (plan["size_tier"], regime, 0)
    looked = look_up(plan, "returns_processing_card_fee", table, keys, plan["shipping_weight"], choice)
    own = plan.input("returns_processing_rate")
    is_own = plan.step("returns_processing_is_own", own > NOT_GIVEN, Kind.FLAG, "the seller's own fee per unit")
    fee = plan.step(
        "returns_processing_unit_fee", select(is_own, own, looked.amount), Kind.MONEY, "the seller's own, else the card"
    )
    status = plan.step(
        "returns_processing_status", select(is_own, int(Status.OVERRIDE), looked.status), Kind.STATUS, choice.why
    )
    plan.step("returns_rate_is_missing", status.equals(Status.UNSOURCED), Kind.FLAG)
    return fee, status
