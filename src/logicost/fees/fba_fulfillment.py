"""FBA fulfillment fee: "Fee per unit by size tier, shipping weight and price" (Seller Central GABBX6GZPA8MSZGW).

The ship date picks the card; in the holiday peak a card of its own replaces the normal one. Bands are
upper-inclusive; above the last fixed band a fixed amount for each started step.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from logicost.fees.cards import COLUMNS, cell_rows, read_card, reads, weight_bands
from logicost.fees.product_type import APPAREL, DANGEROUS_GOODS, NON_APPAREL, add_product_type
from logicost.fees.size_tier import add_size_tier, tier_names
from logicost.fees.steps import look_up
from logicost.rules.expressions import Expression, Reference, expression, maximum, select
from logicost.rules.plan import Kind, Line, Plan, ProgramPlan
from logicost.rules.table import Row, Table, make_table
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition
from logicost.tables.status import Status
from logicost.tables.strict_yaml import Text

_UNDER = re.compile(r"under (\S+)")
_TO = re.compile(r"(\S+) to (\S+)")
_OVER = re.compile(r"over (\S+)|(\S+) and over")


@dataclass(frozen=True, slots=True)
class PriceBands:
    """The card's columns: `breaks` are (price, whether the price itself belongs to the band above)."""

    labels: tuple[str, ...]
    breaks: tuple[tuple[int, bool], ...]

    def number_of(self, price: Expression) -> Expression:
        """Which column a price falls into."""
        result = expression(0)
        for limit, inclusive in self.breaks:
            result = result + ((price >= limit) if inclusive else (price > limit))
        return result


@dataclass(frozen=True, slots=True)
class Rates:
    """Rows read by tier name; `table` puts them under the market's tier numbers."""

    price_bands: PriceBands
    rows: tuple[tuple[int, str, Row], ...]


def read_price_bands(cursor: Cursor) -> PriceBands:
    """``[under 10, 10 to 50, over 50]``: 10 and 50 both belong to the middle band. Each must begin where the one before
    ends."""
    labels = [label.text() for label in cursor.list()]
    breaks: list[tuple[int, bool]] = []
    end: str | None = None
    for place, label in enumerate(cursor.list()):
        text = label.text()
        if place == 0:
            match = _UNDER.fullmatch(text)
            end, end_inside = (match[1], False) if match else (None, False)
        elif place < len(labels) - 1:
            match = _TO.fullmatch(text)
            if not match or match[1] != end or end_inside:
                label.fail("must begin where the band before ends")
            breaks.append((_money(label, match[1]), True))
            end, end_inside = match[2], True
        else:
            match = _OVER.fullmatch(text)
            inclusive = bool(match and match[2])
            if not match or (match[1] or match[2]) != end or inclusive is end_inside:
                label.fail("must begin where the band before ends, without gap or overlap")
            breaks.append((_money(label, match[1] or match[2]), inclusive))
        if match is None:
            label.fail("must be like 'under 10', '10 to 50', 'over 50' or '10 and over'")
    if [limit for limit, _ in breaks] != sorted({limit for limit, _ in breaks}):
        cursor.fail("must be ascending")
    return PriceBands(tuple(labels), tuple(breaks))


def _money(cursor: Cursor, text: str) -> int:
    return Cursor(Text(text), cursor.path, cursor.name, cursor.length_grain, cursor.weight_grain).money()


_GROUPS = {
    "non_apparel": (NON_APPAREL,),
    "apparel": (APPAREL,),
    "any": (NON_APPAREL, APPAREL),
    "dangerous_goods": (DANGEROUS_GOODS,),
}


def read_by_product_type(edition: Edition, rates: Cursor, across: int) -> tuple[tuple[int, str, Row], ...]:
    """The rows of ``rates: product type: size tier: band: cell``. `any` stands for apparel and all other goods."""
    rows: list[tuple[int, str, Row]] = []
    for group, tiers in rates.items():
        numbers = _GROUPS[group.choice(*_GROUPS)]
        if tiers.is_gap():
            continue
        for tier, band_table in tiers.items():
            for upper, cell in weight_bands(band_table):
                for row in cell_rows((), upper, cell, across, edition):
                    rows += [(number, tier.text(), row) for number in numbers]
    return tuple(rows)


@reads("fba_fulfillment/1")
def read_fba_fulfillment(edition: Edition, body: Cursor) -> Rates:
    price_bands = read_price_bands(body.need("price_bands"))
    return Rates(price_bands, read_by_product_type(edition, body.need("rates"), len(price_bands.labels)))


_tables: WeakKeyDictionary[Edition, Table] = WeakKeyDictionary()


def product_type_table(plan: Plan, edition: Edition, rows: tuple[tuple[int, str, Row], ...]) -> Table:
    """Rows by (product type, size tier, column) and shipping weight; one table for all look-ups in the edition."""
    if edition not in _tables:
        names = tier_names(plan.shelf, plan.market)
        _tables[edition] = make_table(
            edition.id,
            ("product_type", "size_tier", "column"),
            "shipping_weight",
            COLUMNS,
            [Row((number, names.number(tier), *row.keys), row.upper, row.values) for number, tier, row in rows],
        )
    return _tables[edition]


@dataclass(frozen=True, slots=True)
class Fulfillment:
    """The steps of the fee at one price."""

    amount: Reference
    status: Reference


def add_fulfillment_of(plan: Plan, name: str, price: Reference, band_name: str) -> Fulfillment:
    """The steps of the fulfilment fee at a price, under that name."""
    choice = plan.choose("fba_fulfillment")
    add_size_tier(plan)
    product_type = add_product_type(plan)
    if choice.edition is None:
        return Fulfillment(
            plan.step(name, 0, Kind.MONEY, choice.why),
            plan.step(f"{name}_line_status", int(choice.status), Kind.STATUS, choice.why),
        )
    card: Rates = read_card(choice.edition)
    band = plan.step(
        band_name,
        card.price_bands.number_of(price),
        Kind.WORD,
        "by what the buyer pays for the unit",
        choice.edition.id,
        card.price_bands.labels,
    )
    table = product_type_table(plan, choice.edition, card.rows)
    looked = look_up(plan, name, table, (product_type, plan["size_tier"], band), plan["shipping_weight"], choice)
    open_question = plan["apparel_is_open"] & looked.found()
    status = plan.step(
        f"{name}_line_status",
        maximum(looked.status, select(open_question, int(Status.ESTIMATE), 0)),
        Kind.STATUS,
        "an estimate for shoes, as it is not published whether they pay the apparel rate",
    )
    return Fulfillment(looked.amount, status)


def add_fba_fulfillment(plan: Plan, program: ProgramPlan) -> None:
    """The fulfilment fee's line."""
    choice = plan.choose("fba_fulfillment")
    if not plan.has("fba_fulfillment"):
        add_fulfillment_of(plan, "fba_fulfillment", plan.input("price"), "price_band")
    program.lines.append(
        Line(
            "fba_fulfillment",
            "fulfillment",
            "fba_fulfillment",
            "fba_fulfillment_line_status",
            None,
            choice.edition.id if choice.edition else None,
            _why(plan),
        )
    )
    program.notes.append(
        (
            "apparel_is_open",
            "whether shoes pay the apparel rate is not published; quoted as non-apparel, say apparel=true for the other",
        )
    )


def _why(plan: Plan) -> tuple[tuple[str | None, str], ...]:
    if not plan.has("fba_fulfillment_base"):
        return ((None, plan.choose("fba_fulfillment").why),)
    lead = "{product_type}, {size_tier}, {shipping_weight}, price {price_band}: "
    base = "{fba_fulfillment_base} for the band"
    steps = (
        ", and {fba_fulfillment_plus} for each started {fba_fulfillment_per} above {fba_fulfillment_above}: "
        "{fba_fulfillment_steps}"
    )
    plain = (None, lead + base)
    return (
        (("fba_fulfillment_has_steps", lead + base + steps), plain)
        if plan.has("fba_fulfillment_has_steps")
        else (plain,)
    )
