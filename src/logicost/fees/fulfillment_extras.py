"""What comes on top of, or off, the FBA fulfillment fee: fuel surcharge, SIPP discount, bulky packaging, overmax."""

from __future__ import annotations

from dataclasses import dataclass

from logicost.fees.cards import COLUMNS, cell_rows, read_card, reads, weight_bands
from logicost.fees.fba_fulfillment import product_type_table, read_by_product_type
from logicost.fees.product_type import DANGEROUS_GOODS, add_product_type
from logicost.fees.size_tier import tier_names
from logicost.fees.steps import look_up, percent_of
from logicost.rules.expressions import Cell, FindRow, maximum, select
from logicost.rules.plan import Kind, Line, Plan, ProgramPlan
from logicost.rules.table import NO_LIMIT, NO_ROW, Row, make_table
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition
from logicost.tables.status import Status


@reads("fuel_surcharge/1")
def read_fuel_surcharge(edition: Edition, body: Cursor) -> dict[str, int]:
    return {key.choice("fba", "mcf"): rate.rate() for key, rate in body.need("rates").items()}


def add_fuel_surcharge(plan: Plan, program: ProgramPlan, network: str, fee: str, fee_status: str) -> None:
    """Fuel and logistics surcharge: a percentage of the fulfilment fee alone, half-up to the cent per unit.

    "3.5% of that fee, rounded half-up to the cent per unit, then times units" (settled by real charges). A network that
    the card in force does not name pays none.

    Args:
        network: ``fba`` or ``mcf``; they start on different days.
        fee, fee_status: the steps of the fulfilment fee.
    """
    choice = plan.choose("fuel_surcharge")
    name = add_fuel_surcharge_steps(plan, network, fee, fee_status)
    if choice.edition is None or name is None:
        return
    program.lines.append(
        Line(
            "fuel_surcharge",
            "fulfillment",
            name,
            f"{name}_status",
            None,
            choice.edition.id,
            (
                (f"{name}_is_open", f"{{{name}_rate}} of a fulfillment fee that is not known"),
                (None, f"{{{name}_rate}} of {{{fee}}}, half-up to the cent"),
            ),
        )
    )


def add_fuel_surcharge_steps(plan: Plan, network: str, fee: str, fee_status: str) -> str | None:
    """The surcharge's steps and the name that they begin with; None where the network pays none."""
    choice = plan.choose("fuel_surcharge")
    rate = read_card(choice.edition).get(network, 0) if choice.edition else 0
    if choice.edition is None or not rate:
        return None
    name = f"{fee}_fuel_surcharge"
    if not plan.has(name):
        source = choice.edition.id
        percent = plan.step(f"{name}_rate", rate, Kind.RATE, "of the fulfilment fee", source)
        plan.step(name, percent_of(plan, plan[fee], percent), Kind.MONEY, "half-up to the cent, per unit", source)
        plan.step(
            f"{name}_status",
            maximum(plan[fee_status], int(choice.status)),
            Kind.STATUS,
            choice.why or "as the fulfilment fee",
            source,
        )
        plan.step(f"{name}_is_open", plan[f"{name}_status"].equals(Status.UNSOURCED), Kind.FLAG)
    return name


@reads("sipp_discount/1")
def read_sipp_discount(edition: Edition, body: Cursor) -> tuple[tuple[int, str, Row], ...]:
    return read_by_product_type(edition, body.need("rates"), 1)


def add_sipp_discount(plan: Plan, program: ProgramPlan) -> None:
    """Ships in Product Packaging discount: off the fee of certified products, after the surcharge.

    ``round_half_up(fee x 1.035) - discount`` (settled by real charges). Tiers that the card does not list get none;
    whether dangerous goods get one is not published.
    """
    choice = plan.choose("sipp_discount")
    if choice.edition is None:
        return
    if not plan.has("sipp_discount"):
        table = product_type_table(plan, choice.edition, read_card(choice.edition))
        product_type = add_product_type(plan)
        # dangerous goods are looked up as other goods only to learn whether the tier is listed at all
        row_type = select(product_type.equals(DANGEROUS_GOODS), 0, product_type)
        looked = look_up(plan, "sipp_listed", table, (row_type, plan["size_tier"], 0), plan["shipping_weight"], choice)
        plan.step("sipp_discount", 0 - looked.amount, Kind.MONEY, "taken off after the surcharge", choice.edition.id)
        unknown = product_type.equals(DANGEROUS_GOODS)
        plan.step(
            "sipp_discount_status",
            select(unknown, int(Status.UNSOURCED), looked.status),
            Kind.STATUS,
            "whether dangerous goods get the discount is not published",
            choice.edition.id,
        )
        plan.step("sipp_applies", plan.input("sipp") & looked.found(), Kind.FLAG, "certified, in a tier of the card")
        plan.step("sipp_discount_is_open", plan["sipp_applies"] & unknown, Kind.FLAG)
    program.lines.append(
        Line(
            "sipp_discount",
            "fulfillment",
            "sipp_discount",
            "sipp_discount_status",
            "sipp_applies",
            choice.edition.id,
            (
                ("sipp_discount_is_open", "whether certified dangerous goods get the discount is not published"),
                (None, "{sipp_listed} off for {size_tier}, {shipping_weight}"),
            ),
        )
    )


@dataclass(frozen=True, slots=True)
class BulkyPackaging:
    tiers: tuple[str, ...]
    rows: tuple[Row, ...]


@reads("bulky_packaging/1")
def read_bulky_packaging(edition: Edition, body: Cursor) -> BulkyPackaging:
    rows = [row for upper, cell in weight_bands(body.need("rates")) for row in cell_rows((), upper, cell, 1, edition)]
    return BulkyPackaging(tuple(tier.text() for tier in body.need("applies_to").list()), tuple(rows))


def add_bulky_packaging_steps(plan: Plan) -> bool:
    """The steps of the packaging fee; whether there is such a fee."""
    choice = plan.choose("bulky_packaging")
    if choice.edition is not None and not plan.has("bulky_packaging"):
        card: BulkyPackaging = read_card(choice.edition)
        names = tier_names(plan.shelf, plan.market)
        tiers = plan["size_tier"].is_one_of(*(names.number(tier) for tier in card.tiers))
        plan.step(
            "bulky_packaging_applies",
            tiers & ~plan.input("sipp"),
            Kind.FLAG,
            "bulky units without SIPP certification",
            choice.edition.id,
        )
        table = make_table(choice.edition.id, ("column",), "dimensional_weight", COLUMNS, card.rows)
        look_up(plan, "bulky_packaging", table, (0,), plan["dimensional_weight"], choice, note="by dimensional weight")
    return choice.edition is not None


def add_bulky_packaging(plan: Plan, program: ProgramPlan) -> None:
    """Packaging fee for small and large bulky units that are not SIPP certified, by dimensional weight."""
    choice = plan.choose("bulky_packaging")
    if choice.edition is None or not add_bulky_packaging_steps(plan):
        return
    program.lines.append(
        Line(
            "bulky_packaging",
            "fulfillment",
            "bulky_packaging",
            "bulky_packaging_status",
            "bulky_packaging_applies",
            choice.edition.id,
            ((None, "{size_tier} without SIPP certification, dimensional weight {dimensional_weight}"),),
        )
    )


@dataclass(frozen=True, slots=True)
class Overmax:
    longest: int
    length_plus_girth: int
    rates: dict[str, int]


@reads("overmax_handling/1")
def read_overmax(edition: Edition, body: Cursor) -> Overmax:
    return Overmax(
        body.need("longest_over").length(),
        body.need("length_plus_girth_over").length(),
        {tier.text(): rate.money() for tier, rate in body.need("rates").items()},
    )


def add_overmax_handling_steps(plan: Plan) -> bool:
    """The steps of the overmax handling fee; whether there is such a fee."""
    choice = plan.choose("overmax_handling")
    if choice.edition is not None and not plan.has("overmax_handling"):
        card: Overmax = read_card(choice.edition)
        names, source = tier_names(plan.shelf, plan.market), choice.edition.id
        rows = [Row((names.number(tier),), NO_LIMIT, (rate,)) for tier, rate in card.rates.items()]
        table = make_table(source, ("size_tier",), "nothing", ("amount",), rows)
        row = plan.step("overmax_row", FindRow(table, (plan["size_tier"],), plan["longest"]), Kind.ROW, "", source)
        beyond = (plan["longest"] > card.longest) | (plan["length_plus_girth"] > card.length_plus_girth)
        plan.step("overmax_applies", (row > NO_ROW) & beyond, Kind.FLAG, "beyond the longest side or the girth", source)
        plan.step("overmax_handling", Cell(table, row, "amount", 0), Kind.MONEY, "by size tier", source)
        plan.step("overmax_handling_status", int(choice.status), Kind.STATUS, choice.why, source)
    return choice.edition is not None


def add_overmax_handling(plan: Plan, program: ProgramPlan) -> None:
    """Overmax handling fee: extra-large up to 150 lb with the longest side or length plus girth over the limit."""
    choice = plan.choose("overmax_handling")
    if choice.edition is None or not add_overmax_handling_steps(plan):
        return
    program.lines.append(
        Line(
            "overmax_handling",
            "fulfillment",
            "overmax_handling",
            "overmax_handling_status",
            "overmax_applies",
            choice.edition.id,
            ((None, "{size_tier}, longest side {longest}, length plus girth {length_plus_girth}"),),
        )
    )
