"""What a return costs beyond its processing, as expected cost per unit sold: the buyer's money goes back, the referral
fee comes back less the refund administration fee, a resellable unit goes back on the shelf, another is got rid of.

"Lesser of 5.00 and 20 % of the referral fee", per unit returned; nothing for books, music, video and DVD on a full
refund (Seller Central GDC3U6FWF4JJJJC7). Neither the fulfilment fee nor the closing fee is taken to come back.
"""

from __future__ import annotations

from dataclasses import dataclass

from logicost.fees.cards import read_card, reads
from logicost.fees.end_of_life import add_end_of_life
from logicost.fees.referral import category_book
from logicost.fees.steps import percent_of
from logicost.inputs.fields import END_OF_LIFE, NOT_GIVEN
from logicost.inputs.readers import RATE_GRAINS
from logicost.rules.expressions import HALF_UP, TRUE, Expression, expression, maximum, minimum, select
from logicost.rules.plan import Kind, Line, Plan, ProgramPlan
from logicost.tables.cursor import Cursor
from logicost.tables.edition import Edition
from logicost.tables.status import Status


@dataclass(frozen=True, slots=True)
class RefundAdministration:
    of_referral: int
    at_most: int
    free_categories: tuple[str, ...]


@reads("refund_administration/1")
def read_refund_administration(edition: Edition, body: Cursor) -> RefundAdministration:
    return RefundAdministration(
        body.need("of_referral").rate(),
        body.need("at_most").money(),
        tuple(category.text() for category in body.need("free_categories").list()),
    )


def add_refund(plan: Plan, program: ProgramPlan) -> None:
    """The buyer's refund, and the value of the goods that can be sold again."""
    if not plan.has("refund"):
        _add_shared_steps(plan)
    program.lines += [
        Line(
            "refund",
            "returns",
            "refund",
            "returns_given_status",
            "returns_are_expected",
            None,
            ((None, "{return_rate} of units come back, and the buyer gets {price} back"),),
        ),
        Line(
            "returned_goods",
            "returns",
            "returned_goods",
            "returns_given_status",
            "goods_come_back",
            None,
            ((None, "{resellable_rate} of the units that come back can be sold again, worth {goods_value} each"),),
        ),
    ]


def _add_shared_steps(plan: Plan) -> None:
    rate = plan.step("returned_share", maximum(plan.input("return_rate"), 0), Kind.RATE, "of the units sold")
    expected = plan.step("returns_are_expected", rate > 0, Kind.FLAG, "a return rate is given")
    plan.step("returns_given_status", int(Status.EXACT), Kind.STATUS, "an expected value from the rates that are given")
    plan.step("refund", _expected(plan, plan.input("price")), Kind.MONEY, "price x return rate, to 0.0001")
    resellable = plan.input("resellable_rate")
    plan.step("resellable_is_unknown", expected & resellable.equals(NOT_GIVEN), Kind.FLAG, "taken as unsellable")
    value = plan.step(
        "goods_value",
        maximum(plan.input("cost"), 0) + plan.input("inbound_freight") + plan.input("duty"),
        Kind.MONEY,
        "cost of goods, freight and duty of one unit",
    )
    kept = plan.step(
        "goods_value_kept",
        (value * maximum(resellable, 0)).divided_by(RATE_GRAINS, HALF_UP),
        Kind.MONEY,
        "of one unit that comes back",
    )
    plan.step("returned_goods", 0 - _expected(plan, kept), Kind.MONEY, "taken off: these units are sold again")
    plan.step("goods_come_back", expected & (kept > 0), Kind.FLAG)


def _expected(plan: Plan, amount: Expression) -> Expression:
    """An amount per returned unit, shared by all units sold."""
    return (amount * plan["returned_share"]).divided_by(RATE_GRAINS, HALF_UP)


def add_referral_refund(plan: Plan, program: ProgramPlan, applies: str | None = None) -> None:
    """Of a returned unit the referral fee comes back, less the refund administration fee. `applies` as for referral."""
    choice = plan.choose("refund_administration")
    if not plan.has("referral_refund"):
        _add_administration(plan)
    source = choice.edition.id if choice.edition else None
    flags = {"referral_refund": "returns_are_expected", "refund_administration": "refund_administration_applies"}
    if applies is not None:
        for fee, flag in flags.items():
            flags[fee] = program.step(f"{fee}_applies")
            plan.step(flags[fee], plan[flag] & plan[applies], Kind.FLAG)
    program.lines += [
        Line(
            "referral_refund",
            "returns",
            "referral_refund",
            "referral_status",
            flags["referral_refund"],
            source,
            ((None, "the referral fee of {referral} comes back for {return_rate} of the units"),),
        ),
        Line(
            "refund_administration",
            "returns",
            "refund_administration",
            "refund_administration_status",
            flags["refund_administration"],
            source,
            ((None, "{refund_administration_fee} for each of the {return_rate} of units that come back"),),
        ),
    ]


def _add_administration(plan: Plan) -> None:
    choice = plan.choose("refund_administration")
    source = choice.edition.id if choice.edition else None
    plan.step("referral_refund", 0 - _expected(plan, plan["referral"]), Kind.MONEY, "taken off", source)
    if choice.edition is None:
        fee: Expression = expression(0)
        charged: Expression = TRUE
    else:
        card: RefundAdministration = read_card(choice.edition)
        slugs = category_book(plan.shelf, plan.market).slugs
        free = plan.input("category").is_one_of(*(slugs.index(name) for name in card.free_categories if name in slugs))
        fee, charged = minimum(percent_of(plan, plan["referral"], card.of_referral), card.at_most), ~free
    fee = plan.step("refund_administration_fee", fee, Kind.MONEY, "20 % of the referral, half-up, at most 5.00", source)
    plan.step("refund_administration", _expected(plan, fee), Kind.MONEY, "per unit sold, to 0.0001", source)
    plan.step("refund_administration_applies", plan["returns_are_expected"] & charged, Kind.FLAG, "", source)
    plan.step(
        "refund_administration_status",
        maximum(plan["referral_status"], int(choice.status)),
        Kind.STATUS,
        choice.why or "as the referral fee",
        source,
    )


def add_unsellable_returns(plan: Plan, program: ProgramPlan) -> None:
    """Returned units that cannot be sold as new are disposed of, removed, liquidated or sold as used, as the seller chooses."""
    add_end_of_life(plan)
    plan.refuse(
        program,
        "unsellable_cannot_be_liquidated",
        plan["returns_are_expected"]
        & plan.input("dangerous_goods")
        & plan.input("unsellable_returns").equals(END_OF_LIFE.index("liquidation")),
        "liquidation_not_possible",
        "unsellable_returns",
        "dangerous goods cannot be liquidated; choose disposal or removal",
    )
    wanted = plan.input("unsellable_returns").equals(END_OF_LIFE.index("grade_and_resell"))
    if not plan.has("resale_value_is_idle"):
        idle = (plan.input("resale_value") > NOT_GIVEN) & ~(wanted & plan["returns_are_expected"])
        plan.step("resale_value_is_idle", idle, Kind.FLAG, "given, but no unit is sold as used")
    for way in END_OF_LIFE:
        if not plan.has(f"unsellable_{way}"):
            _add_way(plan, way)
        choice = plan.choose(way)
        program.lines.append(
            Line(
                way,
                "returns",
                f"unsellable_{way}",
                f"unsellable_{way}_status",
                f"unsellable_{way}_applies",
                choice.edition.id if choice.edition else None,
                _way_why(way) if choice.edition else ((None, choice.why),),
            )
        )
    program.notes += [
        (
            "resellable_is_unknown",
            "returned units are taken as unsellable: give resellable_rate, the share that is not",
        ),
        (
            "resale_value_is_idle",
            "resale_value is not used: it takes a return_rate and unsellable_returns=grade_and_resell",
        ),
    ]


def _way_why(way: str) -> tuple[tuple[str | None, str], ...]:
    shared = f"{{{way}_per_returned_unit}} for each of the {{return_rate}} of units that come back"
    if way != "grade_and_resell":
        return ((None, f"{{{way}_per_unit}} for a unit that cannot be sold again: {shared}"),)
    sale = (
        "a unit sold as used for {resale_price} leaves {resale_brings} after grading {grade_and_resell_fee}, "
        "referral {resale_referral}, fulfillment {resale_fulfillment} and other fees {resale_other_fees}"
    )
    return (
        ("resale_value_is_missing", "what a used unit sells for is not known; give resale_value"),
        ("resale_fee_is_unknown", "a fee of the used sale is not on file for this day"),
        (None, f"{sale}: {shared}"),
    )


def _add_way(plan: Plan, way: str) -> None:
    unsellable = RATE_GRAINS - maximum(plan.input("resellable_rate"), 0)
    wanted = plan.input("unsellable_returns").equals(END_OF_LIFE.index(way))
    per_return = plan.step(
        f"{way}_per_returned_unit",
        (plan[f"{way}_per_unit"] * unsellable).divided_by(RATE_GRAINS, HALF_UP),
        Kind.MONEY,
        "of one unit that comes back",
    )
    plan.step(f"unsellable_{way}", _expected(plan, per_return), Kind.MONEY, "per unit sold, to 0.0001")
    plan.step(
        f"unsellable_{way}_applies", plan["returns_are_expected"] & wanted & (unsellable > 0), Kind.FLAG, "as chosen"
    )
    plan.step(
        f"unsellable_{way}_status",
        maximum(
            plan[f"{way}_per_unit_status"], select(plan.input("resellable_rate") > NOT_GIVEN, 0, int(Status.ESTIMATE))
        ),
        Kind.STATUS,
        "an estimate where the resellable rate is not given",
    )


def add_own_returns(plan: Plan, program: ProgramPlan) -> None:
    """The seller's own cost of a return: the label and the handling."""
    for fee, words in (("return_label", "return label"), ("return_handling", "handling of a return")):
        if not plan.has(f"{fee}_per_unit"):
            plan.step(
                f"{fee}_per_unit",
                _expected(plan, maximum(plan.input(fee), 0)),
                Kind.MONEY,
                f"your {words} x return rate, per unit sold",
            )
            plan.step(f"{fee}_applies", plan[f"{fee}_per_unit"] > 0, Kind.FLAG)
        why = f"your {words}, {{{fee}}}, for {{return_rate}} of the units"
        program.lines.append(
            Line(fee, "returns", f"{fee}_per_unit", "returns_given_status", f"{fee}_applies", None, ((None, why),))
        )
    if not plan.has("return_label_is_left_out"):
        missing = plan["returns_are_expected"] & plan.input("return_label").equals(NOT_GIVEN)
        plan.step("return_label_is_left_out", missing, Kind.FLAG)
    program.notes.append(
        ("return_label_is_left_out", "the return label is not included: give return_label, 0 where the buyer pays it")
    )
    program.notes.append(
        ("resellable_is_unknown", "returned units are taken as unsellable: give resellable_rate, the share that is not")
    )
